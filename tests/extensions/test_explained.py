"""Every loss has a section that explains it, and its calls a row to lead to."""

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes
from lossbook_site.conventions import LIBRARIES, TABLE, anchor, name_rows
from lossbook_site.explained import ENTRIES, entries, lossbook_name
from lossbook_site.tables import row, table

import lossbook
from lossbook.conventions import read

ROOT = Path(__file__).parents[2]
ENTRIES_THERE = entries(ROOT / "chapters" / ENTRIES)
KNOWN = read(ROOT / "chapters" / TABLE)


@pytest.mark.parametrize("name", ENTRIES_THERE)
def test_the_section_of_a_loss_is_a_heading_of_its_chapter(name):
    chapter, heading = ENTRIES_THERE[name].section
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    texts = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    headings = re.findall(r"^#+ (.+)$", texts, re.M)
    ids = Counter(nodes.make_id(each) for each in headings)
    assert heading in headings
    assert ids[ENTRIES_THERE[name].anchor] == 1  # the heading's id is its own


def test_another_name_of_a_loss_leads_to_the_loss():
    assert lossbook_name("cosface") == "am_softmax"
    losses = {n for n in lossbook.__all__ if isinstance(getattr(lossbook, n), lossbook.Loss)}
    assert {lossbook_name(name) for name in losses} == set(ENTRIES_THERE)


def test_a_case_has_a_call_and_an_id_of_its_own():
    assert len({ours["call"] for ours in KNOWN.ours.values()}) == len(KNOWN.ours)
    assert len({anchor(case) for case in KNOWN.ours}) == len(KNOWN.ours)


def test_every_case_that_a_library_has_stands_in_a_table_to_lead_to():
    notebook = nbformat.read(ROOT / f"{LIBRARIES}.ipynb", as_version=4)
    tables = [cell.source for cell in notebook.cells if cell.source.startswith("known.table(")]
    shown = {name for source in tables for name in re.findall(r'"([^"]+)"', source)}
    assert {case for case in KNOWN.ours if KNOWN.of(case)} == shown


def test_the_rows_of_our_calls_get_ids():
    calls = [KNOWN.ours[case]["call"] for case in ("huber", "hinge")]
    rows = [
        row(nodes.strong("", "Lossbook"), nodes.literal("", calls[0])),
        row("PyTorch", nodes.literal("", calls[0])),
        row(nodes.strong("", "Lossbook"), nodes.literal("", calls[1])),
        row(nodes.strong("", "Lossbook"), nodes.literal("", "unknown()")),
        row(nodes.strong("", "Lossbook"), nodes.literal("", calls[0])),  # once is enough
    ]
    doctree = table(("library", "call"), rows, (1, 1))
    env = SimpleNamespace(docname=LIBRARIES, srcdir=ROOT, found_docs={LIBRARIES})
    name_rows(SimpleNamespace(env=env), doctree)
    assert [r["ids"] for r in rows] == [["calls-huber"], [], ["calls-hinge"], [], []]
