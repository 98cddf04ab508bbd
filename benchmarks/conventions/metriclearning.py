"""PyTorch Metric Learning: batches of embeddings, and softmaxes of the cosines to class directions.

Its losses of angles hold the class directions W themselves and take features; see `features` in
`cells.py`.
"""

from .cells import Cell, Library
from .torch import array, differentiate

UNIT = "each embedding is divided by its length"
ACTIVE = "mean over the triplets that cost something"
ALL = "mean over the triplets"
SAMPLES = "mean over the samples"
PLAIN = "distance=distances.LpDistance(normalize_embeddings=False)"
MEAN = "reducer=reducers.MeanReducer()"


def triplets(case: str, arguments: str, bare: str = "margin=0.3", **more: str) -> Cell:
    """Return the cell of its triplet loss with arguments that make it ours."""
    return Cell(
        case,
        "TripletMarginLoss",
        f"losses.TripletMarginLoss({arguments})(y_pred, y_true)",
        bare=f"losses.TripletMarginLoss({bare})(y_pred, y_true)",
        **{"mean": ACTIVE, "first": UNIT, **more},
    )


def angular(case: str, name: str, arguments: str, **more: str) -> Cell:
    """Return the cell of a loss that holds class directions."""
    return Cell(
        case,
        name,
        f"loss = losses.{name}({arguments}).double()\nloss.W.data = W\nloss(x, y_true)",
        mean=SAMPLES,
        **more,
    )


METRIC_LEARNING = Library(
    name="PyTorch Metric Learning",
    distributions=("pytorch-metric-learning", "torch"),
    setup=(
        "import math\nimport torch\n"
        "from pytorch_metric_learning import distances, losses, miners, reducers"
    ),
    array=array,
    differentiate=differentiate,
    cells=(
        triplets(
            "triplet_margin",
            f"margin=0.3, {PLAIN}, {MEAN}",
            note="Without margin it is 0.05.",
        ),
        triplets("triplet_margin-active", f"margin=0.3, {PLAIN}"),
        Cell(
            "triplet_margin-hard",
            "BatchHardMiner",
            f"plain = distances.LpDistance(normalize_embeddings=False)\n"
            "hardest = miners.BatchHardMiner(distance=plain)(y_pred, y_true)\n"
            f"loss = losses.TripletMarginLoss(margin=0.3, distance=plain, {MEAN})\n"
            "loss(y_pred, y_true, hardest)",
            mean=ALL,
        ),
        Cell(
            "triplet_margin-semihard",
            "TripletMarginMiner",
            "",
            bare=(
                "plain = distances.LpDistance(normalize_embeddings=False)\n"
                "miner = miners.TripletMarginMiner(\n"
                '    margin=0.3, type_of_triplets="semihard", distance=plain\n)\n'
                "loss = losses.TripletMarginLoss(margin=0.3, distance=plain)\n"
                "loss(y_pred, y_true, miner(y_pred, y_true))"
            ),
            unlike=(
                "every negative beyond the positive and within the margin counts, not the nearest, "
                "and a positive without one drops out"
            ),
        ),
        triplets(
            "triplet_margin-squared_euclidean",
            "margin=0.3, distance=distances.LpDistance(normalize_embeddings=False, power=2), "
            + MEAN,
            "margin=0.3, distance=distances.LpDistance(power=2)",
        ),
        triplets(
            "triplet_margin-cosine",
            f"margin=0.3, distance=distances.CosineSimilarity(), {MEAN}",
            "margin=0.3, distance=distances.CosineSimilarity()",
            first="",
        ),
        triplets(
            "triplet_margin-soft",
            f"margin=0, smooth_loss=True, {PLAIN}, {MEAN}",
            "margin=0, smooth_loss=True",
            note="The margin, 0.05 unless given, is in the smooth form too.",
        ),
        Cell(
            "supervised_contrastive",
            "SupConLoss",
            "losses.SupConLoss(temperature=0.5)(y_pred, y_true)",
            mean="mean over the anchors that have a positive",
        ),
        Cell(
            "supervised_contrastive",
            "NTXentLoss",
            "",
            bare="losses.NTXentLoss(temperature=0.5)(y_pred, y_true)",
            unlike="the other positives of an anchor are not in the denominator",
        ),
        Cell(
            "info_nce",
            "NTXentLoss",
            "loss = losses.NTXentLoss(temperature=0.01)\n"
            "loss(x, y_true, ref_emb=W.T, ref_labels=torch.arange(3))",
            mean=SAMPLES,
            note="Embeddings are divided by their lengths; without temperature it is 0.07.",
        ),
        Cell(
            "contrastive",
            "ContrastiveLoss",
            "",
            bare=(
                "pairs = torch.stack([torch.zeros_like(y_pred), y_pred], -1).ravel()[:, None]\n"
                "same, i = y_true.ravel() == 1, 2 * torch.arange(y_pred.numel())\n"
                f"loss = losses.ContrastiveLoss(neg_margin=1.4, {PLAIN})\n"
                "near, far = i[same], i[~same]\n"
                "loss(pairs, torch.zeros(len(pairs)), (near, near + 1, far, far + 1))"
            ),
            unlike=(
                "distances are not squared, and two means are added, over the pairs of each kind "
                "that cost something"
            ),
            note="Embeddings are divided by their lengths unless the distance says otherwise.",
        ),
        angular("normface", "NormalizedSoftmaxLoss", "3, 4, temperature=1 / 8"),
        angular(
            "am_softmax",
            "CosFaceLoss",
            "3, 4, margin=0.25, scale=8",
            note="Without arguments the margin is 0.35, the scale 64.",
        ),
        angular(
            "arcface",
            "ArcFaceLoss",
            "3, 4, margin=math.degrees(0.4), scale=8",
            note=(
                "The margin is in degrees, 28.6 unless given; past θ = π − m the logit is "
                "cos θ − m sin m."
            ),
        ),
        angular(
            "sphereface",
            "SphereFaceLoss",
            "3, 4, margin=3, scale=1",
            other_gradient="it goes through the length of the features, which is a factor",
            note="The scale is multiplied by that length, which is 2 here.",
        ),
    ),
)
