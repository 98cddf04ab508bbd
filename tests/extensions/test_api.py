"""Docstrings written for `help()` become reStructuredText that stands on one page."""

import pytest
from lossbook_site import api

import lossbook


def adapted(text: str, what: str = "function") -> str:
    lines = text.split("\n")
    api.adapt_docstring(None, what, "name", None, None, lines)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("As in [1]_ and [23]_.", "As in [1] and [23]."),
        (".. [1] Huber 1964.\n    .. [12] Koenker.", "1. Huber 1964.\n    12. Koenker."),
        ("where |e| is small", "where \\|e\\| is small"),
        ("`x[1]_ |e|` and ``|e|`` but |e|", "`x[1]_ |e|` and ``|e|`` but \\|e\\|"),
        # blocks stay as they are, up to the first line that stands no further in than their head
        ("Code::\n\n    a |= b [1]_\n\n  |e|", "Code::\n\n    a |= b [1]_\n\n  |e|"),
        ("Code::\n\n    |a|\n\n|e|", "Code::\n\n    |a|\n\n\\|e\\|"),
        ("  Code::\n\n    |a|\n\n  |e|", "  Code::\n\n    |a|\n\n  \\|e\\|"),
        (".. math:: |e|\n   [1]_\nthen |e|", ".. math:: |e|\n   [1]_\nthen \\|e\\|"),
        (".. math::\n\n   |e|\n.. math:: |f|\n|g|", ".. math::\n\n   |e|\n.. math:: |f|\n\\|g\\|"),
    ],
)
def test_references_and_bars_become_plain_text_outside_blocks(text: str, page: str) -> None:
    assert adapted(text) == page


def test_a_module_brings_no_text_of_its_own() -> None:
    assert adapted("The package.\n\nMore.", "module") == ""


def test_losses_and_only_they_are_documented_as_such() -> None:
    def is_loss(member: object) -> bool:
        return api.LossDocumenter.can_document_member(member, "name", False, None)

    assert is_loss(lossbook.huber)
    assert not is_loss(lossbook.huber.gradient)
    assert not is_loss(lossbook.loss)
