"""What can be computed of a loss: its gradient's range, whether it is convex, how far it is pulled.

Each loss is evaluated, with the parameters of its signature, on probes of its domain: zeros, ends,
ties, huge and tiny numbers, and rows of two to five entries of these. A violation that is found is
one; that none is found proves nothing, and the page says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

import lossbook

Array = NDArray[Any]
HUGE = 1e6  # a gradient beyond it is taken for one without bound
PAIRS = 4000  # of predictions, between which a loss is looked at for convexity
OUTLIER = 1e6
GOOD = (1.0, 2.0, 3.0, 4.0)  # the truths beside the outlier

REALS = (0.0, 0.5, 1.0, -1.0, 3.0, -3.0, 30.0, -30.0, 1e9, -1e9)
ENTRIES = {  # of predictions and truths, by what the card says of a single entry
    r"\mathbb{R}": REALS,
    r"\mathbb{R}\setminus\{0\}": (1.0, -2.0, 0.1, 1e-9, 1e9),
    r"[0, \infty)": (0.0, 1e-15, 2e-15, 0.3, 1.0, 2.0, 30.0, 1e9),
    r"(0, \infty)": (1e-15, 2e-15, 0.3, 1.0, 2.0, 30.0, 1e9),
    r"(-1, \infty)": (-1 + 1e-9, -1 + 2e-9, 0.0, 1.0, 30.0, 1e9),
    "[0, 1]": (0.0, 1e-9, 0.3, 0.5, 0.9, 1.0),
    "[-1, 1]": (-1.0, -1 + 1e-13, -0.5, 0.0, 0.8, 1 - 1e-13, 1.0),
    r"\{-1, +1\}": (-1.0, 1.0),
    r"\{0, 1\}": (0.0, 1.0),
}
FAR = {"[0, 1]": (1 - 1e-9,)}  # beside these, in single predictions
GENTLE = {  # where bends lie: for the test of convexity
    r"\mathbb{R}": np.linspace(-6, 6, 61),
    r"[0, \infty)": np.linspace(0, 6, 61),
    r"(0, \infty)": np.linspace(0.05, 6, 61),
    r"(-1, \infty)": np.linspace(-0.95, 6, 61),
    "[0, 1]": np.linspace(0, 1, 61),
    "[-1, 1]": np.linspace(-1, 1, 61),
}
SIMPLEX = r"\Delta^{C-1}"
LABELS = r"\{0, \dots, C-1\}"


@dataclass(frozen=True)
class Shape:
    """What was computed of a loss with one kind of prediction.

    `least` and `most` are the ends of the gradient's range as they are printed, None where the
    gradient stays bounded and its bound is no number that is recognised.
    """

    link: str
    least: str | None
    most: str | None
    convex: bool
    lipschitz: bool

    @property
    def gradient(self) -> str:
        """The range in words."""
        if self.least is None or self.most is None:
            if {self.least, self.most} & {"∞", "−∞"}:
                return f"{self.least or 'bounded'} to {self.most or 'bounded'}"
            return "bounded"
        return f"{self.least} to {self.most}"


def entry_of(latex: str) -> str:
    """Return the domain of an entry of a domain of rows: [0, 1] of [0, 1]^n."""
    return latex.rpartition("^")[0] or latex


def arguments(loss: Any, link: str, classes: int) -> dict[str, Any]:
    """Return what a call takes beside the truth and the prediction."""
    given: dict[str, Any] = {link: True} if link else {}
    if "centers" in loss.__signature__.parameters:
        given["centers"] = np.zeros((classes, classes))
    return given


def rows(latex: str, classes: int, width: int | None, values: Any) -> Array:
    """Return rows of predictions of so many entries."""
    rng = np.random.default_rng(classes)
    if latex == SIMPLEX:
        spread = rng.choice([0.05, 0.5, 3.0], 300)
        drawn = [rng.dirichlet(np.full(classes, each)) for each in spread]
        return np.array([*np.eye(classes), np.full(classes, 1 / classes), *drawn])
    size = width or classes
    if len(values) ** size <= 1000:
        return np.array(list(itertools.product(values, repeat=size)))
    return np.concatenate([rng.choice(values, (600, size)), corners(values, size)])


def corners(values: Any, size: int) -> Array:
    """Return rows in which one entry leaves the others."""
    found = []
    for low, high in itertools.permutations([min(values), max(values)]):
        square = np.full((size, size), low)
        np.fill_diagonal(square, high)
        found.append(square)
    return np.concatenate(found)


def truths(latex: str, classes: int) -> list[Any]:
    """Return truths of one sample."""
    rng = np.random.default_rng(0)
    if latex == LABELS:
        return list(range(classes))
    if latex == SIMPLEX:
        return [np.eye(classes)[0], np.full(classes, 1 / classes), rng.dirichlet(np.ones(classes))]
    if latex.endswith("^n"):
        values = (0.0, 1e-9, 0.5, 1.0) if "1]" in latex else (0.0, 1.0, 2.0, 30.0)
        made = rows(latex, classes, None, values)
        some = made[rng.permutation(len(made))[:60]]
        return [row for row in (*corners(values, classes), *some) if row.any()]
    return list(ENTRIES[latex])


def samples(
    loss: Any, link: str, classes: int, gentle: bool = False
) -> Iterator[tuple[Any, Array]]:
    """Yield a truth, and predictions to be held against it."""
    kernel = loss.kernel(link)
    latex, width = kernel.y_pred.latex, kernel.y_pred.width
    entry = entry_of(latex)
    if kernel.by_rows:
        values = GENTLE.get(entry) if gentle else ENTRIES.get(entry)
        predictions = rows(latex, classes, width, values)
    else:
        values = GENTLE[entry] if gentle else (*ENTRIES[entry], *FAR.get(entry, ()))
        predictions = np.array(sorted(values))
    for truth in truths(kernel.y_true.latex, classes):
        yield truth, predictions


def repeated(truth: Any, predictions: Array) -> Array:
    """Return the truth once for every prediction."""
    return cast(Array, np.broadcast_to(truth, (len(predictions), *np.shape(truth))))


def batches(loss: Any) -> Iterator[tuple[Array, Array]]:
    """Yield the samples of a loss that takes a batch as one."""
    rng = np.random.default_rng(0)
    if loss.kernel().batch:
        for scale in (1e-9, 1e-3, 1.0, 30.0):
            for _ in range(20):
                yield np.array([0, 0, 1, 1]), scale * rng.normal(size=(4, 2))
    else:  # the root of a mean: one sample alone has the steepest slope
        for size in (1, 2, 3):
            for _ in range(20):
                yield np.zeros(size), rng.choice(REALS, size)


def gradients(loss: Any, link: str, classes: int) -> Array:
    """Return the entries of the gradient at every probe."""
    found = []
    with np.errstate(all="ignore"):
        if "none" not in str(loss.__signature__.parameters.get("reduction", "")) and whole(loss):
            found = [loss.gradient(y, p) for y, p in batches(loss)]
        else:
            given = arguments(loss, link, classes)
            for y, p in samples(loss, link, classes):
                found.append(loss.gradient(repeated(y, p), p, reduction="none", **given))
    entries = np.concatenate([np.ravel(each) for each in found])
    return cast(Array, entries[~np.isnan(entries)])


def whole(loss: Any) -> bool:
    """Tell whether a loss has no number of its own for each sample."""
    return bool(loss.kernel().batch) or "reduction" not in loss.__signature__.parameters


def ends(loss: Any, link: str) -> tuple[str | None, str | None]:
    """Return the ends of the gradient's range, for any number of classes or items."""
    rowwise = loss.kernel(link).by_rows and not loss.kernel(link).y_pred.width and not whole(loss)
    sizes = (2, 3, 4, 5) if rowwise else (2,)
    found = [gradients(loss, link, size) for size in sizes]
    lowest = recognised([float(each.min()) for each in found], sizes)
    highest = recognised([float(each.max()) for each in found], sizes)
    return lowest, highest


def recognised(values: list[float], sizes: tuple[int, ...]) -> str | None:
    """Return how numbers for so many classes are printed as one, if it is plain how."""
    if max(map(abs, values)) > HUGE:
        return "−∞" if min(values) < 0 else "∞"
    first, last = values[0], values[-1]
    if np.allclose(values, first, rtol=1e-5, atol=1e-7):
        return plain(first)
    slope = (last - first) / (sizes[-1] - sizes[0])
    line = [first + slope * (size - sizes[0]) for size in sizes]
    if np.allclose(values, line, rtol=1e-5, atol=1e-7) and abs(abs(slope) - 1) < 1e-5:
        rest = plain(abs(first) - sizes[0])
        sign = "" if slope > 0 else "−"
        if rest == "0":
            return f"{sign}C"
        if rest == "−1":
            return "C − 1" if slope > 0 else "1 − C"
    return None


def plain(value: float) -> str | None:
    """Return a number that is a fraction with a small denominator, else None."""
    fraction = Fraction(value).limit_denominator(10)
    if abs(float(fraction) - value) > 1e-5 * max(1.0, abs(value)):
        return None
    text = {Fraction(1, 2): "½", Fraction(-1, 2): "−½"}.get(fraction, str(fraction))
    return text.replace("-", "−")


def convex(loss: Any, link: str = "") -> bool:
    """Tell whether the loss lies nowhere above the chords between its predictions, as probed."""
    rng = np.random.default_rng(1)
    with np.errstate(all="ignore"):
        if whole(loss):
            return all(bool(chord(loss, y, p, rng)) for y, p in batches(loss) for _ in range(5))
        given = arguments(loss, link, 3)
        for truth, predictions in samples(loss, link, 3, gentle=True):
            first = predictions[rng.integers(0, len(predictions), PAIRS)]
            second = predictions[rng.integers(0, len(predictions), PAIRS)]
            at = [
                loss(repeated(truth, p), p, reduction="none", **given)
                for p in (first, (first + second) / 2, second)
            ]
            if bool(np.any(above(*at))):
                return False
    return True


def above(first: Array, middle: Array, second: Array) -> Array:
    """Tell where the value in the middle lies above the chord by more than rounding."""
    chord = (first + second) / 2
    finite = np.isfinite(chord)
    return cast(Array, finite & ~(middle <= chord + 1e-10 * (1 + np.abs(chord))))


def chord(loss: Any, truth: Array, prediction: Array, rng: np.random.Generator) -> bool:
    """Tell whether a batch's loss lies below one chord."""
    other = prediction + np.abs(prediction).max() * rng.normal(size=prediction.shape)
    at = [np.array(loss(truth, p)) for p in (prediction, (prediction + other) / 2, other)]
    return not bool(above(at[0], at[1], at[2]))


def jumps(loss: Any, link: str = "") -> bool:
    """Tell whether the value leaps where predictions tie."""
    if whole(loss) or not loss.kernel(link).y_pred.latex.startswith(r"\mathbb{R}^n"):
        return False
    step = 1e-7 * np.random.default_rng(2).normal(size=(400, 3))
    for truth in truths(loss.kernel(link).y_true.latex, 3):
        at = repeated(truth, step)
        if (
            np.abs(loss(at, step, reduction="none") - loss(at, -step, reduction="none")).max()
            > 1e-3
        ):
            return True
    return False


@cache
def shapes(name: str) -> tuple[Shape, ...]:
    """Return what is computed of a loss, for each kind of prediction that it takes."""
    loss = getattr(lossbook, name)
    found = []
    for link in ("", *loss.links):
        least, most = ends(loss, link)
        bounded = not {least, most} & {"∞", "−∞"} and not jumps(loss, link)
        found.append(Shape(link, least, most, convex(loss, link), bounded))
    return tuple(found)


def pulled(name: str) -> float | None:
    """Return the best constant for 1, 2, 3, 4 and a million; None for a loss of other targets."""
    loss = getattr(lossbook, name)
    kernel = loss.kernel()
    if (
        kernel.by_rows
        or not ({"R", "i"} & set(kernel.y_true.latex))
        or "infty"
        not in (kernel.y_true.latex + "infty" * kernel.y_true.latex.startswith(r"\mathbb{R}"))
    ):
        return None
    truth = np.array([*GOOD, OUTLIER])
    low, high = 1e-3, 2 * OUTLIER
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        rising = loss.gradient(truth, np.full(truth.shape, middle)).sum() > 0
        low, high = (low, middle) if rising else (middle, high)
    return float(high)


# --- thumbnails ---------------------------------------------------------------------------------


def curves(name: str) -> list[tuple[Array, Array]]:
    """Return what a small picture shows: the loss along one line of predictions, truth by truth."""
    loss = getattr(lossbook, name)
    kernel = loss.kernel()
    truth, made = kernel.y_true.latex, kernel.y_pred.latex
    entry = entry_of(made)
    low, high = {
        r"\mathbb{R}": (-3.0, 3.0),
        "[0, 1]": (0.02, 0.98),
        "[-1, 1]": (-0.999, 0.999),
    }.get(entry, (-0.9 if "-1" in entry else 0.08, 4.0))
    if made == SIMPLEX:
        low, high = 0.02, 0.98
    x = np.linspace(low, high, 49)
    zero = np.zeros_like(x)
    given: dict[str, Any] = {"centers": np.zeros((2, 2))} if name == "center_loss" else {}
    pairs: list[tuple[Any, list[Any]]]
    if name == "triplet_margin":
        pairs = [(np.array([0, 0, 1]), [np.array([[0, 0], [a, 0], [1, 0]]) for a in x])]
    elif kernel.batch:
        at = np.pi * x / 3
        pairs = [
            (np.array([0, 0, 1]), [np.array([[1, 0], [np.cos(a), np.sin(a)], [0, 1]]) for a in at])
        ]
    elif whole(loss):
        pairs = [(np.zeros(2), [np.array([a, 1.0]) for a in x])]
    elif made == SIMPLEX:
        label: Any = np.array([0]) if truth == LABELS else np.array([[1.0, 0.0]])
        pairs = [(label, list(np.stack([x, 1 - x], -1)[:, None]))]
    elif truth.endswith("^n"):
        wide = np.stack([x, 1 - x] if "1]" in made else [x, zero], -1)
        pairs = [(np.array([[1.0, 0.0]]), list(wide[:, None]))]
    elif kernel.by_rows:
        pairs = [(np.array([0]), list(np.stack([x, zero], -1)[:, None]))]
    else:
        several = {"[0, 1]": (1.0, 0.0), r"\{0, 1\}": (1.0, 0.0), r"\{-1, +1\}": (1.0, -1.0)}
        one = 0.0 if truth == r"\mathbb{R}" else 1.0
        pairs = [(np.array([y]), list(x[:, None])) for y in several.get(truth, (one,))]
    with np.errstate(all="ignore"):
        return [(x, np.array([float(loss(y, p, **given)) for p in ps])) for y, ps in pairs]


def thumbnail(name: str) -> str:
    """Return the picture as SVG: one line a truth, the second dashed."""
    width, height, edge = 96, 56, 4
    drawn = curves(name)
    top = min(max(float(values[np.isfinite(values)].max()) for _, values in drawn), 1e3)
    bottom = min(0.0, *(float(values.min()) for _, values in drawn))
    lines = []
    for number, (x, values) in enumerate(drawn):
        across = edge + (width - 2 * edge) * (x - x[0]) / (x[-1] - x[0])
        down = edge + (height - 2 * edge) * (top - values) / ((top - bottom) or 1.0)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, down, strict=True))
        dash = ' stroke-dasharray="4 3"' if number else ""
        lines.append(f'<polyline points="{points}"{dash}/>')
    base = edge + (height - 2 * edge) * top / ((top - bottom) or 1.0)
    axis = f'<path class="lb-axis" d="M{edge} {base:.1f}H{width - edge}"/>'
    return (
        f'<svg class="lb-thumb" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true">{axis}{"".join(lines)}</svg>'
    )
