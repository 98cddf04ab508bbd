"""Which notebooks were run against the present package, when, with what, and how long it took.

The record stays on the machine (`.replayed.json`, not committed): it says what ran here. `publish`
copies it into the repository, for machines that build the site and replay nothing.
"""

import hashlib
import json
import platform
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / ".replayed.json"
PUBLISHED = ROOT / "chapters" / "data" / "replays.json"
PACKAGES = {
    "Lossbook": "lossbook",
    "NumPy": "numpy",
    "SciPy": "scipy",
    "SymPy": "sympy",
    "Matplotlib": "matplotlib",
    "pandas": "pandas",
    "statsmodels": "statsmodels",
    "scikit-learn": "scikit-learn",
}


@dataclass(frozen=True)
class Replay:
    """The last run of a notebook; it went through, or it were not recorded."""

    fingerprint: str  # of notebook, package and lock
    notebook: str  # its own
    date: str  # the day, in UTC
    how: Literal["replayed", "executed"]  # outputs compared with the stored ones, or stored anew
    seconds: float
    versions: Mapping[str, str]


def fingerprint(path: Path) -> str:
    """Return a hash of the notebook, the package's source and the lock; file times say nothing."""
    digest = hashlib.sha256()
    sources = sorted((ROOT / "lossbook").rglob("*.py"))
    for file in [path, *sources, ROOT / "requirements.txt"]:
        digest.update(own(file).encode())
    return digest.hexdigest()


def own(path: Path) -> str:
    """Return a hash of one file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded(record: Path | None = None) -> dict[str, Replay]:
    """Return the last run of every notebook on this machine; an unreadable record is none."""
    try:
        entries = json.loads((record or RECORD).read_text(encoding="utf-8"))
        return {name: Replay(**entry) for name, entry in entries.items()}
    except (OSError, ValueError, TypeError):
        return {}


def last(path: Path) -> Replay | None:
    """Return the last run of a notebook that is known, here or as published."""
    known = (record.get(path.name) for record in (recorded(), recorded(PUBLISHED)))
    return max(filter(None, known), key=lambda run: run.date, default=None)


def since(path: Path, run: Replay) -> str:
    """Say what has changed since a run whose fingerprint is another."""
    return "the package or its lock changed" if run.notebook == own(path) else "the chapter changed"


def publish() -> None:
    """Copy the record of this machine into the repository."""
    PUBLISHED.write_text(RECORD.read_text(encoding="utf-8"), encoding="utf-8")


def present(path: Path) -> Replay | None:
    """Return the run of the notebook as it is against the package as it is, if there was one."""
    replay = recorded().get(path.name)
    return replay if replay and replay.fingerprint == fingerprint(path) else None


def stale(paths: Iterable[Path]) -> list[Path]:
    """Return the notebooks that were not run against the present package."""
    return [path for path in paths if present(path) is None]


def record(how: Literal["replayed", "executed"], seconds: Mapping[Path, float]) -> None:
    """Note that these notebooks, run in so many seconds, give the outputs they store."""
    kept = {path.name for path in ROOT.glob("chapters/*.ipynb")}
    entries = {name: replay for name, replay in recorded().items() if name in kept}
    used = versions()
    for path, time in seconds.items():
        run = Replay(fingerprint(path), own(path), today(), how, round(time, 1), used)
        entries[path.name] = run
    text = json.dumps({name: asdict(entries[name]) for name in sorted(entries)}, indent=1)
    RECORD.write_text(text + "\n", encoding="utf-8")


def today() -> str:
    """Return the day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def versions() -> dict[str, str]:
    """Return the versions of Python and of what the chapters compute and draw with."""
    packages = {name: version(package) for name, package in PACKAGES.items()}
    return {"Python": platform.python_version(), **packages}


def seconds_of(report: Path, paths: Iterable[Path]) -> dict[Path, float]:
    """Return how long the notebooks took, from pytest's report (JUnit XML) of their replay.

    Raises
    ------
    ValueError
        If the report has no cell of a notebook.
    """
    cases = list(ET.parse(report).iter("testcase"))
    seconds = {}
    for path in paths:
        own = [case for case in cases if path.stem in case.attrib["classname"].split(".")]
        if not own:
            raise ValueError(f"{report}: the report has no cell of {path.name}")
        seconds[path] = sum(float(case.attrib["time"]) for case in own)
    return seconds
