"""The chapters as files, and the gate that replays them: it must fail when it should."""

import copy
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import notebooks
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import lossbook

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(ROOT.glob("chapters/*.ipynb"))
TABLE_OF_CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))


# --- the chapters -------------------------------------------------------------------------------


def test_the_table_of_contents_and_the_files_agree() -> None:
    parts = TABLE_OF_CONTENTS["parts"]
    named = {entry["file"] for part in parts for entry in part["chapters"]}
    named.add(TABLE_OF_CONTENTS["root"])
    present = {
        f"chapters/{path.stem}"
        for path in ROOT.glob("chapters/*")
        if path.suffix in {".md", ".ipynb"}
    }
    assert named == present


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_may_be_published(path: Path) -> None:
    assert notebooks.check(path) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_ids_are_unique_and_kept(path: Path) -> None:
    notebook = notebooks.read(path)
    before = [cell.id for cell in notebook.cells]
    assert len(set(before)) == len(before)
    assert [cell.id for cell in notebooks.normalise(notebook).cells] == before


def test_chapters_start_where_nothing_is_installed_all_or_none() -> None:
    openers = {path.stem: notebooks.has_opener(notebooks.read(path)) for path in CHAPTERS}
    assert len(set(openers.values())) == 1, openers


def test_the_opener_is_put_first_once_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    citation = tmp_path / "CITATION.cff"
    citation.write_text("title: A book\n")
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), new_code_cell("import lossbook")])
    notebooks.put_opener(notebook)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code"]
    assert '%pip install --quiet "..[chapters]"' in notebook.cells[1].source
    assert notebooks.has_opener(notebook)

    citation.write_text('repository-code: "https://example.org/o/r"\n')
    assert not notebooks.has_opener(notebook)
    notebooks.put_opener(notebook)
    assert len(notebook.cells) == 3
    assert "git clone --quiet --depth 1 https://example.org/o/r the" in notebook.cells[1].source


def test_executing_renews_the_opener(tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    old = new_code_cell("import an_installer_of_old", id=notebooks.OPENER_ID)
    path.write_text(notebooks.serialise(new_notebook(cells=[old, new_code_cell("1")])))
    assert isinstance(notebooks.execute(path), float)
    assert notebooks.has_opener(notebooks.read(path))


# --- the numbers that prose types are on record -------------------------------------------------


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a chapter, in a book of its own, whose typed numbers are on record."""
    (tmp_path / "chapters" / "data").mkdir(parents=True)
    (tmp_path / "CITATION.cff").write_text("title: A book\n")
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    monkeypatch.setattr(notebooks, "TYPED", tmp_path / "chapters" / "data" / "typed.json")
    path = tmp_path / "chapters" / "one.ipynb"
    text = "It has 150 flowers, forty of them tall, at 0.5 and at 95 %."
    text_cell = new_markdown_cell(text, metadata={"given": ["0.5", "95 %"]}, id="here")
    numbers = cell("n = [150, 105, 151, 40, 30, 0.5, 0.25, 95, 97]")  # any of them would be tied
    notebook = notebooks.normalise(new_notebook(cells=[text_cell, numbers]))
    path.write_text(notebooks.serialise(notebook), encoding="utf-8")
    notebooks.record_typed([path])
    assert notebooks.check(path) == []
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [("150", "151"), ("150", "105"), ("forty", "thirty"), ("0.5", "0.25"), ("95 %", "97 %")],
)
def test_a_number_altered_in_the_text_and_in_what_is_given_is_noticed(
    recorded: Path, old: str, new: str
) -> None:
    recorded.write_text(recorded.read_text(encoding="utf-8").replace(old, new, 3), encoding="utf-8")
    notebook = notebooks.read(recorded)
    notebook.cells[0].metadata["given"] = sorted(
        number for number in ("0.5", "0.25", "95 %", "97 %") if number in notebook.cells[0].source
    )
    recorded.write_text(notebooks.serialise(notebook), encoding="utf-8")
    (problem,) = notebooks.check(recorded)
    assert f"cell here types {new} where {old} is on record" in problem
    notebooks.record_typed([recorded])
    assert notebooks.check(recorded) == []


def test_a_chapter_that_is_not_on_record_is_noticed(recorded: Path) -> None:
    notebooks.record_typed([])
    (problem,) = notebooks.check(recorded)
    assert problem == "the numbers that its prose types are not on record: make typed"


def test_a_number_added_and_a_cell_lost_are_noticed(recorded: Path) -> None:
    notebook = notebooks.read(recorded)
    notebook.cells[0].source += " And 40."
    recorded.write_text(notebooks.serialise(notebook), encoding="utf-8")
    assert "types 40 where nothing is on record" in "; ".join(notebooks.check(recorded))
    notebook.cells[0].source = "Nothing."
    recorded.write_text(notebooks.serialise(notebook), encoding="utf-8")
    problems_now = "; ".join(notebooks.check(recorded))
    assert "types nothing where 0.5, 150, 95 %, forty is on record" in problems_now


# --- what may not be published is found ---------------------------------------------------------


def cell(
    source: str, *outputs: NotebookNode, count: int | None = 1, **metadata: object
) -> NotebookNode:
    """Return a code cell as if it had been run."""
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


def problems(tmp_path: Path, *cells: NotebookNode) -> str:
    """Return what `check` says about a notebook of these cells."""
    path = tmp_path / "chapter.ipynb"
    notebook = notebooks.normalise(new_notebook(cells=list(cells)))
    path.write_text(notebooks.serialise(notebook), encoding="utf-8")
    return "; ".join(notebooks.check(path))


def display(mime: str, data: str) -> NotebookNode:
    """Return an output of one mime type."""
    return new_output("display_data", data={mime: data})


def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path) -> None:
    alt = {"image": {"alt": "A parabola."}}
    good = [
        new_markdown_cell("# Title"),
        cell("1", new_output("execute_result", data={"text/plain": "1"}, execution_count=1)),
        cell("plot()", display("image/svg+xml", "<svg/>"), count=2, mystnb=alt),
    ]
    assert problems(tmp_path, *good) == ""


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (cell("1", count=None), "never run"),
        (cell("1", count=3), "top to bottom"),
        (cell("1", new_output("error", ename="E", evalue="", traceback=[])), "stores an error"),
        (cell("1", new_output("stream", name="stderr", text="Warning")), "stderr"),
        (cell("1", display("image/svg+xml", "<svg/>")), "alt text"),
        (cell("1", display("image/png", "AAAA"), mystnb={"image": {"alt": " "}}), "alt text"),
        (cell("1", display("text/html", r"<b>$\delta$</b>")), "TeX within text/html"),
        (cell("1", new_output("stream", name="stdout", text="see /home/x/y.py")), "path"),
        (cell("1", new_output("stream", name="stdout", text="<f at 0x7f00aa11>")), "address"),
        (cell("1", tags=["skip-execution"]), "skip-execution"),
        (cell("plot();"), "semicolon"),
        (new_markdown_cell("The efficiency is 0.95."), "types 0.95"),
        (new_markdown_cell("None.", metadata={"given": ["0.95"]}), "does not type it"),
        (new_markdown_cell("It has 235 rows."), "types 235, which stands neither"),
        (new_markdown_cell("On nineteen lines."), "types nineteen, which stands neither"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, bad: NotebookNode, word: str) -> None:
    assert word in problems(tmp_path, bad)


@pytest.mark.parametrize("counts", [(2, 1), (1, 3, 2), (1, 1), (2, 3), (2, 1, 3)])
def test_cells_run_out_of_order_are_found(tmp_path: Path, counts: tuple[int, ...]) -> None:
    cells = [cell(f"x = {count}", count=count) for count in counts]
    assert "top to bottom" in problems(tmp_path, *cells)


@pytest.mark.parametrize(
    "folder", ["home", "root", "tmp", "work", "Users", "private", "opt", "usr"]
)
def test_a_path_of_the_machine_is_found_whichever_its_folder(tmp_path: Path, folder: str) -> None:
    path = f"/{folder}/x"
    printed = new_output("stream", name="stdout", text=f"in {path} it lies")
    assert "prints a path" in problems(tmp_path, cell("1", printed))
    shown = display("text/html", f"<td>{path}</td>")
    assert "prints a path" in problems(tmp_path, cell("1", shown))


@pytest.mark.parametrize("text", ["either/or", "a/home/b", "https://x.org/home/y", "1/usr"])
def test_what_only_looks_like_a_path_is_none(tmp_path: Path, text: str) -> None:
    printed = new_output("stream", name="stdout", text=text)
    assert problems(tmp_path, cell("1", printed)) == ""


def told(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Return the exit code of the command line."""
    monkeypatch.setattr(sys, "argv", ["notebooks.py", *map(str, arguments)])
    return notebooks.main()


def test_the_command_fails_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(notebooks.serialise(notebooks.normalise(new_notebook(cells=[cell("1")]))))
    assert told(monkeypatch, "check", path) == 0
    assert capsys.readouterr().err == ""
    path.write_text(notebooks.serialise(new_notebook(cells=[cell("1", count=2)])))
    assert told(monkeypatch, "check", path) == 1
    assert "its cells were not all run once, top to bottom" in capsys.readouterr().err


def test_the_command_says_that_there_is_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    assert told(monkeypatch, "check") == 1
    assert capsys.readouterr().err == "There is no notebook in chapters/.\n"


def test_the_command_normalises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chapter.ipynb"
    notebook = notebooks.normalise(new_notebook(cells=[cell("1")]))
    whole = notebooks.serialise(notebook)
    notebook.metadata["toc"] = {}
    path.write_text(notebooks.serialise(notebook))
    assert told(monkeypatch, "normalise", path) == 0
    assert path.read_text() == whole


def test_the_command_says_which_are_stale_and_refuses_to_publish_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebooks.replays, "RECORD", tmp_path / "none.json")
    assert told(monkeypatch, "stale", CHAPTERS[0]) == 0
    assert f"chapters/{CHAPTERS[0].name}" in capsys.readouterr().out
    assert told(monkeypatch, "publish", CHAPTERS[0]) == 1
    assert "First run: make replay" in capsys.readouterr().err


def test_a_notebook_not_in_canonical_form_is_found(tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    notebook = notebooks.normalise(new_notebook(cells=[cell("1")]))
    notebook.metadata.language_info["version"] = "3.11.7"
    path.write_text(notebooks.serialise(notebook), encoding="utf-8")
    assert "not canonical" in "; ".join(notebooks.check(path))


def test_ids_follow_the_source_and_survive_editing_and_moving() -> None:
    def ids(*cells: NotebookNode) -> list[str]:
        return [c.id for c in notebooks.normalise(new_notebook(cells=list(cells))).cells]

    first, second = ids(new_code_cell("a"), new_code_cell("b"))
    assert ids(new_code_cell("a"), new_code_cell("b")) == [first, second]
    assert ids(new_code_cell("edited", id=second), new_code_cell("a", id=first)) == [second, first]
    assert ids(new_code_cell("a", id="by-hand")) == ["by-hand"]
    twice = ids(new_code_cell("a"), new_code_cell("a"))
    assert twice[0] == first != twice[1]
    double = new_notebook(cells=[new_code_cell("a", id="x"), new_code_cell("b")])
    double.cells[1]["id"] = "x"
    assert [c.id for c in notebooks.normalise(double).cells] == ["x", second]


# --- the canary: the gate of `make replay` fails when it should ---------------------------------


def alter_formula(output: NotebookNode) -> bool:
    """Put a factor 2 before the formula of an output; tell whether it had one."""
    data = output.get("data", {})
    for mime in ("text/latex", "text/markdown"):
        text = notebooks.text_of(data.get(mime, ""))
        altered = re.sub(r"(\$+|\\begin\{aligned\})", r"\1 2 ", text, count=1)
        if altered != text:
            data[mime] = altered
            return True
    return False


def shortest_start_with_a_formula() -> tuple[NotebookNode, NotebookNode]:
    """Return the cells of a chapter up to its first formula, and the same with that altered."""
    starts = []
    for path in CHAPTERS:
        notebook = notebooks.read(path)
        for number, chapter_cell in enumerate(notebook.cells):
            if any(alter_formula(copy.deepcopy(o)) for o in chapter_cell.get("outputs", [])):
                notebook.cells = notebook.cells[: number + 1]
                starts.append(notebook)
                break
    assert starts, "no chapter shows a formula"
    whole = min(starts, key=lambda notebook: len(notebook.cells))
    altered = copy.deepcopy(whole)
    assert True in [alter_formula(output) for output in altered.cells[-1].outputs]
    return whole, altered


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Replay cells, true and false, as `make replay` does; return the verdicts by cell.

    A verdict is passed, failure or error. The cells stand in one notebook, as a kernel takes
    seconds to start: what fails must fail, and what comes after it must pass all the same.
    """
    folder = tmp_path_factory.mktemp("canary")
    sources = {
        "formula": "import lossbook\n\nlossbook.huber.formula",
        "glued": 'from lossbook.page import glue\n\nglue("k", 1.345, ".2f")',
    }
    path = folder / "cells.ipynb"
    made = new_notebook(cells=[cell(source) for source in sources.values()])
    path.write_text(notebooks.serialise(made), encoding="utf-8")
    assert isinstance(notebooks.execute(path), float)
    true = dict(zip(sources, notebooks.read(path).cells[-len(sources) :], strict=True))
    false_formula, false_glued = copy.deepcopy(list(true.values()))
    assert alter_formula(false_formula.outputs[0])
    (mime,) = false_glued.outputs[0].data
    assert false_glued.outputs[0].data[mime] == "'1.34'"
    false_glued.outputs[0].data[mime] = "'1.43'"

    def says(text: str) -> NotebookNode:
        return new_output("stream", name="stdout", text=text)

    false_claims = {
        "proved": "sp.Gt(sp.Symbol('x', real=True)**2, 0, evaluate=False)",  # false at 0
        "verified": "[0.1, 2.0], bound=1.0, cases='by hand'",
        "reproduced": "[1.02], [1.0], tolerance=0.01, source='a table'",
    }
    setup = "import sympy as sp\n\nfrom lossbook.evidence import proved, reproduced, verified"
    cells = {
        "printed-false": cell("print(1 + 1)", says("3\n")),
        "printed": cell("print(1 + 1)", says("2\n")),
        "raises": cell("raise ValueError"),
        "formula": true["formula"],
        "silent-false": cell("print(1 + 1)"),
        "formula-false": false_formula,
        "glued": true["glued"],
        "glued-false": false_glued,
        "setup": cell(setup),
    } | {
        f"{kind}-false": cell(f"{kind}('id', 'It is so.', {rest})")
        for kind, rest in false_claims.items()
    }
    chapter, false_chapter = shortest_start_with_a_formula()
    for name, each in cells.items():
        each.id = name
    replayed = {
        "cells": new_notebook(cells=list(cells.values())),
        "chapter": chapter,
        "chapter-false": false_chapter,
    }
    for name, notebook in replayed.items():
        (folder / f"{name}.ipynb").write_text(notebooks.serialise(notebook), encoding="utf-8")

    (folder / "pytest.ini").write_text("[pytest]\n")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env"]
    command += ["-p", "kernels", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += [f"--junitxml={report}", str(folder)]
    # A notebook draws with Jupyter's backend, not with the one that the tests set.
    ours = ("PYTEST_", "COV_", "MPLBACKEND")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    environment["PYTHONPATH"] = str(ROOT / "tools")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr

    result: dict[str, list[str]] = {name: [] for name in replayed}
    for case in ET.parse(report).iter("testcase"):
        outcome = next((child.tag for child in case), "passed")
        result[case.attrib["classname"].removesuffix(".ipynb").split(".")[-1]].append(outcome)
    outcomes = zip(cells, result.pop("cells"), strict=True)
    return result | {name: [outcome] for name, outcome in outcomes}


@pytest.mark.parametrize("name", ["printed", "formula", "glued", "setup", "chapter"])
def test_the_gate_passes_what_is_true(verdicts: dict[str, list[str]], name: str) -> None:
    assert set(verdicts[name]) == {"passed"}


@pytest.mark.parametrize(
    "name", ["printed-false", "silent-false", "raises", "formula-false", "glued-false"]
)
def test_the_gate_fails_what_is_false(verdicts: dict[str, list[str]], name: str) -> None:
    assert verdicts[name] == ["failure"]


@pytest.mark.parametrize("kind", ["proved", "verified", "reproduced"])
def test_the_gate_fails_a_false_claim(verdicts: dict[str, list[str]], kind: str) -> None:
    assert verdicts[f"{kind}-false"] == ["failure"]


def test_the_gate_fails_a_chapter_with_a_false_formula(verdicts: dict[str, list[str]]) -> None:
    assert verdicts["chapter-false"][-1] == "failure"
    assert set(verdicts["chapter-false"][:-1]) <= {"passed"}


# --- what surrounds the book --------------------------------------------------------------------


def test_actions_are_pinned_by_hash_and_may_do_little() -> None:
    for path in ROOT.glob(".github/workflows/*.yml"):
        text = path.read_text(encoding="utf-8")
        for use in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), (
                f"{path.name}: {use}"
            )
        assert yaml.safe_load(text)["permissions"] in ({}, {"contents": "read"})


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    assert " @ " not in lock
    for requirement in re.findall(r"^[\w.-]+==[^\n]*\n(?:    .*\n?)*", lock, re.M):
        assert "--hash=sha256:" in requirement, requirement


def test_the_api_page_shows_every_public_name() -> None:
    page = (ROOT / "chapters" / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r"auto\w+:: lossbook\.(\w+)$", page, re.M)
    objects = {name: getattr(lossbook, name) for name in lossbook.__all__}
    names = {getattr(x, "__name__", name) for name, x in objects.items()}  # cosface is am_softmax
    assert sorted(shown) == sorted(names)
