"""Not, or, if: statements rewritten so that equations and inequalities remain to be shown.

Every rewriting asks for as much as the statement does, or for more: what is then proved holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from lossbook.proof._statement import DerivationError, Domain

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
    """Return the fact with a symbol written so that the condition holds, in each way there is.

    Of x ≥ e, x is e + d with d ≥ 0. What was known of x otherwise is not used: the fact is shown
    for more than was asked.
    """
    if isinstance(condition, sp.And):
        first, *rest = sorted(condition.args, key=sp.default_sort_key)
        then = sp.Implies(sp.And(*rest, evaluate=False), fact, evaluate=False)
        yield sp.Implies(first, then, evaluate=False), where
        return
    if type(condition) not in _STEPS:
        return
    more, less = condition.args
    if isinstance(condition, sp.Lt | sp.Le):
        more, less = less, more
    for step in (make() for make in _STEPS[type(condition)]):
        for symbol, other, sign in ((more, less, 1), (less, more, -1)):
            if not symbol.is_Symbol or not symbol.is_real or symbol.is_integer:
                continue
            if symbol in fact.free_symbols and other.is_real and not other.has(symbol):
                domain = {name: known for name, known in where.items() if name != symbol}
                put = _put(fact, symbol, other + sign * step)
                if step.is_positive and isinstance(condition, sp.Ge | sp.Le):
                    put = sp.And(put, _put(fact, symbol, other), evaluate=False)
                yield put, domain


def _positive() -> Any:
    return sp.Dummy("d", positive=True)


def _nonnegative() -> Any:
    return sp.Dummy("d", nonnegative=True)


# How far one side lies above the other. Where it may be 0, that case is also shown by itself.
_STEPS: dict[Any, tuple[Callable[[], Any], ...]] = {
    sp.Eq: (lambda: sp.S.Zero,),
    sp.Gt: (_positive,),
    sp.Lt: (_positive,),
    sp.Ge: (_nonnegative, _positive),
    sp.Le: (_nonnegative, _positive),
}


def _put(fact: Any, symbol: Any, value: Any) -> Any:
    """Return a fact about another value; nothing in it is evaluated."""
    if isinstance(fact, Relational | BooleanFunction):
        return fact.func(*(_put(part, symbol, value) for part in fact.args), evaluate=False)
    return fact.subs(symbol, value)
