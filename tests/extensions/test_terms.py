"""A term that a chapter introduces and its entry in the glossary lead to each other."""

from pathlib import Path

import pytest
import smallbook
from docutils import nodes, utils
from lossbook_site import terms
from smallbook import build, text

CHAPTER = text("## Bound\n\nAn **M-estimator**, a pair of **Margins**, a **word** and *margin*.")
GLOSSARY = text(
    "```{glossary}\nM-estimator\n  A minimiser.\n\nmargin\n  A lead.\n\nother\n  No.\n```"
)


def test_bold_words_that_the_glossary_has_are_linked_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "GLOSSARY", "chapters/second")
    monkeypatch.setattr(smallbook, "EXTENSIONS", [*smallbook.EXTENSIONS, "lossbook_site.terms"])
    book = build(tmp_path, [CHAPTER], [GLOSSARY])
    assert book.warnings == ""
    first, second = book.page("first"), book.page("second")
    for term, words in (("M-estimator", "M-estimator"), ("margin", "Margins")):
        assert f'href="second.html#term-{term}">{words}</a></strong>' in first
    assert first.count("lb-term") == 2
    assert "<strong>word</strong>" in first
    assert second.count("Introduced in") == 2
    assert second.count('href="first.html#bound"') == 2


def test_words_in_the_content_of_an_exercise_introduce_nothing() -> None:
    page = utils.new_document("page")
    section = nodes.section("", nodes.title("", "Exercises"), ids=["exercises"])
    content = nodes.section("", ids=["solution-content"])
    for place, word in ((section, "here"), (content, "there")):
        place += nodes.paragraph("", "", nodes.strong("", word))
    section += content
    page += section
    found = [(strong.astext(), of["ids"][0]) for strong, of in terms.introductions(page)]
    assert found == [("here", "exercises")]
