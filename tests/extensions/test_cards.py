"""A loss's card is one frame, and of its kernels a page shows those of the value."""

import re
from pathlib import Path

import nbformat
import pytest
from lossbook_site.cards import KERNELS, LONG, parted
from nbformat.v4 import new_code_cell, new_output
from smallbook import build, text

import lossbook
from lossbook.page import code

ROOT = Path(__file__).parents[2]
CHAPTERS = [nbformat.read(path, as_version=4) for path in sorted(ROOT.glob("chapters/*.ipynb"))]
PRINTED = sorted(
    {
        name
        for chapter in CHAPTERS
        for cell in chapter.cells
        if (call := KERNELS.fullmatch(cell.source.strip()))
        for name in call[1].split(", ")
    }
)


def shown(source: str, shows: object) -> nbformat.NotebookNode:
    """Return a cell that shows an object as a notebook does."""
    data = {"text/markdown": shows._repr_markdown_(), "text/plain": repr(shows)}
    return new_code_cell(source, outputs=[new_output("execute_result", data=data)])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a page that shows a card and kernels, short and long."""
    cells = [
        shown("huber", lossbook.huber),
        text("Words."),
        shown("code(huber)", code(lossbook.huber)),
        text("Words."),
        shown("code(pairwise_hinge)", code(lossbook.pairwise_hinge)),
    ]
    built = build(tmp_path_factory.mktemp("book"), cells)
    assert built.warnings == ""
    page = built.page("first").partition('role="main"')[2]
    return re.sub(r"</?span[^>]*>", "", page)


def test_a_card_is_one_frame_with_its_formulas_in_one_row(page: str) -> None:
    (card,) = re.findall(r'<div class="lb-card.*?(?=Words)', page, re.S)
    (row,) = re.findall(r'<div class="lb-formulas.*?(?=<p>)', card, re.S)
    assert "Huber loss" in card
    assert row.count('class="math') == 3  # value, slope, curvature
    assert card.index(row) < card.index("\\in", card.index(row) + len(row))  # the domain is last


def test_the_calls_that_show_a_loss_are_not_on_the_page(page: str) -> None:
    assert "code(huber)" not in page
    assert "cell_input" not in page


def test_of_kernels_the_value_is_seen_and_the_derivatives_open(page: str) -> None:
    seen = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    assert "def _huber(" in seen
    assert "_huber_slope" not in seen
    (folded,) = re.findall(r"<summary>Code: the derivatives</summary>(.*?)</details>", page, re.S)
    assert "def _huber_slope(" in folded
    assert "def _huber_curvature(" in folded
    assert "def _huber(" not in folded


def test_what_is_too_long_for_a_look_is_folded_whole(page: str) -> None:
    title = "Code: the kernels of pairwise_hinge"
    (folded,) = re.findall(rf"<summary>{title}</summary>(.*?)</details>", page, re.S)
    for line in lossbook.pairwise_hinge.source.split("\n\n\n"):
        assert line.split("(")[0] in folded


@pytest.mark.parametrize("name", PRINTED)
def test_no_function_is_lost_and_the_value_stands_by_itself(name: str) -> None:
    loss = getattr(lossbook, name)
    value, rest = parted(loss.source)
    functions = re.findall(r"^def (\w+)", loss.source, re.M)
    seen, folded = (re.findall(r"^def (\w+)", part, re.M) for part in (value, rest))
    assert sorted(seen + folded) == sorted(functions)
    assert not [name for name in folded if re.search(rf"\b{name}\(", value)]  # nothing is missing
    assert not [name for name in seen if name.endswith(("_slope", "_curvature"))]


@pytest.mark.parametrize("name", PRINTED)
def test_kernels_that_are_seen_fit_the_column(name: str) -> None:
    value, _ = parted(getattr(lossbook, name).source)
    if value.count("\n") < LONG:
        assert max(map(len, value.split("\n"))) <= 79
