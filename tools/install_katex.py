"""Install KaTeX's style sheet and fonts for the site.

The pages hold mathematics that `sphinxcontrib.katex` has rendered already; a browser needs only
the style sheet and the fonts, and they must be of the very version that rendered. They come from
the npm registry, fetched by the npm of the environment, and are not committed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sphinxcontrib.katex

PATIENCE = 300  # seconds


def install(target: Path) -> None:
    """Put `katex.min.css`, its fonts and its licence into the folder `target`."""
    npm = Path(sys.executable).with_name("npm")
    name = f"katex@{sphinxcontrib.katex.katex_version}"
    with tempfile.TemporaryDirectory() as scratch:
        try:
            subprocess.run(
                [npm, "install", name, "--prefix", scratch]
                + ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
                + ["--loglevel=error", "--no-update-notifier"],
                check=True,
                timeout=PATIENCE,
                stdin=subprocess.DEVNULL,  # a question would never be answered
                stdout=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SystemExit(
                f"npm could not fetch {name} from the npm registry: {error}\n"
                "make doctor says what this machine lacks."
            ) from None
        package = Path(scratch, "node_modules", "katex")
        dist = package / "dist"
        renderer = Path(sphinxcontrib.katex.__file__).with_name("katex.min.js")
        if renderer.read_bytes() != (dist / "katex.min.js").read_bytes():
            raise SystemExit("the KaTeX installed is not the one that sphinxcontrib.katex bundles")

        fresh = Path(scratch, "katex")
        shutil.copytree(
            dist / "fonts", fresh / "fonts", ignore=shutil.ignore_patterns("*.ttf", "*.woff")
        )
        shutil.copy(package / "LICENSE", fresh)
        # Every browser of today reads woff2; the other formats are neither copied nor named.
        css = (dist / "katex.min.css").read_text(encoding="utf-8")
        css = re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", css)
        (fresh / "katex.min.css").write_text(css, encoding="utf-8")

        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(fresh, target)


if __name__ == "__main__":
    install(Path(sys.argv[1]))
