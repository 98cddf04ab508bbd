"""The canonical form of an expression: only rewriting that holds on the whole domain."""

from __future__ import annotations

from itertools import count

import sympy as sp

from lossbook.proof._loops import LOOPS, is_finite_sum, standard_index, with_plain_indices
from lossbook.proof._statement import Expr

_WRITTEN_OUT = 12  # a sum of a known number of terms is written out up to so many


def _free_index(function: Expr, index: Expr) -> Expr:
    """Return the first standard index that the summand uses for nothing else."""
    return next(k for k in map(standard_index, count(1)) if k == index or not function.has(k))


def exact(expression: Expr) -> Expr:
    """Every float replaced by the rational number it stores: 0.3333333 is not 1/3."""
    expression = sp.sympify(expression)
    expression = expression.replace(sp.UnevaluatedExpr, lambda e: e)  # held for display only
    # What was declared of an index says nothing of the range it runs over.
    expression = expression.replace(
        lambda e: isinstance(e, LOOPS),
        with_plain_indices,
    )
    return expression.xreplace({x: sp.Rational(x) for x in expression.atoms(sp.Float)})


def _finite_sum(function: Expr, limit: Expr) -> Expr:
    """Return the sum of an expanded summand as a linear combination of sums over 1..n, n ≥ 0."""
    index, lower, upper = limit
    terms = upper - lower + 1
    if terms.is_Integer and lower.is_integer and 0 <= terms <= _WRITTEN_OUT:
        return sp.Add(*(function.xreplace({index: lower + k}) for k in range(int(terms))))
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


def canonical(expression: Expr) -> Expr:
    """Expand products, powers, logarithms of positive factors, and sums."""
    for _ in range(6):
        before = expression
        # log(1 - p) with p = t/(1 + t) shows that its argument is positive only as one fraction.
        expression = expression.replace(
            lambda e: isinstance(e, sp.log) and not e.args[0].is_number,
            lambda e: sp.log(one_fraction(e.args[0])),
        )
        expression = sp.expand_log(expression)
        expression = sp.expand(expression)
        expression = expression.replace(is_finite_sum, _canonical_sum)
        if expression == before:
            break
    return expression


def one_fraction(expression: Expr) -> Expr:
    """Bring each sum of terms over one denominator, and factor it."""
    if expression.has(*LOOPS, sp.Piecewise, sp.Abs, sp.Max, sp.Min):
        return expression.replace(
            lambda e: isinstance(e, sp.Product),
            lambda e: e.func(one_fraction(e.function), *e.limits),
        )
    return expression.replace(lambda e: isinstance(e, sp.Add), lambda e: sp.factor(sp.together(e)))
