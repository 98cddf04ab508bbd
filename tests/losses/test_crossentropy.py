"""Binary, categorical and sparse cross-entropy against their formulas and their limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import softmax

from lossbook import (
    binary_crossentropy,
    categorical_crossentropy,
    kl_divergence,
    sparse_categorical_crossentropy,
)

LOGITS = {"from_logits": True}
NONE = {"reduction": "none"}


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


def test_the_largest_float_is_no_tie_with_an_infinite_logit():
    largest = float(np.finfo(float).max)
    z = [[np.inf, largest]]
    assert sparse_categorical_crossentropy([0], z, from_logits=True) == 0
    assert sparse_categorical_crossentropy([1], z, from_logits=True) == np.inf
    slope = sparse_categorical_crossentropy.gradient([0], z, from_logits=True)
    assert slope.tolist() == [[0, 0]]


# --- curvature -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "flags", "curvature"),
    [
        # y/p² + (1 − y)/(1 − p)²: 1/¼², 1/(1 − ¼)² and the two halves
        (binary_crossentropy, 1, 0.25, {}, 16),
        (binary_crossentropy, 0, 0.25, {}, 16 / 9),
        (binary_crossentropy, 0.5, 0.25, {}, 8 + 8 / 9),
        # at the ends: −ln(1 − p) bends by 1 at p = 0, and by infinity at p = 1
        (binary_crossentropy, 0, 0.0, {}, 1),
        (binary_crossentropy, 1, 1.0, {}, 1),
        (binary_crossentropy, 1, 0.0, {}, np.inf),
        (binary_crossentropy, 0, 1.0, {}, np.inf),
        # σ(z)(1 − σ(z)), whatever the target; ln 3 is the logit of ¾
        (binary_crossentropy, 1, 0.0, LOGITS, 0.25),
        (binary_crossentropy, 0.3, math.log(3), LOGITS, 3 / 16),
        (binary_crossentropy, 0, 800.0, LOGITS, 0),
        (binary_crossentropy, 1, np.inf, LOGITS, 0),
        # 1 − σ(z) would be 0: e⁻¹⁰⁰(1 − 2e⁻¹⁰⁰)
        (binary_crossentropy, 1, 100.0, LOGITS, math.exp(-100)),
        # y/p²; a class without target has none, even at p = 0
        (categorical_crossentropy, [0.5, 0.5, 0], [0.25, 0.75, 0], {}, [8, 8 / 9, 0]),
        (sparse_categorical_crossentropy, 0, [0.25, 0.75, 0], {}, [16, 0, 0]),
        # p_k(1 − p_k) of the softmax ½, ¼, ¼
        (
            sparse_categorical_crossentropy,
            2,
            [math.log(2), 0, 0],
            LOGITS,
            [0.25, 3 / 16, 3 / 16],
        ),
        # a masked class, and a confident one whose 1 − p is e⁻⁵⁰
        (sparse_categorical_crossentropy, 0, [50.0, 0, -np.inf], LOGITS, [math.exp(-50)] * 2 + [0]),
    ],
)
def test_curvature(loss, y, prediction, flags, curvature):
    got = loss.hessian(y, prediction, **NONE, **flags)
    assert got == pytest.approx(np.array(curvature), rel=1e-15, abs=0)


# --- targets that are weighted, smoothed or out --------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "parameters", "value"),
    [
        # −3 ln ½, and a negative target that no weight moves
        (binary_crossentropy, 1, 0.5, {"pos_weight": 3}, 3 * math.log(2)),
        (binary_crossentropy, 0, 0.25, {"pos_weight": 3}, math.log(4 / 3)),
        # the target 1 becomes 0.9: −0.9 ln ¼ − 0.1 ln ¾
        (
            binary_crossentropy,
            1,
            0.25,
            {"label_smoothing": 0.2},
            -0.9 * math.log(0.25) - 0.1 * math.log(0.75),
        ),
        # both: −3·0.9 ln ¼ − 0.1 ln ¾
        (
            binary_crossentropy,
            1,
            0.25,
            {"label_smoothing": 0.2, "pos_weight": 3},
            -2.7 * math.log(0.25) - 0.1 * math.log(0.75),
        ),
        # three classes, ε = 0.3: the target 0 becomes 0.8, 0.1, 0.1
        (
            sparse_categorical_crossentropy,
            0,
            [0.5, 0.25, 0.25],
            {"label_smoothing": 0.3},
            0.8 * math.log(2) + 0.2 * math.log(4),
        ),
        # what is certain and wrong about a part of the target costs infinitely much
        (sparse_categorical_crossentropy, 0, [1.0, 0.0], {"label_smoothing": 0.1}, np.inf),
        (binary_crossentropy, 1, 1.0, {"label_smoothing": 0.1}, np.inf),
        (binary_crossentropy, 1, np.inf, {"label_smoothing": 0.1, **LOGITS}, np.inf),
        # ln(1 + e⁻¹⁰⁰⁰) is 0; of the logit 1000 the part 1e-9/2 is missed
        (
            binary_crossentropy,
            1,
            1000.0,
            {"label_smoothing": 1e-9, **LOGITS},
            1000 * 1e-9 / 2,
        ),
    ],
)
def test_targets(loss, y, prediction, parameters, value):
    assert loss(y, prediction, **parameters) == pytest.approx(value, rel=4e-16)


def test_smoothed_labels_are_smoothed_rows():
    """To the last bit, of probabilities and of logits, as without smoothing."""
    rng = np.random.default_rng(3)
    t, z = rng.integers(0, 4, 50), 3 * rng.normal(size=(50, 4))
    for prediction, flags in ((softmax(z, axis=-1), {}), (z, LOGITS)):
        keywords = {"label_smoothing": 0.15, **NONE, **flags}
        for name in ("__call__", "gradient", "hessian"):
            labels = getattr(sparse_categorical_crossentropy, name)(t, prediction, **keywords)
            rows = getattr(categorical_crossentropy, name)(np.eye(4)[t], prediction, **keywords)
            if name == "hessian" and flags:  # times Σy', which rounding takes from 1
                assert labels == pytest.approx(rows, rel=1e-15)
            else:
                assert np.array_equal(labels, rows)


def test_the_mean_does_not_divide_by_pos_weight():
    y, p, w = [1, 0, 1], [0.5, 0.25, 0.75], [1, 2, 3]
    each = binary_crossentropy(y, p, pos_weight=5, **NONE)
    assert binary_crossentropy(y, p, pos_weight=5, sample_weight=w) == pytest.approx(
        float(each @ w) / 6, rel=1e-15
    )


def test_ignored_labels_are_out():
    t, z = np.array([0, -100, 2, -100]), np.random.default_rng(4).normal(size=(4, 3))
    z[1] = np.nan  # whatever such a sample holds
    loss = sparse_categorical_crossentropy
    keywords = {"ignore_index": -100, **LOGITS}
    kept = t != -100
    assert loss(t, z, **keywords) == loss(t[kept], z[kept], **LOGITS)
    assert loss(t, z, **NONE, **keywords).tolist()[1::2] == [0, 0]
    for function in (loss.gradient, loss.hessian):
        got = function(t, z, **keywords)
        assert not got[~kept].any()
        assert np.array_equal(got[kept], function(t[kept], z[kept], **LOGITS))
    # together with weights, and with a label that is a class
    w = np.array([1.0, 5.0, 2.0, 5.0])
    assert loss(t, z, sample_weight=w, **keywords) == loss(
        t[kept], z[kept], sample_weight=w[kept], **LOGITS
    )
    assert loss([0, 1], [[0.5, 0.5]] * 2, ignore_index=0) == loss([1], [[0.5, 0.5]])


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ({"pos_weight": 0.0}, ValueError, "pos_weight: 0.0; expected a finite number greater"),
        ({"pos_weight": np.inf}, ValueError, "pos_weight: inf; expected a finite number"),
        ({"pos_weight": [1.0]}, TypeError, r"pos_weight: \[1.0\]; expected one real number"),
        ({"label_smoothing": 1.0}, ValueError, "label_smoothing: 1.0; expected a number from 0"),
        ({"label_smoothing": -0.1}, ValueError, "label_smoothing: -0.1; expected a number from 0"),
        ({"label_smoothing": np.nan}, ValueError, "label_smoothing: nan"),
    ],
)
def test_parameters_out_of_range(keywords, error, message):
    for function in (binary_crossentropy, binary_crossentropy.hessian):
        with pytest.raises(error, match=message):
            function([1], [0.5], **keywords)


class Tensor:
    """An integer that may be part of a graph of derivatives: PyTorch's have __index__ too."""

    def __index__(self):
        return 7


def test_what_ignore_index_may_be():
    loss = sparse_categorical_crossentropy
    with pytest.raises(TypeError, match=r"ignore_index: 1.5; expected an integer or None"):
        loss([0], [[0.5, 0.5]], ignore_index=1.5)
    with pytest.raises(TypeError, match=r"ignore_index: .*; expected an integer or None"):
        loss([0], [[0.5, 0.5]], ignore_index=Tensor())
    assert loss([0, 7], [[0.5, 0.5]] * 2, ignore_index=np.array(7)) == loss([0], [[0.5, 0.5]])
    with pytest.raises(ValueError, match="every label is the ignored one"):
        loss([7, 7], [[0.5, 0.5]] * 2, ignore_index=7)
    with pytest.raises(ValueError, match="label -1 at index"):
        loss([7, -1], [[0.5, 0.5]] * 2, ignore_index=7)
