"""The README's pictures are a figure of a chapter, on white ground and for the dark."""

import json
import runpy
from pathlib import Path

import pytest
import readme_picture


def test_the_pictures_are_the_chapters() -> None:
    for file, picture in readme_picture.pictures().items():
        assert file.read_text(encoding="utf-8") == picture


@pytest.mark.parametrize(
    ("colour", "drawn"),
    [
        ("#000000", "#ebebeb"),
        ("#ffffff", "#141414"),
        ("#0072b2", "#4cace2"),
        ("#d55e00", "#e07c2d"),
        ("#00ffff", "#007070"),  # less red than none
        ("#ff00ff", "#ff71ff"),  # more than all
    ],
)
def test_in_the_dark_a_colour_is_what_chromium_draws_of_the_sites_filter(
    colour: str, drawn: str
) -> None:
    assert readme_picture.dark(colour) == drawn


def test_the_tool_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {}

    def write(path: Path, text: str, encoding: str) -> None:
        assert encoding == "utf-8"
        written[path] = text

    monkeypatch.setattr(Path, "write_text", write)
    runpy.run_path(readme_picture.__file__)
    assert not written  # it is only imported
    runpy.run_path(readme_picture.__file__, run_name="__main__")
    assert written == readme_picture.pictures()


def cell(name: str, *svgs: str) -> dict:
    """Return a cell that shows a number and figures of this name."""
    shown = [{"data": {"text/plain": "1"}}, {"text": "printed"}]
    shown += [{"data": {"image/svg+xml": [svg, "</svg>"]}} for svg in svgs]
    return {"metadata": {"mystnb": {"figure": {"name": name}}}, "outputs": shown}


def test_of_a_chapter_the_named_figure_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg = '<svg><defs></defs>\n<g style="fill: #000000" id="#0000001"><defs></defs>\n'
    named = cell(readme_picture.FIGURE, svg)
    cells = [{"metadata": {}}, {"metadata": {"mystnb": {}}}, cell("fig-other", "<svg>"), named]
    chapter = tmp_path / "chapter.ipynb"
    chapter.write_text(json.dumps({"cells": cells}))
    monkeypatch.setattr(readme_picture, "CHAPTER", chapter)
    light, dark = readme_picture.pictures().values()
    ground = ' <rect width="100%" height="100%" fill="{}"/>\n'
    rest = '<g style="fill: {}" id="#0000001"><defs></defs>\n</svg>'
    assert light == "<svg><defs></defs>\n" + ground.format("#ffffff") + rest.format("#000000")
    assert dark == "<svg><defs></defs>\n" + ground.format("#14181e") + rest.format("#ebebeb")


def test_a_chapter_without_it_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = tmp_path / "chapter.ipynb"
    chapter.write_text(json.dumps({"cells": [cell("fig-other", "<svg>")]}))
    monkeypatch.setattr(readme_picture, "CHAPTER", chapter)
    with pytest.raises(LookupError, match=r"chapter\.ipynb has no figure fig-sqabs-opening"):
        readme_picture.pictures()
