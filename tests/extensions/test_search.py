"""The search index holds Chinese names and their parts."""

from lossbook_site import search


def test_chinese_words_are_indexed_with_their_parts() -> None:
    assert list(search.parts("loss")) == ["loss"]
    assert list(search.parts("kl散度")) == ["kl散度", "kl", "散度"]
    assert {"交叉", "交叉熵", "叉熵"} <= set(search.parts("交叉熵"))
