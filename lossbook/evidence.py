"""Marks of evidence that raise when they do not hold: proved, verified, reproduced."""

from lossbook.proof._evidence import (
    MIME,
    Evidence,
    EvidenceError,
    proved,
    reproduced,
    verified,
)

__all__ = ["MIME", "Evidence", "EvidenceError", "proved", "reproduced", "verified"]
