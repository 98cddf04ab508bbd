"""What the losses of overlap mean."""

from collections.abc import Mapping

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import alpha, beta, i, j, n, ps, smooth, ys

_hit = sp.Sum(ys[i] * ps[i], (i, 0, n - 1))
_false = sp.Sum((1 - ys[i]) * ps[i], (i, 0, n - 1))
_missing = sp.Sum(ys[i] * (1 - ps[i]), (i, 0, n - 1))
_truth = sp.Sum(ys[i], (i, 0, n - 1))
_prediction = sp.Sum(ps[i], (i, 0, n - 1))
MASKS = {"y_true": ys, "y_pred": ps}


def _specified(
    top: sp.Expr,
    bottom: sp.Expr,
    top_growth: sp.Expr,
    bottom_growth: sp.Expr,
    symbols: Mapping[str, sp.Basic],
) -> Specification:
    """Return the specification of 1 − top/bottom, both linear in p_j with these slopes."""
    turn = top_growth * bottom - bottom_growth * top  # which does not depend on p_j
    return Specification(
        1 - top / bottom, -turn / bottom**2, 2 * turn * bottom_growth / bottom**3, symbols
    )


tversky = _specified(
    _hit + smooth,
    _hit + alpha * _false + beta * _missing + smooth,
    ys[j],
    (1 - beta) * ys[j] + alpha * (1 - ys[j]),
    {**MASKS, "alpha": alpha, "beta": beta, "smooth": smooth},
)
dice = _specified(
    2 * _hit + 2 * smooth,
    _truth + _prediction + 2 * smooth,
    2 * ys[j],
    1,
    {**MASKS, "smooth": smooth},
)
jaccard = _specified(
    _hit + smooth,
    _truth + _prediction - _hit + smooth,
    ys[j],
    1 - ys[j],
    {**MASKS, "smooth": smooth},
)
