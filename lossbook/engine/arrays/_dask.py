"""A loss evaluated chunk by chunk on Dask's arrays.

Shapes and dtypes are checked when the loss is called; what is returned is lazy. When it is
computed, every chunk is evaluated by the engine as arrays of its own, and their values
are checked there; a mean or a sum is put together from three numbers a chunk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import dask.array as da
import numpy as np

from lossbook.engine import _evaluation as evaluation
from lossbook.engine._domains import Array
from lossbook.engine._evaluation import checked_weight
from lossbook.engine._intake import as_mask, as_real
from lossbook.engine._kernel import Arguments, Internal, Kernel, Reduction
from lossbook.engine._sums import joined
from lossbook.engine.arrays._home import home_of
from lossbook.engine.arrays._whole import checked_shape

# The axes of blocks beside those of the samples, which are numbered from 0.
ROW, NUMBERS = -1, -2


def evaluate(kernel: Kernel, arguments: Arguments) -> Any:
    """Return the reduced loss of `arguments`, a lazy array."""
    chunks = _checked(kernel, arguments)
    if arguments.reduction == "none":
        return chunks.map(partial(_values, chunks.call), chunks.axes)
    return _joined(chunks, arguments.reduction)[0].astype(chunks.dtype)


def differentiate(kernel: Kernel, arguments: Arguments, order: int) -> Any:
    """Return the derivative of `evaluate(kernel, arguments)` with respect to `y_pred`, lazy."""
    chunks = _checked(kernel, arguments)
    axes = (*chunks.axes, ROW) if kernel.by_rows else chunks.axes
    if arguments.reduction in ("sum", "none"):
        slope = chunks.map(partial(_slopes, chunks.call, order), axes)
    else:
        whole = _joined(chunks, arguments.reduction, slope=True)
        more: list[Any] = [whole, (NUMBERS,)]
        function = partial(_mean_slopes, chunks.call, order)
        if arguments.reduction is Internal.ROOT_MEAN:
            function = partial(_root_mean_slopes, chunks.call, order)
            if order == 2:
                parts = chunks.map(partial(_light_parts, chunks.call), axes, *more)
                more = [parts.sum(), (), *more]
            else:
                more = [0.0, None, *more]
        slope = chunks.map(function, axes, *more)
    return da.moveaxis(slope, -1, arguments.axis) if kernel.by_rows else slope


# --- arguments ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """What the evaluation of a chunk needs beside its arrays."""

    kernel: Kernel
    arguments: Arguments  # without arrays, rows last
    names: tuple[str, ...]  # of the arrays that each chunk has

    def of(self, arrays: tuple[Array, ...], reduction: Any) -> Arguments:
        """Return the arguments of the call for one chunk."""
        given = {**self.arguments.arrays(), **dict(zip(self.names, arrays, strict=True))}
        arguments = self.arguments.replaced(given)
        arguments.reduction = reduction
        return arguments

    def weighted(self, arrays: tuple[Array, ...], w: Array | None) -> tuple[Call, Any]:
        """Return the call and its arrays with these weights instead of its own."""
        named = dict(zip(self.names, arrays, strict=True)) | {"sample_weight": w}
        return Call(self.kernel, self.arguments, tuple(named)), tuple(named.values())


@dataclass(frozen=True)
class Chunks:
    """Checked arguments in equal chunks along the samples; the rows last, and whole."""

    call: Call
    arrays: dict[str, Any]  # the truth and the prediction first
    axes: tuple[int, ...]  # of the samples
    dtype: np.dtype[Any]  # of the results

    @property
    def weight(self) -> Any:
        """The weights, of the shape of the samples, or None."""
        return self.arrays.get("sample_weight")

    @property
    def size(self) -> int:
        """How many samples there are."""
        return math.prod(list(self.arrays.values())[1].shape[: len(self.axes)])

    def map(self, function: Any, axes: tuple[int, ...], *more: Any, **keywords: Any) -> Any:
        """Return what `function` makes of each chunk, along these axes."""
        arrays: list[Any] = [*more]
        for x in self.arrays.values():
            arrays += [x, (*self.axes, ROW)[: x.ndim]]
        keywords.setdefault("meta", np.empty((0,) * len(axes), self.dtype))
        return da.blockwise(function, axes, *arrays, concatenate=True, **keywords)


def _checked(kernel: Kernel, arguments: Arguments) -> Chunks:
    """Return the arguments of a call in chunks; TypeError or ValueError where they are bad."""
    truth, prediction = arguments.names
    if kernel.batch:
        raise TypeError(
            f"{prediction}: a Dask array; expected a whole batch, which x.compute() gives: "
            "its pairs run across the chunks"
        )
    given = {name: x for name, x in arguments.arrays().items() if x is not None}
    given = {name: _array(name, x) for name, x in given.items()}
    whole = {name: np.asarray(given.pop(name)) for name in arguments.whole or {}}
    if "where" in given:
        as_mask(given["where"]._meta)
    y, p, w = given[truth], given[prediction], given.get("sample_weight")
    shape = checked_shape(kernel, arguments, given)
    rows = {name: x.ndim == p.ndim > len(shape) for name, x in given.items()}
    p = _in_chunks(p, arguments.axis if kernel.by_rows else None)
    if arguments.columns:
        p = p.rechunk({-1: -1})
    arrays = {truth: y, prediction: p}
    for name, x in given.items():
        if name in (prediction, "sample_weight"):
            continue
        x = da.moveaxis(x, arguments.axis, -1) if rows[name] else x
        arrays[name] = x.rechunk(p.chunks[: x.ndim])
    if arguments.ignore is not None:
        there = y != arguments.ignore
        w = there if w is None else w[(..., *(None,) * (len(shape) - w.ndim))] * there
    if w is not None:
        w = w.rechunk(p.chunks[: w.ndim])[(..., *(None,) * (len(shape) - w.ndim))]
        arrays["sample_weight"] = da.broadcast_to(w, shape, chunks=p.chunks[: len(shape)])
    floating = [x.dtype for x in ((p,) if kernel.labelled else (y, p)) if x.dtype.kind == "f"]
    empty = dict.fromkeys(arguments.arrays()) | whole
    call = arguments.replaced(empty)
    call.axis = -1
    return Chunks(
        Call(kernel, call, tuple(arrays)),
        arrays,
        tuple(range(len(shape))),
        np.result_type(*floating) if floating else np.dtype(np.float64),
    )


def _in_chunks(p: Any, axis: int | None) -> Any:
    """Return the predictions without empty chunks, their rows last and whole."""
    if axis is not None:
        p = da.moveaxis(p, axis, -1).rechunk({-1: -1})
    return p.rechunk(tuple(tuple(size for size in along if size) for along in p.chunks))


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


def _values(call: Call, *arrays: Array) -> Any:
    return evaluation.evaluate(call.kernel, call.of(arrays, "none"))


def _slopes(call: Call, order: int, *arrays: Array) -> Array:
    return evaluation.differentiate(call.kernel, call.of(arrays, "sum"), order)


def _mean_slopes(call: Call, order: int, whole: Array, *arrays: Array) -> Array:
    call, arrays = call.weighted(arrays, _shares(call, whole, arrays))
    return _slopes(call, order, *arrays)


def _root_mean_slopes(call: Call, order: int, light: float, whole: Array, *arrays: Array) -> Array:
    """Return e/√M times the share of the sample, or its derivative; 0 at √M = 0, the kink."""
    (y, p), root, share = arrays[:2], whole[0], _shares(call, whole, arrays)
    floating = [x.dtype for x in (y, p) if x.dtype.kind == "f"]
    dtype = np.result_type(*floating) if floating else np.dtype(np.float64)
    with np.errstate(all="ignore"):
        y, p = (x.astype(np.result_type(x, np.float64), copy=False) for x in (y, p))
        slope = evaluation.root_mean_slope(call.kernel, y, p, root, share, order, light) * share
    out: Array = np.where((share == 0) | (root == 0), 0, slope).astype(dtype)
    return out


def _light_parts(call: Call, whole: Array, *arrays: Array) -> Array:
    """Return the part of each sample in the mean square, 0 for one that has more than half."""
    (y, p), root, share = arrays[:2], whole[0], _shares(call, whole, arrays)
    with np.errstate(all="ignore"):
        y, p = (x.astype(np.result_type(x, np.float64), copy=False) for x in (y, p))
        parts = evaluation.light_parts(call.kernel, y, p, root, share)
    out: Array = np.where((share == 0) | (root == 0), 0, parts)
    return out


def _shares(call: Call, whole: Array, arrays: tuple[Array, ...]) -> Array:
    """Return the share of each sample in the weight of all."""
    _, total, exponent = whole
    w = dict(zip(call.names, arrays, strict=True)).get("sample_weight")
    if w is None:
        p = arrays[1]
        return np.broadcast_to(1 / total, p.shape[: p.ndim - call.kernel.by_rows])
    shares: Array = np.ldexp(w.astype(np.float64), -int(exponent)) / total
    return shares


# --- from the chunks to the whole --------------------------------------------------------


def _joined(chunks: Chunks, reduction: Reduction | Internal, slope: bool = False) -> Any:
    """Return three numbers of all chunks: the loss, and its weight as mantissa and exponent.

    The weight is written so since it may overflow. For the slope of a mean the loss is left out.
    """
    if slope and reduction == "mean" and chunks.weight is None:
        return da.from_array(np.array([0.0, chunks.size, 0]))
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


def _numbers(call: Call, reduction: Reduction | Internal, *arrays: Array) -> Array:
    p, w = arrays[1], dict(zip(call.names, arrays, strict=True)).get("sample_weight")
    shape = p.shape[: p.ndim - call.kernel.by_rows]
    numbers = np.zeros((1,) * len(shape) + (3,))
    if w is not None and reduction != "sum":
        numbers = _weight_numbers(w)
    else:
        numbers[..., 1] = math.prod(shape)
    if w is None or w.any() or reduction == "sum":
        numbers[..., 0] = evaluation.evaluate(call.kernel, call.of(arrays, reduction))
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
