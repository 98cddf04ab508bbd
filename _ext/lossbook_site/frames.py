"""Tables that pandas writes, made ready for readers: numbered, with one header row, aligned.

A cell names its table in its metadata, as `mystnb.figure` names a figure:

    "table": {"caption": "What is seen, with $formulas$.", "name": "tab-x"}

Text refers to it by {numref}`tab-x`. Of every table the name of the index moves into the one row of
headers, numbers are set as numbers, at the right, and columns of words at the left.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

import lossbook
from lossbook_site.cells import is_cell
from lossbook_site.words import printed, typeset

NUMBER = re.compile(r"[-−+±]?[\d.,]+(?:e[-+]?\d+)?(?: ?[%×])?|[-−]?(?:inf|∞)|nan|–")
DENSE = 7  # columns, from which on a table is set closer

logger = logging.getLogger(__name__)


# --- numbers and captions -----------------------------------------------------------------------


class DataTable(nodes.General, nodes.Element):
    """A table with a caption, which Sphinx numbers."""


class Captioned(SphinxTransform):
    """Give the tables their captions, as the metadata of their cells say."""

    default_priority = 600  # before the names of targets are collected

    def apply(self, **kwargs: Any) -> None:
        """Wrap the output that holds the table."""
        for cell in list(self.document.findall(is_cell)):
            if given := cell["cell_metadata"].get("table"):
                bundle = next(filter(has_table, cell.findall(nodes.container)), None)
                if bundle is None:
                    logger.warning("a table is named, but the cell shows none", location=cell)
                    continue
                caption = nodes.caption("", "", *typeset(given["caption"]))
                table = DataTable("", caption, names=[given["name"]])
                bundle.parent.replace(bundle, table)
                table += bundle
                self.document.note_explicit_target(table)


def has_table(node: nodes.container) -> bool:
    """Tell whether an output is a table."""
    return node.get("nb_element") == "mime_bundle" and any(
        "<table" in raw.astext() for raw in node.findall(nodes.raw)
    )


def caption_of(table: DataTable) -> str:
    """Return the caption, for references."""
    return table[0].astext()


def open_table(translator: Any, node: DataTable) -> None:
    """Write the beginning of a table with its caption."""
    translator.body.append(translator.starttag(node, "figure", CLASS="lb-table"))


def close_table(translator: Any, node: DataTable) -> None:
    """Write its end."""
    translator.body.append("</figure>\n")


# --- the HTML of pandas -------------------------------------------------------------------------


class SetFrames(SphinxPostTransform):
    """Set the tables of a page."""

    default_priority = 145
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the outputs."""
        for raw in list(self.document.findall(nodes.raw)):
            if 'class="dataframe"' in raw.astext():
                raw[:] = [nodes.Text(set_frame(raw.astext()))]


def set_frame(html: str) -> str:
    """Return the HTML of a table as a reader wants it."""
    soup = BeautifulSoup(html, "html.parser")
    for style in soup("style"):
        style.decompose()
    for table in soup("table"):
        table.attrs = {"class": "dataframe"}
        head = join_heads(table.thead("tr"))
        for cell in head("th"):
            if cell.get_text(strip=True):  # an empty one becomes a plain cell
                cell["scope"] = "col"
        body = table.tbody("tr")
        for row in body:
            for cell in row("th"):
                cell["scope"] = "row"
        if len(head("th")) >= DENSE:
            table["class"] = "dataframe lb-dense"
        count = min((len(row("td")) for row in body), default=0)
        for column in range(-count, 0):
            align([row("td")[column] for row in body], head("th")[column : column + 1 or None])
        index = [row("th") for row in body]
        levels = len(head("th")) - count
        for level in range(levels):  # of which the first may span several rows
            own = [cells[level - levels] for cells in index if len(cells) >= levels - level]
            align(own, head("th")[level : level + 1])
    return str(soup)


def join_heads(rows: list[Tag]) -> Tag:
    """Return the row of headers, into which the names of the index have moved, if they can."""
    first, *rest = rows
    for row in rest:
        above, below = first("th"), row("th")
        spanned = any("colspan" in cell.attrs for cell in above)
        if spanned or len(above) != len(below):
            return row
        if any(up.text and down.text for up, down in zip(above, below, strict=True)):
            return row
        for up, down in zip(above, below, strict=True):
            up.string = up.text or down.text
        row.decompose()
    first.attrs.pop("style", None)
    return first


def align(cells: list[Tag], head: list[Tag]) -> None:
    """Set a column: numbers as they are printed; at the left if most of it is words."""
    filled = [cell for cell in cells if cell.text]
    numbers = [cell for cell in filled if NUMBER.fullmatch(cell.text)]
    for cell in numbers:
        cell.string = printed(cell.text)
    if 2 * len(numbers) < len(filled):
        for cell in [*cells, *head]:
            cell["class"] = "lb-words"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_enumerable_node(DataTable, "table", caption_of, html=(open_table, close_table))
    app.add_transform(Captioned)
    app.add_post_transform(SetFrames)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
