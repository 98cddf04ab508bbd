"""Distances, centres, triplets and contrasts: published numbers, definitions, equal points."""

import itertools
import math

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lossbook import (
    center_loss,
    contrastive,
    info_nce,
    supervised_contrastive,
    triplet_margin,
)
from lossbook.formulas import D, j, m, n, tau

inf, nan = math.inf, math.nan
DISTANCES = ["euclidean", "squared_euclidean", "cosine"]
MINING = ["all", "active", "hard", "semihard"]

# six points of two classes in the plane
X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.5], [2.0, 0.5], [2.0, 2.0], [3.0, 1.0]])
T = np.array([0, 0, 0, 1, 1, 1])


# --- contrastive, center -------------------------------------------------------------------


def test_contrastive():
    # mpmath; Hadsell, Chopra, LeCun with their factors ½: d = ‖(0.3, 0.4)‖
    assert contrastive([1], [0.5]) == 0.125
    assert contrastive([0], [0.5], margin=1.25) == 0.28125
    assert contrastive.gradient([1, 0], [0.5, 0.5], margin=1.25, reduction="sum").tolist() == [
        0.5,
        -0.75,
    ]
    # two different ones at one point cost m²/2; from the margin on nothing, and no slope
    assert contrastive([0, 0, 0], [0.0, 1.0, inf], reduction="none").tolist() == [0.5, 0, 0]
    assert contrastive.gradient([0, 0, 0], [0.0, 1.0, 7.0], reduction="sum").tolist() == [-1, 0, 0]
    assert contrastive.hessian([1, 0, 0], [3.0, 0.5, 1.0], reduction="sum").tolist() == [1, 1, 0]


def test_contrastive_labels_and_distances():
    with pytest.raises(ValueError, match=r"label -1 .*expected labels 0 and 1; labels -1 and \+1"):
        contrastive([1, -1], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"y_pred: -0.5 at index \(1,\); expected numbers >= 0"):
        contrastive([1, 0], [0.5, -0.5])


def test_center_loss():
    # mpmath; Wen et al., half the squared distance, summed
    x, centers = [[1, 2], [3, 0]], [[0, 0], [2, 1]]
    assert center_loss([0, 1], x, centers=centers, reduction="sum") == 3.5
    assert center_loss.gradient([0, 1], x, centers=centers, reduction="sum").tolist() == [
        [1, 2],
        [1, -1],
    ]
    assert np.all(center_loss.hessian([0, 1], x, centers=centers, reduction="sum") == 1)
    assert (
        center_loss([2], [[1.0, 1.0]], centers=np.eye(3)[:, :2]) == 1.0
    )  # more classes than features


@pytest.mark.parametrize("centers", [np.zeros(2), np.zeros((2, 3)), np.zeros((0, 2)), 1.0])
def test_centers_of_another_shape(centers):
    with pytest.raises(ValueError, match=r"centers has shape .*expected centers of shape \(C, d\)"):
        center_loss([0], [[1.0, 2.0]], centers=centers)


def test_centers_that_are_no_regular_array():
    with pytest.raises(ValueError, match=r"^centers: rows of unequal length"):
        center_loss([0], [[1.0, 2.0]], centers=[[1.0, 2.0], [3.0]])
    with pytest.raises(TypeError, match=r"^centers: a masked array"):
        center_loss([0], [[1.0, 2.0]], centers=np.ma.masked_equal(np.eye(2), 1))


def test_labels_without_a_center():
    with pytest.raises(ValueError, match=r"y_true: label 3 at index \(0,\); .* 0 to 1"):
        center_loss([3], [[1.0, 2.0]], centers=np.zeros((2, 2)))


# --- triplets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mining", "value"),
    [
        # mpmath: the mean over the 19 of 36 triplets that cost; pytorch-metric-learning agrees
        ("active", 0.56321249413786),
        ("all", 0.56321249413786 * 19 / 36),
        # mpmath: over the six anchors; the BatchHardMiner of pytorch-metric-learning agrees
        ("hard", 0.8104950740685024),
    ],
)
def test_published(mining, value):
    assert triplet_margin(T, X, margin=1.0, mining=mining) == pytest.approx(value, rel=1e-14)


def test_gradient_of_one_triplet():
    # anchors 0 and 1; closed form: (a − p)/d_ap − (a − n)/d_an, and so on
    x = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 2.0]])
    first = [[-0.6, 0.2], [0.6, 0.8], [0.0, -1.0]]
    root = math.sqrt(13)
    second = [[-0.6, -0.8], [0.6 - 3 / root, 0.8 - 2 / root], [3 / root, 2 / root]]
    slope = triplet_margin.gradient([5, 5, 7], x, margin=1.0, reduction="sum")
    assert slope == pytest.approx(np.add(first, second), rel=1e-15)


def by_definition(t, x, distance, mining, margin, soft):
    """Return the sum and the number of the terms, by the words of the contract."""

    def d(i, k):
        u, v = x[i], x[k]
        if distance == "cosine":
            return 1 - u @ v / np.linalg.norm(u) / np.linalg.norm(v)
        return np.sum((u - v) ** 2) if distance == "squared_euclidean" else np.linalg.norm(u - v)

    chosen, every = [], range(len(t))
    for a in every:
        positives = [p for p in every if p != a and t[p] == t[a]]
        negatives = [q for q in every if t[q] != t[a]]
        if not (positives and negatives):
            continue
        if mining == "hard":
            chosen.append(
                (a, max(positives, key=lambda p: d(a, p)), min(negatives, key=lambda q: d(a, q)))
            )
        elif mining == "semihard":
            for p in positives:
                beyond = [q for q in negatives if d(a, q) > d(a, p)]
                q = (
                    min(beyond, key=lambda q: d(a, q))
                    if beyond
                    else max(negatives, key=lambda q: d(a, q))
                )
                chosen.append((a, p, q))
        else:
            chosen += itertools.product([a], positives, negatives)
    gaps = [d(a, p) - d(a, q) for a, p, q in chosen]
    costs = [np.logaddexp(0, gap) if soft else max(0.0, gap + margin) for gap in gaps]
    return math.fsum(costs), sum(c > 0 for c in costs) if mining == "active" else len(costs)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("mining", MINING)
@pytest.mark.parametrize("soft", [False, True])
def test_mining(distance, mining, soft):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        t, x = rng.integers(0, 4, 11), rng.normal(size=(11, 3))
        options = {"margin": 0.3, "distance": distance, "mining": mining, "soft": soft}
        total, count = by_definition(t, x, distance, mining, 0.3, soft)
        assert triplet_margin(t, x, reduction="sum", **options) == pytest.approx(total, rel=1e-13)
        assert triplet_margin(t, x, **options) == pytest.approx(total / count, rel=1e-13)
        slope, h = triplet_margin.gradient(t, x, **options), 1e-6
        differences = np.empty_like(x)
        for index in np.ndindex(x.shape):
            step = np.zeros_like(x)
            step[index] = h
            up, down = (
                triplet_margin(t, x + step, **options),
                triplet_margin(t, x - step, **options),
            )
            differences[index] = (up - down) / (2 * h)
        assert np.abs(slope - differences).max() <= 2e-9


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("mining", MINING)
def test_all_at_one_point(distance, mining):
    """A collapsed batch costs the margin, or ln 2, and has the gradient 0: no nan."""
    x = np.full((6, 3), 0.7)
    options = {"distance": distance, "mining": mining}
    assert triplet_margin(T, x, margin=0.2, **options) == pytest.approx(0.2, rel=1e-15)
    assert triplet_margin(T, x, soft=True, **options) == pytest.approx(math.log(2), rel=1e-15)
    for soft in (False, True):
        assert np.all(triplet_margin.gradient(T, x, soft=soft, **options) == 0)


def test_nothing_is_added_within_the_root():
    # a = p, n at the distance of the margin: exactly 0, where torch has 2.4e-6 and optax 1e-3
    assert triplet_margin([0, 0, 1], [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]], margin=1.0) == 0
    far = [[0.0, 0.0], [3e200, 4e200], [6e200, 8e200]]
    assert triplet_margin([0, 0, 1], far, reduction="sum") == pytest.approx(0.2, rel=1e-15)
    near = np.array([[0.0, 0.0], [3e-200, 4e-200], [0.0, 0.0]])
    slope = triplet_margin.gradient([0, 0, 1], near, reduction="sum")
    assert slope[0] == pytest.approx([-1.2, -1.6], rel=1e-15)


def test_no_triplet_costs_anything():
    x = [[0.0], [0.1], [9.0]]
    assert triplet_margin([0, 0, 1], x, mining="active") == 0
    assert np.all(triplet_margin.gradient([0, 0, 1], x, mining="active") == 0)


def test_cosines_of_near_and_zero_vectors():
    u = np.array([[1.0, 0.0], [math.cos(1e-9), math.sin(1e-9)], [0.0, 1.0]])
    value = triplet_margin([0, 0, 1], u, distance="cosine", soft=True, reduction="sum")
    assert value == pytest.approx(math.log1p(math.exp(-1)) * 2, rel=1e-9)
    zero = [[0.0, 0.0], [2.0, 0.0], [0.0, 3.0]]  # of cosine 0 with all
    assert triplet_margin([0, 0, 1], zero, distance="cosine") == pytest.approx(0.2)
    assert np.all(triplet_margin.gradient([0, 0, 1], zero, distance="cosine")[0] == 0)


def test_the_formula_of_one_triplet():
    spec = triplet_margin.specification()
    a, p, q = sp.symbols("a p n", integer=True, nonnegative=True)
    x = spec.symbols["y_pred"]
    rows = np.array([[0.5, -1.0], [2.0, 0.25], [-0.5, 0.75]])
    values = {x[i, k]: sp.Rational(float(rows[i, k])) for i in range(3) for k in range(2)} | {m: 1}
    value = spec.value.subs({D: 2, a: 0, p: 1, q: 2}).doit()
    both = value + spec.value.subs({D: 2, a: 1, p: 0, q: 2}).doit()
    total = triplet_margin([0, 0, 1], rows, margin=1.0, reduction="sum")
    assert float(both.subs(values)) == pytest.approx(total, rel=1e-15)
    slope = triplet_margin.gradient([0, 0, 1], rows, margin=1.0, reduction="sum")
    for i, k in np.ndindex(3, 2):
        other = sp.Symbol("other", real=True)
        rest = {symbol: v for symbol, v in values.items() if symbol != x[i, k]}
        moved = both.subs({x[i, k]: other, **rest}).diff(other).subs(other, values[x[i, k]])
        assert float(moved.doit()) == pytest.approx(slope[i, k], rel=1e-13, abs=1e-15)
    for k in range(2):
        stated = spec.gradient.subs({D: 2, a: 0, p: 1, q: 2, j: k}).doit().subs(values)
        other = sp.Symbol("other", real=True)
        rest = {symbol: v for symbol, v in values.items() if symbol != x[0, k]}
        moved = value.subs({x[0, k]: other, **rest}).diff(other).subs(other, values[x[0, k]])
        assert float(stated) == pytest.approx(float(moved.doit()), rel=1e-13)


# --- supervised contrastive ----------------------------------------------------------------


def test_nt_xent():
    # mpmath; NTXentLoss of pytorch-metric-learning and optax.ntxent agree to float32
    z = [[1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]]
    value = supervised_contrastive([0, 0, 1, 1], z, temperature=0.5)
    assert value == pytest.approx(0.4301902771367115, rel=4e-16)
    # of any length: the embeddings are normalised
    longer = np.array(z) * [[3.0], [0.5], [2e100], [1e-100]]
    assert supervised_contrastive([0, 0, 1, 1], longer, temperature=0.5) == pytest.approx(value)


def test_least_loss_of_two_classes_of_three():
    # ln(m − 1 + m(K − 1)e^(−K/(K−1)/τ)): every class one point, classes opposite each other
    z = np.repeat([[1.0, 0.0], [-1.0, 0.0]], 3, axis=0)
    value = supervised_contrastive(T, z, temperature=0.5)
    assert value == pytest.approx(0.7202500163085799, rel=1e-15)
    assert np.abs(supervised_contrastive.gradient(T, z, temperature=0.5)).max() == 0


@given(st.integers(0, 2**32 - 1))
def test_definition_of_the_supervised_contrast(seed):
    rng = np.random.default_rng(seed)
    t, x = np.append(rng.integers(0, 4, 6), [0, 0]), rng.normal(size=(8, 3))
    with mpmath.workdps(40):
        u = x / np.linalg.norm(x, axis=1, keepdims=True)
        s = [
            [mpmath.mpf(float(u[i] @ u[k])) / mpmath.mpf("0.1") for k in range(8)] for i in range(8)
        ]
        terms = []
        for a in range(8):
            positives = [p for p in range(8) if p != a and t[p] == t[a]]
            total = sum(mpmath.exp(s[a][k]) for k in range(8) if k != a)
            if positives:
                terms.append(
                    -sum(mpmath.log(mpmath.exp(s[a][p]) / total) for p in positives)
                    / len(positives)
                )
        assert supervised_contrastive(t, x) == pytest.approx(
            float(sum(terms) / len(terms)), rel=1e-13
        )
    slope = supervised_contrastive.gradient(t, x)
    assert np.abs(np.sum(slope * x, axis=1)).max() <= 1e-13  # no length is asked for
    h = 1e-6
    for index in ((0, 1), (7, 2)):
        step = np.zeros_like(x)
        step[index] = h
        rise = supervised_contrastive(t, x + step) - supervised_contrastive(t, x - step)
        assert slope[index] == pytest.approx(rise / (2 * h), abs=2e-8)


def test_contrasts_do_not_saturate():
    """A hopeless pair costs 200 and pulls, where −ln(x + tiny) stops at 87.34 with slope 0."""
    z = np.array([[1.0, 0.1], [-1.0, 0.1], [1.0, -0.1]])
    value = supervised_contrastive([0, 0, 1], z, temperature=0.01, reduction="sum")
    cosine = (z / np.linalg.norm(z, axis=1, keepdims=True)) @ z[0] / np.linalg.norm(z[0])
    alone = info_nce([0], [[cosine[1], cosine[2]]], temperature=0.01)
    assert value > alone > 190
    assert np.abs(supervised_contrastive.gradient([0, 0, 1], z, temperature=0.01)).max() > 1


def test_a_row_of_zeros_has_no_direction():
    z = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    assert supervised_contrastive([0, 0, 1], z) == pytest.approx(math.log(2))
    slope = supervised_contrastive.gradient([0, 0, 1], z)
    assert np.all(slope[0] == 0)
    assert np.isfinite(slope).all()


def test_the_formula_of_one_anchor():
    spec = supervised_contrastive.specification()
    a = sp.Symbol("a", integer=True, nonnegative=True)
    x, t = spec.symbols["y_pred"], spec.symbols["y_true"]
    rows = np.array([[0.5, -1.0], [2.0, 0.25], [-0.5, 0.75]])
    labels = [3, 3, 1]
    values = {x[i, k]: sp.Rational(float(rows[i, k])) for i in range(3) for k in range(2)}
    values |= {t[i]: label for i, label in enumerate(labels)} | {tau: sp.Rational(1, 2)}
    anchors = [spec.value.subs({D: 2, n: 3, a: i}).doit().subs(values) for i in (0, 1)]
    total = supervised_contrastive(labels, rows, temperature=0.5, reduction="sum")
    assert float(sum(anchors)) == pytest.approx(total, rel=1e-14)
    assert supervised_contrastive(labels, rows, temperature=0.5) == pytest.approx(total / 2)
    for k in range(2):
        other = sp.Symbol("other", real=True)
        rest = {symbol: v for symbol, v in values.items() if symbol != x[0, k]}
        value = spec.value.subs({D: 2, n: 3, a: 0}).doit()
        moved = value.subs({x[0, k]: other, **rest}).diff(other).subs(other, values[x[0, k]])
        stated = spec.gradient.subs({D: 2, n: 3, a: 0, j: k}).doit().subs(values)
        assert float(stated.doit()) == pytest.approx(float(moved.doit()), rel=1e-12)


# --- batches -------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", [triplet_margin, supervised_contrastive])
class TestBatches:
    """What the two share."""

    def test_only_mean_and_sum(self, loss):
        for reduction in ("none", "batch", None, np.array(["mean", "sum"])):
            with pytest.raises(ValueError, match=r"reduction: .*expected 'mean' or 'sum'"):
                loss(T, X, reduction=reduction)
        with pytest.raises(TypeError, match="sample_weight"):
            loss(T, X, sample_weight=np.ones(6))

    def test_no_hessian(self, loss):
        with pytest.raises(AttributeError, match="has no hessian"):
            _ = loss.hessian
        assert not hasattr(loss, "hessian")

    def test_a_batch_without_pairs(self, loss):
        with pytest.raises(
            ValueError, match="y_true: no two labels are equal; expected at least one"
        ):
            loss([0, 1, 2], X[:3])
        with pytest.raises(ValueError, match="y_true: no two labels are equal"):
            loss.gradient([4], X[:1])

    def test_shapes(self, loss):
        with pytest.raises(ValueError, match=r"y_pred has shape \(6,\); expected \(n, d\)"):
            loss(T, X[:, 0])
        with pytest.raises(ValueError, match=r"y_true has shape \(5,\)"):
            loss(T[:5], X)

    def test_byte_order(self, loss):
        for dtype in (float, np.float32):
            slope = loss.gradient(T, X.astype(dtype).astype(np.dtype(dtype).newbyteorder()))
            assert slope.dtype == dtype  # as of other losses: the machine's own
            assert np.array_equal(slope, loss.gradient(T, X.astype(dtype)))

    def test_nan_propagates(self, loss):
        x = X.copy()
        x[2, 1] = nan
        assert math.isnan(loss(T, x))
        assert np.isnan(loss.gradient(T, x)[2]).any()

    def test_order_of_the_samples(self, loss):
        rng = np.random.default_rng(0)
        t, x = rng.integers(0, 3, 9), rng.normal(size=(9, 4))
        order = rng.permutation(9)
        assert loss(t[order], x[order]) == pytest.approx(loss(t, x), rel=1e-14)
        slope = loss.gradient(t[order], x[order])
        assert slope == pytest.approx(loss.gradient(t, x)[order], rel=1e-12, abs=1e-14)
        assert loss(10 - 7 * t, x) == loss(t, x)  # labels are names

    def test_large_batches_are_taken_in_pieces(self, loss):
        rng = np.random.default_rng(1)
        t, x = rng.integers(0, 9, 90), rng.normal(size=(90, 8))
        value, slope = loss(t, x, reduction="sum"), loss.gradient(t, x, reduction="sum")
        assert np.isfinite(value)
        step = 1e-6 * rng.normal(size=x.shape)
        rise = loss(t, x + step, reduction="sum") - loss(t, x - step, reduction="sum")
        assert rise == pytest.approx(2 * np.sum(slope * step), rel=1e-5)

    def test_float32_is_computed_in_float64(self, loss):
        single = X.astype(np.float32)
        assert loss(T, single) == loss(T, single.astype(float))
        slope = loss.gradient(T, single)
        assert slope.dtype == np.float32
        assert np.array_equal(slope, loss.gradient(T, single.astype(float)).astype(np.float32))


def test_a_batch_of_one_class_has_no_triplet():
    with pytest.raises(
        ValueError, match="y_true: all labels are 2; expected at least one of another"
    ):
        triplet_margin([2, 2, 2], X[:3])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"distance": "manhattan"}, "distance: 'manhattan'; expected one of 'euclidean', "),
        ({"mining": "easy"}, "mining: 'easy'; expected one of 'all', "),
        ({"mining": np.array(["all", "hard"])}, "mining: .*; expected one of 'all', "),
        ({"margin": 0}, "margin: 0"),
    ],
)
def test_bad_options(options, message):
    with pytest.raises(ValueError, match=message):
        triplet_margin(T, X, **options)
    with pytest.raises(TypeError, match="soft: 1; expected True or False"):
        triplet_margin(T, X, soft=1)
