"""What the written site does not need is taken out of it, and nothing is waited for in vain.

The theme brings Bootstrap and Font Awesome whole. Of its fonts those glyphs are kept, and of all
style sheets those rules, that some page or script names; what is kept becomes one sheet, so that a
page waits for one file before it is drawn. Scripts wait until the page has been read.
"""

from __future__ import annotations

import hashlib
import html
import logging
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from tinycss2.ast import Node

import lossbook

SHEET = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*>\s*')
HREF = re.compile(r'\bhref="([^"?]*)')
IMPORT = re.compile(r'@import "([^"]*)";')
ADDRESS = re.compile(r"""\burl\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
NOTICE = re.compile(r"/\*.*?\*/", re.S)
TRUETYPE = re.compile(r',\s*url\([^)]*\.ttf\)\s*format\("truetype"\)')


# --- style sheets ---------------------------------------------------------------------------------


class Names:
    """The names that a style rule can be about: of tags, classes and ids, on any page.

    A script may put any of its words onto a page, and complete one that ends in a hyphen, as in
    `kind-${kind}`.
    """

    def __init__(self, pages: Iterable[str], scripts: Iterable[str]) -> None:
        self.whole: set[str] = set()
        for page in pages:
            self.whole.update(re.findall(r"<([a-z][\w-]*)", page))
            for names in re.findall(r'\b(?:class|id)="([^"]*)"', page):
                self.whole.update(html.unescape(names).split())
        for script in scripts:
            self.whole.update(re.findall(r"[A-Za-z][\w-]*", script))
        self.beginnings = tuple(name for name in self.whole if re.fullmatch(r"\w{3,}-", name))

    def __contains__(self, name: str) -> bool:
        return name in self.whole or name.startswith(self.beginnings)


def fits(selector: list[Node], names: Names) -> bool:
    """Tell whether some element may match; attributes, states and exclusions are not asked."""
    before = ""
    for token in selector:
        if token.type == "function" and token.lower_name in {"has", "is", "where"}:
            if not any(fits(option, names) for option in options(token.arguments)):
                return False
        elif token.type == "hash" or (token.type == "ident" and before != ":"):  # noqa: SIM102
            if token.value not in names:
                return False
        before = token.value if token.type == "literal" else ""
    return True


def options(tokens: list[Node]) -> Iterator[list[Node]]:
    """Yield the selectors of a list that commas separate."""
    option: list[Node] = []
    for token in tokens:
        if token == ",":
            yield option
            option = []
        else:
            option.append(token)
    yield option


def trimmed(css: str | list[Node], names: Names) -> str:
    """Return a sheet without comments and without the rules that no name fits."""
    kept = []
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise ExtensionError(f"a style sheet cannot be read: {rule.message}")
        if rule.content is None:
            if rule.at_keyword != "charset":  # the pages' own holds
                raise ExtensionError(f"not expected in a style sheet: {rule.serialize()}")
            continue
        content = text(rule.content)
        if rule.type == "qualified-rule":
            prelude = ",".join(text(o) for o in options(rule.prelude) if fits(o, names))
        else:
            prelude = f"@{rule.at_keyword} {text(rule.prelude)}"
            if rule.lower_at_keyword in {"media", "supports"}:
                content = trimmed(rule.content, names)
        if prelude and content:
            kept.append(f"{prelude}{{{content}}}")
    return "\n".join(kept)


def text(tokens: list[Node]) -> str:
    """Return tokens as text, without comments and needless space."""
    css: str = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    return re.sub(r"\s+", " ", css).strip()


def sheet(path: Path, folder: Path) -> str:
    """Return a style sheet and what it imports, with addresses as they are from `folder`."""

    def address(match: re.Match[str]) -> str:
        return f'url("{os.path.relpath(path.parent / match[2], folder)}")'

    css = ADDRESS.sub(address, path.read_text(encoding="utf-8"))
    return IMPORT.sub(lambda match: sheet(path.parent / match[1], folder), css)


def join_sheets(site: Path, pages: dict[Path, str], names: Names) -> None:
    """Put one sheet, trimmed, in the place of all that a page names; licences go beside it."""
    folder = site / "_static"
    joined: dict[tuple[Path, ...], Path] = {}
    for path, page in pages.items():
        files = tuple(
            (path.parent / HREF.search(tag)[1]).resolve()  # type: ignore[index]
            for tag in SHEET.findall(page)
        )
        if not files:
            continue
        if files not in joined:
            css = "\n".join(sheet(file, folder) for file in files)
            notices = [notice for notice in NOTICE.findall(css) if "licen" in notice.lower()]
            css = TRUETYPE.sub("", trimmed(css, names))
            digest = hashlib.sha256(css.encode()).hexdigest()[:8]
            joined[files] = folder / f"site.{digest}.css"
            css = f'@charset "utf-8";\n/*! see site.{digest}.LICENSE.txt */\n{css}\n'
            joined[files].write_text(css, encoding="utf-8")
            target = folder / f"site.{digest}.LICENSE.txt"
            target.write_text("\n\n".join(notices) + "\n", encoding="utf-8")
        # Last in the head: a script after it would wait for it, and the page for the script.
        link = f'<link rel="stylesheet" href="{os.path.relpath(joined[files], path.parent)}" />'
        pages[path] = SHEET.sub("", page).replace("</head>", f"  {link}\n  </head>", 1)
    for file in set(site.rglob("*.css")) - set(joined.values()):
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()


# --- scripts --------------------------------------------------------------------------------------

SCRIPT = re.compile(r'<script\b[^>]*\bsrc="([^"?]*)[^>]*></script>\s*')
PRELOAD = re.compile(r'<link rel="preload" as="script"[^>]*>\s*')
OPTIONS = "documentation_options.js"


def defer(page: str, options: str) -> str:
    """Let scripts wait until the page has been read, each once, where it is named last.

    The options that scripts within the page add to are written into it. That of Font Awesome goes:
    it would draw the icons of its web font once more.
    """
    page = PRELOAD.sub("", page)
    last = {match[1]: match.start() for match in SCRIPT.finditer(page)}

    def waiting(match: re.Match[str]) -> str:
        name = match[1].rpartition("/")[2]
        if name == "fontawesome.js" or match.start() != last[match[1]]:
            return ""
        if name == OPTIONS:
            return f"<script>{options}</script>\n"
        return match[0] if " defer" in match[0] else match[0].replace("<script", "<script defer", 1)

    return SCRIPT.sub(waiting, page)


# --- fonts ----------------------------------------------------------------------------------------


def trim_icons(site: Path) -> None:
    """Keep those of Font Awesome's 2000 glyphs that the sheets draw."""
    sheets = [path.read_text(encoding="utf-8") for path in site.glob("_static/site.*.css")]
    glyphs = {ord(character) for css in sheets for character in css if not character.isascii()}
    for font in site.glob("_static/vendor/fontawesome/webfonts/*"):
        if font.suffix == ".woff2":
            keep_glyphs(font, glyphs)
        else:
            font.unlink()


def trim_mathematics(site: Path, pages: Iterable[str]) -> None:
    """Keep those glyphs of KaTeX's fonts whose characters stand on some page."""
    characters = {ord(character) for page in pages for character in set(html.unescape(page))}
    for font in site.glob("vendor/katex/fonts/*.woff2"):
        keep_glyphs(font, characters)


def keep_glyphs(path: Path, characters: set[int]) -> None:
    """Reduce a font in place; the result depends on nothing but font and characters."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["*"])
    options.notdef_outline = True
    font = subset.load_font(str(path), options)
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=characters)
    reducer.subset(font)
    subset.save_font(font, str(path), options)


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Take out of the written site what it does not need."""
    if exception is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    for path in site.glob("_static/**/*"):
        # Source maps are for the theme's developers, `webpack-macros` for its own templates.
        if path.name.endswith((".map", "webpack-macros.html", "fontawesome.js")):
            path.unlink()
    settings = (site / "_static" / OPTIONS).read_text(encoding="utf-8")
    pages = {
        path: defer(path.read_text(encoding="utf-8"), settings)
        for path in sorted(site.rglob("*.html"))
    }
    scripts = [
        path.read_text(encoding="utf-8")
        for path in site.rglob("*.js")
        if path.parent.name != "_data"
    ]
    join_sheets(site, pages, Names(pages.values(), scripts))
    trim_icons(site)
    trim_mathematics(site, pages.values())
    for path, page in pages.items():
        path.write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx; all others have written their files, and the pages are sealed after."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # a line for each table of each font
    app.connect("build-finished", lighten, priority=800)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
