"""A typed number is found, unless the cell says that it is given."""

import prose
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("235 households in 1857, of 1,500", {"235", "1857", "1,500"}),
        ("from a lead of 37 on. At $z = -710$ it", {"37", "710"}),
        ("| 13 | $-14$ |", {"13", "14"}),
        ("of 20, 30 and 40.", {"20", "30", "40"}),
        (
            "nineteen quantiles, Forty-two years, two thirds",
            {"nineteen", "forty-two", "two thirds"},
        ),
        ("After a hundred million steps {glue:text}`x`", {"hundred million"}),
        ("of ten million losses {glue:text}`x`", {"ten million"}),
        # small, or a manner of speech
        ("12 of them, two sides, twelve, a third, in a thousand", set()),
        ("A thousand times. It is {glue:text}`x`.", set()),
        # no whole number of the prose's own
        ("95 % and 0.375, 2.5e3, 1.20", set()),
        ("$2^{53}$, $x_{13}$, `delta=150`, {numref}`fig-20`", set()),
        (":::{said} 14\n:by: people\n\nIt.\n:::", set()),
        ("```{exercise} One\n:label: ex-ranking-13\n\nTake it.\n```", set()),
        ("Reading time: about 35 minutes.", set()),
        ("AVX-512, float64, page 273, section 14, chapter 24", set()),
        ("```python\nx = 512\n```", set()),
    ],
)
def test_whole_numbers(text: str, found: set[str]) -> None:
    assert prose.whole_numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three of the 12 are useless, 4 in 10", {"three", "12", "4", "10"}),
        ("the five fitted lines; Twelve of thirteen", {"five", "twelve"}),
        ("one or two, 0, 1 and 2, thirteen, 13, 4000", set()),
        ("4 % and 4.5, $x_3 = 4$, `k=5`, section 6, figure 4.2", set()),
        ("$$\nx + 4\n$$\n\n3. the third step\n  4. another", set()),
        ("```python\nx = 5\n```", set()),
    ],
)
def test_small_numbers_outside_formulas_are_recorded(text: str, found: set[str]) -> None:
    assert prose.small_numbers(text) == found
    (cell,) = [new_markdown_cell(text, id="here")]
    assert set(prose.record([cell]).get("here", [])) >= found
    assert not found & prose.typed(cell)  # and nothing else is asked of them


@pytest.mark.parametrize(
    ("number", "value"),
    [("0.5", 0.5), ("95 %", 0.95), ("12.5 %", 0.125), ("1,500", 1500), ("2.5e-3", 0.0025),
     ("nineteen", 19), ("forty-two", 42), ("two thirds", 2 / 3), ("hundred million", 1e8),
     ("ten thousand", 1e4), ("thousands", 1000)],
)  # fmt: skip
def test_the_value_of_a_number(number: str, value: float) -> None:
    assert prose.value_of(number) == value


def chapter(text: str, code: str = "n = 150", printed: str = "", **metadata: object) -> list:
    output = new_output("stream", name="stdout", text=printed)
    return [new_markdown_cell(text, metadata=metadata), new_code_cell(code, outputs=[output])]


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("The 150 flowers.", "load()", "rows: 150"),
        ("The 150 flowers.", "n = 150", ""),
        ("Of 10,000 numbers.", "n = 10_000", ""),
        ("Ten million are {glue:text}`x`.", "n = 10**7", ""),
        ("At 95 % and 5 %.", "level = 0.95", ""),
        ("At 90 percent.", "", "shares: 90, 10"),
        ("The nineteen lines.", "count = 19", ""),
    ],
)
def test_a_number_that_code_or_output_has_is_tied(text: str, code: str, printed: str) -> None:
    assert list(prose.untied(chapter(text, code, printed))) == []


@pytest.mark.parametrize("number", ["151", "105", "0.85", "85 %", "1,500", "fifty", "two thirds"])
def test_a_number_that_nothing_backs_is_found_unless_its_origin_is_told(number: str) -> None:
    (problem,) = prose.untied(chapter(f"It is {number}."))
    assert f"types {number}, which stands neither" in problem
    given = {"given": [f"{number} from Fisher 1925"]}
    cells = chapter(f"It is {number}.", **given)
    assert list(prose.untied(cells)) == []
    assert list(prose.check(cells[0])) == []
    bare = chapter(f"It is {number}.", given=[number])  # named, but from nowhere
    assert len(list(prose.untied(bare))) == 1


def test_the_record_has_every_number_by_cell() -> None:
    cells = chapter("At 0.5, of 150, nineteen times two, four of them.", given=["0.5"])
    cells[0]["id"] = "here"
    assert prose.record(cells) == {"here": ["0.5", "150", "four", "nineteen"]}


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
