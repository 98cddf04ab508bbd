"""The array libraries that the losses are tested on, each with how it is spoken to.

array-api-strict is always there. The others are skipped where they are not installed, unless
LOSSBOOK_REQUIRE_PEERS is set: then a test that needs a missing one fails.
"""

import importlib
import os

import numpy as np
import pytest


class Library:
    """array-api-strict, and what the others have in common with it."""

    module = "array_api_strict"

    def __init__(self):
        self.xp = importlib.import_module(self.module)

    def array(self, x):
        return self.xp.asarray(x)

    def numpy(self, x):
        return np.asarray(x)

    def __repr__(self):
        return self.module


class Torch(Library):
    module = "torch"

    def numpy(self, x):
        return x.numpy(force=True)

    def gradient(self, function, x):
        """Return the derivative of function(x), a number, by automatic differentiation."""
        x = self.array(x).requires_grad_()
        function(x).backward()
        return x.grad.numpy()

    def hessian(self, function, x):
        return self.xp.func.hessian(function)(self.array(x)).numpy()


class Jax(Library):
    module = "jax.numpy"

    def __init__(self):
        super().__init__()
        self.jax = importlib.import_module("jax")
        self.jax.config.update("jax_enable_x64", True)

    def gradient(self, function, x):
        return np.asarray(self.jax.grad(function)(self.array(x)))

    def hessian(self, function, x):
        return np.asarray(self.jax.jit(self.jax.hessian(function))(self.array(x)))


class Dask(Library):
    module = "dask.array"

    def array(self, x):
        """Return `x` in chunks of uneven size along every axis."""
        return self.xp.from_array(x, chunks=(4, 2, 3)[: np.ndim(x)])

    def numpy(self, x):
        return np.asarray(x.compute(scheduler="synchronous"))


def load(kind):
    """Return the library, or skip the test where it is not installed."""
    try:
        return kind()
    except ModuleNotFoundError as error:
        reason = f"{error.name} is not installed (make peers installs it)"
        if os.environ.get("LOSSBOOK_REQUIRE_PEERS"):
            pytest.fail(reason)
        pytest.skip(reason)
