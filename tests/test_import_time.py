"""What `import lossbook` costs is the median of differences of pairs, the first run left out."""

import re
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "import_time.py"


def test_the_median_and_the_range_of_the_differences_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, ran = [0.0], []

    def run(command: list[str], check: bool) -> None:
        """Take 2 s for NumPy, and 0.1 s more for each import of the package."""
        assert check
        assert command[:2] == [sys.executable, "-c"]
        module = command[2].removeprefix("import ")
        clock[0] += 2 + (module == "lossbook") * 0.1 * ran.count("lossbook")
        ran.append(module)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    runpy.run_path(str(TOOL))
    assert ran == ["lossbook"] + ["lossbook", "numpy"] * 15
    said = capsys.readouterr().out
    assert re.findall(r"[+-]?\d[\d.]*", said) == ["+0.800", "15", "+0.100", "+1.500", "0.15"]
