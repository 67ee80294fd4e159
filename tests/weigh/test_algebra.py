"""The algebra of comparison: symmetric, monotone, and never an agreement of what cannot both be true."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.claims import Kind
from contactline.records.incidents import Result
from contactline.weigh.algebra.answers import YesNo, compare_yes_no
from contactline.weigh.algebra.figures import Figure, compare_figures, is_clash
from contactline.weigh.algebra.forces import Force, compare_forces
from contactline.weigh.algebra.persons import Named, NameFit, compare_persons, fit_names
from contactline.weigh.algebra.sets import Thing, compare_kind_sets, compare_lists, compare_weapons
from contactline.weigh.algebra.spots import Spot, compare_spots
from contactline.weigh.algebra.times import Interval, compare_times, find_gap

BEST = {Result.AGREES: 0, Result.COMPATIBLE: 1, Result.CONFLICTS: 2}

seconds = st.integers(0, 400_000).map(float)
intervals = st.builds(lambda low, length, rank: Interval(low, low + length, rank), seconds, seconds, st.integers(0, 3))
figures = st.builds(
    lambda low, more, open_, denies: Figure(float(low), inf if open_ else float(low + more), denies),
    st.integers(0, 12),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)
spots = st.builds(
    lambda key, role, within, lat, lon: Spot(key, role, within, (lat, lon)),
    st.sampled_from("abcdef"),
    st.sampled_from(["at", "from"]),
    st.frozensets(st.sampled_from("uvw"), max_size=2),
    st.floats(39, 41),
    st.floats(46, 48),
)
things = st.builds(Thing, st.sampled_from("abcd"), st.sampled_from(["x", "y", "unspecified"]), st.booleans())
answers = st.builds(YesNo, st.booleans(), st.booleans(), st.tuples(st.integers(1, 3), st.integers(1, 3)))
names = st.lists(st.sampled_from(["Anna", "Ana", "A.", "Vardan", "Gul", "Guliyeva", "K."]), min_size=1, max_size=3)
persons = st.builds(
    lambda parts, age, outcome, denies: Named(" ".join(parts), age, outcome, denies),
    names,
    st.none() | st.integers(1, 90).map(float),
    st.sampled_from(["killed", "wounded"]),
    st.booleans(),
)
forces = st.builds(Force, st.sampled_from("abc"), st.frozensets(st.sampled_from("abcst"), max_size=2), st.booleans())
kinds = st.sampled_from([Kind.SHELLING, Kind.SNIPER_FIRE, Kind.DRONE_STRIKE, Kind.MINE_EXPLOSION, Kind.CAPTURE])

SORTS = [
    (compare_times, intervals),
    (compare_figures, figures),
    (compare_spots, spots),
    (compare_weapons, things),
    (compare_lists, things),
    (compare_yes_no, answers),
    (compare_persons, persons),
    (compare_forces, forces),
    (compare_kind_sets, kinds),
]


@pytest.mark.parametrize(("rule", "values"), SORTS, ids=lambda one: getattr(one, "__name__", ""))
@given(data=st.data())
def test_every_comparison_is_symmetric(rule, values, data):
    mine, theirs = (data.draw(st.lists(values, min_size=1, max_size=4)) for _ in range(2))
    assert rule(mine, theirs) == rule(theirs, mine)


@pytest.mark.parametrize(("rule", "values"), SORTS, ids=lambda one: getattr(one, "__name__", ""))
@given(data=st.data())
def test_the_order_of_values_says_nothing(rule, values, data):
    mine, theirs = (data.draw(st.lists(values, min_size=1, max_size=4)) for _ in range(2))
    assert rule(mine, theirs) == rule(mine[::-1], theirs)


@given(st.lists(intervals, min_size=1, max_size=3), st.lists(intervals, min_size=1, max_size=3))
def test_times_that_nowhere_overlap_never_agree(mine, theirs):
    if all(find_gap(one, other) > 0 for one in mine for other in theirs):
        assert compare_times(mine, theirs)[0] is not Result.AGREES


@given(st.lists(figures, min_size=1, max_size=3), st.lists(figures, min_size=1, max_size=3))
def test_figures_that_cannot_both_be_true_never_agree(mine, theirs):
    if all(is_clash(one, other) for one in mine for other in theirs):
        assert compare_figures(mine, theirs)[0] is Result.CONFLICTS


@given(figures, figures, st.integers(0, 5))
def test_a_wider_figure_never_conflicts_more(one, other, more):
    if one.denies or other.denies:
        return
    wider = Figure(max(0.0, one.low - more), one.high + more)
    assert is_clash(wider, other) <= is_clash(one, other)


@given(intervals, intervals, seconds)
def test_a_wider_time_never_lies_farther_off(one, other, more):
    wider = Interval(one.low - more, one.high + more, one.rank)
    assert find_gap(wider, other) <= find_gap(one, other)
    if compare_times([one], [other])[0] is not Result.CONFLICTS:
        assert compare_times([wider], [other])[0] is not Result.CONFLICTS


@given(st.lists(spots, min_size=1, max_size=3), st.lists(spots, min_size=1, max_size=3), spots)
def test_a_further_place_never_makes_a_conflict(mine, theirs, more):
    before, after = compare_spots(mine, theirs)[0], compare_spots([*mine, more], theirs)[0]
    assert BEST[after] <= max(BEST[before], BEST[Result.COMPATIBLE]) or before is Result.CONFLICTS


@given(st.lists(things, min_size=1, max_size=4), st.lists(things, min_size=1, max_size=4))
def test_sets_of_weapons_with_nothing_in_common_never_agree(mine, theirs):
    if not {one.key for one in mine} & {one.key for one in theirs}:
        assert compare_weapons(mine, theirs)[0] is not Result.AGREES
        assert compare_lists(mine, theirs)[0] is not Result.AGREES


@given(st.lists(persons, min_size=1, max_size=3), st.lists(persons, min_size=1, max_size=3))
def test_lists_of_persons_agree_only_where_everybody_is_matched(mine, theirs):
    if compare_persons(mine, theirs)[0] is Result.AGREES:
        for people, others in ((mine, theirs), (theirs, mine)):
            assert all(any(fit_names(one, other) is NameFit.SAME for other in others) for one in people)


@given(answers, answers)
def test_yes_and_no_conflict(one, other):
    result = compare_yes_no([one], [other])[0]
    assert (result is Result.CONFLICTS) == (one.yes != other.yes)


def test_a_unit_within_an_army_fits_the_army_and_another_army_does_not():
    unit = Force("brigade", frozenset({"army", "state"}))
    assert compare_forces([unit], [Force("army", frozenset({"state"}))])[0] is Result.COMPATIBLE
    assert compare_forces([unit], [Force("other army", frozenset({"other state"}))])[0] is Result.CONFLICTS
    assert compare_forces([unit], [Force("somebody", known=False)])[0] is Result.COMPATIBLE


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        (Named("Anna Petrosyan"), Named("Petrosyan Anna"), NameFit.SAME),
        (Named("Sahiba Guliyeva"), Named("Sahibe Quliyeva"), NameFit.SAME),
        (Named("Sahiba Guliyeva"), Named("Sahiba Allahverdiyeva"), NameFit.PERHAPS),
        (Named("S. Guliyeva"), Named("Sahiba Guliyeva"), NameFit.PERHAPS),
        (Named("Sahiba Guliyeva", 50), Named("Sahiba Guliyeva", 2), NameFit.OTHER),
        (Named("Anna Petrosyan"), Named("Levon Aramyan"), NameFit.OTHER),
    ],
)
def test_names_fit_by_spelling_order_and_age(one, other, fit):
    assert fit_names(one, other) is fit
    assert fit_names(other, one) is fit


def test_one_person_killed_for_one_side_and_wounded_for_the_other_is_a_conflict():
    killed, wounded = Named("Anna Petrosyan", outcome="killed"), Named("Anna Petrosyan", outcome="wounded")
    assert compare_persons([killed], [wounded])[0] is Result.CONFLICTS
