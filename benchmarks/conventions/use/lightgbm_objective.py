"""A loss of the package as the objective of LightGBM."""

import lightgbm
import numpy as np
from sklearn.datasets import load_breast_cancer

from lossbook import binary_crossentropy

x, y = load_breast_cancer(return_X_y=True)
settings = {"verbosity": -1, "boost_from_average": False}


def objective(logits, rows):
    ask = {"from_logits": True, "reduction": "sum"}
    return (
        binary_crossentropy.gradient(rows.get_label(), logits, **ask),
        binary_crossentropy.hessian(rows.get_label(), logits, **ask),
    )


ours = lightgbm.train({**settings, "objective": objective}, lightgbm.Dataset(x, y), 20)
theirs = lightgbm.train({**settings, "objective": "binary"}, lightgbm.Dataset(x, y), 20)

logits = theirs.predict(x, raw_score=True)
assert np.allclose(ours.predict(x), logits, rtol=1e-4, atol=1e-4)
