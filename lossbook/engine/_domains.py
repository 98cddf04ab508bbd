"""Which values an argument may hold, on the arrays of any library, and what to say of others.

A domain measures, for every entry (or every row of a distribution), how far it lies outside.
Zero, a negative number or nan means inside: nan is no violation, it propagates. There is one such
measure: NumPy's blocks and the whole arrays of other libraries are both held against it.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Setting(NamedTuple):
    """What a domain needs to know beside the values."""

    classes: int  # the length of a row of predictions
    eps: float  # the ulp of 1 in the dtype in which the values were given, 0 for integers
    wide: Any  # the dtype of sums


class Domain:
    """What one argument may hold: each entry by itself, or with `rows` a row at a time.

    A domain of one's own defines `excess`; without it every check raises.

    Attributes
    ----------
    words, latex : str
        What an error message and a card call the domain.
    rows : bool
        Whether a sample is a row along the last axis, and not one entry.
    width : int or None
        How many entries a row has, where that is fixed.
    sides : (float, float) or None
        The closed ends to which values that rounding put just beyond are brought back.
    """

    words = "values of a domain"
    latex = r"\mathbb{R}"
    rows = False
    width: int | None = None
    sides: tuple[float, float] | None = None

    def slack(self, eps: float) -> float:
        """Return by how much a value may lie beyond one of its `sides`, to be brought back."""
        return 4 * eps

    def holds(self, x: Array, classes: int) -> bool:
        """Return whether all of NumPy's `x` is known, at a glance, to be inside.

        False means that `excess` has to decide.
        """
        return False

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        """Return how far each entry of `x`, floats of the namespace `xp`, or each row lies outside.

        What is outside without a distance has 1.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say what lies outside of it")

    def harmless(self, classes: int) -> float:
        """Return what may stand in a sample that is out."""
        return 0.0

    def refuse(
        self,
        name: str,
        x: Array,
        excess: Array,
        classes: int,
        hint: str = "",
        axis: int = -1,
    ) -> NoReturn:
        """Raise the error that names the worst entry of `x`, its index and the way out.

        The index is that in the array as given, in which `axis` held the rows.
        """
        index = worst_index(excess)
        at = at_index(index, axis if len(index) == x.ndim else -1)
        raise ValueError(f"{name}: {x[index]}{at}; expected {self.words}{hint}")

    def __reduce__(self) -> Any:
        # The domains named below are told apart by identity, in other processes too.
        names = [name for name, x in globals().items() if x is self]
        return names[0] if names else super().__reduce__()


class Real(Domain):
    """Every real number, nan and ±inf included; with `rows` a row of them a sample."""

    def __init__(
        self,
        words: str = "real numbers",
        latex: str = r"\mathbb{R}",
        *,
        rows: bool = False,
        width: int | None = None,
    ) -> None:
        self.words, self.latex, self.rows, self.width = words, latex, rows, width

    def holds(self, x: Array, classes: int) -> bool:
        return True

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        return xp.zeros_like(x)


class Interval(Domain):
    """The real numbers from `low` to `high`, with `open_low` without the lower end itself.

    With `sides` both ends are in, and what rounding put beyond one of them, by at most 4 ulp of 1,
    counts as that end.
    """

    def __init__(
        self,
        words: str,
        latex: str,
        low: float,
        high: float = math.inf,
        *,
        harmless: float,
        open_low: bool = False,
        rows: bool = False,
        sides: bool = False,
    ) -> None:
        self.words, self.latex, self.rows = words, latex, rows
        self.low, self.high, self.open_low = low, high, open_low
        self.sides = (low, high) if sides else None
        self._harmless = harmless

    def holds(self, x: Array, classes: int) -> bool:
        flat = x.reshape(-1) if x.ndim > 1 else x
        low, high = flat[flat.argmin()], flat[flat.argmax()]  # nan where there is one
        return bool((low > self.low if self.open_low else low >= self.low) and high <= self.high)

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        excess = self.low - x
        if self.open_low:  # at the end itself there is no distance
            excess = xp.where(x == self.low, xp.ones_like(x), excess)
        if self.high < math.inf:
            excess = xp.maximum(excess, x - self.high)
        return excess - self.slack(setting.eps) if self.sides else excess

    def harmless(self, classes: int) -> float:
        return self._harmless


class Cosine(Interval):
    """Computed cosines: as far beyond ±1 as a distribution's sum may lie beyond 1."""

    def slack(self, eps: float) -> float:
        return sum_tolerance(eps)


class NonZero(Domain):
    """Real numbers other than zero: one divides by them."""

    words = "no zero: the loss divides by it"
    latex = r"\mathbb{R}\setminus\{0\}"

    def holds(self, x: Array, classes: int) -> bool:
        return bool(np.count_nonzero(x != 0) == x.size)

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        return xp.astype(x == 0, x.dtype)

    def harmless(self, classes: int) -> float:
        return 1.0


class Pair(Domain):
    """Binary labels: 1 and another number, and how the other usual pair turns into them."""

    def __init__(self, other: int, words: str, latex: str, convert: str) -> None:
        self.other, self.words, self.latex, self.convert = other, words, latex, convert

    def holds(self, x: Array, classes: int) -> bool:
        return bool(np.count_nonzero((x == 1) | (x == self.other)) == x.size)

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        return xp.astype((x != 1) & (x != self.other), x.dtype)

    def harmless(self, classes: int) -> float:
        return 1.0

    def refuse(
        self,
        name: str,
        x: Array,
        excess: Array,
        classes: int,
        hint: str = "",
        axis: int = -1,
    ) -> NoReturn:
        index = worst_index(excess)
        usual = bool(np.all((x == 1) | (x == -1 - self.other)))
        hint = self.convert.format(name=name) if usual else hint
        raise ValueError(f"{name}: label {x[index]}{at_index(index)}; expected {self.words}{hint}")


class Label(Domain):
    """Class labels 0 … C−1, one a row of predictions; a float that is whole is a label too."""

    words = "integer labels"
    latex = r"\{0, \dots, C-1\}"

    def holds(self, x: Array, classes: int) -> bool:
        return x.dtype.kind != "f" and bool(x.min() >= 0 and x.max() < classes)

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        inside = (x >= 0) & (x < setting.classes) & (x == xp.floor(x))
        return xp.astype(~inside, x.dtype)

    def harmless(self, classes: int) -> float:
        return 0  # an integer: the labels may be

    def refuse(
        self,
        name: str,
        x: Array,
        excess: Array,
        classes: int,
        hint: str = "",
        axis: int = -1,
    ) -> NoReturn:
        index = worst_index(excess)
        raise ValueError(
            f"{name}: label {x[index]}{at_index(index)}; "
            f"expected {self.words} 0 to {classes - 1}, one of the {classes} classes"
            f"{hint or ': weight 0 leaves a sample out'}"
        )


class Distribution(Domain):
    """Probabilities along the last axis, non-negative, with sum 1 within `sum_tolerance`."""

    words = "probabilities in [0, 1]"
    latex = r"\Delta^{C-1}"
    rows = True
    sides = (0.0, 1.0)

    def excess(self, xp: Any, x: Any, setting: Setting) -> Any:
        # A nan propagates, but does not excuse the rest of its row.
        known = xp.where(xp.isnan(x), xp.zeros_like(x), x)
        beyond = xp.maximum(-xp.min(known, axis=-1), xp.max(known, axis=-1) - 1)
        beyond = beyond - self.slack(setting.eps)
        total = xp.sum(x, axis=-1, dtype=setting.wide)
        off = xp.astype(xp.abs(total - 1) - sum_tolerance(setting.eps), x.dtype)
        return xp.where(beyond > 0, beyond, xp.where(off > 0, off, xp.zeros_like(off)))

    def harmless(self, classes: int) -> float:
        return 1 / classes

    def refuse(
        self,
        name: str,
        x: Array,
        excess: Array,
        classes: int,
        hint: str = "",
        axis: int = -1,
    ) -> NoReturn:
        index = worst_index(excess)
        row, eps = x[index], ulp_of_one(x.dtype)
        beyond = np.maximum(-row, row - 1)
        if np.any(beyond > 4 * eps):
            index += worst_index(beyond)
            at = at_index(index, axis)
            raise ValueError(f"{name}: {x[index]}{at}; expected {self.words}{hint}")
        total = float(np.sum(row, dtype=np.float64))
        raise ValueError(
            f"{name}: the distribution{at_index(index)} sums to {total:.10g}; "
            f"expected 1 within {sum_tolerance(eps):.0e}: divide by the sum{hint}"
        )


REAL = Real()
NON_ZERO = NonZero()
NON_NEGATIVE = Interval("numbers >= 0", "[0, \\infty)", 0.0, harmless=1.0)
POSITIVE = Interval("numbers > 0", "(0, \\infty)", 0.0, open_low=True, harmless=1.0)
ABOVE_MINUS_ONE = Interval("numbers > -1", "(-1, \\infty)", -1.0, open_low=True, harmless=0.0)
UNIT = Interval("probabilities in [0, 1]", "[0, 1]", 0.0, 1.0, harmless=0.5, sides=True)
SIGN = Pair(
    -1,
    "labels -1 and +1",
    r"\{-1, +1\}",
    "; labels 0 and 1 become -1 and +1 by 2*{name} - 1",
)
BINARY = Pair(
    0, "labels 0 and 1", r"\{0, 1\}", "; labels -1 and +1 become 0 and 1 by ({name} + 1) / 2"
)
LABEL = Label()
SCORES = Real("real numbers, one a class", r"\mathbb{R}^C", rows=True)
FEATURES = Real("real numbers, one a feature", r"\mathbb{R}^d", rows=True)
ITEMS = Real("real numbers, one an item", r"\mathbb{R}^n", rows=True)
GAUSSIAN = Real("a mean and the logarithm of a scale", r"\mathbb{R}^2", rows=True, width=2)
GAINS = Interval("relevances >= 0", "[0, \\infty)^n", 0.0, harmless=0.0, rows=True)
MEMBERSHIPS = Interval(
    "numbers in [0, 1]", "[0, 1]^n", 0.0, 1.0, harmless=0.5, rows=True, sides=True
)
COSINES = Cosine("cosines in [-1, 1]", "[-1, 1]^C", -1.0, 1.0, harmless=0.0, rows=True, sides=True)
DISTRIBUTION = Distribution()


def sum_tolerance(eps: float) -> float:
    """Return by how much the sum of a distribution may differ from 1, `eps` being the ulp of 1.

    1e-6 for float64 and wider; float32 and float16 carry the rounding of a softmax over many
    classes, hence 1e-4 and 1e-2. A millionth more, so that a row printed with six decimals passes
    whichever way its sum rounds.
    """
    return (1e-2 if eps > 1e-4 else 1e-4 if eps > 1e-10 else 1e-6) * (1 + 1e-6)


def ulp_of_one(dtype: np.dtype[Any]) -> float:
    """Return the unit in the last place of 1 in a dtype of NumPy, 0 for integers."""
    return float(np.finfo(dtype).eps) if dtype.kind == "f" else 0.0


def worst_index(excess: Array) -> tuple[int, ...]:
    """Return where the largest number of an array stands."""
    flat = int(np.nanargmax(excess))
    return tuple(int(i) for i in np.unravel_index(flat, excess.shape))


def at_index(index: tuple[int, ...], axis: int = -1) -> str:
    """Return where an entry stands, its last number moved to `axis`."""
    if not index:
        return ""
    place = list(index[:-1])
    place.insert(axis % len(index), index[-1])
    return f" at index {tuple(place)}"
