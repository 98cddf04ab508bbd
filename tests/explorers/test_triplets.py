"""The triplets to drag: their expressions against the kernel, and against mining by its words."""

import itertools
import re

import numpy as np
import pytest
import sympy as sp
import vegaexpr

from lossbook import triplet_margin
from lossbook.explorers import triplets
from lossbook.explorers._triplets import (
    MINING,
    NEGATIVES,
    POSITIVES,
    STARTS,
    TRIPLETS,
    chosen,
    cost_of,
    length,
    pull_on,
    slope_of,
)
from lossbook.formulas import expression

SIX = [sp.Symbol(name, real=True) for name in ("ax", "ay", "px", "py", "nx", "ny")]
A, P, N = SIX[:2], SIX[2:4], SIX[4:]
NAMES = {symbol: symbol.name for symbol in SIX}


def at(points):
    return dict(zip(NAMES.values(), map(float, np.ravel(points)), strict=True))


@pytest.mark.parametrize("margin", [0.3, 2.0])
def test_cost_and_pulls_are_those_of_the_kernel(margin):
    rng = np.random.default_rng(0)
    cost = expression(cost_of(A, P, N, margin), NAMES)
    slopes = {
        (role, entry): expression(slope_of(role, entry, A, P, N), NAMES)
        for role in range(3)
        for entry in range(2)
    }
    for points in rng.uniform(-2.5, 2.5, (20, 3, 2)):
        # the kernel's two triplets: anchor and positive change places
        total, by_point = 0.0, np.zeros((3, 2))
        for turn in ([0, 1, 2], [1, 0, 2]):
            costs = vegaexpr.evaluate(cost, **at(points[turn]))
            total += costs
            for (role, entry), text in slopes.items():
                slope = vegaexpr.evaluate(text, **at(points[turn]))
                by_point[turn[role], entry] += slope * (costs > 0)
        options = {"margin": margin, "reduction": "sum"}
        assert total == pytest.approx(triplet_margin([0, 0, 1], points, **options), rel=1e-13)
        expected = triplet_margin.gradient([0, 0, 1], points, **options)
        assert by_point == pytest.approx(expected, abs=1e-14)  # measured: 4.4e-16


def by_words(way, d, costs):
    """Return the triplets of the anchor that mining looks at, of its distances to the five."""
    if way == "all":
        return set(TRIPLETS)
    if way == "active":
        return {pair for pair, cost in zip(TRIPLETS, costs, strict=True) if cost > 0}
    if way == "hard":
        return {(max(POSITIVES, key=lambda k: d[k]), min(NEGATIVES, key=lambda k: d[k]))}
    looked = set()
    for p in POSITIVES:
        beyond = [n for n in NEGATIVES if d[n] > d[p]]
        looked.add(
            (p, min(beyond, key=lambda k: d[k]) if beyond else max(NEGATIVES, key=lambda k: d[k]))
        )
    return looked


@pytest.mark.parametrize("way", MINING)
def test_what_mining_looks_at(way):
    d = [sp.Symbol(f"away{k}", real=True) for k in range(5)]
    mined, cost = sp.Symbol("mined", real=True), sp.Symbol("cost", real=True)
    names = {symbol: symbol.name for symbol in (*d, mined, cost)}
    texts = [expression(chosen(mined, pair, d, cost), names) for pair in TRIPLETS]
    rng = np.random.default_rng(1)
    ties = itertools.product((1.0, 2.0), repeat=5)
    for away in (*rng.uniform(0, 3, (30, 5)).tolist(), *ties):
        costs = [max(0.0, away[p] - away[n] + 0.3) for p, n in TRIPLETS]
        looked = {
            pair
            for pair, text, c in zip(TRIPLETS, texts, costs, strict=True)
            if vegaexpr.evaluate(
                text,
                mined=MINING.index(way),
                cost=c,
                **{f"away{k}": x for k, x in enumerate(away)},
            )
        }
        assert looked == by_words(way, away, costs)


def test_the_anchor_is_the_origin():
    assert length((sp.Integer(3), sp.Integer(4))) == 5


def test_the_figure_names_its_controls():
    figure = triplets.mining()
    places = [f"{axis}{k}" for k in range(len(STARTS)) for axis in "xy"]
    assert [control.name for control in figure.controls] == ["mined", "margin", *places]
    assert set(re.findall(r"\b[xy]\d\b", str(figure.spec))) == set(places)
    assert len(str(figure.spec)) < 60_000  # each number is computed once, and named


def test_a_point_is_pulled_by_the_triplets_looked_at_that_cost_something():
    points = [tuple(map(sp.Float, start)) for start in STARTS]
    there = sp.symbols("there:6", real=True)
    costs = sp.symbols("cost:6", real=True)
    names = {symbol: symbol.name for symbol in (*there, *costs)}
    looked, charged = [1, 1, 0, 1, 1, 0], [0.5, 0.0, 0.4, 0.3, 0.0, 0.2]
    given = {t.name: x for t, x in zip(there, looked, strict=True)}
    given |= {c.name: x for c, x in zip(costs, charged, strict=True)}
    origin = (sp.S.Zero, sp.S.Zero)
    for k in (-1, *range(len(STARTS))):
        for entry, formula in enumerate(pull_on(k, there, costs, points)):
            expected = 0.0
            for (p, n), seen, cost in zip(TRIPLETS, looked, charged, strict=True):
                if seen and cost and k in (-1, p, n):
                    role = (-1, p, n).index(k)
                    expected += float(slope_of(role, entry, origin, points[p], points[n]))
            got = vegaexpr.evaluate(expression(formula, names), **given)
            assert got == pytest.approx(expected, abs=1e-14)
