"""XGBoost: its metrics, and the gradients and hessians that its objectives hand to the trees."""

from typing import Any

import numpy as np

from .cells import Cell, Library

SETUP = '''\
import numpy as np
import xgboost

def metric(y_true, y_pred, **parameters):
    """XGBoost's own metric of these scores: they are the margin, no tree is grown."""
    rows = xgboost.DMatrix(np.zeros((len(y_true), 1)), label=y_true, base_margin=y_pred)
    booster = xgboost.train({"base_score": 0.5, **parameters}, rows, num_boost_round=0)
    return float(booster.eval(rows).rpartition(":")[2])
'''


def steps(y_true: Any, y_pred: Any, parameters: dict[str, Any], penalty: float) -> Any:
    """Return how far each sample moves in one round, trained by itself."""
    import xgboost

    settings = {
        "learning_rate": 1.0,
        "reg_lambda": penalty,
        "min_child_weight": 0.0,
        "base_score": 0.5,
        "nthread": 1,
        **parameters,
    }
    moved = []
    for truth, score in zip(y_true, y_pred, strict=True):
        row = xgboost.DMatrix(np.zeros((1, 1)), label=[truth], base_margin=np.array([score]))
        booster = xgboost.train(settings, row, num_boost_round=1)
        after = booster.predict(row, output_margin=True)[0]
        moved.append(after - np.float32(score))
    return np.array(moved, dtype=float)


def cell(case: str, objective: str, metric: str, parameters: str = "", **more: str) -> Cell:
    """Return the cell of an objective and the metric that goes with it."""
    words = f'objective="{objective}"{parameters}'
    own = f'metric(y_true, y_pred, {words}, eval_metric="{metric}")'
    return Cell(case, objective, more.pop("call", "{}").format(own), objective=words, **more)


XGBOOST = Library(
    name="XGBoost",
    distributions=("xgboost",),
    setup=SETUP,
    steps=steps,
    rtol=2e-5,
    flat=True,
    cells=(
        cell(
            "mean_squared_error",
            "reg:squarederror",
            "rmse",
            call="{} ** 2",
            slope="1 / 2",
            curvature="1 / 2",
        ),
        Cell(
            "root_mean_squared_error",
            "rmse",
            'metric(y_true, y_pred, objective="reg:squarederror", eval_metric="rmse")',
            mean="root of the mean over all elements",
            note="A metric; there is no objective.",
        ),
        Cell(
            "mean_absolute_percentage_error",
            "mape",
            'metric(y_true, y_pred, objective="reg:squarederror", eval_metric="mape")',
            note="A fraction, not percent; a metric, there is no objective.",
        ),
        cell(
            "mean_absolute_error",
            "reg:absoluteerror",
            "mae",
            leaf="the median of its residuals",
        ),
        cell(
            "pseudo_huber",
            "reg:pseudohubererror",
            "mphe",
            ", huber_slope=1.5",
            slope="1",
            curvature="1",
            note="δ is called huber_slope.",
        ),
        cell(
            "pinball",
            "reg:quantileerror",
            "quantile",
            ", quantile_alpha=0.2",
            leaf="the quantile of its residuals",
            note="The level is called quantile_alpha.",
        ),
        Cell(
            "mean_squared_logarithmic_error",
            "reg:squaredlogerror",
            'metric(y_true, y_pred, objective="reg:squaredlogerror", eval_metric="rmsle") ** 2',
            objective='objective="reg:squaredlogerror"',
            slope="1 / 2",
        ),
        Cell(
            "poisson_deviance-from_log",
            "count:poisson",
            "",
            objective='objective="count:poisson", max_delta_step=0.0',
            slope="1 / 2",
            curvature="1 / 2",
            note="With max_delta_step as it is, 0.7, the hessian is exp(0.7) times as large.",
        ),
        cell(
            "gamma_deviance-from_log",
            "reg:gamma",
            "gamma-deviance",
            slope="1 / 2",
            curvature="1 / 2",
        ),
        Cell(
            "tweedie_deviance-from_log",
            "reg:tweedie",
            "",
            objective='objective="reg:tweedie", tweedie_variance_power=1.3',
            slope="1 / 2",
            curvature="1 / 2",
        ),
        cell("binary_crossentropy-logits", "binary:logistic", "logloss", slope="1", curvature="1"),
        Cell(
            "binary_crossentropy-logits-pos_weight",
            "binary:logistic",
            "",
            objective='objective="binary:logistic", scale_pos_weight=3.0',
            slope="1",
            curvature="1",
            note="The weight acts on the objective, not on the metric.",
        ),
        cell(
            "sparse_categorical_crossentropy-logits",
            "multi:softprob",
            "mlogloss",
            ", num_class=3",
            mean="mean over the samples",
            slope="1",
            curvature="2",
        ),
    ),
)
