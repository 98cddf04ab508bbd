"""What focal and generalised cross-entropy mean, of probabilities and of logits."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import C, gamma, i, j, p, ps, q, t, y, z, zs


def _binary(
    value: sp.Expr, gradient: sp.Expr, hessian: sp.Expr, x: sp.Symbol, other: sp.Expr
) -> Specification:
    """Return the specification, given that of y = 1 as expressions in x; y = 0 has `other`.

    `other` is decreasing in x with slope −1: 1 − p, or −z.
    """
    symbols = {"y_true": y, "y_pred": x, "gamma": gamma}

    def both(one: sp.Expr, sign: int) -> sp.Expr:
        return sp.Piecewise((one, sp.Eq(y, 1)), (sign * one.subs(x, other), True))

    return Specification(both(value, 1), both(gradient, -1), both(hessian, 1), symbols)


binary_focal = _binary(
    -((1 - p) ** gamma) * sp.log(p),
    gamma * (1 - p) ** (gamma - 1) * sp.log(p) - (1 - p) ** gamma / p,
    -gamma * (gamma - 1) * (1 - p) ** (gamma - 2) * sp.log(p)
    + 2 * gamma * (1 - p) ** (gamma - 1) / p
    + (1 - p) ** gamma / p**2,
    p,
    1 - p,
)
_right, _wrong = 1 / (1 + sp.exp(-z)), 1 / (1 + sp.exp(z))
_surprisal = sp.log(1 + sp.exp(-z))
binary_focal_logits = _binary(
    _wrong**gamma * _surprisal,
    -(_wrong**gamma) * (gamma * _right * _surprisal + _wrong),
    _wrong**gamma
    * _right
    * ((1 + 2 * gamma) * _wrong + gamma * _surprisal * (gamma * _right - _wrong)),
    z,
    -z,
)


def _at_label(expression: sp.Expr) -> sp.Expr:
    return sp.Piecewise((expression, sp.Eq(j, t)), (0, True))


FOCAL = {"y_true": t, "y_pred": ps, "gamma": gamma}
sparse_focal = Specification(
    -((1 - ps[t]) ** gamma) * sp.log(ps[t]),
    _at_label(gamma * (1 - ps[t]) ** (gamma - 1) * sp.log(ps[t]) - (1 - ps[t]) ** gamma / ps[t]),
    _at_label(
        -gamma * (gamma - 1) * (1 - ps[t]) ** (gamma - 2) * sp.log(ps[t])
        + 2 * gamma * (1 - ps[t]) ** (gamma - 1) / ps[t]
        + (1 - ps[t]) ** gamma / ps[t] ** 2
    ),
    FOCAL,
)
_partition = sp.Sum(sp.exp(zs[i]), (i, 0, C - 1))
_true, _entry = sp.exp(zs[t]) / _partition, sp.exp(zs[j]) / _partition
_missing = sp.Piecewise((1, sp.Eq(j, t)), (0, True)) - _entry  # by z_j, the relative growth of p_t
_surprise = sp.log(_partition) - zs[t]
_left = 1 - _true
_slope = _left ** (gamma - 1) * (_left + gamma * _true * _surprise)  # by −ln p_t
_bend = (
    gamma
    * _true
    * _left ** (gamma - 2)
    * (2 * _left + (gamma - 1) * _true * _surprise - _left * _surprise)
)
sparse_focal_logits = Specification(
    _left**gamma * _surprise,
    -_slope * _missing,
    _bend * _missing**2 + _slope * _entry * (1 - _entry),
    {**FOCAL, "y_pred": zs},
)

GENERALIZED = {"y_true": t, "y_pred": ps, "q": q}
generalized = Specification(
    (1 - ps[t] ** q) / q,
    _at_label(-(ps[t] ** (q - 1))),
    _at_label((1 - q) * ps[t] ** (q - 2)),
    GENERALIZED,
)
generalized_logits = Specification(
    (1 - _true**q) / q,
    -(_true**q) * _missing,
    _true**q * (_entry * (1 - _entry) - q * _missing**2),
    {**GENERALIZED, "y_pred": zs},
)
