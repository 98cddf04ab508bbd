"""Regression losses: functions of the residual e = ŷ − y, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    NON_ZERO,
    REAL,
    Arguments,
    Internal,
    Kernel,
    Reduction,
    open_unit,
    positive,
)
from lossbook.engine import KernelArray as Array


def _error(xp: Any, y: Array, p: Array) -> Array:
    return p - y


def _squared_error(xp: Any, y: Array, p: Array) -> Array:
    return _error(xp, y, p) ** 2


def _squared_error_slope(xp: Any, y: Array, p: Array) -> Array:
    return 2 * (p - y)


def _squared_error_curvature(xp: Any, y: Array, p: Array) -> Array:
    e = p - y
    return xp.where(xp.isnan(e), e, 2.0)


def _straight(xp: Any, y: Array, p: Array) -> Array:
    e = p - y
    # There is no curvature, at the kink neither; nan propagates.
    return xp.where(xp.isnan(e), e, 0.0)


@loss(
    Kernel(
        _squared_error,
        _squared_error_slope,
        _squared_error_curvature,
        "regression.mean_squared_error",
        y_true=REAL,
        y_pred=REAL,
        root=_error,
    )
)
def mean_squared_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Squared error (MSE).

    .. math:: \ell(y, \hat y) = (\hat y - y)^2

    Its best constant is the mean; it is the negative log-likelihood of a Gaussian with fixed
    variance, up to scale and constant [1]_.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit. The loss is in that unit squared.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press, 2016, section 5.5.

    Examples
    --------
    >>> from lossbook import mean_squared_error
    >>> mean_squared_error([1.0, 2.0], [1.5, 4.0])
    2.125
    >>> mean_squared_error.gradient([1.0, 2.0], [1.5, 4.0])
    array([0.5, 2. ])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _scaled_error(xp: Any, y: Array, p: Array, unit: float = 1.0) -> Array:
    # The evaluator chooses a unit in which no square overflows.
    return (p - y) / unit


def _scaled_squared_error(
    xp: Any,
    y: Array,
    p: Array,
    unit: float = 1.0,
) -> Array:
    return _scaled_error(xp, y, p, unit) ** 2


@loss(
    Kernel(
        _scaled_squared_error,
        _squared_error_slope,
        _squared_error_curvature,
        "regression.root_mean_squared_error",
        y_true=REAL,
        y_pred=REAL,
        root=_scaled_error,
    )
)
def root_mean_squared_error(
    y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike | None = None
) -> Arguments:
    r"""Root mean squared error (RMSE).

    .. math:: \sqrt{\tfrac1n \sum_i (\hat y_i - y_i)^2}

    The square root of :obj:`mean_squared_error`, in the unit of the data. It is not an average
    of samples' losses, so it has no `reduction`, and the RMSE of two halves does not average to
    the RMSE of the whole. It has the same minimiser as the MSE. Its gradient at a perfect fit, a
    kink, is 0.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit.

    Examples
    --------
    >>> from lossbook import root_mean_squared_error
    >>> root_mean_squared_error([0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 4.0])
    2.0
    """
    return Arguments(y_true, y_pred, sample_weight, Internal.ROOT_MEAN)


def _absolute_error(xp: Any, y: Array, p: Array) -> Array:
    return xp.abs(p - y)


def _absolute_error_slope(xp: Any, y: Array, p: Array) -> Array:
    return xp.sign(p - y)


@loss(
    Kernel(
        _absolute_error,
        _absolute_error_slope,
        _straight,
        "regression.mean_absolute_error",
        y_true=REAL,
        y_pred=REAL,
    )
)
def mean_absolute_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Absolute error (MAE).

    .. math:: \ell(y, \hat y) = |\hat y - y|

    Its best constant is the median; it is the negative log-likelihood of a Laplace distribution
    with fixed scale, up to scale and constant. At e = 0, a kink, the gradient is 0.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit, which is also the loss's.

    Examples
    --------
    >>> from lossbook import mean_absolute_error
    >>> mean_absolute_error([1.0, 2.0], [1.5, 4.0])
    1.25
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _absolute_percentage_error(xp: Any, y: Array, p: Array) -> Array:
    return xp.abs((p - y) / y)


def _absolute_percentage_error_slope(xp: Any, y: Array, p: Array) -> Array:
    return xp.sign(p - y) / xp.abs(y)


@loss(
    Kernel(
        _absolute_percentage_error,
        _absolute_percentage_error_slope,
        _straight,
        "regression.mean_absolute_percentage_error",
        y_true=NON_ZERO,
        y_pred=REAL,
    )
)
def mean_absolute_percentage_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Absolute percentage error (MAPE), as a fraction.

    .. math:: \ell(y, \hat y) = \frac{|\hat y - y|}{|y|}

    A fraction, not percent: 0.1 is an error of ten percent. Its best constant is the median of
    the distribution with density proportional to f(y)/|y| [1]_, which for positive data is never
    above the median.

    Parameters
    ----------
    y_true : array_like without zeros
        Truth. A sample of weight 0 is out, so its truth may be zero.
    y_pred : array_like of the same shape
        Prediction, in the unit of `y_true`.

    References
    ----------
    .. [1] T. Gneiting, "Making and evaluating point forecasts", Journal of the American
       Statistical Association 106 (2011), 746–762.

    Examples
    --------
    >>> from lossbook import mean_absolute_percentage_error
    >>> mean_absolute_percentage_error([4.0, 8.0], [5.0, 4.0])
    0.375
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _huber(xp: Any, y: Array, p: Array, delta: float) -> Array:
    # a²/2 up to δ, δ(a − δ/2) beyond: b(a − b/2) with b = min(a, δ) is both.
    a = xp.abs(p - y)
    b = xp.minimum(a, delta)
    return b * (a - 0.5 * b)


def _huber_slope(xp: Any, y: Array, p: Array, delta: float) -> Array:
    return xp.clip(p - y, -delta, delta)


def _huber_curvature(xp: Any, y: Array, p: Array, delta: float) -> Array:
    a = xp.abs(p - y)
    # The slope has its kink at δ itself, so that belongs to no piece.
    return xp.where(a < delta, 1.0, xp.where(xp.isnan(a), a, 0.0))


@loss(Kernel(_huber, _huber_slope, _huber_curvature, "regression.huber", y_true=REAL, y_pred=REAL))
def huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Huber loss.

    .. math::
        \ell(y, \hat y) = \begin{cases}
            \tfrac12 e^2 & |e| \le \delta \\
            \delta\,(|e| - \tfrac12\delta) & |e| > \delta
        \end{cases}
        \qquad e = \hat y - y

    Quadratic near 0, linear beyond δ [1]_. For δ → ∞ it tends to e²/2; for δ → 0 it tends to 0,
    and the loss divided by δ tends to |e|.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit. The loss is in that unit squared.
    delta : float
        The residual, in the unit of the data, at which the loss turns linear; finite, > 0.

    References
    ----------
    .. [1] P. J. Huber, "Robust estimation of a location parameter", The Annals of Mathematical
       Statistics 35 (1964), 73–101.

    Examples
    --------
    >>> from lossbook import huber
    >>> huber([0.0, 0.0], [0.5, 3.0], reduction="none")
    array([0.125, 2.5  ])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, delta=positive("delta", delta))


def _log_cosh(xp: Any, y: Array, p: Array) -> Array:
    # cosh a = 1 + (eᵃ − 1)(1 − e⁻ᵃ)/2, and expm1 and log1p keep every digit
    # near 0. Past 20, ln cosh a is a − ln 2 to the last bit, so the rest is
    # added as it is: eᵃ cannot overflow.
    a = xp.abs(p - y)
    b = xp.minimum(a, 20.0)
    return xp.log1p(-xp.expm1(b) * xp.expm1(-b) / 2) + (a - b)


def _log_cosh_slope(xp: Any, y: Array, p: Array) -> Array:
    return xp.tanh(p - y)


def _log_cosh_curvature(xp: Any, y: Array, p: Array) -> Array:
    # 1/cosh² a = 4t/(1 + t)² with t = e⁻²ᵃ ≤ 1, which cannot overflow;
    # 1 − tanh² would cancel.
    t = xp.exp(-2 * xp.abs(p - y))
    return 4 * t / (1 + t) ** 2


@loss(
    Kernel(
        _log_cosh,
        _log_cosh_slope,
        _log_cosh_curvature,
        "regression.log_cosh",
        y_true=REAL,
        y_pred=REAL,
    )
)
def log_cosh(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Log-cosh loss.

    .. math:: \ell(y, \hat y) = \ln\cosh(\hat y - y)

    About e²/2 near 0 and |e| − ln 2 far out, with derivatives of every order. It is the negative
    log-likelihood of a hyperbolic secant distribution, up to a constant.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, as pure numbers: divide data with a unit by a scale first.

    Examples
    --------
    >>> from lossbook import log_cosh
    >>> log_cosh(0.0, 2.0**-30) == 2.0**-61
    True
    >>> log_cosh(0.0, 1000.0)
    999.3068528194401
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _pseudo_huber(xp: Any, y: Array, p: Array, delta: float) -> Array:
    # δ²(√(1 + (a/δ)²) − 1) = aδ·a/(δ + √(a² + δ²)), divided through by the
    # larger of a and δ: nothing cancels near 0 and nothing overflows far out.
    a = xp.abs(p - y)
    small, large = xp.minimum(a, delta), xp.maximum(a, delta)
    return a * (small / (delta / large + xp.sqrt(1 + (small / large) ** 2)))


def _pseudo_huber_slope(xp: Any, y: Array, p: Array, delta: float) -> Array:
    # e/√(1 + (e/δ)²), divided through by the larger of |e| and δ.
    a = xp.abs(p - y)
    small, large = xp.minimum(a, delta), xp.maximum(a, delta)
    return xp.clip(p - y, -delta, delta) / xp.sqrt(1 + (small / large) ** 2)


def _pseudo_huber_curvature(xp: Any, y: Array, p: Array, delta: float) -> Array:
    # 1/√(1 + (e/δ)²)³, divided through by the larger of |e| and δ.
    a = xp.abs(p - y)
    small, large = xp.minimum(a, delta), xp.maximum(a, delta)
    square = 1 + (small / large) ** 2
    return (delta / large) ** 3 / (square * xp.sqrt(square))


@loss(
    Kernel(
        _pseudo_huber,
        _pseudo_huber_slope,
        _pseudo_huber_curvature,
        "regression.pseudo_huber",
        y_true=REAL,
        y_pred=REAL,
    )
)
def pseudo_huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Pseudo-Huber loss.

    .. math:: \ell(y, \hat y) = \delta^2\left(\sqrt{1 + (e/\delta)^2} - 1\right),
        \qquad e = \hat y - y

    About e²/2 near 0 and δ|e| − δ² far out, with derivatives of every order.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit. The loss is in that unit squared.
    delta : float
        The scale, in the unit of the data, at which the loss bends; finite, > 0.

    Examples
    --------
    >>> from lossbook import pseudo_huber
    >>> pseudo_huber(0.0, 4.0, delta=3.0)
    6.0
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, delta=positive("delta", delta))


def _pinball(xp: Any, y: Array, p: Array, quantile: float) -> Array:
    return xp.maximum((1 - quantile) * (p - y), quantile * (y - p))


def _pinball_slope(xp: Any, y: Array, p: Array, quantile: float) -> Array:
    side = xp.sign(p - y)
    return xp.where(side > 0, (1 - quantile) * side, quantile * side)


def _pinball_curvature(xp: Any, y: Array, p: Array, quantile: float) -> Array:
    return _straight(xp, y, p)


@loss(
    Kernel(
        _pinball,
        _pinball_slope,
        _pinball_curvature,
        "regression.pinball",
        y_true=REAL,
        y_pred=REAL,
    )
)
def pinball(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    quantile: float | Sequence[float] = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Pinball loss, also called quantile loss.

    .. math:: \ell(y, \hat y) = \max\bigl(\tau\,(y - \hat y),\; (\tau - 1)\,(y - \hat y)\bigr)

    A prediction too low costs τ a unit, one too high 1 − τ. Its best constant is the τ-quantile
    [1]_; τ = ½ is half the absolute error. At e = 0, a kink, the gradient is 0.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape
        Truth and prediction, in the same unit, which is also the loss's. With several quantiles
        `y_true` is (...) and `y_pred` (..., q), a prediction a quantile.
    quantile : float, or sequence of q floats
        τ, the probability whose quantile is asked for, 0 < τ < 1. Of several each prediction has
        a loss of its own; the mean is that of all.

    References
    ----------
    .. [1] R. Koenker, G. Bassett, "Regression quantiles", Econometrica 46 (1978), 33–50.

    Examples
    --------
    >>> from lossbook import pinball
    >>> pinball([10.0, 10.0], [8.0, 12.0], quantile=0.75, reduction="none")
    array([1.5, 0.5])
    >>> pinball([10.0], [[8.0, 12.0]], quantile=[0.25, 0.75], reduction="none")
    array([[0.5, 0.5]])
    """
    given: Any = quantile
    if isinstance(given, (list, tuple)) or (type(given) is np.ndarray and given.ndim == 1):
        columns = {"quantile": tuple(open_unit("quantile", level) for level in given)}
        return Arguments(y_true, y_pred, sample_weight, reduction, columns=columns)
    return Arguments(
        y_true, y_pred, sample_weight, reduction, quantile=open_unit("quantile", given)
    )
