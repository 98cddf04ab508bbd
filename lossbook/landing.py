"""The explorer of the landing page: two losses side by side, and what they ask of data."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook.curves import PREDICTION, Curve, Texts, panel
from lossbook.explorer import INK, Choice, Drag, Explorer, Slider, axes, coloured, distinct
from lossbook.regression import (
    huber,
    log_cosh,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
)
from lossbook.vega import expression

DELTA = Slider("delta", "δ of Huber and pseudo-Huber", 0.25, 3.0, 0.05, 1.0)
TAU = Slider("tau", "τ of pinball", 0.05, 0.95, 0.05, 0.75)
RESIDUAL = Slider("residual", "residual e", -4.0, 4.0, 0.05, 2.0)
DATA = tuple(
    Slider(f"y{number}", f"y{'₁₂₃₄₅'[number - 1]}", -4.0, 4.0, 0.05, value)
    for number, value in enumerate((-1.5, -1.0, -0.5, 0.5, 3.5), start=1)
)
LOSSES: dict[str, tuple[Any, dict[str, Any]]] = {
    "squared error": (mean_squared_error, {}),
    "absolute error": (mean_absolute_error, {}),
    "Huber": (huber, {"delta": DELTA.symbol}),
    "pseudo-Huber": (pseudo_huber, {"delta": DELTA.symbol}),
    "log-cosh": (log_cosh, {}),
    "pinball": (pinball, {"quantile": TAU.symbol}),
}
BOTH = ("first", "second")
TRUTH = sp.Symbol("truth", real=True)
STEP = 1 / 64  # of the constants that are tried


def choices() -> list[Choice]:
    """Return the two lists of losses; each begins with another loss."""
    labels = list(LOSSES)
    orders = (labels, labels[1:] + labels[:1])
    return [
        Choice(which, f"{which} loss", {label: labels.index(label) for label in order})
        for which, order in zip(BOTH, orders, strict=True)
    ]


def compare() -> Explorer:
    """Return the explorer: value, gradient, curvature, likelihood, and the best constant."""
    controls = [DELTA, TAU, RESIDUAL, *DATA]
    of_loss = [
        Curve(label, loss, parameters=parameters).texts([DELTA, TAU], RESIDUAL)
        for label, (loss, parameters) in LOSSES.items()
    ]
    texts: dict[str, Texts] = {
        which: {
            kind: (
                _chosen(which, [each[kind][0] for each in of_loss]),
                _chosen(which, [each[kind][1] for each in of_loss]),
            )
            for kind in of_loss[0]
        }
        for which in BOTH
    }
    axis = "residual e = ŷ − y"
    domains = {"value": (0.0, 6.0), "gradient": (-4.0, 4.0), "curvature": (-0.2, 2.4)}
    panels = [panel(kind, texts, RESIDUAL, domain, axis) for kind, domain in domains.items()]
    panels += [_likelihoods(texts, axis), _constants()]
    return Explorer(
        "landing",
        panels,
        [*choices(), *controls],
        drags=[
            *(Drag(RESIDUAL, "x", number) for number in range(len(domains))),
            *(Drag(slider, "x", 4, grabbed=number) for number, slider in enumerate(DATA)),
        ],
        columns=2,
        height=180,
        caption=(
            "Choose two losses. Drag a point to read value, gradient and curvature at another "
            "residual; drag the data, the rings in the last panel, and see which constant each "
            "loss would predict. Of several equally good constants the least is shown."
        ),
        description=(
            "Five panels for two losses, at first the squared and the absolute error. Value: a "
            "parabola and a V. Gradient: a rising line and a step. Curvature: 2 and 0. The "
            "density behind each, proportional to the exponential of minus the loss: a bell and a "
            "peak with straight flanks on a logarithmic scale. Last, the mean loss of each "
            "constant over five data, four near 0 and one far to the right: the squared error is "
            "least at their mean, 0.2, the absolute error at their median, −0.5."
        ),
    )


def _chosen(which: str, texts: list[str]) -> str:
    """Return the expression of the loss that is chosen."""
    chosen = "NaN"
    for number, text in reversed(list(enumerate(texts))):
        chosen = f"({which} === {number} ? {text} : {chosen})"
    return chosen


def _likelihoods(texts: dict[str, Texts], axis: str) -> Any:
    """Return the densities that the losses come from, scaled to 1 at their peak."""
    plane = axes((RESIDUAL.low, RESIDUAL.high), (0.0, 1.05), axis)
    return (
        alt.Chart(
            alt.sequence(RESIDUAL.low, RESIDUAL.high + 1 / 64, 1 / 32, as_="x"),
            title="the likelihood behind it, ∝ exp(−loss)",
        )
        .mark_line(clip=True)
        .transform_calculate(**{which: f"exp(-({texts[which]['value'][0]}))" for which in BOTH})
        .transform_fold(list(BOTH), as_=["loss", "y"])
        .encode(*plane, *distinct("loss", BOTH))
    )


def _constants() -> Any:
    """Return the mean loss of every constant over the data, its least place, and the data."""
    low, high = DATA[0].low, DATA[0].high
    names = {DELTA.symbol: DELTA.name, TAU.symbol: TAU.name, PREDICTION: "datum.x"}
    means = []
    for loss, parameters in LOSSES.values():
        formula = Curve("mean", loss, TRUTH, parameters).formulas()["value"]
        values = [expression(formula, {**names, TRUTH: slider.name}) for slider in DATA]
        means.append(f"({' + '.join(values)})/{len(DATA)}")
    risks = {which: _chosen(which, means) for which in BOTH}
    plane = axes((low, high), (0.0, 6.0), "constant")
    curves = (
        alt.Chart(
            alt.sequence(low, high + STEP / 2, STEP, as_="x"),
            title="mean loss of a constant",
        )
        .transform_calculate(**risks)
        .transform_fold(list(BOTH), as_=["loss", "y"])
    )
    best = (
        curves.transform_joinaggregate(least="min(y)", groupby=["loss"])
        .transform_filter("datum.y <= datum.least + 1e-9")
        .transform_aggregate(x="min(x)", groupby=["loss"])
        .transform_calculate(
            text="datum.loss + ' asks for ' + format(datum.x, '.2f')",
            row="datum.loss === 'first' ? 6.75 : 6.3",  # above the panel, where no curve is
        )
    )
    data = alt.Chart(alt.sequence(len(DATA), as_="index"))
    places = "".join(f"datum.index === {n} ? {slider.name} : " for n, slider in enumerate(DATA))
    return alt.layer(
        curves.mark_line(clip=True).encode(*plane, *distinct("loss", BOTH)),
        best.mark_rule(strokeWidth=1.5).encode(plane[0], coloured("loss", BOTH)),
        best.transform_calculate(x=f"{low}", y="datum.row")
        .mark_text(align="left")
        .encode(*plane, text="text:N"),
        data.mark_point(opacity=1, color=INK, size=130, strokeWidth=2, fill="transparent")
        .transform_calculate(x=f"{places}NaN", y="0.25")
        .encode(*plane),
    )
