"""The book's figure of a mask to paint: overlap losses and cross-entropy beside each other."""

from __future__ import annotations

from typing import Any

import altair as alt
import sympy as sp

from lossbook import binary_crossentropy, dice, jaccard
from lossbook._loss import Loss
from lossbook.book._figures import COLOURS
from lossbook.explorers._explorer import INK, Choice, Explorer, Paint, Slider, axes
from lossbook.formulas import expression, i, p, y

SIDE = 6
PIXELS = SIDE * SIDE
TRUTHS = {
    "small object": "...... ...... ..##.. ..##.. ...... ......",
    "large object": "...... .####. .####. .####. .####. ......",
    "no object": "...... ...... ...... ...... ...... ......",
}
MASKS = {
    "small, one too far right": "...... ...... ...##. ...##. ...... ......",
    "small, one too wide": "...... .####. .####. .####. .####. ......",
    "large, one too far right": "...... ..#### ..#### ..#### ..#### ......",
    "nothing": "...... ...... ...... ...... ...... ......",
    "everything": "###### ###### ###### ###### ###### ######",
}
hits, falses, misses, sure, smooth = sp.symbols("I F M c s", nonnegative=True)
ROWS = ("Dice", "Jaccard", "cross-entropy", "wrong pixels")


def marks(mask: str) -> list[int]:
    """Return the pixels of a mask, row by row."""
    return [int(pixel == "#") for pixel in mask.replace(" ", "")]


def overlap(loss: Loss[Any]) -> sp.Expr:
    """Return Dice or Jaccard of a mask whose marks are given the probability c, others 1 − c.

    The sums of the formula are written by the numbers of pixels hit, falsely marked and missed.
    """
    specification = loss.specification()
    truth, stated = (specification.symbols[name] for name in ("y_true", "y_pred"))
    marked = hits + falses
    sums = {
        truth[i] * stated[i]: sure * hits + (1 - sure) * misses,
        truth[i]: hits + misses,
        stated[i]: sure * marked + (1 - sure) * (PIXELS - marked),
    }
    formula = specification.value.subs(specification.symbols["smooth"], smooth)
    return formula.xreplace({total: sums[total.function] for total in formula.atoms(sp.Sum)})


def crossentropy() -> sp.Expr:
    """Return the mean binary cross-entropy of the same mask."""
    rest = PIXELS - hits - falses - misses
    kinds = ((hits, 1, sure), (misses, 1, 1 - sure), (falses, 0, sure), (rest, 0, 1 - sure))
    charged = (
        number * binary_crossentropy.formula.subs({y: truth, p: stated}, simultaneous=True)
        for number, truth, stated in kinds
    )
    return sp.Add(*charged) / PIXELS


def mask() -> Explorer:
    """Return a mask to paint over an object, and what four measures say of it."""
    object_ = Choice("object", "object", {name: k for k, name in enumerate(TRUTHS)})
    certain = Slider("certain", "probability of marks", 0.55, 0.99, 0.01, 0.95)
    smoothing = Slider("smooth", "smooth", 0.0, 5.0, 0.25, 0.0)
    start = marks(MASKS["small, one too far right"])
    pixels = [
        Slider(f"p{k}", f"row {k // SIDE + 1}, column {k % SIDE + 1}", 0, 1, 1, start[k])
        for k in range(PIXELS)
    ]
    names = {pixel.symbol: pixel.name for pixel in pixels} | {object_.symbol: object_.name}
    truths = [marks(text) for text in TRUTHS.values()]

    def counted(of_object: bool) -> str:
        """Return the number of marked pixels, within the object chosen or outside of it."""
        totals = (
            sp.Add(*(x.symbol for x, y in zip(pixels, truth, strict=True) if y == of_object))
            for truth in truths
        )
        chosen = ((total, sp.Eq(object_.symbol, k)) for k, total in enumerate(totals))
        return expression(sp.Piecewise(*chosen), names)

    signals = {
        "hits": counted(True),
        "falses": counted(False),
        "misses": f"{[sum(truth) for truth in truths]}[{object_.name}] - hits",
    }
    by_count = {hits: "hits", falses: "falses", misses: "misses"}
    by_count |= {sure: certain.name, smooth: smoothing.name}
    formulas = (overlap(dice), overlap(jaccard), crossentropy(), (falses + misses) / PIXELS)
    values = [expression(formula, by_count) for formula in formulas]

    plane = axes((0, SIDE), (SIDE, 0), "column of pixels", "row of pixels")
    plane = [encoding.axis(values=[], grid=False) for encoding in plane]
    corner = [alt.X2("right:Q"), alt.Y2("bottom:Q")]

    def squares(inset: float) -> Any:
        """Return the pixels as squares, drawn in by so much."""
        return alt.Chart(alt.sequence(PIXELS, as_="pixel")).transform_calculate(
            marked=f"[{', '.join(pixel.name for pixel in pixels)}][datum.pixel]",
            truth=f"{truths}[{object_.name}][datum.pixel]",
            x=f"datum.pixel % {SIDE} + {inset}",
            y=f"floor(datum.pixel/{SIDE}) + {inset}",
            right=f"datum.x + {1 - 2 * inset}",
            bottom=f"datum.y + {1 - 2 * inset}",
        )

    grid = squares(0.0).mark_rect(fill="transparent", stroke=INK, strokeOpacity=0.3)
    painted = squares(0.03).transform_filter("datum.marked > 0").mark_rect(color=COLOURS[0])
    objects = (
        squares(0.14)
        .transform_filter("datum.truth > 0")
        .mark_rect(fill="transparent", stroke=INK, strokeWidth=3, strokeDash=[5, 3])
    )
    title = alt.Title(
        alt.expr("'hit ' + hits + ', falsely marked ' + falses + ', missed ' + misses")
    )
    left = (
        alt.layer(*(layer.encode(*plane, *corner) for layer in (grid, painted, objects)))
        .properties(title=title)
        .add_params(*(alt.param(name=name, expr=text) for name, text in signals.items()))
    )
    said = alt.Chart(alt.sequence(len(ROWS), as_="row")).transform_calculate(
        value=f"[{', '.join(values)}][datum.row]",
        text=f"{list(ROWS)}[datum.row] + ' ' + format(datum.value, '.3f')",
        zero="0",
        place="min(datum.value, 1.2)",
    )
    order = alt.Y("row:O", axis=None)
    scale = alt.Scale(domain=[0, 1.25])
    along = alt.X("place:Q", title="loss, or share of pixels", scale=scale)
    right = alt.layer(
        said.mark_bar(color=INK, opacity=0.7, height=14).encode(along, order),
        said.mark_text(align="left", dy=-18).encode(alt.X("zero:Q"), order, text="text:N"),
    ).properties(title="what four measures say of it")
    return Explorer(
        "mask",
        [left, right],
        [object_, certain, smoothing, *pixels],
        paint=Paint(pixels, SIDE),
        presets={
            name: {pixel.name: mark for pixel, mark in zip(pixels, marks(text), strict=True)}
            for name, text in MASKS.items()
        },
        folded=pixels,
        height=290,
        caption=(
            "A mask to paint: a stroke marks pixels, or wipes out marks where it begins on one. "
            "Dashed squares are the object. What is marked is given the probability set above, "
            "the rest one minus it. Bars end at 1.2; the numbers go on."
        ),
        description=(
            "Left, a grid of six by six pixels. Four in the middle, with dashed squares, are the "
            "object; four are marked, one column too far to the right, so that two are hit, two "
            "falsely marked and two missed. Right, four bars: the Dice loss 0.574 and the Jaccard "
            "loss 0.730 are large, the mean cross-entropy, 0.378, and the share of wrong pixels, "
            "0.111, are small. The large object with its mask as far off has much smaller overlap "
            "losses. With no object and no smooth both are 1 whatever is painted."
        ),
    )
