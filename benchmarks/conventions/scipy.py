"""SciPy: functions of `scipy.special`, and the losses of `least_squares`."""

from .cells import Cell, Library

ELEMENT = "no mean: one number an element"
SAMPLE = "no mean: one number a sample"

SCIPY = Library(
    name="SciPy",
    distributions=("scipy",),
    setup="import numpy as np\nfrom scipy import optimize, special, stats",
    cells=(
        Cell(
            "huber",
            "special.huber",
            "special.huber(1.5, y_pred - y_true).mean()",
            bare="special.huber(1.5, y_pred - y_true)",
            mean=ELEMENT,
            note="δ goes first, then the residual.",
        ),
        Cell(
            "huber",
            'least_squares(loss="huber")',
            "fit = optimize.least_squares(lambda x: (y_pred - y_true).ravel() + 0 * x, [0.0],"
            ' loss="huber", f_scale=1.5)\n'
            "fit.cost / y_pred.size",
            bare="optimize.least_squares(lambda x: (y_pred - y_true).ravel() + 0 * x, [0.0],"
            ' loss="huber", f_scale=1.5).cost',
            mean="sum",
            note="The cost already holds the factor ½; δ is called f_scale.",
        ),
        Cell(
            "pseudo_huber",
            "special.pseudo_huber",
            "special.pseudo_huber(1.5, y_pred - y_true).mean()",
            bare="special.pseudo_huber(1.5, y_pred - y_true)",
            mean=ELEMENT,
            note="δ goes first, then the residual.",
        ),
        Cell(
            "pseudo_huber",
            'least_squares(loss="soft_l1")',
            "fit = optimize.least_squares(lambda x: (y_pred - y_true).ravel() + 0 * x, [0.0],"
            ' loss="soft_l1", f_scale=1.5)\n'
            "fit.cost / y_pred.size",
            bare="optimize.least_squares(lambda x: (y_pred - y_true).ravel() + 0 * x, [0.0],"
            ' loss="soft_l1", f_scale=1.5).cost',
            mean="sum",
            note="The cost already holds the factor ½; δ is called f_scale.",
        ),
        Cell(
            "categorical_crossentropy-logits",
            "",
            "-(y_true * special.log_softmax(y_pred, axis=-1)).sum(-1).mean()",
            mean="mean over the samples",
        ),
        Cell(
            "kl_divergence",
            "special.rel_entr",
            "special.rel_entr(y_true, y_pred).sum(-1).mean()",
            bare="special.rel_entr(y_true, y_pred).sum(-1)",
            mean=SAMPLE,
            note="One term a class; the sum is yours to take.",
        ),
        Cell(
            "kl_divergence",
            "stats.entropy",
            "stats.entropy(y_true, y_pred, axis=-1).mean()",
            bare="stats.entropy(y_true, y_pred, axis=-1)",
            mean=SAMPLE,
            note="With two arguments it is the divergence; each is divided by its sum first.",
        ),
        Cell(
            "kl_divergence",
            "stats.entropy(base=2)",
            "np.log(2) * stats.entropy(y_true, y_pred, base=2, axis=-1).mean()",
            bare="stats.entropy(y_true, y_pred, base=2, axis=-1)",
            mean=SAMPLE,
            factor="1 / ln(2)",
            note="In bits.",
        ),
    ),
)
