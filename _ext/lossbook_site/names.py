"""Chinese names in running prose are marked, so that a switch in the page's head can hide them.

A term is introduced as "loss function (损失函数)" or "(均方误差, MSE)". Hidden is the name with the
bracket or comma that it needs: what stays is "loss function", "(MSE)". The glossary, which is about
the names, is left alone.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import lossbook

ABOUT_NAMES = {"chapters/glossary"}
PART = r"[^(),;]*[\u3400-\u9fff][^(),;]*"
NAMES = re.compile(
    rf"\s*\({PART}(?:[,;]{PART})*\)"  # nothing else stands in the brackets
    rf"|(?<=\(){PART}(?:[,;]{PART})*[,;] "  # it comes first in them
    rf"|[,;] [^(),;.]*[\u3400-\u9fff][^(),;.]*(?=[).,;])"  # or after something else
)


class MarkNames(SphinxPostTransform):
    """Put every Chinese name in prose into an element of its own."""

    default_priority = 160
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the words of a page."""
        if self.env.docname in ABOUT_NAMES:
            return
        for text in list(self.document.findall(nodes.Text)):
            within = text.parent
            if NAMES.search(text) and not isinstance(
                within, nodes.FixedTextElement | nodes.literal
            ):
                within.replace(text, marked(text))


def marked(text: str) -> list[nodes.Node]:
    """Return a text with its Chinese names in elements."""
    found: list[nodes.Node] = []
    end = 0
    for name in NAMES.finditer(text):
        if before := text[end : name.start()]:
            found.append(nodes.Text(before))
        found.append(nodes.inline("", name[0], classes=["lb-chinese"]))
        end = name.end()
    if text[end:]:
        found.append(nodes.Text(text[end:]))
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_post_transform(MarkNames)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
