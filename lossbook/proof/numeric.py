"""Numeric checks: two sides compared in high precision at points of their domain."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from lossbook.proof.domains import cover, satisfies
from lossbook.proof.statement import DerivationError, Domain, Expr, Relation

DIGITS = 60  # working precision of the numeric comparison
AGREEMENT = 50  # digits to which the two sides must agree
RETRY = 400  # working precision when cancellation may have eaten the first one
CHECKS = 40  # points with which a symbolic verdict is confronted
POINTS = 240  # points of a numeric proof
SIZES = (1, 2, 3, 5)  # values tried for a symbolic number of terms


_SPECIAL = [sp.Rational(x) for x in ("1", "2", "1/2", "-1", "0", "-1/2", "3", "-2")]


def _number(rng: random.Random) -> Expr:
    """Draw a rational between 2^-26 and 2^6, its logarithm spread evenly."""
    return sp.Rational(rng.randint(1, 2**20), 2 ** rng.randint(14, 26))


def _candidate(symbol: Expr, domain: Any, rng: random.Random) -> Expr:
    if isinstance(domain, sp.FiniteSet):
        return rng.choice(sorted(domain, key=sp.default_sort_key))
    if (
        isinstance(domain, sp.Interval)
        and (found := cover(domain, lambda _: _number(rng))) is not None
    ):
        return rng.choice(found + 3 * found[:1])
    if symbol.is_integer or (domain is not None and domain.is_subset(sp.S.Integers)):
        return sp.Integer(rng.randint(-6, 9))
    if rng.random() < 0.4:
        return rng.choice(_SPECIAL)
    value = rng.choice([1, -1]) * _number(rng)
    if symbol.is_extended_real is None and domain is None and rng.random() < 0.5:
        value += sp.I * rng.choice([1, -1]) * _number(rng)
    return value


def _draw(symbol: Expr, domain: Any, rng: random.Random) -> Expr:
    for _ in range(500):
        value = _candidate(symbol, domain, rng)
        if domain is not None and domain.contains(value) != sp.true:
            continue
        if satisfies(value, symbol):
            return value
    raise DerivationError(f"no value found for {symbol} in its domain")


def _concrete(expression: Expr, sizes: Mapping[Any, Any]) -> Expr:
    """Return the expression with its sums and products written out for concrete sizes."""
    expression = expression.subs(sizes)
    for _ in range(4):
        before = expression
        expression = expression.replace(
            lambda e: (
                isinstance(e, sp.Sum | sp.Product)
                and all(b.is_Integer for limit in e.limits for b in limit[1:])
            ),
            lambda e: e.doit(deep=False),
        )
        if expression == before:
            return expression
    return expression


def _sizes(expressions: Sequence[Expr]) -> list[Expr]:
    """Free symbols that say how many terms a sum has, or which element of an array is meant."""
    found: set[Expr] = set()
    for expression in expressions:
        bound: set[Expr] = set()
        for e in expression.atoms(sp.Sum, sp.Product):
            bound.update(e.variables)
            for limit in e.limits:
                found.update(*(b.free_symbols for b in limit[1:]))
        for e in expression.atoms(sp.Indexed):
            found.update(*(b.free_symbols for b in e.indices))
        found -= bound - expression.free_symbols
    return sorted(found, key=sp.default_sort_key)


@dataclass(frozen=True)
class _Point:
    names: tuple[Expr, ...]
    values: tuple[Expr, ...]
    functions: tuple[Callable[..., Any], ...]
    sizes: Mapping[Any, Any]

    def evaluate(self, digits: int) -> list[Any]:
        """Each expression's value; None where it is undefined."""
        results: list[Any] = []
        with mpmath.workdps(digits):
            arguments = [mpmath.mpmathify(sp.N(v, digits + 10)) for v in self.values]
            for function in self.functions:
                try:
                    value = mpmath.mpmathify(function(*arguments))
                except (ZeroDivisionError, ValueError, OverflowError):
                    value = mpmath.nan
                results.append(value if mpmath.isfinite(value) else None)
        return results

    def __str__(self) -> str:
        pairs = [*self.sizes.items(), *zip(self.names, self.values, strict=True)]
        shown = ", ".join(f"{name} = {value}" for name, value in pairs[:8])
        return (shown or "every point") + (", …" if len(pairs) > 8 else "")


def _function(arguments: Sequence[Expr], expression: Expr) -> Callable[..., Any]:
    """Return the expression as a function of mpmath numbers."""
    unevaluated = (sp.Sum, sp.Product, sp.Integral, sp.Derivative, sp.Limit, AppliedUndef)
    if expression.has(*unevaluated):
        raise DerivationError(f"cannot be evaluated: {expression}")
    try:
        function: Callable[..., Any] = sp.lambdify(arguments, expression, "mpmath")
    except (KeyError, NotImplementedError) as error:  # a function unknown to the printer
        raise DerivationError(f"cannot be evaluated: {expression}") from error
    return function


def _points(expressions: Sequence[Expr], where: Domain, count: int) -> Iterator[_Point]:
    """Points of the domain, the same in every run."""
    rng = random.Random(20240229)
    sizes = _sizes(expressions)
    rounds = len(SIZES) if sizes else 1
    for j in range(rounds):
        chosen = {
            s: sp.Integer(SIZES[j])
            if s not in where and satisfies(sp.Integer(SIZES[j]), s)
            else _draw(s, where.get(s), rng)
            for s in sizes
        }
        concrete = [_concrete(e, chosen) for e in expressions]
        elements = sorted(
            set().union(*(e.atoms(sp.Indexed) for e in concrete)), key=sp.default_sort_key
        )
        as_symbols = {e: sp.Dummy("x", **e.assumptions0) for e in elements}
        concrete = [e.xreplace(as_symbols) for e in concrete]
        symbols = sorted(
            set().union(*(e.free_symbols for e in concrete)) - set(as_symbols.values()),
            key=sp.default_sort_key,
        )
        names = (*elements, *symbols)
        arguments = [*as_symbols.values(), *symbols]
        functions = tuple(_function(arguments, e) for e in concrete)
        domains = [where.get(getattr(name, "base", name)) for name in names]
        for _ in range(count // rounds if names else 1):
            values = tuple(
                _draw(x, domain, rng) for x, domain in zip(arguments, domains, strict=True)
            )
            yield _Point(names, values, functions, chosen)


def confront(
    left: Expr, right: Expr, relation: Relation, where: Domain, count: int, partial: bool
) -> int:
    """Compare the two sides at points of the domain; the number of points, or an error.

    Points at which both sides are undefined are passed over; with `partial` also those at which
    only one is.
    """
    statement = f"{left} {relation} {right}"
    compared = 0
    for point in _points([left, right], where, count):
        for digits in (DIGITS, RETRY):
            a, b = point.evaluate(digits)
            if a is None or b is None:
                if digits == DIGITS:
                    continue  # perhaps only a division by a difference that was rounded to zero
                if partial or (a is None and b is None):
                    break
                side = "left" if a is None else "right"
                raise DerivationError(f"false: {statement}\nat {point} the {side} is undefined")
            scale, gap = max(abs(a), abs(b)), abs(a - b)
            # Below 1e-320 at 400 digits two numbers count as equal: nothing but cancellation.
            equal = gap <= scale * mpmath.mpf(10) ** -AGREEMENT or (
                digits == RETRY and gap <= mpmath.mpf(10) ** (-4 * RETRY // 5)
            )
            if relation in (">", ">="):
                if abs(mpmath.im(a - b)) > scale * mpmath.mpf(10) ** -AGREEMENT:
                    raise DerivationError(f"not real: {statement}\nat {point}")
                larger = mpmath.re(a - b) > 0 and not equal
                holds = larger or (equal and relation == ">=")
            else:
                holds = equal if relation == "=" else not equal
            if holds:
                compared += 1
                break
        else:
            values = f"left {mpmath.nstr(a, 12)}, right {mpmath.nstr(b, 12)}"
            near = ", which agree to 12 digits but not further" if _look_equal(a, b) else ""
            raise DerivationError(f"false: {statement}\nat {point}: {values}{near}")
    if compared == 0:
        raise DerivationError(f"defined at no point of the domain that was tried: {statement}")
    return compared


def _look_equal(a: Any, b: Any) -> bool:
    return bool(a != b and mpmath.nstr(a, 12) == mpmath.nstr(b, 12))
