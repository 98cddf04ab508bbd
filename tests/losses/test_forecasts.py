"""Expectiles and Gaussian forecasts: values with their origin, tails, edges, properness."""

import math
from math import inf

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from lossbook import expectile, gaussian_crps, gaussian_nll, mean_squared_error


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "value"),
    [
        # ½ ln 2π, and 2 more at a distance of two scales
        (gaussian_nll, 0.0, [0.0, 0.0], 0.9189385332046727),
        (gaussian_nll, 2.0, [0.0, 0.0], 2.9189385332046727),
        # a density above 1
        (gaussian_nll, 0.0, [0.0, -3.0], 0.9189385332046727 - 3),
        # (√2 − 1)/√π, the smallest CRPS at this scale
        (gaussian_crps, 0.0, [0.0, 0.0], 0.23369497725510913),
        # mpmath, 40 digits: erf(1/√2) + 2φ(1) − 1/√π
        (gaussian_crps, 1.0, [0.0, 0.0], 0.6024413576276163),
        # far out |y − μ| − σ/√π
        (gaussian_crps, 1e6, [0.0, 0.0], 1e6 - 1 / math.sqrt(math.pi)),
        (gaussian_crps, -1e300, [0.0, 0.0], 1e300),
    ],
)
def test_values(loss, y, prediction, value):
    assert loss([y], [prediction]) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_expectile(level):
    y, p = np.array([0.0, 0.0, 1.0]), np.array([2.0, -2.0, 1.0])
    values = expectile(y, p, level=level, reduction="none")
    assert values == pytest.approx([4 * (1 - level), 4 * level, 0], rel=1e-15)
    slopes = expectile.gradient(y, p, level=level, reduction="none")
    assert slopes == pytest.approx([4 * (1 - level), -4 * level, 0], rel=1e-15)
    curvatures = expectile.hessian(y, p, level=level, reduction="none")
    assert curvatures == pytest.approx([2 * (1 - level), 2 * level, 2 * level], rel=1e-15)


def test_half_is_half_the_squared_error():
    y, p = [1.0, -3.0, 2.0], [0.5, 1.0, 1e150]
    assert 2 * expectile(y, p) == mean_squared_error(y, p)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 1.5, math.nan])
def test_levels(level):
    with pytest.raises(ValueError, match=r"level: .*; expected a number between 0 and 1"):
        expectile([0.0], [1.0], level=level)


def test_expectiles_of_data():
    """The best constant weighs distances: τ Σ(y − m)₊ = (1 − τ) Σ(m − y)₊."""
    y = np.array([0.0, 1.0, 2.0, 10.0])
    for level in (0.2, 0.5, 0.8):
        low, high = y.min(), y.max()
        for _ in range(200):
            middle = (low + high) / 2
            above = expectile.gradient(y, np.full(4, middle), level=level).sum() > 0
            low, high = (low, middle) if above else (middle, high)
        above, below = np.maximum(y - middle, 0).sum(), np.maximum(middle - y, 0).sum()
        assert level * above == pytest.approx((1 - level) * below, rel=1e-12)
        if level == 0.5:
            assert middle == pytest.approx(y.mean(), rel=1e-12)


# --- Gaussian forecasts --------------------------------------------------------------------------


@pytest.mark.parametrize("y", [-3.0, 0.0, 0.4, 2.0])
@pytest.mark.parametrize("s", [-1.0, 0.0, 2.0])
def test_crps_is_the_integral(y, s):
    """∫ (F(x) − [x ≥ y])² dx, by quadrature."""
    normal = stats.norm(0.5, math.exp(s))
    left, _ = integrate.quad(lambda x: normal.cdf(x) ** 2, -np.inf, y, epsabs=1e-12)
    right, _ = integrate.quad(lambda x: normal.sf(x) ** 2, y, np.inf, epsabs=1e-12)
    assert gaussian_crps([y], [[0.5, s]]) == pytest.approx(left + right, rel=1e-8)


def test_nll_is_scipys():
    y, mean, s = np.array([-1.0, 0.3, 8.0]), np.array([0.0, 0.3, 1.0]), np.array([0.0, -2.0, 1.5])
    expected = -stats.norm.logpdf(y, mean, np.exp(s))
    found = gaussian_nll(y, np.stack([mean, s], axis=-1), reduction="none")
    assert found == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "value", "slope"),
    [
        # a scale of 0: all or nothing for the likelihood, the distance for the CRPS
        (gaussian_nll, 1.0, [0.0, -inf], inf, [-inf, -inf]),
        (gaussian_nll, 0.0, [0.0, -inf], -inf, [0.0, 1.0]),
        (gaussian_nll, 1.0, [0.0, inf], inf, [0.0, 1.0]),
        (gaussian_crps, 1.0, [0.0, -inf], 1.0, [-1.0, 0.0]),
        (gaussian_crps, 0.0, [0.0, -inf], 0.0, [0.0, 0.0]),
        (gaussian_crps, 1.0, [0.0, inf], inf, [0.0, inf]),
    ],
)
def test_edges(loss, y, prediction, value, slope):
    assert loss([y], [prediction]) == value
    assert loss.gradient([y], [prediction])[0].tolist() == slope
    assert not np.isnan(loss.hessian([y], [prediction])).any()


def test_scales_whose_inverse_overflows():
    # u = 1e-310·e^712 = 0.165, by mpmath
    assert gaussian_nll([1e-310], [[0.0, -712.0]]) == pytest.approx(-711.0674372, rel=1e-9)
    assert gaussian_crps([3e-310], [[0.0, -720.0]]) == pytest.approx(3e-310, rel=1e-2)
    assert gaussian_crps.gradient([3e-310], [[0.0, -720.0]])[0, 0] == -1


@pytest.mark.parametrize("loss", [gaussian_nll, gaussian_crps])
def test_an_unknown_scale_is_not_hidden_by_a_hit(loss):
    """0/σ is 0 for every σ but one that is nan."""
    assert math.isnan(loss([1.0], [[1.0, math.nan]]))
    assert np.isnan(loss.gradient([1.0], [[1.0, math.nan]])).all()
    assert np.isnan(loss.hessian([1.0], [[1.0, math.nan]])).all()


def test_rows_of_two():
    with pytest.raises(
        ValueError, match=r"expected rows of 2: a mean and the logarithm of a scale"
    ):
        gaussian_nll([0.0], [[0.0, 0.0, 0.0]])
    with pytest.raises(ValueError, match=r"expected y_true of shape \(2,\)"):
        gaussian_crps([[0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]])
    along = np.array([[0.0, 1.0, 2.0], [0.0, 0.5, -0.5]])
    moved = gaussian_crps([0.0, 1.0, 5.0], along, axis=0, reduction="none")
    assert np.array_equal(moved, gaussian_crps([0.0, 1.0, 5.0], along.T, reduction="none"))


reals = st.floats(-20, 20)


@given(reals, reals, st.floats(-3, 3))
def test_bounds_of_the_crps(y, mean, s):
    """|y − μ| − σ/√π ≤ CRPS ≤ |y − μ| + σ(√2 − 1)/√π."""
    value, sigma = gaussian_crps([y], [[mean, s]]), math.exp(s)
    distance, part = abs(y - mean), sigma / math.sqrt(math.pi)
    assert distance - part <= value * (1 + 1e-14) + 1e-14
    assert value <= (distance + part * (math.sqrt(2) - 1)) * (1 + 1e-14)


@given(reals, st.floats(-2, 2), reals, st.floats(-2, 2))
def test_both_are_proper(mean, s, other_mean, other_s):
    """The mean loss under a Gaussian, by Gauss–Hermite quadrature, is least for that Gaussian."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    y, w = mean + math.exp(s) * nodes, weights / weights.sum()
    for loss, room in ((gaussian_nll, 1e-9), (gaussian_crps, 0.05 * math.exp(s))):
        honest = loss(y, np.tile([mean, s], (60, 1)), sample_weight=w)
        other = loss(y, np.tile([other_mean, other_s], (60, 1)), sample_weight=w)
        assert honest <= other + room


def test_erf_beyond_scipy():
    """The error function that the CRPS brings along, at a few points of every branch: mpmath."""
    u = np.array([1e-300, 1e-8, 0.3, 0.999, 1.0, 1.001, 1.5, 2.7, 4.0, 6.5, 9.9])
    x = u * math.sqrt(2)
    slopes = gaussian_crps.gradient(x, np.zeros((11, 2)), reduction="none")[:, 0]
    true = [-float(mpmath.erf(mpmath.mpf(float(a)) / mpmath.sqrt(2))) for a in x]
    assert slopes == pytest.approx(true, rel=6e-16, abs=0)
