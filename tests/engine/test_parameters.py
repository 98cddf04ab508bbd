"""A parameter is taken up to the edge of what it may be; beyond, it is refused by its name."""

import math

import numpy as np
import pytest

import lossbook

NO_NUMBER = (math.nan, -math.inf)
CASES = {
    "positive": (
        lossbook.huber, ([0.0], [3.0]), "delta",
        (1e-300, 1, 1e300), (0, -1, -0.0, math.inf, *NO_NUMBER),
        "expected a finite number greater than 0",
    ),
    "non-negative": (
        lossbook.dice, ([[0, 1]], [[0.5, 0.5]]), "smooth",
        (0, 1e-300, 1, 1e300), (-1e-300, -1, math.inf, *NO_NUMBER),
        "expected a finite number of at least 0",
    ),
    "between 0 and 1": (
        lossbook.pinball, ([0.0], [3.0]), "quantile",
        (1e-300, 0.5, 1 - 2**-53), (0, 1, -0.5, 1.5, math.inf, *NO_NUMBER),
        "expected a number between 0 and 1, both excluded",
    ),
    "below 1": (
        lossbook.categorical_crossentropy, ([[0.0, 1.0]], [[0.5, 0.5]]), "label_smoothing",
        (0, 1e-300, 1 - 2**-53), (1, -1e-300, 1.5, math.inf, *NO_NUMBER),
        "expected a number from 0 to 1, 1 excluded",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_allowed_is_taken(case):
    loss, arrays, name, allowed, _, _ = CASES[case]
    for value in allowed:
        assert not math.isnan(loss(*arrays, **{name: value}))
        assert not np.isnan(loss.gradient(*arrays, **{name: value})).any()


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_is_refused_with_its_value(case):
    loss, arrays, name, _, refused, expected = CASES[case]
    for function in (loss, loss.gradient):
        for value in refused:
            with pytest.raises(ValueError, match=f"^{name}: {value!r}; {expected}$"):
                function(*arrays, **{name: value})


def test_every_quantile_of_several_is_looked_at():
    with pytest.raises(ValueError, match=r"^quantile: 1\.0; expected a number between 0 and 1"):
        lossbook.pinball([0.0], [[1.0, 2.0]], quantile=[0.5, 1.0])


LABELLED = ([0, 1], [[0.5, 0.5], [0.25, 0.75]])


@pytest.mark.parametrize("label", [0, np.int8(0), np.array(0), False])
def test_a_label_may_be_any_integer(label):
    value = lossbook.sparse_categorical_crossentropy(*LABELLED, ignore_index=label)
    assert value == pytest.approx(-math.log(0.75))


def test_no_label_is_one_too():
    value = lossbook.sparse_categorical_crossentropy(*LABELLED, ignore_index=None)
    assert value == pytest.approx(-math.log(0.5 * 0.75) / 2)


@pytest.mark.parametrize("label", [0.0, "0", np.array([0]), np.array(0.0)])
def test_a_label_that_is_no_integer_is_refused(label):
    with pytest.raises(TypeError, match=r"^ignore_index: .*; expected an integer or None$"):
        lossbook.sparse_categorical_crossentropy(*LABELLED, ignore_index=label)


BATCH = ([0, 0, 1], [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])


@pytest.mark.parametrize("word", ["manhattan", "", None, np.array(["cosine", "cosine"])])
def test_a_word_that_is_none_of_those_is_refused(word):
    expected = "expected one of 'euclidean', 'squared_euclidean', 'cosine'"
    with pytest.raises(ValueError, match=f"^distance: .*; {expected}$"):
        lossbook.triplet_margin(*BATCH, distance=word)


def test_a_flag_is_true_or_false_and_no_number():
    hard, soft = (lossbook.triplet_margin(*BATCH, soft=given) for given in (False, True))
    assert lossbook.triplet_margin(*BATCH, soft=np.False_) == hard
    assert lossbook.triplet_margin(*BATCH, soft=np.True_) == soft != hard
    for given in (1, None, np.array([True])):
        with pytest.raises(TypeError, match=r"^soft: .*; expected True or False$"):
            lossbook.triplet_margin(*BATCH, soft=given)
        with pytest.raises(TypeError, match=r"^from_logits: .*; expected True or False$"):
            lossbook.binary_crossentropy([1], [0.5], from_logits=given)
