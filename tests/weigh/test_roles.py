"""The model of roles and party lines: what it must never do, whatever the accounts and parameters are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.records.ids import THIRD
from contactline.records.rolemodels import RoleModel, RoleTables, Stance
from contactline.reference.weighing import find_faults
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.single import Setting, weigh_voices
from contactline.weigh.estimate.tables import balance_all, make_numbers
from linkcases import NORTH, SOUTH
from weigh.voices import BLAMES, NONE, OWNS, SURE, estimate, mirror, north_fired, ratio, voice, voices

SHIPPED = load_roles()
SHARE = st.floats(0.02, 0.98)
COUNTS = st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3))
PATTERN = st.tuples(COUNTS, COUNTS, COUNTS)


def _three(draw: st.DrawFn, *, owns: bool = True) -> tuple[float, float, float]:
    one, other, third = draw(SHARE), draw(SHARE) if owns else 0.0, draw(SHARE)
    total = one + other + third
    return one / total, other / total, third / total


@st.composite
def tables(draw: st.DrawFn) -> RoleTables:
    """Any tables that the model may have."""
    lines = (_three(draw, owns=False), _three(draw), _three(draw, owns=False), _three(draw))
    victim, firing = _three(draw), _three(draw)
    if firing[1] < victim[1]:
        victim, firing = firing, victim
    right, wrong = sorted((draw(SHARE), draw(SHARE)), reverse=True)
    total = right + wrong + 1.0
    named = draw(st.floats(0.05, 0.4))
    return RoleTables(
        publishes=(draw(SHARE), draw(SHARE), 0.98, 0.4),
        line=lines,
        follow=draw(SHARE),
        off_line=(victim, firing, _three(draw), _three(draw)),
        third=(right / total, wrong / total, 1.0 / total),
        camp_background=_three(draw),
        third_background=(named, named, 1.0 - 2 * named),
    )


@st.composite
def models(draw: st.DrawFn) -> RoleModel:
    error = draw(st.floats(0.0, 0.5))
    capture = draw(st.sampled_from([0.0, 0.5, 1.0]))
    return replace(
        SHIPPED,
        tables=draw(tables()),
        error=error,
        error_low=error,
        error_high=error,
        capture=capture,
        unattributed=draw(st.sampled_from([0.0, 0.5, 1.0])),
        alternatives={},
    )


def _total(said: list, model: RoleModel) -> float:
    captures = {NORTH: model.capture, SOUTH: model.capture}
    return weigh_voices(said, Setting(model.tables, model.error, model.unattributed, captures)).total


def test_the_tables_that_ship_have_no_fault() -> None:
    assert find_faults(SHIPPED.tables) == []
    assert len(SHIPPED.alternatives) >= 4
    for alternative in SHIPPED.alternatives.values():
        assert find_faults(alternative) == []


@given(models(), PATTERN)
def test_swapping_the_sides_swaps_the_answer_exactly(model: RoleModel, pattern: tuple) -> None:
    said = voices(*pattern)
    assert _total(mirror(said), model) == -_total(said, model)


@given(PATTERN)
def test_swapping_the_sides_swaps_the_whole_estimate(pattern: tuple) -> None:
    said = voices(*pattern)
    one, other = estimate(said), estimate(mirror(said))
    assert one.basis == other.basis
    if one.basis is None:
        (north, south), (their_north, their_south) = one.hypotheses, other.hypotheses
        for mine, theirs in ((north, their_south), (south, their_north)):
            assert mine.probability == theirs.probability
            assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-15)
            assert mine.word == theirs.word


@given(models(), PATTERN, st.floats(0.05, 1.0), st.sampled_from([NORTH, SOUTH]))
def test_an_admission_never_lowers_the_probability_of_that_side(
    model: RoleModel, pattern: tuple, share: float, side: str
) -> None:
    said = voices(*pattern)
    before, after = _total(said, model), _total([*said, voice(side, OWNS, share)], model)
    sign = 1 if side == NORTH else -1
    assert sign * after >= sign * before - 1e-9


@given(models(), PATTERN)
def test_a_third_party_that_names_nobody_weighs_nothing(model: RoleModel, pattern: tuple) -> None:
    said = voices(*pattern)
    assert _total([*said, voice(THIRD, NONE)], model) == pytest.approx(_total(said, model), abs=1e-9)


@given(models(), PATTERN, st.sampled_from([BLAMES, OWNS]))
def test_a_third_party_never_speaks_for_those_whom_it_accuses(model: RoleModel, pattern: tuple, stance: Stance) -> None:
    said = voices(*pattern)
    sign = 1 if stance is BLAMES else -1
    assert sign * _total([*said, voice(THIRD, stance)], model) >= sign * _total(said, model) - 1e-9


@given(models(), PATTERN)
def test_one_incident_and_a_million_are_weighed_alike(model: RoleModel, pattern: tuple) -> None:
    counts = np.array([[number for counts in pattern for number in counts]], np.int16)
    assert balance_all(counts, make_numbers(model))[0] == pytest.approx(_total(voices(*pattern), model), abs=1e-6)


@pytest.mark.parametrize("name", ["", *SHIPPED.alternatives])
@pytest.mark.parametrize("side", [NORTH, SOUTH])
def test_the_tenth_outlet_of_a_camp_adds_less_than_two_decibans(name: str, side: str) -> None:
    model = replace(SURE, tables=SHIPPED.alternatives.get(name, SHIPPED.tables))
    for others in ([], [voice(THIRD, NONE)], [voice(SOUTH, BLAMES)], [voice(NORTH, BLAMES)]):
        for stance in (BLAMES, NONE):
            nine = [*others, *(voice(side, stance) for _ in range(9))]
            assert abs(_total([*nine, voice(side, stance)], model) - _total(nine, model)) < 2.0


def test_blame_against_blame_leaves_it_open() -> None:
    assert north_fired(voices((1, 0, 0), (1, 0, 0), (0, 0, 0))) == 0.5
    loud = north_fired(voices((1, 0, 0), (6, 0, 0), (0, 0, 0)))
    assert 0.5 <= loud < 0.65  # six outlets of one camp are no majority


def test_what_lines_of_a_camp_are_worth() -> None:
    """The order that matters to a lawyer: an admission before a third party before an accusation."""
    base = voices((0, 0, 0), (1, 0, 0), (0, 0, 1))
    model = replace(SURE, capture=0.0)
    accused, named, owned = (
        _total([*base, extra], model) - _total(base, model)
        for extra in (voice(SOUTH, BLAMES), voice(THIRD, BLAMES), voice(NORTH, OWNS))
    )
    assert 0 <= accused < 1.0 < 5.0 < named < owned


def test_removing_third_parties_lowers_confidence_on_the_whole() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.8, (4000, 9)).astype(np.int16)
    counts[:, [1, 4]] = 0
    alone = counts.copy()
    alone[:, 6:] = 0
    numbers = make_numbers(SURE)
    assert np.abs(balance_all(alone, numbers)).mean() < np.abs(balance_all(counts, numbers)).mean()


def test_silence_counts_only_as_far_as_it_would_have_been_heard() -> None:
    said = voices((0, 0, 0), (2, 0, 0), (0, 0, 0))
    deaf, half, whole = (abs(_total(said, replace(SURE, capture=capture))) for capture in (0.0, 0.5, 1.0))
    assert deaf < half < whole


@given(PATTERN, st.floats(0.0, 0.4), st.floats(0.0, 0.4))
@settings(max_examples=50)
def test_misreading_takes_from_an_accusation_and_an_admission(pattern: tuple, one: float, other: float) -> None:
    low, high = sorted((one, other))
    for stance in (BLAMES, OWNS):
        said = [voice(NORTH, stance), voice(SOUTH, BLAMES)]
        sharp, dull = (_total(said, replace(SURE, error=error)) for error in (low, high))
        assert abs(dull) <= abs(sharp) + 1e-9


def test_an_origin_that_hardly_belongs_hardly_weighs() -> None:
    base = voices((1, 0, 0), (1, 0, 0), (0, 0, 0))
    sure, unsure = (ratio([*base, voice(THIRD, BLAMES, share)]) for share in (1.0, 0.1))
    assert 0 < unsure < sure / 4
