"""The domain: which values a symbol may take, and expressions that run through all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Any

import sympy as sp

from lossbook.proof._statement import DerivationError, Domain, Expr


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


def check_domain(where: Domain, expressions: Sequence[Expr]) -> None:
    """Raise if a domain names what does not occur, is empty, or goes beyond what is assumed."""
    occurring: set[Any] = set()
    for e in expressions:
        arrays = e.atoms(sp.IndexedBase)
        occurring |= (e.free_symbols | arrays) - {array.label for array in arrays}
    for name, domain in where.items():
        if not isinstance(name, sp.Symbol | sp.IndexedBase):
            raise DerivationError(f"where: {name!r} is no Symbol or IndexedBase")
        if not isinstance(domain, sp.Set):
            raise DerivationError(f"where: {domain!r}, given for {name}, is no SymPy set")
        if domain.free_symbols:
            raise DerivationError(
                f"where: {domain}, given for {name}, has no numbers as its ends; state it as a "
                f"condition, Implies(And({name} >= low, {name} <= high), ...)"
            )
        if name not in occurring:
            namesake = any(str(e) == str(name) for e in occurring)
            also = ", only a namesake with other assumptions" if namesake else ""
            raise DerivationError(f"where: {name} does not occur in the statement{also}")
        if domain is sp.S.EmptySet:
            raise DerivationError(f"where: the domain of {name} is empty")
        if not _within_assumptions(domain, name):
            raise DerivationError(
                f"where: {domain} goes beyond what is assumed of {name}, {nature(name)}"
            )


def _within_assumptions(domain: Any, name: Expr) -> bool:
    """Say whether every member of the set may be a value of the symbol, as far as signs tell."""
    if isinstance(domain, sp.FiniteSet):
        return all(satisfies(value, name) for value in domain)
    if not isinstance(domain, sp.Interval):
        return True
    if name.is_extended_real is False:
        return False
    contains = domain.contains
    signs = (
        (name.is_positive, domain.start.is_extended_nonnegative, False),
        (name.is_nonnegative, domain.start.is_extended_nonnegative, True),
        (name.is_negative, domain.end.is_extended_nonpositive, False),
        (name.is_nonpositive, domain.end.is_extended_nonpositive, True),
    )
    for assumed, on_its_side, zero_too in signs:
        if assumed and not (on_its_side and (zero_too or contains(sp.S.Zero) != sp.true)):
            return False
    return True


_NATURES = (
    "positive integer", "negative integer", "nonnegative integer", "nonpositive integer",
    "nonzero integer", "positive", "negative", "nonnegative", "nonpositive", "integer", "real",
)  # fmt: skip


def nature(symbol: Any) -> str:
    """Say in a few words exactly what is assumed of a symbol or of the elements of an array."""
    assumed = symbol.label if isinstance(symbol, sp.IndexedBase) else symbol
    for words in _NATURES:
        if assumed.assumptions0 == sp.Dummy(**dict.fromkeys(words.split(), True)).assumptions0:
            return words.replace("non", "non-")
    if assumed.assumptions0 == sp.Dummy(real=True, nonzero=True).assumptions0:
        return "real, non-zero"
    own = getattr(assumed, "_assumptions_orig", None) or {}
    given = [key.replace("non", "non-") if value else f"not {key}" for key, value in own.items()]
    given = [word for word in sorted(given) if word != "commutative"]
    return ", ".join(given) or "complex"


def domain_in_words(
    facts: Sequence[Any], where: Domain, conditions: Sequence[Any], show: Callable[[Any], str],
    *, besides: Set[Any] = frozenset(),
) -> str:  # fmt: skip
    """Say over which values the facts hold: what was assumed, the given sets, the conditions.

    Nothing is said of the symbols in `besides`.
    """
    arrays = {array for fact in facts for array in fact.atoms(sp.IndexedBase)}
    free = {symbol for fact in facts for symbol in fact.free_symbols if symbol.is_Symbol}
    free -= {*besides, *(array.label for array in arrays)}
    natures: dict[str, list[str]] = {}
    index = sp.Symbol("i")
    for name in sorted(free | arrays, key=str):
        said = nature(name)
        if name in where and said in _IMPLIED_BY_A_SET:
            continue
        natures.setdefault(said, []).append(show(name[index] if name in arrays else name))
    parts = [f"{', '.join(names)} {said}" for said, names in sorted(natures.items())]
    sets = sorted((str(name), name, values) for name, values in where.items())
    parts += [f"{show(name)} in {show(values)}" for _, name, values in sets]
    if conditions:
        parts.append("where " + " and ".join(show(condition) for condition in conditions))
    return "; ".join(parts)


# What a set of real numbers says anyway; `check_domain` has seen to it that signs agree.
_IMPLIED_BY_A_SET = {"complex", "real", "positive", "negative", "non-negative", "non-positive"}
