"""Where a cell's code stands on the page follows from what the cell holds and shows."""

import re
from pathlib import Path

import nbformat
import pytest
import sympy as sp
from lossbook_site.cells import LONG, purpose
from nbformat.v4 import new_code_cell, new_output
from smallbook import Book, build, claim_cell, text

from lossbook.evidence import proved

x = sp.Symbol("x", real=True)
MARK = proved("square", "A square $x^2$ is not negative.", sp.Ge(x**2, 0, evaluate=False))
TABLE = "<table><tr><td>1</td></tr></table>"


def cell(source: str, *outputs: nbformat.NotebookNode, tags: tuple[str, ...] = ()) -> object:
    """Return a code cell with what it shows."""
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shows(mime: str, data: str, **metadata: object) -> nbformat.NotebookNode:
    """Return an output."""
    return new_output("display_data", data={mime: data}, metadata=metadata)


GLUED = shows(
    "application/papermill.record/text/plain",
    "'0.7'",
    scrapbook={"name": "k", "mime_prefix": "application/papermill.record/"},
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of a chapter that has each kind of cell, and words between them."""
    cells = [
        cell("import first_import", tags=("hide-input",)),
        cell("drawn = 1", shows("image/svg+xml", "<svg></svg>"), tags=("hide-input",)),
        text("Words."),
        cell("import second_import"),
        text("Words."),
        cell('glue("k", 0.7, ".1f")', GLUED),
        text("Words."),
        cell("before_claim = 2", tags=("hide-input",)),
        claim_cell(MARK, 'in_claim = 3\nproved("square", ...)'),
        text("Words."),
        cell("def read_me(): ..."),
        cell("print(4)", new_output("stream", name="stdout", text="4\n")),
        text("Words."),
        cell("\n".join(["long_table = 5"] * (LONG + 1)), shows("text/html", TABLE)),
        cell("\n".join(["short_table = 6"] * LONG), shows("text/html", TABLE)),
        cell(
            "\n".join(["long_print = 7"] * (LONG + 1)),
            new_output("stream", name="stdout", text="7\n"),
        ),
        cell("\n".join(["long_setup = 8"] * (LONG + 1))),
    ]
    built: Book = build(tmp_path_factory.mktemp("book"), cells)
    assert built.warnings == ""
    page = built.page("first").partition('role="main"')[2]
    return re.sub(r"</?span[^>]*>", "", page)  # the colours of the code


def folds(page: str) -> dict[str, str]:
    """Return the content of the quiet lines by their summary."""
    fold = r'<details class="lb-code">\s*<summary>(.*?)</summary>(.*?)</details>'
    found: dict[str, str] = {}
    for summary, content in re.findall(fold, page, re.S):
        found[summary] = found.get(summary, "") + content
    return found


def test_the_code_of_a_claim_stands_in_its_fold(page: str) -> None:
    (box,) = re.findall(r'<div class="lb-evidence.*?</details>', page, re.S)
    how = box[box.index('<details class="lb-how">') :]
    assert "in_claim = 3" in how
    assert "before_claim = 2" in how
    assert page.count("in_claim = 3") == page.count("before_claim = 2") == 1
    assert how.index("in_claim = 3") < how.index("Claim <code")  # its name comes last


def test_what_shows_nothing_goes_with_the_cell_after_it(page: str) -> None:
    quiet = folds(page)
    assert "first_import" in quiet["Code: the output"]
    assert "drawn = 1" in quiet["Code: the output"]
    assert page.index("<img") < page.index("first_import")  # the picture first


def test_what_stands_alone_is_one_line_that_says_what_it_is(page: str) -> None:
    quiet = folds(page)
    assert "second_import" in quiet["Code: imports"]
    assert "glue" in quiet["Code: numbers in the text"]


def test_code_to_be_read_is_seen(page: str) -> None:
    seen = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    for code in ("def read_me(): ...", "print(4)", "short_table = 6", "long_setup = 8"):
        assert code in seen
    assert "long_table = 5" not in seen
    assert "long_print = 7" not in seen
    assert seen.count("<table>") == 2
    assert "long_table = 5" in folds(page)["Code: the table"]
    assert "long_print = 7" in folds(page)["Code: the output"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("%pip install x\nimport y", "set-up"),
        ("import numpy as np\nfrom a import b", "imports"),
        ("x = 1\nfor n in x:\n    glue(n, n)", "numbers in the text"),
        ("def glued(): ...", "set-up"),
    ],
)
def test_what_code_is_for_is_read_from_it(source: str, said: str) -> None:
    assert purpose(source) == said


def test_every_kind_of_fold_is_hidden_by_the_switch() -> None:
    css = Path(__file__).parents[2].joinpath("_static/lossbook.css").read_text(encoding="utf-8")
    assert "html[data-lb-code] :is(.cell_input, .lb-code)" in css
