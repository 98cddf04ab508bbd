"""Sums, products, maxima: their indices, which never meet those around them, and their ranges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from lossbook.formulas import MaxOver
from lossbook.proof._statement import Expr

LOOPS = (sp.Sum, sp.Product, MaxOver)  # what runs over an index


@cache
def standard_index(depth: int) -> Expr:
    """Return the one index that sums of this nesting depth run over in canonical form."""
    return sp.Dummy(f"k{depth}", integer=True, positive=True)


def _height(e: Expr) -> int:
    """Count how deep loops (sums, products, integrals, limits) are nested inside one."""
    return 1 + max((_height(x) for x in _inner_loops(e)), default=0)


def _inner_loops(e: Expr) -> Iterator[Expr]:
    for part in e.args:
        if isinstance(part, LOOPS):
            yield part
        elif isinstance(part, sp.Basic):
            yield from _inner_loops(part)


@cache
def plain_index(height: int, place: int) -> Expr:
    """Return the index of a loop that has so many loops inside: none of them has the same."""
    return sp.Dummy(f"b{height}_{place}" if place else f"b{height}", integer=True)


def with_plain_indices(loop: Expr) -> Expr:
    """Return a loop over indices that no loop inside it and nothing around it uses.

    What was declared of the given index says nothing of the range it runs over, and is dropped.
    """
    height = _height(loop)
    names = [plain_index(height, place) for place in range(len(loop.limits))]
    renamed = dict(zip(loop.variables, names, strict=True))
    limits = [(renamed[v], *(b.xreplace(renamed) for b in bounds)) for v, *bounds in loop.limits]
    return loop.func(loop.function.xreplace(renamed), *limits)


def bound_indices(e: Expr) -> set[Expr]:
    """Return the indices and variables that sums, products, integrals in an expression run over."""
    return {v for loop in e.atoms(ExprWithLimits) for v in loop.variables}


def is_finite_sum(e: Expr) -> bool:
    """Tell whether the expression is a sum over a finite range."""
    return isinstance(e, sp.Sum) and not any(b.is_infinite for lim in e.limits for b in lim[1:])


def has_terms(total: Expr, *, nonempty: bool) -> bool:
    """Say whether every range of the sum is known to be in order (and to hold an index)."""
    counts = [upper - lower + 1 for _, lower, upper in total.limits]
    return all(
        bool(n.is_integer and (n.is_positive if nonempty else n.is_nonnegative)) for n in counts
    )
