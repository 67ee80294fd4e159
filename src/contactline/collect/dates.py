"""The day of publication as far as the words, the address and the file name tell. English month names and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_WORDED = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}\b(?:,?\s+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?", re.IGNORECASE),
)
_NUMERIC = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?![\d.])"),
)
_IN_ADDRESS = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=/|-|$)")
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<mark>[-_.]?)(?P<month>0[1-9]|1[0-2])(?:(?P=mark)(?P<day>[0-3]\d))?)?(?!\d)"
)
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")s?,?\s+$", re.IGNORECASE)
_SCANNED = (
    200_000  # characters; a publication day is told near the ends, and a book-long file need not be scanned whole
)
_BACK = 3  # days before the latest dated day that a bare weekday may mean without moving the day of publication
_NEAR = 31  # days around a full date within which a date without year takes its year


@dataclass(frozen=True, slots=True)
class PublicationGuess:
    """A guessed day, or ``None``, and how it was come by: a clause for a problem's sentence."""

    day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date in the text; ``year`` is ``None`` where only day and month are said."""

    month: int
    day: int
    year: int | None
    weekday: int | None
    offset: int


def guess_publication(
    text: str, file_name: str, address: str | None, stated_lines: tuple[str, ...]
) -> PublicationGuess:
    """Work out when a report was published.

    The surest sign first: a date line of the document, the address, a whole date in the file's name, then the text:
    the latest date it names, where a day and month take their year from the file's name or from a whole date near
    them, moved on to the first day that fits the weekdays the text names ("on July 4 … on Wednesday").

    Args:
        text: the document's words.
        file_name: with or without suffix.
        address: public address, if known.
        stated_lines: lines of the document that hold nothing but its date.
    """
    for line in stated_lines:
        dated = next((found for found in _iter_dated(line) if found.year), None)
        day = _make_day(dated.year, dated.month, dated.day) if dated else None
        if day:
            return PublicationGuess(day, "from its date line")
    match = _IN_ADDRESS.search(address or "")
    if match and (day := _make_day(int(match["year"]), int(match["month"]), int(match["day"]))):
        return PublicationGuess(day, "from its address")
    year, month, day_number = _parse_name(file_name)
    if year and month and day_number and (day := _make_day(year, month, day_number)):
        return PublicationGuess(day, "from the file's name")
    return _guess_from_text(_scanned(text), year, month)


def is_date_line(text: str) -> bool:
    """Whether a line holds a whole date and little else: "6 July 2017 | 14:20", "2017-07-07 | Trend"."""
    if len(text) > 80:
        return False
    for pattern in (*_WORDED, *_NUMERIC):
        match = pattern.search(text)
        if match and match["year"]:
            rest = text[: match.start()] + text[match.end() :]
            words = re.findall(r"[^\W\d_]{3,}", _WEEKDAY.sub("", rest))
            return len(words) <= 4 and not text.rstrip().endswith((".", "!", "?"))
    return False


def _guess_from_text(text: str, year: int | None, month: int | None) -> PublicationGuess:
    dated = sorted(_iter_dated(text), key=lambda found: found.offset)
    whole = [day for found in dated if found.year and (day := _make_day(found.year, found.month, found.day))]
    if month is not None:
        whole = [day for day in whole if (day.year, day.month) == (year, month)]
    placed = [_place(found, year, month, whole) for found in dated if not found.year]
    partial = [day for day in placed if day]
    if year is None and dated and not dated[0].year and placed[0] is None:
        # It opens with a day of an unknown year: whole dates further down tell of older things.
        return PublicationGuess(None, "it names a day and month, and nothing tells the year")
    latest = max(whole + partial, default=None)
    if latest is None:
        known = (
            f"only {year}-{month:02d} is known, from the file's name"
            if year and month
            else "no date with a year was found"
        )
        return PublicationGuess(None, known)
    day = _first_fitting(latest, {match[1].lower() for match in _WEEKDAY.finditer(text)})
    source = "the latest date that the text names"
    if latest not in whole:
        source += ", its year from the file's name" if year else ", its year from another date near it"
    if day != latest:
        source += f", moved on to {_WEEKDAYS[day.weekday()].title()} to fit the weekdays it names"
    return PublicationGuess(day, f"from {source}")


def _place(found: _Dated, year: int | None, month: int | None, whole: list[date]) -> date | None:
    """The day that a date without year means, or ``None`` where nothing tells the year."""
    if year is not None:
        day = _make_day(year, found.month, found.day)
        # A file of July 2017 does not speak of "29 April" as its own day; one of the last days of June it may.
        fits = day is not None and (month is None or abs((day - date(year, month, 15)).days) <= 20)
        return day if fits else None
    for near in sorted(whole, reverse=True):
        for candidate in (near.year, near.year + 1, near.year - 1):
            day = _make_day(candidate, found.month, found.day)
            if day and abs((day - near).days) <= _NEAR and found.weekday in (None, day.weekday()):
                return day
    return None


def _first_fitting(latest: date, weekdays: set[str]) -> date:
    """The first day from ``latest`` on, up to a week, by which every named weekday has been."""
    for ahead in range(7):
        span = {_WEEKDAYS[(latest + timedelta(days=step)).weekday()] for step in range(-_BACK, ahead + 1)}
        if weekdays <= span:
            # More than the days of a news cycle away, the weekday more likely means the week before.
            return latest + timedelta(days=ahead) if ahead <= _BACK else latest
    return latest


def _iter_dated(text: str) -> Iterator[_Dated]:
    for pattern in _WORDED:
        for match in pattern.finditer(text):
            # "may 5" could be the verb, "March 5 kilometres" the verb too; a month is written with a capital.
            if match["month"][0].isupper():
                bound = _BOUND.search(text[max(0, match.start() - 12) : match.start()])
                weekday = _WEEKDAYS.index(bound[1].lower()) if bound else None
                year = int(match["year"]) if match["year"] else None
                yield _Dated(_MONTHS[match["month"].lower()], int(match["day"]), year, weekday, match.start())
    for pattern in _NUMERIC:
        for match in pattern.finditer(text):
            yield _Dated(int(match["month"]), int(match["day"]), int(match["year"]), None, match.start())


def _parse_name(name: str) -> tuple[int | None, int | None, int | None]:
    match = _IN_NAME.search(name)
    if not match:
        return None, None, None
    return int(match["year"]), *(int(match[part]) if match[part] else None for part in ("month", "day"))  # type: ignore[return-value]


def _make_day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _scanned(text: str) -> str:
    return text if len(text) <= 2 * _SCANNED else text[:_SCANNED] + "\n" + text[-_SCANNED:]
