"""TorchMetrics, its functional form."""

from .cells import Cell, Library
from .torch import array, differentiate

TORCHMETRICS = Library(
    name="TorchMetrics",
    distributions=("torchmetrics", "torch"),
    setup=(
        "import torchmetrics.functional as tm\n"
        "from torchmetrics.functional import classification as tmc\n"
        "from torchmetrics.functional import segmentation as tms"
    ),
    array=array,
    differentiate=differentiate,
    cells=(
        Cell("mean_squared_error", "mean_squared_error", "tm.mean_squared_error(y_pred, y_true)"),
        Cell(
            "root_mean_squared_error",
            "mean_squared_error(squared=False)",
            "tm.mean_squared_error(y_pred, y_true, squared=False)",
            mean="root of the mean over all elements",
        ),
        Cell(
            "mean_absolute_error",
            "mean_absolute_error",
            "tm.mean_absolute_error(y_pred, y_true)",
        ),
        Cell(
            "mean_absolute_percentage_error",
            "mean_absolute_percentage_error",
            "tm.mean_absolute_percentage_error(y_pred, y_true)",
            note="A fraction, not percent; |y| is held above 1.17e-6.",
        ),
        Cell(
            "log_cosh",
            "log_cosh_error",
            "tm.log_cosh_error(y_pred, y_true).mean()",
            bare="tm.log_cosh_error(y_pred, y_true).mean()",
            mean="mean over the batch of each output, then over the outputs",
            note="One number an output; their mean is yours to take.",
        ),
        Cell(
            "hinge",
            "binary_hinge_loss",
            "",
            bare="tmc.binary_hinge_loss(y_pred.ravel(), y_true.ravel().clamp(min=0).long())",
            unlike="scores beyond [0, 1] are put through the logistic function first",
        ),
        Cell(
            "crammer_singer_hinge",
            "multiclass_hinge_loss",
            "",
            bare="tmc.multiclass_hinge_loss(y_pred, y_true, num_classes=3)",
            unlike="scores beyond [0, 1] are put through softmax first",
        ),
        Cell(
            "kl_divergence",
            "kl_divergence",
            "tm.kl_divergence(y_true, y_pred)",
            mean="mean over the samples",
            other_gradient="each row is divided by its sum, and the gradient goes through that",
            note="Each row is divided by its sum first.",
        ),
        Cell(
            "dice",
            "segmentation.dice_score",
            "",
            bare="1 - tms.dice_score(y_pred[:, None], y_true[:, None], num_classes=1).mean()",
            unlike=(
                "floats are taken for scores of classes, of which the largest gets everything; a "
                "single one gets it all"
            ),
            note="It wants masks of integers.",
        ),
        Cell(
            "mean_squared_logarithmic_error",
            "mean_squared_log_error",
            "tm.mean_squared_log_error(y_pred, y_true)",
        ),
        Cell(
            "poisson_deviance",
            "tweedie_deviance_score",
            "tm.tweedie_deviance_score(y_pred, y_true, power=1)",
            other_gradient="nan where y = 0",
            note="Without power it is 0, the squared error.",
        ),
        Cell(
            "gamma_deviance",
            "tweedie_deviance_score",
            "tm.tweedie_deviance_score(y_pred, y_true, power=2)",
            note="Without power it is 0, the squared error.",
        ),
        Cell(
            "tweedie_deviance",
            "tweedie_deviance_score",
            "tm.tweedie_deviance_score(y_pred, y_true, power=1.3)",
            note="Without power it is 0, the squared error.",
        ),
    ),
)
