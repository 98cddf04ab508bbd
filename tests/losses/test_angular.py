"""InfoNCE and the softmaxes with a margin: published numbers, ends of the cosine, scales."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook import (
    am_softmax,
    arcface,
    cosface,
    info_nce,
    normface,
    sparse_categorical_crossentropy,
    sphereface,
)

inf, nan = math.inf, math.nan
MARGINS = [normface, am_softmax, arcface, sphereface]


@pytest.mark.parametrize(
    ("loss", "t", "c", "parameters", "value"),
    [
        # mpmath, 40 digits; the positive stands in the sum
        (info_nce, 0, [0.9, 0.1, -0.2], {"temperature": 0.1}, 0.0003521023333901514),
        (info_nce, 0, [0.4, 0.5, 0.1], {"temperature": 0.2}, 1.0549569196419906),
        (info_nce, 0, [0.4, 0.5, 0.1], {"temperature": 0.01}, 10.000045398899217),
        # 200, where −ln(x + tiny) of float32 stops at 87.34 and its gradient is 0
        (info_nce, 0, [-1.0, 1.0], {"temperature": 0.01}, 200.0),
        # NormFace's bound ln(1 + (n−1)e^(−ns/(n−1))), attained at the corners of a simplex
        (normface, 0, [1.0] + [-1 / 9] * 9, {"scale": 10.0}, 0.00013449900132682635),
        (normface, 0, [1.0] + [-1 / 9] * 9, {"scale": 1.0}, 1.3769349204501935),
        # ln(1 + 9e^10.5): all cosines 0, as at the start
        (am_softmax, 3, [0.0] * 10, {}, 12.697227636937022),
        (am_softmax, 0, [0.7, 0.2, -0.1], {"margin": 0.6, "scale": 200.0}, 20.000000002061153),
        # pytorch-metric-learning's ArcFaceLoss agrees to 1e-9
        (arcface, 0, [0.8, 0.2, -0.1], {}, 1.097707075359071e-06),
        # ψ(π/2) = −3 against cos π = −1: ln(1 + e²)
        (sphereface, 0, [0.0, -1.0], {}, 2.1269280110429727),
    ],
)
def test_value(loss, t, c, parameters, value):
    room = 1e-15 * (1 + parameters.get("scale", 64))  # a rounded cosine moves a logit by s ulps
    assert loss([t], [c], **parameters) == pytest.approx(value, rel=room, abs=0)


@pytest.mark.parametrize(
    ("loss", "c", "parameters", "slope"),
    [
        # mpmath: (p − [k = t])/τ
        (
            info_nce,
            [0.4, 0.5, 0.1],
            {"temperature": 0.2},
            [-3.2589628605813257, 2.870484964838473, 0.38847789574285296],
        ),
        # mpmath: s(p_t − 1)·sin(θ + m)/sin θ, and not the s(p_t − 1) of insightface (−9.930)
        (arcface, [0.3, 0.5, -0.1], {"margin": 0.3, "scale": 10.0}, [-10.409406900843354]),
        # by hand: ψ' = m² at cos θ = 1, and 1 − p_t = 1/(1 + e)
        (sphereface, [1.0, 0.0], {}, [-16 / (1 + math.e), 1 / (1 + math.e)]),
    ],
)
def test_gradient(loss, c, parameters, slope):
    got = loss.gradient([0], [c], **parameters)[0, : len(slope)]
    assert got == pytest.approx(slope, rel=4e-15)


@pytest.mark.parametrize("m", [1, 2, 3, 4, 7])
def test_psi_falls_from_1_to_1_minus_2m(m):
    """ψ(θ) at kπ/m is 1 − 2k, and in between it is (−1)^k cos mθ − 2k."""
    theta = np.linspace(0, np.pi, 10 * m + 1)
    c = np.column_stack([np.cos(theta), np.full_like(theta, -1)])
    # two classes: ln(1 + e^(−1 − ψ)) = x has ψ = −1 − ln(e^x − 1)
    value = sphereface(np.zeros(len(c), int), c, margin=m, reduction="none")
    psi = -1 - np.log(np.expm1(value))
    k = np.minimum(np.arange(10 * m + 1) // 10, m - 1)
    assert psi == pytest.approx((-1.0) ** k * np.cos(m * theta) - 2 * k, abs=1e-13 * m)
    assert np.all(np.diff(psi) < 0)


def test_cosface_is_am_softmax():
    assert cosface is am_softmax


def test_without_a_margin_all_are_normface():
    rng = np.random.default_rng(0)
    t, c = rng.integers(0, 4, 50), rng.uniform(-1, 1, (50, 4))
    c[:3, 0] = 1.0, -1.0, 0.5
    logits = sparse_categorical_crossentropy(t, 30 * c, from_logits=True, reduction="none")
    assert normface(t, c, reduction="none") == pytest.approx(logits, rel=1e-13)
    for loss, none in ((am_softmax, 0.0), (arcface, 0.0), (sphereface, 1)):
        for part in ("__call__", "gradient", "hessian"):
            plain, margin = getattr(normface, part), getattr(loss, part)
            got = margin(t, c, margin=none, scale=30.0, reduction="none")
            assert np.array_equal(got, plain(t, c, reduction="none"))


def test_at_the_ends_of_the_cosine():
    """No nan: the derivative of cos(θ + m) by cos θ is infinite, where the loss still has one."""
    for c, sign in ((1.0, -1), (-1.0, 1)):
        rows = [[c, 0.25, -0.5]]
        assert np.isfinite(arcface([0], rows))
        slope, bend = arcface.gradient([0], rows), arcface.hessian([0], rows)
        assert slope[0, 0] == sign * inf
        assert bend[0, 0] == -inf
        assert np.isfinite(slope[0, 1:]).all()
        assert np.isfinite(bend[0, 1:]).all()
        assert np.isfinite(sphereface.gradient([0], rows)).all()
        assert np.isfinite(sphereface.hessian([0], rows)).all()
    # near the end it grows towards that limit, also where 1 − p underflows
    near = [arcface.gradient([0], [[1 - eps, 0.0]], scale=1.0)[0, 0] for eps in (1e-4, 1e-8, 1e-16)]
    assert near[0] > near[1] > near[2] > -inf
    # of one class the loss is 0 whatever its cosine
    for loss in MARGINS:
        assert loss([0], [[1.0]]) == 0
        assert np.all(loss.gradient([0], [[1.0]]) == 0)
        assert np.all(loss.hessian([0], [[1.0]]) == 0)


@pytest.mark.parametrize("beyond", [1e-7, -1e-7])
def test_cosines_beyond_1_by_rounding(beyond):
    for loss in MARGINS:
        end = math.copysign(1, beyond)
        assert loss([1], [[0.0, end + beyond]]) == loss([1], [[0.0, end]])
        with pytest.raises(ValueError, match=r"y_pred: .* at index \(0, 1\); expected cosines"):
            loss([1], [[0.0, end + 1e4 * beyond]])
        # insightface's head has a nan logit here
        single = np.array([[np.nextafter(np.float32(1), np.float32(2)), 0.5]])
        assert np.isfinite(loss([0], single.astype(np.float32)))


def test_where_pieces_of_psi_meet_the_second_derivative_is_0():
    for m, c in ((2, 0.0), (4, 0.0), (3, 0.5), (3, -0.5), (6, 0.5), (6, 0.0)):
        assert sphereface.hessian([0], [[c, 0.25]], margin=m)[0, 0] == 0
        for beside in (np.nextafter(c, -1), np.nextafter(c, 1)):
            assert sphereface.hessian([0], [[beside, 0.25]], margin=m)[0, 0] != 0


def test_a_scale_for_each_sample_or_each_cosine():
    rng = np.random.default_rng(1)
    t, c = rng.integers(0, 3, (4, 2)), rng.uniform(-0.9, 0.9, (4, 2, 3))
    length, per_class = rng.uniform(1, 9, (4, 2)), rng.uniform(1, 9, (4, 2, 3))
    for loss in MARGINS:
        for part in (loss, loss.gradient, loss.hessian):
            each = part(t, c, scale=length, reduction="none")
            for index in np.ndindex(4, 2):
                alone = part(t[index], c[index], scale=length[index], reduction="sum")
                assert each[index] == pytest.approx(alone, rel=1e-15)
            spread = np.broadcast_to(length[..., None], c.shape)
            assert part(t, c, scale=spread, reduction="none") == pytest.approx(each, rel=1e-11)
            moved = part(
                t,
                np.moveaxis(c, -1, 0),
                scale=np.moveaxis(per_class, -1, 0),
                axis=0,
                reduction="none",
            )
            straight = part(t, c, scale=per_class, reduction="none")
            if part is not loss:
                moved = np.moveaxis(moved, 0, -1)
            assert np.array_equal(moved, straight)
    # L-Softmax: the plain softmax of w·x, with the true angle multiplied
    w, x = rng.normal(size=(5, 3)), rng.normal(size=(7, 3))
    lengths = np.linalg.norm(x, axis=1)[:, None] * np.linalg.norm(w, axis=1)
    labels = rng.integers(0, 5, 7)
    plain = sparse_categorical_crossentropy(labels, x @ w.T, from_logits=True)
    assert sphereface(labels, x @ w.T / lengths, scale=lengths, margin=1) == pytest.approx(plain)


@pytest.mark.parametrize("bad", [0.0, nan, -1.0])
def test_the_scale_of_a_sample_of_weight_0_is_out_with_it(bad):
    """A padded feature has the length 0, and no direction."""
    c, w = [[0.5, 0.1], [0.2, -0.3]], [2.0, 0.0]
    for loss in MARGINS:
        for part in (loss, loss.gradient):
            alone = part([1, 0], c, scale=7.0, sample_weight=w)
            for scale in ([7.0, bad], [[7.0, 7.0], [bad, 1.0]]):
                assert part([1, 0], c, scale=scale, sample_weight=w) == pytest.approx(alone)
    with pytest.raises(ValueError, match=r"scale: .* at index \(1, 0\)"):
        normface([1, 0], np.transpose(c), scale=[[1, 1], [bad, 1]], sample_weight=[1, 2], axis=0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: info_nce([0], [[1.0, 2.0]], temperature=0), "temperature: 0; expected"),
        (lambda: normface([0], [[1.0, 0.5]], scale=-1), "scale: -1; expected"),
        (lambda: normface([0], [[1.0, 0.5]], scale=[0.0]), r"scale: 0.0 at index \(0,\)"),
        (lambda: normface([0], [[1.0, 0.5]], scale=[1.0, 2.0]), r"scale has shape \(2,\)"),
        (lambda: am_softmax([0], [[1.0, 0.5]], margin=-0.1), "margin: -0.1; expected"),
        (lambda: arcface([0], [[1.0, 0.5]], margin=math.pi), "expected an angle in"),
        (lambda: arcface([0], [[1.0, 0.5]], margin=28.6), "in radians"),
        (lambda: arcface([0], [[1.0, 0.5]], margin=-0.5), "margin: -0.5"),
        (lambda: sphereface([0], [[1.0, 0.5]], margin=1.5), "margin: 1.5; expected an integer"),
        (lambda: sphereface([0], [[1.0, 0.5]], margin=0), "margin: 0; expected an integer"),
        (lambda: sphereface([0], [[1.0, 0.5]], margin=nan), "margin: nan; expected an integer"),
        (lambda: normface([2], [[1.0, 0.5]]), r"y_true: label 2 at index \(0,\)"),
    ],
)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(
    st.lists(st.floats(-0.99, 0.99), min_size=2, max_size=5),
    st.floats(0, 1.5),
    st.sampled_from([1.0, 16.0, 64.0]),
)
def test_arcface_is_the_cosine_of_the_larger_angle(c, m, s):
    with mpmath.workdps(60):
        exact = [mpmath.mpf(x) for x in c]
        exact[0] = mpmath.cos(mpmath.acos(exact[0]) + mpmath.mpf(m))
        value = mpmath.log(sum(mpmath.exp(s * (x - exact[0])) for x in exact))
        assert arcface([0], [c], margin=m, scale=s) == pytest.approx(
            float(value), rel=1e-15 * 8 * s
        )


def test_infinite_similarities_of_info_nce():
    assert info_nce([0], [[1.0, -inf]]) == 0
    assert info_nce([1], [[1.0, -inf]]) == inf
    assert info_nce([0], [[inf, 0.0]]) == 0
    assert np.isnan(info_nce([0], [[nan, 0.0]]))
