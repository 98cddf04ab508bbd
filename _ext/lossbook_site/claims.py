"""The claims of the chapters: read from the executed notebooks, numbered, referred to by id.

`lossbook.evidence` stores each mark in its cell's output as JSON. Here the marks become the
numbered claims of the book: Claim 3.4 is the fourth mark of chapter 3. The number stands beside the
mark, and a page refers to it with {claim}`some-id`.

What breaks the tie between claims and evidence is a warning, and so fails the build: a mark that is
made but not shown, one that is shown but not made in its cell, an id that stands twice, a reference
to a claim that is not there, a numbered statement (`prf:theorem` and its like) without a claim of
its name in the same chapter.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from IPython.core.inputtransformer2 import TransformerManager
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

import lossbook
from lossbook.evidence import MIME
from lossbook_site.folds import fold
from lossbook_site.registry import Registry, page_of
from lossbook_site.words import printed, typeset

KINDS = ("proved", "verified", "reproduced")
# Numbered statements that claim nothing.
HARMLESS = {"definition", "algorithm", "example", "remark", "notation", "observation"}
MARK = re.compile(r'<details class="lb-evidence [^>]*id="claim-([a-z0-9-]+)"><summary>')

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """One claim as a chapter stores it, and where it stands."""

    id: str
    claim: str
    kind: str
    summary: str
    details: tuple[str, ...]
    chapter: str  # the name of the page: chapters/margins
    title: str  # of the chapter
    position: int  # among the claims of the chapter, from 1


# --- reading ------------------------------------------------------------------------------------


def notebooks(book: Path) -> Iterator[Path]:
    """Yield the book's notebooks in the order of its table of contents."""
    contents = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
    for part in contents["parts"]:
        for entry in part["chapters"]:
            notebook = book / f"{entry['file']}.ipynb"
            if notebook.exists():
                yield notebook


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook, each source as one string."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def title_of(cells: list[dict[str, Any]]) -> str:
    """Return the first heading."""
    texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    found = re.search(r"^# (.+)$", "\n".join(texts), re.M)
    return found[1].strip() if found else ""


def marks_of(cell: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the marks that a cell shows."""
    for output in cell.get("outputs", []):
        if mark := output.get("data", {}).get(MIME):
            yield mark


def claims_of(notebook: Path) -> Iterator[Claim]:
    """Yield the claims of an executed notebook, in reading order."""
    cells = cells_of(notebook)
    marks = [mark for cell in cells for mark in marks_of(cell)]
    for position, mark in enumerate(marks, start=1):
        yield Claim(
            id=mark["id"],
            claim=mark["claim"],
            kind=mark["kind"],
            summary=mark["summary"],
            details=tuple(mark["details"]),
            chapter=f"{notebook.parent.name}/{notebook.stem}",
            title=title_of(cells),
            position=position,
        )


def faults_of(notebook: Path) -> Iterator[str]:
    """Yield what parts claims from evidence in a notebook, one sentence each."""
    for number, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] != "code":
            continue
        made = list(calls_of(cell["source"]))
        shown = [(mark["kind"], mark["id"]) for mark in marks_of(cell)]
        for kind, id in made:
            if (kind, id) not in shown:
                yield f"cell {number}: the mark of {kind} {id!r} is not shown; end the cell with it"
        for kind, id in shown:
            if (kind, id) not in made:
                yield f"cell {number}: the claim {id!r} is shown as {kind}, but not backed there"


def calls_of(source: str) -> Iterator[tuple[str, str]]:
    """Yield kind and id of every call of proved, verified or reproduced."""
    python = TransformerManager().transform_cell(source)  # %pip is no Python
    for call in ast.walk(ast.parse(python)):
        if isinstance(call, ast.Call):
            name = call.func
            kind = getattr(name, "id", getattr(name, "attr", ""))
            if kind in KINDS:
                first = call.args[0] if call.args else None
                yield kind, first.value if isinstance(first, ast.Constant) else "(not written out)"


def read(app: Sphinx, doctree: nodes.document, docname: str) -> list[Claim]:
    """Return the claims of a page; report what parts them from their evidence."""
    source = Path(app.env.doc2path(docname))
    if source.suffix != ".ipynb":
        return []
    for fault in faults_of(source):
        logger.warning(fault, location=docname)
    return list(claims_of(source))


CLAIMS: Registry[Claim] = Registry("claims", read)


def claims_by_id(env: BuildEnvironment) -> dict[str, Claim]:
    """Return the claims of all pages, in reading order."""
    return {claim.id: claim for claim in CLAIMS.entries(env)}


def check_ids(app: Sphinx, env: BuildEnvironment) -> None:
    """Report ids that stand twice."""
    chapters: dict[str, str] = {}
    for claim in CLAIMS.entries(env):
        if other := chapters.get(claim.id):
            places = f"{other} and {claim.chapter}"
            logger.warning("the claim %s stands twice, in %s", claim.id, places)
        chapters[claim.id] = claim.chapter


# --- numbers and references ---------------------------------------------------------------------


class ClaimReference(nodes.Inline, nodes.TextElement):
    """A reference to a claim by id. It is given number and target when all pages are read."""


class ClaimRole(SphinxRole):
    """{claim}`some-id`: the number of a claim, linked to its mark."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the reference."""
        node = reference(self.text.strip())
        self.set_source_info(node)
        return [node], []


def reference(id: str, *, word: str = "Claim ") -> ClaimReference:
    """Return a reference to a claim; before the number stands `word`."""
    return ClaimReference("", nodes.Text(id), claim=id, word=word)


def number(env: BuildEnvironment, claim: Claim) -> str:
    """Return the number of a claim: that of its chapter, a point, its place within it."""
    chapter = env.toc_secnumbers.get(claim.chapter, {}).get("")
    return f"{chapter[0]}.{claim.position}" if chapter else str(claim.position)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the references of a page their numbers and targets."""
    claims = claims_by_id(app.env)
    for node in list(doctree.findall(ClaimReference)):
        claim = claims.get(node["claim"])
        if claim is None:
            logger.warning("there is no claim %r", node["claim"], location=node)
            continue
        page = app.builder.get_relative_uri(docname, claim.chapter)
        text = node["word"] + number(app.env, claim)
        link = nodes.reference("", text, refuri=f"{page}#claim-{claim.id}", internal=True)
        if "$" not in claim.claim:  # a tooltip sets no formulas
            link["reftitle"] = printed(claim.claim)
        node.replace_self(link)


# --- boxes --------------------------------------------------------------------------------------


class Box(nodes.container):
    """A claim as the reader sees it: the sentence, and a fold with how it is shown."""


class MakeBoxes(SphinxPostTransform):
    """Turn the marks of a page, which are HTML that any notebook viewer shows, into boxes."""

    default_priority = 140  # once the outputs are chosen
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace every mark by the box of its claim."""
        claims = claims_by_id(self.env)
        for raw in list(self.document.findall(nodes.raw)):
            if (found := MARK.match(raw.astext())) and found[1] in claims:
                output, start = raw.parent, raw.parent.index(raw)
                end = next(
                    place
                    for place, node in enumerate(output.children[start:], start=start)
                    if isinstance(node, nodes.raw) and node.astext().strip() == "</details>"
                )
                content = output.children[start + 1 : end]
                output[start : end + 1] = [self.box(claims[found[1]], content)]

    def box(self, claim: Claim, content: list[nodes.Node]) -> Box:
        """Return the box: of the mark's content the first line says what was done."""
        _, *lines, name = content
        for line in lines:
            print_words(line)
        if ledger := page_of(self.env, "ledger"):
            page = self.app.builder.get_relative_uri(self.env.docname, ledger)
            uri = f"{page}#ledger-{claim.id}"
            link = nodes.reference("", "In the ledger", refuri=uri, internal=True)
            name += [nodes.Text(" "), link, nodes.Text(".")]
        statement = nodes.paragraph("", "", *head(self.env, claim), classes=["lb-statement"])
        done = nodes.inline("", "", *typeset(claim.summary), classes=["lb-done"])
        how = fold([nodes.Text("How it is shown: "), done], [*lines, name], "lb-how")
        classes = ["lb-evidence", f"lb-{claim.kind}"]
        return Box("", statement, how, classes=classes, ids=[f"claim-{claim.id}"])


def head(env: BuildEnvironment, claim: Claim) -> list[nodes.Node]:
    """Return what a box says first: number, kind, sentence."""
    return [
        nodes.inline("", f"Claim {number(env, claim)}", classes=["lb-number"]),
        nodes.Text(" "),
        nodes.inline("", claim.kind, classes=["lb-kind", f"lb-{claim.kind}"]),
        nodes.Text(" "),
        *typeset(claim.claim),
    ]


def print_words(content: nodes.Element) -> None:
    """Print the words of a mark; formulas and code stay as they are."""
    for text in list(content.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.raw | nodes.literal | nodes.math | nodes.math_block):
            text.parent.replace(text, nodes.Text(printed(text.astext())))


def open_box(translator: Any, node: Box) -> None:
    """Write the beginning of a box."""
    translator.body.append(translator.starttag(node, "div"))


def close_box(translator: Any, node: Box) -> None:
    """Write the end of a box."""
    translator.body.append("</div>\n")


def pass_over(translator: Any, node: ClaimReference) -> None:
    """Write an unresolved reference as its text."""


def check_statements(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the numbered statements that no claim of the same name and chapter backs."""
    claims = claims_by_id(env)
    for label, statement in getattr(env, "proof_list", {}).items():
        if statement["realtype"] not in HARMLESS and not statement["nonumber"]:
            claim = claims.get(label)
            if claim is None or claim.chapter != statement["docname"]:
                kind, page = statement["realtype"], statement["docname"]
                logger.warning("the %s %r has no evidence of its name", kind, label, location=page)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.folds")
    app.setup_extension("lossbook_site.registry")
    app.add_node(ClaimReference, html=(pass_over, pass_over))
    app.add_node(Box, html=(open_box, close_box))
    app.add_post_transform(MakeBoxes)
    app.add_role("claim", ClaimRole())
    CLAIMS.connect(app)
    app.connect("env-check-consistency", check_ids)
    app.connect("env-check-consistency", check_statements)
    app.connect("doctree-resolved", resolve)
    return {"version": lossbook.__version__, "env_version": 1, "parallel_read_safe": True}
