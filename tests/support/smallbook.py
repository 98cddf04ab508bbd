"""A book of two chapters, built with the extensions of this one, and what its build warns of."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from lossbook.evidence import Evidence
from lossbook.explorers import Explorer

MODULES = (
    "cards", "cells", "claims", "derivations", "figures", "frames", "ledger", "names", "said",
    "status",
)  # fmt: skip
EXTENSIONS = ["myst_nb", "sphinx_external_toc", "sphinx_proof",
              *(f"lossbook_site.{module}" for module in MODULES)]  # fmt: skip
PAGES = {
    "index": "# Book\n",
    "ledger": "# Ledger\n\n```{ledger}\n```\n",
    "corrections": "# Corrections\n\n```{corrections}\n```\n",
    "status": "# Status\n\n```{status}\n```\n",
}
CONTENTS = """
format: jb-book
root: chapters/index
parts:
  - caption: Chapters
    numbered: 1
    chapters: [{file: chapters/first}, {file: chapters/second}]
  - caption: Reference
    chapters: [{file: chapters/ledger}, {file: chapters/corrections}, {file: chapters/status}]
"""


def claim_cell(mark: Evidence, source: str | None = None) -> nbformat.NotebookNode:
    """Return a cell that has made a mark and shows it."""
    data = json.loads(json.dumps(mark._repr_mimebundle_()))
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell(source or f'{mark.kind}("{mark.id}", ...)', outputs=[output])


def figure_cell(figure: Explorer) -> nbformat.NotebookNode:
    """Return a cell that shows a figure with sliders."""
    data = json.loads(json.dumps(figure._repr_mimebundle_()))
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell("figure()", outputs=[output])


def text(markdown: str) -> nbformat.NotebookNode:
    """Return a Markdown cell."""
    return new_markdown_cell(markdown)


class Book:
    """A built book: its pages as HTML, and what the build warned of."""

    def __init__(self, folder: Path, warnings: str) -> None:
        self.folder = folder
        self.warnings = warnings

    def page(self, name: str) -> str:
        """Return a page."""
        return (self.folder / "html" / "chapters" / f"{name}.html").read_text(encoding="utf-8")

    def again(self, first: Iterable[Any]) -> Book:
        """Build the book once more, with other cells in its first chapter."""
        write(self.folder, "first", first)
        return Book(self.folder, run(self.folder))


def build(folder: Path, first: Iterable[Any], second: Iterable[Any] = ()) -> Book:
    """Build a book of two chapters with these cells after their titles."""
    (folder / "source" / "chapters").mkdir(parents=True)
    (folder / "source" / "_toc.yml").write_text(CONTENTS)
    for name, page in PAGES.items():
        (folder / "source" / "chapters" / f"{name}.md").write_text(page)
    write(folder, "first", first)
    write(folder, "second", second)
    return Book(folder, run(folder))


def write(folder: Path, name: str, cells: Iterable[Any]) -> None:
    """Write a chapter."""
    python = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    notebook = new_notebook(cells=[text(f"# The {name} chapter"), *cells], metadata=python)
    nbformat.write(notebook, folder / "source" / "chapters" / f"{name}.ipynb")


def run(folder: Path) -> str:
    """Build what has changed; return what was warned of."""
    said = StringIO()
    settings = {
        "extensions": EXTENSIONS,
        "nb_execution_mode": "off",
        "nb_render_markdown_format": "myst",
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "external_toc_path": "_toc.yml",
        "numfig": True,
        "use_multitoc_numbering": True,
        "suppress_warnings": ["mystnb.unknown_mime_type", "config.cache"],
    }
    with namespace():
        app = Sphinx(
            folder / "source", None, folder / "html", folder / "doctrees", "html", settings,
            status=None, warning=said,
        )  # fmt: skip
        app.build()
    return said.getvalue()


@contextmanager
def namespace() -> Any:
    """Keep what a build registers with docutils, and what others have yet to mend, to itself."""
    with patch_docutils(), docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)  # nodes.Node.traverse
        yield
