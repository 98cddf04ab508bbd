"""The figure with a slider, made from a loss's own formula.

What moves is computed where the figure is read: Vega evaluates the SymPy formula that the kernel
and the derivations are tested against. JupyterLab and VS Code show the figure by themselves; the
site draws it when it is scrolled into view, and shows a still of it where scripts are off.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import sympy as sp

from lossbook.figures import COLOURS
from lossbook.loss import Loss
from lossbook.vega import expression

# JupyterLab 4 knows the figures of Vega-Lite 6 by the name of version 5 only.
MIMES = ("application/vnd.vegalite.v6+json", "application/vnd.vegalite.v5+json")
NAME = re.compile(r"[a-z][a-z0-9-]*")
PARAMETER = re.compile(r"[a-z][A-Za-z0-9_]*")
LABEL = re.compile(r"[^.\[\]\\'\"]+")  # what Vega takes for the name of a column
SAMPLES = 256  # steps of an abscissa; a power of two, so that a kink at a round number is met

# Vega's dashes for the lines of `lossbook.figures`, in its order.
DASHES = ([1, 0], [6, 2], [2, 1.5], [6, 2, 1.5, 2], [10, 3], [1, 1])
WIDTH, HEIGHT = 290, 220  # pixels of one panel; the site fits the width to its page
SPACING: Any = {"row": 96, "column": 56}  # room for axes and titles between panels

# The ink is that of the page around the figure, so that it is light in the dark.
INK = "currentColor"
CONFIG: dict[str, Any] = {
    "font": "Helvetica, Arial, sans-serif",
    "background": "transparent",
    "axis": {
        "domainColor": INK, "gridColor": INK, "gridOpacity": 0.15, "labelColor": INK,
        "labelFontSize": 12, "tickColor": INK, "titleColor": INK, "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 12, "orient": "bottom", "symbolSize": 400,
        "symbolStrokeWidth": 2, "symbolType": "stroke", "title": None, "columns": 2,
        "labelLimit": 240,
    },
    "line": {"strokeWidth": 2},
    "text": {"color": INK, "fontSize": 12},
    "title": {
        "anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "normal",
        "subtitleColor": INK, "subtitleFontSize": 12,
    },
    "view": {"stroke": None, "fill": "transparent"},  # the fill lets the pointer hit a panel
}  # fmt: skip


@dataclass(frozen=True)
class Slider:
    """A parameter that the reader moves.

    Parameters
    ----------
    name : str
        Its name in expressions: a letter a–z, then letters, digits or underscores.
    label : str
        What stands beside the slider, and is read aloud.
    low, high, step, value : float
        The range, the step, and where the slider stands at first.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float

    def __post_init__(self) -> None:
        _named("name", self.name, PARAMETER)
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
    """A parameter that the reader chooses from a list.

    Parameters
    ----------
    name, label : str
        As of a :class:`Slider`.
    options : mapping of str to int or str
        What is shown, and the value it stands for; the first is chosen at first.
    """

    name: str
    label: str
    options: Mapping[str, int | str]

    def __post_init__(self) -> None:
        _named("name", self.name, PARAMETER)
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
        pointer = f"invert('concat_{self.panel}_{self.axis}', {self.axis}(group()))"
        steps = round(1 / self.slider.step, 6)  # to the unit: k/20 prints shorter than k·0.05
        moved = f"clamp(round({pointer}*{steps!r})/{steps!r}, {low!r}, {high!r})"
        if self.grabbed is not None:
            moved = f"grabbed === {self.grabbed} ? {moved} : {self.slider.name}"
        return {
            "name": self.slider.name,
            "push": "outer",  # the slider's own signal, which stands above the panel's
            "on": [{"events": event, "update": moved} for event in (PRESS, MOVE)],
        }


PRESS = {"source": "scope", "type": "pointerdown"}
MOVE = {
    "source": "window",
    "type": "pointermove",
    "consume": True,
    "between": [PRESS, {"source": "window", "type": "pointerup"}],
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

    Raises
    ------
    ValueError
        If the name is not of that form, a text is missing, there is no panel or no control, or
        two controls have one name.
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
    ) -> None:
        _named("name", name, NAME)
        for what, text in (("description", description), ("caption", caption)):
            if not text.strip():
                raise ValueError(f"{what}: the figure {name} has none; say what is seen")
        names = [control.name for control in controls]
        if not panels or not names or len(set(names)) < len(names):
            raise ValueError(
                f"controls: the figure {name} needs a panel and controls of different names, "
                f"got {len(panels)} panels and {names}"
            )
        self.name, self.description, self.caption = name, description, caption
        self.controls = tuple(controls)
        options: dict[str, Any] = {"renderer": "svg", "actions": False}
        if drags:
            options["patch"] = _patch(drags)
        sized = (panel.properties(width=WIDTH, height=HEIGHT) for panel in panels)
        figure = alt.concat(*sized, columns=len(panels), bounds="flush", spacing=SPACING)
        figure = figure.add_params(*(control.parameter for control in controls))
        figure = figure.properties(description=description, usermeta={"embedOptions": options})
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

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        drawn = dict.fromkeys(MIMES, self.spec)
        return {"text/plain": repr(self), "text/html": self.html, **drawn}


def _named(argument: str, name: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(name):
        raise ValueError(f"{argument}: expected a name of the form {form.pattern}, got {name!r}")


def _patch(drags: Sequence[Drag]) -> list[dict[str, Any]]:
    """Return the patch, of the compiled figure, that lets the pointer move sliders."""
    patch = []
    for panel in sorted({drag.panel for drag in drags}):
        here = [drag for drag in drags if drag.panel == panel]
        signals = [drag.signal for drag in here]
        if any(drag.grabbed is not None for drag in here):
            signals.insert(0, GRAB)
        patch.append({"op": "add", "path": f"/marks/{panel}/signals", "value": signals})
    return patch


# --- value and gradient -------------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """One loss in a figure, as a function of its prediction.

    Parameters
    ----------
    label : str
        What the legend says.
    loss : Loss
        A loss of one real prediction.
    truth : sympy.Expr or number
        The true value; an expression in the symbols of sliders, or a number.
    parameters : mapping of str to sympy.Expr or number
        The loss's parameters, in the same way.
    from_logits : bool
        Whether the prediction is a logit.
    """

    label: str
    loss: Loss[Any]
    truth: Any = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)
    from_logits: bool = False

    def formulas(self) -> dict[str, sp.Expr]:
        """Return value, gradient and curvature, as functions of :data:`PREDICTION`.

        The curvature is the derivative of the gradient where there is one: what a kink adds to it
        is left out.

        Raises
        ------
        ValueError
            If a parameter of the loss has no value, or is none of the loss.
        """
        specification = self.loss._specification(**self._flags)
        symbols = dict(specification.symbols)
        prediction = symbols.pop("y_pred")
        given = {"y_true": self.truth, **self.parameters}
        if set(given) != set(symbols) or not isinstance(prediction, sp.Symbol):
            raise ValueError(
                f"parameters: {self.loss.__name__} of one prediction takes "
                f"{', '.join(symbols)}; got {', '.join(given)}"
            )
        values = {symbols[name]: sp.sympify(value) for name, value in given.items()}
        values[prediction] = PREDICTION
        curvature = sp.diff(specification.gradient, prediction)
        curvature = curvature.replace(sp.DiracDelta, lambda *_: sp.S.Zero)
        parts = (specification.value, specification.gradient, curvature)
        return {
            kind: part.subs(values, simultaneous=True)
            for kind, part in zip(KINDS, parts, strict=True)
        }

    @property
    def _flags(self) -> dict[str, bool]:
        return {"from_logits": True} if self.from_logits else {}


PREDICTION = sp.Symbol("x", real=True)
KINDS = ("value", "gradient", "curvature")


def explore(
    name: str,
    curves: Sequence[Curve],
    controls: Sequence[Slider | Choice],
    *,
    prediction: Slider,
    domains: Mapping[str, tuple[float, float]],
    xlabel: str,
    caption: str,
    description: str,
) -> Explorer:
    """Return the figure of losses and their derivatives against the prediction, with sliders.

    A point on each curve shows value and slope at one prediction, which is itself a slider and
    can be dragged; through the first curve's point goes its tangent.

    Parameters
    ----------
    name, caption, description : str
        As of an :class:`Explorer`.
    curves : sequence of Curve
        What is drawn.
    controls : sequence of Slider or Choice
        The parameters that the curves name.
    prediction : Slider
        Its range is the abscissa.
    domains : mapping of str to (float, float)
        The range of the ordinate, for each panel that is wanted: "value", "gradient", "curvature".
    xlabel : str
        The label of the abscissa.

    Raises
    ------
    ValueError
        If a label cannot be the name of a column, a panel is unknown, or a curve's parameters do
        not fit its loss.
    """
    for curve in curves:
        _named("label", curve.label, LABEL)
    unknown = set(domains) - set(KINDS)
    if unknown:
        raise ValueError(f"domains: expected some of {', '.join(KINDS)}, got {sorted(unknown)}")
    formulas = {curve.label: curve.formulas() for curve in curves}
    names = {control.symbol: control.name for control in (*controls, prediction)}
    start = {control.symbol: control.value for control in (*controls, prediction)}
    panels = []
    for kind, domain in domains.items():
        of_kind = {label: parts[kind] for label, parts in formulas.items()}
        panels.append(_panel(kind, of_kind, formulas, prediction, domain, xlabel, names, start))
    drags = [Drag(prediction, "x", panel) for panel in range(len(panels))]
    return Explorer(
        name,
        panels,
        [*controls, prediction],
        description=description,
        caption=caption,
        drags=drags,
    )


def _panel(
    kind: str,
    curves: Mapping[str, sp.Expr],
    formulas: Mapping[str, Mapping[str, sp.Expr]],
    prediction: Slider,
    domain: tuple[float, float],
    xlabel: str,
    names: Mapping[sp.Symbol, str],
    start: Mapping[sp.Symbol, Any],
) -> Any:
    """Return one panel: the curves of this kind, their points, and in the first the tangent."""
    columns = {**names, PREDICTION: "datum.x"}
    at = {**names, PREDICTION: prediction.name}
    step = (prediction.high - prediction.low) / SAMPLES
    abscissa = alt.sequence(prediction.low, prediction.high + step / 2, step, as_="x")
    drawn = {
        label: _broken(formula, columns, prediction, start) for label, formula in curves.items()
    }
    x = alt.X(
        "x:Q", title=xlabel, scale=alt.Scale(domain=[prediction.low, prediction.high], nice=False)
    )
    y = alt.Y("y:Q", title=None, scale=alt.Scale(domain=list(domain), nice=False))
    lines = (
        alt.Chart(abscissa, title=_title(kind, curves, prediction, at))
        .mark_line(clip=True)
        .transform_calculate(**drawn)
        .transform_fold(list(curves), as_=["loss", "y"])
        .encode(x, y, *_distinct(list(curves)))
    )
    here = {label: expression(formula, at) for label, formula in curves.items()}
    points = (
        alt.Chart(alt.sequence(1))
        .mark_point(clip=True, filled=True, opacity=1, size=70)
        .transform_calculate(x=prediction.name, **here)
        .transform_fold(list(curves), as_=["loss", "y"])
        .encode(x, y, _colour(list(curves)))
    )
    layers = [lines, points]
    if kind == "value":
        value, slope = (expression(next(iter(formulas.values()))[k], at) for k in KINDS[:2])
        reach = (prediction.high - prediction.low) / 6
        layers.append(
            alt.Chart(alt.sequence(-1, 2, 2, as_="side"))
            .mark_line(clip=True, color=INK, strokeWidth=1)
            .transform_calculate(x=f"{prediction.name} + datum.side*{reach!r}")
            .transform_calculate(y=f"{value} + datum.side*{reach!r}*({slope})")
            .encode(x, y)
        )
    return alt.layer(*layers)


def _title(kind: str, curves: Mapping[str, sp.Expr], prediction: Slider, at: Any) -> Any:
    """Return the title: the kind, and its number for each curve at the prediction chosen."""
    numbers = [
        f"'{label} ' + format({expression(formula, at)}, '.3f')"
        for label, formula in curves.items()
    ]
    joined = " + ', ' + ".join(numbers)
    return alt.Title(alt.expr(f"['{kind} at ' + format({prediction.name}, '.2f'), {joined}]"))


def _broken(
    formula: sp.Expr, names: Mapping[Any, str], prediction: Slider, start: Mapping[Any, Any]
) -> str:
    """Return the expression, null where the formula jumps, so that no line joins the two sides."""
    text = expression(formula, names)
    if not formula.has(sp.Piecewise, sp.sign):
        return text
    near = 2.0**-20
    at_start = sp.lambdify(PREDICTION, formula.subs(start), "math")
    step = (prediction.high - prediction.low) / SAMPLES
    grid = (prediction.low + number * step for number in range(SAMPLES + 1))
    if all(abs(at_start(x + near) - at_start(x - near)) < JUMP for x in grid):
        return text
    left, right = (formula.subs(PREDICTION, PREDICTION + side * near) for side in (-1, 1))
    return f"{expression(sp.Abs(right - left), names)} < {JUMP!r} ? {text} : null"


JUMP = 1e-3  # a smooth derivative changes by less than this over 2⁻¹⁹


def _distinct(labels: list[str]) -> list[Any]:
    """Return the encodings by which curves differ: colour and dashes."""
    dashes = alt.Scale(domain=labels, range=[list(dash) for dash in DASHES[: len(labels)]])
    return [_colour(labels), alt.StrokeDash("loss:N", scale=dashes)]


def _colour(labels: list[str]) -> Any:
    return alt.Color("loss:N", scale=alt.Scale(domain=labels, range=list(COLOURS[: len(labels)])))
