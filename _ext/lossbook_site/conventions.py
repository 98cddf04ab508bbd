"""How a loss is called here and in other libraries, at the head of a chapter.

    :::{in-short} huber pseudo_huber
    **Asks for** ... **Use it when** ... **It breaks when** ...
    :::

is a box with the author's words, the formula and the gradient of each loss, and tabs with its call
in this package and in other libraries. `{calls}` is the tabs alone. Formulas come from the loss
objects, calls from what `make conventions` stored, so neither is written by hand.

In the tables of the chapter on all libraries the row of our call gets an id, by which other pages
lead to a loss.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook.conventions import TABS, Conventions, read

TABLE = Path("data") / "conventions.json"  # beside the chapters
LIBRARIES = "chapters/one-loss-many-libraries"


def stored(directive: SphinxDirective) -> Conventions:
    """Return what is stored; a page that shows it is built anew when it changes."""
    path = Path(directive.env.srcdir) / "chapters" / TABLE
    directive.env.note_dependency(str(path))
    return read(path)


def table(env: BuildEnvironment) -> Conventions | None:
    """Return what is stored, if the book that is built has it and the chapter that shows it."""
    path = Path(env.srcdir) / "chapters" / TABLE
    return read(path) if path.exists() and LIBRARIES in env.found_docs else None


def anchor(case: str) -> str:
    """Return the id of the row of a case."""
    return nodes.make_id(f"calls-{case}")


def name_rows(app: Sphinx, doctree: nodes.document) -> None:
    """Give the rows of our calls their ids, each once."""
    if app.env.docname != LIBRARIES:
        return
    stored = table(app.env)
    cases = {ours["call"]: case for case, ours in stored.ours.items()} if stored else {}
    for row in doctree.findall(nodes.row):
        first, *others = row.children
        call = next((c.astext() for o in others for c in o.findall(nodes.literal)), "")
        if first.astext() == "Lossbook" and call in cases:
            row["ids"].append(anchor(cases.pop(call)))


def parsed(directive: SphinxDirective, lines: list[str]) -> list[nodes.Node]:
    """Return the nodes of lines of Markdown."""
    holder = nodes.container()
    directive.state.nested_parse(StringList(lines, "calls"), directive.content_offset, holder)
    return holder.children


def tabs(known: Conventions, losses: list[str]) -> list[str]:
    """Return, as Markdown, tabs with the calls of some losses, one tab a library."""
    cases = [case for loss in losses for case in known.cases(loss)]
    pages = {"Lossbook": [known.ours[case]["call"] for case in cases]}
    for library, title in TABS.items():
        cells = [cell for case in cases for cell in known.of(case, library) if cell.call]
        pages[title] = [cell.call for cell in cells]
    lines = ["`````{tab-set}", ":sync-group: library"]
    for title, calls in pages.items():
        if calls:
            code = "\n\n".join(calls) if any("\n" in call for call in calls) else "\n".join(calls)
            lines += [f"````{{tab-item}} {title}", f":sync: {title}"]
            lines += ["```python", *code.splitlines(), "```", "````"]
    more = "{doc}`All libraries, and what differs <one-loss-many-libraries>`."
    return [*lines, "`````", "", more]


class Calls(SphinxDirective):
    """Tabs with the calls of losses in several libraries."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the tabs."""
        names = self.arguments[0].split()
        return parsed(self, tabs(stored(self), names))


class InShort(SphinxDirective):
    """The box at the head of a chapter: words, formulas, calls."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the box."""
        names = self.arguments[0].split()
        box = nodes.admonition(classes=["lb-short"], ids=["in-short"])
        box += nodes.title("", "In short")
        self.state.nested_parse(self.content, self.content_offset, box)
        for name in names:
            specification = getattr(lossbook, name).specification()
            lines = [f"{{py:func}}`{name} <lossbook.{name}>`", ""]
            for formula in (specification.latex, specification.gradient_latex):
                lines += ["$$", formula, "$$", ""]
            box += nodes.container("", *parsed(self, lines), classes=["lb-formulas"])
        box += parsed(self, tabs(stored(self), names))
        return [box]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("calls", Calls)
    app.add_directive("in-short", InShort)
    app.connect("doctree-read", name_rows)
    return {"parallel_read_safe": True}
