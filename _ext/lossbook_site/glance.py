"""All losses at a glance: a table made from the loss objects when every page has been read.

Formulas and pictures are the losses' own; `shapes` computes the gradient's range, convexity and
the pull of an outlier; names elsewhere come from what `make conventions` stored. What a loss asks
for, and which claim proves which column, stands in `chapters/data/all-losses.yml`.
`_static/glance.js` sorts by a column; without it the table is as the package's page has it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import lossbook
from lossbook.conventions import read
from lossbook_site.choice import elsewhere
from lossbook_site.claims import reference
from lossbook_site.conventions import TABLE
from lossbook_site.explained import ENTRIES, Entry, entries
from lossbook_site.registry import later
from lossbook_site.shapes import Shape, pulled, shapes, thumbnail
from lossbook_site.tables import Cell, link, row, table

HEAD = (
    "loss",
    "formula",
    "gradient from, to",
    "asks for",
    "convex",
    "Lipschitz",
    "best for 1, 2, 3, 4 and 10⁶",
)
LINKS = {"from_logits": "from logits", "from_log": "from ln μ"}
COLUMNS = ("asks", "gradient", "convex", "lipschitz", "robust")


def at_a_glance(env: BuildEnvironment, docname: str) -> list[nodes.Node]:
    """Return the table."""
    chapters = Path(env.srcdir) / "chapters"
    known = read(chapters / TABLE)
    rows = [
        row(
            names(env, docname, name, entry, elsewhere(known, name)),
            formula(name),
            *properties(name, entry),
            ids=[f"glance-{name}"],
        )
        for name, entry in entries(chapters / ENTRIES).items()
    ]
    made = table(HEAD, rows, (24, 26, 12, 14, 8, 8, 8))
    made["classes"].append("lb-glance")
    return [made]


def names(
    env: BuildEnvironment, docname: str, name: str, entry: Entry, others: str
) -> list[nodes.Node]:
    """Return the first cell: picture, name, title, where it is explained, names elsewhere."""
    loss = getattr(lossbook, name)
    page = env.app.builder.get_relative_uri(docname, "chapters/api")
    call = nodes.reference("", "", refuri=f"{page}#lossbook.{name}", internal=True)
    call += nodes.literal("", name)
    where = f"{env.app.builder.get_relative_uri(docname, entry.page)}#{entry.anchor}"
    title = nodes.paragraph("", f"{loss.title} (")
    title += [link("explained", where), nodes.Text(")")]
    blocks: list[nodes.Node] = [
        nodes.paragraph("", "", call),
        nodes.raw("", thumbnail(name), format="html"),
        title,
    ]
    if others:
        blocks.append(nodes.paragraph("", others, classes=["lb-elsewhere"]))
    return blocks


def formula(name: str) -> list[nodes.Node]:
    """Return the formula of one sample, in a frame of its own that scrolls."""
    latex = getattr(lossbook, name).specification().latex
    frame = nodes.container("", classes=["lb-formula"])
    frame += nodes.paragraph("", "", nodes.math(latex, latex))
    return [frame]


def properties(name: str, entry: Entry) -> list[Cell]:
    """Return the cells of what a loss asks for and of what was computed."""
    found = shapes(name)
    pull = pulled(name)
    return [
        [proved(of(each, each.gradient), entry, "gradient", each) for each in found],
        [proved(entry.asks, entry, "asks")],
        [proved(of(each, yes(each.convex)), entry, "convex", each) for each in found],
        [proved(of(each, yes(each.lipschitz)), entry, "lipschitz", each) for each in found],
        [proved("–" if pull is None else number(pull), entry, "robust")],
    ]


def of(shape: Shape, answer: str) -> str:
    """Return an answer with the kind of prediction that it is for."""
    return f"{LINKS[shape.link]}: {answer}" if shape.link else answer


def yes(holds: bool) -> str:
    """Return the answer as a word."""
    return "yes" if holds else "no"


def number(value: float) -> str:
    """Return a number of about three digits."""
    return f"{value:,.0f}".replace(",", "\u202f") if value >= 100 else f"{value:.3g}"


def proved(answer: str, entry: Entry, column: str, shape: Shape | None = None) -> nodes.paragraph:
    """Return an answer, with the number of the claim that proves it if there is one."""
    key = f"{column}_{shape.link}" if shape and shape.link else column
    paragraph = nodes.paragraph("", answer)
    if id := entry.claims.get(key):
        paragraph += [nodes.Text(" ("), reference(id, word=""), nodes.Text(")")]
    return paragraph


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.setup_extension("lossbook_site.claims")
    app.setup_extension("lossbook_site.explained")
    later(app, "all-losses", at_a_glance)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
