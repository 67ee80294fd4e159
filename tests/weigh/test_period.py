"""Counts of a period: claimed and corroborated, by side, kind, place and week, with bands and what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactline.link.link import link_claims
from contactline.records.claims import Act, Kind, Order, Polarity
from contactline.records.ids import THIRD
from contactline.records.periods import PeriodView, Tally
from contactline.records.times import TimePrecision, When
from contactline.weigh.period.bands import find_band, make_tally
from contactline.weigh.period.facts import find_week
from contactline.weigh.period.period import count_period
from linkcases import MANDATE, NORTH, SOUTH, at, line, swap, tell
from properties.test_symmetry_link_weigh import mirror, stories, weigh_all

from .test_weigh import BOTH, N_MOD, S_MOD, says

_SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UTC = ZoneInfo("UTC")


def view(pairs, **values) -> PeriodView:
    linking = link_claims(pairs, MANDATE)
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {report.id: report for report, _ in pairs}
    weighings = weigh_all(pairs, linking)
    return count_period(linking.incidents, weighings, claims, reports, MANDATE, linking.episodes, **values)


def counts(row) -> tuple[int, int]:
    return row.pair.claimed.count, row.pair.corroborated.count


@BOTH
def test_claimed_by_stands_beside_denied_by(one, other):
    enemy = ("the enemy", other[2])
    blame = says(one, "the enemy fired there", actors=[enemy])
    deny = says(
        other, "our troops did not", act=Act.DENIES, polarity=Polarity.NEGATIVE, actors=[("our troops", other[2])]
    )
    found = view([blame, deny])
    row = next(row for row in found.doers if row.side == other[2])
    assert counts(row) == (1, 0)
    assert dict(row.said_by) == {one[2]: 1, other[2]: 0, THIRD: 0}
    assert dict(row.denied_by) == {one[2]: 0, other[2]: 1, THIRD: 0}
    quiet = next(row for row in found.doers if row.side == one[2])
    assert counts(quiet) == (0, 0)


@pytest.mark.parametrize("order", [Order.NOT_STATED, Order.ANSWER])
def test_an_admission_corroborates(order):
    blame = says(N_MOD, "the enemy fired there", actors=[("the enemy", SOUTH)])
    owned = says(S_MOD, "our troops fired there", actors=[("our troops", SOUTH)], order=order)
    found = view([blame, owned])
    assert dict(next(row for row in found.doers if row.side == SOUTH).said_by) == {NORTH: 1, SOUTH: 1, THIRD: 0}
    assert counts(next(row for row in found.doers if row.side == SOUTH)) == (1, 1)
    assert [(row.side, row.said, row.alone) for row in found.reporters] == [(NORTH, 1, 0), (SOUTH, 1, 0), (THIRD, 0, 0)]


def test_rows_come_with_what_was_read_and_in_a_printed_order():
    first = says(N_MOD, "shells fell there")
    second = says(S_MOD, "a mine went off", kind=Kind.MINE_EXPLOSION, places=[("Ada", "cora")], time=("July 4", at(20)))
    found = view([first, second])
    assert found.incidents == 2
    assert [row.kind for row in found.kinds] == [Kind.MINE_EXPLOSION, Kind.SHELLING]  # A to Z
    assert [row.place for row in found.places] == ["ada", "cora"]
    assert [row.side for row in found.doers] == [NORTH, SOUTH, None]
    assert [row.monday for row in found.weeks] == [date(2017, 7, 3), date(2017, 7, 17)]
    assert dict(found.read.reports) == {NORTH: 1, SOUTH: 1, THIRD: 0}
    assert found.read.origins == 2
    assert [counts(week.row) for week in found.weeks] == [(1, 0), (1, 0)]
    assert [dict(week.row.read.reports)[SOUTH] for week in found.weeks] == [1, 0]  # by day of publication


def test_a_period_leaves_out_what_lies_outside_and_says_what_has_no_time():
    july = says(N_MOD, "shells fell there")
    later = says(S_MOD, "a mine went off", kind=Kind.MINE_EXPLOSION, places=[("Ada", "cora")], time=("July 4", at(20)))
    never = says(N_MOD, "a mine went off", kind=Kind.MINE_EXPLOSION, places=[("Ada", "bela")], time=None)
    found = view([july, later, never], period=(date(2017, 7, 1), date(2017, 7, 10)))
    assert (found.incidents, found.left_out) == (1, 1)
    assert [row.monday for row in found.weeks] == [date(2017, 7, 3)]
    assert view([july, later, never]).left_out == 0
    assert view([july], period=(date(2017, 7, 4), date(2017, 7, 4))).incidents == 1
    assert view([july], period=(date(2017, 7, 5), None)).incidents == 0


@BOTH
def test_totals_are_given_from_ten_incidents_on_and_are_no_sums(one, other):
    def deaths(day):
        loss = {"words": "villagers", "side": one[2], "count": 2}
        place = ("Ada", "ada" if day % 2 else "cora")
        return says(one, "our villagers died", losses=[loss], time=("July 4", at(day)), places=[place], published=day)

    few, many = ([deaths(day) for day in range(1, 2 * number, 2)] for number in (9, 12))
    linking = link_claims(many, MANDATE)
    assert view(few, origins=linking.origins).totals == ()
    [total] = view(many, origins=linking.origins).totals
    assert (total.question, total.incidents) == (f"killed/{one[2]}/civilian", 12)
    assert total.most[0] <= 24 <= total.most[1]


def test_recalled_incidents_are_not_counted():
    old = tell("Outlet", NORTH, 5, line("Shells fell on Ada on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")],
               time=("July 4", at(4)), background=True))  # fmt: skip
    assert view([old]).incidents == 0


def when(first: datetime, last: datetime) -> When:
    return When(first, last, TimePrecision.DAYS, "UTC")


@pytest.mark.parametrize(
    ("first", "last", "monday", "unsettled"),
    [
        (datetime(2017, 7, 4, tzinfo=UTC), datetime(2017, 7, 5, tzinfo=UTC), date(2017, 7, 3), False),
        (datetime(2017, 7, 9, tzinfo=UTC), datetime(2017, 7, 10, tzinfo=UTC), date(2017, 7, 3), False),  # to midnight
        (datetime(2017, 7, 9, 20, tzinfo=UTC), datetime(2017, 7, 10, 8, tzinfo=UTC), date(2017, 7, 10), True),
        (datetime(2017, 7, 9, 20, tzinfo=UTC), datetime(2017, 7, 10, 4, tzinfo=UTC), date(2017, 7, 3), True),
        (datetime(2017, 7, 1, tzinfo=UTC), datetime(2017, 7, 31, tzinfo=UTC), None, False),
    ],
)
def test_the_week_is_where_most_of_the_time_lies(first, last, monday, unsettled):
    assert find_week(when(first, last), UTC) == (monday, unsettled)
    assert find_week(None, UTC) == (None, False)


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 0.99), max_size=10))
def test_bands_are_those_of_all_combinations(chances):
    """The percentiles of the count, against adding up every combination one by one."""
    spread = np.zeros(len(chances) + 1)
    for number in range(2 ** len(chances)):
        here = [bool(number >> place & 1) for place in range(len(chances))]
        spread[sum(here)] += np.prod(
            [chance if there else 1 - chance for chance, there in zip(chances, here, strict=True)]
        )
    low, high = find_band(np.array(chances))
    assert spread[:low].sum() < 0.05 + 1e-9
    assert spread[: low + 1].sum() >= 0.05 - 1e-9
    assert spread[: high + 1].sum() >= 0.95 - 1e-9
    assert high == 0 or spread[:high].sum() < 0.95 + 1e-9


@given(st.lists(st.floats(0, 1), max_size=60), st.integers(0, 60))
def test_a_tally_is_in_order_and_certainty_has_no_band(chances, count):
    tally = make_tally(count, chances)
    assert 0 <= tally.low <= tally.high <= len(chances)
    assert make_tally(count, [1.0] * count) == Tally(count, count, count)


def test_many_uncertain_incidents_are_approximated_to_within_one():
    chances = np.linspace(0.2, 0.9, 400)
    exact, near = find_band(chances), find_band(np.append(chances, 0.999999))
    assert all(abs(one + 1 - other) <= 1 for one, other in zip(exact, near, strict=True))


@_SETTINGS
@given(stories())
def test_swapping_the_sides_swaps_the_rows(pairs):
    here, there = view(pairs), view([swap(pair) for pair in pairs])

    def swapped(numbers):
        return {mirror(str(side)): number for side, number in numbers}

    def plain(numbers):
        return {str(side): number for side, number in numbers}

    assert here.pair == there.pair
    assert swapped(here.read.reports) == plain(there.read.reports)
    mine = {mirror(str(row.side)): (row.pair, swapped(row.said_by), swapped(row.denied_by)) for row in here.doers}
    assert mine == {str(row.side): (row.pair, plain(row.said_by), plain(row.denied_by)) for row in there.doers}
    mine = {mirror(row.side): (row.pair, row.said, row.alone, row.denied) for row in here.reporters}
    assert mine == {str(row.side): (row.pair, row.said, row.alone, row.denied) for row in there.reporters}
    for one, other in zip((*here.kinds, *here.weeks), (*there.kinds, *there.weeks), strict=True):
        assert one.row.pair == other.row.pair
        assert swapped(one.row.doers) == plain(other.row.doers)


@_SETTINGS
@given(stories())
def test_rows_add_up(pairs):
    found = view(pairs)
    for rows in (found.kinds, found.places, found.weeks):
        assert sum(row.row.pair.claimed.count for row in rows) == found.pair.claimed.count
        assert sum(row.row.pair.corroborated.count for row in rows) == found.pair.corroborated.count
        assert sum(len(row.row.incidents) for row in rows) == found.incidents
    assert found.pair.corroborated.count <= found.pair.claimed.count <= found.incidents
    weeks = [row.monday for row in found.weeks if row.monday]
    assert weeks == sorted(set(weeks))


def test_a_period_that_ends_before_it_begins_is_refused():
    found = view([says(N_MOD)])
    with pytest.raises(ValueError, match="ends after it begins"):
        replace(found, first=date(2017, 7, 2), last=date(2017, 7, 2) - timedelta(days=1))
