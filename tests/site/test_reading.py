"""What a reader does with the site: search, keyboard, dark mode, print, a copy without network."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHAPTERS, PAGES, OpenPage, axe, becomes, opener, settle, wider_than_screen
from playwright.sync_api import Browser, Page, expect
from server import SITE

# --- search ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def search(browser: Browser, site_url: str) -> Iterator[Page]:
    """Load the page of the search once."""
    with opener(browser, site_url) as open_page:
        yield open_page("search.html")


def addresses(page: Page) -> list[str]:
    """Return where the results lead."""
    links = page.eval_on_selector_all(".lb-results a", "links => links.map((a) => a.href)")
    return [link.partition("/chapters/")[2].replace(".html", "") for link in links]


def ask(page: Page, words: str) -> None:
    """Type words into the field of the page, when nothing of the question before is left."""
    page.fill("main .bd-search input", "")
    becomes(lambda: addresses(page), [])
    page.fill("main .bd-search input", words)


@pytest.mark.parametrize(
    ("words", "first", "among"),
    [
        # by a name in a library: the section, and the row with the calls
        ("BCEWithLogitsLoss", "cross-entropy#", "one-loss-many-libraries#calls-binary"),
        ("NLLLoss", "cross-entropy#many-classes", "one-loss-many-libraries#calls-sparse"),
        ("smooth_l1", "robust-losses#huber", "one-loss-many-libraries#calls-huber"),
        ("SmoothL1Loss", "robust-losses#huber", "one-loss-many-libraries#calls-huber"),
        ("log_loss", "cross-entropy#", "one-loss-many-libraries#calls-binary"),
        ("mean_poisson_deviance", "counts-and-", "one-loss-many-libraries#calls-poisson"),
        ("sigmoid_focal_loss", "imbalance-", "one-loss-many-libraries#calls-binary-focal"),
        ("TripletMarginLoss", "metric-learning", "metric-learning"),
        ("CrossEntropyLoss", "cross-entropy#", "one-loss-many-libraries#calls-sparse"),
        ("reg:tweedie", "counts-and-positive-targets#tweedie", "one-loss-many-libraries#calls-tw"),
        # by what it is called in English: a section
        ("huber", "robust-losses#huber", "glossary#term-"),
        ("pinball", "robust-losses#pinball", "glossary#term-pinball-loss"),
        ("hinge loss", "margins#the-hinge", "glossary#term-hinge-loss"),
        ("mean squared error", "squared-and-absolute-error#", "glossary#term-mean-squared-error"),
        ("cross entropy", "cross-entropy", "glossary#term-cross-entropy"),
        # by another name of an entry of the glossary
        ("relative entropy", "glossary#term-Kullback", "kullback-leibler-divergence"),
        # by a Chinese name: the entry of the glossary
        ("交叉熵", "glossary#term-cross-entropy", "cross-entropy"),
        ("分位数", "glossary#term-quantile", "glossary#term-quantile"),
        ("损失函数", "glossary#term-loss-function", "what-a-loss-is"),
        ("铰链损失", "glossary#term-hinge-loss", "glossary#term-hinge-loss"),
        ("KL散度", "glossary#term-Kullback", "glossary#term-Kullback"),
    ],
)
def test_what_is_asked_for_comes_first(search: Page, words: str, first: str, among: str) -> None:
    ask(search, words)
    becomes(lambda: (addresses(search) or [""])[0][: len(first)], first)
    assert [found for found in addresses(search)[:10] if found.startswith(among)]


@pytest.mark.parametrize(("typed", "meant"), [("hubber", "huber"), ("crossentrpy", "crossentropy")])
def test_a_typing_error_gets_a_suggestion(search: Page, typed: str, meant: str) -> None:
    ask(search, typed)
    status = search.locator("main .lb-status")
    expect(status).to_contain_text(f"Did you mean {meant}?")
    assert addresses(search)
    status.get_by_role("button").click()
    expect(search.locator("main .bd-search input")).to_have_value(meant)
    expect(status).to_contain_text("places.")


def test_the_results_are_for_everyone(search: Page) -> None:
    ask(search, "交叉熵")
    expect(search.locator(".lb-results mark").first).to_have_text("交叉熵")
    assert search.locator(".lb-status").first.get_attribute("role") == "status"
    assert "\\" not in search.locator("main .lb-results").inner_text(), "a formula's TeX is shown"
    assert axe(search) == []
    search.set_viewport_size({"width": 360, "height": 800})
    becomes(lambda: wider_than_screen(search), [])


def test_without_scripts_the_page_of_the_search_leads_on(open_page: OpenPage) -> None:
    page = open_page("search.html", java_script_enabled=False)
    page.get_by_role("link", name="all losses at a glance", exact=True).click()
    page.wait_for_url("**/all-losses.html")


# --- keyboard -------------------------------------------------------------------------------------


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page: OpenPage) -> None:
    page = open_page("chapters/what-a-loss-is.html", reduced_motion="reduce")
    # A figure brings its controls when it comes near: all of them are to be reached.
    for figure in page.locator(".lb-explorer").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_class(re.compile("lb-live"))
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    focusable = """() => [...document.querySelectorAll(
        "a[href], button, summary, input, select, [tabindex='0']")]
        .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled
                       && e.tabIndex >= 0).length"""
    expected = page.evaluate(focusable)
    reached = 1
    for _ in range(expected + 20):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement, style = getComputedStyle(e);
                if (e === document.body) return "end";
                const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth);
                return outlined || style.boxShadow !== "none" ? "" : e.outerHTML.slice(0, 200);
            }"""
        )
        if state == "end":
            break
        assert state == "", f"no focus is to be seen on {state}"
        reached += 1
    assert reached >= expected


def test_the_search_answers_while_one_types_and_is_worked_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("chapters/status.html")
    assert not [url for url in page.requested if "/_data/" in url]  # not before it is opened
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    expect(field).to_be_focused()
    page.keyboard.type("SmoothL1Loss")
    status = page.locator("#pst-search-dialog .lb-status")
    expect(status).to_contain_text("place")
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=SmoothL1Loss")
    page.go_back()
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+a")
    page.keyboard.type("SmoothL1Loss")
    expect(status).to_contain_text("place")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#pst-search-dialog .lb-results a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/robust-losses.html#huber")


def test_the_keyboard_finds_an_answer_that_is_late_and_stays_in_one_that_is_replaced(
    open_page: OpenPage,
) -> None:
    page = open_page("chapters/status.html")
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    expect(field).to_be_focused()
    page.keyboard.type("SmoothL1Loss")
    page.keyboard.press("ArrowDown")  # nothing is there yet
    first = page.locator("#pst-search-dialog .lb-results a").first
    expect(first).to_be_focused()
    found = first.get_attribute("href")
    for words in ("pinball", "huber"):
        field.evaluate(
            """(field, words) => {
                field.value = words;
                field.dispatchEvent(new Event("input"));
            }""",
            words,
        )
        expect(first).not_to_have_attribute("href", found or "")
        expect(first).to_be_focused()
        found = first.get_attribute("href")


# --- what a link leads to -------------------------------------------------------------------------


def test_a_link_shows_what_it_leads_to(open_page: OpenPage) -> None:
    page = open_page("chapters/margins.html", reduced_motion="reduce")
    tip = page.locator("#lb-tip")
    article = page.locator("article")
    for target, shown in {
        "glossary.html#term-": "loss",  # a term, from another page
        "#equation-": "min",  # an equation of the page
        "#claim-": "",
        "bibliography.html#id": "19",
    }.items():
        link = article.locator(f'a.reference.internal[href*="{target}"]').first
        link.hover()
        expect(tip).to_contain_text(shown)
        expect(link).to_have_attribute("aria-describedby", "lb-tip")
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()
        page.mouse.move(0, 0)
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()
    assert axe(page, ["aria-tooltip-name", "aria-valid-attr-value"]) == []
    page.keyboard.press("Tab")
    expect(link).not_to_have_attribute("aria-describedby", "lb-tip")


def test_a_finger_follows_a_link_at_once(open_page: OpenPage) -> None:
    page = open_page("chapters/margins.html", has_touch=True, width=360, height=800)
    page.locator('article a[href*="glossary.html#term-"]').first.tap()
    page.wait_for_url("**/glossary.html#term-*")


# --- light, dark, paper ---------------------------------------------------------------------------


def test_the_reader_chooses_light_or_dark(open_page: OpenPage) -> None:
    page = open_page("chapters/margins.html", theme="light")
    button = page.locator(".article-header-buttons .theme-switch-button")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for _ in range(3):
        button.click()
        if page.evaluate("document.documentElement.dataset.mode") == "dark":
            break
    page.wait_for_function(f"() => {ground} !== '{light}'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    picture = page.locator("article .cell_output img").first
    assert "invert" in picture.evaluate("image => getComputedStyle(image).filter")


def test_less_motion_is_none(open_page: OpenPage) -> None:
    page = open_page("chapters/margins.html", reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("body *")].filter((e) => {
            const style = getComputedStyle(e);
            return style.animationName !== "none" || style.transitionDuration !== "0s"
                && style.transitionProperty !== "none";
        }).length"""
    )
    assert moving == 0


def test_paper_shows_the_text_alone(open_page: OpenPage, screenshots: Path) -> None:
    page = open_page("chapters/margins.html", theme="dark")
    settle(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for hidden in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".prev-next-footer"):
        expect(page.locator(hidden)).to_be_hidden()
    becomes(lambda: page.evaluate("getComputedStyle(document.body).color"), "rgb(0, 0, 0)")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    whole = page.evaluate(
        """[...document.querySelectorAll("article :is(.admonition, div.highlight, pre)")]
            .filter((e) => getComputedStyle(e).breakInside !== "auto"
                || getComputedStyle(e).overflowY !== "visible").map((e) => e.className)"""
    )
    assert whole == [], "a frame that may not be broken stands empty at the end of a page"
    pdf = screenshots / "margins.pdf"
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    assert pdf.read_bytes().startswith(b"%PDF")


# --- moving about ---------------------------------------------------------------------------------


def test_next_and_previous_lead_through_the_book(open_page: OpenPage, site: Path) -> None:
    """Read in the files; one step each way is taken."""
    links = {
        "next": r'<a class="right-next"\s+href="([^"]+)"',
        "prev": r'<a class="left-prev"\s+href="([^"]+)"',
    }
    texts = {name: (site / name).read_text("utf-8") for name in PAGES if "/" in name}
    found = {
        way: {name: re.findall(link, text) for name, text in texts.items()}
        for way, link in links.items()
    }
    seen = ["chapters/index.html"]
    while found["next"][seen[-1]]:
        seen.append("chapters/" + found["next"][seen[-1]][0])
        assert ["chapters/" + link for link in found["prev"][seen[-1]]] == [seen[-2]]
    assert sorted(seen) == sorted(name for name in PAGES if name.startswith("chapters/"))
    page = open_page(seen[0])
    page.locator("a.right-next").click()
    page.wait_for_url(f"**/{seen[1]}")
    page.locator("a.left-prev").click()
    page.wait_for_url(f"**/{seen[0]}")


@pytest.mark.parametrize("missing", ["chapters/no-such.html", "no-such", "chapters/deep/er/x"])
def test_a_missing_page_leads_back(open_page: OpenPage, site_url: str, missing: str) -> None:
    page = open_page(missing)
    page.heard[:] = [line for line in page.heard if "status of 404" not in line]
    chapters = page.locator("nav a").evaluate_all("links => links.map((link) => link.href)")
    named = {f"{site_url}{name}" for name in PAGES if name.startswith("chapters/")}
    assert set(chapters) == named - {f"{site_url}chapters/index.html"}
    for element in ("main a", "header a"):
        assert (
            page.locator(element).first.evaluate("a => a.href") == f"{site_url}chapters/index.html"
        )
    page.get_by_role("searchbox").fill("huber")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}search.html?q=huber")


def test_the_first_page_of_the_site_is_that_of_the_book(open_page: OpenPage) -> None:
    open_page("index.html").wait_for_url("**/chapters/index.html")


def test_an_entry_of_the_package_opens_by_its_address_and_on_paper(open_page: OpenPage) -> None:
    page = open_page("chapters/api.html#lossbook.huber.gradient")
    folds = page.locator("details.lb-entry")
    opened = page.locator("details.lb-entry[open]")
    expect(opened).to_have_count(1)
    expect(opened.get_by_text("at which the loss turns linear")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(opened).to_have_count(folds.count())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(opened).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollHeight") <= 50 * 800
    assert page.get_by_text("weight 0 is out, whatever it holds").count() == 1, (
        "said of all at once"
    )
    page.set_viewport_size({"width": 1920, "height": 1080})
    becomes(lambda: page.evaluate("getComputedStyle(document.documentElement).fontSize"), "18px")
    becomes(lambda: wider_than_screen(page), [])


# The chapters with the most tall formulas.
TALL = sorted(CHAPTERS, key=lambda name: -(SITE / name).read_text("utf-8").count("lb-tall"))[:3]


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("chapter", TALL)
def test_nothing_moves_when_a_tall_formula_comes_near(
    open_page: OpenPage, chapter: str, width: int
) -> None:
    phone = {"is_mobile": True, "has_touch": True} if width == 360 else {}
    page = open_page(chapter, width=width, **phone)
    settle(page)
    places = """() => Object.fromEntries([...document.querySelectorAll("[id], .lb-tall")]
        .filter((e) => e.checkVisibility())
        .map((e, i) => [`${i} ${e.id}`, e.getBoundingClientRect().top + scrollY]))"""
    waiting = """() => [...document.querySelectorAll(".lb-tall .base")].filter(
        (e) => !e.checkVisibility({contentVisibilityAuto: true})).length"""
    assert page.evaluate(waiting) > 0
    before = page.evaluate(places)
    page.add_style_tag(content=".lb-tall * { content-visibility: visible !important; }")
    becomes(lambda: page.evaluate(waiting), 0)
    settle(page)  # formulas laid out only now can have asked for a font
    # The browser places to 1/64 pixel; measured: three such steps, over all formulas of a chapter.
    # No scrollbar, which would add to the height where it is not laid over the formula, is needed
    # from 768 pixels on.
    assert page.evaluate(places) == pytest.approx(before, abs=1 / 16)
    if width >= 768:
        assert not page.evaluate(
            """[...document.querySelectorAll(".lb-tall .katex-html")]
                .some((formula) => formula.scrollWidth > formula.clientWidth)"""
        )


def test_every_formula_is_spoken_also_far_from_the_screen(open_page: OpenPage) -> None:
    page = open_page("chapters/losses-from-likelihoods.html")
    page.wait_for_function(
        """() => [...document.querySelectorAll(".katex-mathml")]
            .every((half) => getComputedStyle(half).contentVisibility === "visible")"""
    )
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    spoken = [node for node in tree["nodes"] if node["role"]["value"] == "MathMLMath"]
    there = page.evaluate(
        """[...document.querySelectorAll("math")]
            .filter((formula) => formula.checkVisibility({visibilityProperty: true})).length"""
    )
    assert len(spoken) == there > 100


# --- a copy to keep -------------------------------------------------------------------------------


def test_a_copy_is_read_from_a_directory(open_page: OpenPage, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "copy")
    # One chapter for all: they have the same scripts and sheets.
    asked = r'<script[^>]*\bsrc="([^"]+)|<link rel="stylesheet" href="([^"]+)'
    texts = [(site / name).read_text(encoding="utf-8") for name in CHAPTERS]
    assert len({tuple(re.findall(asked, text)) for text in texts}) == 1
    for name in [name for name in PAGES if name not in CHAPTERS[1:]]:
        page = open_page((copy / name).as_uri(), offline=True)
        if name == "index.html":
            page.wait_for_url("**/chapters/index.html")
    page = open_page(f"{(copy / 'search.html').as_uri()}?q=交叉熵", offline=True)
    expect(page.locator("main .lb-results a").first).to_have_text("cross-entropy")
    page.locator("main .lb-results a").first.click()
    page.wait_for_url("**/glossary.html#term-cross-entropy")
    page.goto((copy / "chapters" / "margins.html").as_uri())
    page.locator('article a[href*="glossary.html#term-"]').first.hover()
    expect(page.locator("#lb-tip")).to_be_visible()


def test_the_zip_is_the_same_twice_and_holds_the_site(site: Path, tmp_path: Path) -> None:
    tool = Path(__file__).parents[2] / "tools" / "site_zip.py"
    zips = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for target in zips:
        subprocess.run([sys.executable, tool, site, target], check=True, capture_output=True)
    assert zips[0].read_bytes() == zips[1].read_bytes()
    shutil.unpack_archive(zips[0], tmp_path / "out")
    kept = sorted(
        p.relative_to(tmp_path / "out/lossbook") for p in tmp_path.glob("out/lossbook/**/*")
    )
    assert kept == sorted(path.relative_to(site) for path in site.rglob("*"))


# --- pictures for whoever wants to look -----------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["index", "margins"])
def test_pictures_are_kept(
    open_page: OpenPage, screenshots: Path, name: str, width: int, theme: str
) -> None:
    page = open_page(f"chapters/{name}.html", width=width, theme=theme, reduced_motion="reduce")
    settle(page)
    picture = screenshots / f"{name}-{theme}-{width}.png"
    page.screenshot(
        path=picture, clip={"x": 0, "y": 0, "width": width, "height": 2400}, full_page=True
    )
    assert picture.stat().st_size > 10_000


def test_the_ledger_shows_the_claims_asked_for(open_page: OpenPage) -> None:
    page = open_page("chapters/ledger.html")
    claims = page.locator("tr.lb-claim:visible")
    everything = claims.count()
    page.locator("form.lb-filter select[name=kind]").select_option("verified")
    page.locator("form.lb-filter input[name=words]").fill("huber")
    kinds = {"lb-verified" in (row.get_attribute("class") or "") for row in claims.all()}
    texts = [row.text_content() or "" for row in claims.all()]
    assert 0 < len(texts) < everything
    assert kinds == {True}
    assert all("huber" in text.lower() for text in texts)
    assert page.locator(".lb-count").text_content() == (
        f"{len(texts)} of {everything} claims shown."
    )
    page.locator("form.lb-filter [type=reset]").click()
    page.wait_for_function(
        "n => [...document.querySelectorAll('tr.lb-claim')].filter(r => !r.hidden).length === n",
        arg=everything,
    )
