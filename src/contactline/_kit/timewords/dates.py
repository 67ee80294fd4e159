"""Calendar dates, years and weekdays: "4 July 2017", "July 4-5", "on the 4th", "Tuesday"."""

from __future__ import annotations

from dataclasses import replace

from contactline._kit.timewords.clocks import make_clock
from contactline._kit.timewords.tokens import (
    IN,
    MONTHS,
    NUMBERS_IN,
    PORTIONS,
    WEEKDAYS,
    WHICH,
    YEAR_LEADS,
    Tokens,
)
from contactline._kit.timewords.words import Hit, TimeWords


def find_decade(tokens: Tokens, index: int) -> Hit | None:
    """As "the 1990s": ten years."""
    token = tokens.at(index)
    if token.kind != "decade":
        return None
    year = int(token.text[:4])
    return index + 1, TimeWords(year=year, end_year=year + 9)


def find_numeric_date(tokens: Tokens, index: int) -> Hit | None:
    """As "2017-07-04" and "4.07.2017"."""
    token = tokens.at(index)
    if token.kind == "iso":
        return _iso(tokens, index)
    words = _numeric_date(token.text) if token.kind == "numeric" else None
    return (index + 1, words) if words else None


def _iso(tokens: Tokens, index: int) -> Hit | None:
    numbers = [int(number) for number in NUMBERS_IN.findall(tokens.at(index).text)]
    if not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31):
        return None
    clock = make_clock(numbers[3], numbers[4]) if len(numbers) > 4 else None
    return index + 1, TimeWords(year=numbers[0], month=numbers[1], day=numbers[2], clock=clock)


def _numeric_date(text: str) -> TimeWords | None:
    """Day first, as everywhere but in the United States; a date that allows both orders says so."""
    first, second, year = (int(number) for number in NUMBERS_IN.findall(text))
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    if 1 <= second <= 12 and 1 <= first <= 31:
        either = "/" in text and first <= 12 and first != second
        return TimeWords(day=first, month=second, year=year, either_order=either)
    if 1 <= first <= 12 and 1 <= second <= 31:
        return TimeWords(day=second, month=first, year=year)
    return None


def find_day(tokens: Tokens, index: int) -> int | None:
    token = tokens.at(index)
    if token.kind not in ("number", "ordinal"):
        return None
    number = int(NUMBERS_IN.findall(token.text)[0])
    return number if 1 <= number <= 31 and len(token.text) <= 4 else None


def find_month(tokens: Tokens, index: int) -> int | None:
    token = tokens.at(index)
    if token.kind != "word" or not token.text[0].isupper():
        return None
    return MONTHS.get(token.lower)


def find_year_number(tokens: Tokens, index: int) -> int | None:
    token = tokens.at(index)
    if token.kind == "number" and len(token.text) == 4 and token.text[:2] in ("18", "19", "20"):
        return int(token.text)
    return None


def find_day_first(tokens: Tokens, index: int) -> Hit | None:
    """As "4 July 2017", "the 4th of July", "4-5 July", "4 to 5 July", "2, 3 July" (the last day only)."""
    day = find_day(tokens, index)
    if day is None:
        return None
    end_day = None
    stop = index + 1
    if tokens.low(stop) in ("-", "–", "—", "to", "and") and find_day(tokens, stop + 1):
        end_day, stop = find_day(tokens, stop + 1), stop + 2
    if tokens.low(stop) == "of":
        stop += 1
    month = find_month(tokens, stop)
    if month is None:
        return None
    stop, year = _trailing_year(tokens, stop + 1)
    return stop, TimeWords(day=day, month=month, year=year, end_day=end_day)


def _trailing_year(tokens: Tokens, index: int) -> tuple[int, int | None]:
    comma = tokens.low(index) == ","
    year = find_year_number(tokens, index + comma)
    return (index + comma + 1, year) if year else (index, None)


def find_month_date(tokens: Tokens, index: int) -> Hit | None:
    """As "July 4", "July 4-5, 2017", "April 2016", "in May"."""
    month = find_month(tokens, index)
    if month is None:
        return None
    stop = index + 1
    if tokens.low(stop) == "." and len(tokens.low(index)) <= 4:
        stop += 1
    if tokens.low(stop) == "the" and tokens.at(stop + 1).kind == "ordinal":
        stop += 1
    day = find_day(tokens, stop)
    if day is not None:
        return _days_of_month(tokens, stop + 1, TimeWords(day=day, month=month))
    stop += tokens.low(stop) in ("of", ",") and find_year_number(tokens, stop + 1) is not None
    year = find_year_number(tokens, stop)
    if year is not None:
        return stop + 1, TimeWords(month=month, year=year)
    return (index + 1, TimeWords(month=month)) if _is_lone_month(tokens, index) else None


def _days_of_month(tokens: Tokens, index: int, words: TimeWords) -> Hit:
    if tokens.low(index) in ("-", "–", "—"):
        end_month = find_month(tokens, index + 1)
        end_day = find_day(tokens, index + 1 + (end_month is not None))
        if end_day is not None:
            index += 2 + (end_month is not None)
            words = replace(words, end_day=end_day, end_month=end_month)
    stop, year = _trailing_year(tokens, index)
    return stop, replace(words, year=year)


def _is_lone_month(tokens: Tokens, index: int) -> bool:
    """A month without day or year; "May" and "March" and short forms only where a preposition makes them one."""
    before = tokens.low(index - 1)
    led = before in IN or before in WHICH or before in PORTIONS or before in ("-", "and", "to", "between", "the")
    name = tokens.low(index)
    return led if name in ("may", "march") or len(name) <= 4 else True


def find_year(tokens: Tokens, index: int, opener: str) -> Hit | None:
    year = find_year_number(tokens, index)
    if year is None or not ({tokens.low(index - 1), opener} & YEAR_LEADS):
        return None
    following = tokens.at(index + 1)
    counted = following.kind == "word" and following.lower.endswith("s") and following.text[0].islower()
    if counted and following.lower not in ("was", "is", "as", "has", "does", "clashes", "hostilities"):
        return None  # "in 2000 houses"
    return index + 1, TimeWords(year=year)


def find_lone_ordinal(tokens: Tokens, index: int) -> Hit | None:
    """As "on the 4th": a day of a month said elsewhere."""
    day = find_day(tokens, index)
    if day is None or tokens.at(index).kind != "ordinal" or not tokens.match(index - 2, "on", "the"):
        return None
    following = tokens.at(index + 1)
    return (index + 1, TimeWords(day=day)) if following.kind != "word" or following.lower in IN else None


def find_weekday(tokens: Tokens, index: int) -> Hit | None:
    token = tokens.at(index)
    number = WEEKDAYS.get(token.lower)
    if number is None or not token.text[0].isupper():
        return None
    stop = index + 1
    if len(token.lower) <= 5:  # "Sun", "Mon", "Tues": only before a date
        stop += tokens.low(stop) == "."
        comma = tokens.low(stop) == ","
        dated = find_month(tokens, stop + comma) or find_day(tokens, stop + comma)
        return (stop, TimeWords(weekday=number)) if dated else None
    return stop, TimeWords(weekday=number)
