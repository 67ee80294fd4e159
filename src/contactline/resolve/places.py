"""Place mentions to places: the mandate's spots inside the words, homonyms told apart by what is named beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from contactline._kit.geodesy import measure_km
from contactline.records.claims import PlaceMention
from contactline.records.ids import PlaceId
from contactline.records.names import NameSpot, SpotSort
from contactline.records.places import Place, PlacePrecision
from contactline.records.quotes import Quote
from contactline.resolve.gazetteer import Gazetteer, place_words
from contactline.resolve.log import Log
from contactline.resolve.words import split_words

NEARBY: Final = 120
"""Characters within which a parent named before or after a place counts as said of it."""
CLEARLY_NEARER: Final = 0.5
"""A homonym is the nearer one if its distance to the report's other places is at most this share of the next."""
_LONGEST_NAME: Final = 100
_FINENESS: Final = ("feature", "village", "town", "city", "line", "district", "region", "country")


@dataclass(frozen=True, slots=True)
class _Choice:
    """The place chosen for a spot, and in words why, where there was a choice."""

    place: PlaceId | None
    reason: str = ""
    others: tuple[PlaceId, ...] = ()


class PlaceResolver:
    """Resolves the places of one report."""

    def __init__(self, gazetteer: Gazetteer, spots: Iterable[NameSpot], log: Log) -> None:
        self._gazetteer = gazetteer
        self._spots = sorted((spot for spot in spots if spot.sort is SpotSort.PLACE), key=lambda spot: spot.span)
        self._starts = [spot.span.start for spot in self._spots]
        self._log = log
        sure = [PlaceId(spot.ids[0]) for spot in self._spots if len(spot.ids) == 1 and spot.score == 1.0]
        self._sure = Counter(sure)
        self._memo: dict[tuple[int, int], PlaceId | None] = {}

    def resolve(self, mention: PlaceMention) -> PlaceMention:
        """The mention with its place and, where the mandate has one, that place's own point."""
        span = mention.quote.span
        if (span.start, span.end) not in self._memo:
            self._memo[span.start, span.end] = self._find(mention.quote)
        place = self._memo[span.start, span.end]
        return mention if place is None else _with_point(mention, self._gazetteer.places[place])

    def _find(self, quote: Quote) -> PlaceId | None:
        spots = self._spots_in(quote)
        if not spots:
            return self._by_spelling(quote)
        spot = min(spots, key=lambda spot: (self._fineness(spot), spot.span.start))
        choice = self._choose(spot, quote)
        if choice.place is None:
            names = "; ".join(self._describe(id_) for id_ in choice.others)
            message = f"“{quote.words}” may be {names}; name the district in the mandate or the text to tell them apart"
            self._log.missing("place-ambiguous", message, quote, _bare(quote.words))
        elif choice.reason:
            message = f"“{quote.words}” was read as {self._describe(choice.place)}: {choice.reason}"
            self._log.chosen("place-ambiguous", message, quote, f"{_bare(quote.words)} {choice.place}")
        if choice.place is not None and spot.score < 1:
            self._note_spelling(quote, choice.place, spot.score)
        return choice.place

    def _spots_in(self, quote: Quote) -> list[NameSpot]:
        """Spots inside the words; else spots that the words lie in ("Fizuli" of "Fizuli district")."""
        first = bisect_left(self._starts, quote.span.start)
        inside = []
        for spot in self._spots[first:]:
            if spot.span.start >= quote.span.end:
                break
            if quote.span.covers(spot.span):
                inside.append(spot)
        around = self._spots[max(first - 3, 0) : first + 1]
        return inside or [spot for spot in around if spot.span.overlaps(quote.span)]

    def _fineness(self, spot: NameSpot) -> int:
        return min(_FINENESS.index(self._gazetteer.places[PlaceId(id_)].kind) for id_ in spot.ids)

    def _choose(self, spot: NameSpot, quote: Quote) -> _Choice:
        ids = tuple(PlaceId(id_) for id_ in spot.ids)
        nearby = self._named_near(spot)
        by_parent = self._by_parent(ids, nearby)
        if by_parent is None:
            # The exact name may be another place's, spelt by another rule: the parent named beside it decides.
            alike = self._gazetteer.alike(_bare(quote.words), frozenset())
            if alike and len(ids) == 1 and nearby and not self._is_within(ids[0], nearby):
                by_parent = self._by_parent(tuple(id_ for id_ in alike.ids if id_ not in ids), nearby)
        if len(ids) == 1 and by_parent is None:
            return _Choice(ids[0])
        if by_parent is not None:
            place, parent = by_parent
            told = len(ids) > 1 or place not in ids
            return _Choice(place, f"{self._name(parent)} is named beside it" if told else "")
        return self._by_kin(ids) or self._by_distance(ids) or _Choice(None, "", ids)

    def _named_near(self, spot: NameSpot) -> frozenset[PlaceId]:
        """Places surely named close to a spot, in either direction."""
        first = bisect_left(self._starts, spot.span.start - NEARBY - _LONGEST_NAME)
        last = bisect_left(self._starts, spot.span.end + NEARBY + 1)
        near = []
        for other in self._spots[first:last]:
            gap = max(other.span.start - spot.span.end, spot.span.start - other.span.end)
            if other is not spot and gap <= NEARBY and len(other.ids) == 1:
                near.append(PlaceId(other.ids[0]))
        return frozenset(near)

    def _is_within(self, place: PlaceId, areas: frozenset[PlaceId]) -> bool:
        """Whether a place lies in one of these areas; a town's name may stand for its district."""
        parents = set(self._gazetteer.ancestors(place))
        seats = {parent for parent in parents for area in areas if self._is_seat(area, parent)}
        return bool((parents & areas) | seats)

    def _is_seat(self, town: PlaceId, district: PlaceId) -> bool:
        one, other = self._gazetteer.places[town], self._gazetteer.places[district]
        return (
            other.kind in {"district", "region"}
            and town != district
            and one.parent == district
            and bool({name.text.split()[0] for name in one.names} & {name.text.split()[0] for name in other.names})
        )

    def _by_parent(self, ids: tuple[PlaceId, ...], nearby: frozenset[PlaceId]) -> tuple[PlaceId, PlaceId] | None:
        """The one candidate whose nearest ancestor is named close by, with that ancestor."""
        ranked = []
        for id_ in ids:
            for steps, parent in enumerate(self._gazetteer.ancestors(id_)):
                if parent in nearby or any(self._is_seat(area, parent) for area in nearby if area != id_):
                    ranked.append((steps, id_, parent))
                    break
        ranked.sort()
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return ranked[0][1], ranked[0][2]

    def _by_kin(self, ids: tuple[PlaceId, ...]) -> _Choice | None:
        """The one candidate that shares its district with places the report surely names, or is their district."""
        scores = {id_: self._kin(id_) for id_ in ids}
        best = max(scores.values())
        winners = [id_ for id_, score in scores.items() if score == best]
        if best == 0 or len(winners) > 1:
            return None
        return _Choice(winners[0], "other places of the report lie in the same district", ids)

    def _kin(self, place: PlaceId) -> int:
        parent = self._gazetteer.places[place].parent
        own = {place, parent} - {None}
        return sum(
            count
            for other, count in self._sure.items()
            if other != place and ({other, self._gazetteer.places[other].parent} & own)
        )

    def _by_distance(self, ids: tuple[PlaceId, ...]) -> _Choice | None:
        """The candidate clearly nearest to the settlements that the report surely names."""
        others = [self._gazetteer.places[id_] for id_ in self._sure if id_ not in ids]
        points = [place for place in others if place.precision is PlacePrecision.SETTLEMENT]
        ranked = sorted(
            (distance, id_) for id_ in ids if (distance := _nearest(self._gazetteer.places[id_], points)) is not None
        )
        if len(ranked) < len(ids) or len(ranked) < 2 or ranked[0][0] > CLEARLY_NEARER * ranked[1][0]:
            return None
        return _Choice(ranked[0][1], f"it is nearest to the report's other places ({ranked[0][0]:.0f} km)", ids)

    def _by_spelling(self, quote: Quote) -> PlaceId | None:
        """Words that the reader took for a place although no known name stands there."""
        kinds = next((place_words()[w.fold] for w in split_words(quote.words) if w.fold in place_words()), frozenset())
        match = self._gazetteer.alike(_bare(quote.words), kinds)
        if match is None:
            message = f"“{quote.words}” is no place of this mandate; add it to places.csv if it matters"
            self._log.missing("place-unknown", message, quote, _bare(quote.words))
            return None
        if len(match.ids) > 1:
            names = "; ".join(self._describe(id_) for id_ in match.ids)
            self._log.missing("place-ambiguous", f"“{quote.words}” may be {names}", quote)
            return None
        self._note_spelling(quote, match.ids[0], match.score)
        return match.ids[0]

    def _note_spelling(self, quote: Quote, place: PlaceId, score: float) -> None:
        message = f"“{quote.words}” was read as a spelling of {self._describe(place)} (likeness {score:.2f})"
        self._log.chosen("place-spelling", message, quote, f"{_bare(quote.words)} {place}")

    def _name(self, place: PlaceId) -> str:
        """The names in Latin script, in the order of the alphabet: no party's name comes first by choice."""
        names = sorted({n.text for n in self._gazetteer.places[place].names if n.script == "Latn" and n.type == "name"})
        return " / ".join(names[:3]) or place

    def _describe(self, place: PlaceId) -> str:
        parent = self._gazetteer.places[place].parent
        inside = f" in {self._name(parent)}" if parent else ""
        return f"{self._name(place)}{inside} ({place})"


def _bare(words: str) -> str:
    """The capitalised words of a phrase without kind words: "the Alkhani village" gives "Alkhani"."""
    kept = [word.text for word in split_words(words) if word.is_capital and word.fold not in place_words()]
    return " ".join(word for word in kept if word.lower() not in {"the", "a"})


def _nearest(place: Place, points: list[Place]) -> float | None:
    if place.lat is None or place.lon is None or not points:
        return None
    return min(
        measure_km((place.lat, place.lon), (other.lat, other.lon))
        for other in points
        if other.lat is not None and other.lon is not None
    )


def _with_point(mention: PlaceMention, place: Place) -> PlaceMention:
    return replace(mention, place=place.id, lat=place.lat, lon=place.lon, precision=place.precision)
