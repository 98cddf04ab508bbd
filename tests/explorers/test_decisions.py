"""A threshold with costs, and what losses ask for: their expressions against other computations."""

import numpy as np
import pytest
import sympy as sp
import vegaexpr
from scipy.optimize import brentq, minimize_scalar

from lossbook import binary_crossentropy, binary_focal_crossentropy, generalized_crossentropy
from lossbook.explorers import decisions
from lossbook.explorers._decisions import (
    CHARGES,
    area,
    asking,
    cost,
    cut,
    eta,
    false_alarms,
    focusing,
    noise,
    p,
    price,
    q,
    reported,
    risk,
    rule,
    share,
    threshold,
    weight,
)
from lossbook.formulas import expression

SYMBOLS = (area, eta, false_alarms, focusing, noise, p, price, q, share, threshold, weight)
NAMES = {symbol: f"x_{symbol.name}" for symbol in SYMBOLS}


def at(formula, **values):
    """Evaluate the expression that Vega gets."""
    return vegaexpr.evaluate(
        expression(formula, NAMES), **{f"x_{name}": value for name, value in values.items()}
    )


CASES = [
    {"pi": 0.05, "A": 0.85, "w": 1.0, "c_1": 10.0},
    {"pi": 0.01, "A": 0.95, "w": 40.0, "c_1": 40.0},
    {"pi": 0.5, "A": 0.55, "w": 1.0, "c_1": 1.0},
]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("said", [0.02, 0.5, 0.9])
def test_the_cut_is_where_the_model_says_the_threshold(case, said):
    got = at(cut, **case, tau=said)
    values = {symbol: case[symbol.name] for symbol in (share, area, weight)}
    says = sp.lambdify(false_alarms, reported.subs(values))
    if says(1.0) >= said:
        assert got == 1  # the model never says so little
    else:
        assert got == pytest.approx(brentq(lambda v: says(v) - said, 1e-300, 1), abs=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_no_threshold_costs_less_than_the_rule(case):
    formula = cost.subs(false_alarms, cut)
    least = at(formula.subs(threshold, rule), **case)
    for said in np.linspace(0.001, 0.999, 999):
        assert at(formula, **case, tau=said) >= least - 1e-12


def test_the_area_is_that_of_the_curve():
    v = np.linspace(0, 1, 200_001)
    for given in (0.55, 0.85, 0.99):
        hits = v ** ((1 - given) / given)
        assert np.trapezoid(hits, v) == pytest.approx(given, abs=2e-3)


KERNELS = {
    "weighted cross-entropy": lambda y, x, w, g, power: binary_crossentropy(y, x, pos_weight=w),
    "focal": lambda y, x, w, g, power: binary_focal_crossentropy(y, x, gamma=g),
    "generalised": lambda y, x, w, g, power: generalized_crossentropy(y, [1 - x, x], q=power),
}


@pytest.mark.parametrize("label", CHARGES)
@pytest.mark.parametrize("flips", [0.0, 0.2])
def test_the_answers_are_least_for_the_kernels(label, flips):
    w, g, power = 10.0, 2.0, 0.7
    charged = {"w": w, "gamma": g, "q": power, "rho": flips}
    for x in (0.05, 0.3, 0.6, 0.9):
        true = at(asking(CHARGES[label]), **charged, p=x)
        seen = flips + (1 - 2 * flips) * true

        def mean(stated, seen=seen):
            one, zero = (KERNELS[label](label_, stated, w, g, power) for label_ in (1, 0))
            return seen * one + (1 - seen) * zero

        best = minimize_scalar(mean, bounds=(1e-6, 1 - 1e-6), method="bounded").x
        assert best == pytest.approx(x, abs=2e-5)  # measured: 5e-6
        got = at(risk(CHARGES[label]), **charged, p=x, eta=true)
        assert got == pytest.approx(mean(x), rel=1e-14)


@pytest.mark.parametrize("name", ["costs", "asked"])
def test_the_figures_say_what_is_seen(name):
    figure = getattr(decisions, name)()
    assert figure.name == name
    assert len(figure.controls) == 5


@pytest.mark.parametrize("label", CHARGES)
def test_the_answers_rise_with_the_true_probability_wherever_the_sliders_stand(label):
    """From half of the labels flipped on they would fall."""
    sliders = {slider.name: slider for slider in decisions.asked().controls}
    w, g, power, flips = (sliders[name] for name in ("weight", "focus", "power", "flips"))
    for k in range(8):
        ends = [(one.low, one.high)[k >> j & 1] for j, one in enumerate((w, g, power))]
        charged = dict(zip(("w", "gamma", "q"), ends, strict=True))
        for rho in (flips.low, flips.high):
            true = [at(asking(CHARGES[label]), **charged, rho=rho, p=x) for x in (0.2, 0.4, 0.8)]
            assert true == sorted(true)
            assert len(set(true)) == 3
