"""Binary, categorical and sparse cross-entropy against their formulas and their limits."""

import math
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from oracle import Accuracy, generator, log_uniform, neighbours
from scipy.special import softmax

from lossbook import (
    binary_crossentropy,
    categorical_crossentropy,
    kl_divergence,
    sparse_categorical_crossentropy,
)

LOGITS = {"from_logits": True}
NONE = {"reduction": "none"}


# --- samples --------------------------------------------------------------------------------


def binary_targets(rng, dtype, size, soft):
    """Return labels, or probabilities down to 1e-300 and up to 1 − ε."""
    if not soft:
        return rng.integers(0, 2, size).astype(dtype)
    y = rng.uniform(0, 1, size)
    y[::5] = 10.0 ** rng.uniform(-300 if dtype == np.float64 else -37, 0, y[::5].size)
    y[1::5] = 1 - 10.0 ** rng.uniform(-16, 0, y[1::5].size)
    return np.clip(y.astype(dtype), 0, 1)


def binary_logits(dtype, *, soft):
    rng = generator(3)
    low, top = (-300, 308) if dtype == np.float64 else (-37, 38)
    z = [log_uniform(rng, low, top, 120), 3 * rng.normal(size=120), rng.uniform(-760, 760, 120)]
    # the tails where other libraries return 0: z = −53, y = 0 and z = 42.6, y = 1
    z += [np.linspace(-45, 45, 91), [0.0, -53, 42.6, 1000, -1000]]
    z += [neighbours(np.array([0.0, math.log(2), 37, -37, 88, 104, 709, -709, 745]))]
    z = np.concatenate(z).astype(dtype)
    return binary_targets(rng, dtype, z.size, soft), z


def binary_probabilities(dtype, *, soft):
    rng = generator(4)
    p = [log_uniform(rng, -300 if dtype == np.float64 else -37, 0, 200, signed=False)]
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
    p[::4, 0] = log_uniform(rng, -300 if dtype == np.float64 else -37, -1, p[::4, 0].shape, False)
    p /= p.sum(axis=-1, keepdims=True)
    return np.minimum(p, 1).astype(dtype)


def categorical_probabilities(dtype, *, classes, soft):
    rng = generator(5)
    q = distributions(rng, dtype, (150, classes))
    q = q[np.all(q > 0, axis=-1)]
    y = distributions(rng, dtype, q.shape) if soft else rng.integers(0, classes, len(q))
    return y, q


def class_logits(dtype, *, classes, soft, rounded):
    """Return targets and rows of logits: ordinary, tied, confident, hopeless, of every magnitude.

    Unless `rounded`, every difference of two logits is a float: nothing is ill-conditioned.
    """
    rng = generator(6)
    shape = (60, classes)
    if rounded:
        low, top = (-300, 307) if dtype == np.float64 else (-37, 37)
        z = [3 * rng.normal(size=shape), 300 * rng.normal(size=shape), 1e3 + rng.normal(size=shape)]
        z += [log_uniform(rng, low, top, shape), log_uniform(rng, -20, 3, shape)]
    else:
        z = [np.round(200 * rng.normal(size=shape)) * unit for unit in (1 / 64, 1 / 4, 8)]
        z += [np.round(rng.normal(size=shape))]
        lead = np.diag(np.round(np.linspace(30, 740, classes)))
        z += [lead, -lead, 0 * lead]
    z = np.concatenate(z).astype(dtype)
    return distributions(rng, dtype, z.shape) if soft else rng.integers(0, classes, len(z)), z


# --- scales: where the problem itself is ill-conditioned -----------------------------------------


def binary_scale(slope):
    """Measure (1 − y)σ(z) − yσ(−z) in ulps of its two terms, which cancel near σ(z) = y."""

    def scale(y, z, true):
        y, z = mpmath.mpf(float(y)), mpmath.mpf(float(z))
        return [(1 - y) / (1 + mpmath.exp(-z)) + y / (1 + mpmath.exp(z))] if slope else [None]

    return scale


def class_scale(rounded, slope):
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
        if not slope:
            return [float(true[0]) + float(p @ gap)]
        off = 1 - np.eye(z.size)
        return [*(p * (off @ y) + y * (off @ p) + p * (gap * (off @ p) + off @ (p * gap)))]

    return scale


# By how many ulps value and gradient may miss the formula, in float64, then in float32. Behind each
# row stands the worst measured: see oracle.Accuracy.
ULPS = {
    "binary hard": (1.5, 1.5, 3, 2),  # 0.68, 1.00, 2.01, 1.39
    "binary soft": (2, 2, 2.5, 2.5),  # 1.44, 1.23, 1.83, 1.80
    "binary hard logits": (2, 2, 2.5, 3),  # 1.32, 1.41, 1.99, 2.13
    "binary soft logits": (2, 2.5, 3, 3),  # 1.29, 1.85, 2.07, 2.38
    "categorical C=2": (2, 0.5, 2.5, 0.5),  # 1.46, 0.50, 1.67, 0.50
    "categorical C=5": (2.5, 0.5, 2.5, 0.5),  # 1.82, 0.50, 1.96, 0.50
    "sparse C=2": (1.5, 0.5, 2.5, 0.5),  # 0.55, 0.50, 1.64, 0.50
    "sparse C=5": (1.5, 0.5, 2.5, 0.5),  # 0.50, 0.50, 1.75, 0.50
    "categorical logits C=2": (2.5, 3, 3.5, 2.5),  # 1.58, 2.23, 2.92, 1.91
    "categorical logits C=5": (2.5, 3, 2.5, 3.5),  # 1.89, 2.43, 1.84, 2.73
    "categorical logits C=2 rounded": (2.5, 2.5, 2.5, 2.5),  # 1.94, 1.85, 1.84, 1.57
    "categorical logits C=5 rounded": (3, 3.5, 3.5, 3),  # 2.43, 2.75, 2.51, 2.50
    "sparse logits C=2": (1.5, 2.5, 3, 2.5),  # 0.88, 1.53, 2.24, 1.62
    "sparse logits C=5": (2.5, 3, 2, 3.5),  # 1.87, 2.27, 1.47, 2.57
    "sparse logits C=2 rounded": (2, 2, 2, 2),  # 1.17, 1.23, 1.40, 1.45
    "sparse logits C=5 rounded": (2, 2.5, 2, 3),  # 1.25, 1.87, 1.28, 2.33
}

ACCURACY = {
    **{
        f"binary {kind}{' logits' * logits}": Accuracy(
            binary_crossentropy,
            partial(binary_logits if logits else binary_probabilities, soft=kind == "soft"),
            LOGITS if logits else {},
            binary_scale if logits and kind == "soft" else None,
        )
        for logits in (False, True)
        for kind in ("hard", "soft")
    },
    **{
        f"{kind} C={classes}": Accuracy(
            categorical_crossentropy if kind == "categorical" else sparse_categorical_crossentropy,
            partial(categorical_probabilities, classes=classes, soft=kind == "categorical"),
        )
        for kind in ("categorical", "sparse")
        for classes in (2, 5)
    },
    **{
        f"{kind} logits C={classes}{' rounded' * rounded}": Accuracy(
            categorical_crossentropy if kind == "categorical" else sparse_categorical_crossentropy,
            partial(class_logits, classes=classes, soft=kind == "categorical", rounded=rounded),
            LOGITS,
            partial(class_scale, rounded) if rounded or kind == "categorical" else None,
        )
        for kind in ("categorical", "sparse")
        for rounded in (False, True)
        for classes in (2, 5)
    },
}


@pytest.mark.parametrize("slope", [False, True], ids=["value", "gradient"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", ACCURACY)
def test_formula(name, dtype, slope):
    ACCURACY[name].check(dtype, slope, ULPS[name])


# --- literal values -----------------------------------------------------------------------------

LOG4, E37 = math.log(4), 8.533047625744065e-17


@pytest.mark.parametrize(
    ("y", "z", "value", "slope"),
    [
        # sklearn/_loss/tests/test_loss.py (1.9), HalfBinomialLoss: computed there with mpmath
        (0.25, LOG4, math.log1p(4) - 0.25 * LOG4, 0.8 - 0.25),
        (0.0, -1e20, 0, 0),
        (1.0, -1e20, 1e20, -1),
        (0.0, -1e3, 0, 0),
        (1.0, -37.5, 37.5, -1),
        (1.0, -37.0, 37, 1e-16 - 1),
        (0.0, -37.0, E37, E37),
        (0.0, -36.9, 9.430476078526806e-17, 9.430476078526806e-17),
        (1.0, 37.0, E37, -E37),
        (0.0, 37.5, 37.5, 1),
        (0.0, 1e20, 1e20, 1),
        # there 0 and −1.4287…e-101, which is e^−232.2 and passes by an absolute tolerance
        (1.0, 232.8, math.exp(-232.8), -math.exp(-232.8)),
        # pytorch#195529: PyTorch and scikit-learn return 0 in one tail
        (0.0, -53.0, math.exp(-53), math.exp(-53)),
        (1.0, 42.6, math.exp(-42.6), -math.exp(-42.6)),
        # facts: the exact stable value
        (1.0, -1000.0, 1000.0, -1.0),
        # the limits
        (1.0, math.inf, 0, 0),
        (0.0, -math.inf, 0, 0),
        (1.0, -math.inf, math.inf, -1),
        (0.0, math.inf, math.inf, 1),
        (0.5, math.inf, math.inf, 0.5),
        (0.5, 0.0, math.log(2), 0),
        (0.5, 1e308, 5e307, 0.5),
    ],
)
def test_binary_logit(y, z, value, slope):
    assert binary_crossentropy(y, z, **LOGITS) == pytest.approx(value, rel=4e-16, abs=0)
    assert binary_crossentropy.gradient(y, z, **LOGITS) == pytest.approx(slope, rel=4e-16, abs=0)


@pytest.mark.parametrize(
    ("y", "p", "value", "slope"),
    [
        (1, 0.5, math.log(2), -2),
        (0.25, 0.5, math.log(2), 1),
        (0, 0, 0, 1),  # the limits, nothing clipped: −y/p + (1 − y)/(1 − p)
        (1, 1, 0, -1),
        (1, 0, math.inf, -math.inf),
        (0, 1, math.inf, math.inf),
        (0.5, 0, math.inf, -math.inf),
        (0.5, 1, math.inf, math.inf),
        (0, 1e-300, 1e-300, 1),  # −log(1 − p) loses it
        (1, 1e-300, 300 * math.log(10), -1e300),
        (0, 1 - 2.0**-53, 53 * math.log(2), 2.0**53),
    ],
)
def test_binary_probability(y, p, value, slope):
    assert binary_crossentropy(y, p) == pytest.approx(value, rel=4e-16, abs=0)
    assert binary_crossentropy.gradient(y, p) == pytest.approx(slope, rel=4e-16, abs=0)


@pytest.mark.parametrize(
    ("loss", "y", "p", "flags", "printed"),
    [
        # tensorflow.org, keras.losses.binary_crossentropy, per row
        (binary_crossentropy, [0, 1], [0.6, 0.4], {}, "0.916"),
        (binary_crossentropy, [0, 0], [0.4, 0.6], {}, "0.714"),
        # keras.ops.binary_crossentropy
        (binary_crossentropy, [0, 1, 1, 0], [0.1, 0.9, 0.8, 0.2], {}, "0.16425204"),
        # scikit-learn, log_loss: classes ham, spam
        (
            sparse_categorical_crossentropy,
            [1, 0, 0, 1],
            [[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]],
            {},
            "0.21616",
        ),
        # mindspore.ops.SoftmaxCrossEntropyWithLogits, documented values of both rows
        (sparse_categorical_crossentropy, 4, [2, 4, 1, 4, 5], LOGITS, "0.5899297"),
        (sparse_categorical_crossentropy, 3, [2, 1, 2, 4, 3], LOGITS, "0.5237440"),
    ],
)
def test_published(loss, y, p, flags, printed):
    computed = loss(y, p, **flags)
    # printed from float32, so one unit of the last digit
    assert computed == pytest.approx(float(printed), abs=10.0 ** (2 - len(printed)))


def test_published_gradient():
    # mindspore.ops.SoftmaxCrossEntropyWithLogits, documented dlogits (float32)
    printed = [0.02760027, 0.20393994, 0.01015357, 0.20393994, -0.44563377]
    gradient = sparse_categorical_crossentropy.gradient(4, [2, 4, 1, 4, 5], **LOGITS)
    assert gradient == pytest.approx(printed, abs=5e-8)


INF = math.inf


@pytest.mark.parametrize(
    ("t", "z", "value", "slope"),
    [
        (0, [0.0, 0.0], math.log(2), [-0.5, 0.5]),
        # scipy#18295: logsumexp([0, −40]) = 0; all libraries return 0 once the truth leads by 37
        (0, [0.0, -40.0], math.exp(-40), [-math.exp(-40), math.exp(-40)]),
        (0, [700.0, 0.0], math.exp(-700), [-math.exp(-700), math.exp(-700)]),
        (1, [1e308, 0.0], 1e308, [1, -1]),
        # masked classes
        (0, [0.0, -INF, 0.0], math.log(2), [-0.5, 0, 0.5]),
        (1, [0.0, -INF, 0.0], INF, [0.5, -1, 0.5]),
        (0, [3.0, -INF, -INF], 0, [0, 0, 0]),
        # an infinite logit takes all
        (0, [INF, 0.0, 5.0], 0, [0, 0, 0]),
        (1, [INF, 0.0, 5.0], INF, [1, -1, 0]),
        (0, [7.0], 0, [0]),
    ],
)
def test_categorical_logits(t, z, value, slope):
    y = np.eye(len(z))[t]
    for loss, truth in ((sparse_categorical_crossentropy, t), (categorical_crossentropy, y)):
        assert loss(truth, z, **LOGITS) == pytest.approx(value, rel=4e-16, abs=0)
        assert loss.gradient(truth, z, **LOGITS) == pytest.approx(slope, rel=4e-16, abs=0)


@pytest.mark.parametrize(
    ("t", "p", "value", "slope"),
    [
        (0, [0.5, 0.5, 0.0], math.log(2), [-2, 0, 0]),
        (2, [0.5, 0.5, 0.0], INF, [0, 0, -INF]),
        (1, [0.0, 1.0], 0, [0, -1]),
        (0, [1e-300, 1.0], 300 * math.log(10), [-1e300, 0]),
    ],
)
def test_categorical_probabilities(t, p, value, slope):
    y = np.eye(len(p))[t]
    for loss, truth in ((sparse_categorical_crossentropy, t), (categorical_crossentropy, y)):
        assert loss(truth, p) == pytest.approx(value, rel=4e-16, abs=0)
        assert loss.gradient(truth, p) == pytest.approx(slope, rel=4e-16, abs=0)


def test_negative_zero_is_a_probability_of_zero():
    # −y/p is −inf at p = 0, whatever the sign of the zero
    cases = [(binary_crossentropy, 1.0, -0.0), (binary_crossentropy, [1.0, 0.0], [-0.0, 1.0])]
    cases += [(loss, [1.0, 0.0], [-0.0, 1.0]) for loss in (categorical_crossentropy, kl_divergence)]
    cases += [(sparse_categorical_crossentropy, 0, [-0.0, 1.0])]
    for loss, y, p in cases:
        assert loss(y, p) == math.inf
        expected = loss.gradient(y, np.abs(p))
        assert expected.flat[0] == -math.inf
        assert np.array_equal(loss.gradient(y, p), expected)


def test_float32_probabilities_of_one():
    # scikit-learn#24315: float32 log_loss was nan
    assert binary_crossentropy(np.float32([1, 0]), np.float32([1, 0])) == 0


# --- properties ---------------------------------------------------------------------------------

logit_rows = hnp.arrays(np.float64, st.integers(2, 6), elements=st.floats(-1000, 1000))
any_logit = st.floats(allow_nan=False)


@given(st.integers(2, 6), st.integers(1, 7), st.sampled_from([np.float64, np.float32]), st.data())
def test_sparse_is_one_hot_to_the_last_bit(classes, size, dtype, data):
    huge = float(np.finfo(dtype).max) / 4
    logit = st.one_of(st.floats(-800, 800), st.sampled_from([0.0, -INF, huge, -huge]))
    z = data.draw(hnp.arrays(np.float64, (size, classes), elements=logit)).astype(dtype)
    z[:, 0] = np.where(np.isinf(z[:, 0]), 0, z[:, 0])  # not every class is masked
    t = data.draw(hnp.arrays(np.intp, size, elements=st.integers(0, classes - 1)))
    y = np.eye(classes, dtype=dtype)[t]
    for x, flags in ((z, LOGITS), (softmax(np.clip(z, -80, 80), axis=-1), {})):
        for name in ("__call__", "gradient"):
            sparse = getattr(sparse_categorical_crossentropy, name)(t, x, **flags, **NONE)
            one_hot = getattr(categorical_crossentropy, name)(y, x, **flags, **NONE)
            assert sparse.dtype == one_hot.dtype == dtype
            assert np.array_equal(sparse, one_hot, equal_nan=True)


@given(logit_rows, st.data())
def test_softmax_properties(z, data):
    t = data.draw(st.integers(0, z.size - 1))
    y = data.draw(hnp.arrays(np.float64, z.size, elements=st.floats(0, 1)))
    y = y / y.sum() if y.sum() > 1e-3 else np.full(z.size, 1 / z.size)
    for loss, truth in ((sparse_categorical_crossentropy, t), (categorical_crossentropy, y)):
        gradient = loss.gradient(truth, z, **LOGITS)
        # the gradient sums to zero, and its Euclidean length is at most √2
        assert abs(math.fsum(gradient)) <= 1e-15
        assert np.hypot.reduce(gradient) <= math.sqrt(2)
        assert loss(truth, z, **LOGITS) >= 0
        order = np.array(data.draw(st.permutations(range(z.size))))
        moved = truth[order] if np.ndim(truth) else int(np.argmax(order == t))
        same = pytest.approx(loss(truth, z, **LOGITS), rel=1e-15 * z.size, abs=1e-300)
        assert loss(moved, z[order], **LOGITS) == same


@given(hnp.arrays(np.int64, 4, elements=st.integers(-500, 500)), st.integers(-(2**40), 2**40))
def test_logits_may_be_shifted(z, shift):
    for t in range(4):
        assert sparse_categorical_crossentropy(
            t, z + shift, **LOGITS
        ) == sparse_categorical_crossentropy(t, z, **LOGITS)


@given(any_logit)
def test_binary_symmetry(z):
    """Class 0 at z is class 1 at −z, to the last bit, also where others lose one tail."""
    assert binary_crossentropy(0, z, **LOGITS) == binary_crossentropy(1, -z, **LOGITS)
    slope = binary_crossentropy.gradient(0, z, **LOGITS)
    assert slope == -binary_crossentropy.gradient(1, -z, **LOGITS)
    assert 0 <= slope <= 1
    if z > -745:
        assert slope > 0  # keras#9664: no zero gradient when saturated
        assert binary_crossentropy(0, z, **LOGITS) > 0


@given(st.floats(-700, 700), st.floats(0, 1))
def test_binary_is_softmax_of_two_classes(z, y):
    binary = binary_crossentropy(y, z, **LOGITS)
    pair = categorical_crossentropy([1 - y, y], [0.0, z], **LOGITS)
    assert binary == pytest.approx(pair, rel=2e-15, abs=1e-300)


@given(st.floats(-700, 700), st.floats(-700, 700), st.floats(0, 1), st.floats(0, 1))
def test_convex_in_the_logit(a, b, share, y):
    between = binary_crossentropy(y, share * a + (1 - share) * b, **LOGITS)
    chord = share * binary_crossentropy(y, a, **LOGITS)
    chord += (1 - share) * binary_crossentropy(y, b, **LOGITS)
    assert between <= chord * (1 + 1e-13) + 1e-13


@given(st.floats(1e-12, 1), st.floats(0, 1))
def test_proper(p, y):
    """The target itself costs least: its entropy."""
    assert binary_crossentropy(y, y) <= binary_crossentropy(y, min(p, 1.0)) * (1 + 1e-15)


def test_separable_data_have_no_minimiser():
    # facts: on separable data BCE has infimum 0 and no minimiser: still falling at any scale
    losses = [binary_crossentropy([1, 0], [c, -c], **LOGITS) for c in (1, 10, 100, 700)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] > 0
