"""A loss of the package as the score by which scikit-learn chooses a model."""

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.metrics import make_scorer
from sklearn.model_selection import GridSearchCV, cross_val_score

import lossbook

x, y = load_diabetes(return_X_y=True)
score = make_scorer(lossbook.huber, greater_is_better=False, delta=10.0)

search = GridSearchCV(Ridge(), {"alpha": [0.01, 0.1, 1.0, 10.0]}, scoring=score)
search.fit(x, y)

# A score is the loss with its sign turned, on the samples that were left out.
folds = cross_val_score(Ridge(search.best_params_["alpha"]), x, y, scoring=score)
assert np.isclose(folds.mean(), search.best_score_)
assert search.best_score_ < 0
