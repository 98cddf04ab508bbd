"""The domain: which values a symbol may take, and expressions that run through all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from lossbook.proof.statement import Domain, Expr


def _unit(positive: Expr) -> Expr:
    """Map the positive numbers one to one onto the open unit interval."""
    return positive / (1 + positive)


def cover(domain: Any, fresh: Callable[[str], Expr]) -> list[Expr] | None:
    """Expressions whose values together are exactly the set; None if there is no simple cover."""
    if isinstance(domain, sp.FiniteSet):
        return sorted(domain, key=sp.default_sort_key)
    if not isinstance(domain, sp.Interval):
        return None
    low, high = domain.start, domain.end
    t = fresh("t")
    if low.is_finite and high.is_finite:
        inside = low + (high - low) * _unit(t)
    elif low.is_finite:
        inside = low + t
    elif high.is_finite:
        inside = high - t
    else:
        return None
    ends = [x for x, is_open in ((low, domain.left_open), (high, domain.right_open)) if not is_open]
    return [inside, *(x for x in ends if x.is_finite)]


def fresh(name: str) -> Expr:
    """Return a new positive symbol."""
    return sp.Dummy(name, positive=True)


def parametrise(expression: Expr, where: Domain) -> Expr:
    """Write what lies in an open interval through a positive number (or an array of them)."""
    for name, domain in where.items():
        t = fresh("t")
        inside = open_interval(domain, t)
        if inside is None:
            continue
        if isinstance(name, sp.IndexedBase):
            array = sp.IndexedBase(sp.Dummy(str(name), positive=True), positive=True)
            values = {
                e: inside.subs(t, array[e.indices])
                for e in expression.atoms(sp.Indexed)
                if e.base == name
            }
            expression = expression.xreplace(values)
        else:
            expression = expression.subs(name, inside)
    return expression


def open_interval(domain: Any, positive: Expr) -> Expr | None:
    """Return the one expression that covers an open interval; None for any other set."""
    if not isinstance(domain, sp.Interval):
        return None
    found = cover(domain, lambda _: positive)
    return found[0] if found is not None and len(found) == 1 else None


def satisfies(value: Expr, symbol: Expr) -> bool:
    """Say whether the value provably meets every assumption made about the symbol."""
    return all(
        getattr(value, f"is_{key}") is wanted
        for key, wanted in symbol.assumptions0.items()
        if key not in {"hermitian", "antihermitian"}
    )
