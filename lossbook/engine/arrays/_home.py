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
    if not hasattr(x, "__array_namespace__") or hasattr(x, "todense"):  # kernels are for dense ones
        return None
    home = str(x.__array_namespace__().__name__)
    # What has no device wraps an array of NumPy's, as Autograd's boxes do; a tracer of JAX's may.
    return home if home == "jax.numpy" or hasattr(x, "device") else None
