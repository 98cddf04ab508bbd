"""Integrals, limits and series: what SymPy made of them, held against a numeric value.

A value that the numbers do not confirm at every point tried is refused: a divergent integral
and one that quadrature cannot follow look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import mpmath
import sympy as sp

from lossbook.proof._compiled import Compiled
from lossbook.proof._numeric import edge_points, sorted_free, zeros
from lossbook.proof._statement import DerivationError, Domain, Expr

_DIGITS = 20
_TOLERANCE = mpmath.mpf(10) ** -8
# A range is cut here, or a peak might be missed; two ways of cutting must agree.
_BREAKS = ((-8, -2, -1, 0, 1, 2, 8), (-5, -1.5, -0.25, 0.3, 1.2, 4))
_FAR = (200, 240)  # how far an end at 0 or ∞ is followed, in powers of e
_GRID = 60  # places at which a change of sign is looked for
_SCALES = (2, 4, 8, 16, 32, 64)  # a limit is looked at from 10 to these powers away
_ASIDE = (1, mpmath.mpf("1.37"), mpmath.pi / 2)  # and beside them: sin(πn) is 0 at whole n only
_TERMS = 10  # a series is summed up to 2 to this power, doubling

Kind = Literal["integral", "limit", "series"]


def confirm(
    kind: Kind, inner: Expr, variable: Expr, ends: Sequence[Expr], found: Expr, where: Domain,
    turning: Sequence[Expr] = (), direction: str = "+",
) -> None:  # fmt: skip
    """Raise unless a value found by SymPy agrees with a numeric one at every point tried.

    Parameters
    ----------
    kind : what it is a value of
    inner, variable, ends : integrand, integration variable and two ends; function, variable and
        the place of a limit; summand, index and first term
    found : SymPy's value
    where : the domain of what is free
    turning : expressions that matter where they are zero: kinks and poles of the integrand,
        coefficients of a limit
    direction : of a limit
    """
    given = f"{kind} of {inner}"
    function, claim = Compiled(inner), Compiled(found)
    outer = sp.Tuple(inner, *ends, found)
    free = [s for s in sorted_free(outer) if s != variable]
    pivots = [g for g in turning if not g.has(variable)]
    tried = 0
    for point in edge_points([sp.Tuple(*free), found, *_arrays(inner, variable)], where, pivots):
        digits = 60 if kind == "limit" else _DIGITS
        with mpmath.workdps(digits):
            value = claim(point.arguments(claim))
            if value is None:
                raise DerivationError(
                    f"not shown: SymPy's value {found} of the {given} is undefined at {point}"
                )
            bounds = [_end(end, point) for end in ends]
            others = point.arguments(function, besides=variable)

            def f(x: Any, others: Any = others) -> Any:
                got = function({**others, variable: x})
                if got is None:
                    raise ValueError("undefined")
                return got

            try:
                if kind == "integral":
                    cuts = _cuts(turning, variable, point, bounds[0], bounds[1])
                    plausible = _integral(f, value, bounds[0], bounds[1], cuts)
                elif kind == "limit":
                    plausible = _limit(f, value, bounds[0], direction)
                else:
                    plausible = _series(f, value, bounds[0])
            except (TypeError, ValueError, ZeroDivisionError, OverflowError):
                plausible = False  # undefined somewhere, or without an end
        if not plausible:
            raise DerivationError(
                f"SymPy's value {found} of the {given} is not confirmed; at {point}"
            )
        tried += 1
    if not tried:
        raise DerivationError(f"not confirmed: no point found for the {given}")


def _arrays(inner: Expr, variable: Expr) -> list[Expr]:
    return [e for e in inner.atoms(sp.Indexed) if not e.has(variable)]


def _end(bound: Expr, point: Any) -> Any:
    if bound.is_infinite:
        return mpmath.inf * (1 if bound.is_extended_positive else -1)
    compiled = Compiled(bound)
    value = compiled(point.arguments(compiled))
    if value is None or mpmath.im(value) != 0:
        raise DerivationError(f"the end {bound} is not real at {point}")
    return value


def _cuts(turning: Sequence[Expr], variable: Expr, point: Any, low: Any, high: Any) -> list[Any]:
    """Return where in the range a kink or a pole lies."""
    found: list[Any] = []
    if mpmath.isnan(low) or mpmath.isnan(high):
        return found
    low, high = min(low, high), max(low, high)
    for g in turning:
        if not g.has(variable):
            continue
        values = [mpmath.mpmathify(v) for v in _roots(g, variable, point)]
        values += _sign_changes(g, variable, point, low, high)
        found += [mpmath.re(v) for v in values if abs(mpmath.im(v)) < 1e-30]
    return [v for v in found if low < v < high]


def _roots(g: Expr, variable: Expr, point: Any) -> list[Any]:
    values = []
    for root in zeros(g, variable):
        compiled = Compiled(root)
        value = compiled(point.arguments(compiled))
        if value is not None:
            values.append(value)
    return values


def _sign_changes(g: Expr, variable: Expr, point: Any, low: Any, high: Any) -> list[Any]:
    compiled = Compiled(g)
    others = point.arguments(compiled, besides=variable)

    def at(u: Any) -> tuple[Any, Any]:
        x = _stretched(u, low, high)
        value = compiled({**others, variable: x})
        return x, None if value is None or mpmath.im(value) != 0 else value

    seen = [at(mpmath.mpf(k) / _GRID) for k in range(1, _GRID)]
    found = []
    for (a, fa), (b, fb) in pairwise(seen):
        if fa is None or fb is None or fa * fb >= 0:
            continue
        for _ in range(70):
            middle = (a + b) / 2
            value = compiled({**others, variable: middle})
            if value is None or value == 0:
                a = b = middle
                break
            a, b = (middle, b) if value * fa > 0 else (a, middle)
        found.append((a + b) / 2)
    return found


def _stretched(u: Any, low: Any, high: Any) -> Any:
    """Map (0, 1) onto the range."""
    if mpmath.isinf(low) and mpmath.isinf(high):
        return (2 * u - 1) / (u * (1 - u))
    if mpmath.isinf(high):
        return low + u / (1 - u)
    if mpmath.isinf(low):
        return high - (1 - u) / u
    return low + (high - low) * u


def _integral(f: Callable[[Any], Any], value: Any, low: Any, high: Any, cuts: list[Any]) -> bool:
    if low == high:
        return bool(value == 0)
    first, last = min(low, high), max(low, high)
    sign = 1 if low <= high else -1
    for breaks, far in zip(_BREAKS, _FAR, strict=True):
        inside = sorted({*cuts, *(mpmath.mpf(b) for b in breaks if first < b < last)})
        ends = [first, *inside, last]
        result = sign * mpmath.fsum(_piece(f, c, d, far) for c, d in pairwise(ends))
        if not abs(result - value) <= _TOLERANCE * (1 + abs(value)):
            return False
    return True


def _piece(f: Callable[[Any], Any], low: Any, high: Any, far: int) -> Any:
    """Integrate from end to end; towards 0 and ∞ in the logarithm, where a slow power is fast.

    An integral that diverges there differs with how far it is followed.
    """
    if mpmath.isinf(low) and mpmath.isinf(high):
        return _piece(f, low, -1, far) + _piece(f, -1, 1, far) + _piece(f, 1, high, far)
    scale, direction = None, -1
    if low == 0 or (mpmath.isinf(low) and high < 0):
        scale, direction = high, -1 if low == 0 else 1
    elif high == 0 or (mpmath.isinf(high) and low > 0):
        scale, direction = low, -1 if high == 0 else 1
    if scale is None:
        if mpmath.isinf(low) or mpmath.isinf(high):
            middle = high - abs(high) - 1 if mpmath.isinf(low) else low + abs(low) + 1
            return _piece(f, low, middle, far) + _piece(f, middle, high, far)
        return mpmath.quad(f, [low, high])

    def in_logarithm(t: Any) -> Any:
        x = scale * mpmath.exp(direction * t)
        return f(x) * abs(x)

    return mpmath.quad(in_logarithm, [0, 1, 4, 12, 40, 100, far])


def _limit(f: Callable[[Any], Any], value: Any, at: Any, direction: str) -> bool:
    sides = {"+": (1,), "-": (-1,)}.get(direction, (1, -1))

    def gap(scale: int, aside: Any, side: int) -> Any:
        distance = mpmath.mpf(10) ** scale * aside

        def there() -> Any:
            try:
                return f(mpmath.sign(at) * distance if mpmath.isinf(at) else at + side / distance)
            except ValueError:  # perhaps only a difference that was rounded to zero
                return mpmath.nan

        # Digits are added until two precisions agree: much may cancel that far out.
        with mpmath.workdps(60):
            before = there()
        for digits in (200, 500, 1200):
            with mpmath.workdps(digits):
                now = there()
                if abs(now - before) <= mpmath.mpf(10) ** -12 * (abs(now) + abs(value)):
                    return abs(now - value)
            before = now
        raise ValueError("no digits left")

    for side in sides:
        for aside in _ASIDE:
            gaps = [gap(scale, aside, side) for scale in _SCALES]
            size = 1 + abs(value)
            if gaps[-1] <= _TOLERANCE * size:
                continue
            # Slow, as 1/ln x: it must still shrink in proportion as the scale is doubled.
            if not (gaps[-1] < size / 20 and all(b <= 0.75 * a for a, b in pairwise(gaps[2:]))):
                return False
    return True


def _series(f: Callable[[Any], Any], value: Any, low: Any) -> bool:
    total, sums = mpmath.mpf(0), []
    for k in range(2**_TERMS + 1):
        total += f(low + k)
        if k & (k - 1) == 0 and k >= 4:
            sums.append(total)
    size = 1 + abs(value)
    if abs(sums[-1] - value) <= _TOLERANCE * size:
        return True
    # Aitken's step, twice: partial sums at 4, 8, 16, … whose errors shrink by a steady factor.
    steady = [abs(b - value) <= 0.8 * abs(a - value) for a, b in pairwise(sums[2:])]
    for _ in range(2):
        sums = [
            c - (c - b) ** 2 / (c - 2 * b + a)
            for a, b, c in zip(sums, sums[1:], sums[2:], strict=False)
            if c - 2 * b + a != 0
        ]
    return bool(sums) and all(steady) and bool(abs(sums[-1] - value) <= 1e-5 * size)
