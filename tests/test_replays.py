"""What the record says ran is what ran: as it is now, on this machine, in this time."""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import pytest
import replays


@pytest.fixture
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a chapter of a small book with a package of one module."""
    for folder in ("lossbook", "chapters"):
        (tmp_path / folder).mkdir()
    (tmp_path / "lossbook" / "loss.py").write_text("x = 1\n")
    (tmp_path / "requirements.txt").write_text("")
    path = tmp_path / "chapters" / "one.ipynb"
    path.write_text("{}")
    monkeypatch.setattr(replays, "ROOT", tmp_path)
    monkeypatch.setattr(replays, "RECORD", tmp_path / "record.json")
    monkeypatch.setattr(replays, "PUBLISHED", tmp_path / "published.json")
    monkeypatch.setattr(replays, "today", lambda: "2026-11-29")
    return path


def test_a_notebook_is_stale_until_recorded_and_again_after_a_change(chapter: Path) -> None:
    module = replays.ROOT / "lossbook" / "loss.py"
    assert replays.stale([chapter]) == [chapter]
    replays.record("replayed", {chapter: 1.0})
    assert replays.stale([chapter]) == []
    module.write_text("x = 2\n")
    assert replays.stale([chapter]) == [chapter]
    module.write_text("x = 1\n")
    assert replays.stale([chapter]) == []
    chapter.write_text("{ }")
    assert replays.stale([chapter]) == [chapter]
    assert replays.present(chapter) is None


def test_a_notebook_is_stale_after_a_change_of_the_lock_and_of_a_module_within(
    chapter: Path,
) -> None:
    lock = replays.ROOT / "requirements.txt"
    within = replays.ROOT / "lossbook" / "engine"
    within.mkdir()
    replays.record("replayed", {chapter: 1.0})
    lock.write_text("numpy==9.9\n")
    assert replays.stale([chapter]) == [chapter]
    lock.write_text("")
    assert replays.stale([chapter]) == []
    (within / "one.py").write_text("")
    assert replays.stale([chapter]) == [chapter]


def test_the_record_says_how_long_and_with_what(chapter: Path) -> None:
    replays.record("executed", {chapter: 12.34})
    run = replays.present(chapter)
    assert run is not None
    assert (run.how, run.seconds) == ("executed", 12.3)
    assert run.versions["Python"] == platform.python_version()
    assert run.versions["NumPy"] == version("numpy")
    assert {"SciPy", "SymPy", "Matplotlib"} <= set(run.versions)


def test_a_notebook_that_is_gone_is_forgotten(chapter: Path) -> None:
    other = chapter.with_name("two.ipynb")
    other.write_text("{}")
    replays.record("replayed", {chapter: 1.0, other: 1.0})
    chapter.unlink()
    replays.record("replayed", {other: 2.0})
    assert list(replays.recorded()) == ["two.ipynb"]


@pytest.mark.parametrize("text", ["", "{", '{"one.ipynb": "a hash"}', '{"one.ipynb": {"how": 1}}'])
def test_an_unreadable_record_is_none(chapter: Path, text: str) -> None:
    replays.RECORD.write_text(text)
    assert replays.recorded() == {}
    assert replays.stale([chapter]) == [chapter]


def test_the_last_run_is_told_where_nothing_ran(
    chapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert replays.last(chapter) is None
    replays.record("replayed", {chapter: 1.0})
    replays.publish()
    replays.RECORD.unlink()
    run = replays.last(chapter)
    assert run is not None
    assert (run.date, run.fingerprint) == ("2026-11-29", replays.fingerprint(chapter))
    monkeypatch.setattr(replays, "today", lambda: "2026-11-30")
    replays.record("replayed", {chapter: 1.0})
    assert getattr(replays.last(chapter), "date", "") == "2026-11-30"


def test_what_changed_since_is_told(chapter: Path) -> None:
    replays.record("replayed", {chapter: 1.0})
    run = replays.last(chapter)
    assert run is not None
    (replays.ROOT / "lossbook" / "loss.py").write_text("x = 2\n")
    assert replays.since(chapter, run) == "the package or its lock changed"
    chapter.write_text("{ }")
    assert replays.since(chapter, run) == "the chapter changed"


def test_the_seconds_of_a_notebook_are_those_of_its_cells(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="chapters.one.ipynb" time="1.5"/>'
        '<testcase classname="chapters.one.ipynb" time="0.25"/>'
        '<testcase classname="chapters.one-more.ipynb" time="8"/></testsuite></testsuites>'
    )
    one, more = Path("chapters/one.ipynb"), Path("chapters/one-more.ipynb")
    assert replays.seconds_of(report, [one, more]) == {one: 1.75, more: 8.0}
    with pytest.raises(ValueError, match=r"no cell of two\.ipynb"):
        replays.seconds_of(report, [Path("chapters/two.ipynb")])


def test_the_record_is_json(chapter: Path) -> None:
    replays.record("replayed", {chapter: 1.0})
    assert set(json.loads(replays.RECORD.read_text())["one.ipynb"]) == {
        "date", "fingerprint", "how", "notebook", "seconds", "versions",
    }  # fmt: skip
