"""The list that is reordered: its expressions against the kernels."""

import re

import numpy as np
import pytest
import sympy as sp
import vegaexpr
from sklearn.metrics import ndcg_score

from lossbook.explorers import order
from lossbook.explorers._order import LOSSES, RELEVANCES, ndcg, of_list
from lossbook.formulas import expression

SCORES = [sp.Symbol(f"item{k}", real=True) for k in range(5)]
NAMES = {score: score.name for score in SCORES}
PLACES = [(-0.5, 1.5, 1.0, -1.5, 0.5), (0.0, 0.0, 0.0, 0.0, 0.0), (3.0, 2.0, 1.0, 1.0, -3.0)]


def at(place):
    return {score.name: value for score, value in zip(SCORES, place, strict=True)}


@pytest.mark.parametrize("label", LOSSES)
def test_values_and_pushes_are_those_of_the_kernels(label):
    loss, y = LOSSES[label], [list(map(float, RELEVANCES))]
    for place in PLACES:
        text = of_list(loss, "value", 0, SCORES, NAMES)
        assert vegaexpr.evaluate(text, **at(place)) == pytest.approx(loss(y, [place]), rel=1e-13)
        slopes = loss.gradient(y, [place])[0]
        for k in range(5):
            text = of_list(loss, "gradient", k, SCORES, NAMES)
            got = vegaexpr.evaluate(text, **at(place))
            assert got == pytest.approx(slopes[k], abs=1e-14)  # measured: 2.3e-16


def test_ndcg_is_that_of_scikit_learn():
    text = expression(ndcg(SCORES), NAMES)
    rng = np.random.default_rng(0)
    for place in rng.uniform(-3, 3, (20, 5)):
        theirs = ndcg_score([2.0 ** np.array(RELEVANCES) - 1], [place])
        assert vegaexpr.evaluate(text, **at(place)) == pytest.approx(theirs, rel=1e-14)
    assert vegaexpr.evaluate(text, **at((0,) * 5)) == 1  # ties in the order given


def test_the_figure_names_its_controls():
    figure = order.lists()
    assert [control.name for control in figure.controls] == ["listed", *map(str, SCORES)]
    assert set(re.findall(r"\bitem\d\b", str(figure.spec))) == set(map(str, SCORES))


def test_every_place_of_a_slider_lies_on_the_axis():
    figure = order.lists()
    scores = [control for control in figure.controls if control.name != "listed"]
    low, high = min(one.low for one in scores), max(one.high for one in scores)
    (left, *_) = figure.spec["concat"]
    ends = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for layer in left["layer"]
        if "x" in layer["encoding"]
    }
    ((first, last),) = ends
    assert first < low < high < last
