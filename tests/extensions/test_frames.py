"""Tables that pandas writes: one row of headers, numbers right, words left, captions numbered."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from lossbook_site.frames import set_frame
from nbformat.v4 import new_code_cell, new_output
from smallbook import build, text


def rows(frame: pd.DataFrame) -> list[list[str]]:
    """Return the texts of a table as it is set; of words with a bar before them."""
    soup = BeautifulSoup(set_frame(frame.to_html()), "html.parser")
    return [
        ["|" * ("lb-words" in cell.get("class", "")) + cell.text for cell in row(["th", "td"])]
        for row in soup("tr")
    ]


def test_the_name_of_the_index_stands_in_the_one_row_of_headers() -> None:
    frame = pd.DataFrame({"a": [1, -2]}, index=pd.Index(["x", "y"], name="what"))
    assert rows(frame) == [["|what", "a"], ["|x", "1"], ["|y", "−2"]]


def test_a_table_without_names_keeps_its_corner() -> None:
    assert rows(pd.DataFrame({"a": [1]}, index=["x"])) == [["|", "a"], ["|x", "1"]]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["-1.5", "1e-05", "nan", "inf"], ["−1.5", "10⁻⁵", "nan", "inf"]),
        (["1,000", "12 %", "no digit"], ["1,000", "12 %", "no digit"]),  # most are numbers
        (["0, ∞ or nan", "2.5", "x-y"], ["|0, ∞ or nan", "|2.5", "|x-y"]),
        (["", "3"], ["", "3"]),
    ],
)
def test_a_column_is_numbers_or_words(cells: list[str], shown: list[str]) -> None:
    frame = pd.DataFrame({"a": cells}, index=range(len(cells)))
    assert [row[1] for row in rows(frame)[1:]] == shown


def test_levels_of_an_index_are_named_side_by_side() -> None:
    index = pd.MultiIndex.from_product([["p", "q"], [1, 2]], names=["letter", "number"])
    head, first, second, *_ = rows(pd.DataFrame({"a": range(4)}, index=index))
    assert head == ["|letter", "number", "a"]
    assert first == ["|p", "1", "0"]
    assert second == ["2", "1"]


def test_two_levels_of_columns_stay_two() -> None:
    columns = pd.MultiIndex.from_product([["f"], ["a", "b"]])
    assert len(rows(pd.DataFrame([[1, 2]], columns=columns))) == 3


@pytest.mark.parametrize(("columns", "names"), [(5, ["dataframe"]), (6, ["dataframe", "lb-dense"])])
def test_a_table_of_many_columns_is_set_closer(columns: int, names: list[str]) -> None:
    frame = pd.DataFrame([range(columns)], index=pd.Index(["x"], name="what"))
    soup = BeautifulSoup(set_frame(frame.to_html()), "html.parser")
    assert soup.table["class"] == names


def test_headers_say_what_they_head() -> None:
    frame = pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="what"))
    soup = BeautifulSoup(set_frame(frame.to_html()), "html.parser")
    assert [cell["scope"] for cell in soup("th")] == ["col", "col", "row"]


def test_a_table_has_number_and_caption_and_is_named_by_the_text(tmp_path) -> None:
    frame = pd.DataFrame({"a": [1]}).to_html()
    output = new_output("execute_result", data={"text/html": frame}, execution_count=1)
    given = {"table": {"caption": "What $x^2$ is.", "name": "tab-x"}}
    cells = [
        text("As {numref}`tab-x` shows."),
        new_code_cell("frame", outputs=[output], metadata=given),
        new_code_cell("none", metadata=given),
    ]
    book = build(tmp_path, cells)
    page = book.page("first")
    assert '<figure class="lb-table" id="tab-x">' in page
    assert '<span class="caption-number">Table 1.1 </span>' in page
    assert 'href="#tab-x"><span class="std std-numref">Table 1.1</span>' in page
    assert page.index("caption-number") < page.index("<table")
    (warning,) = book.warnings.splitlines()
    assert "a table is named, but the cell shows none" in warning
