"""How far apart two places of a text are, in sentences and paragraphs: as much as resolving needs, not a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_CLOSERS: Final = "\"”»’')\\]"
_TITLES: Final = "".join(
    rf"(?<!\b{title})"
    for title in ("St", "Dr", "Mr", "Ms", "Mrs", "Lt", "Col", "Gen", "Maj", "Capt", "Sgt", "Cpl", "No")
)
_BREAK: Final = re.compile(rf"{_TITLES}(?<=[a-z0-9%{_CLOSERS}])[.!?…]+[{_CLOSERS}]*\s+(?=[\"“«‘(\[]?[A-Z0-9])|\n+")
_LOOK: Final = 2  # an opening quotation mark and the letter behind it
_OPENING: Final = "\"“«‘'([—–- "


def count_breaks(text: str, start: int, end: int) -> int:
    """How many sentences end between two places. "K. G." and "8 a.m. on" end none."""
    return sum(1 for _ in _iter_breaks(text, max(start - 1, 0), end))


def find_sentence_start(text: str, place: int) -> int:
    """Where the sentence that holds a place begins, looking back at most 600 characters."""
    floor = max(place - 600, 0)
    return max(_iter_breaks(text, floor, place), default=floor)


def _iter_breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin that do so after ``start`` and not after ``end``; what begins at ``end`` is looked at."""
    for match in _BREAK.finditer(text, start, end + _LOOK):
        if match.end() <= end:
            yield match.end()


def begins_sentence(text: str, place: int) -> bool:
    """Whether only quotation marks, brackets and dashes stand between a place and the beginning of its sentence."""
    return not text[find_sentence_start(text, place) : place].strip(_OPENING)
