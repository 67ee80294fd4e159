"""Roles of places: where something happened, where it came from, what it was directed at."""

from __future__ import annotations

from typing import Final

from contactline.read.names import PLACE_NOUNS
from contactline.read.view import View
from contactline.read.wordclasses import PLACE_LEADS
from contactline.records.claims import PlaceRole

_ALSO: Final = frozenset({"formerly", "called"})
_PASSED: Final = frozenset(
    {"the", "of", "and", ",", "residential", "a", "an", "near", "'s", "(", "–", "-", "their", "its"}
)
_INSIDE: Final = frozenset({"in", "near", "at", "within", "inside", "around", "outside", "on"})
_DIRECTIONS: Final = (("in", "the", "direction"), ("to", "the", "direction"), ("in", "direction"), ("to", "direction"))


def find_role(view: View, first: int, last: int) -> PlaceRole:
    """Role by the preposition that governs a name, past "the village of" and other names of a list."""
    if view.low(first - 1) in _ALSO and view.low(first - 2) in (",", "("):
        return PlaceRole.ALSO_CALLED
    index = first - 1
    while index >= 0 and _is_passed(view, index):
        if any(view.lows[max(0, index - len(d) + 1) : index + 1] == d for d in _DIRECTIONS):
            return PlaceRole.TOWARD
        index -= 1
    governor = view.low(index)
    if governor in _INSIDE:
        holder = view.phrase_ending(index) or (view.phrase_ending(index - 1) if index else None)
        if holder is not None and holder.before == "from" and holder.sort not in ("person", "group"):
            return PlaceRole.FROM
    if governor == "from":
        return PlaceRole.AT if view.low(last) == "to" or _is_origin_of_people(view, index) else PlaceRole.FROM
    return PlaceRole.TOWARD if governor in ("toward", "towards", "into") else PlaceRole.AT


def _is_passed(view: View, index: int) -> bool:
    low = view.low(index)
    return low in _PASSED or low in PLACE_NOUNS or low in PLACE_LEADS or view.tokens[index].is_title


def _is_origin_of_people(view: View, index: int) -> bool:
    """As in "two people from the village of X": where they live, and where it happened as far as the words tell."""
    phrase = view.phrase_ending(index)
    return phrase is not None and phrase.sort in ("person", "group")
