"""What holds where a sum has a given value, as the probabilities of a distribution have.

Where Σ h(k) = c, a multiple λ of Σ h(k) − c may be added to either side: it is 0. So whatever λ is,
a statement with it, shown without the condition, shows the given one under the condition. Which λ
helps is a guess, Lagrange's: the slope by an element is 0 where the elements are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from lossbook.formulas import MaxOver
from lossbook.proof._canonical import exact
from lossbook.proof._loops import LOOPS, is_finite_sum
from lossbook.proof._maxima import all_within
from lossbook.proof._statement import Expr

_MOST = 8  # multipliers that are tried


def multiples(condition: sp.Eq, fact: Any) -> Iterator[Any]:
    """Yield facts that show the given one where the condition, that a sum has a value, holds."""
    total, value = _total(condition)
    if total is None:
        return
    for form in (fact, *_by_cauchy(fact)):
        for factor in _multipliers(_conclusion(form), total, value):
            yield _with(form, factor * (total - value))
    yield from _each_at_most(fact, total, value)


def normalised(conditions: Sequence[Any], fact: Any) -> Any:
    """Return the fact for every array that meets the conditions; None if they are of other kinds.

    An array with the sum c is c·A[k]/ΣA for some A, itself for one.
    """
    arrays: set[Expr] = set()
    for condition in conditions:
        total, value = _total(condition) if isinstance(condition, sp.Eq) else (None, None)
        if total is None or value is None:
            return None
        element = total.function
        if not isinstance(element, sp.Indexed) or element.base in arrays or value.has(sp.Indexed):
            return None
        if list(element.indices) != total.variables:
            return None
        if not (value.is_positive and element.is_nonnegative):
            return None
        arrays.add(element.base)
        sign = "positive" if element.is_positive else "nonnegative"
        free = sp.IndexedBase(sp.Dummy(str(element.base), **{sign: True}), **{sign: True})
        whole = sp.Sum(free[total.variables[0]], *total.limits)
        base = element.base
        fact = fact.replace(
            lambda e, base=base: isinstance(e, sp.Indexed) and e.base == base,
            lambda e, free=free, whole=whole, value=value: value * free[e.indices] / whole,
        )
    return fact


def _total(condition: sp.Eq) -> tuple[Any, Any]:
    """Return the sum that has a value, and the value."""
    for total, value in (condition.args, condition.args[::-1]):
        total = exact(total)
        if not is_finite_sum(total) or len(total.limits) > 1 or total.function.has(*LOOPS):
            continue
        if value.is_real and total.function.is_real and not value.has(*LOOPS):
            return total, exact(value)
    return None, None


def _each_at_most(fact: Any, total: Expr, value: Expr) -> Iterator[Any]:
    """Yield facts with each positive element at most the total c, as c/(1 + g) with g ≥ 0."""
    element, (k, low, high) = total.function, total.limits[0]
    if not isinstance(element, sp.Indexed) or list(element.indices) != [k] or not value.is_positive:
        return
    conclusion = _conclusion(fact)
    if not element.is_positive or not isinstance(conclusion, Relational):
        return
    gap = sp.IndexedBase(sp.Dummy("g", nonnegative=True), nonnegative=True)
    for factor in (0, 1, -1):
        sides = [exact(side) for side in conclusion.args]
        sides[0] += factor * (total - value)
        if fact is not conclusion or not all(
            all_within(side, element.base, low, high) for side in sides
        ):
            return
        left, right = (
            side.replace(
                lambda e: isinstance(e, sp.Indexed) and e.base == element.base,
                lambda e: value / (1 + gap[e.indices]),
            )
            for side in sides
        )
        yield conclusion.func(left, right, evaluate=False)


def _conclusion(fact: Any) -> Any:
    return _conclusion(fact.args[1]) if isinstance(fact, sp.Implies) else fact


def _with(fact: Any, nothing: Expr) -> Any:
    """Return a fact with something added that is 0 under the condition."""
    if isinstance(fact, sp.Implies):
        return sp.Implies(fact.args[0], _with(fact.args[1], nothing), evaluate=False)
    return fact.func(fact.lhs + nothing, fact.rhs, evaluate=False)


def _by_cauchy(fact: Any) -> Iterator[Any]:
    """Yield facts with (Σ d)² replaced by Σw · Σ d²/w, which is no less, where less is claimed.

    The weights w > 0 are sums of the arrays in d: as in the proof of Pinsker's inequality.
    """
    if isinstance(fact, sp.Implies):
        for then in _by_cauchy(fact.args[1]):
            yield sp.Implies(fact.args[0], then, evaluate=False)
        return
    if not isinstance(fact, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        return
    gap = sp.expand(exact(fact.gts) - exact(fact.lts))
    square = next((e for e in gap.atoms(sp.Pow) if e.exp == 2 and is_finite_sum(e.base)), None)
    if square is None or len(square.base.limits) != 1:
        return
    factor = gap.coeff(square)
    if not factor.is_negative or (gap - factor * square).has(square):
        return
    d, limits = square.base.function, square.base.limits
    elements = sorted(d.atoms(sp.Indexed), key=sp.default_sort_key)
    if len(elements) != 2 or not d.is_real or not all(e.is_positive for e in elements):
        return
    kind = sp.Gt if isinstance(fact, sp.Gt | sp.Lt) else sp.Ge
    for weights in ((1, 2), (2, 1), (1, 1)):
        w = sum(c * e for c, e in zip(weights, elements, strict=True))
        more = sp.Sum(w, *limits) * sp.Sum(d**2 / w, *limits)
        yield kind(gap - factor * square + factor * more, 0, evaluate=False)


# --- Guesses -------------------------------------------------------------------------------------


def _multipliers(fact: Any, total: Expr, value: Expr) -> list[Expr]:
    """Return what to multiply the missing part of a sum by; any number would be right."""
    if not isinstance(fact, Relational):
        return []
    gap = exact(fact.lhs) - exact(fact.rhs)
    ((_, low, high),) = total.limits
    plain = [sign * size for size in (1, 1 / (high - low + 1)) for sign in (1, -1)]
    found = dict.fromkeys([*_lagrange(gap, total, value), *map(sp.sympify, plain)])
    found.pop(sp.S.Zero, None)
    return sorted(found, key=lambda factor: factor.has(*LOOPS))[:_MOST]  # the plain ones first


def _lagrange(gap: Expr, total: Expr, value: Expr) -> Iterator[Expr]:
    """Yield λ for which gap + λ·total has the slope 0 where the elements are alike."""
    ((k, low, high),) = total.limits
    count = high - low + 1
    whole, numbers = _sums_as_numbers(gap, total.limits)
    elements = sorted(
        {e for g in (total.function, *numbers.values()) for e in g.atoms(sp.Indexed) if e.has(k)},
        key=sp.default_sort_key,
    )
    names = {e: sp.Dummy(str(e), **_assumed(e)) for e in elements}
    parts = {s: g.xreplace(names) for s, g in numbers.items()}
    h = total.function.xreplace(names)
    for element in (e for e in elements if total.function.has(e)):
        x = names[element]
        slopes: dict[Expr, Expr] = {}
        for s, g in parts.items():  # those of inner sums come first
            slopes[s] = g.diff(x)
            for inner in slopes.keys() & g.free_symbols:
                back = g.diff(inner).xreplace({name: e for e, name in names.items()})
                slopes[s] += _summed(back, total.limits) * slopes[inner]
        slope = sum(whole.diff(s) * slopes[s] for s in parts) / h.diff(x)
        for point in _points(x, names, parts, value, count):
            factor = -slope.subs(point)
            for s in reversed(numbers):
                factor = factor.subs(s, _summed(numbers[s], total.limits))
            if not factor.has(sp.nan, sp.zoo, *names.values()) and k not in factor.free_symbols:
                yield sp.simplify(factor) if not factor.has(*LOOPS) else factor


def _summed(summand: Expr, limits: Any) -> Expr:
    """Return the sum over an index of its own: others may come to stand inside it."""
    ((k, low, high),) = limits
    index = sp.Dummy("k", integer=True)
    return sp.Sum(summand.xreplace({k: index}), (index, low, high))


def _points(
    x: Expr, names: dict[Expr, Expr], parts: dict[Expr, Expr], value: Expr, count: Expr
) -> Iterator[dict[Expr, Expr]]:
    """Yield places at which the elements are alike: each its mean, or the same as another."""
    choices = []
    for name in names.values():
        others = [other for other in names.values() if other != name]
        means = [s / count for s, g in parts.items() if g == name]
        means += [s / value for s, g in parts.items() if g == name * x and name != x]
        choices.append([value / count, *others, name] if name == x else [*means, name])
    for values in product(*choices):
        yield {n: v for n, v in zip(names.values(), values, strict=True) if n != v}


def _assumed(element: Expr) -> dict[str, bool]:
    return {key: known for key, known in element.assumptions0.items() if known is not None}


def _sums_as_numbers(gap: Expr, limits: Any) -> tuple[Expr, dict[Expr, Expr]]:
    """Return an expression of numbers, and the summands of the sums they are, inner ones first."""
    ((k, low, high),) = limits
    numbers: dict[Expr, Expr] = {}
    names: dict[Expr, Expr] = {}

    def number(e: Expr) -> Expr:
        ((index, *_),) = e.limits
        summand = e.function.xreplace({index: k})
        if summand not in names:
            names[summand] = sp.Dummy("S", real=True, positive=summand.is_positive or None)
            numbers[names[summand]] = summand
        return names[summand]

    def is_plain(e: Expr) -> bool:
        return is_finite_sum(e) and len(e.limits) == 1 and e.limits[0][1:] == (low, high) and not (
            e.function.has(*LOOPS)
        )  # fmt: skip

    gap = gap.replace(lambda e: isinstance(e, MaxOver), lambda e: sp.Dummy("M", real=True))
    for _ in range(3):
        gap = gap.replace(is_plain, number)
    return gap, numbers
