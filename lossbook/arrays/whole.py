"""A loss evaluated on whole arrays by the library they are of.

The results are those of `lossbook.evaluation`. Shapes and dtypes are checked before anything is
computed; values are checked where they are known, which they are not while a library traces a
function to compile it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from lossbook import evaluation
from lossbook.arrays import home_of
from lossbook.domain import DISTRIBUTION, LABEL, NON_ZERO, SIGN, UNIT, Domain, sum_tolerance
from lossbook.evaluation import SINGLE, Arguments, Internal, Kernel, as_real

Array = Any  # of whichever library


def evaluate(kernel: Kernel, arguments: Arguments) -> Array:
    """Return the reduced loss of `arguments`, an array of their library."""
    library = Library.of(arguments)
    with library.quiet():
        s = _checked(library, kernel, arguments)
        return library.xp.astype(_value(kernel, arguments.reduction, s), s.dtype, copy=False)


def differentiate(kernel: Kernel, arguments: Arguments) -> Array:
    """Return the derivative of `evaluate(kernel, arguments)` with respect to `y_pred`."""
    library = Library.of(arguments)
    with library.quiet():
        s = _checked(library, kernel, arguments)
        slope = library.xp.astype(_slope(kernel, arguments.reduction, s), s.dtype, copy=False)
        if not kernel.by_rows:
            return library.xp.reshape(slope, s.shape)
        slope = library.xp.reshape(slope, (*s.shape, s.classes))
        return _moved(library.xp, slope, -1, arguments.axis)


def _value(kernel: Kernel, reduction: Any, s: Samples) -> Array:
    xp = s.library.xp
    if reduction is Internal.ROOT_MEAN:
        return _root_mean(kernel, s)
    value = _with_derivative(kernel, s)(s.y_true, s.y_pred)
    value = xp.astype(value, s.library.wide, copy=False)
    if s.weight is not None:
        value = s.weight * value
    if reduction == "none":
        return xp.reshape(value, s.shape)
    return xp.sum(value) if reduction == "sum" else _mean(s, value)


def _slope(kernel: Kernel, reduction: Any, s: Samples) -> Array:
    xp = s.library.xp
    slope = _derivative(kernel, s)(s.y_true, s.y_pred)
    slope = xp.astype(slope, s.library.wide, copy=False)
    if reduction is Internal.ROOT_MEAN:
        root = _root_mean(kernel, s)
        # d√M = dM / (2√M); where √M = 0 is the kink, the gradient is 0, as dM is
        slope = slope / 2 / xp.where(root == 0, 1.0, root)
    if s.weight is not None:
        share = s.weight / xp.sum(s.weight) if s.averaged else s.weight
        share = share[:, None] if kernel.by_rows else share
        return xp.where(share == 0, 0.0, slope * share)  # out, even where the root is nan
    return slope / s.size if s.averaged else slope


def _mean(s: Samples, value: Array) -> Array:
    weight = s.size if s.weight is None else s.library.xp.sum(s.weight)
    total = s.library.xp.sum(value)
    # the sum may overflow where the mean does not
    scaled = s.library.xp.sum(value * 2.0**-64) / weight * 2.0**64
    return s.library.xp.where(s.library.xp.isinf(total), scaled, total / weight)


def _root_mean(kernel: Kernel, s: Samples) -> Array:
    """Return √(Σwe²/Σw), in a unit of length in which no square over- or underflows."""
    xp = s.library.xp
    largest = xp.max(xp.abs(s.y_pred - s.y_true))
    one, bound, far = xp.ones_like(largest), s.library.power(3 / 8), s.library.power(5 / 8)
    unit = xp.where(largest > bound, far * one, xp.where(largest < 1 / bound, one / far, one))
    value = kernel.value(xp, s.y_true, s.y_pred, unit=unit)
    mean = _mean(s, value if s.weight is None else s.weight * value)
    # The derivative of the root at 0 is to be 0 and not infinite: hence the inner choice.
    return unit * xp.where(mean == 0, 0.0, xp.sqrt(xp.where(mean == 0, 1.0, mean)))


# --- derivatives -------------------------------------------------------------------------


def _with_derivative(kernel: Kernel, s: Samples) -> Callable[[Array, Array], Array]:
    """Return the loss as a function of y_true and y_pred whose derivative is the kernel's own.

    A derivative that the library takes through the formula of the value would lose the digits
    that the kernel's own keeps, and be wrong or nan at kinks, ties and infinite logarithms.
    """

    def value(y: Array, p: Array) -> Array:
        return kernel.value(s.library, y, _positive_zero(kernel, s, p), **s.parameters)

    if s.library.home == "torch":
        from lossbook.arrays import torch

        return torch.with_derivative(value, _derivative(kernel, s))
    if s.library.home == "jax.numpy":
        from lossbook.arrays import jax

        return jax.with_derivative(value, _derivative(kernel, s))
    return value


def _derivative(kernel: Kernel, s: Samples) -> Callable[[Array, Array], Array]:
    """Return the kernel's derivative as a function of y_true and y_pred."""
    xp = Ties(s.library) if s.library.differentiates else s.library

    def derivative(y: Array, p: Array) -> Array:
        return kernel.derivative(xp, y, _positive_zero(kernel, s, p), **s.parameters)

    return derivative


def _positive_zero(kernel: Kernel, s: Samples, p: Array) -> Array:
    """Return a probability of −0.0 as 0.0: dividing by it must not turn the sign."""
    return s.library.xp.abs(p) if kernel.y_pred is UNIT or kernel.y_pred is DISTRIBUTION else p


# --- libraries ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Library:
    """The namespace of a library, as kernels use it: what they make is on the arguments' device."""

    home: str
    xp: Any
    device: Any

    @classmethod
    def of(cls, arguments: Arguments) -> Library:
        """Return the library that the arguments are of."""
        given = arguments.y_true, arguments.y_pred, arguments.sample_weight
        x: Array = next(x for x in given if home_of(x))
        home = str(home_of(x))
        if home != "torch":
            # JAX moves what is on no device of its own to where it is needed
            return cls(home, x.__array_namespace__(), None if home == "jax.numpy" else x.device)
        try:
            import array_api_compat.torch
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "PyTorch's tensors need array-api-compat: pip install array-api-compat"
            ) from None
        return cls(home, array_api_compat.torch, x.device)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.xp, name)

    def arange(self, stop: int) -> Array:
        """Return 0 … stop−1."""
        return self.xp.arange(stop, device=self.device)

    def maximum(self, a: Array, b: Array | float) -> Array:
        """Return the larger, nan where one is nan."""
        return self.xp.maximum(a, self._tensor(b, a))

    def minimum(self, a: Array, b: Array | float) -> Array:
        """Return the smaller, nan where one is nan."""
        return self.xp.minimum(a, self._tensor(b, a))

    def _tensor(self, b: Array | float, a: Array) -> Array | float:
        """Return PyTorch a number as a tensor: torch.compile does not see through its promotion."""
        if self.home == "torch" and isinstance(b, float):
            return self.xp.asarray(b, dtype=a.dtype, device=a.device)
        return b

    @property
    def differentiates(self) -> bool:
        """Whether the library has automatic differentiation that can be told a derivative."""
        return self.home in ("torch", "jax.numpy")

    @property
    def wide(self) -> Any:
        """The dtype of sums: float64, or float32 where there is none, as in JAX by default."""
        if self.home == "torch":
            return self.xp.float32 if self.device.type == "mps" else self.xp.float64
        floats = self.xp.__array_namespace_info__().dtypes(kind="real floating")
        return floats.get("float64", self.xp.float32)

    @property
    def index(self) -> Any:
        """The dtype of labels."""
        if self.home == "torch":
            return self.xp.int64
        return self.xp.__array_namespace_info__().default_dtypes()["indexing"]

    def array(self, name: str, x: Any) -> Array:
        """Return the argument `x`, which may be a list or a number, as an array."""
        if x is None or home_of(x):
            return x
        return self.xp.asarray(as_real(name, x), device=self.device)

    def power(self, part: float) -> float:
        """Return the power of two that lies this part up the exponents of `wide`."""
        return float(2.0 ** int((1024 if self.wide == self.xp.float64 else 128) * part))

    def to_numpy(self, x: Array | None) -> Any:
        """Return a copy of an array whose values are known, as NumPy's."""
        if self.home == "torch" and x is not None:
            if x.dtype == self.xp.bfloat16:  # half has its tolerance, but not its range
                half = x.half()
                x = half if bool(((half == x) | (x != x)).all()) else x.float()
            return x.numpy(force=True)
        return None if x is None else np.asarray(x)

    def quiet(self) -> AbstractContextManager[Any]:
        """Return a context in which a library that computes with NumPy does not warn."""
        return nullcontext() if self.home == "torch" else np.errstate(all="ignore")

    def is_compiling(self) -> bool:
        """Return whether PyTorch is translating the call rather than running it."""
        return self.home == "torch" and bool(sys.modules["torch"].compiler.is_compiling())

    def is_true(self, flag: Array) -> bool:
        """Return the flag; False where a library traces and does not know it yet."""
        try:
            return bool(flag)
        except (TypeError, RuntimeError):  # as JAX and PyTorch say it
            return False


class Ties:
    """A namespace that chooses one of equals, in derivatives too.

    Libraries split the derivative among equals. A kernel's derivative differentiated once more
    would then be wrong where all logits are 0, which is where a model starts. Here the minimum is
    the first of equals and the maximum the other, so that the two add up to a + b.
    """

    def __init__(self, xp: Any) -> None:
        self._xp = xp

    def __getattr__(self, name: str) -> Any:
        return getattr(self._xp, name)

    def minimum(self, a: Array, b: Array) -> Array:
        """Return the smaller, nan where one is nan."""
        return self._xp.where((a <= b) | self._xp.isnan(a), a, b)

    def maximum(self, a: Array, b: Array) -> Array:
        """Return the larger, nan where one is nan."""
        return self._xp.where((a > b) | self._xp.isnan(a), a, b)

    def max(self, a: Array, axis: int, keepdims: bool = False) -> Array:
        """Return the largest along an axis, the first of equals; nan where one is nan."""
        first = self._xp.expand_dims(self._xp.argmax(a, axis=axis), axis=axis)
        largest = self._xp.take_along_axis(a, first, axis=axis)
        return largest if keepdims else self._xp.squeeze(largest, axis=axis)


# --- arguments ---------------------------------------------------------------------------


@dataclass
class Samples:
    """Checked arguments, flat along the samples; those of weight 0 replaced by harmless ones."""

    library: Library
    y_true: Array  # (n,) or (n, C)
    y_pred: Array
    weight: Array | None  # (n,)
    shape: tuple[int, ...]  # of the samples
    classes: int
    averaged: bool
    dtype: Any  # of the results
    parameters: dict[str, float]

    @property
    def size(self) -> int:
        """How many samples there are."""
        return math.prod(self.shape)


def _checked(library: Library, kernel: Kernel, arguments: Arguments) -> Samples:
    """Return the arguments of a call as samples; TypeError or ValueError where they are bad."""
    given = arguments.y_true, arguments.y_pred, arguments.sample_weight
    xp, names = library.xp, (*arguments.names, "sample_weight")
    y, p, w = (library.array(name, x) for name, x in zip(names, given, strict=True))
    for name, x in zip(names, (y, p, w), strict=True):
        if x is not None and not xp.isdtype(x.dtype, ("bool", "integral", "real floating")):
            raise TypeError(f"{name}: dtype {x.dtype}; expected real numbers")
    shape = checked_shape(kernel, arguments, y, p, w)
    dtype, work = _dtypes(library, (p,) if kernel.labelled else (y, p), arguments)
    if not library.is_compiling() and _is_outside(library, kernel, arguments, y, p, w):
        # NumPy's own check says what is wrong
        copies = (library.to_numpy(x) for x in (y, p, w))
        evaluation.evaluate(kernel, _replaced(arguments, *copies))

    if kernel.by_rows:
        p = _moved(xp, p, arguments.axis, -1)
        y = y if kernel.labelled else _moved(xp, y, arguments.axis, -1)
    classes = p.shape[-1] if kernel.by_rows else 1
    p = xp.astype(p, work, copy=False)
    if not kernel.labelled:
        y = xp.astype(y, work, copy=False)
    elif not xp.isdtype(y.dtype, "real floating"):
        y = xp.astype(y, library.index, copy=False)
    averaged = arguments.reduction not in ("sum", "none")
    if w is not None:
        w = xp.astype(w, library.wide, copy=False)
        y = xp.where(_spread(xp, w, y.shape) == 0, _harmless(kernel.y_true, classes), y)
        p = xp.where(_spread(xp, w, p.shape) == 0, _harmless(kernel.y_pred, classes), p)
        w = xp.reshape(_spread(xp, _scaled(library, w) if averaged else w, shape), (-1,))
    if kernel.labelled:
        y = xp.astype(y, library.index, copy=False)
    return Samples(
        library,
        xp.reshape(y, (-1, classes) if y.ndim > len(shape) else (-1,)),
        xp.reshape(p, (-1, classes) if kernel.by_rows else (-1,)),
        w,
        shape,
        classes,
        averaged,
        dtype,
        arguments.parameters,
    )


def checked_shape(
    kernel: Kernel, arguments: Arguments, y: Array, p: Array, w: Array | None
) -> tuple[int, ...]:
    """Return the shape of the samples; raise, for what does not fit, what NumPy's arrays get."""
    reduction, axis, shape = arguments.reduction, arguments.axis, tuple(p.shape)
    expected = shape
    fits = isinstance(reduction, Internal) or (
        isinstance(reduction, str) and reduction in ("mean", "sum", "none")
    )
    if kernel.by_rows:
        if hasattr(axis, "__index__") and -len(shape) <= axis < len(shape):
            shape = shape[: axis % len(shape)] + shape[axis % len(shape) + 1 :]
        else:
            fits = False
        if kernel.labelled:
            expected = shape
    fits = fits and tuple(y.shape) == expected and 0 not in tuple(p.shape)
    if not (fits and (w is None or tuple(w.shape) == shape[: w.ndim])):
        alike = (None if x is None else np.broadcast_to(1.0, tuple(x.shape)) for x in (y, p, w))
        evaluation.evaluate(kernel, _replaced(arguments, *alike))
    return shape


def _dtypes(library: Library, arrays: tuple[Array, ...], arguments: Arguments) -> tuple[Any, Any]:
    """Return the dtype of the results and of the arithmetic."""
    xp, wide = library.xp, library.wide
    floating = [x.dtype for x in arrays if xp.isdtype(x.dtype, "real floating")]
    dtype = xp.result_type(*floating) if floating else wide
    narrow = len(floating) == len(arrays) and arguments.reduction is not Internal.ROOT_MEAN
    work = xp.result_type(dtype, xp.float32 if narrow else wide)
    for name, value in arguments.parameters.items():
        if work == xp.float32 and not SINGLE[0] <= value <= SINGLE[1]:
            if wide == xp.float32:
                raise ValueError(f"{name}: {value!r}; expected a float32: there is no float64 here")
            work = wide  # in float32 the parameter would turn into 0 or infinity
    return dtype, work


def _is_outside(
    library: Library, kernel: Kernel, arguments: Arguments, y: Array, p: Array, w: Array | None
) -> bool:
    """Return whether a value or weight seems to lie outside; False where it is not known yet."""
    xp = library.xp
    if w is not None:
        w = xp.astype(w, library.wide, copy=False)
        positive = xp.any(w > 0) | (arguments.reduction in ("sum", "none"))
        if library.is_true(xp.any(~((w >= 0) & (w < math.inf))) | ~positive):
            return True
    classes = p.shape[arguments.axis] if kernel.by_rows else 1
    for domain, x in ((kernel.y_true, y), (kernel.y_pred, p)):
        outside = _outside(library, domain, x, arguments.axis, classes)
        if outside is not None and w is not None:
            outside = outside & (_spread(xp, w, outside.shape) != 0)
        if outside is not None and library.is_true(xp.any(outside)):
            return True
    return False


def _outside(library: Library, domain: Domain, x: Array, axis: int, classes: int) -> Array | None:
    """Return which samples lie outside of `domain`, near its border perhaps one that does not."""
    xp = library.xp
    if not xp.isdtype(x.dtype, "real floating"):
        x = xp.astype(x, library.index if domain is LABEL else library.wide)
    if domain is NON_ZERO:
        return x == 0
    if domain is SIGN:
        return xp.abs(x) != 1
    if domain is UNIT:
        return (x < 0) | (x > 1)
    if domain is LABEL:
        return ~((x >= 0) & (x < classes) & (x == xp.floor(x)))
    if domain is DISTRIBUTION:
        tolerance = sum_tolerance(np.dtype(f"f{xp.finfo(x.dtype).bits // 8}"))
        total = xp.sum(xp.astype(x, library.wide, copy=False), axis=axis)
        return xp.any((x < 0) | (x > 1), axis=axis) | (xp.abs(total - 1) > 0.99 * tolerance)
    return None


def _harmless(domain: Domain, classes: int) -> float:
    """Return what may stand in a sample that is out."""
    return {NON_ZERO: 1, SIGN: 1, UNIT: 0.5, DISTRIBUTION: 1 / classes}.get(domain, 0)


def _scaled(library: Library, w: Array) -> Array:
    """Return the weights of a mean, relative to the largest where that is huge or tiny."""
    xp, far = library.xp, library.power(5 / 8)
    top = xp.max(w)
    one = xp.ones_like(top)
    huge, tiny = top > library.power(1 / 4), top < 1 / library.power(1 / 2)
    # First a power of two: the reciprocal of the largest number is 0 to JAX.
    scale = xp.where(huge, one / far, xp.where(tiny, far * one, one))
    return w * scale / xp.where((huge | tiny) & (top > 0), top * scale, one)


def _moved(xp: Any, x: Array, source: int, target: int) -> Array:
    """Return `x` with an axis moved (PyTorch's vmap has no rule for moveaxis)."""
    order = list(range(x.ndim))
    order.insert(target % x.ndim, order.pop(source))
    return xp.permute_dims(x, tuple(order))


def _spread(xp: Any, w: Array, shape: tuple[int, ...]) -> Array:
    return xp.broadcast_to(xp.reshape(w, (*w.shape, *(1,) * (len(shape) - w.ndim))), shape)


def _replaced(arguments: Arguments, y: Array, p: Array, w: Array | None) -> Arguments:
    parameters: dict[str, Any] = arguments.parameters
    reduction: Any = arguments.reduction
    return Arguments(y, p, w, reduction, axis=arguments.axis, names=arguments.names, **parameters)
