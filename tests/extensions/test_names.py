"""Chinese names are marked on a page, but in code and where they are the subject."""

from pathlib import Path

import pytest
from lossbook_site import names
from smallbook import build, text

PROSE = text(
    "A loss function (损失函数) costs, `f (损失)` too.\n\n```python\ng = 1  # a (梯度)\n```"
)
MARKED = '<span class="lb-chinese"> (损失函数)</span>'


def test_a_name_in_prose_is_marked_and_one_in_code_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "ABOUT_NAMES", {"chapters/second"})
    book = build(tmp_path, [PROSE], [PROSE])
    assert book.warnings == ""
    first, second = book.page("first"), book.page("second")
    assert MARKED in first
    assert first.count("lb-chinese") == 1
    assert "f (损失)" in first.replace('<span class="pre">', "").replace("</span>", "")
    assert "loss function (损失函数) costs" in second
    assert "lb-chinese" not in second


def test_the_glossary_is_about_the_names() -> None:
    assert {"chapters/glossary"} == names.ABOUT_NAMES
