"""Entropy, cross-entropy, Kullback–Leibler and Jensen–Shannon against their definitions."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from oracle import generator
from scipy.special import entr, rel_entr

from lossbook import (
    categorical_crossentropy,
    cross_entropy,
    entropy,
    jensen_shannon,
    kl_divergence,
)

INF = math.inf
NONE = {"reduction": "none"}
kl_rows = partial(kl_divergence, reduction="none")


# facts §3: (i) the worked example, and fair coins; by hand: ½ ln ½/¼ + ½ ln ½/¾ = ½ ln 4/3
HALF = [0.5, 0.5]


@pytest.mark.parametrize(
    ("function", "arguments", "value"),
    [
        (entropy, (HALF,), math.log(2)),
        (entropy, ([1.0, 0.0, 0.0],), 0),
        (entropy, (np.full(64, 1 / 64),), math.log(64)),
        (cross_entropy, (HALF, [0.25, 0.75]), math.log(4) - math.log(3) / 2),
        (cross_entropy, (HALF, [1.0, 0.0]), INF),
        (cross_entropy, ([1.0, 0.0], [1.0, 0.0]), 0),
        (kl_divergence, (HALF, [0.25, 0.75]), math.log(4 / 3) / 2),
        (kl_divergence, (HALF, [1.0, 0.0]), INF),  # q = 0 < p
        (kl_divergence, ([1.0, 0.0], HALF), math.log(2)),  # p = 0 gives 0
        (kl_divergence, ([0.0, 1.0], [0.0, 1.0]), 0),  # p = q = 0 gives 0
        (kl_divergence, ([0.0, 0.5, 0.5], [0.0, 0.25, 0.75]), math.log(4 / 3) / 2),
        # scipy#20710, scipy.special.kl_div(1e-200, 1e200): no quotient may overflow
        (kl_divergence, ([1.0, 1e-300], [1.0, 5e-324]), 1e-300 * math.log(1e-300 / 5e-324)),
        (jensen_shannon, ([1.0, 0.0], [0.0, 1.0]), math.log(2)),
        (jensen_shannon, (HALF, HALF), 0),
        # ½·½ ln(2/3·…): with m = (¾, ¼): ½[ln(4/3)] + ½[½ ln(2/3) + ½ ln 2]
        (jensen_shannon, ([1.0, 0.0], HALF), math.log(4 / 3) / 2 + math.log(4 / 3) / 4),
    ],
)
def test_value(function, arguments, value):
    assert function(*arguments) == pytest.approx(value, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("p", "q", "slope"),
    [
        (HALF, [0.25, 0.75], [-2, -2 / 3]),
        ([1.0, 0.0], [1.0, 0.0], [-1, 0]),  # pytorch#89558, optax#1786: nan
        (HALF, [1.0, 0.0], [-0.5, -INF]),
        ([0.0, 1.0], [0.5, 0.5], [0, -2]),
    ],
)
def test_kl_gradient(p, q, slope):
    assert kl_divergence.gradient(p, q) == pytest.approx(slope, rel=1e-15, abs=0)


def test_kl_refuses_negative_targets():
    # pytorch#69230
    with pytest.raises(ValueError, match=r"y_true: -0\.5 at index \(2,\)"):
        kl_divergence([0.75, 0.75, -0.5], [0.25, 0.25, 0.5])


@pytest.mark.parametrize("classes", [2, 3, 10, 1000, 50_000])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_kl_is_cross_entropy_less_entropy(classes, dtype):
    rng = generator(classes)
    p, q = rng.dirichlet(np.ones(classes), (2, 5)).astype(dtype)
    eps = np.finfo(dtype).eps
    difference = cross_entropy(p, q) - entropy(p)
    # the subtraction cancels: the deviation is measured against what is subtracted
    assert np.all(np.abs(kl_rows(p, q) - difference) <= 8 * eps * cross_entropy(p, q))
    assert np.array_equal(cross_entropy(p, p), entropy(p))
    assert np.array_equal(categorical_crossentropy(p, q, **NONE), cross_entropy(p, q))


def test_scipy_agrees():
    p, q = generator(9).dirichlet(np.ones(6), (2, 50))
    assert entropy(p) == pytest.approx(entr(p).sum(axis=-1), rel=1e-14)
    assert kl_rows(p, q) == pytest.approx(rel_entr(p, q).sum(axis=-1), rel=1e-13)


@st.composite
def distribution(draw, classes):
    weights = draw(hnp.arrays(np.int64, classes, elements=st.integers(0, 50)))
    weights[draw(st.integers(0, classes - 1))] += 1
    return weights / weights.sum()


two = st.integers(2, 6).flatmap(lambda c: st.tuples(distribution(c), distribution(c)))


@given(two)
def test_kl_is_not_negative_and_zero_only_at_equality(pair):
    p, q = pair
    value = kl_divergence(p, q)
    assert value >= 0
    assert (value == 0) == np.array_equal(p, q)


@given(distribution(4), st.integers(0, 3), st.integers(0, 3))
def test_kl_one_ulp_apart(p, i, j):
    q = p.copy()
    q[i] = np.nextafter(q[i], 2) if q[i] < 1 else q[i]
    q[j] = np.nextafter(q[j], 0)
    value = kl_divergence(p, q)
    assert value >= 0
    assert (value == 0) == np.array_equal(p, q)


@given(two, st.randoms(use_true_random=False))
def test_properties(pair, random):
    p, q = pair
    order = list(range(p.size))
    random.shuffle(order)
    # classes may be permuted
    assert kl_divergence(p[order], q[order]) == pytest.approx(kl_divergence(p, q), rel=1e-12)
    assert entropy(p[order]) == pytest.approx(entropy(p), rel=1e-14)
    # bounds
    assert 0 <= entropy(p) <= math.log(p.size) * (1 + 1e-15)
    assert entropy(p) <= cross_entropy(p, q) * (1 + 1e-14)
    # Jensen–Shannon: symmetric, at most ln 2, 0 only at equality
    js = jensen_shannon(p, q)
    assert js == jensen_shannon(q, p)
    assert 0 <= js <= math.log(2) * (1 + 1e-15)
    assert (js == 0) == np.array_equal(p, q)
    # Pinsker: total variation ≤ √(KL/2)
    assert np.abs(p - q).sum() / 2 <= math.sqrt(kl_divergence(p, q) / 2) * (1 + 1e-12) + 1e-15


@given(two, two, st.floats(0, 1))
def test_convexity(pair, other, share):
    if pair[0].size != other[0].size:
        other = (np.roll(pair[0], 1), np.roll(pair[1], 1))
    mixed = [share * a + (1 - share) * b for a, b in zip(pair, other, strict=True)]
    chord = share * kl_divergence(*pair) if share else 0.0
    chord += (1 - share) * kl_divergence(*other) if share < 1 else 0.0
    assert kl_divergence(*mixed) <= chord * (1 + 1e-12) + 1e-15


def test_independent_coins_have_no_mutual_information():
    # facts §3 (h): I(X; Y) = KL(joint‖product) is 0 for independent coins, H = ln 2 for equal ones
    product = np.full(4, 0.25)
    assert kl_divergence(product, product) == 0
    assert kl_divergence([0.5, 0, 0, 0.5], product) == pytest.approx(math.log(2), rel=1e-15)


def test_jensen_shannon_near_equality():
    # JS ≈ Σ(p − q)²/(8m): the middle must not be rounded before it is compared
    p = np.array([0.5, 0.5])
    q = np.array([np.nextafter(0.5, 1), np.nextafter(0.5, 0)])
    d = q - p
    assert jensen_shannon(p, q) == pytest.approx(np.sum(d * d) / 4, rel=1e-12)


@pytest.mark.parametrize("function", [cross_entropy, jensen_shannon])
def test_arguments_are_called_p_and_q(function):
    with pytest.raises(ValueError, match=r"^q: .* sums to 0\.9; expected 1"):
        function(HALF, [0.5, 0.4])
    with pytest.raises(ValueError, match=r"^p has shape \(2,\) and q \(3,\)"):
        function(HALF, [0.5, 0.4, 0.1])
    with pytest.raises(TypeError, match=r"^q: the string"):
        function(HALF, ["a", "b"])


def test_axis_and_shapes():
    p, q = generator(5).dirichlet(np.ones(3), (2, 4, 5))
    for function in (cross_entropy, jensen_shannon):
        rows = function(p, q)
        assert rows.shape == (4, 5)
        moved = function(np.moveaxis(p, -1, 0), np.moveaxis(q, -1, 0), axis=0)
        assert np.array_equal(moved, rows)
    assert np.array_equal(entropy(np.moveaxis(p, -1, 1), axis=1), entropy(p))
    assert np.ndim(entropy(HALF)) == 0
    assert entropy(np.float32(HALF)).dtype == np.float32
    for bad in (2, -3):
        with pytest.raises(ValueError, match=f"axis: {bad}; p of shape"):
            entropy(p[0], axis=bad)
