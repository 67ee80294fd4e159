"""Spots: where in a text a name that the mandate knows stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contactline.records.ids import SideId
from contactline.records.quotes import Span


class SpotSort(StrEnum):
    """What the spotted words are."""

    ACTOR = "actor"
    """A full name, alias or acronym of an actor: "APA", "Artsakh Defence Army", "Levon Mnatsakanyan"."""
    ADJECTIVE = "adjective"
    """"Azerbaijani", "Armenian", "Karabakh"."""
    METONYM = "metonym"
    """"Baku", "Yerevan" where an actor may be meant; a place spot with the same span may stand beside it."""
    PEOPLE = "people"
    PEJORATIVE = "pejorative"
    PLACE = "place"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class NameSpot:
    """A known name in a text.

    Attributes:
        span: in the text that was given to the spotter.
        ids: ids that the words may stand for (actor, place or agreement ids, by sort); several for homonyms.
        side: side of the actor, if all candidates agree.
        kind: actor kind, place kind or empty.
        score: 1.0 for an exact (folded) name, less for a spelling variant.
    """

    span: Span
    sort: SpotSort
    ids: tuple[str, ...]
    side: SideId | None = None
    kind: str = ""
    score: float = 1.0
