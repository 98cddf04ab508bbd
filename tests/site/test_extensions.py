"""The site as it is where it is published."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from browser import CHAPTERS
from lossbook_site import head

# One worker builds the published site, which takes minutes.
pytestmark = pytest.mark.xdist_group("published")

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/-owner-/-name-"


@pytest.fixture(scope="module")
def published(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as it is built where its addresses are known; they are nobody's."""
    folder = tmp_path_factory.mktemp("published")
    book = folder / "book"
    left_out = shutil.ignore_patterns(".*", "_build", "__pycache__", "tests")
    shutil.copytree(ROOT, book, ignore=left_out)
    citation = book / "CITATION.cff"
    lines = [line for line in citation.read_text().splitlines() if "repository-code" not in line]
    citation.write_text("\n".join([*lines, f'repository-code: "{REPOSITORY}"', ""]))
    bin_folder = Path(sys.executable).parent
    for command in (
        [sys.executable, "tools/notebooks.py", "opener"],
        [str(bin_folder / "jupyter-book"), "build", ".", "--path-output", str(folder), "--quiet"],
    ):
        done = subprocess.run(
            command,
            env=os.environ | {"BOOK_URL": "https://book.invalid/lossbook", "BOOK_REPOSITORY": ""},
            capture_output=True,
            text=True,
            cwd=book,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build" / "html"


def test_published_every_page_stands_in_the_sitemap(published: Path) -> None:
    listed = re.findall(r"<loc>([^<]*)</loc>", (published / "sitemap.xml").read_text())
    pages = [f"chapters/{path.name}" for path in published.glob("chapters/*.html")]
    assert sorted(listed) == sorted(f"https://book.invalid/lossbook/{page}" for page in pages)


def test_published_a_chapter_names_its_address_and_its_card(published: Path) -> None:
    page = (published / "chapters" / "margins.html").read_text(encoding="utf-8")
    address = "https://book.invalid/lossbook/chapters/margins.html"
    assert f'<link rel="canonical" href="{address}" />' in page
    assert f'<meta property="og:url" content="{address}" />' in page
    card = re.search(r'property="og:image" content="https://book.invalid/lossbook/([^"]*)"', page)
    assert card is not None
    assert (published / card[1]).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", [Path(page).stem for page in CHAPTERS])
def test_published_a_chapter_is_launched_and_downloaded(published: Path, name: str) -> None:
    page = (published / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    notebook = f"chapters/{name}.ipynb"
    assert f"https://mybinder.org/v2/gh/-owner-/-name-/main?urlpath=lab/tree/{notebook}" in page
    assert f"https://colab.research.google.com/github/-owner-/-name-/blob/main/{notebook}" in page
    assert f'"../_sources/{notebook}"' in page
    cells = json.loads((published / "_sources" / notebook).read_text(encoding="utf-8"))["cells"]
    first = next(cell for cell in cells if cell["cell_type"] == "code")
    assert f"git clone --quiet --depth 1 {REPOSITORY} " in "".join(first["source"])


def test_published_what_is_no_notebook_is_not_launched(published: Path) -> None:
    page = (published / "chapters" / "glossary.html").read_text(encoding="utf-8")
    assert "mybinder" not in page
    assert "colab.research" not in page


def test_a_page_downloads_its_own_notebook(site: Path) -> None:
    page = (site / "chapters" / "margins.html").read_text(encoding="utf-8")
    assert '"../_sources/chapters/margins.ipynb"' in page
    downloaded = (site / "_sources" / "chapters" / "margins.ipynb").read_bytes()
    assert downloaded == (ROOT / "chapters" / "margins.ipynb").read_bytes()


def test_without_an_address_no_page_pretends_one(site: Path) -> None:
    if head.address(SimpleNamespace(srcdir=ROOT), "BOOK_URL", "url"):
        return  # then `published` above is what this site is
    page = (site / "chapters" / "margins.html").read_text(encoding="utf-8")
    assert "og:url" not in page
    assert 'rel="canonical"' not in page
    card = re.search(r'property="og:image" content="\.\./([^"]*)"', page)
    assert card is not None
    assert (site / card[1]).is_file()
