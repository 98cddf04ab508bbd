"""From PyTorch to JAX with optax, line by line: each pair is the same number."""

import jax
import numpy as np
import optax
import torch
from jax import numpy as jnp
from torch.nn import functional as F  # noqa: N812

generator = np.random.default_rng(0)
y, p = generator.normal(size=(2, 8, 3)).astype("float32")
t = generator.integers(0, 3, 8)
hard = (y > 0).astype("float32")
Y, P, T, HARD = map(torch.from_numpy, (y, p, t, hard))


def same(theirs, ours):
    assert np.isclose(float(theirs), float(ours), rtol=1e-5)


# Every optax loss leaves the mean to you.
same(F.mse_loss(P, Y), optax.squared_error(p, y).mean())
same(
    F.smooth_l1_loss(P, Y, beta=0.5),
    optax.huber_loss(p, y, delta=0.5).mean() / 0.5,
)
same(
    F.binary_cross_entropy_with_logits(P, HARD),
    optax.sigmoid_binary_cross_entropy(p, hard).mean(),
)
loss = optax.softmax_cross_entropy_with_integer_labels
same(F.cross_entropy(P, T), loss(p, t).mean())
# Label smoothing is a change of the target.
target = optax.smooth_labels(jax.nn.one_hot(t, 3), 0.1)
same(
    F.cross_entropy(P, T, label_smoothing=0.1),
    optax.softmax_cross_entropy(p, target).mean(),
)
# What PyTorch ignores must be masked, and the mean divides by what is left.
ignored = np.where(np.arange(8) < 3, -100, t)
kept = ignored != -100
same(
    F.cross_entropy(P, torch.from_numpy(ignored)),
    jnp.where(kept, loss(p, np.where(kept, ignored, 0)), 0).sum() / kept.sum(),
)
# pos_weight multiplies the half of the formula that y = 1 uses.
same(
    F.binary_cross_entropy_with_logits(P, HARD, pos_weight=torch.tensor(3.0)),
    -(3 * hard * jax.nn.log_sigmoid(p) + (1 - hard) * jax.nn.log_sigmoid(-p)).mean(),
)
