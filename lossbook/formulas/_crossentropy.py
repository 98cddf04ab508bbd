"""What the cross-entropies mean, of probabilities and of logits."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import C, i, j, k, p, ps, t, y, ys, z, zs

binary = Specification(
    -y * sp.log(p) - (1 - y) * sp.log(1 - p),
    (1 - y) / (1 - p) - y / p,
    y / p**2 + (1 - y) / (1 - p) ** 2,
    {"y_true": y, "y_pred": p},
)
binary_logits = Specification(
    sp.log(1 + sp.exp(z)) - y * z,
    1 / (1 + sp.exp(-z)) - y,
    1 / ((1 + sp.exp(-z)) * (1 + sp.exp(z))),
    {"y_true": y, "y_pred": z},
)

_partition = sp.Sum(sp.exp(zs[i]), (i, 0, C - 1))
_softmax = sp.exp(zs[j]) / _partition
_mass = sp.Sum(ys[k], (k, 0, C - 1))
categorical = Specification(
    -sp.Sum(ys[k] * sp.log(ps[k]), (k, 0, C - 1)),
    -ys[j] / ps[j],
    ys[j] / ps[j] ** 2,
    {"y_true": ys, "y_pred": ps},
)
categorical_logits = Specification(
    sp.Sum(ys[k] * (sp.log(_partition) - zs[k]), (k, 0, C - 1)),
    _softmax * _mass - ys[j],
    _softmax * (1 - _softmax) * _mass,
    {"y_true": ys, "y_pred": zs},
)
sparse = Specification(
    -sp.log(ps[t]),
    sp.Piecewise((-1 / ps[t], sp.Eq(j, t)), (0, True)),
    sp.Piecewise((1 / ps[t] ** 2, sp.Eq(j, t)), (0, True)),
    {"y_true": t, "y_pred": ps},
)
sparse_logits = Specification(
    sp.log(_partition) - zs[t],
    _softmax - sp.Piecewise((1, sp.Eq(j, t)), (0, True)),
    _softmax * (1 - _softmax),
    {"y_true": t, "y_pred": zs},
)
