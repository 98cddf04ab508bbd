"""MONAI: losses of masks, of shape (batch, channel, pixels …)."""

from .cells import Cell, Library
from .torch import array, differentiate

SAMPLES = "mean over the samples"
NO_SMOOTH = "smooth_nr=0, smooth_dr=0"


def mask(case: str, name: str, arguments: str, **more: str) -> Cell:
    """Return the cell of a loss whose samples are masks of one channel."""
    return Cell(
        case,
        name,
        f"losses.{name.partition('(')[0]}({arguments})(y_pred[:, None], y_true[:, None])",
        **{"mean": SAMPLES, **more},
    )


MONAI = Library(
    name="MONAI",
    distributions=("monai", "torch"),
    setup="import torch\nfrom monai import losses\nfrom torch.nn import functional as F",
    array=array,
    differentiate=differentiate,
    cells=(
        mask(
            "dice",
            "DiceLoss",
            NO_SMOOTH,
            note="smooth_nr and smooth_dr, 1e-5 unless given, stand above and below the fraction.",
        ),
        mask(
            "dice-smooth",
            "DiceLoss",
            "smooth_nr=1, smooth_dr=1",
            note="Its smoothing stands beside 2I, so that it is twice ours.",
        ),
        mask("jaccard", "DiceLoss(jaccard)", f"jaccard=True, {NO_SMOOTH}"),
        mask(
            "tversky",
            "TverskyLoss",
            f"alpha=0.3, beta=0.7, {NO_SMOOTH}",
        ),
        mask(
            "binary_focal_crossentropy-logits",
            "FocalLoss",
            "gamma=1.5",
            mean="mean over all elements",
            type="float32",
        ),
        mask(
            "binary_focal_crossentropy-logits-alpha",
            "FocalLoss",
            "gamma=1.5, alpha=0.25",
            mean="mean over all elements",
            type="float32",
        ),
    ),
)
