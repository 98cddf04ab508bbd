"""Entropy, cross-entropy and the divergences between distributions, in nats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lossbook._loss import loss
from lossbook.engine import DISTRIBUTION, Arguments, Kernel, Reduction, evaluate
from lossbook.engine import KernelArray as Array
from lossbook.losses._crossentropy import CATEGORICAL


def _excess(xp: Any, p: Array, q: Array) -> Array:
    """Return p log(p/q) − p + q, which is ≥ 0 and 0 only where p = q.

    Near p = q the three terms cancel. With v = (p − q)/(p + q),
    log(p/q) = 2 artanh v, and the expression is
    v(p − q) + 2p(v³/3 + v⁵/5 + …), as in Loader's deviance (2000).
    """
    ratio = xp.minimum(p, q) / xp.maximum(p, q)  # ≤ 1, so it cannot overflow
    log_ratio = xp.where(p > q, -xp.log(ratio), xp.log(ratio))
    far = xp.where(p == 0, 0.0, p * log_ratio) - (p - q)

    v = (p - q) / (p + q)
    square = v * v
    series = xp.zeros_like(v)
    for k in range(12, 0, -1):  # 4⁻²⁵ is below the rounding of the first term
        series = square * (series + 1 / (2 * k + 1))
    near = v * ((p - q) + 2 * p * series)
    return xp.where(p == q, 0.0, xp.where(xp.abs(v) < 0.25, near, far))


def _kl(xp: Any, p: Array, q: Array) -> Array:
    # Σ p log(p/q) = Σ (p log(p/q) − p + q) + Σ (p − q). The first sum has no
    # negative term; the second is what rounding left in the sums of p and q.
    # Where it would make the divergence of two distributions negative or zero,
    # they are taken to have the same sum.
    divergence = xp.sum(_excess(xp, p, q), axis=-1)
    as_given = divergence + xp.sum(p - q, axis=-1)
    return xp.where(as_given <= 0, divergence, as_given)


def _kl_slope(xp: Any, p: Array, q: Array) -> Array:
    return xp.where(p == 0, 0.0, -p / q)


def _kl_curvature(xp: Any, p: Array, q: Array) -> Array:
    return xp.where(p == 0, 0.0, p / q / q)


@loss(
    Kernel(
        _kl,
        _kl_slope,
        _kl_curvature,
        "information.kl_divergence",
        y_true=DISTRIBUTION,
        y_pred=DISTRIBUTION,
    )
)
def kl_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Arguments:
    r"""Kullback–Leibler divergence of a prediction from the truth.

    .. math:: \mathrm{KL}(y \| p) = \sum_k y_k \ln \frac{y_k}{p_k}

    The cross-entropy less the entropy of the truth, in nats [1]_: never negative, 0 only if the
    two are equal, and not symmetric. A term with y = 0 is 0; one with p = 0 < y is inf.

    Parameters
    ----------
    y_true : array_like, shape (..., C)
        The true distributions, the classes along `axis`.
    y_pred : array_like of the same shape
        The predicted distributions.
    axis : int
        The axis that holds the classes.

    References
    ----------
    .. [1] T. M. Cover, J. A. Thomas, *Elements of Information Theory*, 2nd ed., Wiley, 2006,
       section 2.3.

    Examples
    --------
    >>> from lossbook import kl_divergence
    >>> kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])
    0.14384103622589045
    >>> kl_divergence([[0.5, 0.5]], [[1.0, 0.0]])
    inf
    """
    return Arguments(y_true, y_pred, sample_weight, reduction, axis=axis)


def entropy(p: ArrayLike, *, axis: int = -1) -> Any:
    r"""Return the Shannon entropy of each distribution, in nats.

    .. math:: H(p) = -\sum_k p_k \ln p_k

    Parameters
    ----------
    p : array_like, shape (..., C)
        Distributions along `axis`. 0·log 0 is 0.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a distribution, between 0 and ln C.

    Raises
    ------
    ValueError
        If `p` does not hold distributions or has no such axis.
    TypeError
        If `p` does not hold real numbers.

    Examples
    --------
    >>> from lossbook import entropy
    >>> float(entropy([0.5, 0.5]))
    0.6931471805599453
    """
    return _each(CATEGORICAL, p, p, axis, ("p", "p"))


def cross_entropy(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> Any:
    r"""Return the cross-entropy of each pair of distributions, in nats.

    .. math:: H(p, q) = -\sum_k p_k \ln q_k = H(p) + \mathrm{KL}(p \| q)

    Parameters
    ----------
    p, q : array_like of one shape (..., C)
        Distributions along `axis`: p the truth, q the one that codes it. inf where q = 0 < p.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a pair.

    Raises
    ------
    ValueError
        If the shapes differ, or `p` or `q` does not hold distributions or has no such axis.
    TypeError
        If `p` or `q` does not hold real numbers.

    Examples
    --------
    >>> from lossbook import cross_entropy
    >>> float(cross_entropy([0.5, 0.5], [0.25, 0.75]))
    0.8369882167858358
    """
    return _each(CATEGORICAL, p, q, axis, ("p", "q"))


def _jensen_shannon(xp: Any, p: Array, q: Array) -> Array:
    # A class adds (p log(p/m) + q log(q/m))/2. With v = |p − q|/(p + q) this
    # is m/2 times (1 + v) log(1 + v) + (1 − v) log(1 − v): two terms that
    # cancel near v = 0, where their series 2(v²/2 + v⁴/12 + v⁶/30 + …) does
    # not.
    total = p + q
    low, high = xp.minimum(p, q), xp.maximum(p, q)
    v = xp.where(total == 0, 0.0, (high - low) / total)
    square = v * v
    series = xp.zeros_like(v)
    for k in range(26, 0, -1):  # 2⁻⁵² is the rounding of the first term
        series = square * (series + 1 / (2 * k * (2 * k - 1)))
    far = high * xp.log1p(v) + xp.where(low == 0, 0.0, low * xp.log(2 * low / total))
    return xp.sum(xp.where(v < 0.5, total * series, far), axis=-1) / 2


def _jensen_shannon_slope(xp: Any, p: Array, q: Array) -> Array:
    return xp.where(p == q, 0.0, xp.log1p((q - p) / (p + q)) / 2)  # log(q/m)/2, by q


def jensen_shannon(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> Any:
    r"""Return the Jensen–Shannon divergence of each pair of distributions, in nats.

    .. math::
        \mathrm{JS}(p, q) = \tfrac12 \mathrm{KL}(p \| m) + \tfrac12 \mathrm{KL}(q \| m),
        \qquad m = \tfrac12 (p + q)

    Symmetric, and never more than ln 2 [1]_. (SciPy's ``jensenshannon`` is its square root.)

    Parameters
    ----------
    p, q : array_like of one shape (..., C)
        Distributions along `axis`.
    axis : int
        The axis that holds the classes.

    Returns
    -------
    numpy.floating or numpy.ndarray of shape (...)
        One value a pair.

    Raises
    ------
    ValueError
        If the shapes differ, or `p` or `q` does not hold distributions or has no such axis.
    TypeError
        If `p` or `q` does not hold real numbers.

    References
    ----------
    .. [1] J. Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on
       Information Theory 37 (1991), 145–151.

    Examples
    --------
    >>> from lossbook import jensen_shannon
    >>> float(jensen_shannon([1.0, 0.0], [0.0, 1.0]))
    0.6931471805599453
    """
    return _each(JENSEN_SHANNON, p, q, axis, ("p", "q"))


JENSEN_SHANNON = Kernel(
    _jensen_shannon, _jensen_shannon_slope, None, None, y_true=DISTRIBUTION, y_pred=DISTRIBUTION
)


def _each(kernel: Kernel, p: ArrayLike, q: ArrayLike, axis: int, names: tuple[str, str]) -> Any:
    """Return one value a pair: an array, or for one pair of NumPy's a scalar."""
    values = evaluate(kernel, Arguments(p, q, None, "none", axis=axis, names=names))
    return values[()] if isinstance(values, np.ndarray) else values
