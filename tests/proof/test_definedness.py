"""Where an expression is defined: which conditions it puts, and which of them are shown."""

import pytest
import sympy as sp

from lossbook.evidence import proved
from lossbook.proof._definedness import needs, tidy, unresolved
from lossbook.proof._statement import Proof

x, y = sp.symbols("x y", real=True)
c = sp.Symbol("c")
a = sp.Symbol("a", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
k, m = sp.symbols("k m", integer=True)
Y = sp.IndexedBase("y", real=True)
OPEN = sp.Interval.open


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (x + sp.exp(x) * sp.sin(x), []),
        (1 / x, [("nonzero", x)]),
        (x**y, [("nonzero", x)]),
        (x**a, []),
        (sp.log(x), [("nonzero", x)]),
        (sp.tan(x), [("nonzero", sp.cos(x))]),
        (sp.sec(x), [("nonzero", sp.cos(x))]),
        (sp.cot(x), [("nonzero", sp.sin(x))]),
        (sp.csc(x), [("nonzero", sp.sin(x))]),
        (sp.coth(x), [("nonzero", sp.sinh(x))]),
        (sp.csch(x), [("nonzero", sp.sinh(x))]),
        (sp.atanh(x), [("nonzero", 1 - x**2)]),
        (sp.gamma(x), [("positive", x)]),
        (sp.polygamma(2, x), [("positive", x)]),
        (sp.factorial(x), [("positive", x + 1)]),
        (sp.binomial(x, y), [("positive", x + 1), ("positive", y + 1), ("positive", x - y + 1)]),
        (sp.Max(x, y), []),
        (sp.Function("f")(x), [("known", sp.Function("f")(x))]),
        (sp.Pow(0, x, evaluate=False), [("positive", x)]),
    ],
)
def test_the_conditions_of_a_function(expression, found):
    assert [(need.kind, need.expression) for need in needs(expression)] == found


def test_what_is_compared_must_be_real():
    (need, *_) = needs(sp.Heaviside(c))
    assert (need.kind, need.expression) == ("real", c)


def test_conditions_of_a_branch_are_asked_for_within_it():
    pieces = sp.Piecewise((1 / x, x > 1), (sp.log(y), x > 0))
    found = [(need.kind, need.expression, need.guard) for need in needs(pieces)]
    assert ("nonzero", x, x > 1) in found
    assert ("nonzero", y, sp.And(x <= 1, x > 0)) in found
    assert [kind for kind, *_ in found].count("cases") == 1
    assert not [n for n in needs(sp.Piecewise((x, x > 1), (0, True))) if n.kind == "cases"]


@pytest.mark.parametrize(
    ("expression", "where"),
    [
        (1 / (1 + x**2), {}),
        (1 / (x - 2), {x: OPEN(0, 1)}),
        (1 / (x - 2), {x: OPEN(3, 4)}),
        (1 / (2 - x), {x: OPEN(0, 1)}),
        (1 / (2 - x), {x: OPEN(3, 4)}),
        (1 / (x**2 - x - 1), {x: OPEN(0, 1)}),  # negative there, and positive here
        (1 / (x**2 - x - 1), {x: OPEN(2, 3)}),
        (sp.log(1 + a), {}),
        (1 / (x * (1 - x)), {x: OPEN(0, 1)}),
        (sp.Sum(1 / k, (k, 1, n)), {}),
        (sp.Sum(1 / (n + 1 - k), (k, 1, n)), {}),
        (sp.Sum(1 / (k + 1), (k, 0, n - 1)), {}),
        (sp.Sum(Y[k], (k, 1, n)), {}),
        (sp.Piecewise((1 / x, x > 0), (0, True)), {}),
        (sp.Piecewise((1 / x, sp.Ne(x, 0)), (1, True)), {}),
        (sp.Piecewise((1 / (x - 1), x < 1), (0, True)), {}),
        (sp.Piecewise((1 / x, sp.And(x > 0, y > 0)), (0, True)), {}),
    ],
)
def test_what_holds_on_the_whole_domain_is_shown(expression, where):
    assert unresolved(expression, where) == []


@pytest.mark.parametrize(
    ("expression", "where", "left"),
    [
        (1 / x, {}, [x]),
        (1 / (x - 2), {x: OPEN(0, 3)}, [2 - x]),
        (1 / (x * y), {}, [x, y]),
        (1 / (x * y), {x: OPEN(0, 1)}, [y]),
        (sp.log(x), {x: sp.Interval(0, 1)}, [x]),
        (sp.Piecewise((1 / x, x >= 0), (0, True)), {}, [x]),
        (sp.Piecewise((1 / x, y > 0), (0, True)), {}, [x]),
        (sp.Sum(Y[k], (k, 1, m)), {}, [m]),
    ],
)
def test_what_may_fail_is_left(expression, where, left):
    found = [need.expression for need in unresolved(expression, where)]
    assert [sp.expand(e) if e not in left else e for e in found] in (left, [-e for e in left])


def test_a_sum_whose_end_may_lie_before_its_terms_keeps_its_condition():
    (need,) = unresolved(sp.Sum(1 / (m + 1 - k), (k, 1, 3)), {})
    assert need.kind == "nonzero"


S = sp.Symbol("S", nonnegative=True)


@pytest.mark.parametrize(
    ("relation", "plain"),
    [
        (sp.Gt(sp.sqrt(S / n), 0, evaluate=False), sp.Gt(S, 0, evaluate=False)),
        (sp.Gt(sp.sqrt(x / n), 0, evaluate=False), sp.Gt(x, 0, evaluate=False)),
        (sp.Gt(sp.sqrt(sp.Abs(x) / n), 0, evaluate=False), sp.Ne(x, 0)),
        (sp.Gt(a * x**2, 0, evaluate=False), sp.Ne(x, 0)),
        (sp.Gt(a * x**3, 0, evaluate=False), sp.Gt(x, 0, evaluate=False)),
        (sp.Gt(1 / x, 0, evaluate=False), sp.Gt(x, 0, evaluate=False)),
        (sp.Gt(-x, 0, evaluate=False), sp.Gt(-x, 0, evaluate=False)),
        (sp.Gt(-2 * a * x, 0, evaluate=False), sp.Gt(-2 * a * x, 0, evaluate=False)),
        (sp.Gt(x * y, 0, evaluate=False), sp.Gt(x * y, 0, evaluate=False)),
        (sp.Gt(c**2, 0, evaluate=False), sp.Gt(c**2, 0, evaluate=False)),
        (sp.Ne(-a * x, 0, evaluate=False), sp.Ne(x, 0)),
        (sp.Ne(S, 0, evaluate=False), sp.Gt(S, 0, evaluate=False)),
        (sp.Ne(x * y, 0, evaluate=False), sp.Ne(x * y, 0)),
    ],
)
def test_conditions_are_said_once_and_plainly_and_still_mean_the_same(relation, plain):
    assert tidy([relation, relation]) == (plain,)


def test_a_mark_says_of_a_negative_argument_that_it_is_negative():
    g = sp.loggamma(-x)
    shown = proved("gamma", "So it is.", sp.Eq((y + 1) * g, y * g + g, evaluate=False))
    assert "where -x > 0" in str(shown)


def test_a_proof_says_how_and_where_it_holds():
    proof = Proof("symbolic", "1/x = 1/x", "expansion", 40, (sp.Ne(x, 0), sp.Ne(y, 0)))
    assert str(proof) == "proved by SymPy (expansion): 1/x = 1/x, where Ne(x, 0), Ne(y, 0)"
    bare = Proof("numeric", "a = b", "240 points", 240)
    assert str(bare) == "checked numerically, not proved (240 points): a = b"
