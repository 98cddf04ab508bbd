"""Where a chapter introduces a term of the glossary, each leads to the other.

A chapter sets a term in bold where it introduces it. If the glossary has the term, the bold words
become a link to it, and its entry there names the sections that introduce it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

import lossbook
from lossbook_site.registry import Registry
from lossbook_site.tables import link

GLOSSARY = "chapters/glossary"
MOST = 3  # sections that an entry names


@dataclass(frozen=True)
class Introduced:
    """Bold words, and the section in which they stand."""

    words: str
    page: str
    anchor: str
    title: str


def bold(app: Sphinx, doctree: nodes.document, docname: str) -> list[Introduced]:
    """Return the bold words of a chapter's running text."""
    if Path(app.env.doc2path(docname)).suffix != ".ipynb":
        return []
    return [
        Introduced(strong.astext(), docname, section["ids"][0], section[0].astext())
        for strong, section in introductions(doctree)
    ]


def introductions(doctree: nodes.document) -> Iterator[tuple[nodes.strong, nodes.section]]:
    """Yield the bold words of paragraphs, with their sections.

    The content of an exercise is a section without a title, whose id the page does not have.
    """
    for strong in list(doctree.findall(nodes.strong)):
        section = strong.parent
        while section is not None and not isinstance(section, nodes.section):
            section = section.parent
        titled = section is not None and isinstance(section[0], nodes.title)
        if titled and isinstance(strong.parent, nodes.paragraph):
            yield strong, section


INTRODUCED: Registry[Introduced] = Registry("terms", bold)


def entry_of(env: BuildEnvironment, words: str) -> str | None:
    """Return the id of the glossary's entry for words, also in the plural."""
    known = env.get_domain("std")._terms
    low = words.lower()
    for form in (low, low.removesuffix("s"), low.removesuffix("es")):
        if form in known and known[form][0] == GLOSSARY:
            return str(known[form][1])
    return None


class LinkTerms(SphinxPostTransform):
    """Turn bold words of a chapter that the glossary has into links to it."""

    default_priority = 150
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through a page."""
        docname = self.env.docname
        if Path(self.env.doc2path(docname)).suffix != ".ipynb":
            return
        page = self.app.builder.get_relative_uri(docname, GLOSSARY)
        for strong, _ in introductions(self.document):
            id = entry_of(self.env, strong.astext())
            if id and next(strong.findall(nodes.reference), None) is None:
                to = nodes.reference("", "", refuri=f"{page}#{id}", internal=True)
                to["classes"].append("lb-term")
                to += strong.children
                strong.children = []
                strong += to


def lead_back(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let the entries of the glossary name the sections that introduce them."""
    if docname != GLOSSARY:
        return
    sections: dict[str, list[Introduced]] = {}
    for introduced in INTRODUCED.entries(app.env):
        if id := entry_of(app.env, introduced.words):
            there = sections.setdefault(id, [])
            if all((i.page, i.anchor) != (introduced.page, introduced.anchor) for i in there):
                there.append(introduced)
    for item in doctree.findall(nodes.definition_list_item):
        found = sections.get(item.next_node(nodes.term)["ids"][0], [])[:MOST]
        if found:
            where = nodes.paragraph("", "Introduced in ", classes=["lb-where"])
            for place, each in enumerate(found):
                page = app.builder.get_relative_uri(docname, each.page)
                where += nodes.Text("; " if place else "")
                chapter = app.env.titles[each.page].astext().partition(":")[0]
                where += link(f"{each.title} ({chapter})", f"{page}#{each.anchor}")
            where += nodes.Text(".")
            item.next_node(nodes.definition).append(where)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.registry")
    app.add_post_transform(LinkTerms)
    INTRODUCED.connect(app)
    app.connect("doctree-resolved", lead_back)
    return {"version": lossbook.__version__, "env_version": 1, "parallel_read_safe": True}
