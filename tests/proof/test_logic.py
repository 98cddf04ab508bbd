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
n = sp.Symbol("n", integer=True)


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
}

# They may be true: no condition says which values a symbol takes.
UNDECIDED = {
    "no symbol is fixed": if_(ge(a, a + 1), ge(a, a + 2)),
    "a condition that never holds": if_(both(gt(a, 1), lt(a, 0)), lt(a**2, -1)),
    "steps of integers": if_(gt(n, 0), ge(n, 1)),
    "a condition with or": if_(either(ge(a, 1), ge(b, 1)), ge(a**2 + b**2, 1)),
    "undefined where the condition holds": if_(ge(a, b), ge(sp.log(a), sp.log(b))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_proved(name):
    assert prove(TRUE[name]).method == "symbolic"


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refused(name):
    with pytest.raises(DerivationError, match="false"):
        prove(FALSE[name])


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_shown_is_refused(name):
    with pytest.raises(DerivationError):
        prove(UNDECIDED[name])


def test_a_condition_that_says_nothing_of_a_symbol_is_named():
    with pytest.raises(DerivationError, match="fixes no real symbol: expected one as a >= b"):
        prove(UNDECIDED["no symbol is fixed"])


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
