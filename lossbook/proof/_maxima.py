"""Maxima over an index: what is known of one, in words that have no maximum.

The maximum M of f(k) over a range is one of the f(k), none of them is more, and a given one of them
is at most M. Each fact by itself leads to an expression without M; where that is nowhere negative,
the given one is not either.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from lossbook.formulas import MaxOver
from lossbook.proof._loops import LOOPS, bound_indices, has_terms
from lossbook.proof._statement import DerivationError, Domain, Expr

_MOST = 3  # maxima in one statement: each doubles the ways
_WRITTEN_OUT = 9  # a maximum of a known number of terms is written out up to so many


def require_one_range(expression: Expr) -> None:
    """Raise for a maximum over no range, over several, or without an end."""
    for e in expression.atoms(MaxOver):
        if len(e.limits) != 1 or len(e.limits[0]) != 3 or any(b.is_infinite for b in e.limits[0]):
            raise DerivationError(f"cannot be evaluated: {e}: expected one index, from, to")


def written_out(expression: Expr) -> Expr:
    """Return the expression with the maximum of a few terms as a `Max`."""

    def terms(e: Expr) -> Expr:
        k, low, high = e.limits[0]
        places = [low + step for step in range(int(high - low) + 1)]
        return sp.Max(*(e.function.xreplace({k: place}) for place in places))

    def is_short(e: Expr) -> bool:
        if not isinstance(e, MaxOver):
            return False
        _, low, high = e.limits[0]
        steps = high - low
        return bool(low.is_integer and steps.is_Integer and 0 <= steps < _WRITTEN_OUT)

    return expression.replace(is_short, terms)


def opened(expression: Expr, where: Domain) -> Iterator[Expr]:
    """Yield expressions without maxima: one that is ≥ 0 (or > 0) shows that the given one is."""
    inside = bound_indices(expression)
    found = [e for e in expression.atoms(MaxOver) if not e.free_symbols & inside]
    found = [e for e in found if has_terms(e, nonempty=True)]
    outermost = [e for e in found if not any(e in other.function.atoms(MaxOver) for other in found)]
    if not outermost or len(found) > _MOST:
        yield expression
        return
    first = min(outermost, key=sp.default_sort_key)
    ways = [_attained(expression, first, where), _not_exceeded(expression, first)]
    ways += [_at_least_there(expression, first, place) for place in _places(expression, first)]
    for other in ways:
        if other is not None:
            yield from opened(other, where)


def _places(expression: Expr, largest: Expr) -> list[Expr]:
    """Return places of the range at which the statement names an element."""
    ((_, low, high),) = largest.limits
    named = {e.indices[0] for e in expression.atoms(sp.Indexed) if len(e.indices) == 1}
    found = [place for place in named if _within(place, (), low, high)]
    return sorted(found, key=sp.default_sort_key)[:2]


def _at_least_there(expression: Expr, largest: Expr, place: Expr) -> Expr:
    """Write the maximum as f at one place and what is not negative."""
    ((k, _, _),) = largest.limits
    more = sp.Dummy("d", nonnegative=True)
    return expression.xreplace({largest: largest.function.xreplace({k: place}) + more})


def _attained(expression: Expr, largest: Expr, where: Domain) -> Expr:
    """Put f at any place of the range in place of the maximum: at one of them it is the maximum."""
    ((k, low, high),) = largest.limits
    steps = sp.Dummy("j", integer=True, nonnegative=True)
    rest = sp.Dummy("r", integer=True, nonnegative=True)
    place = low + steps
    put = expression.xreplace({largest: largest.function.xreplace({k: place})})
    for end in sorted(high.free_symbols, key=sp.default_sort_key):
        beyond = high - end
        if beyond.is_Integer and end.is_integer and end not in where and not low.has(end):
            # Every pair of a size and a place is some j and r: the end lies r beyond the place.
            return put.xreplace({end: place + rest - beyond})
    return put


def _not_exceeded(expression: Expr, largest: Expr) -> Expr | None:
    """Write each element x[k] so that f(k) is the maximum less what is not negative.

    For f = a·x[k] + b with a ≠ 0 and a maximum M, x[k] is (M − g[k] − b)/a with g ≥ 0; a positive
    x[k] = f is M/(1 + g[k]). Every x that has the maximum M is of this form.
    """
    ((k, low, high),) = largest.limits
    elements = list(largest.function.atoms(sp.Indexed))
    if len(elements) != 1 or len(elements[0].indices) != 1:
        return None
    (element,) = elements
    array, offset = element.base, sp.expand(element.indices[0] - k)
    slope = largest.function.diff(element)
    if offset.has(k) or slope.has(array) or not (slope.is_nonzero and slope.is_real):
        return None
    rest = sp.expand(largest.function - slope * element)
    if rest.has(array) or not rest.is_real or not element.is_real:
        return None
    first, last = low + offset, high + offset
    if not all_within(expression, array, first, last):
        return None
    gap = sp.IndexedBase(sp.Dummy("g", nonnegative=True), nonnegative=True)
    positive = largest.function == element and bool(element.is_positive)
    top = sp.Dummy("M", positive=True) if positive else sp.Dummy("M", real=True)

    def value(place: Expr) -> Expr:
        if positive:
            return top / (1 + gap[place])
        at = {k: place - offset}
        return (top - gap[place] - rest.xreplace(at)) / slope.xreplace(at)

    return expression.xreplace({largest: top}).replace(
        lambda e: isinstance(e, sp.Indexed) and e.base == array, lambda e: value(e.indices[0])
    )


def all_within(expression: Expr, array: Expr, first: Expr, last: Expr) -> bool:
    """Tell whether every element of the array that occurs is known to lie in the range."""

    def visit(e: Expr, loops: tuple[Expr, ...]) -> bool:
        if isinstance(e, sp.Indexed):
            if e.base != array:
                return not e.has(array)
            return len(e.indices) == 1 and _within(e.indices[0], loops, first, last)
        if isinstance(e, LOOPS):
            ends = [bound for limit in e.limits for bound in limit[1:]]
            if any(bound.has(array) for bound in ends):
                return False
            return visit(e.function, (*loops, *e.limits))
        return all(visit(part, loops) for part in e.args)

    return visit(expression, ())


def _within(place: Expr, loops: tuple[Expr, ...], first: Expr, last: Expr) -> bool:
    """Tell whether a place, which may move with one index, stays in the range."""
    moving = {limit[0]: limit for limit in loops}
    named = place.free_symbols & set(moving)
    if (first.free_symbols | last.free_symbols) & set(moving) or len(named) > 1:
        return False
    lowest = highest = place
    for index in named:
        _, low, high = moving[index]
        beside = sp.expand(place - index)
        if beside.has(index) or (low.free_symbols | high.free_symbols) & set(moving):
            return False
        lowest, highest = low + beside, high + beside
    below, above = sp.expand(lowest - first), sp.expand(last - highest)
    return bool(place.is_integer and below.is_nonnegative and above.is_nonnegative)
