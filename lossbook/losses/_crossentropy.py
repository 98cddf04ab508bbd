"""Cross-entropy as a loss: binary, categorical, sparse; of probabilities and of logits."""

from __future__ import annotations

from math import inf
from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    DISTRIBUTION,
    LABEL,
    REAL,
    SCORES,
    UNIT,
    Arguments,
    Kernel,
    Reduction,
    below_one,
    label,
    link,
    positive,
)
from lossbook.engine import KernelArray as Array

# What an error says to who gives logits where probabilities are expected.
LOGITS = ", or logits with from_logits=True"

# And to who has samples without a class.
IGNORED = ": ignore_index, or weight 0, leaves a sample out"

# --- binary ------------------------------------------------------------------------------


def _targets(y: Array, pos_weight: float, label_smoothing: float) -> tuple[Array, Array]:
    """Return the factors of −ln p and −ln(1 − p): y, 1 − y, smoothed, weighted."""
    ones, zeros = y, 1 - y
    # Each by itself: 1 − ones would lose the digits of a small ε.
    if label_smoothing != 0:
        ones = ones * (1 - label_smoothing) + label_smoothing / 2
        zeros = zeros * (1 - label_smoothing) + label_smoothing / 2
    return (ones if pos_weight == 1 else pos_weight * ones), zeros


def _binary(
    xp: Any, y: Array, p: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    # Each product is 0 where its target is 0, even if the logarithm is
    # infinite: 0·log 0 = 0.
    ones, zeros = _targets(y, pos_weight, label_smoothing)
    of_ones = xp.where(ones == 0, 0.0, ones * xp.log(p))
    of_zeros = xp.where(zeros == 0, 0.0, zeros * xp.log1p(-p))
    return 0.0 - (of_ones + of_zeros)


def _binary_slope(
    xp: Any, y: Array, p: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    ones, zeros = _targets(y, pos_weight, label_smoothing)
    if pos_weight != 1 or label_smoothing != 0:
        of_zeros = xp.where(zeros == 0, 0.0, zeros / (1 - p))
        return of_zeros - xp.where(ones == 0, 0.0, ones / p)
    # The same difference, (p − y)/(p(1 − p)), is 0/0 at p = y = 0 and at
    # p = y = 1; there the limits are 1 and −1.
    slope = (p - y) / p / (1 - p)
    return xp.where((p == y) & (p * (1 - p) == 0), zeros - y, slope)


def _binary_curvature(
    xp: Any, y: Array, p: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    # y/p² + (1 − y)/(1 − p)²: dividing twice over- and underflows only where
    # the result does.
    ones, zeros = _targets(y, pos_weight, label_smoothing)
    of_ones = xp.where(ones == 0, 0.0, ones / p / p)
    return of_ones + xp.where(zeros == 0, 0.0, zeros / (1 - p) / (1 - p))


def _push(xp: Any, y: Array, up: Array, pos_weight: float, label_smoothing: float) -> Array:
    """Return what drives a logit: down, 1 − y, where `up`; up, −y, elsewhere."""
    if pos_weight == 1 and label_smoothing == 0:
        return xp.astype(up, y.dtype) - y
    ones, zeros = _targets(y, pos_weight, label_smoothing)
    return xp.where(up, zeros, -ones)


def _binary_logit(
    xp: Any, y: Array, z: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    # log(1 + eᶻ) − yz = log(1 + e^−|z|) + z([z > 0] − y). Both terms are ≥ 0,
    # so nothing cancels; a logit that is wholly right costs 0 even if it is
    # infinite.
    miss = _push(xp, y, z > 0, pos_weight, label_smoothing)
    linear = xp.where(xp.isinf(z) & (miss == 0), 0.0, z * miss)
    soft = xp.log1p(xp.exp(-xp.abs(z)))
    if pos_weight != 1:
        ones, zeros = _targets(y, pos_weight, label_smoothing)
        soft = (ones + zeros) * soft
    return soft + linear


def _binary_logit_slope(
    xp: Any, y: Array, z: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    # σ(z) − y = (1 − y)σ(z) − yσ(−z), which keeps its digits when σ(z) rounds
    # to y. Of σ(z) and σ(−z) the larger is 1/(1 + tail), the other
    # tail/(1 + tail).
    large = _push(xp, y, z > 0, pos_weight, label_smoothing)
    small = _push(xp, y, z <= 0, pos_weight, label_smoothing)
    tail = xp.exp(xp.minimum(z, -z))
    return (large + small * tail) / (1 + tail)


def _binary_logit_curvature(
    xp: Any, y: Array, z: Array, pos_weight: float = 1.0, label_smoothing: float = 0.0
) -> Array:
    # σ(z)σ(−z), which 1 − σ(z) would not keep the digits of; y + (1 − y) is 1
    # exactly.
    ones, zeros = _targets(y, pos_weight, label_smoothing)
    tail = xp.exp(xp.minimum(z, -z))
    return (ones + zeros) * (tail / (1 + tail) ** 2)


@loss(
    Kernel(
        _binary,
        _binary_slope,
        _binary_curvature,
        "crossentropy.binary",
        y_true=UNIT,
        y_pred=UNIT,
        hint=LOGITS,
    ),
    from_logits=Kernel(
        _binary_logit,
        _binary_logit_slope,
        _binary_logit_curvature,
        "crossentropy.binary_logits",
        y_true=UNIT,
        y_pred=REAL,
    ),
)
def binary_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    pos_weight: float = 1.0,
    label_smoothing: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Binary cross-entropy (BCE), also called log loss.

    .. math:: \ell(y, p) = -y \ln p - (1 - y) \ln(1 - p)

    or, of a logit z with p = σ(z),

    .. math:: \ell(y, z) = \ln(1 + e^z) - y z

    The negative log-likelihood of a Bernoulli variable, in nats [1]_. Nothing is clipped:
    0·log 0 = 0 and −log 0 = inf. With a `pos_weight` w and a `label_smoothing` ε it is

    .. math::
        \ell(y, p) = -w\,y' \ln p - (1 - y') \ln(1 - p),
        \qquad y' = (1 - \varepsilon)\, y + \tfrac{\varepsilon}{2}

    Parameters
    ----------
    y_true : array_like
        Targets in [0, 1]: labels, or probabilities.
    y_pred : array_like of the same shape
        Probabilities p in [0, 1]; with `from_logits`, real logits z, ±inf included.
    from_logits : bool
        Whether `y_pred` holds logits. Prefer them: p = σ(z) has lost the tail near 1.
    pos_weight : float
        w, what a positive target costs beside a negative one; finite, > 0. It is no weight of the
        sample: the mean still divides by Σ sample_weight.
    label_smoothing : float
        ε, the part of the target that is spread evenly over both labels, 0 ≤ ε < 1.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press, 2016, section
       6.2.2.2.

    Examples
    --------
    >>> from lossbook import binary_crossentropy
    >>> binary_crossentropy([1, 0], [0.5, 0.0], reduction="none")
    array([0.69314718, 0.        ])
    >>> binary_crossentropy(1, -1000.0, from_logits=True)
    1000.0
    >>> binary_crossentropy(1, -1000.0, from_logits=True, pos_weight=3.0)
    3000.0
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        link=link("from_logits", from_logits),
        pos_weight=positive("pos_weight", pos_weight),
        label_smoothing=below_one("label_smoothing", label_smoothing),
    )


# --- categorical -------------------------------------------------------------------------


def _largest(xp: Any, a: Array) -> Array:
    """Return which entry of each row is its maximum, the first of equals."""
    return xp.arange(a.shape[-1])[None, :] == xp.argmax(a, axis=-1)[:, None]


def _exponentials(xp: Any, z: Array) -> tuple[Array, Array]:
    """Return e^(z − max z) and the sum of all of them but one largest, which is 1."""
    largest = xp.max(z, axis=-1, keepdims=True)
    # e⁰ where the largest is +inf, too; nan where all are −inf
    exponentials = xp.exp(xp.where(z == inf, 0.0, z - largest))
    # The ones are summed apart, so that the digits of the others are not lost
    # beside them.
    ones = xp.floor(exponentials)
    rest = xp.sum(exponentials - ones, axis=-1, keepdims=True)
    return exponentials, rest + (xp.sum(ones, axis=-1, keepdims=True) - 1)


def _surprisal(xp: Any, z: Array, chosen: Array) -> Array:
    """Return −log softmax of the chosen logits z_k: (max z − z_k) + log(1 + rest).

    Both terms are ≥ 0, so nothing cancels, and log1p keeps the digits of a confident softmax,
    whose rest is far below 1.
    """
    largest = xp.max(z, axis=-1, keepdims=True)
    _, rest = _exponentials(xp, z)
    below = xp.where(chosen == largest, 0.0, largest - chosen)  # also where both are +inf
    return below + xp.log1p(rest)


def _others(xp: Any, a: Array) -> Array:
    """Return for each entry the sum of the others in its row, without cancellation.

    total − a_k is accurate for every entry but the largest, which is summed around.
    """
    largest = _largest(xp, a)
    rest = xp.sum(xp.where(largest, 0.0, a), axis=-1, keepdims=True)
    return xp.where(largest, rest, (xp.max(a, axis=-1, keepdims=True) - a) + rest)


def _softmax_and_others(xp: Any, z: Array) -> tuple[Array, Array]:
    """Return p = softmax(z) and 1 − p, each with all its digits."""
    exponentials, rest = _exponentials(xp, z)
    return exponentials / (1 + rest), ((1 - exponentials) + rest) / (1 + rest)


def _smoothed(y: Array, label_smoothing: float) -> Array:
    return y if label_smoothing == 0 else y * (1 - label_smoothing) + label_smoothing / y.shape[-1]


def _categorical(xp: Any, y: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    y = _smoothed(y, label_smoothing)
    return xp.sum(xp.where(y == 0, 0.0, y * xp.abs(xp.log(q))), axis=-1)  # −ln q = |ln q|


def _categorical_slope(xp: Any, y: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    y = _smoothed(y, label_smoothing)
    return xp.where(y == 0, 0.0, -y / q)


def _categorical_curvature(xp: Any, y: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    y = _smoothed(y, label_smoothing)
    return xp.where(y == 0, 0.0, y / q / q)


def _categorical_logit(xp: Any, y: Array, z: Array, label_smoothing: float = 0.0) -> Array:
    y = _smoothed(y, label_smoothing)
    return xp.sum(xp.where(y == 0, 0.0, y * _surprisal(xp, z, z)), axis=-1)


def _categorical_logit_slope(xp: Any, y: Array, z: Array, label_smoothing: float = 0.0) -> Array:
    y = _smoothed(y, label_smoothing)
    # p_k Σy − y_k = p_k Σ_{j≠k} y_j − y_k (1 − p_k): no digit is lost for
    # confident softmaxes.
    p, not_p = _softmax_and_others(xp, z)
    return p * _others(xp, y) - y * not_p


def _categorical_logit_curvature(
    xp: Any, y: Array, z: Array, label_smoothing: float = 0.0
) -> Array:
    p, not_p = _softmax_and_others(xp, z)
    return p * not_p * xp.sum(_smoothed(y, label_smoothing), axis=-1, keepdims=True)


CATEGORICAL = Kernel(
    _categorical,
    _categorical_slope,
    _categorical_curvature,
    "crossentropy.categorical",
    y_true=DISTRIBUTION,
    y_pred=DISTRIBUTION,
    hint=LOGITS,
)


@loss(
    CATEGORICAL,
    from_logits=Kernel(
        _categorical_logit,
        _categorical_logit_slope,
        _categorical_logit_curvature,
        "crossentropy.categorical_logits",
        y_true=DISTRIBUTION,
        y_pred=SCORES,
    ),
)
def categorical_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Categorical cross-entropy (CCE) of target distributions.

    .. math::
        \ell(y, p) = -\sum_k y_k \ln p_k,
        \qquad p = \operatorname{softmax}(z) \text{ for logits } z

    The negative log-likelihood of a categorical variable, in nats, averaged over the target
    distribution. With respect to logits its gradient is p − y. Nothing is clipped.

    Parameters
    ----------
    y_true : array_like, shape (..., C)
        Target distributions, the classes along `axis`; one-hot rows for labels.
    y_pred : array_like of the same shape
        Predicted distributions p; with `from_logits`, real logits z. A class masked by a logit
        of −inf has probability 0.
    from_logits : bool
        Whether `y_pred` holds logits.
    label_smoothing : float
        ε, the part of the target that is spread evenly over the classes, 0 ≤ ε < 1: the target is
        (1 − ε)y + ε/C.
    axis : int
        The axis that holds the classes.

    Examples
    --------
    >>> from lossbook import categorical_crossentropy
    >>> categorical_crossentropy([[0.5, 0.5, 0.0]], [[0.25, 0.25, 0.5]])
    1.3862943611198906
    >>> categorical_crossentropy([[0, 1]], [[0.0, 1000.0]], from_logits=True)
    0.0
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        link=link("from_logits", from_logits),
        label_smoothing=below_one("label_smoothing", label_smoothing),
    )


# --- sparse ------------------------------------------------------------------------------


def _true_class(xp: Any, t: Array, a: Array) -> Array:
    return xp.arange(a.shape[-1])[None, :] == t[:, None]


def _one_hot(xp: Any, t: Array, a: Array) -> Array:
    return xp.astype(_true_class(xp, t, a), a.dtype)


def _sparse(xp: Any, t: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    if label_smoothing != 0:  # then no target is 0, and there is nothing to leave out
        return _categorical(xp, _one_hot(xp, t, q), q, label_smoothing)
    return xp.abs(xp.log(xp.take_along_axis(q, t[:, None], axis=-1)[:, 0]))  # −ln q = |ln q|


def _sparse_slope(xp: Any, t: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    if label_smoothing != 0:
        return _categorical_slope(xp, _one_hot(xp, t, q), q, label_smoothing)
    return xp.where(_true_class(xp, t, q), -1 / q, 0.0)


def _sparse_curvature(xp: Any, t: Array, q: Array, label_smoothing: float = 0.0) -> Array:
    if label_smoothing != 0:
        return _categorical_curvature(xp, _one_hot(xp, t, q), q, label_smoothing)
    return xp.where(_true_class(xp, t, q), 1 / q / q, 0.0)


def _sparse_logit(xp: Any, t: Array, z: Array, label_smoothing: float = 0.0) -> Array:
    if label_smoothing != 0:
        return _categorical_logit(xp, _one_hot(xp, t, z), z, label_smoothing)
    return _surprisal(xp, z, xp.take_along_axis(z, t[:, None], axis=-1))[:, 0]


def _sparse_logit_slope(xp: Any, t: Array, z: Array, label_smoothing: float = 0.0) -> Array:
    if label_smoothing != 0:
        return _categorical_logit_slope(xp, _one_hot(xp, t, z), z, label_smoothing)
    # p_k = e_k/(1 + rest); for the true class −(1 − p_t), without a difference
    # of near-equals.
    exponentials, rest = _exponentials(xp, z)
    true = xp.take_along_axis(exponentials, t[:, None], axis=-1)
    numerators = xp.where(_true_class(xp, t, z), (true - 1) - rest, exponentials)
    return numerators / (1 + rest)


def _sparse_logit_curvature(xp: Any, t: Array, z: Array, label_smoothing: float = 0.0) -> Array:
    p, not_p = _softmax_and_others(xp, z)  # whatever the target: it enters the slope linearly
    return p * not_p


@loss(
    Kernel(
        _sparse,
        _sparse_slope,
        _sparse_curvature,
        "crossentropy.sparse",
        y_true=LABEL,
        y_pred=DISTRIBUTION,
        hint=LOGITS,
        truth_hint=IGNORED,
    ),
    from_logits=Kernel(
        _sparse_logit,
        _sparse_logit_slope,
        _sparse_logit_curvature,
        "crossentropy.sparse_logits",
        y_true=LABEL,
        y_pred=SCORES,
        truth_hint=IGNORED,
    ),
)
def sparse_categorical_crossentropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Sparse categorical cross-entropy: the same loss, with labels for one-hot rows.

    .. math::
        \ell(t, p) = -\ln p_t,
        \qquad \ell(t, z) = \ln \sum_k e^{z_k} - z_t \text{ for logits } z

    Equal to :obj:`categorical_crossentropy` of the one-hot target to the last bit, without
    building it.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., C)
        Predicted distributions p, the classes along `axis`; with `from_logits`, real logits z.
        A class masked by a logit of −inf has probability 0.
    from_logits : bool
        Whether `y_pred` holds logits.
    label_smoothing : float
        ε, the part of the target that is spread evenly over the classes, 0 ≤ ε < 1: the target is
        (1 − ε)y + ε/C.
    ignore_index : int, optional
        A label whose samples are out, as if their weight were 0; it need not be one of the classes.
    axis : int
        The axis of `y_pred` that holds the classes.

    Examples
    --------
    >>> from lossbook import sparse_categorical_crossentropy
    >>> sparse_categorical_crossentropy([1], [[0.5, 0.5, 0.0]])
    0.6931471805599453
    >>> print(f"{sparse_categorical_crossentropy([0], [[50.0, 0.0]], from_logits=True):.6e}")
    1.928750e-22
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        link=link("from_logits", from_logits),
        ignore=label("ignore_index", ignore_index),
        label_smoothing=below_one("label_smoothing", label_smoothing),
    )
