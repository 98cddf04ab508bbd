"""Often said, in fact: the boxes of the chapters that correct a saying, and the page of them all.

A box is written in a chapter's Markdown:

    :::{said} 4
    :by: who tends to say it
    :claims: ids of the claims that show the counterexample

    "The saying, in quotation marks."

    **In fact** what is true.
    :::

The directive `{corrections}` shows every box again, in the order of their numbers, with its
chapter and with the evidence. It reads them from the chapters when the site is built, so nothing is
written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook_site.claims import Claim, cells_of, notebooks, reference, title_of
from lossbook_site.tables import link
from lossbook_site.words import typeset

BOX = re.compile(r"^:::\{said\} (\d+)\n((?::\w+: .*\n)*)\n*([\s\S]*?)\n:::$", re.M)
OPTION = re.compile(r"^:(\w+): (.*)$", re.M)
GLUE = re.compile(r"\{glue:text\}`([^`]+)`")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Saying:
    """One box, as Markdown."""

    number: int
    saying: str  # the first paragraph
    truth: str  # the others
    by: str
    claims: tuple[str, ...]
    chapter: str
    title: str  # of the chapter


def sayings_of(notebook: Path) -> Iterator[Saying]:
    """Yield the boxes of a chapter; glued numbers are put in, as another page cannot glue them."""
    cells = cells_of(notebook)
    glued = dict(numbers_of(cells))
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        for number, options, content in BOX.findall(cell["source"]):
            content = GLUE.sub(lambda found: glued[found[1]], content)
            saying, _, truth = content.partition("\n\n")
            given = dict(OPTION.findall(options))
            yield Saying(
                int(number),
                saying.strip(),
                truth.strip(),
                given.get("by", ""),
                tuple(given.get("claims", "").split()),
                f"{notebook.parent.name}/{notebook.stem}",
                title_of(cells),
            )


def numbers_of(cells: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every number that the cells glue."""
    for cell in cells:
        for output in cell.get("outputs", []):
            if stored := output.get("metadata", {}).get("scrapbook"):
                (text,) = output["data"].values()
                yield stored["name"], "".join(text).strip("'")


class Said(SphinxDirective):
    """A box in a chapter: what is often said, who says it, what is true, and how that is known."""

    has_content = True
    required_arguments = 1
    option_spec = {  # noqa: RUF012 - docutils asks for a class attribute
        "by": directives.unchanged_required,
        "claims": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the box."""
        number = self.arguments[0]
        box = nodes.admonition(classes=["lb-said"], ids=[f"said-{number}"])
        self.set_source_info(box)
        box += nodes.title("", "Often said")
        self.state.nested_parse(self.content, self.content_offset, box)
        ids = self.options.get("claims", "").split()
        for name in ("by", "claims"):
            if not self.options.get(name):
                logger.warning("said %s has no :%s:", number, name, location=box)
        if len(box.children) < 3:
            logger.warning("said %s needs a saying and what is true", number, location=box)
        by, _ = self.state.inline_text(f"Said by {self.options.get('by', '')}.", self.lineno)
        box.insert(2, nodes.paragraph("", "", *by, classes=["lb-by"]))
        box += shown_by(ids)
        return [box]


def shown_by(ids: list[str] | tuple[str, ...]) -> nodes.paragraph:
    """Return the line that names the evidence."""
    line = nodes.paragraph("", "Shown by ", classes=["lb-shown-by"])
    for i, id in enumerate(ids):
        line += nodes.Text("" if i == 0 else " and " if i == len(ids) - 1 else ", ")
        line += reference(id)
    line += nodes.Text(".")
    return line


class Corrections(SphinxDirective):
    """Show the boxes of all chapters, by number."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return a section for each box."""
        sayings = []
        for notebook in notebooks(Path(self.env.srcdir)):
            self.env.note_dependency(str(notebook))
            sayings += sayings_of(notebook)
        sayings.sort(key=lambda saying: saying.number)
        if [saying.number for saying in sayings] != list(range(1, len(sayings) + 1)):
            given = ", ".join(str(saying.number) for saying in sayings)
            logger.warning("the sayings are numbered %s", given, location=self.get_location())
        return [self.section(saying) for saying in sayings]

    def section(self, saying: Saying) -> nodes.section:
        """Return saying, speakers, truth, evidence and chapter."""
        page = self.env.app.builder.get_relative_uri(self.env.docname, saying.chapter)
        name = f"correction-{saying.number}"
        section = nodes.section(ids=[name], names=[name], classes=["lb-correction"])
        heading, _ = self.state.inline_text(f"{saying.number}. {saying.saying}", self.lineno)
        section += nodes.title("", "", *heading)
        by, _ = self.state.inline_text(f"*Who says it.* {capital(saying.by)}.", self.lineno)
        section += nodes.paragraph("", "", *by)
        section += self.parse(saying.truth)
        claims: dict[str, Claim] = self.env.lossbook_claims
        evidence = nodes.bullet_list()
        for id in saying.claims:
            known = claims.get(id)
            item = nodes.paragraph("", "", reference(id))
            if known:
                item += [nodes.Text(f", {known.kind}: "), *typeset(known.claim)]
            evidence += nodes.list_item("", item)
        where = link(saying.title, f"{page}#said-{saying.number}")
        chapter = [nodes.Text(" The chapter: "), where, nodes.Text(".")]
        section += nodes.paragraph("", "", nodes.emphasis("", "How it is known."), *chapter)
        section += evidence
        return section

    def parse(self, markdown: str) -> list[nodes.Node]:
        """Return Markdown as nodes."""
        holder = nodes.container()
        self.state.nested_parse(markdown.splitlines(), self.content_offset, holder)
        return list(holder.children)


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.claims")
    app.add_directive("said", Said)
    app.add_directive("corrections", Corrections)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
