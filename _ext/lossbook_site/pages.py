"""The pages as they are written: for everyone, and closed to other hosts.

The text of a page is mended where Sphinx, pandas or KaTeX write what assistive technology trips
over, and its figures get their size and are loaded when they are scrolled to.

When all pages are written, and lightened (`lossbook_site.weight`), every page gets a
Content-Security-Policy. It allows what lies beside the page, and of scripts within the page those
that stood there when it was built, each by its hash. A page that needs more fails the build.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

import lossbook
from lossbook_site.patches import check_texts, text_patches

# A page opened from a directory knows `'self'` too. Styles stay free: the mathematics that KaTeX
# has rendered is placed by style attributes.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
CHARSET = '<meta charset="utf-8" />'


# --- the text of a page -------------------------------------------------------------------------

IMAGE = re.compile(r'<img\b[^>]*\bsrc="[^"]*/_images/([^"]+\.svg)"[^>]*>')
SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)pt"[^>]*?\bheight="([\d.]+)pt"')
HEADER = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.S)
MATHML = re.compile(r"<math\b(.*?)</math>", re.S)
DISPLAY = re.compile(r'<span class="katex-display">(.*?)</div>', re.S)
STRUT = re.compile(
    r'"base"><span class="strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?'
)
TALL = 3  # em from which a formula's height is that of its struts, whatever stands beside them


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Mend the text of a page before it is put into its template."""
    if app.builder.name != "html" or "body" not in context:
        return
    body = DISPLAY.sub(mend_formula, HEADER.sub(mend_header, context["body"]))
    files = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}
    numbers = itertools.count()
    context["body"] = IMAGE.sub(lambda m: mend_image(m, files[m[1]], next(numbers)), body)


def mend_header(match: re.Match[str]) -> str:
    """Return a table's header cell whose content has a name, or an ordinary cell if it is empty.

    pandas heads its index with an empty header cell. A formula has no name by itself.
    """
    attributes, content = match.groups()
    if not re.sub(r"<[^>]*>|&nbsp;|\s", "", content):
        return f"<td{attributes}></td>"

    def named(formula: re.Match[str]) -> str:
        label = re.sub(r"<[^>]*>", "", f"<math{formula[1]}").strip()
        return formula[0].replace("<math", f'<math aria-label="{label}"', 1)

    return f"<th{attributes}>{MATHML.sub(named, content)}</th>"


def mend_formula(match: re.Match[str]) -> str:
    """Give a tall formula its height, so that it can be laid out when it comes near.

    A derivation has a thousand parts. KaTeX states heights in its own font's size, in which
    _static/lossbook.css gives them on.
    """
    struts = [(float(height), float(depth or 0)) for height, depth in STRUT.findall(match[1])]
    if not struts:
        return match[0]
    tall = max(height - depth for height, depth in struts) + max(depth for _, depth in struts)
    if tall < TALL:
        return match[0]
    style = f'class="katex-display lb-tall" style="--lb-height:{tall:.4f}"'
    return match[0].replace('class="katex-display"', style, 1)


def mend_image(match: re.Match[str], file: Path, number: int) -> str:
    """Return a figure's tag with its size; all but the first are loaded when scrolled to.

    Without a size the page would jump when the figure arrives. One point is 4/3 CSS pixels.
    """
    tag = match[0]
    if size := SIZE.search(file.read_text(encoding="utf-8")[:2000]):
        width, height = (round(float(value) * 4 / 3) for value in size.groups())
        tag = tag.replace("<img", f'<img width="{width}" height="{height}"', 1)
    return tag if number == 0 else tag.replace("<img", '<img loading="lazy"', 1)


# --- policy -------------------------------------------------------------------------------------


class Scripts(HTMLParser):
    """Collects a page's inline scripts, and what its policy would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.inline: list[str] = []
        self.refused: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the beginning of a script, and attributes that are scripts."""
        names = dict(attrs)
        self.refused += [f"{name}={names[name]!r}" for name in names if name.startswith("on")]
        loads = tag != "a" and not (tag == "link" and names.get("rel") == "canonical")
        for name in ("src", "href"):
            if loads and re.match(r"(?i)(https?:)?//", names.get(name) or ""):
                self.refused.append(f"<{tag} {name}={names[name]!r}>")
        is_data = (names.get("type") or "").endswith("json")
        self.open = tag == "script" and "src" not in names and not is_data
        if self.open:
            self.inline.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script."""
        self.open = False

    def handle_data(self, data: str) -> None:
        """Take the text of a script, which holds no markup."""
        if self.open:
            self.inline[-1] += data


def sealed(page: str) -> str:
    """Return a page with its policy.

    Raises
    ------
    ValueError
        If something on the page would be refused by the policy.
    """
    scripts = Scripts()
    scripts.feed(page)
    scripts.close()
    if scripts.refused:
        raise ValueError("the page's own policy refuses " + ", ".join(scripts.refused))
    if page.count(CHARSET) != 1:
        raise ValueError(f"{CHARSET} is expected once")
    hashes = {hashlib.sha256(text.encode()).digest() for text in scripts.inline}
    sources = sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    policy = POLICY | {"script-src": " ".join([POLICY["script-src"], *sources])}
    content = "; ".join(f"{name} {value}" for name, value in policy.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}" />'
    return page.replace(CHARSET, f"{CHARSET}\n    {meta}")


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Seal the pages that this build has written; see that none of the patches is out of date."""
    if exception is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    patches = text_patches()
    whole = True  # no page is left from a build before
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "Content-Security-Policy" in text:
            whole = False
            continue
        for each in patches:
            text = each.apply(text)
        try:
            text = sealed(text)
        except ValueError as error:
            raise ExtensionError(f"{path.relative_to(site)}: {error}") from error
        path.write_text(text, encoding="utf-8")
    if whole:
        check_texts(patches)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx; the site is sealed after all others have written their files."""
    app.connect("html-page-context", mend)
    app.connect("build-finished", finish, priority=900)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
