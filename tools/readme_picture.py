"""Take the README's picture from a chapter's stored output, on white ground: readable in the dark.

python tools/readme_picture.py
"""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = ROOT / "chapters" / "squared-and-absolute-error.ipynb"
FIGURE = "fig-sqabs-opening"
PICTURE = ROOT / "_static" / "readme.svg"


def picture() -> str:
    """Return the figure as SVG with a white rectangle behind it."""
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("mystnb", {}).get("figure", {}).get("name") == FIGURE:
            (svg,) = (
                "".join(output["data"]["image/svg+xml"])
                for output in cell["outputs"]
                if "image/svg+xml" in output.get("data", {})
            )
            head, end, body = svg.partition("</defs>\n")
            return f'{head}{end} <rect width="100%" height="100%" fill="#ffffff"/>\n{body}'
    raise LookupError(f"{CHAPTER.name} has no figure {FIGURE}")


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
