"""Values in words: times, numbers, states. One list of words for all sides."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.incidents import Result, State
from contactline.records.times import TimePrecision, When

# Not from the locale: a dossier reads the same on every machine.
_MONTHS: Final = ("January February March April May June July August September October November December").split()  # noqa: SIM905 - reads better than twelve strings
_CLOCK = {TimePrecision.MINUTE, TimePrecision.RANGE, TimePrecision.HOUR, TimePrecision.PART}

# A mark beside every word, so that no state is told by colour alone.
STATE_MARKS: Final = {
    State.STATED: "●",
    State.DENIED: "✕",
    State.PARTLY_DENIED: "◩",
    State.ADMITTED: "◆",
    State.HEDGED: "◌",
    State.DECLINED: "⊘",
    State.SILENT: "○",
    State.NOT_STATED: "—",
}
RESULT_MARKS: Final = {
    Result.AGREES: "=",
    Result.COMPATIBLE: "≈",
    Result.CONFLICTS: "≠",
    Result.ONE_SIDE_ONLY: "◐",
    Result.NOT_STATED: "—",
}


def say_day(day: date) -> str:
    """``4 July 2017``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_instant(moment: datetime) -> str:
    """``5 July 2017, 09:30 (UTC+4)``."""
    return f"{say_day(moment.date())}, {moment:%H:%M} ({say_offset(moment)})"


def say_offset(moment: datetime) -> str:
    """How far a clock is ahead of UTC: ``UTC+4``, ``UTC-3:30``, ``UTC``. A zone's name would name one side's city."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def say_when(when: When | None) -> str:
    """An interval in words, on the clock it was read in: ``4 July 2017, 20:31–20:40 (UTC+4)``."""
    if when is None:
        return "time not known"
    first, last = _local(when.earliest, when.zone), _local(when.latest, when.zone)
    words = _clock_words(first, last) if when.precision in _CLOCK else _day_words(first, last, when.precision)
    assumed = "" if when.anchored else "; day assumed"
    clocks = join(list(dict.fromkeys((say_offset(first), say_offset(last)))), "to")
    return f"{words} ({clocks}{assumed})"


def say_number(minimum: float, maximum: float | None, form: str) -> str:
    """A number of people as it was given: ``3``, ``2–5``, ``at least 3``, ``about 10``, ``none``."""
    if form == "unspecified":
        return "some, number not said"
    if form == "none":
        return "none"
    if maximum is None:
        return f"at least {minimum:g}"
    if minimum == maximum:
        return f"about {minimum:g}" if form == "about" else f"{minimum:g}"
    return f"up to {maximum:g}" if form == "at most" else f"{minimum:g}–{maximum:g}"


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 report``, ``3 reports``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def join(items: list[str], word: str = "and") -> str:
    """``a, b and c``."""
    return f" {word} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _local(moment: datetime, zone: str) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment  # a zone this machine does not know: the time's own offset is still right


def _clock_words(first: datetime, last: datetime) -> str:
    if first == last:
        return f"{say_day(first.date())}, {first:%H:%M}"
    if first.date() == last.date():
        return f"{say_day(first.date())}, {first:%H:%M}–{last:%H:%M}"
    return f"{say_day(first.date())}, {first:%H:%M} – {say_day(last.date())}, {last:%H:%M}"


def _day_words(first: datetime, last: datetime, precision: TimePrecision) -> str:
    start, end = first.date(), last.date()
    if last > first and (last.hour, last.minute, last.second) == (0, 0, 0):
        end = (last - timedelta(seconds=1)).date()  # an interval to midnight does not reach into the next day
    whole_month = start.day == 1 and (end + timedelta(days=1)).day == 1
    if precision is TimePrecision.YEAR and start.year == end.year:
        return str(start.year)
    if precision is TimePrecision.MONTH and whole_month and (start.year, start.month) == (end.year, end.month):
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if start == end:
        return say_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{say_day(end)}"
    return f"{say_day(start)} – {say_day(end)}"
