"""The recurring figure: what it computes, where it breaks its lines, and what it refuses."""

import pytest
import sympy as sp
import vegaexpr
from smallfigure import DELTA, figure, texts_of

import lossbook
from lossbook.explorers import Curve


def transforms(layer: dict) -> dict[str, str]:
    """Return the expressions of a layer by their column."""
    return {t["as"]: t["calculate"] for t in layer["transform"] if "calculate" in t}


def test_every_panel_computes_the_formula_of_its_kind() -> None:
    panels = figure().spec["concat"]
    value, gradient, curvature = (transforms(panel["layer"][0])["Huber"] for panel in panels)
    for x, expected in ((0.25, (0.03125, 0.25, 1)), (-3.0, (1.375, -0.5, 0))):
        got = [
            vegaexpr.evaluate(text, datum_x=x, delta=0.5) for text in (value, gradient, curvature)
        ]
        assert got == list(expected)


def test_the_point_stands_on_the_curve_and_the_tangent_has_its_slope() -> None:
    _, points, tangent = figure().spec["concat"][0]["layer"]
    at = {"residual": -3.0, "delta": 0.5}
    assert vegaexpr.evaluate(transforms(points)["Huber"], **at) == 1.375
    ends = []
    for side in (-1, 1):
        x = vegaexpr.evaluate(transforms(tangent)["x"], datum_side=side, **at)
        ends.append((x, vegaexpr.evaluate(transforms(tangent)["y"], datum_side=side, **at)))
    (x0, y0), (x1, y1) = ends
    assert (x0 + x1) / 2 == pytest.approx(-3.0)
    assert (y0 + y1) / 2 == pytest.approx(1.375)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-0.5)


def test_a_title_has_two_curves_to_a_line() -> None:
    labels = ("one", "two", "three")
    curves = [Curve(label, lossbook.mean_squared_error, 2) for label in labels]
    spec = figure(curves=curves, controls=[DELTA], unit="points").spec
    texts = texts_of(spec)
    start = texts.index("value at 2.00")
    assert texts[start + 1 : start + 3] == ["one 0.000, two 0.000", "three 0.000"]
    assert "loss in points" in texts


def test_no_line_joins_the_two_sides_of_a_jump() -> None:
    curves = [Curve("MAE", lossbook.mean_absolute_error, DELTA.symbol)]
    text = transforms(figure(curves=curves).spec["concat"][1]["layer"][0])["MAE"]
    values = [vegaexpr.evaluate(text, datum_x=x, delta=1.0) for x in (0.96875, 1.0, 1.03125)]
    assert values == [-1, None, 1]


def test_where_nothing_jumps_nothing_is_left_out() -> None:
    text = transforms(figure().spec["concat"][1]["layer"][0])["Huber"]
    assert "null" not in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"domains": {"slope": (0, 1)}}, r"domains: expected .* got \['slope'\]"),
        ({"curves": [Curve("a.b", lossbook.huber)]}, "label: expected a name of the form"),
        ({"curves": [Curve("H", lossbook.huber)]}, "huber of one prediction takes y_true, delta"),
        (
            {"curves": [Curve("H", lossbook.huber, parameters={"delta": sp.Symbol("q")})]},
            "names: nothing stands for q",
        ),
        (
            {"curves": [Curve("C", lossbook.categorical_crossentropy)]},
            "categorical_crossentropy of one prediction takes",
        ),
    ],
)
def test_bad_input_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figure(**changes)
