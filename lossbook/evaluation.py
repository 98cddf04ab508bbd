"""Arguments checked, arrays evaluated block by block, reduced and weighted.

A kernel is a pair of pure formulas on flat arrays. Everything else happens here, once for all
losses: conversion, shapes, domains, weights, reductions, and the blocks that keep every
temporary in the processor's cache, whatever the length of the data.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from types import ModuleType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from lossbook.domain import (
    LABEL,
    REAL,
    SCORES,
    Array,
    Distribution,
    Domain,
    Label,
    Unit,
    sum_tolerance,
)
from lossbook.sums import total

Reduction = Literal["mean", "sum", "none"]
KernelArray: TypeAlias = Any  # an array of whichever library's namespace the kernel is given

# Elements evaluated at a time: a float64 temporary is 512 KiB, so few leave the cache, and what
# Python costs a block is little beside it.
BLOCK = 2**16

# Rows of so few classes are turned into columns: NumPy reduces many short rows one by one, slowly.
NARROW = 32

# glibc gives freed memory at the end of the heap back to the system, and each block would have its
# pages faulted in anew, at up to seven times the cost; but not once it has seen something larger
# come and go. These 16 MiB are never touched.
np.empty(2**21)

FLOAT64, FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)

# Types that are no other library's array. Any other type is looked at more closely.
PLAIN = frozenset({np.ndarray, np.float64, float, int, list, tuple, type(None)})

# The normal numbers of float32.
SINGLE = float(np.finfo(np.float32).tiny), float(np.finfo(np.float32).max)


class Internal(Enum):
    """Reductions that belong to one loss and cannot be asked for."""

    ROOT_MEAN = "root mean"


@dataclass(frozen=True)
class Kernel:
    """A loss of one sample and its derivative, and where they are defined.

    `value(xp, y_true, y_pred, **parameters)` returns one number a sample, `derivative` one for
    every prediction; `xp` is the array namespace. Element-wise kernels get arrays `(n,)`; the
    others get predictions `(n, C)` and distributions `(n, C)` or labels `(n,)`. Where the value is
    the square of something, `root` returns that: sums are then taken without the squares as arrays.
    """

    value: Callable[..., KernelArray]
    derivative: Callable[..., KernelArray]
    y_true: Domain
    y_pred: Domain
    root: Callable[..., KernelArray] | None = None

    @cached_property
    def by_rows(self) -> bool:
        """Whether a sample is a row of `C` predictions rather than one element."""
        return self.y_pred is SCORES or isinstance(self.y_pred, Distribution)

    @cached_property
    def labelled(self) -> bool:
        """Whether `y_true` holds class labels."""
        return self.y_true is LABEL


class Arguments:
    """The arguments of one call, as a loss received them, its own parameters checked."""

    __slots__ = (
        "axis",
        "from_logits",
        "names",
        "parameters",
        "reduction",
        "sample_weight",
        "y_pred",
        "y_true",
    )

    def __init__(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        sample_weight: ArrayLike | None,
        reduction: Reduction | Internal,
        *,
        axis: int = -1,
        from_logits: bool = False,
        names: tuple[str, str] = ("y_true", "y_pred"),
        **parameters: float,
    ) -> None:
        self.y_true, self.y_pred, self.sample_weight = y_true, y_pred, sample_weight
        self.reduction, self.axis, self.from_logits = reduction, axis, from_logits
        self.names, self.parameters = names, parameters


def evaluate(kernel: Kernel, arguments: Arguments) -> float | Array:
    """Return the reduced loss of `arguments`."""
    if elsewhere := _elsewhere(arguments):
        return elsewhere.evaluate(kernel, arguments)  # type: ignore[no-any-return]
    return _evaluate(kernel, arguments)


def differentiate(kernel: Kernel, arguments: Arguments) -> Array:
    """Return the derivative of `evaluate(kernel, arguments)` with respect to `y_pred`."""
    if elsewhere := _elsewhere(arguments):
        return elsewhere.differentiate(kernel, arguments)  # type: ignore[no-any-return]
    return _differentiate(kernel, arguments)


def _elsewhere(arguments: Arguments) -> ModuleType | None:
    """Return the module that evaluates another library's arrays; None where these are NumPy's."""
    if (
        type(arguments.y_pred) in PLAIN
        and type(arguments.y_true) in PLAIN
        and type(arguments.sample_weight) in PLAIN
    ):
        return None
    from lossbook import arrays

    return arrays.module_for(arguments)


# As a decorator errstate costs half of what it costs as a context, 0.4 µs a call. It is not on the
# functions above, which torch.compile looks through.
@np.errstate(all="ignore")
def _evaluate(kernel: Kernel, arguments: Arguments) -> float | Array:
    value = _plain_value(kernel, arguments)
    if value is not None:
        return value
    batch = _checked(kernel, arguments)
    if arguments.reduction == "mean":
        return _mean(batch)
    if arguments.reduction == "sum":
        return _sum(batch)
    if arguments.reduction == "none":
        out = np.zeros(batch.size, batch.dtype)
        for rows, y, p, w in batch.blocks():
            value = kernel.value(np, y, p, **batch.parameters)
            out[rows] = value if w is None else w * value
        return out.reshape(batch.shape)
    return _root_mean(batch)


@np.errstate(all="ignore")
def _differentiate(kernel: Kernel, arguments: Arguments) -> Array:
    batch = _checked(kernel, arguments)
    out = np.zeros((batch.size, batch.classes) if kernel.by_rows else batch.size, batch.dtype)
    root = _root_mean(batch) if arguments.reduction is Internal.ROOT_MEAN else None
    weight = _total_weight(batch) if batch.averaged else 1
    for rows, y, p, w in batch.blocks():
        slope = kernel.derivative(np, y, p, **batch.parameters)
        if root == 0:  # the kink of the square root: the gradient stays 0
            continue
        if root is not None:  # d√M = dM / (2√M)
            slope = slope / 2 / root
        if w is not None:
            share = w / weight
            out[rows] = slope * (share[:, None] if kernel.by_rows else share)
        elif batch.averaged:
            np.divide(slope, weight, out=out[rows])
        else:
            out[rows] = slope
    out = out.reshape(batch.shape + out.shape[1:])
    return np.moveaxis(out, -1, arguments.axis) if kernel.by_rows else out


def _plain_value(kernel: Kernel, arguments: Arguments) -> float | None:
    """Return the loss of two short plain arrays, or None where there is anything to look into.

    A call of this kind costs less than half of what the general way costs, and means the same.
    """
    y, p, reduction = arguments.y_true, arguments.y_pred, arguments.reduction
    if (
        type(y) is np.ndarray
        and type(p) is np.ndarray
        and y.dtype is FLOAT64
        and p.dtype is FLOAT64
        and y.shape == p.shape
        and y.ndim == 1
        and 0 < y.size <= BLOCK
        and arguments.sample_weight is None
        and type(reduction) is str
        and reduction in ("mean", "sum")
        and kernel.y_pred is REAL
        and kernel.y_true.holds(y)
    ):
        losses = (kernel.root or kernel.value)(np, y, p, **arguments.parameters)
        value = total([losses], squared=kernel.root is not None)
        if reduction == "sum":
            return value
        if value < math.inf:
            return value / y.size
    return None


# --- sums --------------------------------------------------------------------------------


def _sum(batch: Batch, scale: float = 1.0) -> float:
    """Return Σ wℓ·scale, the sums of the blocks joined exactly."""
    kernel, parameters = batch.kernel, batch.parameters
    if kernel.root and batch.weight is None and scale == 1:
        roots = (kernel.root(np, y, p, **parameters) for _, y, p, _ in batch.blocks())
        return total(roots, squared=True)

    def terms() -> Iterator[Array]:
        for _, y, p, w in batch.blocks():
            losses = kernel.value(np, y, p, **parameters)
            if w is not None:
                losses = w * losses
            yield losses if scale == 1 else scale * losses

    return total(terms())


def _mean(batch: Batch) -> float:
    value, weight = _sum(batch), _total_weight(batch)
    if math.isinf(value):  # the sum may overflow where the mean does not
        scale = 2.0**-64
        return _sum(batch, scale) / weight / scale
    return value / weight


def _root_mean(batch: Batch) -> float:
    """Return √(Σwe²/Σw), in a unit of length in which no square over- or underflows."""
    unit = 1.0
    mean = _mean(batch)
    if math.isinf(mean) or mean < 2.0**-900:
        unit = 2.0**600 if mean > 1 else 2.0**-600
        scaled = _mean(replace(batch, parameters={"unit": unit}))
        if math.isinf(scaled) and not math.isinf(mean):
            return math.sqrt(mean)  # the residuals are not small, only their weights are
        mean = scaled
    return math.sqrt(mean) * unit


def _total_weight(batch: Batch) -> float:
    return batch.size if batch.weight is None else total(batch.weights())


# --- arguments ---------------------------------------------------------------------------


@dataclass(slots=True)
class Batch:
    """Checked arguments, flat along the samples, and how to walk over them in blocks."""

    kernel: Kernel
    names: tuple[str, str]  # what the caller calls y_true and y_pred
    original: tuple[Array, Array, Array | None]  # the arrays as given, classes last
    y_true: Any  # (n,) or (n, C), sliceable along the samples
    y_pred: Any
    weight: Any  # (n,) or None
    shape: tuple[int, ...]  # of the samples
    size: int  # how many samples there are
    classes: int  # C, or 1 for an element-wise loss
    dtype: np.dtype[Any]  # of the results
    work: np.dtype[Any]  # of the arithmetic
    averaged: bool  # whether the result is divided by the sum of the weights
    weight_exponent: int  # weights are divided by 2**this: exact, and sums cannot overflow
    parameters: dict[str, float]

    def weights(self) -> Iterator[Array]:
        """Yield the weights in blocks, as the reduction needs them."""
        for start in range(0, self.size, BLOCK):
            yield self._scaled(self.weight[start : start + BLOCK])

    def blocks(self) -> Iterator[tuple[Any, Array, Array, Array | None]]:
        """Yield (where the samples stand, y_true, y_pred, weight) without weightless samples."""
        labelled, work = self.kernel.labelled, self.work
        # Kernels of rows have more temporaries than the others.
        step = max(1, BLOCK // 2 // self.classes) if self.kernel.by_rows else BLOCK
        for start in range(0, self.size, step):
            rows: Any = slice(start, min(start + step, self.size))
            y, p, w = self.y_true[rows], self.y_pred[rows], None
            if self.weight is not None:
                w = self._scaled(self.weight[rows])
                if not w.all():
                    (keep,) = np.nonzero(w)
                    if keep.size == 0:
                        continue
                    y, p, w, rows = y[keep], p[keep], w[keep], start + keep
            self._check_domains(y, p)
            if labelled:
                y = y.astype(np.intp, copy=False)
            elif y.dtype is not work:
                y = y.astype(work, copy=False)
            if p.dtype is not work:
                p = p.astype(work, copy=False)
            if isinstance(self.kernel.y_pred, (Unit, Distribution)):
                p = np.abs(p)  # a probability of -0.0 is 0: dividing by it must not turn the sign
            if self.kernel.by_rows:  # of one layout, so that the sums do not depend on the caller's
                layout = np.asfortranarray if self.classes <= NARROW else np.ascontiguousarray
                y, p = y if labelled else layout(y), layout(p)
            yield rows, y, p, w

    def _scaled(self, weight: Array) -> Array:
        weight = weight.astype(np.float64, copy=False)
        return np.ldexp(weight, -self.weight_exponent) if self.weight_exponent else weight

    def _check_domains(self, y: Array, p: Array) -> None:
        y_true, y_pred = self.kernel.y_true, self.kernel.y_pred
        if self.kernel.labelled:
            y_true = Label(self.classes)
        if not y_true.holds(y):
            self._look_closer(self.names[0], y_true, y, self.original[0])
        if not y_pred.holds(p):
            self._look_closer(self.names[1], y_pred, p, self.original[1])

    def _look_closer(self, name: str, domain: Domain, block: Array, whole: Array) -> None:
        """Raise the error for an array with an entry outside its domain, if it has one."""
        excess = domain.excess(_arithmetic(block), sum_tolerance(block.dtype))
        if not (excess > 0).any():
            return
        # Look again at everything, so that the worst is named and not the first.
        excess = domain.excess(_arithmetic(whole), sum_tolerance(whole.dtype))
        weight = self.original[2]
        if weight is not None:
            weight = weight.reshape(weight.shape + (1,) * (excess.ndim - weight.ndim))
            excess = np.where(weight == 0, 0, excess)
        domain.refuse(name, whole, excess)


def _checked(kernel: Kernel, arguments: Arguments) -> Batch:
    """Return the arguments of a call as a batch; TypeError or ValueError where they are bad."""
    reduction = arguments.reduction
    known = isinstance(reduction, str) and reduction in ("mean", "sum", "none")
    if not known and not isinstance(reduction, Internal):
        raise ValueError(f"reduction: {reduction!r}; expected 'mean', 'sum' or 'none'")
    truth, prediction = arguments.names
    y_true, y_pred = as_real(truth, arguments.y_true), as_real(prediction, arguments.y_pred)
    classes, shape = 1, y_pred.shape
    expected = shape
    if kernel.by_rows:
        y_pred = classes_last(prediction, y_pred, arguments.axis)
        classes, shape = y_pred.shape[-1], y_pred.shape[:-1]
        if kernel.labelled:
            expected = shape
    if y_true.shape != expected:
        raise ValueError(
            f"{truth} has shape {y_true.shape} and {prediction} {np.shape(arguments.y_pred)}; "
            f"expected {truth} of shape {expected}"
        )
    if y_pred.size == 0:
        raise ValueError(
            f"{prediction} is empty (shape {y_pred.shape}); expected at least one sample"
        )
    if kernel.by_rows and not kernel.labelled:
        y_true = classes_last(truth, y_true, arguments.axis)

    if y_pred.dtype is FLOAT64 and (kernel.labelled or y_true.dtype is FLOAT64):
        dtype = work = FLOAT64  # by far the commonest case
    else:
        dtype, work = _dtypes((y_pred,) if kernel.labelled else (y_true, y_pred))
    parameters = arguments.parameters
    if work == FLOAT32 and not all(SINGLE[0] <= x <= SINGLE[1] for x in parameters.values()):
        work = FLOAT64  # in float32 the parameter would turn into 0 or infinity
    if work.itemsize > 8:  # 1 − τ in float64 would not be accurate enough
        parameters = {name: work.type(value) for name, value in parameters.items()}
    averaged = reduction == "mean" or isinstance(reduction, Internal)
    if reduction is Internal.ROOT_MEAN:  # squares that leave float32 must not leave the result
        work = np.result_type(work, np.float64)
    weight, exponent = None, 0
    if arguments.sample_weight is not None:
        weight = checked_weight(arguments.sample_weight, shape)
        top = float(weight.max())
        if averaged and top == 0:
            raise ValueError("sample_weight: all are 0; expected a positive one for a mean")
        exponent = math.frexp(top)[1] if averaged else 0
    return Batch(
        kernel,
        arguments.names,
        (y_true, y_pred, weight),
        _flat(y_true, kernel.by_rows and not kernel.labelled),
        _flat(y_pred, kernel.by_rows),
        None if weight is None else _flat(_spread(weight, shape), False),
        shape,
        y_pred.size // classes,
        classes,
        dtype,
        work,
        averaged,
        exponent,
        parameters,
    )


def as_real(name: str, x: ArrayLike) -> Array:
    """Return `x` as an array of real numbers; TypeError for anything else."""
    if type(x) is np.ndarray:
        array = x
    elif isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name}: a masked array; expected a plain one, its mask as sample_weight")
    else:
        try:
            array = np.asarray(x)
        except ValueError:
            raise ValueError(f"{name}: rows of unequal length; expected a regular array") from None
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name}: dtype {array.dtype}; expected real numbers")
    return array


def classes_last(name: str, x: Array, axis: int) -> Array:
    """Return `x` with the class axis moved to the end; ValueError where there is no such axis."""
    try:
        operator.index(axis)
    except TypeError:
        raise TypeError(f"axis: {axis!r}; expected an integer") from None
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis: {axis}; {name} of shape {x.shape} has no such axis")
    return np.moveaxis(x, axis, -1)


def checked_weight(sample_weight: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Return the weights of samples of this shape; TypeError or ValueError for bad ones."""
    weight = as_real("sample_weight", sample_weight)
    if weight.shape != shape[: weight.ndim]:
        raise ValueError(
            f"sample_weight has shape {weight.shape}; expected the shape of the samples {shape} "
            "or its leading axes"
        )
    if not (weight.min() >= 0 and weight.max() < math.inf):
        index = np.unravel_index(np.argmin((weight >= 0) & (weight < math.inf)), weight.shape)
        where = f" at index {tuple(map(int, index))}" if index else ""
        raise ValueError(f"sample_weight: {weight[index]}{where}; expected finite numbers >= 0")
    return weight


def _dtypes(arrays: tuple[Array, ...]) -> tuple[np.dtype[Any], np.dtype[Any]]:
    """Return the dtype of the results and of the arithmetic.

    The results have the floating dtype of the inputs. float16 is too narrow to compute in, and
    an integer is converted to float64 before any arithmetic.
    """
    floating = [a.dtype for a in arrays if a.dtype.kind == "f"]
    dtype = np.result_type(*floating) if floating else np.dtype(np.float64)
    wide = np.float64 if len(floating) < len(arrays) else np.float32
    return dtype, np.result_type(dtype, wide)


def _arithmetic(x: Array) -> Array:
    """Return `x` in a dtype in which a difference cannot wrap or round to nothing."""
    if x.dtype.kind == "f":
        return x.astype(np.float32) if x.dtype.itemsize == 2 else x
    return x.astype(np.float64) if x.dtype.kind in "ub" else x


def _spread(weight: Array, shape: tuple[int, ...]) -> Array:
    return np.broadcast_to(weight.reshape(weight.shape + (1,) * (len(shape) - weight.ndim)), shape)


def _flat(x: Array, by_rows: bool) -> Any:
    """Return `x` flat along the samples, without copying it whatever its strides."""
    if by_rows:
        return x.reshape(-1, x.shape[-1])
    if x.ndim == 1:
        return x
    return x.reshape(-1) if x.flags.c_contiguous else x.flat
