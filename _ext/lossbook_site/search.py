"""The index of the search: every section, term and entry of the package, and the losses by name.

The browser finds and orders: `find.js`, written before the index, and `_static/search.js`, which
loads both when the search is opened. A place has its page, id, title and text, and the names that
lead to it: a section in which a loss is explained, the row of its calls in the chapter on all
libraries and its entry on the package page bear the loss's names in all libraries, an entry of the
glossary its other names and the Chinese ones.

Sphinx's own search is switched off: it knows pages and not sections, and fetches every page found.
A page is read when it is written, as its readers see it; an earlier build's other pages are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils.math.tex2unichar import mathalpha
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import lossbook
from lossbook.conventions import Cell, Conventions, one_line
from lossbook_site.conventions import LIBRARIES, anchor, table
from lossbook_site.explained import known, lossbook_name
from lossbook_site.registry import reading_order

INDEX = Path("_data", "search.js")  # in the site
FINDER = Path(__file__).with_name("find.js")
KEPT = "search.json"  # beside the doctrees: what is known of every page
GLOSSARY, PACKAGE = "chapters/glossary", "chapters/api"
# Collected from the chapters, or of the book: only their headings are found.
COLLECTED = {f"chapters/{name}" for name in ("ledger", "corrections", "bibliography", "status")}
# How far a page stands behind those that explain, in the points that `find.js` gives.
BEHIND = {LIBRARIES: 10, PACKAGE: 25, **dict.fromkeys(COLLECTED, 25)}
PASSED_OVER = (
    nodes.comment, nodes.field_list, nodes.image, nodes.literal_block, nodes.math_block, nodes.raw,
    nodes.title, addnodes.desc, addnodes.glossary,
)  # fmt: skip
# How a claim is shown, code, steps and an entry's lists are folded on the page.
FOLDED = {"cell_input", "lb-how", "lb-code", "lb-steps", "lb-entry"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMAND = re.compile(r"\\([A-Za-z]+) ?")

# A place as it is stored: id, title, text, names.
Place = tuple[str, str, str, list[str]]


def plain(formula: str) -> str:
    """Return a formula of letters and signs as text, any other as an ellipsis."""
    text = COMMAND.sub(lambda found: mathalpha.get(found[1], found[0]), formula)
    return "…" if re.search(r"[\\{}^_]", text) else text


def headed(node: nodes.Node) -> bool:
    """Tell whether a node is a section with a heading; the box of an exercise is one without."""
    return isinstance(node, nodes.section) and isinstance(node.next_node(), nodes.title)


def passed_over(node: nodes.Element) -> bool:
    """Tell whether a node's text is not that of the section in which it stands."""
    classes = FOLDED.intersection(node.get("classes", []))
    return isinstance(node, PASSED_OVER) or headed(node) or bool(classes)


def words(node: nodes.Node) -> Iterator[str]:
    """Yield the text of a node, without what has a place of its own."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.math):
        yield plain(node.astext())
    elif not passed_over(node):
        for child in node.children:
            yield from words(child)
        if not isinstance(node, nodes.Inline):
            yield " "


def text_of(node: nodes.Element) -> str:
    """Return the text below a node on one line."""
    return " ".join("".join(word for child in node.children for word in words(child)).split())


def names_of(cells: list[Cell]) -> list[str]:
    """Return the names of a loss in other libraries, as "PyTorch: L1Loss", each once."""
    return list(dict.fromkeys(
        f"{cell.library}: {name}" for cell in cells for name in cell.name.split(", ") if name
    ))  # fmt: skip


def names_of_loss(loss: str, stored: Conventions | None) -> list[str]:
    """Return our names of a loss and those of other libraries, but not what is another loss."""
    ours = [name for name in lossbook.__all__ if lossbook_name(name) == loss]
    cells = [c for case in stored.cases(loss) for c in stored.of(case)] if stored else []
    title = getattr(lossbook, loss).title
    return [f"Lossbook: {name}" for name in [*ours, title]] + names_of(
        [cell for cell in cells if not cell.unlike]
    )


def places(env: BuildEnvironment, doctree: nodes.document, docname: str) -> Iterator[Place]:
    """Yield what can be found on a page, from its top."""
    stored = table(env)
    explained: dict[str, list[str]] = {}
    for loss, entry in known(env).items():
        if entry.page == docname:
            explained.setdefault(entry.anchor, []).extend(names_of_loss(loss, stored))
    for section in doctree.findall(headed):
        at_the_top = section.parent is doctree
        id, title = section["ids"][0], section.next_node(nodes.title).astext()
        text = "" if docname in COLLECTED else text_of(section)
        names = explained.get(id, [])
        yield "" if at_the_top else id, title, text, names
        if docname in (GLOSSARY, PACKAGE):
            for own in section.children:
                if isinstance(own, addnodes.glossary):
                    yield from terms(own)
                elif isinstance(own, addnodes.desc):
                    yield from entries(own, stored)
    if docname == LIBRARIES and stored:
        yield from calls(doctree, stored)


def terms(glossary: addnodes.glossary) -> Iterator[Place]:
    """Yield the entries of the glossary; its bold beginning has the Chinese names."""
    for item in glossary.findall(nodes.definition_list_item):
        term, *others = [child for child in item.children if isinstance(child, nodes.term)]
        definition = item.next_node(nodes.definition)
        bold = definition.next_node(nodes.strong)
        chinese = re.split(r"[,;，、。. ]+", bold.astext()) if bold else []
        names = [other.astext() for other in others] + list(filter(CHINESE.search, chinese))
        yield term["ids"][0], term.astext(), text_of(definition), names


def entries(entry: addnodes.desc, stored: Conventions | None) -> Iterator[Place]:
    """Yield an entry of the package page, and those within it."""
    signature = entry.next_node(addnodes.desc_signature)
    name = signature["ids"][0] if signature["ids"] else ""
    short = name.removeprefix("lossbook.")
    if name and not short.endswith(".gradient"):
        loss = isinstance(getattr(lossbook, short, None), lossbook.Loss)
        names = names_of_loss(lossbook_name(short), stored) if loss else [f"Lossbook: {short}"]
        yield name, short, text_of(entry.next_node(addnodes.desc_content)), names
    for inner in entry.next_node(addnodes.desc_content).children:
        if isinstance(inner, addnodes.desc):
            yield from entries(inner, stored)


def calls(doctree: nodes.document, stored: Conventions) -> Iterator[Place]:
    """Yield the rows of our calls, with the calls and names of the other libraries below them."""
    there = {id for row in doctree.findall(nodes.row) for id in row["ids"]}
    for case, ours in stored.ours.items():
        if anchor(case) in there:
            cells = stored.of(case)
            lines = [f"{cell.library}: {one_line(cell.own)}" for cell in cells if cell.own]
            yield anchor(case), ours["call"], " · ".join(lines), names_of(cells)


# --- the file -----------------------------------------------------------------------------------


class Index:
    """What is known of the pages, by their names."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Place]] = {}

    def begin(self, app: Sphinx) -> None:
        """Let Sphinx make no index; take over what an earlier build has read."""
        app.builder.search = False
        kept = Path(app.doctreedir, KEPT)
        self.pages = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}

    def read(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Read a page that is being written."""
        if app.builder.name == "html":
            self.pages[docname] = list(places(app.env, doctree, docname))

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the file; take out what Sphinx's search would need."""
        if exception is not None or app.builder.name != "html":
            return
        Path(app.doctreedir, KEPT).write_text(json.dumps(self.pages), encoding="utf-8")
        pages = [page for page in reading_order(app.env) if page in self.pages]
        index = {
            "pages": [
                [
                    app.builder.get_target_uri(page),
                    app.env.titles[page].astext(),
                    BEHIND.get(page, 0),
                ]
                for page in pages
            ],
            "places": [[i, *place] for i, page in enumerate(pages) for place in self.pages[page]],
        }
        data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        file = Path(app.outdir) / INDEX
        file.parent.mkdir(exist_ok=True)
        finder = FINDER.read_text(encoding="utf-8")
        text = f"{finder}\nwindow.lossbookSearch = lossbookFinder({data});\n"
        file.write_text(text, encoding="utf-8")
        for name in ("searchtools.js", "language_data.js"):
            Path(app.outdir, "_static", name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx; a page is read when all others have done with it."""
    index = Index()
    app.connect("builder-inited", index.begin)
    app.connect("doctree-resolved", index.read, priority=900)
    app.connect("build-finished", index.write)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
