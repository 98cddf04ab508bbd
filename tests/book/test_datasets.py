"""The data are the ones published: sizes, and numbers that others printed."""

import importlib

import numpy as np
import pytest

from lossbook import datasets

# (rows, features, sum of the target, first target): from the libraries' own documentation of
# sizes; the sums were added up once, and change if a row does.
TABLES = {
    "stackloss": (21, 3, 368.0, 42.0),
    "engel": (235, 1, None, None),  # income, food expenditure
    "spector": (32, 3, 11.0, 0.0),
    "diabetes": (442, 10, None, 151.0),
    "breast_cancer": (569, 30, 357.0, 0.0),  # 357 benign
    "digits": (1797, 64, None, 0.0),
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name):
    rows, columns, total, first = TABLES[name]
    data = getattr(datasets, name)()
    assert data.features.shape == (rows, columns)
    assert data.features.dtype == np.float64
    assert data.target.shape == (rows,)
    assert len(data.feature_names) == columns
    assert np.isfinite(data.features).all()
    assert np.isfinite(data.target).all()
    if total is not None:
        assert data.target.sum() == total
    if first is not None:
        assert data.target[0] == first
    assert data.source
    assert data.licence
    constant = data.with_constant()
    assert np.array_equal(constant[:, 0], np.ones(rows))
    assert np.array_equal(constant[:, 1:], data.features)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [
        # facts §1: ordinary least squares, statsmodels
        ("stackloss", [-39.9197, 0.7156, 1.2953, -0.1521], 5e-5),
        ("engel", [147.475, 0.48518], 5e-4),
    ],
)
def test_least_squares(name, published, tolerance):
    data = getattr(datasets, name)()
    fit, *_ = np.linalg.lstsq(data.with_constant(), data.target, rcond=None)
    assert fit == pytest.approx(published, abs=tolerance)


def test_means():
    # facts §1: the MSE-optimal constant of engel's food; classes of spector, 11 of 32 improved
    assert datasets.engel().target.mean() == pytest.approx(624.15, abs=5e-3)
    assert datasets.spector().target.mean() == 11 / 32
    assert np.bincount(datasets.digits().target.astype(int)).min() == 174
    assert (datasets.diabetes().target.min(), datasets.diabetes().target.max()) == (25, 346)


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for load, package in ((datasets.digits, "scikit-learn"), (datasets.engel, "statsmodels")):
        with pytest.raises(
            ImportError, match=rf"{package} is not installed: .*lossbook\[chapters\]"
        ):
            load()


def test_nothing_is_loaded_before_it_is_asked_for():
    assert "sklearn" not in vars(importlib.import_module("lossbook.datasets"))
