"""The table of all losses: each loss has a row, and what is computed there is right."""

from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from lossbook_site.claims import claims_of, notebooks
from lossbook_site.explained import entries
from lossbook_site.glance import COLUMNS, HEAD, number, properties
from lossbook_site.shapes import curves, plain, pulled, recognised, shapes, thumbnail

import lossbook
from lossbook.formulas import y, yhat

ROOT = Path(__file__).parents[2]
ENTRIES = entries(ROOT / "chapters" / "data" / "all-losses.yml")
PUBLIC = [getattr(lossbook, name) for name in lossbook.__all__]
LOSSES = {loss.__name__: loss for loss in PUBLIC if isinstance(loss, lossbook.Loss)}


def by_link(name):
    return {shape.link: shape for shape in shapes(name)}


def test_every_loss_is_in_the_table_once():
    assert set(ENTRIES) == set(LOSSES)


def test_the_claims_named_are_claims_of_the_book_and_of_a_column():
    known = {claim.id for notebook in notebooks(ROOT) for claim in claims_of(notebook)}
    for name, entry in ENTRIES.items():
        keys = {f"{column}_{link}".rstrip("_") for column in COLUMNS for link in by_link(name)}
        assert set(entry.claims.values()) <= known, name
        assert set(entry.claims) <= keys, name


def of_residuals():
    """Yield the losses of a single number and a single truth, both of the whole line."""
    for name, loss in LOSSES.items():
        domains = {loss.kernel().y_true.latex, loss.kernel().y_pred.latex}
        if domains == {r"\mathbb{R}"} and name != "root_mean_squared_error":
            yield name


@pytest.mark.parametrize("name", list(of_residuals()))
def test_the_range_lies_between_the_limits_of_the_formula(name):
    """The slope of a convex loss rises, so its range ends at its limits."""
    shape = by_link(name)[""]
    assert shape.convex
    specification = LOSSES[name].specification()
    values = {"delta": sp.Integer(1), "level": sp.Rational(1, 2), "quantile": sp.Rational(1, 2)}
    given = {s: values[k] for k, s in specification.symbols.items() if k in values}
    printed = []
    for sign in (-1, 1):
        slope = specification.gradient.subs({**given, y: 0}).replace(
            sp.Piecewise, lambda *pieces, sign=sign: far_piece(pieces, sign)
        )
        end = sp.limit(slope, yhat, sign * sp.oo)
        printed.append({sp.oo: "∞", -sp.oo: "−∞"}.get(end) or plain(float(end)))
    assert [shape.least, shape.most] == printed


def far_piece(pieces, sign):
    """Return the piece of a function that holds far out."""
    return next(value for value, where in pieces if where.subs(yhat, sign * 10**6) == sp.true)


def test_what_is_known_of_some():
    assert by_link("binary_crossentropy")["from_logits"].gradient == "−1 to 1"
    assert by_link("hinge")[""].gradient == "−1 to 1"  # of both labels
    assert by_link("multiclass_hinge")[""].gradient == "1 − C to 1"
    assert by_link("listmle")[""].gradient == "−1 to C − 1"
    assert by_link("triplet_margin")[""].gradient == "bounded"
    not_convex = {
        (name, link) for name in LOSSES for link, shape in by_link(name).items() if not shape.convex
    }
    assert not_convex == {
        ("arcface", ""),
        ("sphereface", ""),
        ("binary_focal_crossentropy", "from_logits"),
        ("sparse_categorical_focal_crossentropy", "from_logits"),
        ("generalized_crossentropy", "from_logits"),
        ("gamma_deviance", ""),
        ("tweedie_deviance", ""),
        ("mean_squared_logarithmic_error", ""),
        ("gaussian_nll", ""),
        ("gaussian_crps", ""),
        ("dice", ""),
        ("jaccard", ""),
        ("tversky", ""),
        ("lambdarank", ""),
        ("supervised_contrastive", ""),
        ("triplet_margin", ""),
    }


def test_a_jump_is_not_lipschitz_though_the_slope_is_bounded():
    shape = by_link("lambdarank")[""]
    assert "∞" not in shape.gradient
    assert not shape.lipschitz


def test_the_best_constant_is_the_statistic():
    assert pulled("mean_squared_error") == pytest.approx(np.mean([1, 2, 3, 4, 1e6]))
    assert pulled("mean_absolute_error") == pytest.approx(3)
    # The median with the weights 1/y.
    assert pulled("mean_absolute_percentage_error") == pytest.approx(2)
    log = np.log1p([1, 2, 3, 4, 1e6]).mean()
    assert pulled("mean_squared_logarithmic_error") == pytest.approx(np.expm1(log))
    for name in ("hinge", "binary_crossentropy", "gaussian_nll", "listnet", "contrastive"):
        assert pulled(name) is None


def test_an_answer_stands_below_its_name():
    cells = properties("mean_absolute_error", ENTRIES["mean_absolute_error"])
    texts = [cell[0].astext() for cell in cells]
    names = HEAD[2:]
    assert texts[names.index("gradient from, to")].startswith("−1 to 1")
    assert "median" in texts[names.index("asks for")]
    assert texts[names.index("convex")].startswith("yes")
    assert texts[names.index("Lipschitz")].startswith("yes")
    assert texts[names.index("best for 1, 2, 3, 4 and 10⁶")].startswith("3")


def test_numbers_are_recognised_or_not():
    assert recognised([1.0, 1.0], (2, 3)) == "1"
    assert recognised([-2.0, -3.0, -4.0], (3, 4, 5)) == "1 − C"
    assert recognised([2e7, 1.0], (2, 3)) == "∞"
    assert recognised([0.123456], (2,)) is None
    assert number(200002.0) == "200\u202f002"
    assert number(3.0188) == "3.02"


@pytest.mark.parametrize("name", LOSSES)
def test_the_picture_is_of_finite_values(name):
    for _, values in curves(name):
        assert np.isfinite(values).all()
    assert thumbnail(name).count("<polyline") == len(curves(name))
