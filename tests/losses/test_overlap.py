"""Dice, Jaccard, Tversky: published values, empty masks, relations between the three."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook import dice, jaccard, tversky

OVERLAPS = [dice, jaccard, tversky]
Y, P = [1, 1, 0], [0.8, 0.4, 0.1]


@pytest.mark.parametrize(
    ("loss", "parameters", "value"),
    [
        # mpmath, 40 digits: I = 1.2, F = 0.1, M = 0.8
        (tversky, {"alpha": 0.3, "beta": 0.7}, 0.329608938547486),
        (dice, {}, 0.2727272727272727),
        (jaccard, {}, 0.42857142857142855),
        (tversky, {"alpha": 1, "beta": 1}, 0.42857142857142855),
        # 1 − (1.2 + 1)/(1.2 + 0.45 + 1)
        (dice, {"smooth": 1}, 1 - 2.2 / 2.65),
    ],
)
def test_values(loss, parameters, value):
    assert loss(Y, P, **parameters) == pytest.approx(value, rel=1e-15)


def test_gradient_of_dice():
    # −2(y_i U − I)/U², U = Σp + Σy: mpmath, 40 digits
    expected = [-0.3856749311294766, -0.3856749311294766, 0.22038567493112948]
    assert dice.gradient(Y, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("loss", OVERLAPS)
def test_empty_masks(loss):
    zero, some = np.zeros(3), np.array([0.0, 0.5, 0.0])
    assert loss(zero, zero) == 0
    assert not loss.gradient(zero, zero).any()
    assert not loss.hessian(zero, zero).any()
    # one side empty: nothing overlaps, and no prediction of it is better than another
    assert loss(zero, some) == 1
    assert loss(some, zero) == 1
    assert not loss.gradient(zero, some).any()
    # with s the loss sees how much is predicted
    assert 0 < loss(zero, some, smooth=1.0) < 1
    assert loss.gradient(zero, some, smooth=1.0)[0] > 0
    assert loss(zero, zero, smooth=1.0) == 0


@pytest.mark.parametrize("loss", OVERLAPS)
def test_perfect_and_disjoint(loss):
    y = np.array([[1, 1, 0, 0], [1, 0, 0, 0]])
    assert loss(y, y) == 0
    assert np.array_equal(loss(y, 1 - y, reduction="none"), [1, 1])
    # nearly perfect: what is missed, without cancellation
    missed = 2.0**-60
    value = loss([1.0, 0.0], [1.0, missed])
    share = 1.0 if loss is jaccard else 0.5
    assert value == pytest.approx(share * missed, rel=1e-15)


@pytest.mark.parametrize("tiny", [1e-200, 1e-310])
def test_tiny_memberships(tiny):
    y, p = np.array([tiny, 0.0]), np.array([tiny, tiny])
    assert np.isfinite(dice(y, p))
    assert np.isfinite(dice.gradient(np.array([1.0, 0.0]), np.array([0.0, tiny]))).all()


def test_one_mask_a_row():
    y, p = np.array([[1, 0], [1, 1]]), np.array([[0.5, 0.5], [1.0, 1.0]])
    assert dice(y, p, reduction="none").tolist() == [0.5, 0]
    assert dice(y, p, sample_weight=[0, 1]) == 0
    # along another axis, and all pixels as one mask
    assert np.array_equal(dice(y.T, p.T, axis=0, reduction="none"), [0.5, 0])
    assert dice(y.ravel(), p.ravel()) == pytest.approx(1 - 2 * 2.5 / 6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dice([1, 0], [1.5, 0.0]), r"y_pred: 1\.5 at index \(0,\); expected numbers in"),
        (lambda: dice([2, 0], [0.5, 0.0]), r"y_true: 2 at index \(0,\); expected numbers in"),
        (lambda: dice([1, 0], [0.5, 0.0], smooth=-1), "smooth: -1; expected a finite number"),
        (lambda: tversky([1, 0], [0.5, 0.0], alpha=0), "alpha: 0; expected a finite number"),
        (lambda: tversky([1, 0], [0.5, 0.0], beta=-2), "beta: -2; expected a finite number"),
        (lambda: jaccard([1, 0], [0.5, 0.0, 0.0]), "y_true has shape"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


memberships = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)


@given(memberships)
def test_jaccard_from_dice(pairs):
    """J = 2D/(1 + D), where nothing is smoothed."""
    y, p = map(np.array, zip(*pairs, strict=True))
    d = dice(y, p)
    assert jaccard(y, p) == pytest.approx(2 * d / (1 + d), rel=1e-14, abs=1e-300)


@given(memberships, st.floats(0.05, 4), st.floats(0.05, 4), st.floats(0, 3))
def test_between_zero_and_one(pairs, alpha, beta, smooth):
    y, p = map(np.array, zip(*pairs, strict=True))
    assert 0 <= tversky(y, p, alpha=alpha, beta=beta, smooth=smooth) <= 1


@given(memberships)
def test_symmetric(pairs):
    """Dice and Jaccard do not tell truth from prediction."""
    y, p = map(np.array, zip(*pairs, strict=True))
    for loss in (dice, jaccard):
        assert loss(y, p) == pytest.approx(loss(p, y), rel=1e-14, abs=1e-300)
