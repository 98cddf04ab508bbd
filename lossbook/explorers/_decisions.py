"""The book's figures of decisions: a threshold with costs and a ROC; what each loss asks for."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook import binary_crossentropy, binary_focal_crossentropy, generalized_crossentropy
from lossbook.explorers._explorer import INK, Drag, Explorer, Slider, axes, distinct
from lossbook.formulas import expression, p, ps, q, t, y
from lossbook.formulas import gamma as focusing

# --- a threshold with costs -----------------------------------------------------------------------

# Of the negatives a share v gets a score above some cut, of the positives v^θ with θ < 1: a ROC
# whose area is 1/(1 + θ), and on which everything below has a closed form.
share, area, weight, threshold, false_alarms = sp.symbols("pi A w tau v", positive=True)
price = sp.Symbol("c_1", positive=True)  # of a miss, where a false alarm costs 1
theta = (1 - area) / area
hits = false_alarms**theta
# The probability at a cut, by Bayes' rule; and what a model says there that was trained with the
# weight w on the positives.
probability = 1 / (1 + (1 - share) / (share * sp.diff(hits, false_alarms)))
reported = weight * probability / (weight * probability + 1 - probability)
# The cut at which the model says the threshold: where it never says so little, all are called.
odds = threshold / (weight * (1 - threshold))
cut = sp.Min(1, (odds * (1 - share) / (share * theta)) ** (1 / (theta - 1)))
cost = (1 - share) * false_alarms + price * share * (1 - hits)
rule = weight / (weight + price)


def costs() -> Explorer:
    """Return the cost of a threshold, and its place on the ROC, for a model of two classes."""
    of_share = Slider("share", "share of positives π", 0.01, 0.5, 0.01, 0.05)
    of_area = Slider("area", "area under the ROC", 0.55, 0.99, 0.01, 0.85)
    of_price = Slider("price", "a miss costs, in false alarms", 1.0, 50.0, 1.0, 10.0)
    of_weight = Slider("weight", "class weight of the positives", 1.0, 50.0, 1.0, 1.0)
    at = Slider("threshold", "threshold", 0.01, 0.99, 0.01, 0.5)
    names = {
        share: of_share.name,
        area: of_area.name,
        price: of_price.name,
        weight: of_weight.name,
    }

    def text(formula: sp.Expr, **columns: str) -> str:
        own = {threshold: columns.get("threshold", at.name)}
        return expression(formula, {**names, **own, false_alarms: columns.get("v", "datum.v")})

    costs_of = cost.subs(false_alarms, cut)
    plane = axes((0, 1), (0, 1), "threshold on what the model says", "cost for each case")
    plane[1] = alt.Y("y:Q", title="cost for each case", scale=alt.Scale(zero=True))
    curve = (
        alt.Chart(alt.sequence(0.005, 1, 0.005, as_="x"))
        .mark_line(clip=True)
        .transform_calculate(y=text(costs_of, threshold="datum.x"))
        .encode(*plane)
    )
    best = (
        alt.Chart(alt.sequence(1))
        .mark_rule(strokeDash=[4, 3], color=INK)
        .transform_calculate(x=text(rule))
        .encode(plane[0])
    )
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "size": 90}
    here = (
        alt.Chart(alt.sequence(1))
        .mark_point(**dot)
        .transform_calculate(x=at.name, y=text(costs_of))
        .encode(*plane)
    )
    at_rule = costs_of.subs(threshold, rule)
    title = alt.Title(
        alt.expr(
            f"'cost ' + format({text(costs_of)}, '.3f') + ', at ' + format({text(rule)}, '.2f') + "
            f"': ' + format({text(at_rule)}, '.3f')"
        )
    )
    left = alt.layer(curve, best, here).properties(title=title)

    square = axes((0, 1), (0, 1), "share of negatives called", "share of positives called")
    roc = (
        alt.Chart(alt.sequence(0, 1.002, 0.004, as_="v"))
        .mark_line(clip=True)
        .transform_calculate(x="datum.v", y=text(hits))
        .encode(*square)
    )
    point = alt.Chart(alt.sequence(1)).transform_calculate(v=text(cut))
    chosen = point.mark_point(**dot).transform_calculate(x="datum.v", y=text(hits)).encode(*square)
    slope = (1 - share) / (price * share)
    line = (
        point.transform_calculate(y0=text(hits), slope=text(slope))
        .transform_calculate(x="0", y="datum.y0 - datum.slope*datum.v")
        .transform_calculate(xx="1", yy="datum.y + datum.slope")
        .mark_rule(clip=True, strokeDash=[4, 3], color=INK)
        .encode(*square, alt.X2("xx:Q"), alt.Y2("yy:Q"))
    )
    calls = alt.Title(
        alt.expr(
            f"'calls ' + format({text(hits.subs(false_alarms, cut))}, '.0%') + ' of the positives, "
            f"' + format({text(cut)}, '.0%') + ' of the rest'"
        )
    )
    right = alt.layer(roc, line, chosen).properties(title=calls)
    return Explorer(
        "costs",
        [left, right],
        [of_share, of_area, of_price, of_weight, at],
        drags=[Drag(at, "x", 0)],
        presets={
            "a fraud": {"share": 0.01, "area": 0.95, "price": 40, "weight": 1, "threshold": 0.5},
            "balanced weights": {
                "share": 0.05,
                "area": 0.85,
                "price": 10,
                "weight": 19,
                "threshold": 0.5,
            },
            "even classes, even prices": {
                "share": 0.5,
                "area": 0.85,
                "price": 1,
                "weight": 1,
                "threshold": 0.5,
            },
        },
        caption=(
            "A threshold, its cost and its place on the ROC. Dashed: on the left the threshold of "
            "the rule, on the right what costs the same. A class weight moves the rule's "
            "threshold, and no point of the ROC."
        ),
        description=(
            "Left, the cost for each case against the threshold, with a point at one half, above "
            "the least cost at a dashed line near 0.09. Right, a ROC curve of area 0.85 with a "
            "point near its lower left corner and a dashed line of equal cost through it, which "
            "cuts the curve; at the best threshold it touches."
        ),
    )


# --- what each loss asks for ----------------------------------------------------------------------

noise, eta = sp.symbols("rho eta", positive=True)
_generalized = generalized_crossentropy.formula
# What each charges for the probability p, where the label is 1 and where it is 0.
CHARGES: dict[str, tuple[sp.Expr, sp.Expr]] = {
    "weighted cross-entropy": (
        weight * binary_crossentropy.formula.subs(y, 1),
        binary_crossentropy.formula.subs(y, 0),
    ),
    "focal": (
        binary_focal_crossentropy.formula.subs(y, 1),
        binary_focal_crossentropy.formula.subs(y, 0),
    ),
    "generalised": (_generalized.subs(ps[t], p), _generalized.subs(ps[t], 1 - p)),
}


def risk(charges: tuple[sp.Expr, sp.Expr]) -> sp.Expr:
    """Return the mean charge for p where the true probability is η and labels flip with ρ."""
    seen = noise + (1 - 2 * noise) * eta
    return seen * charges[0] + (1 - seen) * charges[1]


def asking(charges: tuple[sp.Expr, sp.Expr]) -> sp.Expr:
    """Return the true probability at which p is asked for, where labels flip with ρ."""
    of_one, of_zero = (sp.diff(charge, p) for charge in charges)
    return (of_zero / (of_zero - of_one) - noise) / (1 - 2 * noise)


def asked() -> Explorer:
    """Return the probability that losses ask for, against the true one, and their mean charges."""
    w = Slider("weight", "class weight w", 1.0, 50.0, 1.0, 10.0)
    g = Slider("focus", "γ of focal", 0.0, 5.0, 0.25, 2.0)
    power = Slider("power", "q of generalised", 0.05, 0.95, 0.05, 0.7)
    flips = Slider("flips", "share of labels flipped ρ", 0.0, 0.45, 0.01, 0.0)
    true = Slider("actual", "true probability η", 0.01, 0.99, 0.01, 0.1)
    names = {
        weight: w.name,
        focusing: g.name,
        q: power.name,
        noise: flips.name,
        eta: true.name,
    }
    labels: list[Any] = list(CHARGES)

    def lines(columns: dict[str, str]) -> Any:
        grid = alt.Chart(alt.sequence(0.001, 0.9995, 0.001, as_="p")).transform_calculate(**columns)
        return grid.transform_fold(labels, as_=["loss", "value"])

    by_p = {
        label: expression(asking(charges), {**names, p: "datum.p"})
        for label, charges in CHARGES.items()
    }
    plane = axes((0, 1), (0, 1), "true probability η", "probability asked for")
    answers = (
        lines(by_p)
        .transform_calculate(x="datum.value", y="datum.p")
        .mark_line(clip=True)
        .encode(*plane, alt.Order("p:Q"), *distinct("loss", labels))
    )
    honest = (
        alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(color=INK, strokeWidth=1, strokeDash=[2, 2])
        .encode(*plane)
    )
    here = (
        alt.Chart(alt.sequence(1))
        .mark_rule(color=INK, strokeWidth=1)
        .transform_calculate(x=true.name)
        .encode(plane[0])
    )
    left = alt.layer(honest, here, answers).properties(title="what is asked for")

    by_loss = {
        label: expression(risk(charges), {**names, p: "datum.p"})
        for label, charges in CHARGES.items()
    }
    charged = lines(by_loss).transform_joinaggregate(least="min(value)", groupby=["loss"])
    charged = charged.transform_calculate(x="datum.p", y="datum.value/datum.least")
    bowl = axes((0, 1), (0.9, 3), "probability stated", "mean charge, the least being 1")
    curves = charged.mark_line(clip=True).encode(*bowl, *distinct("loss", labels))
    lowest = (
        charged.transform_filter("datum.value === datum.least")
        .mark_point(filled=True, opacity=1, size=70)
        .encode(*bowl, distinct("loss", labels)[0])
    )
    right = alt.layer(curves, lowest).properties(title="mean charge at η")
    return Explorer(
        "asked",
        [left, right],
        [w, g, power, flips, true],
        drags=[Drag(true, "x", 0)],
        caption=(
            "What each loss asks for at the true probability η. Weighted cross-entropy follows the "
            "diagonal at w = 1 and focal at γ = 0, while no label is flipped; the generalised one "
            "comes near it for a small q."
        ),
        description=(
            "Left, the probability asked for against the true one, from 0 to 1, with a dotted "
            "diagonal. With the weight 10 cross-entropy bends far above it; focal with γ = 2 is "
            "flatter than the diagonal and crosses it at one half; the generalised cross-entropy "
            "with q = 0.7 is a steep S. Right, the mean charge of each against the probability "
            "stated, with a dot at the least: at η = 0.1 near 0.53, 0.26 and 0."
        ),
    )
