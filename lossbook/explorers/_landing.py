"""The explorer of the landing page: two losses side by side, and what they ask of data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import sympy as sp

from lossbook import (
    huber,
    log_cosh,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
)
from lossbook.explorers._curves import KINDS, PREDICTION, Curve, Texts, panel
from lossbook.explorers._explorer import (
    INK,
    Choice,
    Drag,
    Explorer,
    Slider,
    axes,
    coloured,
    distinct,
)
from lossbook.formulas import expression

DELTA = Slider("delta", "δ of (pseudo-)Huber", 0.25, 3.0, 0.05, 1.0)
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
# The data of the last panel, by what is to be seen of them.
PRESETS = {
    "one outlier": (-1.5, -1.0, -0.5, 0.5, 3.5),
    "two outliers": (-0.5, 0.0, 0.5, 3.0, 3.5),
    "skewed": (-2.0, -1.8, -1.3, 0.0, 3.0),
    "two clumps": (-3.0, -2.75, -2.5, 2.5, 3.0),
    "symmetric": (-2.0, -1.0, 0.0, 1.0, 2.0),
}
# Both parameters act at first.
BOTH = {"first": "Huber", "second": "pinball"}
# What a chosen loss is called: an expression in the name of its list.
SHOWN = f"{list(LOSSES)}[datum.value === 'first' ? first : second]"
TRUTH = sp.Symbol("truth", real=True)
AXIS = "residual e = ŷ − y"
STEP = 1 / 64  # of the constants that are tried


def choices() -> list[Choice]:
    """Return the two lists of losses; each begins with its own."""
    numbers = {label: number for number, label in enumerate(LOSSES)}
    return [
        Choice(which, f"{which} loss", {start: numbers[start], **numbers})
        for which, start in BOTH.items()
    ]


def acting(slider: Slider) -> Slider:
    """Return the slider with its condition: a loss that has its parameter is chosen."""
    having = [
        number
        for number, (_, parameters) in enumerate(LOSSES.values())
        if slider.symbol in parameters.values()
    ]
    chosen = (f"{which} === {number}" for which in BOTH for number in having)
    return replace(slider, acts=" || ".join(chosen))


def compare() -> Explorer:
    """Return the explorer: value, gradient, curvature, likelihood, and the best constant."""
    controls = [acting(DELTA), acting(TAU), RESIDUAL, *DATA]
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
    span = (RESIDUAL.low, RESIDUAL.high)
    domains = {"value": (0.0, 6.0), "gradient": (-5.0, 5.0), "curvature": (-0.2, 2.4)}
    panels = [
        panel(kind, texts, RESIDUAL, axes(span, domain, AXIS, KINDS[kind]), SHOWN)
        for kind, domain in domains.items()
    ]
    panels += [_densities(texts), _constants()]
    return Explorer(
        "landing",
        panels,
        [*choices(), *controls],
        drags=[
            *(Drag(RESIDUAL, "x", number) for number in range(len(domains))),
            *(Drag(slider, "x", 4, grabbed=number) for number, slider in enumerate(DATA)),
        ],
        presets={
            name: dict(zip((slider.name for slider in DATA), values, strict=True))
            for name, values in PRESETS.items()
        },
        folded=DATA,
        columns=2,
        height=180,
        caption=(
            "Choose two losses. Drag a point to read value, gradient and curvature at another "
            "residual; drag the data, the rings in the last panel, and see which constant each "
            "loss would predict. Of several equally good constants the least is shown. A "
            "parameter can be moved while a loss that has it is chosen."
        ),
        description=(
            "Five panels for two losses, at first Huber with δ = 1 and pinball with τ = 0.75. "
            "Value: a parabola with straight arms, and a V that falls steeply on the left and "
            "rises gently on the right. Gradient: a line that rises from −1 to 1 and is flat "
            "beyond, and a step from −0.75 to 0.25. Curvature: 1 between −1 and 1 and 0 outside, "
            "and 0 everywhere. The density behind each, proportional to the exponential of minus "
            "the loss: a bell, and a peak with a short left and a long right tail. Last, the mean "
            "loss of each constant over five data, four near 0 and one far to the right: Huber's "
            "is least at −0.33, pinball's at 0.5, the fourth of the data in order."
        ),
    )


def _chosen(which: str, texts: list[str]) -> str:
    """Return the expression of the loss that is chosen."""
    chosen = "NaN"
    for number, text in reversed(list(enumerate(texts))):
        chosen = f"({which} === {number} ? {text} : {chosen})"
    return chosen


def _densities(texts: dict[str, Texts]) -> Any:
    """Return the densities that the losses come from, scaled to 1 at their peak."""
    plane = axes((RESIDUAL.low, RESIDUAL.high), (0.0, 1.05), AXIS, "density, peak = 1")
    return (
        alt.Chart(
            alt.sequence(RESIDUAL.low, RESIDUAL.high + 1 / 64, 1 / 32, as_="x"),
            title="the density behind it, ∝ exp(−loss)",
        )
        .mark_line(clip=True)
        .transform_calculate(**{which: f"exp(-({texts[which]['value'][0]}))" for which in BOTH})
        .transform_fold(list(BOTH), as_=["loss", "y"])
        .encode(*plane, *distinct("loss", list(BOTH), SHOWN))
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
    plane = axes((low, high), (0.0, 6.0), "constant", "mean loss")
    called = SHOWN.replace("datum.value", "datum.loss")
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
            text=f"{called} + ' asks for ' + format(datum.x, '.2f')",
            row="datum.loss === 'first' ? 6.75 : 6.3",  # above the panel, where no curve is
        )
    )
    data = alt.Chart(alt.sequence(len(DATA), as_="index"))
    places = "".join(f"datum.index === {n} ? {slider.name} : " for n, slider in enumerate(DATA))
    return alt.layer(
        curves.mark_line(clip=True).encode(*plane, *distinct("loss", list(BOTH), SHOWN)),
        best.mark_rule(strokeWidth=1.5).encode(plane[0], coloured("loss", list(BOTH), SHOWN)),
        best.transform_calculate(x=f"{low}", y="datum.row")
        .mark_text(align="left")
        .encode(*plane, text="text:N"),
        data.mark_point(opacity=1, color=INK, size=130, strokeWidth=2, fill="transparent")
        .transform_calculate(x=f"{places}NaN", y="0.25")
        .encode(*plane),
    )
