"""PyTorch."""

from typing import Any

import numpy as np

from .cells import Cell, Library

SAMPLES = "mean over the samples"
LISTS = "mean over the lists"
CLASSES = "F.one_hot(y_true, 3).to(y_pred)"
# All triplets of a batch: anchor, positive, negative.
TRIPLETS = (
    "same = y_true[:, None] == y_true\n"
    "other = ~torch.eye(len(y_true), dtype=bool)\n"
    "a, p, n = ((same & other)[:, :, None] & ~same[:, None, :]).nonzero(as_tuple=True)\n"
)
LEADS = (
    "lead = y_pred[:, :, None] - y_pred[:, None, :]\n"
    "pair = y_true[:, :, None] > y_true[:, None, :]\n"
)


def array(x: Any) -> Any:
    """Return a tensor, labels as integers."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(x))


def differentiate(function: Any, y_pred: Any) -> Any:
    """Return the derivative by automatic differentiation."""
    y_pred = y_pred.clone().requires_grad_()
    function(y_pred).backward()
    return y_pred.grad.numpy()


TORCH = Library(
    name="PyTorch",
    distributions=("torch",),
    setup="import math\nimport torch\nfrom torch.nn import functional as F",
    array=array,
    differentiate=differentiate,
    cells=(
        Cell(
            "mean_squared_error",
            "MSELoss, mse_loss",
            "F.mse_loss(y_pred, y_true)",
            weighted="F.mse_loss(y_pred, y_true, weight=w[:, None].expand(-1, 3))",
            weights="Σwℓ/Σw",
        ),
        Cell(
            "mean_absolute_error",
            "L1Loss, l1_loss",
            "F.l1_loss(y_pred, y_true)",
            weighted="F.l1_loss(y_pred, y_true, weight=w[:, None].expand(-1, 3))",
            weights="Σwℓ/Σw",
        ),
        Cell(
            "root_mean_squared_error",
            "",
            "F.mse_loss(y_pred, y_true).sqrt()",
            mean="root of the mean over all elements",
        ),
        Cell(
            "mean_absolute_percentage_error",
            "",
            "((y_pred - y_true) / y_true).abs().mean()",
        ),
        Cell(
            "huber",
            "HuberLoss, huber_loss",
            "F.huber_loss(y_pred, y_true, delta=1.5)",
            weighted="F.huber_loss(y_pred, y_true, delta=1.5, weight=w[:, None].expand(-1, 3))",
            weights="Σwℓ/n",
        ),
        Cell(
            "huber",
            "SmoothL1Loss, smooth_l1_loss",
            "1.5 * F.smooth_l1_loss(y_pred, y_true, beta=1.5)",
            bare="F.smooth_l1_loss(y_pred, y_true, beta=1.5)",
            factor="1 / 1.5",
            note="The smooth L1 loss is Huber's divided by its β, which is Huber's δ.",
        ),
        Cell(
            "log_cosh",
            "",
            "e = y_pred - y_true\n(e + F.softplus(-2 * e) - math.log(2)).mean()",
        ),
        Cell(
            "pseudo_huber",
            "",
            "e = (y_pred - y_true) / 1.5\n1.5**2 * (e * e / (1 + (1 + e * e).sqrt())).mean()",
        ),
        Cell(
            "pinball",
            "",
            "e = y_true - y_pred\ntorch.maximum(0.2 * e, (0.2 - 1) * e).mean()",
        ),
        Cell(
            "mean_squared_logarithmic_error",
            "",
            "F.mse_loss(y_pred.log1p(), y_true.log1p())",
        ),
        Cell(
            "poisson_deviance",
            "PoissonNLLLoss, poisson_nll_loss",
            "",
            bare="F.poisson_nll_loss(y_pred, y_true, log_input=False)",
            unlike="half the deviance without the terms of y alone; its gradient is half of ours",
        ),
        Cell(
            "poisson_deviance-from_log",
            "PoissonNLLLoss, poisson_nll_loss",
            "",
            bare="F.poisson_nll_loss(y_pred, y_true)",
            unlike="half the deviance without the terms of y alone; its gradient is half of ours",
            note="By default the prediction is the logarithm of the mean.",
        ),
        Cell(
            "expectile",
            "",
            "e = y_pred - y_true\n((0.2 - (e > 0).double()).abs() * e * e).mean()",
        ),
        Cell(
            "gaussian_nll",
            "GaussianNLLLoss, gaussian_nll_loss",
            "mean, scale = y_pred[..., 0], y_pred[..., 1].exp()\n"
            "F.gaussian_nll_loss(mean, y_true, scale**2, full=True, eps=0)",
            mean="mean over the samples",
            note="It takes the variance, held above 1e-6; without full=True it lacks ½ ln 2π.",
        ),
        Cell("hinge", "", "F.relu(1 - y_true * y_pred).mean()"),
        Cell(
            "hinge",
            "HingeEmbeddingLoss, hinge_embedding_loss",
            "",
            bare="F.hinge_embedding_loss(y_pred, y_true)",
            unlike="it takes distances: y = +1 costs the distance itself",
        ),
        Cell("squared_hinge", "", "F.relu(1 - y_true * y_pred).square().mean()"),
        Cell(
            "multiclass_hinge",
            "MultiMarginLoss, multi_margin_loss",
            "y_pred.shape[-1] * F.multi_margin_loss(y_pred, y_true, margin=0.5)",
            bare="F.multi_margin_loss(y_pred, y_true, margin=0.5)",
            mean=SAMPLES,
            factor="1 / C",
            note="The sum over the wrong classes is divided by the number of all classes.",
        ),
        Cell(
            "binary_crossentropy",
            "BCELoss, binary_cross_entropy",
            "F.binary_cross_entropy(y_pred, y_true)",
            weighted="F.binary_cross_entropy(y_pred, y_true, weight=w[:, None])",
            weights="Σwℓ/n",
            labels="floats; integers are an error",
            note="Each logarithm is held above −100.",
        ),
        Cell(
            "binary_crossentropy-logits",
            "BCEWithLogitsLoss, binary_cross_entropy_with_logits",
            "F.binary_cross_entropy_with_logits(y_pred, y_true)",
            weighted="F.binary_cross_entropy_with_logits(y_pred, y_true, weight=w[:, None])",
            weights="Σwℓ/n",
            labels="floats; integers are an error",
        ),
        Cell(
            "binary_crossentropy-logits-pos_weight",
            "BCEWithLogitsLoss(pos_weight), binary_cross_entropy_with_logits",
            "F.binary_cross_entropy_with_logits(y_pred, y_true, pos_weight=torch.tensor(3.0))",
        ),
        Cell(
            "binary_crossentropy-logits",
            "SoftMarginLoss, soft_margin_loss",
            "F.soft_margin_loss(y_pred, 2 * y_true - 1)",
            labels="−1 and +1",
        ),
        Cell(
            "categorical_crossentropy",
            "",
            "-torch.xlogy(y_true, y_pred).sum(-1).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "categorical_crossentropy-logits",
            "CrossEntropyLoss, cross_entropy",
            "F.cross_entropy(y_pred, y_true)",
            mean=SAMPLES,
            note="It takes logits, whatever the name says; probabilities give a wrong number.",
        ),
        Cell(
            "sparse_categorical_crossentropy",
            "NLLLoss, nll_loss",
            "F.nll_loss(y_pred.log(), y_true)",
            mean=SAMPLES,
            note="It takes logarithms of probabilities; no logarithm is taken inside.",
        ),
        Cell(
            "sparse_categorical_crossentropy-logits",
            "CrossEntropyLoss, cross_entropy",
            "F.cross_entropy(y_pred, y_true)",
            mean=SAMPLES,
            labels="0 … C − 1; −100 is left out",
            note="Its `weight` is one a class, and the mean divides by the sum of those met.",
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-label_smoothing",
            "CrossEntropyLoss(label_smoothing), cross_entropy",
            "F.cross_entropy(y_pred, y_true, label_smoothing=0.1)",
            mean=SAMPLES,
        ),
        Cell(
            "sparse_categorical_crossentropy-logits-ignore_index",
            "CrossEntropyLoss(ignore_index), cross_entropy",
            "F.cross_entropy(y_pred, y_true, ignore_index=1)",
            mean="mean over the samples that are not left out",
        ),
        Cell(
            "sparse_categorical_focal_crossentropy",
            "",
            "p = y_pred.gather(-1, y_true[:, None])\n(-((1 - p) ** 1.5) * p.log()).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "generalized_crossentropy",
            "",
            "p = y_pred.gather(-1, y_true[:, None])\n((1 - p**0.6) / 0.6).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "dice",
            "",
            "(1 - 2 * (y_true * y_pred).sum(-1) / (y_true + y_pred).sum(-1)).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "jaccard",
            "",
            "both = (y_true * y_pred).sum(-1)\n"
            "(1 - both / ((y_true + y_pred).sum(-1) - both)).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "dice-smooth",
            "",
            "(1 - (2 * (y_true * y_pred).sum(-1) + 1) / ((y_true + y_pred).sum(-1) + 1)).mean()",
            mean=SAMPLES,
        ),
        Cell(
            "ranknet",
            "",
            f"{LEADS}((F.softplus(-lead) * pair).sum((1, 2)) / pair.sum((1, 2)).clamp(1)).mean()",
            mean=LISTS,
        ),
        Cell(
            "pairwise_hinge",
            "MarginRankingLoss, margin_ranking_loss",
            f"{LEADS}((F.relu(1 - lead) * pair).sum((1, 2)) / pair.sum((1, 2)).clamp(1)).mean()",
            bare=(
                "k, i, j = (y_true[:, :, None] > y_true[:, None, :]).nonzero(as_tuple=True)\n"
                "F.margin_ranking_loss(y_pred[k, i], y_pred[k, j], torch.ones(len(k)), margin=1)"
            ),
            mean="mean over the pairs of all lists",
            note="It takes pairs, of which the first is the better; without margin it is 0.",
        ),
        Cell("listnet", "", "F.cross_entropy(y_pred, y_true.softmax(-1))", mean=LISTS),
        Cell(
            "listmle",
            "",
            "order = y_true.argsort(dim=-1, descending=True, stable=True)\n"
            "s = y_pred.gather(-1, order)\n"
            "(s.flip(-1).logcumsumexp(-1).flip(-1) - s).sum(-1).mean()",
            mean=LISTS,
        ),
        Cell(
            "contrastive",
            "",
            "gap = torch.where(y_true == 1, y_pred, F.relu(1.4 - y_pred))\ngap.square().mean() / 2",
        ),
        Cell(
            "contrastive",
            "HingeEmbeddingLoss, hinge_embedding_loss",
            "",
            bare="F.hinge_embedding_loss(y_pred, 2 * y_true - 1, margin=1.4)",
            unlike="distances are neither squared nor halved",
            labels="1 same, −1 different",
        ),
        Cell(
            "triplet_margin",
            "TripletMarginLoss, triplet_margin_loss",
            f"{TRIPLETS}F.triplet_margin_loss(y_pred[a], y_pred[p], y_pred[n], margin=0.3, eps=0)",
            mean="mean over the triplets",
            note=(
                "It takes triplets; eps, 1e-6 unless given, is added to every coordinate of a "
                "difference."
            ),
        ),
        Cell(
            "triplet_margin-squared_euclidean",
            "",
            f"{TRIPLETS}d = torch.cdist(y_pred, y_pred).square()\n"
            "F.relu(d[a, p] - d[a, n] + 0.3).mean()",
            mean="mean over the triplets",
        ),
        Cell(
            "triplet_margin-cosine",
            "TripletMarginWithDistanceLoss, triplet_margin_with_distance_loss",
            f"{TRIPLETS}F.triplet_margin_with_distance_loss(\n"
            "    y_pred[a], y_pred[p], y_pred[n], margin=0.3,\n"
            "    distance_function=lambda u, v: 1 - F.cosine_similarity(u, v))",
            mean="mean over the triplets",
        ),
        Cell(
            "triplet_margin-soft",
            "",
            f"{TRIPLETS}F.softplus((y_pred[a] - y_pred[p]).norm(dim=1)"
            " - (y_pred[a] - y_pred[n]).norm(dim=1)).mean()",
            mean="mean over the triplets",
        ),
        Cell(
            "supervised_contrastive",
            "",
            "u = F.normalize(y_pred)\n"
            "itself = torch.eye(len(u), dtype=bool)\n"
            "logits = (u @ u.T / 0.5).masked_fill(itself, -torch.inf)\n"
            "positive = (y_true[:, None] == y_true) & ~itself\n"
            "p = logits.log_softmax(-1).masked_fill(~positive, 0)\n"
            "-(p.sum(-1) / positive.sum(-1))[positive.any(-1)].mean()",
            mean="mean over the anchors that have a positive",
        ),
        Cell("info_nce", "", "F.cross_entropy(y_pred / 0.01, y_true)", mean=SAMPLES),
        Cell("normface", "", "F.cross_entropy(8 * y_pred, y_true)", mean=SAMPLES),
        Cell(
            "am_softmax",
            "",
            f"F.cross_entropy(8 * (y_pred - 0.25 * {CLASSES}), y_true)",
            mean=SAMPLES,
        ),
        Cell(
            "arcface",
            "",
            f"F.cross_entropy(8 * (y_pred.acos() + 0.4 * {CLASSES}).cos(), y_true)",
            mean=SAMPLES,
        ),
        Cell(
            "sphereface",
            "",
            "angle = 3 * y_pred.acos()\n"
            "k = (angle / math.pi).floor()\n"
            "psi = (-1) ** k * angle.cos() - 2 * k\n"
            f"F.cross_entropy(2 * torch.where({CLASSES} == 1, psi, y_pred), y_true)",
            mean=SAMPLES,
        ),
        Cell(
            "center_loss",
            "",
            "c = torch.tensor([[0.5, -1, 0], [1, 0.5, -2], [-1.5, 0, 1]])\n"
            "(y_pred - c[y_true]).square().sum(-1).mean() / 2",
            mean=SAMPLES,
        ),
        Cell(
            "kl_divergence",
            "KLDivLoss, kl_div",
            'F.kl_div(y_pred.log(), y_true, reduction="batchmean")',
            bare="F.kl_div(y_pred.log(), y_true)",
            mean="mean over all entries, classes too",
            note='It takes the logarithm of the prediction; "batchmean" is the divergence.',
        ),
    ),
)
