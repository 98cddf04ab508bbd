"""Losses of overlap: of two sets, or of the memberships that a model gives."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import MEMBERSHIPS, Arguments, Kernel, Reduction, non_negative, positive
from lossbook.engine import KernelArray as Array

# With I what is hit, and N = αF + βM what is missed,
# 1 − (I + s)/(I + N + s) = N/(I + N + s), in which nothing cancels. I and N
# are linear in every p_i, so (I + s)·N′ − N·I′ does not depend on it: the
# second derivative is −2 times the first, times the growth of the denominator,
# over it.


def _hit_and_missed(
    xp: Any, y: Array, p: Array, alpha: float, beta: float, smooth: float
) -> tuple[Array, Array]:
    """Return I + s and N = αF + βM, each (n, 1)."""
    hit = xp.sum(y * p, axis=-1, keepdims=True)
    false = xp.sum((1 - y) * p, axis=-1, keepdims=True)
    missing = xp.sum(y * (1 - p), axis=-1, keepdims=True)
    return hit + smooth, alpha * false + beta * missing


def _tversky(
    xp: Any,
    y: Array,
    p: Array,
    alpha: float = 0.5,
    beta: float = 0.5,
    smooth: float = 0.0,
) -> Array:
    hit, missed = _hit_and_missed(xp, y, p, alpha, beta, smooth)
    return xp.where(missed == 0, 0.0, missed / (hit + missed))[:, 0]


def _tversky_slope(
    xp: Any, y: Array, p: Array, alpha: float = 0.5, beta: float = 0.5, smooth: float = 0.0
) -> Array:
    hit, missed = _hit_and_missed(xp, y, p, alpha, beta, smooth)
    whole = hit + missed
    slope = (alpha * (1 - y) * (hit / whole) - y * ((beta * hit + missed) / whole)) / whole
    return xp.where(whole == 0, 0.0, slope)


def _tversky_curvature(
    xp: Any, y: Array, p: Array, alpha: float = 0.5, beta: float = 0.5, smooth: float = 0.0
) -> Array:
    hit, missed = _hit_and_missed(xp, y, p, alpha, beta, smooth)
    growth = alpha * (1 - y) + (1 - beta) * y
    slope = _tversky_slope(xp, y, p, alpha, beta, smooth)
    return xp.where(hit + missed == 0, 0.0, -2 * slope * (growth / (hit + missed)))


@loss(
    Kernel(
        _tversky,
        _tversky_slope,
        _tversky_curvature,
        "overlap.tversky",
        y_true=MEMBERSHIPS,
        y_pred=MEMBERSHIPS,
    )
)
def tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    smooth: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Tversky loss: how much two sets do not overlap.

    .. math::
        \ell(y, p) = 1 - \frac{I + s}{I + \alpha F + \beta M + s}, \qquad
        I = \sum_i y_i p_i,\; F = \sum_i (1 - y_i)\,p_i,\; M = \sum_i y_i (1 - p_i)

    A soft form of Tversky's index of similarity [1]_: I is hit, F false, M missing. With
    α = β = ½ it is :obj:`dice`, with α = β = 1 :obj:`jaccard`. A sample is one mask; where both
    sides are empty and s = 0, it costs 0 and has gradient 0.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape (..., n)
        Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
    alpha, beta : float
        What a false and what a missing part costs; finite, > 0.
    smooth : float
        s, finite, ≥ 0: added to both sides of the fraction.
    axis : int
        The axis along which a mask lies.

    References
    ----------
    .. [1] S. S. M. Salehi, D. Erdogmus, A. Gholipour, "Tversky loss function for image
       segmentation using 3D fully convolutional deep networks", Machine Learning in Medical
       Imaging 2017, Lecture Notes in Computer Science 10541, 379–387.

    Examples
    --------
    >>> from lossbook import tversky
    >>> print(f"{tversky([1, 1, 0], [0.8, 0.4, 0.1], alpha=0.3, beta=0.7):.12f}")
    0.329608938547
    >>> tversky([0, 0], [0.0, 0.0])
    0.0
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        alpha=positive("alpha", alpha),
        beta=positive("beta", beta),
        smooth=non_negative("smooth", smooth),
    )


def _dice(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky(xp, y, p, 0.5, 0.5, smooth)


def _dice_slope(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky_slope(xp, y, p, 0.5, 0.5, smooth)


def _dice_curvature(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky_curvature(xp, y, p, 0.5, 0.5, smooth)


@loss(
    Kernel(
        _dice,
        _dice_slope,
        _dice_curvature,
        "overlap.dice",
        y_true=MEMBERSHIPS,
        y_pred=MEMBERSHIPS,
    )
)
def dice(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    smooth: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Dice loss: 1 less the soft Dice coefficient, or F1.

    .. math::
        \ell(y, p) = 1 - \frac{2I + 2s}{\sum_i y_i + \sum_i p_i + 2s}, \qquad I = \sum_i y_i p_i

    :obj:`tversky` with α = β = ½. The sum below is of p, not of p² [1]_. Libraries that write
    (2I + s)/(Σy + Σp + s) have half this s.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape (..., n)
        Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
    smooth : float
        s, finite, ≥ 0.
    axis : int
        The axis along which a mask lies.

    References
    ----------
    .. [1] F. Milletari, N. Navab, S.-A. Ahmadi, "V-Net: fully convolutional neural networks for
       volumetric medical image segmentation", Proceedings of the International Conference on 3D
       Vision 2016, 565–571, has the form with squares.

    Examples
    --------
    >>> from lossbook import dice
    >>> dice([1, 1, 0, 0], [1.0, 0.0, 1.0, 0.0])
    0.5
    """
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, smooth=non_negative("smooth", smooth)
    )


def _jaccard(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky(xp, y, p, 1.0, 1.0, smooth)


def _jaccard_slope(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky_slope(xp, y, p, 1.0, 1.0, smooth)


def _jaccard_curvature(xp: Any, y: Array, p: Array, smooth: float = 0.0) -> Array:
    return _tversky_curvature(xp, y, p, 1.0, 1.0, smooth)


@loss(
    Kernel(
        _jaccard,
        _jaccard_slope,
        _jaccard_curvature,
        "overlap.jaccard",
        y_true=MEMBERSHIPS,
        y_pred=MEMBERSHIPS,
    )
)
def jaccard(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    smooth: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Jaccard loss: 1 less the soft intersection over union (IoU).

    .. math::
        \ell(y, p) = 1 - \frac{I + s}{\sum_i y_i + \sum_i p_i - I + s}, \qquad I = \sum_i y_i p_i

    :obj:`tversky` with α = β = 1. With D the Dice loss and s = 0 it is 2D/(1 + D): the two order
    predictions alike [1]_.

    Parameters
    ----------
    y_true, y_pred : array_like of one shape (..., n)
        Memberships in [0, 1], those of one mask along `axis`; flatten the pixels of an image.
    smooth : float
        s, finite, ≥ 0.
    axis : int
        The axis along which a mask lies.

    References
    ----------
    .. [1] M. A. Rahman, Y. Wang, "Optimizing intersection-over-union in deep neural networks for
       image segmentation", Advances in Visual Computing 2016, Lecture Notes in Computer Science
       10072, 234–244.

    Examples
    --------
    >>> from lossbook import jaccard
    >>> jaccard([1, 1, 0, 0], [1.0, 1.0, 1.0, 1.0])
    0.5
    """
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, smooth=non_negative("smooth", smooth)
    )
