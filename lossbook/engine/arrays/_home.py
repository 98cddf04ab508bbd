"""Whose array an argument is."""

from __future__ import annotations

from typing import Any

import numpy as np

# Arrays that do not tell their namespace themselves.
TENSORS = {"torch.Tensor": "torch", "dask.array.core.Array": "dask"}

# What becomes an array of the library that the other arguments are of. NumPy's arrays do not:
# they may be large, and the others on a device far away.
CONVERTED = (bool, int, float, list, tuple, np.generic, type(None))


def home_of(x: Any) -> str | None:
    """Return the name of the library, other than NumPy, that the array `x` is of."""
    if isinstance(x, (np.ndarray, *CONVERTED)):
        return None
    for c in type(x).__mro__:
        home = TENSORS.get(f"{c.__module__}.{c.__qualname__}")
        if home is not None:
            return home
    return str(x.__array_namespace__().__name__) if hasattr(x, "__array_namespace__") else None
