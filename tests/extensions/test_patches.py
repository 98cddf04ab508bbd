"""A patch whose target is gone fails the build."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from lossbook_site import patches
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import NumpyDocstring


@pytest.mark.parametrize(("style", "numbers"), [("author_year", 0), ("label", 1)])
def test_a_work_cited_by_author_and_year_has_no_number(style: str, numbers: int) -> None:
    page = new_document("bibliography", get_default_settings())
    page += nodes.citation("", nodes.label(text="1"), nodes.paragraph(text="A. Author."))
    page.settings.env = SimpleNamespace(config=SimpleNamespace(bibtex_reference_style=style))
    patches.NoNumbers(page).run()
    assert len(list(page.findall(nodes.label))) == numbers
    assert "A. Author." in page.astext()


def test_what_is_not_there_is_not_patched() -> None:
    with pytest.raises(ExtensionError, match=r"no 'render', which was patched in other 1\.0"):
        patches.patch(SimpleNamespace(), "render", None, "other 1.0")


def test_what_is_there_is_replaced_and_returned() -> None:
    owner = SimpleNamespace(render=1)
    assert patches.patch(owner, "render", 2, "other 1.0") == 1
    assert owner.render == 2


def test_a_text_is_replaced_everywhere_and_has_to_be_somewhere() -> None:
    each = patches.TextPatch("other 1.0", "why", re.compile("a(.)"), r"\1")
    with pytest.raises(ExtensionError, match=r"patched of other 1\.0"):
        patches.check_texts([each])
    assert each.apply("ab ac") == "b c"
    patches.check_texts([each])


@pytest.mark.parametrize(
    ("project", "before", "after"),
    [
        ("KaTeX", '<math>x<annotation encoding="t">x</annotation></math>', "<math>x</math>"),
        (
            "Pygments",
            '<span class="n">x</span><span class="k">y</span>',
            'x<span class="k">y</span>',
        ),
        ("Sphinx", '<div role="doc-biblioentry">', '<div role="listitem">'),
        ("sphinx-book", '<button onclick="window.print()">', "<button data-lb-print>"),
        (
            "sphinx-exercise",
            '<p>Solution to<a class="reference internal" href="#e"> Exercise 2.1 (★ f(x))</a></p>',
            '<p>Solution to <a class="reference internal" href="#e">Exercise 2.1</a></p>',
        ),
    ],
)
def test_the_pages_are_patched(project: str, before: str, after: str) -> None:
    (patch,) = (each for each in patches.text_patches() if each.project.startswith(project))
    assert patch.apply(before) == after


def test_a_property_is_described_by_its_whole_docstring() -> None:
    patches.patch_napoleon()
    text = "The derivative: of what the call returns."
    lines = NumpyDocstring(text, Config(), what="property", name="gradient").lines()
    assert lines == [text]
