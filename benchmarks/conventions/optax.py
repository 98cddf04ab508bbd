"""optax, the losses beside JAX."""

from .cells import Cell, Library
from .jax import array, differentiate

ELEMENT = "no mean: one number an element"
SAMPLE = "no mean: one number a sample"
# All triplets of a batch: anchor, positive, negative.
TRIPLETS = (
    "same = y_true[:, None] == y_true\n"
    "other = ~jnp.eye(len(y_true), dtype=bool)\n"
    "a, p, n = jnp.nonzero((same & other)[:, :, None] & ~same[:, None, :])\n"
)


def plain(case: str, name: str, own: str, call: str = "", factor: str = "1", **more: str) -> Cell:
    """Return the cell of a function that leaves the mean to its user."""
    mean = call or (f"{own}.mean()" if factor == "1" else f"{factor} * {own}.mean()")
    return Cell(case, name, mean, bare=own, **{"mean": ELEMENT, **more})


OPTAX = Library(
    name="optax",
    distributions=("optax", "jax"),
    setup="import jax\nimport optax\nimport jax.numpy as jnp\nfrom jax.scipy.special import logit",
    array=array,
    differentiate=differentiate,
    cells=(
        plain("mean_squared_error", "squared_error", "optax.squared_error(y_pred, y_true)"),
        Cell(
            "mean_squared_error",
            "l2_loss",
            "2 * optax.l2_loss(y_pred, y_true).mean()",
            bare="optax.l2_loss(y_pred, y_true)",
            mean=ELEMENT,
            factor="1 / 2",
            note="The half of the squared error.",
        ),
        Cell("mean_absolute_error", "", "jnp.abs(y_pred - y_true).mean()"),
        Cell(
            "root_mean_squared_error",
            "",
            "jnp.sqrt(optax.squared_error(y_pred, y_true).mean())",
            mean="root of the mean over all elements",
        ),
        Cell(
            "mean_absolute_percentage_error",
            "",
            "jnp.abs((y_pred - y_true) / y_true).mean()",
        ),
        plain("huber", "huber_loss", "optax.huber_loss(y_pred, y_true, delta=1.5)"),
        plain("log_cosh", "log_cosh", "optax.log_cosh(y_pred, y_true)"),
        Cell(
            "pseudo_huber",
            "",
            "e = (y_pred - y_true) / 1.5\n1.5**2 * (e * e / (1 + jnp.sqrt(1 + e * e))).mean()",
        ),
        Cell(
            "pinball",
            "",
            "e = y_true - y_pred\njnp.maximum(0.2 * e, (0.2 - 1) * e).mean()",
        ),
        plain("hinge", "hinge_loss", "optax.hinge_loss(y_pred, y_true)"),
        Cell("squared_hinge", "", "(optax.hinge_loss(y_pred, y_true) ** 2).mean()"),
        plain(
            "crammer_singer_hinge",
            "multiclass_hinge_loss",
            "optax.losses.multiclass_hinge_loss(y_pred, y_true)",
            mean=SAMPLE,
            note="The margin is fixed at 1.",
        ),
        plain(
            "binary_crossentropy-logits",
            "sigmoid_binary_cross_entropy",
            "optax.sigmoid_binary_cross_entropy(y_pred, y_true)",
        ),
        plain(
            "categorical_crossentropy-logits",
            "softmax_cross_entropy",
            "optax.softmax_cross_entropy(y_pred, y_true)",
            mean=SAMPLE,
        ),
        plain(
            "sparse_categorical_crossentropy-logits",
            "softmax_cross_entropy_with_integer_labels",
            "optax.softmax_cross_entropy_with_integer_labels(y_pred, y_true)",
            mean=SAMPLE,
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-label_smoothing",
            "smooth_labels",
            "target = optax.smooth_labels(jnp.eye(3)[y_true], 0.1)\n"
            "optax.softmax_cross_entropy(y_pred, target).mean()",
            mean="mean over the samples",
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-ignore_index",
            "",
            "loss = optax.softmax_cross_entropy_with_integer_labels(y_pred, y_true)\n"
            "loss.mean(where=y_true != 1)",
            mean="mean over the samples that are not left out",
        ),
        plain(
            "binary_focal_crossentropy-logits",
            "sigmoid_focal_loss",
            "optax.sigmoid_focal_loss(y_pred, y_true, gamma=1.5)",
        ),
        plain(
            "binary_focal_crossentropy-logits-alpha",
            "sigmoid_focal_loss",
            "optax.sigmoid_focal_loss(y_pred, y_true, gamma=1.5, alpha=0.25)",
        ),
        Cell(
            "tversky",
            "dice_loss",
            "optax.losses.dice_loss(logit(y_pred)[..., None], y_true[..., None],"
            " alpha=0.3, beta=0.7, smooth=0.0).mean()",
            mean="mean over the samples",
            note="The predictions are logits; without smooth it is 1.",
        ),
        Cell(
            "dice",
            "binary_dice_loss",
            "optax.losses.binary_dice_loss(logit(y_pred), y_true, smooth=0.0).mean()",
            mean="mean over the samples",
            note="The predictions are logits; without smooth it is 1.",
        ),
        plain(
            "listnet",
            "ranking_softmax_loss",
            "optax.losses.ranking_softmax_loss(\n"
            "    y_pred, jax.nn.softmax(y_true), reduce_fn=None)",
            "optax.losses.ranking_softmax_loss(y_pred, jax.nn.softmax(y_true))",
            mean=SAMPLE,
            note="It takes the target distribution; relevances themselves are weights there.",
        ),
        Cell(
            "triplet_margin",
            "triplet_margin_loss",
            f"{TRIPLETS}optax.losses.triplet_margin_loss(\n"
            "    y_pred[a], y_pred[p], y_pred[n], margin=0.3, eps=0).mean()",
            mean="mean over the triplets",
            note=(
                "It takes triplets and returns one number for each; eps, 1e-6 unless given, stands "
                "under the root."
            ),
        ),
        Cell(
            "supervised_contrastive",
            "ntxent",
            "",
            bare="optax.losses.ntxent(y_pred, y_true, temperature=0.5)",
            unlike="the other positives of an anchor are not in the denominator",
            note="Embeddings are divided by their lengths; without temperature it is 0.07.",
        ),
        Cell(
            "info_nce",
            "",
            "optax.softmax_cross_entropy_with_integer_labels(y_pred / 0.01, y_true).mean()",
            mean="mean over the samples",
        ),
        Cell(
            "normface",
            "",
            "optax.softmax_cross_entropy_with_integer_labels(8 * y_pred, y_true).mean()",
            mean="mean over the samples",
        ),
        Cell(
            "am_softmax",
            "",
            "z = 8 * (y_pred - 0.25 * jax.nn.one_hot(y_true, 3))\n"
            "optax.softmax_cross_entropy_with_integer_labels(z, y_true).mean()",
            mean="mean over the samples",
        ),
        Cell(
            "arcface",
            "",
            "z = 8 * jnp.cos(jnp.arccos(y_pred) + 0.4 * jax.nn.one_hot(y_true, 3))\n"
            "optax.softmax_cross_entropy_with_integer_labels(z, y_true).mean()",
            mean="mean over the samples",
        ),
        plain(
            "kl_divergence",
            "kl_divergence",
            "optax.kl_divergence(jnp.log(y_pred), y_true)",
            mean=SAMPLE,
            note="It takes the logarithm of the prediction.",
        ),
    ),
)
