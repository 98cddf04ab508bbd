"""LaTeX as the book writes it."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter


class _Printer(LatexPrinter):  # type: ignore[misc]
    """ln for the natural logarithm, y_i for an indexed y, ŷ − y not −y + ŷ, y ln p not ln p y."""

    def _print_Indexed(self, expr: Any) -> str:
        return f"{self._print(expr.base)}_{{{','.join(map(self._print, expr.indices))}}}"

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        terms = super()._as_ordered_terms(expr, order="lex")
        return sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))

    def _print_Mul(self, expr: Any) -> str:
        factors = expr.as_ordered_factors()
        logarithms = [factor for factor in factors if isinstance(factor, sp.log)]
        if not logarithms or len(logarithms) == len(factors) or sp.denom(expr) != 1:
            return str(super()._print_Mul(expr))
        if expr.could_extract_minus_sign():
            return f"- {self._print(-expr)}"
        others = [factor for factor in factors if factor not in logarithms]
        order, self._settings["order"] = self._settings["order"], "none"
        try:
            return str(super()._print_Mul(sp.Mul(*others, *logarithms, evaluate=False)))
        finally:
            self._settings["order"] = order


def latex(expression: sp.Basic) -> str:
    """Return the LaTeX of an expression, the same in every run, for KaTeX and MathJax."""
    text: str = _Printer({"ln_notation": True}).doprint(sp.sympify(expression))
    return text
