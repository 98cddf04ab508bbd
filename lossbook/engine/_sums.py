"""Sums of numbers ≥ 0 that are right to the last bit, or all but, at about the cost of a sum.

Up to 4096 numbers are added exactly and rounded once. More of them are first added in rows of 128,
each a tree of few additions, whose rounding is the only error; rows that make up much of the sum
are not. Longer rows would be faster, but a running sum of equal numbers errs the same way at every
step: `numpy.dot` of 2**16 of them with ones is off by hundreds of ulps, `numpy.sum` by four.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# So many numbers are added exactly at a time; more of them are first added in rows of so many.
EXACT, ROW = 2**12, 2**7
ONES = np.ones(EXACT)


def total(arrays: Iterable[Array], *, squared: bool = False) -> float:
    """Return the sum of all numbers x ≥ 0 in the arrays `(n,)`, rounded once.

    It is inf where the sum overflows, nan where a number is nan. With `squared` it is the sum of
    the squares of any numbers, which are not written down. An array holds at most ROW·EXACT/2.
    """
    parts: list[float] = []  # their sum is that of the numbers added up so far
    waiting: list[Array] = []  # the others, at most EXACT of them
    count = 0
    for x in arrays:
        few = _condensed(x, squared, parts)
        if count + few.size > EXACT:
            parts += _exact_parts(waiting)
            waiting, count = [], 0
        waiting.append(few)
        count += few.size
    return joined(parts + _exact_parts(waiting) if waiting else parts)


def joined(numbers: list[float]) -> float:
    """Return the sum of the numbers, rounded once: inf where it overflows, nan where one is."""
    try:
        return math.fsum(numbers)
    except OverflowError:  # no number is infinite, their sum is
        return math.nan if any(map(math.isnan, numbers)) else math.inf


def _condensed(x: Array, squared: bool, parts: list[float]) -> Array:
    """Return at most EXACT numbers with the sum of x, without the part of it put into `parts`."""
    if squared and (x.size <= EXACT or x.itemsize < 8):  # float32 squares are losses of float32
        x, squared = x * x, False
    if x.itemsize < 8:
        x = x.astype(np.float64)
    if x.size <= EXACT:
        return x
    whole = x.size // ROW * ROW
    table, rest = x[:whole].reshape(-1, ROW), x[whole:]
    # Not a matrix product: for that OpenBLAS would start its threads. Below, `rows[rows.argmax()]`
    # is rows.max(), nan included, at a quarter of its cost.
    rows = np.vecdot(table, table if squared else ONES[:ROW])
    much = float(rows.dot(ONES[: rows.size])) / 16
    if not rows[rows.argmax()] < much:  # the rounding of a row of so much would count
        light = rows < much
        heavy = table[~light].reshape(-1)
        for start in range(0, heavy.size, EXACT):
            piece = heavy[start : start + EXACT]
            parts += _exact_parts([piece * piece if squared else piece])
        rows = rows[light]
    return np.concatenate([rows, rest * rest if squared else rest]) if rest.size else rows


def _exact_parts(arrays: list[Array]) -> list[float]:
    """Return numbers with the sum of at most EXACT numbers x ≥ 0, to far more than a float holds.

    Every number is split at the same bit: the sum of the leading parts is exact in any order, and
    the sum of the rest is too small for its rounding to matter.
    """
    x = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    if x.size <= ROW:  # `joined` is as quick
        return x.tolist()  # type: ignore[no-any-return]
    ones = ONES[: x.size]
    split = 2 * float(x.dot(ones))
    if not 2 * split < math.inf:  # x + split would overflow, or there is an inf or nan
        return x.tolist()  # type: ignore[no-any-return]
    high = (x + split) - split
    return [float(high.dot(ones)), float((x - high).dot(ones))]
