"""SymPy formulas as expressions of Vega, the language in which the figures with sliders compute.

Vega has the usual arithmetic, conditions and a few functions of JavaScript; what it lacks (sign,
cosh, tanh, …) is written out, erf by the distribution function of the normal. An expression serves
for drawing, not for computing: it is the formula as it stands, without the care for rounding and
overflow that the kernels take.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.jscode import JavascriptCodePrinter

FUNCTIONS = {
    "Abs": "abs", "acos": "acos", "cos": "cos", "exp": "exp", "floor": "floor", "log": "log",
    "Max": "max", "Min": "min", "sin": "sin",
}  # fmt: skip


class _Printer(JavascriptCodePrinter):  # type: ignore[misc]
    """JavaScript without `Math.`, with a condition on one line and the hyperbolic functions."""

    def __init__(self, names: Mapping[sp.Symbol, str]) -> None:
        super().__init__({"strict": True})
        self.known_functions = dict(FUNCTIONS)
        self._names = names

    def _print_Symbol(self, expr: Any) -> str:
        return self._names[expr]

    def _print_Pow(self, expr: Any) -> str:
        base = self._print(expr.base)
        if expr.exp == sp.S.Half:
            return f"sqrt({base})"
        if expr.exp == -1:
            return f"1/({base})"
        return f"pow({base}, {self._print(expr.exp)})"

    def _print_Max(self, expr: Any) -> str:
        return f"max({', '.join(map(self._print, expr.args))})"

    def _print_Min(self, expr: Any) -> str:
        return f"min({', '.join(map(self._print, expr.args))})"

    def _print_NumberSymbol(self, expr: Any) -> str:
        return repr(float(expr))  # π and e

    _print_Pi = _print_Exp1 = _print_NumberSymbol

    def _print_Float(self, expr: Any) -> str:
        return repr(float(expr))

    def _print_Infinity(self, expr: Any) -> str:
        return "(1/0)"

    def _print_NegativeInfinity(self, expr: Any) -> str:
        return "(-1/0)"

    def _print_Piecewise(self, expr: Any) -> str:
        text = "NaN"  # where no condition holds
        for value, condition in reversed(expr.args):
            value = self._print(value)
            if condition is sp.true:
                text = value
            else:
                text = f"({self._print(condition)} ? {value} : {text})"
        return text

    def _print_sign(self, expr: Any) -> str:
        a = self._print(expr.args[0])
        return f"({a} > 0 ? 1 : ({a} < 0 ? -1 : 0))"

    def _print_cosh(self, expr: Any) -> str:
        a = self._print(expr.args[0])
        return f"((exp({a}) + exp(-({a})))/2)"

    def _print_sinh(self, expr: Any) -> str:
        a = self._print(expr.args[0])
        return f"((exp({a}) - exp(-({a})))/2)"

    def _print_tanh(self, expr: Any) -> str:
        return f"(1 - 2/(exp(2*({self._print(expr.args[0])})) + 1))"

    def _print_erf(self, expr: Any) -> str:
        return f"(2*cumulativeNormal(sqrt(2)*({self._print(expr.args[0])})) - 1)"


def expression(formula: Any, names: Mapping[sp.Symbol, str]) -> str:
    """Return a formula as a Vega expression.

    Parameters
    ----------
    formula : sympy.Expr or number
        Sums and maxima over an index must be written out.
    names : mapping of sympy.Symbol to str
        What stands for each symbol: `datum.x` for a column, or the name of a parameter.

    Raises
    ------
    ValueError
        If a symbol has no name, or if Vega cannot express a function.
    """
    formula = sp.sympify(formula)
    nameless = sorted(str(symbol) for symbol in formula.free_symbols - set(names))
    if nameless:
        raise ValueError(f"names: nothing stands for {', '.join(nameless)} in {formula}")
    try:
        text: str = _Printer(names).doprint(formula)
    except PrintMethodNotImplementedError as error:
        raise ValueError(f"formula: Vega cannot express {formula} ({error})") from None
    return text
