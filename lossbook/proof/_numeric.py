"""Numeric checks: two sides compared in high precision at points of their domain."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import mpmath
import sympy as sp
from sympy.core.relational import Relational

from lossbook.proof._compiled import Compiled
from lossbook.proof._domains import cover, satisfies
from lossbook.proof._loops import LOOPS
from lossbook.proof._statement import DerivationError, Domain, Expr, Relation

DIGITS = 60  # working precision of the numeric comparison
RETRY = 400  # working precision when cancellation may have eaten the first one
CHECKS = 40  # points with which a symbolic verdict is confronted
POINTS = 240  # points of a numeric proof
SIZES = (1, 2, 3, 5, 0)  # values tried for a symbolic number of terms: small ones let terms cancel
OTHER_SIZES = (8, 17, -1, -4)  # and now and then
LONG = 101  # and one more where no sum stands within a sum

_SPECIAL = [sp.Rational(x) for x in ("1", "2", "1/2", "-1", "0", "-1/2", "3", "-2")]
_MODERATE = [sp.Rational(x) for x in ("1", "2", "1/2", "3", "1/4", "2/3", "-1", "-2/3", "-2")]
_MAX_SOLVED = 40  # operations of an expression whose zeros are asked for


def _critical(expressions: Sequence[Expr]) -> list[tuple[Expr, Expr]]:
    """Return symbols with values at which the expressions themselves suggest an exception.

    There a denominator, a condition or the argument of a kink or a logarithm is zero. The value
    may be irrational, and may depend on other symbols.
    """
    turning: set[Expr] = set()
    for e in itertools.chain.from_iterable(map(sp.preorder_traversal, expressions)):
        if isinstance(e, Relational):
            turning.add(e.lhs - e.rhs)
        elif isinstance(e, sp.Max | sp.Min):
            turning.update(a - b for a, b in itertools.combinations(e.args, 2))
        elif isinstance(e, sp.Pow | sp.Abs | sp.sign | sp.Heaviside | sp.log):
            turning.add(e.args[0])
    free = set().union(*(e.free_symbols for e in expressions))
    found: dict[tuple[Expr, Expr], None] = {}
    for g in sorted(turning, key=sp.default_sort_key):
        if g.is_number or g.has(*LOOPS, sp.Indexed, sp.Piecewise):
            continue
        for symbol in sorted(g.free_symbols & free, key=sp.default_sort_key):
            found.update({(symbol, value): None for value in zeros(g, symbol)})
    return list(found)


def zeros(g: Expr, symbol: Expr) -> list[Expr]:
    """Return zeros of an expression in one of its symbols, as far as they are easily found."""
    if g.count_ops() > _MAX_SOLVED:
        return []
    values: list[Expr] = []
    for factor in sp.Mul.make_args(sp.factor(g)):
        base = factor.base if isinstance(factor, sp.Pow) else factor
        if not base.has(symbol):
            continue
        if base.is_polynomial(symbol):
            degree = sp.degree(base, symbol)
            if degree <= 2:
                values += sp.roots(base, symbol)
            elif base.free_symbols == {symbol} and all(
                c.is_Rational for c in sp.Poly(base, symbol).coeffs()
            ):
                values += [r for r in sp.real_roots(base) if not r.has(sp.CRootOf)]
        elif isinstance(base, sp.Add) and len(base.args) == 2:
            values += _inverted(base, symbol)
    return values


def _inverted(g: Expr, symbol: Expr) -> list[Expr]:
    """Solve c·f(a·x + b) + d = 0 for f = exp, log or a power."""
    constant, varying = g.as_independent(symbol, as_Add=True)
    factor, f = varying.as_independent(symbol, as_Add=False)
    level = -constant / factor
    if isinstance(f, sp.exp) and level.is_nonzero:
        inner, wanted = f.args[0], sp.log(level)
    elif isinstance(f, sp.log):
        inner, wanted = f.args[0], sp.exp(level)
    elif isinstance(f, sp.Pow) and f.exp.is_Rational:
        inner, wanted = f.base, level ** (1 / f.exp)
    elif isinstance(f, sp.Pow) and f.base.is_positive and level.is_positive and f.exp.is_nonzero:
        if f.exp.has(symbol) or not f.exp.is_real:
            return []
        inner, wanted = f.base, level ** (1 / f.exp)
    else:
        return []
    gap = inner - wanted
    return list(sp.roots(gap, symbol)) if gap.is_polynomial(symbol) else []


def _special(expressions: Sequence[Expr], critical: Sequence[tuple[Expr, Expr]]) -> list[Expr]:
    """Return numbers at which, or near which, the expressions may behave otherwise."""
    known = {value for _, value in critical if value.is_number and value.is_real}
    named: set[Expr] = set()
    for e in itertools.chain.from_iterable(map(sp.preorder_traversal, expressions)):
        if e.is_Rational:
            named.update(s * e + d for s in (1, -1) for d in (0, 1, -1, e, -e / 2))
        elif e.is_number and e.is_real and e.is_finite and e.count_ops() < _MAX_SOLVED:
            named.update((e, -e, 2 * e, e / 2, e + 1))
    key = sp.default_sort_key
    return sorted(known, key=key) + sorted(named - known - set(_SPECIAL), key=key)


def _number(rng: random.Random) -> Expr:
    """Draw a rational between 2^-26 and 2^6, its logarithm spread evenly."""
    return sp.Rational(rng.randint(1, 2**20), 2 ** rng.randint(14, 26))


def _candidate(symbol: Expr, domain: Any, special: Sequence[Expr], rng: random.Random) -> Expr:
    if isinstance(domain, sp.FiniteSet):
        return rng.choice(sorted(domain, key=sp.default_sort_key))
    if rng.random() < 0.4:
        return rng.choice(_SPECIAL)
    if special and rng.random() < 0.4:
        return rng.choice(special)
    if symbol.is_integer or (domain is not None and domain.is_subset(sp.S.Integers)):
        return sp.Integer(rng.randint(-6, 9))
    if (
        isinstance(domain, sp.Interval)
        and (found := cover(domain, lambda _: _number(rng))) is not None
    ):
        return rng.choice(found + 3 * found[:1])
    value = rng.choice([1, -1]) * _number(rng)
    if symbol.is_extended_real is None and domain is None and rng.random() < 0.5:
        value += sp.I * rng.choice([1, -1]) * _number(rng)
    return value


def _allowed(value: Expr, symbol: Expr, domain: Any) -> bool:
    if not value.is_finite or (isinstance(domain, sp.Interval) and not value.is_real):
        return False
    if isinstance(domain, sp.Interval) and value not in (domain.start, domain.end):
        inside = (domain.start < value) & (value < domain.end)  # much faster than `contains`
    else:
        inside = domain is None or domain.contains(value)
    return inside == sp.true and satisfies(value, symbol)


def _draw(symbol: Expr, domain: Any, special: Sequence[Expr], rng: random.Random) -> Expr:
    for _ in range(500):
        value = _candidate(symbol, domain, special, rng)
        if _allowed(value, symbol, domain):
            return value
    raise DerivationError(f"no value found for {symbol} in its domain")


def _sizes(expressions: Sequence[Expr]) -> list[Expr]:
    """Free symbols that say how many terms a sum has, or which element of an array is meant."""
    found: set[Expr] = set()
    for expression in expressions:
        for e in expression.atoms(*LOOPS):
            for limit in e.limits:
                found.update(*(b.free_symbols for b in limit[1:]))
        for e in expression.atoms(sp.Indexed):
            found.update(*(b.free_symbols for b in e.indices))
    free = set().union(*(e.free_symbols for e in expressions))
    return sorted(found & free, key=sp.default_sort_key)


def _rounded(value: Expr) -> Any:
    if value.is_Rational:  # rounded as the same number is in the expression, which may ask x = 1/3
        return mpmath.mpf(int(value.p)) / mpmath.mpf(int(value.q))
    return +mpmath.mpmathify(sp.N(value, mpmath.mp.dps + 10))  # + rounds, as the compiled code does


class Point:
    """Values of symbols and array elements. An element is drawn when it is first asked for."""

    def __init__(self, values: Mapping[Expr, Expr], draw: Callable[[Expr], Expr]) -> None:
        self.values = dict(values)
        self._elements: dict[tuple[Expr, tuple[int, ...]], Expr] = {}
        self._draw = draw

    def _argument(self, name: Expr) -> Any:
        if isinstance(name, sp.IndexedBase):
            return lambda *indices: self._element(name, tuple(map(int, indices)))
        if name not in self.values:
            self.values[name] = self._draw(name)
        return _rounded(self.values[name])

    def _element(self, array: Expr, indices: tuple[int, ...]) -> Any:
        if (array, indices) not in self._elements:
            self._elements[array, indices] = self._draw(array)
        return _rounded(self._elements[array, indices])

    def arguments(self, function: Compiled, *, besides: Expr = None) -> dict[Expr, Any]:
        """Return what the function needs, to the precision in force."""
        return {x: self._argument(x) for x in function.arguments if x != besides}

    def with_value(self, symbol: Expr, value: Expr) -> Point:
        """Return a point that differs in one symbol."""
        other = Point({**self.values, symbol: value}, self._draw)
        other._elements = self._elements
        return other

    def evaluate(self, functions: Sequence[Compiled], digits: int) -> list[Any]:
        """Each function's value; None where it is undefined."""
        with mpmath.workdps(digits):
            return [f(self.arguments(f)) for f in functions]

    def __str__(self) -> str:
        pairs: list[tuple[Expr, Expr]] = list(self.values.items())
        pairs += [(array[indices], value) for (array, indices), value in self._elements.items()]
        shown = ", ".join(f"{name} = {value}" for name, value in pairs[:8])
        return (shown or "every point") + (", …" if len(pairs) > 8 else "")


def points(expressions: Sequence[Expr], where: Domain, count: int) -> Iterator[Point]:
    """Points of the domain, the same in every run."""
    rng = random.Random(20240229)
    critical = _critical(expressions)
    special = _special(expressions, critical)
    sizes = _sizes(expressions)

    def draw(symbol: Expr) -> Expr:
        return _draw(symbol, where.get(symbol), special, rng)

    def size(symbol: Expr) -> Expr:
        fitting = [n for n in possible if satisfies(n, symbol)]
        if not fitting or symbol in where or (not symbol.is_integer and rng.random() < 0.5):
            return draw(symbol)
        return rng.choice([n for n in fitting if n in SIZES or rng.random() < 0.3] or fitting)

    possible = [
        *map(sp.Integer, SIZES + OTHER_SIZES),
        *(v for v in special if v.is_Integer and 0 <= v <= 9),
    ]
    possible += [sp.Integer(LONG)] if _single_loops(expressions) else []
    symbols = set().union(*(e.free_symbols for e in expressions)).difference(sizes)
    named = [
        (s, value)
        for value in special
        for s in sorted(symbols, key=sp.default_sort_key)
        if isinstance(s, sp.Symbol) and _allowed(value, s, where.get(s))
    ]
    named = [*critical, *named]
    for j in range(count if symbols or sizes else 1):
        drawn = {s: size(s) for s in sizes}
        if j < min(len(named), 2 * count // 3):
            symbol, value = named[j]
            others = {s: drawn[s] if s in drawn else draw(s) for s in sorted_free(value)}
            value = value.xreplace(others)
            if _allowed(value, symbol, where.get(symbol)):
                drawn.update({**others, symbol: value})
        yield Point(drawn, draw)


def sorted_free(e: Expr) -> list[Expr]:
    """Return the free symbols in an order that is the same in every run."""
    return sorted(e.free_symbols, key=sp.default_sort_key)


def _single_loops(expressions: Sequence[Expr]) -> bool:
    loops = set().union(*(e.atoms(*LOOPS) for e in expressions))
    return not any(len(e.limits) > 1 or e.function.has(*LOOPS) for e in loops)


def edge_points(expressions: Sequence[Expr], where: Domain, pivots: Sequence[Expr]) -> list[Point]:
    """Return moderate points, and such with one symbol at an edge: an end of its domain, 0, or
    where one of the pivots is zero or two symbols have the same size.
    """  # noqa: D205
    symbols = sorted(
        {s for e in expressions for s in e.free_symbols if isinstance(s, sp.Symbol)},
        key=sp.default_sort_key,
    )
    edges: list[tuple[Expr, Expr]] = []
    for s in symbols:
        domain = where.get(s)
        ends = [domain.start, domain.end] if isinstance(domain, sp.Interval) else []
        ends = list(domain) if isinstance(domain, sp.FiniteSet) else ends
        edges += [(s, v) for v in (*ends, sp.S.Zero, sp.S.One, sp.S.NegativeOne, sp.Integer(7))]
        edges += [(s, v) for g in pivots if g.has(s) for v in zeros(g, s)]
        edges += [(s, sign * t) for t in symbols if t != s for sign in (1, -1)]
    found = list(moderate_points(expressions, where))
    base = found[0]
    for s, value in dict.fromkeys(edges):
        values = {t: v for t, v in base.values.items() if t != s}
        value = value.xreplace(values)
        if value.is_finite and _allowed(value, s, where.get(s)):
            found.append(base.with_value(s, value))
    return found[:_MAX_EDGES]


_MAX_EDGES = 24


def moderate_points(expressions: Sequence[Expr], where: Domain) -> Iterator[Point]:
    """Yield a few points with small numbers of few digits."""
    rng = random.Random(1)

    def draw(symbol: Expr) -> Expr:
        domain = where.get(symbol)
        fitting = [v for v in _MODERATE if _allowed(v, symbol, domain)]
        return rng.choice(fitting) if fitting else _draw(symbol, domain, [], rng)

    symbols = sorted(set().union(*(e.free_symbols for e in expressions)), key=sp.default_sort_key)
    for _ in range(3 if symbols else 1):
        yield Point({s: draw(s) for s in symbols if isinstance(s, sp.Symbol)}, draw)


def confront(
    left: Expr, right: Expr, relation: Relation, where: Domain, count: int, partial: bool
) -> int:
    """Compare the two sides at points of the domain; the number of points, or an error.

    Points at which both sides are undefined are passed over; with `partial` also those at which
    only one is.
    """
    statement = f"{left} {relation} {right}"
    sides = (Compiled(left), Compiled(right))
    compared = 0
    for point in points([left, right], where, count):
        for digits in (DIGITS, RETRY):
            a, b = point.evaluate(sides, digits)
            if a is None or b is None:
                if digits == DIGITS:
                    continue  # perhaps only a division by a difference that was rounded to zero
                if partial or (a is None and b is None):
                    break
                side = "left" if a is None else "right"
                raise DerivationError(f"false: {statement}; at {point} the {side} is undefined")
            equal = _agree(a, b, digits) or (digits == RETRY and _cancels(sides, point, a - b))
            if relation in (">", ">="):
                real = _agree(a - b, mpmath.re(a - b), digits)
                if not real and digits == RETRY:
                    raise DerivationError(f"not real: {statement}; at {point}")
                larger = real and mpmath.re(a - b) > 0 and not equal
                holds = larger or (equal and relation == ">=")
            else:
                holds = equal if relation == "=" else not equal
            if holds:
                compared += 1
                break
        else:
            values = f"left {mpmath.nstr(a, 12)}, right {mpmath.nstr(b, 12)}"
            near = (
                ", which agree to 12 digits but not further"
                if not equal and _look_equal(a, b)
                else ""
            )
            raise DerivationError(f"false: {statement}; at {point}: {values}{near}")
    if compared == 0:
        raise DerivationError(f"defined at no point of the domain that was tried: {statement}")
    return compared


def _agree(a: Any, b: Any, digits: int) -> bool:
    """Tell whether two numbers agree to five sixths of the digits they were computed with."""
    with mpmath.workdps(digits):
        return bool(abs(a - b) <= max(abs(a), abs(b)) * mpmath.mpf(10) ** (-5 * digits // 6))


def _cancels(sides: Sequence[Compiled], point: Point, difference: Any) -> bool:
    """Tell whether a difference is nothing but rounding: it shrinks as the precision grows."""
    a, b = point.evaluate(sides, 2 * RETRY)  # defined, as they were at half the precision
    return bool(abs(a - b) <= abs(difference) * mpmath.mpf(10) ** (-RETRY // 2))


def _look_equal(a: Any, b: Any) -> bool:
    return bool(a != b and mpmath.nstr(a, 12) == mpmath.nstr(b, 12))
