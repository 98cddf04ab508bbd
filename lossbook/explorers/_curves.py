"""The recurring figure with sliders: losses and their derivatives against the prediction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import sympy as sp

from lossbook import Loss
from lossbook.explorers._explorer import (
    INK,
    Choice,
    Drag,
    Explorer,
    Slider,
    axes,
    coloured,
    distinct,
    named,
)
from lossbook.formulas import expression

# By kind of panel, what its ordinate is called.
KINDS = {"value": "loss", "gradient": "gradient", "curvature": "curvature"}
PREDICTION = sp.Symbol("x", real=True)
LABEL = re.compile(r"[^.\[\]\\'\"]+")  # what Vega takes for the name of a column
SAMPLES = 256  # steps of an abscissa; a power of two, so that a kink at a round number is met
NEAR = 2.0**-20
JUMP = 1e-3  # a smooth derivative changes by less than this over twice that distance

# By kind: the expression of a curve, in the column x, and that of the point chosen on it.
Texts = Mapping[str, tuple[str, str]]


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
        """Return value, gradient and curvature, as functions of the symbol `PREDICTION`.

        The curvature is 0 at a kink.

        Raises
        ------
        ValueError
            If a parameter of the loss has no value, or is none of the loss.
        """
        specification = self.loss.specification("from_logits" if self.from_logits else "")
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
        parts = (specification.value, specification.gradient, specification.hessian)
        return {
            kind: part.subs(values, simultaneous=True)
            for kind, part in zip(KINDS, parts, strict=True)
        }

    def texts(self, controls: Sequence[Slider | Choice], prediction: Slider) -> dict[str, Any]:
        """Return the expressions of the curve, and of the point at the prediction, by kind."""
        names = {control.symbol: control.name for control in controls}
        start = {control.symbol: control.value for control in controls}
        return {
            kind: (
                _broken(formula, {**names, PREDICTION: "datum.x"}, prediction, start),
                expression(formula, {**names, PREDICTION: prediction.name}),
            )
            for kind, formula in self.formulas().items()
        }


def explore(
    name: str,
    curves: Sequence[Curve],
    controls: Sequence[Slider | Choice],
    *,
    prediction: Slider,
    domains: Mapping[str, tuple[float, float]],
    xlabel: str,
    unit: str = "",
    caption: str,
    description: str,
) -> Explorer:
    """Return the figure of losses and their derivatives against the prediction, with sliders.

    A point on each curve shows value and slope at one prediction, which is itself a slider and
    can be dragged; through the first curve's point goes its tangent.

    Parameters
    ----------
    name, caption, description : str
        As of an :class:`lossbook.explorers.Explorer`.
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
    unit : str
        The unit of the loss, where it has a name.

    Raises
    ------
    ValueError
        If a label cannot be the name of a column, a panel is unknown, or a curve's parameters do
        not fit its loss.
    """
    for curve in curves:
        named("label", curve.label, LABEL)
    unknown = set(domains) - set(KINDS)
    if unknown:
        raise ValueError(f"domains: expected some of {', '.join(KINDS)}, got {sorted(unknown)}")
    texts = {curve.label: curve.texts(controls, prediction) for curve in curves}
    ylabels = {**KINDS, "value": f"loss in {unit}"} if unit else KINDS
    panels = [
        panel(kind, texts, prediction, axes(_range(prediction), domain, xlabel, ylabels[kind]))
        for kind, domain in domains.items()
    ]
    return Explorer(
        name,
        panels,
        [*controls, prediction],
        description=description,
        caption=caption,
        drags=[Drag(prediction, "x", number) for number in range(len(panels))],
    )


def panel(
    kind: str,
    texts: Mapping[str, Texts],
    prediction: Slider,
    plane: Sequence[Any],
    shown: str | None = None,
) -> Any:
    """Return one panel: the curves of this kind, their points, with values the first's tangent.

    The plane is that of `axes`. In title and legend a curve has its label, or what the expression
    `shown` makes of it, which is given the label as `datum.value`.
    """
    labels = list(texts)
    low, high, at = prediction.low, prediction.high, prediction.name
    step = (high - low) / SAMPLES
    called = {
        label: (shown or "datum.value").replace("datum.value", f"'{label}'") for label in labels
    }
    numbers = [
        f"{called[label]} + ' ' + format({texts[label][kind][1]}, '.3f')" for label in labels
    ]
    # Two to a line, so that the title is no wider than a panel on a narrow page.
    pairs = [" + ', ' + ".join(numbers[start : start + 2]) for start in range(0, len(numbers), 2)]
    title = alt.Title(alt.expr(f"['{kind} at ' + format({at}, '.2f'), {', '.join(pairs)}]"))
    lines = (
        alt.Chart(alt.sequence(low, high + step / 2, step, as_="x"), title=title)
        .mark_line(clip=True)
        .transform_calculate(**{label: texts[label][kind][0] for label in labels})
        .transform_fold(labels, as_=["loss", "y"])
        .encode(*plane, *distinct("loss", labels, shown))
    )
    points = (
        alt.Chart(alt.sequence(1))
        .mark_point(clip=True, filled=True, opacity=1, size=70)
        .transform_calculate(x=at, **{label: texts[label][kind][1] for label in labels})
        .transform_fold(labels, as_=["loss", "y"])
        .encode(*plane, coloured("loss", labels, shown))
    )
    layers = [lines, points]
    if kind == "value":
        (_, value), (_, slope) = (texts[labels[0]][of] for of in ("value", "gradient"))
        run = f"datum.side*{(high - low) / 6!r}"
        layers.append(
            alt.Chart(alt.sequence(-1, 2, 2, as_="side"))
            .mark_line(clip=True, color=INK, strokeWidth=1)
            .transform_calculate(x=f"{at} + {run}", y=f"{value} + {run}*({slope})")
            .encode(*plane)
        )
    return alt.layer(*layers)


def _range(prediction: Slider) -> tuple[float, float]:
    """Return the range of the abscissa."""
    return prediction.low, prediction.high


def _broken(
    formula: sp.Expr, names: Mapping[Any, str], prediction: Slider, start: Mapping[Any, Any]
) -> str:
    """Return the expression, null where the formula jumps, so that no line joins the two sides."""
    text = expression(formula, names)
    if not formula.has(sp.Piecewise, sp.sign):
        return text
    at_start = sp.lambdify(PREDICTION, formula.subs(start), "math")
    step = (prediction.high - prediction.low) / SAMPLES
    grid = (prediction.low + number * step for number in range(SAMPLES + 1))
    if all(abs(at_start(x + NEAR) - at_start(x - NEAR)) < JUMP for x in grid):
        return text
    left, right = (formula.subs(PREDICTION, PREDICTION + side * NEAR) for side in (-1, 1))
    return f"{expression(sp.Abs(right - left), names)} < {JUMP!r} ? {text} : null"
