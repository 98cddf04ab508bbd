"""The points at which statements are tried: where expressions themselves suggest an exception."""

import pytest
import sympy as sp

from lossbook.proof._numeric import edge_points, moderate_points, points, zeros

x, y, z = sp.symbols("x y z", real=True)
n = sp.Symbol("n", integer=True, positive=True)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (x - 3, {3}),
        (x**2 - 2, {sp.sqrt(2), -sp.sqrt(2)}),
        ((x - 1) * (x + y), {1, -y}),
        (x**3 + 2 * x + 3, {-1}),
        (x**5 - x - 1, set()),  # its one real zero is no expression
        (x**3 + sp.sqrt(2) * x + 1, set()),
        (x**3 + y, set()),
        (sp.exp(2 * x) - 3, {sp.log(3) / 2}),
        (sp.log(x) + 1, {sp.exp(-1)}),
        (sp.sqrt(x) - 2, {4}),
        (sp.sin(x) - 2, set()),
        (y, set()),
        (sum((x - k) ** (k + 2) * y**k for k in range(20)), set()),  # too long to be asked
    ],
)
def test_zeros_that_are_easily_found(expression, found):
    assert {e for e in zeros(expression, x) if e.is_real} == found


def values(found, symbol):
    return [point.values[symbol] for point in found if symbol in point.values]


def test_points_lie_at_the_edges_of_a_domain_and_where_symbols_meet():
    where = {x: sp.Interval(0, sp.Rational(5, 7))}
    found = edge_points([x + y], where, [y - 11])
    assert {0, sp.Rational(5, 7)} <= set(values(found, x))
    assert {0, 1, -1, 7, 11} <= set(values(found, y))
    assert all(0 <= v <= sp.Rational(5, 7) for v in values(found, x))
    found = edge_points([x * y], {}, [])
    pairs = [(p.values[x], p.values[y]) for p in found]
    base = pairs[0]
    assert (base[1], base[1]) in pairs  # x = y
    assert (-base[1], base[1]) in pairs
    assert len(found) <= 24
    assert set(values(edge_points([x], {x: sp.FiniteSet(4, 5)}, []), x)) == {4, 5}


def test_moderate_points_have_few_digits_and_lie_in_the_domain():
    found = list(moderate_points([x + n], {x: sp.Interval.open(0, 1)}))
    assert len(found) == 3
    assert set(values(found, x)) <= {sp.Rational(1, 2), sp.Rational(1, 4), sp.Rational(2, 3)}
    assert set(values(found, n)) <= {1, 2, 3}
    assert len(list(moderate_points([sp.pi], {}))) == 1


def tried(expressions, where, count=60):
    """Return the values of x at the points, drawn where they are not yet."""
    found = []
    for point in points(expressions, where, count):
        if x not in point.values:
            point.values[x] = point._draw(x)
        found.append(point.values[x])
    return found


def test_points_try_where_a_denominator_or_a_kink_is_zero():
    found = tried([1 / (x - sp.Rational(17, 4)), sp.Abs(x + 13)], {})
    assert {sp.Rational(17, 4), -13} <= set(found)
    assert len(set(found)) > 20
    assert found == tried([1 / (x - sp.Rational(17, 4)), sp.Abs(x + 13)], {})  # in every run
    found = tried([sp.Max(x, 12 - x), sp.Piecewise((x, x > 14), (0, True))], {})
    assert {6, 14} <= set(found)


def test_points_have_numbers_of_either_sign_and_of_many_sizes():
    found = tried([x], {}, 200)
    assert min(found) < -3
    assert max(found) > 3
    assert any(0 < v < sp.Rational(1, 100) for v in found)
    inside = tried([x], {x: sp.Interval.open(3, 5)}, 40)
    assert all(3 < v < 5 for v in inside)
    assert {3, 5} <= set(tried([x], {x: sp.Interval(3, 5)}, 60))


def test_a_point_keeps_what_it_drew_and_says_what_it_is():
    (point, *_) = points([x + y], {}, 1)
    other = point.with_value(x, sp.Integer(5))
    assert other.values[x] == 5
    assert str(other).startswith("x = 5") or "x = 5" in str(other)
    assert str(next(points([sp.pi], {}, 3))) == "every point"
    assert len(list(points([sp.pi], {}, 3))) == 1
