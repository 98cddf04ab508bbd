"""Vega expressions: what is printed means what the formula says."""

import math

import pytest
import sympy as sp
import vegaexpr

from lossbook.formulas import expression

a, b = sp.symbols("a b", real=True)
NAMES = {a: "datum.a", b: "b"}


@pytest.mark.parametrize(
    "formula",
    [
        a + b / 3 - 2,
        a**2 - b**3 / (1 + a**2),
        sp.sqrt(1 + a**2) / b,
        (1 + a**2) ** sp.Rational(-3, 2),
        sp.exp(-a) * sp.log(2 + b**2),
        sp.Abs(a - b),
        sp.Max(a, b, 0) - sp.Min(a, 1),
        sp.sign(a - b) + sp.sign(b),
        sp.cosh(a) + sp.sinh(b) - sp.tanh(a - b),
        sp.log(sp.cosh(a - b)),
        sp.cos(a - b) * sp.sin(b) + sp.acos(sp.cos(a) / 2) - sp.floor(a / b),
        sp.Piecewise((a, a < -1), (b, a > 1), (a * b, True)),
        sp.Piecewise((1, sp.And(a > 0, b > 0)), (2, sp.Or(a > 0, b > 0)), (3, True)),
        sp.Piecewise((a, sp.Not(sp.Eq(a, b))), (7, True)),
        -((-a) ** 3) - (a - (b - 1)),
        a / (b * (1 / (1 + a**2))),
        sp.pi * a + sp.E * b + sp.Float(0.1),
        a * sp.erf(b / sp.sqrt(2)) - sp.erf(a),
    ],
    ids=str,
)
def test_an_expression_means_what_its_formula_says(formula: sp.Expr) -> None:
    text = expression(formula, NAMES)
    for at_a in (-2.5, -1.0, 0.0, 0.75, 1.0, 3.0):
        for at_b in (-2.0, 0.5, 1.0, 4.0):
            expected = float(formula.subs({a: sp.Rational(at_a), b: sp.Rational(at_b)}))
            got = vegaexpr.evaluate(text, datum_a=at_a, b=at_b)
            # Measured over these cases: 4e-16 of the value.
            assert got == pytest.approx(expected, rel=2e-15, abs=1e-15)


def test_outside_every_condition_it_is_nan() -> None:
    text = expression(sp.Piecewise((a, a > 0)), NAMES)
    assert vegaexpr.evaluate(text, datum_a=2.0) == 2
    assert math.isnan(vegaexpr.evaluate(text, datum_a=-2.0))


def test_infinity() -> None:
    text = expression(sp.Piecewise((sp.oo, a > 0), (-sp.oo, True)), NAMES)
    assert vegaexpr.evaluate(text, datum_a=2.0) == math.inf
    assert vegaexpr.evaluate(text, datum_a=-2.0) == -math.inf


def test_hyperbolic_tangent_far_out_does_not_overflow() -> None:
    text = expression(sp.tanh(a), NAMES)
    assert vegaexpr.evaluate(text, datum_a=1000.0) == 1
    assert vegaexpr.evaluate(text, datum_a=-1000.0) == -1


def test_a_symbol_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match=r"names: nothing stands for c, d in"):
        expression(sp.Symbol("d") + sp.Symbol("c") + a, NAMES)


def test_a_function_that_vega_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="formula: Vega cannot express gamma"):
        expression(sp.gamma(a), NAMES)
