"""Write lossbook/losses/__init__.pyi: the losses as editors and type checkers see them.

    python tools/stubs.py [--check]

A loss is an object whose documentation is put together and whose call returns a float or an array,
by its reduction. Neither can be read off the source, so both are written down: an overload a
reduction, and the whole docstring. With --check nothing is written, and an old file is an error.
"""

import inspect
import subprocess
import sys
from pathlib import Path

import lossbook
from lossbook import losses

STUB = Path(__file__).resolve().parent.parent / "lossbook" / "losses" / "__init__.pyi"

HEAD = '''\
"""Made by tools/stubs.py from the losses themselves: `make stubs`."""

from typing import Any, Literal, Protocol, overload

from numpy.typing import ArrayLike, NDArray

from lossbook._loss import Loss

class Foreign(Protocol):
    """An array of the array standard that is not NumPy's: JAX's, CuPy's, Dask's."""

    def __array_namespace__(self) -> Any: ...
    @property
    def at(self) -> Any: ...

class Tensor(Protocol):
    """A tensor of PyTorch's."""

    @property
    def requires_grad(self) -> bool: ...
'''

KNOWN = {"mean": 'Literal["mean", "sum"]', "none": 'Literal["none"]'}


def parameters(loss, reduction=None, foreign=False):
    """Return the parameters of a call as they stand in a stub."""
    texts, starred = [], False
    for p in inspect.signature(loss).parameters.values():
        if p.kind is p.KEYWORD_ONLY and not starred:
            texts.append("*")
            starred = True
        kind, default = str(p.annotation), "" if p.default is p.empty else " = ..."
        if p.name == "reduction":
            kind = KNOWN.get(reduction, "str")
            default = "" if reduction == "none" else default
        elif foreign and p.name in ("y_true", "y_pred"):
            kind = {"y_true": "Any", "y_pred": "Foreign | Tensor"}[p.name]
        texts.append(f"{p.name}: {kind}{default}")
    return ", ".join(texts)


def called(arguments, result, doc=""):
    """Return one overload of a call."""
    body = f'\n        """{doc}"""' if doc else " ..."
    return f"    @overload\n    def __call__(self, {arguments}) -> {result}:{body}"


def documented(text, indent):
    """Return a docstring as it stands in a source, its lines behind an indentation."""
    lines = inspect.cleandoc(text).replace("\\", "\\\\").split("\n")
    return "\n".join([lines[0], *(line and indent + line for line in lines[1:]), indent])


def stub(loss):
    """Return the classes of a loss and of its derivatives, and the loss."""
    kind = "_" + "".join(part.capitalize() for part in loss.__name__.split("_"))
    each = "reduction" in inspect.signature(loss).parameters and not loss.kernel().batch
    # A tensor can pass for an ArrayLike, so what it gives comes first.
    calls = [called(parameters(loss, foreign=True), "Any")]
    calls += [called(parameters(loss, "none"), "NDArray[Any]")] * each
    calls += [called(parameters(loss, "mean"), "float")]
    slope = documented(loss.gradient.__doc__, " " * 8)
    slopes = [
        called(parameters(loss, foreign=True), "Any", slope),
        called(parameters(loss), "NDArray[Any]"),
    ]
    derivatives = ["gradient", "hessian"][: 1 if loss.kernel().curvature is None else 2]
    lines = [
        f"class {kind}Derivative:",
        *slopes,
        "",
        f"class {kind}(Loss[...]):",
        *calls,
    ]
    for name in derivatives:
        lines += [
            "    @property",
            f"    def {name}(self) -> {kind}Derivative: ...  # type: ignore[override]",
        ]
    return "\n".join(
        [*lines, "", f"{loss.__name__}: {kind}", f'"""{documented(loss.__doc__, "")}"""', ""]
    )


def function(name):
    """Return a plain function of the package with its docstring."""
    made = getattr(losses, name)
    arguments = str(inspect.signature(made)).replace("'", "")
    return f'def {name}{arguments}:\n    """{documented(made.__doc__, "    ")}"""\n'


def text():
    """Return the whole stub."""
    parts = [HEAD]
    for name in losses.__all__:
        loss = getattr(losses, name)
        if getattr(loss, "__name__", name) != name:  # another name of a loss
            parts.append(f"{name} = {loss.__name__}\n")
        else:
            parts.append(stub(loss) if isinstance(loss, lossbook.Loss) else function(name))
    names = "".join(f'    "{name}",\n' for name in losses.__all__)
    whole = "\n".join(parts) + f"\n__all__ = [\n{names}]\n"
    containers = [name for name in ("Mapping", "Sequence") if f" {name}[" in whole]
    if containers:
        line = f"from collections.abc import {', '.join(containers)}\n"
        whole = whole.replace("from typing", f"{line}from typing", 1)
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", STUB.name, "-"]
    done = subprocess.run(command, input=whole, capture_output=True, text=True, check=True)
    return done.stdout


def main():
    """Write the stub, or say that it is old."""
    new = text()
    if "--check" in sys.argv and (not STUB.exists() or STUB.read_text(encoding="utf-8") != new):
        raise SystemExit(f"{STUB.name} is older than the losses: make stubs")
    STUB.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
