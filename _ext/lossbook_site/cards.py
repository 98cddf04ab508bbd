"""A loss on a page: its card in one frame, and of its kernels the value, the rest folded.

In a notebook a cell `huber` shows the card and a cell `code(huber)` every kernel. On the page the
card needs no code beside it: it names the loss. Of the kernels a reader sees what computes the
value, and opens a line for the derivatives; where that alone is longer than one takes in at once,
all of it is folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import lossbook
from lossbook_site.cells import is_cell, is_source, source_of
from lossbook_site.folds import fold

LONG = 40  # lines of kernels
FORMULAS = "lb-formulas"
KERNELS = re.compile(r"code\((\w+(?:, \w+)*)\)")
DERIVATIVE = re.compile(r"_(slope|curvature)$")


class ShowLosses(SphinxPostTransform):
    """Frame the cards of losses, and fold the kernels of their derivatives."""

    # When claims have become boxes (140), before the code of the other cells is folded (150).
    default_priority = 145
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the cells."""
        for cell in list(self.document.findall(is_cell)):
            source = source_of(cell).strip()
            outputs = [node for node in cell.children if not is_source(node)]
            if isinstance(getattr(lossbook, source, None), lossbook.Loss) and outputs:
                (output,) = outputs
                cell.children = outputs
                output.children = [card(output.children)]
            elif names := KERNELS.fullmatch(source):
                (block,) = cell.findall(is_output_block)
                block.replace_self(listing(names[1], block.astext()))
                cell.children = outputs


def is_output_block(node: nodes.Node) -> bool:
    """Tell whether a node is a block of Python that a cell shows."""
    return isinstance(node, nodes.literal_block) and node.get("language") == "python"


def card(content: list[nodes.Node]) -> nodes.container:
    """Return the frame of a loss: its name, its formulas side by side, what it is defined on."""
    return nodes.container("", *formulas_together(content), classes=["lb-card"])


def formulas_together(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return content in which formulas that follow each other share a row as far as they fit."""
    found: list[nodes.Node] = []
    for node in content:
        if not isinstance(node, nodes.math_block):
            found.append(node)
        elif found and FORMULAS in getattr(found[-1], "attributes", {}).get("classes", ()):
            found[-1] += node
        else:
            found.append(nodes.container("", node, classes=[FORMULAS]))
    return found


def listing(losses: str, kernels: str) -> list[nodes.Node]:
    """Return the kernels of losses as a page shows them."""
    value, rest = parted(kernels)
    if value.count("\n") >= LONG:
        return [fold([nodes.Text(f"Code: the kernels of {losses}")], [python(kernels)], "lb-code")]
    content: list[nodes.Node] = [python(value)]
    if rest:
        content.append(fold([nodes.Text("Code: the derivatives")], [python(rest)], "lb-code"))
    return content


def python(text: str) -> nodes.literal_block:
    """Return a block of Python."""
    return nodes.literal_block(text, text, language="python")


def parted(kernels: str) -> tuple[str, str]:
    """Return the functions that compute a value, and those that only its derivatives need."""
    functions = {
        re.search(r"^def (\w+)", text, re.M)[1]: text  # type: ignore[index]
        for text in kernels.split("\n\n\n")
    }
    calls = {
        name: {other for other in functions if other != name and re.search(rf"\b{other}\b", text)}
        for name, text in functions.items()
    }
    called = set().union(*calls.values())
    wanted = [
        name
        for name in functions
        if not DERIVATIVE.search(name) and (f"{name}_slope" in functions or name not in called)
    ]
    needed: set[str] = set()
    while wanted:
        needed.add(name := wanted.pop())
        wanted += calls[name] - needed
    value = [text for name, text in functions.items() if name in needed]
    rest = [text for name, text in functions.items() if name not in needed]
    return "\n\n\n".join(value), "\n\n\n".join(rest)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.folds")
    app.add_post_transform(ShowLosses)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
