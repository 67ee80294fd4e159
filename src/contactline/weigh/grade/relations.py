"""Whether one value bears another out, or rules it out. Between the two lies a lot that does neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from contactline._kit.geodesy import measure_km
from contactline.records.claims import Kind
from contactline.records.ids import PlaceId
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.weigh.algebra.figures import is_clash
from contactline.weigh.algebra.times import MINUTE, NEAR_CLOCK, find_gap
from contactline.weigh.compare import make_interval, make_number
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.said import BROAD, DISPUTES
from contactline.weigh.versions import Value

NEAR_KM: Final = 15.0
"""Places nearer than this do not rule each other out: fire has two ends."""
SAME_CLOCK: Final = 10 * MINUTE
"""Narrow clock times nearer than this bear each other out."""
Relates = Callable[[Value, Value], bool]


class Relations:
    """Bears out and rules out, by the sort of value; knows the mandate's places."""

    def __init__(self, mandate: Mandate) -> None:
        self._places = {place.id: place for place in mandate.places}
        self._clashes: dict[Measure, Relates] = {
            Measure.YES_NO: lambda one, other: one.key != other.key,
            Measure.TIME: _are_times_apart,
            Measure.PLACE: self._are_places_apart,
            Measure.KIND: _are_kinds_apart,
            Measure.WEAPONS: _deny_and_say,
            Measure.NUMBER: lambda one, other: is_clash(make_number(one), make_number(other)),
            Measure.LIST: _deny_and_say,
            Measure.PERSONS: _deny_and_say,
            Measure.FORCES: _deny_and_say,
        }

    def bears_out(self, one: Value, other: Value, question: str) -> bool:
        """Whether ``one``, if true, makes ``other`` true: the same, or something finer of which it is a part."""
        if (one.key, one.denies) == (other.key, other.denies):
            return True
        if one.denies or other.denies:
            return False
        rule = _IMPLIES.get(get_measure(question))
        return rule is not None and rule(one, other)

    def rules_out(self, one: Value, other: Value, question: str) -> bool:
        """Whether the two cannot both be true. Symmetric."""
        return self._clashes[get_measure(question)](one, other)

    def _are_places_apart(self, one: Value, other: Value) -> bool:
        if one.denies or other.denies or one.key == other.key or BROAD in {one.rank, other.rank}:
            return False
        if one.key in other.within or other.key in one.within:
            return False
        here, there = (self._find_point(value) for value in (one, other))
        return here is not None and there is not None and measure_km(here, there) > NEAR_KM

    def _find_point(self, value: Value) -> tuple[float, float] | None:
        place: Place | None = self._places.get(PlaceId(value.key))
        if place is None or place.lat is None or place.lon is None:
            return None
        return place.lat, place.lon


def _is_within(one: Value, other: Value) -> bool:
    """Whether an interval lies inside another; an open end reaches on for ever."""
    low = (one.minimum or 0.0) >= (other.minimum or 0.0)
    high = other.maximum is None or (one.maximum is not None and one.maximum <= other.maximum)
    return low and high


def _is_time_within(one: Value, other: Value) -> bool:
    mine, theirs = make_interval(one), make_interval(other)
    if one.rank == other.rank == 0 and max(mine.length, theirs.length) <= NEAR_CLOCK:
        return find_gap(mine, theirs) <= SAME_CLOCK
    return _is_within(one, other)


def _is_number_within(one: Value, other: Value) -> bool:
    """A figure bears out a vaguer one, but no figure bears out that nobody was hurt, nor the other way round."""
    return (one.maximum == 0) == (other.maximum == 0) and _is_within(one, other)


_IMPLIES: Final[dict[Measure, Relates]] = {
    Measure.TIME: _is_time_within,
    Measure.PLACE: lambda one, other: other.key in one.within,
    Measure.WEAPONS: lambda one, other: one.key.startswith(f"{other.key} "),
    Measure.NUMBER: _is_number_within,
}


def _are_times_apart(one: Value, other: Value) -> bool:
    return find_gap(make_interval(one), make_interval(other)) > (NEAR_CLOCK if one.rank == other.rank == 0 else 0.0)


def _are_kinds_apart(one: Value, other: Value) -> bool:
    return compare_kinds([Kind(one.key)], [Kind(other.key)]) is KindFit.DIFFERENT


def _deny_and_say(one: Value, other: Value) -> bool:
    return one.key.removeprefix(DISPUTES) == other.key.removeprefix(DISPUTES) and one.denies != other.denies
