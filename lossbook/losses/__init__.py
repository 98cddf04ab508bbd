"""The losses, a file a family; each file's twin in `lossbook.formulas` says what they mean."""

from lossbook.losses._angular import (
    am_softmax,
    arcface,
    cosface,
    info_nce,
    normface,
    sphereface,
)
from lossbook.losses._counts import (
    gamma_deviance,
    mean_squared_logarithmic_error,
    poisson_deviance,
    tweedie_deviance,
)
from lossbook.losses._crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from lossbook.losses._embedding import (
    center_loss,
    contrastive,
    supervised_contrastive,
    triplet_margin,
)
from lossbook.losses._forecasts import (
    expectile,
    gaussian_crps,
    gaussian_nll,
)
from lossbook.losses._imbalance import (
    binary_focal_crossentropy,
    generalized_crossentropy,
    sparse_categorical_focal_crossentropy,
)
from lossbook.losses._information import cross_entropy, entropy, jensen_shannon, kl_divergence
from lossbook.losses._margin import (
    crammer_singer_hinge,
    hinge,
    multiclass_hinge,
    squared_hinge,
)
from lossbook.losses._overlap import (
    dice,
    jaccard,
    tversky,
)
from lossbook.losses._ranking import lambdarank, listmle, listnet, pairwise_hinge, ranknet
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
    "am_softmax",
    "arcface",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "center_loss",
    "contrastive",
    "cosface",
    "crammer_singer_hinge",
    "cross_entropy",
    "dice",
    "entropy",
    "expectile",
    "gamma_deviance",
    "gaussian_crps",
    "gaussian_nll",
    "generalized_crossentropy",
    "hinge",
    "huber",
    "info_nce",
    "jaccard",
    "jensen_shannon",
    "kl_divergence",
    "lambdarank",
    "listmle",
    "listnet",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "multiclass_hinge",
    "normface",
    "pairwise_hinge",
    "pinball",
    "poisson_deviance",
    "pseudo_huber",
    "ranknet",
    "root_mean_squared_error",
    "sparse_categorical_crossentropy",
    "sparse_categorical_focal_crossentropy",
    "sphereface",
    "squared_hinge",
    "supervised_contrastive",
    "triplet_margin",
    "tversky",
    "tweedie_deviance",
]
