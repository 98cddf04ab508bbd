"""The samples on which the libraries are compared: for every loss a call of ours and its edges.

Parameters are never a default of ours, so that a call which drops one is found. No sample lies on a
kink: what happens there is asked separately.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

import lossbook

Pair = tuple[Any, Any]  # truth and prediction
# Parameters that a loss also does without; each makes a case of its own.
VARIANTS = ("from_log", "pos_weight", "label_smoothing", "ignore_index", "smooth", "soft")
CHOICES = ("distance", "mining")  # likewise, by their values
BATCHES = ("triplet_margin", "supervised_contrastive")  # of which a sample is no loss
NAN, INF = float("nan"), float("inf")


@dataclass(frozen=True)
class Case:
    """A loss of the package with parameters, samples, and the inputs at which conventions show.

    Attributes
    ----------
    loss : str
        Its name in the package.
    y_true, y_pred : list
        Samples; four rows, each of three elements, and of a batch six embeddings.
    parameters : dict
        What the call names beside them.
    edges : dict of str to pair
        Inputs outside the ordinary, by what is said of them.
    kinks : dict of str to pair
        Inputs at which value and gradient are asked for.
    """

    loss: str
    y_true: Any
    y_pred: Any
    parameters: dict[str, Any] = field(default_factory=dict)
    edges: dict[str, Pair] = field(default_factory=dict)
    kinks: dict[str, Pair] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the case: that of the loss, "-logits" where it is given logits, variants."""
        variants = [name for name in self.parameters if name in VARIANTS]
        if self.loss == "binary_focal_crossentropy" and "alpha" in self.parameters:
            variants.append("alpha")
        variants += [self.parameters[name] for name in CHOICES if name in self.parameters]
        logits = ["logits"] if self.parameters.get("from_logits") else []
        return "-".join([self.loss, *logits, *variants])

    @property
    def samples(self) -> Pair:
        """Truth and prediction."""
        return self.y_true, self.y_pred

    @property
    def classes(self) -> int:
        """The number of entries in a row of predictions."""
        return int(np.shape(self.y_pred)[-1])

    @property
    def pairs(self) -> list[int]:
        """The number of pairs of a list that differ in relevance, for each list."""
        y = np.asarray(self.y_true)
        return [int((row[:, None] > row).sum()) for row in y]

    def each(self) -> Any:
        """Return the losses of the samples; of a batch its mean, of a root the residuals."""
        if self.loss == "root_mean_squared_error":
            return np.asarray(self.y_pred) - np.asarray(self.y_true)
        if self.loss in BATCHES:
            return np.asarray(self.ours(*self.samples))
        return np.asarray(self.ours(*self.samples, reduction="none"))

    @property
    def call(self) -> str:
        """The call of the package, as a reader writes it."""
        words = ["y_true", "y_pred", *(f"{k}={v!r}" for k, v in self.parameters.items())]
        return f"{self.loss}({', '.join(words)})"

    def ours(self, y_true: Any, y_pred: Any, **more: Any) -> Any:
        """Return what the package gives."""
        loss = getattr(lossbook, self.loss)
        return loss(np.asarray(y_true), np.asarray(y_pred), **self.parameters, **more)

    def our_gradient(self, y_true: Any, y_pred: Any, **more: Any) -> Any:
        """Return the package's gradient by the predictions."""
        loss = getattr(lossbook, self.loss)
        return loss.gradient(np.asarray(y_true), np.asarray(y_pred), **self.parameters, **more)

    def our_hessian(self, y_true: Any, y_pred: Any, **more: Any) -> Any:
        """Return the package's second derivatives by the predictions."""
        loss = getattr(lossbook, self.loss)
        return loss.hessian(np.asarray(y_true), np.asarray(y_pred), **self.parameters, **more)


# Weights of the four rows; their sum is not their number.
WEIGHTS = [1.0, 2.0, 0.5, 3.0]

REAL = [[0.5, -1.2, 3.0], [2.0, 0.4, -0.7], [1.5, -2.5, 4.0], [0.25, 1.0, -3.0]]
NEAR = [[0.4, -1.4, -0.2], [2.4, 0.9, -3.1], [1.2, -0.3, 4.6], [-1.75, 1.3, -2.2]]
SIGNS = [[1.0, -1.0, -1.0], [-1.0, 1.0, 1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]
BINARY = [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
INSIDE = [[0.9, 0.2, 0.35], [0.05, 0.6, 0.75], [0.3, 0.8, 0.15], [0.4, 0.55, 0.95]]
COUNTS = [[0.0, 1.0, 3.0], [2.0, 0.0, 1.0], [1.0, 2.0, 4.0], [0.0, 1.0, 3.0]]
POSITIVE = [[0.5, 1.2, 3.0], [2.0, 0.4, 0.7], [1.5, 2.5, 4.0], [0.25, 1.0, 3.0]]
MEANS = [[0.8, 1.0, 2.2], [1.6, 0.9, 0.5], [1.2, 3.3, 4.6], [0.5, 1.3, 2.2]]
LOG_MEANS = [[-0.2, 0.1, 0.8], [0.5, -0.1, -0.7], [0.2, 1.2, 1.5], [-0.7, 0.3, 0.8]]
MEAN_AND_LOG_SCALE = [[0.4, -0.2], [1.6, 0.3], [1.2, -0.5], [0.5, 0.1]]
LABELS = [0, 2, 1, 2]
HARD = [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
TARGETS = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.25, 0.5, 0.25], [0.05, 0.15, 0.8]]
ROWS = [[0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7]]

RELEVANCES = [[2.0, 0.0, 1.0], [0.0, 1.0, 1.0], [3.0, 1.0, 0.0], [0.0, 0.0, 2.0]]
# Whose squares do not exceed 1 in a row, so that there are features with these cosines to W.
COSINES = [[0.6, 0.3, -0.2], [0.1, -0.4, 0.7], [-0.5, 0.2, 0.3], [0.35, 0.6, -0.1]]
CENTERS = [[0.5, -1.0, 0.0], [1.0, 0.5, -2.0], [-1.5, 0.0, 1.0]]
CLASSES = [0, 0, 1, 1, 0, 1]
EMBEDDINGS = [[1.0, 0.5], [0.8, 1.2], [-0.6, 1.0], [-1.1, 0.4], [0.3, -0.9], [1.4, 0.2]]

REGRESSION = {
    "empty": ([], []),
    "a prediction is nan": ([1.0, 2.0], [1.0, NAN]),
    "shape (2,) against (2, 1)": ([1.0, 3.0], [[1.0], [3.0]]),
    "y = 1, e = 2⁻³⁰": ([1.0], [1.0 + 2.0**-30]),
}
AT_ZERO = {"e = 0": ([1.0], [1.0])}


def regression(loss: str, **parameters: Any) -> Case:
    """Return the case of a loss of real numbers."""
    return Case(loss, REAL, NEAR, parameters, REGRESSION, AT_ZERO)


def margin(loss: str) -> Case:
    """Return the case of a loss of labels −1, +1 and scores."""
    edges = {
        "a label 0 for −1": ([0.0, 1.0], [-0.5, 0.5]),
        "empty": ([], []),
        "a score is nan": ([1.0, -1.0], [0.5, NAN]),
    }
    return Case(loss, SIGNS, NEAR, {}, edges, {"margin 1": ([1.0], [1.0])})


def rows(loss: str, labels: Any, predictions: Any, edges: dict[str, Pair], **more: Any) -> Case:
    """Return the case of a loss of rows."""
    kinks = more.pop("kinks", {})
    return Case(loss, labels, predictions, more, edges, kinks)


SCORES = {
    "label 3 of 0, 1, 2": ([3], [[0.5, 0.1, -0.4]]),
    "label −1": ([-1], [[0.5, 0.1, -0.4]]),
    "a score is nan": ([0], [[NAN, 0.1, -0.4]]),
}
SPARSE_PROBABILITIES = {
    "the class has p = 0": ([2], [[0.5, 0.5, 0.0]]),
    "a row sums to 2": ([0], [[1.0, 0.6, 0.4]]),
    "label 3 of 0, 1, 2": ([3], [[0.5, 0.3, 0.2]]),
    "label −1": ([-1], [[0.5, 0.3, 0.2]]),
}
PROBABILITIES = {
    "the class has p = 0": ([[0.0, 0.0, 1.0]], [[0.5, 0.5, 0.0]]),
    "p = 0 where y = 0": ([[0.5, 0.5, 0.0]], [[0.25, 0.75, 0.0]]),
    "a row sums to 2": ([[1.0, 0.0, 0.0]], [[1.0, 0.6, 0.4]]),
}
EMPTY = {
    "both sides empty": ([[0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0]]),
    "empty in truth, all claimed": ([[0.0, 0.0, 0.0]], [[1.0, 1.0, 1.0]]),
}
LOGITS = {
    "the truth leads by 50": ([[1.0, 0.0, 0.0]], [[50.0, 0.0, 0.0]]),
    "a class masked by −∞": ([[1.0, 0.0, 0.0]], [[0.0, 0.0, -INF]]),
    "a logit is nan": ([[1.0, 0.0, 0.0]], [[NAN, 0.0, 0.0]]),
}

LISTS = {
    "all relevances equal": ([[1.0, 1.0, 1.0]], [[0.5, 0.1, -0.4]]),
    "two relevances tie": ([[1.0, 1.0, 0.0]], [[-0.5, 0.5, 0.1]]),
    "two scores tie": ([[2.0, 1.0, 0.0]], [[0.5, 0.5, 0.1]]),
    "one item": ([[1.0]], [[0.5]]),
    "the right order by 100": ([[1.0, 0.0]], [[100.0, 0.0]]),
    "the wrong order by 1000": ([[1.0, 0.0]], [[0.0, 1000.0]]),
    "a score is nan": ([[2.0, 1.0, 0.0]], [[NAN, 0.1, -0.4]]),
}
GRADES = {
    "no relevant item": ([[0.0, 0.0, 0.0]], [[0.5, 0.1, -0.4]]),
    "relevance −1": ([[1.0, -1.0, 0.0]], [[0.5, 0.1, -0.4]]),
}
ANGLES = {
    "cos θ = 1": ([0], [[1.0, 0.0, 0.0]]),
    "cos θ = −1": ([0], [[-1.0, 0.0, 0.0]]),
    "cos θ = 1 + 1e-7": ([0], [[1.0 + 1e-7, 0.1, 0.2]]),
    "cos θ = 1.5": ([0], [[1.5, 0.1, 0.2]]),
    "label 3 of 0, 1, 2": ([3], [[0.5, 0.1, -0.4]]),
}
STRAIGHT = {"cos θ = 1": ([0], [[1.0, 0.0, 0.0]])}
BATCH = {
    "all of one class": ([0, 0, 0], [[1.0, 0.5], [0.8, 1.2], [0.3, -0.9]]),
    "no two of one class": ([0, 1, 2], [[1.0, 0.5], [0.8, 1.2], [0.3, -0.9]]),
    "an embedding of zeros": ([0, 0, 1], [[0.0, 0.0], [0.8, 1.2], [0.3, -0.9]]),
    "an embedding is nan": ([0, 0, 1], [[NAN, 0.5], [0.8, 1.2], [0.3, -0.9]]),
}
EQUALS = {"anchor and positive equal": ([0, 0, 1], [[1.0, 0.5], [1.0, 0.5], [0.8, 0.7]])}
FAR = ([0], np.float32([[-0.8, 0.5, 0.0]]))


def batch(loss: str, **parameters: Any) -> Case:
    """Return the case of a loss of a batch of embeddings."""
    return Case(loss, CLASSES, EMBEDDINGS, parameters, BATCH, EQUALS)


CASES = {
    case.name: case
    for case in [
        regression("mean_squared_error"),
        regression("mean_absolute_error"),
        regression("root_mean_squared_error"),
        Case(
            "mean_absolute_percentage_error",
            REAL,
            NEAR,
            edges={"y = 0, ŷ = 1": ([0.0], [1.0]), **REGRESSION},
            kinks=AT_ZERO,
        ),
        regression("huber", delta=1.5),
        Case(
            "log_cosh",
            REAL,
            NEAR,
            edges={"e = 1000": ([0.0], [1000.0]), "e = 1e-9": ([0.0], [1e-9]), **REGRESSION},
        ),
        Case(
            "pseudo_huber",
            REAL,
            NEAR,
            {"delta": 1.5},
            {"e = 1e-9": ([0.0], [1e-9]), **REGRESSION},
        ),
        regression("pinball", quantile=0.2),
        Case(
            "mean_squared_logarithmic_error",
            POSITIVE,
            MEANS,
            edges={"y = −2": ([-2.0], [1.0]), "ŷ = −2": ([1.0], [-2.0])},
        ),
        Case(
            "poisson_deviance",
            COUNTS,
            MEANS,
            edges={
                "y = 1, μ = 0": ([1.0], [0.0]),
                "y = 0, μ = 0": ([0.0], [0.0]),
                "μ = −1": ([1.0], [-1.0]),
            },
        ),
        Case("poisson_deviance", COUNTS, LOG_MEANS, {"from_log": True}),
        Case(
            "gamma_deviance",
            POSITIVE,
            MEANS,
            edges={"y = 0": ([0.0], [1.0]), "μ = 0": ([1.0], [0.0])},
        ),
        Case("gamma_deviance", POSITIVE, LOG_MEANS, {"from_log": True}),
        Case(
            "tweedie_deviance",
            COUNTS,
            MEANS,
            {"power": 1.3},
            {"y = −1": ([-1.0], [1.0]), "μ = 0": ([1.0], [0.0])},
        ),
        Case("tweedie_deviance", COUNTS, LOG_MEANS, {"power": 1.3, "from_log": True}),
        Case("expectile", REAL, NEAR, {"level": 0.2}),
        Case(
            "gaussian_nll",
            [0.5, 2.0, 1.5, 0.25],
            MEAN_AND_LOG_SCALE,
            edges={"ln σ = −10": ([0.0], [[0.0, -10.0]])},
        ),
        margin("hinge"),
        margin("squared_hinge"),
        rows(
            "multiclass_hinge",
            LABELS,
            NEAR,
            SCORES,
            margin=0.5,
            kinks={"margin met": ([0], [[0.5, 0.0, -1.0]])},
        ),
        rows(
            "crammer_singer_hinge",
            LABELS,
            NEAR,
            SCORES,
            kinks={"two scores tie": ([0], [[0.0, 0.5, 0.5]])},
        ),
        Case(
            "binary_crossentropy",
            BINARY,
            INSIDE,
            edges={
                "y = 1, p = 0": ([1.0], [0.0]),
                "y = 1, p = 1": ([1.0], [1.0]),
                "p = 1.5": ([1.0], [1.5]),
                "y = 2": ([2.0], [0.5]),
                "empty": ([], []),
                "a probability is nan": ([1.0], [NAN]),
            },
            kinks={"y = 1, p = 0": ([1.0], [0.0])},
        ),
        Case(
            "binary_crossentropy",
            BINARY,
            NEAR,
            {"from_logits": True},
            {
                "y = 1, logit 50": ([1.0], [50.0]),
                "y = 0, logit −50": ([0.0], [-50.0]),
                "y = 1, logit ∞": ([1.0], [INF]),
                "y = 2": ([2.0], [0.5]),
                "empty": ([], []),
            },
            {"logit 0": ([1.0], [0.0])},
        ),
        Case("binary_crossentropy", BINARY, NEAR, {"from_logits": True, "pos_weight": 3.0}),
        Case("binary_crossentropy", BINARY, NEAR, {"from_logits": True, "label_smoothing": 0.1}),
        rows("categorical_crossentropy", TARGETS, ROWS, PROBABILITIES),
        rows("categorical_crossentropy", TARGETS, NEAR, LOGITS, from_logits=True),
        rows("sparse_categorical_crossentropy", LABELS, ROWS, SPARSE_PROBABILITIES),
        rows(
            "sparse_categorical_crossentropy",
            LABELS,
            NEAR,
            {**{k: ([0], p) for k, (_, p) in LOGITS.items()}, **SCORES},
            from_logits=True,
        ),
        rows(
            "sparse_categorical_crossentropy",
            LABELS,
            NEAR,
            {},
            from_logits=True,
            label_smoothing=0.1,
        ),
        rows("sparse_categorical_crossentropy", LABELS, NEAR, {}, from_logits=True, ignore_index=1),
        Case(
            "binary_focal_crossentropy",
            BINARY,
            INSIDE,
            {"gamma": 1.5},
            {"y = 1, p = 0": ([1.0], [0.0])},
        ),
        Case("binary_focal_crossentropy", BINARY, NEAR, {"gamma": 1.5, "from_logits": True}),
        Case(
            "binary_focal_crossentropy",
            BINARY,
            NEAR,
            {"gamma": 1.5, "alpha": 0.25, "from_logits": True},
        ),
        rows("sparse_categorical_focal_crossentropy", LABELS, ROWS, {}, gamma=1.5),
        rows("generalized_crossentropy", LABELS, ROWS, {}, q=0.6),
        rows("tversky", HARD, INSIDE, EMPTY, alpha=0.3, beta=0.7),
        rows("dice", HARD, INSIDE, EMPTY),
        rows("jaccard", HARD, INSIDE, EMPTY),
        rows("dice", HARD, INSIDE, EMPTY, smooth=0.5),
        rows("kl_divergence", TARGETS, ROWS, PROBABILITIES),
        rows("ranknet", RELEVANCES, NEAR, LISTS),
        rows(
            "pairwise_hinge",
            RELEVANCES,
            NEAR,
            LISTS,
            kinks={"a pair leads by the margin": ([[1.0, 0.0]], [[1.0, 0.0]])},
        ),
        rows("lambdarank", RELEVANCES, NEAR, {**LISTS, **GRADES}),
        rows("listnet", RELEVANCES, NEAR, LISTS),
        rows("listmle", RELEVANCES, NEAR, LISTS),
        Case(
            "contrastive",
            BINARY,
            POSITIVE,
            {"margin": 1.4},
            {"d = −1": ([1.0], [-1.0]), "y = 2": ([2.0], [1.0]), "empty": ([], [])},
            {"y = 0, d = m": ([0.0], [1.4]), "y = 1, d = 0": ([1.0], [0.0])},
        ),
        batch("triplet_margin", margin=0.3),
        batch("triplet_margin", margin=0.3, mining="active"),
        batch("triplet_margin", margin=0.3, mining="hard"),
        batch("triplet_margin", margin=0.3, mining="semihard"),
        batch("triplet_margin", margin=0.3, distance="squared_euclidean"),
        batch("triplet_margin", margin=0.3, distance="cosine"),
        batch("triplet_margin", soft=True),
        batch("supervised_contrastive", temperature=0.5),
        rows(
            "info_nce",
            LABELS,
            COSINES,
            {
                "the positive far, float32": FAR,
                "label 3 of 0, 1, 2": ([3], [[0.5, 0.1, -0.4]]),
                "a similarity is nan": ([0], [[NAN, 0.1, -0.4]]),
            },
            temperature=0.01,
            kinks={"the positive far, float32": FAR},
        ),
        rows("normface", LABELS, COSINES, ANGLES, scale=8.0, kinks=STRAIGHT),
        rows("am_softmax", LABELS, COSINES, ANGLES, scale=8.0, margin=0.25, kinks=STRAIGHT),
        rows("arcface", LABELS, COSINES, ANGLES, scale=8.0, margin=0.4, kinks=STRAIGHT),
        rows("sphereface", LABELS, COSINES, ANGLES, scale=2.0, margin=3, kinks=STRAIGHT),
        rows("center_loss", LABELS, NEAR, {}, centers=CENTERS),
    ]
}
