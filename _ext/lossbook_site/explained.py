"""Where a loss is explained: the chapter whose box "In short" or whose calls name it.

The pages that list losses lead there, and the entry of a loss on the package page says in which
chapter it stands and which table has its names in other libraries.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import lossbook
from lossbook_site.registry import Registry
from lossbook_site.tables import link

LIBRARIES = "chapters/one-loss-many-libraries"
NAMES = "losses"  # the attribute of a node that shows some


@dataclass(frozen=True)
class Place:
    """A box about a loss: the name of the loss, the page, the box's anchor, whether it opens it."""

    loss: str
    page: str
    anchor: str
    opens: bool


def boxes(app: Sphinx, doctree: nodes.document, docname: str) -> list[Place]:
    """Return the places of a page: first boxes "In short", then calls."""
    found = []
    for node in doctree.findall(nodes.Element):
        for name in node.get(NAMES, []):
            opens = isinstance(node, nodes.admonition)
            found.append(Place(name, docname, f"#{node['ids'][0]}" if opens else "", opens))
    return sorted(found, key=lambda place: not place.opens)


PLACES: Registry[Place] = Registry("places", boxes)


def place_of(env: BuildEnvironment, loss: str) -> Place | None:
    """Return where a loss is explained first, a box that opens a chapter before others."""
    found = [place for place in PLACES.entries(env) if place.loss == loss]
    return next((place for place in found if place.opens), found[0] if found else None)


@cache
def tables(notebook: Path) -> dict[str, str]:
    """Return for every case the heading above the table of the notebook that has it."""
    found, heading = {}, ""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heads = [line.lstrip("# ") for line in source.splitlines() if line.startswith("#")]
            heading = heads[-1] if heads else heading
        elif source.startswith("known.table("):
            call = ast.parse(source).body[0]
            for argument in ast.walk(call):
                if isinstance(argument, ast.Constant):
                    found[str(argument.value)] = heading
    return found


class Where(nodes.General, nodes.Element):
    """The place of the links from a loss's entry; filled when all pages have been read."""


class WhereDirective(Directive):
    """`.. where-explained:: huber` within the entry of a loss."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [Where(loss=self.arguments[0])]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the links into their places."""
    for where in list(doctree.findall(Where)):
        loss = where["loss"]
        links: list[nodes.Node] = []
        if place := place_of(app.env, loss):
            page = app.builder.get_relative_uri(docname, place.page)
            title = app.env.titles[place.page].astext()
            links += [nodes.Text("Explained in "), link(title, page + place.anchor)]
        source = Path(app.env.srcdir) / f"{LIBRARIES}.ipynb"
        heading = tables(source).get(loss) if source.exists() else None
        if heading:
            page = app.builder.get_relative_uri(docname, LIBRARIES)
            links.append(nodes.Text("; in other libraries: " if links else "In other libraries: "))
            links.append(link(heading, f"{page}#{nodes.make_id(heading)}"))
        if links:
            links.append(nodes.Text("."))
            where.replace_self(nodes.paragraph("", "", *links, classes=["lb-where"]))
        else:
            where.parent.remove(where)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.registry")
    app.add_node(Where)
    app.add_directive("where-explained", WhereDirective)
    PLACES.connect(app)
    app.connect("doctree-resolved", fill)
    return {"version": lossbook.__version__, "env_version": 1, "parallel_read_safe": True}
