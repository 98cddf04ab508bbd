"""What embeddings are judged by: recall at 1, mean average precision, ROC, equal error rate."""

from lossbook.book._retrieval import (
    Roc,
    equal_error_rate,
    mean_average_precision,
    recall_at_1,
    roc,
)

__all__ = [
    "Roc",
    "equal_error_rate",
    "mean_average_precision",
    "recall_at_1",
    "roc",
]
