"""Totals of a side: near the truth where adding incidents up is not, wide where parameters are only stated."""

from __future__ import annotations

import numpy as np
import pytest

from contactline.records.countmodels import COUNT_ROLES, CountRole
from contactline.weigh.estimate.counts_columns import Figures, make_cases
from contactline.weigh.estimate.counts_fit import fit_counts
from contactline.weigh.estimate.counts_posterior import make_chances, summarise
from contactline.weigh.estimate.counts_totals import estimate_total, sum_groups
from weigh.countcases import CIVILIANS, MODEL, gather, says

OWN, BOAST = (COUNT_ROLES.index(role) for role in (CountRole.OWN_MILITARY, CountRole.ENEMY_MILITARY))
THIRD = COUNT_ROLES.index(CountRole.THIRD)


def invent(groups: int, seed: int, mean: float = 4.0) -> tuple[Figures, np.ndarray]:
    """Soldiers: half of them told by their side, three times as many by the other, now and then a third party."""
    rng = np.random.default_rng(seed)
    true = rng.poisson(mean, groups) * (rng.random(groups) < 0.6)
    told = [
        (OWN, rng.binomial(true, 0.5), 0.5),
        (BOAST, np.rint(true * rng.lognormal(1.0, 0.4, groups)).astype(int), 1.0),
        (THIRD, rng.binomial(true, 0.9), 0.2),
    ]
    rows = [
        (group, role, 10 * group + role, int(figure[group]))
        for group in range(groups)
        for role, figure, often in told
        if rng.random() < often
    ]
    group, role, origin, figure = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return Figures(group, role, origin, figure, figure, np.zeros(len(rows), np.bool_), np.ones(len(rows))), true


def test_a_total_holds_the_truth_and_middles_added_up_fall_short():
    lessons, _ = invent(2_000, 1, 1.5)
    model = fit_counts(make_cases(lessons, MODEL.fixed.shares), MODEL).model
    estimated = added = there_were = 0.0
    for seed in (2, 3, 4, 5):
        figures, true = invent(400, seed, 1.5)
        found = sum_groups(figures, model)
        assert found.low < true.sum() < found.high
        cases = make_cases(figures, model.fixed.shares)
        added += summarise(make_chances(cases, model)).median[cases.pattern_of].sum()
        estimated, there_were = estimated + found.median, there_were + true.sum()
    assert added < 0.92 * there_were
    assert abs(estimated - there_were) < 0.05 * there_were


def test_stated_parameters_leave_a_total_wide():
    figures, _ = invent(400, 2)
    model = fit_counts(make_cases(figures, MODEL.fixed.shares), MODEL).model
    stated, fitted = sum_groups(figures, MODEL), sum_groups(figures, model)
    assert stated.high / stated.low > 1.1 * fitted.high / fitted.low


def test_a_side_that_lost_nobody():
    figures = [gather(says(CountRole.OWN_CIVILIAN, 0, origin=f"o{n}"), says(CountRole.THIRD, 0)) for n in range(40)]
    total = estimate_total(CIVILIANS, figures, MODEL)
    assert total.most[1] <= 4


def test_only_incidents_with_a_figure_count():
    told = [gather(says(CountRole.OWN_CIVILIAN, 2)), gather(silent=(CountRole.OWN_CIVILIAN,))]
    total = estimate_total(CIVILIANS, told, MODEL)
    assert (total.incidents, total.median) == (1, pytest.approx(2, abs=1))
    assert "Losses that nobody gives a figure of are not in it." in total.text
    assert estimate_total(CIVILIANS, told[1:], MODEL) is None
