"""Keras, on its JAX backend. Its loss objects compute in its default type, float32."""

from .cells import Cell, Library
from .jax import array, differentiate

ROWS = "mean over the last axis, then over the batch"
SAMPLES = "mean over the samples"
WHOLE = "the whole batch as one mask"
DIVIDED = "each row is divided by its sum, and the gradient goes through that"
BY_ROW = {"mean": ROWS, "weights": "Σwℓ/n"}


def plain(case: str, name: str, arguments: str = "", factor: str = "1", **more: str) -> Cell:
    """Return the cell of a class whose mean is the last axis's and then the batch's."""
    own = f"losses.{name}({arguments})(y_true, y_pred)"
    call = own if factor == "1" else f"{own} / {factor}"
    return Cell(
        case,
        name,
        call,
        bare=more.pop("bare", "" if call == own else own),
        factor=factor,
        weighted=own[:-1] + ", sample_weight=w)",
        **{**BY_ROW, **more},
    )


KERAS = Library(
    name="Keras",
    distributions=("keras", "jax"),
    setup="import jax.numpy as jnp\nfrom keras import losses",
    array=array,
    differentiate=differentiate,
    rtol=1e-6,
    cells=(
        plain("mean_squared_error", "MeanSquaredError"),
        plain("mean_absolute_error", "MeanAbsoluteError"),
        Cell(
            "root_mean_squared_error",
            "",
            "jnp.sqrt(losses.MeanSquaredError()(y_true, y_pred))",
            mean="root of the mean over all elements",
            note="`metrics.RootMeanSquaredError` is a metric, no loss.",
        ),
        plain(
            "mean_absolute_percentage_error",
            "MeanAbsolutePercentageError",
            factor="100",
            note="In percent; |y| is held above 1e-7.",
        ),
        plain("huber", "Huber", "delta=1.5"),
        plain("log_cosh", "LogCosh"),
        plain(
            "mean_squared_logarithmic_error",
            "MeanSquaredLogarithmicError",
            note="Both sides are held above 1e-7.",
        ),
        Cell(
            "poisson_deviance",
            "Poisson",
            "",
            bare="losses.Poisson()(y_true, y_pred)",
            unlike="half the deviance without the terms of y alone; its gradient is half of ours",
        ),
        plain("hinge", "Hinge", labels="−1 and +1; arrays of 0 and 1 are converted"),
        plain("squared_hinge", "SquaredHinge", labels="−1 and +1; arrays of 0 and 1 are converted"),
        Cell(
            "crammer_singer_hinge",
            "CategoricalHinge",
            "",
            bare="losses.CategoricalHinge()(jnp.eye(3)[y_true], y_pred)",
            unlike="the largest wrong score never counts as less than 0",
        ),
        plain(
            "binary_crossentropy",
            "BinaryCrossentropy",
            note="Probabilities are clipped to [1e-7, 1 − 1e-7].",
        ),
        plain("binary_crossentropy-logits", "BinaryCrossentropy", "from_logits=True"),
        plain(
            "binary_crossentropy-logits-label_smoothing",
            "BinaryCrossentropy",
            "from_logits=True, label_smoothing=0.1",
        ),
        plain(
            "categorical_crossentropy",
            "CategoricalCrossentropy",
            mean=SAMPLES,
            other_gradient=DIVIDED,
            note="Rows are divided by their sum, then clipped to [1e-7, 1 − 1e-7].",
        ),
        plain(
            "categorical_crossentropy-logits",
            "CategoricalCrossentropy",
            "from_logits=True",
            mean=SAMPLES,
        ),
        plain(
            "sparse_categorical_crossentropy",
            "SparseCategoricalCrossentropy",
            mean=SAMPLES,
            other_gradient=DIVIDED,
            note="Rows are divided by their sum, then clipped to [1e-7, 1 − 1e-7].",
        ),
        plain(
            "sparse_categorical_crossentropy-logits",
            "SparseCategoricalCrossentropy",
            "from_logits=True",
            mean=SAMPLES,
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-label_smoothing",
            "CategoricalCrossentropy(label_smoothing)",
            "losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)("
            "jnp.eye(3)[y_true], y_pred)",
            mean=SAMPLES,
            note="Only with one-hot rows.",
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-ignore_index",
            "SparseCategoricalCrossentropy(ignore_class)",
            "losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=1)("
            "y_true, y_pred)",
            mean="mean over the samples that are not left out",
        ),
        plain(
            "binary_focal_crossentropy",
            "BinaryFocalCrossentropy",
            "gamma=1.5",
            note="Probabilities are clipped to [1e-7, 1 − 1e-7].",
        ),
        plain(
            "binary_focal_crossentropy-logits",
            "BinaryFocalCrossentropy",
            "gamma=1.5, from_logits=True",
            note="Without apply_class_balancing=True its alpha is not used.",
        ),
        plain(
            "binary_focal_crossentropy-logits-alpha",
            "BinaryFocalCrossentropy",
            "gamma=1.5, alpha=0.25, apply_class_balancing=True, from_logits=True",
        ),
        Cell(
            "sparse_categorical_focal_crossentropy",
            "CategoricalFocalCrossentropy",
            "losses.CategoricalFocalCrossentropy(gamma=1.5, alpha=1.0)(jnp.eye(3)[y_true], y_pred)",
            mean=SAMPLES,
            other_gradient=DIVIDED,
            note="Only with one-hot rows; alpha, 0.25 unless given, is a factor.",
        ),
        plain(
            "generalized_crossentropy",
            "CategoricalGeneralizedCrossEntropy",
            "q=0.6",
            mean=SAMPLES,
            note="Only from probabilities; without q it is 0.5.",
        ),
        plain(
            "tversky",
            "Tversky",
            "alpha=0.7, beta=0.3, axis=-1",
            bare="losses.Tversky(alpha=0.7, beta=0.3)(y_true, y_pred)",
            mean=WHOLE,
            note="Its alpha weighs what is missed, its beta what is claimed too much.",
        ),
        plain(
            "dice",
            "Dice",
            "axis=-1",
            bare="losses.Dice()(y_true, y_pred)",
            mean=WHOLE,
        ),
        plain(
            "kl_divergence",
            "KLDivergence",
            mean=SAMPLES,
            note="Both distributions are clipped to [1e-7, 1].",
        ),
    ),
)
