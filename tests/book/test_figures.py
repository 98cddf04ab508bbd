"""Figures: what is drawn is what the loss computes, in a style whose bytes do not change."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

import lossbook
from lossbook import figures


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        mpl.rcParams.update(figures.STYLE)
        yield
        plt.close("all")


def drawn(figure):
    return [{line.get_label(): line.get_xydata() for line in axes.lines} for axes in figure.axes]


def test_value_and_gradient():
    x = np.linspace(-3, 3, 121)
    curves = [
        ("MSE", lossbook.mean_squared_error, {}),
        ("Huber", lossbook.huber, {"delta": 0.5}),
    ]
    figure = figures.value_and_gradient(curves, x, 1.0, xlabel="prediction")
    values, slopes = drawn(figure)
    y = np.ones(121)
    for label, loss, parameters in curves:
        computed = loss(y, x, reduction="none", **parameters)
        assert np.array_equal(values[label], np.column_stack([x, computed]))
        computed = loss.gradient(y, x, reduction="none", **parameters)
        assert np.array_equal(slopes[label][:, 1], computed)
    left, right = figure.axes
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("value", "gradient")
    assert left.get_xlabel() == right.get_xlabel() == "prediction"
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["MSE", "Huber"]


def test_no_line_joins_the_two_sides_of_a_jump():
    x = np.linspace(-2, 2, 81)
    curve = [("MAE", lossbook.mean_absolute_error, {})]
    slope = drawn(figures.value_and_gradient(curve, x, xlabel="x"))[1]["MAE"][:, 1]
    assert np.isnan(slope[np.abs(x) < 1e-9]).all()
    assert set(slope[np.isfinite(slope)]) == {-1, 1}


def test_integer_labels():
    x = np.linspace(-2, 2, 9)
    curve = [("BCE", lossbook.binary_crossentropy, {"from_logits": True})]
    (values, _) = drawn(figures.value_and_gradient(curve, x, 1, xlabel="logit"))
    assert values["BCE"][4, 1] == pytest.approx(np.log(2))


def test_mark():
    _, axes = plt.subplots()
    figures.mark(axes, 1.5, "δ")
    assert list(axes.lines[0].get_xdata()) == [1.5, 1.5]
    assert axes.texts[0].get_text() == "δ"


def test_style_is_stable_and_readable():
    def picture():
        figure = figures.value_and_gradient(
            [("MSE", lossbook.mean_squared_error, {})], np.linspace(-1, 1, 5), xlabel="e"
        )
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(figure)
        return file.getvalue()

    first = picture()
    assert first == picture()
    assert b"<dc:date>" not in first
    assert len(set(figures.COLOURS)) == len(figures.COLOURS) == len(figures.DASHES)


def test_use_style():
    figures.use_style()
    assert mpl.rcParams["svg.hashsalt"] == "lossbook"
    assert mpl.rcParams["axes.spines.top"] is False
