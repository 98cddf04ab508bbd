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
from lossbook.engine._meanings import (
    MISSING,
    TABLES,
    a,
    library_of,
    reason,
    said,
    way_out,
    within,
)

# Lists of these are arrays of numbers, without a look at each.
NUMBERS = frozenset({float, int, bool, np.float64, np.float32, np.int64, np.int32, np.bool_})


def as_real(name: str, x: ArrayLike, *, labels: bool = False) -> Array:
    """Return `x` as an array of real numbers; TypeError or ValueError for anything else.

    With `labels` an error on strings says how they become numbers.
    """
    if type(x) is np.ndarray:
        array = x
    else:
        check_meaning(name, x)
        array = _made(name, x)
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
        tensor = hasattr(value, "device") and not isinstance(value, (np.ndarray, np.generic))
        out = f": float({name}), outside of the graph of derivatives" if tensor else ""
        raise TypeError(f"{name}: {said(value)}; expected one real number{out}")
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
    if library == "polars" and type(x).__name__ == "DataFrame":  # a LazyFrame would look them up
        return {1: list(x.columns)}
    if library == "xarray" and hasattr(x, "coords"):
        labels = {d: x.coords[d].values.tolist() for d in x.dims if d in x.coords}
        return {"": list(x.dims), **labels}
    return {}


# --- what is refused ---------------------------------------------------------------------


def check_meaning(name: str, x: Any) -> None:
    """Raise TypeError for an object that means more than its numbers, or has none."""
    if not isinstance(x, (list, tuple)):
        if found := reason(x):
            raise TypeError(f"{name}: {found[0]}; expected an array of real numbers: {found[1]}")
        return
    for index, leaf in _leaves(x):
        if found := reason(leaf):
            what, out = found
            raise TypeError(f"{name}: {what} at index {index}; expected real numbers: {out}")
        if hasattr(leaf, "__array__") and not isinstance(leaf, (np.ndarray, np.generic)):
            _made(name, leaf)


def _made(name: str, x: Any) -> Array:
    """Return the array that an object becomes; TypeError or ValueError where it becomes none."""
    if library_of(x) == "xarray":
        x = x.data  # which can be one of pandas'
    if library_of(x) == "pandas":
        x = _of_pandas(name, x)
    try:
        array = np.asanyarray(x)  # what an object's own __array__ returns can have a mask too
    except ValueError as error:
        if isinstance(x, (list, tuple)) or "inhomogeneous" in str(error):
            raise ValueError(f"{name}: rows of unequal length; expected a regular array") from None
        _refuse_unmade(name, x, error)
    except (TypeError, RuntimeError, NotImplementedError) as error:
        _refuse_unmade(name, x, error)
    if type(array) is np.ndarray:
        return array
    if found := within(x, array, "numpy.asanyarray(x)"):
        raise TypeError(f"{name}: {found[0]}; expected an array of real numbers: {found[1]}")
    return np.asarray(array)


def _refuse_unmade(name: str, x: Any, error: Exception) -> NoReturn:
    why = f"{type(error).__name__}: {error}".partition("\n")[0]
    raise TypeError(
        f"{name}: {a(x)}, of which NumPy makes no array ({why}); "
        f"expected an array of real numbers: {way_out(x)}"
    ) from error


def _leaves(x: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield one leaf of nested lists of each type that is not known to be a number.

    Of tables every one: what they hold is not seen by their type.
    """
    kinds = set(map(type, x)) - NUMBERS
    if not kinds:
        return
    seen = set()
    for k, part in enumerate(x):
        kind = type(part)
        if kind in (list, tuple):
            for index, leaf in _leaves(part):
                yield (k, *index), leaf
        elif kind in kinds and kind not in seen:
            if library_of(part) not in TABLES:
                seen.add(kind)
            yield (k,), part


def _refuse(name: str, array: Array, labels: bool) -> NoReturn:
    """Raise the TypeError for an array that does not hold real numbers."""
    kind = array.dtype.kind
    out = "x.astype(float)"
    if kind == "O":
        for index in np.ndindex(array.shape):
            x = array[index]
            if type(x) not in NUMBERS:
                where = f" at index {tuple(map(int, index))}" if index else ""
                what, out = reason(x) or (a(x), way_out(x))
                raise TypeError(f"{name}: {what}{where}; expected real numbers: {out}")
        raise TypeError(
            f"{name}: numbers held as Python's objects; expected an array of real numbers: "
            "numpy.asarray(x, float)"
        )
    elif kind in "UST":
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


def _of_pandas(name: str, x: Any) -> ArrayLike:
    """Return pandas' numbers of its own dtypes as NumPy's; TypeError where one is missing.

    Other dtypes stay as they are: pandas would make numbers of dates and of strings of digits.
    """
    dtypes = [x.dtype] if hasattr(x, "dtype") else list(getattr(x, "dtypes", []))
    own = [dtype for dtype in dtypes if not isinstance(dtype, np.dtype)]
    for dtype in own:
        if library_of(dtype) != "pandas":
            raise TypeError(
                f"{name}: {a(x)} of dtype {dtype}; expected real numbers, of a dtype of "
                "NumPy's or pandas' own"
            )
    if not own or not hasattr(x, "isna") or any(dtype.kind not in "fiub" for dtype in dtypes):
        return x  # type: ignore[no-any-return]
    missing = np.asarray(x.isna())
    if missing.any():
        index = tuple(map(int, np.unravel_index(int(np.argmax(missing)), missing.shape)))
        raise TypeError(
            f"{name}: a missing value at index {index}; expected real numbers: {MISSING}"
        )
    plain = [getattr(dtype, "numpy_dtype", getattr(dtype, "subtype", dtype)) for dtype in dtypes]
    return x.to_numpy(dtype=np.result_type(*plain))  # type: ignore[no-any-return]
