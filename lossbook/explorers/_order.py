"""The book's figure of a list that is reordered: each loss's pushes, and NDCG."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import sympy as sp

from lossbook import lambdarank, listmle, listnet, pairwise_hinge, ranknet
from lossbook._loss import Loss
from lossbook.explorers._explorer import INK, Choice, Drag, Explorer, Slider, axes, by_index
from lossbook.formulas import Iverson, expression, j, n

RELEVANCES = (3, 2, 1, 1, 0)
STARTS = (-0.5, 1.5, 1.0, -1.5, 0.5)
LOSSES: dict[str, Loss[Any]] = {
    "RankNet": ranknet,
    "pairwise hinge": pairwise_hinge,
    "LambdaRank": lambdarank,
    "ListNet": listnet,
    "ListMLE": listmle,
}
STEP = 3  # how far down the gradient the lines lead
ITEMS = range(len(RELEVANCES))


def lists() -> Explorer:
    """Return five items with movable scores: what each loss asks of them, and NDCG."""
    loss = Choice("listed", "loss", {label: number for number, label in enumerate(LOSSES)})
    sliders = [
        Slider(f"item{k}", f"score of item {k + 1}, relevance {y}", -3.0, 3.0, 0.1, STARTS[k])
        for k, y in enumerate(RELEVANCES)
    ]
    scores = [slider.symbol for slider in sliders]
    names = {slider.symbol: slider.name for slider in sliders}

    def chosen(part: str, entry: int = 0) -> str:
        text = "NaN"
        for number, candidate in reversed(list(enumerate(LOSSES.values()))):
            of_this = of_list(candidate, part, entry, scores, names)
            text = f"({loss.name} === {number} ? {of_this} : {text})"
        return text

    rows = [{"index": k, "relevance": y, "item": f"item {k + 1}"} for k, y in enumerate(RELEVANCES)]
    items = alt.Chart(alt.InlineData(values=rows)).transform_calculate(
        x=by_index([slider.name for slider in sliders]),
        slope=by_index([chosen("gradient", k) for k in ITEMS]),
        y=f"{len(RELEVANCES)} - datum.index",
        to=f"datum.x - {STEP}*datum.slope",
    )
    plane = axes((-3.5, 3.5), (0.5, len(RELEVANCES) + 0.5), "score", "item, the best on top")
    plane[1] = plane[1].axis(values=[])
    title = alt.Title(
        alt.expr(
            f"'loss ' + format({chosen('value')}, '.3f') + ', NDCG ' + "
            f"format({expression(ndcg(scores), names)}, '.3f')"
        )
    )
    left = alt.layer(
        items.properties(title=title)
        .mark_rule(clip=True, strokeWidth=3)
        .encode(*plane, alt.X2("to:Q")),
        items.mark_point(opacity=1, size=420, strokeWidth=2.5).encode(*plane),
        items.mark_text(fontWeight="bold").encode(*plane, text="relevance:Q"),
    )
    right = (
        items.properties(title="gradient by each score")
        .mark_bar(color=INK, opacity=0.7)
        .encode(
            alt.X("slope:Q", title="gradient", scale=alt.Scale(domain=[-1.6, 1.6])),
            alt.Y("item:N", title=None, sort=None),
        )
    )
    return Explorer(
        "order",
        [left, right],
        [loss, *sliders],
        drags=[Drag(slider, "x", 0, grabbed=k) for k, slider in enumerate(sliders)],
        caption=(
            "Five items, each marked with its relevance, at their scores. The line from an item "
            f"shows where a step of {STEP} down the gradient takes it. Drag the items into the "
            "right order: the pairwise hinge falls silent, the others never do."
        ),
        description=(
            "Left, five points on a score axis from −3.5 to 3.5, one below the other by falling "
            "relevance 3, 2, 1, 1, 0; at the start the best item stands at −0.5, behind three "
            "others. A line leads from each point along the negative gradient: from the best to "
            "the right, from the worst to the left. Right, bars of the gradient by each score. The "
            "title gives the loss and the NDCG of the order."
        ),
    )


def of_list(
    loss: Loss[Any], part: str, entry: int, scores: list[sp.Symbol], names: dict[sp.Symbol, str]
) -> str:
    """Return a loss of the list, or its derivative by one score, as an expression of Vega."""
    y, s = (loss.symbols[name] for name in ("y_true", "y_pred"))
    values = {y[k]: sp.Integer(relevance) for k, relevance in enumerate(RELEVANCES)}
    values |= {s[k]: score for k, score in enumerate(scores)}
    return expression(_written_out(loss, part).subs(j, entry).doit().xreplace(values), names)


@cache
def _written_out(loss: Loss[Any], part: str) -> sp.Expr:
    """Return the formula or the gradient of as many items, its sums written out."""
    symbols = loss.symbols
    formula = getattr(loss.specification(), part).subs(n, len(RELEVANCES))
    if "margin" in symbols:
        formula = formula.subs(symbols["margin"], 1)
    return formula.doit()


def ndcg(scores: list[sp.Symbol]) -> sp.Expr:
    """Return the NDCG of the list, equal scores in the order given."""
    total: sp.Expr = sp.S.Zero
    for k, y in enumerate(RELEVANCES):
        ahead = [Iverson(x > scores[k]) for x in scores[k + 1 :]]
        ahead += [Iverson(x >= scores[k]) for x in scores[:k]]
        total += (2**y - 1) / sp.log(2 + sp.Add(*ahead), 2)
    best = sum((2**y - 1) / sp.log(2 + k, 2) for k, y in enumerate(RELEVANCES))
    return total / best
