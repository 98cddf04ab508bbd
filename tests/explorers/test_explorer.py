"""Figures with sliders: valid, labelled, the same in every run, and clear about bad input."""

import json
import os
import re
import subprocess
import sys
import types
from dataclasses import replace
from pathlib import Path

import altair as alt
import pytest
import smallfigure
import vl_convert
from smallfigure import DELTA, RESIDUAL, TEXTS, figure, texts_of

import lossbook
from lossbook.explorers import MIME, TEXT, Choice, Curve, Drag, Explorer, Slider

# --- how panels stand ---------------------------------------------------------------------------


def four_panels(**options: int) -> Explorer:
    """Return a figure of four panels."""
    panel = alt.Chart(alt.Data(values=[{"x": 1}])).mark_point().encode(x="x:Q")
    slider = Slider("size", "size", 0.0, 1.0, 0.1, 0.5)
    return Explorer("four", [panel] * 4, [slider], description="D.", caption="C.", **options)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_panels_stand_in_as_many_columns_as_asked_for(columns: int) -> None:
    assert four_panels(columns=columns).spec["columns"] == columns


def test_panels_stand_side_by_side_unless_told() -> None:
    assert four_panels().spec["columns"] == 4


# --- what a figure holds ------------------------------------------------------------------------


def test_controls_are_native_and_labelled() -> None:
    side = Choice("side", "the side", {"left": -1, "right": 1})
    curves = [Curve("hinge", lossbook.hinge, side.symbol)]
    slider, choice = figure(curves=curves, controls=[side]).spec["params"][::-1]
    assert slider["bind"] == {
        "input": "range", "name": "residual e", "min": -4.0, "max": 4.0, "step": 0.05,
    }  # fmt: skip
    assert choice["bind"]["input"] == "select"
    assert (choice["bind"]["name"], choice["value"]) == ("the side", -1)
    assert (choice["bind"]["labels"], choice["bind"]["options"]) == (["left", "right"], [-1, 1])


def test_a_figure_shows_itself_in_every_form() -> None:
    made = figure()
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/plain", TEXT, MIME}
    assert bundle["text/plain"] == "A caption.\n\nWhat <is> seen."
    assert "<p>What &lt;is&gt; seen.</p>" in bundle[TEXT]
    assert 'id="explorer-test"' in bundle[TEXT]
    assert "\n\n" not in bundle[TEXT]  # Markdown's HTML ends at an empty line
    assert made.spec["description"] == made.description
    assert made.spec["usermeta"]["embedOptions"]["renderer"] == "svg"


def test_on_colab_a_figure_is_a_page_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    page = figure()._repr_mimebundle_()["text/html"]
    assert '"input": "range"' in page
    assert "vega-embed" in page
    assert alt.renderers.active != "colab"


def test_a_figure_is_the_same_in_every_process() -> None:
    """Whatever the order in which that process hashes."""
    program = "import json, smallfigure; print(json.dumps(smallfigure.figure().spec))"
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(smallfigure.__file__).parent,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert other == json.dumps(figure().spec) + "\n"


def test_nothing_of_a_figure_lies_elsewhere() -> None:
    text = json.dumps({key: value for key, value in figure().spec.items() if key != "$schema"})
    assert re.findall(r"//|url\(|\"url\"", text) == []


def test_vega_lite_and_vega_take_it() -> None:
    spec = figure().spec
    alt.ConcatChart.from_dict(spec)  # validates
    vega = vl_convert.vegalite_to_vega(spec)
    for panel in (0, 1, 2):
        assert vega["marks"][panel]["name"] == f"concat_{panel}_group"
        assert "signals" not in vega["marks"][panel]  # which the patch adds
    for version in (None, "5.20"):  # the site's, and that of JupyterLab 4
        assert "<svg" in vl_convert.vegalite_to_svg(spec, vl_version=version)


def test_a_slider_can_say_when_it_acts() -> None:
    slider = replace(DELTA, acts="residual > 0")
    spec = figure(controls=[slider]).spec
    assert {"name": "delta_acts", "expr": "residual > 0"} in spec["params"]
    assert not [each for each in figure().spec["params"] if "expr" in each]


def test_labels_stand_at_their_ticks_and_axes_are_named() -> None:
    """Labels at the ends of an axis are not pushed inwards, where they met their neighbours."""
    spec = figure().spec
    assert spec["config"]["axis"]["labelFlush"] is False
    for panel, name in zip(spec["concat"], ("loss", "gradient", "curvature"), strict=True):
        encoding = panel["layer"][0]["encoding"]
        assert (encoding["x"]["title"], encoding["y"]["title"]) == ("residual", name)
    texts = texts_of(spec)
    assert texts.count("−4") == texts.count("4") == 3  # the ends of three abscissas


def test_what_is_dragged_moves_its_slider() -> None:
    drag = Drag(RESIDUAL, "x", 1).signal
    assert (drag["name"], drag["push"]) == ("residual", "outer")
    pressed, moved = (on["update"] for on in drag["on"])
    assert pressed == "clamp(round(invert('concat_1_x', x(group()))*20.0)/20.0, -4.0, 4.0)"
    assert moved == pressed.replace("group()", "held")  # of the window, where no panel is
    held = Drag(RESIDUAL, "y", 0, grabbed=3).signal["on"][0]["update"]
    assert held.startswith("grabbed === 3 ? clamp(")
    assert held.endswith(" : residual")


def test_a_panel_where_points_are_held_knows_which() -> None:
    drags = [Drag(RESIDUAL, "x", 0, grabbed=1), Drag(DELTA, "y", 0)]
    made = Explorer("held", [alt.Chart(alt.sequence(2)).mark_point()], [RESIDUAL, DELTA],
                    drags=drags, **TEXTS)  # fmt: skip
    (patch,) = made.spec["usermeta"]["embedOptions"]["patch"]
    assert patch["path"] == "/marks/0/signals"
    assert [signal["name"] for signal in patch["value"]] == ["grabbed", "held", "residual", "delta"]


def test_a_choice_starts_with_its_first_option() -> None:
    assert Choice("side", "side", {"left": -1, "right": 1}).value == -1


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Two Words"}, "name: expected a name of the form"),
        ({"caption": " "}, "caption: the figure test has none"),
        ({"description": ""}, "description: the figure test has none"),
        ({"controls": [DELTA, DELTA]}, "controls: the figure test needs"),
        ({"domains": {}}, "got 0 panels"),
    ],
)
def test_bad_input_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figure(**changes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "2x"}, "name: expected"),
        ({"label": " "}, "label: the slider delta has none"),
        ({"value": 3.0}, "value: delta must have low < high"),
        ({"step": 0.0}, "value: delta must have low < high"),
    ],
)
def test_a_bad_slider_is_refused(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Slider(**{**DELTA.__dict__, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "name: expected"),
        ({"label": ""}, "label: the choice side has none"),
        ({"options": {"left": 1}}, "options: side needs two or more"),
    ],
)
def test_a_bad_choice_is_refused(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Choice(**{"name": "side", "label": "side", "options": {"l": 0, "r": 1}, **change})


def test_presets_set_controls_and_nothing_else() -> None:
    def made(**presets: dict[str, float]) -> Explorer:
        panel = alt.Chart(alt.sequence(1)).mark_point()
        return Explorer("test", [panel], [DELTA], presets=presets, **TEXTS)

    steep = {DELTA.name: DELTA.high}
    assert made(steep=steep).spec["usermeta"]["presets"] == {"steep": steep}
    assert "presets" not in made().spec["usermeta"]
    with pytest.raises(ValueError, match=r"presets: 'odd' .* sets \['nobody'\], no control"):
        made(steep=steep, odd={"nobody": 1.0})
