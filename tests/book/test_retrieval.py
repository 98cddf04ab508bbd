"""Retrieval and verification: by hand, against scikit-learn, ties, and what is refused."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_curve

from lossbook.retrieval import equal_error_rate, mean_average_precision, recall_at_1, roc

LABELS = np.array([0, 0, 1, 1])
# 0 finds 1, 1 finds 2, 2 finds 3, and 3 finds 0
FOUR = np.array(
    [[9.0, 0.8, 0.5, 0.2], [0.8, 9.0, 0.9, 0.1], [0.5, 0.9, 9.0, 1.0], [0.7, 0.1, 0.6, 9.0]]
)


def test_by_hand():
    assert recall_at_1(LABELS, FOUR) == 0.5
    # each query has one item to find, at the ranks 1, 2, 1, 2
    assert mean_average_precision(LABELS, FOUR) == 0.75


def test_the_gallery_may_be_others():
    similarities = [[0.1, 0.9, 0.5], [0.3, 0.2, 0.1]]
    assert recall_at_1([5, 5], similarities, gallery=[7, 5, 5]) == 0.5
    expected = (1 + (1 / 2 + 2 / 3) / 2) / 2
    assert mean_average_precision([5, 5], similarities, gallery=[7, 5, 5]) == expected
    # a label that no item has is a miss, and has no average precision
    assert recall_at_1([5, 6], similarities, gallery=[7, 5, 5]) == 0.5
    assert mean_average_precision([5, 6], similarities, gallery=[7, 5, 5]) == 1


@pytest.mark.parametrize("decimals", [8, 1])  # the second ties
def test_average_precision_is_that_of_scikit_learn(decimals):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, 40)
    similarities = np.round(rng.normal(size=(40, 40)), decimals)
    others = ~np.eye(40, dtype=bool)
    theirs = [
        average_precision_score(labels[other] == labels[k], similarities[k][other])
        for k, other in enumerate(others)
    ]
    assert mean_average_precision(labels, similarities) == pytest.approx(np.mean(theirs))


def test_what_is_all_equal_gets_the_level_of_chance():
    assert recall_at_1([0, 0, 0, 1, 1], np.zeros((5, 5))) == pytest.approx(
        (3 * 2 / 4 + 2 * 1 / 4) / 5
    )
    assert equal_error_rate([1, 0, 0], [0.3, 0.3, 0.3]) == 0.5


@pytest.mark.parametrize("decimals", [8, 1])
def test_roc_is_that_of_scikit_learn(decimals):
    rng = np.random.default_rng(1)
    same = rng.random(200) < 0.3
    scores = np.round(same + rng.normal(size=200), decimals)
    theirs = roc_curve(same, scores, drop_intermediate=False)
    for mine, other in zip(roc(same, scores), theirs, strict=True):
        assert mine == pytest.approx(other)


def test_equal_error_rate():
    assert equal_error_rate([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1]) == 0
    assert equal_error_rate([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]) == 1
    assert equal_error_rate([True, True, False, False], [0.9, 0.3, 0.4, 0.1]) == 0.5
    # between two points: accepted 0 then ½, rejected ⅓
    assert equal_error_rate([1, 1, 1, 0, 0], [0.9, 0.8, 0.1, 0.5, 0.05]) == pytest.approx(1 / 3)
    rng = np.random.default_rng(2)
    same = np.arange(4000) % 2
    # two normal distributions two apart cross where each has Φ(−1) beyond
    assert equal_error_rate(same, 2 * same + rng.normal(size=4000)) == pytest.approx(
        0.1587, abs=0.02
    )


def test_the_scale_of_scores_does_not_matter():
    rng = np.random.default_rng(3)
    same, scores = np.arange(50) % 2, rng.normal(size=50)
    assert equal_error_rate(same, np.exp(scores)) == equal_error_rate(same, scores)


@pytest.mark.parametrize("function", [recall_at_1, mean_average_precision])
def test_what_cannot_be_searched(function):
    with pytest.raises(ValueError, match=r"similarities has shape \(4, 3\); expected a row"):
        function(LABELS, FOUR[:, :3])
    with pytest.raises(ValueError, match="similarities: nan or infinite"):
        function(LABELS, np.full((4, 4), np.nan))
    with pytest.raises(ValueError, match="no item has the label of a query"):
        function([0, 1, 2, 3], FOUR)
    with pytest.raises(TypeError, match="similarities: a masked array"):
        function(LABELS, np.ma.masked_less(FOUR, 0.2))
    before = FOUR.copy()
    function(LABELS, FOUR)
    assert np.array_equal(FOUR, before)


@pytest.mark.parametrize("function", [roc, equal_error_rate])
def test_what_cannot_be_verified(function):
    with pytest.raises(ValueError, match=r"same has shape \(2,\) and scores \(3,\)"):
        function([0, 1], [0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match="expected True and False"):
        function([0, 2], [0.1, 0.2])
    with pytest.raises(ValueError, match="pairs of one class and pairs of two"):
        function([1, 1], [0.1, 0.2])
    with pytest.raises(ValueError, match="scores: nan"):
        function([0, 1], [0.1, np.nan])
    with pytest.raises(TypeError, match="scores: a masked array"):
        function([0, 1], np.ma.masked_less([0.1, 0.2], 0.15))
    with pytest.raises(TypeError, match="scores: the string 'high'"):
        function([0, 1], ["high", "low"])
