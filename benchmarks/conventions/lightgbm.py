"""LightGBM: its metrics, and the gradients and hessians that its objectives hand to the trees."""

from typing import Any

import numpy as np

from .cells import Cell, Library

SETUP = '''\
import numpy as np
import lightgbm

def metric(y_true, y_pred, **parameters):
    """LightGBM's own metric of these scores: they are the start, no tree is grown."""
    settings = {"verbosity": -1, "min_data_in_leaf": 1, "boost_from_average": False, **parameters}
    rows = lightgbm.Dataset(
        np.arange(len(y_true))[:, None], y_true, init_score=y_pred, params=settings
    )
    return float(lightgbm.Booster(settings, rows).eval_train()[0][2])
'''
COPIES = 50  # of a row: a leaf needs some


def steps(y_true: Any, y_pred: Any, parameters: dict[str, Any], penalty: float) -> Any:
    """Return how far each sample moves in one round.

    One sample makes no tree: each is trained beside others in turn, until every tree of the round
    (one, or one a class) has given it a leaf of its own.
    """
    moved = np.full(np.shape(y_pred), np.nan)
    for one in range(len(y_true)):
        for other in range(len(y_true)):
            step = beside(y_true, y_pred, [one, other], parameters, penalty)
            moved[one] = np.where(np.isnan(moved[one]), step, moved[one])
            if not np.isnan(moved[one]).any():
                break
    return moved


def beside(
    y_true: Any, y_pred: Any, pair: list[int], parameters: dict[str, Any], penalty: float
) -> Any:
    """Return how far the first of two samples moves, nan where a tree does not tell them apart."""
    import lightgbm

    settings = {
        "verbosity": -1,
        "boost_from_average": False,
        "learning_rate": 1.0,
        "num_threads": 1,
        "num_leaves": 2,
        "min_data_in_leaf": 1,
        "min_sum_hessian_in_leaf": 0.0,
        "lambda_l2": penalty * COPIES,
        **parameters,
    }
    rows = lightgbm.Dataset(
        np.repeat([[1.0], [2.0]], COPIES, axis=0),
        np.repeat(y_true[pair], COPIES),
        init_score=np.repeat(y_pred[pair], COPIES, axis=0),
    )
    try:
        booster = lightgbm.train(settings, rows, num_boost_round=1)
    except lightgbm.basic.LightGBMError:  # such as two counts of 0
        return np.full(np.shape(y_pred[0]), np.nan)
    leaves = [tree["num_leaves"] for tree in booster.dump_model()["tree_info"]]
    step = booster.predict(np.array([[1.0]]), raw_score=True)[0]
    return np.where(np.reshape(leaves, np.shape(step)) > 1, step, np.nan)


def cell(case: str, objective: str, metric: str, parameters: str = "", **more: str) -> Cell:
    """Return the cell of an objective and the metric that goes with it."""
    words = f'objective="{objective}"{parameters}'
    own = f'metric(y_true, y_pred, {words}, metric="{metric}")'
    return Cell(case, objective, more.pop("call", "{}").format(own), objective=words, **more)


LIGHTGBM = Library(
    name="LightGBM",
    distributions=("lightgbm",),
    setup=SETUP,
    steps=steps,
    rtol=2e-6,
    flat=True,
    cells=(
        cell("mean_squared_error", "regression", "l2", slope="1 / 2", curvature="1 / 2"),
        Cell(
            "root_mean_squared_error",
            "rmse",
            'metric(y_true, y_pred, objective="regression", metric="rmse")',
            mean="root of the mean over all elements",
            note="A metric; the objective called rmse is that of the squared error.",
        ),
        cell(
            "mean_absolute_error",
            "regression_l1",
            "l1",
            leaf="the median of its residuals",
        ),
        cell(
            "huber",
            "huber",
            "huber",
            ", alpha=1.5",
            slope="1",
            curvature="1 everywhere",
            note="δ is called alpha.",
        ),
        cell(
            "pinball",
            "quantile",
            "quantile",
            ", alpha=0.2",
            leaf="the quantile of its residuals",
            note="The level is called alpha.",
        ),
        Cell(
            "mean_absolute_percentage_error",
            "mape",
            "",
            bare='metric(y_true, y_pred, objective="mape", metric="mape")',
            unlike="the error is divided by max(1, |y|)",
        ),
        Cell(
            "poisson_deviance-from_log",
            "poisson",
            "",
            objective='objective="poisson"',
            slope="1 / 2",
            curvature="exp(0.7) / 2",
            note="poisson_max_delta_step, 0.7 unless given, is added to the score in the hessian.",
        ),
        Cell(
            "gamma_deviance-from_log",
            "gamma",
            "",
            objective='objective="gamma"',
            slope="1 / 2",
            curvature="1 / 2",
        ),
        Cell(
            "tweedie_deviance-from_log",
            "tweedie",
            "",
            objective='objective="tweedie", tweedie_variance_power=1.3',
            slope="1 / 2",
            curvature="1 / 2",
        ),
        cell("binary_crossentropy-logits", "binary", "binary_logloss", slope="1", curvature="1"),
        Cell(
            "binary_crossentropy-logits-pos_weight",
            "binary",
            "",
            objective='objective="binary", scale_pos_weight=3.0',
            slope="1",
            curvature="1",
        ),
        cell(
            "sparse_categorical_crossentropy-logits",
            "multiclass",
            "multi_logloss",
            ", num_class=3",
            mean="mean over the samples",
            slope="1",
            curvature="C / (C - 1)",
        ),
    ),
)
