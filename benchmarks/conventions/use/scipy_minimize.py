"""A loss of the package and its gradient, minimised by SciPy."""

import numpy as np
from scipy.optimize import minimize

import lossbook

generator = np.random.default_rng(0)
x = generator.normal(size=(200, 3))
y = x @ [1.0, -2.0, 0.5]
y[:10] += 50  # outliers


def objective(weights):
    return lossbook.huber(y, x @ weights, delta=0.5)


def slope(weights):
    return x.T @ lossbook.huber.gradient(y, x @ weights, delta=0.5)


fit = minimize(objective, np.zeros(3), jac=slope)

assert fit.success
assert np.abs(fit.x - [1.0, -2.0, 0.5]).max() < 0.1
