"""What the regression losses mean: functions of the residual e = ŷ − y."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import delta, i, j, n, tau, y, yhat, yhats, ys

# Kept as written, ŷ − y: SymPy would turn even functions to y − ŷ and multiply 2(ŷ − y) out.
e = yhat - y
size = sp.Abs(e, evaluate=False)
PAIR = {"y_true": y, "y_pred": yhat}
SCALED = {**PAIR, "delta": delta}

mean_squared_error = Specification(e**2, sp.Mul(2, e, evaluate=False), sp.Integer(2), PAIR)
mean_absolute_error = Specification(size, sp.sign(e), sp.Integer(0), PAIR)
_mean_square = sp.Sum((yhats[i] - ys[i]) ** 2, (i, 0, n - 1)) / n
root_mean_squared_error = Specification(
    sp.sqrt(_mean_square),
    (yhats[j] - ys[j]) / (n * sp.sqrt(_mean_square)),
    (1 - (yhats[j] - ys[j]) ** 2 / (n * _mean_square)) / (n * sp.sqrt(_mean_square)),
    {"y_true": ys, "y_pred": yhats},
)
mean_absolute_percentage_error = Specification(
    size / sp.Abs(y), sp.sign(e) / sp.Abs(y), sp.Integer(0), PAIR
)
huber = Specification(
    sp.Piecewise((e**2 / 2, size <= delta), (delta * (size - delta / 2), True)),
    sp.Piecewise((e, size <= delta), (delta * sp.sign(e), True)),
    sp.Piecewise((1, size < delta), (0, True)),
    SCALED,
)
_cosh = sp.cosh(e, evaluate=False)
log_cosh = Specification(sp.log(_cosh), sp.tanh(e, evaluate=False), 1 / _cosh**2, PAIR)
_root = sp.sqrt(1 + (e / delta) ** 2)
pseudo_huber = Specification(delta**2 * (_root - 1), e / _root, 1 / _root**3, SCALED)
pinball = Specification(
    sp.Max(tau * (y - yhat), (tau - 1) * (y - yhat)),
    sp.Piecewise((-tau, yhat < y), (1 - tau, yhat > y), (0, True)),
    sp.Integer(0),
    {**PAIR, "quantile": tau},
)
