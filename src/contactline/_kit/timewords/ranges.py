"""Ranges: "20:31 to 20:40", "July 2 to July 5", "Monday to Friday", "between … and …"."""

from __future__ import annotations

from collections.abc import Callable

from contactline._kit.timewords.dates import find_day
from contactline._kit.timewords.tokens import (
    RANGE_SIGNS,
    Tokens,
)
from contactline._kit.timewords.words import Hit, TimeWords, is_ranged, make_range

Atom = Callable[[Tokens, int, str], Hit | None]


def extend_range(tokens: Tokens, hit: Hit, opener: str, atom: Atom) -> Hit | None:
    """As "20:31 to 20:40", "July 2 to July 5", "4 July until 6 July", "Monday to Friday"; "and" after "between"."""
    index, words = hit
    sign = tokens.low(index)
    if sign not in RANGE_SIGNS or (sign == "and" and opener != "between") or is_ranged(words):
        return None
    second = atom(tokens, index + 1, opener or sign) or _bare_day(tokens, index + 1, words)
    if second is None:
        return None
    merged = make_range(words, second[1])
    return (second[0], merged) if merged else None


def _bare_day(tokens: Tokens, index: int, words: TimeWords) -> Hit | None:
    day = find_day(tokens, index)
    if day is None or words.day is None or words.clock:
        return None
    return index + 1, TimeWords(day=day)
