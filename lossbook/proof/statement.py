"""What a proof says of itself, and the error of a statement that does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

# SymPy ships no type stubs, so its objects are Any to a type checker; the names say what is meant.
Expr = Any
Domain = Mapping[Any, Any]  # Symbol or IndexedBase → SymPy set
Relation = Literal["=", ">=", ">", "!="]


class DerivationError(ValueError):
    """A statement that is false, or that could be neither proved nor checked."""


@dataclass(frozen=True)
class Proof:
    """How a statement was shown to hold.

    Attributes
    ----------
    method : ``"symbolic"`` or ``"numeric"``
    statement : the statement, as text
    details : what was done
    points : number of points at which it was also (or, if numeric, only) checked
    """

    method: Literal["symbolic", "numeric"]
    statement: str
    details: str
    points: int

    def __str__(self) -> str:
        if self.method == "symbolic":
            return f"proved by SymPy ({self.details}): {self.statement}"
        return f"checked numerically, not proved ({self.details}): {self.statement}"
