"""What the head of a page tells machines, and where the book is published.

1. A page is described by the losses that its title names and the first sentences of its opening
   paragraph, which is plain text; the social cards, drawn by `sphinxext.opengraph`, show the same.
2. The addresses of site and repository are those that CITATION.cff gives as `url` and
   `repository-code`, or the environment variables BOOK_URL and BOOK_REPOSITORY, which win. Without
   the first there is no sitemap; without the second nothing launches a chapter. Colab opens a
   chapter alone, whose first cell fetches the book: from the repository that CITATION.cff names,
   so that there is no button for Colab where it names none, or another.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import vl_convert
import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

import lossbook
from lossbook_site.patches import patch_opengraph

logger = logging.getLogger(__name__)

LENGTH = 200  # characters of a description that search engines and cards show
CHINESE = re.compile(r"\s*\([^()]*[\u4e00-\u9fff][^()]*\)")  # the cards' font lacks it

POWER = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # and these digits
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def describe(doctree: nodes.document, *args: object) -> str:
    """Return the first sentences of a page's opening paragraph, `LENGTH` characters at most.

    Before them stands what follows the colon of the title: the names by which a loss is sought.
    """
    paragraphs = doctree.findall(nodes.paragraph)
    opening = next(node for node in paragraphs if isinstance(node.parent, nodes.section))
    if next(opening.findall(nodes.math), None) is not None:
        logger.warning("the opening paragraph holds a formula; it describes the page and has to "
                       "be plain text", location=opening)  # fmt: skip
    title = next(iter(doctree.findall(nodes.title)), nodes.title())
    _, _, losses = title.astext().partition(": ")
    lead = f"{losses[0].upper()}{losses[1:]}. " if losses else ""
    text = CHINESE.sub("", lead + " ".join(opening.astext().split()))
    text = POWER.sub(lambda found: f"^{found[0].translate(LOWERED)}", text)
    description = ""
    for sentence in re.split(r"(?<=[.?!]) ", text):
        if description and len(description) + len(sentence) >= LENGTH:
            break
        description = f"{description} {sentence}".strip()
    return description


def cited(app: Sphinx, field: str) -> str:
    """Return an address as CITATION.cff gives it, or nothing."""
    citation = yaml.safe_load(Path(app.srcdir, "CITATION.cff").read_text(encoding="utf-8"))
    return str(citation.get(field) or "").rstrip("/")


def address(app: Sphinx, variable: str, field: str) -> str:
    """Return an address as the environment or CITATION.cff gives it, or nothing."""
    return os.environ.get(variable, "").rstrip("/") or cited(app, field)


def set_addresses(app: Sphinx, config: Config) -> None:
    """Tell the theme and the extensions where the book is published."""
    if site := address(app, "BOOK_URL", "url"):
        config.html_baseurl = config.ogp_site_url = f"{site}/"
        config.sitemap_url_scheme = "{link}"  # no folders for languages and versions
        config.sitemap_excludes = ["index.html", "404.html", "search.html"]
    if repository := address(app, "BOOK_REPOSITORY", "repository-code"):
        if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", repository):
            raise ExtensionError(
                f"the repository's address is {repository!r}; Binder and Colab are given one of "
                "the form 'https://github.com/owner/name'"
            )
        launch = {"notebook_interface": "jupyterlab", "binderhub_url": "https://mybinder.org"}
        if repository == cited(app, "repository-code"):
            launch["colab_url"] = "https://colab.research.google.com"
        config.html_theme_options |= {
            "repository_url": repository,
            "repository_branch": "main",
            "use_repository_button": True,
            "use_issues_button": True,
            "launch_buttons": launch,
        }


def without_address(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let the card's address be relative to its page while the site has none of its own."""
    if not app.config.ogp_site_url:
        tags = re.sub(r'<meta property="og:url"[^>]*>\s*', "", context.get("metatags", ""))
        root = context["content_root"]
        context["metatags"] = tags.replace('content="_images/', f'content="{root}_images/')


def draw_mark(app: Sphinx) -> None:
    """Draw the name mark as a picture of pixels, which the social cards need."""
    if app.builder.name == "html":
        svg = Path(app.srcdir, "_static", "favicon.svg").read_text(encoding="utf-8")
        mark = Path(app.doctreedir, "mark.png")
        mark.write_bytes(vl_convert.svg_to_png(svg, scale=12))
        path = os.path.relpath(mark, app.srcdir)
        app.config.ogp_social_cards = app.config.ogp_social_cards | {"image_mini": path}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    patch_opengraph(describe)
    if address(app, "BOOK_URL", "url"):
        app.setup_extension("sphinx_sitemap")
    app.connect("config-inited", set_addresses)
    app.connect("builder-inited", draw_mark)
    app.connect("html-page-context", without_address, priority=900)
    return {"version": lossbook.__version__, "parallel_read_safe": True}
