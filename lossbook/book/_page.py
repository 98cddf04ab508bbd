"""What a chapter needs on its page beside text: the code of a loss, and numbers for the prose."""

from __future__ import annotations

from typing import Any

from lossbook import Loss
from lossbook.book._extras import needed


class Code:
    """Source text that shows itself as a block of Python."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}\n```"


def code(*losses: Loss[Any]) -> Code:
    """Return the kernels of the losses as the package runs them: value and derivative."""
    return Code("\n\n\n".join(loss.source for loss in losses))


def glue(name: str, value: Any, format: str = "") -> None:
    """Store a number, formatted, for the prose: it stands there as {glue:text}`name`.

    The text is stored and not the float, whose last digits differ between processors.
    """
    needed("chapters", "myst_nb")
    from myst_nb import glue as store

    store(name, f"{value:{format}}".replace("-", "−"), display=False)
