"""Focal and generalised cross-entropy: published values, confident predictions, edges, limits."""

import math
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook import (
    binary_crossentropy,
    binary_focal_crossentropy,
    generalized_crossentropy,
    sparse_categorical_crossentropy,
    sparse_categorical_focal_crossentropy,
)


@pytest.mark.parametrize(
    ("y", "z", "value", "slope", "curvature"),
    [
        # mpmath, 40 digits, γ = 2; the slope at z = 1 is (1 − p)²(2p ln p + p − 1)
        (1, 1.0, 0.02265805750846733, -0.05258112997756062, 0.11063260478177856),
        (0, 1.0, 0.701868303411385, 0.7682347231993176, 0.45246467326954244),
        (1, -3.0, 2.766280441025262, -1.1267498806348885, -0.0200888666908386),
    ],
)
def test_focal_of_logits(y, z, value, slope, curvature):
    options = {"from_logits": True}
    assert binary_focal_crossentropy(y, z, **options) == pytest.approx(value, rel=1e-14)
    assert binary_focal_crossentropy.gradient(y, z, **options) == pytest.approx(slope, rel=1e-14)
    found = binary_focal_crossentropy.hessian(y, z, **options)
    assert found == pytest.approx(curvature, rel=1e-13)


def test_focal_of_probabilities():
    # −(1 − p)² ln p at p = 0.9, and a quarter of it: mpmath, 40 digits
    assert binary_focal_crossentropy(1, 0.9) == pytest.approx(0.001053605156578263, rel=5e-15)
    weighted = binary_focal_crossentropy(1, 0.9, alpha=0.25)
    assert weighted == pytest.approx(0.00026340128914456573, rel=5e-15)
    assert binary_focal_crossentropy(0, 0.1, alpha=0.25) == pytest.approx(3 * weighted, rel=5e-15)


def test_confident_logits_keep_their_digits():
    """1 − σ(z) and −ln σ(z) are both e^−z there, so the loss is e^(−(γ + 1)z): not 0."""
    z = np.array([37.0, 42.6, 100.0, 200.0])
    for gamma in (0.5, 2.0, 3.25):
        values = binary_focal_crossentropy(
            [1] * 4, z, gamma=gamma, from_logits=True, reduction="none"
        )
        expected = [math.exp(-gamma * a) * math.exp(-a) for a in z]
        assert values == pytest.approx(expected, rel=1e-13, abs=0)
        rows = np.stack([np.zeros(4), z], axis=-1)
        several = sparse_categorical_focal_crossentropy(
            [1] * 4, rows, gamma=gamma, from_logits=True, reduction="none"
        )
        assert several == pytest.approx(expected, rel=1e-13, abs=0)
    generalized = generalized_crossentropy([1] * 4, rows, from_logits=True, reduction="none")
    assert generalized == pytest.approx([math.exp(-a) for a in z], rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("y", "p", "gamma", "value", "slope", "curvature"),
    [
        # wholly right: 0, and the slope of cross-entropy only where γ = 0
        (1.0, 1.0, 2.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 2.0, 0.0, 0.0, 0.0),
        (1.0, 1.0, 1.0, 0.0, 0.0, 2.0),
        (1.0, 1.0, 0.5, 0.0, 0.0, inf),
        (1.0, 1.0, 0.0, 0.0, -1.0, 1.0),
        (0.0, 0.0, 0.0, 0.0, 1.0, 1.0),
        # wholly wrong
        (1.0, 0.0, 2.0, inf, -inf, inf),
        (0.0, 1.0, 2.0, inf, inf, inf),
    ],
)
def test_focal_at_the_ends(y, p, gamma, value, slope, curvature):
    assert binary_focal_crossentropy(y, p, gamma=gamma) == value
    assert binary_focal_crossentropy.gradient(y, p, gamma=gamma) == slope
    assert binary_focal_crossentropy.hessian(y, p, gamma=gamma) == curvature
    row = [[1 - p, p]]
    assert sparse_categorical_focal_crossentropy([int(y)], row, gamma=gamma) == value
    t = int(y)
    own = sparse_categorical_focal_crossentropy.gradient([t], row, gamma=gamma)
    assert own[0, t] == (slope if t else -slope)
    assert own[0, 1 - t] == 0


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
def test_infinite_logits(gamma):
    options = {"gamma": gamma, "from_logits": True, "reduction": "none"}
    y, z = [1, 1, 0, 0], [inf, -inf, inf, -inf]
    assert binary_focal_crossentropy(y, z, **options).tolist() == [0, inf, inf, 0]
    slopes = binary_focal_crossentropy.gradient(y, z, **options)
    assert slopes.tolist() == [0, -1, 1, 0]
    assert binary_focal_crossentropy.hessian(y, z, **options).tolist() == [0, 0, 0, 0]


def test_masked_classes():
    """A class of logit −inf: out of the way, or infinitely wrong."""
    z = [[0.0, 0.0, -inf], [0.0, 0.0, -inf]]
    focal = sparse_categorical_focal_crossentropy([0, 2], z, from_logits=True, reduction="none")
    assert focal == pytest.approx([0.25 * math.log(2), inf], rel=1e-15)
    slopes = sparse_categorical_focal_crossentropy.gradient(
        [0, 2], z, from_logits=True, reduction="none"
    )
    assert not np.isnan(slopes).any()
    assert slopes[0, 2] == 0
    general = generalized_crossentropy([0, 2], z, q=0.5, from_logits=True, reduction="none")
    assert general == pytest.approx([2 - math.sqrt(2), 2.0], rel=1e-15)
    assert generalized_crossentropy.gradient([0, 2], z, from_logits=True)[1].tolist() == [0, 0, 0]


def test_gamma_zero_is_crossentropy():
    rng = np.random.default_rng(5)
    y, z = rng.integers(0, 2, 60), 30 * rng.normal(size=60)
    ours = binary_focal_crossentropy(y, z, gamma=0, from_logits=True, reduction="none")
    theirs = binary_crossentropy(y, z, from_logits=True, reduction="none")
    assert ours == pytest.approx(theirs, rel=1e-15, abs=0)
    t, rows = rng.integers(0, 4, 60), 30 * rng.normal(size=(60, 4))
    for kind in ("__call__", "gradient"):
        ours, theirs = (
            getattr(loss, kind)(t, rows, from_logits=True, reduction="none", **parameters)
            for loss, parameters in (
                (sparse_categorical_focal_crossentropy, {"gamma": 0.0}),
                (sparse_categorical_crossentropy, {}),
            )
        )
        assert ours == pytest.approx(theirs, rel=2e-15, abs=0)


def test_two_classes_are_the_binary_loss():
    z = np.array([-5.0, -0.3, 0.0, 1.0, 40.0])
    rows = np.stack([np.zeros(5), z], axis=-1)
    for label in (0, 1):
        options = {"gamma": 1.5, "from_logits": True, "reduction": "none"}
        binary = binary_focal_crossentropy([label] * 5, z, **options)
        several = sparse_categorical_focal_crossentropy([label] * 5, rows, **options)
        assert several == pytest.approx(binary, rel=4e-15, abs=0)


@pytest.mark.parametrize("alpha", [0.25, 0.9])
def test_alpha_is_a_weight(alpha):
    y, z = np.array([0, 1, 0, 1]), np.array([0.5, -2.0, 3.0, 1.0])
    weights = np.where(y == 1, alpha, 1 - alpha)
    options = {"from_logits": True, "reduction": "none"}
    for kind in ("__call__", "gradient", "hessian"):
        function = getattr(binary_focal_crossentropy, kind)
        weighted = function(y, z, sample_weight=weights, **options)
        assert function(y, z, alpha=alpha, **options) == pytest.approx(weighted, rel=1e-15)


@pytest.mark.parametrize("q", [2.0**-40, 1e-9, 1e-200])
def test_small_q_is_crossentropy(q):
    p = np.array([[0.3, 0.7], [1 - 2.0**-53, 2.0**-53], [1e-300, 1.0]])
    ours = generalized_crossentropy([0, 0, 0], p, q=q, reduction="none")
    theirs = sparse_categorical_crossentropy([0, 0, 0], p, reduction="none")
    assert ours == pytest.approx(theirs, rel=350 * q + 1e-15, abs=0)


def test_generalized_at_the_ends():
    p = [[1.0, 0.0], [0.0, 1.0]]
    assert generalized_crossentropy([0, 0], p, q=0.5, reduction="none").tolist() == [0, 2]
    slopes = generalized_crossentropy.gradient([0, 0], p, q=0.5, reduction="none")
    assert slopes.tolist() == [[-1, 0], [-inf, 0]]
    straight = generalized_crossentropy.gradient([0, 0], p, q=1, reduction="none")
    assert straight.tolist() == [[-1, 0], [-1, 0]]
    assert not generalized_crossentropy.hessian([0, 0], p, q=1).any()
    for part in (generalized_crossentropy.gradient, generalized_crossentropy.hessian):
        for q in (0.5, 1.0):
            assert np.isnan(part([0], [[math.nan, 1.0]], q=q)[0, 0])  # though nan⁰ is 1


@given(st.floats(0.01, 1), st.lists(st.floats(-30, 30), min_size=2, max_size=5))
def test_generalized_is_bounded(q, z):
    """Between 0 and 1/q, and below cross-entropy."""
    value = generalized_crossentropy([0], [z], q=q, from_logits=True)
    assert 0 <= value <= 1 / q
    assert value <= sparse_categorical_crossentropy([0], [z], from_logits=True) * (1 + 1e-14)


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=5), st.floats(0, 5))
def test_slopes_by_logits_sum_to_zero(z, gamma):
    """A softmax does not see a shift of all logits."""
    for loss, parameters in (
        (sparse_categorical_focal_crossentropy, {"gamma": gamma}),
        (generalized_crossentropy, {"q": 0.7}),
    ):
        slopes = loss.gradient([1], [z], from_logits=True, **parameters)
        assert abs(slopes.sum()) <= 1e-14 * np.abs(slopes).sum() + 1e-300


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: binary_focal_crossentropy([2], [0.5]), "label 2 at index .0,.; expected labels 0"),
        (lambda: binary_focal_crossentropy([-1, 1], [0.5, 0.5]), "labels -1 and .1 become 0 and 1"),
        (lambda: binary_focal_crossentropy([1], [1.5]), "y_pred: 1.5 .* from_logits=True"),
        (lambda: generalized_crossentropy([0], [[3.0, 0.5]]), "or logits with from_logits=True"),
        (lambda: binary_focal_crossentropy([1], [0.5], gamma=-1), "gamma: -1; expected a finite"),
        (lambda: binary_focal_crossentropy([1], [0.5], gamma=inf), "gamma: inf"),
        (lambda: binary_focal_crossentropy([1], [0.5], alpha=1), "alpha: 1; expected a number"),
        (lambda: binary_focal_crossentropy([1], [0.5], alpha=0), "alpha: 0; expected a number"),
        (lambda: generalized_crossentropy([0], [[0.5, 0.5]], q=0), "q: 0; expected a finite"),
        (lambda: generalized_crossentropy([0], [[0.5, 0.5]], q=1.1), "q: 1.1; .* at most 1"),
        (lambda: sparse_categorical_focal_crossentropy([2], [[0.5, 0.5]]), "label 2"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
