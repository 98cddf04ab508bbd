"""The losses of counts and amounts: near y = μ, at integer powers, at the edges, as published."""

import math
from math import inf

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook import (
    gamma_deviance,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson_deviance,
    tweedie_deviance,
)

# sklearn.metrics, the examples of its docstrings (1.9), as printed there
SKLEARN = ([2, 0, 1, 4], [0.5, 0.5, 2.0, 2.0])
SKLEARN_POSITIVE = ([2, 0.5, 1, 4], [0.5, 0.5, 2.0, 2.0])
SKLEARN_LOGARITHMIC = ([3, 5, 2.5, 7], [2.5, 5, 4, 8])


@pytest.mark.parametrize(
    ("loss", "data", "parameters", "printed"),
    [
        (poisson_deviance, SKLEARN, {}, "1.4260"),
        (gamma_deviance, SKLEARN_POSITIVE, {}, "1.0568"),
        (tweedie_deviance, SKLEARN, {"power": 1}, "1.4260"),
        (mean_squared_logarithmic_error, SKLEARN_LOGARITHMIC, {}, "0.0397"),
    ],
)
def test_published(loss, data, parameters, printed):
    # The documentation cuts digits off: what is printed is a prefix.
    assert f"{loss(*data, **parameters):.8f}".startswith(printed)


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "parameters", "value", "slope", "curvature"),
    [
        # y = 0: 2μ, whose slope is 2 and straight
        (poisson_deviance, 0.0, 2.0, {}, 4.0, 2.0, 0.0),
        (poisson_deviance, 0.0, 0.0, {}, 0.0, 2.0, 0.0),
        (poisson_deviance, 2.0, 0.0, {}, inf, -inf, inf),
        (poisson_deviance, 0.0, -inf, {"from_log": True}, 0.0, 0.0, 0.0),
        (poisson_deviance, 0.0, inf, {"from_log": True}, inf, inf, inf),
        (poisson_deviance, 3.0, 0.0, {"from_log": True}, 6 * math.log(3) - 4, -4.0, 2.0),
        # mpmath, 40 digits: 2(ln(3/2) + 2/3 − 1)
        (gamma_deviance, 2.0, 3.0, {}, 0.14426354954966208, 2 / 9, 2 / 27),
        (gamma_deviance, 1.0, 0.0, {"from_log": True}, 0.0, 0.0, 2.0),
        # mpmath, 40 digits; at y = 0 it is 4√μ, whose slope is 2/√μ
        (tweedie_deviance, 2.0, 3.0, {}, 0.2332968848077549, 2 / 3**1.5, 3 / 3**2.5),
        (tweedie_deviance, 0.0, 3.0, {}, 6.928203230275509, 2 / math.sqrt(3), -(3**-1.5)),
        # ξ = 3, the inverse Gaussian: (y − μ)²/(μ²y)
        (tweedie_deviance, 4.0, 2.0, {"power": 3}, 0.25, -0.5, 1.0),
        # ξ = −1, y ≤ 0: −yμ² + μ³/3·… = 2(−yμ²/2 + μ³/3)
        (tweedie_deviance, -3.0, 2.0, {"power": -1}, 12 + 16 / 3, 20.0, 14.0),
        (tweedie_deviance, 0.0, 3.0, {"power": -1}, 18.0, 18.0, 12.0),
        (mean_squared_logarithmic_error, 0.0, math.e - 1, {}, 1.0, 2 / math.e, 0.0),
        (mean_squared_logarithmic_error, 0.0, 1e-17, {}, 1e-34, 2e-17, 2.0),
        (mean_squared_logarithmic_error, -0.5, 0.0, {}, math.log(2) ** 2, 2 * math.log(2), None),
    ],
)
def test_values(loss, y, prediction, parameters, value, slope, curvature):
    assert loss(y, prediction, **parameters) == pytest.approx(value, rel=1e-15, abs=0)
    assert loss.gradient(y, prediction, **parameters) == pytest.approx(slope, rel=1e-15, abs=0)
    if curvature is not None:
        found = loss.hessian(y, prediction, **parameters)
        assert found == pytest.approx(curvature, rel=1e-15, abs=1e-15)


@pytest.mark.parametrize(("y", "prediction"), [(2**-53 - 1, 1e300), (1e300, 2**-53 - 1)])
def test_a_logarithmic_error_is_finite_where_the_quotient_is_not(y, prediction):
    """(ŷ − y)/(1 + y) is beyond the largest float, its logarithm is not."""
    error = 300 * math.log(10) + 53 * math.log(2)
    found = mean_squared_logarithmic_error(y, prediction)
    assert found == pytest.approx(error**2, rel=1e-14)
    slope = 2 * math.copysign(error, prediction - y) / (1 + prediction)
    found = mean_squared_logarithmic_error.gradient(y, prediction)
    assert found == pytest.approx(slope, rel=1e-14)


# 2(y ln(y/μ) − y + μ) and its like at y = 1, μ = 1 + 2⁻³⁰: mpmath, 60 digits. As the formula is
# written, a program finds 0 or noise.
NEAR = 8.673617374498745e-19


@pytest.mark.parametrize(
    ("loss", "parameters"),
    [
        (poisson_deviance, {}),
        (gamma_deviance, {}),
        *((tweedie_deviance, {"power": power}) for power in (-2.0, 1.0, 1.25, 1.5, 2.0, 2.5, 7.0)),
    ],
)
def test_digits_near_the_truth(loss, parameters):
    """d ≈ (μ − y)²/y^ξ: the powers differ in the tenth digit, by (2 + ξ)/3 times the distance."""
    power = parameters.get("power", 1.0 if loss is poisson_deviance else 2.0)
    distance = 2.0**-30
    expected = distance**2 * (1 - (power + power) / 3 * distance)
    assert loss(1.0, 1 + distance, **parameters) == pytest.approx(expected, rel=1e-15)
    moved = loss.gradient(1.0, 1 + distance, **parameters)
    assert moved == pytest.approx(2 * distance * (1 - power * distance), rel=1e-15)
    # the same by the logarithm η = 2⁻³⁰ of μ: d ≈ η²(1 + (1 + …)η)
    log_value = loss(1.0, distance, from_log=True, **parameters)
    assert log_value == pytest.approx(distance**2 * (1 + (3 - 2 * power) / 3 * distance), rel=1e-15)
    for scale in (1e-100, 1e100):
        y = np.array([scale, scale * 3.0])
        assert loss(y, y, **parameters) == 0
        assert not loss.gradient(y, y, **parameters).any()


def test_poisson_near_one():
    assert poisson_deviance(1.0, 1 + 2.0**-30) == NEAR


STEPS = [1e-9, 2.0**-40, 2.0**-52]


@pytest.mark.parametrize(
    ("power", "limit", "step"),
    [(1.0, poisson_deviance, step) for step in STEPS]
    + [(2.0, gamma_deviance, side * step) for side in (-1, 1) for step in STEPS],
)
def test_integer_powers_are_limits(power, limit, step):
    """d/dξ of the deviance is of the order of the deviance: a step of 1e-16 changes no digit."""
    y = np.array([1e-3, 0.5, 1.0, 1.0, 2.0, 300.0])
    m = np.array([2e-3, 0.25, 1.0 + 2.0**-20, 2.0, 2.0 - 2.0**-40, 1.0])
    near = tweedie_deviance(y, m, power=power + step, reduction="none")
    room = 12 * abs(step) + 1e-15  # |ln μ| ≤ 7
    assert near == pytest.approx(limit(y, m, reduction="none"), rel=room, abs=0)
    assert np.array_equal(
        tweedie_deviance(y, m, power=power, reduction="none"), limit(y, m, reduction="none")
    )


def test_power_zero_is_the_squared_error():
    y, m = [-2.0, 0.0, 3.0], [1.0, -1.0, 3.0]
    assert tweedie_deviance(y, m, power=0) == mean_squared_error(y, m)
    assert np.array_equal(
        tweedie_deviance.gradient(y, m, power=0), mean_squared_error.gradient(y, m)
    )
    # of η = ln μ: (y − e^η)², also for y ≤ 0
    eta = np.log([1.0, 2.0, 3.5])
    by_log = tweedie_deviance(y, eta, power=0, from_log=True)
    assert by_log == pytest.approx(mean_squared_error(y, np.exp(eta)), rel=1e-14)


@pytest.mark.parametrize(
    ("loss", "y", "mean", "power", "message"),
    [
        (tweedie_deviance, 1.0, 1.0, 0.5, "power: 0.5; expected a finite number of at most 0 or"),
        (tweedie_deviance, 1.0, 1.0, inf, "power: inf"),
        (tweedie_deviance, 1.0, 1.0, math.nan, "power: nan"),
        (tweedie_deviance, -1.0, 1.0, 1.5, "y_true: -1.0; expected numbers >= 0"),
        (tweedie_deviance, 0.0, 1.0, 2, "y_true: 0.0; expected numbers > 0"),
        (tweedie_deviance, 0.0, 1.0, 3.5, "y_true: 0.0; expected numbers > 0"),
        (tweedie_deviance, 1.0, 0.0, 1.5, "y_pred: 0.0; expected numbers > 0"),
        (tweedie_deviance, 1.0, 0.0, -1, "y_pred: 0.0; expected numbers > 0"),
        (tweedie_deviance, 1.0, -1e-9, 1, "y_pred: -1e-09; expected numbers >= 0"),
        (poisson_deviance, -1.0, 1.0, None, "y_true: -1.0; expected numbers >= 0"),
        (poisson_deviance, 1.0, -1.0, None, "y_pred: -1.0; expected numbers >= 0"),
        (gamma_deviance, 0.0, 1.0, None, "y_true: 0.0; expected numbers > 0"),
        (gamma_deviance, 1.0, 0.0, None, "y_pred: 0.0; expected numbers > 0"),
        (mean_squared_logarithmic_error, -1.0, 0.0, None, "y_true: -1.0; expected numbers > -1"),
        (mean_squared_logarithmic_error, 0.0, -2.0, None, "y_pred: -2.0; expected numbers > -1"),
    ],
)
def test_bad_input(loss, y, mean, power, message):
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        loss(y, mean, **({} if power is None else {"power": power}))


def test_what_a_power_allows():
    assert tweedie_deviance(0.0, 0.0, power=1) == 0
    assert tweedie_deviance(1.0, 0.0, power=1) == inf
    assert tweedie_deviance(-5.0, -4.0, power=0) == 1
    assert tweedie_deviance(-5.0, 1.0, power=-1.5) > 0
    assert math.isfinite(tweedie_deviance(2.0, -800.0, power=0, from_log=True))


@pytest.mark.parametrize("power", [-2.0, -0.5, 1.0, 1.5, 1.999, 2.0, 2.5, 4.0])
@pytest.mark.parametrize("link", [False, True])
def test_no_nan_at_the_ends(power, link):
    """Zero, tiny, huge and infinite means and truths: the limit, which is no nan."""
    truths = [5e-324, 1e-300, 1.0, 1e300, *([0.0] if power < 2 else [])]
    means = [-inf, -800.0, 0.0, 800.0, inf] if link else [5e-324, 1e-300, 1.0, 1e300]
    means += [0.0] if power == 1 and not link else []
    y, m = (np.ravel(x) for x in np.meshgrid(truths, means))
    values = tweedie_deviance(y, m, power=power, from_log=link, reduction="none")
    assert not np.isnan(values).any()
    assert (values >= 0).all()
    for part in (tweedie_deviance.gradient, tweedie_deviance.hessian):
        slopes = part(y, m, power=power, from_log=link, reduction="none")
        assert not np.isnan(slopes).any()


def exact(y, m, power):
    y, m, power = (mpmath.mpf(x) for x in (y, m, power))
    with mpmath.workdps(60):
        if power == 1:
            return 2 * (y * mpmath.log(y / m) - y + m)
        if power == 2:
            return 2 * (mpmath.log(m / y) + y / m - 1)
        a, b = 1 - power, 2 - power
        return 2 * (y**b / (a * b) - y * m**a / a + m**b / b)


powers = st.one_of(
    st.floats(1, 4),
    st.floats(-3, -1e-3),
    st.sampled_from([1.0, 2.0, 1 + 2.0**-52, 2 - 2.0**-51, 2 + 2.0**-51]),
)


@given(powers, st.floats(1e-3, 1e3), st.floats(-5, 5), st.integers(0, 40))
def test_every_power(power, y, exponent, halvings):
    m = y * math.exp(exponent / 2.0**halvings)
    true = exact(y, m, power)
    assert tweedie_deviance(y, m, power=power) == pytest.approx(float(true), rel=4e-15, abs=1e-40)


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3), st.integers(-20, 20), powers)
def test_scale(y, m, exponent, power):
    """In another unit a deviance is c^(2 − ξ) times as large."""
    c = 2.0**exponent
    scaled = tweedie_deviance(c * y, c * m, power=power)
    assert scaled == pytest.approx(
        c ** (2 - power) * tweedie_deviance(y, m, power=power), rel=1e-14
    )


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=6), powers)
def test_the_best_constant_is_the_mean(y, power):
    best = float(np.mean(y))
    slopes = tweedie_deviance.gradient(y, np.full(len(y), best), power=power, reduction="none")
    # the mean is rounded, by an ulp of it
    assert abs(slopes.sum()) <= 1e-15 * len(y) * (1 + abs(power)) * max(y) * best**-power


def test_nan_propagates_at_zero():
    """Where y = 0 the derivatives by μ are 2 and 0, but not where μ is not known."""
    for power in (0, 1):
        for function in (tweedie_deviance, tweedie_deviance.gradient, tweedie_deviance.hessian):
            assert np.isnan(function([0.0], [math.nan], power=power)).all()


def test_where_two_infinities_meet_the_larger_decides():
    """Both terms of the curvature by ln μ leave the floats where μ is huge or tiny."""
    bend = tweedie_deviance.hessian
    assert bend(1.85e63, 257.9, power=-1.5, from_log=True) == inf
    assert bend(1.0, 300.0, power=-2.5, from_log=True) == inf
    assert bend(1.0, -800.0, power=3.0, from_log=True) == inf
    assert bend(1e-320, -712.0, power=4.0, from_log=True) == -inf  # y = μ/e²⁵


def test_a_power_that_underflows_does_not_take_the_truth_with_it():
    assert tweedie_deviance.hessian(1.0, 1e-200, power=-2) == pytest.approx(-4e-200)
    assert tweedie_deviance.hessian(-1e100, 1e-200, power=-2.5) == pytest.approx(5e-200)


def test_links_agree():
    rng = np.random.default_rng(3)
    y, eta = rng.gamma(2.0, 1.0, 50), rng.normal(size=50)
    for loss in (poisson_deviance, gamma_deviance, tweedie_deviance):
        direct = loss(y, np.exp(eta), reduction="none")
        assert loss(y, eta, from_log=True, reduction="none") == pytest.approx(direct, rel=1e-11)
        slope = loss.gradient(y, np.exp(eta), reduction="none") * np.exp(eta)
        by_log = loss.gradient(y, eta, from_log=True, reduction="none")
        assert by_log == pytest.approx(slope, rel=1e-11, abs=1e-14)
