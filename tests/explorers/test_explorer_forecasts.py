"""The forecast with its scores: its expressions against the kernels."""

import re

import numpy as np
import pytest
import sympy as sp
import vegaexpr
from scipy.stats import norm

from lossbook import gaussian_crps, gaussian_nll, pinball
from lossbook.explorers import forecasts
from lossbook.explorers._forecasts import LEVELS, scores
from lossbook.formulas import expression

MU, TRUTH = sp.symbols("mu truth", real=True)
SIGMA = sp.Symbol("sigma", positive=True)
NAMES = {MU: "mu", SIGMA: "sigma", TRUTH: "truth"}


def test_scores_are_those_of_the_kernels() -> None:
    texts = [expression(formula, NAMES) for formula in scores(MU, SIGMA, TRUTH)]
    for mu in (-3.0, 0.0, 1.7):
        for sigma in (0.2, 1.0, 3.0):
            quantiles = mu + sigma * norm.ppf(LEVELS)
            for truth in (-6.0, -0.3, 0.0, 1.5, 6.0):
                density = [[mu, np.log(sigma)]]
                expected = (
                    gaussian_nll([truth], density),
                    gaussian_crps([truth], density),
                    2 * pinball([truth], [quantiles], quantile=LEVELS),
                )
                got = [vegaexpr.evaluate(t, mu=mu, sigma=sigma, truth=truth) for t in texts]
                # Measured: 6e-16 of the value.
                assert got == pytest.approx(expected, rel=1e-14)


def test_the_figure_names_its_controls() -> None:
    figure = forecasts.density()
    assert [control.name for control in figure.controls] == ["mu", "sigma", "truth"]
    spec = str(figure.spec)
    for name in ("mu", "sigma", "truth"):
        assert re.search(rf"\b{name}\b", spec)
    for title in ("NLL", "CRPS", "2 × mean pinball"):
        assert title in spec
