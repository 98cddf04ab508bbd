"""Not, or, if: statements rewritten so that equations and inequalities remain to be shown.

Every rewriting asks for as much as the statement does, or for more: what is then proved holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from lossbook.proof._loops import bound_indices
from lossbook.proof._statement import DerivationError, Domain, Expr
from lossbook.proof._totals import multiples

# What is said of two real numbers when the relation does not hold.
_OPPOSITE = {sp.Eq: sp.Ne, sp.Ne: sp.Eq, sp.Gt: sp.Le, sp.Ge: sp.Lt, sp.Lt: sp.Ge, sp.Le: sp.Gt}


def negation(fact: Any) -> Any:
    """Return what holds exactly where the fact does not."""
    if isinstance(fact, sp.Not):
        return fact.args[0]
    if isinstance(fact, sp.And):
        return sp.Or(*map(negation, fact.args), evaluate=False)
    if isinstance(fact, sp.Or):
        return sp.And(*map(negation, fact.args), evaluate=False)
    if isinstance(fact, sp.Implies):
        return sp.And(fact.args[0], negation(fact.args[1]), evaluate=False)
    for kind, opposite in _OPPOSITE.items():
        if isinstance(fact, kind):
            return opposite(*fact.args, evaluate=False)
    raise DerivationError(f"cannot deny a {type(fact).__name__}: expected equations, inequalities")


def implications(fact: sp.Or) -> Iterator[Any]:
    """Return the ways to show that one of several holds: each, if none of the others does."""
    for one in fact.args:
        others = [negation(other) for other in fact.args if other is not one]
        yield sp.Implies(sp.And(*others, evaluate=False), one, evaluate=False)


def under(condition: Any, fact: Any, where: Domain) -> Iterator[tuple[Any, Domain]]:
    """Return facts without the condition, each of which shows that the fact holds under it.

    Of x ≥ e, x is e + d with d ≥ 0. What was known of x otherwise is used only where e + d shows
    it, or for a positive x ≤ e: the fact is shown for more than was asked.
    """
    if (apart := _apart(condition, fact)) is not None:
        yield from ((way, where) for way in apart)
        return
    if isinstance(condition, sp.Eq):
        yield from ((way, where) for way in multiples(condition, fact))
    if type(condition) not in _STEPS:
        return
    if not all(side.is_real for side in condition.args):
        return
    strict, equal = _STEPS[type(condition)]
    gap = condition.lhs - condition.rhs if equal else condition.gts - condition.lts
    taken, arrays = _bound(fact), {array.label for array in fact.atoms(sp.IndexedBase)}
    for symbol in sorted(gap.free_symbols & fact.free_symbols, key=sp.default_sort_key):
        solved = _solved(gap, symbol, equal=equal)
        if solved is None or symbol in taken | arrays or taken & solved[0].free_symbols:
            continue
        other, sign = solved
        domain = {name: known for name, known in where.items() if name != symbol}
        for values in [[other]] if equal else _values(symbol, other, sign, strict=strict):
            facts = [_put(fact, symbol, value) for value in values]
            yield (facts[0] if len(facts) == 1 else sp.And(*facts, evaluate=False)), domain


# Whether the two sides may not be equal, and whether they must be.
_STEPS: dict[Any, tuple[bool, bool]] = {
    sp.Eq: (False, True),
    sp.Gt: (True, False),
    sp.Lt: (True, False),
    sp.Ge: (False, False),
    sp.Le: (False, False),
}


def _apart(condition: Any, fact: Any) -> list[Any] | None:
    """Return facts under simpler conditions, each as strong as the given one; None if simple."""

    def if_(one: Any, then: Any) -> Any:
        return sp.Implies(one, then, evaluate=False)

    def both(facts: list[Any]) -> list[Any]:
        return [sp.And(*facts, evaluate=False)]

    if isinstance(condition, sp.Not):
        return [if_(negation(condition.args[0]), fact)]
    if isinstance(condition, sp.Or):
        return both([if_(one, fact) for one in condition.args])
    if isinstance(condition, sp.And):
        parts = sorted(condition.args, key=sp.default_sort_key)
        found = []
        for order in permutations(parts) if len(parts) == 2 else [tuple(parts)]:
            then = fact
            for one in reversed(order):
                then = if_(one, then)
            found.append(then)
        return found
    if isinstance(condition, sp.Ne) and all(side.is_real for side in condition.args):
        return both([if_(kind(*condition.args, evaluate=False), fact) for kind in (sp.Gt, sp.Lt)])
    if type(condition) in (sp.Gt, sp.Ge, sp.Lt, sp.Le):
        kind = sp.Gt if isinstance(condition, sp.Gt | sp.Lt) else sp.Ge
        more, less = condition.gts, condition.lts
        if isinstance(less, sp.Abs) and less.args[0].is_real:  # |e| ≤ c
            (inner,) = less.args
            ends = [kind(more, side, evaluate=False) for side in (inner, -inner)]
            return [if_(sp.And(*ends, evaluate=False), fact)]
        if isinstance(more, sp.Abs) and more.args[0].is_real and less.is_real:  # |e| ≥ c
            (inner,) = more.args
            return both([if_(kind(side, less, evaluate=False), fact) for side in (inner, -inner)])
    return None


def _solved(gap: Expr, symbol: Expr, *, equal: bool) -> tuple[Expr, int] | None:
    """Return e and the sign with which the symbol lies beyond e where gap ≥ 0, or equals e.

    Where the gap is to be 0 its numerator a·x + b may do, if a or b is nowhere 0: x is −b/a.
    """
    if not symbol.is_Symbol or not symbol.is_real:
        return None
    form = sp.expand(sp.fraction(sp.together(gap))[0] if equal else gap)
    slope = form.diff(symbol)
    rest = sp.expand(form - slope * symbol)
    if slope == 0 or slope.has(symbol) or rest.has(symbol):
        return None
    sign = 1 if slope.is_positive else -1 if slope.is_negative else 0
    if not (slope.is_nonzero or rest.is_nonzero if equal else sign):
        return None
    other = sp.factor(-rest / slope)
    return (other, sign) if other.is_real or equal else None


def _values(symbol: Expr, other: Expr, sign: int, *, strict: bool) -> Iterator[list[Expr]]:
    """Yield values that together are all which the symbol may have beyond the other."""
    whole = bool(symbol.is_integer)
    if whole and not other.is_integer:
        return
    known = {"integer": True} if whole else {}
    positive = sp.Dummy("d", positive=True, **known)
    if strict:
        yield [other + sign * positive]
    else:
        yield [other + sign * sp.Dummy("d", nonnegative=True, **known)]
        yield [other + sign * positive, other]
    if sign < 0 and not whole and other.is_positive and symbol.is_nonnegative:
        # Between 0 and a positive number.
        step = positive if strict else sp.Dummy("d", nonnegative=True)
        inside = other / (1 + step)
        yield [inside] if symbol.is_positive else [inside, sp.S.Zero]


def _bound(fact: Any) -> set[Expr]:
    """Return every symbol that something in the fact runs over, or is taken by."""
    limits = {e.args[1] for e in fact.atoms(sp.Limit)}
    by = {v for e in fact.atoms(sp.Derivative, sp.Subs) for v in e.variables}
    return bound_indices(fact) | limits | by


def _put(fact: Any, symbol: Any, value: Any) -> Any:
    """Return a fact about another value; nothing in it is evaluated."""
    if isinstance(fact, Relational | BooleanFunction):
        return fact.func(*(_put(part, symbol, value) for part in fact.args), evaluate=False)
    return fact.subs(symbol, value)
