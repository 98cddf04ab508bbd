"""KaTeX's style sheet is that of the renderer, names no font that is absent, and comes whole."""

import runpy
import shutil
import sys
from pathlib import Path

import install_katex
import pytest
import sphinxcontrib.katex

RENDERER = Path(sphinxcontrib.katex.__file__).with_name("katex.min.js")
CSS = (
    '@font-face{font-family:Main;src:url(fonts/Main.woff2) format("woff2"),'
    'url(fonts/Main.woff) format("woff"),url(fonts/Main.ttf) format("truetype")}'
)
NPM = """#!/bin/sh
# npm install NAME --prefix FOLDER ...: the package is copied from where the test has laid it.
echo "$@" > "{folder}/asked"
mkdir -p "$4/node_modules"
cp -r "{folder}/katex" "$4/node_modules/katex"
"""


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an npm beside the Python that runs, and of the package it fetches."""
    folder = tmp_path / "bin"
    fonts = folder / "katex" / "dist" / "fonts"
    fonts.mkdir(parents=True)
    for name in ("Main.woff2", "Main.woff", "Main.ttf"):
        (fonts / name).write_text(name)
    (folder / "katex" / "LICENSE").write_text("MIT")
    (folder / "katex" / "dist" / "katex.min.css").write_text(CSS)
    shutil.copy(RENDERER, fonts.parent)
    (folder / "npm").write_text(NPM.format(folder=folder))
    (folder / "npm").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    return folder


def installed(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


WHOLE = {
    "LICENSE": "MIT",
    "katex.min.css": '@font-face{font-family:Main;src:url(fonts/Main.woff2) format("woff2")}',
    "fonts/Main.woff2": "Main.woff2",
}


def test_what_browsers_read_is_installed_and_the_style_sheet_names_nothing_else(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "_extra" / "vendor" / "katex"
    monkeypatch.setattr("sys.argv", ["install_katex.py", str(target)])
    runpy.run_path(install_katex.__file__, run_name="__main__")
    assert installed(target) == WHOLE
    asked = (npm / "asked").read_text()
    assert f"install katex@{sphinxcontrib.katex.katex_version} --prefix " in asked
    assert "--ignore-scripts" in asked


def test_what_was_there_is_replaced(npm: Path, tmp_path: Path) -> None:
    target = tmp_path / "katex"
    target.mkdir()
    (target / "of-another-version.css").write_text("")
    install_katex.install(target)
    assert installed(target) == WHOLE


def test_another_version_than_the_renderers_is_refused(npm: Path, tmp_path: Path) -> None:
    (npm / "katex" / "dist" / "katex.min.js").write_text("another")
    with pytest.raises(SystemExit, match="not the one that sphinxcontrib"):
        install_katex.install(tmp_path / "katex")
    assert not (tmp_path / "katex").exists()


@pytest.mark.parametrize("script", [None, "#!/bin/sh\nexit 3\n", "#!/bin/sh\nexec sleep 9\n"])
def test_an_npm_that_is_absent_fails_or_hangs_is_told_of_and_what_was_there_stays(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    (npm / "npm").unlink()
    if script:
        (npm / "npm").write_text(script)
        (npm / "npm").chmod(0o755)
        monkeypatch.setattr(install_katex, "PATIENCE", 0.1 if "sleep" in script else 60)
    (tmp_path / "katex").mkdir()
    (tmp_path / "katex" / "katex.min.css").write_text("old")
    with pytest.raises(SystemExit, match=r"(?s)could not fetch katex@.*make doctor"):
        install_katex.install(tmp_path / "katex")
    assert installed(tmp_path / "katex") == {"katex.min.css": "old"}


def test_npm_says_nothing_on_the_output(
    npm: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (npm / "npm").write_text((npm / "npm").read_text() + "echo added 1 package\n")
    install_katex.install(tmp_path / "katex")
    assert capfd.readouterr().out == ""
