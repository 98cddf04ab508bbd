"""What `_ext` does to pages, without a browser; and the site as it is where it is published."""

import base64
import hashlib
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
from lossbook_site import head, pages, search, weight
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/-owner-/-name-"
HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8" />{}</head></html>'


def policy_of(page: str) -> str:
    """Return the policy of a sealed page."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)" />', page)
    assert found is not None
    return found[1]


# --- the policy -----------------------------------------------------------------------------------


def test_a_script_is_let_through_by_the_hash_of_its_text() -> None:
    text = "let a = '<b>' && 1;\n"
    page = pages.sealed(HEAD.format(f"<script>{text}</script>"))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy_of(page)
    assert f"<script>{text}</script>" in page


def test_data_and_scripts_of_their_own_file_need_no_hash() -> None:
    scripts = '<script type="application/json">{}</script><script src="a.js"></script>'
    assert "script-src 'self';" in policy_of(pages.sealed(HEAD.format(scripts)))


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ('<button onclick="go()">', "onclick"),
        ('<script src="https://example.org/a.js"></script>', "example.org"),
        ('<img src="//example.org/a.png">', "example.org"),
        ('<link rel="stylesheet" href="http://example.org/a.css">', "example.org"),
    ],
)
def test_what_the_policy_would_refuse_fails_the_build(tag: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        pages.sealed(HEAD.format(tag))


def test_links_to_other_hosts_are_no_requests() -> None:
    links = '<a href="https://example.org/">x</a><link rel="canonical" href="https://example.org/">'
    assert policy_of(pages.sealed(HEAD.format(links)))


# --- the text of a page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "mended"),
    [
        ("<th></th>", "<td></td>"),
        ('<th class="blank"> &nbsp; </th>', '<td class="blank"></td>'),
        ("<th>mean</th>", "<th>mean</th>"),
        (
            "<th><math><mi>y</mi></math></th>",
            '<th><math aria-label="y"><mi>y</mi></math></th>',
        ),
    ],
)
def test_a_header_has_a_name_or_is_none(header: str, mended: str) -> None:
    assert pages.HEADER.sub(pages.mend_header, header) == mended


def test_a_tall_formula_states_the_height_of_its_struts() -> None:
    formula = (
        '<div class="math"><span class="katex-display"><span class="katex-html">'
        '<span class="base"><span class="strut" style="height:{}em;vertical-align:-1em;"></span>'
        '<span class="base"><span class="strut" style="height:0.7em;"></span></span></div>'
    )
    mended = pages.DISPLAY.sub(pages.mend_formula, formula.format(4.5))
    assert 'class="katex-display lb-tall" style="--lb-height:4.5000"' in mended
    low = formula.format(1.5)
    assert pages.DISPLAY.sub(pages.mend_formula, low) == low


def test_chinese_words_are_indexed_with_their_parts() -> None:
    assert list(search.parts("loss")) == ["loss"]
    assert list(search.parts("kl散度")) == ["kl散度", "kl", "散度"]
    assert {"交叉", "交叉熵", "叉熵"} <= set(search.parts("交叉熵"))


# --- weight ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        ("p", True),
        ("p.shown:hover::before", True),
        ("#here > p:nth-child(2n)", True),
        ("p:not(.other)", True),
        ("p[data-x=other]", True),
        (":is(.other, .shown) p", True),
        (".added", True),  # by a script
        (".kind-any", True),  # a script completes it
        ("b", False),
        (".other p", False),
        ("#there", False),
        (":is(.other, b) p", False),
    ],
)
def test_a_rule_stays_if_some_page_or_script_names_what_it_is_about(
    selector: str, kept: bool
) -> None:
    names = weight.Names(
        ['<p class="shown" id="here" data-x>'], ['e.classList.add("added", `kind-${kind}`)']
    )
    assert weight.trimmed(f"{selector} {{ color: red }}", names) == (
        f"{selector}{{color: red}}" if kept else ""
    )


def test_rules_within_a_medium_are_trimmed_and_fonts_stay() -> None:
    css = """@charset "utf-8"; /* x */ @media print { b { top: 0 } p, b { top: 1px } }
        @media screen { b { top: 0 } } @font-face { font-family: F }"""
    trimmed = weight.trimmed(css, weight.Names(["<p>"], []))
    assert trimmed == "@media print{p{top: 1px}}\n@font-face {font-family: F}"


def test_scripts_wait_once_and_the_options_do_not() -> None:
    page = (
        '<script src="s/documentation_options.js?v=1"></script><script src="a.js?v=1"></script>'
        '<script>b</script><script src="s/fontawesome.js" defer></script>'
        '<script src="a.js" defer></script><script data-c src="c.js"></script>'
    )
    assert weight.defer(page, "const O = 1") == (
        "<script>const O = 1</script>\n<script>b</script>"
        '<script src="a.js" defer></script><script defer data-c src="c.js"></script>'
    )


# --- where it is published ------------------------------------------------------------------------


@pytest.mark.parametrize("repository", ["https://example.org/o/r", "github.com/o/r", "o/r"])
def test_an_address_of_no_use_to_binder_fails_the_build(
    repository: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOK_REPOSITORY", repository)
    monkeypatch.delenv("BOOK_URL", raising=False)
    config = SimpleNamespace(html_theme_options={}, ogp_site_url="")
    with pytest.raises(ExtensionError, match=re.escape(repository)):
        head.set_addresses(SimpleNamespace(srcdir=ROOT), config)


@pytest.mark.parametrize(("variable", "colab"), [("", True), ("https://github.com/o/fork", False)])
def test_colab_is_offered_where_a_chapters_first_cell_fetches_this_book(
    variable: str, colab: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CITATION.cff").write_text('repository-code: "https://github.com/o/r"\n')
    monkeypatch.setenv("BOOK_REPOSITORY", variable)
    monkeypatch.delenv("BOOK_URL", raising=False)
    config = SimpleNamespace(html_theme_options={}, ogp_site_url="")
    head.set_addresses(SimpleNamespace(srcdir=tmp_path), config)
    buttons = config.html_theme_options["launch_buttons"]
    assert "binderhub_url" in buttons
    assert ("colab_url" in buttons) is colab


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
