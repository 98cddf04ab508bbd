"""The book's figures: what they compute where they are read is what the kernels compute."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import vegaexpr

import lossbook
from lossbook.explorers import Choice, Explorer, playground

# A formula as it stands loses digits that the kernel keeps; measured over all figures, their whole
# range and the ends of their sliders: 1.2e-15 at most.
BOUND = 3e-15
KERNELS: dict[str, dict[str, Callable[[dict[str, Any]], tuple[Any, float, dict[str, Any]]]]] = {
    "robust": {
        "Huber": lambda s: (lossbook.huber, 0.0, {"delta": s["delta"]}),
        "pseudo-Huber": lambda s: (lossbook.pseudo_huber, 0.0, {"delta": s["delta"]}),
    },
    "quantile": {"pinball": lambda s: (lossbook.pinball, 0.0, {"quantile": s["tau"]})},
    "margins": {
        "hinge": lambda s: (lossbook.hinge, s["label"], {}),
        "squared hinge": lambda s: (lossbook.squared_hinge, s["label"], {}),
        "logistic": lambda s: (
            lossbook.binary_crossentropy, (s["label"] + 1) / 2, {"from_logits": True},
        ),
    },
    "logits": {
        "binary cross-entropy": lambda s: (
            lossbook.binary_crossentropy, s["target"], {"from_logits": True},
        )
    },
    "squared_and_absolute": {
        "squared error": lambda s: (lossbook.mean_squared_error, s["truth"], {}),
        "absolute error": lambda s: (lossbook.mean_absolute_error, s["truth"], {}),
    },
}  # fmt: skip


def settings(figure: Explorer) -> list[dict[str, Any]]:
    """Return the controls' values at which a figure is tried: ends, start, options."""
    values = [
        list(c.options.values()) if isinstance(c, Choice) else [c.low, c.value, c.high]
        for c in figure.controls
    ]
    names = [control.name for control in figure.controls]
    return [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*values)]


@pytest.mark.parametrize("name", KERNELS)
def test_a_figure_draws_what_the_kernel_computes(name: str) -> None:
    figure = getattr(playground, name)()
    worst = 0.0
    for panel, kind in zip(figure.spec["concat"], ("value", "gradient"), strict=True):
        layer = panel["layer"][0]
        drawn = {t["as"]: t["calculate"] for t in layer["transform"] if "calculate" in t}
        assert set(drawn) == set(KERNELS[name])
        sequence = layer["data"]["sequence"]
        x = np.arange(sequence["start"], sequence["stop"], sequence["step"])[::8]
        for label, chosen in itertools.product(drawn, settings(figure)):
            loss, truth, parameters = KERNELS[name][label](chosen)
            function = loss if kind == "value" else loss.gradient
            expected = function(np.full(x.shape, truth), x, reduction="none", **parameters)
            for at, kernel in zip(x, expected, strict=True):
                got = vegaexpr.evaluate(drawn[label], datum_x=at, **chosen)
                if got is None:  # at a jump, where the kernel says 0
                    assert (kind, kernel) == ("gradient", 0)
                else:
                    worst = max(worst, abs(got - kernel))
    assert worst < BOUND


def test_figures_do_not_depend_on_the_order_of_sets() -> None:
    """Another process, with another seed of its hashes, makes the figures that this one makes."""
    code = (
        "import json, lossbook.explorers._playground as playground\n"
        f"for name in {sorted(KERNELS)}:\n"
        "    print(json.dumps(getattr(playground, name)().spec))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    here = [json.dumps(getattr(playground, name)().spec) for name in sorted(KERNELS)]
    assert other == here
