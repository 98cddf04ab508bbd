"""Install Vega, Vega-Lite and Vega-Embed for the site, as one script.

`vl-convert-python` carries them and bundles them without network; nothing is committed. The
bundle's names stay its own: a page has many scripts.
"""

import sys
from pathlib import Path

import vl_convert

EXPORT = "window.lossbookVega = { embed: vegaEmbed };"


def install(target: Path) -> None:
    """Write the script `target`."""
    bundle = vl_convert.javascript_bundle(snippet=EXPORT)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".fresh")
    fresh.write_text(f"(() => {{\n{bundle}\n}})();\n", encoding="utf-8")
    fresh.replace(target)


if __name__ == "__main__":
    install(Path(sys.argv[1]))
