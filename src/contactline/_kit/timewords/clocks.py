"""Clock times and zones: "20:40", "8.40 p.m.", "2040 hrs", "half past eight", "(GMT+4)", "local time"."""

from __future__ import annotations

from typing import Final

from contactline._kit.timewords.tokens import (
    NUMBERS,
    NUMBERS_IN,
    RANGE_SIGNS,
    ZONES,
    Tokens,
)
from contactline._kit.timewords.words import Clock, Hit, TimeWords


def find_clock(tokens: Tokens, index: int, opener: str) -> Hit | None:
    token = tokens.at(index)
    if token.kind == "military":
        return _clock_hit(index + 1, int(token.text[:2]), int(token.text[2:4]), "")
    numbers = [int(number) for number in NUMBERS_IN.findall(token.text)]
    half = "pm" if "p" in token.lower else "am" if "a" in token.lower else ""
    minute = numbers[1] if len(numbers) > 1 else 0
    dotted = token.kind == "clock" and "." in token.text[:3] and not half
    if dotted and not _is_dotted_clock(tokens, index, opener):
        return None
    stop = index + 1
    if tokens.low(stop) in ("hrs", "hours", "h", "o'clock"):
        stop += 1
    if not half and token.kind == "clock":
        half = _later_half(tokens, stop)
    return _clock_hit(stop, numbers[0], minute, half)


def _later_half(tokens: Tokens, index: int) -> str:
    """The half of the day that a range names once, at its end: "8:31-8:40 p.m."."""
    if tokens.low(index) not in RANGE_SIGNS:
        return ""
    second = tokens.at(index + 1)
    if second.kind not in ("clock", "hour"):
        return ""
    return "pm" if "p" in second.lower else "am" if "a" in second.lower else ""


def _is_dotted_clock(tokens: Tokens, index: int, opener: str) -> bool:
    before = {tokens.low(index - 1), opener}
    led = before & {"at", "about", "around", "between", "from", "until", "till", "since", "by", "and", "to", "-", "–"}
    following = tokens.at(index + 1)
    clocked = following.lower in ("hrs", "hours", "h", "(", "local") or following.lower in ZONES
    counted = following.kind == "word" and following.lower in _MEASURES
    return (bool(led) or clocked) and not counted


_MEASURES: Final = frozenset(
    {"mm", "cm", "km", "m", "million", "billion", "percent", "kilometers", "kilometres", "meters", "caliber", "calibre"}
)


def _clock_hit(stop: int, hour: int, minute: int, half: str) -> Hit | None:
    if half and hour > 12:
        half = ""
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    clock = make_clock(hour, minute)
    return (stop, TimeWords(clock=clock)) if clock else None


def make_clock(hour: int, minute: int) -> Clock | None:
    return Clock(hour, minute) if 0 <= hour <= 24 and 0 <= minute <= 59 else None


def find_spelt_clock(tokens: Tokens, index: int) -> Hit | None:
    """As "nine o'clock", "9 in the evening", "half past eight"."""
    minute = 0
    if tokens.match(index, "half", "past") or tokens.match(index, "quarter", "past"):
        minute = 30 if tokens.low(index) == "half" else 15
        index += 2
    token = tokens.at(index)
    hour = NUMBERS.get(token.lower) if token.lower not in ("a", "an") else None
    if token.kind == "number" and len(token.text) <= 2:
        hour = int(token.text)
    if hour is None:
        return None
    stop = index + 1
    oclock = tokens.low(stop) == "o'clock"
    stop += oclock
    if tokens.match(stop, "in", "the") and tokens.low(stop + 2) in ("morning", "afternoon", "evening"):
        half = "am" if tokens.low(stop + 2) == "morning" else "pm"
        return _clock_hit(stop + 3, hour, minute, half) if hour <= 12 else None
    if tokens.match(stop, "at", "night") and hour <= 12:
        return _clock_hit(stop + 2, hour, minute, "pm" if 6 <= hour < 12 else "am")
    return _clock_hit(stop, hour, minute, "") if oclock or minute else None


def find_zone(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """As "GMT", "(GMT+4)", "UTC +3", "local time", "Baku time"."""
    bracket = tokens.low(index) == "("
    start = index + (bracket or tokens.low(index) == ",")
    stop = _zone_end(tokens, start)
    if stop is None:
        return None
    words = _join(tokens, start, stop)
    if bracket:
        return (stop + 1, words) if tokens.low(stop) == ")" else None
    return stop, words


def _zone_end(tokens: Tokens, index: int) -> int | None:
    token = tokens.at(index)
    if token.lower in ZONES and token.text.isupper():
        stop = index + 1
        if tokens.low(stop) in ("+", "-", "−", "–") and tokens.at(stop + 1).kind in ("number", "clock"):
            stop += 2
        return stop
    named = token.kind == "word" and (token.text[0].isupper() or token.lower == "local")
    if named and tokens.low(index + 1) == "time":
        return index + 2
    if named and tokens.low(index + 1) in ("standard", "summer", "daylight") and tokens.low(index + 2) == "time":
        return index + 3
    return None


def _join(tokens: Tokens, start: int, stop: int) -> str:
    """The tokens as written, with a space where there was one."""
    parts: list[str] = []
    for index in range(start, stop):
        token = tokens.at(index)
        gap = " " if parts and token.start > tokens.at(index - 1).end else ""
        parts.append(gap + token.text)
    return "".join(parts)
