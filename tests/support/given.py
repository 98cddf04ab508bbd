"""What people hand over, and what each kind of object gets: a table.

tests/engine/test_intake.py goes over it, and the package page shows it: `python
tests/support/given.py` writes the page's part, chapters/data/given.md, and the tests say when it
is old.
"""

import array
import ctypes
import datetime
import decimal
import fractions
import importlib
import importlib.util
from pathlib import Path

import array_api_strict
import libraries
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


class Masking:
    """An object whose array has a mask, as a variable of netCDF4 is."""

    def __array__(self, dtype=None, copy=None):
        return np.ma.masked_array(X, [0, 1, 0])


class Symbolic:
    """An object that has no numbers yet, as a symbolic tensor has none."""

    def __array__(self, dtype=None, copy=None):
        raise NotImplementedError("symbolic\nand so on")


class Uncertain:
    """A number with an uncertainty, as the library of that name has them."""

    nominal_value = 0.5


class Tensor(Duck):
    """What a tensor of a library looks like that the losses do not know, as TensorFlow's does."""

    device = "/device:CPU:0"

    def numpy(self):
        return X


class Quantity(np.ndarray):
    """What an array with a unit looks like that is one of NumPy's, as Astropy's does."""

    unit = "m"


class Masked(np.ndarray):
    """What an array with a mask looks like that is one of NumPy's, as Astropy's does."""

    unmasked = X


class Labelled(np.ndarray):
    """A subclass of NumPy's array of which nobody knows what it adds."""


Tensor.__module__, Quantity.__module__ = "framework", "units"  # stand-ins
Labelled.__module__, Masking.__module__, Symbolic.__module__ = "labels", "files", "framework"
Masked.__module__ = "masks"
Uncertain.__module__ = "uncertain"


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
    (
        Masking,
        "an object whose array is masked",
        r"a files.Masking of a masked array; .*numpy.asanyarray\(x\).data, .* weight 0",
    ),
    (
        lambda: [Masking(), 0.5, 0.75],
        "such an object in a list",
        r"a files.Masking of a masked array; .*numpy.asanyarray\(x\).data",
    ),
    (lambda: X * UNITS.metre, "a pint Quantity", "an array with a unit .*pint.* x.magnitude"),
    (lambda: X.view(Quantity), "a subclass of NumPy's array with a unit", "a unit .*x.value"),
    (
        lambda: X.view(Masked),
        "a subclass of NumPy's array with a mask",
        r"a masked array \(a masks.Masked\); .*x.unmasked, .* weight 0",
    ),
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
    (
        lambda: xr.DataArray(X * UNITS.metre),
        "an xarray DataArray of a Quantity",
        "an xarray.DataArray of an array with a unit .*x.data.magnitude",
    ),
    (
        lambda: xr.DataArray(array_api_strict.asarray(X)),
        "an xarray DataArray of another library's array",
        "an xarray.DataArray of an array_api_strict.Array; .*: x.data$",
    ),
    (
        lambda: [xr.DataArray(0.5), xr.DataArray(np.array(0.5) * UNITS.metre), 0.75],
        "one of several in a list",
        r"a unit .* at index \(1,\)",
    ),
    (
        lambda: [0.25, Uncertain(), 0.75],
        "a number with an uncertainty",
        r"an uncertain.Uncertain\) at index \(1,\); .*x.nominal_value",
    ),
    (Tensor, "a tensor of an unknown library", "a tensor of a library .* x.numpy"),
    (lambda: [Tensor()] * 3, "such tensors in a list", r"a tensor .* at index \(0,\)"),
    (lambda: sparse.csr_array(X[None]), "a SciPy sparse array", r"a sparse array .*x.toarray\(\)"),
    (
        Symbolic,
        "an object of which there is no array",
        r"a framework.Symbolic, of which NumPy makes no array \(NotImplementedError: symbolic\)",
    ),
    (lambda: {0: 0.25, 1: 0.5}, "a dict", r"a dict; .* w\[labels\]"),
    (lambda: xr.Dataset({"a": ("t", X)}), "an xarray Dataset", r"an xarray.Dataset; .*x\[name\]"),
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
    (
        lambda: [0.25, pd.NA, 0.75],
        "pandas' NA in a list",
        r"a pandas.NAType at index \(1,\); .*leave the sample out",
    ),
    (
        lambda: X.astype(object),
        "numbers in an array of objects",
        r"numbers held as Python's objects; .*numpy.asarray\(x, float\)",
    ),
    (
        lambda: [10**30, 1, 2],
        "an integer too large for an array",
        "numbers held as Python's objects",
    ),
    (
        lambda: pd.Series([X, X, X]),
        "a column of arrays",
        r"a numpy.ndarray at index \(0,\); .*numpy.stack\(x\)",
    ),
    (lambda: pd.Series(X).groupby([0, 0, 1]), "groups of pandas", r"SeriesGroupBy; .*list\(x\)"),
    (
        lambda: [ctypes.c_double(x) for x in X],
        "numbers of ctypes",
        r"a ctypes.c_double at index \(0,\); .*x.value",
    ),
    (lambda: "0.25", "a string", r"the string '0.25'; .*numpy.unique"),
    (lambda: ["cat", "dog", "cat"], "strings in a list", r"the string 'cat' at index \(0,\)"),
    (lambda: np.array(["a", "b", "c"]), "an array of strings", r"dtype <U1, strings; .*: \w+"),
    (
        lambda: np.array(["a", "b", "c"], np.dtypes.StringDType()),
        "strings of variable width",
        r"dtype StringDType\(\), strings; .*: \w+",
    ),
    (
        lambda: pd.Series(["1", "2", "3"], dtype="string"),
        "digits in a pandas Series",
        r"the string '1' at index \(0,\)",
    ),
    (
        lambda: [0.25, 1j, 0.75],
        "a complex number in a list",
        r"a complex at index \(1,\); .*x.real",
    ),
    (lambda: X + 1j, "complex numbers", r"dtype complex128; .*x.real"),
    (lambda: np.array(X, "m8[s]"), "dates and durations", r"dtype timedelta64\[s\]; .* one unit"),
    (
        lambda: [datetime.timedelta(1), datetime.timedelta(2), datetime.timedelta(3)],
        "durations in a list",
        r"a datetime.timedelta at index \(0,\); .*a duration / ",
    ),
    (
        lambda: pd.Series(pd.date_range("2020", periods=3, tz="UTC")),
        "dates of a time zone",
        r"a pandas.Timestamp at index \(0,\); .*a date's distance from another",
    ),
    (lambda: np.zeros(3, [("a", float)]), "records", "expected real numbers: one of its fields"),
    (
        lambda: pd.Series([0.25, None, 0.75], dtype="Float64"),
        "a missing value of pandas",
        r"a missing value at index \(1,\)",
    ),
    (lambda: object(), "any other object", "an object; .*a number"),
]


# The same of TensorFlow, which each is given as an argument.
DENSE = r"a tensor of TensorFlow .*x.numpy\(\), outside of tf.function and GradientTape; .*gradient"
OF_TENSORFLOW = [
    (lambda tf: tf.constant(X), "a tensor of TensorFlow", DENSE),
    (lambda tf: tf.Variable(X), "a Variable of TensorFlow", DENSE),
    (
        lambda tf: [tf.constant(0.25), 0.5, 0.75],
        "tensors of TensorFlow in a list",
        r"a tensor of TensorFlow .* at index \(0,\); .*x.numpy",
    ),
    (
        lambda tf: np.array([0.25, tf.constant(0.5), 0.75], object),
        "tensors of TensorFlow in an array",
        r"a tensor of TensorFlow .* at index \(1,\); .*x.numpy",
    ),
    (
        lambda tf: tf.ragged.constant([[0.25], [0.5, 0.75]]),
        "a RaggedTensor",
        r"a ragged tensor \(a tensorflow.RaggedTensor\); .*x.to_tensor\(\).numpy\(\), .*weight 0",
    ),
    (
        lambda tf: tf.sparse.from_dense(X),
        "a SparseTensor",
        r"a sparse tensor \(a tensorflow.SparseTensor\); .*tf.sparse.to_dense\(x\).numpy\(\)",
    ),
    (
        lambda tf: tf.IndexedSlices(tf.constant(X), tf.range(3), tf.constant([3])),
        "IndexedSlices",
        r"a sparse tensor \(a tensorflow.IndexedSlices\); .*tf.convert_to_tensor\(x\).numpy\(\)",
    ),
    (
        lambda tf: tf.TensorArray(tf.float64, 3).unstack(tf.constant(X)),
        "a TensorArray",
        r"tensors in an array \(a tensorflow.TensorArray\); .*x.stack\(\).numpy\(\)",
    ),
    (
        lambda tf: tf.data.Dataset.from_tensor_slices(X),
        "a tf.data.Dataset",
        r"a tensorflow.*Dataset; .*list\(x.as_numpy_iterator\(\)\)",
    ),
    (
        lambda tf: importlib.import_module("keras").Variable(X),
        "a Variable of Keras",
        "a keras.Variable; .*x.value",
    ),
    (
        lambda tf: importlib.import_module("keras").Input((3,)),
        "a symbolic tensor of Keras",
        r"a symbolic tensor \(a keras.KerasTensor\); .*compile\(loss=...\)",
    ),
]


def answer(given):
    """Return what `huber(given(), x)` says."""
    try:
        lossbook.huber(given(), X)
    except TypeError as error:
        return f"`TypeError: {error}`"
    return "taken"


def page():
    """Return the table as Markdown, the answers as the losses give them.

    Where TensorFlow is not installed its rows are those that are stored.
    """
    rows = [(name, answer(given) if message else "taken") for given, name, message in GIVEN]
    if importlib.util.find_spec("tensorflow"):
        tf = libraries.TensorFlow().xp
        rows += [(name, answer(lambda given=given: given(tf))) for given, name, _ in OF_TENSORFLOW]
    else:
        stored = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
        names = [name for _, name, _ in OF_TENSORFLOW]
        rows += [(name, said) for name, said in stored if name in names]
    lines = [
        f"| {name} | {said} |" for name, said in [("given", "what it gets"), ("---", "---"), *rows]
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
