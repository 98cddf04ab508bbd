"""The loop over the elements, fused and compiled by numba: what `loss.compiled` runs.

The kernels and the answers are those of `_evaluation`. Here one loop reads each pair of numbers
once, sees whether they are in their domains, applies the kernel, and adds or stores. What it does
not take (other libraries' arrays, lists, strides, parameters that are arrays, a kernel that numba
cannot compile) goes the plain way; so does every call in which something is wrong, and then the
plain way raises the error.

The arithmetic is float64, of float32 too, whose results are rounded once. A sum has 512 lanes side
by side; in each the rounding error of every addition is known (Knuth's two-sum) and added up
beside it, so that the sum is rounded once in all but name.
"""

from __future__ import annotations

import hashlib
import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from numba.core.errors import NumbaError
from numba.extending import register_jitable

from lossbook.engine import _dispatch, _vector
from lossbook.engine._domains import Array, Domain, Interval, NonZero, Pair, Real
from lossbook.engine._kernel import Arguments, Internal, Kernel

# The lanes of a sum: their two arrays lie in the first-level cache.
LANES = 512

# The types of elements that numba reads, by NumPy's letters: of 4 and 8 bytes, integers, flags.
SIMPLE = frozenset("fd?bBhHiIlLqQ")

# Beyond these a sum of weights, or of squares under a root, is left to the plain way, which scales.
TINY, HUGE = 2.0**-500, 2.0**500

# Division by 0 gives inf or nan. What is compiled is kept on the disk, where numba keeps it.
loop = njit(error_model="numpy", cache=True)
inner = njit(error_model="numpy", forceinline=True)


def takes(kernel: Kernel) -> bool:
    """Return whether the loop of this kernel is compiled: whether it goes element by element."""
    return not (kernel.batch or kernel.by_rows) and _test(kernel.y_true) is not None


def evaluate(kernel: Kernel, arguments: Arguments) -> Any:
    """Return the reduced loss of `arguments`."""
    call = _Call.of(kernel, arguments)
    if call is not None:
        result = call.value(arguments.reduction)
        if result is not None:
            return result
    return _dispatch.evaluate(kernel, arguments)


def differentiate(kernel: Kernel, arguments: Arguments, order: int) -> Any:
    """Return the first or second derivative of `evaluate(kernel, arguments)` by each `y_pred`."""
    call = _Call.of(kernel, arguments)
    if call is not None:
        slopes = call.derivative(arguments.reduction, order)
        if slopes is not None:
            return slopes
    return _dispatch.differentiate(kernel, arguments, order)


class _Call:
    """A call that the compiled loops take: flat arrays, and the loops of its kernel."""

    __slots__ = ("dtype", "loops", "p", "parameters", "shape", "w", "y")

    def __init__(
        self, loops: _Loops, y: Array, p: Array, w: Array | None, parameters: dict[str, Any]
    ) -> None:
        self.loops, self.shape, self.dtype = loops, p.shape, p.dtype
        if p.ndim != 1:
            y, p, w = y.reshape(-1), p.reshape(-1), None if w is None else w.reshape(-1)
        if y.dtype is not p.dtype or p.dtype.kind != "f":
            floats = [x.dtype for x in (y, p) if x.dtype.kind == "f"]
            self.dtype = np.result_type(*floats) if floats else np.dtype(np.float64)
        self.y, self.p, self.w = y, p, w
        self.parameters = loops.ordered(parameters) if parameters else ()

    @classmethod
    def of(cls, kernel: Kernel, arguments: Arguments) -> _Call | None:
        """Return the call, or None where it goes the plain way."""
        y, p, w = arguments.y_true, arguments.y_pred, arguments.sample_weight
        if (
            type(y) is np.ndarray
            and type(p) is np.ndarray
            and y.shape == p.shape
            and y.size > 0
            and isinstance(arguments.reduction, (str, Internal))
            and _is_simple(y)
            and _is_simple(p)
            and (w is None or (type(w) is np.ndarray and w.shape == p.shape and _is_simple(w)))
            and arguments.plain
        ):
            loops = _loops(kernel, arguments.domains or (kernel.y_true, kernel.y_pred))
            if loops is not None and not loops.refused:
                return cls(loops, y, p, w, arguments.parameters)
        return None

    def value(self, reduction: Any) -> Any:
        """Return what the loss returns; None where the plain way has to look."""
        try:
            return self.each(0, None) if reduction == "none" else self.reduced(reduction)
        except NumbaError:
            self.refuse()
            return None

    def derivative(self, reduction: Any, order: int) -> Array | None:
        """Return the derivative by each prediction; None where the plain way has to look."""
        try:
            divisor = self.divisor(reduction, order)
            if divisor is None:
                return None
            return self.each(order, divisor if divisor != 1 else None)
        except NumbaError:
            self.refuse()
            return None

    def refuse(self) -> None:
        """Send this and all later calls the plain way: numba cannot compile the kernel."""
        self.loops.refused = True

    def reduced(self, reduction: Any) -> float | None:
        """Return the mean, sum or root mean; None where the plain way has to look."""
        value, outside = self.loops.summed(self.y, self.p, self.w, *self.parameters)
        if outside or not math.isfinite(value):
            return None
        if reduction == "sum":
            return value  # type: ignore[no-any-return]
        weight = self._total_weight()
        if weight is None:
            return None
        mean = value / weight
        if reduction == "mean":
            return mean  # type: ignore[no-any-return]
        return math.sqrt(mean) if reduction is Internal.ROOT_MEAN and mean > TINY else None

    def divisor(self, reduction: Any, order: int) -> float | None:
        """Return what all derivatives are divided by; None where the plain way has to look."""
        if reduction in ("sum", "none"):
            return 1.0
        weight = self._total_weight()
        if weight is None or reduction == "mean":
            return weight
        if reduction is not Internal.ROOT_MEAN or order == 2:
            return None
        root = self.reduced(reduction)
        return None if root is None else 2 * root * weight  # d√M = dM / (2√M)

    def each(self, order: int, divisor: float | None) -> Array | None:
        """Return an array of the losses or derivatives; None where a number lies outside."""
        out = np.empty(self.p.size, self.dtype)
        outside = self.loops.each(order)(self.y, self.p, self.w, divisor, out, *self.parameters)
        return None if outside else out.reshape(self.shape)

    def _total_weight(self) -> float | None:
        if self.w is None:
            return self.p.size
        weight, outside = _total(self.w)
        return None if outside or not TINY < weight < HUGE else weight


def _is_simple(x: Array) -> bool:
    return x.flags.c_contiguous and x.dtype.char in SIMPLE and x.dtype.isnative


# --- loops -------------------------------------------------------------------------------


class _Loops:
    """The compiled loops of a kernel, each made when it is first wanted."""

    def __init__(self, kernel: Kernel, tests: tuple[_Test, _Test], probability: bool) -> None:
        self._functions = kernel.value, kernel.derivative, kernel.curvature
        self._tests, self._probability = tests, probability
        self._each: list[Any] = [None, None, None]
        self.refused = False
        names = list(inspect.signature(kernel.value).parameters.values())[3:]
        self._defaults = [(parameter.name, parameter.default) for parameter in names]
        self.summed = _summing(*self._parts(0))

    def each(self, order: int) -> Any:
        """Return the loop that stores every sample's loss, or its derivatives."""
        if self._each[order] is None:
            self._each[order] = _storing(*self._parts(order))
        return self._each[order]

    def ordered(self, parameters: dict[str, Any]) -> tuple[Any, ...]:
        """Return the parameters as the kernel takes them, without the last that are the defaults.

        A default is a constant to the compiler, and what it makes needless is left out.
        """
        values = [parameters.get(name, default) for name, default in self._defaults]
        while values and values[-1] == self._defaults[len(values) - 1][1]:
            values.pop()
        return tuple(values)

    def _parts(self, order: int) -> tuple[Any, ...]:
        function = self._functions[order]
        assert function is not None
        return function, *self._tests, self._probability, _prepared(function)


# What lies outside: the number of the rule in `_outside`, and its two numbers.
_Test = tuple[int, float, float]
_ANY, _CLOSED, _OPEN, _PAIR, _NONZERO = range(5)


def _test(domain: Domain) -> _Test | None:
    """Return the rule of a domain; None where there is none."""
    if type(domain) is Real:
        return _ANY, 0.0, 0.0
    if type(domain) is Interval:
        return (_OPEN if domain.open_low else _CLOSED), float(domain.low), float(domain.high)
    if type(domain) is Pair:
        return _PAIR, 1.0, float(domain.other)
    if type(domain) is NonZero:
        return _NONZERO, 0.0, 0.0
    return None


@inner
def _outside(x, rule, a, b):
    """Return whether x may lie outside: nan does not, and just beyond an end the plain way sees."""
    if rule == _CLOSED:
        return (x < a) | (x > b)
    if rule == _OPEN:
        return (x <= a) | (x > b)
    if rule == _PAIR:
        return (x != a) & (x != b)
    if rule == _NONZERO:
        return x == 0.0
    return False


@inner
def _two_sum(high, low, i, x):
    """Add x to lane i: what the addition rounds off is known exactly, and added up beside it."""
    before = high[i]
    after = before + x
    part = after - before
    low[i] += (before - (after - part)) + (x - part)
    high[i] = after


@inner
def _joined(high, low, used):
    """Return the sum of the lanes that were used: the second half is added to the first."""
    width = 1
    while width < used:
        width *= 2
    while width > 1:
        width //= 2
        for i in range(width):
            _two_sum(high, low, i, high[i + width])
            low[i] += low[i + width]
    return high[0] + low[0]


@loop
def _total(w):
    """Return the sum of the weights, and how many are none."""
    high, low = np.zeros(LANES), np.zeros(LANES)
    outside = 0
    for start in range(0, w.size, LANES):
        ws = w[start : start + LANES]
        for i in range(ws.size):
            x = ws[i] * 1.0
            outside += not ((x >= 0.0) & (x < math.inf))
            _two_sum(high, low, i, x)
    return _joined(high, low, min(w.size, LANES)), outside


# A loop is compiled with everything that it closes over as constants, `version` too: on the disk
# it is found again by them, and a kernel of other source is another.
def _summing(value: Any, y_test: _Test, p_test: _Test, probability: bool, version: int) -> Any:
    """Return the loop that adds the losses, and counts what lies outside."""
    (y_rule, y_low, y_high), (p_rule, p_low, p_high) = y_test, p_test

    @loop
    def summed(y, p, w, *parameters):
        high, low = np.zeros(LANES), np.zeros(LANES)
        outside = 0 if version else 1
        for start in range(0, y.size, LANES):
            ys, ps = y[start : start + LANES], p[start : start + LANES]
            ws = None if w is None else w[start : start + LANES]
            for i in range(ys.size):
                a, b = ys[i] * 1.0, ps[i] * 1.0
                bad = _outside(a, y_rule, y_low, y_high) | _outside(b, p_rule, p_low, p_high)
                x = value(_vector, a, math.fabs(b) if probability else b, *parameters)
                if ws is not None:
                    c = ws[i] * 1.0
                    bad = ~((c >= 0.0) & (c < math.inf)) | (bad & (c != 0.0))
                    x = 0.0 if c == 0.0 else c * x
                outside += bad
                _two_sum(high, low, i, x)
        return _joined(high, low, min(y.size, LANES)), outside

    return summed


def _storing(function: Any, y_test: _Test, p_test: _Test, probability: bool, version: int) -> Any:
    """Return the loop that stores what the function gives, and counts what lies outside."""
    (y_rule, y_low, y_high), (p_rule, p_low, p_high) = y_test, p_test

    @loop
    def stored(y, p, w, divisor, out, *parameters):
        outside = 0 if version else 1
        for i in range(y.size):
            a, b = y[i] * 1.0, p[i] * 1.0
            bad = _outside(a, y_rule, y_low, y_high) | _outside(b, p_rule, p_low, p_high)
            x = function(_vector, a, math.fabs(b) if probability else b, *parameters)
            if w is None:
                if divisor is not None:
                    x = x / divisor
            else:
                c = w[i] * 1.0
                bad = ~((c >= 0.0) & (c < math.inf)) | (bad & (c != 0.0))
                x = x * (c if divisor is None else c / divisor)
                x = 0.0 if c == 0.0 else x
            outside += bad
            out[i] = x
        return outside

    return stored


_made: dict[Any, _Loops | None] = {}


def _loops(kernel: Kernel, domains: tuple[Domain, Domain]) -> _Loops | None:
    """Return the loops of a kernel; None for one that does not go element by element."""
    key = id(kernel), domains
    if key not in _made:
        y_test, p_test = map(_test, domains)
        if kernel.batch or kernel.by_rows or y_test is None or p_test is None:
            _made[key] = None
        else:
            _made[key] = _Loops(kernel, (y_test, p_test), domains[1].sides == (0.0, 1.0))
    return _made[key]


# --- kernels -----------------------------------------------------------------------------

_known: set[Any] = set()


def _prepared(function: Callable[..., Any]) -> int:
    """Tell numba of a kernel's functions; return a number that stands for their source."""
    functions = sorted(_called(function), key=lambda f: (f.__module__, f.__qualname__))
    for one in functions:
        if one not in _known:
            register_jitable(error_model="numpy", forceinline=True)(one)
            _known.add(one)
    try:
        source = "\n".join(map(inspect.getsource, [*functions, _vector]))
    except OSError:  # typed into a prompt: its code stands for it
        source = repr([f.__code__.co_code for f in functions])
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:7], "big") | 1


def _called(function: Any) -> set[Any]:
    """Return a function and the functions that it calls by name, directly or not."""
    found, waiting = set(), [function]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        others = (one.__globals__.get(name) for name in one.__code__.co_names)
        waiting += [other for other in others if inspect.isfunction(other)]
    return found
