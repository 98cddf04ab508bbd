"""Often said, in fact: the boxes of the chapters that correct a saying, and the page of them all.

A box is written in a chapter's Markdown:

    :::{said} 4
    :by: who tends to say it
    :claims: ids of the claims that show the counterexample

    "The saying, in quotation marks."

    **In fact** what is true.
    :::

The directive `{corrections}` shows every box again, in the order of their numbers, with its
chapter and with the evidence. It takes the boxes from the pages that have been read, so nothing is
written twice and no box can be missed, however it is written.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook_site.claims import claims_by_id, reference
from lossbook_site.registry import Registry, later
from lossbook_site.tables import link
from lossbook_site.words import typeset

logger = logging.getLogger(__name__)


PAGE = "chapters/corrections"


class SaidBox(nodes.admonition):
    """A box: title, saying, who says it, what is true, what shows it."""


def boxes_of(app: Sphinx, doctree: nodes.document, docname: str) -> list[SaidBox]:
    """Return copies of the boxes of a page, each with the name of the page."""
    boxes = [box.deepcopy() for box in doctree.findall(SaidBox)]
    for box in boxes:
        box["chapter"] = docname
    return boxes


BOXES: Registry[SaidBox] = Registry("sayings", boxes_of)


# --- in the chapter -----------------------------------------------------------------------------


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
        if not number.isdecimal():
            raise self.error(f"said: expected a number, got {number!r}")
        claims = self.options.get("claims", "").split()
        box = SaidBox(
            classes=["lb-said"], ids=[f"said-{number}"], number=int(number), claims=claims
        )
        self.set_source_info(box)
        box += nodes.title("", "Often said")
        self.state.nested_parse(self.content, self.content_offset, box)
        for name in ("by", "claims"):
            if not self.options.get(name):
                logger.warning("said %s has no :%s:", number, name, location=box)
        if len(box.children) < 3:
            logger.warning("said %s needs a saying and what is true", number, location=box)
        by, _ = self.state.inline_text(f"Said by {self.options.get('by', '')}.", self.lineno)
        box.insert(2, nodes.paragraph("", "", *by, classes=["lb-by"]))
        box += shown_by(claims)
        return [box]


def shown_by(ids: list[str]) -> nodes.paragraph:
    """Return the line that names the evidence."""
    line = nodes.paragraph("", "Shown by ", classes=["lb-shown-by"])
    for i, id in enumerate(ids):
        line += nodes.Text("" if i == 0 else " and " if i == len(ids) - 1 else ", ")
        line += reference(id)
    line += nodes.Text(".")
    return line


# --- the page of them all -----------------------------------------------------------------------


def corrections(env: BuildEnvironment, docname: str) -> list[nodes.Node]:
    """Return a section for each box, by number; report what is wrong with them."""
    boxes = sorted(BOXES.entries(env), key=lambda box: box["number"])
    if [box["number"] for box in boxes] != list(range(1, len(boxes) + 1)):
        given = ", ".join(str(box["number"]) for box in boxes)
        logger.warning("the sayings are numbered %s", given, location=docname)
    return [section(env, box, docname) for box in boxes if len(box.children) >= 5]


def section(env: BuildEnvironment, box: SaidBox, docname: str) -> nodes.section:
    """Return saying, speakers, truth, evidence and chapter."""
    _, saying, by, *truth, _ = (adopted(node, docname) for node in box.children)
    number, chapter = box["number"], box["chapter"]
    if not saying.astext().startswith(('"', "“")):
        logger.warning("said %s: the saying stands in no quotation marks", number, location=chapter)
    if not truth[0].astext().startswith("In fact "):
        logger.warning('said %s: what is true begins "**In fact**"', number, location=chapter)
    name = f"correction-{number}"
    found = nodes.section(ids=[name], names=[name], classes=["lb-correction"])
    found += nodes.title("", "", nodes.Text(f"{number}. "), *saying.children)
    found += nodes.paragraph("", "", *by.children)
    found += truth
    evidence = nodes.bullet_list()
    claims = claims_by_id(env)
    for id in box["claims"]:
        item = nodes.paragraph("", "", reference(id))
        if known := claims.get(id):
            item += [nodes.Text(f", {known.kind}: "), *typeset(known.claim)]
            if known.chapter != chapter:
                logger.warning(
                    "said %s: the claim %s stands in another chapter", number, id, location=chapter
                )
        evidence += nodes.list_item("", item)
    page = env.app.builder.get_relative_uri(docname, chapter)
    where = link(env.titles[chapter].astext(), f"{page}#said-{number}")
    how = nodes.emphasis("", "How it is known.")
    found += nodes.paragraph("", "", how, nodes.Text(" The chapter: "), where, nodes.Text("."))
    found += evidence
    return found


def adopted(node: nodes.Node, docname: str) -> nodes.Node:
    """Return a copy of a part of a box that belongs to another page."""
    copy = node.deepcopy()
    for xref in copy.findall(pending_xref):
        xref["refdoc"] = docname
    for element in copy.findall(nodes.Element):
        element["ids"] = []  # they lead to the chapter
    return copy


def lead_on(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let the title of a box lead to the page of them all."""
    if PAGE in app.env.found_docs:
        page = app.builder.get_relative_uri(docname, PAGE)
        for box in doctree.findall(SaidBox):
            title = box.next_node(nodes.title)
            title[:] = [link(title.astext(), f"{page}#correction-{box['number']}")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.claims")
    app.setup_extension("lossbook_site.registry")
    app.add_directive("said", Said)
    BOXES.connect(app)
    app.connect("doctree-resolved", lead_on)
    later(app, "corrections", corrections)
    return {"version": lossbook.__version__, "env_version": 1, "parallel_read_safe": True}
