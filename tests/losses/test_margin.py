"""The hinge family against its formulas, its kinks and its ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lossbook import crammer_singer_hinge, hinge, multiclass_hinge, squared_hinge


@pytest.mark.parametrize(
    ("loss", "y", "f", "printed"),
    [
        # scikit-learn's hinge_loss, documented decision values and result
        (hinge, [-1, 1, 1], [-2.18, 2.36, 0.09], "0.30"),
        # Keras's SquaredHinge, whose labels [[0, 1], [0, 0]] become −1 and +1: documented 1.86
        (squared_hinge, [[-1, 1], [-1, -1]], [[0.6, 0.4], [0.4, 0.6]], "1.86"),
    ],
)
def test_published(loss, y, f, printed):
    assert f"{loss(y, f):.2f}" == printed


@pytest.mark.parametrize(
    ("loss", "y", "f", "value", "slope"),
    [
        # facts: hinge is 0 from a margin of 1 on, not from a correct sign on
        (hinge, 1, 0.3, 0.7, -1),
        (hinge, -1, 0.3, 1.3, 1),
        (hinge, 1, 1.0, 0, 0),  # the kink
        (hinge, -1, -1.0, 0, 0),
        (hinge, 1, np.nextafter(1, 0), 2.0**-53, -1),
        (hinge, 1, 7.0, 0, 0),
        (squared_hinge, 1, 0.5, 0.25, -1),
        (squared_hinge, 1, 1.0, 0, 0),
        (squared_hinge, -1, 1.0, 4, 4),
        # keras#8083: Keras's categorical hinge gives 4 here, Crammer–Singer and Weston–Watkins 0
        (crammer_singer_hinge, 0, [-3.0, -5.0], 0, [0, 0]),
        (multiclass_hinge, 0, [-3.0, -5.0], 0, [0, 0]),
        # by hand, margins 1 + s_k − s_t: 0.5 and 0.75; 2 and 3
        (multiclass_hinge, 0, [1.0, 0.5, 0.75], 1.25, [-2, 1, 1]),
        (crammer_singer_hinge, 0, [1.0, 0.5, 0.75], 0.75, [-1, 0, 1]),
        (multiclass_hinge, 2, [1.0, 2.0, 0.0], 5, [1, 1, -2]),
        (crammer_singer_hinge, 2, [1.0, 2.0, 0.0], 3, [0, 1, -1]),
        # equal worst classes: the first of them
        (crammer_singer_hinge, 0, [0.0, 3.0, 3.0], 4, [-1, 1, 0]),
        (crammer_singer_hinge, 1, [0.0, 0.0, 0.0], 1, [1, -1, 0]),
        # at the kink, m + s_k = s_t
        (multiclass_hinge, 0, [2.0, 1.0, 1.0], 0, [0, 0, 0]),
        (crammer_singer_hinge, 0, [2.0, 1.0, 1.0], 0, [0, 0, 0]),
        # the worst class is the third, though s_0 − s_t and s_2 − s_t round to one number
        (crammer_singer_hinge, 3, [-1e-185, -1e22, 1e-157, -1e33], 1e33, [0, 0, 1, -1]),
        # one class only: nothing can be violated
        (multiclass_hinge, 0, [5.0], 0, [0]),
        (crammer_singer_hinge, 0, [5.0], 0, [0]),
    ],
)
def test_value_and_gradient(loss, y, f, value, slope):
    assert loss(y, f) == pytest.approx(value, rel=3e-16, abs=0)
    assert np.array_equal(loss.gradient(y, f), slope)


@pytest.mark.parametrize("loss", [hinge, squared_hinge])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_slope_of_zero_has_no_sign(loss, dtype):
    """At and beyond the kink the gradient is 0.0 for both labels, and not −0.0."""
    margin = dtype([1.0, np.nextafter(dtype(1), dtype(2)), 3.5, 1e30])
    for y in dtype([-1, 1]):
        slope = loss.gradient(np.full(4, y), y * margin, reduction="none")
        assert np.array_equal(slope, np.zeros(4))
        assert not np.signbit(slope).any()
    assert np.signbit(loss.gradient(1, 0.5))


def reference(t, s, m):
    """Return both multiclass losses and their gradients, by the words of the contract."""
    violations = [0 if k == t else max(0, m + s[k] - s[t]) for k in range(len(s))]
    ww = np.array([float(v > 0) for v in violations])
    ww[t] -= ww.sum()
    cs, worst = np.zeros(len(s)), max(violations)
    if worst > 0:
        cs[violations.index(worst)] += 1
        cs[t] -= 1
    return sum(violations), ww, worst, cs


whole_scores = hnp.arrays(np.int64, st.integers(2, 6), elements=st.integers(-3, 3))


@given(whole_scores, st.data(), st.sampled_from([0.5, 1.0, 2.0]))
def test_kinks_and_ties(s, data, m):
    """Small whole scores meet kinks and ties all the time, and nothing is rounded."""
    t = data.draw(st.integers(0, len(s) - 1))
    ww, ww_slope, cs, cs_slope = reference(t, s.tolist(), m)
    assert multiclass_hinge(t, s, margin=m) == ww
    assert np.array_equal(multiclass_hinge.gradient(t, s, margin=m), ww_slope)
    assert crammer_singer_hinge(t, s, margin=m) == cs
    assert np.array_equal(crammer_singer_hinge.gradient(t, s, margin=m), cs_slope)


@given(whole_scores, st.data(), st.integers(-(2**30), 2**30))
def test_multiclass_properties(s, data, shift):
    t = data.draw(st.integers(0, len(s) - 1))
    order = np.array(data.draw(st.permutations(range(len(s)))))
    ww, cs = multiclass_hinge(t, s), crammer_singer_hinge(t, s)
    # facts: 0-1 ≤ CS ≤ WW ≤ (C − 1)·CS
    assert float(np.max(np.delete(s, t)) >= s[t]) <= cs <= ww <= (len(s) - 1) * cs
    for loss, value in ((multiclass_hinge, ww), (crammer_singer_hinge, cs)):
        assert loss(t, s + shift) == value
        assert loss(int(np.argmax(order == t)), s[order]) == value
        assert loss.gradient(t, s).sum() == 0
    permuted = multiclass_hinge.gradient(int(np.argmax(order == t)), s[order])
    assert np.array_equal(permuted, multiclass_hinge.gradient(t, s)[order])


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1), st.sampled_from([-1, 1]))
def test_convexity(a, b, share, y):
    for loss in (hinge, squared_hinge):
        chord = share * loss(y, a) + (1 - share) * loss(y, b)
        assert loss(y, share * a + (1 - share) * b) <= chord * (1 + 1e-14) + 1e-9


@given(st.floats(-1e300, 1e300), st.sampled_from([-1, 1]))
def test_symmetry(f, y):
    for loss in (hinge, squared_hinge):
        assert loss(y, f) == loss(-y, -f)
        assert loss.gradient(y, f) == -loss.gradient(-y, -f)


def test_two_classes_are_the_binary_hinge():
    # With s = (0, f) and margin 1, both multiclass losses are hinge(±1, f).
    f = np.linspace(-3, 3, 25)
    for t in (0, 1):
        binary = hinge(np.full(25, 2 * t - 1), f, reduction="none")
        s = np.column_stack([0 * f, f])
        for loss in (multiclass_hinge, crammer_singer_hinge):
            assert np.array_equal(loss(np.full(25, t), s, reduction="none"), binary)


def test_curvature():
    """2 within the margin of the squared hinge, 0 at its end; the others are straight."""
    y, f = np.array([1, 1, 1, -1, -1]), np.array([0.5, 1.0, 3.0, 0.0, -np.inf])
    assert squared_hinge.hessian(y, f, reduction="none").tolist() == [2, 0, 0, 2, 0]
    assert not hinge.hessian(y, f).any()
    s = [[0.0, 1.0, 0.5], [0.0, 0.0, 0.0]]
    for loss in (multiclass_hinge, crammer_singer_hinge):
        assert not loss.hessian([0, 2], s).any()
        assert np.isnan(loss.hessian([0], [[np.nan, 1.0]])).any()
