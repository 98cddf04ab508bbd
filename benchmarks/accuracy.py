"""Measure the error of every loss and its derivatives in ulps, and of other libraries beside it.

    python benchmarks/accuracy.py [--peers PYTHON] [--only WORD] [--short]

The samples are those of `grids.py` for five seeds, and the worst that a search among those of four
hundred more finds; the truth is each loss's own formula in mpmath.
The package is run as on every processor of `tools/processors.py`, because exp, log and their like
differ there, and the worst of its errors is stored; every library of `peers.py` that PYTHON can
import is run once. What a library that is not installed gave before is kept, with its version and
date. The table is printed as Markdown.
The short form takes one seed and searches nothing, leaves the other libraries out and stores
nothing; it fails where an error exceeds the bound of the tests.
"""

import argparse
import datetime
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import processors
import threadpoolctl
from grids import GRIDS
from oracle import Accuracy, Verdict, kernel, ulps
from peers import EDGES

import lossbook

SEEDS = range(5)
SEARCHED = range(5, 405)  # seeds whose samples are too many for mpmath: the worst of them are kept
KEPT = 5
KINDS = ("value", "gradient", "hessian")
DTYPES = {"float64": np.float64, "float32": np.float32}
TABLE = Path(__file__).resolve().parent.parent / "chapters" / "data" / "accuracy.json"
OURS = "Lossbook"


# The bound on a mean: half an ulp of the sum, which is one of the mean at most, and half an ulp of
# the division.
MEAN_BOUND = 1.5
SIZES = (10**3, 10**5, 10**7, 10**8)


# --- the inputs, and what is computed of them in processes of their own ---------------------------


def search(outputs: Path, only: str) -> None:
    """Write the samples on which a kernel differs most from itself in a wider type.

    In float64 the wider type is longdouble, where that is one. Ill-conditioned cases are left out:
    their ulps are not those of the result.
    """
    found = {}
    for number, grid in enumerate(chosen(only).values()):
        if type(grid) is not Accuracy or grid.scale or grid.name == "root_mean_squared_error":
            continue
        formulas = kernel(grid.loss, grid.parameters)
        for name, dtype in DTYPES.items():
            wide = np.longdouble if dtype is np.float64 else np.float64
            y, p = grid.inputs(dtype, SEARCHED)
            truth = y if formulas.labelled else y.astype(wide)
            numbers = grid.numbers(dtype)
            kept = []
            for function in (formulas.value, formulas.derivative, formulas.curvature):
                with np.errstate(all="ignore"):
                    narrow = function(np, y, p, **{k: dtype(v) for k, v in numbers.items()})
                    exact = function(
                        np, truth, p.astype(wide), **{k: wide(v) for k, v in numbers.items()}
                    )
                    error = np.abs(narrow - exact) / np.spacing(np.abs(exact.astype(dtype)))
                error = np.nan_to_num(error, nan=0.0, posinf=0.0)
                kept += [*np.argsort(error.reshape(len(p), -1).max(axis=1))[-KEPT:]]
            found[f"{number} {name} y"], found[f"{number} {name} p"] = y[kept], p[kept]
    np.savez(outputs, **found)


def write_inputs(
    path: Path, grids: dict[str, Accuracy], searched: list[Any], seeds: range
) -> dict[str, Any]:
    """Write the samples of all cases for the processes that evaluate them, and return them."""
    arrays, cases = {}, []
    for number, grid in enumerate(grids.values()):
        cases.append((grid.name, {name: grid.numbers(dtype) for name, dtype in DTYPES.items()}))
        for name, dtype in DTYPES.items():
            both = (f"{number} {name} y", f"{number} {name} p")
            for key, samples in zip(both, grid.inputs(dtype, seeds), strict=True):
                found = [more[key] for more in searched if key in more]
                arrays[key] = np.concatenate([samples, *found])
    np.savez(path, cases=json.dumps(cases), **arrays)
    return arrays


def evaluate_ours(inputs: Path, outputs: Path, only: str) -> None:
    """Evaluate the package itself; run in a process whose NumPy has chosen its paths."""
    given, results = np.load(inputs), {}
    for number, grid in enumerate(chosen(only).values()):
        for dtype in DTYPES:
            y, p = given[f"{number} {dtype} y"], given[f"{number} {dtype} p"]
            for order, kind in enumerate(KINDS):
                if grid.bound(DTYPES[dtype], order) is not None:
                    results[f"{OURS}|{number}|{dtype}|{kind}"] = grid.compute(y, p, order)
    np.savez(outputs, loops=loops(), **results)


def loops() -> str:
    """Return which loops BLAS and NumPy have chosen in this process."""
    blas = {
        pool["architecture"] for pool in threadpoolctl.threadpool_info() if "blas" in pool["prefix"]
    }
    numpy = np.show_config(mode="dicts")["SIMD Extensions"]
    return f"OpenBLAS {' '.join(sorted(blas))}; NumPy {' '.join(numpy.get('found', ['baseline']))}"


def run(command: list[str], **environment: str) -> None:
    """Run a command; its failure is ours."""
    subprocess.run(command, check=True, env={**os.environ, **environment})


def chosen(only: str) -> dict[str, Accuracy]:
    """Return the cases whose name holds the word."""
    return {name: grid for name, grid in GRIDS.items() if only in name}


# --- the table ------------------------------------------------------------------------------------


def worst_input(verdict: Verdict) -> list[Any]:
    """Return the sample at which the error is largest, as numbers that give the floats back."""
    return [np.asarray(x).tolist() for x in verdict.at[:2]]


def entry(name: str, verdict: Verdict) -> list[Any]:
    """Return what is kept of a verdict: [worst in ulps, results lost]; infinity as null.

    Of other libraries only results that are normal numbers count: some set subnormal ones to 0 on
    purpose, and at a kink, where the book takes the slope 0, another is as good.
    """
    worst = verdict.worst if name.startswith(OURS) else verdict.worst_normal
    return [float(f"{worst:.3g}") if worst < math.inf else None, verdict.lost]


def judged(
    name: str, dtype: str, order: int, y: Any, p: Any, computed: dict[str, Any]
) -> tuple[dict[str, Any], float, bool]:
    """Return the row of a case, the bound of the tests, and whether it is exceeded."""
    grid = GRIDS[name]
    verdicts = grid.judge(y, p, order, computed)
    mine = {processor: verdicts.pop(processor) for processor in processors.SETTINGS}
    # Of errors that are shown as the same, that of this machine: its input can be tried again here.
    worst = max(
        mine.items(), key=lambda item: (entry(OURS, item[1])[0] or math.inf, item[0] == "machine")
    )[1]
    lost = max(verdict.lost for verdict in mine.values())
    row = {
        "case": name,
        "loss": grid.name,
        "dtype": dtype,
        "kind": KINDS[order],
        "results": worst.count,
        "condition": float(f"{worst.condition:.1g}"),
        "input": worst_input(worst),
        "processors": {x: entry(OURS, verdict) for x, verdict in mine.items()},
        "errors": {OURS: [entry(OURS, worst)[0], lost]}
        | {x: entry(x, verdict) for x, verdict in verdicts.items()},
    }
    bound = grid.bound(DTYPES[dtype], order)
    return row, bound, worst.worst > bound or lost > 0


def measure(peers: str | None, only: str, short: bool) -> dict[str, Any]:
    """Return the table: the cases with all errors, and the versions of the libraries."""
    grids = chosen(only)
    rows, exceeded = [], []
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "inputs.npz")
        outputs = {name: Path(folder, f"{name}.npz") for name in processors.SETTINGS}
        ours = [sys.executable, __file__, "--only", only]
        searched = []
        if not short:
            for name, path in outputs.items():
                run([*ours, "--search", str(path)], **processors.settings(name))
                searched.append(dict(np.load(path)))
        arrays = write_inputs(inputs, grids, searched, SEEDS[:1] if short else SEEDS)
        for name, path in outputs.items():
            run([*ours, "--evaluate", str(inputs), str(path)], **processors.settings(name))
        here = {name: dict(np.load(path)) for name, path in outputs.items()}
        others, versions, edges = {}, {}, {}
        if peers:
            path = Path(folder, "peers.npz")
            run([peers, str(Path(__file__).with_name("peers.py")), str(inputs), str(path)])
            others = np.load(path)
            versions, edges = (json.loads(str(others[name])) for name in ("versions", "edges"))
        jobs = []
        for number, name in enumerate(grids):
            for dtype in DTYPES:
                for order, kind in enumerate(KINDS):
                    place = f"{number}|{dtype}|{kind}"
                    if f"{OURS}|{place}" not in here["machine"]:
                        continue
                    computed = {x: results[f"{OURS}|{place}"] for x, results in here.items()}
                    computed |= {
                        library: others[f"{library}|{place}"].astype(dtype)
                        for library in versions
                        if f"{library}|{place}" in others
                    }
                    samples = (arrays[f"{number} {dtype} {argument}"] for argument in "yp")
                    jobs.append((name, dtype, order, *samples, computed))
        with ProcessPoolExecutor() as pool:
            for row, bound, beyond in pool.map(judged, *zip(*jobs, strict=True)):
                print(markdown_row(row, bound, versions), flush=True)
                rows.append(row)
                if beyond:
                    exceeded.append(row)
    chosen_loops = {name: str(results["loops"]) for name, results in here.items()}
    return {
        "rows": rows,
        "exceeded": exceeded,
        "versions": versions,
        "edges": edges,
        "processors": chosen_loops,
    }


def markdown_head(libraries: Any) -> str:
    """Return the head of the Markdown table."""
    names = ["case", "dtype", "kind", *processors.SETTINGS, "allowed", "lost"]
    names += ["condition up to", *libraries, "worst input"]
    return f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"


def markdown_row(row: dict[str, Any], bound: float, libraries: Any) -> str:
    """Return a row of it: "inf" is an error without bound, "(n)" counts results lost."""

    def shown(error: list[Any] | None) -> str:
        if error is None:
            return ""
        worst, lost = error
        return ("inf" if worst is None else f"{worst:.4g}") + f" ({lost})" * bool(lost)

    errors = row["errors"]
    ours = row["processors"].values()
    cells = [row["case"], row["dtype"], row["kind"]]
    cells += [f"{worst:.2f}" if worst is not None else "inf" for worst, _ in ours]
    cells += [f"{bound:g}", str(errors[OURS][1]), f"{row['condition']:.0e}"]
    cells += [shown(errors.get(name)) for name in libraries]
    return f"| {' | '.join([*cells, str(row['input'])])} |"


# --- means ----------------------------------------------------------------------------------------


def mean_error(size: int, dtype: Any, squared: bool) -> float:
    """Return the error in ulps of the mean of `size` errors that are multiples of 2⁻²⁶.

    Their sum, or that of their squares, is an integer that NumPy adds without rounding, in two
    halves where it would not fit into 64 bits.
    """
    rng = np.random.default_rng(size)
    bits = 26 if dtype is np.float64 else 12
    total, e = 0, np.empty(size, dtype)
    for start in range(0, size, 2**20):
        k = rng.integers(0, 2**bits, min(2**20, size - start))
        e[start : start + k.size] = k
        term = k * k if squared else k
        total += (int(np.sum(term >> 20)) << 20) + int(np.sum(term & (2**20 - 1)))
    e *= dtype(2.0**-bits)
    loss = lossbook.mean_squared_error if squared else lossbook.mean_absolute_error
    computed = loss(np.broadcast_to(dtype(0), size), e)
    with mpmath.workdps(60):
        true = mpmath.mpf(total) / size / 2 ** (bits * (1 + squared))
        return ulps(computed, true)


def means_here(sizes: Iterable[int]) -> list[dict[str, Any]]:
    """Return the errors of means of so many elements in this process."""
    return [
        {"loss": name, "size": size, "dtype": dtype.__name__, "ulps": mean_error(size, dtype, sq)}
        for size in sizes
        for dtype in (np.float64, np.float32)
        for name, sq in (("mean_absolute_error", False), ("mean_squared_error", True))
    ]


def means(sizes: Iterable[int]) -> list[dict[str, Any]]:
    """Return the errors of means, the worst over all processors."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "means.json")
        command = [sys.executable, __file__, "--means", str(path), *map(str, sizes)]
        for name in processors.SETTINGS:
            run(command, **processors.settings(name))
            found.append(json.loads(path.read_text()))
    return [max(same, key=lambda row: row["ulps"]) for same in zip(*found, strict=True)]


# --- the command ----------------------------------------------------------------------------------


def merged(table: dict[str, Any], today: str) -> dict[str, Any]:
    """Return the new table with what absent libraries gave before, and every library's date."""
    old = json.loads(TABLE.read_text()) if TABLE.exists() else {"rows": [], "libraries": {}}
    libraries = {
        name: {"version": version, "date": today} for name, version in table["versions"].items()
    }
    kept = {name: x for name, x in old["libraries"].items() if name not in libraries}
    kept.pop(OURS, None)
    before = {(row["case"], row["dtype"], row["kind"]): row["errors"] for row in old["rows"]}
    for row in table["rows"]:
        errors = before.get((row["case"], row["dtype"], row["kind"]), {})
        row["errors"] |= {name: errors[name] for name in kept if name in errors}
    answers = {
        name: x for name, x in old.get("edges", {}).get("answers", {}).items() if name in kept
    }
    numpy = {"version": f"numpy {np.__version__}", "date": today}
    return {
        "processors": {"CPU": cpu()} | table["processors"],
        "libraries": {OURS: numpy, **libraries, **kept},
        "means": table["means"],
        "edges": {"inputs": EDGES, "answers": table["edges"] | answers},
        "rows": table["rows"],
    }


def cpu() -> str:
    """Return what kind of processor this is, without the machine's name."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="a Python that has other libraries")
    parser.add_argument("--only", default="", help="the cases whose name holds this; nothing kept")
    parser.add_argument("--search", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--short", action="store_true", help="check the bounds, store nothing")
    parser.add_argument("--evaluate", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--means", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.search:
        search(options.search, options.only)
        return
    if options.evaluate:
        evaluate_ours(*options.evaluate, options.only)
        return
    if options.means:
        path, *sizes = options.means
        Path(path).write_text(json.dumps(means_here(map(int, sizes))))
        return
    if options.short:
        print(markdown_head([]))
        table = measure(None, options.only, short=True)
        exceeded = table["exceeded"] + [row for row in means(SIZES[:2]) if row["ulps"] > MEAN_BOUND]
        for row in exceeded:
            print(f"beyond its bound: {row}", file=sys.stderr)
        sys.exit(1 if exceeded else 0)
    print(markdown_head(["SciPy", "scikit-learn", "PyTorch", "Keras", "JAX/optax"]))
    table = measure(options.peers, options.only, short=False)
    if options.only:
        return
    table["means"] = means(SIZES)
    TABLE.parent.mkdir(exist_ok=True)
    made = merged(table, datetime.date.today().isoformat())
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in made.pop("rows"))
    head = json.dumps(made, ensure_ascii=False, indent=1)[:-2]
    TABLE.write_text(f'{head},\n "rows": [\n{rows}\n]}}\n', encoding="utf-8")
    for row in made["means"]:
        print(f"mean of {row['size']:.0e} ({row['loss']}, {row['dtype']}): {row['ulps']:.2f} ulp")
    print(f"Written: {TABLE}")


if __name__ == "__main__":
    main()
