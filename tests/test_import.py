"""`import lossbook` is light: what is heavy is loaded when it is asked for.

What it costs in seconds is measured by `make import-time`; a timing would make a poor test.
"""

import subprocess
import sys

import pytest

HEAVY = ("sympy", "scipy", "matplotlib", "pandas", "IPython", "sklearn", "statsmodels")


def modules_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh process has loaded after `code`."""
    code += "\nimport sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import lossbook",
        "from lossbook import *",
        "from lossbook import huber; huber([1.0], [2.0]); huber.gradient([1.0], [2.0])",
    ],
)
def test_neither_sympy_nor_scipy_nor_matplotlib_is_loaded(code: str) -> None:
    assert modules_after(code).isdisjoint(HEAVY)


def test_nothing_for_other_libraries_is_loaded_with_numpy_arrays() -> None:
    code = "import numpy as np; from lossbook import huber; huber(np.ones(2), [1.0, 2.0])"
    code += "; import sys; assert 'lossbook.engine.arrays' not in sys.modules"
    assert modules_after(code).isdisjoint({"torch", "jax", "dask", "array_api_compat"})


def test_the_probe_sees_what_is_loaded() -> None:
    assert {"sympy", "lossbook"} <= modules_after("import lossbook; lossbook.huber.formula")


def test_every_exported_name_exists_and_is_documented() -> None:
    import lossbook

    for name in lossbook.__all__:
        assert getattr(lossbook, name).__doc__
