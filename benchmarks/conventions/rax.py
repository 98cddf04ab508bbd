"""rax, losses of lists for JAX."""

from .cells import Cell, Library
from .jax import array, differentiate

LISTS = "mean over the lists"
PAIRS = "mean over the pairs of all lists"

RAX = Library(
    name="rax",
    distributions=("rax", "jax"),
    setup=("from functools import partial\nimport jax\nimport jax.numpy as jnp\nimport rax"),
    array=array,
    differentiate=differentiate,
    cells=(
        Cell(
            "ranknet",
            "pairwise_logistic_loss",
            "jax.vmap(rax.pairwise_logistic_loss)(y_pred, y_true).mean()",
            bare="rax.pairwise_logistic_loss(y_pred, y_true)",
            mean=PAIRS,
        ),
        Cell(
            "pairwise_hinge",
            "pairwise_hinge_loss",
            "jax.vmap(rax.pairwise_hinge_loss)(y_pred, y_true).mean()",
            bare="rax.pairwise_hinge_loss(y_pred, y_true)",
            mean=PAIRS,
            note="The margin is fixed at 1.",
        ),
        Cell(
            "lambdarank",
            "pairwise_logistic_loss(dcg_lambdaweight)",
            "swap = partial(rax.dcg_lambdaweight, normalize=True)\n"
            "loss = rax.pairwise_logistic_loss(\n"
            "    y_pred, y_true, lambdaweight_fn=swap, reduce_fn=jnp.sum\n)\n"
            "loss / y_pred.size",
            bare=(
                "swap = partial(rax.dcg_lambdaweight, normalize=True)\n"
                "rax.pairwise_logistic_loss(y_pred, y_true, lambdaweight_fn=swap)"
            ),
            mean="mean over the pairs of all lists, times the length of a list",
            note="Without normalize=True the ideal DCG does not divide.",
        ),
        Cell(
            "listnet",
            "softmax_loss",
            "rax.softmax_loss(y_pred, jax.nn.softmax(y_true))",
            mean=LISTS,
            note="It takes the target distribution; relevances themselves are weights there.",
        ),
        Cell("listmle", "listmle_loss", "rax.listmle_loss(y_pred, y_true)", mean=LISTS),
        Cell("mean_squared_error", "pointwise_mse_loss", "rax.pointwise_mse_loss(y_pred, y_true)"),
        Cell(
            "binary_crossentropy-logits",
            "pointwise_sigmoid_loss",
            "rax.pointwise_sigmoid_loss(y_pred, y_true)",
            labels="from 1 on relevant, below not",
        ),
    ),
)
