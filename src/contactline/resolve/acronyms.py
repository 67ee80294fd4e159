"""Acronyms that a text explains: "India's Border Security Force … the BSF", where the mandate knows only the owner."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import SideId
from contactline.records.names import NameSpot, SpotSort
from contactline.resolve.words import Word, split_words

_ACRONYM: Final = re.compile(r"\b[A-Z]{2,6}\b")
_OWNERS: Final = frozenset({SpotSort.ACTOR, SpotSort.ADJECTIVE, SpotSort.METONYM})
_SMALL: Final = frozenset({"of", "for", "the", "and", "on"})
_LONGEST: Final = 7
_MARKS: Final = re.compile(r"[.,;:!?()\n]")


@dataclass(frozen=True, slots=True)
class Explained:
    """What an acronym stands for: the full words, and the side of whoever owns that body."""

    words: str
    side: SideId


def find_acronyms(text: str, spots: Iterable[NameSpot]) -> dict[str, Explained]:
    """Acronyms that are the initials of capitalised words right behind a name of one side.

    One that fits bodies of different sides is left out.
    """
    wanted = set(_ACRONYM.findall(text))
    if not wanted:
        return {}
    words = split_words(text)
    starts = [word.start for word in words]
    found: dict[str, set[Explained]] = {}
    for spot in spots:
        if spot.side is not None and spot.sort in _OWNERS:
            # Behind the name, or inside it where the mandate put owner and body together.
            for at in range(bisect_left(starts, spot.span.start) + 1, bisect_left(starts, spot.span.end) + 1):
                for initials, full in _iter_initials(words, at):
                    if initials in wanted:
                        found.setdefault(initials, set()).add(Explained(full, spot.side))
    return {
        acronym: min(explained, key=lambda one: one.words)
        for acronym, explained in found.items()
        if len({one.side for one in explained}) == 1
    }


def _iter_initials(words: list[Word], at: int) -> Iterator[tuple[str, str]]:
    """Initials of two and more capitalised words from here on, small words not counted."""
    initials, kept = "", []
    for word in words[at : at + _LONGEST]:
        gap = word.before.removeprefix("'s").removeprefix("’s")
        if _MARKS.search(gap):
            return
        if word.text[0].isupper():
            initials += word.text[0]
        elif word.fold not in _SMALL or not initials:
            return
        kept.append(word.text)
        if len(initials) > 1 and word.text[0].isupper():
            yield initials, " ".join(kept)
