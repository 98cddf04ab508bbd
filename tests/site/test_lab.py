"""The figures with sliders in JupyterLab: what a chapter stores is shown there, and moves."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser import PATIENCE
from playwright.sync_api import Browser

import lossbook

CHAPTER = Path(__file__).parents[2] / "chapters" / "robust-losses.ipynb"
TRACKER = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab, with nobody's settings, on a cell as its chapter stores it."""
    notebook = nbformat.read(CHAPTER, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id == "slider-robust"]
    folder = tmp_path / "chapters"
    folder.mkdir()
    nbformat.write(notebook, folder / "figure.ipynb")
    settings = tmp_path / TRACKER
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none", "autoStartDefaultKernel": False}))
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",  # a free one, which the server names
        "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = os.environ | dict.fromkeys(places, str(tmp_path))
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            yield f"{answering(server, tmp_path)}/lab/tree/figure.ipynb"
        finally:
            server.kill()  # asked to end, it did not always, and all it has is thrown away


def answering(server: subprocess.Popen[bytes], folder: Path) -> str:
    """Return the address of the server that stores all it has in the folder, once it answers."""
    deadline = time.monotonic() + 3 * PATIENCE
    while True:
        try:
            (told,) = folder.glob("jpserver-*.json")
            address = str(json.loads(told.read_text())["url"]).rstrip("/")
            urllib.request.urlopen(f"{address}/api").close()
            return address
        except (OSError, ValueError):  # nothing told yet, or half of it; no answer
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail((folder / "log").read_text())
            time.sleep(0.1)


def test_in_jupyterlab_a_stored_figure_moves(lab: str, browser: Browser, screenshots: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(lab)
    figure = page.locator(".jp-RenderedVegaLite")
    figure.locator("svg").wait_for(timeout=3000 * PATIENCE)
    titles = figure.locator(".mark-text.role-title-text")

    def says(residual: float, delta: float) -> None:
        huber = lossbook.huber(0.0, residual, delta=delta)
        other = lossbook.pseudo_huber(0.0, residual, delta=delta)
        text = f"value at {residual:.2f}Huber {huber:.3f}, pseudo-Huber {other:.3f}"
        titles.filter(has_text=text.replace("-0", "−0")).wait_for(timeout=1000 * PATIENCE)

    says(2.0, 1.0)
    slider = figure.locator("input[name=delta]")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    delta = float(slider.input_value())
    assert delta > 2
    says(2.0, delta)
    panel = figure.locator(".concat_0_group path.background").first.bounding_box()
    assert panel is not None
    page.mouse.move(panel["x"] + 0.75 * panel["width"], panel["y"] + 60)
    page.mouse.down()
    page.mouse.move(panel["x"] + 0.875 * panel["width"], panel["y"] + 60, steps=4)
    page.mouse.up()
    assert float(figure.locator("input[name=residual]").input_value()) == pytest.approx(
        3, abs=0.051
    )
    says(float(figure.locator("input[name=residual]").input_value()), delta)
    page.screenshot(path=screenshots / "jupyterlab.png")
    context.close()
