"""The functions that kernels call, of one float64 at a time, written so that LLVM vectorises them.

This module is the array namespace `xp` of compiled kernels. In a loop over elements numba would
call the C library's exp, log and tanh one number at a time; these have no branch and no table, so
that a loop around them becomes one of vector instructions. In units in the last place, over the
whole range, they are off by at most: exp 1.1, expm1 1.2, log 0.8, log1p 0.9, tanh 2.1 (measured,
tests/engine/test_fused.py).

What is special about the machine is written once: a float is read as the integer of its bits. The
exponent stands in the upper bits from the 52nd on, so k·2⁵² added to the bits is a factor 2ᵏ; and
of x + 1.5·2⁵² the lowest bits are x rounded to an integer.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, types
from numba.extending import overload_attribute

# A product and a sum may be one instruction, where there is one; divisions by 0 give inf and nan.
scalar = njit(fastmath={"contract"}, error_model="numpy", forceinline=True)

inf = math.inf

INTEGER = 1.5 * 2.0**52
ONE = np.int64(1023 << 52)  # the bits of 1.0
LOG2_E = 1 / math.log(2)
# ln 2 in two parts: k·LN2_HIGH is exact, as the first has 32 bits and k at most 11.
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10


@overload_attribute(types.Float, "dtype")
def _dtype(x):
    return lambda x: x  # for `astype` below: kernels write xp.astype(flags, y.dtype)


@scalar
def astype(x, dtype):
    """Return a flag or a number as a float."""
    return x * 1.0


@scalar
def where(condition, a, b):
    """Return one of two numbers; both have been computed."""
    return a if condition else b


@scalar
def isnan(x):
    """Return whether x is no number."""
    return x != x


@scalar
def isinf(x):
    """Return whether x is infinite."""
    return math.fabs(x) == math.inf


@scalar
def abs(x):
    """Return |x|."""
    return math.fabs(x)


@scalar
def sqrt(x):
    """Return the square root."""
    return math.sqrt(x)


@scalar
def floor(x):
    """Return the largest whole number that is not larger."""
    return np.floor(x)


@scalar
def sign(x):
    """Return −1, 0 or 1; nan of nan."""
    return 1.0 if x > 0 else (-1.0 if x < 0 else x * 1.0)


@scalar
def maximum(a, b):
    """Return the larger, nan where one is nan."""
    return a if (a > b) | (a != a) else b


@scalar
def minimum(a, b):
    """Return the smaller, nan where one is nan."""
    return a if (a < b) | (a != a) else b


@scalar
def clip(x, low, high):
    """Return x, or the end that it lies beyond."""
    return low if x < low else (high if x > high else x)


@scalar
def zeros_like(x):
    """Return 0."""
    return 0.0


@scalar
def ones_like(x):
    """Return 1."""
    return 1.0


# --- exponentials ------------------------------------------------------------------------

(E3, E4, E5, E6, E7, E8, E9, E10, E11, E12, E13) = (1 / math.factorial(k) for k in range(3, 14))


@scalar
def _reduced(x):
    """Return k + 1.5·2⁵², k, r and what r is rounded by: x = k ln 2 + r + low, |r| ≤ ½ ln 2."""
    shifted = x * LOG2_E + INTEGER
    k = shifted - INTEGER
    high = x - k * LN2_HIGH
    r = high - k * LN2_LOW
    return shifted, k, r, (high - r) - k * LN2_LOW


@scalar
def _power_of_two(shifted):
    """Return 2ᵏ of k + 1.5·2⁵², for −1022 ≤ k ≤ 1023."""
    return np.int64((np.float64(shifted).view(np.int64) << 52) + ONE).view(np.float64)


@scalar
def _exponential_rest(r):
    """Return eʳ − 1 − r for |r| ≤ ½ ln 2: its series up to r¹³, whose next term is 2⁻⁵⁷.

    Not by Horner's rule: pairs of terms are added independently of each other, so that none waits.
    """
    square = r * r
    fourth = square * square
    a = (0.5 + r * E3) + square * (E4 + r * E5)
    b = (E6 + r * E7) + square * (E8 + r * E9)
    c = (E10 + r * E11) + square * (E12 + r * E13)
    return square * (a + fourth * (b + fourth * c))


@scalar
def exp(x):
    """Return eˣ = 2ᵏeʳ."""
    shifted, _, r, low = _reduced(x)
    y = 1.0 + (r + (_exponential_rest(r) + low))
    # In two factors: 2ᵏ itself is no float where eˣ is subnormal, nor for k = 1024.
    small = x < -708.0
    y = y * _power_of_two(shifted + (100.0 if small else -1.0)) * (2.0**-100 if small else 2.0)
    y = y if x < 709.782712893384 else (x if x != x else math.inf)
    return 0.0 if x < -746.0 else y


@scalar
def expm1(x):
    """Return eˣ − 1 = 2ᵏ(eʳ − 1) + (2ᵏ − 1), of which the two large terms are added exactly."""
    shifted, k, r, low = _reduced(x)
    rest = _exponential_rest(r) + low
    half = _power_of_two(shifted - 1.0)
    large = (half - 0.5) + half * r
    y = 2.0 * (large + (half * rest + (half * r - (large - (half - 0.5)))))
    y = r + rest if k == 0.0 else y
    y = y if x < 709.782712893384 else (x if x != x else math.inf)
    return math.copysign(-1.0 if x < -40.0 else y, x)


@scalar
def tanh(x):
    """Return tanh x: with t = e²ᵃ − 1, t/(t + 2) near 0 and 1 − 2/(t + 2) further out."""
    a = math.fabs(x)
    a = 22.0 if a > 22.0 else a
    t = expm1(2.0 * a)
    quotient = (2.0 if a > 0.5 else t) / (2.0 + t)
    return math.copysign(1.0 - quotient if a > 0.5 else quotient, x)


# --- logarithms --------------------------------------------------------------------------

(L1, L2, L3, L4, L5, L6, L7, L8, L9, L10) = (2 / (2 * k + 1) for k in range(1, 11))
# What brings the bits of a number of [√½, √2)·2ᵏ to those of a number of [1, 2)·2ᵏ, roughly.
ROUND = np.int64(ONE - np.float64(math.sqrt(0.5)).view(np.int64))
EXPONENT = np.int64(-1 << 52)
TWO_52 = np.float64(2.0**52).view(np.int64)


@scalar
def _split(x):
    """Return the bits of 2ᵏ, k and m − 1, where x = 2ᵏm > 0 and √½ ≤ m < √2."""
    bits = np.float64(x).view(np.int64)
    power = (bits + ROUND) & EXPONENT
    # An integer below 2⁵² is made a float by its bits: AVX2 has no conversion.
    biased = np.int64(np.uint64(power) >> np.uint64(52))
    k = np.int64(biased | TWO_52).view(np.float64) - (2.0**52 + 1023.0)
    return power, k, np.int64(bits - (power - ONE)).view(np.float64) - 1.0


@scalar
def _logarithm(k, f):
    """Return ln(2ᵏ(1 + f)), √½ ≤ 1 + f < √2.

    ln(1 + f) = 2 artanh s with s = f/(2 + f), and 2s = f − f²/2 + s·f²/2. The series of artanh goes
    up to s²¹: |s| < 0.172, and the next term is 2⁻⁵⁸ of the first.
    """
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    v = w * w
    series = (L1 + z * L2) + w * (L3 + z * L4)
    series = series + v * (((L5 + z * L6) + w * (L7 + z * L8)) + v * (L9 + z * L10))
    h = 0.5 * f * f
    return k * LN2_HIGH - ((h - (s * (h + z * series) + k * LN2_LOW)) - f)


@scalar
def log(x):
    """Return ln x."""
    tiny = x < 2.0**-1022
    _, k, f = _split(x * 2.0**54 if tiny else x)
    y = _logarithm(k - (54.0 if tiny else 0.0), f)
    y = y if x < math.inf else x
    return y if x > 0.0 else (-math.inf if x == 0.0 else math.nan)


@scalar
def log1p(x):
    """Return ln(1 + x): of the rounded 1 + x, and what the rounding took put back into f."""
    u = 1.0 + x
    lost = x - (u - 1.0)
    power, k, f = _split(u)
    y = _logarithm(k, f + lost * np.int64(2 * ONE - power).view(np.float64))
    y = y if x < math.inf else x
    y = y if x > -1.0 else (-math.inf if x == -1.0 else math.nan)
    return math.copysign(y, x)
