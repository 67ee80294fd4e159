"""Times that count from another one: "yesterday", "two days ago", "last Tuesday", "the past week"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline._kit.timewords.dates import find_month_date, find_weekday, find_year_number
from contactline._kit.timewords.tokens import (
    IN,
    NUMBERS,
    SEASONS,
    UNITS,
    VAGUE_NUMBERS,
    WHICH,
    Tokens,
)
from contactline._kit.timewords.words import PUBLISHED, TOLD, Hit, TimeWords

_SHIFT_PHRASES: Final[tuple[tuple[tuple[str, ...], TimeWords], ...]] = tuple(
    (tuple(phrase.split()), words)
    for phrase, words in (
        ("the day before yesterday", TimeWords(shift=-2, shift_unit="day", anchor=PUBLISHED)),
        ("the day after tomorrow", TimeWords(shift=2, shift_unit="day", anchor=PUBLISHED)),
        ("yesterday", TimeWords(shift=-1, shift_unit="day", anchor=PUBLISHED)),
        ("earlier today", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED)),
        ("today", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED)),
        ("tomorrow", TimeWords(shift=1, shift_unit="day", anchor=PUBLISHED)),
        ("tonight", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED, part="night")),
        ("last night", TimeWords(shift=-1, shift_unit="day", anchor=PUBLISHED, part="night")),
        ("yesterday night", TimeWords(shift=-1, shift_unit="day", anchor=PUBLISHED, part="night")),
        ("last evening", TimeWords(shift=-1, shift_unit="day", anchor=PUBLISHED, part="evening")),
        ("this morning", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED, part="morning")),
        ("this afternoon", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED, part="afternoon")),
        ("this evening", TimeWords(shift=0, shift_unit="day", anchor=PUBLISHED, part="evening")),
        ("earlier in the day", TimeWords(shift=0, shift_unit="day", anchor=TOLD)),
        ("later in the day", TimeWords(shift=0, shift_unit="day", anchor=TOLD)),
        ("during the day", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="day")),
        ("throughout the day", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="day")),
        ("the same day", TimeWords(shift=0, shift_unit="day", anchor=TOLD)),
        ("that day", TimeWords(shift=0, shift_unit="day", anchor=TOLD)),
        ("the day before", TimeWords(shift=-1, shift_unit="day", anchor=TOLD)),
        ("the previous day", TimeWords(shift=-1, shift_unit="day", anchor=TOLD)),
        ("a day earlier", TimeWords(shift=-1, shift_unit="day", anchor=TOLD)),
        ("the morning before", TimeWords(shift=-1, shift_unit="day", anchor=TOLD, part="morning")),
        ("the evening before", TimeWords(shift=-1, shift_unit="day", anchor=TOLD, part="evening")),
        ("the previous evening", TimeWords(shift=-1, shift_unit="day", anchor=TOLD, part="evening")),
        ("the night before", TimeWords(shift=-1, shift_unit="day", anchor=TOLD, part="night")),
        ("the previous night", TimeWords(shift=-1, shift_unit="day", anchor=TOLD, part="night")),
        ("the same evening", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="evening")),
        ("that evening", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="evening")),
        ("the same night", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="night")),
        ("that night", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="night")),
        ("that morning", TimeWords(shift=0, shift_unit="day", anchor=TOLD, part="morning")),
        ("the next day", TimeWords(shift=1, shift_unit="day", anchor=TOLD)),
        ("the following day", TimeWords(shift=1, shift_unit="day", anchor=TOLD)),
        ("the next morning", TimeWords(shift=1, shift_unit="day", anchor=TOLD, part="morning")),
        ("the following morning", TimeWords(shift=1, shift_unit="day", anchor=TOLD, part="morning")),
        ("this week", TimeWords(shift=0, shift_unit="week", anchor=PUBLISHED)),
        ("last week", TimeWords(shift=-1, shift_unit="week", anchor=PUBLISHED)),
        ("next week", TimeWords(shift=1, shift_unit="week", anchor=PUBLISHED)),
        ("this month", TimeWords(shift=0, shift_unit="month", anchor=PUBLISHED)),
        ("last month", TimeWords(shift=-1, shift_unit="month", anchor=PUBLISHED)),
        ("next month", TimeWords(shift=1, shift_unit="month", anchor=PUBLISHED)),
        ("this year", TimeWords(shift=0, shift_unit="year", anchor=PUBLISHED)),
        ("last year", TimeWords(shift=-1, shift_unit="year", anchor=PUBLISHED)),
        ("next year", TimeWords(shift=1, shift_unit="year", anchor=PUBLISHED)),
    )
)
_PHRASES_BY_FIRST: Final = {
    first: tuple(entry for entry in _SHIFT_PHRASES if entry[0][0] == first)
    for first in {p[0][0] for p in _SHIFT_PHRASES}
}


def find_shift_word(tokens: Tokens, index: int) -> Hit | None:
    for phrase, words in _PHRASES_BY_FIRST.get(tokens.low(index), ()):
        if not tokens.match(index, *phrase):
            continue
        stop = index + len(phrase)
        if (
            phrase[-1] == "before"
            and tokens.at(stop).kind in ("word", "number", "ordinal")
            and tokens.low(stop) != "in"
        ):
            continue  # "the day before the attack"
        return stop, words
    return None


def find_shift_count(tokens: Tokens, index: int) -> Hit | None:
    """As "two days ago", "a week earlier", "over the past 24 hours", "in recent days", "the last two weeks"."""
    stop = index + (tokens.low(index) == "the")
    past = tokens.low(stop) in ("past", "last", "previous", "preceding", "recent")
    recent = tokens.low(stop) == "recent"
    stop += past
    count, stop = _count(tokens, stop)
    unit = UNITS.get(tokens.low(stop), "")
    if not unit or unit == "weekend":
        return None
    unit, factor = {"night": ("day", 1), "decade": ("year", 10)}.get(unit, (unit, 1))
    if past and (stop > index + 1 or recent):
        number = 0 if recent or count is None else max(count, 0)
        led = tokens.low(index) == "the" or recent or count is not None
        return (
            (stop + 1, TimeWords(length=(number or (0 if recent else 1)) * factor, length_unit=unit, anchor=PUBLISHED))
            if led
            else None
        )
    if count is None:
        return None
    return _shift_direction(tokens, stop + 1, count * factor, unit)


def _count(tokens: Tokens, index: int) -> tuple[int | None, int]:
    token = tokens.at(index)
    if tokens.match(index, "a", "few") or tokens.match(index, "a", "couple"):
        stop = index + 2 + (tokens.low(index + 2) == "of")
        return (2 if tokens.low(index + 1) == "couple" else 0), stop
    if token.lower in VAGUE_NUMBERS:
        return 0, index + 1
    if token.lower in NUMBERS:
        return NUMBERS[token.lower], index + 1
    if token.kind == "number" and len(token.text) <= 3:
        return int(token.text), index + 1
    return None, index


def _shift_direction(tokens: Tokens, index: int, count: int, unit: str) -> Hit | None:
    """A count of 0 stands for "several": the direction is known, the number is not."""
    word = tokens.low(index)
    sign, anchor = {"ago": (-1, PUBLISHED), "earlier": (-1, TOLD), "later": (1, TOLD)}.get(word, (0, ""))
    if not sign:
        return None
    approximate = count == 0
    return index + 1, TimeWords(shift=sign * (count or 3), shift_unit=unit, anchor=anchor, approximate=approximate)


def find_which(tokens: Tokens, index: int) -> Hit | None:
    """As "last Tuesday", "last April", "this summer"."""
    which = WHICH.get(tokens.low(index))
    if not which:
        return None
    hit = find_weekday(tokens, index + 1) or find_month_date(tokens, index + 1) or find_season(tokens, index + 1)
    return (hit[0], replace(hit[1], which=which)) if hit else None


def find_season(tokens: Tokens, index: int) -> Hit | None:
    season = SEASONS.get(tokens.low(index))
    before = tokens.low(index - 1)
    if not season:
        return None
    stop = index + 1 + (tokens.low(index + 1) == "of")
    year = find_year_number(tokens, stop)
    if year:
        return stop + 1, TimeWords(season=season, year=year)
    led = before in WHICH or (before in ("in", "since", "the") and tokens.low(index - 2) in IN) or before == "in"
    return (index + 1, TimeWords(season=season)) if led else None
