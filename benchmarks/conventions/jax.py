"""What the libraries on JAX have in common."""

import os
from typing import Any

import numpy as np

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("KERAS_BACKEND", "jax")


def array(x: Any) -> Any:
    """Return a JAX array, of float64 where the numbers are floats."""
    from jax import numpy

    return numpy.asarray(x)


def differentiate(function: Any, y_pred: Any) -> Any:
    """Return the derivative by automatic differentiation."""
    import jax

    return np.asarray(jax.grad(function)(y_pred))
