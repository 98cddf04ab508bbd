"""What a caller hands over, as NumPy's numbers; and what to say of what is none.

An array is taken for what it means and not only for its numbers: what carries a mask, a unit or a
graph of derivatives, and would lose it on the way, is refused. An error names the argument, what
was given, what was expected, and the way out.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from lossbook.engine._domains import Array

# Lists of these are arrays of numbers, without a look at each.
NUMBERS = frozenset({float, int, bool, np.float64, np.float32, np.int64, np.int32, np.bool_})

# Subclasses of NumPy's array that hold nothing but its numbers.
SAME_NUMBERS = (np.memmap, np.matrix)

# Libraries whose arrays and tables are numbers, with labels at most, which are looked at.
TABLES = frozenset({"pandas", "polars", "xarray", "pyarrow", "h5py", "zarr", "array", "PIL"})

# What an object has that means more than its numbers do, and how to get at those.
MEANINGS = (
    ("magnitude", "an array with a unit", "x.magnitude, once all are in one unit"),
    ("unit", "an array with a unit", "x.value, once all are in one unit"),
    ("units", "an array with a unit", "x.value, once all are in one unit"),
    ("todense", "a sparse array", "x.todense()"),
    ("to_dense", "a sparse array", "x.to_dense()"),
    ("numpy", "a tensor of a library that the losses do not know", "x.numpy()"),
    ("device", "a tensor of a library that the losses do not know", "numpy.asarray(x)"),
    ("requires_grad", "a tensor of a library that the losses do not know", "numpy.asarray(x)"),
)


def as_real(name: str, x: ArrayLike, *, labels: bool = False) -> Array:
    """Return `x` as an array of real numbers; TypeError or ValueError for anything else.

    With `labels` an error on strings says how they become numbers.
    """
    if type(x) is np.ndarray:
        array = x
    else:
        _check(name, x)
        if _is_nullable(x):
            x = _of_nullable(name, x)
        try:
            array = np.asarray(x)
        except ValueError:
            raise ValueError(f"{name}: rows of unequal length; expected a regular array") from None
    if array.dtype.kind not in "fiub":
        _refuse(name, array, labels)
    return array


def as_mask(where: ArrayLike) -> Array:
    """Return `where` as an array of booleans; TypeError for anything else."""
    mask = as_real("where", where)
    if mask.dtype.kind != "b":
        raise TypeError(f"where: dtype {mask.dtype}; expected booleans, as from x > 0")
    return mask


def number(name: str, value: Any) -> float:
    """Return a parameter as a float; TypeError unless it is one plain real number."""
    if type(value) is float:  # at once: asking an abstract class takes longer than the rest
        return value
    if type(value) is np.ndarray and value.ndim == 0 and value.dtype.kind in "fiu":
        value = value[()]
    if not isinstance(value, numbers.Real):
        given = f"{value!r}" if _is_short(value) else _a(value)
        tensor = hasattr(value, "__array_namespace__") or hasattr(value, "requires_grad")
        out = f": float({name}), outside of the graph of derivatives" if tensor else ""
        raise TypeError(f"{name}: {given}; expected one real number{out}")
    try:
        return float(value)
    except OverflowError:  # an integer too large for a float
        return np.inf


def check_labels(arrays: Mapping[str, Any]) -> None:
    """Raise ValueError where two tables have the same labels on an axis in another order.

    Labels that differ, or that only one of them has, are not looked at: pairs go by position.
    """
    axes = {name: _axes(x) for name, x in arrays.items()}  # (torch.compile sees through no walrus)
    labelled = {name: found for name, found in axes.items() if found}
    for (first, one), (second, other) in combinations(labelled.items(), 2):
        if "" in one and "" in other:  # xarray names its axes too
            _check_order(first, second, "the dimensions", one[""], other[""])
        for axis in one.keys() & other.keys() - {""}:
            _check_order(first, second, f"the labels of axis {axis!r}", one[axis], other[axis])


def _check_order(first: str, second: str, what: str, one: list[Any], other: list[Any]) -> None:
    if len(one) == len(other) and one != other and _counts(one) == _counts(other):
        raise ValueError(
            f"{first} and {second}: {what} are the same in another order; "
            f"expected one order: reindex {second} like {first}, or give plain arrays"
        )


def _counts(labels: list[Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return counts


def _axes(x: Any) -> dict[Any, list[Any]]:
    """Return the labels of an object's axes: by number for tables, by name for xarray's arrays."""
    if isinstance(x, (list, tuple)):  # before their module is asked for: torch.compile cannot
        return {}
    library = type(x).__module__.partition(".")[0]
    if library == "pandas" and hasattr(x, "axes"):
        return {number: list(index) for number, index in enumerate(x.axes)}
    if library == "polars" and hasattr(x, "columns"):
        return {1: list(x.columns)}
    if library == "xarray" and hasattr(x, "coords"):
        labels = {d: x.coords[d].values.tolist() for d in x.dims if d in x.coords}
        return {"": list(x.dims), **labels}
    return {}


# --- what is refused ---------------------------------------------------------------------


def _check(name: str, x: Any) -> None:
    """Raise TypeError for an object that means more than its numbers, or has none."""
    if isinstance(x, (list, tuple)):
        for index, leaf in _leaves(x):
            reason = _reason(leaf)
            if reason:
                what, out = reason
                where = f" at index {index}"
                raise TypeError(f"{name}: {what}{where}; expected real numbers: {out}")
        return
    reason = _reason(x)
    if reason:
        what, out = reason
        raise TypeError(f"{name}: {what}; expected an array of real numbers: {out}")


def _leaves(x: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield one leaf of nested lists of each type that is not known to be a number."""
    for kind in set(map(type, x)) - NUMBERS:
        if kind in (list, tuple):
            for k, part in enumerate(x):
                if type(part) in (list, tuple):
                    for index, leaf in _leaves(part):
                        yield (k, *index), leaf
        else:
            k = next(k for k, part in enumerate(x) if type(part) is kind)
            yield (k,), x[k]


def _reason(x: Any) -> tuple[str, str] | None:
    """Return what an object is and the way out; None where it may be numbers."""
    if isinstance(x, np.ma.MaskedArray):
        return "a masked array", "x.data, and the mask as sample_weight or where: a weight 0 is out"
    if isinstance(x, (np.generic, numbers.Real)) or type(x) is np.ndarray:
        return None
    if x is None:
        return "None", "leave the sample out, or give it weight 0 and any number"
    if isinstance(x, (str, bytes)):
        return f"the string {x!r}", "labels become numbers by numpy.unique(x, return_inverse=True)"
    if isinstance(x, Mapping):
        return _a(x), "weights of classes become weights of samples by w[labels]"
    if isinstance(x, (set, frozenset)) or (hasattr(x, "__next__") and hasattr(x, "__iter__")):
        return _a(x), "list(x)"
    if isinstance(x, SAME_NUMBERS):
        return None
    library = type(x).__module__.partition(".")[0]
    if library == "scipy" and hasattr(x, "toarray"):
        return f"a sparse array ({_a(x)})", "x.toarray()"
    if library == "torch":
        return _a(x), "torch.stack(x) makes one tensor of a list"
    if library in ("jax", "jaxlib") and hasattr(x, "__array_namespace__"):
        return _a(x), "jax.numpy.stack(x) makes one array of a list"
    if library in TABLES:
        nulls = getattr(x, "null_count", 0)
        nulls = nulls() if callable(nulls) else nulls
        if isinstance(nulls, int) and nulls:
            return f"{_a(x)} with missing values", "leave them out, or give them weight 0"
        return None
    of_numpy = isinstance(x, np.ndarray)
    for attribute, what, out in MEANINGS:
        # NumPy's arrays have a device too, and no other meaning by it.
        if hasattr(x, attribute) and not (of_numpy and hasattr(np.ndarray, attribute)):
            return f"{what} ({_a(x)})", out
    if of_numpy:
        return _a(x), "numpy.asarray(x)"
    if hasattr(x, "__array__") or hasattr(x, "__array_interface__") or hasattr(x, "__len__"):
        return None
    if hasattr(x, "__array_namespace__"):
        return _a(x), "xp.stack(x) makes one array of a list"
    return _a(x), _way_out(x)


def _way_out(x: Any) -> str:
    """Return how an object becomes one number, or an array of them."""
    if hasattr(x, "__float__"):
        return "float(x)"
    return "list(x)" if hasattr(x, "__iter__") else "an array, a list or a number"


def _refuse(name: str, array: Array, labels: bool) -> NoReturn:
    """Raise the TypeError for an array that does not hold real numbers."""
    kind = array.dtype.kind
    out = "x.astype(float)"
    if kind == "O":
        for index in np.ndindex(array.shape):
            x = array[index]
            if type(x) not in NUMBERS:
                where = f" at index {tuple(map(int, index))}" if index else ""
                what, out = _reason(x) or (_a(x), _way_out(x))
                raise TypeError(f"{name}: {what}{where}; expected real numbers: {out}")
    elif kind in "US":
        out = "numpy.unique(x, return_inverse=True)[1] numbers them" if labels else out
        what = "integer labels" if labels else "real numbers"
        raise TypeError(f"{name}: dtype {array.dtype}, strings; expected {what}: {out}")
    elif kind == "c":
        out = "abs(x), or x.real and x.imag apart"
    elif kind in "mM":
        out = "x.astype(float), once all are in one unit"
    elif kind == "V" and array.dtype.names:
        out = "one of its fields"
    elif kind == "V":  # ml_dtypes' bfloat16, float8 and their like
        out = 'x.astype("float32")'
    raise TypeError(f"{name}: dtype {array.dtype}; expected real numbers: {out}")


def _is_nullable(x: Any) -> bool:
    """Return whether a pandas object has a dtype of its own, in which values can be missing."""
    if type(x).__module__.partition(".")[0] != "pandas":
        return False
    dtypes = [x.dtype] if hasattr(x, "dtype") else list(getattr(x, "dtypes", []))
    return not all(isinstance(dtype, np.dtype) for dtype in dtypes)


def _of_nullable(name: str, x: Any) -> ArrayLike:
    """Return a pandas object with nullable dtypes as floats; TypeError where one is missing."""
    missing = np.asarray(x.isna())
    if missing.any():
        index = tuple(map(int, np.unravel_index(int(np.argmax(missing)), missing.shape)))
        raise TypeError(
            f"{name}: a missing value at index {index}; expected real numbers: "
            "leave the sample out, or give it weight 0 and any number"
        )
    try:
        return x.to_numpy(dtype=float)  # type: ignore[no-any-return]
    except (TypeError, ValueError):  # strings and their like
        return x.to_numpy(dtype=object)  # type: ignore[no-any-return]


def _is_short(value: Any) -> bool:
    return (
        isinstance(value, (str, bytes, complex, list, tuple, type(None))) and len(repr(value)) < 60
    )


def _a(x: Any) -> str:
    """Return what kind of object it is, with its library: "a pandas.Series"."""
    kind = type(x)
    library = kind.__module__.partition(".")[0]
    name = kind.__qualname__ if library == "builtins" else f"{library}.{kind.__qualname__}"
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
