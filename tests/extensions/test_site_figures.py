"""Figures with sliders on a page: numbered, named by the text, described, with data and still."""

import json
import re

import nbformat
import pytest
from lossbook_site.figures import LINE, dressed, specifications
from nbformat.v4 import new_notebook
from smallbook import Book, build, figure_cell, text
from smallfigure import figure

from lossbook.explorers import MIME, TEXT
from lossbook.figures import DASHES


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    torn = figure(name="torn", description="Markdown ends its HTML\n\nat an empty line.")
    return build(
        tmp_path_factory.mktemp("book"),
        [text("As {numref}`explorer-test` shows."), figure_cell(figure())],
        [figure_cell(torn)],
    )


def test_a_figure_has_number_and_caption_and_is_named_by_the_text(book: Book) -> None:
    page = book.page("first")
    assert re.search(r'<figure class="lb-explorer [^"]*" id="explorer-test">', page)
    caption = r'<span class="caption-number">Fig. 1.1 </span><span class="caption-text">A caption.'
    assert re.search(caption, page)
    assert re.search(r'href="#explorer-test"><span class="std std-numref">Fig. 1.1</span>', page)


def test_a_figure_has_its_still_its_alt_text_and_its_data(book: Book) -> None:
    page = book.page("first")
    still = re.search(r'<img class="lb-still" src="../([^"]*)" alt="([^"]*)"', page)
    assert still is not None
    assert still[2] == "What &lt;is&gt; seen."
    assert (book.folder / "html" / still[1]).read_text(encoding="utf-8").startswith("<svg")
    data = re.search(r'<script type="application/json">(.*?)</script>', page)
    assert data is not None
    assert json.loads(data[1]) == dressed(figure().spec)


def test_a_figure_has_font_lines_and_dashes_of_those_that_matplotlib_draws(book: Book) -> None:
    spec = dressed(figure().spec)
    config = spec["config"]
    assert config["font"].startswith("DejaVu Sans")
    assert config["line"]["strokeWidth"] == LINE
    assert config["legend"]["orient"] == "top"
    dashes = next(iter(scales(spec, "strokeDash")))["range"]
    theirs = [[1, 0] if dash == "-" else [n * LINE for n in dash[1]] for dash in DASHES]
    for ours, their in zip(dashes, theirs, strict=False):
        assert ours == pytest.approx(their, abs=0.01)
    still = (book.folder / "html" / "_stills" / "test.svg").read_text(encoding="utf-8")
    assert "DejaVu Sans" in still


def scales(part: object, channel: str) -> list[dict]:
    """Return the scales of a channel in a specification."""
    if isinstance(part, list):
        return [scale for each in part for scale in scales(each, channel)]
    if not isinstance(part, dict):
        return []
    own = part.get(channel)
    here = [own["scale"]] if isinstance(own, dict) and "scale" in own else []
    return here + [scale for each in part.values() for scale in scales(each, channel)]


def test_an_output_that_lacks_text_or_specification_is_no_figure(tmp_path) -> None:
    whole, no_spec, no_text = figure_cell(figure()), figure_cell(figure()), figure_cell(figure())
    del no_spec.outputs[0].data[MIME]
    del no_text.outputs[0].data[TEXT]
    path = tmp_path / "one.ipynb"
    nbformat.write(new_notebook(cells=[no_spec, no_text]), path)
    assert specifications(path) == {}
    nbformat.write(new_notebook(cells=[no_spec, whole]), path)
    assert list(specifications(path)) == ["test"]


def test_a_figure_that_is_stored_but_not_shown_is_told_of(book: Book) -> None:
    (warning,) = book.warnings.splitlines()
    assert "the figure torn is stored but not shown" in warning
