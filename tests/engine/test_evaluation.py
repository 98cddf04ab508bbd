"""What all losses share: shapes, dtypes, weights, reductions, blocks, layouts."""

import math
import warnings

import array_api_strict
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from oracle import CASES, NAMES, draw, generator, kernel, kernel_parameters

import lossbook
from lossbook.engine import DISTRIBUTION, Real
from lossbook.engine import _evaluation as evaluation
from lossbook.engine._domains import Label, Pair
from lossbook.engine._evaluation import BLOCK

every_loss = pytest.mark.parametrize(("loss", "flags"), CASES, ids=NAMES)
AVERAGES = [case for case in CASES if "reduction" in case[0].__signature__.parameters]
every_average = pytest.mark.parametrize(
    ("loss", "flags"), AVERAGES, ids=[NAMES[CASES.index(case)] for case in AVERAGES]
)
CURVED = [case for case in CASES if kernel(*case).curvature]  # all but those of whole batches
every_curved = pytest.mark.parametrize(
    ("loss", "flags"), CURVED, ids=[NAMES[CASES.index(case)] for case in CURVED]
)
REALS = [case for case in CURVED if not isinstance(kernel(*case).y_true, (Label, Pair))]
real_truths = pytest.mark.parametrize(
    ("loss", "flags"), REALS, ids=[NAMES[CASES.index(case)] for case in REALS]
)
by_rows = pytest.mark.parametrize(
    ("loss", "flags"),
    [case for case in CASES if "axis" in case[0].__signature__.parameters],
    ids=[NAMES[CASES.index(case)] for case in CASES if "axis" in case[0].__signature__.parameters],
)
NONE = {"reduction": "none"}


def both(loss, *args, **kwargs):
    return loss(*args, **kwargs), loss.gradient(*args, **kwargs)


def same(a, b):
    return all(np.array_equal(x, y, equal_nan=True) for x, y in zip(a, b, strict=True))


# --- gradients -----------------------------------------------------------------------------------


@every_loss
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_gradient_is_the_derivative_of_the_call(loss, flags, weighted, reduction):
    """Central differences of the very call, every entry of y_pred moved by itself."""
    rng = generator(11)
    y, p = draw(rng, loss, flags, (5,))
    keywords = dict(flags)
    if (loss, flags) in AVERAGES:
        keywords["reduction"] = reduction
    if weighted:
        keywords["sample_weight"] = rng.uniform(0.5, 2, 5)
    # A distribution may be off by 1e-6 only; elsewhere ∛ε is the best step.
    h = 4e-7 if kernel(loss, flags).y_pred is DISTRIBUTION else 6e-6
    gradient = loss.gradient(y, p, **keywords)
    assert gradient.shape == p.shape
    differences = np.empty(p.shape)
    for index in np.ndindex(p.shape):
        up, down = p.copy(), p.copy()
        up[index] += h
        down[index] -= h
        rise = loss(y, up, **keywords) - loss(y, down, **keywords)
        differences[index] = rise / (up[index] - down[index])
    scale = np.abs(gradient).max() + abs(loss(y, p, **keywords))
    assert np.abs(gradient - differences).max() <= 1e-8 * scale


@every_curved
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_hessian_is_the_derivative_of_the_gradient(loss, flags, weighted, reduction):
    """Central differences of the gradient's own entry: the diagonal."""
    rng = generator(12)
    y, p = draw(rng, loss, flags, (5,))
    keywords = dict(flags)
    if (loss, flags) in AVERAGES:
        keywords["reduction"] = reduction
    if weighted:
        keywords["sample_weight"] = rng.uniform(0.5, 2, 5)
    h = 4e-7 if kernel(loss, flags).y_pred is DISTRIBUTION else 6e-6
    hessian = loss.hessian(y, p, **keywords)
    assert hessian.shape == p.shape
    differences = np.empty(p.shape)
    for index in np.ndindex(p.shape):
        up, down = p.copy(), p.copy()
        up[index] += h
        down[index] -= h
        rise = loss.gradient(y, up, **keywords) - loss.gradient(y, down, **keywords)
        differences[index] = rise[index] / (up[index] - down[index])
    scale = np.abs(hessian).max() + np.abs(loss.gradient(y, p, **keywords)).max()
    assert np.abs(hessian - differences).max() <= 1e-8 * scale


@every_curved
def test_hessian_takes_what_the_gradient_takes(loss, flags):
    """Weights, dtypes, axes and samples that are out, as they go through the gradient."""
    y, p = draw(generator(13), loss, flags, (6,), dtype=np.float32)
    w = np.array([0.5, 2, 0, 1, 1, 3])
    weighted = loss.hessian(y, p, sample_weight=w, **flags)
    assert weighted.dtype == np.float32
    assert not weighted[2].any()
    p[2] = np.nan
    assert np.array_equal(loss.hessian(y, p, sample_weight=w, **flags), weighted)
    assert np.isnan(loss.hessian(y, p, **flags)[2]).any()
    if (loss, flags) in AVERAGES:
        each = loss.hessian(y, p, sample_weight=w, **NONE, **flags)
        assert np.array_equal(loss.hessian(y, p, sample_weight=w, reduction="sum", **flags), each)
        assert weighted == pytest.approx(each / w.sum(), rel=1e-6)
        if kernel(loss, flags).by_rows and "axis" in loss.__signature__.parameters:
            turned = [np.moveaxis(x, -1, 0) if x.ndim > 1 else x for x in (y, p)]
            got = loss.hessian(*turned, axis=0, sample_weight=w, **NONE, **flags)
            assert np.array_equal(got, np.moveaxis(each, -1, 0))


# --- reductions and weights ----------------------------------------------------------------------


@every_average
def test_reductions_agree(loss, flags):
    rng = generator(12)
    y, p = draw(rng, loss, flags, (7, 3))
    w = rng.uniform(0, 3, (7, 3))
    terms = loss(y, p, sample_weight=w, **NONE, **flags)
    assert terms.shape == (7, 3)
    assert np.array_equal(terms, w * loss(y, p, **NONE, **flags))
    total, weight = math.fsum(terms.ravel()), math.fsum(w.ravel())
    value = loss(y, p, sample_weight=w, reduction="sum", **flags)
    assert type(value) is float
    assert value == pytest.approx(total, rel=4e-16)
    value = loss(y, p, sample_weight=w, **flags)  # keras#19740: Σwℓ/Σw, not Σwℓ/N
    assert type(value) is float
    assert value == pytest.approx(total / weight, rel=6e-16)
    plain = loss(y, p, **NONE, **flags)
    assert loss(y, p, **flags) == pytest.approx(math.fsum(plain.ravel()) / 21, rel=6e-16)
    slopes = loss.gradient(y, p, sample_weight=w, **NONE, **flags)
    assert np.array_equal(loss.gradient(y, p, sample_weight=w, reduction="sum", **flags), slopes)
    mean = loss.gradient(y, p, sample_weight=w, **flags)
    assert mean == pytest.approx(slopes / weight, rel=6e-16)


@every_loss
def test_weights_are_repetitions(loss, flags):
    rng = generator(13)
    y, p = draw(rng, loss, flags, (6,))
    w = np.array([1, 0, 3, 2, 0, 1])
    value, gradient = both(loss, y, p, sample_weight=w, **flags)
    repeated, slopes = both(loss, np.repeat(y, w, axis=0), np.repeat(p, w, axis=0), **flags)
    assert value == pytest.approx(repeated, rel=5e-16)
    first = np.concatenate([[0], np.cumsum(w)[:-1]])[w > 0]
    times = w[w > 0].reshape(-1, *[1] * (p.ndim - 1))
    assert gradient[w > 0] == pytest.approx(times * slopes[first], rel=1e-15)
    assert not gradient[w == 0].any()


@every_loss
def test_equal_weights_change_no_average(loss, flags):
    y, p = draw(generator(14), loss, flags)
    for weight in (4.0, 2.0**-1060, 2.0**1020):  # powers of two; Σw would overflow
        weighted = both(loss, y, p, sample_weight=np.full(6, weight), **flags)
        assert weighted[0] == pytest.approx(loss(y, p, **flags), rel=4e-16)
        assert weighted[1] == pytest.approx(loss.gradient(y, p, **flags), rel=4e-16)


@every_loss
@pytest.mark.parametrize("bad", [math.nan, math.inf, 7.0])
def test_weight_zero_is_out(loss, flags, bad):
    """Whatever it holds: nan, or a value outside the domain."""
    rng = generator(15)
    y, p = draw(rng, loss, flags)
    w = np.array([1, 0, 2, 0.5, 0, 1])
    dirty_y, dirty_p = y.astype(float), p.copy()
    dirty_y[1], dirty_p[4] = bad, bad
    for keywords in [{}, NONE, {"reduction": "sum"}][: 3 if (loss, flags) in AVERAGES else 1]:
        clean = both(loss, y, p, sample_weight=w, **flags, **keywords)
        assert same(clean, both(loss, dirty_y, dirty_p, sample_weight=w, **flags, **keywords))


@every_loss
def test_weights_broadcast_along_the_rest(loss, flags):
    rng = generator(16)
    y, p = draw(rng, loss, flags, (4, 3, 2))
    w = rng.uniform(0.1, 1, 4)
    full = np.broadcast_to(w[:, None, None], (4, 3, 2))
    whole = both(loss, y, p, sample_weight=full, **flags)
    assert same(both(loss, y, p, sample_weight=w, **flags), whole)
    assert same(both(loss, y, p, sample_weight=full[..., 0], **flags), whole)
    one = both(loss, y, p, sample_weight=2.0, **flags)  # the same for all
    assert one[0] == pytest.approx(loss(y, p, **flags), rel=4e-16)
    assert one[1] == pytest.approx(loss.gradient(y, p, **flags), rel=4e-16)


@every_loss
@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ([1, -1, 1, 1, 1, 1], r"sample_weight: -1 at index \(1,\)"),
        ([1, 1, 1, math.nan, 1, 1], r"sample_weight: nan at index \(3,\)"),
        ([1, 1, 1, 1, 1, math.inf], r"sample_weight: inf at index \(5,\)"),
        ([0] * 6, "all are 0"),
        ([1] * 5, r"sample_weight has shape \(5,\); expected the shape of the samples \(6,\)"),
        ([[1]] * 6, "sample_weight has shape"),
    ],
)
def test_bad_weights(loss, flags, weight, message):
    y, p = draw(generator(17), loss, flags)
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match=message):
            function(y, p, sample_weight=weight, **flags)


@every_average
def test_weights_may_all_be_zero_in_a_sum(loss, flags):
    y, p = draw(generator(18), loss, flags)
    assert loss(y, p, sample_weight=np.zeros(6), reduction="sum", **flags) == 0
    assert not loss.gradient(y, p, sample_weight=np.zeros(6), **NONE, **flags).any()


@every_average
@pytest.mark.parametrize(
    "reduction", ["average", None, "MEAN", 0, "root mean", np.array(["mean", "sum"])]
)
def test_unknown_reduction(loss, flags, reduction):
    y, p = draw(generator(18), loss, flags)
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match=r"reduction: .*expected 'mean', 'sum' or 'none'"):
            function(y, p, reduction=reduction, **flags)


# --- shapes --------------------------------------------------------------------------------------


@every_loss
def test_shapes_that_differ(loss, flags):
    # pytorch#16045, scikit-learn: (n,) against (n, 1) broadcasts silently elsewhere
    y, p = draw(generator(19), loss, flags)
    bad = [(y[:-1], p), (y[:, None], p), (y[None], p)]
    if not kernel(loss, flags).by_rows:
        bad += [(y, p[:, None]), (y[0], p)]
    for truth, prediction in bad:
        for function in (loss, loss.gradient):
            with pytest.raises(ValueError, match=r"y_true has shape \(.*y_pred \(") as error:
                function(truth, prediction, **flags)
            assert str(np.shape(truth)) in str(error.value)
            assert str(np.shape(prediction)) in str(error.value)


@every_loss
def test_nothing_to_average(loss, flags):
    # pytorch#70348: the mean of nothing
    y, p = draw(generator(19), loss, flags)
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match="y_pred is empty"):
            function(y[:0], p[:0], **flags)


@by_rows
def test_axis_moved_is_transposed(loss, flags):
    rng = generator(20)
    y, p = draw(rng, loss, flags, (3, 2), classes=4)
    whole = y.ndim == p.ndim
    value, gradient = both(loss, y, p, **flags)
    for axis in (0, 1, -2, -3):
        moved = np.moveaxis(y, -1, axis) if whole else y
        v, g = both(loss, moved, np.moveaxis(p, -1, axis), axis=axis, **flags)
        assert v == value
        assert np.array_equal(g, np.moveaxis(gradient, -1, axis))
    for axis in (3, -4):
        with pytest.raises(ValueError, match=f"axis: {axis}"):
            loss(y, p, axis=axis, **flags)
    for axis in (None, "x", -1.0):
        with pytest.raises(TypeError, match=f"axis: {axis!r}; expected an integer"):
            loss(y, p, axis=axis, **flags)


@every_loss
def test_one_sample(loss, flags):
    y, p = draw(generator(21), loss, flags, ())
    value, gradient = both(loss, y, p, **flags)
    assert type(value) is float
    assert gradient.shape == p.shape
    wide = both(loss, y[None], p[None], **flags)
    assert value == wide[0]
    assert np.array_equal(gradient, wide[1][0])


# --- what arrays may be --------------------------------------------------------------------------


@every_loss
def test_any_layout(loss, flags, tmp_path):
    """Strided, reversed, Fortran-ordered, read-only, zero-stride, memory-mapped, nested lists."""
    y, p = draw(generator(22), loss, flags, (6, 4))
    expected = both(loss, y, p, **flags)

    def fortran(a):
        return np.asfortranarray(a)

    def reversed_(a):
        return np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1]

    def strided(a):
        wide = np.empty((12, *a.shape[1:]), a.dtype)
        wide[::2] = a
        return wide[::2]

    def read_only(a):
        a = a.copy()
        a.flags.writeable = False
        return a

    def mapped(a):
        path = tmp_path / f"{a.ndim}{a.dtype.kind}{len(list(tmp_path.iterdir()))}"
        np.save(path, a)
        return np.load(f"{path}.npy", mmap_mode="r")

    def swapped(a):
        return a.astype(a.dtype.newbyteorder())

    for made in (fortran, reversed_, strided, read_only, mapped, np.ndarray.tolist, swapped):
        assert same(both(loss, made(y), made(p), **flags), expected), made.__name__
    tuples = tuple(map(tuple, y)) if y.ndim == 2 else y
    assert same(both(loss, tuples, p, **flags), expected)
    still = np.broadcast_to(y[0, 0], y.shape), np.broadcast_to(p[0, 0], p.shape)
    assert same(both(loss, *still, **flags), both(loss, *(a.copy() for a in still), **flags))


@every_loss
def test_inputs_are_not_changed(loss, flags):
    rng = generator(23)
    y, p = draw(rng, loss, flags)
    w = rng.uniform(0, 1, 6)
    before = [a.tobytes() for a in (y, p, w)]
    result = both(loss, y, p, sample_weight=w, **flags)
    assert before == [a.tobytes() for a in (y, p, w)]
    assert not any(np.shares_memory(result[1], a) for a in (y, p, w))
    if (loss, flags) in AVERAGES:
        none = both(loss, y, p, **NONE, **flags)
        assert not any(np.shares_memory(a, b) for a in none for b in (y, p))


@every_average
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_floating_dtype_stays(loss, flags, dtype):
    y, p = draw(generator(24), loss, flags, dtype=dtype)
    value, gradient = both(loss, y, p, **NONE, **flags)
    assert value.dtype == gradient.dtype == dtype  # keras#23223: float64 silently demoted
    assert type(loss(y, p, **flags)) is float
    exact = both(loss, y.astype(np.float64), p.astype(np.float64), **NONE, **flags)
    eps = float(np.finfo(dtype).eps if dtype != np.longdouble else np.finfo(np.float64).eps)
    for narrow, wide in zip((value, gradient), exact, strict=True):
        # what cancels within a gradient is bounded by 1 for probabilities, scores and logits
        room = 16 * eps * np.maximum(np.abs(wide), 1 if kernel(loss, flags).by_rows else 1e-2)
        assert np.all(np.abs(narrow.astype(np.longdouble) - wide) <= room)


@every_average
def test_float16_is_computed_in_float32(loss, flags):
    y, p = draw(generator(25), loss, flags, (50,), dtype=np.float16)
    wide = [a.astype(np.float32) if a.dtype.kind == "f" else a for a in (y, p)]
    narrow, computed = both(loss, y, p, **NONE, **flags), both(loss, *wide, **NONE, **flags)
    with np.errstate(over="ignore"):  # what float16 cannot hold is inf in both
        assert same(narrow, [a.astype(np.float16) for a in computed])


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, np.uint64, np.bool_])
def test_integers_become_float64(dtype):
    y, p = np.array([0, 1, 1, 0], dtype), np.array([1, 1, 0, 0], dtype)
    for loss in (lossbook.mean_squared_error, lossbook.huber, lossbook.binary_crossentropy):
        integer = both(loss, y, p, **NONE)
        assert all(a.dtype == np.float64 for a in integer)
        assert same(integer, both(loss, y.astype(float), p.astype(float), **NONE))


def test_unsigned_difference_does_not_wrap():
    # scikit-learn#28827: uint8 0 − 16 is 240 elsewhere
    y, p = np.array([16], np.uint8), np.array([0], np.uint8)
    assert lossbook.mean_squared_error(y, p) == 256
    assert lossbook.mean_absolute_error(y, p) == 16
    assert lossbook.mean_squared_error.gradient(y, p) == -32


@every_loss
@pytest.mark.parametrize("bad", [1j, "a", b"a", None, {}], ids=repr)
def test_not_real_numbers(loss, flags, bad):
    y, p = draw(generator(26), loss, flags)
    for function in (loss, loss.gradient):
        for name, arrays in (
            ("y_true", (np.full(y.shape, bad), p)),
            ("y_pred", (y, np.full(p.shape, bad))),
        ):
            with pytest.raises(TypeError, match=f"^{name}: .*expected (real numbers|integer l)"):
                function(*arrays, **flags)
        with pytest.raises(TypeError, match="sample_weight"):
            function(y, p, sample_weight=np.full(6, bad), **flags)


@every_loss
def test_ragged_and_masked(loss, flags):
    y, p = draw(generator(26), loss, flags)
    with pytest.raises(ValueError, match="y_true: rows of unequal length"):
        loss([[1.0], [1.0, 2.0]], p, **flags)
    with pytest.raises(TypeError, match="y_pred: a masked array"):
        loss(y, np.ma.masked_array(p), **flags)


@every_loss
def test_nan_propagates(loss, flags):
    y, p = draw(generator(27), loss, flags)
    p[2] = math.nan
    value, gradient = both(loss, y, p, **flags)
    assert math.isnan(value)
    assert np.isnan(gradient[2]).any()
    if (loss, flags) in AVERAGES:
        value, gradient = both(loss, y, p, **NONE, **flags)
        assert np.array_equal(np.isnan(value), [False, False, True, False, False, False])
        assert np.isfinite(np.delete(gradient, 2, axis=0)).all()


@real_truths
@pytest.mark.parametrize("argument", [0, 1], ids=["y_true", "y_pred"])
def test_a_nan_chooses_no_branch(loss, flags, argument):
    """Not even where truth and prediction are equal but for it."""
    y, p = draw(generator(29), loss, flags)
    equal = y if y.shape == p.shape else p
    for prediction in (p, equal):
        given = [y.copy(), prediction.copy()]
        given[argument][2] = math.nan
        value, gradient = both(loss, *given, **flags)
        assert math.isnan(value)
        assert np.isnan(gradient[2]).any()
        assert np.isnan(loss.hessian(*given, **flags)[2]).any()


@every_loss
def test_no_warning_whatever_the_caller_set(loss, flags):
    y, p = draw(generator(28), loss, flags)
    k = kernel(loss, flags)
    if isinstance(k.y_pred, Real):
        p[0], p[1] = math.inf, 1e308
        p.ravel()[-1] = -math.inf
    elif k.y_pred is DISTRIBUTION:
        p[0] = np.eye(p.shape[-1])[0]
    else:
        p[0] = 1e-300 if k.y_pred.open_low else k.y_pred.low
    p[3] = math.nan
    expected = both(loss, y, p, **flags)
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        settings = np.geterr()
        assert same(both(loss, y, p, **flags), expected)
        assert np.geterr() == settings


@pytest.mark.parametrize("bad", [math.inf, -math.inf])
def test_infinite_residuals(bad):
    """IEEE rules: the loss of an infinite error is infinite, its bounded slope stays bounded."""
    for loss, slope in (
        (lossbook.mean_squared_error, bad),
        (lossbook.mean_absolute_error, math.copysign(1, bad)),
        (lossbook.huber, math.copysign(1, bad)),
        (lossbook.log_cosh, math.copysign(1, bad)),
        (lossbook.pseudo_huber, math.copysign(1, bad)),
        (lossbook.pinball, math.copysign(0.5, bad)),
    ):
        assert loss(0.0, bad) == math.inf
        assert loss.gradient(0.0, bad) == slope
        assert math.isnan(loss(bad, bad))


# --- blocks --------------------------------------------------------------------------------------

LONG = 2 * BLOCK + 77


@every_average
def test_blocks_agree_with_the_whole(loss, flags):
    """The mean of more than one block is within 1 ulp of the exact mean of the elements."""
    rng = generator(29)
    y, p = draw(rng, loss, flags, (LONG,), classes=3)
    w = rng.uniform(0, 1, LONG)
    plain = loss(y, p, **NONE, **flags)
    exact_sum = math.fsum(plain)
    total = loss(y, p, reduction="sum", **flags)
    assert abs(total - exact_sum) <= math.ulp(exact_sum)
    exact_mean = exact_sum / LONG
    assert abs(loss(y, p, **flags) - exact_mean) <= math.ulp(exact_mean)
    # both sums, and the quotient, are rounded
    weighted = math.fsum(w * plain) / math.fsum(w)
    assert abs(loss(y, p, sample_weight=w, **flags) - weighted) <= 3 * math.ulp(weighted)
    # each element is what it is alone
    some = [0, BLOCK // 3 - 1, BLOCK // 3, BLOCK - 1, BLOCK, LONG - 1]
    assert plain[some] == pytest.approx(loss(y[some], p[some], **NONE, **flags), rel=1e-15)
    slopes = loss.gradient(y, p, **NONE, **flags)[some]
    assert slopes == pytest.approx(loss.gradient(y[some], p[some], **NONE, **flags), rel=1e-14)


def test_float32_sums_are_accumulated_in_float64():
    y, p = np.zeros(10**5, np.float32), np.full(10**5, 0.1, np.float32)
    assert lossbook.mean_absolute_error(y, p) == pytest.approx(float(np.float32(0.1)), rel=3e-16)


def test_blocks_are_joined_exactly(monkeypatch):
    monkeypatch.setattr(evaluation, "BLOCK", 1)
    errors = [2.0**53, 1.0, 1.0, 1.0, 1.0]  # added one by one, each 1 would be lost
    total = lossbook.mean_absolute_error(np.zeros(5), errors, reduction="sum")
    assert total == 2.0**53 + 4


def test_sums_that_overflow_where_the_mean_does_not():
    assert lossbook.mean_absolute_error([0.0] * 4, [1e308] * 4) == 1e308
    assert lossbook.mean_absolute_error([0.0] * 4, [1e308] * 4, reduction="sum") == math.inf
    big = np.full(4, 1e308)
    assert lossbook.mean_absolute_error(np.zeros(4), big, sample_weight=big) == 1e308


def test_a_bad_value_in_the_last_block_is_found():
    y, p = np.zeros(LONG), np.full(LONG, 0.5)
    p[5], p[-1] = 1.25, 1.5  # the worst is named, not the first
    for function in (lossbook.binary_crossentropy, lossbook.binary_crossentropy.gradient):
        with pytest.raises(ValueError, match=rf"y_pred: 1\.5 at index \({LONG - 1},\)"):
            function(y, p)


@given(st.data(), st.sampled_from(range(len(AVERAGES))), st.integers(1, 12))
def test_block_size_does_not_matter(data, which, block):
    loss, flags = AVERAGES[which]
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    y, p = draw(rng, loss, flags, (9,))
    w = data.draw(hnp.arrays(np.int64, 9, elements=st.integers(0, 2))) + np.eye(9, dtype=int)[4]
    whole = both(loss, y, p, sample_weight=w, **flags)
    before = evaluation.BLOCK
    try:
        evaluation.BLOCK = block
        pieces = both(loss, y, p, sample_weight=w, **flags)
    finally:
        evaluation.BLOCK = before
    assert pieces[0] == pytest.approx(whole[0], rel=1e-15)
    assert pieces[1] == pytest.approx(whole[1], rel=1e-14, abs=1e-300)


# --- kernels -------------------------------------------------------------------------------------


@every_loss
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_kernels_use_the_array_standard_only(loss, flags, dtype):
    """array_api_strict has nothing but the standard: no NumPy name, no broadcasting of dtypes."""
    xp = array_api_strict
    k = kernel(loss, flags)
    y, p = draw(generator(30), loss, flags, (40,), dtype=dtype)
    y = y if y.dtype.kind == "i" else y.astype(dtype)
    parameters = kernel_parameters(loss, flags, y, p)
    arrays = {k: xp.asarray(x) if isinstance(x, np.ndarray) else x for k, x in parameters.items()}
    for function in filter(None, (k.value, k.derivative, k.curvature)):
        strict = function(xp, xp.asarray(y), xp.asarray(p), **arrays)
        assert strict.dtype == xp.asarray(p).dtype
        here = function(np, y, p, **parameters)
        assert np.array_equal(np.asarray(strict), here)


def test_the_mean_of_finite_losses_is_finite_though_the_sum_of_the_blocks_is_not():
    y = np.zeros(BLOCK + 1)
    y[0] = y[-1] = 1.7e308
    p = np.zeros_like(y)
    assert lossbook.mean_absolute_error(y, p, reduction="sum") == math.inf
    assert lossbook.mean_absolute_error(y, p) == 1.7e308 / (BLOCK + 1) * 2
