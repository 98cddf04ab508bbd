"""What a page shows of the package is the package."""

import inspect

import pytest
from myst_nb.core.variables import format_plain_text

import lossbook
from lossbook import page
from lossbook.page import code


def test_code_is_the_source_that_runs():
    shown = code(lossbook.huber, lossbook.log_cosh)
    for loss in (lossbook.huber, lossbook.log_cosh):
        assert inspect.getsource(loss.kernel().value) in repr(shown) + "\n"
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


def test_a_glued_number_keeps_its_zeros_on_the_page(monkeypatch):
    """A stored '0.40' stands in quotes, so that the page does not read it as the float 0.4."""
    stored = []
    monkeypatch.setattr("myst_nb.glue", lambda name, value, display: stored.append(repr(value)))
    page.glue("number", 0.4, ".2f")
    assert format_plain_text(stored[0], "s") == "0.40"
