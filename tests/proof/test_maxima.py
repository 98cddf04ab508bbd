"""Maxima over an index: bounds that hold for every number of terms, and such that fail for one."""

import itertools
import math
import operator

import hypothesis.strategies as st
import pytest
import sympy as sp
from hypothesis import given, settings

from lossbook.evidence import EvidenceError, proved
from lossbook.formulas import MaxOver
from lossbook.proof import DerivationError, prove

a, b, c = sp.symbols("a b c", positive=True)
x, y = sp.symbols("x y", real=True)
n = sp.Symbol("n", integer=True, positive=True)
m = sp.Symbol("m", integer=True)
w = sp.Symbol("w", integer=True, nonnegative=True)
i, j, k = sp.symbols("i j k", integer=True)
X, Z = (sp.IndexedBase(name, real=True) for name in "xz")
A, B = (sp.IndexedBase(name, positive=True) for name in "ab")


def lazy(kind):
    return lambda *sides: kind(*sides, evaluate=False)


eq, ne, gt, ge, lt, le = map(lazy, (sp.Eq, sp.Ne, sp.Gt, sp.Ge, sp.Lt, sp.Le))


def total(term, low=1, high=n):
    return sp.Sum(term, (k, low, high))


def top(term, low=1, high=n):
    return MaxOver(term, (k, low, high))


softmax_sum = total(sp.exp(X[k]))
lse = sp.log(softmax_sum)
cold = a * sp.log(total(sp.exp(X[k] / a)))

TRUE = {
    "log-sum-exp is at least the maximum": ge(lse, top(X[k])),
    "and at most ln n more": le(lse, top(X[k]) + sp.log(n)),
    "at a temperature, from below": ge(cold, top(X[k])),
    "at least the mean": ge(top(X[k]), total(X[k]) / n),
    "at least the first": ge(top(X[k]), X[1]),
    "at least the last": ge(top(X[k]), X[n]),
    "at most the sum of positive numbers": le(top(A[k]), total(A[k])),
    "at most the sum of sizes": le(top(X[k]), total(sp.Abs(X[k]))),
    "the sum is at most n of them": le(total(A[k]), n * top(A[k])),
    "of positive numbers it is positive": gt(top(A[k]), 0),
    "shifted": eq(top(X[k] + y), top(X[k]) + y),
    "scaled": eq(top(a * X[k]), a * top(X[k])),
    "the index shifted": eq(top(X[k - 1], 2, n + 1), top(X[k])),
    "another letter": eq(MaxOver(X[j], (j, 1, n)), top(X[k])),
    "of two terms": eq(top(X[k], 1, 2), sp.Max(X[1], X[2])),
    "of a constant": eq(top(y + 0 * X[k]), y),
    "subadditive": le(top(X[k] + Z[k]), top(X[k]) + top(Z[k])),
    "not below the part": ge(top(X[k], 1, n + 1), top(X[k])),
    "and at most 1": le(sp.exp(top(X[k])) / softmax_sum, 1),
    "the loss of a class, cold": ge(cold - X[1], sp.Max(0, top(X[k]) - X[1])),
}

FALSE = {
    "log-sum-exp above it, for one term": gt(lse, top(X[k])),
    "below it": le(lse, top(X[k])),
    "strictly below the upper bound": lt(lse, top(X[k]) + sp.log(n)),
    "without the logarithm": le(lse, top(X[k])),
    "half of ln n": le(lse, top(X[k]) + sp.log(n) / 2),
    "ln (n − 1)": le(lse, top(X[k]) + sp.log(n - 1)),
    "a term left out of the sum": ge(sp.log(total(sp.exp(X[k]), 1, n - 1)), top(X[k])),
    "a term too many in the sum": le(sp.log(total(sp.exp(X[k]), 0, n)), top(X[k]) + sp.log(n)),
    "a temperature that is not positive": ge(y * sp.log(total(sp.exp(X[k] / y))), top(X[k])),
    "the temperature forgotten": le(cold, top(X[k]) + sp.log(n)),
    "the mean is less": gt(top(X[k]), total(X[k]) / n),
    "the mean is more": le(top(X[k]), total(X[k]) / n),
    "less than the first": le(top(X[k]), X[1]),
    "one outside": ge(top(X[k]), X[0]),
    "the second, which may not be there": ge(top(X[k]), X[2]),
    "one beyond the end": ge(top(X[k]), X[n + 1]),
    "any place": ge(top(X[k]), X[m]),
    "the sum of numbers of any sign": le(top(X[k]), total(X[k])),
    "the sum is less than n of them": lt(total(A[k]), n * top(A[k])),
    "its size is that of the largest": eq(sp.Abs(top(X[k])), top(sp.Abs(X[k]))),
    "scaled by any number": eq(top(y * X[k]), y * top(X[k])),
    "scaled by a negative one": eq(top(-2 * X[k]), -2 * top(X[k])),
    "squared": eq(top(X[k]) ** 2, top(X[k] ** 2)),
    "additive": eq(top(X[k] + Z[k]), top(X[k]) + top(Z[k])),
    "of a sum, from below": ge(top(X[k] + Z[k]), top(X[k]) + top(Z[k])),
    "multiplicative": eq(top(A[k] * B[k]), top(A[k]) * top(B[k])),
    "the index shifted wrongly": eq(top(X[k + 1]), top(X[k])),
    "of a part": ge(top(X[k]), top(X[k], 1, n + 1)),
    "of no terms": ge(top(X[k], 1, w), X[1]),
    "an index that is captured": eq(top(X[k] + k), top(X[k]) + k),
    "the largest is the sum": eq(top(A[k]), total(A[k])),
    "positive": gt(top(X[k]), 0),
    "increasing in n": eq(top(k), n + 1),
    "complex terms": ge(top(sp.sqrt(X[k])), 0),
    "the largest share": ge(sp.exp(top(X[k])) / softmax_sum, sp.Rational(1, 3)),
    "product below the power": gt(n * sp.log(top(A[k])), total(sp.log(A[k]))),
    "minimum taken for it": le(top(X[k]), -top(-X[k])),
    "two ranges": eq(MaxOver(X[k], (k, 1, n), (j, 1, n)), top(X[k])),
    "an endless range": ge(top(X[k], 1, sp.oo), X[1]),
    "a reversed range": eq(top(X[k], n, 1), top(X[k])),
    "in a slope": eq(sp.Derivative(top(x * X[k]), x), top(X[k])),
    "in an integral": eq(sp.Integral(top(x * X[k]), (x, 0, 1)), top(X[k]) / 2),
    "in a limit": eq(sp.Limit(top(X[k] / a), a, sp.oo), 1),
    "off by a little": ge(lse, top(X[k]) + sp.Rational(1, 10**20)),
    "four at once": le(top(X[k]), sp.Max(top(X[k] - 1), top(X[k] - 2), top(X[k] - 3))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_proved(name):
    assert prove(TRUE[name], seconds=10).method == "symbolic"


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refused(name):
    with pytest.raises(EvidenceError) as caught:
        proved("false-claim", "This does not hold.", FALSE[name], seconds=8)
    message = str(caught.value)
    assert "\n" not in message
    assert "Error:" not in message


def test_a_claim_shows_the_maximum():
    mark = proved("lse-above", "Log-sum-exp is at least the maximum.", TRUE[next(iter(TRUE))])
    assert r"\max_{1 \leq k \leq n}" in mark._repr_mimebundle_()["text/markdown"]
    assert "MaxOver(x[k], (k, 1, n))" in str(mark)


def test_a_maximum_over_several_indices_is_named():
    with pytest.raises(DerivationError, match="expected one index, from, to"):
        prove(FALSE["two ranges"])


# Each with what it is for a list of numbers.
TERMS = [
    (top(X[k]), max),
    (-top(-X[k]), min),
    (total(X[k]) / n, lambda v: sum(v) / len(v)),
    (X[1], lambda v: v[0]),
    (lse, lambda v: math.log(sum(map(math.exp, v)))),
    (top(2 * X[k] + 1), lambda v: 2 * max(v) + 1),
    (top(sp.Abs(X[k])), lambda v: max(map(abs, v))),
    (sp.log(n), lambda v: math.log(len(v))),
    (sp.S.One, lambda v: 1),
]
RELATIONS = {
    ge: operator.ge,
    gt: operator.gt,
    eq: lambda one, other: abs(one - other) < 1e-9,
}
GRID = [list(v) for size in (1, 2, 3) for v in itertools.product((-1.5, 0, 0.25, 1), repeat=size)]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from([-1, 1, 2]), st.sampled_from(TERMS)),
        min_size=2, max_size=3, unique_by=lambda pair: str(pair[1][0]),
    ),
    st.sampled_from(list(RELATIONS)),
)  # fmt: skip
def test_what_is_proved_holds_everywhere(terms, relation):
    """A statement drawn at random is refused, or holds for each list of a grid."""
    try:
        prove(relation(sum(factor * term for factor, (term, _) in terms), 0), seconds=3)
    except DerivationError:
        return
    for values in GRID:
        number = sum(factor * of(values) for factor, (_, of) in terms)
        slack = 1e-9 if relation is ge else 0
        assert RELATIONS[relation](number + slack, 0), values
