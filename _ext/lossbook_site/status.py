"""The status page: how each notebook ran on the machine that builds the site, and with what.

The directive `{status}` reads the record that `make test` and `make notebooks` leave. What was not
run here in its present form is said to be so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import lossbook
from lossbook_site.claims import cells_of, notebooks, title_of
from lossbook_site.tables import link, row, table

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import replays

RESULTS = {
    "replayed": "every output as stored",
    "executed": "executed, outputs stored anew",
    None: "not replayed on this machine",
}


class Status(SphinxDirective):
    """Show cells, time and result of every notebook, then the versions of what ran."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the two tables."""
        self.env.note_dependency(str(replays.RECORD))
        rows, runs = [], []
        for notebook in notebooks(Path(self.env.srcdir)):
            self.env.note_dependency(str(notebook))
            cells = [cell for cell in cells_of(notebook) if cell["cell_type"] == "code"]
            run = replays.present(notebook)
            runs += [run] if run else []
            page = f"{notebook.parent.name}/{notebook.stem}"
            uri = self.env.app.builder.get_relative_uri(self.env.docname, page)
            result = RESULTS[run.how if run else None]
            time = f"{run.seconds:.0f} s" if run else "–"
            name = link(title_of(cells_of(notebook)), uri)
            rows.append(row(name, str(len(cells)), time, result))
        head = ["chapter", "code cells", "time", "result"]
        return [table(head, rows, [36, 14, 12, 38]), *used(runs)]


def used(runs: list[replays.Replay]) -> list[nodes.Node]:
    """Return the table of the versions that ran; none if nothing did."""
    found: dict[str, set[str]] = {}
    for run in runs:
        for name, version in run.versions.items():
            found.setdefault(name, set()).add(version)
    rows = [row(name, ", ".join(sorted(versions))) for name, versions in found.items()]
    return [table(["ran with", "version"], rows, [50, 50])] if rows else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("status", Status)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
