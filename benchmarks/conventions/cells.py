"""What is said of a loss in another library, and the running of it.

A `Cell` holds code as text and says in a few fixed words how the library's own call differs from
ours. Each word has its meaning here, as a function; `verify` raises where a library does not do
what its cell says. What is not said but found (edges, kinks) is measured and stored.
"""

import ast
import importlib.metadata
import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from types import CodeType
from typing import Any

import numpy as np

from .cases import CASES, WEIGHTS, Case, Pair

# What a call averages over, in words and as a function of our losses of the samples, ℓ, and of the
# case. A batch has one ℓ, its mean.
MEANS: dict[str, Callable[[Any, Case], Any]] = {
    "mean over all elements": lambda loss, _: loss.mean(),
    "mean over the samples": lambda loss, _: loss.mean(),
    "mean over the lists": lambda loss, _: loss.mean(),
    "mean over the anchors that have a positive": lambda loss, _: loss.mean(),
    "mean over the triplets": lambda loss, _: loss.mean(),
    "mean over the triplets that cost something": lambda loss, case: case.ours(
        *case.samples, **({} if "mining" in case.parameters else {"mining": "active"})
    ),
    "mean over the pairs of all lists": lambda loss, case: np.average(loss, weights=case.pairs),
    "mean over the pairs of all lists, times the length of a list": lambda loss, case: (
        loss.sum() / sum(case.pairs) * case.classes
    ),
    "the whole batch as one mask": lambda _, case: case.ours(*map(np.ravel, case.samples)),
    "mean over the samples that are not left out": lambda loss, _: (
        loss.sum() / np.count_nonzero(loss)
    ),
    "mean over all samples, those left out costing 0": lambda loss, _: loss.mean(),
    "mean over the last axis, then over the batch": lambda loss, _: loss.mean(axis=-1).mean(),
    "mean over the batch of each output, then over the outputs": lambda loss, _: loss.mean(
        axis=0
    ).mean(),
    "mean over all entries, classes too": lambda loss, case: loss.sum() / loss.size / case.classes,
    "root of the mean over the batch of each output, then the mean over the outputs": lambda r, _: (
        np.sqrt((r**2).mean(axis=0)).mean()
    ),
    "root of the mean over all elements": lambda residual, _: np.sqrt((residual**2).mean()),
    "sum": lambda loss, _: loss.sum(),
    "no mean: one number an element": lambda loss, _: loss,
    "no mean: one number a sample": lambda loss, _: loss,
    "no mean: one number a row of the last axis": lambda loss, _: loss.mean(axis=-1),
    "no mean: one number an element, the classes kept": lambda loss, _: loss,
}

# What a call does to the predictions before anything else, in words and as a function of them.
FIRST: dict[str, Callable[[Any], Any]] = {
    "": lambda p: p,
    "each embedding is divided by its length": lambda x: (
        x / np.linalg.norm(x, axis=-1, keepdims=True)
    ),
    "the logistic function is taken of the predictions": lambda z: 1 / (1 + np.exp(-z)),
}

# What a weighted call returns, w being the weights of the rows and ℓ the losses of the rows.
WEIGHTINGS: dict[str, Callable[[Any, Any], Any]] = {
    "Σwℓ/Σw": lambda loss, w: (w * loss).sum() / w.sum(),
    "Σwℓ/n": lambda loss, w: (w * loss).mean(),
    "Σwℓ": lambda loss, w: (w * loss).sum(),
}


@dataclass(frozen=True)
class Cell:
    """A loss of the package in another library.

    Attributes
    ----------
    case : str
        The name of the case in `cases.py`.
    name : str
        What the library calls the loss; empty where the call is put together from other parts.
    call : str
        Code that gives the package's number, the mean; empty for an objective without a metric. It
        sees `y_true` and `y_pred`, and what the library's `setup` imports; where `y_pred` are
        cosines also `x` and `W`, features and the columns of class directions that have them.
    bare : str
        The library's own call without corrections, if it differs.
    mean : str
        What the bare call averages over: a key of `MEANS`.
    factor : str
        The bare call's number divided by that mean of ours, as a number or in `C`, the number of
        classes.
    first : str
        What the bare call does to the predictions before: a key of `FIRST`.
    weighted : str
        The bare call with weights `w`, one a row, if it takes some.
    weights : str
        What that returns: a key of `WEIGHTINGS`.
    labels : str
        How labels are coded, where not as in the package.
    type : str
        The type that the call computes in, where that is not the type it is given.
    gradient : str
        Code for the derivative of the call, where the library has a function for it.
    other_gradient : str
        Why its derivative is not ours although the number is; it is checked that it differs.
    objective, slope, curvature : str
        For boosting: the parameters of the training objective, and what its gradient and hessian
        are of ours, as a number or in `C`; a hessian may also be "1 everywhere".
    leaf : str
        What a leaf is set to, where an objective does not use -Σg/(Σh + λ).
    unlike : str
        Why the call, whose name says otherwise, does not give the package's number; it is checked
        that it does not, and both numbers are stored. Such a cell has no `call` but a `bare` one.
    note : str
        What else a reader must know, a sentence.
    """

    case: str
    name: str
    call: str
    bare: str = ""
    mean: str = "mean over all elements"
    factor: str = "1"
    first: str = ""
    weighted: str = ""
    weights: str = ""
    labels: str = ""
    type: str = ""
    gradient: str = ""
    other_gradient: str = ""
    objective: str = ""
    slope: str = ""
    curvature: str = ""
    leaf: str = ""
    unlike: str = ""
    note: str = ""

    @property
    def order(self) -> str:
        """Which argument the library's own call takes first, or "residual"."""
        text = self.bare or self.call
        if "(y_pred - y_true" in text or ", y_pred - y_true" in text:
            return "residual"
        if self.of_features:
            return "y_pred"
        # The lines before the last expression may make parts of its arguments.
        last = ast.unparse(ast.parse(text).body[-1]) if "y_pred" in text else ""
        places = {name: (last if "y_pred" in last else text).find(name) for name in NAMES}
        return min(NAMES, key=lambda name: places[name] % (len(text) + 1))  # −1 comes last

    @property
    def of_features(self) -> bool:
        """Whether the call takes features and class directions where ours takes cosines."""
        return bool(re.search(r"\bW\b", self.call or self.bare))


@dataclass(frozen=True)
class Library:
    """A library: how it is imported, how it is spoken to, and its cells.

    Attributes
    ----------
    name : str
        Its name in the book.
    distributions : tuple of str
        The distributions whose versions are stored, the library's own first.
    setup : str
        The imports that its calls need, as a reader writes them.
    cells : tuple of Cell
        The losses it has.
    array : callable
        Makes its array of a list.
    differentiate : callable, optional
        `differentiate(function, y_pred)`: the derivative of a number by its automatic
        differentiation.
    steps : callable, optional
        `steps(y_true, y_pred, parameters, penalty)`: how far each sample moves when a tree gives it
        a leaf of its own, with a penalty λ on the square of a leaf.
    rtol : float
        How far a number may lie from ours, relatively.
    flat : bool
        Whether it takes vectors only; then elements are handed to it in a row.
    apart : bool
        Whether it needs another PyTorch than `make peers` installs. Then it is checked only where
        it is installed.
    """

    name: str
    distributions: tuple[str, ...]
    setup: str
    cells: tuple[Cell, ...]
    array: Callable[[Any], Any] = np.asarray
    differentiate: Callable[[Callable[[Any], Any], Any], Any] | None = None
    steps: Callable[[Any, Any, dict[str, Any], float], Any] | None = None
    rtol: float = 1e-12
    flat: bool = False
    apart: bool = False

    def versions(self) -> dict[str, str]:
        """Return the installed versions, without the local part such as "+cpu"."""
        return {
            name: importlib.metadata.version(name).partition("+")[0] for name in self.distributions
        }


class DisagreementError(AssertionError):
    """A library does not do what its cell says."""


def compiled(code: str) -> tuple[CodeType, CodeType]:
    """Return a text's statements and its last expression, compiled."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr), f"the code does not end in an expression: {code}"
    return compile(tree, "<cell>", "exec"), compile(ast.Expression(last.value), "<cell>", "eval")


class Bench:
    """A library with its imports done: runs the code of its cells."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.imported: dict[str, Any] = {}
        exec(library.setup, self.imported)

    def arrays(self, cell: Cell, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
        """Return the library's arrays of truth and prediction, or of features in its place."""
        truth, prediction = np.asarray(y_true), np.asarray(y_pred)
        if prediction.dtype != np.float32:
            prediction = prediction.astype(float)
        if cell.of_features:
            prediction = features(prediction)
        if truth.size == 0:
            truth = truth.astype(float)
        if self.library.flat and truth.shape == prediction.shape and truth.ndim == 2:
            truth, prediction = truth.ravel(), prediction.ravel()
        return self.library.array(truth), self.library.array(prediction)

    def run(self, code: str, y_true: Any, y_pred: Any, **more: Any) -> Any:
        """Run code of a cell on the library's arrays."""
        statements, expression = compiled(code)
        names = {**self.imported, "y_true": y_true, "y_pred": y_pred, "x": y_pred, **more}
        if re.search(r"\bW\b", code):
            axes = y_pred.shape[-1]
            type_ = np.float32 if "float32" in str(y_pred.dtype) else float
            names["W"] = self.library.array(np.eye(axes, axes - 1, dtype=type_))
        exec(statements, names)
        return eval(expression, names)

    def number(self, code: str, y_true: Any, y_pred: Any, **more: Any) -> np.ndarray:
        """Return what code of a cell gives, as a NumPy array."""
        result = self.run(code, y_true, y_pred, **more)
        if hasattr(result, "detach"):
            result = result.detach()
        return np.asarray(result, dtype=float)


NAMES = ("y_true", "y_pred")
# How far a number computed in float32 may lie from ours, relatively.
SINGLE = 1e-6
# The length of the features, at which a library shows whether it divides by it.
LENGTH = 2.0


def features(cosines: Any) -> Any:
    """Return features of length 2 that have given cosines with the first axes, which are W.

    The squares of a row's cosines may not exceed 1: the last axis takes the rest.
    """
    rest = 1 - (cosines**2).sum(axis=-1, keepdims=True)
    return LENGTH * np.concatenate([cosines, np.sqrt(rest)], axis=-1)


def exist(cosines: Any) -> bool:
    """Return whether `features` has some with these cosines."""
    return bool(((np.asarray(cosines) ** 2).sum(axis=-1) <= 1).all())


def through_features(slope: Any, y_pred: Any) -> Any:
    """Return a derivative by cosines as one by the features that have them."""
    unit = features(np.asarray(y_pred)) / LENGTH
    whole = np.concatenate([slope, np.zeros_like(unit[..., -1:])], axis=-1)
    return (whole - unit * (whole * unit).sum(axis=-1, keepdims=True)) / LENGTH


def verify(library: Library, cell: Cell, bench: Bench) -> None:
    """Run a cell on ordinary samples; raise DisagreementError where it does not hold."""
    case = CASES[cell.case]
    y_true, y_pred = bench.arrays(cell, *case.samples)

    def agree(what: str, code: str, got: Any, expected: Any) -> None:
        got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
        if library.flat and got.ndim == 1:
            expected = expected.ravel()
        rtol = SINGLE if cell.type == "float32" else library.rtol
        floor = rtol * np.abs(expected).max()
        if got.shape != expected.shape or not np.allclose(got, expected, rtol, floor):
            raise DisagreementError(
                f"{library.name} {library.versions()}, {cell.case}, {what}: {code} gives "
                f"{got.tolist()}; the cell says {expected.tolist()}"
            )

    mean = case.ours(*case.samples)
    if cell.unlike:
        number = bench.number(cell.bare, y_true, y_pred)
        if number.shape == () and np.isclose(number, mean, rtol=100 * library.rtol):
            raise DisagreementError(f"{library.name}, {cell.case}: {cell.bare} is ours after all")
        return
    if not cell.call:
        agree_on_boosting(library, cell, y_true, y_pred, agree)
        return
    agree("the number", cell.call, bench.number(cell.call, y_true, y_pred), mean)

    seen = replace(case, y_pred=FIRST[cell.first](np.asarray(case.y_pred)))
    samples = seen.each()
    if library.flat:
        samples = samples.ravel()
    bare = cell.bare or cell.call
    factor = eval(cell.factor, {"C": case.classes, "ln": math.log})
    averaged = factor * np.asarray(MEANS[cell.mean](samples, seen))
    agree(cell.mean, bare, bench.number(bare, y_true, y_pred), averaged)

    if cell.weighted:
        rows = samples
        if samples.ndim == 2:
            rows = samples.sum(axis=-1) if cell.mean == "sum" else samples.mean(axis=-1)
        w = np.asarray(WEIGHTS)
        if library.flat and len(samples) != len(w):
            w = np.repeat(w, case.classes)
            rows = samples
        expected = factor * WEIGHTINGS[cell.weights](rows, w)
        got = bench.number(cell.weighted, y_true, y_pred, w=library.array(w))
        agree(f"weights: {cell.weights}", cell.weighted, got, expected)

    slope = slopes(library, cell, bench, y_true, y_pred)
    if slope is not None:
        expected = case.our_gradient(*case.samples)
        if cell.of_features:
            expected = through_features(expected, case.y_pred)
        if not cell.other_gradient:
            agree("the gradient", cell.gradient or cell.call, slope, expected)
        elif np.allclose(np.reshape(slope, expected.shape), expected, rtol=library.rtol):
            raise DisagreementError(f"{library.name}, {cell.case}: the gradient is ours after all")
    if cell.objective:
        agree_on_boosting(library, cell, y_true, y_pred, agree)


def agree_on_boosting(
    library: Library, cell: Cell, y_true: Any, y_pred: Any, agree: Callable[..., None]
) -> None:
    """Check what an objective hands to its trees: gradient and hessian, or its own leaf.

    Alone in a leaf, a sample moves by -g/(h + λ): two penalties give g and h.
    """
    case = CASES[cell.case]
    assert library.steps is not None
    parameters = eval(f"dict({cell.objective})")
    free = library.steps(y_true, y_pred, parameters, 0.0)
    if cell.leaf:
        agree(cell.leaf, cell.objective, free, np.asarray(y_true) - np.asarray(y_pred))
        return
    held = library.steps(y_true, y_pred, parameters, 1.0)
    hessian = held / (free - held)
    gradient = -free * hessian
    names = {"C": np.shape(case.y_pred)[-1], "exp": math.exp}
    slope = eval(cell.slope, names)
    ours = case.our_gradient(*case.samples, reduction="sum")
    agree(f"{cell.slope} of our gradient", cell.objective, gradient, slope * ours)
    if cell.curvature == "1 everywhere":
        agree("the hessian", cell.objective, hessian, np.ones_like(hessian))
    elif cell.curvature:
        curvature = eval(cell.curvature, names)
        ours = case.our_hessian(*case.samples, reduction="sum")
        agree(f"{cell.curvature} of our hessian", cell.objective, hessian, curvature * ours)


def slopes(library: Library, cell: Cell, bench: Bench, y_true: Any, y_pred: Any) -> Any:
    """Return the derivative of the cell's number by the predictions, None where there is none."""
    if cell.gradient:
        return bench.number(cell.gradient, y_true, y_pred)
    if library.differentiate is None:
        return None
    return library.differentiate(lambda p: bench.run(cell.call, y_true, p), y_pred)


# --- what is found --------------------------------------------------------------------------------


def said(compute: Callable[[], Any]) -> str:
    """Return what a computation gives, as text: a number, "nan", or the error's name."""
    try:
        result = compute()
        if hasattr(result, "detach"):
            result = result.detach()
        numbers = np.ravel(np.asarray(result, dtype=float))
    except Exception as error:
        return type(error).__name__
    return ", ".join(plain(number) for number in numbers) or "an empty array"


def plain(number: float) -> str:
    """Return a number with at most four digits, as the book prints it.

    >>> plain(-1e-09), plain(float("-inf")), plain(16.11809)
    ('−1e-9', '−∞', '16.12')
    """
    number += 0.0  # no −0
    text = re.sub(r"e([+-])0*(\d+)", lambda m: f"e{m[1].strip('+')}{m[2]}", f"{number:.4g}")
    text = text.replace("inf", "∞")
    return "−" + text[1:] if text.startswith("-") else text


def found(library: Library, cell: Cell, bench: Bench) -> dict[str, Any]:
    """Return, as texts, what the calls of a cell give.

    The library's own call on the samples, if that is one number; the call that is ours at the edges
    and kinks of the case.
    """
    case = CASES[cell.case]
    if not (cell.call or cell.bare):
        return {}
    own = bench.number(cell.bare or cell.call, *bench.arrays(cell, *case.samples))
    result: dict[str, Any] = {"number": said(lambda: own)} if own.shape == () else {}
    if cell.unlike:
        return result

    def value(pair: Pair) -> Any:
        return bench.number(cell.call, *bench.arrays(cell, *pair))

    def slope(pair: Pair) -> Any:
        return slopes(library, cell, bench, *bench.arrays(cell, *pair))

    edges, kinks = (
        {name: pair for name, pair in pairs.items() if not cell.of_features or exist(pair[1])}
        for pairs in (case.edges, case.kinks)
    )
    result["edges"] = {name: said(partial(value, pair)) for name, pair in edges.items()}
    if not (cell.gradient or library.differentiate):
        kinks = {}
    result["kinks"] = {name: said(partial(slope, pair)) for name, pair in kinks.items()}
    return result


def quiet(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function without the warnings that odd inputs bring."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*args)
