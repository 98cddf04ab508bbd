"""Whatever the site needs is registered by naming one extension."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import lossbook_site
import pytest
import yaml
from smallbook import namespace
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
NAME = lossbook_site.__name__


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    """Return Sphinx with the book's configuration, which names one extension of our own."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings = config["sphinx"]["config"] | {"bibtex_bibfiles": config["bibtex_bibfiles"]}
    own = [each for each in settings["extensions"] if each.startswith("lossbook")]
    assert own == [NAME]
    out = tmp_path_factory.mktemp("site")
    with namespace():
        yield Sphinx(
            ROOT, None, out / "html", out / "doctrees", "html", settings,
            status=None, warning=StringIO(),
        )  # fmt: skip


def test_every_module_that_is_an_extension_is_registered(app: Sphinx) -> None:
    folder = Path(lossbook_site.__file__).parent
    modules = {
        f"{NAME}.{path.stem}" for path in folder.glob("[!_]*.py")
        if "\ndef setup(" in path.read_text(encoding="utf-8")
    }  # fmt: skip
    assert {name for name in app.extensions if name.startswith(f"{NAME}.")} == modules


def test_pages_may_be_read_side_by_side(app: Sphinx) -> None:
    """One extension that does not say so makes `sphinx-build -j` read them one after another."""
    own = [each for name, each in app.extensions.items() if name.startswith(NAME)]
    assert [each.name for each in own if not each.parallel_read_safe] == []
