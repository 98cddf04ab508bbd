"""What a link to a term, claim, equation or source shows before it is followed.

`_static/tips.js` shows what stands at the link's target. On the page itself it takes it from there.
What links to other pages lead to is cut out of them when all are written, into one file, which the
script loads when it first needs it: a page opened from a directory may not fetch another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

import lossbook

FILE = Path("_data", "tips.js")  # in the site
FOLDER = "chapters"  # the links within what is cut out hold on every page that lies here
BIBLIOGRAPHY = "bibliography.html"
LINK = re.compile(r'\bhref="([\w-]+\.html)#((?:term|claim|equation)-[^"]+|id\d+)"')
# Not of what only names all of them, with their sentences.
LISTS = {"ledger.html", "corrections.html"}
STATEMENT = '<p class="lb-statement">'
HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.S)
ID = re.compile(r' id="[^"]*"')


def element(page: str, start: int) -> str:
    """Return the element of a page whose tag begins at `start`."""
    name = re.compile(r"<(\w+)").match(page, start)[1]  # type: ignore[index]
    depth = 0
    for tag in re.compile(rf"<(/?){name}\b[^>]*>").finditer(page, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[start : tag.end()]
    raise ExtensionError(f"not closed: {page[start : start + 80]}")


def cut(page: str, id: str) -> str | None:
    """Return what a link to an element of a page shows, None if it is not there."""
    place = page.find(f' id="{id}"')
    if place < 0:
        return None
    start = page.rindex("<", 0, place)
    if id.startswith("claim-"):
        shown = element(page, page.index(STATEMENT, start))
    elif id.startswith("term-"):
        shown = element(page, start) + element(page, page.index("<dd", start))
    else:
        shown = element(page, start)
    return ID.sub("", HEADERLINK.sub("", shown))


def targets(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the page and id of every target that a link on another page has."""
    for path in sorted(folder.glob("*.html")):
        if path.name not in LISTS:
            for page, id in LINK.findall(path.read_text(encoding="utf-8")):
                if page != path.name and (id[:2] != "id" or page == BIBLIOGRAPHY):
                    yield page, id


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    pages: dict[str, str] = {}
    tips = {}
    for page, id in sorted(set(targets(folder))):
        if page not in pages:
            pages[page] = (folder / page).read_text(encoding="utf-8")
        if shown := cut(pages[page], id):
            tips[f"{FOLDER}/{page}#{id}"] = shown
    file = Path(app.outdir) / FILE
    file.parent.mkdir(exist_ok=True)
    data = json.dumps(tips, ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"window.lossbookTips = {data};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx; the pages are written, lightened and sealed."""
    app.connect("build-finished", write, priority=950)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
