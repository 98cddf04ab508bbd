"""Sums of a given value, as of probabilities: what holds on the simplex, and what does not."""

import math
import operator

import hypothesis.strategies as st
import pytest
import sympy as sp
from hypothesis import given, settings

from lossbook.evidence import EvidenceError, proved
from lossbook.formulas import MaxOver
from lossbook.proof import DerivationError, prove
from lossbook.proof._totals import multiples

half = sp.Rational(1, 2)
a, b, c, s, t = sp.symbols("a b c s t", positive=True)
x, y = sp.symbols("x y", real=True)
n = sp.Symbol("n", integer=True, positive=True)
i, j, k = sp.symbols("i j k", integer=True)
X = sp.IndexedBase("x", real=True)
P, Q, A = (sp.IndexedBase(name, positive=True) for name in "pqa")
W = sp.IndexedBase("w", nonnegative=True)


def lazy(kind):
    return lambda *sides: kind(*sides, evaluate=False)


eq, gt, ge, lt, le = map(lazy, (sp.Eq, sp.Gt, sp.Ge, sp.Lt, sp.Le))
both, either, if_ = map(lazy, (sp.And, sp.Or, sp.Implies))


def total(term, high=n):
    return sp.Sum(term, (k, 1, high))


def on_simplex(*arrays):
    """Return that each array adds up to 1."""
    ones = [eq(total(array[k]), 1) for array in arrays]
    return ones[0] if len(ones) == 1 else both(*ones)


def plogp(p):
    return sp.Piecewise((p * sp.log(p), p > 0), (0, True))


KL = total(P[k] * sp.log(P[k] / Q[k]))
entropy = -total(P[k] * sp.log(P[k]))
apart = total(sp.Abs(P[k] - Q[k]))

TRUE = {
    "Gibbs": if_(on_simplex(P, Q), ge(KL, 0)),
    "entropy": if_(on_simplex(P), le(entropy, sp.log(n))),
    "entropy with zeros": if_(on_simplex(W), le(-total(plogp(W[k])), sp.log(n))),
    "entropy from below": if_(on_simplex(P), ge(entropy, 0)),
    "Jensen, log": if_(on_simplex(P), le(total(P[k] * sp.log(A[k])), sp.log(total(P[k] * A[k])))),
    "Jensen, exp": if_(on_simplex(P), ge(total(P[k] * sp.exp(X[k])), sp.exp(total(P[k] * X[k])))),
    "Jensen, square": if_(on_simplex(P), ge(total(P[k] * X[k] ** 2), total(P[k] * X[k]) ** 2)),
    "Jensen, with weights that may be 0": if_(
        on_simplex(W), ge(total(W[k] * X[k] ** 2), total(W[k] * X[k]) ** 2)
    ),
    "Pinsker": if_(on_simplex(P, Q), ge(KL, apart**2 / 2)),
    "purity": if_(on_simplex(P), ge(total(P[k] ** 2), 1 / n)),
    "purity at most 1": if_(on_simplex(P), le(total(P[k] ** 2), 1)),
    "the first is at most 1": if_(on_simplex(P), le(P[1], 1)),
    "the sum on the right": if_(eq(1, total(P[k])), ge(total(P[k] ** 2), 1 / n)),
    "another total": if_(eq(total(A[k]), c), ge(total(A[k] ** 2), c**2 / n)),
    "a sum of squares": if_(eq(total(X[k] ** 2), 1), le(total(X[k]), (1 + n) / 2)),
    "moved": if_(on_simplex(P), eq(total(P[k] * (x - y)), x - y)),
    "mean of the deviations": if_(
        on_simplex(P), eq(total(P[k] * (X[k] - x)), total(P[k] * X[k]) - x)
    ),
}

FALSE = {
    "Gibbs, strictly": if_(on_simplex(P, Q), gt(KL, 0)),
    "Gibbs turned": if_(on_simplex(P, Q), le(KL, 0)),
    "Gibbs with one distribution": if_(on_simplex(P), ge(KL, 0)),
    "Gibbs with the other": if_(on_simplex(Q), ge(KL, 0)),
    "Gibbs without": ge(KL, 0),
    "Gibbs for equal sums only": if_(both(eq(total(P[k]), 1), eq(total(Q[k]), 2)), ge(KL, 0)),
    "Gibbs, a shorter range": if_(
        both(eq(total(P[k]), 1), eq(total(Q[k], n + 1), 1), on_simplex(A)),
        ge(total(A[k] * sp.log(A[k] / Q[k])), half),
    ),
    "Gibbs by a little": if_(on_simplex(P, Q), ge(KL, sp.Rational(1, 10**15))),
    "entropy, strictly": if_(on_simplex(P), lt(entropy, sp.log(n))),
    "entropy positive, for one": if_(on_simplex(P), gt(entropy, 0)),
    "entropy of n − 1": if_(on_simplex(P), le(entropy, sp.log(n) - sp.Rational(1, 10**9))),
    "entropy without the sum": le(entropy, sp.log(n)),
    "entropy of another total": if_(eq(total(P[k]), 2), le(entropy, sp.log(n) - 2)),
    "entropy turned": if_(on_simplex(P), ge(entropy, sp.log(n))),
    "undefined at 0": if_(on_simplex(W), le(-total(W[k] * sp.log(W[k])), sp.log(n) - half)),
    "Jensen, log turned": if_(
        on_simplex(P), ge(total(P[k] * sp.log(A[k])), sp.log(total(P[k] * A[k])))
    ),
    "Jensen, strictly": if_(
        on_simplex(P), lt(total(P[k] * sp.log(A[k])), sp.log(total(P[k] * A[k])))
    ),
    "Jensen without weights": le(total(P[k] * sp.log(A[k])), sp.log(total(P[k] * A[k]))),
    "Jensen, exp turned": if_(
        on_simplex(P), le(total(P[k] * sp.exp(X[k])), sp.exp(total(P[k] * X[k])))
    ),
    "Jensen, a cube": if_(on_simplex(P), ge(total(P[k] * X[k] ** 3), total(P[k] * X[k]) ** 3)),
    "Jensen, signed weights": if_(
        on_simplex(X), ge(total(X[k] * A[k] ** 2), total(X[k] * A[k]) ** 2)
    ),
    "Pinsker doubled": if_(on_simplex(P, Q), ge(KL, apart**2)),
    "Pinsker, a little more": if_(
        on_simplex(P, Q), ge(KL, apart**2 * (half + sp.Rational(1, 1000)))
    ),
    "Pinsker strictly": if_(on_simplex(P, Q), gt(KL, apart**2 / 2)),
    "Pinsker, not squared": if_(on_simplex(P, Q), ge(KL, apart / 2)),
    "Pinsker with one distribution": if_(on_simplex(P), ge(KL, apart**2 / 2)),
    "Pinsker turned": if_(on_simplex(P, Q), le(KL, apart**2 / 2)),
    "purity, strictly": if_(on_simplex(P), gt(total(P[k] ** 2), 1 / n)),
    "purity below 1, for one": if_(on_simplex(P), lt(total(P[k] ** 2), 1)),
    "purity of signed numbers": if_(on_simplex(X), le(total(X[k] ** 2), 1)),
    "the second": if_(on_simplex(P), le(P[2], 1)),
    "below 1": if_(on_simplex(P), lt(P[1], 1)),
    "equal totals": if_(eq(total(P[k]), total(Q[k])), ge(KL, sp.Rational(1, 10**18))),
    "equal elements of equal totals": if_(eq(total(P[k]), total(Q[k])), eq(P[1], Q[1])),
    "three sums are no pair": ge(total(A[k]) ** 2 * total(P[k]), total(A[k]) ** 2),
    "three sums, one of them forgotten": ge(
        total(X[k] ** 2) * total(A[k]) * total(P[k]), n**2 * total(X[k]) ** 2 + 1
    ),
    "the name of an array": if_(ge(sp.Symbol("x", real=True), 1), ge(total(X[k]), n)),
    "each at least 1/n": if_(on_simplex(P), ge(P[1], 1 / n)),
    "the largest above 1/n": if_(on_simplex(P), gt(MaxOver(P[k], (k, 1, n)), 1 / n)),
    "the variation at most 1": if_(on_simplex(P, Q), le(apart, 1)),
    "the variation below 2 of nonnegative": if_(
        both(eq(total(W[k]), 1), eq(total(Q[k]), 1)), lt(total(sp.Abs(W[k] - Q[k])), 1)
    ),
    "another total forgotten": if_(eq(total(A[k]), c), ge(total(A[k] ** 2), 1 / n)),
    "an index that is captured": if_(on_simplex(P), eq(total(P[k] * k), k)),
    "a sum over another range": if_(on_simplex(P), le(sp.Sum(P[k], (k, 0, n)), 1)),
    "a condition that says something else": if_(eq(total(A[k] ** 2), 1), eq(total(A[k]), 1)),
    "moved by its index": if_(on_simplex(P), eq(total(P[k] * (x - k)), x - 1)),
    "mean above each": if_(on_simplex(P), ge(total(P[k] * X[k]), X[1])),
    "a negative total": if_(eq(total(A[k]), -1), lt(total(A[k]), -2)),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_proved(name):
    assert prove(TRUE[name], seconds=10).method == "symbolic"


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refused(name):
    with pytest.raises(EvidenceError) as caught:
        proved("false-claim", "This does not hold.", FALSE[name], seconds=10)
    message = str(caught.value)
    assert "\n" not in message
    assert "Error:" not in message


def test_no_way_is_offered_by_weights_that_may_be_negative():
    """Cauchy's Σw · Σ d²/w is no less than (Σ d)² only for w > 0: here some w add up to 0."""
    fact = ge(1, total(sp.Abs(P[k] - X[k])) ** 2)
    values = {P[1]: half, P[2]: half, X[1]: -half - half / 2, X[2]: half / 2}
    ways = list(multiples(on_simplex(P), fact))
    assert ways
    for way in [fact, *ways]:
        written = way.subs(n, 2).doit()
        gaps = dict.fromkeys(written.atoms(sp.Indexed) - set(values), 1)  # p as 1/(1 + g)
        assert written.subs(values | gaps) == sp.false, way


def test_the_point_is_named_at_which_it_fails():
    with pytest.raises(DerivationError, match=r"false: .* at n = 1"):
        prove(FALSE["entropy positive, for one"])


def test_the_mark_shows_what_was_supposed():
    mark = proved("gibbs", "The divergence of distributions is not negative.", TRUE["Gibbs"])
    assert "Eq(Sum(p[k], (k, 1, n)), 1)" in str(mark)
    assert "p[i], q[i] positive; n positive integer" in str(mark)
    assert r"\Rightarrow" in mark._repr_mimebundle_()["text/markdown"]


# Each with what it is for probabilities p and numbers x.
TERMS = [
    (total(P[k] ** 2), lambda p, x: sum(v * v for v in p)),
    (entropy, lambda p, x: -sum(v * math.log(v) for v in p)),
    (sp.log(n), lambda p, x: math.log(len(p))),
    (1 / n, lambda p, x: 1 / len(p)),
    (P[1], lambda p, x: p[0]),
    (MaxOver(P[k], (k, 1, n)), lambda p, x: max(p)),
    (total(P[k] * X[k]) ** 2, lambda p, x: sum(map(operator.mul, p, x)) ** 2),
    (total(P[k] * X[k] ** 2), lambda p, x: sum(v * y * y for v, y in zip(p, x, strict=True))),
    (sp.S.One, lambda p, x: 1),
]
GRID = [
    (p, x)
    for p in ([1], [0.5, 0.5], [0.01, 0.99], [0.2, 0.3, 0.5], [0.9, 0.05, 0.05])
    for x in ([1, -1, 0.5], [-2, 3, 3], [0, 0, 0])
]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from([-1, 1]), st.sampled_from(TERMS)),
        min_size=2,
        max_size=3,
        unique_by=lambda pair: str(pair[1][0]),
    ),
    st.sampled_from([ge, gt, eq]),
)
def test_what_is_proved_holds_on_the_simplex(terms, relation):
    """A statement drawn at random is refused, or holds at each point of a grid."""
    statement = relation(sum(factor * term for factor, (term, _) in terms), 0)
    try:
        prove(if_(on_simplex(P), statement), seconds=3)
    except DerivationError:
        return
    for p, x in GRID:
        number = sum(factor * of(p, x[: len(p)]) for factor, (_, of) in terms)
        assert abs(number) < 1e-9 if relation is eq else number > (-1e-9 if relation is ge else 0)
