"""Of three runs of Lighthouse on a page of the built site the one in the middle is shown."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What stands for npx: it opens the page and gives the reports that the test has laid, in turn.
NPX = """#!{python}
import json, os, pathlib, sys, urllib.request
here = pathlib.Path(__file__).parent
yes, package, address, quiet, flags, output, target = sys.argv[1:]
page = urllib.request.urlopen(address)
with (here / "calls").open("a") as calls:
    print(json.dumps(sys.argv[1:] + [page.status, os.environ.get("CHROME_PATH")]), file=calls)
number = len((here / "calls").read_text().splitlines()) - 1
pathlib.Path(target.removeprefix("--output-path=")).write_text(
    json.dumps(json.loads((here / "reports.json").read_text())[number])
)
"""


def report(performance: float) -> dict:
    """Return what is read of a report, other numbers for every performance."""
    scores = {"accessibility": 1, "best-practices": 0.96, "seo": 0.92}
    times = {"first-contentful-paint": 1e3, "largest-contentful-paint": 2e3,
             "total-blocking-time": 3e2, "cumulative-layout-shift": 0.1}  # fmt: skip
    return {
        "categories": {name: {"score": score} for name, score in scores.items()}
        | {"performance": {"score": performance}},
        "audits": {name: {"numericValue": time * performance} for name, time in times.items()},
    }


@pytest.fixture
def npx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an npx beside the Python that runs, and of a site of two pages."""
    monkeypatch.syspath_prepend(ROOT / "tests" / "site")
    import server

    for name in ("one.html", "two.html", "404.html"):
        (tmp_path / name).write_text(f"<title>{name}</title>")
    monkeypatch.setattr(server, "SITE", tmp_path)
    (tmp_path / "npx").write_text(NPX.format(python=sys.executable))
    (tmp_path / "npx").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(os, "getloadavg", lambda: (1.5, 7.0, 8.0))
    monkeypatch.setenv("CHROME_PATH", "none")
    return tmp_path


def measure(monkeypatch: pytest.MonkeyPatch, *pages: str) -> None:
    """Call the tool as make does."""
    monkeypatch.setattr("sys.argv", ["lighthouse.py", *pages])
    runpy.run_path(str(ROOT / "tools" / "lighthouse.py"), run_name="__main__")


def test_the_run_in_the_middle_is_shown_in_whole(
    npx: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    performances = [0.9, 0.5, 0.7, 0.31, 0.32, 0.33]
    (npx / "reports.json").write_text(json.dumps([report(x) for x in performances]))
    measure(monkeypatch, "one.html", "two.html")
    head, rule, one, two = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in capsys.readouterr().out.splitlines()
    )
    assert head == [
        "page", "performance", "accessibility", "best-practices", "seo", "first-contentful-paint",
        "largest-contentful-paint", "total-blocking-time", "layout shift", "load",
    ]  # fmt: skip
    assert rule == ["---"] * len(head)
    shown = ["70", "100", "96", "92", "700 ms", "1400 ms", "210 ms", "0.070", "1.5"]
    assert one == ["one.html", *shown]
    assert two[:2] == ["two.html", "32"]


def test_lighthouse_meets_each_page_on_the_served_site_three_times(
    npx: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (npx / "reports.json").write_text(json.dumps([report(0.9)] * 3))
    monkeypatch.setenv("CHROMIUM", "/named/chromium")
    measure(monkeypatch, "one.html")
    calls = [json.loads(line) for line in (npx / "calls").read_text().splitlines()]
    assert len(calls) == 3
    for yes, package, address, quiet, flags, output, _, status, chromium in calls:
        assert (yes, quiet, output) == ("--yes", "--quiet", "--output=json")
        assert re.fullmatch(r"lighthouse@\d+\.\d+\.\d+", package)  # the same on every machine
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/book/one\.html", address)
        assert status == 200
        assert flags.startswith("--chrome-flags=--headless=new")
        assert chromium == "/named/chromium"


@pytest.mark.parametrize(
    ("user", "flags"), [(0, "--headless=new --no-sandbox"), (1000, "--headless=new")]
)
def test_only_as_root_chromium_runs_without_its_sandbox(
    npx: Path, monkeypatch: pytest.MonkeyPatch, user: int, flags: str
) -> None:
    (npx / "reports.json").write_text(json.dumps([report(0.9)] * 3))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    measure(monkeypatch, "one.html")
    (call, *_) = map(json.loads, (npx / "calls").read_text().splitlines())
    assert call[4] == f"--chrome-flags={flags}"


@pytest.mark.parametrize(
    ("there", "taken"),
    [(["google-chrome", "chromium-browser"], "chromium-browser"), ([], None)],
)
def test_the_systems_browser_is_taken_or_lighthouse_looks_for_one(
    npx: Path, monkeypatch: pytest.MonkeyPatch, there: list[str], taken: str | None
) -> None:
    (npx / "reports.json").write_text(json.dumps([report(0.9)] * 3))
    for name in there:
        (npx / name).write_text("")
        (npx / name).chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CHROME_PATH")
    monkeypatch.setenv("PATH", str(npx))
    measure(monkeypatch, "one.html")
    (call, *_) = map(json.loads, (npx / "calls").read_text().splitlines())
    assert call[-1] == (taken and str(npx / taken))


def test_a_run_that_fails_ends_it(npx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (npx / "npx").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(subprocess.CalledProcessError):
        measure(monkeypatch, "one.html")
