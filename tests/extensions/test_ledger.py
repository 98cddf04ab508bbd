"""Claims are numbered and listed, and whatever parts a claim from its evidence fails the build."""

import re
from pathlib import Path

import pytest
import sympy as sp
from lossbook_site.claims import KINDS, claims_of, faults_of, notebooks, title_of
from smallbook import Book, build, claim_cell, text

from lossbook.evidence import MIME, proved, reproduced, verified

ROOT = Path(__file__).parents[2]

x = sp.Symbol("x", real=True)
SQUARE = proved("square", "A square is <not> negative.", sp.Ge(x**2, 0, evaluate=False))
SUM = verified("sum", "The sum is one.", [0.1, 0.25], bound=0.5, cases="by hand")
FIT = reproduced("fit", "It fits.", [1.0], [1.0], tolerance=0.1, source="a printed table")


# --- a book in which all is well ----------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Book:
    said = ":::{said} 1\n:by: many\n:claims: square\n\n“A saying.”\n\n**In fact** not.\n:::"
    statement = "```{prf:theorem}\n:label: sum\nThe sum is one.\n```"
    definition = "```{prf:definition}\n:label: name\nA name.\n```"
    return build(
        tmp_path_factory.mktemp("book"),
        [claim_cell(SQUARE), text("As {claim}`fit` shows."), text(said)],
        [claim_cell(SUM), claim_cell(FIT), text(statement), text(definition)],
    )


def test_nothing_is_warned_of(whole: Book) -> None:
    assert whole.warnings == ""


def test_a_box_shows_number_kind_and_sentence(whole: Book) -> None:
    shown = (
        '<div class="lb-evidence lb-{0}" id="claim-{1}">\n'
        '<p class="lb-statement"><span class="lb-number">Claim {2}</span> '
        '<span class="lb-kind lb-{0}">{0}</span> {3}</p>'
    )
    sentence = "A square is &lt;not&gt; negative."
    assert shown.format("proved", "square", "1.1", sentence) in whole.page("first")
    assert shown.format("verified", "sum", "2.1", "The sum is one.") in whole.page("second")
    assert shown.format("reproduced", "fit", "2.2", "It fits.") in whole.page("second")


def test_a_box_opens_to_how_it_is_shown(whole: Book) -> None:
    boxes = re.findall(r'<div class="lb-evidence.*?</details>', whole.page("second"), re.S)
    for mark, box in zip((SUM, FIT), boxes, strict=True):
        how = box[box.index('<details class="lb-how">') :]
        assert f'How it is shown: <span class="lb-done">{mark.summary}</span></summary>' in how
        assert f'href="ledger.html#ledger-{mark.id}">In the ledger</a>' in how


def test_a_reference_has_number_link_and_sentence(whole: Book) -> None:
    link = 'href="second.html#claim-fit" title="It fits.">Claim 2.2</a>'
    assert link in whole.page("first")
    assert 'id="claim-fit"' in whole.page("second")


def test_the_ledger_lists_every_claim(whole: Book) -> None:
    rows = dict(
        re.findall(
            r'<tr class="lb-claim [^"]*" id="ledger-([a-z-]+)">(.*?)</tr>',
            whole.page("ledger"),
            re.S,
        )
    )
    assert list(rows) == ["square", "sum", "fit"]
    for mark, chapter, number in ((SQUARE, "first", "1.1"), (SUM, "second", "2.1")):
        row = rows[mark.id]
        assert f'href="{chapter}.html#claim-{mark.id}"' in row
        assert f">{number}</a>" in row
        assert mark.claim.replace("<", "&lt;").replace(">", "&gt;") in row
        assert mark.kind in row
        assert mark.summary.lower() in row.lower()  # after a colon
        assert f">{mark.id}<" in row
    assert re.search(r"domain: <span[^>]*>.*x.*</span> real", rows["square"])
    assert "by hand" in rows["sum"]
    assert "a printed table" in rows["fit"]


def test_a_row_of_the_ledger_says_number_claim_and_evidence_in_that_order(whole: Book) -> None:
    page = whole.page("ledger")
    assert re.findall(r'<th class="head[^"]*"><p>([^<]*)</p></th>', page)[-3:] == [
        "no.", "claim", "evidence",
    ]  # fmt: skip
    for mark, number in ((SQUARE, "1.1"), (SUM, "2.1"), (FIT, "2.2")):
        row = page.partition(f'id="ledger-{mark.id}"')[2].partition("</tr>")[0]
        cells = [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row.split("<td>")[1:]]
        assert cells[0] == number
        sentence = mark.claim.replace("<", "&lt;").replace(">", "&gt;")
        assert cells[1] == f"{sentence} {mark.id}"
        assert cells[2].lower().startswith(f"{mark.kind} : {mark.summary}".lower())


def test_a_title_is_found_wherever_it_stands() -> None:
    def cells(*texts: str) -> list[dict[str, str]]:
        return [{"cell_type": "markdown", "source": source} for source in texts]

    assert title_of(cells("# One\n\nText.")) == "One"
    assert title_of(cells("(label)=\n# One  \n## Two")) == "One"
    assert title_of(cells("Text before it.", "More.\n\n# One\n", "# Two")) == "One"
    assert title_of([{"cell_type": "code", "source": "# no heading"}, *cells("## Two")]) == ""


def test_links_within_the_book_are_marked_as_such(whole: Book) -> None:
    for page in ("first", "second", "ledger"):
        for link in re.findall(r"<a [^>]*#(?:ledger|claim)-[^>]*>", whole.page(page)):
            assert 'class="reference internal"' in link or 'class="headerlink"' in link, link


def test_the_ledger_counts_by_kind_and_chapter(whole: Book) -> None:
    counts = whole.page("ledger").split("<form")[0]
    numbers = [re.findall(r"<p>(\d+)</p>", row) for row in re.findall(r"<tr.*?</tr>", counts, re.S)]
    assert numbers[-3:] == [["1", "0", "0", "1"], ["0", "1", "1", "2"], ["1", "1", "1", "3"]]


def test_the_filter_is_hidden_labelled_and_has_no_code_within(whole: Book) -> None:
    (form,) = re.findall(r"<form class=\"lb-filter\".*?</form>", whole.page("ledger"), re.S)
    assert re.match(r"<form [^>]*\bhidden>", form)  # without the script it stays so
    fields = re.findall(r'<(?:select|input) id="([^"]+)"', form)
    assert fields == re.findall(r'<label for="([^"]+)"', form)
    assert len(fields) == 3
    assert 'aria-live="polite"' in form
    assert not re.search(r"\bon\w+=|style=|<script", form)
    script = (ROOT / "_static" / "ledger.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\b|\bFunction\b|innerHTML|import\b|https?:", script)
    # What the script looks for is what the page has.
    sections = re.findall(r'<option value="(ledger-of-\w+)"', form)
    assert sections == ["ledger-of-first", "ledger-of-second"]
    for section in sections:
        assert f'<section id="{section}">' in whole.page("ledger")
    for kind in KINDS:
        assert f'<option value="{kind}"' in form


def test_the_status_page_invents_nothing(whole: Book) -> None:
    page = whole.page("status")
    assert page.count("never replayed") == 2
    assert "ran with" not in page


# --- books that must not be built ---------------------------------------------------------------

HIDDEN = claim_cell(SQUARE)
HIDDEN.outputs = []


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return build(
        tmp_path_factory.mktemp("broken"),
        [
            claim_cell(SUM),
            claim_cell(SUM),  # twice
            HIDDEN,
            claim_cell(FIT, "mark"),  # shown without the call that makes it
            text("See {claim}`nothing`."),
            text("```{prf:theorem}\n:label: bold\nSo it is.\n```"),
            text("```{prf:lemma}\nSo it is.\n```"),
        ],
        [text("```{prf:theorem}\n:label: sum\nThe sum is one.\n```")],
    )


@pytest.mark.parametrize(
    "warning",
    [
        "the claim sum stands twice, in chapters/first and chapters/first",
        "the mark of proved 'square' is not shown",
        "the claim 'fit' is shown as reproduced, but not backed there",
        "there is no claim 'nothing'",
        "the theorem 'bold' has no evidence of its name",
        "the lemma 'lemma-",  # which bears no name
        "the theorem 'sum' has no evidence of its name",  # it has, in another chapter
    ],
)
def test_the_build_warns(broken: Book, warning: str) -> None:
    """Each warning fails `make book`, which turns warnings into errors."""
    assert warning in broken.warnings


# --- the chapters -------------------------------------------------------------------------------


def test_the_chapters_tie_every_claim_to_its_evidence() -> None:
    claims = [claim for path in notebooks(ROOT) for claim in claims_of(path)]
    assert len(claims) == len({claim.id for claim in claims}) > 0
    assert {claim.kind for claim in claims} == set(KINDS)
    assert [fault for path in notebooks(ROOT) for fault in faults_of(path)] == []


def test_what_is_read_is_what_the_cells_show() -> None:
    for path in notebooks(ROOT):
        assert path.read_text(encoding="utf-8").count(MIME) == len(list(claims_of(path)))
