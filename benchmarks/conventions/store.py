"""The stored result: written by `make conventions`, read by the book, compared by the tests."""

import ast
import datetime
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from .cases import CASES, Case
from .cells import Bench, Cell, Library, found, quiet, said, verify
from .keras import KERAS
from .lightgbm import LIGHTGBM
from .metriclearning import METRIC_LEARNING
from .monai import MONAI
from .optax import OPTAX
from .rax import RAX
from .scipy import SCIPY
from .sklearn import SKLEARN
from .statsmodels import STATSMODELS
from .torch import TORCH
from .torchmetrics import TORCHMETRICS
from .vision import SEGMENTATION_MODELS, TORCHVISION
from .xgboost import XGBOOST

USE = sorted(Path(__file__).with_name("use").glob("*.py"))  # scripts that the book shows
TABLE = Path(__file__).resolve().parents[2] / "chapters" / "data" / "conventions.json"
LIBRARIES = (
    TORCH,
    KERAS,
    OPTAX,
    SKLEARN,
    SCIPY,
    STATSMODELS,
    XGBOOST,
    LIGHTGBM,
    TORCHMETRICS,
    METRIC_LEARNING,
    RAX,
    MONAI,
    TORCHVISION,
    SEGMENTATION_MODELS,
)


def available(code: str) -> bool:
    """Return whether everything that code imports is installed."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            name = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if importlib.util.find_spec((name or "").partition(".")[0]) is None:
                return False
    return True


def installed() -> Iterator[Library]:
    """Yield the libraries that can be imported."""
    return (library for library in LIBRARIES if available(library.setup))


def described(library: Library, cell: Cell, bench: Bench) -> dict[str, Any]:
    """Return what is stored of a cell: what it says and what was found."""
    words = {name: text for name, text in asdict(cell).items() if text}
    case = CASES[cell.case]
    return {**words, "loss": case.loss, "order": cell.order, **quiet(found, library, cell, bench)}


def measure(library: Library) -> dict[str, Any]:
    """Run a library's cells: raise where one does not hold, return what is stored of it."""
    bench = Bench(library)
    cells = []
    for cell in library.cells:
        quiet(verify, library, cell, bench)
        cells.append(described(library, cell, bench))
    return {
        "versions": library.versions(),
        "date": datetime.date.today().isoformat(),
        "setup": library.setup,
        "cells": cells,
    }


def disagreements(stored: dict[str, Any], measured: dict[str, Any]) -> list[str]:
    """Return in words where a stored library differs from the same one measured now.

    Versions and date may differ; what is said and found may not.
    """
    old, new = stored["cells"], measured["cells"]
    texts = []
    if len(old) != len(new):
        texts.append(f"{len(old)} cells are stored, {len(new)} were run")
    for before, now in zip(old, new, strict=False):
        for key in sorted(before.keys() | now.keys()):
            if before.get(key) != now.get(key):
                texts.append(
                    f"{before['case']} ({before.get('name', 'put together')}), {key}: stored "
                    f"{before.get(key)!r}, now {now.get(key)!r}"
                )
    return texts


def ours() -> dict[str, Any]:
    """Return of every case our call and what it gives at the edges and kinks."""
    return {case.name: quiet(described_here, case) for case in CASES.values()}


def described_here(case: Case) -> dict[str, Any]:
    """Return what is stored of a case."""
    return {
        "loss": case.loss,
        "call": case.call,
        "y_true": case.y_true,
        "y_pred": case.y_pred,
        "number": said(partial(case.ours, *case.samples)),
        "edges": {name: said(partial(case.ours, *edge)) for name, edge in case.edges.items()},
        "kinks": {
            name: said(partial(case.our_gradient, *kink)) for name, kink in case.kinks.items()
        },
    }


def read() -> dict[str, Any]:
    """Return the stored table: our own calls, and what is known of each library, by its name."""
    return json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {"libraries": {}}


def write(table: dict[str, Any]) -> None:
    """Store the table, the libraries in the order of `LIBRARIES`."""
    known = table["libraries"]
    ordered = {library.name: known[library.name] for library in LIBRARIES if library.name in known}
    whole = {"lossbook": ours(), "libraries": ordered, "scripts": scripts()}
    TABLE.write_text(laid_out(whole) + "\n", encoding="utf-8")


def scripts() -> dict[str, str]:
    """Return the scripts that the book shows, by their names."""
    return {path.stem: path.read_text(encoding="utf-8") for path in USE}


def laid_out(table: dict[str, Any]) -> str:
    """Return the table as JSON that a diff can be read of: a line for what is at most a row."""
    text = json.dumps(table, indent=1, ensure_ascii=False)
    numbers = r"\[\s+(-?[\d.e-]+(?:,\s+-?[\d.e-]+)*)\s+\]"
    return re.sub(numbers, lambda m: "[" + re.sub(r",\s+", ", ", m[1]) + "]", text)
