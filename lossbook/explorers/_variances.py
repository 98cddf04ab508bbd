"""The book's figure of variance functions: which misses count alike, and the loss that follows."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook import gamma_deviance, mean_squared_error, poisson_deviance, tweedie_deviance
from lossbook._loss import Loss
from lossbook.explorers._explorer import INK, Drag, Explorer, Slider, axes, coloured, distinct
from lossbook.formulas import expression

LOSSES: dict[str, Loss[Any]] = {
    "squared error": mean_squared_error,
    "Poisson": poisson_deviance,
    "Tweedie": tweedie_deviance,
    "gamma": gamma_deviance,
}
# Not the symbols of the formulas, for which these stand.
truth, mean, power = sp.symbols("v m x", positive=True)
# Where the miss is dragged to: a truth and its prediction.
observed, predicted = sp.symbols("w u", positive=True)


def of(loss: Loss[Any], part: str = "value") -> sp.Expr:
    """Return the formula of a loss, of the truth v and the mean m; its power is x."""
    specification = loss.specification()
    symbols = specification.symbols
    values = {symbols["y_true"]: truth, symbols["y_pred"]: mean}
    values |= {symbols["power"]: power} if "power" in symbols else {}
    formula: sp.Expr = getattr(specification, part).subs(values, simultaneous=True)
    return formula


def variance(loss: Loss[Any]) -> sp.Expr:
    """Return the variance that a loss expects at the mean m: 2 over its curvature at the truth."""
    return sp.powsimp(sp.simplify(2 / of(loss, "hessian").subs(truth, mean)))


def alike(loss: Loss[Any], side: int) -> sp.Expr:
    """Return the truth above or below m that is as many standard deviations away as w is from u."""
    spread = sp.sqrt(variance(loss) / variance(loss).subs(mean, predicted))
    return mean + side * sp.Abs(observed - predicted) * spread


def scaled(loss: Loss[Any]) -> sp.Expr:
    """Return a loss times its variance at the truth: all have one curvature there."""
    return of(loss) * variance(loss).subs(mean, truth)


def spread() -> Explorer:
    """Return the misses that four losses count alike, and what each charges around one truth."""
    xi = Slider("xi", "power ξ of Tweedie", 1.05, 1.95, 0.05, 1.5)
    mu = Slider("mu", "prediction μ", 0.5, 10.0, 0.1, 2.0)
    y = Slider("y", "truth y", 0.5, 12.0, 0.1, 4.0)
    labels: list[Any] = list(LOSSES)
    names = {power: xi.name, observed: y.name, predicted: mu.name, truth: y.name}
    on_grid = {**names, mean: "datum.x"}

    plane = axes((0, 10), (0, 12), "prediction μ (unit of the data)", "truth y (unit of the data)")
    layers: list[Any] = []
    for side in (1, -1):
        layers.append(
            alt.Chart(alt.sequence(0.02, 10.01, 1 / 16, as_="x"))
            .mark_line(clip=True)
            .transform_calculate(
                **{label: expression(alike(loss, side), on_grid) for label, loss in LOSSES.items()}
            )
            .transform_fold(labels, as_=["loss", "y"])
            .encode(*plane, *distinct("loss", labels))
        )
    right_on = alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 10, "y": 10}]))
    here = alt.Chart(alt.sequence(1)).transform_calculate(x=mu.name, y=y.name)
    layers += [
        right_on.mark_line(color=INK, strokeWidth=1, strokeDash=[2, 2]).encode(*plane),
        here.mark_point(opacity=1, color=INK, size=160, strokeWidth=2).encode(*plane),
    ]
    left = alt.layer(*layers).properties(title="misses as large as the one ringed")

    charged = axes(
        (0, 10), (0, 24), "prediction μ (unit of the data)", "loss × variance at y (unit²)"
    )
    curves = (
        alt.Chart(alt.sequence(0.02, 10.01, 1 / 16, as_="x"))
        .mark_line(clip=True)
        .transform_calculate(
            **{label: expression(scaled(loss), on_grid) for label, loss in LOSSES.items()}
        )
        .transform_fold(labels, as_=["loss", "y"])
        .encode(*charged, *distinct("loss", labels))
    )
    at_point = {label: expression(scaled(loss), {**names, mean: mu.name})
                for label, loss in LOSSES.items()}  # fmt: skip
    points = (
        alt.Chart(alt.sequence(1))
        .mark_point(clip=True, filled=True, opacity=1, size=70)
        .transform_calculate(x=mu.name, **at_point)
        .transform_fold(labels, as_=["loss", "y"])
        .encode(*charged, coloured("loss", labels))
    )
    numbers = [f"'{label} ' + format({text}, '.2f')" for label, text in at_point.items()]
    pairs = [" + ', ' + ".join(numbers[start : start + 2]) for start in (0, 2)]
    title = alt.Title(alt.expr(f"['charged at ' + format({mu.name}, '.1f'), {', '.join(pairs)}]"))
    right = alt.layer(curves, points).properties(title=title)
    return Explorer(
        "spread",
        [left, right],
        [mu, y, xi],
        drags=[Drag(mu, "x", 0), Drag(y, "y", 0), Drag(mu, "x", 1)],
        presets={
            "a miss of 2 at 2": {"mu": 2, "y": 4},
            "a miss of 2 at 8": {"mu": 8, "y": 10},
            "too high": {"mu": 8, "y": 4},
        },
        caption=(
            "Left, the misses that each loss counts as large as the one ringed: as many of the "
            "standard deviations that its variance function expects: 1, μ, μ to the power ξ, or "
            "μ². Right, what each charges for the truth y, times its variance there, so that all "
            "bend alike at their lowest point. Drag the ring."
        ),
        description=(
            "Left, truth against prediction, with a dotted diagonal and a ring at the prediction 2 "
            "and the truth 4. Pairs of lines about the diagonal pass through it: those of the "
            "squared error are parallel to the diagonal, those of Poisson open like a parabola, "
            "Tweedie's with power 1.5 more widely, those of gamma as a wedge. Right, four bowls "
            "that touch 0 at the prediction 4. On the left of it gamma is the steepest and the "
            "squared error the flattest, on the right the order is reversed; at 2 they charge 4.00 "
            "(squared error), 6.18 (Poisson), 7.76 (Tweedie) and 9.82 (gamma)."
        ),
    )
