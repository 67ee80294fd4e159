"""Lines of contact and the mandate's place names, where they are meant as places.

A country or a capital is a place only where the words put something inside it: as possessor, subject, adjective or
object it stands for those who govern it.
"""

from __future__ import annotations

from typing import Final

from contactline.read.lexicon import line_words
from contactline.read.names import PLACE_NOUNS, is_kind_word, is_street
from contactline.read.placeroles import find_role
from contactline.read.placewords import (
    SAYING_VERBS,
    STRUCK_VERBS,
    PlaceRange,
    belongs_to_office,
    is_measured_from,
    modifies,
    owns_part,
)
from contactline.read.view import View
from contactline.read.wordclasses import (
    CALENDAR,
    FUNCTION_WORDS,
    ORG_WORDS,
    PLACE_LEADS,
    PLACE_PREPOSITIONS,
)
from contactline.records.claims import Part, PlaceRole
from contactline.records.names import SpotSort

_BROAD: Final = frozenset({"country", "region"})
_INSIDE: Final = frozenset({"in", "into", "inside", "within", "across", "throughout", "over"})
_OF_TERRITORY: Final = frozenset({"territory", "territories", "soil", "part", "parts", "interior", "depth", "airspace"})
_TELLING: Final = SAYING_VERBS | frozenset(
    {
        "briefing",
        "conference",
        "interview",
        "journalists",
        "meeting",
        "minister",
        "ministry",
        "reporters",
        "spoke",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "talks",
    }
)


def find_lines(view: View) -> tuple[PlaceRange, ...]:
    """Lines and zones by their common words, with names and an acronym beside them: "the Line of Control (LoC)"."""
    found = []
    for hit in line_words().find(view.lows):
        first, last = hit.first, hit.last
        while first > 0 and _names_line(view, first - 1):
            first -= 1
        if last < len(view.tokens) and view.tokens[last].is_title and view.low(last) in ORG_WORDS:
            continue  # "the State Border | Service"
        bracket = view.low(last) in ("(", "[") and view.low(last + 2) in (")", "]")
        if bracket and view.tokens[last + 1].text.strip("-").isalpha() and view.tokens[last + 1].text[-1:].isupper():
            last += 3
        found.append(PlaceRange(first, last, find_role(view, first, last)))
    return tuple(found)


def _names_line(view: View, index: int) -> bool:
    """As in "Azerbaijan-Armenia | state border", "inter-Korean | border": names that say between whom."""
    token = view.tokens[index]
    joined = "-" in token.text and (token.is_title or token.text.rpartition("-")[2][:1].isupper())
    adjective = any(a <= index < b and spot.sort is SpotSort.ADJECTIVE for a, b, spot in view.spots)
    return joined or (adjective and "-" in token.text)


def find_known_places(
    view: View, lines: tuple[PlaceRange, ...]
) -> tuple[tuple[PlaceRange, ...], tuple[PlaceRange, ...]]:
    """Place spots that are meant as places; and apart, countries that were shelled as a whole."""
    held = tuple((line.first, line.last) for line in lines)
    accepted: dict[int, PlaceRange] = {}
    broad: list[PlaceRange] = []
    for first, last, spot in view.spots:
        if spot.sort is not SpotSort.PLACE or any(a < last and first < b for a, b in held):
            continue
        metonym = any(
            a == first and b == last and other.sort in (SpotSort.METONYM, SpotSort.ACTOR) for a, b, other in view.spots
        )
        if _is_meant(view, first, last, spot.kind, metonym=metonym):
            end = _with_kind_word(view, last)
            accepted[first] = PlaceRange(first, end, find_role(view, first, end))
        elif spot.kind in _BROAD or metonym:
            broad += [PlaceRange(first, last, PlaceRole.AT)] if _is_struck(view, first, last) else []
    return tuple(accepted.values()), tuple(broad)


def _is_meant(view: View, first: int, last: int, kind: str, *, metonym: bool) -> bool:
    """Whether a known name is where something is, not who does it."""
    if view.low(last) in ("'s", "'"):
        return owns_part(view, last + 1) and view.low(first - 1) in PLACE_PREPOSITIONS | {"on", "of"}
    if view.low(last) in SAYING_VERBS and kind not in ("village", "line", "feature"):
        return False
    if any(a <= first and last <= b and b - a > last - first for a, b, s in view.spots if s.sort is not SpotSort.PLACE):
        return False
    if _is_longer_name(view, last) or is_measured_from(view, first):
        return False
    if kind in _BROAD or metonym:
        return _is_inside(view, first, last) and not _is_where_told(view, first, last)
    if (
        view.low(last) in ORG_WORDS
        or belongs_to_office(view, first)
        or (view.low(last) == "and" and view.low(last + 2) == "'s")
    ):
        return False
    return not is_street(view, last)


def _is_longer_name(view: View, last: int) -> bool:
    """As in "the Geneva | Conventions", "the Sorel | Group": the name goes on."""
    if view.part is Part.HEADLINE or last >= len(view.tokens) or not view.tokens[last].is_title:
        return False
    spotted = any(first == last for first, _, _ in view.spots)
    return not spotted and view.low(last) not in PLACE_NOUNS | CALENDAR and view.tokens[last].text[0].isalpha()


def _is_where_told(view: View, first: int, last: int) -> bool:
    """As in "told a briefing in Northgate", "In Northgate, the spokesman wrote": where somebody spoke."""
    if _TELLING & set(view.lows[max(0, first - 5) : first]):
        return True
    return first == 1 and view.low(last) == "," and bool(_TELLING & set(view.lows[last : last + 12]))


def _is_inside(view: View, first: int, last: int) -> bool:
    """Whether something is put inside a country or capital: "in Northland", "on the territory of Northland"."""
    after = view.low(last)
    modifies = after.isalpha() and view.tokens[last].text.islower() and after not in FUNCTION_WORDS if after else False
    if modifies and after not in PLACE_NOUNS:
        return False
    if belongs_to_office(view, first):
        return False
    index = first - 1
    while view.low(index) in PLACE_LEADS or view.low(index) in ("the", "of") or view.low(index) in _OF_TERRITORY:
        if view.low(index) == "of" and view.low(index - 1) not in _OF_TERRITORY | PLACE_NOUNS:
            return False
        if view.low(index) in _OF_TERRITORY:
            return True
        index -= 1
    if view.low(index) in ("near", "at", "around", "outside"):
        return after not in ("and", ",") or index == 0
    return view.low(index) in _INSIDE and not (view.low(index) == "over" and view.low(index - 1) in ("control", "win"))


def _is_struck(view: View, first: int, last: int) -> bool:
    """Whether a whole country or region is what was shelled: "the shelling of Northland"."""
    if view.low(last) in ("'s", "'") or modifies(view, last):
        return False
    for trigger in view.triggers:
        if trigger.entry.lemma in STRUCK_VERBS:
            direct = trigger.entry.is_verb and trigger.last == first and trigger.form != "one"
            if direct or (trigger.last == first - 1 and view.low(first - 1) == "of"):
                return True
    return False


def _with_kind_word(view: View, last: int) -> int:
    """As in "Tovuz | district": the word for its kind belongs to the name of an area, not to that of a settlement."""
    return last + is_kind_word(view.low(last))
