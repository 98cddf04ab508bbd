"""What the margin losses mean: functions of labels and scores."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import C, MaxOver, f, j, k, m, ss, t, y

SCORE = {"y_true": y, "y_pred": f}
SCORES = {"y_true": t, "y_pred": ss, "margin": m}

_short = sp.Max(0, 1 - y * f)
hinge = Specification(_short, sp.Piecewise((-y, y * f < 1), (0, True)), sp.Integer(0), SCORE)
squared_hinge = Specification(
    _short**2, -2 * y * _short, sp.Piecewise((2 * y**2, y * f < 1), (0, True)), SCORE
)

_other = 1 - sp.KroneckerDelta(k, t)
_violates = sp.Piecewise((1, m + ss[k] - ss[t] > 0), (0, True))
multiclass_hinge = Specification(
    sp.Sum(_other * sp.Max(0, m + ss[k] - ss[t]), (k, 0, C - 1)),
    sp.Piecewise(
        (-sp.Sum(_other * _violates, (k, 0, C - 1)), sp.Eq(j, t)), (_violates.subs(k, j), True)
    ),
    sp.Integer(0),
    SCORES,
)
_worst = MaxOver(_other * m + ss[k], (k, 0, C - 1)) - ss[t]
crammer_singer_hinge = Specification(
    _worst,
    sp.Piecewise(
        (0, sp.Eq(_worst, 0)), (-1, sp.Eq(j, t)), (1, sp.Eq(m + ss[j] - ss[t], _worst)), (0, True)
    ),
    sp.Integer(0),
    SCORES,
)
