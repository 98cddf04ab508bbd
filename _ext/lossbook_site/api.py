"""The API page: a loss, which is an object, is shown as the function that it is for a reader.

What the docstrings of all losses share is said once, an entry shows its own text and folds its
lists away, and the page begins with the names of all entries.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.ext.autodoc import FunctionDocumenter
from sphinx.ext.napoleon.docstring import NumpyDocstring
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook import _loss
from lossbook_site.explained import Where
from lossbook_site.folds import fold
from lossbook_site.tables import row, table


class LossDocumenter(FunctionDocumenter):
    """Documents an object of the class `lossbook.Loss` as a function.

    Its gradient is a second signature of the entry: what it is, `shared` says of all. Below stands
    where the loss is explained and what it is called elsewhere.
    """

    objtype = "loss"
    directivetype = "function"
    priority = FunctionDocumenter.priority + 20

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Tell whether `member` is a loss."""
        return isinstance(member, lossbook.Loss)

    def add_directive_header(self, sig: str) -> None:
        """Write the signature of the loss and, abridged, that of its gradient."""
        super().add_directive_header(f"{sig}\n.gradient(...)")

    def generate(self, *args: Any, **kwargs: Any) -> None:
        """Write the loss, then where it is explained."""
        super().generate(*args, **kwargs)
        if self.object is not None:
            self.add_line(f".. where-explained:: {self.objpath[-1]}", self.get_sourcename())
            self.add_line("", self.get_sourcename())


# --- what all losses share ------------------------------------------------------------------------

ANY = "a_loss"
# What `lossbook._loss` puts into the words: of what shape the samples are, element by element and
# row by row; what is returned, with a `reduction` and without.
SAMPLES = ("the shape of `y_true`", "shape (...)")
RESULTS = (
    "float or numpy.ndarray\n"
    '    A float; with ``reduction="none"`` an array of the shape of the samples.',
    "float",
)


def share(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Take out of a loss's docstring the words that `lossbook.loss` puts into every one.

    `Shared` says them once. What differs by a letter stays.
    """
    if not isinstance(obj, lossbook.Loss) or obj.kernel().batch:
        return
    text = "\n".join(lines)
    for words in common():
        text = text.replace(words.rstrip("\n") + "\n", "")
    lines[:] = text.split("\n")


def common() -> list[str]:
    """Return the words that losses share, as they stand in their docstrings."""
    weights = [_loss.WEIGHT.replace("{samples}", samples) for samples in SAMPLES]
    results = [_loss.RETURNS.replace("{returns}", returns) for returns in RESULTS]
    return [*weights, _loss.REDUCTION, *(words.lstrip("\n") for words in results)]


class Shared(SphinxDirective):
    """`.. shared-by-losses::`, the entries of a loss that stands for all, and its derivatives."""

    def run(self) -> list[nodes.Node]:
        """Return the entries, which are made as those of the losses are."""
        either = " or ".join(SAMPLES[::-1])
        value = (
            "Parameters\n----------\n"
            + _loss.WEIGHT.replace("{samples}", either)
            + _loss.REDUCTION
            + _loss.RETURNS.replace("{returns}", RESULTS[0])
        )
        gradient = _loss.DERIVATIVE.format(name=ANY, order="first", more="")
        hessian = _loss.DERIVATIVE.format(name=ANY, order="second", more=_loss.DIAGONAL)
        return [
            *self.entry("(y_true, y_pred, *, ..., sample_weight=None, reduction='mean')", value),
            *self.entry(".gradient(...)", gradient),
            *self.entry(".hessian(...)", hessian),
        ]

    def entry(self, signature: str, docstring: str) -> list[nodes.Node]:
        """Return one entry, to which nothing leads."""
        lines = inspect.cleandoc(docstring).split("\n")
        read = NumpyDocstring(lines, self.config, self.env.app, "function").lines()
        lines = [f".. py:function:: {ANY}{signature}", "   :no-index:", ""]
        lines += [f"   {line}" for line in read]
        parent = nodes.Element()
        self.state.nested_parse(StringList(lines, self.get_location()), 0, parent)
        return parent.children


# --- an entry, and the list of all ----------------------------------------------------------------

CALLED = {"Parameters": "parameters", "Returns": "result", "Raises": "errors"}
REFERENCES = "References"


class FoldEntries(SphinxTransform):
    """Fold what an entry lists below its text: parameters, result, errors, references."""

    default_priority = 700  # before the contents of the page are collected

    def apply(self, **kwargs: Any) -> None:
        """Go through the entries."""
        for content in list(self.document.findall(addnodes.desc_content)):
            signatures = list(content.parent.findall(addnodes.desc_signature))
            for signature in signatures:
                if signature.get("fullname", "").endswith(".gradient"):
                    signature["_toc_name"] = ""  # beside its loss it needs no line of its own
            if any(signature["ids"] for signature in signatures):
                fold_entry(content)


def fold_entry(content: addnodes.desc_content) -> None:
    """Fold the lists of one entry where the first of them stands."""
    listed = [node for node in content.children if isinstance(node, nodes.field_list)]
    names = [field[0].astext() for fields in listed for field in fields]
    for rubric in [node for node in content.children if isinstance(node, nodes.rubric)]:
        if rubric.astext() == REFERENCES:
            after = content.children[content.index(rubric) + 1 :]
            listed += [rubric, *takewhile(lambda node: not ends_references(node), after)]
            names.append(REFERENCES)
    if not listed:
        return
    said = ", ".join(CALLED.get(name, name.lower()) for name in names)
    place = content.index(listed[0])
    for node in listed:
        content.remove(node)
    content.insert(place, fold([nodes.Text(said[0].upper() + said[1:])], listed, "lb-entry"))


def ends_references(node: nodes.Node) -> bool:
    """Tell whether a node stands no longer in a list of references."""
    return isinstance(node, nodes.rubric | addnodes.desc | Where)


class Entries(nodes.General, nodes.Element):
    """The place of the list of all entries."""


class EntriesDirective(SphinxDirective):
    """`.. entries-by-section::`, the names on the page under the headings they stand below."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [Entries()]


class ListEntries(SphinxTransform):
    """Write the list of all entries, when all are there."""

    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        """Fill the places."""
        for place in list(self.document.findall(Entries)):
            rows = [
                row(
                    nodes.reference("", section[0].astext(), refid=section["ids"][0]),
                    nodes.inline("", "", *separated(names)),
                )
                for section in self.document.findall(nodes.section)
                if (names := list(names_in(section)))
            ]
            listed = table(("section", "entries"), rows, (1, 3))
            listed["classes"].append("lb-entries")
            place.replace_self(listed)


def names_in(section: nodes.section) -> Iterator[nodes.reference]:
    """Yield links to the entries of a section, without those below them."""
    for entry in section.children:
        if isinstance(entry, addnodes.desc) and (ids := entry[0]["ids"]):
            name = nodes.literal("", entry[0]["fullname"])
            yield nodes.reference("", "", name, refid=ids[0])


def separated(links: list[nodes.reference]) -> Iterator[nodes.Node]:
    """Yield links with commas between them."""
    for number, link in enumerate(links):
        if number:
            yield nodes.Text(", ")
        yield link


# --- docstrings -----------------------------------------------------------------------------------

LITERAL = re.compile(r"(`+[^`]*`+)")
DIRECTIVE = re.compile(r"\s*\.\. [\w:-]+::")


def adapt_docstring(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Make docstrings written for `help()` into reStructuredText that stands on one page.

    The numbers of references would clash between docstrings, so they become plain text, and bars
    as in |e| would be taken for substitutions. Indented literal and formula blocks stay as they
    are.
    """
    if what == "module":  # the page has its own introduction
        lines.clear()
    block = None  # the indentation of the directive or paragraph that opened a block
    for i, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and line.strip() and indent <= block:
            block = None
        if block is None and DIRECTIVE.match(line):  # `.. math:: |e|` too: there \\| is a norm
            block = indent
        if block is None:
            line = re.sub(r"^(\s*)\.\. \[(\d+)\] ", r"\1\2. ", line)
            parts = LITERAL.split(line)
            parts[::2] = [
                re.sub(r"\[(\d+)\]_", r"[\1]", part).replace("|", r"\|") for part in parts[::2]
            ]
            lines[i] = "".join(parts)
            if line.rstrip().endswith("::"):
                block = indent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_autodocumenter(LossDocumenter)
    app.setup_extension("lossbook_site.folds")
    app.add_node(Entries)
    app.add_directive("shared-by-losses", Shared)
    app.add_directive("entries-by-section", EntriesDirective)
    app.add_transform(FoldEntries)
    app.add_transform(ListEntries)
    app.connect("autodoc-process-docstring", share, priority=400)  # before napoleon reads it
    app.connect("autodoc-process-docstring", adapt_docstring)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
