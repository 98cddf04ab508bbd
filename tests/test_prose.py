"""A typed number is found, unless the cell says that it is given."""

import prose
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The efficiency is 0.95.", {"0.95"}),
        ("At $k = 1.345$ it is best.", {"1.345"}),
        ("$$\\pi \\approx 3.14$$", {"3.14"}),
        ("| 0.25 | $-0.75$ |", {"0.25", "0.75"}),
        ("so 95 % of them", {"95 %"}),
        ("so 95% or $95\\,\\%$ of them", {"95 %"}),
        ("22.4 percent below", {"22.4 %"}),
        ("five, or 5 per cent", {"5 %"}),
        ("below 1e-12 and 2.5e−3", {"1e-12", "2.5e-3"}),
        ("`delta=1.5`", {"1.5"}),
        (":::{admonition} Note\nIt is 0.5.\n:::", {"0.5"}),
        ("```{exercise} One\n:label: ex\nTake 0.5.\n```", {"0.5"}),
        # no decimals, or none of the text's own
        ("235 households in 1857, 1,500 cases, 10^{-7}, $\\tfrac12$, ½", set()),
        ("{cite:t}`goodfellow2016` (section 6.2.2), figure 2.1 and chapters 4.3", set()),
        ("A [link](https://example.org/v1.5/) and <https://example.org/2.5>.", set()),
        ("{glue:text}`k` per cent at $k =$ {glue:text}`k`", set()),
        ("```python\nx = 0.5\n```", set()),
        ("```{code-block} python\nx = 0.5\n```", set()),
    ],
)
def test_numbers(text: str, found: set[str]) -> None:
    assert prose.numbers(text) == found


def test_a_typed_number_is_a_problem_unless_it_is_given() -> None:
    typed = new_markdown_cell("At 0.95 and 0.5.")
    problems = list(prose.check(typed))
    assert len(problems) == 2
    assert problems[0].startswith("types 0.5: glue it")
    assert problems[1].startswith("types 0.95: glue it")
    typed.metadata["given"] = ["0.95"]
    assert [p.split(":")[0] for p in prose.check(typed)] == ["types 0.5"]
    typed.metadata["given"] = ["0.5", "0.95"]
    assert list(prose.check(typed)) == []


def test_a_given_number_must_be_typed() -> None:
    cell = new_markdown_cell("None.", metadata={"given": ["0.95"]})
    assert list(prose.check(cell)) == ["names 0.95 as given, but does not type it"]


def test_a_caption_is_prose() -> None:
    figure = {"figure": {"caption": "It is least at 0.7.", "name": "fig-x"}}
    cell = new_code_cell("plot(0.3)", metadata={"mystnb": figure})
    assert [p.split(":")[0] for p in prose.check(cell)] == ["types 0.7"]
    cell.metadata["given"] = ["0.7"]
    assert list(prose.check(cell)) == []
    assert list(prose.check(new_code_cell("x = 0.3"))) == []
