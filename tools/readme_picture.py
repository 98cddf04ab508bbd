"""Take the README's picture from a chapter's stored output: on white ground, and for the dark.

python tools/readme_picture.py
"""

import json
import re
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = ROOT / "chapters" / "squared-and-absolute-error.ipynb"
FIGURE = "fig-sqabs-opening"
LIGHT, DARK = (ROOT / "_static" / f"readme{kind}.svg" for kind in ("", "-dark"))
GROUNDS = {LIGHT: "#ffffff", DARK: "#14181e"}
# What the site's style sheet does to figures in the dark: invert(0.92), then hue-rotate(180deg),
# by the matrix of the CSS filter effects; it keeps hues.
INVERTED = 0.92
TURNED = np.array([[-0.574, 1.430, 0.144], [0.426, 0.430, 0.144], [0.426, 1.430, -0.856]])


def dark(colour: str) -> str:
    """Return a colour as the site shows it in the dark."""
    light = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    turned = TURNED @ (INVERTED + (1 - 2 * INVERTED) * light)
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned.clip(0, 1))


def figure() -> str:
    """Return the figure as the chapter stores it, without a ground."""
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("mystnb", {}).get("figure", {}).get("name") == FIGURE:
            (svg,) = (
                "".join(output["data"]["image/svg+xml"])
                for output in cell["outputs"]
                if "image/svg+xml" in output.get("data", {})
            )
            return svg
    raise LookupError(f"{CHAPTER.name} has no figure {FIGURE}")


def pictures() -> dict[Path, str]:
    """Return the pictures by their files."""
    svg = figure()
    drawn = {LIGHT: svg, DARK: re.sub(r"(?<=: )#[0-9a-f]{6}", lambda found: dark(found[0]), svg)}
    return {
        file: text.replace(
            "</defs>\n", f'</defs>\n <rect width="100%" height="100%" fill="{GROUNDS[file]}"/>\n', 1
        )
        for file, text in drawn.items()
    }


if __name__ == "__main__":
    for file, text in pictures().items():
        file.write_text(text, encoding="utf-8")
