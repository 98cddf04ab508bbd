"""The array libraries that the losses are tested on, each with how it is spoken to.

array-api-strict is always there. The tests of the others are left out where they are not installed
(conftest.py does it and says so), unless LOSSBOOK_REQUIRE_PEERS is set: then they fail.
"""

import importlib
import importlib.util
import os

import numpy as np


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


class TensorFlow(Library):
    """TensorFlow, whose tensors are refused: it has no namespace of the array standard."""

    module = "tensorflow"

    def __init__(self):
        os.environ.setdefault(
            "KERAS_BACKEND", "jax"
        )  # it imports Keras, which all tests here share
        super().__init__()

    def array(self, x):
        return self.xp.constant(x)


class Dask(Library):
    module = "dask.array"

    def array(self, x):
        """Return `x` in chunks of uneven size along every axis."""
        return self.xp.from_array(x, chunks=(4, 2, 3)[: np.ndim(x)])

    def numpy(self, x):
        return np.asarray(x.compute(scheduler="synchronous"))


PEERS = {"torch", "jax", "dask", "tensorflow"}


def missing():
    """Return the names of the libraries that are neither installed nor required to be."""
    if os.environ.get("LOSSBOOK_REQUIRE_PEERS"):
        return set()
    return {name for name in PEERS if importlib.util.find_spec(name) is None}


def needed(item):
    """Return the names of the libraries that a collected test needs."""
    kind = getattr(item, "callspec", None) and item.callspec.params.get("library")
    names = {kind.module.partition(".")[0]} if hasattr(kind, "module") else set()
    return names | (PEERS & set(item.fixturenames))
