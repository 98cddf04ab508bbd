"""Sums of numbers ≥ 0 that are right to half an ulp and next to nothing, added in any order.

NumPy and BLAS add in an order that depends on the processor, and equal numbers err the same way at
every step: a bound on the error that holds for every order grows with the count. So the numbers are
split before they are added, all at the same bit. Let s be a power of two above the sum of a chunk
of numbers x, and q = 2⁻⁵²·s its ulp. Then in

    high = (x + s) − s,    low = x − high

only the first sum is rounded, to a multiple of q (Dekker 1971; Rump, Ogita and Oishi 2008, who
build on it): x = high + low, and |low| ≤ q/2.

- A sum of some `high` is a multiple of q too, and those below s = 2⁵²·q are floats: in any order
  Σ high is exact. Whether s was large enough is seen afterwards, as no order rounds a sum that
  reaches s to one below it.
- In Σ low a number passes through fewer than ROW + CHUNK/ROW < 2¹¹ additions, whatever their order,
  so it is off by at most 2¹¹·2⁻⁵³·Σ|low|.

`math.fsum` joins the chunks, with one rounding in all. A chunk takes s between 8 and 16 times its
own sum, and the next ones keep it while it is large enough; it is at most 16 times the whole sum S.
Before that one rounding, m chunks are off by at most

    m · 2¹¹·2⁻⁵³ · CHUNK·q/2  ≤  m · 2¹¹·2⁻⁵³ · 2¹⁵·2⁻⁵³·2⁴·S  =  m·2⁻²³ · 2⁻⁵³·S:

m·2⁻²³ ulp of S at most, which is 4·10⁻⁴ ulp for a hundred million numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

CHUNK, ROW = 2**15, 2**10
ONES = np.ones(ROW)
FEW = 2**7  # so few numbers are added as quickly by `joined` alone
LARGE = 2.0**1018  # 16 times as much is a float, and so is that and a number below it


def total(arrays: Iterable[Array], *, squared: bool = False) -> float:
    """Return the sum of all numbers x ≥ 0 in the arrays `(n,)`, in float64.

    It is the sum rounded once, or its neighbour where the sum lies within m·2⁻²³ ulp of half-way
    between the two; inf where it overflows, nan where a number is nan. With `squared` it is that of
    the squares of any numbers, each rounded to the type of its array.
    """
    parts: list[float] = []
    split = 0.0
    table = np.empty((0, ROW))
    for x in _chunks(arrays):
        if squared:
            x = x * x
        x = x.astype(np.float64, copy=False)
        if x.size <= FEW:
            parts += x.tolist()
            continue
        count = -(-x.size // ROW)
        if count > len(table):
            table = np.empty((count, ROW))
        rows = table[:count]
        flat = rows.reshape(-1)
        work, flat[x.size :] = flat[: x.size], 0
        high = _leading(x, split, work, rows) if split else math.inf
        if not high < split:
            size = float(np.add.reduce(x))
            if not size < LARGE:  # x + split could overflow, or there is an inf or nan
                parts += x.tolist()
                continue
            split = math.ldexp(1.0, math.frexp(size)[1] + 3)
            high = _leading(x, split, work, rows)
        np.subtract(x, work, out=work)
        parts += high, _added(rows)
    return joined(parts)


def joined(numbers: list[float]) -> float:
    """Return the sum of the numbers, rounded once: inf where it overflows, nan where one is."""
    try:
        return math.fsum(numbers)
    except OverflowError:  # no number is infinite, their sum is
        return math.nan if any(map(math.isnan, numbers)) else math.inf


def _chunks(arrays: Iterable[Array]) -> Iterator[Array]:
    """Yield the numbers of the arrays, CHUNK at a time; the last may be fewer."""
    waiting: list[Array] = []
    count = 0
    for x in arrays:
        start = 0
        while start < x.size:
            waiting.append(x[start : start + CHUNK - count])
            start, count = start + waiting[-1].size, count + waiting[-1].size
            if count == CHUNK:
                yield waiting[0] if len(waiting) == 1 else np.concatenate(waiting)
                waiting, count = [], 0
    if waiting:
        yield waiting[0] if len(waiting) == 1 else np.concatenate(waiting)


def _leading(x: Array, split: float, work: Array, rows: Array) -> float:
    """Write the leading parts of x into `work`, which lies in `rows`, and return their sum."""
    np.add(x, split, out=work)
    np.subtract(work, split, out=work)
    return _added(rows)


def _added(rows: Array) -> float:
    # Not a matrix product: for that OpenBLAS would start its threads.
    return float(np.vecdot(rows, ONES).dot(ONES[: len(rows)]))
