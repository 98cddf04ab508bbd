"""What other libraries call the losses, and what differs, as `make conventions` stored it.

The table lies beside the chapters and not in the package: `read` takes its path. Everything here
puts what is stored into words; nothing is decided here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lossbook.book._page import Code

# The libraries whose calls stand in the tabs of a chapter's box, and the tabs' names.
TABS = {
    "PyTorch": "PyTorch",
    "Keras": "Keras",
    "scikit-learn": "scikit-learn",
    "optax": "JAX",
    "PyTorch Metric Learning": "Metric Learning",
    "rax": "rax",
    "MONAI": "MONAI",
}
ORDER = {
    "y_true": "truth first",
    "y_pred": "prediction first",
    "residual": "takes the residual",
}


@dataclass(frozen=True)
class Cell:
    """A loss in another library: what was said, run and found of it.

    The fields are those of the stored table; see `benchmarks/conventions/cells.py`.
    """

    library: str
    case: str
    loss: str
    order: str
    mean: str
    factor: str
    name: str = ""
    call: str = ""
    bare: str = ""
    weighted: str = ""
    weights: str = ""
    labels: str = ""
    first: str = ""
    type: str = ""
    gradient: str = ""
    other_gradient: str = ""
    objective: str = ""
    slope: str = ""
    curvature: str = ""
    leaf: str = ""
    unlike: str = ""
    note: str = ""
    number: str = ""
    edges: dict[str, str] = field(default_factory=dict)
    kinks: dict[str, str] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The library's own call, as one would write it first."""
        return self.bare or self.call

    @property
    def mark(self) -> str:
        """How near the library's own call is to ours, as a sign.

        "=" it gives our number; "×" another number of the same loss, by a factor or the mean;
        "○" there is none, and a line of its parts gives ours; "≠" it is another loss.
        """
        if self.unlike:
            return "≠"
        if not self.name:
            return "○"
        return "=" if self.own == self.call else "×"

    def differences(self) -> list[str]:
        """Return in words what a reader must know of the library's own call."""
        if self.unlike:
            return [f"Not this loss: {self.unlike}."]
        words = []
        if self.name and self.own:
            words.append(f"{ORDER[self.order].capitalize()}; {self._mean()}.")
        if self.first:
            words.append(f"Before that {self.first}.")
        if self.type:
            words.append(f"It computes in {self.type}.")
        if self.weights:
            words.append(f"Weights: {self.weights}.")
        if self.labels:
            words.append(f"Labels: {self.labels}.")
        if self.slope:
            words.append(f"Objective: gradient {_times(self.slope)}.")
        if self.curvature:
            words.append(f"Its hessian is {_times(self.curvature)}.")
        if self.leaf:
            words.append(f"Objective: a leaf is set to {self.leaf}.")
        if self.other_gradient:
            words.append(f"Another gradient: {self.other_gradient}.")
        if self.note:
            words.append(self.note)
        return words

    def _mean(self) -> str:
        """Return what the own call averages over, and its factor."""
        if self.factor == "1":
            return self.mean
        if self.mean.startswith(("no mean", "sum")):
            return f"{self.mean}, times {_plain(self.factor)}"
        return f"{_plain(self.factor)} times the {self.mean}"


@dataclass(frozen=True)
class Library:
    """A library as stored: its name, the versions that were run and when, what its calls import."""

    name: str
    versions: dict[str, str]
    date: str
    setup: str

    @property
    def version(self) -> str:
        """The library's own version, the first of those stored."""
        return next(iter(self.versions.values()))


class Conventions:
    """The stored table.

    Attributes
    ----------
    libraries : dict of str to Library
    cells : list of Cell
        In the order of the table.
    ours : dict of str to dict
        Of each case: our call, samples, and what it gives on them, at the edges and kinks.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.libraries = {
            name: Library(name, entry["versions"], entry["date"], entry["setup"])
            for name, entry in table["libraries"].items()
        }
        self.cells = [
            Cell(library, **cell)
            for library, entry in table["libraries"].items()
            for cell in entry["cells"]
        ]
        self.ours: dict[str, dict[str, Any]] = table["lossbook"]
        self._scripts: dict[str, str] = table["scripts"]

    def script(self, name: str) -> Code:
        """Return a script that uses or ports losses; in a notebook it shows its code."""
        return Code(self._scripts[name].rstrip())

    def answer(self, library: str, case: str, edge: str) -> str:
        """Return what a library's first call gives at an edge of a case; ours, of "Lossbook"."""
        if library == "Lossbook":
            return str(self.ours[case]["edges"][edge])
        return self.of(case, library)[0].edges[edge]

    def slope(self, library: str, case: str, kink: str) -> str:
        """Return the derivative of a library's first call at a kink of a case."""
        if library == "Lossbook":
            return str(self.ours[case]["kinks"][kink])
        return self.of(case, library)[0].kinks[kink]

    def of(self, case: str, library: str = "") -> list[Cell]:
        """Return the cells of a case, in all libraries or in one."""
        return [c for c in self.cells if c.case == case and library in ("", c.library)]

    def cases(self, loss: str) -> list[str]:
        """Return the cases of a loss: its name, and from logits."""
        return [case for case, ours in self.ours.items() if ours["loss"] == loss]

    def named(self, name: str) -> list[Cell]:
        """Return the cells that bear a name in some library, such as "BCEWithLogitsLoss"."""
        return [cell for cell in self.cells if name in cell.name.split(", ")]

    def matrix(self) -> dict[str, dict[str, str]]:
        """Return for every case and library the marks of its cells."""
        return {
            case: {
                library: " ".join(dict.fromkeys(c.mark for c in self.of(case, library))) or "–"
                for library in self.libraries
            }
            for case in self.ours
        }

    def table(self, *cases: str) -> Table:
        """Return the calls of some cases, for a page."""
        return Table(self, cases)

    def edges(self, case: str) -> dict[str, dict[str, str]]:
        """Return for every library what its call gives at the case's edges, ours first."""
        answers = {"Lossbook": self.ours[case]["edges"]}
        for cell in self.of(case):
            if cell.name and cell.edges:
                answers.setdefault(cell.library, cell.edges)
        return answers


class Table:
    """The calls of some cases in all libraries; in a notebook it shows itself as a table."""

    def __init__(self, conventions: Conventions, cases: tuple[str, ...]) -> None:
        self._conventions, self._cases = conventions, cases

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield library with the loss's name there, mark, call and differences of every cell."""
        for case in self._cases:
            yield "**Lossbook**", "", self._conventions.ours[case]["call"], ""
            for cell in self._conventions.of(case):
                name = f"{cell.library}: {cell.name}" if cell.name else cell.library
                code = one_line(cell.call or cell.bare or cell.objective)
                yield _escaped(name), cell.mark, code, _escaped(" ".join(cell.differences()))

    def __repr__(self) -> str:
        return "\n".join(f"{library}: {call}" for library, _, call, _ in self.rows())

    def _repr_markdown_(self) -> str:
        lines = ["| library: its name | | the call that is ours; what its own does |"]
        lines.append("| --- | --- | --- |")
        for name, mark, call, words in self.rows():
            lines.append(f"| {name} | {mark} | `{call}`" + f"<br>{words} |" * bool(words))
        return "\n".join(lines)


def read(path: str | Path) -> Conventions:
    """Return what `make conventions` stored in a file."""
    return Conventions(json.loads(Path(path).read_text(encoding="utf-8")))


def one_line(code: str) -> str:
    r"""Return code on one line, its statements parted by semicolons.

    >>> one_line("e = y_pred - y_true\nf(\n    e,\n    y_true\n)")
    'e = y_pred - y_true; f(e, y_true)'
    """
    joined = re.sub(r"\(\n\s+", "(", code)  # a line that goes on is indented or closes a bracket
    joined = re.sub(r"\n\s+", " ", joined)
    return re.sub(r"\n\)", ")", joined).replace("\n", "; ")


def _plain(factor: str) -> str:
    return {"1 / 2": "½"}.get(factor, factor.replace(" ", ""))


def _times(factor: str) -> str:
    if "everywhere" in factor:
        return factor
    return "ours" if factor == "1" else f"{_plain(factor)} times ours"


def _escaped(words: str) -> str:
    return words.replace("|", "\\|").replace("_", "\\_").replace("*", "\\*")
