"""What is missing is named, with the extra that brings it."""

import importlib.util
import sys

import pytest

from lossbook import page
from lossbook.book._extras import needed


@pytest.mark.parametrize(
    ("module", "package"),
    [("sklearn", "scikit-learn"), ("myst_nb", "myst-nb"), ("nobody_has_it", "nobody_has_it")],
)
def test_the_first_missing_module_is_named_as_it_is_installed(module, package, monkeypatch):
    absent = {module, "another"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in absent else object()
    )
    with pytest.raises(ModuleNotFoundError) as raised:
        needed("chapters", "json", module, "another")
    said = f"{package} is not installed: pip install 'lossbook[chapters]'"
    assert (str(raised.value), raised.value.name) == (said, module)


def test_what_is_there_passes():
    needed("chapters", "json", "numpy")


def test_numbers_for_the_prose_say_what_they_need(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"myst-nb is not installed: .*\[chapters\]"):
        page.glue("name", 1.0)


def test_figures_with_sliders_say_what_they_need(monkeypatch):
    monkeypatch.delitem(sys.modules, "lossbook.explorers", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"altair is not installed: .*\[chapters\]"):
        importlib.import_module("lossbook.explorers")
