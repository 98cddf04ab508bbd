"""What the losses of forecasts mean; a density is given by its mean ŷ₀ and ŷ₁ = ln σ."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import j, tau, y, yhat, yhats

_side = sp.Piecewise((1 - tau, yhat > y), (tau, True))
expectile = Specification(
    _side * (yhat - y) ** 2,
    2 * _side * (yhat - y),
    2 * _side,
    {"y_true": y, "y_pred": yhat, "level": tau},
)


def _entries(by_mean: sp.Expr, by_scale: sp.Expr) -> sp.Expr:
    return sp.Piecewise((by_mean, sp.Eq(j, 0)), (by_scale, True))


DENSITY = {"y_true": y, "y_pred": yhats}
_scale = sp.exp(yhats[1])
_u = (y - yhats[0]) / _scale
_bell = sp.sqrt(2 / sp.pi) * sp.exp(-(_u**2) / 2)  # 2φ(u)

gaussian_nll = Specification(
    _u**2 / 2 + yhats[1] + sp.log(2 * sp.pi) / 2,
    _entries(-_u / _scale, 1 - _u**2),
    _entries(1 / _scale**2, 2 * _u**2),
    DENSITY,
)
gaussian_crps = Specification(
    _scale * (_u * sp.erf(_u / sp.sqrt(2)) + _bell - 1 / sp.sqrt(sp.pi)),
    _entries(-sp.erf(_u / sp.sqrt(2)), _scale * (_bell - 1 / sp.sqrt(sp.pi))),
    _entries(_bell / _scale, _scale * (_bell * (1 + _u**2) - 1 / sp.sqrt(sp.pi))),
    DENSITY,
)
