"""A mask to paint: its measures against the kernels, and what a stroke does to its pixels."""

import numpy as np
import pytest
import vegaexpr
from smallfigure import texts_of

from lossbook import binary_crossentropy, dice, jaccard
from lossbook.explorers import overlap
from lossbook.explorers._overlap import (
    MASKS,
    PIXELS,
    TRUTHS,
    crossentropy,
    falses,
    hits,
    marks,
    misses,
    smooth,
    sure,
)
from lossbook.formulas import expression

NAMES = {symbol: symbol.name for symbol in (hits, falses, misses, sure, smooth)}


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize(("certain", "added"), [(0.95, 0.0), (0.6, 2.5)])
def test_the_measures_are_those_of_the_kernels(mask, truth, certain, added):
    y, marked = (np.array(marks(text)) for text in (TRUTHS[truth], MASKS[mask]))
    stated = np.where(marked, certain, 1 - certain)
    at = {"I": (y * marked).sum(), "F": ((1 - y) * marked).sum(), "M": (y * (1 - marked)).sum()}
    at |= {"c": certain, "s": added}
    for loss in (dice, jaccard):
        got = vegaexpr.evaluate(expression(overlap.overlap(loss), NAMES), **at)
        assert got == pytest.approx(loss(y, stated, smooth=added), abs=1e-14)
    got = vegaexpr.evaluate(expression(crossentropy(), NAMES), **at)
    assert got == pytest.approx(binary_crossentropy(y, stated), rel=1e-13)


@pytest.mark.parametrize("truth", TRUTHS)
def test_pixels_are_counted_where_they_belong(truth):
    texts = {param["name"]: param.get("expr") for param in overlap.mask().spec["params"]}
    y, marked = (np.array(marks(text)) for text in (TRUTHS[truth], MASKS["nothing"]))
    marked[[0, 3, 14, 15, 20]] = 1
    at = {f"p{k}": mark for k, mark in enumerate(marked)} | {"object": list(TRUTHS).index(truth)}
    assert vegaexpr.evaluate(texts["hits"], **at) == (y * marked).sum()
    assert vegaexpr.evaluate(texts["falses"], **at) == ((1 - y) * marked).sum()


def test_a_stroke_gives_every_pixel_what_the_first_was_not():
    figure = overlap.mask()
    (patch,) = figure.spec["usermeta"]["embedOptions"]["patch"]
    held, brushed, ink, *pixels = patch["value"]
    assert (held["name"], brushed["name"], ink["name"]) == ("held", "brushed", "ink")
    assert [pixel["name"] for pixel in pixels] == [f"p{k}" for k in range(PIXELS)]
    update = pixels[7]["on"][0]["update"]
    assert vegaexpr.evaluate(update, brushed=7, ink=1, p7=0) == 1
    assert vegaexpr.evaluate(update, brushed=8, ink=1, p7=0) == 0
    assert brushed["on"][0]["force"]  # a second press on one pixel counts


def test_the_figure_says_its_numbers():
    figure = overlap.mask()
    said = texts_of(figure.spec)
    assert "hit 2, falsely marked 2, missed 2" in said
    for name, number in (
        ("Dice", "0.574"), ("Jaccard", "0.730"), ("cross-entropy", "0.378"),
        ("wrong pixels", "0.111"),
    ):  # fmt: skip
        assert f"{name} {number}" in said
        assert number in figure.description


def test_a_pixel_of_a_small_object_counts_more_for_dice_alone():
    """As the chapter says: about four times, where cross-entropy makes no difference."""
    gains = {}
    for name, (hit, false, missed) in {"small": (2, 2, 2), "large": (12, 4, 4)}.items():
        before = {"I": hit, "F": false, "M": missed, "c": 0.95, "s": 0.0}
        after = before | {"I": hit + 1, "M": missed - 1}
        for formula in (overlap.overlap(dice), crossentropy()):
            text = expression(formula, NAMES)
            gain = vegaexpr.evaluate(text, **before) - vegaexpr.evaluate(text, **after)
            gains.setdefault(name, []).append(gain)
    (small_dice, small_cross), (large_dice, large_cross) = gains["small"], gains["large"]
    assert small_cross == pytest.approx(large_cross)
    assert 3.5 < small_dice / large_dice < 4.5
