"""What a page shows of the package is the package."""

import inspect

import pytest

import lossbook
from lossbook import page
from lossbook.page import Text, code


def test_code_is_the_source_that_runs():
    shown = code(lossbook.huber, lossbook.log_cosh)
    for loss in (lossbook.huber, lossbook.log_cosh):
        assert inspect.getsource(loss._kernel.value) in repr(shown) + "\n"
        assert loss.source in repr(shown)
    assert shown._repr_markdown_() == f"```python\n{shown!r}\n```"


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (0.123456, ".3f", "0.123"),
        (-1.5, ".1f", "−1.5"),  # a minus sign, not a hyphen
        (12345, ",", "12,345"),
        ("a word", "", "a word"),
        (2, "", "2"),
    ],
)
def test_glue_stores_text(monkeypatch, value, format, text):
    stored = []
    monkeypatch.setattr("myst_nb.glue", lambda *args, **kwargs: stored.append((args, kwargs)))
    page.glue("number", value, format)
    assert stored == [(("number", text), {"display": False})]
    assert type(stored[0][0][1]) is Text


def test_text_is_shown_without_quotes():
    assert repr(Text("0.5")) == "0.5"
