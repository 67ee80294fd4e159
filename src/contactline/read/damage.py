"""Damage: objects that are damaged or destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.lexicon import (
    Found,
    Word,
    damages,
)
from contactline.read.nounphrases import Phrase
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, BE
from contactline.records.claims import Damage, Status

_THINGS: Final = frozenset({"position", "building", "vehicle", "equipment", "settlement", "land"})


@dataclass(frozen=True, slots=True)
class DamageWords:
    """Damage and where its word stands."""

    at: int
    damage: Damage


def find_damage(view: View) -> tuple[DamageWords, ...]:
    """Objects that are damaged or destroyed."""
    made: list[DamageWords] = []
    for hit in damages().find(view.lows):
        for phrase in _damaged(view, hit):
            mention = view.mention(phrase)
            first, last = min(phrase.first, hit.first), max(phrase.last, hit.last)
            made.append(
                DamageWords(
                    hit.first, Damage(mention, _object_status(view, phrase), hit.entry.label, view.quote(first, last))
                )
            )
    return tuple(made)


def _damaged(view: View, hit: Found[Word]) -> tuple[Phrase, ...]:
    if hit.entry.pos == "noun":
        return _things_right(view, hit.last + 1) if view.low(hit.last) in ("to", "of", "in") else ()
    passive = view.low(hit.first - 1) in BE or view.low(hit.first - 2) in BE or hit.entry.pos == "intransitive"
    right = () if passive else _things_right(view, hit.last)
    if right or (hit.form in ("ing", "base", "third") and hit.entry.pos != "intransitive"):
        return right
    return _things_left(view, hit.first)


def _things_right(view: View, index: int) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    while True:
        phrase = next((p for p in view.phrases if index <= p.first <= index + 1 and p.sort in _THINGS), None)
        if phrase is None:
            return tuple(found)
        found.append(phrase)
        index = phrase.last
        if view.lows[index : index + 3] == ("as", "well", "as"):
            index += 3
        elif view.low(index) in ("and", ","):
            index += 1 + (view.low(index + 1) == "and")
        else:
            return tuple(found)


def _things_left(view: View, index: int) -> tuple[Phrase, ...]:
    stop = index
    while stop > 0 and (
        view.low(stop - 1) in AUXILIARIES or view.low(stop - 1).endswith("ly") or view.low(stop - 1) in ("also", "not")
    ):
        stop -= 1
    found: list[Phrase] = []
    for phrase in reversed(view.phrases):
        if phrase.last > stop or _is_owned_inside(view, phrase):
            continue
        between = view.lows[phrase.last : found[0].first if found else stop]
        if any(word in AUXILIARIES - {"'s"} or word in ("that", ";", "which", "while") for word in between):
            break
        if (
            phrase.sort in _THINGS
            and phrase.before in ("", "of")
            and not (phrase.before == "of" and phrase.sort in ("settlement", "land"))
        ):
            found.insert(0, phrase)
        elif phrase.sort in ("person", "group", "force") and not phrase.before:
            break
    return tuple(found)


def _is_owned_inside(view: View, phrase: Phrase) -> bool:
    """As in "houses in the district's | villages": where they stand."""
    if phrase.sort not in ("settlement", "land") or view.low(phrase.first - 1) != "'s":
        return False
    return bool({"in", "of", "at"} & set(view.lows[max(0, phrase.first - 6) : phrase.first - 1]))


def _object_status(view: View, phrase: Phrase) -> Status:
    words = view.lows[phrase.first : phrase.last]
    if "military" in words or "firing" in words or "army" in words:
        return Status.MILITARY
    return Status.CIVILIAN if "civilian" in words or "residential" in words else phrase.status
