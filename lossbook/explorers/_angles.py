"""The book's figure of margin softmaxes in the plane: boundaries, losses and pulls by the angle."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import sympy as sp

from lossbook import am_softmax, arcface, normface, sphereface
from lossbook._loss import Loss
from lossbook.explorers._explorer import (
    INK,
    Choice,
    Drag,
    Explorer,
    Slider,
    axes,
    by_index,
    coloured,
)
from lossbook.formulas import cs, expression, j, t

LOSSES: dict[str, tuple[Loss[Any], int | None]] = {  # with the margin, where it is not a slider's
    "AM-Softmax (CosFace)": (am_softmax, None),
    "ArcFace": (arcface, None),
    "SphereFace, m = 4": (sphereface, 4),
    "NormFace": (normface, 0),
}
CLASSES = range(3)
NAMES: list[Any] = [f"class {k + 1}" for k in CLASSES]
DIRECTIONS, FEATURES = (90.0, 210.0, 330.0), (141.0, 163.0, 284.0)
ARROW = 0.7  # how long the arrow of a slope of s is

angle, margin, scale = (sp.Symbol(name, real=True) for name in ("x", "m", "s"))
directions = [sp.Symbol(f"w{k}", real=True) for k in CLASSES]


def plane() -> Explorer:
    """Return three classes in the plane: where each is right, and what pulls its feature."""
    loss = Choice("margined", "loss", {label: number for number, label in enumerate(LOSSES)})
    m = Slider(
        "marginm", "margin m", 0.0, 1.0, 0.05, 0.35, acts=f"{loss.name} === 0 || {loss.name} === 1"
    )
    s = Slider("scales", "scale s", 1.0, 64.0, 1.0, 10.0)
    features = [
        Slider(
            f"feature{k}", f"angle of the feature of class {k + 1}", 0.0, 360.0, 1.0, FEATURES[k]
        )
        for k in CLASSES
    ]
    classes = [
        Slider(f"direction{k}", f"direction of class {k + 1}", 0.0, 360.0, 1.0, DIRECTIONS[k])
        for k in CLASSES
    ]
    names = {margin: m.name, scale: s.name}
    names |= {w: slider.name for w, slider in zip(directions, classes, strict=True)}

    def chosen(part: str, true: int, at: str) -> str:
        text = "NaN"
        for number, label in reversed(list(enumerate(LOSSES))):
            formula = expression(of_angle(label, part, true), {**names, angle: at})
            text = f"({loss.name} === {number} ? {formula} : {text})"
        return text

    rows = [{"index": k, "class": NAMES[k], "name": str(k + 1)} for k in CLASSES]
    colour = coloured("class", NAMES).legend(symbolType="circle", symbolSize=120)

    def turned(x: str, radius: str = "1") -> dict[str, str]:
        return {"x": f"{radius}*cos({x}*PI/180)", "y": f"{radius}*sin({x}*PI/180)"}

    square = axes((-1.5, 1.5), (-1.5, 1.5), "first coordinate", "second coordinate")
    points = alt.Chart(alt.InlineData(values=rows)).transform_calculate(
        angle=by_index([slider.name for slider in features]),
        slope=by_index([chosen("slope", k, features[k].name) for k in CLASSES]),
        loss=by_index([chosen("value", k, features[k].name) for k in CLASSES]),
    )
    held = points.transform_calculate(**turned("datum.angle")).transform_calculate(
        xx=f"datum.x + {ARROW}*datum.slope/{s.name}*datum.y",
        yy=f"datum.y - {ARROW}*datum.slope/{s.name}*datum.x",
    )
    around = alt.Chart(alt.sequence(0, 360, 2, as_="angle")).transform_calculate(
        **{NAMES[k]: chosen("value", k, "datum.angle") for k in CLASSES}
    )
    right = around.transform_fold(NAMES, as_=["class", "loss"]).transform_filter("datum.loss < LN2")
    rays = alt.Chart(alt.InlineData(values=rows)).transform_calculate(
        angle=by_index([slider.name for slider in classes])
    )
    ends = rays.transform_calculate(**turned("datum.angle"), xx="0", yy="0")
    left = alt.layer(
        right.transform_calculate(**turned("datum.angle", "1.14"))
        .mark_point(filled=True, opacity=1, size=26, shape="square")
        .encode(*square, colour),
        ends.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]).encode(
            *square, alt.X2("xx:Q"), alt.Y2("yy:Q"), colour
        ),
        rays.transform_calculate(**turned("datum.angle", "1.33"))
        .mark_text(fontWeight="bold")
        .encode(*square, text="name:N"),
        held.mark_rule(clip=True, strokeWidth=3, color=INK).encode(
            *square, alt.X2("xx:Q"), alt.Y2("yy:Q")
        ),
        held.mark_point(filled=True, opacity=1, size=200).encode(*square, colour),
        held.mark_text(color="white", fontWeight="bold").encode(*square, text="name:N"),
    ).properties(title="directions, features, p > ½")
    flat = axes((0, 360), (0, 3), "angle of the feature, in degrees", "loss divided by s")
    curves = (
        around.transform_fold(NAMES, as_=["class", "loss"])
        .transform_calculate(x="datum.angle", y=f"datum.loss/{s.name}")
        .mark_line(clip=True)
        .encode(*flat, colour)
    )
    dots = points.transform_calculate(x="datum.angle", y=f"datum.loss/{s.name}")
    marks = [
        dots.mark_point(filled=True, opacity=1, size=200).encode(*flat, colour),
        dots.mark_text(color="white", fontWeight="bold").encode(*flat, text="name:N"),
        rays.transform_calculate(x="datum.angle", y="0.06", index="datum.index + 3")
        .mark_point(filled=True, opacity=1, size=150, shape="triangle-up")
        .encode(*flat, colour),
    ]
    movable = [*features, *classes]
    return Explorer(
        "angles",
        [left, alt.layer(curves, *marks).properties(title="loss of each class by the angle")],
        [loss, m, s, *movable],
        drags=[Drag(slider, "x", 1, grabbed=k) for k, slider in enumerate(movable)],
        folded=movable,
        caption=(
            "Three class directions in the plane, and a feature of each class. The squares around "
            "the circle show where a feature would get more than half the probability for its "
            f"class; the dark line leads down the gradient, {ARROW} long where its slope is s. "
            "Drag the dots, or the triangles, on the right. Raise m: gaps open in which no class "
            "is right."
        ),
        description=(
            "Left, three dashed rays from the origin at 90, 210 and 330 degrees, three numbered "
            "dots on the unit circle between them, and around it three coloured arcs with gaps. A "
            "dark line leads from each dot along the circle to its own ray. Right, the loss of "
            "each class over the angle of the feature, in units of s: three curves that are near "
            "0 around their class's direction, marked by a triangle, and rise on both sides; the "
            "three features are dots on them."
        ),
    )


@cache
def of_angle(label: str, part: str, true: int) -> sp.Expr:
    """Return a loss of a feature at the angle x, in degrees, or its slope by it in radians."""
    loss, times = LOSSES[label]
    formulas = loss.specification().of_classes(len(CLASSES))
    away = [(angle - w) * sp.pi / 180 for w in directions]
    values = {cs[k]: sp.cos(away[k]) for k in CLASSES}
    values[loss.symbols["scale"]] = scale
    if "margin" in loss.symbols:
        values[loss.symbols["margin"]] = margin if times is None else sp.Integer(times)

    def placed(formula: sp.Expr) -> sp.Expr:
        return formula.subs(t, true).doit().subs(values, simultaneous=True)

    if part == "value":
        return placed(formulas.value)
    return sp.Add(*(-sp.sin(away[k]) * placed(formulas.gradient.subs(j, k)) for k in CLASSES))
