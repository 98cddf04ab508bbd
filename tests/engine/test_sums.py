"""Sums and means against the exact sum of the same numbers, and in how much memory.

The promise, derived in lossbook/engine/_sums.py, is one rounding of the exact sum and less than a
millionth of an ulp beside it, whatever order the processor's libraries add in.
"""

import math
import os
import platform
import subprocess
import sys
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from oracle import generator

import lossbook
from lossbook.engine._evaluation import BLOCK
from lossbook.engine._sums import CHUNK, FEW

# Numbers of one sign whose rounding errors are independent, all equal, or of a few kinds.
NUMBERS = {
    "uniform": lambda rng, n: rng.random(n),
    "squares": lambda rng, n: rng.normal(size=n) ** 2,
    "log-normal": lambda rng, n: np.exp(3 * rng.normal(size=n)),
    "equal": lambda rng, n: np.full(n, rng.random()),
    "two values": lambda rng, n: rng.choice(rng.random(2), n),
    "one large": lambda rng, n: np.concatenate([[1e16], rng.random(n - 1)]),
    "one large, last": lambda rng, n: np.concatenate([rng.random(n - 1), [1e16]]),
    "a few large": lambda rng, n: np.where(rng.random(n) < 1e-3, 1e12, 1) * rng.random(n),
    "half an ulp of the first": lambda rng, n: np.where(np.arange(n), 2.0**-53, 1.0),
    "growing": lambda rng, n: np.ldexp(rng.random(n), np.arange(n) * 900 // n),
    "shrinking": lambda rng, n: np.ldexp(rng.random(n), -(np.arange(n) * 900 // n)),
    "tiny": lambda rng, n: rng.integers(1, 9, n) * 5e-324,
    "ramp": lambda rng, n: np.arange(n) * rng.random(),
    "mostly 0": lambda rng, n: np.where(rng.random(n) < 1e-4, rng.random(n), 0),
}
every_kind = pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
SIZES = [1, 2, 3, 31, FEW, FEW + 1, 1000, 4097, CHUNK, CHUNK + 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5]
ONCE = 0.5 + 1e-6  # one rounding, in ulps


def exact_sum(x):
    """Return the sum of the floats as two floats: rounded once, and what that left."""
    total = math.fsum(x.tolist())
    return total, math.fsum(chain(x.tolist(), [-total]))


def error(computed, x):
    """Return the error of a sum of x in ulps of the exact one."""
    total, rest = exact_sum(x)
    return abs((computed - total) - rest) / math.ulp(total)


def exact_mean(x):
    """Return the exact mean, rounded once."""
    return float(sum(map(Fraction, exact_sum(x))) / x.size)


def summed(x, **keywords):
    """Return Σ|0 − x|: the sum that the evaluator makes of x ≥ 0."""
    return lossbook.mean_absolute_error(np.zeros_like(x), x, reduction="sum", **keywords)


@every_kind
@pytest.mark.parametrize("n", SIZES)
def test_a_sum_is_the_exact_one_rounded_once(numbers, n):
    rng = generator(50)
    for _ in range(3):
        x = numbers(rng, n)
        assert error(summed(x), x) <= ONCE


@every_kind
@pytest.mark.parametrize("n", SIZES)
def test_a_mean_is_the_exact_one_rounded_or_its_neighbour(numbers, n):
    rng = generator(51)
    for _ in range(3):
        x = numbers(rng, n)
        mean = exact_mean(x)
        assert abs(lossbook.mean_absolute_error(np.zeros(n), x) - mean) <= math.ulp(mean)


@every_kind
def test_the_order_does_not_matter(numbers):
    """What BLAS does with the order of additions on some processor, a permutation does on each."""
    rng = generator(55)
    x = numbers(rng, BLOCK + 1)
    for order in (x[::-1], np.sort(x), np.sort(x)[::-1], rng.permutation(x), x[::2]):
        assert error(summed(order), order) <= ONCE


@pytest.mark.parametrize("n", [1, FEW, FEW + 1, CHUNK + 1, BLOCK + 1])
@pytest.mark.parametrize("total", [4e303, 6.1e307, 8e307, 8.9e307, 1.7e308])
def test_a_sum_near_the_largest_float_is_no_overflow(total, n):
    x = np.full(n, total / n)
    assert error(summed(x), x) <= ONCE
    mean = exact_mean(x)
    assert abs(lossbook.mean_absolute_error(np.zeros(n), x) - mean) <= math.ulp(mean)


@pytest.mark.parametrize("n", [3, BLOCK + 3])
def test_a_nan_is_not_hidden_by_an_overflow(n):
    x = np.full(n, 1.7e308)
    for place in (0, n - 1):
        holed = x.copy()
        holed[place] = np.nan
        assert math.isnan(summed(holed))
    assert summed(x) == math.inf


def test_float32_beyond_its_largest_is_summed():
    assert summed(np.full(100, 3e38, np.float32)) == 100 * float(np.float32(3e38))


@every_kind
@pytest.mark.parametrize("n", SIZES)
def test_a_sum_of_squares_is_the_exact_one_rounded_once(numbers, n):
    """Of numbers whose squares are floats, so that only the sum is rounded."""
    rng = generator(54)
    for _ in range(3):
        with np.errstate(over="ignore"):
            x = numbers(rng, n).astype(np.float32)
        x = np.where(np.isfinite(x), x, 0).astype(np.float64)
        zero = np.zeros(n)
        assert error(lossbook.mean_squared_error(zero, x, reduction="sum"), x * x) <= ONCE
        mean = exact_mean(x * x)
        assert abs(lossbook.mean_squared_error(zero, x) - mean) <= math.ulp(mean)
        root = math.sqrt(lossbook.mean_squared_error(zero, x))
        assert mean < 2.0**-900 or lossbook.root_mean_squared_error(zero, x) == root


@every_kind
@pytest.mark.parametrize("n", [FEW, CHUNK + 1])
def test_a_sum_of_squares_is_within_an_ulp_of_the_exact_one_rounded(numbers, n):
    """Here every square is rounded before it is added: half an ulp of each, of the sum at most."""
    x = numbers(generator(56), n)
    x = np.where((x > 1e-150) & (x < 1e150), x, 1 / 3)
    exact = float(sum(Fraction(value) ** 2 for value in x.tolist()))
    total = lossbook.mean_squared_error(np.zeros(n), x, reduction="sum")
    assert abs(total - exact) <= math.ulp(exact)


@pytest.mark.parametrize("n", [100, CHUNK + 1, BLOCK + 1])
@pytest.mark.parametrize("size", [1e200, np.inf, np.nan])
def test_squares_beyond_the_largest_float(n, size):
    x = np.ones(n)
    x[n // 2] = size
    total = lossbook.mean_squared_error(np.zeros(n), x, reduction="sum")
    assert math.isnan(total) if math.isnan(size) else total == math.inf
    # As a root it has another unit, in which the square is a float.
    expected = size / math.sqrt(n)  # measured: less than an ulp away, the rounding of the two roots
    rmse = lossbook.root_mean_squared_error(np.zeros(n), x)
    assert rmse == pytest.approx(expected, rel=2.3e-16, abs=0, nan_ok=True)


@pytest.mark.parametrize("n", [100, CHUNK + 1, BLOCK + 1])
def test_float32_is_summed_in_float64(n):
    x = generator(52).random(n, dtype=np.float32)
    assert error(summed(x), x) <= ONCE


def test_equal_numbers_do_not_drift():
    """Added one after the other equal numbers err all in one direction."""
    x = np.full(2**20, 0.1)
    assert summed(x) == 2**20 * 0.1
    assert error(np.add.accumulate(x)[-1], x) > 100


@pytest.mark.parametrize("n", [100, CHUNK + 1, BLOCK + 1])
@pytest.mark.parametrize("weighted", [False, True])
def test_weighted_sums(n, weighted):
    rng = generator(53)
    x, w = rng.random(n), rng.random(n) * (rng.random(n) > 0.5 * weighted)
    assert error(summed(x, sample_weight=w), w * x) <= ONCE


@pytest.mark.parametrize("bad", [math.inf, math.nan])
@pytest.mark.parametrize("n", [100, CHUNK + 1, BLOCK + 1])
def test_inf_and_nan_propagate_through_a_sum(n, bad):
    x = np.ones(n)
    x[n // 2] = bad
    assert np.array_equal(
        [summed(x), lossbook.mean_absolute_error(np.zeros(n), x)], [bad] * 2, True
    )


@pytest.mark.parametrize("n", [100, CHUNK + 1, BLOCK + 1])
def test_the_largest_numbers_have_a_mean(n):
    x = np.full(n, np.finfo(float).max)
    assert summed(x) == math.inf
    mean = lossbook.mean_absolute_error(np.zeros(n), x)
    assert abs(mean - x[0]) <= math.ulp(x[0])


# --- processors -----------------------------------------------------------------------------------

# OpenBLAS's kernels for x86, and what a processor must have to run them.
KERNELS = {"Prescott": "pni", "Nehalem": "sse4_2", "Haswell": "avx2", "Zen": "avx2"}
KERNELS |= {"SkylakeX": "avx512dq"}
PROGRAM = """
import sys
import test_sums
for n in (1000, 4097, test_sums.BLOCK + 1):
    for name, numbers in test_sums.NUMBERS.items():
        x = numbers(test_sums.generator(57), n)
        error = test_sums.error(test_sums.summed(x), x)
        if error > test_sums.ONCE:
            print(f"{name}, {n}: {error} ulp")
"""


def optional_features():
    """Return the instructions beyond its baseline that NumPy finds on this processor."""
    return np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="only for x86 are there kernels of older processors, only Linux says what this one has",
)
@pytest.mark.parametrize("kernel", KERNELS)
def test_on_other_processors(kernel):
    """The same sums with the BLAS of another processor, and without NumPy's newer instructions."""
    if KERNELS[kernel] not in Path("/proc/cpuinfo").read_text().split():
        pytest.skip(f"this processor cannot run the kernels for {kernel}")
    features = " ".join(optional_features()) if kernel in ("Prescott", "Nehalem") else ""
    settings = {"OPENBLAS_CORETYPE": kernel, "NPY_DISABLE_CPU_FEATURES": features}
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        env={**os.environ, **settings, "PYTHONPATH": path},
    )
    assert (run.stdout, run.stderr) == ("", "")


# --- memory ---------------------------------------------------------------------------------------

MAPPED = """
import resource, sys
import numpy as np
import lossbook

n = 2**26
y, p = (np.memmap(path, np.float64, "r", shape=(n,)) for path in sys.argv[1:])
held = next(int(x.split()[1]) for x in open("/proc/self/status") if x.startswith("VmData"))
resource.setrlimit(resource.RLIMIT_DATA, (2**10 * held + 2**24,) * 2)
assert lossbook.mean_absolute_error(y, p) == 6 / n
assert lossbook.root_mean_squared_error(y, p) == (14 / n) ** 0.5
try:
    np.mean(np.abs(p - y))
except MemoryError:
    print("MemoryError")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process so")
def test_mapped_files_larger_than_the_memory_allowed(tmp_path):
    """Two files of 512 MiB are reduced by a process that may take 16 MiB more than it has."""
    for name, values in (("y", [0.0, 0.0, 0.0]), ("p", [1.0, -2.0, 3.0])):
        sparse = np.memmap(tmp_path / name, np.float64, "w+", shape=(2**26,))
        sparse[[0, 2**25 + 1, -1]] = values
        sparse.flush()
    # OpenBLAS takes memory for each of its threads when it is first called.
    run = subprocess.run(
        [sys.executable, "-c", MAPPED, tmp_path / "y", tmp_path / "p"],
        capture_output=True,
        text=True,
        env={"OPENBLAS_NUM_THREADS": "1"},
    )
    assert run.stderr == ""
    assert run.stdout == "MemoryError\n"  # plain NumPy cannot: the limit bites
