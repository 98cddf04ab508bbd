"""The regression losses against their formulas, their limits and published numbers."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import neighbours

import lossbook
from lossbook import (
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
    root_mean_squared_error,
)

# scikit-learn's documented examples (docstrings of sklearn.metrics, 1.9), as printed there.
SKLEARN = ([3, -0.5, 2, 7], [2.5, 0.0, 2, 8])
SKLEARN_2D = ([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]])


@pytest.mark.parametrize(
    ("loss", "data", "parameters", "printed"),
    [
        (mean_squared_error, SKLEARN, {}, "0.375"),
        (mean_squared_error, SKLEARN_2D, {}, "0.708"),
        (mean_absolute_error, SKLEARN, {}, "0.5"),
        (mean_absolute_error, SKLEARN_2D, {}, "0.75"),
        (root_mean_squared_error, SKLEARN, {}, "0.612"),
        (mean_absolute_percentage_error, SKLEARN, {}, "0.3273"),
        (mean_absolute_percentage_error, SKLEARN_2D, {}, "0.5515"),
        (pinball, ([1, 2, 3], [0, 2, 3]), {"quantile": 0.1}, "0.03"),
        (pinball, ([1, 2, 3], [1, 2, 4]), {"quantile": 0.1}, "0.3"),
        (pinball, ([1, 2, 3], [0, 2, 3]), {"quantile": 0.9}, "0.3"),
        (pinball, ([1, 2, 3], [1, 2, 4]), {"quantile": 0.9}, "0.03"),
        # sktime's documentation of PinballLoss, alpha = 0.05, 0.5, 0.95
        (pinball, ([3, -0.5, 2, 7, 2], [1.25, 0, 1, 4, 0.625]), {"quantile": 0.05}, "0.16625"),
        (pinball, ([3, -0.5, 2, 7, 2], [2.5, 0, 2, 8, 1.25]), {"quantile": 0.5}, "0.275"),
        (pinball, ([3, -0.5, 2, 7, 2], [3.75, 0, 3, 12, 1.875]), {"quantile": 0.95}, "0.09625"),
    ],
)
def test_published(loss, data, parameters, printed):
    # The documentation cuts digits off: what is printed is a prefix.
    digits = len(printed) - 2
    assert math.floor(loss(*data, **parameters) * 10**digits + 1e-9) == int(printed[2:])


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "parameters", "value", "slope"),
    [
        # sklearn/_loss/tests/test_loss.py, test_loss_on_specific_values, with its expressions
        (pinball, 1.0, 5.0, {"quantile": 0.5}, 2, 0.5),
        (pinball, 1.0, 5.0, {"quantile": 0.25}, 4 * (1 - 0.25), 1 - 0.25),
        (pinball, 5.0, 1.0, {"quantile": 0.25}, 4 * 0.25, -0.25),
        (huber, 1.0, 5.0, {"delta": 3}, 3 * (4 - 3 / 2), 3),
        (huber, 1.0, 3.0, {"delta": 3}, 0.5 * 2**2, 2),
        # by hand: 9·(√(1 + (4/3)²) − 1) = 9·(5/3 − 1) and 4/(5/3)
        (pseudo_huber, 0.0, 4.0, {"delta": 3.0}, 6.0, 2.4),
        # ln cosh ln 2 = ln((2 + ½)/2), tanh ln 2 = (2 − ½)/(2 + ½)
        (log_cosh, 1.0, 1.0 + math.log(2), {}, math.log(1.25), 0.6),
        # issues of other libraries: keras#8524, optax#103, torchmetrics#3488 (overflow past 710)
        (log_cosh, 0.0, 1000.0, {}, 1000 - math.log(2), 1.0),
        (log_cosh, 0.0, -1e308, {}, 1e308, -1.0),
        # all digits lost near 0 where ln cosh is written as it stands
        (log_cosh, 0.0, 1e-9, {}, 5e-19, 1e-9),
        # scipy#15312: pseudo_huber(1, 1e-18) was 0
        (pseudo_huber, 0.0, 1e-18, {"delta": 1.0}, 5e-37, 1e-18),
        # past 1e154 the square overflows: δ|e| − δ²
        (pseudo_huber, 0.0, 1e200, {"delta": 1.0}, 1e200, 1.0),
        # optax's Huber has gradient 0 at 1e-17
        (huber, 0.0, 1e-17, {"delta": 1.0}, 0.5 * 1e-17**2, 1e-17),
        (huber, 0.0, 1e300, {"delta": 2.0}, 2e300, 2.0),
        (mean_absolute_percentage_error, 4.0, 5.0, {}, 0.25, 0.25),
        (mean_absolute_percentage_error, -4.0, -5.0, {}, 0.25, -0.25),
    ],
)
def test_value_and_gradient(loss, y, prediction, parameters, value, slope):
    assert loss(y, prediction, **parameters) == pytest.approx(value, rel=4e-16, abs=0)
    assert loss.gradient(y, prediction, **parameters) == pytest.approx(slope, rel=4e-16, abs=0)


@pytest.mark.parametrize(
    ("loss", "parameters"),
    [
        (mean_squared_error, {}),
        (mean_absolute_error, {}),
        (mean_absolute_percentage_error, {}),
        (huber, {"delta": 0.5}),
        (log_cosh, {}),
        (pseudo_huber, {"delta": 0.5}),
        *((pinball, {"quantile": tau}) for tau in (0.1, 0.5, 0.9)),
    ],
)
def test_gradient_at_residual_zero_is_zero(loss, parameters):
    y = np.array([-1.5, 3.0, 1e-300, 1e300])
    assert np.array_equal(loss(y, y, reduction="none", **parameters), np.zeros(4))
    assert np.array_equal(loss.gradient(y, y, reduction="none", **parameters), np.zeros(4))


def test_huber_is_continuous_at_delta():
    e = neighbours(np.array([1.5, -1.5]))
    values = huber(0 * e, e, delta=1.5, reduction="none")
    assert values == pytest.approx(np.full(6, 1.125), rel=5e-16)
    slopes = huber.gradient(0 * e, e, delta=1.5, reduction="none")
    assert np.array_equal(slopes, np.clip(e, -1.5, 1.5))


@pytest.mark.parametrize("delta", [1.5e154, 1.34e154, 1.8e154, 1e200, 1e300])
@pytest.mark.parametrize("share", [0.5, 1.0, 1.5])
def test_huber_is_finite_where_its_value_is(delta, share):
    """δ² may be beyond the largest float where δ(a − δ/2) is not."""
    e = share * delta
    a, b = Fraction(e), min(Fraction(e), Fraction(delta))
    true = b * (a - b / 2)
    for sign in (1, -1):
        value = huber(0.0, sign * e, delta=delta)
        if true <= Fraction(sys.float_info.max):
            assert value == pytest.approx(float(true), rel=4e-16)
        else:
            assert value == math.inf
        assert huber.gradient(0.0, sign * e, delta=delta) == sign * float(b)


@pytest.mark.parametrize("delta", [1e39, 1e-60, 1e300])
@pytest.mark.parametrize("loss", [huber, pseudo_huber])
def test_delta_beyond_float32(loss, delta):
    """A scale that float32 cannot hold gives what float64 gives, rounded."""
    e = np.array([0.0, 1e-3, -2.0, 3e5])
    for function in (loss, loss.gradient):
        narrow = function(np.zeros(4, np.float32), e.astype(np.float32), delta=delta)
        wide = function(np.zeros(4), e.astype(np.float32).astype(float), delta=delta)
        assert narrow == pytest.approx(wide, rel=1e-6, abs=1e-45)


def test_largest_differences():
    assert pinball(8e307, -8e307, quantile=0.25) == pytest.approx(4e307, rel=4e-16)
    assert mean_absolute_error(1e308, -1e308) == math.inf
    assert huber.gradient(1e308, -1e308, delta=3.0) == -3
    assert log_cosh.gradient(-1e308, 1e308) == 1


@pytest.mark.parametrize("scale", [1e-200, 1e-160, 1.0, 1e160, 1e200, 1e308])
def test_rmse_of_any_magnitude(scale):
    # errors 3 and 4 units of the scale: √(25/2), gradient e/(n·RMSE)
    y, p = [0.0, 0.0], [0.3 * scale, 0.4 * scale]
    root = math.sqrt(0.125)
    assert root_mean_squared_error(y, p) == pytest.approx(root * scale, rel=5e-16)
    slope = [0.15 / root, 0.2 / root]
    assert root_mean_squared_error.gradient(y, p) == pytest.approx(slope, rel=1e-15)


def test_rmse_is_not_an_average():
    # facts: batches [0, 0] and [2, 2] average to 1, the truth is √2
    zero = np.zeros(2)
    assert root_mean_squared_error(zero, zero) == 0
    assert root_mean_squared_error(zero, zero + 2) == 2
    assert root_mean_squared_error(np.zeros(4), [0, 0, 2, 2]) == math.sqrt(2)
    assert np.array_equal(root_mean_squared_error.gradient([1.0, 2.0], [1.0, 2.0]), zero)


# Best constants, by the data's own statistics.
def test_best_constants():
    y = np.array([0.0, 1.0, 2.0, 10.0])
    costs = [mean_absolute_error(y, np.full(4, c), reduction="sum") for c in (1.0, 1.5, 2.0)]
    assert costs == [11, 11, 11]  # facts: any c in [1, 2] costs 11
    assert mean_squared_error.gradient(y, np.full(4, y.mean())).sum() == 0
    assert pinball.gradient(y[:3], np.full(3, 1.0), quantile=0.5).sum() == 0


reals = st.floats(-1e100, 1e100, allow_nan=False)
of_residual = st.sampled_from(
    [
        (mean_squared_error, {}),
        (mean_absolute_error, {}),
        (huber, {"delta": 0.7}),
        (log_cosh, {}),
        (pseudo_huber, {"delta": 0.7}),
        (pinball, {"quantile": 0.3}),
    ]
)


@given(of_residual, reals)
def test_symmetry(member, e):
    loss, parameters = member
    if loss is pinball:  # the mirror image has the complementary quantile
        mirrored = pinball(0.0, -e, quantile=0.7)
        assert pinball(0.0, e, quantile=0.3) == pytest.approx(mirrored, rel=4e-16)
        return
    assert loss(0.0, e, **parameters) == loss(0.0, -e, **parameters)
    assert loss.gradient(0.0, e, **parameters) == -loss.gradient(0.0, -e, **parameters)


@given(of_residual, st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40), st.integers(0, 99))
def test_shift_leaves_the_loss_alone(member, y, p, shift):
    loss, parameters = member
    assert loss(y, p, **parameters) == loss(y + shift, p + shift, **parameters)


@given(reals, reals, st.integers(-30, 30))
def test_scale(y, p, exponent):
    # Powers of two are exact: MSE scales with the square, MAE with the factor, MAPE not at all.
    c = 2.0**exponent
    assert mean_squared_error(c * y, c * p) == pytest.approx(c * c * mean_squared_error(y, p))
    assert mean_absolute_error(c * y, c * p) == c * mean_absolute_error(y, p)
    if abs(y) > 1e-200:
        relative = mean_absolute_percentage_error(y, p)
        assert mean_absolute_percentage_error(c * y, c * p) == relative
    for loss in (huber, pseudo_huber):
        scaled = loss(c * y, c * p, delta=c)
        assert scaled == pytest.approx(c * c * loss(y, p), rel=1e-15, abs=1e-300)


@given(of_residual, reals, reals, st.floats(0, 1))
def test_convexity(member, a, b, share):
    loss, parameters = member
    between = loss(0.0, share * a + (1 - share) * b, **parameters)
    chord = share * loss(0.0, a, **parameters) + (1 - share) * loss(0.0, b, **parameters)
    assert between <= chord * (1 + 1e-14) + 1e-300


@given(reals)
def test_bounds_of_log_cosh(e):
    # |e| − ln 2 ≤ ln cosh e ≤ min(|e|, e²/2)
    value = log_cosh(0.0, e)
    assert abs(e) - math.log(2) <= value * (1 + 1e-15) + 1e-16
    assert value <= min(abs(e), e * e / 2) * (1 + 1e-15) + 5e-324


@pytest.mark.parametrize("weight", [1e-290, 1e-300, 1e-320])
def test_rmse_of_tiny_weights(weight):
    # The mean of squares is tiny for its weights, not for its residuals.
    share = {"sample_weight": [1.0, weight]}
    root = math.sqrt(weight)
    assert root_mean_squared_error([0, 0], [0, 1], **share) == pytest.approx(root, rel=1e-15)
    slope = root_mean_squared_error.gradient([0, 0], [0, 1], **share)
    assert slope == pytest.approx([0, root], rel=1e-3 if weight < 1e-308 else 1e-15)


def test_there_is_no_reduction_of_rmse():
    with pytest.raises(TypeError, match="reduction"):
        lossbook.root_mean_squared_error([1.0], [2.0], reduction="sum")


@pytest.mark.parametrize("delta", [0.3, 1.0, 7.0])
@pytest.mark.parametrize("step", [-1e-4, -5e-7, 5e-7, 1e-4])
def test_huber_turns_linear_at_delta(delta, step):
    """A branch point off by 1e-6 would change the value by 1e-13 here, hundreds of ulps."""
    a = delta * (1 + step)
    exact_a, exact_delta = Fraction(a), Fraction(delta)
    inside, outside = exact_a**2 / 2, exact_delta * (exact_a - exact_delta / 2)
    exact = inside if step < 0 else outside
    assert abs(Fraction(lossbook.huber(0.0, a, delta=delta)) - exact) <= 2 * math.ulp(float(exact))


# --- curvature -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "prediction", "parameters", "curvature"),
    [
        (mean_squared_error, [0.0, 3.0, -1e300], {}, [2, 2, 2]),
        (mean_absolute_error, [0.0, 3.0, -np.inf], {}, [0, 0, 0]),
        (pinball, [0.0, 3.0, -2.0], {"quantile": 0.9}, [0, 0, 0]),
        # at |e| = δ the slope has a kink
        (huber, [0.0, 1.5, 2.0, -2.0, 3.0], {"delta": 2.0}, [1, 1, 0, 0, 0]),
        # 1/cosh² ln 2 = (4/5)²; 4e⁻²ᵃ far out, where 1 − tanh² is 0
        (log_cosh, [0.0, math.log(2), 100.0, -400.0], {}, [1, 0.64, 4 * math.exp(-200), 0]),
        # (1 + (4/3)²)^−³ᐟ² = (3/5)³; far out (δ/a)³
        (pseudo_huber, [0.0, 4.0, -3e40], {"delta": 3.0}, [1, 0.216, 1e-120]),
    ],
)
def test_curvature(loss, prediction, parameters, curvature):
    y = np.zeros(len(prediction))
    got = loss.hessian(y, prediction, reduction="none", **parameters)
    assert got == pytest.approx(np.array(curvature), rel=1e-15, abs=1e-322)
    assert np.isnan(loss.hessian(np.nan, 1.0, **parameters))


def test_curvature_of_mape():
    got = mean_absolute_percentage_error.hessian([2.0, -4.0], [3.0, -4.0])
    assert got.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("errors", "curvature"),
    [
        # √((9 + 16)/2): 1/(nR)·(the part of the other)
        ([3.0, -4.0], [16 / 25 / (2 * math.sqrt(12.5)), 9 / 25 / (2 * math.sqrt(12.5))]),
        ([5.0], [0]),  # |e| is straight
        ([0.0, 0.0], [0, 0]),  # and has a kink
        # one residual is nearly all: 1 − e²/Σe² would be 0
        ([1.0, 1e-20], [1e-40 / math.sqrt(2), 1 / math.sqrt(2)]),
    ],
)
def test_curvature_of_rmse(errors, curvature):
    got = root_mean_squared_error.hessian(np.zeros(len(errors)), errors)
    assert got == pytest.approx(np.array(curvature), rel=1e-15, abs=0)


def test_curvature_of_weighted_rmse():
    """A weight of 2 is the sample twice, whose two predictions move apart: H₁₁, not 2H₁₁ + 2H₁₂."""
    e, w = np.array([1.0, -2.0, 0.5]), np.array([2.0, 1.0, 3.0])
    root = root_mean_squared_error(0 * e, e, sample_weight=w)
    own = w * e**2 / (w @ e**2)
    expected = w / w.sum() / root * (1 - own)
    got = root_mean_squared_error.hessian(0 * e, e, sample_weight=w)
    assert got == pytest.approx(expected, rel=1e-15)


# --- several quantiles ---------------------------------------------------------------------------


def test_several_quantiles_are_one_loss_each():
    rng = np.random.default_rng(5)
    y, p, levels = rng.normal(size=(4, 6)), rng.normal(size=(4, 6, 3)), [0.1, 0.5, 0.9]
    w = rng.uniform(size=(4, 6))
    for quantile in (levels, tuple(levels), np.array(levels)):
        each = pinball(y, p, quantile=quantile, reduction="none")
        assert each.shape == (4, 6, 3)
        for k, level in enumerate(levels):
            one = pinball(y, p[..., k], quantile=level, reduction="none")
            assert np.array_equal(each[..., k], one)
        assert pinball(y, p, quantile=quantile) == pytest.approx(each.mean(), rel=1e-15)
        weighted = pinball(y, p, quantile=quantile, sample_weight=w)
        assert weighted == pytest.approx(np.average(each.mean(-1), weights=w), rel=1e-15)
        slopes = pinball.gradient(y, p, quantile=quantile)
        one = pinball.gradient(y, p[..., 2], quantile=0.9)
        assert slopes[..., 2] == pytest.approx(one / 3, rel=1e-15)
        assert not pinball.hessian(y, p, quantile=quantile).any()


def test_quantiles_that_do_not_fit():
    with pytest.raises(ValueError, match=r"y_pred has shape \(2, 2\) and quantile 3 entries"):
        pinball([1.0, 2.0], [[1.0, 2.0]] * 2, quantile=[0.1, 0.5, 0.9])
    with pytest.raises(
        ValueError, match=r"y_true has shape \(2, 3\).*expected y_true of shape \(2,\)"
    ):
        pinball([[1.0] * 3] * 2, [[1.0] * 3] * 2, quantile=[0.1, 0.5, 0.9])
    with pytest.raises(ValueError, match=r"quantile: 1.0; expected a number between 0 and 1"):
        pinball([1.0], [[1.0, 2.0]], quantile=[0.5, 1.0])
    with pytest.raises(TypeError, match="quantile: 'median'"):
        pinball([1.0], [1.0], quantile="median")
