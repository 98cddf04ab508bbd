"""What the tests of the losses share: an exact oracle, a measure of error, valid samples.

The oracle evaluates a loss's own SymPy formula, and the derivative SymPy takes of it, in mpmath at
the exact values of the floats given: the kernels must agree with it to a few units in the last
place (ulps), not with another floating-point program.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import mpmath
import numpy as np
import sympy as sp

import lossbook
from lossbook.domain import DISTRIBUTION, LABEL, NON_ZERO, REAL, SCORES, SIGN, UNIT
from lossbook.formulas import C, n, specification, t

LOSSES = [x for x in map(lossbook.__dict__.get, lossbook.__all__) if isinstance(x, lossbook.Loss)]

# Every loss, from probabilities and from logits: a new loss is picked up here.
CASES = [(loss, {}) for loss in LOSSES] + [
    (loss, {"from_logits": True}) for loss in LOSSES if loss._logit_kernel is not None
]
NAMES = [loss.__name__ + "-logits" * bool(flags) for loss, flags in CASES]

# Enough digits for what cancels in the formulas as they are written: ln(1 + e⁻⁷⁰⁰), √(1 + 1e-600).
DIGITS = {
    "log_cosh": 700,
    "pseudo_huber": 1300,
    "crammer_singer_hinge": 700,
    "binary_crossentropy": 400,
    "logits": 700,
}

# SymPy differentiates max to a step. At 0, a kink, the book takes the gradient 0.
_STEP = {"Heaviside": lambda x, _=None: mpmath.mpf(x > 0)}


def kernel(loss, flags):
    return loss._logit_kernel if flags else loss._kernel


@cache
def _compiled(name, logits, classes, label, slope):
    spec = specification(name, from_logits=logits)
    size = {C: classes, n: classes} if label is None else {C: classes, n: classes, t: label}
    value = spec.value.subs(size).doit()
    arguments = []
    for argument, symbol in spec.symbols.items():
        if symbol == t:
            continue
        entries = [symbol]
        if isinstance(symbol, sp.IndexedBase):
            entries = [sp.Symbol(f"{argument}{k}", real=True) for k in range(classes)]
            value = value.xreplace({symbol[k]: entry for k, entry in enumerate(entries)})
        arguments.append(entries)
        if argument == "y_pred":
            predictions = entries
    wanted = [value.diff(x) for x in predictions] if slope else [value]
    flat = [x for entries in arguments for x in entries]
    return sp.lambdify(flat, wanted, [_STEP, "mpmath"], cse=True)


def exact(loss, y, prediction, *, slope=False, from_logits=False, **parameters):
    """Return the formula at one sample as [mpf], or its derivatives by the predictions."""
    labelled = loss.symbols["y_true"] == t
    label = int(y) if labelled else None
    classes = np.size(prediction)
    name = "logits" if from_logits else loss.__name__
    function = _compiled(loss.__name__, from_logits, classes, label, slope)
    values = [] if labelled else [*np.ravel(y)]
    with mpmath.workdps(DIGITS.get(name, 80)):
        numbers = [*values, *np.ravel(prediction), *parameters.values()]
        return [mpmath.mpf(x) for x in function(*(mpmath.mpf(float(x)) for x in numbers))]


def ulp(x, dtype=np.float64):
    """Return the unit in the last place of the number x in this dtype."""
    info = np.finfo(dtype)
    if x == 0:
        return mpmath.mpf(float(info.smallest_subnormal))
    exponent = max(mpmath.frexp(x)[1], int(info.minexp) + 1)
    return mpmath.ldexp(1, exponent - int(info.nmant) - 1)


def ulps(computed, true, scale=None):
    """Return |computed − true| in ulps of `scale`, by default of `true`."""
    dtype = np.asarray(computed).dtype
    largest = float(np.finfo(dtype).max)
    if abs(true) > largest * (1 + np.finfo(dtype).eps / 4):  # rounds to infinity, as it should
        return 0.0 if computed == np.inf * float(mpmath.sign(true)) else float("inf")
    if not np.isfinite(computed):
        return float("inf")
    unit = ulp(true if scale is None else scale, dtype)
    return float(abs(mpmath.mpf(float(computed)) - true) / unit)


@dataclass(frozen=True)
class Accuracy:
    """Samples of a loss, on which it is compared with its formula.

    `scale(slope)` gives the function of (y, prediction, true) that says of which numbers the ulps
    are, where the problem itself is ill-conditioned.

    The bounds in the tests are the worst error measured, with NumPy's AVX-512 paths and without
    (NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL"), over these samples and four more seeds, rounded
    up to the next half ulp; where a transcendental function enters, whose last bits differ between
    processors and libraries, half an ulp is added.
    """

    loss: lossbook.Loss
    samples: Callable
    parameters: dict = field(default_factory=dict)
    scale: Callable | None = None

    def worst(self, dtype, slope):
        """Return the largest error in ulps, and the sample it occurs at."""
        y, prediction = self.samples(dtype)
        parameters = dict(self.parameters)
        logits = parameters.pop("from_logits", False)
        flags = {"from_logits": True} if logits else {}
        parameters = {k: float(dtype(v)) for k, v in parameters.items()}
        function = self.loss.gradient if slope else self.loss
        computed = function(y, prediction, **parameters, **flags, reduction="none")
        assert computed.dtype == dtype
        largest, where = -1.0, None
        for a, b, c in zip(y, prediction, computed, strict=True):
            true = exact(self.loss, a, b, slope=slope, from_logits=logits, **parameters)
            units = self.scale(slope)(a, b, true) if self.scale else [None] * len(true)
            for value, number, unit in zip(np.ravel(c), true, units, strict=True):
                error = ulps(value, number, unit)
                if not error <= largest:
                    largest, where = error, (a, b, value)
        return largest, where

    def check(self, dtype, slope, bounds):
        """Compare value or gradient; `bounds` are for both in float64, then in float32."""
        error, where = self.worst(dtype, slope)
        bound = bounds[2 * (dtype == np.float32) + slope]
        assert error <= bound, f"{error:.3f} ulp at {where}"


SEED = [0]


def generator(salt):
    """Return a random generator of its own for each subject."""
    return np.random.default_rng([*SEED, salt])


def log_uniform(rng, low, high, size, signed=True):
    """Return numbers whose decimal exponents are uniform, of both signs."""
    x = 10.0 ** rng.uniform(low, high, size)
    return x * rng.choice([-1, 1], size) if signed else x


def neighbours(x):
    """Return each number of `x` with the floats just below and just above it."""
    x = np.asarray(x)
    up, down = np.nextafter(x, x.dtype.type(np.inf)), np.nextafter(x, x.dtype.type(-np.inf))
    return np.concatenate([x, up, down])


def draw(rng, loss, flags=None, shape=(6,), classes=4, dtype=np.float64):
    """Return a valid (y_true, y_pred), away from kinks and ends, as the loss's domains ask."""
    made = []
    k = kernel(loss, flags)
    for domain in (k.y_true, k.y_pred):
        if domain is REAL:
            x = 3 * rng.normal(size=shape)
        elif domain is NON_ZERO:
            x = rng.uniform(0.5, 4, shape) * rng.choice([-1, 1], shape)
        elif domain is UNIT:
            x = rng.uniform(0.05, 0.95, shape)
        elif domain is SIGN:
            x = rng.choice([-1.0, 1.0], shape)
        elif domain is SCORES:
            x = 3 * rng.normal(size=(*shape, classes))
        elif domain is DISTRIBUTION:
            x = rng.dirichlet(np.full(classes, 3.0), shape)
            if dtype == np.float16:  # multiples of 1/64, so that the sum is 1 in every dtype
                x = (1 + rng.multinomial(64 - classes, x)) / 64
        elif domain is LABEL:
            made.append(rng.integers(0, classes, shape))
            continue
        else:
            raise NotImplementedError(f"no samples for the domain {domain.words}")
        made.append(x.astype(dtype))
    return tuple(made)
