"""Values outside a loss's domain are refused, and the message says which, where and why."""

import math
from functools import partial

import numpy as np
import pytest
from oracle import CASES, NAMES, draw, generator, kernel, link_of
from rows import ROWS

import lossbook
from lossbook import (
    binary_crossentropy,
    categorical_crossentropy,
    crammer_singer_hinge,
    dice,
    hinge,
    huber,
    kl_divergence,
    mean_absolute_percentage_error,
    multiclass_hinge,
    normface,
    pinball,
    pseudo_huber,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from lossbook.engine import BINARY, DISTRIBUTION, LABEL, NON_ZERO, SIGN, UNIT
from lossbook.engine._domains import Domain, sum_tolerance, ulp_of_one


def having(*domains):
    """Return the cases, and their names, with one of the domains for y_true or for y_pred."""
    found = []
    for case, name in zip(CASES, NAMES, strict=True):
        for argument in ("y_true", "y_pred"):
            if getattr(kernel(*case), argument) in domains:
                found.append(pytest.param(*case, argument, id=f"{name}-{argument}"))
    return pytest.mark.parametrize(("loss", "flags", "argument"), found)


def spoilt(loss, flags, argument, index, value):
    y, p = (a.astype(float) for a in draw(generator(40), loss, flags))
    {"y_true": y, "y_pred": p}[argument][index] = value
    return y, p


def refused(loss, arguments, message, **keywords):
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match=message):
            function(*arguments, **keywords)


@having(UNIT)
@pytest.mark.parametrize("value", [-0.25, 1.5, math.inf, -math.inf, -(2.0**-49), 1 + 2.0**-49])
def test_probabilities(loss, flags, argument, value):
    data = spoilt(loss, flags, argument, 3, value)
    refused(loss, data, rf"{argument}: {value} at index \(3,\); expected probabilities", **flags)


@having(UNIT)
@pytest.mark.parametrize(
    ("value", "end"),
    [(-5e-324, 0), (-(2.0**-50), 0), (np.nextafter(1, 2), 1), (1 + 2.0**-50, 1), (-0.0, 0)],
)
def test_rounding_beyond_an_end_counts_as_that_end(loss, flags, argument, value, end):
    for function in (loss, loss.gradient):
        rounded, exact = (spoilt(loss, flags, argument, 3, x) for x in (value, float(end)))
        assert np.array_equal(function(*rounded, **flags), function(*exact, **flags))


@having(DISTRIBUTION)
def test_distributions(loss, flags, argument):
    for bad in (-0.25, 1.5, math.inf):
        data = spoilt(loss, flags, argument, (4, 2), bad)
        refused(loss, data, rf"{argument}: {bad} at index \(4, 2\); expected prob", **flags)
    # one entry out, the others in, and the sum 1
    for row, worst in (([-0.5, 0.5, 1.0, 0.0], 0), ([0.25, 0.25, -1e-9, 0.5 + 1e-9], 2)):
        data = spoilt(loss, flags, argument, 4, row)
        refused(loss, data, rf"{argument}: {row[worst]} at index \(4, {worst}\); expe", **flags)
    data = spoilt(loss, flags, argument, 4, [1.5, -0.25, -0.25, 0.0])
    refused(loss, data, rf"{argument}: 1.5 at index \(4, 0\); expected prob", **flags)
    data = spoilt(loss, flags, argument, 4, [0.25, 0.25, 0.25, 0.125])
    message = rf"{argument}: the distribution at index \(4,\) sums to 0\.875; expected 1"
    refused(loss, data, message, **flags)


@having(DISTRIBUTION)
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(np.float64, 1e-6), (np.float32, 1e-4), (np.float16, 1e-2)]
)
def test_tolerance_of_a_sum(loss, flags, argument, dtype, tolerance):
    assert sum_tolerance(ulp_of_one(np.dtype(dtype))) == pytest.approx(tolerance, rel=1e-5)
    y, p = draw(generator(41), loss, flags, dtype=dtype)
    for share, allowed in ((0.7, True), (1.6, False)):
        spoilt = {"y_true": y.copy(), "y_pred": p.copy()}
        spoilt[argument][2] = np.array([0.5 + share * tolerance, 0.25, 0.25, 0], dtype)
        if allowed:
            assert np.isfinite(loss.gradient(*spoilt.values(), **flags)[2, :3]).all()
        else:
            refused(loss, spoilt.values(), r"index \(2,\) sums to 1\.0.* within", **flags)


@having(DISTRIBUTION)
@pytest.mark.parametrize(
    "row",
    [[0.2, 0.3, 0.4, 0.100001], [0.7, 0.1, 0.1, 0.099999], [0.333333, 0.333334, 0.333331, 1e-6]],
)
def test_rows_printed_with_six_decimals_pass(loss, flags, argument, row):
    """Whichever way a sum that is off by a millionth rounds."""
    assert np.isfinite(loss(*spoilt(loss, flags, argument, 2, row), **flags, reduction="sum"))


@pytest.mark.parametrize("classes", [10, 1000, 100_000])
def test_a_float32_softmax_is_a_distribution(classes):
    z = generator(42).normal(size=(3, classes)).astype(np.float32)
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    assert math.isfinite(sparse_categorical_crossentropy([0, 1, 2], p))


@having(SIGN)
@pytest.mark.parametrize("value", [0.0, 2.0, 0.5, math.inf])
def test_signs(loss, flags, argument, value):
    data = spoilt(loss, flags, argument, 3, value)
    refused(loss, data, rf"y_true: label {value} at index \(3,\); expected labels -1 and \+1")


@pytest.mark.parametrize("loss", [hinge, squared_hinge])
@pytest.mark.parametrize("labels", [[0, 1, 1], [False, True, True], [0.0, 1.0, 0.0]])
def test_labels_zero_and_one_say_how_to_convert(loss, labels):
    # keras#15665, tensorflow#38199
    refused(loss, (labels, [0.5, 0.5, 0.5]), r"labels 0 and 1 become -1 and \+1 by 2\*y_true - 1")
    assert math.isfinite(loss(2 * np.array(labels, float) - 1, [0.5, 0.5, 0.5]))


@having(SIGN, BINARY)
@pytest.mark.parametrize("labels", [[0, 1, 2], [-1, 1, 0.5], [2, 3, 4], [-1, 0, 1, 7]])
def test_labels_that_are_no_usual_pair_get_no_conversion(loss, flags, argument, labels):
    assert argument == "y_true"
    _, p = draw(generator(43), loss, flags)
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match="expected labels") as caught:
            function(labels, np.resize(p, len(labels)), **flags)
        assert "become" not in str(caught.value)


@having(LABEL)
@pytest.mark.parametrize("value", [-1, 4, 0.5, math.inf, math.nan])
def test_labels(loss, flags, argument, value):
    # keras#23669: labels out of range; nan is no label and cannot propagate through an index
    data = spoilt(loss, flags, argument, 3, value)
    message = rf"y_true: label {float(value)} at index \(3,\); expected integer labels 0 to [23]"
    refused(loss, data, message, **flags)


def test_a_label_that_is_none_says_the_way_out():
    p = np.full((2, 3), 1 / 3)
    out = "ignore_index, or weight 0, leaves a sample out"
    for flags in ({}, {"from_logits": True}):
        refused(sparse_categorical_crossentropy, ([0, 9], p), f"label 9 at .*: {out}", **flags)
    refused(multiclass_hinge, ([0, 255], p), "label 255 at .*: weight 0 leaves a sample out")


@having(LABEL)
def test_labels_of_any_integer_type(loss, flags, argument):
    y, p = draw(generator(43), loss, flags)
    for dtype in (np.uint8, np.int8, np.uint64, np.float32, float):
        assert loss(y.astype(dtype), p, **flags) == loss(y, p, **flags)
    refused(loss, (np.array([255] * 6, np.uint8), p), "label 255 at", **flags)
    refused(loss, (np.array([2**63] * 6, np.uint64), p), f"label {2**63} at", **flags)


@having(NON_ZERO)
@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_zeros(loss, flags, argument, zero):
    # scikit-learn#20907, orange3#7041: division by 0, or by an invented epsilon
    data = spoilt(loss, flags, argument, 3, zero)
    refused(loss, data, rf"y_true: {zero} at index \(3,\); expected no zero")


def test_the_worst_value_is_named():
    refused(binary_crossentropy, ([0, 1, 1], [1.1, 1.7, -0.2]), r"y_pred: 1\.7 at index \(1,\)")
    refused(binary_crossentropy, ([0, 1, 1], [1.1, 1.7, -0.9]), r"y_pred: -0\.9 at index \(2,\)")
    refused(binary_crossentropy, (0, 1.5), "^y_pred: 1.5; expected")
    message = r"y_pred: 2\.0 at index \(1, 0\)"
    refused(binary_crossentropy, ([[0, 1], [1, 0]], [[0.5, 0.5], [2.0, 1.5]]), message)
    # where it stands in the array as given, the classes being along its first axis
    p = [[0.5, 3.0], [0.5, 0.5]]
    for loss in (sparse_categorical_crossentropy, normface):
        refused(loss, ([0, 0], p), r"y_pred: 3\.0 at index \(0, 1\)", axis=0)
    refused(kl_divergence, (p, np.full((2, 2), 0.5)), r"y_true: 3\.0 at index \(0, 1\)", axis=0)
    stacked = np.full((2, 3, 4), 0.5)
    stacked[1, 2, 3] = -7
    refused(dice, (stacked, np.abs(stacked) / 7), r"y_true: -7\.0 at index \(1, 2, 3\)", axis=1)
    # a sample of weight 0 is out, however bad
    keywords = {"sample_weight": [1, 0, 1]}
    refused(binary_crossentropy, ([0, 1, 1], [1.1, 9, 0]), r"1\.1 at index \(0,\)", **keywords)


def test_nan_is_no_violation():
    assert math.isnan(binary_crossentropy([0, 1], [math.nan, 0.5]))
    assert math.isnan(binary_crossentropy([math.nan, 1], [0.5, 0.5]))
    assert math.isnan(mean_absolute_percentage_error([math.nan, 1], [0.5, 0.5]))
    for loss in (kl_divergence, categorical_crossentropy):
        values = loss([[0.5, 0.5]] * 2, [[math.nan, 1.0], [0.5, 0.5]], reduction="none")
        assert np.isnan(values).tolist() == [True, False]


def test_nan_does_not_hide_a_violation():
    refused(binary_crossentropy, ([0, 1], [math.nan, 1.5]), r"1\.5 at index \(1,\)")
    pair = ([[0.5, 0.5]] * 2, [[math.nan, 1.0], [0.5, 0.4]])
    refused(kl_divergence, pair, r"index \(1,\) sums to 0\.9")
    # nor within its own row, whatever the label picks
    for outside in (2.0, -0.5):
        pair = ([0, 1], [[0.5, 0.5], [math.nan, outside]])
        refused(sparse_categorical_crossentropy, pair, rf"{outside} at index \(1, 1\)")


@pytest.mark.parametrize("value", [10**400, -(10**400)], ids=["huge", "minus huge"])
def test_parameter_too_large_for_a_float(value):
    with pytest.raises(ValueError, match=r"delta: .*expected a finite number greater than 0"):
        huber([0.0], [3.0], delta=value)
    with pytest.raises(ValueError, match=r"quantile: .*expected a number between 0 and 1"):
        pinball([0.0], [3.0], quantile=value)


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (huber, "delta"),
        (pseudo_huber, "delta"),
        (multiclass_hinge, "margin"),
        (crammer_singer_hinge, "margin"),
        (pinball, "quantile"),
    ],
)
def test_parameters(loss, name):
    data = (0, [1.0, 2.0]) if name == "margin" else (0.0, 1.0)
    bad = [0, -1.0, math.nan, math.inf, -math.inf]
    bad += [1, 1.5] if name == "quantile" else []
    for value in bad:
        refused(loss, data, f"{name}: {value}; expected a", **{name: value})
    several = () if name == "quantile" else ([1.0, 2.0],)  # quantiles may be several
    for value in ("a", b"1", None, 1j, *several):
        for function in (loss, loss.gradient):
            with pytest.raises(TypeError, match=f"{name}: .*expected one real number"):
                function(*data, **{name: value})
    good = loss(*data, **{name: 0.5})
    assert loss(*data, **{name: np.float32(0.5)}) == loss(*data, **{name: np.array(0.5)}) == good


@pytest.mark.parametrize(
    ("loss", "link"), [(loss, link_of(flags)) for loss, flags in CASES if link_of(flags)]
)
def test_a_link_is_true_or_false(loss, link):
    y, p = draw(generator(44), loss, {link: True})
    for value in (1, "yes", None, [True]):
        with pytest.raises(TypeError, match=rf"{link}: .*expected True or False"):
            loss(y, p, **{link: value})
    assert loss(y, p, **{link: np.True_}) == loss(y, p, **{link: True})


@pytest.mark.parametrize("loss", lossbook.losses.__all__)
def test_bad_input_leaves_nothing_behind(loss):
    """After an error the next call is what it would have been."""
    function = getattr(lossbook, loss)
    arrays = (
        draw(generator(45), function, classes=3) if isinstance(function, lossbook.Loss) else None
    )
    if loss in ROWS:
        function = partial(function, **ROWS[loss].keywords)
    if arrays is None:
        arrays = ([0.5, 0.5],) * (1 if loss == "entropy" else 2)
    before = function(*arrays)
    with pytest.raises((TypeError, ValueError)):
        function(*arrays[:-1], np.full(np.shape(arrays[-1]), "x"))
    with np.errstate(all="raise"):
        assert function(*arrays) == before


def test_a_domain_must_say_what_lies_outside_of_it():
    class Anything(Domain):
        words = "anything"

    with pytest.raises(NotImplementedError, match="Anything does not say what lies outside"):
        Anything().excess(np, np.ones(1), None)


@pytest.mark.parametrize("shape", [(2, 3, 4), (3, 3, 3)])
def test_distributions_lie_along_the_last_axis_of_any_array(shape):
    p = np.full(shape, 1 / shape[-1])
    assert kl_divergence(p, p, reduction="none").shape == shape[:-1]
    p[1, 2, :2] = -0.5, 0.5 + 2 / shape[-1]  # the sum stays 1
    with pytest.raises(ValueError, match=r"y_true: -0.5 at index \(1, 2, 0\)"):
        kl_divergence(p, np.full(shape, 1 / shape[-1]))
