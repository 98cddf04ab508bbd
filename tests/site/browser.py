"""What the tests ask a page in the browser.

A page does what it was asked when it comes to it: after the next frame, when a font or a picture is
there, after a script's own delay; on a busy machine that is late. So nothing is asked of it at a
time: a test waits for the state that it expects (`becomes`, Playwright's `expect`, `wait_for_...`)
or for the page to have come to rest (`settle`, `frames`), however long that takes, up to PATIENCE.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from server import SITE

# Every page; the theme's own snippets in _static are none.
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if "_static" not in path.relative_to(SITE).parts
)
CHAPTERS = [f"chapters/{path.stem}.html" for path in sorted(SITE.glob("_sources/chapters/*.ipynb"))]

OpenPage = Callable[..., Page]
PATIENCE = 60  # seconds until a state that has not come counts as one that never will


def becomes(ask: Callable[[], Any], expected: Any) -> None:
    """Ask until the answer is the one expected; fail with the last one."""
    deadline = time.monotonic() + PATIENCE
    while (answer := ask()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert answer == expected


def frames(page: Page) -> None:
    """Wait until what is asked of the page by now has been laid out and drawn."""
    page.evaluate(
        """async () => {
            for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
        }"""
    )


@contextmanager
def opener(browser: Browser, site_url: str) -> Iterator[OpenPage]:
    """Yield what `open_page` is; at the end assert that nothing was heard."""
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def open_page(
        path: str, *, width: int = 1280, height: int = 900, theme: str = "light", **context: Any
    ) -> Page:
        new = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, **context
        )
        contexts.append(new)
        new.set_default_timeout(1000 * PATIENCE)
        page = new.new_page()
        page.heard = heard
        page.requested = []

        def on_request(request: Request) -> None:
            page.requested.append(request.url)
            if not request.url.startswith((site_url, "data:", "blob:", "file:")):
                heard.append(f"{path}: request to another host: {request.url}")

        def on_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                heard.append(f"{path}: console {message.type}: {message.text}")

        page.on("request", on_request)
        page.on("console", on_console)
        page.on("pageerror", lambda error: heard.append(f"{path}: {error}"))
        page.goto(path if "://" in path else site_url + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


RUN_AXE = """async ([within, options]) => {
    const beside = within === "html" ? "" : ", article :is(p, pre, table)";
    const out = [...document.querySelectorAll(".katex-html" + beside)]
        .filter((e) => within === "html" || !e.closest(within))
        .map((e) => {
            const { width, height } = e.getBoundingClientRect();
            const room = document.createElement("span");
            room.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
            return [e, room];
        });
    for (const [e, room] of out) e.replaceWith(room);
    try {
        return (await axe.run(within, options)).violations;
    } finally {
        for (const [e, room] of out.reverse()) room.replaceWith(e);
    }
}"""


def axe(page: Page, rules: list[str] | None = None, within: str = "html") -> list[str]:
    """Return the violations that axe-core finds, of any severity, one line each.

    The page's policy lets no script be put into it, so axe runs in the debugger's name. Style
    sheets are not fetched a second time (`preload`): only the screen's orientation would need it.
    The drawn half of a formula is hidden from assistive technology and has the text's colour; it is
    more than half of a page's elements, and axe reads them all, so it is taken out meanwhile; so is
    the text beside the one element that is asked about.
    """
    page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "preload": False}
    found = page.evaluate(RUN_AXE, [within, options | ({"runOnly": rules} if rules else {})])
    return [
        f"{violation['impact']} {violation['id']}: {node['target']} {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def settle(page: Page) -> None:
    """Load everything, also what waits to be scrolled to, and wait for fonts."""
    page.evaluate(
        """async () => {
            await document.fonts.ready;
            const images = [...document.images];
            for (const image of images) image.loading = "eager";
            await Promise.all(images.map((image) => image.decode()));
        }"""
    )
    frames(page)


def wider_than_screen(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, outermost first; empty if nothing does."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const wide = [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > width + 0.5)
                .map((e) => `${e.tagName}.${e.className} ${e.getBoundingClientRect().right}`);
            // Text can stick out of elements that do not.
            const page = `the page is ${document.documentElement.scrollWidth} wide`;
            return [page, ...wide].slice(0, 8);
        }"""
    )
    return found
