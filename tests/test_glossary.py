"""The glossary: every "See" leads to a chapter in which the term stands."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parent.parent / "chapters"
ENTRY = re.compile(r"^((?:\S.*\n)+)  \*\*(.+)\*\*\n((?:  .*\n|\n)+)", re.M)


def entries() -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield of each entry its English names, its Chinese names, and the pages it leads to."""
    text = (CHAPTERS / "glossary.md").read_text(encoding="utf-8")
    inside = text[text.index("```{glossary}\n") + len("```{glossary}\n") :]
    for names, chinese, definition in ENTRY.findall(inside):
        plain = re.sub(r" *\([^)]*\)|\.$", "", chinese)
        pages = re.findall(r"\{doc\}`([\w-]+)`", definition)
        yield names.splitlines(), re.split(", *", plain), pages


def words_of(page: str) -> str:
    """Return what a chapter says in its Markdown, captions and claims, in lower case."""
    cells = json.loads((CHAPTERS / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
    parts = ["".join(cell["source"]) for cell in cells]
    parts += [json.dumps(cell["metadata"], ensure_ascii=False) for cell in cells]
    return " ".join(" ".join(parts).split()).casefold()


def stem(name: str) -> str:
    """Return what is looked for: without its ending, and without a general noun at its end."""
    named = re.sub(r"(?<=\w) (continuous|distribution|function|loss)$", "", name.casefold())
    return re.sub(r"(ity|ies|ion|y|s)$", "", named)


def test_the_entries_are_read() -> None:
    found = {name for names, _, _ in entries() for name in names}
    assert {"Bayes risk", "sigmoid function", "Weston–Watkins hinge"} <= found


@pytest.mark.parametrize(
    ("names", "chinese", "pages"), list(entries()), ids=lambda value: str(value[:1])
)
def test_a_term_stands_where_its_entry_leads(
    names: list[str], chinese: list[str], pages: list[str]
) -> None:
    assert pages, f"{names[0]} leads nowhere"
    for page in pages:
        text = words_of(page)
        sought = [*map(stem, names), *(name.casefold() for name in chinese)]
        assert any(word in text for word in sought), f"{names[0]} does not stand in {page}"
