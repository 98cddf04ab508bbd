"""The box "In short": its author's words, then each loss's formulas, then the calls."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.statemachine import StringList
from lossbook_site.conventions import Calls, InShort, tabs

import lossbook
from lossbook.conventions import read

ROOT = Path(__file__).parents[2]
KNOWN = read(ROOT / "chapters" / "data" / "conventions.json")


class State:
    """Parses nothing: the lines become a paragraph, and where they began is kept."""

    def __init__(self):
        self.offsets = []

    def nested_parse(self, lines, offset, node):
        self.offsets.append(offset)
        node += nodes.paragraph("", "\n".join(lines))


@pytest.fixture
def made():
    """Return what a directive makes of its argument and words, and the files it depends on."""

    def make(kind, argument, words=()):
        directive, files, state = kind.__new__(kind), [], State()
        directive.arguments, directive.content = [argument], StringList(list(words))
        directive.content_offset, directive.state = 7, state
        env = SimpleNamespace(srcdir=str(ROOT), note_dependency=files.append)
        settings = SimpleNamespace(env=env)
        state.document = SimpleNamespace(settings=settings)
        (node,) = directive.run()
        assert set(state.offsets) == {7}
        return node, files

    return make


def test_the_box_holds_words_formulas_and_calls_in_this_order(made):
    box, files = made(InShort, "huber pseudo_huber", ["**Asks for** a number."])
    title, words, *formulas, calls = (child.astext() for child in box.children)
    assert (title, words) == ("In short", "**Asks for** a number.")
    for name, row in zip(("huber", "pseudo_huber"), formulas, strict=True):
        specification = getattr(lossbook, name).specification()
        assert row.split("\n") == [
            f"{{py:func}}`{name} <lossbook.{name}>`",
            "", "$$", specification.latex, "$$", "", "$$", specification.gradient_latex, "$$", "",
        ]  # fmt: skip
    assert calls.split("\n") == tabs(KNOWN, ["huber", "pseudo_huber"])
    assert (box["classes"], box["ids"]) == (["lb-short"], ["in-short"])
    assert files == [str(ROOT / "chapters" / "data" / "conventions.json")]


def test_the_tabs_alone(made):
    holder, files = made(Calls, "huber")
    assert holder.astext().split("\n") == tabs(KNOWN, ["huber"])
    assert len(files) == 1


def test_calls_stand_line_by_line_and_those_of_several_lines_apart():
    def library(call):
        return SimpleNamespace(call=call)

    known = SimpleNamespace(
        cases=lambda loss: [loss, f"{loss} of logits"],
        ours={"a": {"call": "a(y)"}, "a of logits": {"call": "a(z)"}},
        of=lambda case, name: [library("f(y)\ng()"), library("")] if name == "Keras" else [],
    )
    assert tabs(known, ["a"]) == [
        "`````{tab-set}", ":sync-group: library",
        "````{tab-item} Lossbook", ":sync: Lossbook", "```python", "a(y)", "a(z)", "```", "````",
        "````{tab-item} Keras", ":sync: Keras", "```python", "f(y)", "g()", "", "f(y)", "g()",
        "```", "````", "`````", "",
        "{doc}`All libraries, and what differs <one-loss-many-libraries>`.",
    ]  # fmt: skip
