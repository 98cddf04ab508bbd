"""Measure the speed and the memory of the losses beside NumPy and other libraries, as ratios.

    make bench                       the default sizes, a few minutes
    make bench WITH=python           in an environment with the other libraries
    make bench OUT=speed.json        what was measured also written to a file
    make bench LARGE=1               with 10⁸ elements too (needs 8 GB)

The chapter "Floating point" shows what `make bench OUT=chapters/data/speed.json WITH=...` wrote.

Every comparison is interleaved: one round calls each candidate once after the other, and what is
reported is the median over the rounds. Everything runs on one CPU, to which the process is bound
before any library starts its threads. What is measured is the CPU time of the process, so that
other processes disturb little. scikit-learn, Keras, PyTorch and JAX are measured where they are
installed; their arrays are made beforehand, in their own type and float64.
"""

# The number of threads must be set before the libraries are imported.
# ruff: noqa: E402
import argparse
import datetime
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))
XLA = (os.environ.get("XLA_FLAGS"), "--xla_cpu_multi_thread_eigen=false")
os.environ["XLA_FLAGS"] = " ".join(filter(None, XLA))
os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import math

import llvmlite.binding as llvm
import numpy as np

import lossbook
from lossbook.engine._evaluation import BLOCK
from lossbook.engine._sums import total

Call = Callable[[], Any]
SIZES, LARGE = (10**2, 10**4, 10**6, 10**7), 10**8
LOGITS = ((10**3, 10), (10**5, 10), (10**4, 1000), (10**3, 50_000))
GOAL = 2**22  # bytes of extra memory, whatever the size

# --- the losses, as each library has them ---------------------------------------------------------
# A table has, for each loss, the value and the value with the gradient by the prediction; a missing
# one is None. Where a library has no such loss, its user's own expression stands in.

OURS = {
    "MSE": (lossbook.mean_squared_error, {}),
    "MAE": (lossbook.mean_absolute_error, {}),
    "MAPE": (lossbook.mean_absolute_percentage_error, {}),
    "Huber": (lossbook.huber, {}),
    "log-cosh": (lossbook.log_cosh, {}),
    "BCE": (lossbook.binary_crossentropy, {"from_logits": True}),
    "hinge": (lossbook.hinge, {}),
    "RMSE": (lossbook.root_mean_squared_error, {}),
    "pseudo-Huber": (lossbook.pseudo_huber, {}),
    "pinball": (lossbook.pinball, {"quantile": 0.9}),
    "squared hinge": (lossbook.squared_hinge, {}),
    "BCE of p": (lossbook.binary_crossentropy, {}),
    "softmax CE": (lossbook.sparse_categorical_crossentropy, {"from_logits": True}),
}


def ours(name: str, y: Any, p: Any, compiled: bool = False) -> dict[str, Call]:
    """Return the calls of this package; of its compiled loops, none for a loss without them."""
    loss, flags = OURS[name]
    if compiled and loss.compiled is loss:
        return {}
    loss = loss.compiled if compiled else loss
    value, gradient = partial(loss, y, p, **flags), partial(loss.gradient, y, p, **flags)
    return {"value": value, "gradient": lambda: (value(), gradient())}


def expressions(xp: Any) -> dict[str, Callable[[Any, Any], Any]]:
    """Return each mean loss as one writes it down, for NumPy's namespace or one like it."""

    def huber(y: Any, p: Any) -> Any:
        a = xp.abs(p - y)
        return xp.mean(xp.where(a <= 1, 0.5 * a**2, a - 0.5))

    def softmax_ce(t: Any, z: Any) -> Any:
        top = xp.max(z, axis=1, keepdims=True)
        true = z[xp.arange(t.shape[0]), t]
        return xp.mean(xp.log(xp.sum(xp.exp(z - top), axis=1)) + top[:, 0] - true)

    return {
        "MSE": lambda y, p: xp.mean((p - y) ** 2),
        "MAE": lambda y, p: xp.mean(xp.abs(p - y)),
        "MAPE": lambda y, p: xp.mean(xp.abs(p - y) / xp.abs(y)),
        "Huber": huber,
        "log-cosh": lambda y, p: xp.mean(xp.log(xp.cosh(p - y))),
        "BCE": lambda y, z: xp.mean(xp.maximum(z, 0.0) - z * y + xp.log1p(xp.exp(-xp.abs(z)))),
        "hinge": lambda y, f: xp.mean(xp.maximum(1 - y * f, 0.0)),
        "RMSE": lambda y, p: xp.sqrt(xp.mean((p - y) ** 2)),
        "pseudo-Huber": lambda y, p: xp.mean(xp.sqrt(1 + (p - y) ** 2) - 1),
        "pinball": lambda y, p: xp.mean(xp.maximum(0.9 * (y - p), 0.1 * (p - y))),
        "squared hinge": lambda y, f: xp.mean(xp.maximum(1 - y * f, 0.0) ** 2),
        "BCE of p": lambda y, p: xp.mean(-y * xp.log(p) - (1 - y) * xp.log1p(-p)),
        "softmax CE": softmax_ce,
    }


def softmax_slope(t: Any, z: Any) -> Any:
    """Return the gradient of the mean softmax cross-entropy, as one writes it with NumPy."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    slope = e / e.sum(axis=1, keepdims=True)
    slope[np.arange(len(t)), t] -= 1
    return slope / len(t)


SLOPES = {
    "MSE": lambda y, p: 2 * (p - y) / y.size,
    "MAE": lambda y, p: np.sign(p - y) / y.size,
    "MAPE": lambda y, p: np.sign(p - y) / np.abs(y) / y.size,
    "Huber": lambda y, p: np.clip(p - y, -1, 1) / y.size,
    "log-cosh": lambda y, p: np.tanh(p - y) / y.size,
    "BCE": lambda y, z: (1 / (1 + np.exp(-z)) - y) / y.size,
    "hinge": lambda y, f: np.where(y * f < 1, -y, 0) / y.size,
    "RMSE": lambda y, p: (p - y) / np.sqrt(np.mean((p - y) ** 2)) / y.size,
    "pseudo-Huber": lambda y, p: (p - y) / np.sqrt(1 + (p - y) ** 2) / y.size,
    "pinball": lambda y, p: np.where(p > y, 0.1, -0.9) / y.size,
    "squared hinge": lambda y, f: -2 * y * np.maximum(1 - y * f, 0) / y.size,
    "BCE of p": lambda y, p: (p - y) / (p * (1 - p)) / y.size,
    "softmax CE": softmax_slope,
}


def numpy_calls(name: str, y: Any, p: Any) -> dict[str, Call]:
    """Return the plain NumPy expressions."""
    value, slope = partial(expressions(np)[name], y, p), partial(SLOPES[name], y, p)
    return {"value": lambda: float(value()), "gradient": lambda: (float(value()), slope())}


def sklearn_calls(name: str, y: Any, p: Any) -> dict[str, Call]:
    """Return scikit-learn's metrics; from logits, and for Huber, the losses its models fit."""
    from sklearn import metrics
    from sklearn._loss import loss as fitted

    if name in ("BCE", "Huber", "softmax CE"):
        made = {
            "BCE": lambda: fitted.HalfBinomialLoss(),
            "Huber": lambda: fitted.HuberLoss(delta=1.0),
            "softmax CE": lambda: fitted.HalfMultinomialLoss(n_classes=p.shape[-1]),
        }[name]()
        y = y.astype(float)
        return {
            "value": lambda: float(made(y, p)),
            "gradient": lambda: made.loss_gradient(y, p),
        }
    function = {
        "MSE": metrics.mean_squared_error,
        "MAE": metrics.mean_absolute_error,
        "MAPE": metrics.mean_absolute_percentage_error,
        "hinge": metrics.hinge_loss,
        "RMSE": metrics.root_mean_squared_error,
        "pinball": partial(metrics.mean_pinball_loss, alpha=0.9),
        "BCE of p": metrics.log_loss,
    }.get(name)
    return {"value": partial(function, y, p)} if function else {}


def torch_calls(name: str, y: Any, p: Any) -> dict[str, Call]:
    """Return PyTorch's eager losses, and eager expressions where it has none."""
    import torch
    import torch.nn.functional as F  # noqa: N812

    torch.set_num_threads(1)
    function = {
        "MSE": F.mse_loss,
        "MAE": F.l1_loss,
        "MAPE": lambda p, y: ((p - y).abs() / y.abs()).mean(),
        "Huber": F.huber_loss,
        "log-cosh": lambda p, y: (p - y).cosh().log().mean(),
        "BCE": F.binary_cross_entropy_with_logits,
        "hinge": lambda f, y: (1 - y * f).clamp(min=0).mean(),
        "RMSE": lambda p, y: F.mse_loss(p, y).sqrt(),
        "pseudo-Huber": lambda p, y: ((p - y).square().add(1).sqrt() - 1).mean(),
        "pinball": lambda p, y: torch.maximum(0.9 * (y - p), 0.1 * (p - y)).mean(),
        "squared hinge": lambda f, y: (1 - y * f).clamp(min=0).square().mean(),
        "BCE of p": F.binary_cross_entropy,
        "softmax CE": F.cross_entropy,
    }[name]
    return _autograd(lambda y, p: function(p, y), y, p)


def keras_calls(name: str, y: Any, p: Any) -> dict[str, Call]:
    """Return Keras's loss functions on its PyTorch backend."""
    import keras

    if keras.backend.backend() != "torch":
        raise ImportError("Keras without its PyTorch backend")
    losses = keras.losses
    function = {
        "MSE": losses.mean_squared_error,
        "MAE": losses.mean_absolute_error,
        "MAPE": losses.mean_absolute_percentage_error,
        "Huber": losses.huber,
        "log-cosh": losses.log_cosh,
        "BCE": partial(losses.binary_crossentropy, from_logits=True),
        "hinge": losses.hinge,
        "squared hinge": losses.squared_hinge,
        "BCE of p": losses.binary_crossentropy,
        "softmax CE": partial(losses.sparse_categorical_crossentropy, from_logits=True),
    }.get(name)
    if function is None:
        return {}
    return _autograd(lambda y, p: function(y, p).mean(), y, p)


def _autograd(function: Callable[[Any, Any], Any], y: Any, p: Any) -> dict[str, Call]:
    import torch

    truth, prediction = torch.from_numpy(y), torch.from_numpy(p)
    moving = torch.from_numpy(p).requires_grad_()

    def with_gradient() -> Any:
        value = function(truth, moving)
        return value.item(), torch.autograd.grad(value, moving)[0]

    return {"value": lambda: function(truth, prediction).item(), "gradient": with_gradient}


def jax_calls(name: str, y: Any, p: Any) -> dict[str, Call]:
    """Return the plain expressions compiled by JAX: it has no losses of its own."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    function = expressions(jnp)[name]
    value, both = jax.jit(function), jax.jit(jax.value_and_grad(function, argnums=1))
    truth, prediction = jnp.asarray(y), jnp.asarray(p)
    return {
        "value": lambda: float(value(truth, prediction)),
        "gradient": lambda: jax.block_until_ready(both(truth, prediction)),
    }


CALLS = {
    "NumPy": numpy_calls,
    "scikit-learn": sklearn_calls,
    "Keras": keras_calls,
    "PyTorch": torch_calls,
    "JAX": jax_calls,
}
MODULES = dict(zip(CALLS, ("numpy", "sklearn", "keras", "torch", "jax"), strict=True))
PEERS = tuple(CALLS)
COMPILED = "lossbook compiled"


# --- measuring ------------------------------------------------------------------------------------


def medians(calls: dict[str, Call], budget: float) -> dict[str, float]:
    """Return the median CPU seconds of each call, all called in turn for about `budget` seconds."""
    repeat = {}
    for name, call in calls.items():
        call()  # compiles, and brings the memory
        start = time.process_time()
        call()
        repeat[name] = max(1, int(2e-3 / max(time.process_time() - start, 1e-7)))
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    end = time.monotonic() + budget
    while len(seconds["lossbook"]) < 5 or time.monotonic() < end:
        for name, call in calls.items():
            start = time.process_time()
            for _ in range(repeat[name]):
                call()
            seconds[name].append((time.process_time() - start) / repeat[name])
        if len(seconds["lossbook"]) >= 50:
            break
    return {name: statistics.median(times) for name, times in seconds.items()}


def peak(call: Call, result: int) -> int:
    """Return the most bytes that NumPy held beyond a result of so many bytes."""
    tracemalloc.start()
    try:
        call()
        return max(0, tracemalloc.get_traced_memory()[1] - result)
    finally:
        tracemalloc.stop()


def data(name: str, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return random truth and prediction."""
    rng = np.random.default_rng(0)
    p = rng.normal(size=shape)
    if name == "softmax CE":
        return rng.integers(0, shape[-1], shape[0]), p
    y = rng.normal(size=shape)
    if name in ("BCE", "BCE of p"):
        y = (y > 0).astype(float)
    if name == "BCE of p":
        p = rng.uniform(size=shape)
    if name in ("hinge", "squared hinge"):
        y = np.sign(y)
    return y, p


def rows(
    name: str, shape: tuple[int, ...], peers: list[str], budget: float
) -> Iterator[dict[str, Any]]:
    """Yield what was measured for one loss and one size: of the value, and with the gradient."""
    y, p = data(name, shape)
    made = {"lossbook": ours(name, y, p), COMPILED: ours(name, y, p, compiled=True)}
    made |= {peer: CALLS[peer](name, y, p) for peer in peers}
    for what in ("value", "gradient"):
        calls = {peer: calls[what] for peer, calls in made.items() if what in calls}
        calls["read"] = lambda: (y.sum(), p.sum())
        found = medians(calls, budget)
        base = found["lossbook"]
        result = p.nbytes if what == "gradient" else 0
        memory = {who: peak(made[who][what], result) for who in ("lossbook", "NumPy")}
        compiled = {}
        if made[COMPILED]:
            quick = found[COMPILED]
            others = {"lossbook": base, **{peer: found[peer] for peer in PEERS if peer in found}}
            compiled = {
                "µs": float(f"{quick * 1e6:.4g}"),
                "ratios": {who: round(seconds / quick, 2) for who, seconds in others.items()},
                "read": round(quick / found["read"], 2),
                "extra MiB": round(peak(made[COMPILED][what], result) / 2**20, 2),
            }
        yield {
            "loss": name,
            "shape": list(shape),
            "what": "value" if what == "value" else "value, gradient",
            "µs": float(f"{base * 1e6:.4g}"),
            "ratios": {peer: round(found[peer] / base, 2) for peer in PEERS if peer in found},
            "read": round(base / found["read"], 2),
            "extra MiB": {who: round(size / 2**20, 2) for who, size in memory.items()},
            "compiled": compiled,
        }


def cells(row: dict[str, Any]) -> list[str]:
    """Return the row of the printed table."""
    return [
        row["loss"],
        "×".join(f"{n:.0e}".replace("e+0", "e") if n >= 10**4 else str(n) for n in row["shape"]),
        row["what"],
        f"{row['µs']:g}",
        *(f"{row['ratios'][peer]:.2f}" if peer in row["ratios"] else "–" for peer in PEERS),
        f"{row['read']:.2f}",
        *(f"{row['extra MiB'][who]:.2f}" for who in ("lossbook", "NumPy")),
    ]


def compiled_cells(row: dict[str, Any]) -> list[str]:
    """Return the row of the table of the compiled loops."""
    made = row["compiled"]
    ratios = made["ratios"]
    return [
        *cells(row)[:3],
        f"{made['µs']:g}",
        *(f"{ratios[who]:.2f}" if who in ratios else "–" for who in ("lossbook", *PEERS)),
        f"{made['read']:.2f}",
        f"{made['extra MiB']:.2f}",
    ]


def short_of(body: list[dict[str, Any]]) -> list[str]:
    """Return every cell in which the compiled loops miss what they are for."""
    lines = []
    for row in body:
        made, case = row["compiled"], ", ".join(cells(row)[:3])
        if not made:
            continue
        for who, ratio in made["ratios"].items():
            if ratio < 1:
                lines.append(f"- {who} is faster: {case}: {ratio:.2f}")
        large = row["shape"][0] >= 10**7 and row["what"] == "value"
        if large and made["ratios"]["NumPy"] < 3:
            lines.append(f"- less than 3 times NumPy: {case}: {made['ratios']['NumPy']}")
        if large and row["loss"] in ("MSE", "MAE", "Huber", "hinge") and made["read"] > 1.1:
            lines.append(f"- more than 1.1 read passes: {case}: {made['read']}")
    return lines


# --- sums -----------------------------------------------------------------------------------------


def sums(n: int) -> Iterator[list[str]]:
    """Yield how far the means of n numbers are from the exact ones, in ulps of these."""
    rng = np.random.default_rng(1)
    kinds = {
        "uniform in [0, 1)": lambda: rng.random(n),
        "all 0.1": lambda: np.full(n, 0.1),
        "0.1 or 0.7": lambda: rng.choice([0.1, 0.7], n),
        "squares of normal": lambda: rng.normal(size=n) ** 2,
        "log-normal, σ = 3": lambda: np.exp(3 * rng.normal(size=n)),
    }
    for kind, make in kinds.items():
        x = make()
        pieces = [x[i : i + 2**16] for i in range(0, n, 2**16)]
        exact = math.fsum(chain.from_iterable(piece.tolist() for piece in pieces))
        rest = math.fsum(chain([-exact], chain.from_iterable(q.tolist() for q in pieces)))
        zero = np.broadcast_to(0.0, x.shape)
        total = lossbook.mean_absolute_error(zero, x, reduction="sum")
        errors = [abs((s - exact) - rest) / math.ulp(exact) for s in (total, float(np.sum(x)))]
        yield [kind, f"{n:.0e}".replace("e+0", "e"), *(f"{error:.2f}" for error in errors)]


def sum_costs(budget: float) -> Iterator[dict[str, Any]]:
    """Yield how many times as long as `numpy.sum` a sum takes that is rounded once."""
    for n in (10**4, 10**6):
        x = np.random.default_rng(0).random(n)
        blocks = [x[start : start + BLOCK] for start in range(0, n, BLOCK)]
        found = medians({"lossbook": lambda b=blocks: total(b), "NumPy": x.sum}, budget)
        yield {"numbers": n, "ratio": round(found["lossbook"] / found["NumPy"], 2)}


FIRST = """
import time
import numpy as np
import lossbook
y, p = np.ones(9), np.zeros(9)
start = time.process_time()
lossbook.huber.compiled(y, p)
print(time.process_time() - start)
"""


def first_calls() -> dict[str, float]:
    """Return the CPU seconds of a process's first compiled call, numba's import in them."""
    with tempfile.TemporaryDirectory() as cache:
        places = os.environ | {"NUMBA_CACHE_DIR": cache}
        seconds = [
            float(subprocess.check_output([sys.executable, "-c", FIRST], env=places, text=True))
            for _ in range(2)
        ]
    return {name: round(s, 2) for name, s in zip(("anew", "from the disk"), seconds, strict=True)}


# --- the report -----------------------------------------------------------------------------------


def machine() -> dict[str, str]:
    """Return what the machine is and how it was used, without the machine's name."""
    model = platform.processor() or platform.machine()
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(
            (x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), model
        )
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    bound = "bound to one CPU, " if hasattr(os, "sched_setaffinity") else ""
    return {
        "CPU": model,
        "NumPy uses": ", ".join(found) or "its baseline",
        "one thread each": f"{bound}{', '.join(THREADS)} = 1, torch.set_num_threads(1), "
        f"XLA_FLAGS={os.environ['XLA_FLAGS']}",
        "Python": platform.python_version(),
        "numba compiles for": f"{llvm.get_host_cpu_name()}"
        f"{' as ' + os.environ['NUMBA_CPU_NAME'] if 'NUMBA_CPU_NAME' in os.environ else ''}",
        "lossbook": lossbook.__version__,
    }


def installed() -> dict[str, str]:
    """Return the peers that can be measured, with their versions; say which cannot."""
    versions = {}
    y, p = data("MSE", (10,))
    for peer, module in MODULES.items():
        try:
            CALLS[peer]("MSE", y, p)["value"]()
        except ImportError as error:
            print(f"{peer}: skipped, not installed ({error})", file=sys.stderr)
        else:
            versions[peer] = importlib.import_module(module).__version__
    return versions


def table(head: list[str], body: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


COMPILED_HEAD = ["loss", "n", "what", "compiled, µs", "lossbook ÷ compiled"]
COMPILED_HEAD += [*(f"{p} ÷ compiled" for p in PEERS), "compiled ÷ read", "extra MiB"]
HEAD = ["loss", "n", "what", "lossbook, µs", *(f"{p} ÷ lossbook" for p in PEERS)]
HEAD += ["lossbook ÷ read", "extra MiB", "NumPy's MiB"]


def verdict(body: list[dict[str, Any]]) -> list[str]:
    """Return every cell in which a peer is faster, and every cell beyond the memory goal."""
    lines = []
    for row in body:
        case = ", ".join(cells(row)[:3])
        for peer, ratio in row["ratios"].items():
            if ratio < 1:
                lines.append(f"- {peer} is faster: {case}: {ratio:.2f}")
        extra = row["extra MiB"]["lossbook"]
        if extra >= GOAL / 2**20:
            lines.append(f"- more than 4 MiB: {case}: {extra}")
    return lines


def main() -> None:
    """Print the report, and write what was measured to the file asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--large", action="store_true", help="with 10⁸ elements too")
    parser.add_argument("--out", type=Path, help="a JSON file that what was measured is written to")
    parser.add_argument("--budget", type=float, default=1.0, help="seconds a comparison takes")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="elements")
    parser.add_argument("--only", nargs="*", default=list(OURS), help="these losses alone")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # the naive expressions overflow, the libraries deprecate

    peers = installed()
    body = []
    for name in options.only:
        sizes = [(n,) for n in (*options.sizes, *(LARGE,) * options.large)]
        for shape in LOGITS if name == "softmax CE" else sizes:
            for row in rows(name, shape, list(peers), options.budget):
                body.append(row)
                print(*cells(row), sep=" | ", file=sys.stderr, flush=True)  # it takes minutes
    costs = list(sum_costs(options.budget))
    first = first_calls()
    errors = [row for n in (10**6, *(LARGE,) * options.large) for row in sums(n)]
    where = machine()
    report = [
        "# Speed and memory",
        "",
        *(f"- {what}: {it}" for what, it in (where | peers).items()),
        "",
        "Medians of CPU time, all candidates of a row called in turn; every loss is a mean. "
        "A ratio of 2 means that the peer takes twice as long as lossbook. *read* is the sum of "
        "each of the two arrays. *extra* is the most that NumPy held beyond the result.",
        "",
        table(HEAD, [cells(row) for row in body]),
        "",
        "## Where lossbook does not win",
        "",
        *(verdict(body) or ["Nowhere."]),
        "",
        "## Compiled",
        "",
        table(COMPILED_HEAD, [compiled_cells(row) for row in body if row["compiled"]]),
        "",
        "## What the compiled loops miss",
        "",
        *(short_of(body) or ["Nothing."]),
        "",
        "## Error of a sum, in ulps of the exact one",
        "",
        table(["numbers", "n", "lossbook", "numpy.sum"], errors),
        "",
        *(f"A sum of {row['numbers']} takes {row['ratio']} times numpy.sum's." for row in costs),
        f"The first compiled call of a process (Huber's loss): {first['anew']} s of CPU time where "
        f"nothing compiled lies on the disk, {first['from the disk']} s where it does.",
    ]
    print("\n".join(report))
    if options.out:
        date = datetime.date.today().isoformat()
        measured = {"date": date, "machine": where, "libraries": peers}
        measured |= {"sums": costs, "first compiled call": first, "rows": body}
        text = json.dumps(measured, ensure_ascii=False, indent=1)
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
