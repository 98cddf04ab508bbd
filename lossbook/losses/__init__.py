"""The losses, a file a family; each file's twin in `lossbook.formulas` says what they mean."""

from lossbook.losses._crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from lossbook.losses._information import cross_entropy, entropy, jensen_shannon, kl_divergence
from lossbook.losses._margin import (
    crammer_singer_hinge,
    hinge,
    multiclass_hinge,
    squared_hinge,
)
from lossbook.losses._regression import (
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
    root_mean_squared_error,
)

__all__ = [
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
