"""What the divergence means."""

import sympy as sp

from lossbook.formulas._specification import Specification
from lossbook.formulas._symbols import C, j, k, ps, ys

kl_divergence = Specification(
    sp.Sum(ys[k] * sp.log(ys[k] / ps[k]), (k, 0, C - 1)),
    -ys[j] / ps[j],
    ys[j] / ps[j] ** 2,
    {"y_true": ys, "y_pred": ps},
)
