"""The code of a chapter, folded where it is not what the reader came for.

The notebook stays as it is. On the page the code of a cell

- that shows claims goes into the fold of the last of them, under "How it is shown";
- that is tagged `hide-input` and shows something, as a figure, goes into a quiet line below it; so
  does code that shows something and is longer than a reader takes in at once;
- that only imports, only stores numbers for the text, or is tagged and shows nothing, goes with the
  cell after it if that folds its code too, and otherwise into a quiet line of its own.

What a cell is follows from what it holds and shows. A switch in the page's head hides all code.
"""

from __future__ import annotations

import ast
from typing import Any

from docutils import nodes
from IPython.core.inputtransformer2 import TransformerManager
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import lossbook
from lossbook_site.claims import Box
from lossbook_site.folds import Fold, fold

LONG = 14  # lines of code


class FoldCode(SphinxPostTransform):
    """Fold the code of cells that show claims or figures, or nothing."""

    # After outputs are chosen (4) and claims have become boxes (140), before myst_nb wraps the code
    # of tagged cells (199).
    default_priority = 150
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the cells, each with the ones right before it that show nothing."""
        waiting: list[nodes.container] = []
        for cell in list(self.document.findall(is_cell)):
            if waiting and cell is not waiting[-1].next_node(descend=False, siblings=True):
                self.stand_alone(waiting)
                waiting = []
            if is_quiet(cell):
                waiting.append(cell)
                continue
            target = self.target(cell)
            if target is None:
                self.stand_alone(waiting)
            else:
                for quiet in [*waiting, cell]:
                    target += [node for node in quiet.children if is_source(node)]
                for quiet in waiting:
                    quiet.parent.remove(quiet)
                cell.children = [node for node in cell.children if not is_source(node)]
                cell.attributes.pop("hide_mode", None)
            waiting = []
        self.stand_alone(waiting)

    def stand_alone(self, cells: list[nodes.container]) -> None:
        """Put the code of cells that show nothing into one quiet line."""
        if not cells:
            return
        content = [node for cell in cells for node in cell.children if is_source(node)]
        names = dict.fromkeys(purpose(source_of(cell)) for cell in cells)
        line = fold([nodes.Text(f"Code: {' and '.join(names)}")], content, "lb-code")
        cells[0].replace_self(nodes.container("", line, classes=["cell"]))
        for cell in cells[1:]:
            cell.parent.remove(cell)

    def target(self, cell: nodes.container) -> nodes.Element | None:
        """Return what the code of a cell is put into: a fold within it; none if it stays."""
        if boxes := list(cell.findall(Box)):
            (how,) = boxes[-1].findall(Fold)
            code = nodes.container(classes=["lb-code"])
            how.insert(len(how) - 1, code)  # the last line names the claim
            return code
        outputs = shown(cell)
        long = source_of(cell).count("\n") >= LONG
        if not outputs or not (long or cell.get("hide_mode") == "input"):
            return None
        line = fold([nodes.Text(f"Code: {self.named(cell)}")], [], "lb-code")
        cell += line
        return line

    def named(self, cell: nodes.container) -> str:
        """Return what a cell shows, in words: the figure by its number."""
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get("figure", {})
        for figure in cell.findall(nodes.figure):
            for id in figure["ids"]:
                if id in numbers:
                    return "Fig. " + ".".join(map(str, numbers[id]))
        return "the table" if has_table(shown(cell)) else "the output"


# --- what a cell is -------------------------------------------------------------------------------


def is_cell(node: nodes.Node) -> bool:
    """Tell whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def is_source(node: nodes.Node) -> bool:
    """Tell whether a node is the code of a cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_source"


def source_of(cell: nodes.container) -> str:
    """Return the code of a cell."""
    return "\n".join(node.astext() for node in cell.children if is_source(node))


def shown(cell: nodes.container) -> list[nodes.Node]:
    """Return what a cell shows beside its code."""
    outputs = [node for node in cell.children if not is_source(node)]
    return [node for output in outputs for node in output.children]


def has_table(outputs: list[nodes.Node]) -> bool:
    """Tell whether a table is among outputs: one of HTML, as pandas writes it, or of Markdown."""
    raws = [raw.astext() for output in outputs for raw in output.findall(nodes.raw)]
    tables = [table for output in outputs for table in output.findall(nodes.table)]
    return bool(tables) or any("<table" in text for text in raws)


def is_quiet(cell: nodes.container) -> bool:
    """Tell whether a cell shows nothing, and its code is not what is to be read."""
    source = source_of(cell)
    if not source or shown(cell):
        return False
    return cell.get("hide_mode") == "input" or purpose(source) != "set-up"


def purpose(source: str) -> str:
    """Return what code that shows nothing is for, in words."""
    statements = ast.parse(TransformerManager().transform_cell(source)).body
    if any(is_glue(node) for statement in statements for node in ast.walk(statement)):
        return "numbers in the text"
    if all(isinstance(node, ast.Import | ast.ImportFrom) for node in statements):
        return "imports"
    return "set-up"


def is_glue(node: ast.AST) -> bool:
    """Tell whether a call stores a number for the text."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "glue"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("lossbook_site.folds")
    app.setup_extension("lossbook_site.claims")
    app.add_post_transform(FoldCode)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
