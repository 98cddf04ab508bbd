"""Sums and means against the exact sum of the same numbers, and in how much memory."""

import math
import subprocess
import sys
from itertools import chain

import numpy as np
import pytest
from oracle import generator

import lossbook
from lossbook.engine._evaluation import BLOCK
from lossbook.engine._sums import EXACT

# Numbers of one sign whose rounding errors are independent, all equal, or of a few kinds.
NUMBERS = {
    "uniform": lambda rng, n: rng.random(n),
    "squares": lambda rng, n: rng.normal(size=n) ** 2,
    "log-normal": lambda rng, n: np.exp(3 * rng.normal(size=n)),
    "equal": lambda rng, n: np.full(n, rng.random()),
    "two values": lambda rng, n: rng.choice(rng.random(2), n),
    "one large": lambda rng, n: np.concatenate([[1e16], rng.random(n - 1)]),
    "tiny": lambda rng, n: rng.integers(1, 9, n) * 5e-324,
    "ramp": lambda rng, n: np.arange(n) * rng.random(),
}
SIZES = [1, 2, 3, 31, 100, 1000, EXACT, EXACT + 1, 10**4, BLOCK, BLOCK + 1, 3 * BLOCK + 5]


def exact_sum(x):
    """Return the sum of the floats as two floats: rounded once, and what that left."""
    total = math.fsum(x.tolist())
    return total, math.fsum(chain(x.tolist(), [-total]))


def error(computed, x):
    """Return the error of a sum of x in ulps of the exact one."""
    total, rest = exact_sum(x)
    return abs((computed - total) - rest) / math.ulp(total)


def summed(x, **keywords):
    """Return Σ|0 − x|: the sum that the evaluator makes of x ≥ 0."""
    return lossbook.mean_absolute_error(np.zeros_like(x), x, reduction="sum", **keywords)


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("n", [n for n in SIZES if n <= EXACT])
def test_a_short_sum_is_the_exact_one_rounded(numbers, n):
    rng = generator(50)
    for _ in range(20):
        x = numbers(rng, n)
        assert error(summed(x), x) <= 0.5
        assert lossbook.mean_absolute_error(np.zeros(n), x) == exact_sum(x)[0] / n


@pytest.mark.parametrize("n", [1, 100, EXACT + 1, BLOCK + 1])
@pytest.mark.parametrize("total", [6.1e307, 8e307, 8.9e307, 1.7e308])
def test_a_sum_near_the_largest_float_is_no_overflow(total, n):
    x = np.full(n, total / n)
    assert error(summed(x), x) <= 1
    assert lossbook.mean_absolute_error(np.zeros(n), x) == pytest.approx(total / n, rel=1e-15)


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


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("n", [n for n in SIZES if n > EXACT])
def test_a_long_sum_is_within_an_ulp(numbers, n):
    """Over eight more seeds the worst is 0.72 ulp of a sum, half an ulp of it the last rounding.

    Of two values it is 1.04, and 1.12 over 400 pairs: their rows may all round the same way.
    """
    rng = generator(51)
    for _ in range(5):
        x = numbers(rng, n)
        assert error(summed(x), x) <= 1
        mean = exact_sum(x)[0] / n
        assert abs(lossbook.mean_absolute_error(np.zeros(n), x) - mean) <= math.ulp(mean)


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("n", SIZES)
def test_a_sum_of_squares_is_within_an_ulp(numbers, n):
    """The squares are not written down: the exact sum is known where they are floats."""
    rng = generator(54)
    for _ in range(5):
        x = numbers(rng, n).astype(np.float32).astype(np.float64)
        zero = np.zeros(n)
        assert error(lossbook.mean_squared_error(zero, x, reduction="sum"), x * x) <= 1
        root = math.sqrt(lossbook.mean_squared_error(zero, x))
        assert lossbook.root_mean_squared_error(zero, x) == root


@pytest.mark.parametrize("n", [100, EXACT + 1, BLOCK + 1])
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


@pytest.mark.parametrize("n", [100, EXACT + 1, BLOCK + 1])
def test_float32_is_summed_in_float64(n):
    x = generator(52).random(n, dtype=np.float32)
    assert error(summed(x), x) <= 0.5


def test_equal_numbers_do_not_drift():
    """Added one after the other, or by a dot product, equal numbers err all in one direction."""
    x = np.full(2**20, 0.1)
    assert summed(x) == 2**20 * 0.1
    assert error(float(np.dot(x, np.ones_like(x))), x) > 100


@pytest.mark.parametrize("n", [100, EXACT + 1, BLOCK + 1])
@pytest.mark.parametrize("weighted", [False, True])
def test_weighted_sums(n, weighted):
    rng = generator(53)
    x, w = rng.random(n), rng.random(n) * (rng.random(n) > 0.5 * weighted)
    assert error(summed(x, sample_weight=w), w * x) <= 1


@pytest.mark.parametrize("bad", [math.inf, math.nan])
@pytest.mark.parametrize("n", [100, EXACT + 1, BLOCK + 1])
def test_inf_and_nan_propagate_through_a_sum(n, bad):
    x = np.ones(n)
    x[n // 2] = bad
    assert np.array_equal(
        [summed(x), lossbook.mean_absolute_error(np.zeros(n), x)], [bad] * 2, True
    )


@pytest.mark.parametrize("n", [100, EXACT + 1, BLOCK + 1])
def test_the_largest_numbers_have_a_mean(n):
    x = np.full(n, np.finfo(float).max)
    assert summed(x) == math.inf
    mean = lossbook.mean_absolute_error(np.zeros(n), x)
    assert abs(mean - x[0]) <= math.ulp(x[0])


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
