"""The API page: a loss, which is an object, is shown as the function that it is for a reader."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.autodoc import FunctionDocumenter

import lossbook


class LossDocumenter(FunctionDocumenter):
    """Documents an object of the class `lossbook.Loss` as a function, with its gradient below.

    Between the two stands where the loss is explained and what it is called elsewhere.
    """

    objtype = "loss"
    directivetype = "function"
    priority = FunctionDocumenter.priority + 20

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Tell whether `member` is a loss."""
        return isinstance(member, lossbook.Loss)

    def generate(self, *args: Any, **kwargs: Any) -> None:
        """Write the loss, then its gradient, which has the signature of the loss."""
        super().generate(*args, **kwargs)
        if self.object is not None:
            self.add_line(f"   .. where-explained:: {self.objpath[-1]}", self.get_sourcename())
            self.add_line("", self.get_sourcename())
            name = f"{self.modname}::{'.'.join(self.objpath)}.gradient{self.format_args()}"
            FunctionDocumenter(self.directive, name, self.indent).generate()


LITERAL = re.compile(r"(`+[^`]*`+)")
DIRECTIVE = re.compile(r"\s*\.\. [\w:-]+::")


def adapt_docstring(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Make docstrings written for `help()` into reStructuredText that stands on one page.

    The numbers of references would clash between docstrings, so they become plain text, and bars
    as in |e| would be taken for substitutions. Indented literal and formula blocks stay as they
    are.
    """
    if what == "module":  # the page has its own introduction
        lines.clear()
    block = None  # the indentation of the directive or paragraph that opened a block
    for i, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and line.strip() and indent <= block:
            block = None
        if block is None and DIRECTIVE.match(line):  # `.. math:: |e|` too: there \\| is a norm
            block = indent
        if block is None:
            line = re.sub(r"^(\s*)\.\. \[(\d+)\] ", r"\1\2. ", line)
            parts = LITERAL.split(line)
            parts[::2] = [
                re.sub(r"\[(\d+)\]_", r"[\1]", part).replace("|", r"\|") for part in parts[::2]
            ]
            lines[i] = "".join(parts)
            if line.rstrip().endswith("::"):
                block = indent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_autodocumenter(LossDocumenter)
    app.connect("autodoc-process-docstring", adapt_docstring)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
