"""Variance functions: the expressions against the kernels and against the powers they stand for."""

import numpy as np
import pytest
import vegaexpr

from lossbook import gamma_deviance, mean_squared_error, poisson_deviance, tweedie_deviance
from lossbook.explorers import variances
from lossbook.explorers._variances import (
    LOSSES,
    alike,
    mean,
    observed,
    power,
    predicted,
    scaled,
    truth,
    variance,
)
from lossbook.formulas import expression

NAMES = {power: "xi", observed: "w", predicted: "u", truth: "y", mean: "mu"}
POWERS = {"squared error": 0.0, "Poisson": 1.0, "Tweedie": 1.3, "gamma": 2.0}
KERNELS = {
    "squared error": mean_squared_error,
    "Poisson": poisson_deviance,
    "Tweedie": lambda y, mu: tweedie_deviance(y, mu, power=1.3),
    "gamma": gamma_deviance,
}


def at(formula, **values):
    """Evaluate the expression that Vega gets."""
    return vegaexpr.evaluate(expression(formula, NAMES), **values)


@pytest.mark.parametrize("label", LOSSES)
def test_the_variance_is_the_power_of_the_mean(label):
    for place in (0.3, 1.0, 7.5):
        expected = place ** POWERS[label]
        assert at(variance(LOSSES[label]), mu=place, xi=1.3) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("label", LOSSES)
@pytest.mark.parametrize(("y", "u"), [(4.0, 2.0), (1.0, 6.0)])
def test_lines_join_misses_of_equally_many_standard_deviations(label, y, u):
    loss, xi = LOSSES[label], POWERS[label]
    passed = [at(alike(loss, side), mu=u, w=y, u=u, xi=1.3) for side in (1, -1)]
    assert any(place == pytest.approx(y) for place in passed)  # the point ringed itself
    for side in (1, -1):
        for place in (0.5, 3.0, 9.0):
            got = at(alike(loss, side), mu=place, w=y, u=u, xi=1.3)
            deviations = (got - place) / place ** (xi / 2)
            assert deviations == pytest.approx(side * abs(y - u) / u ** (xi / 2), rel=1e-13)


@pytest.mark.parametrize("label", LOSSES)
def test_the_curves_are_the_kernels_with_one_curvature_at_the_truth(label):
    for y in (0.5, 4.0, 12.0):
        for place in (0.1, 3.0, 10.0):
            got = at(scaled(LOSSES[label]), mu=place, y=y, xi=1.3)
            expected = KERNELS[label](y, place) * y ** POWERS[label]
            assert got == pytest.approx(expected, rel=1e-12)
        step = 1e-3 * y
        bend = [at(scaled(LOSSES[label]), mu=y + k * step, y=y, xi=1.3) for k in (-1, 1)]
        assert np.sum(bend) / step**2 == pytest.approx(2, rel=1e-5)


def test_the_figure_says_its_numbers():
    figure = variances.spread()
    at_start = {"mu": 2.0, "y": 4.0, "xi": 1.5}
    for label, number in zip(LOSSES, ("4.00", "6.18", "7.76", "9.82"), strict=True):
        assert f"{at(scaled(LOSSES[label]), **at_start):.2f}" == number
        assert number in figure.description
