"""The twelve sayings: each corrected once, with who says it and a claim that stands in the book."""

from pathlib import Path

import pytest
from lossbook_site.claims import claims_of, notebooks
from lossbook_site.said import sayings_of
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook, new_output
from smallbook import text

ROOT = Path(__file__).parent.parent
SAYINGS = [saying for path in notebooks(ROOT) for saying in sayings_of(path)]
CHAPTER_OF = {claim.id: claim.chapter for path in notebooks(ROOT) for claim in claims_of(path)}


def test_each_of_the_twelve_stands_once() -> None:
    assert sorted(saying.number for saying in SAYINGS) == list(range(1, 13))


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: str(saying.number))
def test_a_correction_is_whole(saying) -> None:
    assert saying.saying[0] in '"“'
    assert saying.truth.startswith("**In fact** ")
    assert saying.by
    assert saying.claims
    for id in saying.claims:
        assert CHAPTER_OF[id] == saying.chapter


def test_no_box_is_missed() -> None:
    boxes = sum(path.read_text(encoding="utf-8").count("{said}") for path in notebooks(ROOT))
    assert boxes == len(SAYINGS)
    assert not any("lb-said" in path.read_text(encoding="utf-8") for path in notebooks(ROOT))


def test_a_box_is_read_with_its_glued_numbers(tmp_path: Path) -> None:
    output = new_output(
        "display_data",
        data={"application/papermill.record/text/plain": "'0.70'"},
        metadata={"scrapbook": {"name": "cost", "mime_prefix": "application/papermill.record/"}},
    )
    box = (
        "# Title\n\n:::{said} 7\n:by: texts: short ones\n:claims: a-b c\n\n"
        '"It is 0,\nalways."\n\n**In fact** it is {glue:text}`cost`.\n\nAnd more.\n:::\n\nText.'
    )
    path = tmp_path / "chapter.ipynb"
    write(new_notebook(cells=[new_code_cell("glue()", outputs=[output]), text(box)]), path)
    (saying,) = sayings_of(path)
    assert (saying.number, saying.by, saying.claims) == (7, "texts: short ones", ("a-b", "c"))
    assert saying.saying == '"It is 0,\nalways."'
    assert saying.truth == "**In fact** it is 0.70.\n\nAnd more."
    assert saying.title == "Title"
