"""Margin losses: the hinge family, on labels and scores."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import LABEL, REAL, SCORES, SIGN, Arguments, Kernel, Reduction, positive
from lossbook.engine import KernelArray as Array


def _hinge(xp: Any, y: Array, f: Array) -> Array:
    return xp.maximum(1 - y * f, 0.0)


def _hinge_slope(xp: Any, y: Array, f: Array) -> Array:
    return 0.0 - y * xp.sign(_hinge(xp, y, f))  # the sign is 1 within the margin, 0 from the kink


def _hinge_curvature(xp: Any, y: Array, f: Array) -> Array:
    return xp.where(xp.isnan(f), f, 0.0)  # straight pieces and a kink; nan propagates


@loss(Kernel(_hinge, _hinge_slope, _hinge_curvature, "margin.hinge", y_true=SIGN, y_pred=REAL))
def hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Hinge loss.

    .. math:: \ell(y, f) = \max(0,\; 1 - y f)

    Zero from a margin y·f of 1 on, not from a correct sign on: y = 1, f = 0.3 costs 0.7. It is
    the loss of the soft-margin support vector machine [1]_. At y·f = 1, the kink, the gradient
    is 0.

    Parameters
    ----------
    y_true : array_like
        Labels, −1 or +1.
    y_pred : array_like of the same shape
        Scores f, real numbers.

    References
    ----------
    .. [1] C. Cortes, V. Vapnik, "Support-vector networks", Machine Learning 20 (1995), 273–297.

    Examples
    --------
    >>> from lossbook import hinge
    >>> hinge([1, 1, -1], [2.0, 0.25, 0.5], reduction="none")
    array([0.  , 0.75, 1.5 ])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _squared_hinge(xp: Any, y: Array, f: Array) -> Array:
    return _hinge(xp, y, f) ** 2


def _squared_hinge_slope(xp: Any, y: Array, f: Array) -> Array:
    return 0.0 - 2 * y * _hinge(xp, y, f)


def _squared_hinge_curvature(xp: Any, y: Array, f: Array) -> Array:
    return 2 * xp.sign(_hinge(xp, y, f))  # 2y² = 2 within the margin, 0 from its end on


@loss(
    Kernel(
        _squared_hinge,
        _squared_hinge_slope,
        _squared_hinge_curvature,
        "margin.squared_hinge",
        y_true=SIGN,
        y_pred=REAL,
        root=_hinge,
    )
)
def squared_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Squared hinge loss.

    .. math:: \ell(y, f) = \max(0,\; 1 - y f)^2

    The hinge squared: once differentiable, and harder on scores far on the wrong side.

    Parameters
    ----------
    y_true : array_like
        Labels, −1 or +1.
    y_pred : array_like of the same shape
        Scores f, real numbers.

    Examples
    --------
    >>> from lossbook import squared_hinge
    >>> squared_hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none")
    array([0.  , 0.25, 2.25])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction)


def _violations(xp: Any, t: Array, s: Array, margin: float) -> Array:
    """Return max(0, m + s_k − s_t) for every class k, 0 for the true t."""
    true = xp.arange(s.shape[-1])[None, :] == t[:, None]
    s_t = xp.take_along_axis(s, t[:, None], axis=-1)
    return xp.where(true, 0.0, xp.maximum(margin + (s - s_t), 0.0))


def _multiclass_curvature(xp: Any, t: Array, s: Array, margin: float) -> Array:
    return xp.where(xp.isnan(s), s, 0.0)  # both losses have straight pieces and kinks


def _multiclass_hinge(xp: Any, t: Array, s: Array, margin: float) -> Array:
    return xp.sum(_violations(xp, t, s, margin), axis=-1)


def _multiclass_hinge_slope(xp: Any, t: Array, s: Array, margin: float) -> Array:
    # +1 for each class that violates the margin; the true class pays for all
    # of them.
    slope = xp.sign(_violations(xp, t, s, margin))
    true = xp.arange(s.shape[-1])[None, :] == t[:, None]
    return xp.where(true, -xp.sum(slope, axis=-1, keepdims=True), slope)


@loss(
    Kernel(
        _multiclass_hinge,
        _multiclass_hinge_slope,
        _multiclass_curvature,
        "margin.multiclass_hinge",
        y_true=LABEL,
        y_pred=SCORES,
    )
)
def multiclass_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Multiclass hinge loss of Weston and Watkins: the sum over the wrong classes.

    .. math:: \ell(t, s) = \sum_{k \ne t} \max(0,\; m + s_k - s_t)

    Every wrong class that comes within the margin of the true one is charged [1]_. A class at
    the kink has gradient 0. PyTorch's ``MultiMarginLoss`` is this divided by C.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Scores s, the classes along `axis`.
    margin : float
        m, finite, > 0.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition",
       Proceedings of ESANN 1999, 219–224.

    Examples
    --------
    >>> from lossbook import multiclass_hinge
    >>> multiclass_hinge([0], [[1.0, 0.5, 0.75]])
    1.25
    """
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, margin=positive("margin", margin)
    )


def _crammer_singer_hinge(xp: Any, t: Array, s: Array, margin: float) -> Array:
    return xp.max(_violations(xp, t, s, margin), axis=-1)


def _crammer_singer_hinge_slope(xp: Any, t: Array, s: Array, margin: float) -> Array:
    # +1 for the worst violator, the first of equals, −1 for the true class; 0
    # if none violates.
    violations = _violations(xp, t, s, margin)
    classes = xp.arange(s.shape[-1])[None, :]
    true = classes == t[:, None]
    # The worst by its score: two violations may round to one number.
    worst = classes == xp.argmax(xp.where(true, -xp.inf, s), axis=-1)[:, None]
    violated = xp.sign(xp.max(violations, axis=-1, keepdims=True))
    return xp.where(worst, violated, 0.0) - xp.where(true, violated, 0.0)


@loss(
    Kernel(
        _crammer_singer_hinge,
        _crammer_singer_hinge_slope,
        _multiclass_curvature,
        "margin.crammer_singer_hinge",
        y_true=LABEL,
        y_pred=SCORES,
    )
)
def crammer_singer_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Multiclass hinge loss of Crammer and Singer: the worst wrong class only.

    .. math:: \ell(t, s) = \max\bigl(0,\; m + \max_{k \ne t} s_k - s_t\bigr)

    Only the strongest wrong class is charged [1]_. Where several tie, the gradient goes to the
    first of them; at the kink it is 0.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Scores s, the classes along `axis`.
    margin : float
        m, finite, > 0.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] K. Crammer, Y. Singer, "On the algorithmic implementation of multiclass kernel-based
       vector machines", Journal of Machine Learning Research 2 (2001), 265–292.

    Examples
    --------
    >>> from lossbook import crammer_singer_hinge
    >>> crammer_singer_hinge([0], [[1.0, 0.5, 0.75]])
    0.75
    """
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, margin=positive("margin", margin)
    )
