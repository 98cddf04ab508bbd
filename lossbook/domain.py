"""Which values an argument may hold, and what to say when it holds another.

A domain measures, for every entry (or every row of a distribution), how far it lies outside.
Zero, a negative number or nan means inside: nan is no violation, it propagates.
"""

from __future__ import annotations

import math
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Domain:
    """Every real number, nan and ±inf included."""

    words = "real numbers"
    latex = r"\mathbb{R}"

    def holds(self, x: Array) -> bool:
        """Return whether all of `x` is known, at a glance, to be inside; `excess` decides."""
        return True

    def excess(self, x: Array, tolerance: float) -> Array:
        """Return how far each entry of `x`, or each row of a distribution, lies outside."""
        return np.zeros(x.shape)

    def refuse(self, name: str, x: Array, excess: Array) -> NoReturn:
        """Raise the error that names the worst entry of `x` and its index."""
        index = _worst(excess)
        raise ValueError(f"{name}: {x[index]}{_at(index)}; expected {self.words}")

    def __reduce__(self) -> Any:
        # The domains named below are told apart by identity, in other processes too.
        names = [name for name, x in globals().items() if x is self]
        return names[0] if names else super().__reduce__()


class NonZero(Domain):
    """Real numbers other than zero: one divides by them."""

    words = "no zero: the loss divides by it"
    latex = r"\mathbb{R}\setminus\{0\}"

    def holds(self, x: Array) -> bool:
        return bool(np.count_nonzero(x != 0) == x.size)

    def excess(self, x: Array, tolerance: float) -> Array:
        zero: Array = x == 0
        return zero


class Unit(Domain):
    """Probabilities: the closed interval [0, 1]."""

    words = "probabilities in [0, 1]"
    latex = "[0, 1]"

    def holds(self, x: Array) -> bool:
        low, high = x[x.argmin()], x[x.argmax()]  # nan where there is one, as from x.min()
        return bool(low >= 0 and high <= 1)

    def excess(self, x: Array, tolerance: float) -> Array:
        outside: Array = np.maximum(-x, x - 1)
        return outside


class Sign(Domain):
    """Binary labels −1 and +1."""

    words = "labels -1 and +1"
    latex = r"\{-1, +1\}"

    def holds(self, x: Array) -> bool:
        return bool(np.count_nonzero(np.abs(x) == 1) == x.size)

    def excess(self, x: Array, tolerance: float) -> Array:
        other: Array = np.abs(x) != 1
        return other

    def refuse(self, name: str, x: Array, excess: Array) -> NoReturn:
        index = _worst(excess)
        zero_one = bool(np.all((x == 0) | (x == 1)))
        convert = f"; labels 0 and 1 become -1 and +1 by 2*{name} - 1" if zero_one else ""
        raise ValueError(f"{name}: label {x[index]}{_at(index)}; expected {self.words}{convert}")


class Scores(Domain):
    """One real score or logit per class, classes along the last axis."""

    words = "real numbers, one a class"
    latex = r"\mathbb{R}^C"


class Label(Domain):
    """Class labels 0 … C−1, `classes` being C; a float is a label if it is a whole number."""

    words = "integer labels"
    latex = r"\{0, \dots, C-1\}"

    def __init__(self, classes: int = 0) -> None:
        self.classes = classes

    def holds(self, x: Array) -> bool:
        return x.dtype.kind != "f" and bool(x.min() >= 0 and x.max() < self.classes)

    def excess(self, x: Array, tolerance: float) -> Array:
        inside: Array = (x >= 0) & (x < self.classes)
        return ~inside if x.dtype.kind != "f" else ~(inside & (x == np.floor(x)))

    def refuse(self, name: str, x: Array, excess: Array) -> NoReturn:
        index = _worst(excess)
        raise ValueError(
            f"{name}: label {x[index]}{_at(index)}; "
            f"expected {self.words} 0 to {self.classes - 1}, one of the {self.classes} classes"
        )


class Distribution(Domain):
    """Probabilities along the last axis, non-negative, with sum 1 within `tolerance`."""

    words = "probabilities in [0, 1]"
    latex = r"\Delta^{C-1}"

    def holds(self, x: Array) -> bool:
        return False

    def excess(self, x: Array, tolerance: float) -> Array:
        low, high = x.min(axis=-1), x.max(axis=-1)
        if np.isnan(low).any():  # a nan propagates, but does not excuse the rest of its row
            low, high = np.fmin.reduce(x, axis=-1), np.fmax.reduce(x, axis=-1)
        outside = np.maximum(-low, high - 1)
        off = np.abs(np.sum(x, axis=-1, dtype=np.result_type(x, np.float64)) - 1)
        return np.where(outside > 0, outside, np.where(off > tolerance, off, 0))

    def refuse(self, name: str, x: Array, excess: Array) -> NoReturn:
        index = _worst(excess)
        row = x[index]
        if np.any((row < 0) | (row > 1)):
            index += _worst(np.maximum(-row, row - 1))
            raise ValueError(f"{name}: {x[index]}{_at(index)}; expected {self.words}")
        total = float(np.sum(row, dtype=np.float64))
        raise ValueError(
            f"{name}: the distribution{_at(index)} sums to {total:.10g}; expected 1 "
            f"within {sum_tolerance(x.dtype):g}"
        )


REAL, NON_ZERO, UNIT, SIGN = Domain(), NonZero(), Unit(), Sign()
SCORES, LABEL, DISTRIBUTION = Scores(), Label(), Distribution()


def sum_tolerance(dtype: np.dtype[Any]) -> float:
    """Return by how much the sum of a distribution of this dtype may differ from 1.

    1e-6 for float64 and wider; float32 and float16 carry the rounding of a softmax over many
    classes, hence 1e-4 and 1e-2.
    """
    return {2: 1e-2, 4: 1e-4}.get(dtype.itemsize, 1e-6) if dtype.kind == "f" else 1e-6


def positive(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless it is finite and greater than 0."""
    number = _number(name, value)
    if not 0 < number < math.inf:
        raise ValueError(f"{name}: {value!r}; expected a finite number greater than 0")
    return number


def open_unit(name: str, value: float) -> float:
    """Return `value` as a float; ValueError unless 0 < value < 1."""
    number = _number(name, value)
    if not 0 < number < 1:
        raise ValueError(f"{name}: {value!r}; expected a number between 0 and 1, both excluded")
    return number


def flag(name: str, value: bool) -> bool:
    """Return `value` as a bool; TypeError unless it is one: a misplaced array would be true."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name}: {value!r}; expected True or False")
    return bool(value)


def _number(name: str, value: Any) -> float:
    try:
        if isinstance(value, (str, bytes)):
            raise TypeError
        return float(value)
    except TypeError:
        raise TypeError(f"{name}: {value!r}; expected one real number") from None
    except OverflowError:
        return math.inf  # an integer too large for a float


def _worst(excess: Array) -> tuple[int, ...]:
    flat = int(np.nanargmax(excess))
    return tuple(int(i) for i in np.unravel_index(flat, excess.shape))


def _at(index: tuple[int, ...]) -> str:
    return f" at index {index}" if index else ""
