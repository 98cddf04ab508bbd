"""Figures with sliders on the site.

A chapter stores such a figure as its description and, as JSON, its Vega-Lite specification. Here
the two are joined: the specification becomes data of the page, for `_static/explorer.js`, and a
still of it a picture, seen until the script has drawn the figure, on paper, and wherever no script
runs. The figure is numbered and referred to as any other, by `explorer-` and its name.

The directive `{explorer}` shows a figure of the package on a page that is no notebook.

On the page it looks as the figures that Matplotlib draws beside it: font, sizes, lines, dashes and
the legend above the curves.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import matplotlib
import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

import lossbook
from lossbook import explorers
from lossbook.explorers import MIME, TEXT
from lossbook.figures import STYLE
from lossbook_site.words import typeset

FIGURE = re.compile(
    r'<figure class="lb-explorer" id="explorer-([a-z0-9-]+)">\n<p>(.*?)</p>\n'
    r"<figcaption>(.*?)</figcaption>\n</figure>",
    re.DOTALL,
)
STILLS = "_stills"  # apart from the images that pages name, which are given their size elsewhere
logger = logging.getLogger(__name__)


def specifications(notebook: Path) -> dict[str, Any]:
    """Return the specifications that a notebook stores, by the names of their figures."""
    found = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = "".join(data.get(TEXT, ""))
            if (figure := FIGURE.search(text)) and MIME in data:
                found[figure[1]] = data[MIME]
    return found


class ExplorerFigure(SphinxDirective):
    """Show the figure that a function of the package returns: `{explorer} playground.robust`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the figure as a notebook would store it; keep its specification."""
        module, _, function = self.arguments[0].partition(".")
        try:
            figure = getattr(getattr(explorers, module), function)()
        except AttributeError as error:
            raise self.error(f"there is no figure {self.arguments[0]}: {error}") from None
        store(self.env, self.env.docname)[figure.name] = figure.spec
        return [nodes.raw("", figure.html, format="html")]


# --- the look -----------------------------------------------------------------------------------

# What Matplotlib draws with, and what is nearest to it where it is not installed.
FONT = "DejaVu Sans, Verdana, sans-serif"
TEXT_SIZE, SMALL = 13, 11  # pixels: of axes, titles and legends; within a panel
PIXELS = 4 / 3  # of a point
LINE = round(STYLE["lines.linewidth"] * PIXELS, 2)
HANDLE = round(STYLE["legend.handlelength"] * TEXT_SIZE)
LOOK: dict[str, dict[str, Any]] = {
    "axis": {"labelFontSize": TEXT_SIZE, "titleFontSize": TEXT_SIZE},
    "legend": {
        "labelFontSize": TEXT_SIZE, "orient": "top", "symbolStrokeWidth": LINE,
        "symbolSize": HANDLE**2, "clipHeight": TEXT_SIZE + 3,
    },
    "line": {"strokeWidth": LINE},
    "text": {"fontSize": SMALL},
    "title": {"fontSize": TEXT_SIZE},
}  # fmt: skip


def dressed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a figure in the look of Matplotlib's, whose dashes grow with the line."""
    config = {**spec["config"], "font": FONT}
    for part, values in LOOK.items():
        config[part] = {**config[part], **values}
    return {**dashed(spec), "config": config}


def dashed(part: Any) -> Any:
    """Return a part of a specification with the scales of its dashes as long as Matplotlib's."""
    if isinstance(part, list):
        return [dashed(each) for each in part]
    if not isinstance(part, dict):
        return part
    whole = {key: dashed(value) for key, value in part.items()}
    match whole.get("strokeDash"):
        case {"scale": {"range": dashes} as scale} as encoding:
            longer = [d if 0 in d else [round(n * LINE, 2) for n in d] for d in dashes]
            whole["strokeDash"] = {**encoding, "scale": {**scale, "range": longer}}
    return whole


# --- the page -----------------------------------------------------------------------------------


def store(env: Any, docname: str) -> dict[str, Any]:
    """Return the specifications of a page's directives."""
    if not hasattr(env, "lossbook_explorers"):
        env.lossbook_explorers = {}
    specs: dict[str, Any] = env.lossbook_explorers.setdefault(docname, {})
    return specs


def purge(app: Sphinx, env: Any, docname: str) -> None:
    """Forget what a page held before it is read again."""
    store(env, docname).clear()


def merge(app: Sphinx, env: Any, docnames: Any, other: Any) -> None:
    """Take over what another process has read."""
    for docname in docnames:
        store(env, docname).update(store(other, docname))


class Numbered(SphinxTransform):
    """Make a stored figure one that Sphinx numbers, with its description as what is to be drawn."""

    default_priority = 600  # before figures are aligned and the names of targets are collected

    def apply(self, **kwargs: Any) -> None:
        """Replace the stored HTML of every figure with sliders."""
        for raw in list(self.document.findall(nodes.raw)):
            if not (found := FIGURE.fullmatch(raw.astext().strip())):
                continue
            name, description, caption = map(html.unescape, found.groups())
            figure = nodes.figure(
                "",
                nodes.raw("", description, format="html", explorer=name),
                nodes.caption(caption, "", *typeset(caption)),
                classes=["lb-explorer"],
                names=[f"explorer-{name}"],
            )
            figure.source, figure.line = raw.source, raw.line
            self.document.note_explicit_target(figure)
            raw.parent.replace(raw, figure)  # `replace_self` would hand its classes on


def draw(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give every figure of a page its data and its still."""
    if app.builder.format != "html":
        return
    source = Path(app.env.doc2path(docname))
    specs = dict(store(app.env, docname))
    if source.suffix == ".ipynb":
        specs |= specifications(source)
    shown = {raw["explorer"]: raw for raw in doctree.findall(nodes.raw) if "explorer" in raw}
    for name, raw in shown.items():
        if name in specs:
            text = drawn(app, docname, specs[name], name, raw.astext())
            raw.replace_self(nodes.raw("", text, format="html"))
        else:
            logger.warning("the figure %s has no specification", name, location=docname)
    for name in sorted(specs.keys() - shown.keys()):
        logger.warning("the figure %s is stored but not shown", name, location=docname)


def drawn(app: Sphinx, docname: str, spec: Any, name: str, description: str) -> str:
    """Return the still of a figure and its data; write the still."""
    target = Path(app.outdir, STILLS, f"{name}.svg")
    target.parent.mkdir(parents=True, exist_ok=True)
    spec = dressed(spec)
    picture = vl_convert.vegalite_to_svg(spec)
    target.write_text(picture, encoding="utf-8")
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', picture).groups()
    here = app.builder.get_target_uri(docname)
    address = relative_uri(here, f"{STILLS}/{target.name}")
    data = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return (
        f'<img class="lb-still" src="{address}" alt="{html.escape(description)}"'
        f' width="{round(float(width))}" height="{round(float(height))}" loading="lazy">\n'
        f'<script type="application/json">{data}</script>\n'
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    # The still is laid out with the font, wherever it is drawn.
    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path(), "fonts", "ttf")))
    app.add_directive("explorer", ExplorerFigure)
    app.add_transform(Numbered)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", draw)
    return {"version": lossbook.__version__, "env_version": 2, "parallel_read_safe": True}
