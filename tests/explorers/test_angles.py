"""The margins in the plane: the figure's expressions against the kernels."""

import math
import re

import numpy as np
import pytest
import vegaexpr

from lossbook.explorers import angles
from lossbook.explorers._angles import CLASSES, LOSSES, angle, directions, margin, of_angle, scale
from lossbook.formulas import expression

NAMES = {angle: "x", margin: "m", scale: "s"} | {w: w.name for w in directions}
PLACES = [(125.0, 90.0, 210.0, 330.0), (10.0, 75.0, 200.0, 300.0), (269.0, 90.0, 100.0, 180.0)]


def of_kernel(label, true, x, w, m, s):
    loss, times = LOSSES[label]
    kwargs = {"margin": m if times is None else times} if "margin" in loss.symbols else {}
    return loss([true], np.cos(np.radians(x - np.asarray(w)))[None], scale=s, **kwargs)


@pytest.mark.parametrize("label", LOSSES)
def test_values_and_slopes_are_those_of_the_kernels(label):
    for x, *w in PLACES:
        for m, s in ((0.35, 10.0), (0.8, 3.0)):
            for true in CLASSES:
                at = {"x": x, "m": m, "s": s} | {f"w{k}": w[k] for k in CLASSES}
                text = expression(of_angle(label, "value", true), NAMES)
                value = of_kernel(label, true, x, w, m, s)
                # measured: 3e-13 of the value, where the loss is near 0
                assert vegaexpr.evaluate(text, **at) == pytest.approx(value, rel=1e-11, abs=1e-13)
                h = 1e-4
                up, down = (of_kernel(label, true, x + d, w, m, s) for d in (h, -h))
                text = expression(of_angle(label, "slope", true), NAMES)
                slope = (up - down) / math.radians(2 * h)
                assert vegaexpr.evaluate(text, **at) == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_the_figure_names_its_controls():
    figure = angles.plane()
    names = [control.name for control in figure.controls]
    assert names[:3] == ["margined", "marginm", "scales"]
    used = set(re.findall(r"\b(?:feature|direction)\d\b", str(figure.spec)))
    assert used == set(names[3:])
