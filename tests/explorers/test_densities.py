"""Densities and their losses: against SciPy's densities, the kernels, and their integrals."""

import numpy as np
import pytest
import vegaexpr
from scipy import stats
from scipy.integrate import quad

from lossbook import log_cosh, mean_absolute_error, mean_squared_error, pinball
from lossbook.explorers import densities
from lossbook.explorers._densities import DENSITIES, charged, lift, residual, scale
from lossbook.formulas import expression, tau

NAMES = {residual: "r", scale: "s", tau: "tau"}
TAU = 0.3


def asymmetric(x, s):
    """Return the asymmetric Laplace density, its tails of the scales s/τ and s/(1 − τ)."""
    return TAU * (1 - TAU) / s * np.exp(-np.where(x > 0, TAU * x, (TAU - 1) * x) / s)


THEIRS = dict(
    zip(
        DENSITIES,
        (
            lambda x, s: stats.norm.pdf(x, scale=s),
            lambda x, s: stats.laplace.pdf(x, scale=s),
            lambda x, s: stats.hypsecant.pdf(x, scale=s),
            lambda x, s: stats.logistic.pdf(x, scale=s),
            asymmetric,
        ),
        strict=True,
    )
)
KERNELS = {
    "Gaussian": lambda u: mean_squared_error(u, 0.0) / 2,
    "Laplace": lambda u: mean_absolute_error(u, 0.0),
    "hyperbolic secant": lambda u: log_cosh(u, 0.0),
    "asymmetric Laplace": lambda u: pinball(u, 0.0, quantile=TAU),
}


def at(formula, r, s):
    """Evaluate the expression that Vega gets."""
    return vegaexpr.evaluate(expression(formula, NAMES), r=r, s=s, tau=TAU)


@pytest.mark.parametrize("name", DENSITIES)
@pytest.mark.parametrize("s", [0.2, 1.0, 3.0])
def test_e_to_minus_lift_and_loss_is_the_density(name, s):
    def density(r):
        return np.exp(-at(charged(name), r, s) - at(lift(name), r, s))

    for r in (-4.5, -0.3, 0.0, 2.0):
        assert density(r) == pytest.approx(THEIRS[name](r, s), rel=1e-13)
    sides = ((-100 * s, 0), (0, 100 * s))
    whole = sum(quad(THEIRS[name], *ends, (s,), epsabs=1e-12)[0] for ends in sides)
    assert whole == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("name", KERNELS)
def test_the_loss_is_that_of_the_kernel(name):
    for r in (-4.5, 0.0, 2.0):
        assert at(charged(name), r, 0.5) == pytest.approx(KERNELS[name](r / 0.5), rel=1e-14)


def test_the_figure_says_its_numbers():
    figure = densities.likelihood()
    name = next(iter(DENSITIES))
    loss, lifted = at(charged(name), 1.5, 1.0), at(lift(name), 1.5, 1.0)
    for number in (f"{np.exp(-loss - lifted):.3f}", f"{lifted:.3f}", f"{loss + lifted:.3f}"):
        assert number in figure.description
    tilt = next(control for control in figure.controls if control.name == "tau")
    assert vegaexpr.evaluate(tilt.acts, density=4) is True
    assert vegaexpr.evaluate(tilt.acts, density=0) is False
