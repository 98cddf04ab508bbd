"""Measure the error of every loss and its derivatives in ulps, and of other libraries beside it.

    python benchmarks/accuracy.py [--peers PYTHON] [--only WORD] [--write FILE]

The samples are those of `grids.py` for five seeds, and the worst that a search among those of four
hundred more finds; the truth is each loss's own formula in mpmath.
The package is run twice, with NumPy's AVX-512 paths and without (its exp, log and their like differ
there), and every library of `peers.py` that PYTHON can import once. What a library that is not
installed gave before is kept, with its version and date. The table is printed as Markdown.
"""

import argparse
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
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


def wide_features() -> str:
    """Return the names of NumPy's AVX-512 paths that this processor runs; empty if none."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return " ".join(name for name in found if "AVX512" in name or name == "X86_V4")


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
        formulas = kernel(grid.loss, "from_logits" in grid.parameters)
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


def write_inputs(path: Path, grids: dict[str, Accuracy], searched: list[Any]) -> dict[str, Any]:
    """Write the samples of all cases for the processes that evaluate them, and return them."""
    arrays, cases = {}, []
    for number, grid in enumerate(grids.values()):
        cases.append((grid.name, {name: grid.numbers(dtype) for name, dtype in DTYPES.items()}))
        for name, dtype in DTYPES.items():
            both = (f"{number} {name} y", f"{number} {name} p")
            for key, samples in zip(both, grid.inputs(dtype, SEEDS), strict=True):
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
    np.savez(outputs, **results)


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


def measure(peers: str, only: str) -> dict[str, Any]:
    """Return the table: the cases with all errors, and the versions of the libraries."""
    grids = chosen(only)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        inputs, *outputs = (Path(folder) / f"{name}.npz" for name in ("in", "1", "2", "3"))
        ours = [sys.executable, __file__, "--only", only]
        narrow_paths = {"NPY_DISABLE_CPU_FEATURES": wide_features()}
        run([*ours, "--search", str(outputs[0])])
        run([*ours, "--search", str(outputs[1])], **narrow_paths)
        arrays = write_inputs(inputs, grids, [dict(np.load(path)) for path in outputs[:2]])
        ours += ["--evaluate", str(inputs)]
        run([*ours, str(outputs[0])])
        run([*ours, str(outputs[1])], **narrow_paths)
        run([peers, str(Path(__file__).with_name("peers.py")), str(inputs), str(outputs[2])])
        wide, narrow, others = (np.load(path) for path in outputs)
        versions, edges = (json.loads(str(others[name])) for name in ("versions", "edges"))
        for number, (name, grid) in enumerate(grids.items()):
            for dtype in DTYPES:
                for order, kind in enumerate(KINDS):
                    place = f"{number}|{dtype}|{kind}"
                    if f"{OURS}|{place}" not in wide:
                        continue
                    computed = {OURS: wide[f"{OURS}|{place}"]}
                    computed[f"{OURS} without AVX-512"] = narrow[f"{OURS}|{place}"]
                    computed |= {
                        library: others[f"{library}|{place}"].astype(dtype)
                        for library in versions
                        if f"{library}|{place}" in others
                    }
                    y, p = arrays[f"{number} {dtype} y"], arrays[f"{number} {dtype} p"]
                    verdicts = grid.judge(y, p, order, computed)
                    both = [verdicts[x] for x in (OURS, f"{OURS} without AVX-512")]
                    rows.append(
                        {
                            "case": name,
                            "loss": grid.name,
                            "dtype": dtype,
                            "kind": kind,
                            "results": both[0].count,
                            "condition": float(f"{both[0].condition:.1g}"),
                            "input": worst_input(max(both, key=lambda verdict: verdict.worst)),
                            "errors": {x: entry(x, verdict) for x, verdict in verdicts.items()},
                        }
                    )
                    bound = grid.bound(DTYPES[dtype], order)
                    print(markdown_row(rows[-1], bound, versions), flush=True)
    return {"rows": rows, "versions": versions, "edges": edges}


def markdown_head(libraries: Any) -> str:
    """Return the head of the Markdown table."""
    names = ["case", "dtype", "kind", "ulps", "without AVX-512", "allowed", "lost"]
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
    ours = [errors[OURS], errors[f"{OURS} without AVX-512"]]
    cells = [row["case"], row["dtype"], row["kind"]]
    cells += [f"{worst:.2f}" if worst is not None else "inf" for worst, _ in ours]
    cells += [f"{bound:g}", str(max(lost for _, lost in ours)), f"{row['condition']:.0e}"]
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


def means() -> list[dict[str, Any]]:
    """Return the errors of means up to 1e8 elements."""
    return [
        {"loss": name, "size": size, "dtype": dtype.__name__, "ulps": mean_error(size, dtype, sq)}
        for size in (10**3, 10**5, 10**7, 10**8)
        for dtype in (np.float64, np.float32)
        for name, sq in (("mean_absolute_error", False), ("mean_squared_error", True))
    ]


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
        "libraries": {OURS: numpy, **libraries, **kept},
        "means": table["means"],
        "edges": {"inputs": EDGES, "answers": table["edges"] | answers},
        "rows": table["rows"],
    }


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="a Python that has other libraries")
    parser.add_argument("--only", default="", help="the cases whose name holds this; nothing kept")
    parser.add_argument("--search", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--evaluate", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.search:
        search(options.search, options.only)
        return
    if options.evaluate:
        evaluate_ours(*options.evaluate, options.only)
        return
    print(markdown_head(["SciPy", "scikit-learn", "PyTorch", "Keras", "JAX/optax"]))
    table = measure(options.peers, options.only)
    if options.only:
        return
    table["means"] = means()
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
