"""The benchmark of weighing: its scores and how claims become patterns."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from _weigh_scores import find_bins, score
from _weigh_worlds import Said, find_groups, gather


def test_scores_of_a_sure_and_right_method_and_of_none() -> None:
    answers = np.array([True, False] * 50)
    right = score(np.where(answers, 0.99, 0.01), answers)
    assert right.brier == pytest.approx(1e-4)
    assert (right.sure, right.wrong) == (1.0, 0.0)
    open_ = score(np.full(100, 0.5), answers)
    assert (open_.brier, open_.by_side, open_.sure) == (0.25, 0.0, 0.0)
    assert np.isnan(open_.wrong)


def test_being_sure_and_wrong_shows_in_every_score() -> None:
    answers = np.array([True] * 70 + [False] * 30)
    scores = score(np.full(100, 0.99), answers)
    assert scores.wrong == pytest.approx(0.3)
    assert scores.ece == pytest.approx(0.29)


def test_bins_hold_every_incident_once_and_never_part_a_value() -> None:
    values = np.repeat([0.1, 0.5, 0.9], [70, 5, 25])
    bins = find_bins(values, values > 0.4)
    assert sorted(np.concatenate([rows for rows, _, _ in bins]).tolist()) == list(range(100))
    assert all(len(set(values[rows])) == 1 for rows, _, _ in bins[:1])


def test_a_copy_counts_for_the_majority_and_not_for_the_model() -> None:
    """One camp's accusation, its copy by the other camp, and a third party that names the first side."""
    ints = np.array
    said = Said(
        incident=ints([7, 7, 7]),
        origin=ints([0, 0, 1]),
        camp=ints([0, 1, 2]),
        blames=ints([1, 1, 0]),
        own=ints([True, False, True]),
        outlet=ints([0, 0, 0]),
        attacker=ints([0, 0, 0]),
        happened=ints([True, True, True]),
    )
    incidents = gather(said, find_groups(said.incident))
    assert incidents.counts.tolist() == [[1, 0, 0, 0, 0, 0, 1, 0, 0]]
    assert incidents.with_copies.tolist() == [[1, 0, 0, 0, 1, 0, 1, 0, 0]]
    assert incidents.first_fired.tolist() == [True]
