"""The built site, served on loopback, and one headless Chromium for all tests.

Without a built site or a browser the tests are skipped with a warning; in CI they then fail.
"""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from browser import PAGES, PATIENCE, OpenPage, opener
from playwright.sync_api import Browser, Error, expect, sync_playwright
from server import SITE, serve

expect.set_options(timeout=1000 * PATIENCE)


def cannot(reason: str) -> NoReturn:
    """Skip loudly; in CI, where everything has to be there, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"The site was NOT tested: {reason}", stacklevel=2)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    if not PAGES:
        cannot("there is no site in _build/html; make book builds it")
    return SITE


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Serve the site under a base path; return its address, which ends in a slash."""
    with serve(site) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium: the one that CHROMIUM names, the system's, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    # The sandbox cannot be set up by root; only pages of our own are opened.
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=options)
        except Error as error:
            cannot(f"no Chromium was found or it did not start: {error.message.splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Return the folder whose pictures CI keeps."""
    folder = SITE.parent / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(browser: Browser, site_url: str) -> Iterator[OpenPage]:
    """Return `open_page(path, *, width, height, theme, **context)`: a page, loaded.

    The test fails at its end if any of its pages asked another host for something, wrote a warning
    or an error to the console, broke its policy or threw. `page.heard` holds what was heard so far;
    a test that provokes something takes it out of there. `page.requested` are the addresses asked
    for. Other arguments go to Playwright's `new_context`.
    """
    with opener(browser, site_url) as open_page:
        yield open_page
