"""Arguments checked, NumPy's arrays evaluated block by block, reduced and weighted.

A kernel is a few pure formulas on flat arrays. Everything else happens here, once for all losses:
conversion, shapes, domains, weights, reductions, and the blocks that keep every temporary in the
processor's cache, whatever the length of the data.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from lossbook.engine._domains import (
    REAL,
    Array,
    Domain,
    Setting,
    at_index,
    ulp_of_one,
    worst_index,
)
from lossbook.engine._intake import as_mask, as_real
from lossbook.engine._kernel import Arguments, Internal, Kernel
from lossbook.engine._meanings import said
from lossbook.engine._sums import joined, total

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

# The normal numbers of float32.
SINGLE = float(np.finfo(np.float32).tiny), float(np.finfo(np.float32).max)


# As a decorator errstate costs half of what it costs as a context, 0.4 µs a call.
@np.errstate(all="ignore")
def evaluate(kernel: Kernel, arguments: Arguments) -> float | Array:
    """Return the reduced loss of `arguments`."""
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
        for rows, y, p, w, parameters in batch.blocks():
            value = kernel.value(np, y, p, **parameters)
            out[rows] = value if w is None else w * value
        return out.reshape(batch.shape)
    return _root_mean(batch)


@np.errstate(all="ignore")
def differentiate(kernel: Kernel, arguments: Arguments, order: int) -> Array:
    """Return the first or second derivative of `evaluate(kernel, arguments)` by each `y_pred`."""
    batch = _checked(kernel, arguments)
    function = kernel.derivative_of(order)
    out = np.zeros((batch.size, batch.classes) if kernel.by_rows else batch.size, batch.dtype)
    root = _root_mean(batch) if arguments.reduction is Internal.ROOT_MEAN else None
    weight = _total_weight(batch) if batch.averaged else 1
    light = _light(batch, root, weight) if root and order == 2 else 0.0
    for rows, y, p, w, parameters in batch.blocks():
        if root == 0:  # the kink of the square root: the derivatives stay 0
            continue
        if root is not None:
            share = 1 / weight if w is None else w / weight
            slope = root_mean_slope(kernel, y, p, root, share, order, light)
        else:
            slope = function(np, y, p, **parameters)
        if w is not None:
            share = w / weight
            out[rows] = slope * (share[:, None] if kernel.by_rows else share)
        elif batch.averaged:
            np.divide(slope, weight, out=out[rows])
        else:
            out[rows] = slope
    out = out.reshape(batch.shape + out.shape[1:])
    return np.moveaxis(out, -1, arguments.axis) if kernel.by_rows else out


def root_mean_slope(
    kernel: Kernel, y: Array, p: Array, root: Any, share: Any, order: int, light: Any = 0.0
) -> Array:
    """Return the first or second derivative of √M, over the sample's share in the mean M = Σwe²/Σw.

    d√M = dM / (2√M), and d²√M is d²M / (2√M) times the part that the other samples have in M. That
    is one less the sample's own, or, where it has more than half of M, `light`: the parts of those
    that have not.
    """
    slope: Array = kernel.derivative(np, y, p) / 2 / root
    if order == 1:
        return slope
    own = slope * (slope * share)
    curvature = kernel.derivative_of(2)(np, y, p) / 2 / root
    hessian: Array = curvature * np.where(own > 0.5, light, 1 - own)
    return hessian


def light_parts(kernel: Kernel, y: Array, p: Array, root: Any, share: Any) -> Array:
    """Return the part of each sample in M, 0 for one that has more than half of it."""
    slope = kernel.derivative(np, y, p) / 2 / root
    own = slope * (slope * share)
    return np.where(own > 0.5, 0, own)


def _light(batch: Batch, root: float, weight: float) -> float:
    parts = (
        light_parts(batch.kernel, y, p, root, 1 / weight if w is None else w / weight)
        for _, y, p, w, _ in batch.blocks()
    )
    return total(parts)


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
        and arguments.domains is None
        and arguments.columns is None
        and kernel.y_true.holds(y, 1)
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
    kernel = batch.kernel
    if kernel.root and batch.weight is None and scale == 1:
        roots = (kernel.root(np, y, p, **parameters) for _, y, p, _, parameters in batch.blocks())
        return total(roots, squared=True)

    def terms() -> Iterator[Array]:
        for _, y, p, w, parameters in batch.blocks():
            losses = kernel.value(np, y, p, **parameters)
            if w is not None:
                losses = w * losses
            yield losses if scale == 1 else scale * losses

    if not kernel.signed:
        return total(terms())
    sides = [total([side]) for x in terms() for side in (np.maximum(x, 0), np.maximum(-x, 0))]
    return joined([x if k % 2 == 0 else -x for k, x in enumerate(sides)])


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
    domains: tuple[Domain, Domain]
    original: tuple[Array, Array, Array | None, Array | None]  # as given, rows last; weight, mask
    y_true: Any  # (n,) or (n, C), sliceable along the samples
    y_pred: Any
    weight: Any  # (n,) or None
    shape: tuple[int, ...]  # of the samples
    size: int  # how many samples there are
    classes: int  # C, or 1 for an element-wise loss
    labels: int  # how many labels there are
    axis: int  # where the rows lay in the arrays as given
    dtype: np.dtype[Any]  # of the results
    work: np.dtype[Any]  # of the arithmetic
    averaged: bool  # whether the result is divided by the sum of the weights
    weight_exponent: int  # weights are divided by 2**this: exact, and sums cannot overflow
    parameters: dict[str, Any]
    where: Any = None  # (n, C): which entries of a list are there
    aligned: dict[str, Any] = field(default_factory=dict)  # parameters (n,), (n, 1) or (n, C)

    def weights(self) -> Iterator[Array]:
        """Yield the weights in blocks, as the reduction needs them."""
        for start in range(0, self.size, BLOCK):
            yield self._scaled(self.weight[start : start + BLOCK])

    def blocks(self) -> Iterator[tuple[Any, Array, Array, Array | None, dict[str, Any]]]:
        """Yield (where the samples stand, y_true, y_pred, weight, parameters) block by block.

        Samples of weight 0 are left out.
        """
        labelled, work, parameters = self.kernel.labelled, self.work, self.parameters
        # Kernels of rows have more temporaries than the others, those of lists one a pair.
        step = max(1, BLOCK // 2 // self.classes) if self.kernel.by_rows else BLOCK
        if self.kernel.lists:
            step = max(1, step // self.classes)
        for start in range(0, self.size, step):
            rows: Any = slice(start, min(start + step, self.size))
            y, p, w = self.y_true[rows], self.y_pred[rows], None
            keep: Any = ...
            if self.weight is not None:
                w = self._scaled(self.weight[rows])
                if not w.all():
                    (keep,) = np.nonzero(w)
                    if keep.size == 0:
                        continue
                    y, p, w = y[keep], p[keep], w[keep]
            if self.where is not None:
                there = self.where[rows][keep]
                y, p = np.where(there, y, 0), np.where(there, p, 0)
                parameters = {**parameters, "where": there}
            for name, x in self.aligned.items():
                parameters = {**parameters, name: x[rows][keep].astype(work, copy=False)}
            y, p = self._inside(0, y), self._inside(1, p)
            if labelled:
                y = y.astype(np.intp, copy=False)
            elif y.dtype is not work:
                y = y.astype(work, copy=False)
            if p.dtype is not work:
                p = p.astype(work, copy=False)
            if self.domains[1].sides == (0.0, 1.0):
                p = np.abs(p)  # a probability of -0.0 is 0: dividing by it must not turn the sign
            if self.kernel.by_rows:  # of one layout, so that the sums do not depend on the caller's
                layout = np.asfortranarray if self.classes <= NARROW else np.ascontiguousarray
                y, p = y if y.ndim == 1 else layout(y), layout(p)
            yield rows if keep is ... else start + keep, y, p, w, parameters

    def _scaled(self, weight: Array) -> Array:
        weight = weight.astype(np.float64, copy=False)
        return np.ldexp(weight, -self.weight_exponent) if self.weight_exponent else weight

    def _inside(self, which: int, block: Array) -> Array:
        """Return the block of y_true (0) or y_pred (1), all of it in its domain, or raise."""
        domain = self.domains[which]
        if domain.holds(block, self.labels):
            return block
        if (self._excess(domain, block) > 0).any():
            # Look again at everything, so that the worst is named and not the first.
            whole = self.original[0] if which == 0 else self.original[1]
            weight, where = self.original[2:]
            excess = self._excess(domain, whole)
            if weight is not None:
                weight = weight.reshape(weight.shape + (1,) * (excess.ndim - weight.ndim))
                excess = np.where(weight == 0, 0, excess)
            if where is not None:
                excess = np.where(where, excess, 0)
            hint = self.kernel.hint if which else self.kernel.truth_hint
            axis = self.axis if domain.rows else -1
            domain.refuse(self.names[which], whole, excess, self.labels, hint, axis)
        return np.clip(block, *domain.sides) if domain.sides else block

    def _excess(self, domain: Domain, x: Array) -> Array:
        eps = ulp_of_one(x.dtype)
        x = _arithmetic(x)
        excess: Array = domain.excess(
            np, x, Setting(self.labels, eps, np.result_type(x, np.float64))
        )
        return excess


def _checked(kernel: Kernel, arguments: Arguments) -> Batch:
    """Return the arguments of a call as a batch; TypeError or ValueError where they are bad."""
    reduction = arguments.reduction
    known = isinstance(reduction, str) and reduction in ("mean", "sum", "none")
    if not known and not isinstance(reduction, Internal):
        raise ValueError(f"reduction: {said(reduction)}; expected 'mean', 'sum' or 'none'")
    truth, prediction = arguments.names
    y_true = as_real(truth, arguments.y_true, labels=kernel.labelled)
    y_pred = as_real(prediction, arguments.y_pred)
    domains = arguments.domains or (kernel.y_true, kernel.y_pred)
    classes, shape = 1, y_pred.shape
    expected = shape
    if kernel.by_rows:
        y_pred = rows_last(prediction, y_pred, arguments.axis)
        classes, shape = y_pred.shape[-1], y_pred.shape[:-1]
        expected = expected if domains[0].rows else shape
        if domains[1].width not in (None, classes):
            raise ValueError(
                f"{prediction} has shape {np.shape(arguments.y_pred)}, rows of {classes}; "
                f"expected rows of {domains[1].width}: {domains[1].words}"
            )
    columns = arguments.columns or {}
    for name, each in columns.items():
        if shape[-1:] != (len(each),):
            raise ValueError(
                f"{prediction} has shape {shape} and {name} {len(each)} entries; "
                f"expected {prediction} of shape (..., {len(each)})"
            )
        expected = shape[:-1]
    if y_true.shape != expected:
        raise ValueError(
            f"{truth} has shape {y_true.shape} and {prediction} {np.shape(arguments.y_pred)}; "
            f"expected {truth} of shape {expected}"
        )
    if y_pred.size == 0:
        raise ValueError(
            f"{prediction} is empty (shape {y_pred.shape}); expected at least one sample"
        )
    if domains[0].rows:
        y_true = rows_last(truth, y_true, arguments.axis)
    if columns:
        y_true = np.broadcast_to(y_true[..., None], shape)

    if y_pred.dtype is FLOAT64 and (kernel.labelled or y_true.dtype is FLOAT64):
        dtype = work = FLOAT64  # by far the commonest case
    else:
        dtype, work = _dtypes((y_pred,) if kernel.labelled else (y_true, y_pred))
    parameters: dict[str, Any] = arguments.parameters
    if work == FLOAT32 and not all(fits_single(x) for x in parameters.values()):
        work = FLOAT64  # in float32 the parameter would turn into 0 or infinity
    if work.itemsize > 8:  # 1 − τ in float64 would not be accurate enough
        parameters = {name: work.type(value) for name, value in parameters.items()}
    averaged = reduction == "mean" or isinstance(reduction, Internal)
    if reduction is Internal.ROOT_MEAN:  # squares that leave float32 must not leave the result
        work = np.result_type(work, np.float64)
    weight, exponent = None, 0
    if arguments.sample_weight is not None:
        weight = checked_weight(arguments.sample_weight, shape)
    if arguments.ignore is not None:
        there = y_true != arguments.ignore
        weight = there if weight is None else np.where(there, _spread(weight, shape), 0)
    if weight is not None:
        top = float(weight.max())
        if averaged and top == 0:
            ignored = "" if arguments.ignore is None else " or every label is the ignored one"
            raise ValueError(
                f"sample_weight: all are 0{ignored}; expected a positive one for a mean"
            )
        exponent = math.frexp(top)[1] if averaged else 0
    batch = Batch(
        kernel,
        arguments.names,
        domains,
        (y_true, y_pred, weight, None),
        _flat(y_true, domains[0].rows),
        _flat(y_pred, kernel.by_rows),
        None if weight is None else _flat(_spread(weight, shape), False),
        shape,
        y_pred.size // classes,
        classes,
        classes if arguments.labels is None else arguments.labels,
        arguments.axis,
        dtype,
        work,
        averaged,
        exponent,
        parameters,
    )
    if kernel.lists or not arguments.plain:
        _add_arrays(batch, arguments)
    return batch


def _add_arrays(batch: Batch, arguments: Arguments) -> None:
    """Give the batch the parameters that are arrays, and the mask."""
    shape, rows = batch.shape, (*batch.shape, batch.classes)
    prediction = arguments.names[1]
    if arguments.where is not None:
        where = rows_last("where", as_mask(arguments.where), arguments.axis)
        if where.shape != rows:
            raise ValueError(
                f"where has shape {np.shape(arguments.where)} and {prediction} "
                f"{np.shape(arguments.y_pred)}; expected one shape"
            )
        batch.where = _flat(where, True)
        batch.original = (*batch.original[:3], where)
    elif batch.kernel.lists:
        batch.where = np.broadcast_to(True, (batch.size, batch.classes))
    for name, given in (arguments.aligned or {}).items():
        x = as_real(name, given)
        whole = x.shape == np.shape(arguments.y_pred) and batch.kernel.by_rows
        if whole:
            x = rows_last(name, x, arguments.axis)
        elif x.shape != shape:
            raise ValueError(
                f"{name} has shape {x.shape}; expected one number, the shape of the samples "
                f"{shape} or that of {prediction} {np.shape(arguments.y_pred)}"
            )
        checked_positive(name, x, batch.original[2], arguments.axis if whole else -1)
        batch.aligned[name] = _flat(x, True) if whole else np.reshape(x, (-1, 1))
    for name, each in (arguments.columns or {}).items():
        x = np.broadcast_to(np.asarray(each, np.result_type(batch.work, np.float64)), shape)
        batch.aligned[name] = _flat(x, False)
    for name, given in (arguments.whole or {}).items():
        x = as_real(name, given).astype(batch.work, copy=False)
        batch.parameters = {**batch.parameters, name: x}


def rows_last(name: str, x: Array, axis: int) -> Array:
    """Return `x` with the axis of its rows moved to the end; ValueError where there is none."""
    if not isinstance(axis, numbers.Integral):
        raise TypeError(f"axis: {said(axis)}; expected an integer")
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
        _refuse("sample_weight", weight, (weight >= 0) & (weight < math.inf), "numbers >= 0")
    return weight


def checked_positive(name: str, x: Array, weight: Array | None, axis: int) -> None:
    """Raise ValueError unless a parameter's entries are finite and > 0 wherever the weight is."""
    fine = (x > 0) & (x < math.inf)
    if weight is not None:
        fine |= _spread(weight, x.shape) == 0
    if not fine.all():
        _refuse(name, x, fine, "numbers > 0", axis)


def _refuse(name: str, x: Array, fine: Array, words: str, axis: int = -1) -> NoReturn:
    index = worst_index(~fine)
    raise ValueError(f"{name}: {x[index]}{at_index(index, axis)}; expected finite {words}")


def fits_single(x: float) -> bool:
    """Return whether float32 holds this parameter: 0, or a size that is normal there."""
    return x == 0 or SINGLE[0] <= abs(x) <= SINGLE[1]


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
    return x.astype(np.float64)


def _spread(weight: Array, shape: tuple[int, ...]) -> Array:
    return np.broadcast_to(weight.reshape(weight.shape + (1,) * (len(shape) - weight.ndim)), shape)


def _flat(x: Array, by_rows: bool) -> Any:
    """Return `x` flat along the samples, without copying it whatever its strides."""
    if by_rows:
        return x.reshape(-1, x.shape[-1])
    if x.ndim == 1:
        return x
    return x.reshape(-1) if x.flags.c_contiguous else x.flat
