"""The same kernels on the arrays of other libraries: PyTorch, JAX, Dask and the array standard.

Here is told whose array an argument is. `_whole` evaluates it by its own library; `_torch` and
`_jax` tell these libraries the derivative of a loss; `_dask` walks over chunks. Nothing of this is
imported before it is needed.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from lossbook.engine._intake import check_labels

if TYPE_CHECKING:
    from lossbook.engine._kernel import Arguments

# Arrays that do not tell their namespace themselves.
TENSORS = {"torch.Tensor": "torch", "dask.array.core.Array": "dask"}

# What becomes an array of the library that the other arguments are of. NumPy's arrays do not:
# they may be large, and the others on a device far away.
CONVERTED = (bool, int, float, list, tuple, np.generic, type(None))


def module_for(arguments: Arguments) -> ModuleType | None:
    """Return the module that evaluates these arguments; None where it is NumPy's turn.

    TypeError where arrays of two libraries meet: which to move where is not ours to guess.
    """
    given = arguments.arrays()
    check_labels(given)
    homes = {name: home_of(x) for name, x in given.items()}
    foreign = [name for name, home in homes.items() if home]
    if not foreign:
        return None
    first = foreign[0]
    home = homes[first]
    for name, x in given.items():
        if homes[name] != home and not isinstance(x, CONVERTED):
            raise TypeError(
                f"{first} is a {_kind(given[first])} and {name} a {_kind(x)}; "
                "expected arrays of one library"
            )
    module: ModuleType
    if home == "dask":
        from lossbook.engine.arrays import _dask as module
    else:
        from lossbook.engine.arrays import _whole as module
    return module


def home_of(x: Any) -> str | None:
    """Return the name of the library, other than NumPy, that the array `x` is of."""
    if isinstance(x, (np.ndarray, *CONVERTED)):
        return None
    for c in type(x).__mro__:
        home = TENSORS.get(f"{c.__module__}.{c.__qualname__}")
        if home is not None:
            return home
    return str(x.__array_namespace__().__name__) if hasattr(x, "__array_namespace__") else None


def _kind(x: Any) -> str:
    return f"{type(x).__module__.partition('.')[0]}.{type(x).__qualname__}"
