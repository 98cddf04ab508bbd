"""Where a loss is explained: a chapter and a heading of it, from `chapters/data/all-losses.yml`.

The pages that list losses lead there, as does the search, and the entry of a loss on the package
page says it, with the row that has the loss in other libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook_site.conventions import LIBRARIES, anchor, table
from lossbook_site.tables import link

ENTRIES = Path("data") / "all-losses.yml"  # beside the chapters


@dataclass(frozen=True)
class Entry:
    """What the data say of a loss.

    Where it is explained, what it asks for, and the claims by the columns that they prove.
    """

    section: tuple[str, str]
    asks: str
    claims: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The chapter in which it is explained."""
        return f"chapters/{self.section[0]}"

    @property
    def anchor(self) -> str:
        """The id of the section."""
        return nodes.make_id(self.section[1])


def entries(path: Path) -> dict[str, Entry]:
    """Return the entries of a file, by the names of the losses."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        name: Entry(**{**entry, "section": tuple(entry["section"])})
        for name, entry in found.items()
    }


def known(env: BuildEnvironment) -> dict[str, Entry]:
    """Return the entries of the book that is built; none if it has no such file."""
    path = Path(env.srcdir) / "chapters" / ENTRIES
    return entries(path) if path.exists() else {}


class Where(nodes.General, nodes.Element):
    """The place of the links from a loss's entry; filled when all pages have been read."""


class WhereDirective(SphinxDirective):
    """`.. where-explained:: huber` within the entry of a loss."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        self.env.note_dependency(str(Path(self.env.srcdir) / "chapters" / ENTRIES))
        return [Where(loss=self.arguments[0])]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the links into their places."""
    places = list(doctree.findall(Where))
    explained = known(app.env) if places else {}
    for where in places:
        loss = lossbook_name(where["loss"])
        links: list[nodes.Node] = []
        if entry := explained.get(loss):
            page = app.builder.get_relative_uri(docname, entry.page)
            title = app.env.titles[entry.page].astext()
            target = f"{page}#{entry.anchor}"
            links += [nodes.Text("Explained in "), link(f"{title}: {entry.section[1]}", target)]
        stored = table(app.env)
        if stored and (cases := [case for case in stored.cases(loss) if stored.of(case)]):
            page = app.builder.get_relative_uri(docname, LIBRARIES)
            links.append(nodes.Text("; " if links else ""))
            links.append(link("in other libraries", f"{page}#{anchor(cases[0])}"))
        if links:
            links.append(nodes.Text("."))
            where.replace_self(nodes.paragraph("", "", *links, classes=["lb-where"]))
        else:
            where.parent.remove(where)


def lossbook_name(name: str) -> str:
    """Return the name under which a loss is listed: `cosface` is another one of `am_softmax`."""
    return str(getattr(lossbook, name).__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(Where)
    app.add_directive("where-explained", WhereDirective)
    app.connect("doctree-resolved", fill)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
