"""The book's figure of a Gaussian forecast: its quantiles, and what each score says of a truth."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import altair as alt
import sympy as sp

from lossbook import gaussian_crps, gaussian_nll, pinball
from lossbook._loss import Loss
from lossbook.explorers._explorer import INK, Drag, Explorer, Slider, axes, distinct
from lossbook.formulas import expression

LEVELS = tuple(k / 20 for k in range(1, 20))
DRAWN = (0.05, 0.25, 0.5, 0.75, 0.95)
SCORES = ("NLL", "CRPS", "2 × mean pinball")


def density() -> Explorer:
    """Return a movable Gaussian forecast with its quantiles, and its scores against the truth."""
    mu = Slider("mu", "mean μ", -3.0, 3.0, 0.1, 0.0)
    sigma = Slider("sigma", "standard deviation σ", 0.2, 3.0, 0.05, 1.0)
    truth = Slider("truth", "observed y", -6.0, 6.0, 0.1, 1.5)
    m, s, y = sp.Symbol("m", real=True), sp.Symbol("s", positive=True), sp.Symbol("y", real=True)
    names = {m: mu.name, s: sigma.name}

    def at(formula: sp.Expr, place: str) -> str:
        return expression(formula, {**names, y: place})

    bell = sp.exp(-gaussian_nll_of(m, s, y))  # the density is e to the minus NLL
    plane = axes((-6, 6), (0, 1), "value", "density")
    curve = (
        alt.Chart(alt.sequence(-6, 6.01, 0.05, as_="x"))
        .mark_line(clip=True)
        .transform_calculate(y=at(bell, "datum.x"))
        .encode(*plane)
    )
    marks = [{"level": level, "z": NormalDist().inv_cdf(level)} for level in DRAWN]
    quantiles = (
        alt.Chart(alt.InlineData(values=marks))
        .transform_calculate(x=f"{mu.name} + {sigma.name}*datum.z")
        .transform_calculate(y=at(bell, "datum.x"), foot="0")
    )
    observed = alt.Chart(alt.sequence(1)).transform_calculate(x=truth.name, y="0", top="0.94")
    left = alt.layer(
        curve.properties(title="the forecast, five of its quantiles, and y"),
        quantiles.mark_rule(clip=True, strokeDash=[4, 3], color=INK).encode(
            *plane, alt.Y2("foot:Q")
        ),
        observed.mark_rule(clip=True, strokeWidth=3, color=INK).encode(*plane, alt.Y2("top:Q")),
        observed.mark_text(dy=-8, color=INK).encode(plane[0], alt.Y("top:Q"), text=alt.value("y")),
    )

    formulas = dict(zip(SCORES, scores(m, s, y), strict=True))
    score_plane = axes((-6, 6), (-1, 7), "observed y", "score")

    def of_scores(base: Any, place: str) -> Any:
        return base.transform_calculate(
            **{name: at(formula, place) for name, formula in formulas.items()}
        ).transform_fold(list(SCORES), as_=["score", "y"])

    lines = of_scores(alt.Chart(alt.sequence(-6, 6.01, 0.05, as_="x")), "datum.x")
    here = of_scores(alt.Chart(alt.sequence(1)).transform_calculate(x=truth.name), truth.name)
    first, second, third = (at(formula, truth.name) for formula in formulas.values())
    number = f"datum.value === '{SCORES[0]}' ? {first} : datum.value === '{SCORES[1]}' ? {second}"
    shown = f"datum.value + ': ' + format({number} : {third}, '.2f')"
    right = alt.layer(
        lines.properties(title="three scores of y")
        .mark_line(clip=True)
        .encode(*score_plane, *distinct("score", SCORES, shown)),
        here.mark_point(filled=True, opacity=1, size=70, color=INK).encode(*score_plane),
    )
    return Explorer(
        "forecast",
        [left, right],
        [mu, sigma, truth],
        drags=[Drag(truth, "x", 0), Drag(truth, "x", 1)],
        caption=(
            "A Gaussian forecast and three scores of what was observed. Dashed are the quantiles "
            "of the levels 0.05, 0.25, 0.5, 0.75 and 0.95. The NLL grows with the square of the "
            "miss over σ; the CRPS ends in straight lines. Twice the mean pinball loss over the "
            "levels 0.05, 0.10, … 0.95 is nearly the CRPS."
        ),
        description=(
            "Left, a bell curve with mean 0 and standard deviation 1, five dashed lines at its "
            "quantiles, and a thick line at the observed 1.5. Right, three scores against the "
            "observed value: the NLL, a parabola with its least value 0.92 at 0; the CRPS, with "
            "0.23 at 0 and nearly straight from 2 on; and twice the mean pinball loss of nineteen "
            "levels, just above it. The legend gives the three at the observed value. A smaller σ "
            "makes the parabola steep and the other two sharp."
        ),
    )


def _of(loss: Loss[Any], mean: Any, scale: Any, truth: Any) -> sp.Expr:
    y, p = (loss.symbols[name] for name in ("y_true", "y_pred"))
    return loss.formula.subs({p[0]: mean, p[1]: sp.log(scale), y: truth}, simultaneous=True)


def gaussian_nll_of(mean: Any, scale: Any, truth: Any) -> sp.Expr:
    """Return the negative log-likelihood of a truth under a mean and a scale."""
    return _of(gaussian_nll, mean, scale, truth)


def scores(mean: Any, scale: Any, truth: Any) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Return NLL, CRPS and twice the mean pinball loss of the quantiles, as formulas."""
    y, yhat, tau = (pinball.symbols[name] for name in ("y_true", "y_pred", "quantile"))
    terms = [
        pinball.formula.subs(
            {y: truth, yhat: mean + scale * NormalDist().inv_cdf(level), tau: level},
            simultaneous=True,
        )
        for level in LEVELS
    ]
    return (
        gaussian_nll_of(mean, scale, truth),
        _of(gaussian_crps, mean, scale, truth),
        2 * sp.Add(*terms) / len(LEVELS),
    )
