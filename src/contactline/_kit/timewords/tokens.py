"""Tokens of English time expressions, and the small closed classes that their words belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_NUMBER_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBERS: Final = {word: number for number, word in enumerate(_NUMBER_WORDS.split())} | {"a": 1, "an": 1}
VAGUE_NUMBERS: Final = frozenset({"several", "few", "some", "many", "recent"})
SEASONS: Final = {"spring": "spring", "summer": "summer", "autumn": "autumn", "winter": "winter"}
PARTS: Final = {
    "dawn": "dawn",
    "daybreak": "dawn",
    "sunrise": "dawn",
    "pre-dawn": "dawn",
    "predawn": "dawn",
    "morning": "morning",
    "noon": "noon",
    "midday": "noon",
    "afternoon": "afternoon",
    "evening": "evening",
    "dusk": "evening",
    "sunset": "evening",
    "night": "night",
    "nighttime": "night",
    "midnight": "midnight",
}
BARE_PARTS: Final = frozenset({"noon", "midday", "midnight", "dawn", "dusk", "night", "daybreak", "sunrise", "sunset"})
UNITS: Final = {
    word: unit
    for unit in ("minute", "hour", "day", "night", "week", "month", "year", "weekend", "decade")
    for word in (unit, unit + "s")
}
APPROXIMATE: Final = frozenset({"about", "around", "approximately", "roughly", "circa", "nearly", "almost", "some"})
BOUNDS: Final = {
    "since": "since",
    "until": "until",
    "till": "until",
    "before": "before",
    "after": "after",
    "by": "until",
    "from": "since",
}
PORTIONS: Final = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "beginning": "early",
    "start": "early",
    "end": "late",
}
WHICH: Final = {"last": "last", "past": "last", "previous": "last", "this": "this", "next": "next", "coming": "next"}
IN: Final = frozenset(
    {"in", "on", "at", "during", "by", "since", "until", "till", "before", "after", "over", "from", "of"}
)
YEAR_LEADS: Final = IN | {
    "between",
    "early",
    "mid",
    "late",
    "to",
    "through",
    "and",
    "summer",
    "spring",
    "autumn",
    "winter",
}
RANGE_SIGNS: Final = frozenset({"to", "until", "till", "through", "-", "–", "—", "and"})
ZONES: Final = frozenset({"gmt", "utc", "cet", "cest", "eet", "eest", "msk", "est", "edt", "ist", "amt", "azt", "kst"})
_TOKEN: Final = re.compile(
    r"""
      (?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?(?![\d-]))
    | (?P<numeric>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d))
    | (?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)(?:\s?[ap]\.?\s?m\b\.?)?)
    | (?P<hour>\d{1,2}\s?[ap]\.?m\b\.?)
    | (?P<military>\d{4}\s?(?:hrs|hours|h)\b)
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<decade>(?:19|20)\d0s\b)
    | (?P<number>\d+(?!\w))
    | (?P<other>\d+\w+)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
NUMBERS_IN: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    lower: str
    start: int
    end: int


END: Final = Token("end", "", "", -1, -1)


class Tokens:
    """Tokens of a stretch of text; reading past either end gives an empty token."""

    __slots__ = ("items",)

    def __init__(self, text: str, start: int, end: int) -> None:
        self.items = [
            Token(match.lastgroup or "", match.group(), _bare(match.group()), match.start(), match.end())
            for match in _TOKEN.finditer(text, start, end)
        ]

    def at(self, index: int) -> Token:
        return self.items[index] if 0 <= index < len(self.items) else END

    def low(self, index: int) -> str:
        return self.at(index).lower

    def match(self, index: int, *words: str) -> bool:
        """Whether these lower-case words stand here, one after the other."""
        return all(self.low(index + step) == word for step, word in enumerate(words))


def _bare(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower[:-2] if lower.endswith("'s") else lower
