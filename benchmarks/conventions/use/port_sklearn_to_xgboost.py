"""From scikit-learn's metrics to XGBoost's, each on the same predictions."""

import numpy as np
import xgboost
from sklearn import metrics
from sklearn.datasets import load_breast_cancer, load_diabetes


def last(objective, metric, x, y, w=None, **settings):
    """Train a little; return the predictions and XGBoost's own number."""
    rows = xgboost.DMatrix(x, y, weight=w)
    log = {}
    booster = xgboost.train(
        {"objective": objective, "eval_metric": metric, **settings},
        rows,
        5,
        evals=[(rows, "train")],
        evals_result=log,
        verbose_eval=False,
    )
    return booster.predict(rows), log["train"][metric][-1]


def same(theirs, ours):
    assert np.isclose(theirs, ours, rtol=1e-5)


x, y = load_diabetes(return_X_y=True)
w = np.linspace(0.5, 2, len(y))

p, rmse = last("reg:squarederror", "rmse", x, y)
same(metrics.root_mean_squared_error(y, p), rmse)

p, mae = last("reg:absoluteerror", "mae", x, y, w)  # both: Σwℓ/Σw
same(metrics.mean_absolute_error(y, p, sample_weight=w), mae)

p, loss = last("reg:quantileerror", "quantile", x, y, quantile_alpha=0.9)
same(metrics.mean_pinball_loss(y, p, alpha=0.9), loss)

# scikit-learn's deviance is 2(ln(μ/y) + y/μ − 1), and so is XGBoost's.
p, deviance = last("reg:gamma", "gamma-deviance", x, y)
same(metrics.mean_gamma_deviance(y, p), deviance)

x, y = load_breast_cancer(return_X_y=True)
p, loss = last("binary:logistic", "logloss", x, y)
same(metrics.log_loss(y, p), loss)
