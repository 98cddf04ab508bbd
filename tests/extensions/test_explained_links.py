"""The links from a loss's entry on the package page, to its section and to its calls."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from lossbook_site import explained

ENTRY = explained.Entry(("robust", "Squared, then absolute"), "between")


def filled(monkeypatch, entries, cases):
    """Return a page with the place of a loss, its links put in."""
    stored = SimpleNamespace(
        cases=lambda loss: [*cases, "without calls"], of=lambda case: [case] * (case in cases)
    )
    monkeypatch.setattr(explained, "known", lambda env: entries)
    monkeypatch.setattr(explained, "table", lambda env: stored if cases is not None else None)
    titles = {"chapters/robust": SimpleNamespace(astext=lambda: "Robust losses")}
    builder = SimpleNamespace(get_relative_uri=lambda here, there: f"../{there}.html")
    page = new_document("page", get_default_settings())
    page += nodes.paragraph("", "", explained.Where(loss="huber"))
    app = SimpleNamespace(env=SimpleNamespace(titles=titles), builder=builder)
    explained.fill(app, page, "chapters/api")
    assert not list(page.findall(explained.Where))
    return page


SECTION = "../chapters/robust.html#squared-then-absolute"
CALLS = "../chapters/one-loss-many-libraries.html#calls-huber"


@pytest.mark.parametrize(
    ("entries", "cases", "text", "links"),
    [
        ({"huber": ENTRY}, ["huber", "other"],
         "Explained in Robust losses: Squared, then absolute; in other libraries.",
         [SECTION, CALLS]),
        ({"huber": ENTRY}, None, "Explained in Robust losses: Squared, then absolute.", [SECTION]),
        ({"huber": ENTRY}, [], "Explained in Robust losses: Squared, then absolute.", [SECTION]),
        ({"hinge": ENTRY}, ["huber"], "in other libraries.", [CALLS]),
        ({}, None, "", []),
    ],
)  # fmt: skip
def test_an_entry_leads_to_the_section_and_to_the_calls(monkeypatch, entries, cases, text, links):
    page = filled(monkeypatch, entries, cases)
    assert page.astext() == text
    assert [link["refuri"] for link in page.findall(nodes.reference)] == links


def test_without_the_file_nothing_is_known(tmp_path: Path):
    assert explained.known(SimpleNamespace(srcdir=str(tmp_path))) == {}


def test_the_directive_leaves_a_place_for_the_loss():
    files = []
    env = SimpleNamespace(srcdir="book", note_dependency=files.append)
    (node,) = explained.WhereDirective.run(SimpleNamespace(arguments=["huber"], env=env))
    assert node["loss"] == "huber"
    assert files == [str(Path("book", "chapters", explained.ENTRIES))]
