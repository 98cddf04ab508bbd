"""What the losses of counts and positive amounts mean, of the mean and of its logarithm."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import eta, mu, xi, y, yhat

_log_error = sp.log(1 + yhat) - sp.log(1 + y)
mean_squared_logarithmic_error = Specification(
    _log_error**2,
    2 * _log_error / (1 + yhat),
    2 * (1 - _log_error) / (1 + yhat) ** 2,
    {"y_true": y, "y_pred": yhat},
)

MEAN = {"y_true": y, "y_pred": mu}
LOG_MEAN = {"y_true": y, "y_pred": eta}

poisson = Specification(2 * (y * sp.log(y / mu) - y + mu), 2 * (1 - y / mu), 2 * y / mu**2, MEAN)
poisson_log = Specification(
    2 * (y * (sp.log(y) - eta) - y + sp.exp(eta)), 2 * (sp.exp(eta) - y), 2 * sp.exp(eta), LOG_MEAN
)
gamma = Specification(
    2 * (sp.log(mu / y) + y / mu - 1), 2 * (mu - y) / mu**2, 2 * (2 * y - mu) / mu**3, MEAN
)
gamma_log = Specification(
    2 * (eta - sp.log(y) + y * sp.exp(-eta) - 1),
    2 * (1 - y * sp.exp(-eta)),
    2 * y * sp.exp(-eta),
    LOG_MEAN,
)
_constant = sp.Max(y, 0) ** (2 - xi) / ((1 - xi) * (2 - xi))
tweedie = Specification(
    2 * (_constant - y * mu ** (1 - xi) / (1 - xi) + mu ** (2 - xi) / (2 - xi)),
    2 * (mu - y) / mu**xi,
    2 * ((1 - xi) * mu + xi * y) / mu ** (1 + xi),
    {**MEAN, "power": xi},
)
_a, _b = sp.exp((1 - xi) * eta), sp.exp((2 - xi) * eta)
tweedie_log = Specification(
    2 * (_constant - y * _a / (1 - xi) + _b / (2 - xi)),
    2 * (_b - y * _a),
    2 * ((2 - xi) * _b - (1 - xi) * y * _a),
    {**LOG_MEAN, "power": xi},
)
