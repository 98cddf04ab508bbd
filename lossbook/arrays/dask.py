"""A loss evaluated chunk by chunk on Dask's arrays.

Shapes and dtypes are checked when the loss is called; what is returned is lazy. When it is
computed, every chunk is evaluated by `lossbook.evaluation` as arrays of its own, and their values
are checked there; a mean or a sum is put together from three numbers a chunk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import dask.array as da
import numpy as np

from lossbook import evaluation
from lossbook.arrays import home_of
from lossbook.arrays.whole import checked_shape
from lossbook.domain import Array
from lossbook.evaluation import Arguments, Internal, Kernel, Reduction, as_real, checked_weight
from lossbook.sums import joined

# The axes of blocks beside those of the samples, which are numbered from 0.
CLASS, NUMBERS = -1, -2


def evaluate(kernel: Kernel, arguments: Arguments) -> Any:
    """Return the reduced loss of `arguments`, a lazy array."""
    chunks = _checked(kernel, arguments)
    if arguments.reduction == "none":
        return chunks.map(partial(_values, chunks.call), chunks.axes)
    return _joined(chunks, arguments.reduction)[0].astype(chunks.dtype)


def differentiate(kernel: Kernel, arguments: Arguments) -> Any:
    """Return the derivative of `evaluate(kernel, arguments)` with respect to `y_pred`, lazy."""
    chunks = _checked(kernel, arguments)
    axes = (*chunks.axes, CLASS) if kernel.by_rows else chunks.axes
    if arguments.reduction in ("sum", "none"):
        slope = chunks.map(partial(_slopes, chunks.call), axes)
    else:
        whole = _joined(chunks, arguments.reduction, slope=True)
        function = _root_mean_slopes if arguments.reduction is Internal.ROOT_MEAN else _mean_slopes
        slope = chunks.map(partial(function, chunks.call), axes, whole, (NUMBERS,))
    return da.moveaxis(slope, -1, arguments.axis) if kernel.by_rows else slope


# --- arguments ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """What the evaluation of a chunk needs beside its arrays."""

    kernel: Kernel
    names: tuple[str, str]
    parameters: dict[str, Any]

    def arguments(self, y: Array, p: Array, w: Array | None, reduction: Any) -> Arguments:
        """Return the arguments of the call for one chunk."""
        return Arguments(y, p, w, reduction, names=self.names, **self.parameters)


@dataclass(frozen=True)
class Chunks:
    """Checked arguments in equal chunks along the samples; the classes last, and whole."""

    call: Call
    y_true: Any
    y_pred: Any
    weight: Any  # of the shape of the samples, or None
    axes: tuple[int, ...]  # of the samples
    dtype: np.dtype[Any]  # of the results

    def map(self, function: Any, axes: tuple[int, ...], *more: Any, **keywords: Any) -> Any:
        """Return what `function` makes of each chunk, along these axes."""
        arrays: list[Any] = [*more]
        for x in (self.y_true, self.y_pred, *(() if self.weight is None else (self.weight,))):
            arrays += [x, (*self.axes, CLASS)[: x.ndim]]
        keywords.setdefault("meta", np.empty((0,) * len(axes), self.dtype))
        return da.blockwise(function, axes, *arrays, concatenate=True, **keywords)


def _checked(kernel: Kernel, arguments: Arguments) -> Chunks:
    """Return the arguments of a call in chunks; TypeError or ValueError where they are bad."""
    y, p, w = arguments.y_true, arguments.y_pred, arguments.sample_weight
    y, p = _array(arguments.names[0], y), _array(arguments.names[1], p)
    w = None if w is None else _array("sample_weight", w)
    shape = checked_shape(kernel, arguments, y, p, w)
    if kernel.by_rows:
        p = da.moveaxis(p, arguments.axis, -1).rechunk({-1: -1})
        y = y if kernel.labelled else da.moveaxis(y, arguments.axis, -1)
    p = p.rechunk(tuple(tuple(size for size in along if size) for along in p.chunks))
    y = y.rechunk(p.chunks[: y.ndim])
    if w is not None:
        w = w.rechunk(p.chunks[: w.ndim])[(..., *(None,) * (len(shape) - w.ndim))]
        w = da.broadcast_to(w, shape, chunks=p.chunks[: len(shape)])
    floating = [x.dtype for x in ((p,) if kernel.labelled else (y, p)) if x.dtype.kind == "f"]
    return Chunks(
        Call(kernel, arguments.names, arguments.parameters),
        y,
        p,
        w,
        tuple(range(len(shape))),
        np.result_type(*floating) if floating else np.dtype(np.float64),
    )


def _array(name: str, x: Any) -> Any:
    if not home_of(x):
        return da.asarray(as_real(name, x))
    as_real(name, x._meta)
    if any(math.isnan(size) for size in x.shape):
        raise ValueError(
            f"{name} has chunks of unknown size; expected known ones: call its compute_chunk_sizes"
        )
    return x


# --- one chunk ---------------------------------------------------------------------------


def _values(call: Call, y: Array, p: Array, w: Array | None = None) -> Any:
    return evaluation.evaluate(call.kernel, call.arguments(y, p, w, "none"))


def _slopes(call: Call, y: Array, p: Array, w: Array | None = None) -> Array:
    return evaluation.differentiate(call.kernel, call.arguments(y, p, w, "sum"))


def _mean_slopes(call: Call, whole: Array, y: Array, p: Array, w: Array | None = None) -> Array:
    return _slopes(call, y, p, _shares(call, whole, p, w))


def _root_mean_slopes(
    call: Call, whole: Array, y: Array, p: Array, w: Array | None = None
) -> Array:
    """Return e/√M times the share of the sample; 0 at √M = 0, the kink."""
    root, share = whole[0], _shares(call, whole, p, w)
    floating = [x.dtype for x in (y, p) if x.dtype.kind == "f"]
    dtype = np.result_type(*floating) if floating else np.dtype(np.float64)
    with np.errstate(all="ignore"):
        y, p = (x.astype(np.result_type(x, np.float64), copy=False) for x in (y, p))
        slope = call.kernel.derivative(np, y, p) / 2 / root * share
    out: Array = np.where((share == 0) | (root == 0), 0, slope).astype(dtype)
    return out


def _shares(call: Call, whole: Array, p: Array, w: Array | None) -> Array:
    """Return the share of each sample in the weight of all."""
    _, total, exponent = whole
    if w is None:
        return np.broadcast_to(1 / total, p.shape[: p.ndim - call.kernel.by_rows])
    shares: Array = np.ldexp(w.astype(np.float64), -int(exponent)) / total
    return shares


# --- from the chunks to the whole --------------------------------------------------------


def _joined(chunks: Chunks, reduction: Reduction | Internal, slope: bool = False) -> Any:
    """Return three numbers of all chunks: the loss, and its weight as mantissa and exponent.

    The weight is written so since it may overflow. For the slope of a mean the loss is left out.
    """
    if slope and reduction == "mean" and chunks.weight is None:
        return da.from_array(np.array([0.0, math.prod(chunks.y_pred.shape[: len(chunks.axes)]), 0]))
    axes = (*chunks.axes, NUMBERS)
    shape: dict[str, Any] = {
        "adjust_chunks": dict.fromkeys(chunks.axes, 1),
        "new_axes": {NUMBERS: 3},
        "meta": np.empty((0,) * len(axes)),
    }
    if slope and reduction == "mean":
        numbers = da.blockwise(_weight_numbers, axes, chunks.weight, chunks.axes, **shape)
    else:
        numbers = chunks.map(partial(_numbers, chunks.call, reduction), axes, **shape)
    join = partial(_join, reduction)
    return da.blockwise(join, (NUMBERS,), numbers, axes, concatenate=True, meta=np.empty(0))


def _numbers(
    call: Call, reduction: Reduction | Internal, y: Array, p: Array, w: Array | None = None
) -> Array:
    shape = p.shape[: p.ndim - call.kernel.by_rows]
    numbers = np.zeros((1,) * len(shape) + (3,))
    if w is not None and reduction != "sum":
        numbers = _weight_numbers(w)
    else:
        numbers[..., 1] = math.prod(shape)
    if w is None or w.any() or reduction == "sum":
        numbers[..., 0] = evaluation.evaluate(call.kernel, call.arguments(y, p, w, reduction))
    return numbers


def _weight_numbers(w: Array) -> Array:
    w = checked_weight(w, w.shape)
    numbers = np.zeros((1,) * w.ndim + (3,))
    exponent = math.frexp(float(w.max()))[1]
    numbers[..., 1:] = np.sum(np.ldexp(w.astype(np.float64), -exponent)), exponent
    return numbers


def _join(reduction: Reduction | Internal, numbers: Array) -> Array:
    numbers = numbers.reshape(-1, 3)
    if reduction == "sum":
        return np.array([joined(numbers[:, 0].tolist()), 0, 0])
    values, weights, exponents = numbers[~(numbers[:, 1] == 0)].T
    if values.size == 0:
        raise ValueError("sample_weight: all are 0; expected a positive one for a mean")
    exponent = exponents.max()
    weights = np.ldexp(weights, (exponents - exponent).astype(int))
    total = math.fsum(weights)
    if reduction is Internal.ROOT_MEAN:
        largest = values.max()
        if not 0 < largest < math.inf:
            return np.array([largest, total, exponent])
        mean = math.fsum((values / largest) ** 2 * weights) / total
        return np.array([largest * math.sqrt(mean), total, exponent])
    return np.array([math.fsum(values * (weights / total)), total, exponent])
