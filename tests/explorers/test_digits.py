"""Lost digits: every step against arithmetic of few bits done with mpmath."""

from functools import cache

import mpmath
import pytest
import sympy as sp
import vegaexpr
from smallfigure import texts_of

from lossbook import binary_crossentropy, log_cosh, pseudo_huber
from lossbook.explorers import digits
from lossbook.explorers._digits import FORMS, computed, x

KERNELS = (
    lambda at: log_cosh(0.0, at),
    lambda at: pseudo_huber(0.0, at, delta=1.0),
    lambda at: binary_crossentropy(1.0, at, from_logits=True),
)
ARGUMENTS = [2.0 ** (k / 3) for k in range(-35, 15)]


@cache
def columns_at(argument, bits):
    """Return what Vega computes for an argument: all columns."""
    texts, steps = computed("argument")
    row = {}
    for name, text in texts.items():
        row[name] = vegaexpr.evaluate(
            text, bits=bits, argument=argument, LN2=float(mpmath.ln2),
            **{f"datum_{column}": value for column, value in row.items()},
        )  # fmt: skip
    return row, steps


@cache
def in_mpmath(form, argument, bits):
    """Return the written form with every operation rounded to bits, and its steps."""
    with mpmath.workprec(bits):
        at = +mpmath.mpf(argument)
        one = mpmath.mpf(1)
        if form == 0:
            cosh = mpmath.cosh(at)
            return [cosh, mpmath.log(cosh)]
        if form == 1:
            square = at * at
            total = one + square
            root = mpmath.sqrt(total)
            return [square, total, root, root - one]
        power = mpmath.exp(at)
        total = one + power
        log = mpmath.log(total)
        return [power, total, log, log - at]


@pytest.mark.parametrize("form", range(len(FORMS)))
@pytest.mark.parametrize("bits", [4, 8, 11, 24])
def test_every_step_is_rounded_to_these_bits(form, bits):
    for argument in ARGUMENTS:
        row, steps = columns_at(argument, bits)
        got = [row[step.removeprefix("datum.")] for step in steps[form]]
        assert got == [float(step) for step in in_mpmath(form, argument, bits)], argument


@pytest.mark.parametrize("form", range(len(FORMS)))
def test_the_true_value_is_that_of_the_kernel(form):
    for argument in ARGUMENTS:
        row, _ = columns_at(argument, 24)
        assert row[f"true{form}"] == pytest.approx(KERNELS[form](row["x2"]), rel=2e-15)


@pytest.mark.parametrize("form", FORMS)
def test_both_forms_are_one_function(form):
    both = [
        sp.lambdify(x, formula, ["mpmath"])
        for formula in (FORMS[form].written, FORMS[form].repaired)
    ]
    with mpmath.workdps(60):
        for argument in map(mpmath.mpf, ("1e-6", "0.3", "17")):
            assert mpmath.almosteq(*(function(argument) for function in both), rel_eps=1e-40)


@pytest.mark.parametrize("form", range(len(FORMS)))
@pytest.mark.parametrize("bits", [4, 8, 11, 24])
def test_the_repaired_form_keeps_its_digits_and_the_written_one_does_not(form, bits):
    worst = dict.fromkeys(("written", "repaired"), 0.0)
    for argument in ARGUMENTS:
        row, _ = columns_at(argument, bits)
        true = row[f"true{form}"]
        ulp = 2.0 ** (mpmath.frexp(true)[1] - bits)
        for way in worst:
            worst[way] = max(worst[way], abs(row[f"{way}{form}"] - true) / ulp)
    assert worst["repaired"] < 4
    assert worst["written"] >= 2 ** (bits - 2)


def test_the_steps_have_names_and_the_figure_says_them():
    _, steps = computed("1")
    assert [len(of_form) for of_form in steps] == [len(form.steps) for form in FORMS.values()]
    figure = digits.lost()
    said = texts_of(figure.spec)
    for text in ("cosh x", "ln cosh x", "repaired", "true", "right bits, as written"):
        assert text in said
    for number in ("1.00292969", "0.00292587", "0.00275993", "0.00276074"):
        assert number in figure.description
        assert any(text.startswith(number[:-1]) for text in said)
