"""Lossbook: loss functions derived, tested and drawn.

Every loss is one object: call it for its value, `loss.gradient` for the derivative by the
prediction, `loss.formula` for the SymPy expression both are tested against.
"""

from lossbook.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from lossbook.information import cross_entropy, entropy, jensen_shannon, kl_divergence
from lossbook.loss import Loss
from lossbook.margin import crammer_singer_hinge, hinge, multiclass_hinge, squared_hinge
from lossbook.regression import (
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
    root_mean_squared_error,
)

__version__ = "0.1.0"

__all__ = [
    "Loss",
    "binary_crossentropy",
    "categorical_crossentropy",
    "crammer_singer_hinge",
    "cross_entropy",
    "entropy",
    "hinge",
    "huber",
    "jensen_shannon",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "multiclass_hinge",
    "pinball",
    "pseudo_huber",
    "root_mean_squared_error",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]
