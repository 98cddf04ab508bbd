"""Where a function has a derivative: kinks at which the two sides fit, and those that refuse."""

import pytest
import sympy as sp

from lossbook.proof._smoothness import require_derivative, require_smooth
from lossbook.proof._statement import DerivationError

x, y = sp.symbols("x y", real=True)
a = sp.Symbol("a", positive=True)
OPEN = sp.Interval.open


@pytest.mark.parametrize(
    ("function", "where"),
    [
        (sp.exp(x), {}),
        (x * sp.Abs(x), {}),
        (x**2 * sp.Abs(y), {}),
        (sp.Max(x, 0) ** 2, {}),
        (sp.Min(x, 0) ** 2, {}),
        (sp.Max(x, 0) ** 2 + sp.Max(x - 1, 0) ** 2, {}),  # at one kink the other is settled
        (sp.Min(x, 0) ** 2 + sp.Min(x - 1, 0) ** 2, {}),
        ((sp.Max(x, y) - y) ** 2, {}),
        (sp.Min(x, a) ** 2 + 2 * a * sp.Max(x - a, 0), {}),
        (sp.Heaviside(x) * x**2, {}),
        (sp.sign(x) * x**2, {}),
        (sp.Piecewise((x**2, sp.Abs(x) <= a), (2 * a * sp.Abs(x) - a**2, True)), {}),
        (sp.Piecewise((x**2, x > 0), (0, True)), {}),
        # a kink that lies outside, or at an end that is left out
        (sp.Abs(x), {x: OPEN(0, 1)}),
        (sp.Abs(x), {x: OPEN(-1, 0)}),
        (sp.Max(x, 2), {x: OPEN(0, 1)}),
        (sp.Max(x, -1), {x: OPEN(0, sp.oo)}),
        (sp.Max(x, 1) + sp.Max(x, 0), {x: OPEN(0, 1)}),
    ],
)
def test_a_derivative_is_there(function, where):
    require_derivative(function, x, where)


@pytest.mark.parametrize(
    ("function", "where"),
    [
        (sp.Abs(x), {}),
        (sp.Max(x, 0), {}),
        (sp.Min(x, 0), {}),
        (sp.Max(x, y), {}),
        (sp.sign(x) * x, {}),
        (sp.sign(x), {}),
        (sp.Heaviside(x), {}),
        (sp.Max(x, 0) ** 2 + sp.Max(x - 1, 0), {}),
        (sp.Piecewise((x**2, x > 0), (x, True)), {}),
        (sp.Piecewise((x**2 + 1, x > 0), (x**2, True)), {}),  # slopes fit, values do not
        (sp.Piecewise((x**2, x > 1), (x, True)), {}),
        (sp.floor(x), {}),
        (sp.Abs(x), {x: OPEN(-1, 1)}),
        (sp.Max(x, 1), {x: OPEN(0, 2)}),
    ],
)
def test_a_kink_or_jump_refuses(function, where):
    with pytest.raises(DerivationError, match="not known to have a derivative in x"):
        require_derivative(function, x, where)


@pytest.mark.parametrize(
    ("function", "where"), [(x**2, {}), (sp.log(x), {x: OPEN(0, 1)}), (1 / x, {x: OPEN(0, 1)})]
)
def test_what_is_smooth_passes(function, where):
    require_smooth(function, x, where)


@pytest.mark.parametrize(
    ("function", "where"),
    [(1 / x, {}), (sp.Abs(x), {}), (x * sp.Abs(x), {}), (1 / x, {x: OPEN(-1, 1)})],
)
def test_a_pole_or_kink_is_not_smooth(function, where):
    with pytest.raises(DerivationError, match="not known to be smooth in x"):
        require_smooth(function, x, where)
