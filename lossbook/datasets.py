"""Small published data that ship in statsmodels and scikit-learn."""

from lossbook.book._datasets import (
    Data,
    breast_cancer,
    diabetes,
    digits,
    engel,
    spector,
    stackloss,
    travel_mode,
)

__all__ = [
    "Data",
    "breast_cancer",
    "diabetes",
    "digits",
    "engel",
    "spector",
    "stackloss",
    "travel_mode",
]
