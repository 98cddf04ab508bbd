"""One row a loss: what the tests need to know of it beside what it says itself.

Every test that goes over the losses goes over these rows; a loss without one fails in
tests/test_loss.py. How far a loss may be off its formula, and on which inputs, stands in grids.py.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Any

import lossbook


@dataclass(frozen=True)
class Row:
    """A loss, or what it computes from logits or a logarithm, and its edges.

    `y_true` and `y_pred` are the edges: kinks, ties, infinities, 0·log 0. `digits` are as many as
    the formula loses, as it is written, on the inputs of grids.py, and then some: ln(1 + e⁻⁷⁰⁰),
    √(1 + 1e-600). `keywords` are what a call cannot do without.
    """

    loss: lossbook.Loss
    y_true: list[Any]
    y_pred: list[Any]
    link: str = ""
    digits: int = 80
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self):
        """The name of the loss, with "-logits" or "-log" where it takes those."""
        return self.loss.__name__ + self.link.replace("from_", "-")

    @property
    def flags(self):
        """The keywords of every call of this row."""
        return {**self.keywords, **({self.link: True} if self.link else {})}

    @property
    def edges(self):
        """The truths and predictions at the edges."""
        return self.y_true, self.y_pred

    @property
    def kernel(self):
        """The functions that a call of this row runs."""
        return self.loss.kernel(self.link)


LIST = [
    Row(lossbook.mean_squared_error, [0.0, 0.0], [0.0, 1e150]),
    Row(lossbook.root_mean_squared_error, [0.0, 0.0], [0.0, 0.0], digits=1500),
    Row(lossbook.mean_absolute_error, [0.0, 1.0, 2.0], [0.0, 0.0, 3.0]),
    Row(lossbook.mean_absolute_percentage_error, [1.0, 2.0], [1.0, 3.0]),
    Row(lossbook.huber, [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, -1.0, 5.0]),
    Row(lossbook.log_cosh, [0.0, 0.0, 0.0], [0.0, 1e-30, 1000.0], digits=700),
    Row(lossbook.pseudo_huber, [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1e-30, 1e200], digits=1300),
    Row(lossbook.pinball, [0.0, 1.0, 2.0], [0.0, 0.0, 3.0]),
    Row(lossbook.hinge, [1.0, -1.0, 1.0, -1.0], [1.0, -1.0, 0.0, 0.5]),
    Row(lossbook.squared_hinge, [1.0, -1.0, 1.0, -1.0], [1.0, -1.0, 0.0, 0.5]),
    Row(lossbook.multiclass_hinge, [0, 1, 2], [[0.0, 0.0, 0.0], [1.0, 0.0, -1.0], [0.0, 1.0, 2.0]]),
    Row(
        lossbook.crammer_singer_hinge,
        [0, 1, 2],
        [[0.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 2.0]],
        digits=700,
    ),
    Row(
        lossbook.binary_crossentropy,
        [0.0, 0.0, 1.0, 1.0, 0.5, 0.0, 1.0],
        [0.0, 1.0, 0.0, 1.0, 0.5, -0.0, 1e-300],
        digits=400,
    ),
    Row(
        lossbook.binary_crossentropy,
        [0.0, 0.0, 1.0, 1.0, 0.5, 0.0, 1.0, 0.25, 1.0],
        [0.0, inf, -inf, inf, 0.0, -inf, 0.0, 0.0, -50.0],
        link="from_logits",
        digits=700,
    ),
    Row(
        lossbook.categorical_crossentropy,
        [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]],
        [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]],
    ),
    Row(
        lossbook.categorical_crossentropy,
        [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.0, 0.0, 0.0], [0.0, 0.0, -inf], [50.0, 0.0, 0.0], [0.0, 0.0, 100.0]],
        link="from_logits",
        digits=700,
    ),
    Row(lossbook.sparse_categorical_crossentropy, [0, 1], [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]),
    Row(
        lossbook.sparse_categorical_crossentropy,
        [0, 1, 2, 2],
        [[0.0, 0.0, 0.0], [0.0, 0.0, -inf], [50.0, 0.0, 0.0], [0.0, 0.0, 100.0]],
        link="from_logits",
        digits=700,
    ),
    Row(
        lossbook.kl_divergence,
        [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]],
        [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]],
    ),
    Row(
        lossbook.mean_squared_logarithmic_error,
        [0.0, 0.0, 1.0, -0.5],
        [0.0, 1e-17, 3.0, 1e200],
        digits=250,
    ),
    Row(
        lossbook.poisson_deviance,
        [0.0, 0.0, 1.0, 2.0, 1e200],
        [0.0, 3.0, 1.0 + 2.0**-30, 0.0, 1e-200],
        digits=120,
    ),
    Row(
        lossbook.poisson_deviance,
        [0.0, 0.0, 1.0, 2.0, 1.0],
        [-inf, inf, 2.0**-30, -inf, 700.0],
        link="from_log",
        digits=120,
    ),
    Row(
        lossbook.gamma_deviance,
        [1.0, 1.0, 1e-200],
        [1.0, 1.0 + 2.0**-30, 1e200],
        digits=120,
    ),
    Row(
        lossbook.gamma_deviance,
        [1.0, 2.0, 1.0, 1.0],
        [2.0**-30, inf, -700.0, 0.0],
        link="from_log",
        digits=120,
    ),
    Row(
        lossbook.tweedie_deviance,
        [0.0, 0.0, 1.0, 1e200],
        [3.0, 1e-200, 1.0 + 2.0**-30, 1e-200],
        digits=200,
    ),
    Row(
        lossbook.tweedie_deviance,
        [0.0, 0.0, 1.0, 1.0],
        [-inf, inf, 2.0**-30, -inf],
        link="from_log",
        digits=200,
    ),
    Row(lossbook.expectile, [0.0, 1.0, 2.0], [0.0, 0.0, 3.0]),
    Row(
        lossbook.gaussian_nll,
        [0.0, 1.0, 1.0, 1.0],
        [[0.0, 0.0], [0.0, -800.0], [0.0, inf], [0.0, -inf]],
    ),
    Row(
        lossbook.gaussian_crps,
        [0.0, 1.0, 1.0, 1.0],
        [[0.0, 0.0], [0.0, -800.0], [0.0, 700.0], [0.0, -inf]],
    ),
    Row(
        lossbook.binary_focal_crossentropy,
        [0.0, 0.0, 1.0, 1.0, 0.0, 1.0],
        [0.0, 1.0, 0.0, 1.0, -0.0, 1e-300],
        digits=400,
    ),
    Row(
        lossbook.binary_focal_crossentropy,
        [0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        [inf, -inf, -inf, inf, 0.0, 0.0, 50.0],
        link="from_logits",
        digits=700,
    ),
    Row(
        lossbook.sparse_categorical_focal_crossentropy,
        [0, 1, 0],
        [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]],
        digits=400,
    ),
    Row(
        lossbook.sparse_categorical_focal_crossentropy,
        [0, 1, 2, 2],
        [[0.0, 0.0, 0.0], [0.0, 0.0, -inf], [50.0, 0.0, 0.0], [0.0, 0.0, 100.0]],
        link="from_logits",
        digits=700,
    ),
    Row(
        lossbook.generalized_crossentropy,
        [0, 1, 0],
        [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]],
    ),
    Row(
        lossbook.generalized_crossentropy,
        [0, 1, 2, 2],
        [[0.0, 0.0, 0.0], [0.0, 0.0, -inf], [50.0, 0.0, 0.0], [0.0, 0.0, 100.0]],
        link="from_logits",
        digits=700,
    ),
    *(
        Row(
            loss,
            [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
            [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.0, 0.0]],
        )
        for loss in (lossbook.tversky, lossbook.dice, lossbook.jaccard)
    ),
    Row(
        lossbook.ranknet, [[2, 1, 0], [1, 1, 0]], [[0.0, 0.0, 1.0], [1.0, 0.0, -800.0]], digits=700
    ),
    Row(lossbook.pairwise_hinge, [[2, 1, 0], [1, 1, 0]], [[1.0, 0.0, -1.0], [0.5, 0.5, 0.0]]),
    Row(
        lossbook.lambdarank,
        [[2.0, 1.0, 0.0], [3.0, 1.0, 0.0]],
        [[0.0, 0.0, 1.0], [1.0, 0.0, -800.0]],
        digits=700,
    ),
    Row(
        lossbook.listnet,
        [[2.0, 1.0, 0.0], [1.0, 1.0, 0.0]],
        [[1.0, 1.0, 0.5], [0.0, 0.0, -800.0]],
        digits=700,
    ),
    Row(
        lossbook.listmle,
        [[2, 1, 0], [1, 1, 0]],
        [[0.0, 0.0, 0.0], [800.0, 0.0, -800.0]],
        digits=900,
    ),
    Row(lossbook.info_nce, [0, 1], [[0.5, 0.5, 0.5], [-1.0, 1.0, 0.9]], digits=700),
    Row(lossbook.normface, [0, 1], [[0.5, 0.5, 0.5], [-1.0, 1.0, 0.0]], digits=700),
    Row(lossbook.am_softmax, [0, 1], [[0.35, 0.0, 0.0], [-1.0, 1.0, 0.0]], digits=700),
    Row(lossbook.arcface, [0, 0], [[0.0, 0.5, 0.5], [-0.5, 0.9, 0.0]], digits=700),
    Row(lossbook.sphereface, [0, 1], [[0.3, 0.5, 0.5], [-1.0, 0.9, 0.0]], digits=700),
    Row(lossbook.contrastive, [1, 0, 0, 0], [0.0, 0.0, 1.0, 3.0]),
    Row(
        lossbook.center_loss,
        [0, 1],
        [[1.0, 2.0, 0.0], [0.0, 1e150, 0.0]],
        keywords={"centers": [[1.0, 2.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.5, 3.0]]},
    ),
    Row(lossbook.triplet_margin, [0, 0, 1], [[0.0, 0.0], [0.0, 0.0], [0.2, 0.0]]),
    Row(lossbook.supervised_contrastive, [0, 0, 1], [[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]]),
]
ROWS = {row.name: row for row in LIST}
