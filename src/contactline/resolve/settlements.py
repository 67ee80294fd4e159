"""Which settlements a claim says were hit: for whose the victims there are, never for whose the place is."""

from __future__ import annotations

import re
from typing import Final

from contactline.records.claims import Claim, PlaceMention, PlaceRole
from contactline.records.places import PlacePrecision
from contactline.resolve.gazetteer import place_words
from contactline.resolve.sentences import find_sentence_start
from contactline.resolve.words import fold_words

_SETTLED: Final = frozenset({"village", "town", "city"})
_SOURCE: Final = re.compile(r"(?i)\b(?:from|stationed|deployed|based|located|positioned)\b")
_SOURCE_REACH: Final = 60  # characters before a place within which "from" says that it was fired from there


def find_settlements(claim: Claim, text: str) -> set[str]:
    """Settlements where a claim places its occurrence: by id, or by name where the mandate does not know them."""
    return {_place_key(place) for place in claim.occurrence.places if _is_hit_settlement(place, text)}


def _is_hit_settlement(place: PlaceMention, text: str) -> bool:
    start = place.quote.span.start
    before = text[find_sentence_start(text, start) : start][-_SOURCE_REACH:]
    if place.role not in {PlaceRole.AT, PlaceRole.TOWARD} or _SOURCE.search(before):
        return False
    if place.place is not None:
        return place.precision is PlacePrecision.SETTLEMENT
    return not place.quote.words.isupper() and not any(
        word in place_words() and not place_words()[word] & _SETTLED for word in fold_words(place.quote.words)
    )


def _place_key(place: PlaceMention) -> str:
    kept = [word for word in fold_words(place.quote.words) if word not in place_words() and word not in {"the", "of"}]
    return place.place or " ".join(kept)


def hits_village(claim: Claim, text: str) -> bool:
    """Whether a claim says that a settlement was hit: as its target, or as the known place of the occurrence."""
    if any(place.place and _is_hit_settlement(place, text) for place in claim.occurrence.places):
        return True
    said = {word for target in claim.occurrence.targets for word in fold_words(target.mention.text)}
    return any(word in place_words() and place_words()[word] <= _SETTLED for word in said)
