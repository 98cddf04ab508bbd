"""What the tests and `make accuracy` share: an exact oracle, a measure of error, valid samples.

The oracle evaluates a loss's own SymPy formula, and the derivative SymPy takes of it, in mpmath at
the exact values of the floats given: the kernels must agree with it to a few units in the last
place (ulps), not with another floating-point program.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import mpmath
import numpy as np
from rows import ROWS

import lossbook
from lossbook import testing
from lossbook.engine import (
    ABOVE_MINUS_ONE,
    BINARY,
    COSINES,
    DISTRIBUTION,
    FEATURES,
    GAINS,
    ITEMS,
    LABEL,
    MEMBERSHIPS,
    NON_NEGATIVE,
    NON_ZERO,
    POSITIVE,
    REAL,
    SCORES,
    SIGN,
    UNIT,
)
from lossbook.testing import as_exact, ulp, ulps  # noqa: F401 (the measure, for the tests)

LOSSES = [row.loss for row in ROWS.values() if not row.link]
# What is made of samples; a batch is not, and has its tests in tests/losses/test_embedding.py.
NAMES = [name for name, row in ROWS.items() if not row.kernel.batch]
CASES = [(ROWS[name].loss, ROWS[name].flags) for name in NAMES]


def link_of(flags):
    """Return the name of the flag that chooses another kernel, "" where none is set."""
    return next((name for name in flags or {} if name.startswith("from_")), "")


def kernel(loss, flags):
    """Return the kernel that a call with these flags runs."""
    return loss.kernel(link_of(flags))


def row_of(loss, link=""):
    """Return the row of a loss."""
    return ROWS[loss.__name__ + link.replace("from_", "-")]


def exact(loss, y, prediction, *, order=0, link="", **parameters):
    """Return the formula at one sample as [mpf], with as many digits as the loss's row asks for."""
    digits = row_of(loss, link).digits
    return testing.exact(loss, y, prediction, order=order, link=link, digits=digits, **parameters)


@dataclass(frozen=True)
class Verdict:
    """How far an implementation is off over all samples of a case."""

    worst: float  # ulps; inf where a result is not finite and should be, or the other way round
    worst_normal: float  # the same, of the results that are normal numbers
    at: tuple  # (y, prediction, computed) where it is worst
    lost: int  # results that are 0, ±inf or nan where the true one is a normal number, and not one
    # that an error of half an ulp in the terms, in float32 the error allowed, could turn to 0
    condition: float  # the largest number of ulps of the result that an ulp of the scale makes up
    count: int


@dataclass(frozen=True)
class Accuracy:
    """A loss with parameters, and the samples on which it is compared with its formula.

    `samples(rng, dtype)` returns truths and predictions. The order is that of the derivative: 0, 1
    or 2. `scale(order)` gives the function of (y, prediction, true) that says of which numbers the
    ulps are, where the problem itself is ill-conditioned. `bounds` are the ulps allowed: value and
    gradient in float64, then in float32; `curvature` those of the second derivative.
    """

    loss: lossbook.Loss
    samples: Callable
    bounds: tuple
    parameters: dict = field(default_factory=dict)
    scale: Callable | None = None
    curvature: tuple = (0, 0)
    compiled: bool = False

    @property
    def name(self):
        """The name of the loss, with "-logits" or "-log" where it takes those."""
        return self.loss.__name__ + self.link.replace("from_", "-")

    @property
    def link(self):
        """The flag of the kernel that is run."""
        return link_of(self.parameters)

    def numbers(self, dtype):
        """Return the loss's own numeric parameters, as this dtype holds them."""
        numbers = {k: v for k, v in self.parameters.items() if k != self.link}
        return {k: float(dtype(v)) for k, v in numbers.items()}

    def inputs(self, dtype, seeds=(0,)):
        """Return truths and predictions, those of several seeds one after the other."""
        parts = [self.samples(np.random.default_rng(seed), dtype) for seed in seeds]
        return tuple(np.concatenate(part) for part in zip(*parts, strict=True))

    def bound(self, dtype, order):
        """Return the ulps allowed; None where there is no such derivative."""
        single = dtype == np.float32
        return self.curvature[single] if order == 2 else self.bounds[2 * single + order]

    def compute(self, y, prediction, order):
        """Return every sample's loss, or its derivatives, as the package computes them."""
        function = self.loss.compiled if self.compiled else self.loss
        if order:
            function = function.gradient if order == 1 else function.hessian
        flags = {self.link: True} if self.link else {}
        flags |= self.numbers(prediction.dtype.type)
        if self.loss is lossbook.root_mean_squared_error:  # a row is a sample, and has no reduction
            return np.array([function(a, b) for a, b in zip(y, prediction, strict=True)])
        return function(y, prediction, reduction="none", **flags)

    def true(self, y, prediction, order):
        """Return the formula of one sample, or its derivatives, as [mpf]."""
        numbers = self.numbers(prediction.dtype.type)
        return exact(self.loss, y, prediction, order=order, link=self.link, **numbers)

    def errors(self, y, prediction, computed, true, order):
        """Return the errors of one sample in ulps, and the condition of each result."""
        units = self.scale(order)(y, prediction, true) if self.scale else [None] * len(true)
        triples = zip(np.ravel(computed), true, units, strict=True)
        errors = [ulps(value, number, unit) for value, number, unit in triples]
        return errors, [
            1.0 if unit is None else float(abs(unit / number)) if number else math.inf
            for number, unit in zip(true, units, strict=True)
        ]

    def judge(self, y, prediction, order, computed):
        """Compare {name: results} of several implementations with the formula: {name: Verdict}."""
        trues = [self.true(a, b, order) for a, b in zip(y, prediction, strict=True)]
        return {name: self._verdict(y, prediction, order, x, trues) for name, x in computed.items()}

    def _verdict(self, y, prediction, order, computed, trues):
        worst, normal, where, lost, condition, count = -1.0, -1.0, None, 0, 1.0, 0
        info = np.finfo(np.asarray(computed).dtype)
        # NumPy's exp and log of float32 are themselves off by some ulps.
        allowed = self.bound(np.float32, order) or 1 if info.dtype == np.float32 else 1
        tiny, undecided = float(info.tiny), 1 / (max(allowed, 1) * float(info.eps))
        for a, b, c, true in zip(y, prediction, computed, trues, strict=True):
            errors, conditions = self.errors(a, b, c, true, order)
            for value, number, condition_here in zip(np.ravel(c), true, conditions, strict=True):
                lost += is_lost(value, number) and condition_here < undecided
            count += len(errors)
            if not max(errors) <= worst:
                worst, where = max(errors), (a, b, c)
            large = [x for x, number in zip(errors, true, strict=True) if abs(number) >= tiny]
            normal = max([normal, *large])
            finite = [x for x in conditions if x < math.inf]
            condition = max([condition, *finite])
        return Verdict(worst, normal, where, lost, condition, count)

    def check(self, dtype, order):
        """Compare value or derivative with the formula, on the samples of the first seed."""
        y, prediction = self.inputs(dtype)
        computed = self.compute(y, prediction, order)
        if self.loss is not lossbook.root_mean_squared_error:
            assert computed.dtype == dtype
        verdict = self.judge(y, prediction, order, {"": computed})[""]
        bound = self.bound(dtype, order)
        assert verdict.worst <= bound, f"{verdict.worst:.3f} ulp at {verdict.at}"
        assert verdict.lost == 0


@dataclass(frozen=True)
class Retargeted(Accuracy):
    """A cross-entropy whose targets are weighted or smoothed: its formula at those targets."""

    @property
    def name(self):
        """The name of the loss, and that it is not the plain one, which other libraries have."""
        return super().name + " retargeted"

    def targets(self, y, prediction):
        """Return what stands before each −ln p_k, as [mpf]: of 1 and 0, or of the classes."""
        numbers = {k: mpmath.mpf(v) for k, v in self.numbers(prediction.dtype.type).items()}
        weight, eps = numbers.get("pos_weight", 1), numbers.get("label_smoothing", 0)
        if self.binary:
            y = [as_exact(y), 1 - as_exact(y)]
        else:
            y = map(as_exact, np.eye(prediction.size)[y] if np.ndim(y) == 0 else y)
        y = [x * (1 - eps) + eps / (2 if self.binary else prediction.size) for x in y]
        return [weight * y[0], y[1]] if self.binary else y

    @property
    def binary(self):
        """Whether the classes are two labels."""
        return self.loss is lossbook.binary_crossentropy

    def true(self, y, prediction, order):
        """Return the formula, which is linear in the targets, or its derivatives, as [mpf]."""
        options = {"order": order, "link": self.link}
        with mpmath.workdps(row_of(self.loss, self.link).digits):
            targets = self.targets(y, prediction)
            if not self.binary:
                return exact(lossbook.categorical_crossentropy, targets, prediction, **options)
            parts = [exact(self.loss, one, prediction, **options)[0] for one in (1.0, 0.0)]
            return [sum(a * b for a, b in zip(targets, parts, strict=True))]

    def errors(self, y, prediction, computed, true, order):
        """Return the errors of one sample in ulps of the terms that cancel in a gradient."""
        targets = self.targets(y, prediction)
        if order != 1 or (not self.link and not self.binary):
            scale = [None] * len(true)
        elif self.binary:
            with mpmath.workdps(80):
                p = as_exact(prediction)
                tails = (1 / (1 + mpmath.exp(p)), 1 / (1 + mpmath.exp(-p)))
                parts = tails if self.link else (1 / p, 1 / (1 - p))
                scale = [sum(a * b for a, b in zip(targets, parts, strict=True))]
        else:
            scale = self.scale(order)(np.array(targets, float), prediction, true)
        errors = map(ulps, np.ravel(computed), true, scale)
        return [*errors], [1.0] * len(true)


@dataclass(frozen=True)
class Definition(Accuracy):
    """A function of distributions that is no loss and has no gradient: entropy and its like."""

    loss: Callable
    definition: Callable = None
    curvature: tuple = (None, None)

    def compute(self, y, prediction, order):
        """Return one value a pair of distributions."""
        return self.loss(y) if self.loss is lossbook.entropy else self.loss(y, prediction)

    def true(self, y, prediction, order):
        """Return the definition at the exact floats, as [mpf]."""
        with mpmath.workdps(80):
            p, q = ([mpmath.mpf(float(x)) for x in row] for row in (y, prediction))
            return [self.definition(p, q)]


def is_lost(computed, true):
    """Return whether a result is 0, ±inf or nan where the true one is a normal number."""
    info = np.finfo(np.asarray(computed).dtype)
    normal = float(info.tiny) <= abs(true) <= float(info.max)
    return bool(normal and (computed == 0 or not np.isfinite(computed)))


def generator(salt):
    """Return a random generator of its own for each subject."""
    return np.random.default_rng([0, salt])


def log_uniform(rng, low, high, size, signed=True):
    """Return numbers whose decimal exponents are uniform, of both signs."""
    x = 10.0 ** rng.uniform(low, high, size)
    return x * rng.choice([-1, 1], size) if signed else x


def neighbours(x):
    """Return each number of `x` with the floats just below and just above it."""
    x = np.asarray(x)
    up, down = np.nextafter(x, x.dtype.type(np.inf)), np.nextafter(x, x.dtype.type(-np.inf))
    return np.concatenate([x, up, down])


def kernel_parameters(loss, flags, y, p):
    """Return the parameters with which a call runs its kernel on flat samples."""
    arguments = loss._declaration(y, p, **(flags or {}))
    parameters = dict(arguments.parameters)
    if kernel(loss, flags).lists:
        parameters["where"] = np.ones(p.shape, bool)
    for name, x in (arguments.whole or {}).items():
        parameters[name] = np.asarray(x, p.dtype)
    return parameters


def draw(rng, loss, flags=None, shape=(6,), classes=4, dtype=np.float64):
    """Return a valid (y_true, y_pred), away from kinks and ends, as the loss's domains ask."""
    made = []
    k = kernel(loss, flags)
    if "centers" in (flags or {}):  # as many classes and features as these have
        classes = len(flags["centers"])
    rows = (*shape, k.y_pred.width or classes)
    for domain in (k.y_true, k.y_pred):
        if domain is DISTRIBUTION:
            x = rng.dirichlet(np.full(classes, 3.0), shape)
            if dtype == np.float16:  # multiples of 1/64, so that the sum is 1 in every dtype
                x = (1 + rng.multinomial(64 - classes, x)) / 64
        elif domain is LABEL:
            made.append(rng.integers(0, classes, shape))
            continue
        else:
            x = _drawn(rng, domain, rows if domain.rows else shape)
        made.append(x.astype(dtype))
    return tuple(made)


def _drawn(rng, domain, shape):
    if domain in (REAL, SCORES, FEATURES, ITEMS) or domain.width:
        return 3 * rng.normal(size=shape)
    if domain is NON_ZERO:
        return rng.uniform(0.5, 4, shape) * rng.choice([-1, 1], shape)
    if domain in (UNIT, MEMBERSHIPS):
        return rng.uniform(0.05, 0.95, shape)
    if domain is COSINES:
        return rng.uniform(-0.9, 0.9, shape)
    if domain in (NON_NEGATIVE, POSITIVE, ABOVE_MINUS_ONE):
        return rng.uniform(0.2, 5, shape)
    if domain is SIGN:
        return rng.choice([-1.0, 1.0], shape)
    if domain is BINARY:
        return rng.choice([0.0, 1.0], shape)
    if domain is GAINS:
        return rng.integers(0, 4, shape).astype(float)
    raise NotImplementedError(
        f"no samples for the domain of {domain.words}: add it to _drawn in tests/support/oracle.py"
    )
