"""Losses for rare classes and noisy labels: focal and generalised cross-entropy."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    BINARY,
    DISTRIBUTION,
    LABEL,
    REAL,
    SCORES,
    UNIT,
    Arguments,
    Kernel,
    Reduction,
    link,
    non_negative,
    open_unit,
    positive,
)
from lossbook.engine import KernelArray as Array
from lossbook.losses._counts import _exponential
from lossbook.losses._crossentropy import (
    LOGITS,
    _exponentials,
    _softmax_and_others,
    _surprisal,
    _true_class,
)

# A focal loss is (1 − p_t)^γ·(−ln p_t). Of p_t, 1 − p_t and −ln p_t none can
# be had from another without loss, near 0 or near 1, so each is computed on
# its own; below they are p, q and h.


def _focal(xp: Any, q: Array, h: Array, gamma: float) -> Array:
    return xp.where(q == 0, 0.0, q**gamma * h)


def _focal_slope(xp: Any, p: Array, q: Array, h: Array, gamma: float) -> Array:
    """Return the derivative by p, −(1 − p)^γ·(γh/(1 − p) + 1/p)."""
    return -(q**gamma) * (gamma * xp.where(q == 0, 1.0, h / q) + 1 / p)


def _focal_curvature(xp: Any, p: Array, q: Array, h: Array, gamma: float) -> Array:
    """Return the second derivative by p."""
    curvature = q**gamma / p / p
    if gamma == 0:
        return curvature
    bend = (gamma - 1) * xp.where(q == 0, 1.0, h / q) + 2 / p
    return curvature + gamma * q ** (gamma - 1) * bend


def _focal_pull(xp: Any, p: Array, q: Array, h: Array, gamma: float) -> Array:
    """Return the derivative by the logit, but for its sign: (1 − p)^γ·(1 − p + γph)."""
    return q**gamma * (q + gamma * xp.where(p == 0, 0.0, p * h))


def _focal_bend(xp: Any, p: Array, q: Array, h: Array, gamma: float) -> Array:
    """Return the second derivative by the logit."""
    bend = (1 + 2 * gamma) * q + gamma * h * (gamma * p - q)
    return q**gamma * xp.where(p == 0, 0.0, p * bend)


# --- binary --------------------------------------------------------------------------------


def _balance(xp: Any, y: Array, x: Array, alpha: float | None) -> Array:
    """Return x times α where y = 1, times 1 − α where y = 0; x where there is no α."""
    return x if alpha is None else xp.where(y == 1, alpha * x, (1 - alpha) * x)


def _of_probability(xp: Any, y: Array, p: Array) -> tuple[Array, Array, Array]:
    """Return p_t, 1 − p_t and −ln p_t of the label that is true."""
    one = y == 1
    h = xp.abs(xp.where(one, xp.log(p), xp.log1p(-p)))
    return xp.where(one, p, 1 - p), xp.where(one, 1 - p, p), h


def _of_logit(xp: Any, y: Array, z: Array) -> tuple[Array, Array, Array]:
    """Return p_t, 1 − p_t and −ln p_t of the label that is true."""
    s = xp.where(y == 1, z, -z)
    tail = xp.exp(-xp.abs(s))
    large, small = 1 / (1 + tail), tail / (1 + tail)
    h = xp.log1p(tail) + xp.maximum(-s, 0.0)
    return xp.where(s > 0, large, small), xp.where(s > 0, small, large), h


def _binary_focal(xp: Any, y: Array, p: Array, gamma: float, alpha: float | None = None) -> Array:
    _, q, h = _of_probability(xp, y, p)
    return _balance(xp, y, _focal(xp, q, h, gamma), alpha)


def _binary_focal_slope(
    xp: Any, y: Array, p: Array, gamma: float, alpha: float | None = None
) -> Array:
    slope = _focal_slope(xp, *_of_probability(xp, y, p), gamma)
    return _balance(xp, y, xp.where(y == 1, slope, -slope), alpha)


def _binary_focal_curvature(
    xp: Any, y: Array, p: Array, gamma: float, alpha: float | None = None
) -> Array:
    return _balance(xp, y, _focal_curvature(xp, *_of_probability(xp, y, p), gamma), alpha)


def _binary_focal_logit(
    xp: Any, y: Array, z: Array, gamma: float, alpha: float | None = None
) -> Array:
    _, q, h = _of_logit(xp, y, z)
    return _balance(xp, y, _focal(xp, q, h, gamma), alpha)


def _binary_focal_logit_slope(
    xp: Any, y: Array, z: Array, gamma: float, alpha: float | None = None
) -> Array:
    pull = _focal_pull(xp, *_of_logit(xp, y, z), gamma)
    return _balance(xp, y, xp.where(y == 1, -pull, pull), alpha)


def _binary_focal_logit_curvature(
    xp: Any, y: Array, z: Array, gamma: float, alpha: float | None = None
) -> Array:
    return _balance(xp, y, _focal_bend(xp, *_of_logit(xp, y, z), gamma), alpha)


@loss(
    Kernel(
        _binary_focal,
        _binary_focal_slope,
        _binary_focal_curvature,
        "imbalance.binary_focal",
        y_true=BINARY,
        y_pred=UNIT,
        hint=LOGITS,
    ),
    from_logits=Kernel(
        _binary_focal_logit,
        _binary_focal_logit_slope,
        _binary_focal_logit_curvature,
        "imbalance.binary_focal_logits",
        y_true=BINARY,
        y_pred=REAL,
    ),
)
def binary_focal_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Binary focal cross-entropy, also called focal loss.

    .. math:: \ell(y, p) = -\alpha_t\,(1 - p_t)^\gamma \ln p_t,
        \qquad p_t = \begin{cases} p & y = 1 \\ 1 - p & y = 0 \end{cases}

    Cross-entropy that counts samples less the surer the model is of the truth [1]_; γ = 0 is
    cross-entropy. For γ > 0 it does not ask for the probability of y = 1, but for one closer to ½,
    and it is not convex in the logit. The formula of this object is without the factor α_t, which
    is 1 unless `alpha` is given.

    Parameters
    ----------
    y_true : array_like
        Labels, 0 or 1.
    y_pred : array_like of the same shape
        Probabilities p in [0, 1]; with `from_logits`, real logits z with p = σ(z).
    gamma : float
        γ, finite, ≥ 0.
    alpha : float, optional
        α, 0 < α < 1: the weight α_t of a sample is α where y = 1 and 1 − α where y = 0.
    from_logits : bool
        Whether `y_pred` holds logits.

    References
    ----------
    .. [1] T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal loss for dense object
       detection", Proceedings of the IEEE International Conference on Computer Vision 2017,
       2980–2988.

    Examples
    --------
    >>> from lossbook import binary_focal_crossentropy
    >>> print(f"{binary_focal_crossentropy(1, 0.9):.12f}")
    0.001053605157
    >>> print(f"{binary_focal_crossentropy(1, 0.9, alpha=0.25):.12f}")
    0.000263401289
    >>> print(f"{binary_focal_crossentropy(1, 50.0, from_logits=True):.6e}")
    7.175096e-66
    """
    parameters = {"gamma": non_negative("gamma", gamma)}
    if alpha is not None:
        parameters["alpha"] = open_unit("alpha", alpha)
    chosen = link("from_logits", from_logits)
    arguments = Arguments(y_true, y_pred, sample_weight, reduction, link=chosen)
    arguments.parameters = parameters
    return arguments


# --- several classes -----------------------------------------------------------------------


def _of_true(xp: Any, t: Array, a: Array) -> Array:
    """Return the entry of the true class of each row, (n, 1)."""
    return xp.take_along_axis(a, t[:, None], axis=-1)


def _of_distribution(xp: Any, t: Array, p: Array) -> tuple[Array, Array, Array]:
    """Return p_t, 1 − p_t and −ln p_t."""
    p_t = _of_true(xp, t, p)
    return p_t, 1 - p_t, xp.abs(xp.log(p_t))


def _of_logits(xp: Any, t: Array, z: Array) -> tuple[Array, Array, Array]:
    """Return p_t, 1 − p_t and −ln p_t."""
    p, others = _softmax_and_others(xp, z)
    return _of_true(xp, t, p), _of_true(xp, t, others), _surprisal(xp, z, _of_true(xp, t, z))


def _sparse_focal(xp: Any, t: Array, p: Array, gamma: float) -> Array:
    _, q, h = _of_distribution(xp, t, p)
    return _focal(xp, q, h, gamma)[:, 0]


def _sparse_focal_slope(xp: Any, t: Array, p: Array, gamma: float) -> Array:
    slope = _focal_slope(xp, *_of_distribution(xp, t, p), gamma)
    return xp.where(_true_class(xp, t, p), slope, 0.0)


def _sparse_focal_curvature(xp: Any, t: Array, p: Array, gamma: float) -> Array:
    curvature = _focal_curvature(xp, *_of_distribution(xp, t, p), gamma)
    return xp.where(_true_class(xp, t, p), curvature, 0.0)


def _sparse_focal_logit(xp: Any, t: Array, z: Array, gamma: float) -> Array:
    _, q, h = _of_logits(xp, t, z)
    return _focal(xp, q, h, gamma)[:, 0]


def _shares(xp: Any, t: Array, z: Array) -> Array:
    """Return p_j/(1 − p_t), the share of each class in what the true one leaves."""
    p, others = _softmax_and_others(xp, z)
    left = _of_true(xp, t, others)
    return xp.where(left == 0, 0.0, p / left)


def _sparse_focal_logit_slope(xp: Any, t: Array, z: Array, gamma: float) -> Array:
    pull = _focal_pull(xp, *_of_logits(xp, t, z), gamma)
    return pull * xp.where(_true_class(xp, t, z), -1.0, _shares(xp, t, z))


def _sparse_focal_logit_curvature(xp: Any, t: Array, z: Array, gamma: float) -> Array:
    # By z_t as of a binary logit. By another z_j, which moves h by p_j,
    # h″ p_j² + h′ p_j(1 − p_j).
    p, q, h = _of_logits(xp, t, z)
    _, others = _softmax_and_others(xp, z)
    share = _shares(xp, t, z)
    ph = xp.where(p == 0, 0.0, p * h)
    turn = gamma * p * (2 * q + (gamma - 1) * ph - q * xp.where(p == 0, 0.0, h))
    other = q**gamma * share * (share * turn + (q + gamma * ph) * others)
    return xp.where(_true_class(xp, t, z), _focal_bend(xp, p, q, h, gamma), other)


@loss(
    Kernel(
        _sparse_focal,
        _sparse_focal_slope,
        _sparse_focal_curvature,
        "imbalance.sparse_focal",
        y_true=LABEL,
        y_pred=DISTRIBUTION,
        hint=LOGITS,
    ),
    from_logits=Kernel(
        _sparse_focal_logit,
        _sparse_focal_logit_slope,
        _sparse_focal_logit_curvature,
        "imbalance.sparse_focal_logits",
        y_true=LABEL,
        y_pred=SCORES,
    ),
)
def sparse_categorical_focal_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Focal cross-entropy of several classes, with labels.

    .. math:: \ell(t, p) = -(1 - p_t)^\gamma \ln p_t,
        \qquad p = \operatorname{softmax}(z) \text{ for logits } z

    :obj:`sparse_categorical_crossentropy` that counts samples less the surer the model is of the
    truth [1]_; γ = 0 is that loss.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
        A class masked by a logit of −inf has probability 0.
    gamma : float
        γ, finite, ≥ 0.
    from_logits : bool
        Whether `y_pred` holds logits.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal loss for dense object
       detection", Proceedings of the IEEE International Conference on Computer Vision 2017,
       2980–2988.

    Examples
    --------
    >>> from lossbook import sparse_categorical_focal_crossentropy
    >>> print(f"{sparse_categorical_focal_crossentropy([1], [[0.5, 0.5, 0.0]]):.12f}")
    0.173286795140
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        link=link("from_logits", from_logits),
        gamma=non_negative("gamma", gamma),
    )


# --- generalised cross-entropy ---------------------------------------------------------------


def _generalized(xp: Any, t: Array, p: Array, q: float) -> Array:
    return xp.abs(xp.expm1(q * xp.log(_of_true(xp, t, p)[:, 0]))) / q


def _generalized_slope(xp: Any, t: Array, p: Array, q: float) -> Array:
    p_t = _of_true(xp, t, p)
    slope = xp.where(xp.isnan(p_t), p_t, -(p_t ** (q - 1)))  # nan⁰ is 1
    return xp.where(_true_class(xp, t, p), slope, 0.0)


def _generalized_curvature(xp: Any, t: Array, p: Array, q: float) -> Array:
    p_t = _of_true(xp, t, p)
    straight = xp.where(xp.isnan(p_t), p_t, 0.0)
    bend = straight if q == 1 else (1 - q) * p_t ** (q - 2)
    return xp.where(_true_class(xp, t, p), bend, 0.0)


def _generalized_logit(xp: Any, t: Array, z: Array, q: float) -> Array:
    surprisal = _surprisal(xp, z, _of_true(xp, t, z))
    return xp.abs(xp.expm1(-q * surprisal))[:, 0] / q


def _tempered(xp: Any, t: Array, z: Array, q: float) -> Array:
    """Return p_t^q, where p_t itself may underflow: e^(−q(max z − z_t))·(1 + rest)^(−q)."""
    largest = xp.max(z, axis=-1, keepdims=True)
    true = _of_true(xp, t, z)
    below = xp.where(true == largest, 0.0, largest - true)
    _, rest = _exponentials(xp, z)
    return _exponential(xp, q, -below) * xp.exp(-q * xp.log1p(rest))


def _generalized_logit_slope(xp: Any, t: Array, z: Array, q: float) -> Array:
    p, others = _softmax_and_others(xp, z)
    return _tempered(xp, t, z, q) * xp.where(_true_class(xp, t, z), -others, p)


def _generalized_logit_curvature(xp: Any, t: Array, z: Array, q: float) -> Array:
    p, others = _softmax_and_others(xp, z)
    true = _true_class(xp, t, z)
    bend = xp.where(true, others * (p - q * others), p * (others - q * p))
    return _tempered(xp, t, z, q) * bend


def _share(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless 0 < value ≤ 1."""
    number = positive(name, value)
    if number > 1:
        raise ValueError(f"{name}: {value!r}; expected a number greater than 0 and at most 1")
    return number


@loss(
    Kernel(
        _generalized,
        _generalized_slope,
        _generalized_curvature,
        "imbalance.generalized",
        y_true=LABEL,
        y_pred=DISTRIBUTION,
        hint=LOGITS,
    ),
    from_logits=Kernel(
        _generalized_logit,
        _generalized_logit_slope,
        _generalized_logit_curvature,
        "imbalance.generalized_logits",
        y_true=LABEL,
        y_pred=SCORES,
    ),
)
def generalized_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Generalised cross-entropy, for labels of which some are wrong.

    .. math:: \ell(t, p) = \frac{1 - p_t^{\,q}}{q},
        \qquad p = \operatorname{softmax}(z) \text{ for logits } z

    For q → 0 it tends to −ln p_t; q = 1 is 1 − p_t, half the absolute error of the distribution,
    which is robust to labels flipped evenly [1]_. It is at most 1/q, whatever the prediction.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
        A class masked by a logit of −inf has probability 0.
    q : float
        0 < q ≤ 1.
    from_logits : bool
        Whether `y_pred` holds logits.
    axis : int
        The axis of `y_pred` that holds the classes.

    References
    ----------
    .. [1] Z. Zhang, M. R. Sabuncu, "Generalized cross entropy loss for training deep neural
       networks with noisy labels", Advances in Neural Information Processing Systems 31 (2018).

    Examples
    --------
    >>> from lossbook import generalized_crossentropy
    >>> generalized_crossentropy([0, 1], [[0.25, 0.75], [1.0, 0.0]], q=0.5, reduction="none")
    array([1., 2.])
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        link=link("from_logits", from_logits),
        q=_share("q", q),
    )
