"""The canonical form of an expression: only rewriting that holds on the whole domain."""

from __future__ import annotations

from functools import cache

import sympy as sp

from lossbook.proof.domains import fresh, open_interval
from lossbook.proof.statement import Domain, Expr


@cache
def standard_index(depth: int) -> Expr:
    """Return the one index that sums of this nesting depth run over in canonical form."""
    return sp.Dummy(f"k{depth}", integer=True, positive=True)


def exact(expression: Expr) -> Expr:
    """Every float replaced by the rational number it stores: 0.3333333 is not 1/3."""
    expression = sp.sympify(expression)
    expression = expression.replace(sp.UnevaluatedExpr, lambda e: e)  # held for display only
    return expression.xreplace({x: sp.Rational(x) for x in expression.atoms(sp.Float)})


def evaluate(expression: Expr, where: Domain) -> Expr:
    """Carry out integrals, derivatives, limits and infinite sums where SymPy can."""
    if not expression.has(sp.Integral, sp.Derivative, sp.Limit, sp.Sum):
        return expression
    there, back = {}, {}
    for symbol in expression.free_symbols & set(where):
        # SymPy's integrals know signs but no intervals: go through a positive number and back.
        domain, t = where[symbol], fresh("t")
        inside = open_interval(domain, t)
        if inside is not None and domain.measure.is_finite:
            there[symbol] = inside
            back[t] = (symbol - domain.start) / (domain.end - symbol)

    def carry_out(e: Expr) -> Expr:
        if isinstance(e, sp.Derivative):
            return e.doit()
        return _one_fraction(e.subs(there).doit().subs(back))

    expression = expression.replace(
        lambda e: isinstance(e, sp.Integral | sp.Derivative | sp.Limit), carry_out
    )
    return expression.replace(lambda e: isinstance(e, sp.Sum) and not is_finite_sum(e), carry_out)


def _finite_sum(function: Expr, limit: Expr) -> Expr:
    """Return the sum of an expanded summand as a linear combination of sums over 1..n, n ≥ 0."""
    index, lower, upper = limit
    terms = upper - lower + 1
    if not (lower.is_integer and terms.is_integer and terms.is_nonnegative):
        return sp.Sum(function, limit)  # SymPy's reversed sums have no simple canonical form
    depth = 1 + sum(1 for s in sp.preorder_traversal(function) if isinstance(s, sp.Sum))
    k = standard_index(depth)
    function = sp.expand(function.xreplace({index: k + lower - 1}))
    parts = []
    for term in sp.Add.make_args(function):
        factor, rest = term.as_independent(k, as_Add=False)
        parts.append(factor * (terms if rest == 1 else sp.Sum(rest, (k, 1, terms))))
    return sp.Add(*parts)


def _canonical_sum(total: Expr) -> Expr:
    function = total.function
    for limit in total.limits:  # the innermost comes first
        if len(limit) != 3:
            return total
        function = _finite_sum(function, limit)
    return function


def is_finite_sum(e: Expr) -> bool:
    """Tell whether the expression is a sum over a finite range."""
    return isinstance(e, sp.Sum) and not any(b.is_infinite for lim in e.limits for b in lim[1:])


def canonical(expression: Expr) -> Expr:
    """Expand products, powers, logarithms of positive factors, and sums."""
    for _ in range(6):
        before = expression
        # log(1 - p) with p = t/(1 + t) shows that its argument is positive only as one fraction.
        expression = expression.replace(
            lambda e: isinstance(e, sp.log) and not e.args[0].is_number,
            lambda e: sp.log(_one_fraction(e.args[0])),
        )
        expression = sp.expand_log(expression)
        expression = sp.expand(expression)
        expression = expression.replace(is_finite_sum, _canonical_sum)
        if expression == before:
            break
    return expression


def _one_fraction(expression: Expr) -> Expr:
    if expression.has(sp.Product, sp.Sum, sp.Piecewise, sp.Abs, sp.Max, sp.Min):
        return expression.replace(
            lambda e: isinstance(e, sp.Product),
            lambda e: e.func(_one_fraction(e.function), *e.limits),
        )
    return expression.replace(lambda e: isinstance(e, sp.Add), lambda e: sp.factor(sp.together(e)))
