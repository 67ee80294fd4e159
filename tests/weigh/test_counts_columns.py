"""Many incidents at once: the same answers as one by one, and parameters found without labels."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from contactline.records.countmodels import COUNT_ROLES, CountRole
from contactline.weigh.estimate.counts_columns import Figures, make_cases
from contactline.weigh.estimate.counts_fit import FEWEST, fit_counts
from contactline.weigh.estimate.counts_learning import learn_counts
from contactline.weigh.estimate.counts_model import ALL_ROLES, find_prior, load_counts
from contactline.weigh.estimate.counts_posterior import find_median, find_nearest, make_chances, summarise
from weigh.countcases import MODEL, gather, says, weigh

OWN, ENEMY, THIRD = (
    COUNT_ROLES.index(role) for role in (CountRole.OWN_CIVILIAN, CountRole.ENEMY_CIVILIAN, CountRole.THIRD)
)


def columns(*rows) -> Figures:
    """Rows of group, role, origin, figure; -1 for none."""
    group, role, origin, figure = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return Figures(group, role, origin, figure, figure, np.zeros(len(rows), np.bool_), np.ones(len(rows)))


def invent(groups: int, seed: int = 5) -> tuple[Figures, np.ndarray]:
    """Own civilians counted exactly, the other side tells four of ten, third parties find eight of ten."""
    rng = np.random.default_rng(seed)
    true = rng.poisson(3, groups) * (rng.random(groups) < 0.5)
    told = [(OWN, true), (ENEMY, rng.binomial(true, 0.4)), (THIRD, rng.binomial(true, 0.8))]
    rows = [
        (group, role, 10 * group + role, int(figure[group]) if rng.random() < 0.8 else -1)
        for group in range(groups)
        for role, figure in told
    ]
    return columns(*rows), true


def test_many_at_once_are_as_one_by_one():
    figures = columns((0, OWN, 0, 3), (0, ENEMY, 1, 0), (1, THIRD, 2, 1), (2, OWN, 3, 3), (2, ENEMY, 4, 0))
    cases = make_cases(figures, MODEL.fixed.shares)
    found = summarise(make_chances(cases, MODEL))
    assert cases.pattern_of[0] == cases.pattern_of[2] != cases.pattern_of[1]
    alone = [weigh(says(COUNT_ROLES[OWN], 3), says(COUNT_ROLES[ENEMY], 0)), weigh(says(CountRole.THIRD, 1))]
    for group, one in enumerate(alone):
        pattern = cases.pattern_of[group]
        assert one.spread.any == pytest.approx(found.any[pattern], abs=1e-12)
        assert one.spread.most == tuple(found.most[pattern])


def test_order_of_rows_does_not_matter():
    figures, _ = invent(300)
    order = np.random.default_rng(1).permutation(len(figures.group))
    first, second = (make_cases(each, (0.15, 0.5)) for each in (figures, figures.take(order)))
    one, other = (make_chances(cases, MODEL)[cases.pattern_of] for cases in (first, second))
    assert np.array_equal(one, other)


def test_copies_are_one():
    figures = columns((0, OWN, 0, 3), (0, OWN, 1, 4))
    copied = columns((0, OWN, 0, 3), (0, OWN, 0, 3), (0, OWN, 0, 3), (0, OWN, 1, 4))
    one, other = (make_cases(each, (0.15, 0.5)) for each in (figures, copied))
    assert all(np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(one)[1:])


def test_two_figures_of_a_camp_are_a_little_more_than_one():
    cases = make_cases(columns((0, OWN, 0, 3), (0, OWN, 1, 4), (0, OWN, 2, 4)), (0.15, 0.5))
    figures = cases.factors.rows[cases.factor, 0] == 0
    assert cases.weight[figures].tolist() == pytest.approx([1.15 / 3, 1.15 * 2 / 3])


def test_broken_rows_are_no_figures():
    figures = columns((0, OWN, 0, -7), (1, OWN, 1, 99_999))
    found = summarise(make_chances(make_cases(figures, (0.15, 0.5)), MODEL))
    assert np.isfinite(found.mean).all()
    assert found.most.max() <= 1_000


def test_a_fit_finds_what_roles_are_like_without_labels():
    figures, true = invent(4_000)
    cases = make_cases(figures, MODEL.fixed.shares)
    fit = fit_counts(cases, MODEL)
    enemy = fit.model.roles[ENEMY]
    share = enemy.counts * enemy.found + (1 - enemy.counts) * enemy.bias
    assert share == pytest.approx(0.4, abs=0.08)
    assert find_prior(fit.model.prior)[0] == pytest.approx(np.mean(true == 0), abs=0.05)
    before, after = (
        np.abs(summarise(make_chances(cases, model)).median[cases.pattern_of] - true).mean()
        for model in (MODEL, fit.model)
    )
    assert after < before
    assert fit_counts(cases, MODEL) == fit


def test_too_few_are_not_fitted():
    figures, _ = invent(FEWEST // 2)
    fit = fit_counts(make_cases(figures, MODEL.fixed.shares), MODEL)
    assert (fit.model, fit.rounds) == (MODEL, 0)


def test_the_interval_nearest_to_a_level():
    chances = np.zeros((3, len(find_prior(MODEL.prior))))
    chances[0, :3] = 0.86, 0.13, 0.01  # 86 % is nearer to 90 % than 99 %
    chances[1, :3] = 0.80, 0.13, 0.07  # 93 % is nearer than 80 %
    chances[2, [0, 9]] = 0.5, 0.5
    added = np.concatenate([np.zeros((3, 1)), np.cumsum(chances, axis=1)], axis=1)
    best, holds = find_nearest(added, find_median(added), 0.9)
    assert best.tolist() == [[0, 0], [0, 1], [0, 9]]
    assert holds.tolist() == pytest.approx([0.86, 0.93, 1.0])


def test_all_roles_have_a_place():
    assert ALL_ROLES[: len(COUNT_ROLES)] == COUNT_ROLES


def test_a_deployment_learns_from_its_own_incidents():
    figures, _ = invent(600)
    evidence = []
    for group in range(600):
        rows = np.flatnonzero(figures.group == group)
        told = [says(COUNT_ROLES[figures.role[row]], int(figures.low[row])) for row in rows if figures.low[row] >= 0]
        silent = tuple(COUNT_ROLES[figures.role[row]] for row in rows if figures.low[row] < 0)
        evidence.append(gather(*told, silent=silent))
    start = load_counts()
    learnt = learn_counts(evidence, start, date(2020, 1, 2), "ours")
    assert learnt.models.killed.version == "ours"
    assert "2020-01-02" in learnt.models.killed.about
    assert (learnt.models.wounded, learnt.wounded) == (start.wounded, 0)
    few = learn_counts(evidence[:50], start, date(2020, 1, 2), "ours")
    assert (few.models, few.killed) == (start, 0)
