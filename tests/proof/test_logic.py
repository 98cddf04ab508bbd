"""And, or, not, if: what is proved holds at every point, and what fails at one is refused."""

import itertools
import operator

import hypothesis.strategies as st
import pytest
import sympy as sp
from hypothesis import given, settings

from lossbook.evidence import EvidenceError, proved
from lossbook.proof import DerivationError, prove

a, b, c = sp.symbols("a b c", real=True)
x, y = sp.symbols("x y", positive=True)
r, s = sp.symbols("r s", positive=True)
w = sp.Symbol("w", nonnegative=True)
t = sp.Symbol("t", real=True)
n, m, k = sp.symbols("n m k", integer=True)
p = sp.Symbol("p", integer=True, positive=True)


def lazy(kind):
    return lambda *sides: kind(*sides, evaluate=False)


eq, ne, gt, ge, lt, le = map(lazy, (sp.Eq, sp.Ne, sp.Gt, sp.Ge, sp.Lt, sp.Le))
both, either, no, if_ = map(lazy, (sp.And, sp.Or, sp.Not, sp.Implies))

TRUE = {
    "exp rises": if_(ge(a, b), ge(sp.exp(a), sp.exp(b))),
    "exp rises strictly": if_(lt(a, b), lt(sp.exp(a), sp.exp(b))),
    "log rises": if_(gt(x, y), gt(sp.log(x), sp.log(y))),
    "a cube rises": if_(ge(a, b), ge(a**3, b**3)),
    "a square rises on one side": if_(ge(x, y), ge(x**2, y**2)),
    "on a line": if_(eq(a, 1 - b), ge(a**2 + b**2, sp.Rational(1, 2))),
    "two conditions": if_(both(ge(a, 1), ge(b, a)), ge(b**2, 1)),
    "three in a row": if_(both(ge(a, b), ge(b, c)), ge(a - c, 0)),
    "a condition in the condition": if_(ge(a, b), if_(ge(b, c), ge(a, c))),
    "one of two sides": either(ge(a, 0), ge(-a, 0)),
    "overlapping rays": either(ge(a, 1), lt(a, 2)),
    "not below 0": no(lt(a**2, 0)),
    "neither": no(either(lt(a**2, 0), lt(sp.exp(a), 0))),
    "not both": no(both(gt(a, 1), lt(a, 1))),
    "twice no": no(no(ge(a**2, 0))),
    "true without the condition": if_(ge(b, 1), ge(a**2, 0)),
    "conclusion of two": if_(ge(a, 1), both(ge(a**2, 1), ge(2 * a, 2))),
    "steps of integers": if_(gt(n, 0), ge(n, 1)),
    "steps between integers": if_(both(gt(n, m), ge(m, 1)), ge(n * m, m**2 + m)),
    "a condition with or": if_(either(ge(a, 1), ge(b, 1)), ge(a**2 + b**2, 1)),
    "a condition denied": if_(no(lt(a, 1)), ge(a**2, 1)),
    "unequal": if_(ne(a, b), gt((a - b) ** 2, 0)),
    "a linear condition": if_(ge(a + b, 0), ge(a**3 + b**3, 0)),
    "a product": if_(ge(x * y, 1), ge(x + y, 2)),
    "a size": if_(le(sp.Abs(a), x), le(a**2, x**2)),
    "beyond a size": if_(gt(sp.Abs(a), x), gt(a**2, x**2)),
    "a positive number below another": if_(le(x, y), ge(sp.log(y) - sp.log(x), 0)),
    "from 0 to a number": if_(le(w, y), le(sp.sqrt(w), sp.sqrt(y))),
    "conjugate exponents, solved": if_(both(gt(x, 1), eq(1 / x + 1 / y, 1)), gt(y, 1)),
    "Young's inequality": if_(both(gt(r, 1), eq(1 / r + 1 / s, 1)), le(x * y, x**r / r + y**s / s)),
}

FALSE = {
    "a square falls on the other side": if_(ge(a, b), ge(a**2, b**2)),
    "false only where both are equal": if_(ge(a, b), gt(sp.exp(a), sp.exp(b))),
    "false only where both are equal, turned": if_(le(a, b), lt(a, b)),
    "rays with a gap": either(ge(a, 1), le(a, -1)),
    "rays with a hole": either(gt(a, b), lt(a, b)),
    "the condition denied": if_(lt(a, b), ge(a, b)),
    "half of two": if_(ge(a, 1), both(ge(a**2, 1), ge(a, 2))),
    "not more than 0": no(gt(a**2, 0)),
    "one condition of two": if_(ge(b, a), ge(b**2, 1)),
    "a step too many": if_(gt(n, 0), ge(n, 2)),
    "a step of real numbers": if_(gt(a, 0), ge(a, 1)),
    "integers, equal": if_(ge(n, m), gt(n, m)),
    "one of two conditions holds": if_(either(ge(a, 1), ge(b, 1)), ge(a * b, 1)),
    "the other side of not": if_(no(lt(a, 1)), gt(a**2, 1)),
    "unequal, one sign": if_(ne(a, b), gt(a - b, 0)),
    "a linear condition, squares": if_(ge(a + b, 0), ge(a**2, b**2)),
    "a product of any sign": if_(ge(a * b, 1), ge(a + b, 2)),
    "a size, the sign forgotten": if_(le(sp.Abs(a), x), ge(a, 0)),
    "beyond a size, one side": if_(gt(sp.Abs(a), x), gt(a, x)),
    "a positive number below another, strictly": if_(le(x, y), gt(sp.log(y), sp.log(x))),
    "from 0, the end": if_(le(w, y), gt(w, 0)),
    "between two symbols, strictly": if_(both(ge(a, b), le(a, c)), gt((a - b) * (c - a), 0)),
    "exponents that are not conjugate": if_(
        both(gt(r, 1), gt(s, 1)), le(x * y, x**r / r + y**s / s)
    ),
    "conjugate exponents below 1": if_(eq(1 / r - 1 / s, 1), le(x * y, x**r / r + y**s / s)),
    "Young's inequality, strictly": if_(
        both(gt(r, 1), eq(1 / r + 1 / s, 1)), lt(x * y, x**r / r + y**s / s)
    ),
    "Young's inequality, the exponents exchanged": if_(
        both(gt(r, 1), eq(1 / r + 1 / s, 1)), le(x * y, x**s / r + y**r / s)
    ),
    "Young's inequality, a number of any sign": if_(
        both(gt(r, 1), eq(1 / r + 1 / s, 1)), le(2 * x * y, x**r / r + y**s / s)
    ),
    "an index that is captured": if_(eq(a, k), eq(sp.Sum(a, (k, 1, p)), p * (p + 1) / 2)),
    "a variable that is captured": if_(
        eq(a, t), eq(sp.Integral(a * t, (t, 0, 1)), sp.Rational(1, 3))
    ),
    "an array of the same name": if_(ge(a, 0), ge(sp.IndexedBase("a", real=True)[1], 0)),
    "a variable of a slope": if_(eq(a, t), eq(sp.Derivative(a * t, t), 2 * t)),
}

# They may be true: no condition says which values a symbol takes.
UNDECIDED = {
    "no symbol is fixed": if_(ge(a, a + 1), ge(a, a + 2)),
    "a condition that never holds": if_(both(gt(a, 1), lt(a, 0)), lt(a**2, -1)),
    "steps of integers from a half": if_(gt(n, sp.Rational(1, 2)), ge(n, 1)),
    "on a circle": if_(eq(a**2 + b**2, 1), le(a + b, sp.sqrt(2))),
    "undefined where the condition holds": if_(ge(a, b), ge(sp.log(a), sp.log(b))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_proved(name):
    assert prove(TRUE[name]).method == "symbolic"


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refused(name):
    with pytest.raises(EvidenceError) as caught:
        proved("false-claim", "This does not hold.", FALSE[name], seconds=10)
    message = str(caught.value)
    assert "\n" not in message
    assert "Error:" not in message


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_shown_is_refused(name):
    with pytest.raises(DerivationError):
        prove(UNDECIDED[name])


def test_a_condition_that_says_nothing_of_a_symbol_is_named():
    with pytest.raises(DerivationError, match="fixes no real symbol: expected one as a >= b"):
        prove(UNDECIDED["no symbol is fixed"])


def test_an_interval_between_symbols_is_stated_as_a_condition():
    inside = ge((a - b) * (c - a), 0)
    with pytest.raises(DerivationError, match=r"state it as a condition, Implies\(And\(a >= low"):
        prove(inside, where={a: sp.Interval(b, c)})
    assert prove(if_(both(ge(a, b), le(a, c)), inside)).method == "symbolic"


def test_a_claim_shows_the_whole_statement():
    mark = proved("exp-rises", "The exponential rises.", TRUE["exp rises"])
    assert "Implies(a >= b, exp(a) >= exp(b))" in str(mark)
    assert r"\Rightarrow" in mark._repr_mimebundle_()["text/markdown"]
    with pytest.raises(EvidenceError, match="false"):
        proved("square-rises", "The square rises.", FALSE["a square falls on the other side"])


SIDES = st.sampled_from([a, b, a + 1, b - 1, 2 * a, -b, a**2, b**2, a * b, sp.S.Zero, sp.S.One])
RELATIONS = st.builds(
    lambda kind, one, other: kind(one, other), st.sampled_from([ge, gt, le, lt]), SIDES, SIDES
)
STATEMENTS = st.recursive(
    RELATIONS,
    lambda inner: st.builds(lambda kind, one, other: kind(one, other),
                            st.sampled_from([both, either, if_]), inner, inner) | inner.map(no),
    max_leaves=3,
)  # fmt: skip
GRID = [sp.Rational(k, 2) for k in range(-5, 6)]


def holds(statement, values):
    if isinstance(statement, sp.Not):
        return not holds(statement.args[0], values)
    if isinstance(statement, sp.And | sp.Or):
        parts = [holds(part, values) for part in statement.args]
        return all(parts) if isinstance(statement, sp.And) else any(parts)
    if isinstance(statement, sp.Implies):
        return not holds(statement.args[0], values) or holds(statement.args[1], values)
    compare = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
    left, right = (side.subs(values) for side in statement.args)
    return compare[statement.rel_op](left, right)


@settings(max_examples=60)
@given(STATEMENTS)
def test_what_is_proved_holds_everywhere(statement):
    """A statement drawn at random is refused, or holds at each point of a grid."""
    try:
        prove(statement, seconds=5)
    except DerivationError:
        return
    for values in itertools.product(GRID, GRID):
        assert holds(statement, dict(zip((a, b), values, strict=True))), values
