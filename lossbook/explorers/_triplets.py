"""The book's figure of triplets: points to drag, which of them mining looks at, and their pulls."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import sympy as sp

from lossbook import triplet_margin
from lossbook.book._figures import COLOURS
from lossbook.explorers._explorer import INK, Choice, Drag, Explorer, Slider, axes
from lossbook.formulas import D, Iverson, expression

# The anchor stays at the origin. Two positives, three negatives.
STARTS = ((0.9, 0.35), (-0.3, 1.5), (1.2, -0.45), (-1.75, 0.2), (0.3, -2.2))
POSITIVES, NEGATIVES = (0, 1), (2, 3, 4)
TRIPLETS = tuple((p, n) for p in POSITIVES for n in NEGATIVES)
MINING = ("all", "active", "hard", "semihard")
ROLES = sp.symbols("a p n", integer=True, nonnegative=True)  # as the formula has them
Point = tuple[Any, ...]
ORIGIN = (0, 0)
REACH = 2.5  # of the plane, from the anchor
STEP = 1.0  # how far down the gradient the lines lead


def mining() -> Explorer:
    """Return an anchor with movable positives and negatives, and the triplets looked at."""
    margin = Slider("margin", "margin m", 0.1, 2.0, 0.1, 0.3)
    way = Choice("mined", "mining", {name: number for number, name in enumerate(MINING)})
    places = [
        [
            Slider(f"{axis}{k}", f"{named(k)}, {axis}", -REACH, REACH, 0.05, value)
            for axis, value in zip("xy", start, strict=True)
        ]
        for k, start in enumerate(STARTS)
    ]
    flat = [slider for place in places for slider in place]
    points = [tuple(slider.symbol for slider in place) for place in places]
    m = margin.symbol
    names = {slider.symbol: slider.name for slider in (*flat, margin)} | {way.symbol: way.name}
    signals: list[Any] = []

    def signal(name: str, formula: Any) -> sp.Symbol:
        """Return the symbol of a number that Vega computes once, wherever it stands."""
        signals.append(alt.param(name=name, expr=expression(formula, names)))
        symbol = sp.Symbol(name, real=True)
        names[symbol] = name
        return symbol

    def text(formula: Any) -> str:
        return expression(formula, names)

    d = [signal(f"away{k}", length(point)) for k, point in enumerate(points)]
    costs = [
        signal(f"cost{row}", cost_of(ORIGIN, points[p], points[n], m))
        for row, (p, n) in enumerate(TRIPLETS)
    ]
    looked = [
        signal(f"looked{row}", chosen(way.symbol, pair, d, cost))
        for row, (pair, cost) in enumerate(zip(TRIPLETS, costs, strict=True))
    ]
    count = signal("count", sp.Add(*looked))
    total = sp.Add(*(a * b for a, b in zip(looked, costs, strict=True)))
    loss = signal("loss", total / sp.Max(count, 1))
    far = signal("far", sp.Max(*(d[p] for p in POSITIVES)))

    def by_index(field: str, texts: list[str]) -> str:
        choice = "NaN"
        for k, of_k in reversed(list(enumerate(texts))):
            choice = f"(datum.{field} === {k} ? {of_k} : {choice})"
        return choice

    rows = [
        {"row": row, "p": p, "n": n, "triplet": f"{named(p)}, {named(n)}"}
        for row, (p, n) in enumerate(TRIPLETS)
    ]
    each = alt.Chart(alt.InlineData(values=rows)).transform_calculate(
        looked=by_index("row", [text(x) for x in looked]),
        cost=by_index("row", [text(x) for x in costs]),
    )
    plane = axes((-REACH, REACH), (-REACH, REACH), "first coordinate", "second coordinate")
    layers: list[Any] = []
    for end, colour, dash in (("p", COLOURS[0], [1, 0]), ("n", COLOURS[1], [5, 3])):
        line = each.transform_filter("datum.looked > 0").transform_calculate(
            x="0",
            y="0",
            to_x=by_index(end, [place[0].name for place in places]),
            to_y=by_index(end, [place[1].name for place in places]),
        )
        layers.append(
            line.mark_rule(color=colour, strokeDash=dash, strokeWidth=1.5).encode(
                *plane, alt.X2("to_x:Q"), alt.Y2("to_y:Q")
            )
        )
    # Circles through the farther positive and the margin beyond it.
    for radius, dash in ((far, [1, 0]), (far + m, [2, 3])):
        circle = alt.Chart(alt.sequence(0, 65, as_="turn")).transform_calculate(
            x=f"({text(radius)})*cos(datum.turn*PI/32)",
            y=f"({text(radius)})*sin(datum.turn*PI/32)",
        )
        layers.append(
            circle.mark_line(
                clip=True, color=INK, opacity=0.6, strokeWidth=1, strokeDash=dash
            ).encode(*plane, order="turn:Q")
        )
    pulls = [
        tuple(
            signal(f"pull{k + 1}{axis}", -STEP * part / sp.Max(count, 1))
            for axis, part in zip("xy", pull_on(k, looked, costs, points), strict=True)
        )
        for k in range(-1, len(points))
    ]
    marks = [
        {"index": k, "at": k + 1, "name": "a" if k < 0 else named(k), "kind": kind(k)}
        for k in range(-1, len(points))
    ]
    spot = alt.Chart(alt.InlineData(values=marks)).transform_calculate(
        x=by_index("at", ["0", *(place[0].name for place in places)]),
        y=by_index("at", ["0", *(place[1].name for place in places)]),
        down_x=by_index("at", [f"(isNaN({text(x)}) ? 0 : {text(x)})" for x, _ in pulls]),
        down_y=by_index("at", [f"(isNaN({text(y)}) ? 0 : {text(y)})" for _, y in pulls]),
        to_x="datum.x + datum.down_x",
        to_y="datum.y + datum.down_y",
    )
    layers.append(
        spot.mark_rule(color=INK, strokeWidth=3, clip=True).encode(
            *plane, alt.X2("to_x:Q"), alt.Y2("to_y:Q")
        )
    )
    kinds = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["anchor and positives", "negatives"], range=list(COLOURS[:2])),
    )
    layers.append(
        spot.mark_point(filled=True, opacity=1, size=320).encode(
            *plane, kinds.legend(symbolType="circle", symbolSize=120)
        )
    )
    layers.append(
        spot.mark_text(color="white", fontWeight="bold", fontSize=11).encode(*plane, text="name:N")
    )
    title = alt.Title(
        alt.expr(
            f"'loss ' + format({text(loss)}, '.3f') + ', triplets looked at: ' "
            f"+ format({text(count)}, 'd')"
        )
    )
    bars = (
        each.properties(title="cost of each triplet, full if looked at")
        .mark_bar(color=INK, height=14, clip=True)
        .encode(
            alt.X("cost:Q", title="cost", scale=alt.Scale(domain=[0, 2])),
            alt.Y("triplet:N", title=None, sort=None),
            opacity=alt.condition("datum.looked > 0", alt.value(0.85), alt.value(0.2)),
        )
    )
    return Explorer(
        "triplets",
        [alt.layer(*layers).properties(title=title).add_params(*signals), bars],
        [way, margin, *flat],
        drags=[
            Drag(slider, axis, 0, grabbed=k)
            for k, place in enumerate(places)
            for slider, axis in zip(place, "xy", strict=True)
        ],
        folded=flat,
        height=320,
        caption=(
            "An anchor a, its positives and its negatives. Thin lines join the anchor to what "
            "mining looks at; thick ones show where a step of "
            f"{STEP:g} down the gradient of their mean takes each point. The full circle passes "
            "through the farther positive, the dotted one lies a margin beyond. Drag a negative "
            "across the circles: under hard mining one triplet remains, under semi-hard mining "
            "the negative that a positive is held against changes."
        ),
        description=(
            "Left, a plane with an anchor at its centre, two positives, the farther one above, and "
            "three negatives to the right, to the left and below; two circles around the anchor. "
            "At the start all six triplets are looked at and thin lines lead to all five points; "
            "thick lines lead from the positives towards the anchor and from the negatives that "
            "cost something away from it. Right, six bars: what each triplet costs. The title "
            "gives the mean and the number of triplets."
        ),
    )


def named(k: int) -> str:
    """Return what a point is called: p₁, p₂, n₁, n₂, n₃."""
    return f"p{'₁₂'[k]}" if k in POSITIVES else f"n{'₁₂₃'[k - len(POSITIVES)]}"


def kind(k: int) -> str:
    """Return the class of a point as the legend names it; the anchor is −1."""
    return "negatives" if k in NEGATIVES else "anchor and positives"


def length(point: Point) -> sp.Expr:
    """Return the distance of a point from the anchor."""
    return sp.sqrt(sum(x**2 for x in point))


def cost_of(a: Point, p: Point, n: Point, m: Any) -> sp.Expr:
    """Return what a triplet costs, by the formula of the loss."""
    return sp.Max(0, _excess().xreplace(_placed(a, p, n, m)))


def slope_of(role: int, entry: int, a: Point, p: Point, n: Point) -> sp.Expr:
    """Return the derivative by an entry of anchor, positive or negative where it costs."""
    by = triplet_margin.symbols["y_pred"][role, entry]
    return sp.diff(_excess(), by).xreplace(_placed(a, p, n, 0))


@cache
def _excess() -> sp.Expr:
    """Return d_ap − d_an + m of two coordinates, its sums written out."""
    numbered = dict(zip(ROLES, range(3), strict=True))
    value = triplet_margin.specification().value.subs({D: 2, **numbered}).doit()
    return next(argument for argument in value.args if argument != 0)


def _placed(a: Point, p: Point, n: Point, m: Any) -> dict[Any, Any]:
    """Return what stands for the symbols of the formula."""
    x, margin = (triplet_margin.symbols[name] for name in ("y_pred", "margin"))
    places = {x[k, i]: sp.sympify(at[i]) for k, at in enumerate((a, p, n)) for i in range(2)}
    return places | {margin: sp.sympify(m)}


def pull_on(
    k: int, looked: list[Any], costs: list[Any], points: list[Point]
) -> tuple[sp.Expr, ...]:
    """Return the sum over the triplets looked at of the gradient by a point; the anchor is −1."""
    total: list[sp.Expr] = [sp.S.Zero, sp.S.Zero]
    for there, cost, (p, n) in zip(looked, costs, TRIPLETS, strict=True):
        if k in (-1, p, n):
            for entry in (0, 1):
                slope = slope_of((-1, p, n).index(k), entry, ORIGIN, points[p], points[n])
                total[entry] += there * Iverson(cost > 0) * slope
    return tuple(total)


def chosen(way: Any, pair: tuple[int, int], d: list[Any], cost: Any) -> sp.Expr:
    """Return 1 if mining looks at this positive and negative of the anchor, and 0 if not.

    `way` is the number of the mining, `d` the points' distances from the anchor.
    """
    p, n = pair
    hard = _first(p, POSITIVES, d, farthest=True) * _first(n, NEGATIVES, d, farthest=False)
    beyond = {k: Iverson(d[k] > d[p]) for k in NEGATIVES}
    nearest = beyond[n]
    for k in NEGATIVES:
        if k != n:
            nearer = d[k] <= d[n] if k < n else d[k] < d[n]
            nearest *= 1 - beyond[k] * Iverson(nearer)
    none = sp.Mul(*(1 - x for x in beyond.values()))
    semihard = nearest + none * _first(n, NEGATIVES, d, farthest=True)
    each = (sp.S.One, Iverson(cost > 0), hard, semihard)
    return sp.Piecewise(*((formula, sp.Eq(way, k)) for k, formula in enumerate(each)))


def _first(k: int, among: tuple[int, ...], d: list[sp.Expr], *, farthest: bool) -> sp.Expr:
    """Return 1 if a point is the farthest (or nearest), of equals the first, and 0 if not."""
    sign = 1 if farthest else -1
    return sp.Mul(
        *(
            Iverson(sign * (d[k] - d[o]) > 0 if o < k else sign * (d[k] - d[o]) >= 0)
            for o in among
            if o != k
        )
    )
