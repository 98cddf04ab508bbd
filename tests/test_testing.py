"""A loss of one's own: declared, differentiated, drawn as a card, and held against its formula."""

import numpy as np
import pytest
from libraries import Library

from lossbook import (
    binary_focal_crossentropy,
    huber,
    kl_divergence,
    loss,
    sparse_categorical_crossentropy,
    tversky,
)
from lossbook.engine import REAL, Arguments, Kernel
from lossbook.formulas import Specification, y, yhat
from lossbook.testing import check, exact, ulps

E = yhat - y
QUARTIC = Specification(E**4, 4 * E**3, 12 * E**2, {"y_true": y, "y_pred": yhat})


def declared(value=lambda xp, y, p: (p - y) ** 4, slope=lambda xp, y, p: 4 * (p - y) ** 3):
    @loss(
        Kernel(value, slope, lambda xp, y, p: 12 * (p - y) ** 2, QUARTIC, y_true=REAL, y_pred=REAL)
    )
    def quartic(y_true, y_pred, *, sample_weight=None, reduction="mean"):
        """Fourth power of the error."""
        return Arguments(y_true, y_pred, sample_weight, reduction)

    return quartic


SAMPLES = [0.0, 0.0, 1.0, -2.0], [1e-70, 3.0, 1.0, 1e60]


def test_a_loss_of_ones_own_has_everything():
    quartic = declared()
    assert quartic([0.0, 0.0], [1.0, 2.0], sample_weight=[3.0, 1.0]) == 19 / 4
    assert quartic.gradient([0.0], [2.0]).tolist() == [32.0]
    assert quartic.hessian([0.0], [2.0]).tolist() == [48.0]
    assert quartic.formula == E**4
    assert "Fourth power of the error" in quartic._repr_markdown_()
    xp = Library()
    assert float(quartic(xp.array(np.zeros(2)), xp.array(np.full(2, 2.0)))) == 16
    with pytest.raises(ValueError, match=r"y_true has shape \(1,\) and y_pred \(2,\)"):
        quartic([0.0], [1.0, 2.0])
    worst = check(quartic, *SAMPLES, bound=3.0)
    assert worst.keys() == {"value", "gradient", "hessian"}


def test_a_wrong_kernel_is_found_out_and_the_sample_named():
    # 1e-7 of the value is 4.5e8 ulps
    with pytest.raises(AssertionError, match=r"value of quartic at y_true = 0.0, y_pred = 1e-70: "):
        check(declared(value=lambda xp, y, p: (1 + 1e-7) * (p - y) ** 4), *SAMPLES)
    with pytest.raises(AssertionError, match=r"gradient of quartic .* the formula gives 108\.0, "):
        check(declared(slope=lambda xp, y, p: 3 * (p - y) ** 3), [0.0], [3.0])


def test_losses_of_rows_and_their_parameters():
    check(huber, [0.0, 0.0], [0.5, 7.0], delta=2.0)
    check(kl_divergence, [[0.5, 0.5]], [[0.25, 0.75]])
    logits = [[50.0, 0.0], [-3.0, 1.0]]
    check(sparse_categorical_crossentropy, [0, 1], logits, from_logits=True, digits=700)


def test_parameters_are_taken_by_name():
    y, p = [[1.0, 0.0]], [[0.75, 0.5]]
    given = {"alpha": 0.25, "beta": 0.75, "smooth": 0.5}
    (value,) = exact(tversky, y[0], p[0], **given)
    assert float(value) == 0.2  # 1 − (p₁ + ½) / (p₁ + p₂/4 + 3(1 − p₁)/4 + ½)
    assert exact(tversky, y[0], p[0], **dict(reversed(given.items()))) == [value]
    check(tversky, y, p, **dict(reversed(given.items())))


def test_a_parameter_that_is_not_given_has_the_losss_default():
    check(huber, [0.0], [3.0])
    assert exact(huber, 0.0, 3.0) == [2.5]
    y, p = [1.0, 0.0], [0.75, 0.5]
    assert exact(tversky, y, p, beta=0.75) == exact(tversky, y, p, beta=0.75, smooth=0, alpha=0.5)


def test_what_no_formula_has_is_refused():
    with pytest.raises(TypeError, match=r"^alpha: no parameter of the formula of binary_focal_"):
        check(binary_focal_crossentropy, [1.0], [0.75], alpha=0.25)
    with pytest.raises(TypeError, match=r"^delta: .*kl_divergence; it has none$"):
        exact(kl_divergence, [1.0], [1.0], delta=2.0)


def test_the_measure():
    (value,) = exact(huber, 0.0, 3.0, delta=1.0)
    assert value == 2.5
    assert ulps(2.5, value) == 0
    assert ulps(np.nextafter(2.5, 3), value) == 1
