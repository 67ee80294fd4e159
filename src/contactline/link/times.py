"""When: how two uncertain times stand to each other."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.claims import Claim
from contactline.records.times import TimePrecision, When

CLOCK_TOLERANCE: Final = timedelta(minutes=60)
"""Clock times nearer than this are the same moment: watches, rounding and "about" differ by as much."""
SLIP_TOLERANCE: Final = timedelta(minutes=45)
"""How near to twelve hours a difference must be to be taken for a slip of a 12-hour clock."""
LONGEST_CLOCK: Final = timedelta(hours=3)
"""Two clock times farther apart than this say no more than a part of the day."""
LONGEST_DATED: Final = timedelta(days=5)
"""A run of days longer than this is a period, not an incident's date."""
_ENOUGH: Final = timedelta(hours=6)
_HALF_DAY: Final = timedelta(hours=12)
_CLOCK_PRECISIONS: Final = frozenset({TimePrecision.MINUTE, TimePrecision.RANGE, TimePrecision.HOUR})
_PERIOD_PRECISIONS: Final = frozenset({TimePrecision.WEEK, TimePrecision.MONTH, TimePrecision.YEAR})


class Nearness(IntEnum):
    """How two times stand to each other, nearest first."""

    SAME_CLOCK = 0
    SAME_TIME = 1
    """The intervals share enough; at least one is no finer than a part of the day."""
    SLIP = 2
    """The same day and about twelve hours apart: a slip of a 12-hour clock would explain it."""
    SAME_DAY = 3
    SAME_PERIOD = 4
    APART = 5


def find_time(claim: Claim) -> When | None:
    """When what a claim tells happened, as it says; words that only say when somebody spoke do not count."""
    mention, stated = claim.occurrence.time, claim.stated
    if mention is None or (stated is not None and stated.quote.span.overlaps(mention.quote.span)):
        return None
    return mention.when


def is_clock(when: When) -> bool:
    """Whether it names an hour of the clock."""
    return when.precision in _CLOCK_PRECISIONS and when.latest - when.earliest <= LONGEST_CLOCK


def is_period(when: When) -> bool:
    """Whether it is too long to date an incident: a week, a month, a year."""
    return when.precision in _PERIOD_PRECISIONS or when.latest - when.earliest > LONGEST_DATED


def local_days(when: When) -> tuple[date, date]:
    """First and last day it touches in its own zone; an end at midnight does not touch the next day."""
    zone = _zone(when.zone)
    first = when.earliest.astimezone(zone)
    last = when.latest.astimezone(zone)
    if last > first:
        last = max(first, last - timedelta(seconds=1))
    return first.date(), last.date()


def move_to_day(when: When, day: When) -> When:
    """A bare clock time, set on the first day of another time: the day was only assumed before."""
    shift = timedelta(days=(local_days(day)[0] - local_days(when)[0]).days)
    return When(when.earliest + shift, when.latest + shift, when.precision, when.zone, anchored=True)


def widen_to_day(when: When) -> When:
    """The whole days that a time touches, for what happened "also" then."""
    zone = _zone(when.zone)
    first, last = local_days(when)
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    precision = TimePrecision.DAY if first == last else TimePrecision.DAYS
    return when if is_period(when) else When(start, end, precision, when.zone)


def compare_times(one: When, other: When) -> Nearness:
    """How two times stand to each other. Symmetric."""
    if is_period(one) or is_period(other):
        return Nearness.SAME_PERIOD if _shares_enough(one, other) else Nearness.APART
    if is_clock(one) and is_clock(other):
        return _compare_clocks(one, other)
    if _shares_enough(one, other):
        return Nearness.SAME_TIME
    if _is_part(one) and _is_part(other) and _shares_day(one, other):
        return Nearness.SAME_DAY
    return Nearness.APART


def is_slip(one: When, other: When) -> bool:
    """Whether two clock times of one day differ by about twelve hours."""
    difference = abs(_middle(one) - _middle(other))
    return abs(difference - _HALF_DAY) <= SLIP_TOLERANCE


def _compare_clocks(one: When, other: When) -> Nearness:
    if one.gap(other) <= CLOCK_TOLERANCE:
        return Nearness.SAME_CLOCK
    if not _shares_day(one, other):
        return Nearness.APART
    return Nearness.SLIP if is_slip(one, other) else Nearness.SAME_DAY


def _shares_enough(one: When, other: When) -> bool:
    """Whether they share half of the shorter one, or six hours: days of two zones overlap a little anyway."""
    shared = min(one.latest, other.latest) - max(one.earliest, other.earliest)
    shorter = min(one.latest - one.earliest, other.latest - other.earliest)
    if not shorter:
        return one.overlaps(other)
    return shared >= min(_ENOUGH, shorter / 2)


def _is_part(when: When) -> bool:
    return is_clock(when) or when.latest - when.earliest < timedelta(hours=23)


def _shares_day(one: When, other: When) -> bool:
    first, second = local_days(one), local_days(other)
    return first[0] <= second[1] and second[0] <= first[1]


def _middle(when: When) -> datetime:
    return when.earliest + (when.latest - when.earliest) / 2


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that is not known, so that a strange name cannot stop a run."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
