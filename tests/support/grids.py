"""On what inputs the losses are compared with their formulas, and how far off they may be.

Wide and adversarial: magnitudes log-uniform from the smallest subnormal up, the two sides of every
kink and branch, ties, logits to ±1e308, confident and hopeless predictions, hard and soft labels,
probabilities down to the smallest subnormal, distributions an ulp apart. `make test` takes the
samples of one seed, `make accuracy` those of five, and the worst of four hundred more.

The bounds are in ulps: value and gradient in float64, then in float32. Behind each stands the worst
that `make accuracy` measured, with NumPy's AVX-512 paths and without; the bound is that, rounded up
to the next half ulp, plus half an ulp where a transcendental function enters, whose last bits
differ between processors and libraries; but 4 at most where 4 was kept.
"""

import math
from functools import partial

import mpmath
import numpy as np
from grids_order import ANGULAR, RANKING
from grids_targets import COUNTS, FORECASTS, IMBALANCE, OVERLAP
from oracle import Accuracy, Definition, Retargeted, as_exact, log_uniform, neighbours, ulp, ulps
from scipy.special import softmax

from lossbook import (
    binary_crossentropy,
    categorical_crossentropy,
    crammer_singer_hinge,
    cross_entropy,
    entropy,
    hinge,
    huber,
    jensen_shannon,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    multiclass_hinge,
    pinball,
    pseudo_huber,
    root_mean_squared_error,
    sparse_categorical_crossentropy,
    squared_hinge,
)

LOGITS = {"from_logits": True}


def lowest(dtype):
    """Return the decimal exponent of the smallest subnormal number."""
    return math.log10(float(np.finfo(dtype).smallest_subnormal))


def top(dtype):
    """Return the decimal exponent up to which magnitudes go."""
    return 300 if dtype == np.float64 else 37


# --- regression: truths and predictions -----------------------------------------------------------


def residuals(rng, dtype, *, branches=(), nonzero=False):
    """Return truths and predictions whose differences cover the whole range of the dtype."""
    low, high = lowest(dtype), top(dtype)
    extreme = [1e-170, 1e154] if dtype == np.float64 else [1e-30, 1e19]
    e = np.concatenate([log_uniform(rng, low, high, 200), log_uniform(rng, -8, 3, 200), [0.0]])
    e = np.concatenate([e, extreme, neighbours(np.array(branches, dtype))]).astype(dtype)
    near = (10 * rng.normal(size=50)).astype(dtype)
    far = log_uniform(rng, low, high - 1, (2, 80)).astype(dtype)
    usual = rng.normal(size=(2, 250)).astype(dtype)
    y = np.concatenate([0 * e, near, far[0], usual[0]])
    p = np.concatenate([np.concatenate([e[::2], -e[1::2]]), 0 * near, far[1], usual[1]])
    p[e.size : e.size + near.size] = np.nextafter(near, dtype(np.inf))
    keep = y != 0 if nonzero else slice(None)
    return y[keep], p[keep]


def rows_of_residuals(rng, dtype):
    """Return rows of four truths and predictions, their errors of one magnitude or of several."""
    low, high = lowest(dtype), top(dtype)
    unit = log_uniform(rng, low + 17, high, (60, 1))
    e = np.concatenate([unit * rng.normal(size=(60, 4)), log_uniform(rng, low, high, (60, 4))])
    y = rng.normal(size=e.shape) * (np.arange(len(e))[:, None] % 3 == 0)
    y, p = y.astype(dtype), (y + e).astype(dtype)
    apart = np.any(y != p, axis=-1)  # the gradient is 0/0 in the formula where all are equal
    return y[apart], p[apart]


def root_scale(order):
    """Measure the second derivative of the RMSE, 1/(nR) times the part of the others in nR².

    Of squares whose part is below the smallest float nothing is left.
    """

    def scale(y, prediction, true):
        if order != 2:
            return [None] * len(true)
        smallest = mpmath.mpf(2) ** -1022 / float(np.finfo(y.dtype).eps)
        root = mpmath.sqrt(
            sum((as_exact(a) - as_exact(b)) ** 2 for a, b in zip(y, prediction, strict=True))
        )
        return [max(x, smallest / (mpmath.sqrt(len(y)) * root)) for x in true]

    return scale


def sech_scale(order):
    """Measure 1/cosh² e in ulps of itself and of what half an ulp of a rounded e moves it."""

    def scale(y, prediction, true):
        rounded = float(y) != 0 and float(prediction) != 0
        e = abs(mpmath.mpf(float(prediction)) - mpmath.mpf(float(y)))
        return [true[0] * (1 + e)] if order == 2 and rounded else [None]

    return scale


# --- margins: labels and scores -------------------------------------------------------------------


def scores(rng, dtype):
    """Return labels ±1 and scores over the whole range, close to the kinks too."""
    f = [log_uniform(rng, lowest(dtype), top(dtype), 200), 3 * rng.normal(size=300), [0.0]]
    f = np.concatenate([np.concatenate(f).astype(dtype), neighbours(dtype([1, -1, 0.5, 2]))])
    return rng.choice(dtype([-1, 1]), f.size), f


def class_scores(rng, dtype, *, classes):
    """Return labels and rows of scores: ordinary, of every magnitude, and equal but for an ulp."""
    s = [3 * rng.normal(size=(100, classes))]
    s += [log_uniform(rng, lowest(dtype), top(dtype), (100, classes))]
    close = 1 + np.finfo(dtype).eps * rng.permuted(np.tile(np.arange(classes), (20, 1)), axis=1)
    s = np.concatenate([*s, close]).astype(dtype)
    return rng.integers(0, classes, len(s)), s


def violation_scale(m, join, order):
    """Measure a value in ulps of m + |s_k − s_t|: s_k − s_t is rounded before m is added.

    The slopes are whole numbers, and exact.
    """

    def scale(t, s, true):
        if order:
            return [None] * len(true)
        s = s.astype(float)
        return [float(join(m + np.abs(np.delete(s, t) - s[t])))]

    return scale


# --- cross-entropy: targets and probabilities or logits -------------------------------------------


def binary_targets(rng, dtype, size, soft):
    """Return labels, or probabilities down to the smallest subnormal and up to 1 − ε."""
    if not soft:
        return rng.integers(0, 2, size).astype(dtype)
    y = rng.uniform(0, 1, size)
    y[::5] = 10.0 ** rng.uniform(lowest(dtype), 0, y[::5].size)
    y[1::5] = 1 - 10.0 ** rng.uniform(-16, 0, y[1::5].size)
    return np.clip(y.astype(dtype), 0, 1)


def binary_logits(rng, dtype, *, soft):
    """Return targets and logits: of every magnitude, in both tails, and where σ(z) = y."""
    high = 308 if dtype == np.float64 else 38
    z = [log_uniform(rng, lowest(dtype), high, 120), 3 * rng.normal(size=120)]
    z += [rng.uniform(-760, 760, 120)]
    # the tails where other libraries return 0: z = −53, y = 0 and z = 42.6, y = 1
    z += [np.linspace(-45, 45, 91), [0.0, -53, 42.6, 1000, -1000]]
    z += [neighbours(np.array([0.0, math.log(2), 37, -37, 88, 104, 709, -709, 745]))]
    z = np.concatenate(z).astype(dtype)
    y = binary_targets(rng, dtype, z.size, soft)
    if soft:  # gradients that vanish but for rounding
        y[2::5] = 1 / (1 + np.exp(-np.clip(z[2::5], -80, 80)))
    return y, z


def normal_targets(samples, rng, dtype):
    """Return the samples with no target below the normal numbers, whose products are rounded."""
    y, prediction = samples(rng, dtype, soft=True)
    return np.maximum(y, np.finfo(dtype).tiny), prediction


def binary_probabilities(rng, dtype, *, soft):
    """Return targets and probabilities, down to the smallest subnormal and up to 1 − ε."""
    p = [log_uniform(rng, lowest(dtype), 0, 200, signed=False)]
    p += [1 - log_uniform(rng, -16, 0, 200, signed=False), rng.uniform(0, 1, 200)]
    p = np.concatenate([*p, neighbours(np.array([0.5, 0.25, 0.9]))]).astype(dtype)
    p = p[(p > 0) & (p < 1)]
    y = binary_targets(rng, dtype, p.size, soft)
    if soft:  # predictions that miss the target by an ulp
        y[::7] = np.nextafter(p[::7], dtype(1))
    return y, p


def distributions(rng, dtype, shape):
    """Return distributions of this dtype, unequal, with entries down to 1e-300."""
    p = rng.dirichlet(np.full(shape[-1], 0.3), shape[:-1])
    p[::4, 0] = log_uniform(rng, -top(dtype), -1, p[::4, 0].shape, False)
    p /= p.sum(axis=-1, keepdims=True)
    return np.minimum(p, 1).astype(dtype)


def categorical_probabilities(rng, dtype, *, classes, soft):
    """Return labels or target distributions, and predicted distributions."""
    q = distributions(rng, dtype, (150, classes))
    q = q[np.all(q > 0, axis=-1)]
    y = distributions(rng, dtype, q.shape) if soft else rng.integers(0, classes, len(q))
    return y, q


def class_logits(rng, dtype, *, classes, soft, rounded):
    """Return targets and rows of logits: ordinary, tied, confident, hopeless, of every magnitude.

    Unless `rounded`, every difference of two logits is a float: nothing is ill-conditioned.
    """
    shape = (60, classes)
    if rounded:
        z = [3 * rng.normal(size=shape), 300 * rng.normal(size=shape), 1e3 + rng.normal(size=shape)]
        z += [log_uniform(rng, lowest(dtype), top(dtype) + 0.5, shape)]
        z += [log_uniform(rng, -20, 3, shape)]
    else:
        z = [np.round(200 * rng.normal(size=shape)) * unit for unit in (1 / 64, 1 / 4, 8)]
        z += [np.round(rng.normal(size=shape))]
        lead = np.diag(np.round(np.linspace(30, 740, classes)))
        z += [lead, -lead, 0 * lead]
    z = np.concatenate(z).astype(dtype)
    return distributions(rng, dtype, z.shape) if soft else rng.integers(0, classes, len(z)), z


def binary_scale(order):
    """Measure (1 − y)σ(z) − yσ(−z) in ulps of its two terms, which cancel near σ(z) = y."""

    def scale(y, z, true):
        y, z = mpmath.mpf(float(y)), mpmath.mpf(float(z))
        return [(1 - y) / (1 + mpmath.exp(-z)) + y / (1 + mpmath.exp(z))] if order == 1 else [None]

    return scale


def class_scale(rounded, order):
    """Measure in ulps of the terms that cancel, and of what a rounded difference moves.

    A difference z_j − max z is rounded by half an ulp of its own, which moves a softmax
    probability p_j by p_j·|z_j − max z| ulps, whoever computes it: the condition of the loss. The
    gradient of soft targets is the difference of p_j·Σ_{i≠j} y_i and y_j·(1 − p_j).
    """

    def scale(y, z, true):
        z = z.astype(float)
        y = np.eye(z.size)[y] if np.ndim(y) == 0 else y.astype(float)
        gap = rounded * (z.max() - z)
        p = softmax(z)
        if not order:
            return [float(true[0]) + float(p @ gap)]
        off = 1 - np.eye(z.size)
        moved = p * (gap * (off @ p) + off @ (p * gap))
        if order == 2:  # p_j (1 − p_j), of which 1 − p_j is a sum without cancellation
            return [*(np.asarray(true, float) + moved)]
        return [*(p * (off @ y) + y * (off @ p) + moved)]

    return scale


# --- information: pairs of distributions ----------------------------------------------------------


def pairs(rng, dtype, *, classes):
    """Return pairs of distributions: unrelated, near, an ulp apart, sharp, with tiny entries."""
    low = -top(dtype)
    p = rng.dirichlet(np.full(classes, 0.5), 120)
    q = rng.dirichlet(np.full(classes, 0.5), 120)
    p[::6, 0] = log_uniform(rng, low, -1, 20, signed=False)
    q[::5, 1] = log_uniform(rng, low, -1, 24, signed=False)
    p, q = (x / x.sum(axis=-1, keepdims=True) for x in (p, q))
    p, q = (np.clip(x, 10.0**low, 1).astype(dtype) for x in (p, q))
    for power in range(0, -17, -1):  # q = p moved by as little as an ulp
        shift = 10.0**power * 0.4 * np.array([1, -1])
        row = np.full(classes, 1 / classes)
        row[:2] *= 1 + shift
        p = np.vstack([p, np.full((1, classes), 1 / classes, dtype)])
        q = np.vstack([q, row[None].astype(dtype)])
    return p, q


class Divergence(Accuracy):
    """KL, whose value is measured in ulps of KL and of Σ|p − q|, the terms that cancel in it.

    The formula at the floats given can be negative: their sums are 1 only up to rounding. Then the
    sums are taken to be equal, and Σ(p − q) is taken off.
    """

    def errors(self, y, prediction, computed, true, order):
        """Return the error of one pair in ulps, and its condition."""
        if order:
            return super().errors(y, prediction, computed, true, order)
        (value,) = true
        with mpmath.workdps(80):
            both = zip(y, prediction, strict=True)
            moved = [mpmath.mpf(float(a)) - mpmath.mpf(float(b)) for a, b in both]
            scale = value + sum(map(abs, moved))
            candidates = [ulps(computed, value, scale)] if value > 0 else []
            if value < ulp(scale, y.dtype):
                candidates.append(ulps(computed, value - sum(moved)))
            return [min(candidates)], [float(scale / value) if value > 0 else math.inf]


def of_entropy(p, q):
    """Return −Σ p ln p, 0·log 0 being 0."""
    return of_cross_entropy(p, p)


def of_cross_entropy(p, q):
    """Return −Σ p ln q."""
    zero = mpmath.mpf(0)
    return -sum((a * mpmath.log(b) for a, b in zip(p, q, strict=True) if a), zero)


def of_jensen_shannon(p, q):
    """Return the mean of both divergences from the middle."""
    middle = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    both = zip([*p, *q], middle * 2, strict=True)
    return sum((a * mpmath.log(a / m) for a, m in both if a), mpmath.mpf(0)) / 2


# --- the table ------------------------------------------------------------------------------------

nonzero = partial(residuals, nonzero=True)


def around(*branches):
    """Return the residuals, with the neighbours of these among them."""
    return partial(residuals, branches=branches)


# Up to 1.5 ulps of a regression loss are the rounding of ŷ − y, squared.
REGRESSION = {
    "mean_squared_error": Accuracy(mean_squared_error, residuals, (2, 0.5, 2, 0.5)),
    "mean_absolute_error": Accuracy(mean_absolute_error, residuals, (0.5, 0, 0.5, 0)),
    "root_mean_squared_error": Accuracy(
        root_mean_squared_error,
        rows_of_residuals,
        (1.5, 2.5, 1, 0.5),
        scale=root_scale,
        curvature=(4, 0.5),
    ),
    "mean_absolute_percentage_error": Accuracy(
        mean_absolute_percentage_error, nonzero, (1.5, 0.5, 1.5, 0.5)
    ),
    **{
        f"huber δ={delta:.3g}": Accuracy(huber, around(delta), bounds, {"delta": delta})
        for delta, bounds in (
            (1.0, (2, 0.5, 2, 0.5)),
            (0.1875, (2, 0.5, 2, 0.5)),
            (1e-30, (2, 0.5, 1.5, 0.5)),
        )
    },
    "log_cosh": Accuracy(
        log_cosh,
        around(20.0, 1.0, *np.linspace(10, 30, 161)),  # the branch, if it lay elsewhere
        (4.5, 2.5, 4.5, 3),
        scale=sech_scale,
        curvature=(3.5, 3.5),
    ),
    **{
        f"pseudo_huber δ={delta:.3g}": Accuracy(
            pseudo_huber, around(delta), bounds, {"delta": delta}, curvature=curvature
        )
        for delta, bounds, curvature in (
            (1.0, (4, 2.5, 4, 2.5), (6.5, 6.5)),
            (2.0**70, (2.5, 2, 3, 2), (5, 6)),
            (2.0**-60, (2.5, 2, 3, 2), (5.5, 5.5)),
        )
    },
    **{
        f"pinball τ={tau}": Accuracy(pinball, residuals, bounds, {"quantile": tau})
        for tau, bounds in (
            (0.5, (0.5, 0, 0.5, 0)),
            (0.9, (1.5, 0, 1.5, 0)),
            (0.03, (2, 0.5, 2, 0.5)),
        )
    },
}

MARGIN = {
    "hinge": Accuracy(hinge, scores, (0.5, 0, 0.5, 0)),
    "squared_hinge": Accuracy(squared_hinge, scores, (2, 0.5, 2, 0.5)),
    **{
        f"{loss.__name__} C={classes} m={m}": Accuracy(
            loss,
            partial(class_scores, classes=classes),
            bounds,
            {"margin": m},
            partial(violation_scale, m, join),
        )
        for loss, join, classes, m, bounds in (
            (multiclass_hinge, np.sum, 2, 1.0, (1, 0, 1, 0)),
            (multiclass_hinge, np.sum, 5, 0.25, (2, 0, 1.5, 0)),
            (crammer_singer_hinge, np.max, 2, 1.0, (1, 0, 1, 0)),
            (crammer_singer_hinge, np.max, 5, 0.25, (1, 0, 1, 0)),
        )
    },
}

CROSSENTROPY = {
    "binary hard": Accuracy(
        binary_crossentropy,
        partial(binary_probabilities, soft=False),
        (1.5, 2, 4, 2),
        curvature=(2.5, 3),
    ),
    "binary soft": Accuracy(
        binary_crossentropy,
        partial(binary_probabilities, soft=True),
        (2.5, 2.5, 4, 3),
        curvature=(2.5, 3.5),
    ),
    "binary hard logits": Accuracy(
        binary_crossentropy,
        partial(binary_logits, soft=False),
        (2, 3, 3.5, 4),
        LOGITS,
        curvature=(3.5, 4.5),
    ),
    "binary soft logits": Accuracy(
        binary_crossentropy,
        partial(binary_logits, soft=True),
        (2, 2.5, 2.5, 3),
        LOGITS,
        binary_scale,
        (3.5, 4),
    ),
    **{
        f"binary {kind}{' logits' * logits} {name}": Retargeted(
            binary_crossentropy,
            partial(normal_targets, binary_logits if logits else binary_probabilities)
            if kind == "soft"
            else partial(binary_logits if logits else binary_probabilities, soft=False),
            bounds,
            (LOGITS if logits else {}) | parameters,
            curvature=curvature,
        )
        for kind, logits, name, parameters, bounds, curvature in (
            ("soft", False, "w=3.7", {"pos_weight": 3.7}, (3, 3, 4, 3), (3, 3)),
            ("soft", True, "w=3.7", {"pos_weight": 3.7}, (4, 4, 4, 4), (4, 4.5)),
            ("hard", False, "ε=0.1", {"label_smoothing": 0.1}, (3, 3, 4, 3), (3, 3)),
            ("hard", True, "ε=0.1", {"label_smoothing": 0.1}, (3, 3, 4, 4), (4, 4)),
            (
                "hard",
                True,
                "w=1e-3 ε=1e-9",
                {"pos_weight": 1e-3, "label_smoothing": 1e-9},
                (4, 4, 4, 4),
                (4, 4),
            ),
        )
    },
    **{
        f"{kind} C={classes}": Accuracy(
            categorical_crossentropy if kind == "categorical" else sparse_categorical_crossentropy,
            partial(categorical_probabilities, classes=classes, soft=kind == "categorical"),
            bounds,
            curvature=(1.5, 1.5),
        )
        for kind, classes, bounds in (
            ("categorical", 2, (2.5, 0.5, 3.5, 0.5)),
            ("categorical", 5, (3, 0.5, 3.5, 0.5)),
            ("sparse", 2, (1.5, 0.5, 3.5, 0.5)),
            ("sparse", 5, (1.5, 0.5, 4, 0.5)),
        )
    },
    **{
        f"{kind} logits C={classes}{' rounded' * rounded}": Accuracy(
            categorical_crossentropy if kind == "categorical" else sparse_categorical_crossentropy,
            partial(class_logits, classes=classes, soft=kind == "categorical", rounded=rounded),
            bounds,
            LOGITS,
            partial(class_scale, rounded) if rounded or kind == "categorical" else None,
            curvature,
        )
        for kind, classes, rounded, bounds, curvature in (
            ("categorical", 2, False, (2, 3, 3.5, 2.5), (3.5, 3.5)),
            ("categorical", 5, False, (3, 3.5, 2.5, 3.5), (5.5, 5)),
            ("categorical", 2, True, (3, 2, 2.5, 3), (2.5, 2)),
            ("categorical", 5, True, (3, 3, 3, 3.5), (3.5, 3.5)),
            ("sparse", 2, False, (2, 2.5, 3, 3), (3.5, 3.5)),
            ("sparse", 5, False, (3, 3.5, 4, 4), (5, 5.5)),
            ("sparse", 2, True, (2, 2, 2, 2.5), (2, 2)),
            ("sparse", 5, True, (2, 2.5, 2, 3), (3, 3)),
        )
    },
    **{
        f"{kind}{' logits' * logits} C=5 ε={smoothing:g}": Retargeted(
            categorical_crossentropy if kind == "categorical" else sparse_categorical_crossentropy,
            partial(class_logits, classes=5, soft=kind == "categorical", rounded=False)
            if logits
            else partial(categorical_probabilities, classes=5, soft=kind == "categorical"),
            bounds,
            (LOGITS if logits else {}) | {"label_smoothing": smoothing},
            partial(class_scale, False),
            curvature,
        )
        for kind, logits, smoothing, bounds, curvature in (
            ("categorical", False, 0.1, (4, 3, 4, 3), (3, 3)),
            ("categorical", True, 0.1, (4, 4, 4, 4), (5.5, 5)),
            ("sparse", False, 0.1, (4, 2, 4, 2), (3, 3)),
            ("sparse", True, 0.1, (4, 4, 4, 4), (4.5, 4.5)),
            ("sparse", True, 1e-9, (4, 4, 4, 4), (4.5, 4.5)),
        )
    },
}

INFORMATION = {
    f"{name} C={classes}": kind(function, partial(pairs, classes=classes), bounds, **more)
    for classes in (2, 5)
    for name, kind, function, bounds, more in (
        (
            "kl_divergence",
            Divergence,
            kl_divergence,
            (3, 0.5, 2.5, 0.5),
            {"curvature": (1.5, 1.5)},
        ),
        ("entropy", Definition, entropy, (2.5, None, 3, None), {"definition": of_entropy}),
        (
            "cross_entropy",
            Definition,
            cross_entropy,
            (3, None, 3, None),
            {"definition": of_cross_entropy},
        ),
        (
            "jensen_shannon",
            Definition,
            jensen_shannon,
            (6, None, 6, None),
            {"definition": of_jensen_shannon},
        ),
    )
}

GRIDS = REGRESSION | MARGIN | CROSSENTROPY | INFORMATION
GRIDS |= COUNTS | FORECASTS | IMBALANCE | OVERLAP
GRIDS |= RANKING | ANGULAR
