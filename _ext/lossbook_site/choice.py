"""The page "Which loss?": a table from a target to a loss, which a script turns into a filter.

The rows lie in `chapters/data/which-loss.yml`; what a loss is called elsewhere comes from what
`make conventions` stored. `_static/choice.js` adds the form; without it every row is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from lossbook.conventions import Conventions
from lossbook_site.conventions import stored
from lossbook_site.tables import Cell, link, row, table

ROWS = Path("data") / "which-loss.yml"  # beside the chapters
HEAD = ("the target is", "you want", "the trouble is", "loss and reason", "after training")
# The libraries of the column of names, the ones people come from first.
ELSEWHERE = (
    "PyTorch",
    "Keras",
    "scikit-learn",
    "optax",
    "XGBoost",
    "LightGBM",
    "statsmodels",
    "PyTorch Metric Learning",
    "rax",
    "MONAI",
    "torchvision",
    "Segmentation Models",
)


@dataclass(frozen=True)
class Choice:
    """A row: for which target, wish and trouble which loss, why, and what to look at afterwards.

    A loss that the package has not is told by its formula. `section` is a chapter and a heading of
    it; None where only the package page has the loss.
    """

    target: str
    want: str
    trouble: str
    why: str
    check: str
    loss: str | None = None
    formula: str = ""
    section: tuple[str, str] | None = None

    @property
    def address(self) -> str:
        """Where the loss is explained, seen from a chapter."""
        if self.section is None:
            return f"api.html#lossbook.{self.loss}"
        chapter, heading = self.section
        return f"{chapter}.html#{nodes.make_id(heading)}"


def choices(path: Path) -> list[Choice]:
    """Return the rows of a file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Choice(**{**entry, "section": tuple(entry["section"]) if "section" in entry else None})
        for entry in entries
    ]


def elsewhere(known: Conventions, loss: str) -> str:
    """Return the names of a loss in other libraries, each once."""
    names = []
    for library in ELSEWHERE:
        cells = [c for case in known.cases(loss) for c in known.of(case, library) if not c.unlike]
        found = dict.fromkeys(cell.name.partition(", ")[0] for cell in cells if cell.name)
        if found:
            names.append(f"{library} {', '.join(found)}")
    return "; ".join(names)


class WhichLoss(SphinxDirective):
    """The table of choices."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        path = Path(self.env.srcdir) / "chapters" / ROWS
        self.env.note_dependency(str(path))
        known = stored(self)
        rows = [row(*self.cells(choice, known)) for choice in choices(path)]
        made = table(HEAD, rows, (14, 12, 12, 40, 22))
        made["classes"].append("lb-choice")
        return [made]

    def cells(self, choice: Choice, known: Conventions) -> list[Cell]:
        """Return the cells of a row."""
        name = nodes.literal("", choice.loss) if choice.loss else nodes.Text(choice.formula)
        call = nodes.paragraph("", "", nodes.strong("", "", name))
        where = "explained" if choice.section else "on the package page"
        reason = nodes.paragraph(
            "", "", nodes.Text(choice.why + " ("), link(where, choice.address), nodes.Text(")")
        )
        blocks: list[nodes.Node] = [call, reason]
        if choice.loss and (names := elsewhere(known, choice.loss)):
            blocks.append(nodes.paragraph("", names, classes=["lb-elsewhere"]))
        return [choice.target, choice.want, choice.trouble, blocks, choice.check]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("which-loss", WhichLoss)
    return {"parallel_read_safe": True}
