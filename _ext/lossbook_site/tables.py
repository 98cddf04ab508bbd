"""Tables and links for the pages that the book's extensions make."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

Cell = str | nodes.Node | Sequence[nodes.Node]


def table(head: Sequence[Cell], rows: Sequence[nodes.row], widths: Sequence[int]) -> nodes.table:
    """Return a table with one header row; the widths are shares of the whole."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", row(*head))
    group += nodes.tbody("", *rows)
    return nodes.table("", group, classes=["colwidths-given"])


def row(*cells: Cell, **attributes: list[str]) -> nodes.row:
    """Return a row; a cell is text, an inline node, or a list of blocks."""
    return nodes.row("", *(nodes.entry("", *blocks(cell)) for cell in cells), **attributes)


def blocks(cell: Cell) -> Sequence[nodes.Node]:
    """Return the content of a cell as blocks."""
    if isinstance(cell, str):
        cell = nodes.Text(cell)
    return [nodes.paragraph("", "", cell)] if isinstance(cell, nodes.Node) else cell


def link(text: str, target: str) -> nodes.reference:
    """Return a link within the site, relative to the page it stands on."""
    return nodes.reference("", text, refuri=target, internal=True)
