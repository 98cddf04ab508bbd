"""Small real data that ship in statsmodels and scikit-learn; nothing is downloaded.

The two libraries are not requirements of the package: install `lossbook[chapters]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.book._extras import needed


@dataclass(frozen=True)
class Data:
    """A table: n rows of features, one target each, and where it comes from."""

    features: NDArray[np.float64]  # (n, d)
    target: NDArray[Any]  # (n,)
    feature_names: tuple[str, ...]
    target_name: str
    source: str
    licence: str

    def with_constant(self) -> NDArray[np.float64]:
        """Return the features behind a column of ones, for the intercept: (n, d + 1)."""
        return np.column_stack([np.ones(len(self.target)), self.features])


def stackloss() -> Data:
    """Return Brownlee's stack loss: 21 days of a plant oxidising ammonia, 3 features.

    Features are air flow, water temperature and acid concentration; the target is the ammonia
    lost through the stack, in tenths of a percent.
    """
    return _statsmodels(
        "stackloss", "K. A. Brownlee (1965), Statistical Theory and Methodology", "public domain"
    )


def engel() -> Data:
    """Return Engel's 235 Belgian households, in francs a year.

    The feature is the household's income; the target is what it spends on food.
    """
    data = _statsmodels("engel", "E. Engel (1857), in R. Koenker's quantreg", "public domain")
    return replace(  # statsmodels calls the income the target
        data,
        features=data.target[:, None],
        target=data.features[:, 0],
        feature_names=(data.target_name,),
        target_name=data.feature_names[0],
    )


def spector() -> Data:
    """Return Spector and Mazzeo's 32 students: whether a grade rose, from 3 features.

    Features are the grade point average, a test score and whether the student took part in the
    new way of teaching; the target is 1 where the grade in economics improved.
    """
    return _statsmodels(
        "spector",
        "L. C. Spector, M. Mazzeo (1980), in W. H. Greene, Econometric Analysis",
        "all rights with the author; shipped in statsmodels by permission",
    )


def travel_mode() -> Data:
    """Return 210 travellers' choices among plane, train, bus and car: 4 rows a traveller.

    Features are of the mode (waiting time, cost and time in the vehicle, generalised cost), the
    household's income and the party's size; the target is 1 for the mode chosen.
    """
    return _statsmodels(
        "modechoice",
        "W. H. Greene, D. A. Hensher (1997), in W. H. Greene, Econometric Analysis",
        "public domain",
    )


def diabetes() -> Data:
    """Return the 442 diabetes patients of Efron et al. (2004), 10 standardised features.

    The target measures the disease's progress after a year, between 25 and 346.
    """
    return _sklearn("load_diabetes", "B. Efron et al. (2004), Least angle regression")


def breast_cancer() -> Data:
    """Return the 569 Wisconsin tumours: 30 features; target 1 is benign, 0 malignant."""
    return _sklearn("load_breast_cancer", "W. N. Street, W. H. Wolberg, O. L. Mangasarian (1993)")


def digits() -> Data:
    """Return 1797 handwritten digits: 64 pixels with 0 … 16 of ink; the target is the digit."""
    return _sklearn("load_digits", "E. Alpaydin, C. Kaynak (1998), UCI optical digits")


def _statsmodels(name: str, source: str, licence: str) -> Data:
    table = _library("statsmodels.api").datasets
    loaded = getattr(table, name).load_pandas()
    names = tuple(str(column) for column in loaded.exog.columns)
    target = loaded.endog.to_numpy(dtype=float)
    return Data(
        loaded.exog.to_numpy(dtype=float), target, names, str(loaded.endog.name), source, licence
    )


def _sklearn(loader: str, source: str) -> Data:
    loaded = getattr(_library("sklearn.datasets"), loader)()
    names = tuple(str(name) for name in loaded.feature_names)
    return Data(
        np.asarray(loaded.data, dtype=float),
        np.asarray(loaded.target),
        names,
        "target",
        source,
        "shipped in scikit-learn (BSD-3-Clause)",
    )


def _library(name: str) -> Any:
    needed("chapters", name.partition(".")[0])
    return import_module(name)
