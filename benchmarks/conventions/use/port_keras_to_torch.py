"""From Keras to PyTorch, line by line: each pair is the same number."""

import keras
import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

generator = np.random.default_rng(0)
y, p = generator.normal(size=(2, 8, 3)).astype("float32")
t = generator.integers(0, 3, 8)
hard = (y > 0).astype("float32")
w = generator.uniform(0.5, 2, 8).astype("float32")
Y, P, T, HARD, W = map(torch.from_numpy, (y, p, t, hard, w))
K = keras.losses


def same(theirs, ours):
    assert np.isclose(float(theirs), float(ours), rtol=1e-5)


same(K.MeanSquaredError()(y, p), F.mse_loss(P, Y))
same(K.Huber(delta=0.5)(y, p), F.huber_loss(P, Y, delta=0.5))
same(
    K.MeanAbsolutePercentageError()(y, p),
    100 * ((P - Y) / Y).abs().mean(),
)
same(
    K.BinaryCrossentropy(from_logits=True)(hard, p),
    F.binary_cross_entropy_with_logits(P, HARD),
)
same(
    K.SparseCategoricalCrossentropy(from_logits=True)(t, p),
    F.cross_entropy(P, T),
)
# Keras without from_logits=True: probabilities go in, so drop the softmax
# from the model, or take the logarithm here.
soft = P.softmax(-1)
same(K.SparseCategoricalCrossentropy()(t, soft), F.nll_loss(soft.log(), T))
same(
    K.KLDivergence()(Y.softmax(-1), soft),
    F.kl_div(soft.log(), Y.softmax(-1), reduction="batchmean"),
)
# Weights: Keras divides by the number of rows, not by the sum of weights.
same(
    K.Huber()(y, p, sample_weight=w),
    (W * F.huber_loss(P, Y, reduction="none").mean(-1)).mean(),
)
