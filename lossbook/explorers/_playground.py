"""The book's figures with sliders of a loss and its gradient: which losses, which parameters."""

from __future__ import annotations

from lossbook import (
    binary_crossentropy,
    hinge,
    huber,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    pseudo_huber,
    squared_hinge,
)
from lossbook.explorers._curves import Curve, explore
from lossbook.explorers._explorer import Choice, Explorer, Slider

RESIDUAL = Slider("residual", "residual e", -4.0, 4.0, 0.05, 2.0)
AXIS = "residual e = ŷ − y (unit of the data)"


def robust() -> Explorer:
    """Return Huber and pseudo-Huber, with δ."""
    delta = Slider("delta", "δ", 0.25, 3.0, 0.05, 1.0)
    scale = {"delta": delta.symbol}
    return explore(
        "robust",
        [
            Curve("Huber", huber, parameters=scale),
            Curve("pseudo-Huber", pseudo_huber, parameters=scale),
        ],
        [delta],
        prediction=RESIDUAL,
        domains={"value": (0.0, 6.0), "gradient": (-3.2, 3.2)},
        xlabel=AXIS,
        caption=(
            "Huber and pseudo-Huber, with their gradients. Move δ: the gradient is bounded by ±δ. "
            "Drag the point to read value and slope at another residual."
        ),
        description=(
            "Left, two bowls over the residual from −4 to 4: Huber, a parabola that turns into a "
            "straight line at ±δ, and pseudo-Huber, a little below it. Right, their gradients: "
            "Huber's rises with slope 1 and is flat at −δ and δ beyond; pseudo-Huber's bends "
            "smoothly towards the same bounds. A larger δ widens the bowl and raises the bounds."
        ),
    )


def quantile() -> Explorer:
    """Return the pinball loss, with τ."""
    tau = Slider("tau", "τ", 0.05, 0.95, 0.05, 0.75)
    return explore(
        "pinball",
        [Curve("pinball", pinball, parameters={"quantile": tau.symbol})],
        [tau],
        prediction=RESIDUAL,
        domains={"value": (0.0, 4.0), "gradient": (-1.05, 1.05)},
        xlabel=AXIS,
        caption=(
            "The pinball loss and its gradient. Move τ: a prediction too low costs τ a unit, one "
            "too high 1 − τ."
        ),
        description=(
            "Left, a tilted V over the residual from −4 to 4 with its point at 0: the left arm "
            "falls with slope −τ, the right one rises with slope 1 − τ. Right, the gradient: "
            "the constant −τ left of 0, the constant 1 − τ right of it, with a jump of 1 between. "
            "At τ = ½ both arms are equally steep."
        ),
    )


def margins() -> Explorer:
    """Return hinge, squared hinge and logistic loss, with the label."""
    label = Choice("label", "label y", {"+1": 1, "−1": -1})
    sign = label.symbol
    return explore(
        "margins",
        [
            Curve("hinge", hinge, sign),
            Curve("squared hinge", squared_hinge, sign),
            Curve("logistic", binary_crossentropy, (sign + 1) / 2, from_logits=True),
        ],
        [label],
        prediction=Slider("score", "score f", -4.0, 4.0, 0.05, -0.5),
        domains={"value": (0.0, 6.0), "gradient": (-6.0, 6.0)},
        xlabel="score f",
        caption=(
            "Three margin losses of a score, with their gradients. The logistic loss is the binary "
            "cross-entropy of the score as a logit. Change the label: the picture is mirrored."
        ),
        description=(
            "Left, over the score from −4 to 4 for the label +1: the hinge falls in a straight "
            "line to 0 at score 1 and stays 0, the squared hinge falls as a parabola to 0 at the "
            "same score, the logistic loss falls smoothly and never reaches 0. Right, their "
            "gradients: the hinge's is −1 and jumps to 0 at 1, the squared hinge's rises in a line "
            "from −10 to 0, the logistic's rises smoothly from near −1 towards 0. For the label −1 "
            "everything is mirrored."
        ),
    )


def logits() -> Explorer:
    """Return the binary cross-entropy of a logit, with the target."""
    target = Slider("target", "target y", 0.0, 1.0, 0.05, 1.0)
    return explore(
        "logits",
        [Curve("binary cross-entropy", binary_crossentropy, target.symbol, from_logits=True)],
        [target],
        prediction=Slider("logit", "logit z", -8.0, 8.0, 0.1, 0.0),
        domains={"value": (0.0, 8.0), "gradient": (-1.05, 1.05)},
        xlabel="logit z",
        unit="nats",
        caption=(
            "Binary cross-entropy of a logit, and its gradient σ(z) − y. Move the target between "
            "0 and 1: the bottom stands where σ(z) = y."
        ),
        description=(
            "Left, the loss over the logit from −8 to 8. For the target 1 it falls with slope −1 "
            "on the left and flattens to 0 on the right; for the target 0 it is mirrored; between "
            "them it is a smooth bowl whose bottom lies above 0. Right, the gradient: a sigmoid "
            "curve of height 1, shifted down by the target."
        ),
    )


def squared_and_absolute() -> Explorer:
    """Return squared and absolute error, with the truth."""
    truth = Slider("truth", "truth y", -2.0, 2.0, 0.25, 0.0)
    return explore(
        "squared-and-absolute",
        [
            Curve("squared error", mean_squared_error, truth.symbol),
            Curve("absolute error", mean_absolute_error, truth.symbol),
        ],
        [truth],
        prediction=Slider("prediction", "prediction ŷ", -4.0, 4.0, 0.05, 1.5),
        domains={"value": (0.0, 9.0), "gradient": (-8.0, 8.0)},
        xlabel="prediction ŷ (unit of the data)",
        caption=(
            "Squared and absolute error with their gradients. Drag the prediction: the one pull "
            "grows with the error, the other never changes but for its sign."
        ),
        description=(
            "Left, over the prediction from −4 to 4: a parabola and a V, both 0 where the "
            "prediction equals the truth; they cross at an error of 1. Right, their gradients: a "
            "straight line of slope 2 through 0 at the truth, and a step from −1 to 1 there."
        ),
    )
