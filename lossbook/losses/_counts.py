"""Losses of counts and positive amounts: deviances, and errors of logarithms."""

from __future__ import annotations

from math import factorial, frexp, inf
from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    ABOVE_MINUS_ONE,
    NON_NEGATIVE,
    POSITIVE,
    REAL,
    Arguments,
    Domain,
    Kernel,
    Reduction,
    link,
    number,
)
from lossbook.engine import KernelArray as Array

# --- logarithms ----------------------------------------------------------------------------


def _log_error(xp: Any, y: Array, p: Array) -> Array:
    # ln(1 + ŷ) − ln(1 + y) from the difference ŷ − y: the sums 1 + ŷ and 1 + y
    # lose its digits.
    gap = (p - y) / (1 + xp.minimum(y, p))
    size = xp.where(xp.isinf(gap), xp.abs(xp.log1p(p) - xp.log1p(y)), xp.log1p(xp.abs(gap)))
    return xp.sign(gap) * size


def _squared_log_error(xp: Any, y: Array, p: Array) -> Array:
    return _log_error(xp, y, p) ** 2


def _squared_log_error_slope(xp: Any, y: Array, p: Array) -> Array:
    return 2 * _log_error(xp, y, p) / (1 + p)


def _squared_log_error_curvature(xp: Any, y: Array, p: Array) -> Array:
    return 2 * (1 - _log_error(xp, y, p)) / (1 + p) / (1 + p)


@loss(
    Kernel(
        _squared_log_error,
        _squared_log_error_slope,
        _squared_log_error_curvature,
        "counts.mean_squared_logarithmic_error",
        y_true=ABOVE_MINUS_ONE,
        y_pred=ABOVE_MINUS_ONE,
        root=_log_error,
    )
)
def mean_squared_logarithmic_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Squared error of logarithms (MSLE).

    .. math:: \ell(y, \hat y) = \bigl(\ln(1 + \hat y) - \ln(1 + y)\bigr)^2

    The squared error of ln(1 + y): an error of a factor costs about the same at every size. Its
    best constant is exp(E ln(1 + Y)) − 1, at most the mean. Not convex: beyond
    ln(1 + ŷ) = 1 + ln(1 + y) it bends the other way.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, both > −1, as pure numbers: the 1 is in the unit of the data.

    Examples
    --------
    >>> from math import e
    >>> from lossbook import mean_squared_logarithmic_error
    >>> mean_squared_logarithmic_error([0.0, 0.0], [e - 1, 0.0])
    0.5
    >>> mean_squared_logarithmic_error(0.0, 2.0**-60) == 2.0**-120
    True
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _log_ratio(xp: Any, a: Array, b: Array) -> Array:
    """Return ln(a/b) of positive numbers, with all digits where they are nearly equal."""
    gap = (a - b) / xp.minimum(a, b)
    size = xp.where(xp.isinf(gap), xp.abs(xp.log(a) - xp.log(b)), xp.log1p(xp.abs(gap)))
    return xp.sign(gap) * size


def _artanh_series(xp: Any, a: Array, b: Array) -> tuple[Array, Array]:
    """Return v = (a − b)/(a + b) and v²/3 + v⁴/5 + …: ln(a/b) is 2v times 1 more than that.

    The series has converged where |v| < ½.
    """
    large = xp.maximum(a, b)
    v = (a - b) / large / (1 + xp.minimum(a, b) / large)  # a + b might overflow
    square = xp.minimum(v * v, 0.25)
    series = xp.zeros_like(v)
    for k in range(25, 0, -1):
        series = square * (series + 1 / (2 * k + 1))
    return v, series


# --- Poisson -------------------------------------------------------------------------------


def _poisson(xp: Any, y: Array, m: Array) -> Array:
    # y ln(y/μ) and y − μ cancel near y = μ. There ln(y/μ) = 2 artanh v, and
    # what is left of its first term is v(y − μ).
    v, series = _artanh_series(xp, y, m)
    near = v * ((y - m) + 2 * y * series)
    far = y * _log_ratio(xp, y, m) - (y - m)
    far = xp.where(xp.isinf(y - m), xp.abs(y - m), far)  # not inf − inf
    return 2 * xp.where(y == 0, m, xp.where(xp.abs(v) < 0.5, near, far))


def _poisson_slope(xp: Any, y: Array, m: Array) -> Array:
    return 2 * xp.where((y == 0) & (m >= 0), 1.0, (m - y) / m)


def _poisson_curvature(xp: Any, y: Array, m: Array) -> Array:
    return 2 * xp.where((y == 0) & (m >= 0), 0.0, y / m / m)


# --- gamma ---------------------------------------------------------------------------------


def _gamma(xp: Any, y: Array, m: Array) -> Array:
    # y/μ − 1 − ln(y/μ), near y = μ as the Poisson deviance.
    v, series = _artanh_series(xp, y, m)
    near = v * ((y - m) / m - 2 * series)
    far = (y - m) / m - _log_ratio(xp, y, m)
    far = xp.where(xp.isinf(y - m), xp.abs(y - m), far)  # not inf − inf
    return 2 * xp.where(xp.abs(v) < 0.5, near, far)


def _gamma_slope(xp: Any, y: Array, m: Array) -> Array:
    return 2 * ((m - y) / m) / m


def _gamma_curvature(xp: Any, y: Array, m: Array) -> Array:
    return 2 * (2 * (y / m) - 1) / m / m


# --- Tweedie -------------------------------------------------------------------------------
#
# With a = 1 − p and b = 2 − p, p the power, and L = ln(y/μ), half the deviance
# is
#
#     ∫ (y − t) t⁻ᵖ dt from μ to y  =  μᵇ L² exp[0, L, bL],
#
# exp[…] being a divided difference of the exponential function. It has no
# other singularity at p = 1 and p = 2 than that two of its nodes meet.


def _nodes(b: float) -> tuple[float, float]:
    """Return how far apart the outer two of 0, 1, b lie, and where between them the third does.

    That is a share of the way from the outer node nearer to 0: it is 1 less this share seen from
    the other end.
    """
    span = max(1.0, abs(b), abs(b - 1))
    return span, b if 0 <= b <= 1 else 1 / b if b > 1 else b / (b - 1)


def _series(xp: Any, z: Array, share: float) -> Array:
    """Return exp[0, share·z, z] for z in [0, 2], a sum of positive terms."""
    coefficients, sum_of_powers = [], 0.0
    for k in range(24):
        sum_of_powers = 1 + share * sum_of_powers
        coefficients.append(sum_of_powers / factorial(k + 2))
    series = xp.zeros_like(z)
    for c in reversed(coefficients):
        series = z * series + c
    return series


def _quotient(xp: Any, upper: Array, lower: Array, c: float, L: Array) -> Array:
    """Return (upper − lower)/c, where upper = e^(cL)·lower; for c → 0 that is L·lower."""
    if c == 0:
        return L * lower
    near = xp.abs(c * L) < 1
    growth = xp.expm1(xp.where(near, c * L, 0.0)) / c
    return xp.where(near, lower * growth, (upper - lower) / c)


def _half_deviance(xp: Any, power: float, L: Array, powers: tuple[Array, ...]) -> Array:
    """Return half the deviance of y > 0 from L and the powers μᵇ, yμᵃ, yᵇ and μᵃ(y − μ).

    Where the nodes 0, L, bL lie close together, it is a series, taken from the lowest node;
    elsewhere the difference of the two divided differences that share the widest pair of nodes.
    """
    a, b = 1 - power, 2 - power
    mb, yma, yb, gap = powers
    span, share = _nodes(b)
    z = xp.minimum(span * xp.abs(L), 2.0)
    up, down = _series(xp, z, share), _series(xp, z, 1 - share)
    if b > 1:
        near = xp.where(L > 0, mb * up, yb * down)
        far = (_quotient(xp, yb, yma, a, L) - gap) / b
    elif b >= 0:
        near = xp.where(L > 0, mb * up, yma * down)
        far = _quotient(xp, yb, yma, a, L) - _quotient(xp, yb, mb, b, L)
    else:
        near = xp.where(L > 0, yb * up, yma * down)
        far = (_quotient(xp, yb, mb, b, L) - gap) / a
    near = xp.where(L == 0, 0.0, near * L * L)  # 0 even where the power is infinite
    far = xp.where(xp.isinf(mb + yma + yb), inf, far)  # not inf − inf
    return xp.where(span * xp.abs(L) < 2, near, far)


def _tweedie(xp: Any, y: Array, m: Array, power: float) -> Array:
    if power == 0:
        return (m - y) ** 2
    if power == 1:
        return _poisson(xp, y, m)
    if power == 2:
        return _gamma(xp, y, m)
    a, b = 1 - power, 2 - power
    t = xp.where(y <= 0, m, y)  # nan stays nan
    L = _log_ratio(xp, t, m)
    if power < 0:  # a and b are rounded, which a power of a large number would magnify
        ma = m * m**-power
        mb, yb, yma = m * ma, t * t * t**-power, t * ma
        gap = (t - m) * ma
    else:
        half = m ** (a / 2)  # the whole may under- or overflow where y times it does not
        mb, yb, yma = m**b, t**b, t * half * half if power > 2 else t / m**-a
        gap = xp.where(xp.abs(L) < 1, (t - m) * half * half, yma - mb)
    value = _half_deviance(xp, power, L, (mb, yma, yb, gap))
    if power < 0:
        value = xp.where(y > 0, value, mb / b - xp.where(y == 0, 0.0, y * ma / a))
    elif power < 2:
        value = xp.where(y == 0, mb / b, value)
    return 2 * value


def _tweedie_slope(xp: Any, y: Array, m: Array, power: float) -> Array:
    if power == 1:
        return _poisson_slope(xp, y, m)
    slope = (m - y) * m**-power if power <= 0 else (m - y) / m * m ** (1 - power)
    return 2 * xp.where(m == y, 0.0, slope)  # even where the power is infinite


def _tweedie_curvature(xp: Any, y: Array, m: Array, power: float) -> Array:
    if power == 0:
        return xp.where(xp.isnan(m - y), m - y, 2.0)
    if power == 1:
        return _poisson_curvature(xp, y, m)
    if power < 0:
        near = m**-power * ((1 - power) + power * (y / m))
        half = m ** (-power / 2)  # the whole may underflow where y times it does not
        far = power * y * (half / m) * half
        return 2 * xp.where(xp.abs(power * y) > 2.0**60 * m, far, near)
    return 2 * (power * (y / m) - (power - 1)) * m ** (1 - power) / m


# --- from the logarithm η = ln μ -----------------------------------------------------------


def _exponential(xp: Any, c: float, x: Array) -> Array:
    """Return e^(cx) for a number c. What rounding takes from cx, e would magnify."""
    if c == 0:
        return xp.ones_like(x)
    if abs(frexp(c)[0]) == 0.5:  # a power of two: nothing is rounded
        return xp.exp(c * x)
    head = round(c * 2.0**10) / 2.0**10  # of so few bits that head·whole is exact
    whole = xp.where(xp.isinf(x), 0.0, xp.floor(x))
    rest = xp.where(xp.isinf(x), c * x, head * (x - whole) + (c - head) * x)
    return xp.exp(head * whole) * xp.exp(rest)


def _log_powers(xp: Any, eta: Array, power: float) -> tuple[Array, Array]:
    """Return μᵃ and μᵇ."""
    if power < 0:  # a and b are rounded
        m = xp.exp(eta)
        ma = m * _exponential(xp, -power, eta)
        return ma, m * ma
    return _exponential(xp, 1 - power, eta), _exponential(xp, 2 - power, eta)


def _log_above(xp: Any, y: Array, eta: Array) -> Array:
    """Return L = ln y − η: where η is not small, e^η says more of it than ln y does."""
    L = xp.log(y) - eta
    m, half = xp.exp(eta), xp.exp(-eta / 2)  # whose square may overflow where y times it does not
    fine = xp.where(xp.abs(L) < 0.5, xp.log1p((y - m) / m), xp.log(y * half * half))
    return xp.where((xp.abs(eta) > 0.5) & (xp.abs(L) < 80), fine, L)


def _tweedie_log(xp: Any, y: Array, eta: Array, power: float) -> Array:
    a, b = 1 - power, 2 - power
    ma, mb = _log_powers(xp, eta, power)
    t = xp.where(y <= 0, 1.0, y)  # nan stays nan
    yb = t * t * t**-power if power < 0 else t**b
    yma = t * ma
    L = _log_above(xp, t, eta)
    near = xp.abs(L) < 1
    gap = xp.where(near, mb * xp.expm1(xp.where(near, L, 0.0)), yma - mb)
    value = _half_deviance(xp, power, L, (mb, yma, yb, gap))
    if power <= 0:
        constant = y * y / 2 if power == 0 else 0.0
        other = mb / b - xp.where(y == 0, 0.0, y * ma / a) + constant
        value = xp.where(y > 0, value, other)
    elif power < 2:
        value = xp.where(y == 0, mb / b, value)
    return 2 * value


def _tweedie_log_slope(xp: Any, y: Array, eta: Array, power: float) -> Array:
    # μᵇ − yμᵃ = μᵇ(1 − e^L), which keeps its digits near y = μ
    ma, mb = _log_powers(xp, eta, power)
    L = _log_above(xp, xp.where(y <= 0, 1.0, y), eta)
    near = (y > 0) & (xp.abs(L) < 1)
    far = mb - xp.where(y == 0, 0.0, y * ma)
    far = xp.where((y > 0) & xp.isinf(mb), -xp.sign(L) * inf, far)  # not inf − inf
    return 2 * xp.where(near, -mb * xp.expm1(xp.where(near, L, 0.0)), far)


def _tweedie_log_curvature(xp: Any, y: Array, eta: Array, power: float) -> Array:
    a, b = 1 - power, 2 - power
    ma, mb = _log_powers(xp, eta, power)
    up = b * mb if b else xp.zeros_like(mb)
    down = xp.where(a * y == 0, 0.0, a * y * ma)
    L = _log_above(xp, xp.where(y <= 0, 1.0, y), eta)
    far = xp.sign(b - a * xp.exp(L)) * inf  # not inf − inf
    return 2 * xp.where(xp.isinf(up) & (up == down), far, up - down)


def _poisson_log(xp: Any, y: Array, eta: Array) -> Array:
    return _tweedie_log(xp, y, eta, 1.0)


def _poisson_log_slope(xp: Any, y: Array, eta: Array) -> Array:
    return _tweedie_log_slope(xp, y, eta, 1.0)


def _poisson_log_curvature(xp: Any, y: Array, eta: Array) -> Array:
    return xp.where(xp.isnan(y), y, 2 * xp.exp(eta))


def _gamma_log(xp: Any, y: Array, eta: Array) -> Array:
    return _tweedie_log(xp, y, eta, 2.0)


def _gamma_log_slope(xp: Any, y: Array, eta: Array) -> Array:
    return _tweedie_log_slope(xp, y, eta, 2.0)


def _gamma_log_curvature(xp: Any, y: Array, eta: Array) -> Array:
    return _tweedie_log_curvature(xp, y, eta, 2.0)


# --- the losses ----------------------------------------------------------------------------


@loss(
    Kernel(
        _poisson,
        _poisson_slope,
        _poisson_curvature,
        "counts.poisson",
        y_true=NON_NEGATIVE,
        y_pred=NON_NEGATIVE,
    ),
    from_log=Kernel(
        _poisson_log,
        _poisson_log_slope,
        _poisson_log_curvature,
        "counts.poisson_log",
        y_true=NON_NEGATIVE,
        y_pred=REAL,
    ),
)
def poisson_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_log: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Poisson deviance.

    .. math:: \ell(y, \mu) = 2\Bigl(y \ln\frac{y}{\mu} - y + \mu\Bigr)

    Twice the negative log-likelihood of a Poisson variable with mean μ, less that of μ = y [1]_:
    never negative, 0 only at μ = y. Its best constant is the mean. By η = ln μ the gradient is
    2(μ − y).

    Parameters
    ----------
    y_true : array_like
        Counts or amounts y ≥ 0; they need not be whole. 0·ln 0 = 0.
    y_pred : array_like of the same shape
        Means μ ≥ 0. μ = 0 is inf where y > 0. With `from_log` their logarithms η, real numbers.
    from_log : bool
        Whether `y_pred` holds ln μ.

    References
    ----------
    .. [1] P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 2nd ed., Chapman and Hall,
       1989, section 2.3.

    Examples
    --------
    >>> from lossbook import poisson_deviance
    >>> poisson_deviance([0, 2], [2.0, 2.0], reduction="none")
    array([4., 0.])
    >>> poisson_deviance(1, 1 + 2.0**-30)
    8.673617374498745e-19
    >>> poisson_deviance.gradient(3, 0.0, from_log=True)
    array(-4.)
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, link=link("from_log", from_log))


@loss(
    Kernel(
        _gamma,
        _gamma_slope,
        _gamma_curvature,
        "counts.gamma",
        y_true=POSITIVE,
        y_pred=POSITIVE,
    ),
    from_log=Kernel(
        _gamma_log,
        _gamma_log_slope,
        _gamma_log_curvature,
        "counts.gamma_log",
        y_true=POSITIVE,
        y_pred=REAL,
    ),
)
def gamma_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_log: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Gamma deviance.

    .. math:: \ell(y, \mu) = 2\Bigl(\ln\frac{\mu}{y} + \frac{y}{\mu} - 1\Bigr)

    Twice the negative log-likelihood of a gamma variable with mean μ and shape 1, less that of
    μ = y [1]_. It depends on y/μ only, so it is the same in every unit. Its best constant is the
    mean. Convex in η = ln μ; in μ only below 2y.

    Parameters
    ----------
    y_true : array_like
        Amounts y > 0.
    y_pred : array_like of the same shape
        Means μ > 0, in the unit of `y_true`. With `from_log` their logarithms η, real numbers.
    from_log : bool
        Whether `y_pred` holds ln μ.

    References
    ----------
    .. [1] P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 2nd ed., Chapman and Hall,
       1989, section 8.3.

    Examples
    --------
    >>> from lossbook import gamma_deviance
    >>> print(f"{gamma_deviance(2.0, 3.0):.12f}")
    0.144263549550
    >>> gamma_deviance.gradient([1.0, 4.0], [2.0, 2.0], reduction="sum")
    array([ 0.5, -1. ])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, link=link("from_log", from_log))


def _power(power: float) -> float:
    """Return the power as a float; ValueError where there is no Tweedie distribution."""
    exponent = number("power", power)
    if not abs(exponent) < inf or 0 < exponent < 1:
        raise ValueError(
            f"power: {power!r}; expected a finite number of at most 0 or at least 1: "
            "no distribution has a variance that grows with a power between"
        )
    return exponent


def _domains(power: float) -> tuple[Domain, Domain]:
    """Return what truth and mean may be at this power."""
    if power <= 0:
        return REAL, REAL if power == 0 else POSITIVE
    if power < 2:
        return NON_NEGATIVE, NON_NEGATIVE if power == 1 else POSITIVE
    return POSITIVE, POSITIVE


@loss(
    Kernel(
        _tweedie,
        _tweedie_slope,
        _tweedie_curvature,
        "counts.tweedie",
        y_true=NON_NEGATIVE,
        y_pred=POSITIVE,
    ),
    from_log=Kernel(
        _tweedie_log,
        _tweedie_log_slope,
        _tweedie_log_curvature,
        "counts.tweedie_log",
        y_true=NON_NEGATIVE,
        y_pred=REAL,
    ),
)
def tweedie_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    power: float = 1.5,
    from_log: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Tweedie deviance.

    .. math::
        \ell(y, \mu) = 2\left(\frac{\max(y, 0)^{2-\xi}}{(1-\xi)(2-\xi)}
            - \frac{y\,\mu^{1-\xi}}{1-\xi} + \frac{\mu^{2-\xi}}{2-\xi}\right)

    Twice the negative log-likelihood of a Tweedie variable with mean μ and variance μ^ξ, less that
    of μ = y [1]_. The power ξ = 0 is the squared error, 1 the Poisson deviance and 2 the gamma
    deviance, by continuity; between 1 and 2 lie sums of a Poisson number of gamma amounts, which
    are 0 with positive probability. Its best constant is the mean, for every power.

    Parameters
    ----------
    y_true : array_like
        Amounts: any real number for `power` ≤ 0, y ≥ 0 for 1 ≤ `power` < 2, else y > 0.
    y_pred : array_like of the same shape
        Means μ > 0, in the unit of `y_true` (for `power` 1 also 0, for 0 any number). With
        `from_log` their logarithms η, real numbers.
    power : float
        ξ, finite, ≤ 0 or ≥ 1: how the variance grows with the mean.
    from_log : bool
        Whether `y_pred` holds ln μ.

    References
    ----------
    .. [1] B. Jørgensen, "Exponential dispersion models", Journal of the Royal Statistical
       Society B 49 (1987), 127–162.

    Examples
    --------
    >>> from lossbook import tweedie_deviance
    >>> print(f"{tweedie_deviance(2.0, 3.0):.12f}")
    0.233296884808
    >>> tweedie_deviance(0.0, 4.0) == 4 * 4.0**0.5
    True
    >>> tweedie_deviance([2.0, 4.0], [3.0, 4.0], power=0)
    0.5
    """
    power = _power(power)
    chosen = link("from_log", from_log)
    truth, mean = _domains(power)
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        link=chosen,
        domains=(truth, REAL if chosen else mean),
        power=power,
    )
