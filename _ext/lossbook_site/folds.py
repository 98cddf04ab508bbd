"""What a page folds away: a summary that opens to the rest, without a script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

import lossbook


class Fold(nodes.General, nodes.Element):
    """`<details>`: its first child is a `Summary`."""


class Summary(nodes.General, nodes.TextElement):
    """`<summary>`: the line that is seen."""


def fold(summary: list[nodes.Node], content: list[nodes.Node], *classes: str) -> Fold:
    """Return content that opens from a line."""
    return Fold("", Summary("", "", *summary), *content, classes=list(classes))


def open_fold(translator: Any, node: Fold) -> None:
    """Write the beginning of a fold."""
    translator.body.append(translator.starttag(node, "details"))


def close_fold(translator: Any, node: Fold) -> None:
    """Write the end of a fold."""
    translator.body.append("</details>\n")


def open_summary(translator: Any, node: Summary) -> None:
    """Write the beginning of a summary."""
    translator.body.append(translator.starttag(node, "summary", suffix=""))


def close_summary(translator: Any, node: Summary) -> None:
    """Write the end of a summary."""
    translator.body.append("</summary>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(Fold, html=(open_fold, close_fold))
    app.add_node(Summary, html=(open_summary, close_summary))
    return {"version": lossbook.__version__, "parallel_read_safe": True}
