"""Losses of similarities and angles: InfoNCE, and softmaxes of cosines with a margin."""

from __future__ import annotations

import math
from math import inf, pi
from typing import Any, TypeAlias

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    COSINES,
    LABEL,
    SCORES,
    Arguments,
    Kernel,
    Reduction,
    non_negative,
    number,
    positive,
)
from lossbook.engine import KernelArray as Array
from lossbook.losses._crossentropy import _softmax_and_others, _sparse_logit, _true_class

Target: TypeAlias = tuple[Array, Array, Array]  # what stands for the true cosine c, and its
# first and second derivative by c, each (n, 1)


def _below_top(xp: Any, u: Array) -> Array:
    """Return u − max u, the same to a softmax: scaled, it is rounded once."""
    return xp.where(u == inf, 0.0, u - xp.max(u, axis=-1, keepdims=True))


# --- InfoNCE -----------------------------------------------------------------------------


def _info_nce(xp: Any, t: Array, s: Array, temperature: float) -> Array:
    return _sparse_logit(xp, t, _below_top(xp, s) / temperature)


def _info_nce_slope(xp: Any, t: Array, s: Array, temperature: float) -> Array:
    p, not_p = _softmax_and_others(xp, _below_top(xp, s) / temperature)
    return xp.where(_true_class(xp, t, s), -not_p, p) / temperature


def _info_nce_curvature(xp: Any, t: Array, s: Array, temperature: float) -> Array:
    p, not_p = _softmax_and_others(xp, _below_top(xp, s) / temperature)
    return p * not_p / temperature / temperature


@loss(
    Kernel(
        _info_nce,
        _info_nce_slope,
        _info_nce_curvature,
        "angular.info_nce",
        y_true=LABEL,
        y_pred=SCORES,
    )
)
def info_nce(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    temperature: float = 0.1,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""InfoNCE: cross-entropy of similarities, of which one belongs to the positive.

    .. math:: \ell(t, s) = \ln \sum_k e^{s_k / \tau} - \frac{s_t}{\tau}

    The positive stands among the N candidates and in the sum [1]_. Of independent candidates,
    ln N minus the expected loss is at most their mutual information with what is sought, whatever
    gives the similarities; it never exceeds ln N.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Which candidate t is the positive, 0 … N−1.
    y_pred : array_like, shape (..., N)
        Similarities s, real numbers. Nothing is normalised: for cosines, give cosines. A candidate
        of similarity −inf is out.
    temperature : float
        τ > 0, by which the similarities are divided.
    axis : int
        The axis of `y_pred` that holds the candidates.

    References
    ----------
    .. [1] A. van den Oord, Y. Li, O. Vinyals, "Representation learning with contrastive predictive
       coding", arXiv:1807.03748, 2018, section 2.3.

    Examples
    --------
    >>> from lossbook import info_nce
    >>> print(f"{info_nce([0], [[0.9, 0.1, -0.2]]):.6e}")
    3.521023e-04
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        temperature=positive("temperature", temperature),
    )


# --- one softmax for all margins ---------------------------------------------------------


def _true_cosine(xp: Any, t: Array, c: Array) -> Array:
    return xp.take_along_axis(c, t[:, None], axis=-1)


def _logits(
    xp: Any,
    t: Array,
    c: Array,
    target: Array,
    scale: float | Array,
) -> Array:
    """Return the logits s·cos, that of the true class replaced."""
    u = xp.where(_true_class(xp, t, c), target, c)
    if getattr(scale, "shape", ())[-1:] == c.shape[-1:]:
        return scale * u  # a scale for each class
    return scale * _below_top(xp, u)


def _margin_loss(
    xp: Any,
    t: Array,
    c: Array,
    target: Target,
    scale: float | Array,
) -> Array:
    return _sparse_logit(xp, t, _logits(xp, t, c, target[0], scale))


def _margin_slope(xp: Any, t: Array, c: Array, target: Target, scale: float | Array) -> Array:
    if c.shape[-1] == 1:  # of one class the loss is 0, even where its target's slope is infinite
        return xp.zeros_like(c)
    p, not_p = _softmax_and_others(xp, _logits(xp, t, c, target[0], scale))
    _, slope, _ = target
    # Where the target's slope by the cosine is infinite the loss's is, however
    # small 1 − p is.
    true = -xp.where(xp.isinf(slope), slope, not_p * slope)
    return scale * xp.where(_true_class(xp, t, c), true, p)


def _margin_curvature(xp: Any, t: Array, c: Array, target: Target, scale: float | Array) -> Array:
    if c.shape[-1] == 1:
        return xp.zeros_like(c)
    p, not_p = _softmax_and_others(xp, _logits(xp, t, c, target[0], scale))
    _, slope, bend = target
    true = not_p * (scale * p * slope**2 - bend)
    true = xp.where(xp.isinf(slope), -inf, true)  # sin⁻³ θ outgrows sin⁻² θ
    return scale * xp.where(_true_class(xp, t, c), true, scale * p * not_p)


def _scaled(scale: float | ArrayLike) -> dict[str, Any]:
    """Return the scale as `Arguments` takes it: a number, or an array beside the rows."""
    is_one = isinstance(scale, (int, float)) or getattr(scale, "shape", None) == ()
    if is_one or not (hasattr(scale, "__len__") or hasattr(scale, "__array__")):
        return {"scale": positive("scale", scale)}  # type: ignore[arg-type]
    return {"aligned": {"scale": scale}}


# --- NormFace ----------------------------------------------------------------------------


def _as_it_is(xp: Any, c: Array) -> Target:
    return c, xp.ones_like(c), xp.zeros_like(c)


def _normface(xp: Any, t: Array, c: Array, scale: float | Array) -> Array:
    return _margin_loss(xp, t, c, _as_it_is(xp, _true_cosine(xp, t, c)), scale)


def _normface_slope(xp: Any, t: Array, c: Array, scale: float | Array) -> Array:
    return _margin_slope(xp, t, c, _as_it_is(xp, _true_cosine(xp, t, c)), scale)


def _normface_curvature(xp: Any, t: Array, c: Array, scale: float | Array) -> Array:
    return _margin_curvature(xp, t, c, _as_it_is(xp, _true_cosine(xp, t, c)), scale)


@loss(
    Kernel(
        _normface,
        _normface_slope,
        _normface_curvature,
        "angular.normface",
        y_true=LABEL,
        y_pred=COSINES,
    )
)
def normface(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    scale: float | ArrayLike = 30.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""NormFace: cross-entropy of scaled cosines.

    .. math:: \ell(t, c) = \ln \sum_k e^{s c_k} - s c_t, \qquad c_k = \cos\theta_k

    The softmax loss of features and class directions that are both of length 1 [1]_. The scale
    decides how far it can fall: over C classes not below ln(1 + (C−1)e^(−sC/(C−1))).

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Cosines c in [−1, 1] of the feature with each class direction. Beyond by rounding, at most
        1e-6 (1e-4 in float32), counts as ±1.
    scale : float or array_like
        s > 0; or one for each sample (the shape of the samples), or for each cosine (the shape of
        `y_pred`), such as the product of the two lengths. Gradients hold it fixed.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] F. Wang, X. Xiang, J. Cheng, A. L. Yuille, "NormFace: L2 hypersphere embedding for face
       verification", ACM Multimedia 2017, 1041–1049.

    Examples
    --------
    >>> from lossbook import normface
    >>> print(f"{normface([0], [[0.8, 0.2, -0.1]], scale=10.0):.6f}")
    0.002599
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, **_scaled(scale))


# --- AM-Softmax, CosFace -----------------------------------------------------------------


def _less(xp: Any, c: Array, margin: float) -> Target:
    return c - margin, xp.ones_like(c), xp.zeros_like(c)


def _am_softmax(
    xp: Any,
    t: Array,
    c: Array,
    margin: float,
    scale: float | Array,
) -> Array:
    target = _less(xp, _true_cosine(xp, t, c), margin)
    return _margin_loss(xp, t, c, target, scale)


def _am_softmax_slope(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_slope(xp, t, c, _less(xp, _true_cosine(xp, t, c), margin), scale)


def _am_softmax_curvature(
    xp: Any,
    t: Array,
    c: Array,
    margin: float,
    scale: float | Array,
) -> Array:
    return _margin_curvature(xp, t, c, _less(xp, _true_cosine(xp, t, c), margin), scale)


@loss(
    Kernel(
        _am_softmax,
        _am_softmax_slope,
        _am_softmax_curvature,
        "angular.am_softmax",
        y_true=LABEL,
        y_pred=COSINES,
    )
)
def am_softmax(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.35,
    scale: float | ArrayLike = 30.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""AM-Softmax, the additive margin softmax; CosFace is the same loss.

    .. math::
        \ell(t, c) = \ln\Big(e^{s(c_t - m)} + \sum_{k \neq t} e^{s c_k}\Big) - s(c_t - m),
        \qquad c_k = \cos\theta_k

    The true cosine has to lead by m before the softmax counts it as ahead [1]_ [2]_. With all
    cosines 0, as at the start of a training, the loss is ln(1 + (C−1)e^(sm)), a little more than
    s·m + ln(C−1).

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Cosines c in [−1, 1], as in :obj:`normface`.
    margin : float
        m ≥ 0, taken off the true cosine.
    scale : float or array_like
        s > 0, as in :obj:`normface`.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] F. Wang, J. Cheng, W. Liu, H. Liu, "Additive margin softmax for face verification", IEEE
       Signal Processing Letters 25 (2018), 926–930.
    .. [2] H. Wang, Y. Wang, Z. Zhou, X. Ji, D. Gong, J. Zhou, Z. Li, W. Liu, "CosFace: large margin
       cosine loss for deep face recognition", CVPR 2018, 5265–5274.

    Examples
    --------
    >>> from lossbook import am_softmax, cosface
    >>> print(f"{am_softmax([0], [[0.0] * 10]):.6f}")
    12.697228
    >>> cosface is am_softmax
    True
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        margin=non_negative("margin", margin),
        **_scaled(scale),
    )


cosface = am_softmax

# --- ArcFace -----------------------------------------------------------------------------


def _angle_more(xp: Any, c: Array, margin: float) -> Target:
    """Return cos(θ + m); its derivatives by cos θ are infinite where |cos θ| = 1."""
    if margin == 0:
        return _as_it_is(xp, c)
    sine, m = xp.sqrt((1 - c) * (1 + c)), xp.full_like(c, margin)
    cos_m, sin_m = xp.cos(m), xp.sin(m)
    return c * cos_m - sine * sin_m, cos_m + c * sin_m / sine, sin_m / sine**3


def _arcface(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_loss(xp, t, c, _angle_more(xp, _true_cosine(xp, t, c), margin), scale)


def _arcface_slope(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_slope(xp, t, c, _angle_more(xp, _true_cosine(xp, t, c), margin), scale)


def _arcface_curvature(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_curvature(xp, t, c, _angle_more(xp, _true_cosine(xp, t, c), margin), scale)


@loss(
    Kernel(
        _arcface,
        _arcface_slope,
        _arcface_curvature,
        "angular.arcface",
        y_true=LABEL,
        y_pred=COSINES,
    )
)
def arcface(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.5,
    scale: float | ArrayLike = 64.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""ArcFace: a margin added to the angle.

    .. math::
        \ell(t, c) = \ln\Big(e^{s \cos(\theta_t + m)} + \sum_{k \neq t} e^{s c_k}\Big)
        - s \cos(\theta_t + m), \qquad c_k = \cos\theta_k

    As printed in [1]_, also past θ = π − m, where cos(θ + m) rises again: none of the usual
    fallbacks is built in. At |cos θ_t| = 1 the gradient by the true cosine is infinite, which is
    its limit; by the angle, and by the feature through it, it is finite.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Cosines c in [−1, 1], as in :obj:`normface`.
    margin : float
        m in [0, π), in radians, added to the true angle.
    scale : float or array_like
        s > 0, as in :obj:`normface`.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] J. Deng, J. Guo, N. Xue, S. Zafeiriou, "ArcFace: additive angular margin loss for deep
       face recognition", CVPR 2019, 4690–4699, equation 3.

    Examples
    --------
    >>> from lossbook import arcface
    >>> print(f"{arcface([0], [[0.8, 0.2, -0.1]]):.6e}")
    1.097707e-06
    """
    radians = number("margin", margin)
    if not 0 <= radians < math.pi:
        raise ValueError(f"margin: {margin!r}; expected an angle in [0, π), in radians")
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, margin=radians, **_scaled(scale)
    )


# --- SphereFace --------------------------------------------------------------------------


# The cosines of rational parts of π that are rational themselves, ±1 apart:
# cos has them inexactly.
EXACT = {1 / 3: 0.5, 1 / 2: 0.0, 2 / 3: -0.5}


def _angle_times(xp: Any, c: Array, margin: float) -> Target:
    """Return ψ = (−1)^k cos mθ − 2k, by the recurrence cos(m+1)θ = 2 cos θ cos mθ − cos(m−1)θ."""
    zero, one = xp.zeros_like(c), xp.ones_like(c)
    before, now = (one, zero, zero), (c, one, zero)  # cos 0θ and cos 1θ, with their derivatives
    for _ in range(int(margin) - 1):
        after = (
            2 * c * now[0] - before[0],
            2 * (now[0] + c * now[1]) - before[1],
            2 * (2 * now[1] + c * now[2]) - before[2],
        )
        before, now = now, after
    k, bend = zero, now[2]
    for piece in range(1, int(margin)):
        end = EXACT.get(piece / margin, math.cos(pi * piece / margin))
        k = k + xp.astype(c <= end, c.dtype)
        bend = xp.where(c == end, 0.0, bend)  # where two pieces meet it jumps
    sign = 1 - 2 * (k % 2)
    return sign * now[0] - 2 * k, sign * now[1], sign * bend


def _sphereface(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_loss(xp, t, c, _angle_times(xp, _true_cosine(xp, t, c), margin), scale)


def _sphereface_slope(xp: Any, t: Array, c: Array, margin: float, scale: float | Array) -> Array:
    return _margin_slope(xp, t, c, _angle_times(xp, _true_cosine(xp, t, c), margin), scale)


def _sphereface_curvature(
    xp: Any,
    t: Array,
    c: Array,
    margin: float,
    scale: float | Array,
) -> Array:
    return _margin_curvature(xp, t, c, _angle_times(xp, _true_cosine(xp, t, c), margin), scale)


@loss(
    Kernel(
        _sphereface,
        _sphereface_slope,
        _sphereface_curvature,
        "angular.sphereface",
        y_true=LABEL,
        y_pred=COSINES,
    )
)
def sphereface(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: int = 4,
    scale: float | ArrayLike = 1.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""SphereFace, A-Softmax and L-Softmax: the angle multiplied by a margin.

    .. math::
        \ell(t, c) = \ln\Big(e^{s \psi(\theta_t)} + \sum_{k \neq t} e^{s c_k}\Big)
        - s \psi(\theta_t),
        \qquad \psi(\theta) = (-1)^k \cos m\theta - 2k,
        \quad k = \lfloor m\theta/\pi \rfloor

    ψ falls over the whole half circle, where cos mθ would rise again. With `scale` ‖x‖ it is
    A-Softmax [1]_, with ‖w_k‖‖x‖ L-Softmax [2]_.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Cosines c in [−1, 1], as in :obj:`normface`.
    margin : int
        m ≥ 1, by which the true angle is multiplied.
    scale : float or array_like
        s > 0, as in :obj:`normface`.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] W. Liu, Y. Wen, Z. Yu, M. Li, B. Raj, L. Song, "SphereFace: deep hypersphere embedding
       for face recognition", CVPR 2017, 212–220.
    .. [2] W. Liu, Y. Wen, Z. Yu, M. Yang, "Large-margin softmax loss for convolutional neural
       networks", ICML 2016, 507–516.

    Examples
    --------
    >>> from lossbook import sphereface
    >>> print(f"{sphereface([0], [[0.0, -1.0]]):.6f}")
    2.126928
    """
    times = number("margin", margin)
    if not (times >= 1 and times == math.floor(times) < inf):
        raise ValueError(f"margin: {margin!r}; expected an integer of at least 1")
    return Arguments(
        y_true, y_pred, sample_weight, reduction, axis=axis, margin=times, **_scaled(scale)
    )
