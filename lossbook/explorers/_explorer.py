"""The figure with a slider, made from a loss's own formula.

What moves is computed where the figure is read: Vega evaluates the SymPy formula that the kernel
and the derivations are tested against. JupyterLab and VS Code show the figure by themselves; the
site draws it when it is scrolled into view, and shows a still of it where scripts are off.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import sympy as sp

from lossbook.book._figures import COLOURS

# Version 6 is what Altair writes and the site draws. JupyterLab 4 and VS Code know version 5, for
# which the figures hold as well.
MIME = "application/vnd.vegalite.v5+json"
# What is shown where Vega is unknown. Not HTML, which JupyterLab would show instead of the figure.
TEXT = "text/markdown"
NAME = re.compile(r"[a-z][a-z0-9-]*")
PARAMETER = re.compile(r"[a-z][A-Za-z0-9_]*")

# Vega's dashes for the lines of `lossbook.figures`, in its order.
DASHES = ([1, 0], [6, 2], [2, 1.5], [6, 2, 1.5, 2], [10, 3], [1, 1])
WIDTH, HEIGHT = 290, 220  # pixels of one panel; the site fits the width to its page
SPACING: Any = {"row": 96, "column": 68}  # room for axes and titles between panels

# The ink is that of the page around the figure, so that it is light in the dark.
INK = "currentColor"
CONFIG: dict[str, Any] = {
    "font": "Helvetica, Arial, sans-serif",
    "background": "transparent",
    "axis": {
        "domainColor": INK, "gridColor": INK, "gridOpacity": 0.15, "labelColor": INK,
        "labelFlush": False, "labelFontSize": 12, "tickColor": INK, "tickCount": 6,
        "titleColor": INK, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 12, "orient": "bottom", "symbolSize": 400,
        "symbolStrokeWidth": 2, "symbolType": "stroke", "title": None, "columns": 2,
        "labelLimit": 240,
    },
    "line": {"strokeWidth": 2},
    "mark": {"color": COLOURS[0]},
    "text": {"color": INK, "fontSize": 12},
    "title": {
        "anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "normal", "frame": "group",
    },
    "view": {"stroke": None, "fill": "transparent"},  # the fill lets the pointer hit a panel
}  # fmt: skip


@dataclass(frozen=True)
class Slider:
    """A number that the reader moves.

    Parameters
    ----------
    name : str
        Its name in expressions: a letter a–z, then letters, digits or underscores.
    label : str
        What stands beside the slider, and is read aloud.
    low, high, step, value : float
        The range, the step, and where the slider stands at first.
    acts : str
        If not empty, the condition, an expression in the names of controls, under which the slider
        changes anything; otherwise the site disables it.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    acts: str = ""

    def __post_init__(self) -> None:
        named("name", self.name, PARAMETER)
        if not self.label.strip():
            raise ValueError(f"label: the slider {self.name} has none; say what it moves")
        if not (self.low <= self.value <= self.high and self.low < self.high and self.step > 0):
            raise ValueError(
                f"value: {self.name} must have low < high, low ≤ value ≤ high and step > 0, got "
                f"low={self.low}, high={self.high}, step={self.step}, value={self.value}"
            )

    @property
    def symbol(self) -> sp.Symbol:
        """The symbol that stands for it in the expressions given to a figure."""
        return sp.Symbol(self.name, real=True)

    @property
    def parameter(self) -> Any:
        """The Vega-Lite parameter, bound to a native range input."""
        bind = alt.binding_range(min=self.low, max=self.high, step=self.step, name=self.label)
        return alt.param(name=self.name, value=self.value, bind=bind)


@dataclass(frozen=True)
class Choice:
    """A value that the reader chooses from a list.

    Parameters
    ----------
    name, label : str
        As of a :class:`lossbook.explorers.Slider`.
    options : mapping of str to int or str
        What is shown, and the value it stands for; the first is chosen at first.
    """

    name: str
    label: str
    options: Mapping[str, int | str]

    def __post_init__(self) -> None:
        named("name", self.name, PARAMETER)
        if not self.label.strip():
            raise ValueError(f"label: the choice {self.name} has none; say what it chooses")
        if len(self.options) < 2:
            raise ValueError(f"options: {self.name} needs two or more, got {dict(self.options)}")

    @property
    def symbol(self) -> sp.Symbol:
        """The symbol that stands for it in the expressions given to a figure."""
        return sp.Symbol(self.name, real=True)

    @property
    def value(self) -> int | str:
        """What is chosen at first."""
        return next(iter(self.options.values()))

    @property
    def parameter(self) -> Any:
        """The Vega-Lite parameter, bound to a native select."""
        bind = alt.binding_select(
            options=list(self.options.values()), labels=list(self.options), name=self.label
        )
        return alt.param(name=self.name, value=self.value, bind=bind)


@dataclass(frozen=True)
class Drag:
    """Lets the pointer move a slider's value: where it is dragged in a panel, along an axis.

    Parameters
    ----------
    slider : Slider
        What moves.
    axis : {"x", "y"}
        The axis along which the pointer is read.
    panel : int
        The panel, from 0, in which it is dragged.
    grabbed : int, optional
        If given, the slider moves only while the point of this `index` is held: the mark under
        the pointer when it went down had this number in its column `index`.
    """

    slider: Slider
    axis: str
    panel: int = 0
    grabbed: int | None = None

    @property
    def signal(self) -> dict[str, Any]:
        """The Vega signal of the panel that moves the slider."""
        low, high = self.slider.low, self.slider.high
        steps = round(1 / self.slider.step, 6)  # to the unit: k/20 prints shorter than k·0.05

        def moved(panel: str) -> str:
            pointer = f"invert('concat_{self.panel}_{self.axis}', {self.axis}({panel}))"
            value = f"clamp(round({pointer}*{steps!r})/{steps!r}, {low!r}, {high!r})"
            if self.grabbed is None:
                return value
            return f"grabbed === {self.grabbed} ? {value} : {self.slider.name}"

        return {
            "name": self.slider.name,
            "push": "outer",  # the slider's own signal, which stands above the panel's
            "on": [
                {"events": PRESS, "update": moved("group()")},
                {"events": MOVE, "update": moved("held")},
            ],
        }


@dataclass(frozen=True)
class Paint:
    """Lets the pointer paint a grid of cells, each a slider of 0 and 1, across a panel.

    A stroke gives all cells that it passes what the first one was not.

    Parameters
    ----------
    cells : sequence of Slider
        The cells, row by row.
    columns : int
        How many stand in a row. The panel's axes run from 0 to the numbers of columns and rows.
    panel : int
        The panel, from 0, in which is painted.
    """

    cells: Sequence[Slider]
    columns: int
    panel: int = 0

    @property
    def signals(self) -> list[dict[str, Any]]:
        """The signals of the panel: the cell under the pointer, what it gets, and every cell."""
        rows = len(self.cells) // self.columns

        def under(panel: str) -> str:
            x, y = (
                f"floor(invert('concat_{self.panel}_{axis}', {axis}({panel})))" for axis in "xy"
            )
            inside = f"inrange({x}, [0, {self.columns - 1}]) && inrange({y}, [0, {rows - 1}])"
            return f"{inside} ? {x} + {self.columns}*{y} : -1"

        values = f"[{', '.join(cell.name for cell in self.cells)}]"
        pressed = {"events": PRESS, "update": under("group()"), "force": True}
        moved = {"events": MOVE, "update": under("held")}
        ink = {"events": PRESS, "update": f"brushed < 0 ? 1 : 1 - {values}[brushed]"}
        return [
            {"name": "brushed", "value": -1, "on": [pressed, moved]},
            {"name": "ink", "value": 1, "on": [ink]},
            *(
                {
                    "name": cell.name,
                    "push": "outer",
                    "on": [
                        {
                            "events": {"signal": "brushed"},
                            "update": f"brushed === {number} ? ink : {cell.name}",
                        }
                    ],
                }
                for number, cell in enumerate(self.cells)
            ),
        ]


PRESS = {"source": "scope", "type": "pointerdown"}
MOVE = {
    "source": "window",
    "type": "pointermove",
    "consume": True,
    "between": [PRESS, {"source": "window", "type": "pointerup"}],
}
# A move is heard of the whole window, where no panel is under the pointer: it is measured from the
# panel that was pressed.
HOLD = {
    "name": "held",
    "value": {},
    "on": [{"events": PRESS, "update": "isTuple(group()) ? group() : held"}],
}
GRAB = {
    "name": "grabbed",
    "value": -1,
    "on": [{"events": PRESS, "update": "datum && isValid(datum.index) ? datum.index : -1"}],
}


class Explorer:
    """A figure with controls, which shows itself.

    Parameters
    ----------
    name : str
        The figure's name, unique in the book: lower-case letters, digits, hyphens.
    panels : sequence of altair.Chart or altair.LayerChart
        What is drawn, side by side; one below the other on a narrow page.
    controls : sequence of Slider or Choice
        In the order in which they stand above the figure.
    description : str
        What is seen: the text for those who do not see the figure.
    caption : str
        The caption below the figure.
    drags : sequence of Drag
        What the pointer moves.
    paint : Paint, optional
        What the pointer paints.
    columns : int
        How many panels stand side by side on a wide page; by default all.
    presets : mapping of str to mapping of str to number
        Examples that the site offers: what each is called, and the values of controls it sets.
    folded : sequence of Slider
        Controls that the site folds away, as the pointer moves them in a panel.
    width, height : int
        The size of one panel in pixels; on the site the width is that of the page.

    Raises
    ------
    ValueError
        If the name is not of that form, a text is missing, there is no panel or no control, two
        controls have one name, or a preset sets what is no control.
    """

    def __init__(
        self,
        name: str,
        panels: Sequence[Any],
        controls: Sequence[Slider | Choice],
        *,
        description: str,
        caption: str,
        drags: Sequence[Drag] = (),
        paint: Paint | None = None,
        columns: int | None = None,
        presets: Mapping[str, Mapping[str, float]] | None = None,
        folded: Sequence[Slider] = (),
        width: int = WIDTH,
        height: int = HEIGHT,
    ) -> None:
        named("name", name, NAME)
        for what, text in (("description", description), ("caption", caption)):
            if not text.strip():
                raise ValueError(f"{what}: the figure {name} has none; say what is seen")
        names = [control.name for control in controls]
        if not panels or not names or len(set(names)) < len(names):
            raise ValueError(
                f"controls: the figure {name} needs a panel and controls of different names, "
                f"got {len(panels)} panels and {names}"
            )
        for preset, values in (presets or {}).items():
            if unknown := sorted(set(values) - set(names)):
                raise ValueError(
                    f"presets: {preset!r} of the figure {name} sets {unknown}, no control"
                )
        self.name, self.description, self.caption = name, description, caption
        self.controls = tuple(controls)
        options: dict[str, Any] = {"renderer": "svg", "actions": False}
        if drags or paint:
            options["patch"] = _patch(drags, paint)
        sized = (panel.properties(width=width, height=height) for panel in panels)
        figure = alt.concat(*sized, columns=columns or len(panels), bounds="flush", spacing=SPACING)
        figure = figure.add_params(
            *(control.parameter for control in controls),
            *(
                alt.param(name=f"{control.name}_acts", expr=control.acts)
                for control in controls
                if isinstance(control, Slider) and control.acts
            ),
        )
        usermeta: dict[str, Any] = {"embedOptions": options}
        if presets:
            usermeta["presets"] = {preset: dict(values) for preset, values in presets.items()}
        if folded:
            usermeta["folded"] = [control.name for control in folded]
        figure = figure.properties(description=description, usermeta=usermeta)
        self.spec: dict[str, Any] = {**figure.to_dict(), "config": CONFIG}

    def __repr__(self) -> str:
        return f"{self.caption}\n\n{self.description}"

    @property
    def html(self) -> str:
        """The figure without its drawing, which the site adds: what is seen, and the caption."""
        return (
            f'<figure class="lb-explorer" id="explorer-{self.name}">\n'
            f"<p>{html.escape(self.description)}</p>\n"
            f"<figcaption>{html.escape(self.caption)}</figcaption>\n</figure>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if "google.colab" in sys.modules:  # it draws what Altair writes as a page of its own
            with alt.renderers.enable("colab"):
                return alt.ConcatChart.from_dict(self.spec)._repr_mimebundle_()
        return {"text/plain": repr(self), TEXT: self.html, MIME: self.spec}


def named(argument: str, name: str, form: re.Pattern[str]) -> None:
    """Raise ValueError, naming the argument, for a name that is not of this form."""
    if not form.fullmatch(name):
        raise ValueError(f"{argument}: expected a name of the form {form.pattern}, got {name!r}")


def _patch(drags: Sequence[Drag], paint: Paint | None) -> list[dict[str, Any]]:
    """Return the patch, of the compiled figure, that lets the pointer move sliders and paint."""
    patch = []
    for panel in sorted({drag.panel for drag in drags} | ({paint.panel} if paint else set())):
        here = [drag for drag in drags if drag.panel == panel]
        signals = [HOLD, *(drag.signal for drag in here)]
        if any(drag.grabbed is not None for drag in here):
            signals.insert(0, GRAB)
        if paint and paint.panel == panel:
            signals += paint.signals
        patch.append({"op": "add", "path": f"/marks/{panel}/signals", "value": signals})
    return patch


def distinct(column: str, labels: Sequence[str], shown: str | None = None) -> list[Any]:
    """Return the encodings by which lines differ: colour and dashes, both in the legend.

    The legend says `shown`, an expression in `datum.value`, where this is given, else the labels.
    """
    dashes = alt.Scale(domain=list(labels), range=[list(dash) for dash in DASHES[: len(labels)]])
    stroke = alt.StrokeDash(f"{column}:N", scale=dashes)
    stroke = stroke.legend(**changing(shown)) if shown else stroke
    return [coloured(column, labels, shown), stroke]


def by_index(texts: Sequence[str]) -> str:
    """Return the expression that is the one of these whose number the column `index` has."""
    text = "NaN"
    for number, of_row in reversed(list(enumerate(texts))):
        text = f"(datum.index === {number} ? {of_row} : {text})"
    return text


def changing(shown: str) -> dict[str, Any]:
    """Return what a legend whose labels change needs: a line each, laid out once for any length."""
    return {"labelExpr": shown, "columns": 1, "orient": "top"}


def coloured(column: str, labels: Sequence[str], shown: str | None = None) -> Any:
    """Return the encoding of a column by the book's colours; `shown` as in `distinct`."""
    scale = alt.Scale(domain=list(labels), range=list(COLOURS[: len(labels)]))
    colour = alt.Color(f"{column}:N", scale=scale)
    return colour.legend(**changing(shown)) if shown else colour


def axes(x: tuple[float, float], y: tuple[float, float], xlabel: str, ylabel: str) -> list[Any]:
    """Return the encodings of the columns `x` and `y` over these ranges."""
    return [
        alt.X("x:Q", title=xlabel, scale=alt.Scale(domain=list(x), nice=False)),
        alt.Y("y:Q", title=ylabel, scale=alt.Scale(domain=list(y), nice=False)),
    ]
