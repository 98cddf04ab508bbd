"""Losses of embeddings: of distances one by one, of features and centres, of whole batches."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import (
    BINARY,
    FEATURES,
    LABEL,
    NON_NEGATIVE,
    Arguments,
    Kernel,
    Reduction,
    as_real,
    flag,
    one_of,
    positive,
)
from lossbook.engine import KernelArray as Array
from lossbook.losses._crossentropy import _categorical_logit, _categorical_logit_slope

# Numbers evaluated at a time, however large a batch is: of its n³ triplets, or
# n²d differences.
CELLS = 2**16

# --- contrastive -------------------------------------------------------------------------


def _contrastive(xp: Any, y: Array, d: Array, margin: float) -> Array:
    gap = xp.where(y == 1, d, xp.maximum(margin - d, 0.0))
    return gap * gap / 2


def _contrastive_slope(xp: Any, y: Array, d: Array, margin: float) -> Array:
    return xp.where(y == 1, d, 0.0 - xp.maximum(margin - d, 0.0))


def _contrastive_curvature(xp: Any, y: Array, d: Array, margin: float) -> Array:
    bend = xp.astype((y == 1) | (d < margin), d.dtype)
    return xp.where(xp.isnan(d), d, bend)


@loss(
    Kernel(
        _contrastive,
        _contrastive_slope,
        _contrastive_curvature,
        "embedding.contrastive",
        y_true=BINARY,
        y_pred=NON_NEGATIVE,
    )
)
def contrastive(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Contrastive loss of distances.

    .. math:: \ell(y, d) = \tfrac12 \left(y\, d^2 + (1 - y) \max(0,\; m - d)^2\right)

    What belongs together is drawn together, what does not is pushed apart as far as the margin
    [1]_, where y is 1 for what belongs together (there it is 0).

    Parameters
    ----------
    y_true : array_like
        1 for two of the same kind, 0 for two of different kinds.
    y_pred : array_like of the same shape
        Distances d ≥ 0.
    margin : float
        The distance m > 0 from which on two different ones cost nothing.

    References
    ----------
    .. [1] R. Hadsell, S. Chopra, Y. LeCun, "Dimensionality reduction by learning an invariant
       mapping", CVPR 2006, 1735–1742, equation 4.

    Examples
    --------
    >>> from lossbook import contrastive
    >>> contrastive([1, 0, 0], [0.5, 0.5, 2.0], reduction="none")
    array([0.125, 0.125, 0.   ])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, margin=positive("margin", margin))


# --- center loss -------------------------------------------------------------------------


def _center_loss(xp: Any, t: Array, x: Array, centers: Array) -> Array:
    away = x - xp.take(centers, t, axis=0)
    return xp.sum(away * away, axis=-1) / 2


def _center_loss_slope(xp: Any, t: Array, x: Array, centers: Array) -> Array:
    return x - xp.take(centers, t, axis=0)


def _center_loss_curvature(xp: Any, t: Array, x: Array, centers: Array) -> Array:
    away = x - xp.take(centers, t, axis=0)
    return xp.where(xp.isnan(away), away, 1.0)


@loss(
    Kernel(
        _center_loss,
        _center_loss_slope,
        _center_loss_curvature,
        "embedding.center_loss",
        y_true=LABEL,
        y_pred=FEATURES,
    )
)
def center_loss(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    centers: ArrayLike,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Center loss: half the squared distance from the centre of the class.

    .. math:: \ell(t, x) = \tfrac12 \lVert x - c_t \rVert^2

    It is added to a softmax loss, which does not draw a class together by itself [1]_. Centres are
    held fixed; the gradient by centre k is −Σ(x − c_k) over its samples.

    Parameters
    ----------
    y_true : array_like of int, shape (...)
        Labels t, 0 … C−1.
    y_pred : array_like, shape (..., d)
        Features x, real numbers.
    centers : array_like, shape (C, d)
        The centres c of the classes.

    References
    ----------
    .. [1] Y. Wen, K. Zhang, Z. Li, Y. Qiao, "A discriminative feature learning approach for deep
       face recognition", ECCV 2016, 499–515, equation 2.

    Examples
    --------
    >>> from lossbook import center_loss
    >>> center_loss([0, 1], [[1, 2], [3, 0]], centers=[[0, 0], [2, 1]], reduction="sum")
    3.5
    """
    shape, rows = _shape("centers", centers), _shape("y_pred", y_pred)
    if len(shape) != 2 or shape[1:] != rows[-1:] or shape[0] == 0:
        raise ValueError(
            f"centers has shape {shape} and y_pred {rows}; expected "
            "centers of shape (C, d), a row of the d features of y_pred for each class"
        )
    return Arguments(
        y_true, y_pred, sample_weight, reduction, whole={"centers": centers}, labels=shape[0]
    )


def _shape(name: str, x: ArrayLike) -> tuple[int, ...]:
    """Return the shape of an array; TypeError or ValueError where it has none."""
    shape = tuple(getattr(x, "shape", (None,)))
    return as_real(name, x).shape if None in shape else shape  # a ragged tensor's has None too


# --- distances ---------------------------------------------------------------------------


def _length(xp: Any, v: Array) -> Array:
    """Return ‖v‖ along the last axis, which stays; no square overflows."""
    largest = xp.max(xp.abs(v), axis=-1, keepdims=True)
    usable = (largest > 0) & (largest < inf)
    unit = xp.where(usable, largest, xp.ones_like(largest))
    return unit * xp.sqrt(xp.sum((v / unit) ** 2, axis=-1, keepdims=True))


def _direction(xp: Any, x: Array) -> tuple[Array, Array]:
    """Return x/‖x‖ row by row, and ‖x‖. A row of zeros stays as it is."""
    length = _length(xp, x)
    return x / xp.where(length == 0, xp.ones_like(length), length), length


def _direction_slope(xp: Any, u: Array, length: Array, slope: Array) -> Array:
    """Return the slope by x, from that by u = x/‖x‖. By a row of zeros it is 0."""
    across = slope - u * xp.sum(u * slope, axis=-1, keepdims=True)
    return xp.where(length == 0, 0.0, across / length)


def _blocks(x: Array, cells: int) -> Iterator[slice]:
    """Yield the rows in slices: each row takes so many cells, and a slice `CELLS`."""
    step = max(1, CELLS // cells)
    for start in range(0, x.shape[0], step):
        yield slice(start, min(start + step, x.shape[0]))


def _between(xp: Any, x: Array, distance: str) -> Iterator[tuple[slice, Array, Array]]:
    """Yield some rows, their differences from all rows, and their distances."""
    for a in _blocks(x, x.shape[0] * x.shape[1]):
        v = x[a, None, :] - x[None, :, :]
        d = _length(xp, v) if distance == "euclidean" else xp.sum(v * v, axis=-1, keepdims=True)
        yield a, v, d


def _distances(xp: Any, x: Array, distance: str) -> Array:
    """Return the distances of all rows from all, (n, n)."""
    if distance == "cosine":  # 1 − cos = ½‖u − v‖² of the directions, in which nothing cancels
        u, length = _direction(xp, x)
        half = _distances(xp, u, "squared_euclidean") / 2
        return xp.where((length == 0) | (length.T == 0), xp.ones_like(half), half)
    return xp.concat([d[:, :, 0] for _, _, d in _between(xp, x, distance)], axis=0)


def _distances_slope(xp: Any, x: Array, distance: str, weight: Array) -> Array:
    """Return the derivative by x of Σ w_ij·d(x_i, x_j); that of the distance of equals is 0."""
    both = weight + weight.T
    if distance == "cosine":
        u, length = _direction(xp, x)
        both = xp.where((length == 0) | (length.T == 0), 0.0, both)
        # Each pair is met from both sides, so half of what is met; and half of
        # ‖u − v‖².
        slope = _distances_slope(xp, u, "squared_euclidean", both / 4)
        return _direction_slope(xp, u, length, slope)
    slopes = []
    for a, v, d in _between(xp, x, distance):
        by_a = v / xp.where(d == 0, xp.ones_like(d), d) if distance == "euclidean" else 2 * v
        slopes.append(xp.sum(both[a, :, None] * by_a, axis=1))
    return xp.concat(slopes, axis=0)


# --- triplets ----------------------------------------------------------------------------


def _chosen(xp: Any, positive: Array, negative: Array, d: Array, mining: str) -> Array:
    """Return which triplets (a, p, n) are looked at, of the distances of anchors a from all."""
    ps, ns, d_p, d_n = positive[:, :, None], negative[:, None, :], d[:, :, None], d[:, None, :]
    if mining in ("all", "active"):
        return ps & ns
    everyone = xp.arange(d.shape[1])
    farthest_n = xp.argmax(xp.where(negative, d, -inf), axis=-1)[:, None, None]
    if mining == "hard":
        p = xp.argmax(xp.where(positive, d, -inf), axis=-1)[:, None, None]
        n = xp.argmin(xp.where(negative, d, inf), axis=-1)[:, None, None]
        return ps & ns & (everyone[None, :, None] == p) & (everyone[None, None, :] == n)
    beyond = ns & ~(d_n <= d_p)
    nearest = xp.argmin(xp.where(beyond, d_n, inf), axis=-1)[:, :, None]
    n = xp.where(xp.any(beyond, axis=-1)[:, :, None], nearest, farthest_n)
    return ps & ns & (everyone[None, None, :] == n)


def _triplets(
    xp: Any, t: Array, x: Array, distance: str, mining: str
) -> Iterator[tuple[Array, Array]]:
    """Yield which triplets are looked at, and their d_ap − d_an, for some anchors at a time."""
    d = _distances(xp, x, distance)
    itself = xp.arange(x.shape[0])
    for a in _blocks(x, x.shape[0] ** 2):
        same = t[a, None] == t[None, :]
        positive = same & (itself[a, None] != itself[None, :])
        yield _chosen(xp, positive, ~same, d[a, :], mining), d[a, :, None] - d[a, None, :]


def _triplet_margin(
    xp: Any, t: Array, x: Array, margin: float, distance: str, mining: str, soft: bool
) -> tuple[Array, Array]:
    total, count = 0.0, 0.0
    for chosen, excess in _triplets(xp, t, x, distance, mining):
        if soft:  # ln(1 + e^excess), a sum of two terms ≥ 0
            cost = xp.log1p(xp.exp(-xp.abs(excess))) + xp.maximum(excess, 0.0)
        else:
            cost = xp.maximum(excess + margin, 0.0)
        counted = chosen & (cost > 0) if mining == "active" and not soft else chosen
        total = total + xp.sum(xp.where(chosen, cost, 0.0))
        count = count + xp.sum(xp.astype(counted, x.dtype))
    return total, count


def _triplet_margin_slope(
    xp: Any, t: Array, x: Array, margin: float, distance: str, mining: str, soft: bool
) -> Array:
    weights = []
    for chosen, excess in _triplets(xp, t, x, distance, mining):
        if soft:
            tail = xp.exp(-xp.abs(excess))
            by_d = xp.where(excess < 0, tail, 1.0) / (1 + tail)
        else:
            by_d = xp.sign(xp.maximum(excess + margin, 0.0))
        by_d = xp.where(chosen, by_d, 0.0)
        weights.append(xp.sum(by_d, axis=2) - xp.sum(by_d, axis=1))
    return _distances_slope(xp, x, distance, xp.concat(weights, axis=0))


def _lacks_positives(labels: Any) -> str:
    """Return what is wrong with NumPy's labels of which no two are alike, or ""."""
    if np.unique(labels).size < labels.size:
        return ""
    return "no two labels are equal; expected at least one pair of the same class"


def _lacks_triplets(labels: Any) -> str:
    """Return what is wrong with labels that make no triplet, or ""."""
    if labels.min() == labels.max() and labels.size > 1:
        return f"all labels are {labels[0]}; expected at least one of another class"
    return _lacks_positives(labels)


@loss(
    Kernel(
        _triplet_margin,
        _triplet_margin_slope,
        None,
        "embedding.triplet_margin",
        y_true=LABEL,
        y_pred=FEATURES,
        batch=True,
        lacks=_lacks_triplets,
    )
)
def triplet_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.2,
    distance: Literal["euclidean", "squared_euclidean", "cosine"] = "euclidean",
    mining: Literal["all", "active", "hard", "semihard"] = "all",
    soft: bool = False,
    reduction: Literal["mean", "sum"] = "mean",
) -> Arguments:
    r"""Triplet loss of a batch of embeddings.

    .. math:: \ell = \max(0,\; d(x_a, x_p) - d(x_a, x_n) + m)

    An anchor a has to be nearer, by the margin, to a positive p of its own class than to a
    negative n of another [1]_. With `soft` a triplet costs ln(1 + exp(d_ap − d_an)), without a
    margin [2]_. The loss is the mean over the triplets that `mining` looks at; the embeddings are
    taken as they are. The distance of two equal ones has the gradient 0.

    Parameters
    ----------
    y_true : array_like of int, shape (n,)
        Labels; two of the same class, and another one, are needed.
    y_pred : array_like, shape (n, d)
        Embeddings x, real numbers.
    margin : float
        m > 0; without effect where `soft`.
    distance : {"euclidean", "squared_euclidean", "cosine"}
        ‖u − v‖, its square, or 1 − cos. A row of zeros has cosine 0 with all others.
    mining : {"all", "active", "hard", "semihard"}
        Over which triplets the mean is taken: all; those that cost something (0 if none does);
        each anchor's farthest positive with its nearest negative; each anchor's and positive's
        nearest negative that is farther than the positive, or, where none is, the farthest.
        Of equals the first.
    soft : bool
        Whether to take the smooth form.
    reduction : {"mean", "sum"}
        The mean over those triplets, or their sum.

    Returns
    -------
    float
        From arrays of PyTorch, JAX or another library of the array standard, an array of that
        library; Dask's have to be computed first.

    Raises
    ------
    ValueError
        If the shapes do not fit, or no triplet can be made.
    TypeError
        If an array does not hold real numbers.

    References
    ----------
    .. [1] F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet: a unified embedding for face
       recognition and clustering", CVPR 2015, 815–823.
    .. [2] A. Hermans, L. Beyer, B. Leibe, "In defense of the triplet loss for person
       re-identification", arXiv:1703.07737, 2017.

    Examples
    --------
    >>> from lossbook import triplet_margin
    >>> triplet_margin([0, 0, 1], [[0.0, 0.0], [3.0, 4.0], [0.0, 2.0]], margin=1.0, reduction="sum")
    6.39444872453601
    """
    return Arguments(
        y_true,
        y_pred,
        None,
        reduction,
        margin=positive("margin", margin),
        distance=one_of("distance", distance, ("euclidean", "squared_euclidean", "cosine")),
        mining=one_of("mining", mining, ("all", "active", "hard", "semihard")),
        soft=flag("soft", soft),
    )


# --- supervised contrastive --------------------------------------------------------------


def _contrasts(
    xp: Any, t: Array, x: Array, temperature: float
) -> tuple[Array, Array, Array, Array]:
    """Return logits (−inf by itself), targets, directions, lengths.

    The targets of an anchor without a positive are 0, and so is its
    cross-entropy.
    """
    u, length = _direction(xp, x)
    itself = xp.arange(x.shape[0])
    other = itself[:, None] != itself[None, :]
    positive = xp.astype((t[:, None] == t[None, :]) & other, x.dtype)
    positives = xp.sum(positive, axis=-1, keepdims=True)
    target = positive / xp.maximum(positives, 1.0)
    return xp.where(other, (u @ u.T) / temperature, -inf), target, u, length


def _supervised_contrastive(
    xp: Any,
    t: Array,
    x: Array,
    temperature: float,
) -> tuple[Array, Array]:
    z, target, _, _ = _contrasts(xp, t, x, temperature)
    anchors = xp.sum(xp.astype(xp.any(target > 0, axis=-1), x.dtype))
    return xp.sum(_categorical_logit(xp, target, z)), anchors


def _supervised_contrastive_slope(xp: Any, t: Array, x: Array, temperature: float) -> Array:
    z, target, u, length = _contrasts(xp, t, x, temperature)
    by_z = _categorical_logit_slope(xp, target, z)
    return _direction_slope(xp, u, length, (by_z + by_z.T) @ u / temperature)


@loss(
    Kernel(
        _supervised_contrastive,
        _supervised_contrastive_slope,
        None,
        "embedding.supervised_contrastive",
        y_true=LABEL,
        y_pred=FEATURES,
        batch=True,
        lacks=_lacks_positives,
    )
)
def supervised_contrastive(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    temperature: float = 0.1,
    reduction: Literal["mean", "sum"] = "mean",
) -> Arguments:
    r"""Supervised contrastive loss of a batch of embeddings.

    .. math::
        \ell_a = -\frac{1}{|P_a|} \sum_{p \in P_a}
        \ln \frac{e^{s_{ap}/\tau}}{\sum_{k \neq a} e^{s_{ak}/\tau}},
        \qquad s_{ak} = \cos(x_a, x_k), \quad P_a = \{p \neq a : t_p = t_a\}

    averaged over the anchors that have a positive [1]_. The embeddings are normalised inside. Each
    positive also stands in the sums of the others, so that the loss is not 0 at its least; with
    one positive each it is the NT-Xent of SimCLR.

    Parameters
    ----------
    y_true : array_like of int, shape (n,)
        Labels; two of the same class are needed.
    y_pred : array_like, shape (n, d)
        Embeddings x, real numbers, of any length. A row of zeros, which has no direction, has
        cosine 0 with all others, and its gradient is 0.
    temperature : float
        τ > 0, by which the cosines are divided.
    reduction : {"mean", "sum"}
        The mean over the anchors that have a positive, or their sum.

    Returns
    -------
    float
        From arrays of PyTorch, JAX or another library of the array standard, an array of that
        library; Dask's have to be computed first.

    Raises
    ------
    ValueError
        If the shapes do not fit, or no two labels are equal.
    TypeError
        If an array does not hold real numbers.

    References
    ----------
    .. [1] P. Khosla, P. Teterwak, C. Wang, A. Sarna, Y. Tian, P. Isola, A. Maschinot, C. Liu,
       D. Krishnan, "Supervised contrastive learning", NeurIPS 33 (2020), 18661–18673, equation 2.

    Examples
    --------
    >>> from lossbook import supervised_contrastive
    >>> z = [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [-0.6, 0.8]]
    >>> print(f"{supervised_contrastive([0, 0, 1, 1], z, temperature=0.5):.6f}")
    0.430190
    """
    return Arguments(
        y_true, y_pred, None, reduction, temperature=positive("temperature", temperature)
    )
