"""Refitted weights go where judgements point, keep their order, and stay where judgements say nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from contactline.errors import ConfigError
from contactline.link.columns import find_order, pack_rows, take_rows
from contactline.link.compare import FIELDS, WHERE, Field
from contactline.link.crowd import count_crowd
from contactline.link.fit import LEAN, find_pairs, fit_weights, label_levels
from contactline.link.model import MODELS, MONOTONE, find_model, load_default_model, parse_model, render_model
from contactline.link.pairs import make_row_index
from contactline.link.refit import STRENGTH, Lessons, collect_lessons, refit_model
from contactline.records.judgements import Verdict
from judged import judge
from link.test_link import S_MOD, shelled
from linkcases import MANDATE, SOUTH, swap
from rowcases import make_row

START = load_default_model()
NEXT_DAY = 17
FAR = WHERE.index("7–10 km apart")


def make_levels(count: int, **levels: int) -> np.ndarray:
    made = np.zeros((count, FIELDS), np.int8)
    for name, level in levels.items():
        made[:, Field[name.upper()]] = level
    return made


def teach(*parts: tuple[np.ndarray, bool]) -> Lessons:
    levels = np.concatenate([levels for levels, _ in parts])
    return Lessons(levels, np.concatenate([np.full(len(levels), same) for levels, same in parts]), 0)


def test_pairs_judged_together_raise_what_they_share():
    made = refit_model(teach((make_levels(30, where=1, when=NEXT_DAY, kind=1), True)), START)
    changed = {(one.field, one.level): one for one in made.changes}
    assert changed["when", "the next day or part of the day"].after > START.weights.points[Field.WHEN, NEXT_DAY] / 100
    assert changed["when", "the next day or part of the day"].pairs == 30
    assert all(one.after > one.before for one in made.changes)
    assert (made.together, made.apart) == (30, 0)
    assert (made.agreed_before, made.agreed_after) == (0, 30)


def test_pairs_judged_apart_lower_what_they_share():
    made = refit_model(teach((make_levels(30, where=1, when=1, kind=2), False)), START)
    assert made.changes
    assert all(one.after < one.before for one in made.changes)
    assert made.agreed_before < made.agreed_after


def test_what_tells_pairs_apart_moves_both_ways():
    near, far = make_levels(40, where=1, when=NEXT_DAY), make_levels(40, where=FAR, when=NEXT_DAY)
    points = refit_model(teach((near, True), (far, False)), START).model.weights.points
    assert points[Field.WHERE, 1] > START.weights.points[Field.WHERE, 1]
    assert points[Field.WHERE, FAR] < START.weights.points[Field.WHERE, FAR]


def test_nearer_is_never_worse_afterwards():
    rng = np.random.default_rng(1)
    levels = np.stack([rng.integers(0, 6, 400) for _ in range(FIELDS)], axis=1).astype(np.int8)
    levels[:, Field.REPORT] = 0
    weights = refit_model(Lessons(levels, levels[:, Field.WHERE] > 3, 0), START, 0.1).model.weights
    assert not (weights.points == START.weights.points).all()
    for field, runs in MONOTONE.items():
        for run in runs:
            assert all(weights.points[field, one] >= weights.points[field, two] for one, two in pairwise(run))


@pytest.mark.parametrize("number", [1, 5])
def test_few_pairs_leave_the_others_where_they_are(number: int):
    levels = make_levels(number, where=23, when=NEXT_DAY, kind=1)
    weights = refit_model(teach((levels, True)), START).model.weights
    moved = np.argwhere(weights.points != START.weights.points)
    assert {tuple(one) for one in moved} <= {(field, level) for field, level in enumerate(levels[0])}
    assert len(moved)
    most = 1000 / np.log(10) / STRENGTH  # centi-decibans a pair, as the help says
    assert np.abs(weights.points - START.weights.points).max() <= number * most + 1


def test_what_the_weights_know_already_moves_hardly_anything():
    sure = make_levels(5, where=1, when=1, kind=3, words=9, telling=9)
    moved = refit_model(teach((sure, True)), START).model.weights.points - START.weights.points
    assert np.abs(moved).max() <= 2


def test_the_prior_stays_and_nothing_leans_twice():
    levels = make_levels(50, where=1, when=NEXT_DAY)
    same = np.ones(50, np.bool_)
    weights = START.weights
    assert refit_model(Lessons(levels, same, 0), START).model.weights.prior == weights.prior
    leaning, upright = (fit_weights(levels, same, weights, 1.0, **lean) for lean in ({}, {"lean": 0}))
    assert leaning.prior - upright.prior == LEAN
    assert upright.prior > weights.prior
    assert (leaning.points == upright.points).all()


def test_a_refitted_model_can_be_written_and_read():
    made = refit_model(teach((make_levels(30, where=1, when=NEXT_DAY), True)), START).model
    again = parse_model(render_model(made))
    assert (again.version, again.about, again.digest) == (made.version, made.about, made.digest)
    assert "30 together, 0 apart" in made.about
    assert made.version != START.version
    odd = made._replace(version='a "b" \\', about="line\none")
    assert parse_model(render_model(odd))[:2] == odd[:2]
    assert made.digest != START.digest
    assert len({find_model(name).digest for name in MODELS}) == len(MODELS)


def test_weights_that_no_sum_can_hold_are_refused():
    for number in ("inf", "nan", "1e300"):
        with pytest.raises(ConfigError, match="mistakes") as caught:
            parse_model(render_model(START).replace("prior = -1", f"prior = {number}"))
        assert caught.value.mistakes == ("“prior” must be a number",)


# -- judgements to levels


def test_levels_do_not_hang_on_which_row_is_named_first():
    columns = pack_rows([make_row("a"), make_row("b", hour=23.0), make_row("c", day=1), make_row("d", killed=2)])
    columns = take_rows(columns, find_order(columns))
    index = make_row_index(columns)
    crowd, _ = count_crowd(columns, index)
    pairs, levels = find_pairs(columns, index, crowd, range(4))
    assert len(pairs) > 3
    assert (label_levels(columns, crowd, pairs[:, ::-1].copy()) == levels).all()


NEAR = [
    shelled(),
    shelled("Adda", clock="20:25", side=SOUTH, speaker=S_MOD),
    shelled("Cora", day=9, published=10, side=SOUTH, speaker=S_MOD),
]


def learn(pairs, *judged: tuple[Verdict, int, int]) -> Lessons:
    claims = [reading.claims[0] for _, reading in pairs]
    acts = [judge(verdict, claims[one], claims[two], n) for n, (verdict, one, two) in enumerate(judged)]
    return collect_lessons(pairs, MANDATE, acts)


def as_lists(lessons: Lessons) -> tuple[list[list[int]], list[bool], int]:
    return lessons.levels.tolist(), lessons.same.tolist(), lessons.beside


def test_a_judgement_teaches_what_linking_compares():
    lessons = learn(NEAR, (Verdict.TOGETHER, 0, 1))
    assert lessons.same.tolist() == [True]
    assert WHERE[lessons.levels[0, Field.WHERE]] == "same place"
    assert as_lists(learn(NEAR, (Verdict.TOGETHER, 1, 0))) == as_lists(lessons)
    assert as_lists(learn(NEAR[::-1], (Verdict.TOGETHER, 1, 2))) == as_lists(lessons)


def test_the_latest_judgement_counts_and_a_withdrawn_one_does_not():
    assert learn(NEAR, (Verdict.TOGETHER, 0, 1), (Verdict.APART, 0, 1)).same.tolist() == [False]
    assert as_lists(learn(NEAR, (Verdict.TOGETHER, 0, 1), (Verdict.WITHDRAWN, 0, 1))) == ([], [], 0)


def test_pairs_that_never_come_into_question_are_counted_and_left_out():
    lessons = learn(NEAR, (Verdict.TOGETHER, 0, 2), (Verdict.TOGETHER, 0, 1))
    assert (lessons.same.tolist(), lessons.beside) == ([True], 1)


def test_the_sides_exchanged_teach_the_same():
    here, there = NEAR, [swap(pair) for pair in NEAR]
    acts = ((Verdict.TOGETHER, 0, 1), (Verdict.APART, 1, 2))
    first, second = learn(here, *acts), learn(there, *acts)
    assert as_lists(first) == as_lists(second)
    one, other = (refit_model(lessons, START) for lessons in (first, second))
    assert one.changes == other.changes
    assert one.model.digest == other.model.digest
