"""What a time expression says, field by field, and how two of them become one."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

PUBLISHED: Final = "published"
"""Anchor of a shift that counts from the day of the report: "yesterday"."""
TOLD: Final = "told"
"""Anchor of a shift that counts from the day the text last spoke of: "the previous day"."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time, 0:00 to 23:59; 24:00 is kept as hour 24."""

    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What a time expression says, field by field. ``None`` and empty mean: not said.

    Attributes:
        day, month, year: a calendar date, as far as given ("April 2016" has no day).
        end_day, end_month, end_year: last day of a range of dates; what is not repeated is as in the first.
        weekday, end_weekday: 0 is Monday.
        which: ``last``, ``this`` or ``next`` before a weekday, a month or a season.
        part: part of the day: ``dawn``, ``early hours``, ``morning``, ``noon``, ``afternoon``, ``evening``, ``night``,
            ``midnight`` or ``day``; with ``overnight`` also for a night that ends on the date given.
        overnight: the night that *ends* on the date: "overnight to July 5", "on the night of July 4 to 5" (there the
            end date is given too).
        portion: ``early``, ``mid`` or ``late`` part of what follows.
        season: ``spring``, ``summer``, ``autumn`` or ``winter``.
        clock, clock_end: one clock time, or a range of two.
        approximate: "about", "around", "shortly before".
        bound: ``since``, ``until``, ``before`` or ``after``; empty for the time itself.
        shift: count of ``shift_unit`` from the anchor: -1 day for "yesterday", 0 for "today".
        shift_unit: ``minute``, ``hour``, ``day``, ``week``, ``month`` or ``year``.
        anchor: :data:`PUBLISHED` or :data:`TOLD`.
        length: the expression is a stretch of so many ``length_unit`` that ends at the anchor ("over the past day");
            0 for an unknown number ("in recent weeks").
        zone: zone words as written: "GMT+4", "local time", "Baku time".
        either_order: a numeric date whose day and month could be exchanged (04/07/2017).
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    end_day: int | None = None
    end_month: int | None = None
    end_year: int | None = None
    weekday: int | None = None
    end_weekday: int | None = None
    which: str = ""
    part: str = ""
    overnight: bool = False
    portion: str = ""
    season: str = ""
    clock: Clock | None = None
    clock_end: Clock | None = None
    approximate: bool = False
    bound: str = ""
    shift: int | None = None
    shift_unit: str = ""
    anchor: str = ""
    length: int | None = None
    length_unit: str = ""
    zone: str = ""
    either_order: bool = False

    @property
    def has_day(self) -> bool:
        """Whether the words fix a day, given the day of the report."""
        shifted = self.shift is not None and self.shift_unit == "day"
        return self.weekday is not None or shifted or (self.day is not None)


NOTHING: Final = TimeWords()
_FIELDS: Final = tuple(field.name for field in fields(TimeWords))
Hit = tuple[int, TimeWords]
"""Index of the token behind an expression, and what it says."""


def is_ranged(words: TimeWords) -> bool:
    ends = (words.clock_end, words.end_day, words.end_month, words.end_year, words.end_weekday)
    return any(end is not None for end in ends)


def make_range(first: TimeWords, second: TimeWords) -> TimeWords | None:
    if first.clock and second.clock and second.day is None:
        return replace(_share_half(first, second), clock_end=second.clock, zone=second.zone or first.zone)
    if first.weekday is not None and second.weekday is not None:
        return replace(first, end_weekday=second.weekday)
    if first.year is not None and second.year is not None and first.month is second.month is None:
        return replace(first, end_year=second.year)
    if second.day is not None or (first.month and second.month):
        ended = replace(first, end_day=second.day, end_month=second.month, end_year=second.year)
        if second.year and not first.year:
            ended = replace(ended, year=second.year)
        return replace(ended, overnight=True) if first.part == "night" else ended
    return None


def _share_half(first: TimeWords, second: TimeWords) -> TimeWords:
    """In "8:31 to 8:40 p.m." the half of the day counts for both."""
    if not (first.clock and second.clock):
        return first
    if second.clock.hour - first.clock.hour >= 12 and first.clock.hour + 12 <= second.clock.hour and first.zone != "am":
        return replace(first, clock=Clock(first.clock.hour + 12, first.clock.minute)) if second.zone == "pm" else first
    return first


def merge(first: TimeWords, second: TimeWords) -> TimeWords | None:
    """Both together, or ``None`` where they name the same thing differently."""
    changes: dict[str, object] = {}
    for name in _FIELDS:
        old, new, empty = getattr(first, name), getattr(second, name), getattr(NOTHING, name)
        if new in (empty, old):
            continue
        if old != empty and name != "approximate":
            return None
        changes[name] = new
    merged = replace(first, **changes)  # type: ignore[arg-type]
    return None if _is_mixed(first, second) else merged


def _is_mixed(first: TimeWords, second: TimeWords) -> bool:
    """Whether two atoms name two different days ("yesterday" beside "July 4" stays two expressions)."""
    shifts = first.shift is not None, second.shift is not None
    dates = first.day is not None or first.month is not None, second.day is not None or second.month is not None
    return (
        (shifts[0] and dates[1]) or (shifts[1] and dates[0]) or (first.length is not None and second.clock is not None)
    )
