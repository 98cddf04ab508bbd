"""What an object is that is no array of numbers, said in an error, and the way out.

An object can mean more than its numbers: a mask, a unit, a date, a graph of derivatives. Such are
known by what they have, not by their library, which need not be imported; only where a way out is a
library's own is its name asked for.
"""

from __future__ import annotations

import datetime
import numbers
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

# Subclasses of NumPy's array that hold nothing but its numbers.
SAME_NUMBERS = (np.memmap, np.matrix)

# Libraries whose arrays and tables are numbers, with labels at most, which are looked at.
TABLES = frozenset({"pandas", "polars", "xarray", "pyarrow", "h5py", "zarr", "array", "PIL"})

MISSING = "leave the sample out, or give it weight 0 and any number"
MOMENTS = "a duration / datetime.timedelta(seconds=1), a date's distance from another likewise"
UNKNOWN = "a tensor of a library that the losses do not know"

# What an object has that means more than its numbers do, and how to get at those.
MEANINGS = (
    ("magnitude", "an array with a unit", "x.magnitude, once all are in one unit"),
    ("unit", "an array with a unit", "x.value, once all are in one unit"),
    ("units", "an array with a unit", "x.value or numpy.asarray(x), once all are in one unit"),
    ("unmasked", "a masked array", "x.unmasked, and x.mask as sample_weight: a weight 0 is out"),
    ("nominal_value", "a number with an uncertainty", "x.nominal_value"),
    ("todense", "a sparse array", "x.todense()"),
    ("to_dense", "a sparse array", "x.to_dense()"),
    ("numpy", UNKNOWN, "x.numpy()"),
    ("device", UNKNOWN, "numpy.asarray(x)"),
    ("requires_grad", UNKNOWN, "numpy.asarray(x)"),
)

# Kinds of TensorFlow's and Keras's that are no dense tensor, by the name of their class.
NOT_DENSE = {
    "RaggedTensor": ("a ragged tensor", "x.to_tensor().numpy(), its padding with weight 0"),
    "SparseTensor": ("a sparse tensor", "tf.sparse.to_dense(x).numpy()"),
    "IndexedSlices": ("a sparse tensor", "tf.convert_to_tensor(x).numpy()"),
    "TensorArray": ("tensors in an array", "x.stack().numpy()"),
    "KerasTensor": ("a symbolic tensor", "a model's compile(loss=...) calls a loss with arrays"),
}
# A NumPy array that is made of a tensor has left the tape, and a symbolic one has no numbers yet.
DENSE = (
    "x.numpy(), outside of tf.function and GradientTape; to train by the loss, "
    "tf.custom_gradient, or Keras with KERAS_BACKEND=jax or torch"
)


def reason(x: Any) -> tuple[str, str] | None:
    """Return what an object is and the way out; None where it may be numbers."""
    if isinstance(x, np.ma.MaskedArray):
        return "a masked array", "x.data, and the mask as sample_weight or where: a weight 0 is out"
    if isinstance(x, (np.generic, numbers.Real)) or type(x) is np.ndarray:
        return None
    found = _of_python(x)
    if found or isinstance(x, SAME_NUMBERS):
        return found
    library = library_of(x)
    if library == "scipy" and hasattr(x, "toarray"):
        return f"a sparse array ({a(x)})", "x.toarray()"
    if library == "torch":
        return a(x), "torch.stack(x) makes one tensor of a list"
    if library in ("jax", "jaxlib") and hasattr(x, "__array_namespace__"):
        return a(x), "jax.numpy.stack(x) makes one array of a list"
    if library == "dask":
        return a(x), "dask.array.stack(x) makes one array of a list"
    if library in ("tensorflow", "keras"):
        return _of_tensorflow(x)
    is_array = hasattr(x, "__array__") or hasattr(x, "__array_interface__") or library == "array"
    if library in TABLES:
        return _of_table(x, library) if is_array else (a(x), way_out(x))
    of_numpy = isinstance(x, np.ndarray)
    for attribute, what, out in MEANINGS:
        # NumPy's arrays have a device too, and no other meaning by it.
        if hasattr(x, attribute) and not (of_numpy and hasattr(np.ndarray, attribute)):
            return f"{what} ({a(x)})", out
    if of_numpy:
        return a(x), "numpy.asarray(x)"
    if is_array or hasattr(x, "__len__"):
        return None
    if hasattr(x, "__array_namespace__"):
        return a(x), "xp.stack(x) makes one array of a list"
    return a(x), way_out(x)


def _of_python(x: Any) -> tuple[str, str] | None:
    """Return `reason` of what is no array by what Python itself says of it."""
    if x is None or type(x).__name__ in ("NAType", "NaTType"):  # pandas' two
        return repr(x) if x is None else a(x), MISSING
    if isinstance(x, (str, bytes)):
        return f"the string {x!r}", "labels become numbers by numpy.unique(x, return_inverse=True)"
    if isinstance(x, Mapping):
        plain = library_of(x) in ("builtins", "collections")
        weights = "weights of classes become weights of samples by w[labels]"
        return a(x), weights if plain else "one of its arrays, x[name]"
    if isinstance(x, (set, frozenset)) or (hasattr(x, "__next__") and hasattr(x, "__iter__")):
        return a(x), "list(x)"
    if isinstance(x, numbers.Complex):
        return a(x), "abs(x), or x.real and x.imag apart"
    if isinstance(x, (datetime.date, datetime.time, datetime.timedelta)):
        return a(x), MOMENTS
    return None


def _of_tensorflow(x: Any) -> tuple[str, str]:
    """Return `reason` of what is TensorFlow's or Keras's."""
    kind = type(x).__name__
    if kind in NOT_DENSE:
        what, out = NOT_DENSE[kind]
        return f"{what} ({a(x)})", out
    if hasattr(x, "as_numpy_iterator"):
        return a(x), "list(x.as_numpy_iterator())"
    if library_of(x) == "tensorflow" and {"Tensor", "Variable"} & _names(x):
        return f"a tensor of TensorFlow ({a(x)})", DENSE
    return a(x), way_out(x)


def _names(x: Any) -> set[str]:
    return {c.__name__ for c in type(x).__mro__}


def _of_table(x: Any, library: str) -> tuple[str, str] | None:
    """Return `reason` of a table's missing values, and of the array that xarray labels."""
    held = x.data if library == "xarray" else None
    if hasattr(held, "__array_namespace__") and not isinstance(held, np.ndarray):
        return f"{a(x)} of {a(held)}", "x.data"
    if held is not None and library_of(held) != "dask":
        return within(x, held, "x.data")
    columns = getattr(x, "columns", []) if library == "pyarrow" else [x]
    if library == "polars" and type(x).__name__ == "DataFrame":
        columns = x.get_columns()
    nulls = [getattr(column, "null_count", 0) for column in columns or [x]]
    if any(count() if callable(count) else count for count in nulls):
        return f"{a(x)} with missing values", "leave them out, or give them weight 0"
    return None


def within(x: Any, held: Any, how: str) -> tuple[str, str] | None:
    """Return `reason` of what an object holds, which is got by `how`."""
    found = reason(held)
    return found and (f"{a(x)} of {found[0]}", re.sub(r"\bx\b", how, found[1]))


def way_out(x: Any) -> str:
    """Return how an object becomes one number, or an array of them."""
    if isinstance(x, (list, tuple, np.ndarray)):
        return "numpy.stack(x) makes one array of rows of one length"
    for name, out in (("value", "x.value"), ("as_py", "x.as_py()"), ("collect", "x.collect()")):
        if hasattr(x, name):  # of ctypes, enum, Keras; of pyarrow; of polars
            return out
    if hasattr(type(x), "__float__"):
        return "float(x)"
    return "list(x)" if hasattr(x, "__iter__") else "an array, a list or a number"


def said(value: Any) -> str:
    """Return how an error shows what was given: as itself where that is short, else its kind."""
    shown = repr(value) if _is_simple(value) else ""
    return shown if 0 < len(shown) < 60 else a(value)


def _is_simple(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_simple, value))
    return isinstance(value, (str, bytes, numbers.Number, type(None)))


def a(x: Any) -> str:
    """Return what kind of object it is, with its library: "a pandas.Series"."""
    library, name = library_of(x), type(x).__qualname__.rpartition("<locals>.")[2]
    name = name if library == "builtins" else f"{library}.{name}"
    return f"{'an' if name[0] in 'aeiouxAEIOU' else 'a'} {name}"


def library_of(x: Any) -> str:
    """Return the name of the library that an object's type is of."""
    return type(x).__module__.partition(".")[0]
