"""A small figure with a slider, on which the tests of the figures look at what all of them hold."""

import re
from typing import Any

import vl_convert

import lossbook
from lossbook.explorers import Curve, Explorer, Slider, explore

DELTA = Slider("delta", "δ", 0.5, 2.0, 0.25, 1.0)
RESIDUAL = Slider("residual", "residual e", -4.0, 4.0, 0.05, 2.0)
TEXTS = {"caption": "A caption.", "description": "What <is> seen."}


def figure(**changes: object) -> Explorer:
    """Return a small figure."""
    arguments: dict = {
        "name": "test",
        "curves": [Curve("Huber", lossbook.huber, parameters={"delta": DELTA.symbol})],
        "controls": [DELTA],
        "prediction": RESIDUAL,
        "domains": {"value": (0, 4), "gradient": (-2, 2), "curvature": (-1, 2)},
        "xlabel": "residual",
        **TEXTS,
    }
    return explore(**{**arguments, **changes})


def texts_of(spec: dict[str, Any]) -> list[str]:
    """Return the texts that Vega writes when it draws a figure, in order."""
    picture = vl_convert.vegalite_to_svg(spec)
    return [text for text in re.findall(r">([^<]+)</t(?:ext|span)>", picture) if text.strip()]
