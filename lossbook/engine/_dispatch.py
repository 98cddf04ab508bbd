"""Where a call goes: to NumPy's blocks, to another library's arrays, or to a batch taken whole."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from lossbook.engine import _batches, _evaluation
from lossbook.engine._domains import Array
from lossbook.engine._kernel import Arguments, Kernel

# Types that are no other library's array. Any other type is looked at more closely.
PLAIN = frozenset({np.ndarray, np.float64, float, int, list, tuple, type(None)})


# Neither is decorated: torch.compile looks through them.
def evaluate(kernel: Kernel, arguments: Arguments) -> Any:
    """Return the reduced loss of `arguments`."""
    if elsewhere := _elsewhere(arguments):
        return elsewhere.evaluate(kernel, arguments)
    if kernel.batch:
        return _batches.evaluate(kernel, arguments)
    return _evaluation.evaluate(kernel, arguments)


def differentiate(kernel: Kernel, arguments: Arguments, order: int) -> Array:
    """Return the first or second derivative of `evaluate(kernel, arguments)` by each `y_pred`."""
    if elsewhere := _elsewhere(arguments):
        return elsewhere.differentiate(kernel, arguments, order)  # type: ignore[no-any-return]
    if kernel.batch:
        return _batches.differentiate(kernel, arguments)
    return _evaluation.differentiate(kernel, arguments, order)


def _elsewhere(arguments: Arguments) -> ModuleType | None:
    """Return the module that evaluates another library's arrays; None where these are NumPy's."""
    if (
        type(arguments.y_pred) in PLAIN
        and type(arguments.y_true) in PLAIN
        and type(arguments.sample_weight) in PLAIN
        and arguments.plain
    ):
        return None
    from lossbook.engine import arrays

    return arrays.module_for(arguments)
