"""What a proof says of itself, and the error of a statement that does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    conditions : SymPy relations; the statement holds where they do. They say where both sides are
        defined (no denominator is zero) or what was supposed, beyond the domain of the symbols.
    fact, where : the statement as a SymPy relation, where `prove` or `prove_integral` was asked
        for it, and the domains that were given
    """

    method: Literal["symbolic", "numeric"]
    statement: str
    details: str
    points: int
    conditions: tuple[Any, ...] = ()
    fact: Any = None
    where: Domain = field(default_factory=dict)

    def __str__(self) -> str:
        where = f", where {', '.join(map(str, self.conditions))}" if self.conditions else ""
        if self.method == "symbolic":
            return f"proved by SymPy ({self.details}): {self.statement}{where}"
        return f"checked numerically, not proved ({self.details}): {self.statement}{where}"
