"""A loss of the package in a training step of JAX, compiled."""

import jax
import optax
from jax import numpy as jnp

import lossbook

x = jax.random.normal(jax.random.key(0), (200, 3))
y = x @ jnp.array([1.0, -2.0, 0.5])
y = y.at[:10].add(50)  # outliers


def objective(weights):
    return lossbook.huber(y, x @ weights, delta=0.5)


optimizer = optax.adam(0.05)


@jax.jit
def step(weights, state):
    value, slope = jax.value_and_grad(objective)(weights)
    update, state = optimizer.update(slope, state)
    return optax.apply_updates(weights, update), state, value


weights = jnp.zeros(3)
state = optimizer.init(weights)
for _ in range(200):
    weights, state, value = step(weights, state)

assert jnp.abs(weights - jnp.array([1.0, -2.0, 0.5])).max() < 0.1
