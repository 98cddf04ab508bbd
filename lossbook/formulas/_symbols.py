"""The symbols of the book. A name is what `subs` and `lambdify` see; SymPy prints yhat as ŷ."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

y, yhat, f, z, eta, xi = sp.symbols("y yhat f z eta xi", real=True)
p = sp.Symbol("p", positive=True)
delta, tau, m, mu, q, alpha, beta = sp.symbols("delta tau m mu q alpha beta", positive=True)
gamma, smooth = sp.symbols("gamma smooth", nonnegative=True)
C, D, n = sp.symbols("C D n", integer=True, positive=True)
t, i, j, k = sp.symbols("t i j k", integer=True, nonnegative=True)
ys, yhats, ps, zs, ss, cs, xs = (
    sp.IndexedBase(name, real=True) for name in ("y", "yhat", "p", "z", "s", "c", "x")
)


class MaxOver(ExprWithLimits):  # type: ignore[misc]
    """The maximum of an expression over an integer index, as Sum is its sum; `doit` unfolds it."""

    def __new__(cls, function: sp.Expr, *limits: Any, **assumptions: Any) -> MaxOver:
        """Return the maximum of `function` over limits such as (k, 0, n), not yet unfolded."""
        made: MaxOver = ExprWithLimits.__new__(cls, function, *limits, **assumptions)
        return made

    def doit(self, **hints: Any) -> sp.Expr:
        """Return the maximum of the terms, once the limits are numbers."""
        index, low, high = self.limits[0]
        if not (low.is_Integer and high.is_Integer):
            return self
        return sp.Max(*(self.function.subs(index, value) for value in range(low, high + 1)))

    def _latex(self, printer: Any) -> str:
        index, low, high = (printer.doprint(part) for part in self.limits[0])
        term = printer.doprint(self.function)
        return rf"\max_{{{low} \leq {index} \leq {high}}} \left({term}\right)"


class Iverson(sp.Function):  # type: ignore[misc]
    """1 where a condition holds and 0 where not: SymPy would pull a Piecewise out of a sum."""

    is_commutative = True

    @classmethod
    def eval(cls, condition: sp.Basic) -> sp.Expr | None:
        """Return the number, once the condition is decided."""
        return {sp.true: sp.S.One, sp.false: sp.S.Zero}.get(condition)

    def _eval_derivative(self, symbol: sp.Basic) -> sp.Expr:
        return sp.S.Zero

    def _latex(self, printer: Any) -> str:
        return rf"\left[{printer.doprint(self.args[0])}\right]"

    def _mpmathcode(self, printer: Any) -> str:
        return f"(1 if {printer.doprint(self.args[0])} else 0)"

    _pythoncode = _mpmathcode

    def _javascript(self, printer: Any) -> str:
        return f"({printer.doprint(self.args[0])} ? 1 : 0)"
