"""The losses of lists: published numbers, ties, masks, what no library should lose."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lossbook import (
    lambdarank,
    listmle,
    listnet,
    pairwise_hinge,
    ranknet,
    sparse_categorical_crossentropy,
)

inf, nan = np.inf, np.nan
ALL = [ranknet, pairwise_hinge, lambdarank, listnet, listmle]
BY_PAIRS = [ranknet, pairwise_hinge, lambdarank]


@pytest.mark.parametrize(
    ("loss", "y", "s", "value"),
    [
        # mpmath, 40 digits; rax 0.4's pairwise_logistic_loss, a mean over the pairs, agrees
        (ranknet, [2, 1, 0], [2.0, 1.0, 3.0], 1.2511504620264726),
        (ranknet, [1, 0], [1.0, 0.0], 0.3132616875182228),
        # by hand: margins −1 and 3, 2 and 1 of the three pairs in order
        (pairwise_hinge, [2, 1, 0], [2.0, 1.0, 3.0], (0 + 2 + 3) / 3),
        (pairwise_hinge, [1, 0], [0.5, 0.5], 1.0),
        # mpmath; allRank's lambdaLoss (lambdaRank_scheme, sum, natural logarithm) agrees
        (lambdarank, [2, 0, 1], [0.5, 1.5, 0.0], 0.6689486751816113),
        # mpmath: cross-entropy of softmax(0, 1, 2) and softmax(2, 0, 1); the entropy of the former
        (listnet, [0, 1, 2], [2.0, 0.0, 1.0], 1.5623038623287975),
        (listnet, [0, 1, 2], [1.0, 2.0, 3.0], 0.8323955818399389),
        # ln 4!, whatever the order; and the order (1, 0, 2), ties as given
        (listmle, [0, 3, 1, 2], [1.0, 1.0, 1.0, 1.0], 3.1780538303479458),
        (listmle, [1, 1, 0], [1.0, 0.0, 2.0], 3.534533975487353),
        (listmle, [1, 1, 0], [0.0, 1.0, 2.0], 3.720867651962603),
        # ln(1 + e⁻¹⁰⁰), of which log(cumsum + 1e-10) makes 76.97
        (listmle, [1, 0], [100.0, 0.0], 3.720075976020836e-44),
        # 60·|ΔNDCG| = 60·(1 − 1/log₂3), where a clamped logarithm stops at 23.026
        (lambdarank, [1, 0], [-60.0, 0.0], 60 * 0.3690702464285426),
        (listnet, [0, 1], [100.0, 0.0], 73.1058578630005),
    ],
)
def test_value(loss, y, s, value):
    assert loss([y], [s]) == pytest.approx(value, rel=4e-16, abs=0)


@pytest.mark.parametrize(
    ("loss", "y", "s", "slope"),
    [
        # mpmath; jax.grad of rax agrees (of the sum: three pairs)
        (
            ranknet,
            [2, 1, 0],
            [2.0, 1.0, 3.0],
            np.array([-1.0, -0.6118556566078873, 1.6118556566078874]) / 3,
        ),
        # mpmath: the λ of the three items
        (
            lambdarank,
            [2, 0, 1],
            [0.5, 1.5, 0.0],
            [-0.25015590617540745, 0.3355127281668229, -0.08535682199141549],
        ),
        # the kink, a lead of exactly 1, has the slope 0
        (pairwise_hinge, [1, 0], [1.0, 0.0], [0, 0]),
        (pairwise_hinge, [1, 0], [1.0, 0.5], [-1, 1]),
        (listnet, [0, 1, 2], [1.0, 2.0, 3.0], [0, 0, 0]),
        # by hand: σ(−1) for two items
        (listmle, [1, 0], [1.0, 0.0], [-0.2689414213699951, 0.2689414213699951]),
    ],
)
def test_gradient(loss, y, s, slope):
    assert loss.gradient([y], [s])[0] == pytest.approx(slope, rel=4e-16, abs=2e-16)


def reference(loss, y, s):
    """Return the loss of one list from its definition, in 50 digits."""
    n, (y, s) = len(y), ([mpmath.mpf(float(x)) for x in a] for a in (y, s))
    pairs = [(i, j) for i in range(n) for j in range(n) if y[i] > y[j]]
    order = sorted(range(n), key=lambda i: -y[i])
    if loss is listmle:
        stages = [order[k:] for k in range(n)]
        return sum(mpmath.log(sum(mpmath.exp(s[j] - s[left[0]]) for j in left)) for left in stages)
    if loss is listnet:
        log_p = [s[k] - mpmath.log(sum(map(mpmath.exp, s))) for k in range(n)]
        total = sum(map(mpmath.exp, y))
        return -sum(mpmath.exp(y[k]) / total * log_p[k] for k in range(n)) if n > 1 else 0
    cost = {
        ranknet: lambda i, j: mpmath.log(1 + mpmath.exp(s[j] - s[i])),
        pairwise_hinge: lambda i, j: max(0, 1 - (s[i] - s[j])),
    }
    if loss in cost:
        return sum(cost[loss](i, j) for i, j in pairs) / max(1, len(pairs))
    rank = {i: place for place, i in enumerate(sorted(range(n), key=lambda i: -s[i]), 1)}
    best = sum((2 ** y[i] - 1) / mpmath.log(1 + place, 2) for place, i in enumerate(order, 1))
    return sum(
        abs(
            (2 ** y[i] - 2 ** y[j])
            * (1 / mpmath.log(1 + rank[i], 2) - 1 / mpmath.log(1 + rank[j], 2))
        )
        / best
        * cost[ranknet](i, j)
        for i, j in pairs
    )


small_lists = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        hnp.arrays(float, n, elements=st.integers(0, 3)),
        hnp.arrays(float, n, elements=st.integers(-4, 4).map(lambda k: k / 2)),
    )
)


@pytest.mark.parametrize("loss", ALL)
@given(data=st.data())
def test_definition(loss, data):
    """Ties among relevances and among scores, and lists in which nothing is to be told apart."""
    y, s = data.draw(small_lists)
    with mpmath.workdps(50):
        assert loss(y, s) == pytest.approx(float(reference(loss, y, s)), rel=2e-15, abs=1e-15)


@pytest.mark.parametrize("loss", ALL)
@given(data=st.data())
def test_what_is_masked_is_not_there(loss, data):
    y, s = data.draw(small_lists)
    where = data.draw(hnp.arrays(bool, len(y)))
    hidden = np.where(where, s, data.draw(st.sampled_from([nan, inf, -7.0])))
    value = loss([np.where(where, y, nan)], [hidden], where=[where])
    slope = loss.gradient([np.where(where, y, nan)], [hidden], where=[where])
    bend = loss.hessian([np.where(where, y, nan)], [hidden], where=[where])
    assert np.all(slope[0, ~where] == 0)
    assert np.all(bend[0, ~where] == 0)
    if where.any():
        assert value == pytest.approx(loss(y[where], s[where]), rel=1e-15)
        assert slope[0, where] == pytest.approx(loss.gradient(y[where], s[where]), rel=1e-15)
        assert bend[0, where] == pytest.approx(loss.hessian(y[where], s[where]), rel=1e-15)
    else:
        assert value == 0


@pytest.mark.parametrize("loss", ALL)
@given(data=st.data(), shift=st.integers(-(2**20), 2**20))
def test_only_differences_of_scores_matter(loss, data, shift):
    y, s = data.draw(small_lists)
    assert loss(y, s + shift) == loss(y, s)
    assert np.array_equal(loss.gradient(y, s + shift), loss.gradient(y, s))
    assert abs(loss.gradient(y, s).sum()) <= 1e-14


@pytest.mark.parametrize("loss", ALL)
def test_nothing_to_tell_apart(loss):
    for y, s in (([3.0], [5.0]), ([3.0], [-inf])):
        assert loss(y, s) == 0
        assert loss.gradient(y, s) == [0]
        assert loss.hessian(y, s) == [0]
    if loss in BY_PAIRS:
        assert loss([[2, 2, 2]], [[0.0, 1.0, nan]]) == 0


def test_equal_items_have_a_loss_where_their_order_or_probability_counts():
    assert listmle([1, 1], [0.0, 1.0]) == pytest.approx(1 + np.log1p(np.exp(-1)), rel=1e-15)
    assert listnet([1, 1], [0.0, 0.0]) == pytest.approx(np.log(2), rel=1e-15)


@pytest.mark.parametrize("loss", ALL)
def test_nan_propagates(loss):
    for y, s in (([1.0, 0.0, 2.0], [0.0, nan, 1.0]), ([1.0, nan, 2.0], [0.0, 3.0, 1.0])):
        assert np.isnan(loss(y, s))
        assert np.isnan(loss.gradient(y, s)[1])


def test_infinite_scores_have_their_limits():
    assert ranknet([1, 0], [inf, 0.0]) == 0
    assert ranknet([1, 0], [-inf, 0.0]) == inf
    assert pairwise_hinge([1, 0], [0.0, -inf]) == 0
    assert listmle([2, 1, 0], [1.0, 0.0, -inf]) == listmle([1, 0], [1.0, 0.0])
    assert listmle([0, 1, 2], [1.0, 0.0, -inf]) == inf
    assert listnet([0, 1], [0.0, -inf]) == inf


def test_large_relevances_do_not_overflow():
    # as 2^y grows, |ΔNDCG| of the first two tends to 1 − 1/log₂3
    assert lambdarank([[2000.0, 0.0]], [[0.0, 0.0]]) == pytest.approx(
        np.log(2) * (1 - 1 / np.log2(3)), rel=1e-15
    )
    tiny = lambdarank([[1e-300, 0.0]], [[0.0, 0.0]])
    assert tiny == pytest.approx(np.log(2) * (1 - 1 / np.log2(3)), rel=1e-15)


def test_relevances_of_lambdarank_are_not_negative():
    with pytest.raises(
        ValueError, match=r"y_true: -1.0 at index \(0, 1\); expected relevances >= 0"
    ):
        lambdarank([[1.0, -1.0]], [[0.0, 1.0]])
    assert lambdarank([[1.0, -1.0]], [[0.0, 1.0]], where=[[True, False]]) == 0


def test_a_margin_is_positive():
    for margin in (0, -1, nan, inf):
        with pytest.raises(ValueError, match="margin: "):
            pairwise_hinge([1, 0], [0.0, 0.0], margin=margin)


def test_two_items():
    s = np.linspace(-30, 30, 61)
    rows, y = np.column_stack([s, 0 * s]), np.tile([1.0, 0.0], (61, 1))
    logistic = ranknet(y, rows, reduction="none")
    assert np.array_equal(listmle(y, rows, reduction="none"), logistic)
    # and the first of the stages is the conditional logit: cross-entropy of the winner
    winner = sparse_categorical_crossentropy(
        np.zeros(61, int), rows, from_logits=True, reduction="none"
    )
    assert np.array_equal(winner, logistic)


def test_long_lists_are_taken_in_pieces():
    rng = np.random.default_rng(0)
    y, s = rng.integers(0, 5, (2, 700)).astype(float), rng.normal(size=(2, 700))
    for loss in ALL:
        whole, each = loss(y, s, reduction="none"), [loss(a, b) for a, b in zip(y, s, strict=True)]
        assert whole == pytest.approx(each, rel=1e-13)
    pairs = y[:, :, None] > y[:, None, :]
    gap = s[:, None, :] - s[:, :, None]
    expected = np.where(pairs, np.logaddexp(0, gap), 0).sum((1, 2)) / pairs.sum((1, 2))
    assert ranknet(y, s, reduction="none") == pytest.approx(expected, rel=1e-13)


def test_the_axis_of_the_items():
    rng = np.random.default_rng(1)
    y, s = rng.integers(0, 3, (3, 4)).astype(float), rng.normal(size=(3, 4))
    where = rng.random((3, 4)) < 0.8
    for loss in ALL:
        assert loss(y.T, s.T, axis=0, where=where.T) == loss(y, s, where=where)
        slope = loss.gradient(y.T, s.T, axis=0, where=where.T)
        assert np.array_equal(slope.T, loss.gradient(y, s, where=where))
