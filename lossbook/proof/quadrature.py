"""Integrals, limits and series: what SymPy made of them, held against a numeric value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from lossbook.proof.compiled import Compiled
from lossbook.proof.numeric import RETRY, moderate_points
from lossbook.proof.statement import DerivationError, Domain, Expr

_BREAKS = (-8, -4, -2, -1, 0, 1, 2, 4, 8)  # a range is cut here, or a peak might be missed
_TOLERANCE = 1e-6
_NEAR, _FAR = mpmath.mpf(10) ** 2, mpmath.mpf(10) ** 20  # how close a limit is looked at


def confirm(given: Expr, found: Expr, where: Domain) -> None:
    """Raise if SymPy's value of an integral, a limit or a series is far from a numeric one.

    Nothing is said where the numeric value is itself uncertain, or over several variables. The
    points are moderate ones: quadrature misses peaks that are narrow or far away.
    """
    if isinstance(given, sp.Limit):
        inner, variable, *ends, direction = given.args
    elif len(given.limits) == 1 and len(given.limits[0]) == 3:
        inner, (variable, *ends) = given.function, given.limits[0]
        direction = None
    else:
        return
    try:
        function, claim = Compiled(inner), Compiled(found)
    except DerivationError:
        return  # the statement is refused for it later
    for point in moderate_points([given], where):
        with mpmath.workdps(RETRY if isinstance(given, sp.Limit) else 15):
            value = claim(point.arguments(claim))
            bounds = [sp.N(end.xreplace(point.values), 60) for end in ends]
            if value is None or not all(b.is_extended_real for b in bounds):
                continue
            others = point.arguments(function, besides=variable)

            def f(x: Any, others: Any = others) -> Any:
                return function({**others, variable: x})

            try:
                if isinstance(given, sp.Integral):
                    plausible = _integral(f, value, *map(_end, bounds))
                elif isinstance(given, sp.Limit):
                    plausible = _limit(f, value, _end(bounds[0]), str(direction))
                else:
                    plausible = _series(f, value, *bounds)
            except (TypeError, ValueError):  # undefined somewhere, or the range has no end
                continue
        if not plausible:
            raise DerivationError(f"SymPy's value {found} of {given} is not confirmed\nat {point}")


def _end(bound: Expr) -> Any:
    return mpmath.mpmathify(bound) if bound.is_finite else mpmath.inf * (1 if bound > 0 else -1)


def _integral(f: Callable[[Any], Any], value: Any, low: Any, high: Any) -> bool:
    first, last = min(low, high), max(low, high)
    cuts = [first, *(b for b in _BREAKS if first < b < last), last]
    result, error = mpmath.quad(f, cuts, error=True)
    result = result if low <= high else -result
    # An infinite or undefined estimate of the error says nothing.
    return not abs(result - value) > 100 * error + _TOLERANCE * (1 + abs(value))


def _approaches(value: Any, near: Any, far: Any) -> bool:
    return bool(abs(far - value) <= abs(near - value) * 0.9 + _TOLERANCE * abs(value))


def _limit(f: Callable[[Any], Any], value: Any, at: Any, direction: str) -> bool:
    def close(distance: Any) -> Any:
        if mpmath.isinf(at):
            return f(mpmath.sign(at) * distance)
        return f(at + (-1 if direction == "-" else 1) / distance)

    return _approaches(value, close(_NEAR), close(_FAR))


def _series(f: Callable[[Any], Any], value: Any, low: Any, high: Any) -> bool:
    if not low.is_Integer or high != sp.oo:
        raise ValueError("no series from a first term on")
    terms = [f(mpmath.mpf(int(low) + k)) for k in range(320)]
    return _approaches(value, mpmath.fsum(terms[:20]), mpmath.fsum(terms))
