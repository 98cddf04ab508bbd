"""The Makefile and the tools beside it on machines that lack something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import processors
import pytest

ROOT = Path(__file__).parent.parent


def run(*command, folder, **environment):
    """Run a command as a user of make would, outside the make that runs the tests."""
    inherited = {name: x for name, x in os.environ.items() if not name.startswith("MAKE")}
    inherited.pop("MFLAGS", None)
    return subprocess.run(
        command, cwd=folder, env=inherited | environment, capture_output=True, text=True
    )


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with what `make` reads, and the stamp of an environment made elsewhere."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "tools/doctor.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/.lock-installed").write_text("/elsewhere\n")
    return tmp_path


@pytest.mark.parametrize("target", ["help", "clean", "environment"])
def test_without_python_nothing_is_taken_away(checkout, target):
    made = run("make", "PYTHON=python3.99", target, folder=checkout)
    assert (checkout / ".venv/.lock-installed").exists()
    if target == "environment":
        assert made.returncode != 0
        assert "Python 3.11 or newer, but python3.99 is not" in made.stdout
    else:
        assert (made.returncode, made.stderr) == (0, "")


def test_an_environment_made_elsewhere_is_made_anew(checkout):
    planned = run("make", "--dry-run", "environment", folder=checkout).stdout
    assert "-m venv --clear .venv" in planned
    (checkout / ".venv/.lock-installed").write_text(f"{checkout}\n")
    (checkout / ".venv/bin").mkdir()
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    planned = run("make", "--dry-run", "environment", folder=checkout).stdout
    assert "-m venv" not in planned.replace("[ -e .venv/.lock-installed ] ||", "")


def test_downloads_stay_in_the_checkout_where_the_home_cannot_be_written(checkout):
    told = ["--eval", "show: ; @echo $$UV_CACHE_DIR $$npm_config_cache", "show"]
    (checkout / "file").write_text("no folder, so that root cannot write in it either")
    made = run("make", *told, folder=checkout, HOME=str(checkout / "file"), XDG_CACHE_HOME="")
    assert made.stdout.strip() == f"{checkout}/.cache/uv {checkout}/.cache/npm"
    made = run("make", *told, folder=checkout, HOME=str(checkout), XDG_CACHE_HOME="")
    assert made.stdout.strip() == os.environ.get("UV_CACHE_DIR", "")


def test_the_doctor_names_what_is_lacking(checkout):
    seen = run("sh", "tools/doctor.sh", "python3.99", folder=checkout, TMPDIR="/no/such/folder")
    assert seen.returncode == 1
    assert "lacking  python3.99: no such command" in seen.stdout
    assert "lacking  Temporary files cannot be written: TMPDIR is /no/such/folder" in seen.stdout
    assert "2 lacking." in seen.stdout


def test_settings_of_processors_are_taken():
    program = "import numpy; print(numpy.show_config('dicts')['SIMD Extensions'].get('found', []))"
    found = np.show_config("dicts")["SIMD Extensions"].get("found", [])
    for name in processors.SETTINGS:
        tool = Path(processors.__file__)
        made = run(sys.executable, tool, name, "A=b", sys.executable, "-c", program, folder=ROOT)
        assert made.stderr == ""
        if name == "machine":
            assert made.stdout == f"{found}\n"
        elif name == "lowest" and processors.settings(name):
            assert made.stdout == "[]\n"
    with pytest.raises(ValueError, match="'pentium'; expected one of lowest, haswell, machine"):
        processors.settings("pentium")
