"""Losses of forecasts: expectiles, and densities given by mean and logarithm of the scale."""

from __future__ import annotations

from math import exp, factorial, log, pi, sqrt
from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import GAUSSIAN, REAL, Arguments, Kernel, Reduction, open_unit
from lossbook.engine import KernelArray as Array

# --- expectiles ----------------------------------------------------------------------------


def _expectile(xp: Any, y: Array, p: Array, level: float) -> Array:
    e = p - y
    return xp.where(p > y, (1 - level) * e, level * e) * e


def _expectile_slope(xp: Any, y: Array, p: Array, level: float) -> Array:
    twice = 2 * (p - y)
    return xp.where(p > y, (1 - level) * twice, level * twice)


def _expectile_curvature(xp: Any, y: Array, p: Array, level: float) -> Array:
    e = p - y
    two = xp.where(xp.isnan(e), e, 2.0)
    return xp.where(p > y, (1 - level) * two, level * two)


@loss(
    Kernel(
        _expectile,
        _expectile_slope,
        _expectile_curvature,
        "forecasts.expectile",
        y_true=REAL,
        y_pred=REAL,
    )
)
def expectile(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    level: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Expectile loss: the squared error, one side dearer than the other.

    .. math:: \ell(y, \hat y) = \bigl|\tau - [\hat y > y]\bigr|\,(\hat y - y)^2

    A prediction too low costs τ, one too high 1 − τ times its square. Its best constant is the
    τ-expectile, which weighs the distances to both sides as the τ-quantile weighs the numbers of
    points [1]_; τ = ½ is half the squared error, whose best constant is the mean. At e = 0 the
    second derivative jumps; there it is 2τ.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit. The loss is in that unit squared.
    level : float
        τ, 0 < τ < 1.

    References
    ----------
    .. [1] W. K. Newey, J. L. Powell, "Asymmetric least squares estimation and testing",
       Econometrica 55 (1987), 819–847.

    Examples
    --------
    >>> from lossbook import expectile
    >>> expectile([10.0, 10.0], [8.0, 12.0], level=0.75, reduction="none")
    array([3., 1.])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, level=open_unit("level", level))


# --- Gaussian densities --------------------------------------------------------------------


def _over_scale(xp: Any, x: Array, s: Array) -> Array:
    """Return x/σ, σ = e^s; in two steps, as 1/σ alone may overflow."""
    near = xp.clip(s, -80.0, 80.0)
    nothing = (x == 0) & ~xp.isnan(s)  # also over σ = 0
    return xp.where(nothing, 0.0, x * xp.exp(-near) * xp.exp(near - s))


def _gaussian_nll(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    square = _over_scale(xp, p[:, 0] - y, s) ** 2
    # Where the square is infinite, so is the loss, even if s = −inf.
    return xp.where(xp.isinf(square), square, square / 2 + (s + log(2 * pi) / 2))


def _gaussian_nll_slope(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    u = _over_scale(xp, p[:, 0] - y, s)
    return xp.stack([_over_scale(xp, u, s), (1 - u) * (1 + u)], axis=-1)


def _gaussian_nll_curvature(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    u = _over_scale(xp, p[:, 0] - y, s)
    by_mean = xp.where(xp.isnan(u), u, xp.exp(-2 * s))
    return xp.stack([by_mean, 2 * u * u], axis=-1)


@loss(
    Kernel(
        _gaussian_nll,
        _gaussian_nll_slope,
        _gaussian_nll_curvature,
        "forecasts.gaussian_nll",
        y_true=REAL,
        y_pred=GAUSSIAN,
        signed=True,
    )
)
def gaussian_nll(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Gaussian negative log-likelihood, of a mean and a scale that are both predicted.

    .. math:: \ell(y, (\mu, s)) = \tfrac12 u^2 + s + \tfrac12 \ln 2\pi,
        \qquad u = \frac{y - \mu}{\sigma},\quad \sigma = e^s

    In nats [1]_; negative where the density exceeds 1. It has no lower bound: with μ = y it falls
    without end as σ goes to 0.

    Parameters
    ----------
    y_true : array_like, shape (...)
        Truth.
    y_pred : array_like, shape (..., 2)
        Along `axis` the mean μ, in the unit of `y_true`, and s = ln σ.
    axis : int
        The axis of `y_pred` that holds mean and logarithm of the scale.

    References
    ----------
    .. [1] D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability
       distribution", Proceedings of the IEEE International Conference on Neural Networks 1994,
       55–60.

    Examples
    --------
    >>> from lossbook import gaussian_nll
    >>> gaussian_nll([0.0, 2.0], [[0.0, 0.0], [0.0, 0.0]], reduction="none")
    array([0.91893853, 2.91893853])
    >>> gaussian_nll.gradient([2.0], [[0.0, 0.0]])
    array([[-2., -3.]])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis)


def _erf(xp: Any, x: Array) -> Array:
    """Return erf x, which the array standard lacks.

    Up to 1 by its Taylor series; beyond, 1 − erfc x, of which

        erfc x = (2x/π) e^(−x²) ∫₀^∞ e^(−t²)/(t² + x²) dt.

    The trapezoidal rule with step h takes that integral with an error of
    e^(−(π/h)²), once the pole at t = ix is accounted for.
    """
    size = xp.abs(x)
    small = xp.minimum(size, 1.0)
    square = small * small
    series = xp.zeros_like(small)
    for k in range(18, -1, -1):
        series = square * series + (-1) ** k / (factorial(k) * (2 * k + 1))
    near = 2 / sqrt(pi) * small * series

    large, h = xp.clip(size, 1.0, 7.0), 0.5
    square = large * large
    integral = h / 2 / square
    for k in range(1, 13):
        t2 = (k * h) ** 2
        integral = integral + h * exp(-t2) / (t2 + square)
    pole = 2 / xp.expm1(2 * pi / h * large)
    rest = 2 / pi * large * xp.exp(-square) * integral - pole
    return xp.sign(x) * xp.where(size < 1, near, 1 - rest)


def _peak(xp: Any, u: Array) -> Array:
    """Return 2φ(u) − 1/√π, 0 at u² = ln 2."""
    return xp.expm1((log(2) - u * u) / 2) / sqrt(pi)


def _gaussian_crps(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    e = xp.abs(p[:, 0] - y)
    u = _over_scale(xp, e, s)
    # 2Φ(u) − 1 = erf(u/√2)
    return e * _erf(xp, u / sqrt(2)) + xp.exp(s) * _peak(xp, u)


def _gaussian_crps_slope(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    u = _over_scale(xp, p[:, 0] - y, s)
    return xp.stack([_erf(xp, u / sqrt(2)), xp.exp(s) * _peak(xp, u)], axis=-1)


def _gaussian_crps_curvature(xp: Any, y: Array, p: Array) -> Array:
    s = p[:, 1]
    u = _over_scale(xp, p[:, 0] - y, s)
    root = xp.exp(-u * u / 4)  # of √(2π)·φ(u), which may underflow where its quotient by σ does not
    by_mean = sqrt(2 / pi) * _over_scale(xp, root, s) * root
    capped = xp.minimum(u * u, 3000.0)  # φ(u) is 0 there: not 0·inf
    by_scale = xp.exp(s) * (_peak(xp, u) + sqrt(2 / pi) * capped * xp.exp(-capped / 2))
    return xp.stack([by_mean, by_scale], axis=-1)


@loss(
    Kernel(
        _gaussian_crps,
        _gaussian_crps_slope,
        _gaussian_crps_curvature,
        "forecasts.gaussian_crps",
        y_true=REAL,
        y_pred=GAUSSIAN,
    )
)
def gaussian_crps(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Continuous ranked probability score (CRPS) of a Gaussian forecast.

    .. math:: \ell(y, (\mu, s)) = \sigma\Bigl[u\,(2\Phi(u) - 1) + 2\varphi(u)
            - \frac{1}{\sqrt\pi}\Bigr],
        \qquad u = \frac{y - \mu}{\sigma},\quad \sigma = e^s

    The integral of (F(x) − [x ≥ y])² over x, F being the distribution function of the forecast
    [1]_. For σ → 0 it is |y − μ|, whose unit it has; a far outlier costs its distance and not the
    square of it.

    Parameters
    ----------
    y_true : array_like, shape (...)
        Truth.
    y_pred : array_like, shape (..., 2)
        Along `axis` the mean μ, in the unit of `y_true`, and s = ln σ.
    axis : int
        The axis of `y_pred` that holds mean and logarithm of the scale.

    References
    ----------
    .. [1] T. Gneiting, A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation",
       Journal of the American Statistical Association 102 (2007), 359–378, section 4.2.

    Examples
    --------
    >>> from lossbook import gaussian_crps
    >>> print(f"{gaussian_crps([0.0], [[0.0, 0.0]]):.12f}")
    0.233694977255
    >>> gaussian_crps([5.0], [[2.0, -1000.0]])
    3.0
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis)
