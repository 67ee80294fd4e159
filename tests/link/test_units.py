"""Times, sites and kinds: how two of them stand to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.link.kinds import choose_kind
from contactline.link.sites import Atlas, Level, Site, SiteTally, Where, compare_sites
from contactline.link.times import Nearness, compare_times, is_period, local_days, move_to_day, widen_to_day
from contactline.records.claims import Kind, PlaceRole
from contactline.records.ids import PlaceId
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.mandates import Mandate
from contactline.records.times import TimePrecision
from contactline.records.titles import make_day_title, make_place_title
from linkcases import MANDATE, at, in_month

ATLAS = Atlas(MANDATE)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (at(4, "20:40"), at(4, "20:10"), Nearness.SAME_CLOCK),
        (at(4, "23:50"), at(5, "0:20"), Nearness.SAME_CLOCK),
        (at(4, "20:40"), at(4, "8:40"), Nearness.SLIP),
        (at(4, "20:40"), at(4, "13:00"), Nearness.SAME_DAY),
        (at(4, "20:40"), at(4), Nearness.SAME_TIME),
        (at(4, "20:40"), at(4, "18:00", "24:00"), Nearness.SAME_TIME),
        (at(4, "9:00"), at(4, "18:00", "24:00"), Nearness.SAME_DAY),
        (at(4), at(5), Nearness.APART),
        (at(4, "20:40"), at(5), Nearness.APART),
        (at(4, "20:40"), at(2, "20:40"), Nearness.APART),
        (at(4), in_month(7, 2017), Nearness.SAME_PERIOD),
        (at(4), in_month(4, 2016), Nearness.APART),
    ],
)
def test_times(one, other, expected):
    assert compare_times(one, other) is expected
    assert compare_times(other, one) is expected


def test_days_of_two_zones_do_not_run_into_each_other():
    kyiv = replace(at(5), zone="Europe/Kyiv")
    assert compare_times(at(4), replace(kyiv, earliest=at(4, "23:00").earliest)) is Nearness.APART


def test_a_day_ends_before_the_next_one_begins():
    first, last = local_days(at(4))
    assert first == last
    assert first.day == 4


def test_a_bare_clock_time_moves_to_the_day_that_is_told_and_keeps_its_hour():
    moved = move_to_day(replace(at(6, "20:40"), anchored=False), at(4))
    assert moved.earliest == at(4, "20:40").earliest
    assert moved.anchored


def test_widening_gives_whole_days_and_leaves_periods():
    assert widen_to_day(at(4, "20:40")) == at(4)
    assert widen_to_day(at(4, "20:40")).precision is TimePrecision.DAY
    assert widen_to_day(in_month(4)) == in_month(4)
    assert is_period(in_month(4))


def test_an_unknown_zone_does_not_stop_a_run():
    assert local_days(replace(at(4, "20:40"), zone="Nowhere/Land"))[0].day == 4


def tally(*sites, unknown=()):
    made = SiteTally()
    made.add(
        [Site(PlaceId(place), ATLAS.level(PlaceId(place)), role, answer) for place, role, answer in sites], unknown
    )
    return made


AT, FROM = PlaceRole.AT, PlaceRole.FROM


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (tally(("ada", AT, False)), tally(("ada", FROM, False)), Where.SAME),
        (tally(("ada", AT, False)), tally(("bela", AT, False)), Where.NEARBY),
        (tally(("ada", AT, False)), tally(("bela", FROM, False)), Where.TWO_ENDS),
        (tally(("ada", AT, False)), tally(("bela", AT, True)), Where.TWO_ENDS),
        (tally(("ada", AT, False)), tally(("cora", AT, False)), Where.APART),
        (tally(("ada", AT, False)), tally(("lowland", AT, False)), Where.INSIDE),
        (tally(("ada", AT, False)), tally(("upland", AT, False)), Where.APART),
        (tally(("lowland", AT, False)), tally(("lowland", AT, False)), Where.INSIDE),
        (tally(("lowland", AT, False)), tally(("upland", AT, False)), Where.APART),
        (tally(unknown=["zar"]), tally(unknown=["zar"]), Where.SAME_NAME),
        (tally(unknown=["zar"]), tally(("ada", AT, False)), Where.UNKNOWN),
        (tally(), tally(("ada", AT, False)), Where.UNKNOWN),
        (tally(("ada", AT, False), ("cora", AT, False)), tally(("ada", AT, False)), Where.SAME),
        (
            tally(("ada", AT, False), ("cora", AT, False), ("bela", AT, False)),
            tally(("ada", AT, False)),
            Where.APART,
        ),
    ],
)
def test_sites(mine, theirs, expected):
    assert compare_sites(mine, theirs, ATLAS)[0] is expected
    assert compare_sites(theirs, mine, ATLAS)[0] is expected


def test_regions_and_lines_are_too_broad_to_tell_incidents_apart():
    assert ATLAS.level(PlaceId("plain")) is Level.BROAD
    assert ATLAS.level(PlaceId("lowland")) is Level.DISTRICT
    assert ATLAS.level(PlaceId("ada")) is Level.SETTLEMENT


def test_a_place_outside_the_mandate_has_a_title_but_no_point():
    assert ATLAS.title(PlaceId("nowhere")) == "nowhere"
    assert ATLAS.distance_km(PlaceId("nowhere"), PlaceId("ada")) is None


def test_a_loop_of_parents_ends():
    looped = tuple(
        replace(place, parent=PlaceId("ada")) if place.id in {"ada", "lowland"} else place for place in MANDATE.places
    )
    mandate: Mandate = replace(MANDATE, places=looped)
    assert Atlas(mandate).ancestors(PlaceId("ada"))


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(-0.24, 0.24), st.floats(-0.3, 0.3))
def test_every_neighbour_lies_in_the_cells_around(lat, lon, north, east):
    places = tuple(
        replace(place, lat=lat + (north if place.id == "bela" else 0), lon=lon + (east if place.id == "bela" else 0))
        if place.id in {"ada", "bela"}
        else place
        for place in MANDATE.places
    )
    atlas = Atlas(replace(MANDATE, places=places))
    distance = atlas.distance_km(PlaceId("ada"), PlaceId("bela"))
    if distance is not None and distance <= 25:
        assert atlas.cell(PlaceId("bela")) in atlas.cells_around(PlaceId("ada"))


@given(st.sets(st.sampled_from(Kind)), st.sets(st.sampled_from(Kind)))
def test_kinds_compare_alike_both_ways(mine, theirs):
    assert compare_kinds(mine, theirs) is compare_kinds(theirs, mine)


def test_kinds():
    assert compare_kinds([Kind.SHELLING], [Kind.SHELLING, Kind.KILLING]) is KindFit.SAME
    assert compare_kinds([Kind.SHELLING], [Kind.ROCKET_ATTACK]) is KindFit.COMPATIBLE
    assert compare_kinds([Kind.SHELLING], [Kind.UNSPECIFIED]) is KindFit.OPEN
    assert compare_kinds([Kind.SHELLING], [Kind.MINE_EXPLOSION]) is KindFit.DIFFERENT


def test_the_kind_that_says_most_names_the_incident():
    assert choose_kind({Kind.UNSPECIFIED: 9, Kind.KILLING: 5, Kind.SHELLING: 1}) is Kind.SHELLING
    assert choose_kind({Kind.SHELLING: 1, Kind.CEASEFIRE_VIOLATION: 3}) is Kind.SHELLING
    assert choose_kind({Kind.CEASEFIRE_VIOLATION: 3, Kind.UNSPECIFIED: 5}) is Kind.CEASEFIRE_VIOLATION
    assert choose_kind({Kind.MONITORING: 1}) is Kind.MONITORING
    assert choose_kind({}) is Kind.UNSPECIFIED


def test_titles_of_places_and_days():
    assert make_place_title(MANDATE.places[1], MANDATE.sides) == "Bela / Vela"
    day = local_days(at(4))[0]
    assert make_day_title(day, day) == "4 July 2017"
    assert make_day_title(day, day.replace(day=5)) == "4–5 July 2017"
    assert make_day_title(day, day.replace(month=8, day=1)) == "4 July – 1 August 2017"
