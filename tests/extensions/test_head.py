"""What a page says of itself to machines, and of where it is published."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from lossbook_site import head
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("opening", "described"),
    [
        ("A loss (损失函数) is one.", "A loss is one."),
        ("Above 10⁻⁸ it is 1, below 10¹⁰ too.", "Above 10^-8 it is 1, below 10^10 too."),
        (f"{'Word ' * 30}end. {'Word ' * 30}end.", f"{'Word ' * 30}end."),
        ("It is short. So is this! And this? Yes.", "It is short. So is this! And this? Yes."),
        (f"{'a' * 99}. {'b' * 98}.", f"{'a' * 99}. {'b' * 98}."),  # 200 characters
        (f"{'a' * 99}. {'b' * 99}.", f"{'a' * 99}."),
        (f"{'a' * 250}. No more.", f"{'a' * 250}."),
    ],
)
def test_a_page_is_described_by_its_first_sentences(opening: str, described: str) -> None:
    document = nodes.section("", nodes.title("", "T"), nodes.paragraph("", opening))
    assert head.describe(document) == described


def test_the_losses_of_the_title_come_first() -> None:
    title = nodes.title("", "Margins: hinge loss, its square")
    document = nodes.section("", title, nodes.paragraph("", "A filter for spam. Each errs."))
    assert head.describe(document) == "Hinge loss, its square. A filter for spam. Each errs."


def test_what_stands_in_a_box_before_it_is_not_the_opening() -> None:
    box = nodes.admonition("", nodes.paragraph("", "A box."))
    document = nodes.section("", nodes.title("", "T"), box, nodes.paragraph("", "The opening."))
    assert head.describe(document) == "The opening."


@pytest.mark.parametrize("repository", ["https://example.org/o/r", "github.com/o/r", "o/r"])
def test_an_address_of_no_use_to_binder_fails_the_build(
    repository: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOK_REPOSITORY", repository)
    monkeypatch.delenv("BOOK_URL", raising=False)
    config = SimpleNamespace(html_theme_options={}, ogp_site_url="")
    with pytest.raises(ExtensionError, match=re.escape(repository)):
        head.set_addresses(SimpleNamespace(srcdir=ROOT), config)


@pytest.mark.parametrize(("variable", "colab"), [("", True), ("https://github.com/o/fork", False)])
def test_colab_is_offered_where_a_chapters_first_cell_fetches_this_book(
    variable: str, colab: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CITATION.cff").write_text('repository-code: "https://github.com/o/r"\n')
    monkeypatch.setenv("BOOK_REPOSITORY", variable)
    monkeypatch.delenv("BOOK_URL", raising=False)
    config = SimpleNamespace(html_theme_options={}, ogp_site_url="")
    head.set_addresses(SimpleNamespace(srcdir=tmp_path), config)
    buttons = config.html_theme_options["launch_buttons"]
    assert "binderhub_url" in buttons
    assert ("colab_url" in buttons) is colab
