"""Every page, loaded once: closed to other hosts, light, for everyone, on every screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHAPTERS, PAGES, axe, becomes, opener, settle, wider_than_screen
from playwright.sync_api import Browser, Page, expect
from server import body

BUDGET = 300_000  # bytes over the wire, before anything is scrolled to
STYLES = 33_500  # bytes over the wire; measured: 32.4 kB


# One worker tests a page, so that it is loaded once.
ONCE = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in PAGES]


@pytest.fixture(scope="module", params=ONCE)
def name(request: pytest.FixtureRequest) -> str:
    """Return the page's path in the site."""
    return str(request.param)


@pytest.fixture(scope="module")
def page(browser: Browser, site_url: str, name: str) -> Iterator[Page]:
    """Load a page; when the tests are through with it, nothing may have been heard from it."""
    with opener(browser, site_url) as open_page:
        page = open_page(name, reduced_motion="reduce")  # no colour is caught between two themes
        if name == "index.html":  # leads on to the first page
            page.wait_for_url("**/chapters/index.html")
        page.first_view = list(page.requested)
        settle(page)
        yield page


@pytest.fixture(scope="module", params=[1280, 768, 390, 360, 320])
def width(page: Page, request: pytest.FixtureRequest) -> int:
    """Return a width that the page's window is given: one after the other, for all tests of it."""
    page.set_viewport_size({"width": request.param, "height": 800})
    return int(request.param)


def test_the_policy_forbids_other_hosts_and_eval(site: Path, name: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    policies = re.findall(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)" />',
        text.partition("<script")[0],
    )
    assert len(policies) == 1
    directives = dict(part.split(maxsplit=1) for part in policies[0].split("; "))
    assert directives["default-src"] == "'none'"
    assert re.fullmatch(r"'self'( 'sha256-[\w+/]{43}=')*", directives["script-src"])
    allowed = {"'none'", "'self'", "'unsafe-inline'", "data:"}
    for kind, sources in directives.items():
        assert kind == "script-src" or set(sources.split()) <= allowed, kind


def test_it_has_a_language_a_title_and_a_plain_description(site: Path, name: str) -> None:
    head = (site / name).read_text(encoding="utf-8").partition("<body")[0]
    assert '<html lang="en"' in head
    assert re.search(r"<title>[^<]+</title>", head)
    if name not in {"404.html", "index.html", "search.html"}:
        descriptions = re.findall(r'<meta name="description" content="([^"]*)" ?/>', head)
        assert len(descriptions) == 1
        assert 20 <= len(descriptions[0]) <= 200
        assert not re.search(r"[\\$_{}]", descriptions[0])


def test_its_first_view_is_light(site: Path, site_url: str, page: Page, name: str) -> None:
    files = {url.partition("?")[0].partition("#")[0] for url in page.first_view}
    paths = [site / url.removeprefix(site_url) for url in files if url.startswith("http")]
    weights = {path.name: len(body(path.resolve())) for path in paths}
    assert sum(weights.values()) <= BUDGET, sorted(weights.items(), key=lambda item: -item[1])[:8]


def test_it_is_drawn_as_soon_as_its_one_sheet_is_there(site: Path, name: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    scripts = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", text)
    assert [script for script in scripts if " defer" not in script] == []
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', text)
    assert len(sheets) == (name not in {"404.html", "index.html"})
    assert text.count("stylesheet") == len(sheets)
    for sheet in sheets:
        assert len(body((site / name).parent.joinpath(sheet).resolve())) <= STYLES


def test_no_script_or_sheet_is_missing(site: Path, site_url: str, page: Page) -> None:
    for url in page.requested:
        path = site / url.partition("?")[0].partition("#")[0].removeprefix(site_url)
        assert not url.startswith("http") or path.exists(), url


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation(page: Page, theme: str) -> None:
    """In the dark only what depends on colour is asked again."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(
        "theme => !document.documentElement.dataset.theme "
        "|| document.documentElement.dataset.theme === theme",
        arg=theme,
    )
    assert axe(page, ["color-contrast"] if theme == "dark" else None) == []


def test_code_that_scrolls_is_reached_by_keyboard_at_every_width(page: Page) -> None:
    """Also what was folded while the window was narrow, and opened when it is wide again."""
    wrong = """() => [...document.querySelectorAll("article pre")].filter((e) => e.checkVisibility()
        && (e.scrollWidth > e.clientWidth) !== (e.tabIndex === 0)).map((e) => e.textContent)"""
    for width in (1280, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        becomes(lambda: page.evaluate(wrong), [])
    folds = "document.querySelectorAll('article details').forEach((e) => { e.open = %s; })"
    page.evaluate(folds % "true")
    becomes(lambda: page.evaluate(wrong), [])
    page.evaluate(folds % "false")


def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    becomes(lambda: wider_than_screen(page), [])


def test_no_formula_loses_its_beginning_or_lies_on_its_number(page: Page, width: int) -> None:
    lost_or_covered = """() => {
            const scroller = (part) => {
                for (let e = part.parentElement; e; e = e.parentElement) {
                    if (getComputedStyle(e).overflowX !== "visible") return e;
                }
            };
            const formulas = [...document.querySelectorAll("article .katex-html")]
                .filter((formula) => formula.checkVisibility());
            const lost = [];
            for (const formula of formulas) {
                const parts = formula.querySelectorAll(".base");
                const lefts = [...parts].map((part) => part.getBoundingClientRect().left);
                const room = scroller(formula.firstElementChild) ?? document.documentElement;
                room.scrollLeft = 0;
                if (Math.min(...lefts) < room.getBoundingClientRect().left - 0.5) {
                    lost.push(formula.textContent.slice(0, 60));
                }
            }
            const covered = [...document.querySelectorAll("article .eqno")].filter((number) => {
                const a = number.getBoundingClientRect();
                const b = number.parentElement.querySelector(".katex-display > .katex")
                    .getBoundingClientRect();
                return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            }).map((number) => number.textContent);
            return [lost, covered];
        }"""
    becomes(lambda: page.evaluate(lost_or_covered), [[], []])


def test_every_figure_fits_or_can_be_enlarged(page: Page, width: int) -> None:
    cut = """() => [...document.querySelectorAll("article img")].filter((image) =>
        image.checkVisibility()
        && image.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map((image) => image.alt)"""
    becomes(lambda: page.evaluate(cut), [])
    if width < 390:  # from there on some are seen as large as they are
        small = page.locator("article .cell_output img[src$='.svg']").count()
        expect(page.locator(".lb-enlarge:visible")).to_have_count(small)


def test_no_table_or_contents_is_cut_on_a_laptop(page: Page, width: int, name: str) -> None:
    """Save tables of all libraries side by side, which are wider than any column."""
    if width != 1280 or name == "chapters/one-loss-many-libraries.html":
        return
    cut = """() => [...document.querySelectorAll(
        ".cell_output .text_html, .pst-scrollable-table-container")]
        .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent.slice(0, 80))
        .concat([...document.querySelectorAll(".bd-sidebar-secondary code")].filter((e) =>
            e.getBoundingClientRect().right > innerWidth).map((e) => e.textContent))"""
    becomes(lambda: page.evaluate(cut), [])


def test_ids_are_unique(page: Page) -> None:
    ids = page.eval_on_selector_all("[id]", "all => all.map((e) => e.id)")
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


def test_a_table_has_names_over_its_columns(page: Page) -> None:
    empty = page.eval_on_selector_all(
        "article table.dataframe thead",
        """heads => heads.filter((head) => [...head.rows].some((row) =>
            [...row.cells].filter((cell) => cell.textContent.trim()).length * 2 < row.cells.length))
            .map((head) => head.textContent)""",
    )
    assert empty == []


def test_every_figure_says_what_is_seen(page: Page, name: str) -> None:
    alts = page.eval_on_selector_all("article img", "images => images.map((i) => i.alt)")
    assert all(len(alt) > 20 and "_images" not in alt for alt in alts), alts
    assert alts or name not in CHAPTERS


def test_every_reference_on_it_leads_somewhere(site: Path, site_url: str, page: Page) -> None:
    links = page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)")
    for link in {link for link in links if link.startswith(site_url)}:
        path, _, anchor = link.removeprefix(site_url).partition("#")
        target = site / path.partition("?")[0]
        assert target.is_file(), link
        if anchor and target.suffix == ".html":
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link


PROSE = """() => {
    // Brackets within code and formulas, as those of `brief()`, are not prose.
    const paragraphs = [...document.querySelectorAll("article p")];
    const prose = paragraphs.filter((e) => e.checkVisibility()).map((e) => {
        const words = e.cloneNode(true);
        words.querySelectorAll("code, .math").forEach((part) => part.replaceWith("…"));
        return [e, words];
    });
    prose.forEach(([e, words]) => e.replaceWith(words));
    const texts = prose.map(([, words]) => words.innerText);
    prose.forEach(([e, words]) => words.replaceWith(e));
    return texts;
}"""


def test_no_chinese_name_is_left_in_prose(page: Page, name: str) -> None:
    """Last of all: the switch hides what the other tests look at."""
    switch = page.locator("[data-lb-switch=chinese]")
    assert (page.locator(".lb-chinese").count() > 0) == (switch.count() > 0)
    if switch.count():
        switch.click()
    if name in CHAPTERS:
        words = page.evaluate(PROSE)
        assert len(words) > 10
        assert [text for text in words if re.search("[\u3400-\u9fff]", text)] == []
        left = re.compile(r"\(\s*\)|\(,|,\s+\)")
        assert [text for text in words if left.search(text)] == []
