"""The search index holds Chinese names and their parts."""

from types import SimpleNamespace

from lossbook_site import search


def test_chinese_words_are_indexed_with_their_parts() -> None:
    assert list(search.parts("loss")) == ["loss"]
    assert list(search.parts("kl散度")) == ["kl散度", "kl", "散度"]
    assert {"交叉", "交叉熵", "叉熵"} <= set(search.parts("交叉熵"))


def test_the_words_of_a_page_are_split_with_their_parts() -> None:
    words = search.SearchBoth({}).split("The KL散度 of two laws")
    assert words == ["The", "KL散度", "KL", "散度", "of", "two", "laws"]


def test_it_stands_in_for_the_english_search() -> None:
    given: list[type] = []
    search.setup(SimpleNamespace(add_search_language=given.append))
    assert given == [search.SearchBoth]
    assert search.SearchBoth.lang == "en"
