"""The drawing style, and the figures that several chapters share.

Colours are Okabe and Ito's, which colour-blind readers can tell apart; lines differ by dashes
too. Figures are transparent, in dark ink: the site turns them light in the dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lossbook import Loss
from lossbook.book._extras import needed

needed("chapters", "matplotlib")

from cycler import cycler  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

INK = "#1f2328"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)), (0, (10, 3)), (0, (1, 1)))

STYLE: dict[str, Any] = {
    "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=DASHES),
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.labelsize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.figsize": (7.0, 3.4),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "grid.color": INK,
    "grid.alpha": 0.15,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "lines.linewidth": 2.0,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # Byte-identical from run to run and from machine to machine.
    "svg.fonttype": "path",
    "svg.hashsalt": "lossbook",
}


def use_style() -> None:
    """Draw in the book's style, as SVG without a date: the same bytes in every run."""
    plt.style.use(STYLE)
    inline = import_module("matplotlib_inline.backend_inline")  # only Jupyter brings it
    inline.set_matplotlib_formats("svg", metadata={"Date": None}, bbox_inches="tight")


def value_and_gradient(
    curves: Sequence[tuple[str, Loss[Any], Mapping[str, Any]]],
    prediction: ArrayLike,
    truth: float | int = 0.0,
    *,
    xlabel: str,
    ylabel: str = "loss",
) -> Figure:
    """Draw losses (left) and their gradients (right) against the prediction, the truth fixed.

    Parameters
    ----------
    curves : sequence of (label, loss, parameters)
        What is drawn; the parameters go to the loss as keywords.
    prediction : array_like, shape (n,)
        The abscissa.
    truth : number
        The one true value, or label.
    xlabel, ylabel : str
        Axis labels, with the unit where there is one.
    """
    x = np.asarray(prediction, dtype=float)
    y = np.full(x.shape, truth)
    figure, (left, right) = plt.subplots(1, 2)
    for label, loss, parameters in curves:
        left.plot(x, loss(y, x, reduction="none", **parameters), label=label)
        right.plot(x, _broken(loss.gradient(y, x, reduction="none", **parameters)), label=label)
    left.set(xlabel=xlabel, ylabel=ylabel, title="value")
    right.set(xlabel=xlabel, ylabel="gradient by the prediction", title="gradient")
    left.legend()
    return figure


def mark(axes: Axes, x: float, label: str, height: float = 0.96) -> None:
    """Mark an abscissa by a thin dotted line with its name beside it."""
    axes.axvline(x, color=INK, linewidth=1, linestyle=":")
    axes.annotate(
        label,
        (x, height),
        xycoords=("data", "axes fraction"),
        xytext=(4, 0),
        textcoords="offset points",
        va="top",
    )


def _broken(slope: Any) -> Any:
    """Return the values with nan where they jump, so that no line joins the two sides."""
    broken = np.array(slope, dtype=float)
    jump = np.abs(np.diff(broken))
    # A smooth gradient drawn at a hundred points or more changes by less from one to the next.
    broken[1:][(jump > 0.06 * np.ptp(broken)) & (jump > 50 * np.median(jump))] = np.nan
    return broken
