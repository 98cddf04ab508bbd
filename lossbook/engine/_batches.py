"""A loss of a whole batch: labels and embeddings whose pairs or triplets are its terms.

Such a loss is no mean of samples' losses, so it has no weights and no reduction "none". It is
computed in float64 whatever the dtype of the embeddings.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lossbook.engine._domains import Array
from lossbook.engine._intake import as_real
from lossbook.engine._kernel import Arguments, Kernel
from lossbook.engine._meanings import said


@np.errstate(all="ignore")
def evaluate(kernel: Kernel, arguments: Arguments) -> float:
    """Return the mean or the sum over the terms of the batch."""
    labels, embeddings, _ = _checked(kernel, arguments)
    value, count = kernel.value(np, labels, embeddings, **arguments.parameters)
    return float(value) if arguments.reduction == "sum" else float(value) / max(float(count), 1.0)


@np.errstate(all="ignore")
def differentiate(kernel: Kernel, arguments: Arguments) -> Array:
    """Return the derivative of `evaluate(kernel, arguments)` by the embeddings."""
    labels, embeddings, dtype = _checked(kernel, arguments)
    slope = kernel.derivative(np, labels, embeddings, **arguments.parameters)
    if arguments.reduction == "mean":
        _, count = kernel.value(np, labels, embeddings, **arguments.parameters)
        slope = slope / max(float(count), 1.0)
    return np.asarray(slope, dtype)


def checked_shapes(arguments: Arguments, labels: Any, embeddings: Any) -> None:
    """Raise ValueError for a reduction or shapes that no batch has."""
    truth, prediction = arguments.names
    if not (isinstance(arguments.reduction, str) and arguments.reduction in ("mean", "sum")):
        raise ValueError(
            f"reduction: {said(arguments.reduction)}; expected 'mean' or 'sum': the terms are of "
            "pairs or triplets, so there is no loss of one sample"
        )
    if len(embeddings.shape) != 2:
        raise ValueError(
            f"{prediction} has shape {tuple(embeddings.shape)}; expected (n, d), an embedding a row"
        )
    if tuple(labels.shape) != tuple(embeddings.shape[:1]):
        raise ValueError(
            f"{truth} has shape {tuple(labels.shape)} and {prediction} "
            f"{tuple(embeddings.shape)}; expected {truth} of shape {tuple(embeddings.shape[:1])}"
        )
    if 0 in tuple(embeddings.shape):
        raise ValueError(
            f"{prediction} is empty (shape {tuple(embeddings.shape)}); expected at least one sample"
        )


def checked_labels(kernel: Kernel, arguments: Arguments, labels: Array) -> Array:
    """Return NumPy's labels as integers; ValueError where one is none, or pairs are lacking."""
    truth = arguments.names[0]
    if labels.dtype.kind == "f":
        whole = labels == np.floor(labels)
        if not whole.all():
            index = int(np.argmin(whole))
            raise ValueError(
                f"{truth}: label {labels[index]} at index ({index},); expected integer labels"
            )
    if kernel.lacks and (missing := kernel.lacks(labels)):
        raise ValueError(f"{truth}: {missing}")
    return labels.astype(np.intp)


def _checked(kernel: Kernel, arguments: Arguments) -> tuple[Array, Array, np.dtype[Any]]:
    """Return labels, embeddings in float64 or wider, and the dtype of the gradient."""
    labels = as_real(arguments.names[0], arguments.y_true, labels=True)
    embeddings = as_real(arguments.names[1], arguments.y_pred)
    checked_shapes(arguments, labels, embeddings)
    labels = checked_labels(kernel, arguments, labels)
    floating = embeddings.dtype if embeddings.dtype.kind == "f" else np.float64
    dtype = np.result_type(floating)  # in the machine's byte order
    work = np.result_type(dtype, np.float64)
    return labels, embeddings.astype(work, copy=False), dtype
