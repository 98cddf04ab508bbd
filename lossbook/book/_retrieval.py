"""How well embeddings find and recognise: retrieval by similarity, verification of pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.engine import as_real

Floats = NDArray[np.float64]


class Roc(NamedTuple):
    """The rates at every threshold: pairs are accepted whose score is at least that."""

    false_accept: Floats  # accepted, of the pairs of different classes
    true_accept: Floats  # accepted, of the pairs of one class
    threshold: Floats  # falling, the first infinite


def recall_at_1(
    labels: ArrayLike, similarities: ArrayLike, *, gallery: ArrayLike | None = None
) -> float:
    """Return the share of queries whose most similar item has their label.

    Parameters
    ----------
    labels : array_like, shape (q,)
        Labels of the queries.
    similarities : array_like, shape (q, g)
        How similar each query is to each item, larger for more; of distances the negative.
    gallery : array_like, shape (g,), optional
        Labels of the items. Without it the queries themselves are the items, and no query finds
        itself: the diagonal is left out.

    Returns
    -------
    float
        In [0, 1]. Items that tie for the first place share it, so that embeddings which are all
        equal get the chance level.

    Raises
    ------
    ValueError
        If the shapes do not fit, a similarity is not finite, or there is nothing to find.
    TypeError
        If the similarities are no real numbers, or more than that, such as a masked array.
    """
    scores, right = _searched(labels, similarities, gallery)
    first = scores == scores.max(axis=1, keepdims=True)
    return float(np.mean((first & right).sum(axis=1) / first.sum(axis=1)))


def mean_average_precision(
    labels: ArrayLike, similarities: ArrayLike, *, gallery: ArrayLike | None = None
) -> float:
    """Return the mean average precision: how far at the top the items of a query's label are.

    A query's average precision is the mean, over the items of its label, of the share of its label
    among the items that are at least as similar (so that of items which tie none is before the
    others, as in scikit-learn's `average_precision_score`).

    Parameters
    ----------
    labels, similarities, gallery
        As in `recall_at_1`.

    Returns
    -------
    float
        In (0, 1], over the queries whose label some item has.

    Raises
    ------
    ValueError
        If the shapes do not fit, a similarity is not finite, or there is nothing to find.
    TypeError
        As `recall_at_1`.
    """
    scores, right = _searched(labels, similarities, gallery)
    precisions = []
    for row, wanted in zip(scores, right, strict=True):
        if not wanted.any():
            continue
        everything, found = np.sort(row), np.sort(row[wanted])
        at_least = len(row) - np.searchsorted(everything, found)
        right_at_least = len(found) - np.searchsorted(found, found)
        # the query itself, at −inf, is never at least as similar as what is finite
        precisions.append(np.mean(right_at_least / at_least))
    return float(np.mean(precisions))


def roc(same: ArrayLike, scores: ArrayLike) -> Roc:
    """Return the ROC curve of a verification: which pairs are accepted as of one class.

    Parameters
    ----------
    same : array_like of bool or 0 and 1, shape (n,)
        Whether the pair is of one class; both kinds are needed.
    scores : array_like, shape (n,)
        Similarities of the pairs, larger for more alike.

    Returns
    -------
    Roc
        The rates `false_accept` and `true_accept` from (0, 0) to (1, 1), and the `threshold` of
        each, one for every score that occurs.

    Raises
    ------
    ValueError
        If the shapes differ, a score is nan, or a kind is lacking.
    TypeError
        If an argument does not hold real numbers, or more than that, such as a masked array.
    """
    alike, values = as_real("same", same), as_real("scores", scores).astype(np.float64)
    if alike.ndim != 1 or alike.shape != values.shape:
        raise ValueError(
            f"same has shape {alike.shape} and scores {values.shape}; expected both of shape (n,)"
        )
    if not np.isin(alike, (0, 1)).all():
        raise ValueError("same: expected True and False, or 1 and 0")
    alike = alike.astype(bool)
    if alike.all() or not alike.any():
        raise ValueError("same: expected pairs of one class and pairs of two")
    if np.isnan(values).any():
        raise ValueError("scores: nan; expected numbers")
    order = np.argsort(-values, kind="stable")
    alike, values = alike[order], values[order]
    last = np.append(values[1:] != values[:-1], True)  # of each score that occurs
    return Roc(
        np.append(0.0, np.cumsum(~alike)[last] / np.sum(~alike)),
        np.append(0.0, np.cumsum(alike)[last] / np.sum(alike)),
        np.append(np.inf, values[last]),
    )


def equal_error_rate(same: ArrayLike, scores: ArrayLike) -> float:
    """Return the error at the threshold that accepts as often wrongly as it rejects.

    Between two points of the ROC curve the rates are taken to lie on the straight line.

    Parameters
    ----------
    same, scores
        As in `roc`.

    Returns
    -------
    float
        In [0, 1]: 0 if the kinds are apart, ½ if scores say nothing.

    Raises
    ------
    ValueError, TypeError
        As `roc`.
    """
    curve = roc(same, scores)
    accepted, rejected = curve.false_accept, 1 - curve.true_accept
    after = int(np.argmax(accepted >= rejected))  # never the first, where they are 0 and 1
    gap_before = rejected[after - 1] - accepted[after - 1]
    gap_after = accepted[after] - rejected[after]
    part = gap_before / (gap_before + gap_after)
    return float(accepted[after - 1] + part * (accepted[after] - accepted[after - 1]))


def _searched(
    labels: ArrayLike, similarities: ArrayLike, gallery: ArrayLike | None
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the similarities, −inf to oneself, and which items are of the query's label."""
    queries = np.asarray(labels)
    items = queries if gallery is None else np.asarray(gallery)
    scores = as_real("similarities", similarities).astype(np.float64)  # a copy
    if queries.ndim != 1 or items.ndim != 1 or scores.shape != (len(queries), len(items)):
        raise ValueError(
            f"similarities has shape {scores.shape}; expected a row for each of the "
            f"{queries.size} queries and a column for each of the {items.size} items"
        )
    if not np.isfinite(scores).all():
        raise ValueError("similarities: nan or infinite; expected finite numbers")
    right = queries[:, None] == items
    if gallery is None:
        np.fill_diagonal(scores, -np.inf)
        np.fill_diagonal(right, False)
    if not right.any():
        raise ValueError("labels: no item has the label of a query")
    return scores, right
