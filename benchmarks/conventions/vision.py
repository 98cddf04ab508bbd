"""torchvision and Segmentation Models, which need a newer PyTorch than `make peers` installs."""

from .cells import Cell, Library
from .torch import array, differentiate

SAMPLES = "mean over the samples"
WHOLE = "the whole batch as one mask"
LOGISTIC = "the logistic function is taken of the predictions"
FOCAL = "binary_focal_crossentropy-logits"


def focal(case: str, arguments: str, **more: str) -> Cell:
    """Return the cell of torchvision's focal loss."""
    own = f"ops.sigmoid_focal_loss(y_pred, y_true, {arguments})"
    return Cell(
        case,
        "sigmoid_focal_loss",
        f"{own}.mean()",
        bare=own,
        mean="no mean: one number an element",
        **more,
    )


TORCHVISION = Library(
    name="torchvision",
    distributions=("torchvision", "torch"),
    setup="from torchvision import ops",
    array=array,
    differentiate=differentiate,
    apart=True,
    cells=(
        focal(
            FOCAL, "alpha=-1, gamma=1.5", note="Without alpha it is 0.25; a negative one is none."
        ),
        focal(f"{FOCAL}-alpha", "alpha=0.25, gamma=1.5"),
    ),
)


def mask(case: str, name: str, arguments: str = "", **more: str) -> Cell:
    """Return the cell of a loss of masks: ours are its classes of one image."""
    own = ", ".join(word for word in ('"binary"', arguments) if word)
    ours = ", ".join(word for word in ('"multilabel"', arguments, "from_logits=False") if word)
    return Cell(
        case,
        name,
        f"losses.{name}({ours})(y_pred[None], y_true[None])",
        bare=f"losses.{name}({own})(y_pred, y_true)",
        mean=WHOLE,
        first=LOGISTIC,
        **more,
    )


SEGMENTATION_MODELS = Library(
    name="Segmentation Models",
    distributions=("segmentation-models-pytorch", "torch"),
    setup="from segmentation_models_pytorch import losses",
    array=array,
    differentiate=differentiate,
    apart=True,
    cells=(
        mask(
            "dice", "DiceLoss", note="A mask that is empty in truth costs 0, whatever is predicted."
        ),
        mask(
            "dice-smooth",
            "DiceLoss",
            "smooth=0.5",
            note="Its smoothing stands beside I, as ours.",
        ),
        mask("jaccard", "JaccardLoss"),
        mask("tversky", "TverskyLoss", "alpha=0.3, beta=0.7"),
        Cell(
            FOCAL,
            "FocalLoss",
            'losses.FocalLoss("binary", gamma=1.5)(y_pred, y_true)',
        ),
        Cell(
            f"{FOCAL}-alpha",
            "FocalLoss",
            'losses.FocalLoss("binary", gamma=1.5, alpha=0.25)(y_pred, y_true)',
        ),
    ),
)
