"""What the status page says of a chapter is what is known of its last run."""

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import replays
from lossbook_site import status
from nbformat.v4 import new_code_cell
from smallbook import build

ROOT = Path(__file__).parents[2]
CHAPTER = min(ROOT.glob("chapters/*.ipynb"))
RUN = replays.Replay(
    replays.fingerprint(CHAPTER), replays.own(CHAPTER), "2026-11-30", "replayed", 1.5,
    {"Python": "3.11.7", "NumPy": "2.4.6"},
)  # fmt: skip


def test_the_result_of_a_chapter_is_said_in_words() -> None:
    assert status.result(CHAPTER, None) == "never replayed"
    assert status.result(CHAPTER, RUN) == "every output as stored"
    executed = replace(RUN, how="executed")
    assert status.result(CHAPTER, executed) == "executed, outputs stored anew"


def test_what_has_changed_since_is_said_too() -> None:
    package = replace(RUN, fingerprint="another")
    said = "every output as stored; the package or its lock changed since"
    assert status.result(CHAPTER, package) == said
    chapter = replace(package, notebook="another")
    assert status.result(CHAPTER, chapter) == "every output as stored; the chapter changed since"


def test_the_versions_that_ran_are_listed_once() -> None:
    other = replace(RUN, versions={"Python": "3.13.1", "NumPy": "2.4.6"})
    (table,) = status.used([RUN, other, RUN])
    assert table.astext().split("\n\n")[-6:] == [
        "ran with", "version", "Python", "3.11.7, 3.13.1", "NumPy", "2.4.6",
    ]  # fmt: skip
    assert status.used([]) == []


def test_the_page_has_a_row_for_every_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"first.ipynb": asdict(replace(RUN, notebook="another", seconds=83.4))}
    for name, runs in [("RECORD", record), ("PUBLISHED", {})]:
        (tmp_path / name).write_text(json.dumps(runs))
        monkeypatch.setattr(replays, name, tmp_path / name)
    page = build(tmp_path / "book", [new_code_cell("x"), new_code_cell("y")]).page("status")
    tables = [
        [re.sub("<.*?>", "", cell).strip() for cell in re.findall("(?s)<t[hd].*?</t[hd]>", table)]
        for table in re.findall("(?s)<table.*?</table>", page)
    ]
    assert tables == [
        ["chapter", "code cells", "time", "day", "result",
         "The first chapter", "2", "83 s", "2026-11-30",
         "every output as stored; the chapter changed since",
         "The second chapter", "0", "–", "–", "never replayed"],
        ["ran with", "version", "Python", "3.11.7", "NumPy", "2.4.6"],
    ]  # fmt: skip
    assert 'href="first.html"' in page


def test_sphinx_alone_finds_the_tools(tmp_path: Path) -> None:
    """Sphinx puts _ext on the path, and nothing of the repository beside it."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / '_ext')!r}); import lossbook_site.status"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path)
    assert ran.returncode == 0
