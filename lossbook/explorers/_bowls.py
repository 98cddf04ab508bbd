"""The book's figures of constants: data to drag, and which constant each loss asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import sympy as sp

from lossbook import (
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
)
from lossbook._loss import Loss
from lossbook.explorers._explorer import (
    INK,
    Drag,
    Explorer,
    Slider,
    axes,
    by_index,
    coloured,
    distinct,
)
from lossbook.formulas import expression

Truths = Sequence[sp.Expr]
CONSTANT = sp.Symbol("c", real=True)
NUMBERS = "₁₂₃₄₅"
NONE = 1e-9  # a least cost of 0 is taken for this, so that something can be divided by it


def each(loss: Loss[Any], truths: Truths, part: str = "value") -> list[sp.Expr]:
    """Return what each truth adds to the cost of the constant c, or to its slope."""
    specification = loss.specification()
    y, yhat = (specification.symbols[name] for name in ("y_true", "y_pred"))
    formula = getattr(specification, part)
    return [formula.subs({y: truth, yhat: CONSTANT}, simultaneous=True) for truth in truths]


def balance(loss: Loss[Any], truths: Truths) -> sp.Expr:
    """Return the constant at which the slopes of a smooth loss sum to 0."""
    (place,) = sp.solve(sp.Add(*each(loss, truths, "gradient")), CONSTANT)
    return place


def among(cost: sp.Expr, truths: Truths) -> sp.Expr:
    """Return the least of the truths at which a cost, linear between them, is least."""
    costs = [cost.subs(CONSTANT, truth) for truth in truths]
    # Sums in another order end in other bits: what is equal up to them counts as equal.
    near = sp.Min(*costs, evaluate=False) * sp.Float(1 + 1e-12)
    far = sp.Max(*truths)
    least = (
        sp.Piecewise((truth, sp.Le(cost, near, evaluate=False)), (far, True))
        for truth, cost in zip(truths, costs, strict=True)
    )
    return sp.Min(*least, evaluate=False)


@dataclass(frozen=True)
class Cost:
    """What a constant costs over the data, and the constant that costs least.

    Attributes
    ----------
    statistic : str
        What the least constant is called.
    of : callable
        The cost of the constant c, from the truths.
    best : callable
        The least constant, from the truths.
    """

    statistic: str
    of: Callable[[Truths], sp.Expr]
    best: Callable[[Truths], sp.Expr]


def _mean(loss: Loss[Any]) -> Callable[[Truths], sp.Expr]:
    return lambda truths: sp.Add(*each(loss, truths)) / len(truths)


def _median(loss: Loss[Any]) -> Callable[[Truths], sp.Expr]:
    return lambda truths: among(_mean(loss)(truths), truths)


SQUARED = Cost(
    "mean", _mean(mean_squared_error), lambda truths: balance(mean_squared_error, truths)
)
ABSOLUTE = Cost("median", _mean(mean_absolute_error), _median(mean_absolute_error))
LARGEST = Cost(
    "midrange",
    lambda truths: sp.Max(*each(mean_absolute_error, truths), evaluate=False),
    lambda truths: (sp.Min(*truths) + sp.Max(*truths)) / 2,
)
PERCENTAGE = Cost(
    "weighted median",
    _mean(mean_absolute_percentage_error),
    _median(mean_absolute_percentage_error),
)
THREE = {"squared error": SQUARED, "absolute error": ABSOLUTE, "largest error": LARGEST}
RELATIVE = {"squared error": SQUARED, "absolute error": ABSOLUTE, "percentage error": PERCENTAGE}


def data(starts: Sequence[float], low: float, high: float, step: float) -> list[Slider]:
    """Return the sliders of the data."""
    return [
        Slider(f"y{k}", f"y{NUMBERS[k - 1]}", low, high, step, start)
        for k, start in enumerate(starts, start=1)
    ]


def signals_of(costs: Mapping[str, Cost], sliders: Sequence[Slider]) -> dict[str, str]:
    """Return the expressions of the answers, `best0` and so on, and of what they cost, `least0`."""
    truths = [slider.symbol for slider in sliders]
    names = {slider.symbol: slider.name for slider in sliders}
    found = {}
    for k, cost in enumerate(costs.values()):
        found[f"best{k}"] = expression(cost.best(truths), names)
        at_best = {**names, CONSTANT: f"best{k}"}
        found[f"least{k}"] = f"max({NONE!r}, {expression(cost.of(truths), at_best)})"
    return found


def bowls(costs: Mapping[str, Cost], sliders: Sequence[Slider], reach: float, axis: str) -> Any:
    """Return the panel: each cost over its least, its answer, and the data as rings to drag."""
    labels: list[Any] = list(costs)
    truths = [slider.symbol for slider in sliders]
    names = {slider.symbol: slider.name for slider in sliders} | {CONSTANT: "datum.x"}
    plane = axes((0, reach), (0.6, 3), axis, "cost ÷ its minimum")
    plane[1] = plane[1].axis(values=[1, 1.5, 2, 2.5, 3], format=".1f")
    number = "NaN"
    for k, (label, cost) in reversed(list(enumerate(costs.items()))):
        called = label.removesuffix(" error")
        text = f"'{called}: {cost.statistic} ' + format(best{k}, '.2f')"
        number = f"datum.value === '{label}' ? {text} : {number}"
    curves = (
        alt.Chart(alt.sequence(0, reach + 1 / 64, 1 / 32, as_="x"))
        .mark_line(clip=True)
        .transform_calculate(
            **{
                label: f"({expression(cost.of(truths), names)})/least{k}"
                for k, (label, cost) in enumerate(costs.items())
            }
        )
        .transform_fold(labels, as_=["loss", "y"])
        .encode(*plane, *distinct("loss", labels, number))
    )
    best = (
        alt.Chart(alt.sequence(1))
        .transform_calculate(**{label: f"best{k}" for k, label in enumerate(labels)})
        .transform_fold(labels, as_=["loss", "x"])
        .transform_calculate(y="1", foot="0.89")
    )
    rings = alt.Chart(alt.sequence(len(sliders), as_="index")).transform_calculate(
        x=by_index([slider.name for slider in sliders]), y="0.78", name="datum.index + 1"
    )
    colour = coloured("loss", labels, number)
    return alt.layer(
        curves,
        best.mark_rule(strokeWidth=1.5, opacity=0.8).encode(*plane, alt.Y2("foot:Q"), colour),
        best.mark_point(filled=True, opacity=1, size=60, clip=True).encode(*plane, colour),
        rings.mark_point(opacity=1, color=INK, size=300, strokeWidth=2, fill="transparent").encode(
            *plane
        ),
        rings.mark_text(fontSize=11, color=INK).encode(*plane, text="name:Q"),
    )


def three() -> Explorer:
    """Return five data on a line, and what squared, absolute and largest error ask of them."""
    sliders = data((1.0, 2.0, 3.0, 4.0, 8.0), 0.0, 10.0, 0.1)
    panel = bowls(THREE, sliders, 10.0, "constant c, and the data (their unit)")
    signals = [alt.param(name=k, expr=text) for k, text in signals_of(THREE, sliders).items()]
    return Explorer(
        "constants",
        [panel.properties(title="what each error asks for").add_params(*signals)],
        sliders,
        drags=[Drag(slider, "x", grabbed=k) for k, slider in enumerate(sliders)],
        presets={
            name: {slider.name: value for slider, value in zip(sliders, values, strict=True)}
            for name, values in {
                "one far to the right": (1.0, 2.0, 3.0, 4.0, 10.0),
                "symmetric": (1.0, 3.0, 5.0, 7.0, 9.0),
                "two clumps": (0.5, 1.0, 1.5, 8.5, 9.0),
                "skewed": (0.5, 1.0, 2.0, 4.5, 9.5),
            }.items()
        },
        folded=sliders,
        width=600,
        height=280,
        caption=(
            "What one constant costs over five data, each cost divided by the least that it "
            "reaches, and where it is least. Drag the rings, the data: the mean follows every one "
            "of them, the median only what passes the middle, the midrange only the two ends."
        ),
        description=(
            "Three bowls over the constant prediction from 0 to 10, and below them five numbered "
            "rings at 1, 2, 3, 4 and 8. The mean squared error is a parabola, least at the mean, "
            "3.60; the mean absolute error consists of straight pieces, least at the median, 3.00; "
            "the largest error is a V, least at the midrange, 4.50. When the fifth ring is moved "
            "to the right the parabola follows slowly, the V by half of the way, and the least "
            "absolute error stays where it is."
        ),
    )


def relative() -> Explorer:
    """Return five positive data, what the percentage error asks of them, and their weights."""
    sliders = data((1.0, 2.0, 3.0, 5.0, 9.0), 0.05, 10.0, 0.05)
    panel = bowls(RELATIVE, sliders, 10.0, "constant c, and the data (their unit)")
    found = signals_of(RELATIVE, sliders)
    signals = [alt.param(name=name, expr=text) for name, text in found.items()]
    names = {slider.symbol: slider.name for slider in sliders}
    shares = [expression(share, names) for share in weights([s.symbol for s in sliders])]
    weighed = alt.Chart(alt.sequence(len(sliders), as_="row")).transform_calculate(
        share=f"[{', '.join(shares)}][datum.row]",
        name=f"'y' + '{NUMBERS}'[datum.row]",
        text="format(datum.share, '.0%')",
    )
    order = alt.Y("name:N", title=None, sort=None)
    along = alt.X(
        "share:Q", title="share of all weight", scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%"),
    )  # fmt: skip
    bars = alt.layer(
        weighed.mark_bar(color=INK, opacity=0.7, height=14).encode(along, order),
        weighed.mark_text(align="left", dx=4).encode(along, order, text="text:N"),
    )
    return Explorer(
        "percentage",
        [
            panel.properties(title="what each error asks for").add_params(*signals),
            bars.properties(title="weight 1/y in the percentage error"),
        ],
        sliders,
        drags=[Drag(slider, "x", grabbed=k) for k, slider in enumerate(sliders)],
        presets={
            name: {slider.name: value for slider, value in zip(sliders, values, strict=True)}
            for name, values in {
                "one near 0": (0.2, 2.0, 3.0, 5.0, 9.0),
                "two near 0": (0.1, 0.2, 3.0, 5.0, 9.0),
                "far from 0": (6.0, 7.0, 8.0, 9.0, 10.0),
            }.items()
        },
        folded=sliders,
        caption=(
            "Five positive data and what squared, absolute and percentage error ask of them; on "
            "the right what each of the data weighs in the percentage error. Drag the first ring "
            "towards 0: from one half of all weight on, it alone is the answer."
        ),
        description=(
            "Left, three bowls over the constant prediction from 0 to 10 above five numbered rings "
            "at 1, 2, 3, 5 and 9: the squared error is least at the mean, 4.00, the absolute error "
            "at the median, 3.00, the percentage error at the weighted median, 2.00. Right, five "
            "bars, the weights 1/y as shares: 47 % for the first, 5 % for the last. When the first "
            "is moved to 0.2, its share rises to 81 % and the percentage error asks for 0.20."
        ),
    )


def weights(truths: Truths) -> list[sp.Expr]:
    """Return what each truth weighs in the percentage error, by its formula, as a share of all."""
    pairs = zip(
        each(mean_absolute_percentage_error, truths), each(mean_absolute_error, truths), strict=True
    )
    parts = [percentage / absolute for percentage, absolute in pairs]
    return [part / sp.Add(*parts) for part in parts]
