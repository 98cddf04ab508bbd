"""Lossbook: loss functions derived, tested and drawn.

Every loss is one object: call it for its value, `loss.gradient` for the derivative by the
prediction, `loss.hessian` for the second, `loss.formula` for the SymPy expression that all three
are tested against. `loss`, the decorator, makes one of your own.
"""

from lossbook import losses
from lossbook._loss import Loss, loss
from lossbook.losses import *  # noqa: F403

__version__ = "0.1.0"

__all__ = ["Loss", "loss", *losses.__all__]
