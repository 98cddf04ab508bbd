"""Data to drag and the constants asked for: expressions against kernels and statistics."""

import numpy as np
import pytest
import vegaexpr
from smallfigure import texts_of

from lossbook import mean_absolute_error, mean_absolute_percentage_error, mean_squared_error
from lossbook.explorers import bowls
from lossbook.explorers._bowls import RELATIVE, THREE, data, signals_of, weights
from lossbook.formulas import expression

SAMPLES = [
    (1.0, 2.0, 3.0, 4.0, 8.0),
    (8.0, 1.0, 4.0, 2.0, 3.0),  # in another order
    (0.05, 6.0, 9.5, 10.0, 7.3),
    (5.0, 5.0, 5.0, 0.1, 5.0),
    (2.5, 2.5, 2.5, 2.5, 2.5),  # nothing costs anything
]
KERNELS = {
    "squared error": mean_squared_error,
    "absolute error": mean_absolute_error,
    "largest error": lambda y, c: np.max(np.abs(np.subtract(c, y))),
    "percentage error": mean_absolute_percentage_error,
}


def weighted_median(y, weight):
    """Return the least truth at which half of the weight is reached."""
    order = np.argsort(y)
    half = np.cumsum(weight[order]) >= weight.sum() / 2 * (1 - 1e-12)
    return y[order][np.argmax(half)]


STATISTICS = {
    "squared error": np.mean,
    "absolute error": np.median,
    "largest error": lambda y: (y.min() + y.max()) / 2,
    "percentage error": lambda y: weighted_median(y, 1 / y),
}
SLIDERS = data(SAMPLES[0], 0.0, 10.0, 0.1)
PLACES = {"three": THREE, "relative": RELATIVE}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("costs", PLACES.values(), ids=PLACES)
def test_the_answers_are_the_statistics(costs, sample):
    at = {f"y{k}": value for k, value in enumerate(sample, start=1)}
    texts = signals_of(costs, SLIDERS)
    truths = np.array(sample)
    for k, label in enumerate(costs):
        best = vegaexpr.evaluate(texts[f"best{k}"], **at)
        assert best == pytest.approx(STATISTICS[label](truths), rel=1e-14)
        least = vegaexpr.evaluate(texts[f"least{k}"], **at, **{f"best{k}": best})
        # Each expression of a cost is held against its kernel, and no constant costs less.
        assert least == pytest.approx(
            max(KERNELS[label](truths, np.full(5, best)), 1e-9), rel=1e-13
        )
        tried = [KERNELS[label](truths, np.full(5, c)) for c in np.linspace(0, 10, 401)]
        assert least <= min(tried) * (1 + 1e-12) + 1e-9


@pytest.mark.parametrize("name", PLACES)
def test_the_curves_are_the_kernels_over_what_is_least(name):
    panel = getattr(bowls, name)().spec["concat"][0]
    texts = {t["as"]: t["calculate"] for t in panel["layer"][0]["transform"] if "calculate" in t}
    sample = np.array(SAMPLES[2])
    at = {f"y{k}": value for k, value in enumerate(sample, start=1)}
    for k, label in enumerate(PLACES[name]):
        for c in (0.5, 4.2, 9.0):
            got = vegaexpr.evaluate(texts[label], datum_x=c, **{f"least{k}": 2.0}, **at)
            assert got == pytest.approx(KERNELS[label](sample, np.full(5, c)) / 2, rel=1e-14)


def test_the_weights_are_the_slopes_of_the_percentage_error():
    sample = np.array(SAMPLES[2])
    slopes = mean_absolute_percentage_error.gradient(sample, np.zeros(5), reduction="none")
    names = {slider.symbol: slider.name for slider in SLIDERS}
    at = {f"y{k}": value for k, value in enumerate(sample, start=1)}
    got = [
        vegaexpr.evaluate(expression(share, names), **at)
        for share in weights([slider.symbol for slider in SLIDERS])
    ]
    assert got == pytest.approx(np.abs(slopes) / np.abs(slopes).sum(), rel=1e-14)


def test_the_figures_say_their_answers():
    said = texts_of(bowls.three().spec)
    assert said[-3:] == [
        "squared: mean 3.60", "absolute: median 3.00", "largest: midrange 4.50",
    ]  # fmt: skip
    said = texts_of(bowls.relative().spec)
    assert "percentage: weighted median 2.00" in said
    assert said[said.index("y₅") + 1 :][:5] == ["47%", "23%", "16%", "9%", "5%"]
