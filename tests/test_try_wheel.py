"""What tries the wheel notices what a user would."""

import builtins
import importlib
import runpy
from pathlib import Path

import pytest

import lossbook

TOOL = Path(__file__).parents[1] / "tools" / "try_wheel.py"
README = "Text.\n\n```python\n>>> 1 + 1\n2\n```\n\n```python\n>>> 2 + 2\n4\n```\n"
EXTRA = "altair is not installed: pip install 'lossbook[chapters]'"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a README, where the package is as `make wheel` installs it."""
    (tmp_path / "README.md").write_text(README)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lossbook, "__file__", "/site-packages/lossbook/__init__.py")
    without(monkeypatch, {"lossbook.figures": EXTRA, "lossbook.explorers": EXTRA})
    return tmp_path


def without(monkeypatch: pytest.MonkeyPatch, said: dict[str, str]) -> None:
    """Let these modules be what cannot be imported, and this be said of them."""
    import_module = importlib.import_module

    def refuse(name: str) -> object:
        if name in said:
            raise ModuleNotFoundError(said[name])
        return import_module(name)

    monkeypatch.setattr(importlib, "import_module", refuse)


def test_a_wheel_that_works_is_told_of(wheel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(TOOL))
    number = len(lossbook.losses.__all__)
    said = f"lossbook {lossbook.__version__}: README, {number} functions, extras\n"
    assert capsys.readouterr().out.endswith(said)


def test_the_checkout_is_not_taken_for_the_wheel(
    wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lossbook, "__file__", "/checkout/lossbook/__init__.py")
    with pytest.raises(AssertionError, match="not the wheel"):
        runpy.run_path(str(TOOL))


@pytest.mark.parametrize("readme", [README.replace("4", "5"), "No code."])
def test_a_readme_whose_lines_do_not_hold_or_are_not_found_fails(wheel: Path, readme: str) -> None:
    (wheel / "README.md").write_text(readme)
    with pytest.raises(AssertionError):
        runpy.run_path(str(TOOL))


@pytest.mark.parametrize("module", ["lossbook.figures", "lossbook.explorers"])
@pytest.mark.parametrize("said", ["No module named 'altair'", None])
def test_an_extra_that_is_not_named_or_not_missing_fails(
    wheel: Path, monkeypatch: pytest.MonkeyPatch, module: str, said: str | None
) -> None:
    if said is None:
        monkeypatch.setattr(importlib, "import_module", lambda name: builtins)
    else:
        without(monkeypatch, {module: said})
    with pytest.raises(AssertionError, match="lossbook.figures" if said is None else module):
        runpy.run_path(str(TOOL))


def test_a_loss_without_docstring_formula_or_card_fails(
    wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = lossbook.Loss
    for name, nothing in [("formula", None), ("_repr_markdown_", lambda loss: "")]:
        with monkeypatch.context() as patch:
            patch.setattr(kind, name, nothing)
            with pytest.raises(AssertionError):
                runpy.run_path(str(TOOL))
