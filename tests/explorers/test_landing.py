"""The explorer of the landing page: each loss that can be chosen, against its kernel."""

import copy
from functools import cache
from typing import Any

import numpy as np
import pytest
import vegaexpr
from smallfigure import texts_of

from lossbook.explorers import Choice, Explorer, landing

AT = {"delta": 0.75, "tau": 0.9, "residual": -1.25}
DATA = {"y1": -1.5, "y2": -1.0, "y3": 0.25, "y4": 0.5, "y5": 3.5}
PARAMETERS = {
    "huber": {"delta": 0.75},
    "pseudo_huber": {"delta": 0.75},
    "pinball": {"quantile": 0.9},
}


@cache
def figure() -> Explorer:
    """Return the explorer, made once."""
    return landing.compare()


def expressions(layer: dict) -> dict[str, str]:
    """Return the expressions of a layer by their column."""
    return {t["as"]: t["calculate"] for t in layer["transform"] if "calculate" in t}


@pytest.mark.parametrize("label", landing.LOSSES)
@pytest.mark.parametrize("which", landing.BOTH)
def test_a_chosen_loss_is_its_kernel(label: str, which: str) -> None:
    number = list(landing.LOSSES).index(label)
    loss = landing.LOSSES[label][0]
    parameters = PARAMETERS.get(loss.__name__, {})
    other = "second" if which == "first" else "first"
    at = {**AT, **DATA, which: number, other: 0}
    value, gradient, curvature, density, risk = figure().spec["concat"]
    x = -1.25
    expected = (loss(0.0, x, **parameters), loss.gradient(0.0, x, **parameters))
    for panel, want in zip((value, gradient), expected, strict=True):
        for layer in panel["layer"][:2]:  # the line, and the point at the residual chosen
            got = vegaexpr.evaluate(expressions(layer)[which], datum_x=x, **at)
            assert got == pytest.approx(want, rel=1e-15)
    near = (loss.gradient(0.0, x + side * 1e-6, **parameters) for side in (1, -1))
    slope = vegaexpr.evaluate(expressions(curvature["layer"][0])[which], datum_x=x, **at)
    assert slope == pytest.approx(np.subtract(*near) / 2e-6, abs=1e-9)
    shape = vegaexpr.evaluate(expressions(density)[which], datum_x=x, **at)
    assert shape == pytest.approx(np.exp(-expected[0]), rel=1e-15)
    data = list(DATA.values())
    mean = vegaexpr.evaluate(expressions(risk["layer"][0])[which], datum_x=x, **at)
    assert mean == pytest.approx(loss(data, np.full(5, x), **parameters), rel=1e-15)


def test_each_list_begins_with_another_loss() -> None:
    first, second = (c for c in figure().controls if isinstance(c, Choice))
    labels = list(landing.LOSSES)
    assert [labels[c.value] for c in (first, second)] == ["Huber", "pinball"]
    assert set(first.options) == set(second.options) == set(landing.LOSSES)


def chosen(first: str, second: str) -> dict[str, Any]:
    """Return the specification with these losses chosen at first."""
    spec = copy.deepcopy(figure().spec)
    labels = list(landing.LOSSES)
    for parameter in spec["params"]:
        if parameter["name"] in landing.BOTH:
            which = first if parameter["name"] == "first" else second
            parameter["value"] = labels.index(which)
    return spec


def test_titles_and_legend_say_what_is_chosen() -> None:
    texts = texts_of(chosen("log-cosh", "absolute error"))
    assert "log-cosh 1.325, absolute error 2.000" in texts  # at the residual 2: ln cosh 2
    assert texts[-2:] == ["log-cosh", "absolute error"]  # the legend
    assert "absolute error asks for −0.50" in texts
    assert not {"first", "second"} & set(" ".join(texts).split())


@pytest.mark.parametrize(
    ("first", "second", "acting"),
    [
        ("Huber", "pinball", {"delta": True, "tau": True}),
        ("squared error", "pseudo-Huber", {"delta": True, "tau": False}),
        ("pinball", "log-cosh", {"delta": False, "tau": True}),
        ("absolute error", "absolute error", {"delta": False, "tau": False}),
    ],
)
def test_a_parameter_acts_where_a_loss_that_has_it_is_chosen(
    first: str, second: str, acting: dict[str, bool]
) -> None:
    labels = list(landing.LOSSES)
    conditions = {
        name.removesuffix("_acts"): text
        for parameter in figure().spec["params"]
        if (text := parameter.get("expr")) and (name := parameter["name"])
    }
    at = {"first": labels.index(first), "second": labels.index(second)}
    got = {name: bool(vegaexpr.evaluate(text, **at)) for name, text in conditions.items()}
    assert got == acting


def test_every_datum_can_be_dragged_by_itself() -> None:
    patches = figure().spec["usermeta"]["embedOptions"]["patch"]
    (held,) = (patch["value"] for patch in patches if patch["path"] == "/marks/4/signals")
    assert [signal["name"] for signal in held] == ["grabbed", "held", *DATA]
    updates = [signal["on"][0]["update"] for signal in held[2:]]
    assert [update.split(" ? ")[0] for update in updates] == [f"grabbed === {n}" for n in range(5)]
