"""The book's figure of a density and its negative logarithm, which is a loss."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook import (
    binary_crossentropy,
    log_cosh,
    mean_absolute_error,
    mean_squared_error,
    pinball,
)
from lossbook.book._figures import COLOURS
from lossbook.explorers._explorer import INK, Choice, Drag, Explorer, Slider, axes
from lossbook.formulas import expression, tau

# The residual y − ŷ, the scale, and what stands for the first over the second.
residual, scale, u = sp.Symbol("r", real=True), sp.Symbol("s", positive=True), sp.Symbol("u")


def _of(loss: Any, link: str = "", truth: Any = 0) -> sp.Expr:
    """Return the formula of a loss at this truth, or, where that is u, at the prediction 0."""
    symbols = loss.specification(link).symbols
    prediction = u if truth != u else 0
    given = {symbols["y_true"]: truth, symbols["y_pred"]: prediction}
    return loss.specification(link).value.subs(given, simultaneous=True)


# Of a scaled residual u: the loss, what it is called, and what e to minus the loss integrates to.
DENSITIES: dict[str, tuple[sp.Expr, str, sp.Expr]] = {
    "Gaussian": (_of(mean_squared_error) / 2, "half the squared error", sp.sqrt(2 * sp.pi)),
    "Laplace": (_of(mean_absolute_error), "the absolute error", sp.Integer(2)),
    "hyperbolic secant": (_of(log_cosh), "log-cosh", sp.pi),
    "logistic": (
        2 * _of(binary_crossentropy, "from_logits", sp.Rational(1, 2)),
        "twice the cross-entropy of ½ and the logit",
        sp.Integer(1),
    ),
    "asymmetric Laplace": (_of(pinball, truth=u), "the pinball loss", 1 / (tau * (1 - tau))),
}


def charged(name: str) -> sp.Expr:
    """Return the loss of the scaled residual."""
    return DENSITIES[name][0].subs(u, residual / scale)


def lift(name: str) -> sp.Expr:
    """Return what the negative logarithm of the density has beside the loss."""
    return sp.log(scale * DENSITIES[name][2])


def likelihood() -> Explorer:
    """Return a density that can be chosen and scaled, its negative logarithm, and one residual."""
    choice = Choice("density", "density", {name: k for k, name in enumerate(DENSITIES)})
    asymmetric = list(DENSITIES).index("asymmetric Laplace")
    e = Slider("residual", "residual y − ŷ", -5.0, 5.0, 0.1, 1.5)
    s = Slider("scale", "scale σ", 0.2, 3.0, 0.05, 1.0)
    t = Slider("tau", "τ", 0.05, 0.95, 0.05, 0.25, acts=f"{choice.name} === {asymmetric}")

    def chosen(of: Any, place: str = "") -> str:
        names = {residual: place, scale: s.name, tau: t.name}
        return f"[{', '.join(expression(of(name), names) for name in DENSITIES)}][{choice.name}]"

    def density(place: str) -> str:
        return f"exp(-({chosen(charged, place)}))/exp({chosen(lift)})"

    below = axes((-5, 5), (0, 1.2), "residual y − ŷ (unit of the data)", "density f")
    above = axes((-5, 5), (-1, 6), "residual y − ŷ (unit of the data)", "−ln f (nats)")
    grid = alt.Chart(alt.sequence(-5, 5.01, 1 / 16, as_="x"))
    here = alt.Chart(alt.sequence(1)).transform_calculate(
        x=e.name, f=density(e.name), lift=chosen(lift), loss=chosen(charged, e.name),
        y="datum.f", top="datum.lift + datum.loss", zero="0",
    )  # fmt: skip
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "size": 80, "color": INK, "clip": True}
    left = alt.layer(
        grid.mark_line(clip=True).transform_calculate(y=density("datum.x")).encode(*below),
        here.mark_rule(clip=True, strokeWidth=1.5, color=INK).encode(*below, alt.Y2("zero:Q")),
        here.mark_point(**dot).encode(*below),
    ).properties(title=alt.Title(alt.expr(f"'density ' + format({density(e.name)}, '.3f')")))
    loss, lifted = chosen(charged, e.name), chosen(lift)
    numbers = f"format({loss} + {lifted}, '.3f') + ' = loss ' + format({loss}, '.3f')"
    called = [called for _, called, _ in DENSITIES.values()]
    text = f"[{called}[{choice.name}], '−ln f = ' + {numbers} + ' + ' + format({lifted}, '.3f')]"
    level = grid.transform_calculate(y=lifted)
    right = alt.layer(
        level.mark_line(clip=True, color=INK, strokeWidth=1, strokeDash=[4, 3]).encode(*above),
        grid.mark_line(clip=True, color=COLOURS[1])
        .transform_calculate(y=f"{lifted} + {chosen(charged, 'datum.x')}")
        .encode(*above),
        here.mark_rule(clip=True, strokeWidth=1.5, color=INK).encode(
            above[0], alt.Y("lift:Q"), alt.Y2("top:Q")
        ),
        here.transform_calculate(y="datum.top").mark_point(**dot).encode(*above),
    ).properties(title=alt.Title(alt.expr(text)))
    return Explorer(
        "likelihood",
        [left, right],
        [choice, s, t, e],
        drags=[Drag(e, "x", 0), Drag(e, "x", 1)],
        caption=(
            "A density of the truth about its prediction, and its negative logarithm: a loss, "
            "lifted by a constant, the dashed line, that does not contain the prediction. Drag "
            "the residual; a scale below 1 makes both steeper, and can put the line below 0."
        ),
        description=(
            "Left, the standard normal density, a bell of height 0.40, with an upright line to it "
            "at the residual 1.5, where it is 0.130. Right, its negative logarithm, a parabola "
            "whose lowest point touches a dashed level at 0.919; at 1.5 it stands 1.125 above the "
            "level, at 2.044, half the squared error. With another density the right curve is a V, "
            "a V with a rounded point, or a tilted V; a smaller scale lowers the level and "
            "narrows both curves."
        ),
    )
