"""A loss evaluated on whole arrays by the library they are of.

The results are those of the engine with NumPy. Shapes and dtypes are checked before anything is
computed; values are checked where they are known, which they are not while a library traces a
function to compile it.
"""

from __future__ import annotations

import math
import numbers
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from lossbook.engine import _batches, _evaluation
from lossbook.engine._domains import Domain, Setting
from lossbook.engine._evaluation import fits_single
from lossbook.engine._intake import as_real
from lossbook.engine._kernel import Arguments, Internal, Kernel
from lossbook.engine.arrays._home import home_of

Array = Any  # of whichever library

# Types of so few bits that no arithmetic is defined on them.
NARROW = re.compile(r"float[468]_|int[24]$|bits\d")


def evaluate(kernel: Kernel, arguments: Arguments) -> Array:
    """Return the reduced loss of `arguments`, an array of their library."""
    library = Library.of(arguments)
    with library.quiet():
        if kernel.batch:
            return _batch(library, kernel, arguments)
        s = _checked(library, kernel, arguments)
        return library.xp.astype(_value(kernel, arguments.reduction, s), s.dtype, copy=False)


def differentiate(kernel: Kernel, arguments: Arguments, order: int) -> Array:
    """Return the derivative of `evaluate(kernel, arguments)` with respect to `y_pred`."""
    library = Library.of(arguments)
    with library.quiet():
        if kernel.batch:
            return _batch(library, kernel, arguments, slope=True)
        s = _checked(library, kernel, arguments)
        slope = _slope(kernel, arguments.reduction, s, order)
        slope = library.xp.astype(slope, s.dtype, copy=False)
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


def _slope(kernel: Kernel, reduction: Any, s: Samples, order: int) -> Array:
    xp = s.library.xp
    share: Array = 1 / s.size if s.averaged else 1.0
    if s.weight is not None:
        share = s.weight / xp.sum(s.weight) if s.averaged else s.weight
    slope = _derivative(kernel, s, order)(s.y_true, s.y_pred)
    slope = xp.astype(slope, s.library.wide, copy=False)
    if reduction is Internal.ROOT_MEAN:
        root = _root_mean(kernel, s)
        # d√M = dM / (2√M); where √M = 0 is the kink, the derivatives are 0
        slope, root = slope / 2, xp.where(root == 0, math.inf * xp.ones_like(root), root)
        slope = slope / root
        if order == 2:  # as `root_mean_slope` of the engine with NumPy
            first = xp.astype(
                _derivative(kernel, s)(s.y_true, s.y_pred), s.library.wide, copy=False
            )
            own = (first / 2 / root) ** 2 * share
            light = xp.sum(xp.where(own > 0.5, 0.0, own))
            slope = slope * xp.where(own > 0.5, light, 1 - own)
    if s.weight is not None:
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
        return kernel.value(s.library, y, _inside(s, p), **s.parameters)

    return _differentiable(s.library, value, _derivative(kernel, s))


def _differentiable(
    library: Library,
    value: Callable[[Array, Array], Array],
    derivative: Callable[[Array, Array], Array],
) -> Callable[[Array, Array], Array]:
    """Return `value`, with the derivative told to a library that can be told one."""
    if library.home == "torch":
        from lossbook.engine.arrays import _torch as torch

        return torch.with_derivative(value, derivative)
    if library.home == "jax.numpy":
        from lossbook.engine.arrays import _jax as jax

        return jax.with_derivative(value, derivative)
    return value


def _derivative(kernel: Kernel, s: Samples, order: int = 1) -> Callable[[Array, Array], Array]:
    """Return the kernel's first or second derivative as a function of y_true and y_pred."""
    xp = Ties(s.library) if s.library.differentiates else s.library
    function = kernel.derivative_of(order)

    def derivative(y: Array, p: Array) -> Array:
        return function(xp, y, _inside(s, p), **s.parameters)

    return derivative


def _inside(s: Samples, p: Array) -> Array:
    """Return predictions that rounding put beyond an end at that end.

    A probability of −0.0 becomes 0.0: dividing by it must not turn the sign.
    """
    sides = s.domains[1].sides
    if sides is None:
        return p
    p = s.library.xp.clip(p, *sides)
    return s.library.xp.abs(p) if sides == (0.0, 1.0) else p


# --- batches -----------------------------------------------------------------------------


def _batch(library: Library, kernel: Kernel, arguments: Arguments, slope: bool = False) -> Array:
    """Return the mean or sum of a batch's terms, or its derivative by the embeddings."""
    xp, (truth, prediction) = library.xp, arguments.names
    labels, x = library.array(truth, arguments.y_true), library.array(prediction, arguments.y_pred)
    _real_numbers(library, {truth: labels, prediction: x})
    _batches.checked_shapes(arguments, labels, x)
    if library.is_known(labels):
        _batches.checked_labels(kernel, arguments, library.to_numpy(labels))
    dtype = x.dtype if xp.isdtype(x.dtype, "real floating") else library.wide
    labels, x = xp.astype(labels, library.index, copy=False), xp.astype(x, library.wide, copy=False)
    parameters = arguments.parameters
    xs = Ties(library) if library.differentiates else library

    def count(x: Array) -> Array:
        if arguments.reduction == "sum":
            return 1
        _, terms = kernel.value(library, labels, x, **parameters)
        return terms if isinstance(terms, int) else xp.maximum(terms, xp.ones_like(terms))

    def value(labels: Array, x: Array) -> Array:
        return kernel.value(library, labels, x, **parameters)[0] / count(x)

    def derivative(labels: Array, x: Array) -> Array:
        return kernel.derivative(xs, labels, x, **parameters) / count(x)

    function = derivative if slope else _differentiable(library, value, derivative)
    return xp.astype(function(labels, x), dtype, copy=False)


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
        x: Array = next(x for x in arguments.arrays().values() if home_of(x))
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

    def sign(self, x: Array) -> Array:
        """Return −1, 0 or 1; nan of nan."""
        if self.home != "torch":
            return self.xp.sign(x)
        return self.xp.where(x != x, x, x.sign())  # array-api-compat's takes a mask: no vmap does

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
        if x is None:
            return x
        if not home_of(x):
            return self.xp.asarray(as_real(name, x), device=self.device)
        if self.home == "torch":
            self._check_dense(name, x)
        if self.device is not None and x.device != self.device:
            raise TypeError(
                f"{name}: an array on the device {x.device}, another is on {self.device}; "
                f"expected one device: move one, as by {name}.to(...)"
            )
        return x

    def _check_dense(self, name: str, x: Any) -> None:
        """Raise TypeError for a tensor of PyTorch's that is no plain array of numbers."""
        kind, out = "", ""
        if type(x).__name__ == "MaskedTensor":
            kind, out = "a masked tensor", "its data, and the mask as sample_weight"
        elif x.is_nested:
            kind, out = "a nested tensor", "to_padded_tensor(0.0), the padding with weight 0"
        elif str(x.layout) != "torch.strided":
            kind, out = f"a sparse tensor ({x.layout})", f"{name}.to_dense()"
        elif x.is_quantized:
            kind, out = "a quantized tensor", f"{name}.dequantize()"
        if kind:
            raise TypeError(f"{name}: {kind}; expected a dense tensor of real numbers: {out}")

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

    def is_known(self, x: Array) -> bool:
        """Return whether the values of an array are known, and not only its shape."""
        if self.is_compiling():
            return False
        try:
            bool(self.xp.all(x == x))
        except (TypeError, RuntimeError):  # as JAX and PyTorch say it
            return False
        return True

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
    domains: tuple[Domain, Domain]
    y_true: Array  # (n,) or (n, C)
    y_pred: Array
    weight: Array | None  # (n,)
    shape: tuple[int, ...]  # of the samples
    classes: int
    averaged: bool
    dtype: Any  # of the results
    parameters: dict[str, Any]

    @property
    def size(self) -> int:
        """How many samples there are."""
        return math.prod(self.shape)


def _checked(library: Library, kernel: Kernel, arguments: Arguments) -> Samples:
    """Return the arguments of a call as samples; TypeError or ValueError where they are bad."""
    xp, (truth, prediction) = library.xp, arguments.names
    domains = arguments.domains or (kernel.y_true, kernel.y_pred)
    given = {name: library.array(name, x) for name, x in arguments.arrays().items()}
    given = {name: x for name, x in given.items() if x is not None}
    _real_numbers(library, given)
    shape = checked_shape(kernel, arguments, given)
    y, p, w = given[truth], given[prediction], given.get("sample_weight")
    dtype, work = _dtypes(library, (p,) if kernel.labelled else (y, p), arguments)
    if arguments.ignore is not None:
        w = xp.ones_like(y, dtype=library.wide) if w is None else _spread(xp, w, shape)
        w = xp.where(y == arguments.ignore, xp.zeros_like(w), w)
    if not library.is_compiling() and _is_outside(library, kernel, arguments, given, w):
        # NumPy's own check says what is wrong
        copies = {name: library.to_numpy(given.get(name)) for name in arguments.arrays()}
        _evaluation.evaluate(kernel, arguments.replaced(copies))

    if kernel.by_rows:
        p = _moved(xp, p, arguments.axis, -1)
        y = _moved(xp, y, arguments.axis, -1) if domains[0].rows else y
    if arguments.columns:
        y = xp.broadcast_to(y[..., None], shape)
    classes = p.shape[-1] if kernel.by_rows else 1
    eps = float(xp.finfo(p.dtype).eps) if xp.isdtype(p.dtype, "real floating") else 0.0
    p = xp.astype(p, work, copy=False)
    if domains[1].sides and not library.is_known(p):
        # Values are not known, and none is refused; `_inside` must not bring this one back.
        low, high = domains[1].sides
        slack = domains[1].slack(eps)
        p = xp.where((p < low - slack) | (p > high + slack), math.nan, p)
    if not kernel.labelled:
        y = xp.astype(y, work, copy=False)
    elif not xp.isdtype(y.dtype, "real floating"):
        y = xp.astype(y, library.index, copy=False)
    averaged = arguments.reduction not in ("sum", "none")
    out = None
    if w is not None:
        w = xp.astype(w, library.wide, copy=False)
        out = w == 0
        y = xp.where(_spread(xp, out, y.shape), domains[0].harmless(classes), y)
        p = xp.where(_spread(xp, out, p.shape), domains[1].harmless(classes), p)
        w = xp.reshape(_spread(xp, _scaled(library, w) if averaged else w, shape), (-1,))
    parameters: dict[str, Any] = dict(arguments.parameters)
    if kernel.lists:
        where = xp.ones_like(p, dtype=xp.bool)
        if "where" in given:
            where = _moved(xp, given["where"], arguments.axis, -1)
            y, p = (xp.where(where, x, xp.zeros_like(x)) for x in (y, p))
        parameters["where"] = xp.reshape(where, (-1, classes))
    for name in arguments.aligned or {}:
        x = xp.astype(given[name], work, copy=False)
        whole = kernel.by_rows and x.ndim > len(shape)
        x = _moved(xp, x, arguments.axis, -1) if whole else x
        if out is not None:
            x = xp.where(_spread(xp, out, x.shape), xp.ones_like(x), x)
        parameters[name] = xp.reshape(x, (-1, classes) if whole else (-1, 1))
    for name, each in (arguments.columns or {}).items():
        x = xp.asarray(each, dtype=work, device=library.device)
        parameters[name] = xp.reshape(xp.broadcast_to(x, shape), (-1,))
    for name in arguments.whole or {}:
        parameters[name] = xp.astype(given[name], work, copy=False)
    if kernel.labelled:
        y = xp.astype(y, library.index, copy=False)
    return Samples(
        library,
        domains,
        xp.reshape(y, (-1, classes) if domains[0].rows else (-1,)),
        xp.reshape(p, (-1, classes) if kernel.by_rows else (-1,)),
        w,
        shape,
        classes,
        averaged,
        dtype,
        parameters,
    )


def _real_numbers(library: Library, given: Mapping[str, Array]) -> None:
    """Raise TypeError unless all hold real numbers, and a mask booleans."""
    isdtype = library.xp.isdtype
    for name, x in given.items():
        if name == "where":
            if not isdtype(x.dtype, "bool"):
                raise TypeError(f"where: dtype {x.dtype}; expected booleans, as from x > 0")
        elif NARROW.search(str(x.dtype)):
            raise TypeError(f"{name}: dtype {x.dtype}; expected real numbers: convert to float32")
        elif not isdtype(x.dtype, ("bool", "integral", "real floating")):
            raise TypeError(f"{name}: dtype {x.dtype}; expected real numbers")


def checked_shape(
    kernel: Kernel, arguments: Arguments, given: Mapping[str, Array]
) -> tuple[int, ...]:
    """Return the shape of the samples; raise, for what does not fit, what NumPy's arrays get."""
    truth, prediction = arguments.names
    domains = arguments.domains or (kernel.y_true, kernel.y_pred)
    reduction, axis, p = arguments.reduction, arguments.axis, given[prediction]
    shape = expected = tuple(p.shape)
    fits = isinstance(reduction, Internal) or (
        isinstance(reduction, str) and reduction in ("mean", "sum", "none")
    )
    if kernel.by_rows:
        if isinstance(axis, numbers.Integral) and -len(shape) <= axis < len(shape):
            fits = fits and domains[1].width in (None, shape[axis])
            shape = shape[: axis % len(shape)] + shape[axis % len(shape) + 1 :]
        else:
            fits = False
        expected = expected if domains[0].rows else shape
    for each in (arguments.columns or {}).values():
        fits = fits and shape[-1:] == (len(each),)
        expected = shape[:-1]
    fits = fits and tuple(given[truth].shape) == expected and 0 not in tuple(p.shape)
    if "sample_weight" in given:
        w = given["sample_weight"]
        fits = fits and tuple(w.shape) == shape[: w.ndim]
    if "where" in given:
        fits = fits and tuple(given["where"].shape) == tuple(p.shape)
    for name in arguments.aligned or {}:
        fits = fits and tuple(given[name].shape) in (
            (shape, tuple(p.shape)) if kernel.by_rows else (shape,)
        )
    if not fits:
        alike: dict[str, Any] = dict.fromkeys(arguments.arrays())
        for name, x in given.items():
            fill: Any = True if name == "where" else 1.0
            alike[name] = np.broadcast_to(fill, tuple(x.shape))
        _evaluation.evaluate(kernel, arguments.replaced(alike))
    return shape


def _dtypes(library: Library, arrays: tuple[Array, ...], arguments: Arguments) -> tuple[Any, Any]:
    """Return the dtype of the results and of the arithmetic."""
    xp, wide = library.xp, library.wide
    floating = [x.dtype for x in arrays if xp.isdtype(x.dtype, "real floating")]
    dtype = xp.result_type(*floating) if floating else wide
    narrow = len(floating) == len(arrays) and arguments.reduction is not Internal.ROOT_MEAN
    work = xp.result_type(dtype, xp.float32 if narrow else wide)
    for name, value in arguments.parameters.items():
        if work == xp.float32 and not fits_single(value):
            if wide == xp.float32:
                raise ValueError(f"{name}: {value!r}; expected a float32: there is no float64 here")
            work = wide  # in float32 the parameter would turn into 0 or infinity
    return dtype, work


def _is_outside(
    library: Library,
    kernel: Kernel,
    arguments: Arguments,
    given: Mapping[str, Array],
    w: Array | None,
) -> bool:
    """Return whether a value or weight seems to lie outside; False where it is not known yet."""
    xp, names = library.xp, arguments.names
    if w is not None:
        w = xp.astype(w, library.wide, copy=False)
        positive = xp.any(w > 0) | (arguments.reduction in ("sum", "none"))
        if library.is_true(xp.any(~((w >= 0) & (w < math.inf))) | ~positive):
            return True
    for name in arguments.aligned or {}:
        x = given[name]
        x = _moved(xp, x, arguments.axis, -1) if x.ndim == given[names[1]].ndim else x
        outside = ~((x > 0) & (x < math.inf))
        if w is not None:
            outside = outside & (_spread(xp, w, outside.shape) != 0)
        if library.is_true(xp.any(outside)):
            return True
    classes = given[names[1]].shape[arguments.axis] if kernel.by_rows else 1
    labels = classes if arguments.labels is None else arguments.labels
    domains = arguments.domains or (kernel.y_true, kernel.y_pred)
    for domain, x in zip(domains, (given[names[0]], given[names[1]]), strict=True):
        x = _moved(xp, x, arguments.axis, -1) if domain.rows else x
        eps = float(xp.finfo(x.dtype).eps) if xp.isdtype(x.dtype, "real floating") else 0.0
        narrow = eps == 0 or eps > 1e-4  # integers, and float16 and its like
        x = xp.astype(x, library.wide if eps == 0 else xp.float32) if narrow else x
        outside = domain.excess(xp, x, Setting(labels, eps, library.wide)) > 0
        if "where" in given and outside.ndim == x.ndim:
            outside = outside & _moved(xp, given["where"], arguments.axis, -1)
        if w is not None:
            outside = outside & (_spread(xp, w, outside.shape) != 0)
        if library.is_true(xp.any(outside)):
            return True
    return False


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
