"""On what inputs the losses of counts, forecasts, rare classes and masks are compared.

As in grids.py. Where the problem itself is ill-conditioned, the ulps are of a scale: of terms that
cancel at a root of the second derivative, and near e^η = y of what half an ulp of η moves the
difference ln y − η, whoever computes it. Powers that enter are kept among the normal numbers.
"""

from functools import partial

import mpmath
import numpy as np
from oracle import Accuracy, as_exact, log_uniform
from scipy.special import softmax

from lossbook import (
    binary_focal_crossentropy,
    dice,
    expectile,
    gamma_deviance,
    gaussian_crps,
    gaussian_nll,
    generalized_crossentropy,
    jaccard,
    mean_squared_logarithmic_error,
    poisson_deviance,
    sparse_categorical_focal_crossentropy,
    tversky,
    tweedie_deviance,
)

LOGITS, LOG = {"from_logits": True}, {"from_log": True}


def top(dtype):
    """Return the decimal exponent up to which magnitudes go."""
    return 300 if dtype == np.float64 else 37


# --- counts and amounts: truths and means ---------------------------------------------------------


def amounts(rng, dtype, *, zero=False):
    """Return truths and means > 0: of every magnitude, ordinary, and equal but for an ulp."""
    low, high = -top(dtype), top(dtype)
    y, m = log_uniform(rng, low, high, (2, 120), signed=False)
    near = log_uniform(rng, low / 2, high / 2, 160, signed=False)
    ordinary = log_uniform(rng, -3, 4, 200, signed=False)
    y = np.concatenate([y, near, ordinary])
    m = np.concatenate(
        [m, near * np.exp(log_uniform(rng, -16, 0.5, 160)), ordinary * np.exp(rng.normal(size=200))]
    )
    y, m = y.astype(dtype), m.astype(dtype)
    m[130:140] = np.nextafter(y[130:140], dtype(np.inf))
    y[::9] *= not zero
    return y, m


def shifted_amounts(rng, dtype):
    """Return truths and predictions > −1, some just above it, and such as are equal but for an ulp.

    Below 1e-100, or in float32 1e-12, their squares leave the range.
    """
    y, m = amounts(rng, dtype)
    small = log_uniform(rng, -100 if dtype == np.float64 else -12, 0, (2, 100))
    small = small.astype(dtype)
    y, m = np.concatenate([y, small[0]]), np.concatenate([m, small[1]])
    lower = np.arange(y.size) % 3 == 0
    inside = (y > np.finfo(dtype).eps) & (m > np.finfo(dtype).eps) & lower
    y[inside], m[inside] = -1 / (1 + y[inside]), -1 / (1 + m[inside])
    low = np.abs(small).min()
    keep = (y > -1) & (m > -1) & (np.abs(y) >= low) & (np.abs(m) >= low)
    return y[keep], m[keep]


def amounts_of_power(rng, dtype, *, power):
    """Return truths and means of which every power that enters is a normal number."""
    y, m = amounts(rng, dtype, zero=power not in (1, 2) and power < 2)
    size = np.log10(np.where(y > 0, y, m).astype(float)), np.log10(m.astype(float))
    entering = [(2 - power) * size[0], (2 - power) * size[1], size[0] + (1 - power) * size[1]]
    entering += [-power * size[1], -power * size[1] + size[0] - size[1]]
    keep = np.max(np.abs(entering), axis=0) < top(dtype) - 4
    y, m = y[keep], m[keep]
    return (np.where(rng.random(y.size) < 0.1, -y, y) if power <= 0 else y), m


def log_amounts(rng, dtype, *, power):
    """Return truths and logarithms of means, small, ordinary and large, that lie close or not."""
    high = (700 if dtype == np.float64 else 80) / max(1.5, abs(power), abs(2 - power))
    eta = [rng.uniform(-high, high, 200), 3 * rng.normal(size=200)]
    eta = np.concatenate([*eta, log_uniform(rng, -12, 0, 200)]).astype(dtype)
    gap = rng.uniform(-4, 4, eta.size) * 10.0 ** rng.uniform(-16, 0, eta.size)
    y = np.exp(eta + gap).astype(dtype)
    if power < 2 and power != 1:
        y[::9] = 0
    return y, eta


def amount_scale(power, order):
    """Measure a second derivative in ulps of its two terms, which cancel at some y/μ."""

    def scale(y, m, true):
        y, m = abs(as_exact(y)), as_exact(m)
        return (
            [2 * (abs(1 - power) * m + abs(power) * y) / m ** (1 + power)] if order == 2 else [None]
        )

    return scale


def log_error_scale(order):
    """Measure a second derivative, 2(1 − e)/(1 + ŷ)², in ulps of 1 and e, which cancel."""

    def scale(y, p, true):
        y, p = 1 + as_exact(y), 1 + as_exact(p)
        return [2 * (1 + abs(mpmath.log(p / y))) / p**2] if order == 2 else [None]

    return scale


def log_amount_scale(power, order):
    """Measure in ulps of what a rounded ln y − η moves, and of terms that cancel.

    Near y = μ half an ulp of η, or of 1 where η is larger, moves the difference.
    """

    def scale(y, eta, true):
        a, b, y, eta = 1 - mpmath.mpf(power), 2 - mpmath.mpf(power), as_exact(y), as_exact(eta)
        terms = mpmath.exp(b * eta), y * mpmath.exp(a * eta)
        slope, curvature = terms[0] - terms[1], b * terms[0] - a * terms[1]
        moved = min(1, abs(eta))
        return [
            (
                abs(true[0]) + 2 * abs(slope) * moved + 2 * abs(curvature) * moved**2 * 1e-7,
                abs(true[0]) + 2 * abs(curvature) * moved,
                2 * (abs(b * terms[0]) + abs(a * terms[1])),
            )[order]
        ]

    return scale


# --- forecasts: truths and predictions, or (mean, logarithm of the scale) -------------------------


def errors(rng, dtype):
    """Return truths and predictions whose differences cover the whole range of the dtype."""
    e = np.concatenate([log_uniform(rng, -top(dtype) / 2, top(dtype) / 2, 200), [0.0]])
    y, p = rng.normal(size=(2, 250))
    return np.concatenate([0 * e, y]).astype(dtype), np.concatenate([e, p]).astype(dtype)


def densities(rng, dtype):
    """Return truths and densities: scales of every magnitude, truths near, far and between."""
    s = np.concatenate([3 * rng.normal(size=250), rng.uniform(-1, 1, 250) * np.log(10.0) * 250])
    s = s if dtype == np.float64 else s * 0.12
    u = np.concatenate([2 * rng.normal(size=250), log_uniform(rng, -18, 2, 250)])
    mean = rng.normal(size=500) * (rng.random(500) < 0.5)
    y = (mean + rng.permutation(u) * np.exp(s)).astype(dtype)
    return y, np.stack([mean, s], axis=-1).astype(dtype)


def density_scale(kind, order):
    """Measure in ulps of terms that cancel: u² and s, 1 and u², φ(u) and 1/√π."""

    def scale(y, prediction, true):
        s = as_exact(prediction[1])
        sigma = mpmath.exp(s)
        u = (as_exact(y) - as_exact(prediction[0])) / sigma
        bell = 2 * mpmath.npdf(u)
        if kind == "nll":
            return [[u * u / 2 + abs(s) + 1], [None, 1 + u * u], [None, None]][order]
        by_scale = sigma * (bell * (1 + u**2) + mpmath.mpf("0.56"))
        again = sigma * (bell * (1 + u**4) + mpmath.mpf("0.56"))
        return [[None], [None, by_scale], [abs(true[0]) * (1 + u * u), again]][order]

    return scale


# --- rare classes and noisy labels ----------------------------------------------------------------


def decided_logits(rng, dtype):
    """Return labels and logits, in both tails, whose probabilities are normal numbers."""
    high = 230 if dtype == np.float64 else 28
    z = [3 * rng.normal(size=150), rng.uniform(-high, high, 150), np.linspace(-28, 28, 57)]
    z = np.concatenate([*z, log_uniform(rng, -20, 0, 60), [0.0]]).astype(dtype)
    return rng.integers(0, 2, z.size).astype(dtype), z


def decided_rows(rng, dtype, *, classes):
    """Return labels and rows of logits, confident and hopeless, of normal probabilities.

    Every difference of two logits is a float: nothing is ill-conditioned but at a root.
    """
    high = 100 if dtype == np.float64 else 12
    shape = (50, classes)
    z = [np.clip(np.round(64 * x) / 64, -1, 1) * high for x in (0.5 * rng.normal(size=shape),)]
    z += [np.round(200 * rng.normal(size=shape)) / 64, np.round(rng.normal(size=shape))]
    lead = np.diag(np.full(classes, 2.0 * high))
    z = np.concatenate([*z, lead, -lead, 0 * lead]).astype(dtype)
    return rng.integers(0, classes, len(z)), z


def inner_probabilities(rng, dtype):
    """Return labels and probabilities, down to 1e-60 or 1e-7 and up to 1 − ε."""
    p = [log_uniform(rng, -60 if dtype == np.float64 else -7, 0, 120, signed=False)]
    p += [1 - log_uniform(rng, -16, 0, 120, signed=False), rng.uniform(0, 1, 120)]
    p = np.concatenate(p).astype(dtype)
    p = p[(p > 0) & (p < 1)]
    return rng.integers(0, 2, p.size).astype(dtype), p


def class_probabilities(rng, dtype, *, classes):
    """Return labels and distributions, confident and hopeless ones among them."""
    spread = rng.choice([1.0, 5.0, 20.0 if dtype == np.float64 else 4.0], (120, 1))
    p = softmax(spread * rng.normal(size=(120, classes)), axis=-1).astype(dtype)
    p = p[np.all((p > 0) & (p < 1), axis=-1)]
    return rng.integers(0, classes, len(p)), p


def focal_scale(gamma, order):
    """Measure the second derivative by a logit in ulps of its terms, which cancel at its root."""

    def scale(t, z, true):
        if order != 2:
            return [None] * len(true)
        z = [as_exact(x) for x in np.ravel(z)]
        if len(z) == 1:  # of a binary logit: that of two classes
            z, t = [mpmath.mpf(0), z[0]], int(t)
        e = [mpmath.exp(x - max(z)) for x in z]
        total = sum(e)
        p, q = e[t] / total, sum(e[:t] + e[t + 1 :]) / total
        h = -mpmath.log(p) if p < 0.5 else -mpmath.log1p(-q)
        entries = []
        for j, x in enumerate(e):
            left = sum(e[:j] + e[j + 1 :]) / total
            turn = gamma * p * (2 * q + abs(gamma - 1) * p * h + q * h)
            factor = q if j == t else x / total
            entries.append(
                q ** (gamma - 2) * factor**2 * turn
                + q ** (gamma - 1) * (q + gamma * p * h) * x / total * left
            )
        return entries[-len(true) :]

    return scale


def generalized_scale(power, order):
    """Measure the second derivative by a logit in ulps of its terms, which cancel at its root."""

    def scale(t, z, true):
        if order != 2:
            return [None] * len(true)
        e = [mpmath.exp(as_exact(x) - as_exact(z.max())) for x in z]
        total = sum(e)
        p = [x / total for x in e]
        left = [sum(e[:j] + e[j + 1 :]) / total for j in range(len(e))]
        tempered = p[t] ** power
        return [
            tempered * (q * (x + power * q) if j == t else x * (q + power * x))
            for j, (x, q) in enumerate(zip(p, left, strict=True))
        ]

    return scale


# --- overlap: masks -------------------------------------------------------------------------------


def masks(rng, dtype, *, soft):
    """Return memberships, hard or soft, and predicted ones: ordinary, tiny, and nearly 1."""
    p = [rng.uniform(0, 1, (100, 5)), log_uniform(rng, -30, 0, (50, 5), signed=False)]
    p = np.concatenate([*p, 1 - log_uniform(rng, -10, 0, (50, 5), signed=False)])
    y = rng.uniform(0, 1, p.shape) if soft else rng.integers(0, 2, p.shape)
    y[0] = p[0] = 1
    keep = y.sum(axis=-1) > 0  # in an empty one the loss is 1 whatever is predicted
    return y[keep].astype(dtype), p[keep].astype(dtype)


def overlap_scale(alpha, beta, smooth, order):
    """Measure a derivative in ulps of the two terms that cancel in it where the truth is soft."""

    def scale(y, p, true):
        if not order:
            return [None]
        y, p = ([as_exact(x) for x in row] for row in (y, p))
        pairs_ = list(zip(y, p, strict=True))
        hit = sum(a * b for a, b in pairs_) + smooth
        missed = alpha * sum((1 - a) * b for a, b in pairs_) + beta * sum(
            a * (1 - b) for a, b in pairs_
        )
        whole = hit + missed
        slopes = [(alpha * (1 - a) * hit + a * (beta * hit + missed)) / whole**2 for a in y]
        if order == 1:
            return slopes
        growth = [alpha * (1 - a) + abs(1 - beta) * a for a in y]
        return [2 * x * g / whole if g else None for x, g in zip(slopes, growth, strict=True)]

    return scale


LOG = {"from_log": True}

COUNTS = {
    "mean_squared_logarithmic_error": Accuracy(
        mean_squared_logarithmic_error,
        shifted_amounts,
        (6.5, 4.5, 7.5, 5),
        scale=log_error_scale,
        curvature=(4, 4),
    ),
    "poisson": Accuracy(poisson_deviance, amounts, (6, 2, 6.5, 2), curvature=(2, 2)),
    "poisson log": Accuracy(
        poisson_deviance,
        partial(log_amounts, power=1.0),
        (6, 2.5, 5, 4.5),
        LOG,
        partial(log_amount_scale, 1.0),
        (1.5, 3),
    ),
    "gamma": Accuracy(
        gamma_deviance,
        partial(amounts_of_power, power=2.0),
        (6.5, 3, 7.5, 3),
        scale=partial(amount_scale, 2.0),
        curvature=(2, 2),
    ),
    "gamma log": Accuracy(
        gamma_deviance,
        partial(log_amounts, power=2.0),
        (6, 2.5, 6, 3),
        LOG,
        partial(log_amount_scale, 2.0),
        (2.5, 4),
    ),
    **{
        f"tweedie ξ={power:.9g}": Accuracy(
            tweedie_deviance,
            partial(amounts_of_power, power=power),
            bounds,
            {"power": power},
            partial(amount_scale, power),
            curvature,
        )
        for power, bounds, curvature in (
            (1.5, (6.5, 3.5, 8.5, 4), (2.5, 2.5)),
            (1 + 2.0**-20, (7, 3, 9, 3), (4.5, 3)),
            (2 - 2.0**-20, (8, 3, 8.5, 3.5), (2.5, 3)),
            (2 + 2.0**-20, (8.5, 3.5, 8.5, 3.5), (2.5, 2.5)),
            (3.25, (7.5, 3.5, 10, 3.5), (2.5, 2.5)),
            (-0.125, (8, 2.5, 9, 3), (2.5, 3)),
            (-3.0, (7, 2.5, 10.5, 3), (2, 2)),
        )
    },
    **{
        f"tweedie log ξ={power:.9g}": Accuracy(
            tweedie_deviance,
            partial(log_amounts, power=power),
            bounds,
            {"power": power, **LOG},
            partial(log_amount_scale, power),
            curvature,
        )
        for power, bounds, curvature in (
            (1.5, (6, 3, 5.5, 4.5), (2.5, 3.5)),
            (2 - 2.0**-20, (6, 3, 6, 3), (4.5, 6)),
            (3.25, (6, 3.5, 6.5, 5), (3.5, 3.5)),
            (-0.125, (6, 4.5, 6, 5), (3, 5)),
        )
    },
}

FORECASTS = {
    "expectile τ=0.9": Accuracy(
        expectile, errors, (3, 1.5, 3, 1.5), {"level": 0.9}, curvature=(0, 0)
    ),
    "gaussian_nll": Accuracy(
        gaussian_nll,
        densities,
        (3.5, 5.5, 4.5, 7),
        scale=partial(density_scale, "nll"),
        curvature=(6.5, 7.5),
    ),
    "gaussian_crps": Accuracy(
        gaussian_crps,
        densities,
        (5, 3.5, 5.5, 4),
        scale=partial(density_scale, "crps"),
        curvature=(3.5, 4),
    ),
}

IMBALANCE = {
    **{
        f"focal γ={gamma:g}": Accuracy(
            binary_focal_crossentropy,
            inner_probabilities,
            bounds,
            {"gamma": gamma},
            curvature=curvature,
        )
        for gamma, bounds, curvature in (
            (2.0, (3, 3.5, 4.5, 4.5), (3.5, 3.5)),
            (0.5, (2.5, 3.5, 4.5, 3.5), (4.5, 5)),
            (5.0, (5.5, 5.5, 7, 6.5), (5, 6.5)),
        )
    },
    **{
        f"focal logits γ={gamma:g}": Accuracy(
            binary_focal_crossentropy,
            decided_logits,
            bounds,
            {"gamma": gamma, **LOGITS},
            partial(focal_scale, gamma),
            curvature,
        )
        for gamma, bounds, curvature in (
            (2.0, (7, 9, 10, 12.5), (9.5, 13)),
            (0.5, (4, 5.5, 5.5, 6.5), (5, 5.5)),
        )
    },
    "sparse focal": Accuracy(
        sparse_categorical_focal_crossentropy,
        partial(class_probabilities, classes=5),
        (4, 4, 4, 4),
        {"gamma": 2.0},
        curvature=(3.5, 3.5),
    ),
    **{
        f"sparse focal logits γ={gamma:g}": Accuracy(
            sparse_categorical_focal_crossentropy,
            partial(decided_rows, classes=4),
            bounds,
            {"gamma": gamma, **LOGITS},
            partial(focal_scale, gamma),
            curvature,
        )
        for gamma, bounds, curvature in (
            (2.0, (7.5, 9.5, 11.5, 11), (8.5, 12)),
            (0.5, (4.5, 6, 6, 7), (6, 7.5)),
        )
    },
    **{
        f"generalized q={q:.3g}": Accuracy(
            generalized_crossentropy,
            partial(class_probabilities, classes=5),
            bounds,
            {"q": q},
            curvature=curvature,
        )
        for q, bounds, curvature in (
            (0.75, (3, 1.5, 4.5, 1.5), (1.5, 1.5)),
            (2.0**-20, (2, 1.5, 3.5, 1.5), (2, 2)),
        )
    },
    **{
        f"generalized logits q={q:.3g}": Accuracy(
            generalized_crossentropy,
            partial(decided_rows, classes=4),
            bounds,
            {"q": q, **LOGITS},
            partial(generalized_scale, q),
            curvature,
        )
        for q, bounds, curvature in (
            (0.7, (4.5, 5.5, 5, 8), (7, 9.5)),
            (1.0, (3.5, 5, 4.5, 6.5), (7.5, 8)),
            (2.0**-20, (3, 4.5, 4.5, 6), (6.5, 7)),
        )
    },
}

OVERLAP = {
    **{
        f"tversky {'soft' if soft else 'hard'}": Accuracy(
            tversky,
            partial(masks, soft=soft),
            (4, 4.5, 4, 5),
            {"alpha": 0.25, "beta": 0.75, "smooth": 1.0},
            partial(overlap_scale, 0.25, 0.75, 1.0),
            (8.5, 8),
        )
        for soft in (False, True)
    },
    "dice": Accuracy(
        dice,
        partial(masks, soft=False),
        (3, 5.5, 3, 5.5),
        {"smooth": 0.0},
        scale=partial(overlap_scale, 0.5, 0.5, 0.0),
        curvature=(9, 8),
    ),
    "jaccard": Accuracy(
        jaccard,
        partial(masks, soft=False),
        (2.5, 5.5, 3, 6),
        {"smooth": 0.0},
        scale=partial(overlap_scale, 1.0, 1.0, 0.0),
        curvature=(8.5, 7.5),
    ),
}
