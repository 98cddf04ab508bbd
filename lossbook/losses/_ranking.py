"""Losses of lists, which ask for an order of items: by pairs, or of the list as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, log
from typing import Any

from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import GAINS, ITEMS, Arguments, Kernel, Reduction, positive
from lossbook.engine import KernelArray as Array
from lossbook.losses._crossentropy import (
    _categorical_logit,
    _categorical_logit_slope,
    _softmax_and_others,
    _surprisal,
)

# Pairs of items evaluated at a time, however long a list is: no temporary is
# larger.
PAIRS = 2**16

# --- pairs -------------------------------------------------------------------------------


def _blocks(s: Array) -> Iterator[slice]:
    """Yield the items in slices: those of one make `PAIRS` pairs with all."""
    lists, items = s.shape
    step = max(1, PAIRS // (lists * items))
    for start in range(0, items, step):
        yield slice(start, min(start + step, items))


def _against_others(
    xp: Any,
    y: Array,
    s: Array,
    where: Array,
    pair: Callable[[slice, Array, Array], Array],
) -> Array:
    """Return for every item i the sum of `pair` over items j of other relevance.

    `pair(i, order, lead)` gets sign(y_i − y_j) and by how much the better one
    leads in score. Over all items a pair is met twice, from either side.
    """
    sums = []
    for i in _blocks(s):
        # By a nan relevance it is nan, and so is what is made of it.
        apart = y[:, i, None] - y[:, None, :]
        order = xp.where(apart > 0, 1.0, xp.where(apart < 0, -1.0, apart))
        order = xp.where(where[:, i, None] & where[:, None, :], order, 0.0)
        # 0 also where both are infinite.
        s_i, s_j = s[:, i, None], s[:, None, :]
        lead = order * xp.where(s_i == s_j, 0.0, s_i - s_j)
        costs = xp.where(order == 0, 0.0, pair(i, order, lead))
        sums.append(xp.sum(costs, axis=-1))
    return xp.concat(sums, axis=1)


def _pairs(xp: Any, y: Array, s: Array, where: Array) -> Array:
    """Return how many pairs a list has, (n, 1); 1 where there is none."""

    def met(i: slice, order: Array, lead: Array) -> Array:
        return xp.abs(order)

    times = _against_others(xp, y, s, where, met)
    return xp.maximum(xp.sum(times, axis=-1, keepdims=True) / 2, 1.0)


def _softplus(xp: Any, z: Array) -> Array:
    """Return ln(1 + eᶻ), a sum of two terms ≥ 0."""
    return xp.log1p(xp.exp(-xp.abs(z))) + xp.maximum(z, 0.0)


def _sigmoid(xp: Any, z: Array) -> Array:
    tail = xp.exp(-xp.abs(z))
    return xp.where(z < 0, tail, 1.0) / (1 + tail)


def _sigmoid_slope(xp: Any, z: Array) -> Array:
    tail = xp.exp(-xp.abs(z))
    return tail / (1 + tail) ** 2


def _ranknet(xp: Any, y: Array, s: Array, where: Array) -> Array:
    costs = _against_others(xp, y, s, where, lambda i, order, lead: _softplus(xp, -lead))
    return xp.sum(costs / 2, axis=-1) / _pairs(xp, y, s, where)[:, 0]


def _ranknet_slope(xp: Any, y: Array, s: Array, where: Array) -> Array:
    slopes = _against_others(xp, y, s, where, lambda i, order, lead: -order * _sigmoid(xp, -lead))
    return slopes / _pairs(xp, y, s, where)


def _ranknet_curvature(xp: Any, y: Array, s: Array, where: Array) -> Array:
    bends = _against_others(xp, y, s, where, lambda i, order, lead: _sigmoid_slope(xp, lead))
    return bends / _pairs(xp, y, s, where)


@loss(
    Kernel(
        _ranknet,
        _ranknet_slope,
        _ranknet_curvature,
        "ranking.ranknet",
        y_true=ITEMS,
        y_pred=ITEMS,
        lists=True,
    )
)
def ranknet(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    where: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""RankNet: the logistic loss of the pairs of a list.

    .. math::
        \ell(y, s) = \frac{1}{|P|} \sum_{(i, j) \in P} \ln\left(1 + e^{s_j - s_i}\right),
        \qquad P = \{(i, j) : y_i > y_j\}

    The negative log-likelihood of the order of each pair in the model of Bradley and Terry, where
    i comes before j with probability σ(s_i − s_j) [1]_; averaged over the pairs that differ in
    relevance. A list without one costs 0.

    Parameters
    ----------
    y_true : array_like, shape (..., n)
        Relevances y, real numbers: larger is better. Only their order matters.
    y_pred : array_like of the same shape
        Scores s, real numbers.
    axis : int
        The axis that holds the items of a list.
    where : array_like of bool of the same shape, optional
        Which items are there: lists of unequal length are filled up to one length. What stands
        in the other places does not matter, and their gradient is 0.

    References
    ----------
    .. [1] C. Burges, T. Shaked, E. Renshaw, A. Lazier, M. Deeds, N. Hamilton, G. Hullender,
       "Learning to rank using gradient descent", ICML 2005, 89–96.

    Examples
    --------
    >>> from lossbook import ranknet
    >>> print(f"{ranknet([[2, 1, 0]], [[2.0, 1.0, 3.0]]):.6f}")
    1.251150
    >>> ranknet([[1, 1]], [[0.0, 5.0]])
    0.0
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, where=where)


def _pairwise_hinge(
    xp: Any,
    y: Array,
    s: Array,
    where: Array,
    margin: float,
) -> Array:
    def cost(i: slice, order: Array, lead: Array) -> Array:
        return xp.maximum(margin - lead, 0.0)

    costs = _against_others(xp, y, s, where, cost)
    return xp.sum(costs / 2, axis=-1) / _pairs(xp, y, s, where)[:, 0]


def _pairwise_hinge_slope(xp: Any, y: Array, s: Array, where: Array, margin: float) -> Array:
    def slope(i: slice, order: Array, lead: Array) -> Array:
        return xp.where(xp.isnan(lead), lead, xp.where(lead < margin, -order, 0.0))

    return _against_others(xp, y, s, where, slope) / _pairs(xp, y, s, where)


def _pairwise_hinge_curvature(xp: Any, y: Array, s: Array, where: Array, margin: float) -> Array:
    slope = _pairwise_hinge_slope(xp, y, s, where, margin)
    return xp.where(xp.isnan(slope), slope, 0.0)  # straight between the kinks; nan propagates


@loss(
    Kernel(
        _pairwise_hinge,
        _pairwise_hinge_slope,
        _pairwise_hinge_curvature,
        "ranking.pairwise_hinge",
        y_true=ITEMS,
        y_pred=ITEMS,
        lists=True,
    )
)
def pairwise_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    axis: int = -1,
    where: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Pairwise hinge loss of a list.

    .. math::
        \ell(y, s) = \frac{1}{|P|} \sum_{(i, j) \in P} \max\left(0,\; m - (s_i - s_j)\right),
        \qquad P = \{(i, j) : y_i > y_j\}

    The loss of the ranking support vector machine [1]_: a pair is free once the better item leads
    by the margin. At that kink the gradient is 0. A list without such a pair costs 0.

    Parameters
    ----------
    y_true : array_like, shape (..., n)
        Relevances y, real numbers: larger is better. Only their order matters.
    y_pred : array_like of the same shape
        Scores s, real numbers.
    margin : float
        The lead m > 0 from which on a pair is free.
    axis : int
        The axis that holds the items of a list.
    where : array_like of bool of the same shape, optional
        Which items are there, as in :obj:`ranknet`.

    References
    ----------
    .. [1] R. Herbrich, T. Graepel, K. Obermayer, "Large margin rank boundaries for ordinal
       regression", in *Advances in Large Margin Classifiers*, MIT Press, 2000, 115–132.

    Examples
    --------
    >>> from lossbook import pairwise_hinge
    >>> pairwise_hinge([[2, 1, 0]], [[2.0, 1.5, 0.0]], reduction="none")
    array([0.16666667])
    """
    return Arguments(
        y_true,
        y_pred,
        sample_weight,
        reduction,
        axis=axis,
        where=where,
        margin=positive("margin", margin),
    )


# --- LambdaRank --------------------------------------------------------------------------


def _ranks(xp: Any, s: Array, where: Array) -> Array:
    """Return the ranks 1, 2, … of the items by score, equal scores in the order given."""
    place = xp.arange(s.shape[-1])
    ranks = []
    for i in _blocks(s):
        s_i, s_j = s[:, i, None], s[:, None, :]
        before = (s_j > s_i) | ((s_j == s_i) & (place[None, None, :] < place[None, i, None]))
        ranks.append(xp.sum(xp.astype(where[:, None, :] & before, s.dtype), axis=-1) + 1)
    return xp.concat(ranks, axis=1)


def _gain_over(xp: Any, better: Array, worse: Array, top: Array) -> Array:
    """Return (2^better − 2^worse)/2^top: it cannot overflow, and nothing cancels."""
    return 2.0 ** (better - top) * -xp.expm1((worse - better) * log(2))


def _swaps(xp: Any, y: Array, s: Array, where: Array) -> Callable[[slice], Array]:
    """Return, as a function of some items i, |ΔNDCG| of exchanging the places of i and any j."""
    top = xp.max(y, axis=-1, keepdims=True)  # an item that is not there has y = 0, and no gain
    ideal = -xp.sort(-_gain_over(xp, y, xp.zeros_like(y), top), axis=-1)
    place = xp.astype(xp.arange(y.shape[-1]), y.dtype)[None, :] + 1
    ideal = xp.sum(ideal / xp.log2(1 + place), axis=-1, keepdims=True)[:, :, None]
    rank = _ranks(xp, s, where)

    def swap(i: slice) -> Array:
        y_i, y_j, r_i, r_j = y[:, i, None], y[:, None, :], rank[:, i, None], rank[:, None, :]
        gain = _gain_over(xp, xp.maximum(y_i, y_j), xp.minimum(y_i, y_j), top[:, :, None])
        # |1/log₂(1 + r_i) − 1/log₂(1 + r_j)| without the difference of
        # near-equals
        apart = xp.log1p(xp.abs(r_i - r_j) / (1 + xp.minimum(r_i, r_j))) / log(2)
        return gain * (apart / xp.log2(1 + r_i) / xp.log2(1 + r_j)) / ideal

    return swap


def _lambdarank(xp: Any, y: Array, s: Array, where: Array) -> Array:
    swap = _swaps(xp, y, s, where)
    costs = _against_others(xp, y, s, where, lambda i, order, lead: swap(i) * _softplus(xp, -lead))
    return xp.sum(costs / 2, axis=-1)


def _lambdarank_slope(xp: Any, y: Array, s: Array, where: Array) -> Array:
    swap = _swaps(xp, y, s, where)
    return _against_others(
        xp, y, s, where, lambda i, order, lead: -order * swap(i) * _sigmoid(xp, -lead)
    )


def _lambdarank_curvature(xp: Any, y: Array, s: Array, where: Array) -> Array:
    swap = _swaps(xp, y, s, where)
    return _against_others(
        xp, y, s, where, lambda i, order, lead: swap(i) * _sigmoid_slope(xp, lead)
    )


@loss(
    Kernel(
        _lambdarank,
        _lambdarank_slope,
        _lambdarank_curvature,
        "ranking.lambdarank",
        y_true=GAINS,
        y_pred=ITEMS,
        lists=True,
    )
)
def lambdarank(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    where: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""LambdaRank: RankNet's pairs, weighted by what exchanging them does to NDCG.

    .. math::
        \ell(y, s) = \sum_{(i, j) : y_i > y_j}
        |\Delta\mathrm{NDCG}_{ij}| \ln\left(1 + e^{s_j - s_i}\right),
        \qquad
        |\Delta\mathrm{NDCG}_{ij}| = \frac{\left|2^{y_i} - 2^{y_j}\right|}{\mathrm{DCG}^*}
        \left|\frac{1}{\log_2(1 + r_i)} - \frac{1}{\log_2(1 + r_j)}\right|

    with r the ranks by the current scores, equal scores in the order given, and DCG* the largest
    discounted cumulative gain, Σ (2^y − 1)/log₂(1 + rank) over the items in the order of their
    relevance [1]_. Gradient and hessian hold the weights fixed: they are the λ of LambdaRank, and
    the value is what they are the derivatives of between two exchanges. It is a sum over the
    pairs. A list without a pair that differs in relevance costs 0.

    Parameters
    ----------
    y_true : array_like, shape (..., n)
        Relevances y ≥ 0, such as grades 0 … 4.
    y_pred : array_like of the same shape
        Scores s, real numbers.
    axis : int
        The axis that holds the items of a list.
    where : array_like of bool of the same shape, optional
        Which items are there, as in :obj:`ranknet`.

    References
    ----------
    .. [1] C. Burges, R. Ragno, Q. Le, "Learning to rank with nonsmooth cost functions", NIPS 19
       (2006), 193–200.

    Examples
    --------
    >>> from lossbook import lambdarank
    >>> print(f"{lambdarank([[2, 0, 1]], [[0.5, 1.5, 0.0]]):.6f}")
    0.668949
    >>> lambdarank.gradient([[2, 0, 1]], [[0.5, 1.5, 0.0]]).round(4)
    array([[-0.2502,  0.3355, -0.0854]])
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, where=where)


# --- ListNet -----------------------------------------------------------------------------


def _top_one(xp: Any, y: Array, s: Array, where: Array) -> tuple[Array, Array, Array]:
    """Return softmax(y) and the scores, −inf for items not there; and what a list is made of.

    That is, which items are there and not alone: a list of one item has nothing to tell apart.
    """
    target, _ = _softmax_and_others(xp, xp.where(where, y, -inf))
    several = xp.sum(xp.astype(where, s.dtype), axis=-1, keepdims=True) > 1
    return target, xp.where(where, s, -inf), where & several


def _listnet(xp: Any, y: Array, s: Array, where: Array) -> Array:
    target, z, there = _top_one(xp, y, s, where)
    return xp.where(xp.any(there, axis=-1), _categorical_logit(xp, target, z), 0.0)


def _listnet_slope(xp: Any, y: Array, s: Array, where: Array) -> Array:
    target, z, there = _top_one(xp, y, s, where)
    return xp.where(there, _categorical_logit_slope(xp, target, z), 0.0)


def _listnet_curvature(xp: Any, y: Array, s: Array, where: Array) -> Array:
    target, z, there = _top_one(xp, y, s, where)
    p, not_p = _softmax_and_others(xp, z)
    return xp.where(there, xp.where(xp.isnan(target), target, p * not_p), 0.0)


@loss(
    Kernel(
        _listnet,
        _listnet_slope,
        _listnet_curvature,
        "ranking.listnet",
        y_true=ITEMS,
        y_pred=ITEMS,
        lists=True,
    )
)
def listnet(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    where: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""ListNet: cross-entropy of two softmaxes, of relevances and of scores.

    .. math::
        \ell(y, s) = \sum_k q_k \left(\ln \sum_i e^{s_i} - s_k\right),
        \qquad q = \operatorname{softmax}(y)

    The top-one form of [1]_: q_k and softmax(s)_k are the probabilities that item k comes first.
    Its least value is not 0 but the entropy of q, which scores y + constant reach. A list of one
    item costs 0.

    Parameters
    ----------
    y_true : array_like, shape (..., n)
        Relevances y, real numbers. Their differences matter, not only their order.
    y_pred : array_like of the same shape
        Scores s, real numbers.
    axis : int
        The axis that holds the items of a list.
    where : array_like of bool of the same shape, optional
        Which items are there, as in :obj:`ranknet`.

    References
    ----------
    .. [1] Z. Cao, T. Qin, T.-Y. Liu, M.-F. Tsai, H. Li, "Learning to rank: from pairwise approach
       to listwise approach", ICML 2007, 129–136.

    Examples
    --------
    >>> from lossbook import listnet
    >>> print(f"{listnet([[0, 1, 2]], [[2.0, 0.0, 1.0]]):.6f}")
    1.562304
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, where=where)


# --- ListMLE -----------------------------------------------------------------------------


def _stages(
    xp: Any, y: Array, s: Array, where: Array
) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Yield the stages at which the items i of a block are chosen from those not chosen before.

    Each stage is a row of scores, less the largest of those left, and −inf for the others. Beside
    it stand whether i is there at all, which entry is its own, and its own score likewise.
    """
    s = xp.where(xp.isnan(y), y, s)  # where the order is unknown, so is the loss
    place = xp.arange(s.shape[-1])
    for i in _blocks(s):
        y_i, s_i, y_j, s_j = y[:, i, None], s[:, i, None], y[:, None, :], s[:, None, :]
        own, other = place[None, i, None], place[None, None, :]
        gone = (y_j > y_i) | ((y_j == y_i) & (other < own)) | ~where[:, None, :]
        top = xp.max(xp.where(gone, -inf, s_j), axis=-1, keepdims=True)
        below = xp.where(s_j == top, 0.0, s_j - top)  # 0 also where all that are left are infinite
        z, chosen = xp.where(gone, -inf, below), xp.where(s_i == top, 0.0, s_i - top)
        yield where[:, i], other == own, z, chosen


def _listmle(xp: Any, y: Array, s: Array, where: Array) -> Array:
    total = 0.0
    for there, _, z, chosen in _stages(xp, y, s, where):
        cost = _surprisal(xp, z, chosen)[:, :, 0]
        total = total + xp.sum(xp.where(there, cost, 0.0), axis=-1)
    return total


def _listmle_slope(xp: Any, y: Array, s: Array, where: Array) -> Array:
    total = 0.0
    for there, own, z, _ in _stages(xp, y, s, where):
        p, not_p = _softmax_and_others(xp, z)
        slope = xp.where(own, -not_p, p)
        total = total + xp.sum(xp.where(there[:, :, None], slope, 0.0), axis=1)
    return total


def _listmle_curvature(xp: Any, y: Array, s: Array, where: Array) -> Array:
    total = 0.0
    for there, _, z, _ in _stages(xp, y, s, where):
        p, not_p = _softmax_and_others(xp, z)
        total = total + xp.sum(xp.where(there[:, :, None], p * not_p, 0.0), axis=1)
    return total


@loss(
    Kernel(
        _listmle,
        _listmle_slope,
        _listmle_curvature,
        "ranking.listmle",
        y_true=ITEMS,
        y_pred=ITEMS,
        lists=True,
    )
)
def listmle(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    where: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""ListMLE: the negative log-likelihood of an order in the model of Plackett and Luce.

    .. math::
        \ell(y, s) = \sum_{k=1}^{n} \left(\ln \sum_{l=k}^{n} e^{s_{\pi(l)}} - s_{\pi(k)}\right),
        \qquad y_{\pi(1)} \geq y_{\pi(2)} \geq \dots \geq y_{\pi(n)}

    The items are drawn one after the other, each with probability softmax(s) among those left
    [1]_. Equal relevances count as drawn in the order given, so a list of equal items has a loss
    too; a list of one item costs 0.

    Parameters
    ----------
    y_true : array_like, shape (..., n)
        Relevances y, real numbers: larger is better. Only their order matters.
    y_pred : array_like of the same shape
        Scores s, real numbers.
    axis : int
        The axis that holds the items of a list.
    where : array_like of bool of the same shape, optional
        Which items are there, as in :obj:`ranknet`.

    References
    ----------
    .. [1] F. Xia, T.-Y. Liu, J. Wang, W. Zhang, H. Li, "Listwise approach to learning to rank:
       theory and algorithm", ICML 2008, 1192–1199.

    Examples
    --------
    >>> from lossbook import listmle
    >>> print(f"{listmle([[1, 0]], [[100.0, 0.0]]):.6e}")
    3.720076e-44
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis, where=where)
