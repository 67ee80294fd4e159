"""Places: the mandate's names, and capitalised names where the words around make them places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.document import Document
from contactline.read.lexicon import (
    closed_class,
)
from contactline.read.nounphrases import Phrase
from contactline.read.view import View, make_view
from contactline.read.wordclasses import AUXILIARIES, PREPOSITIONS
from contactline.records.claims import Part, PlaceMention, PlaceRole
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span

_FUNCTION: Final = (
    PREPOSITIONS
    | AUXILIARIES
    | closed_class("conjunction")
    | closed_class("adverb")
    | closed_class("determiner")
    | closed_class("verb")
)
_PLACE_NOUNS: Final = closed_class("place_noun")
_AT: Final = frozenset(
    [
        "in",
        "near",
        "at",
        "around",
        "outside",
        "inside",
        "within",
        "of",
        "over",
        "along",
        "across",
        "between",
        "on",
        "above",
        "behind",
    ]
)
_TOWARD: Final = frozenset({"toward", "towards", "into", "to", "at"})
_ALSO: Final = (
    ("formerly",),
    ("also", "known", "as"),
    ("known", "as"),
    ("also", "called"),
    ("now",),
    ("called",),
    ("or",),
)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place name and where it stands."""

    at: int
    place: PlaceMention


def find_places(document: Document, spots: tuple[NameSpot, ...], scope: Span) -> tuple[PlaceMention, ...]:
    """Places that a scope names, in order, whether or not it names a happening.

    Args:
        document: the cut-up report.
        spots: names that the mandate knows, in order of their place; those outside the scope are left aside.
        scope: the attributed content, or a whole sentence.
    """
    inside = tuple(spot for spot in spots if scope.covers(spot.span))
    return tuple(words.place for words in spot_places(make_view(document, inside, scope)))


def spot_places(view: View) -> tuple[PlaceWords, ...]:
    """Place names: the mandate's, and capitalised names where the words around make them places."""
    known = {first for first, _, spot in view.spots if spot.sort is SpotSort.PLACE}
    found: dict[int, tuple[int, PlaceRole]] = {}
    for first, last, spot in view.spots:
        if spot.sort is SpotSort.PLACE and _is_place(view, first, last, spot.kind):
            found[first] = (last, _role(view, first, last))
    for phrase in view.phrases:
        begins = _name_start(view, phrase)
        if begins is None or any(begins <= place < phrase.last or place <= begins < found[place][0] for place in found):
            continue
        first, last = begins, _name_last(view, phrase, begins)
        if last > first and first not in known and _is_place(view, first, last, ""):
            found[first] = (last, _role(view, first, last))
    _add_coordinated(view, found)
    _add_also_called(view, found)
    return tuple(
        PlaceWords(first, PlaceMention(view.quote(first, last), role)) for first, (last, role) in sorted(found.items())
    )


def _name_start(view: View, phrase: Phrase) -> int | None:
    """Where the capitalised name of an unknown phrase begins: "Berdine" of "the Berdine village"."""
    if phrase.sort not in ("name", "settlement", "land") or any(s.sort is not SpotSort.PLACE for s in phrase.spots):
        return None
    for index in range(phrase.first, phrase.last):
        token = view.tokens[index]
        if (
            token.is_title
            and token.lower not in _PLACE_NOUNS
            and token.text.isalpha() is not False
            and token.lower not in ("the", "a")
        ):
            return index
    return None


def _name_last(view: View, phrase: Phrase, first: int) -> int:
    last = first
    while (
        last < phrase.last
        and (view.tokens[last].is_title or view.low(last) in ("de", "la", "del", "al", "el", "e"))
        and view.low(last) not in _PLACE_NOUNS
    ):
        last += 1
    return last


def _is_place(view: View, first: int, last: int, kind: str) -> bool:
    before, after = view.low(first - 1), view.low(last)
    if before == "the":
        before = view.low(first - 2)
    if (
        after in _PLACE_NOUNS
        and "the" in view.lows[max(0, first - 3) : first]
        and view.low(last + 1) == "of"
        and view.tokens[last + 2 : last + 3]
        and view.tokens[last + 2].is_title
    ):
        return False  # "the Ardelian village of Berdine"
    if after in _PLACE_NOUNS or (before in ("of", "called") and view.low(first - 2) in _PLACE_NOUNS):
        return True
    if after in ("'s", "'"):
        return False
    modifies = after.isalpha() and view.tokens[last].text.islower() and after not in _FUNCTION if after else False
    if kind in ("country", "region") and modifies:
        return False  # "on Ardelian positions" where the adjective is the name itself
    if kind == "country":
        return before in ("in", "into", "from", "inside", "across", "near")
    trigger = next((t for t in view.triggers if t.last in (first, first - 1)), None)
    hit = trigger is not None and (before == "of" or (trigger.entry.is_verb and trigger.last == first and bool(kind)))
    near = before in (
        "in",
        "near",
        "at",
        "around",
        "outside",
        "from",
        "toward",
        "towards",
        "inside",
        "into",
        "over",
    ) and not (before == "at" and not kind)
    if not kind and view.part is Part.HEADLINE:
        return False
    if (
        not kind
        and after.isalpha()
        and view.tokens[last].text.islower()
        and after not in _FUNCTION
        and not after.endswith(("ly", "ed"))
    ):
        return False  # "in the Orkarak programme"
    if hit or near:
        return not _is_person_like(view, first, last)
    return bool(kind) and before in _AT | {"to", "formerly"}


def _is_person_like(view: View, first: int, last: int) -> bool:
    after = view.low(last)
    return after in ("said", "says", "told", "added", "wrote", "reported") or view.low(first) in (
        "mr",
        "mrs",
        "ms",
        "private",
        "colonel",
    )


def _role(view: View, first: int, last: int) -> PlaceRole:
    """Role by the preposition that governs the name, past "the village of"."""
    index = first - 1
    for lead in _ALSO[:6]:
        if (
            view.lows[max(0, first - len(lead)) : first] == lead
            and first >= len(lead)
            and view.low(first - len(lead) - 1) in (",", "(")
        ):
            return PlaceRole.ALSO_CALLED
    while index >= 0 and (
        view.low(index) in ("the", "of", "and", ",", "residential", "area", "areas", "a", "near")
        or view.low(index) in _PLACE_NOUNS
        or view.tokens[index].is_title
    ):
        if view.lows[max(0, index - 2) : index + 1] in (("in", "the", "direction"), ("to", "the", "direction")):
            return PlaceRole.TOWARD
        index -= 1
    governor = view.low(index)
    holder = view.phrase_ending(index) if governor in ("in", "near", "at") else None
    if holder and holder.sort == "position" and holder.before == "from":
        return PlaceRole.FROM
    if governor == "from":
        after = view.low(last)
        return PlaceRole.FROM if after not in ("to",) and not _is_origin_of_people(view, index) else PlaceRole.AT
    return PlaceRole.TOWARD if governor in ("toward", "towards", "into") else PlaceRole.AT


def _is_origin_of_people(view: View, index: int) -> bool:
    """As in "two people from the village of X": where they live, and where it happened as far as the words tell."""
    phrase = view.phrase_ending(index)
    return phrase is not None and phrase.sort in ("person", "group")


def _add_also_called(view: View, found: dict[int, tuple[int, PlaceRole]]) -> None:
    """As in "Varanda, formerly Fizouli": the second name of a place."""
    for last, _ in list(found.values()):
        start = last + (view.low(last) in (",", "("))
        for lead in _ALSO[:6]:
            stop = start + len(lead)
            if (
                start > last
                and view.lows[start:stop] == lead
                and stop < len(view.tokens)
                and view.tokens[stop].is_title
            ):
                end = stop + 1
                while end < len(view.tokens) and view.tokens[end].is_title and view.tokens[end].is_word:
                    end += 1
                found[stop] = (end, PlaceRole.ALSO_CALLED)


def _add_coordinated(view: View, found: dict[int, tuple[int, PlaceRole]]) -> None:
    """As in "X and Y villages", "in X, Y and Z": the neighbours of a place are places."""
    changed = True
    while changed:
        changed = False
        for phrase in view.phrases:
            if phrase.sort not in ("name", "place") or phrase.first in found or phrase.last - phrase.first > 2:
                continue
            link = view.low(phrase.last) in ("and", ",") and phrase.last + 1 in found
            back = view.low(phrase.first - 1) in ("and", ",") and any(
                last == phrase.first - 1 for last, _ in found.values()
            )
            neighbour = found.get(phrase.last + 1) if link else None
            if back and neighbour is None and view.low(phrase.first - 1) == "and":
                neighbour = next(value for value in found.values() if value[0] == phrase.first - 1)
            if (
                neighbour
                and not phrase.possessive
                and view.tokens[phrase.first].is_title
                and not any(s.sort is not SpotSort.PLACE for s in phrase.spots)
            ):
                found[phrase.first] = (
                    phrase.last,
                    _role(view, phrase.first, phrase.last)
                    if view.low(phrase.first - 1) in PREPOSITIONS
                    else neighbour[1],
                )
                changed = True
