"""A loss of the package as the objective of XGBoost."""

import numpy as np
import xgboost
from sklearn.datasets import load_breast_cancer

from lossbook import binary_crossentropy

x, y = load_breast_cancer(return_X_y=True)
rows = xgboost.DMatrix(x, label=y)


def objective(logits, rows):
    ask = {"from_logits": True, "reduction": "sum"}
    return (
        binary_crossentropy.gradient(rows.get_label(), logits, **ask),
        binary_crossentropy.hessian(rows.get_label(), logits, **ask),
    )


# Where it starts: a score of 0, which for the built-in objective is a
# probability of a half.
ours = xgboost.train({"base_score": 0.0}, rows, 20, obj=objective)
theirs = xgboost.train({"base_score": 0.5, "objective": "binary:logistic"}, rows, 20)

logits = theirs.predict(rows, output_margin=True)
assert np.allclose(ours.predict(rows), logits, rtol=1e-4, atol=1e-4)
