"""The status page: how each notebook ran last, when, and with what.

The directive `{status}` reads the record that `make test` and `make notebooks` leave on the machine
that builds the site, and where that has none the one of `make replayed`, which is committed. Of a
notebook that has changed since, or whose package has, it says so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import lossbook
from lossbook_site.claims import cells_of
from lossbook_site.registry import later, reading_order
from lossbook_site.tables import link, row, table

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import replays

RESULTS = {"replayed": "every output as stored", "executed": "executed, outputs stored anew"}


def status(env: BuildEnvironment, docname: str) -> list[nodes.Node]:
    """Return cells, time and result of every notebook, then the versions of what ran."""
    rows, runs = [], []
    for chapter in reading_order(env):
        notebook = Path(env.doc2path(chapter))
        if notebook.suffix != ".ipynb":
            continue
        cells = [cell for cell in cells_of(notebook) if cell["cell_type"] == "code"]
        run = replays.last(notebook)
        runs += [run] if run else []
        uri = env.app.builder.get_relative_uri(docname, chapter)
        name = link(env.titles[chapter].astext(), uri)
        time = f"{run.seconds:.0f} s" if run else "–"
        date = run.date if run else "–"
        rows.append(row(name, str(len(cells)), time, date, result(notebook, run)))
    head = ["chapter", "code cells", "time", "day", "result"]
    return [table(head, rows, [32, 12, 10, 14, 32]), *used(runs)]


def result(notebook: Path, run: replays.Replay | None) -> str:
    """Return in words what is known of a notebook."""
    if run is None:
        return "never replayed"
    since = "" if run.fingerprint == replays.fingerprint(notebook) else replays.since(notebook, run)
    return RESULTS[run.how] + (f"; {since} since" if since else "")


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
    app.setup_extension("lossbook_site.registry")
    later(app, "status", status)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
