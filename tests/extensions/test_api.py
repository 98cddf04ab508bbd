"""Docstrings written for `help()` become reStructuredText that stands on one page."""

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from lossbook_site import api
from lossbook_site.explained import Where
from lossbook_site.folds import Fold
from sphinx import addnodes

import lossbook

LOSSES = {
    name: loss
    for name in lossbook.__all__
    if isinstance(loss := getattr(lossbook, name), lossbook.Loss)
}


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


@pytest.mark.parametrize("name", LOSSES)
def test_of_a_loss_only_what_all_share_is_taken_out(name: str) -> None:
    text = LOSSES[name].__doc__ or ""
    lines = text.split("\n")
    api.share(None, "function", name, LOSSES[name], None, lines)
    rest, taken = "\n".join(lines), 0
    for words in api.common():
        if words.rstrip() in text and words.rstrip() not in rest:
            taken += len(words.rstrip("\n")) + 1
    assert len(rest) + taken == len(text)
    assert (taken == 0) == LOSSES[name].kernel().batch
    assert LOSSES[name].kernel().batch or "Raises\n" not in rest
    assert "y_true" in rest


def test_what_is_no_loss_keeps_its_words() -> None:
    lines = (lossbook.huber.__doc__ or "").split("\n")
    api.share(None, "function", "entropy", lossbook.entropy, None, lines)
    assert lines == (lossbook.huber.__doc__ or "").split("\n")


def entry(*content: nodes.Node) -> addnodes.desc_content:
    """Return the content of an entry."""
    return addnodes.desc_content("", *content)


def fields(*names: str) -> nodes.field_list:
    """Return a list of fields."""
    made = (nodes.field("", nodes.field_name(text=name), nodes.field_body()) for name in names)
    return nodes.field_list("", *made)


def test_the_lists_of_an_entry_are_folded_where_the_first_stands() -> None:
    text, listed, work = (
        nodes.paragraph(text="Text."),
        fields("Parameters", "Raises"),
        nodes.Text("A"),
    )
    references, examples = nodes.rubric(text="References"), nodes.rubric(text="Examples")
    code, where = nodes.doctest_block(text=">>> 1"), Where(loss="huber")
    content = entry(text, listed, references, nodes.paragraph("", "", work), examples, code, where)
    api.fold_entry(content)
    folded = content[1]
    assert isinstance(folded, Fold)
    assert folded[0].astext() == "Parameters, errors, references"
    assert [type(node) for node in folded[1:]] == [nodes.field_list, nodes.rubric, nodes.paragraph]
    assert [content[0], *content[2:]] == [text, examples, code, where]


def test_references_end_at_the_next_heading_or_link() -> None:
    content = entry(nodes.rubric(text="References"), nodes.paragraph(text="A"), Where(loss="huber"))
    api.fold_entry(content)
    assert [type(node) for node in content] == [Fold, Where]
    bare = entry(nodes.paragraph(text="Text."))
    api.fold_entry(bare)
    assert [type(node) for node in bare] == [nodes.paragraph]


def test_the_list_leads_to_every_entry_of_every_section() -> None:
    page = new_document("page", get_default_settings())
    page += api.Entries()
    for title, names in (("Regression", ["huber", "pinball"]), ("Text", []), ("Tools", ["check"])):
        section = nodes.section("", nodes.title(text=title), ids=[title.lower()])
        for name in names:
            signature = addnodes.desc_signature("", name, fullname=name, ids=[f"lossbook.{name}"])
            section += addnodes.desc("", signature, addnodes.desc_content())
        section += addnodes.desc("", addnodes.desc_signature("", "a_loss", ids=[]))  # of no index
        page += section
    api.ListEntries(page).apply()
    links = [(link.astext(), link["refid"]) for link in page.findall(nodes.reference)]
    assert links == [
        ("Regression", "regression"), ("huber", "lossbook.huber"), ("pinball", "lossbook.pinball"),
        ("Tools", "tools"), ("check", "lossbook.check"),
    ]  # fmt: skip
