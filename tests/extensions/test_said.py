"""A box that corrects a saying stands on the page of corrections, however it is written."""

import re

import pytest
import sympy as sp
from lossbook_site.said import shown_by
from nbformat.v4 import new_code_cell, new_output
from smallbook import Book, build, claim_cell, text

from lossbook.evidence import proved

x = sp.Symbol("x", real=True)
SQUARE = proved("square", "A square is not negative.", sp.Ge(x**2, 0, evaluate=False))
CUBE = proved("cube", "A cube is not $x$.", sp.Ge(x**4, 0, evaluate=False))
BOX = ':::{{said}} {0}\n:by: many: all\n:claims: {1}\n\n"Saying {0},\nalways."\n\n{2}\n:::'
TRUE = "**In fact** it costs {glue:text}`cost`, as {eq}`eq-one` says.\n\nAnd more."
GLUED = new_output(
    "display_data",
    data={"application/papermill.record/text/plain": "'0.70'"},
    metadata={"scrapbook": {"name": "cost", "mime_prefix": "application/papermill.record/"}},
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a book with boxes written in several ways."""
    first = [
        new_code_cell("glue()", outputs=[GLUED]),
        text("$$\nx = 1\n$$ (eq-one)"),
        claim_cell(SQUARE),
        text(f"Before.\n\n{BOX.format(3, 'square', TRUE)}\n\nAfter."),
        text("::::{note}\n" + BOX.format(1, "square", "**In fact** not.") + "\n::::"),
        text(":" + BOX.format(4, "square", "**In fact** four colons.") + ":"),
    ]
    backquoted = BOX.format(2, "cube", "**In fact** with backquotes.").replace(":::", "```")
    return build(tmp_path_factory.mktemp("book"), first, [claim_cell(CUBE), text(backquoted)])


def test_every_box_is_there_in_the_order_of_the_numbers(whole: Book) -> None:
    assert whole.warnings == ""
    page = whole.page("corrections")
    places = [page.index(f'id="correction-{number}"') for number in range(1, 5)]
    assert places == sorted(places)
    for truth in ("not.", "with backquotes.", "it costs ", "four colons."):
        assert page.count(f"<strong>In fact</strong> {truth}") == 1


def test_a_correction_is_whole(whole: Book) -> None:
    page = whole.page("corrections").partition('id="correction-3"')[2]
    assert "Said by many: all." in page
    assert 'it costs <span class="pasted-text">0.70</span>, as' in page
    assert 'href="first.html#equation-eq-one">(1.1)</a>' in page
    assert "And more." in page
    assert 'href="first.html#claim-square"' in page
    assert ", proved: A square is not negative." in page
    assert 'The chapter: <a class="reference internal" href="first.html#said-3">' in page
    assert "The first chapter</a>" in page


def test_a_formula_of_a_claim_is_set(whole: Book) -> None:
    page = whole.page("corrections").partition('id="correction-2"')[2]
    assert ", proved: A cube is not <span" in page


def test_the_box_in_the_chapter_leads_to_its_claim(whole: Book) -> None:
    page = whole.page("first")
    assert '<div class="lb-said admonition" id="said-3">' in page
    box = page.partition('id="said-3"')[2]
    title = (
        r'<p class="admonition-title"><a [^>]*href="corrections.html#correction-3">Often said</a>'
    )
    assert re.search(title, box)
    assert box.index("Said by many: all.") < box.index("In fact") < box.index("Shown by ")
    assert 'href="#claim-square" title="A square is not negative.">Claim 1.1</a>' in box


@pytest.mark.parametrize(
    ("ids", "line"),
    [
        (["a"], "Shown by a."),
        (["a", "b"], "Shown by a and b."),
        (["a", "b", "c"], "Shown by a, b and c."),
        (["a", "b", "c", "d"], "Shown by a, b, c and d."),
    ],
)
def test_the_evidence_is_named_as_one_says_it(ids: list[str], line: str) -> None:
    assert shown_by(ids).astext() == line


def test_a_chapter_read_again_gives_its_boxes_once(tmp_path) -> None:
    one = BOX.format(1, "square", "**In fact** not.")
    book = build(tmp_path, [claim_cell(SQUARE), text(one)])
    assert book.page("corrections").count("<strong>In fact</strong> not.") == 1
    again = book.again([claim_cell(SQUARE), text(one.replace(" not.", " never."))])
    assert again.warnings == ""
    assert again.page("corrections").count("<strong>In fact</strong> never.") == 1
    assert "<strong>In fact</strong> not." not in again.page("corrections")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a book in which every box has a fault."""
    boxes = [
        ":::{said} 2\n:by: many\n\n“A saying.”\n\n**In fact** not.\n:::",
        ":::{said} 4\n:claims: nowhere\n\n“A saying.”\n:::",
        ":::{said} 4\n:by: many\n:claims: cube\n\nA saying.\n\nNot.\n:::",
        ":::{said} first\n:by: many\n:claims: cube\n\n“A saying.”\n\n**In fact** not.\n:::",
    ]
    cells = [claim_cell(SQUARE), *(text(box) for box in boxes)]
    return build(tmp_path_factory.mktemp("broken"), cells, [claim_cell(CUBE)])


@pytest.mark.parametrize(
    "warning",
    [
        "the sayings are numbered 2, 4, 4",
        "said: expected a number, got 'first'",
        "said 2 has no :claims:",
        "said 4 has no :by:",
        "said 4 needs a saying and what is true",
        "there is no claim 'nowhere'",
        "said 4: the saying stands in no quotation marks",
        'said 4: what is true begins "**In fact**"',
        "said 4: the claim cube stands in another chapter",
    ],
)
def test_the_build_warns(broken: Book, warning: str) -> None:
    assert warning in broken.warnings
