"""Words that name a time, to an interval with precision and zone.

Rules, the same for everybody:

* A day without a year is the latest such day not after publication; a weekday is the latest such day not after
  publication (a report of Tuesday that says "Tuesday" means that day). Words of the future turn both around.
* A clock time without a day takes the day of the nearest dated mention before it in the report, else the day of
  publication, or the day before when the hour had not yet come; ``anchored`` is then ``False``.
* A part of the day is an interval of the zone's clock, as written in :data:`PARTS`. A night belongs to the evening
  that begins it; "overnight to July 5" ends on that date.
* "About" widens: a clock time by :data:`ABOUT_MINUTES` both ways, a part of the day by an hour.
* The zone is the mandate's unless the words name another ("GMT", "UTC+4", "Moscow time"). "Local time", and a city that
  the zone database does not name, leave it.
* Both ends belong to the interval and a minute is the finest step: a day ends at 23:59 and does not touch the next.
* An impossible date or clock has no value, and a :class:`~contactline.records.problems.Problem` says so.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline._kit.timewords import TOLD, Clock, TimeWords, parse_time_words
from contactline.records.times import TimePrecision, When

ABOUT_MINUTES: Final = 15
PARTS: Final[dict[str, tuple[int, int]]] = {
    "early hours": (0, 6),
    "dawn": (4, 8),
    "morning": (5, 12),
    "noon": (11, 14),
    "day": (6, 20),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (20, 30),
    "midnight": (23, 25),
}
"""First and last hour of each part of the day, counted from midnight of its day; beyond 24 lies the next day."""
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SEASON_MONTHS: Final = 3
_PORTIONS: Final = {"early": (0.0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1.0)}
_ZONES: Final = {
    "gmt": 0,
    "utc": 0,
    "z": 0,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "est": -300,
    "edt": -240,
    "amt": 240,
    "azt": 240,
    "kst": 540,
}
"""Minutes east of Greenwich of zone words that mean one offset only ("IST" means three and is left to the mandate)."""
_OFFSET: Final = re.compile(r"(?i)\b(?:gmt|utc)\s*([+\-−–]?)\s*(\d{1,2})(?::?(\d{2}))?\b")
_FUTURE: Final = re.compile(r"(?i)\b(?:will|shall|going to|(?:is|are) (?:due|to)|next|scheduled|planned|plans? to)\b")
_MINUTE: Final = timedelta(minutes=1)
_LONG: Final = frozenset({TimePrecision.MONTH, TimePrecision.YEAR})


@dataclass(frozen=True, slots=True)
class TimeAnchors:
    """What a time is relative to.

    Attributes:
        published: day of publication in the mandate's zone, or ``None``.
        published_at: the instant of publication, if known.
        told: the day that the text last spoke of, or ``None``.
        future: whether the words around speak of what is to come.
    """

    published: date | None
    published_at: datetime | None = None
    told: date | None = None
    future: bool = False


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What became of time words.

    Attributes:
        when: the interval, or ``None``.
        day: the single day it speaks of, which later bare clock times take; none where the words lean on such a
            day themselves ("the evening before"), or each would move it further.
        trouble: code of what went wrong or was assumed: ``time-unresolved``, ``time-impossible``, ``time-assumed``.
        reason: that in words, for a person.
    """

    when: When | None
    day: date | None = None
    trouble: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Days:
    """Whole days ``first`` to ``last`` (both included), and how fine that is."""

    first: date
    last: date
    precision: TimePrecision
    anchored: bool = True


class _ImpossibleError(ValueError):
    """The words name a day or hour that does not exist."""


class _UnanchoredError(ValueError):
    """The words are relative to a day that is not known."""


def resolve_time(words: str, published: date | datetime | None, zone: str, told: date | None = None) -> When | None:
    """The interval that words mean, or ``None``; see :func:`read_time` for the reason.

    Args:
        words: as written: "on July 4 at about 20:40".
        published: day (or aware instant) of publication.
        zone: IANA name of the mandate's zone.
        told: the day that the text last spoke of, for bare clock times and "the previous day".
    """
    return read_time(words, make_anchors(published, zone, told, words), zone).when


def make_anchors(
    published: date | datetime | None, zone: str, told: date | None = None, sentence: str = ""
) -> TimeAnchors:
    """Anchors from a report's publication time; ``sentence`` is looked at for words of the future."""
    future = _FUTURE.search(sentence) is not None
    if isinstance(published, datetime):
        return TimeAnchors(published.astimezone(ZoneInfo(zone)).date(), published, told, future)
    return TimeAnchors(published, None, told, future)


def read_time(words: str, anchors: TimeAnchors, zone: str) -> TimeReading:
    """Work out the interval that words mean.

    Args:
        words: as written.
        anchors: what the words may be relative to.
        zone: IANA name of the mandate's zone.
    """
    said = parse_time_words(words)
    if said is None:
        if re.search(r"\d{1,2}[:.]\d{2}|\d{1,2}(?:st|nd|rd|th)?\b", words):
            return TimeReading(None, None, "time-impossible", f"“{words}” is not a time of a calendar and clock")
        return TimeReading(None, None, "time-unresolved", f"the words “{words}” give no time")
    try:
        reading = _interval(said, anchors, zone)
        return replace(reading, day=None) if said.anchor == TOLD else reading
    except _ImpossibleError as error:
        return TimeReading(None, None, "time-impossible", f"“{words}”: {error}")
    except _UnanchoredError as error:
        return TimeReading(None, None, "time-unresolved", f"“{words}”: {error}")


def _interval(said: TimeWords, anchors: TimeAnchors, zone_name: str) -> TimeReading:
    zone, name = _zone(said.zone, zone_name)
    if said.shift is not None and said.shift_unit in {"minute", "hour"}:
        return _hours_ago(said, anchors, zone, name)
    if said.length is not None:
        return _stretch(said, anchors, zone, name)
    days = _days(said, anchors)
    assumed = days is None
    if days is None:
        days = _assumed_days(said, anchors, zone)
    day = days.first if days.first == days.last or said.overnight else None
    start, end, precision = _within(said, days, zone)
    if end < start:
        raise _ImpossibleError("it ends before it begins")
    when = _bounded(When(start, end, precision, name, anchored=not assumed), said.bound, anchors, zone)
    when = _in_own_zone(when, zone_name)
    if assumed:
        source = "the text before" if anchors.told else "the publication"
        reason = f"the day of this time is not said; {days.first.isoformat()} was taken from {source}"
        return TimeReading(when, None, "time-assumed", reason)
    if said.either_order:
        reason = f"day and month could be exchanged; {days.first.isoformat()} was taken"
        return TimeReading(when, day, "time-assumed", reason)
    return TimeReading(when, day)


# -- zones


def _in_own_zone(when: When, mandate_zone: str) -> When:
    """The mandate's zone by name where the words gave its offset ("GMT+4" in a mandate of UTC+4)."""
    own = when.earliest.astimezone(ZoneInfo(mandate_zone))
    if when.zone == mandate_zone or own.utcoffset() != when.earliest.utcoffset():
        return when
    latest = when.latest.astimezone(ZoneInfo(mandate_zone))
    return When(own, latest, when.precision, mandate_zone, when.anchored)


def _zone(words: str, mandate_zone: str) -> tuple[tzinfo, str]:
    """The zone that words name, with the name to print; the mandate's for none, "local time" or "X time"."""
    if not words:
        return ZoneInfo(mandate_zone), mandate_zone
    offset = _OFFSET.search(words)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return _fixed(-minutes if offset[1] in {"-", "−", "–"} else minutes)
    bare = words.lower().replace(".", "").strip()
    if bare in _ZONES:
        return _fixed(_ZONES[bare])
    city = re.fullmatch(r"(?i)(?P<city>[\w .'-]+?)\s+time", words.strip())
    named = _city_zone(city["city"]) if city else None
    return (ZoneInfo(named), named) if named else (ZoneInfo(mandate_zone), mandate_zone)


def _fixed(minutes: int) -> tuple[tzinfo, str]:
    if minutes == 0:
        return UTC, "UTC"
    if abs(minutes) > 14 * 60:
        raise _ImpossibleError("no zone lies so far from Greenwich")
    if minutes % 60 == 0:
        name = f"Etc/GMT{-minutes // 60:+d}"  # the zone database counts these westward
        return ZoneInfo(name), name
    return timezone(timedelta(minutes=minutes)), f"UTC{minutes // 60:+03d}:{minutes % 60:02d}"


def _city_zone(city: str) -> str | None:
    """The zone that the zone database itself names by a city: "Moscow time"."""
    place = "_".join(word.capitalize() for word in city.split())
    for area in ("Europe", "Asia", "Africa", "America", "Atlantic", "Australia", "Pacific"):
        try:
            return ZoneInfo(f"{area}/{place}").key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


# -- days


def _days(said: TimeWords, anchors: TimeAnchors) -> _Days | None:
    """The days that words name, or ``None`` when they name none."""
    if said.day is not None:
        return _dates(said, anchors)
    if said.weekday is not None:
        return _weekdays(said, anchors)
    if said.month is not None:
        return _months(said, anchors)
    if said.season:
        return _season(said, anchors)
    if said.shift is not None:
        return _shifted(said, anchors)
    if said.year is not None:
        return _years(said)
    return None


def _dates(said: TimeWords, anchors: TimeAnchors) -> _Days:
    month = said.month
    if said.day is None:
        raise _UnanchoredError("no day is said")
    if month is None:
        base = anchors.told or anchors.published
        if base is None:
            raise _UnanchoredError("neither the month nor the day of publication is known")
        month = base.month
    first = _date(said.year or said.end_year, month, said.day, anchors)
    if said.end_day is None and said.end_month is None:
        return _Days(first, first, TimePrecision.DAY)
    end_month = said.end_month or first.month
    end_year = said.end_year or (first.year + 1 if end_month < first.month else first.year)
    last = _make_date(end_year, end_month, said.end_day or said.day)
    if last < first:
        raise _ImpossibleError("the last day lies before the first")
    return _Days(first, last, TimePrecision.DAYS)


def _date(year: int | None, month: int, day: int, anchors: TimeAnchors) -> date:
    """A date; without a year the latest not after publication (the next one, where the words speak of the future)."""
    if year is not None:
        return _make_date(year, month, day)
    base = anchors.published or anchors.told
    if base is None:
        raise _UnanchoredError("neither the year nor the day of publication is known")
    step = 1 if anchors.future else -1
    for candidate in range(base.year, base.year + 9 * step, step):  # 29 February may be eight years away
        if not _exists(candidate, month, day):
            continue
        found = date(candidate, month, day)
        if (found >= base) if anchors.future else (found <= base + timedelta(days=1)):
            return found
    raise _ImpossibleError(f"there is no day {day} in month {month}")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _make_date(year: int, month: int, day: int) -> date:
    if not (1 <= year <= 9999 and _exists(year, month, day)):
        raise _ImpossibleError(f"there is no {year:04d}-{month:02d}-{day:02d}")
    return date(year, month, day)


def _weekdays(said: TimeWords, anchors: TimeAnchors) -> _Days:
    if anchors.published is None or said.weekday is None:
        raise _UnanchoredError("the day of publication is not known")
    first = _weekday(said.weekday, said.which, anchors.published, future=anchors.future)
    if said.end_weekday is None:
        return _Days(first, first, TimePrecision.DAY)
    last = first + timedelta(days=(said.end_weekday - first.weekday()) % 7)
    if last > anchors.published and not anchors.future:
        first, last = first - timedelta(days=7), last - timedelta(days=7)
    return _Days(first, last, TimePrecision.DAYS)


def _weekday(weekday: int, which: str, published: date, *, future: bool) -> date:
    if which == "next" or (future and which != "last"):
        return published + timedelta(days=(weekday - published.weekday()) % 7 or (7 if which == "next" else 0))
    back = (published.weekday() - weekday) % 7
    return published - timedelta(days=back or (7 if which == "last" else 0))


def _months(said: TimeWords, anchors: TimeAnchors) -> _Days:
    month = said.month or 1
    year = said.year or _latest_year(month, said.which, anchors)
    end_month, end_year = said.end_month or month, said.end_year or year
    first, last = date(year, month, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    if last < first:
        raise _ImpossibleError("the last month lies before the first")
    return _portion(_Days(first, last, TimePrecision.MONTH), said.portion)


def _latest_year(month: int, which: str, anchors: TimeAnchors) -> int:
    if anchors.published is None:
        raise _UnanchoredError("neither the year nor the day of publication is known")
    published = anchors.published
    if anchors.future or which == "next":
        return published.year + (month < published.month)
    if which == "last" and month < published.month:
        raise _UnanchoredError(f"“last” may mean this year's or {published.year - 1}")
    return published.year - (month > published.month or (which == "last" and month == published.month))


def _season(said: TimeWords, anchors: TimeAnchors) -> _Days:
    month = _SEASONS.get(said.season)
    if month is None:
        raise _UnanchoredError("this season has no months")
    year = said.year or _latest_year(month, said.which, anchors)
    end_year, end_month = (year, month + 2) if month < 12 else (year + 1, 2)
    last = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return _portion(_Days(date(year, month, 1), last, TimePrecision.MONTH), said.portion)


def _years(said: TimeWords) -> _Days:
    first = _make_date(said.year or 1, 1, 1)
    last = _make_date(said.end_year or first.year, 12, 31)
    if last < first:
        raise _ImpossibleError("the last year lies before the first")
    return _portion(_Days(first, last, TimePrecision.YEAR), said.portion)


def _portion(days: _Days, portion: str) -> _Days:
    """The early, middle or late third of a stretch of days."""
    if portion not in _PORTIONS:
        return days
    length = (days.last - days.first).days + 1
    start, end = _PORTIONS[portion]
    return _Days(
        days.first + timedelta(days=round(length * start)),
        days.first + timedelta(days=max(round(length * end) - 1, round(length * start))),
        TimePrecision.DAYS if days.precision is TimePrecision.MONTH else days.precision,
    )


def _shifted(said: TimeWords, anchors: TimeAnchors) -> _Days:
    base = (anchors.told if said.anchor == TOLD else None) or anchors.published
    if base is None or said.shift is None:
        raise _UnanchoredError("the day it counts from is not known")
    if said.shift_unit == "day":
        day = base + timedelta(days=said.shift)
        return _Days(day, day, TimePrecision.DAY)
    if said.shift_unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=said.shift)
        return _Days(monday, monday + timedelta(days=6), TimePrecision.WEEK)
    if said.shift_unit == "month":
        months = base.year * 12 + base.month - 1 + said.shift
        year, month = divmod(months, 12)
        _make_date(year, month + 1, 1)
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        return _Days(date(year, month + 1, 1), last, TimePrecision.MONTH)
    year = base.year + said.shift
    return _Days(_make_date(year, 1, 1), _make_date(year, 12, 31), TimePrecision.YEAR)


def _assumed_days(said: TimeWords, anchors: TimeAnchors, zone: tzinfo) -> _Days:
    """The day of a clock time or part of the day that names none."""
    if said.clock is None and not said.part and not said.overnight:
        raise _UnanchoredError("no day, clock time or part of a day is said")
    if anchors.told:
        return _Days(anchors.told, anchors.told, TimePrecision.DAY, anchored=False)
    if anchors.published is None:
        raise _UnanchoredError("neither the day nor the day of publication is known")
    day = anchors.published
    start, _, _ = _within(said, _Days(day, day, TimePrecision.DAY), zone)
    if anchors.published_at and start > anchors.published_at:
        day -= timedelta(days=1)
    return _Days(day, day, TimePrecision.DAY, anchored=False)


# -- within the day


def _within(said: TimeWords, days: _Days, zone: tzinfo) -> tuple[datetime, datetime, TimePrecision]:
    """The interval of clock time that the words leave of the days."""
    if said.clock is not None:
        return _clock_interval(said, said.clock, days, zone)
    if said.overnight:
        return _overnight(said, days, zone)
    if said.part in PARTS:
        first, last = PARTS[said.part]
        widen = timedelta(hours=1 if said.approximate else 0)
        start, end = _at(days.first, first * 60, zone) - widen, _at(days.last, last * 60, zone) + widen
        first_third, last_third = _PORTIONS.get(said.portion, (0.0, 1.0))
        length = end - start
        return start + length * first_third, start + length * last_third - _MINUTE, TimePrecision.PART
    start, end = _at(days.first, 0, zone), _at(days.last, 24 * 60, zone)
    if days.precision is TimePrecision.DAY and said.portion in _PORTIONS:
        first_third, last_third = _PORTIONS[said.portion]
        length = end - start
        return start + length * first_third, start + length * last_third - _MINUTE, TimePrecision.PART
    if said.approximate and days.precision in {TimePrecision.DAY, TimePrecision.DAYS}:
        return start - timedelta(days=1), end + timedelta(days=1) - _MINUTE, TimePrecision.DAYS
    return start, end - _MINUTE, days.precision


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    """An instant by the clock of a zone; minutes may pass midnight."""
    try:
        return datetime.combine(day + timedelta(days=minutes // 1440), time(), zone) + timedelta(minutes=minutes % 1440)
    except OverflowError as error:
        raise _ImpossibleError("the calendar does not reach there") from error


def _clock_interval(
    said: TimeWords, clock: Clock, days: _Days, zone: tzinfo
) -> tuple[datetime, datetime, TimePrecision]:
    first = _clock_minutes(said, clock)
    day = days.first
    if said.overnight and said.end_day is None and first >= 12 * 60:
        day -= timedelta(days=1)  # "overnight to July 5, at 23:00" lies on July 4
    start = _at(day, first, zone)
    widen = timedelta(minutes=ABOUT_MINUTES if said.approximate else 0)
    if said.clock_end is None:
        precision = TimePrecision.HOUR if said.approximate else TimePrecision.MINUTE
        return start - widen, _at(days.last if not said.overnight else day, first, zone) + widen, precision
    last = _clock_minutes(said, said.clock_end)
    end = _at(days.last if days.last != days.first else day, last, zone)
    if end < start:
        end += timedelta(days=1)
    return start - widen, end + widen, TimePrecision.RANGE


def _clock_minutes(said: TimeWords, clock: Clock) -> int:
    """Minutes from midnight; "8:31 in the evening" is after noon."""
    if not (0 <= clock.hour <= 24 and 0 <= clock.minute < 60) or (clock.hour == 24 and clock.minute):
        raise _ImpossibleError(f"there is no {clock.hour:02d}:{clock.minute:02d}")
    late = said.part in {"afternoon", "evening"} or (said.part == "night" and clock.hour >= 6)
    return (clock.hour + (12 if late and 1 <= clock.hour < 12 else 0)) * 60 + clock.minute


def _overnight(said: TimeWords, days: _Days, zone: tzinfo) -> tuple[datetime, datetime, TimePrecision]:
    """A night that ends on the (last) date: from the evening before, by the hours of :data:`PARTS`."""
    first, last = PARTS["night"]
    evening = days.last - timedelta(days=1) if days.first == days.last else days.first
    return (
        _at(evening, first * 60, zone),
        _at(days.last - timedelta(days=1), last * 60, zone) - _MINUTE,
        TimePrecision.PART,
    )


def _bounded(when: When, bound: str, anchors: TimeAnchors, zone: tzinfo) -> When:
    """Open ends: "since", "until", "before" and "after" reach a day further, or up to publication for "since"."""
    if bound not in {"since", "until", "before", "after"}:
        return when
    published = _at(anchors.published, 24 * 60, zone) - _MINUTE if anchors.published else None
    day = timedelta(days=1)
    precision = when.precision if when.precision in _LONG else TimePrecision.DAYS
    if bound == "since":
        latest = max(when.latest, published) if published else when.latest + day
        return When(when.earliest, latest, precision, when.zone, when.anchored)
    if bound == "after":
        latest = min(when.latest + day, published) if published else when.latest + day
        return When(when.earliest, max(latest, when.latest), precision, when.zone, when.anchored)
    return When(when.earliest - day, when.latest, precision, when.zone, when.anchored)


def _hours_ago(said: TimeWords, anchors: TimeAnchors, zone: tzinfo, name: str) -> TimeReading:
    shift = timedelta(**{f"{said.shift_unit}s": said.shift or 0})
    if anchors.published_at is None:
        raise _UnanchoredError("the hour of publication is not known")
    moment = anchors.published_at.astimezone(zone) + shift
    half = timedelta(minutes=ABOUT_MINUTES if said.shift_unit == "minute" else 60)
    return TimeReading(When(moment - half, moment + half, TimePrecision.HOUR, name), moment.date())


def _stretch(said: TimeWords, anchors: TimeAnchors, zone: tzinfo, name: str) -> TimeReading:
    """So long up to publication: "over the past day", "in the last 24 hours"."""
    if anchors.published is None:
        raise _UnanchoredError("the day of publication is not known")
    if not said.length:
        raise _UnanchoredError("how long it was is not said")
    end = anchors.published_at or _at(anchors.published, 24 * 60, zone)
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "month": 31, "year": 366}
    length = timedelta(days=said.length * days.get(said.length_unit, 1))
    if anchors.published_at is None and said.length_unit in {"minute", "hour", "day", "night"}:
        length += timedelta(days=1)  # the hour of publication is not known, so the stretch may have begun a day earlier
    precision = {"week": TimePrecision.WEEK, "month": TimePrecision.MONTH, "year": TimePrecision.YEAR}
    start = (end - length).astimezone(zone)
    return TimeReading(When(start, end.astimezone(zone), precision.get(said.length_unit, TimePrecision.DAYS), name))
