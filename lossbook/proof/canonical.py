"""The canonical form of an expression: only rewriting that holds on the whole domain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count

import sympy as sp

from lossbook.proof.domains import fresh, open_interval
from lossbook.proof.quadrature import confirm
from lossbook.proof.statement import Domain, Expr


@cache
def standard_index(depth: int) -> Expr:
    """Return the one index that sums of this nesting depth run over in canonical form."""
    return sp.Dummy(f"k{depth}", integer=True, positive=True)


def _free_index(function: Expr, index: Expr) -> Expr:
    """Return the first standard index that the summand uses for nothing else."""
    return next(k for k in map(standard_index, count(1)) if k == index or not function.has(k))


def exact(expression: Expr) -> Expr:
    """Every float replaced by the rational number it stores: 0.3333333 is not 1/3."""
    expression = sp.sympify(expression)
    expression = expression.replace(sp.UnevaluatedExpr, lambda e: e)  # held for display only
    # What was declared of an index says nothing of the range it runs over.
    expression = expression.replace(
        lambda e: isinstance(e, sp.Sum | sp.Product),
        lambda e: _with_indices(e, [_plain_index(v) for v in e.variables]),
    )
    return expression.xreplace({x: sp.Rational(x) for x in expression.atoms(sp.Float)})


@cache
def _plain_index(symbol: Expr) -> Expr:
    return sp.Dummy(symbol.name, integer=True)


def _with_indices(loop: Expr, names: Sequence[Expr]) -> Expr:
    """Return the sum or product over other indices."""
    renamed = dict(zip(loop.variables, names, strict=True))
    limits = [(renamed[v], *(b.xreplace(renamed) for b in bounds)) for v, *bounds in loop.limits]
    return loop.func(loop.function.xreplace(renamed), *limits)


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
        found = e.subs(there).doit().subs(back)
        confirm(e, found, where)
        return _one_fraction(found)

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
    k = _free_index(function, index)
    function = sp.expand(function.xreplace({index: k + lower - 1}))
    parts = []
    for term in sp.Add.make_args(function):
        factor, rest = term.as_independent(k, as_Add=False)
        parts.append(factor * (terms if rest == 1 else sp.Sum(rest, (k, 1, terms))))
    return sp.Add(*parts)


def _canonical_sum(total: Expr) -> Expr:
    function = total.function
    for limit in total.limits:  # the innermost comes first
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
