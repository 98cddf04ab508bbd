"""The same kernels on the arrays of other libraries: PyTorch, JAX, Dask and the array standard.

Here is told whose array an argument is. `_whole` evaluates it by its own library; `_torch` and
`_jax` tell these libraries the derivative of a loss; `_dask` walks over chunks. Nothing of this is
imported before it is needed.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from lossbook.engine._intake import check_labels, check_meaning
from lossbook.engine.arrays._home import CONVERTED, home_of

if TYPE_CHECKING:
    from lossbook.engine._kernel import Arguments


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
            if not homes[name]:
                check_meaning(name, x)  # what is refused by itself has a way out of its own
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


def _kind(x: Any) -> str:
    return f"{type(x).__module__.partition('.')[0]}.{type(x).__qualname__}"
