"""Derivations whose every step is proved: a false step raises."""

from lossbook.proof._derivation import (
    Derivation,
    DerivationError,
    Line,
)

__all__ = ["Derivation", "DerivationError", "Line"]
