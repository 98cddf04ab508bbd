"""The ledger: every claim of the book with its evidence, read from the executed notebooks.

`lossbook.evidence` stores each mark in its cell's output as JSON. The directive `{ledger}` collects
them at build time, so a claim stands in the ledger because it ran. A double id fails the build.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook.evidence import MIME

KINDS = ("proved", "verified", "reproduced")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """One claim as a chapter stores it, and the chapter."""

    id: str
    claim: str
    kind: str
    summary: str
    chapter: str  # the notebook's stem
    title: str


def claims_of(notebook: Path) -> Iterator[Claim]:
    """Yield the claims of an executed notebook, in reading order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    headings = ("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    title = next(
        line[2:].strip() for text in headings for line in text.splitlines() if line[:2] == "# "
    )
    for cell in cells:
        for output in cell.get("outputs", []):
            if stored := output.get("data", {}).get(MIME):
                fields = {key: stored[key] for key in ("id", "claim", "kind", "summary")}
                yield Claim(**fields, chapter=notebook.stem, title=title)


def notebooks(book: Path) -> Iterator[Path]:
    """Yield the book's notebooks in the order of its table of contents."""
    contents = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
    for part in contents["parts"]:
        for entry in part["chapters"]:
            notebook = book / f"{entry['file']}.ipynb"
            if notebook.exists():
                yield notebook


class Ledger(SphinxDirective):
    """Show how many claims of each kind every chapter makes, then each claim."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the table of counts, and a section with a table of claims for every chapter."""
        chapters: dict[tuple[str, str], list[Claim]] = {}
        for notebook in notebooks(Path(self.env.srcdir)):
            self.env.note_dependency(str(notebook))
            for claim in claims_of(notebook):
                chapters.setdefault((claim.chapter, claim.title), []).append(claim)
        ids = Counter(claim.id for claims in chapters.values() for claim in claims)
        for id, times in ids.items():
            if times > 1:
                logger.warning("claim %s stands %d times", id, times, location=self.get_location())
        return [counts(chapters), *(register(*key, chapters[key]) for key in chapters)]


def counts(chapters: dict[tuple[str, str], list[Claim]]) -> nodes.Node:
    """Return the table of chapters and kinds."""
    rows: list[list[Any]] = []
    total: Counter[str] = Counter()
    for (chapter, title), claims in chapters.items():
        tally = Counter(claim.kind for claim in claims)
        total += tally
        rows.append([link(title, f"{chapter}.html"), *numbers(tally)])
    rows.append(["all chapters", *numbers(total)])
    return table(["chapter", *KINDS, "all"], rows, [40, 15, 15, 15, 15])


def numbers(tally: Counter[str]) -> list[str]:
    """Return the counts of the kinds and their sum, as text."""
    return [*(str(tally[kind]) for kind in KINDS), str(tally.total())]


def register(chapter: str, title: str, claims: list[Claim]) -> nodes.Node:
    """Return a chapter's section; each claim links to its mark in the chapter."""
    rows = [
        [link(claim.claim, f"{chapter}.html#claim-{claim.id}"), f"{claim.kind}. {claim.summary}"]
        for claim in claims
    ]
    section = nodes.section(ids=[f"ledger-{chapter}"], names=[f"ledger-{chapter}"])
    section += [nodes.title("", title), table(["claim", "evidence"], rows, [62, 38])]
    return section


def link(text: str, target: str) -> nodes.Node:
    """Return a reference to a page beside this one."""
    return nodes.reference("", text, refuri=target, internal=True)


def table(head: list[str], rows: list[list[Any]], widths: list[int]) -> nodes.Node:
    """Return a docutils table with one header row; cells are text or inline nodes."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", row_of(head))
    group += nodes.tbody("", *(row_of(cells) for cells in rows))
    return nodes.table("", group, classes=["colwidths-given"])


def row_of(cells: list[Any]) -> nodes.Node:
    """Return a table row."""
    entries = []
    for cell in cells:
        content = nodes.Text(cell) if isinstance(cell, str) else cell
        entries.append(nodes.entry("", nodes.paragraph("", "", content)))
    return nodes.row("", *entries)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("ledger", Ledger)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
