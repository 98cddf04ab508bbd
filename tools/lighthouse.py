"""Measure pages of the built site with Lighthouse, as on a phone: `tools/lighthouse.py PAGE...`.

Lighthouse comes from the npm registry, fetched by the npm of the environment, and is not locked.
It multiplies the time of its processor by four, so that nothing else may be running. Of three
runs the one with the median performance is shown. Needs `tests/site` on the path, for its server.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from server import SITE, serve

PACKAGE = "lighthouse@12.8.2"
RUNS = 3
SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


def measure(address: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page."""
    npx = Path(sys.executable).with_name("npx")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
        subprocess.run(
            [npx, "--yes", PACKAGE, address, "--quiet", f"--chrome-flags={flags}"]
            + ["--output=json", f"--output-path={report}"],
            check=True,
        )
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def main(pages: list[str]) -> None:
    """Print a row of a table for each page."""
    names = ("chromium", "chromium-browser", "google-chrome")
    if chromium := os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None):
        os.environ["CHROME_PATH"] = chromium
    print("| page | " + " | ".join((*SCORES, *TIMES, "layout shift", "load")) + " |")
    print("|---" * 10 + "|")
    with serve(SITE) as site:
        for page in pages:
            load = os.getloadavg()[0]
            reports = [measure(site + page) for _ in range(RUNS)]
            reports.sort(key=lambda report: report["categories"]["performance"]["score"])
            report = reports[RUNS // 2]
            scores = [f"{100 * report['categories'][name]['score']:.0f}" for name in SCORES]
            times = [f"{report['audits'][name]['numericValue']:.0f} ms" for name in TIMES]
            shift = f"{report['audits']['cumulative-layout-shift']['numericValue']:.3f}"
            row = [page, *scores, *times, shift, f"{load:.1f}"]
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
