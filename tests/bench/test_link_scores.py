"""Scores of clusterings on cases counted by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from _link_scores import find_class_pairs, number_labels, score_b_cubed, score_pairs, share_together


def numbers(text: str) -> np.ndarray:
    return number_labels(list(text))


def test_b_cubed_of_a_class_cut_in_two() -> None:
    """aab|b: the class of b is cut, the cluster of aab is impure."""
    score = score_b_cubed(numbers("aabb"), numbers("xxxy"))
    # precision: 2/3, 2/3, 1/3, 1; recall: 1, 1, 1/2, 1/2
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx(3 / 4)
    assert score.f1 == pytest.approx(2 * (8 / 12) * 0.75 / (8 / 12 + 0.75))


def test_b_cubed_of_everybody_alone_and_of_all_together() -> None:
    alone = score_b_cubed(numbers("aaab"), numbers("wxyz"))
    assert (alone.precision, alone.recall) == pytest.approx((1.0, 2 / 4))
    together = score_b_cubed(numbers("aaab"), numbers("xxxx"))
    assert (together.precision, together.recall) == pytest.approx(((3 * 3 / 4 + 1 / 4) / 4, 1.0))


def test_items_outside_the_mask_still_make_clusters_impure() -> None:
    truth, found = numbers("aab"), numbers("xxx")
    score = score_b_cubed(truth, found, np.array([True, True, False]))
    assert (score.precision, score.recall) == pytest.approx((2 / 3, 1.0))
    assert score_b_cubed(truth, found, np.zeros(3, bool)).f1 == 0.0


def test_pairs_together_in_both() -> None:
    """aaabb against xxyyy: true pairs 3 + 1, found pairs 1 + 3, in both ab→x 1 and bb→y 1."""
    score = score_pairs(numbers("aaabb"), numbers("xxyyy"))
    assert (score.precision, score.recall) == pytest.approx((2 / 4, 2 / 4))


def test_pairs_where_nothing_is_together() -> None:
    assert score_pairs(numbers("abc"), numbers("xyz")).f1 == 0.0


def test_the_scores_do_not_hang_on_names_or_order() -> None:
    truth, found = numbers("aabbcc"), numbers("xxyyyz")
    order = np.array([5, 0, 3, 2, 4, 1])
    other = number_labels(np.array([10, 10, 7, 7, 7, 99]))
    assert score_b_cubed(truth[order], found[order]) == pytest.approx(score_b_cubed(truth, other))
    assert score_pairs(truth[order], found[order]) == score_pairs(truth, other)


def test_pairs_of_one_class_each_once() -> None:
    one, other = find_class_pairs(numbers("abaab"))
    assert {frozenset(pair) for pair in zip(one.tolist(), other.tolist(), strict=True)} == {
        frozenset(pair) for pair in ((0, 2), (0, 3), (2, 3), (1, 4))
    }
    assert len(one) == 4
    few, _ = find_class_pairs(numbers("aaaa"), most=3)
    assert len(few) == 3


def test_the_share_of_pairs_that_are_together() -> None:
    found = numbers("xxy")
    assert share_together(found, np.array([0, 0]), np.array([1, 2])) == 0.5
    assert share_together(found, np.zeros(0, int), np.zeros(0, int)) == 0.0
