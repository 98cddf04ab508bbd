"""What people hand over, and what each kind of object gets: a table.

tests/engine/test_intake.py goes over it, and the package page shows it: `python
tests/support/given.py` writes the page's part, chapters/data/given.md, and the tests say when it
is old.
"""

import array
import decimal
import fractions
from pathlib import Path

import numpy as np
import pandas as pd
import pint
import xarray as xr
from scipy import sparse

import lossbook

PAGE = Path(__file__).parents[2] / "chapters" / "data" / "given.md"

X = np.array([0.25, 0.5, 0.75])
UNITS = pint.UnitRegistry()


class Duck:
    """An object that is an array by its protocol alone."""

    def __array__(self, dtype=None, copy=None):
        return X.astype(dtype or float)


class Tensor(Duck):
    """What a tensor of a library looks like that the losses do not know, as TensorFlow's does."""

    device = "/device:CPU:0"

    def numpy(self):
        return X


class Quantity(np.ndarray):
    """What an array with a unit looks like that is one of NumPy's, as Astropy's does."""

    unit = "m"


class Labelled(np.ndarray):
    """A subclass of NumPy's array of which nobody knows what it adds."""


Tensor.__module__, Quantity.__module__ = "framework", "units"  # stand-ins
Labelled.__module__ = "labels"


# What is given, its name on the page, and what the error says; None where it is taken.
GIVEN = [
    (lambda: X.tolist(), "a list, a tuple, a number", None),
    (lambda: tuple(X), "a tuple", None),
    (lambda: [np.float32(0.25), 0.5, np.array(0.75)], "numbers of several types", None),
    (lambda: array.array("d", X), "array.array", None),
    (lambda: memoryview(X), "a memoryview", None),
    (lambda: pd.Series(X), "a pandas Series", None),
    (lambda: pd.Series(X, dtype="Float64"), "a pandas Series with a nullable dtype", None),
    (lambda: xr.DataArray(X), "an xarray DataArray", None),
    (Duck, "an object with __array__", None),
    (lambda: np.ma.masked_array(X, [0, 1, 0]), "a masked array", "a masked array; .* weight 0"),
    (
        lambda: [np.ma.masked_array(0.25, True), 0.5, 0.75],
        "a masked number in a list",
        r"a masked array at index \(0,\); .* weight 0",
    ),
    (lambda: X * UNITS.metre, "a pint Quantity", "an array with a unit .*pint.* x.magnitude"),
    (lambda: X.view(Quantity), "a subclass of NumPy's array with a unit", "a unit .*x.value"),
    (
        lambda: X.view(Labelled),
        "any other subclass of it",
        r"a labels.Labelled; .*numpy.asarray\(x\)",
    ),
    (
        lambda: [x * UNITS.metre for x in X],
        "quantities in a list",
        r"a unit .* at index \(0,\); .* x.magnitude",
    ),
    (Tensor, "a tensor of an unknown library", "a tensor of a library .* x.numpy"),
    (lambda: [Tensor()] * 3, "such tensors in a list", r"a tensor .* at index \(0,\)"),
    (lambda: sparse.csr_array(X[None]), "a SciPy sparse array", r"a sparse array .*x.toarray\(\)"),
    (lambda: {0: 0.25, 1: 0.5}, "a dict", r"a dict; .* w\[labels\]"),
    (lambda: {0: 0.25, 1: 0.5}.values(), "the values of a dict", r"a dict_values; .*list\(x\)"),
    (lambda: (x for x in X), "a generator", r"a generator; .* list\(x\)"),
    (lambda: {0.25, 0.5, 0.75}, "a set", r"a set; .* list\(x\)"),
    (lambda: [0.25, None, 0.75], "None in a list", r"None at index \(1,\); .*leave the sample out"),
    (
        lambda: np.array([0.25, None, 0.75], object),
        "None in an array",
        r"None at index \(1,\); .*leave the sample out",
    ),
    (
        lambda: [0.25, decimal.Decimal("0.5"), 0.75],
        "a Decimal in a list",
        r"a decimal.Decimal at index \(1,\); .*float\(x\)",
    ),
    (
        lambda: [0.25, 0.5, fractions.Fraction(3, 4)],
        "a Fraction in a list",
        r"a fractions.Fraction at index \(2,\); .*float\(x\)",
    ),
    (lambda: "0.25", "a string", r"the string '0.25'; .*numpy.unique"),
    (lambda: ["cat", "dog", "cat"], "strings in a list", r"the string 'cat' at index \(0,\)"),
    (lambda: np.array(["a", "b", "c"]), "an array of strings", r"dtype <U1, strings; .*: \w+"),
    (lambda: X + 1j, "complex numbers", r"dtype complex128; .*x.real"),
    (lambda: np.array(X, "m8[s]"), "dates and durations", r"dtype timedelta64\[s\]; .* one unit"),
    (lambda: np.zeros(3, [("a", float)]), "records", "expected real numbers: one of its fields"),
    (
        lambda: pd.Series([0.25, None, 0.75], dtype="Float64"),
        "a missing value of pandas",
        r"a missing value at index \(1,\)",
    ),
    (lambda: object(), "any other object", "an object; .*a number"),
]


def page():
    """Return the table as Markdown, the answers as the losses give them."""
    lines = ["| given | what it gets |", "| --- | --- |"]
    for given, name, message in GIVEN:
        answer = "taken"
        if message is not None:
            try:
                lossbook.huber(given(), X)
            except TypeError as error:
                answer = f"`TypeError: {error}`"
        lines.append(f"| {name} | {answer} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
