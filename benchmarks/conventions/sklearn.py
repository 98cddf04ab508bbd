"""scikit-learn: its metrics. They have no gradient; its estimators keep theirs to themselves."""

from .cells import Cell, Library

OUTPUTS = "mean over the batch of each output, then over the outputs"


def metric(case: str, name: str, parameters: str = "", **more: str) -> Cell:
    """Return the cell of a regression metric."""
    own = f"metrics.{name}(y_true, y_pred{parameters})"
    weighted = own[:-1] + ", sample_weight=w)"
    weights = {} if "mean" in more else {"weighted": weighted, "weights": "Σwℓ/Σw"}
    return Cell(case, name, own, **{"mean": OUTPUTS, **weights, **more})


SKLEARN = Library(
    name="scikit-learn",
    distributions=("scikit-learn",),
    setup="import numpy as np\nfrom sklearn import metrics",
    cells=(
        metric("mean_squared_error", "mean_squared_error"),
        metric("mean_absolute_error", "mean_absolute_error"),
        Cell(
            "root_mean_squared_error",
            "root_mean_squared_error",
            "metrics.root_mean_squared_error(y_true.ravel(), y_pred.ravel())",
            bare="metrics.root_mean_squared_error(y_true, y_pred)",
            mean="root of the mean over the batch of each output, then the mean over the outputs",
        ),
        metric(
            "mean_absolute_percentage_error",
            "mean_absolute_percentage_error",
            note="A fraction, not percent; |y| is held above 2.2e-16.",
        ),
        metric(
            "pinball",
            "mean_pinball_loss",
            ", alpha=0.2",
            note="The level is called alpha, in estimators quantile.",
        ),
        metric("mean_squared_logarithmic_error", "mean_squared_log_error"),
        Cell(
            "poisson_deviance",
            "mean_poisson_deviance",
            "metrics.mean_poisson_deviance(y_true.ravel(), y_pred.ravel())",
        ),
        Cell(
            "gamma_deviance",
            "mean_gamma_deviance",
            "metrics.mean_gamma_deviance(y_true.ravel(), y_pred.ravel())",
        ),
        Cell(
            "tweedie_deviance",
            "mean_tweedie_deviance",
            "metrics.mean_tweedie_deviance(y_true.ravel(), y_pred.ravel(), power=1.3)",
            note="Without power it is 0, the squared error.",
        ),
        Cell(
            "hinge",
            "hinge_loss",
            "metrics.hinge_loss(y_true.ravel(), y_pred.ravel())",
            note="The larger of two labels is the positive one.",
        ),
        Cell(
            "crammer_singer_hinge",
            "hinge_loss",
            "metrics.hinge_loss(y_true, y_pred, labels=[0, 1, 2])",
            mean="mean over the samples",
            weighted="metrics.hinge_loss(y_true, y_pred, labels=[0, 1, 2], sample_weight=w)",
            weights="Σwℓ/Σw",
        ),
        Cell(
            "binary_crossentropy",
            "log_loss",
            "metrics.log_loss(y_true.ravel(), y_pred.ravel(), labels=[0, 1])",
            labels="two classes, no soft targets",
            note="Probabilities are clipped by the spacing of floats at 1, 2.2e-16.",
        ),
        Cell(
            "sparse_categorical_crossentropy",
            "log_loss",
            "metrics.log_loss(y_true, y_pred, labels=[0, 1, 2])",
            mean="mean over the samples",
            weighted="metrics.log_loss(y_true, y_pred, labels=[0, 1, 2], sample_weight=w)",
            weights="Σwℓ/Σw",
            note="Columns go by the sorted labels; probabilities are clipped by 2.2e-16.",
        ),
    ),
)
