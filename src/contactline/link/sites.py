"""Where: places of claims as sites, and how two sets of sites stand to each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from contactline._kit.folding import fold_name
from contactline._kit.geodesy import measure_km
from contactline.link.times import find_time
from contactline.records.actors import NameType
from contactline.records.claims import Claim, Order, PlaceMention, PlaceRole
from contactline.records.ids import PlaceId
from contactline.records.mandates import Mandate
from contactline.records.places import Place, PlacePrecision
from contactline.records.titles import make_place_title

NEXT_TO_KM: Final = 3.0
"""Two settlements nearer than this count as nearly one place: gazetteers differ by as much."""
NEIGHBOUR_KM: Final = 15.0
"""Two settlements nearer than this may be two names for the scene of one incident, if the hour fits."""
TWO_ENDS_KM: Final = 25.0
"""Two settlements nearer than this can be the two ends of one exchange of fire (range of field guns)."""
DISTRICT_KM: Final = 60.0
"""A settlement farther than this from a district's centre is certainly not in the district."""
CELL_DEGREES: Final = 0.25  # 27.8 km of latitude: one row up and down is enough
_KM_PER_DEGREE: Final = 111.2
_SEAT_KINDS: Final = frozenset({"town", "city"})
_SETTLED_KINDS: Final = frozenset({"village", "town", "city", "feature"})
_ANCESTORS_LIMIT: Final = 8  # a loop of parents in a mandate must not hang the run


class Level(IntEnum):
    """How much a place narrows things down. Regions, countries and lines say too little to tell incidents apart."""

    SETTLEMENT = 0
    DISTRICT = 1
    BROAD = 2


@dataclass(frozen=True, slots=True)
class Site:
    """A resolved place as one claim names it.

    Attributes:
        answer: the claim speaks of fire in answer, which may hit another village than the first fire did.
    """

    place: PlaceId
    level: Level
    role: PlaceRole
    answer: bool = False


class Atlas:
    """The mandate's places, ready for questions of distance and belonging."""

    def __init__(self, mandate: Mandate) -> None:
        self._places = {place.id: place for place in mandate.places}
        self._sides = mandate.sides
        self._titles: dict[PlaceId, str] = {}
        self._ancestors: dict[PlaceId, tuple[PlaceId, ...]] = {}
        self._seats: dict[PlaceId, bool] = {}
        self._metonyms = {
            fold_name(name.text) for actor in mandate.actors for name in actor.names if name.type is NameType.METONYM
        }

    def title(self, place: PlaceId) -> str:
        """Both sides' names for a place, or its id where the mandate does not know it."""
        if place not in self._titles:
            known = self._places.get(place)
            self._titles[place] = make_place_title(known, self._sides) if known else str(place)
        return self._titles[place]

    def names(self, place: PlaceId) -> tuple[str, ...]:
        """All names of a place that the mandate knows."""
        known = self._places.get(place)
        return tuple(name.text for name in known.names) if known else ()

    def is_metonym(self, words: str) -> bool:
        """Whether the words may also mean an actor, as a capital stands for its government."""
        return fold_name(words) in self._metonyms

    def level(self, place: PlaceId) -> Level:
        """How fine a place is; one that the mandate does not know is taken for a settlement."""
        known = self._places.get(place)
        if known is None:
            return Level.SETTLEMENT
        return _level(known)

    def point(self, place: PlaceId) -> tuple[float, float] | None:
        """Latitude and longitude of the published centre in degrees, or ``None``."""
        known = self._places.get(place)
        if known is None or known.lat is None or known.lon is None:
            return None
        return known.lat, known.lon

    def ancestors(self, place: PlaceId) -> tuple[PlaceId, ...]:
        """Parents of a place, nearest first."""
        if place not in self._ancestors:
            self._ancestors[place] = tuple(self._iter_parents(place))
        return self._ancestors[place]

    def is_region(self, place: PlaceId) -> bool:
        """Whether it is a region: broader than a district, finer than a country, and no line."""
        known = self._places.get(place)
        return known is not None and known.kind != "line" and known.precision is PlacePrecision.REGION

    def seat_of(self, place: PlaceId) -> PlaceId | None:
        """The district that a town is the eponymous seat of: its parent, called as the town is, with a word more."""
        known = self._places.get(place)
        parent = self._places.get(known.parent) if known and known.parent else None
        if known is None or parent is None or known.kind not in _SEAT_KINDS or _level(parent) is not Level.DISTRICT:
            return None
        if place not in self._seats:
            town = {fold_name(name.text) for name in known.names}
            self._seats[place] = any(_starts_with(fold_name(name.text), town) for name in parent.names)
        return parent.id if self._seats[place] else None

    def distance_km(self, one: PlaceId, other: PlaceId) -> float | None:
        """Great-circle distance in kilometres (haversine), or ``None`` where a point is not known."""
        first, second = self.point(one), self.point(other)
        return None if first is None or second is None else measure_km(first, second)

    def cell(self, place: PlaceId) -> tuple[int, int] | None:
        """The grid cell of a place's point, rows by latitude."""
        point = self.point(place)
        return _cell(point) if point else None

    def cells_around(self, place: PlaceId) -> tuple[tuple[int, int], ...]:
        """All cells that may hold a point within :data:`TWO_ENDS_KM`."""
        point = self.point(place)
        if point is None:
            return ()
        row, column = _cell(point)
        width_km = CELL_DEGREES * _KM_PER_DEGREE * max(0.1, math.cos(math.radians(point[0])))
        reach = math.ceil(TWO_ENDS_KM / width_km)
        return tuple((row + dy, column + dx) for dy in (-1, 0, 1) for dx in range(-reach, reach + 1))

    def _iter_parents(self, place: PlaceId) -> Iterator[PlaceId]:
        known = self._places.get(place)
        for _ in range(_ANCESTORS_LIMIT):
            if known is None or known.parent is None:
                return
            yield known.parent
            known = self._places.get(known.parent)


def find_sites(claim: Claim, atlas: Atlas) -> tuple[Site, ...]:
    """The settlements and districts that a claim names; broader places say too little and are left out.

    A capital counts only where the claim has a time, a weapon, a loss or damage: else its name may mean the government.
    """
    answer = claim.occurrence.order is Order.ANSWER
    found: dict[tuple[PlaceId, PlaceRole], Site] = {}
    for mention in claim.occurrence.places:
        if mention.place is None:
            continue
        role = PlaceRole.AT if mention.role is PlaceRole.ALSO_CALLED else mention.role
        level = atlas.level(mention.place)
        if level is Level.BROAD or (atlas.is_metonym(mention.quote.words) and _stands_for_actor(claim, mention)):
            continue
        found.setdefault((mention.place, role), Site(mention.place, level, role, answer))
    return tuple(found.values())


def _stands_for_actor(claim: Claim, mention: PlaceMention) -> bool:
    """Whether a capital's name means the government: it names who speaks, acts or is hit, or no effect is told."""
    named = [claim.speaker, *claim.relayed_by, *claim.occurrence.actors]
    named += [target.mention for target in claim.occurrence.targets]
    if any(actor.quote is not None and actor.quote.span.overlaps(mention.quote.span) for actor in named):
        return True
    return not (find_time(claim) or claim.occurrence.means or claim.casualties or claim.damage)


def find_unknown_names(claim: Claim) -> tuple[str, ...]:
    """Folded names of places that could not be resolved; words without a capital are no names."""
    words = (mention.quote.words for mention in claim.occurrence.places if mention.place is None)
    return tuple(dict.fromkeys(fold_name(word) for word in words if any(char.isupper() for char in word)))


class SiteTally:
    """The sites that an account or an incident has gathered: how often each place, in which roles."""

    __slots__ = ("answers", "counts", "districts", "roles", "settlements", "unknown")

    def __init__(self) -> None:
        self.settlements: dict[PlaceId, set[PlaceRole]] = {}
        self.districts: dict[PlaceId, int] = {}
        self.unknown: dict[str, int] = {}
        self.answers: set[PlaceId] = set()

    def add(self, sites: Iterable[Site], unknown: Iterable[str] = ()) -> None:
        """Gather more sites."""
        for site in sites:
            if site.level is Level.SETTLEMENT:
                self.settlements.setdefault(site.place, set()).add(site.role)
            else:
                self.districts[site.place] = self.districts.get(site.place, 0) + 1
            if site.answer:
                self.answers.add(site.place)
        for name in unknown:
            self.unknown[name] = self.unknown.get(name, 0) + 1

    def merge(self, other: SiteTally) -> None:
        """Gather all that another tally holds."""
        for place, roles in other.settlements.items():
            self.settlements.setdefault(place, set()).update(roles)
        for place, count in other.districts.items():
            self.districts[place] = self.districts.get(place, 0) + count
        for name, count in other.unknown.items():
            self.unknown[name] = self.unknown.get(name, 0) + count
        self.answers |= other.answers

    @property
    def is_empty(self) -> bool:
        """Whether no place that tells incidents apart is known."""
        return not (self.settlements or self.districts or self.unknown)


class Where(IntEnum):
    """How two sets of sites stand to each other, nearest first."""

    SAME = 0
    NEXT_TO = 1
    TWO_ENDS = 2
    """Two nearby settlements, one named as where the fire came from or as hit by the answer to it."""
    SAME_NAME = 3
    """Both use the same name, which the mandate does not know."""
    INSIDE = 4
    """One names a district, the other a settlement in it, or both the same district."""
    NEARBY = 5
    UNKNOWN = 6
    APART = 7


def compare_sites(mine: SiteTally, theirs: SiteTally, atlas: Atlas) -> tuple[Where, str]:
    """How two tallies stand to each other, with the reason as half a sentence."""
    if mine.settlements and theirs.settlements:
        return _compare_settlements(mine, theirs, atlas)
    if mine.settlements and theirs.districts:
        return _compare_district(mine, theirs, atlas)
    if mine.districts and theirs.settlements:
        return _compare_district(theirs, mine, atlas)
    common = sorted(set(mine.unknown) & set(theirs.unknown))
    if common:
        return Where.SAME_NAME, f"both name “{common[0]}”, a place that the mandate does not know"
    if mine.districts and theirs.districts:
        return _compare_districts(mine, theirs, atlas)
    return Where.UNKNOWN, "one of them names no known place"


def _compare_settlements(mine: SiteTally, theirs: SiteTally, atlas: Atlas) -> tuple[Where, str]:
    common = [place for place in mine.settlements if place in theirs.settlements]
    if common:
        return _compare_scattered(mine, theirs, common, atlas)
    nearest = min(_distances(mine, theirs, atlas), default=None)
    inside = _find_seat(mine, theirs, atlas) or _find_seat(theirs, mine, atlas)
    if nearest is None or nearest[0] > TWO_ENDS_KM:
        return (Where.INSIDE, inside) if inside else (Where.APART, "the places lie far apart")
    distance, one, other = nearest
    names = f"{atlas.title(one)} and {atlas.title(other)} lie {distance:.0f} km apart"
    if distance <= NEXT_TO_KM:
        return Where.NEXT_TO, names
    if _is_opposite(mine, one, theirs, other):
        return Where.TWO_ENDS, f"{names}, as the two ends of one exchange of fire"
    if inside:
        return Where.INSIDE, inside
    return (Where.NEARBY, names) if distance <= NEIGHBOUR_KM else (Where.APART, names)


def _find_seat(towns: SiteTally, places: SiteTally, atlas: Atlas) -> str:
    """Why a town of one may mean the district called after it, where a place of the other lies; else nothing."""
    for town in sorted(towns.settlements):
        district = atlas.seat_of(town)
        for place in sorted(places.settlements) if district else ():
            if place != town and district in atlas.ancestors(place):
                return f"{atlas.title(place)} lies in the district that {atlas.title(town)} gives its name to"
    return ""


def _compare_scattered(mine: SiteTally, theirs: SiteTally, common: list[PlaceId], atlas: Atlas) -> tuple[Where, str]:
    """One place in common is enough, unless one of them is a list of places all over the map."""
    if not _is_scattered(mine, atlas) and not _is_scattered(theirs, atlas):
        return Where.SAME, f"both name {atlas.title(sorted(common)[0])}"
    union = len(mine.settlements) + len(theirs.settlements) - len(common)
    if 2 * len(common) >= union:
        return Where.SAME, f"both list the same {len(common)} places"
    return Where.APART, "one of them lists many places far apart"


def _is_scattered(tally: SiteTally, atlas: Atlas) -> bool:
    places = list(tally.settlements)
    distances = (atlas.distance_km(places[0], other) for other in places[1:])
    return any(distance is None or distance > 2 * NEIGHBOUR_KM for distance in distances)


def _distances(mine: SiteTally, theirs: SiteTally, atlas: Atlas) -> Iterator[tuple[float, PlaceId, PlaceId]]:
    for one in sorted(mine.settlements)[:_PAIR_LIMIT]:
        for other in sorted(theirs.settlements)[:_PAIR_LIMIT]:
            distance = atlas.distance_km(one, other)
            if distance is not None:
                yield distance, one, other


_PAIR_LIMIT: Final = 12  # places beyond this many add nothing to "how near", and cost the square


def _is_opposite(mine: SiteTally, one: PlaceId, theirs: SiteTally, other: PlaceId) -> bool:
    """Whether one place is named as the origin of the fire, or as hit by the answer, and the other is not."""
    first, second = mine.settlements[one], theirs.settlements[other]
    if (PlaceRole.FROM in first) != (PlaceRole.FROM in second):
        return True
    return (one in mine.answers) != (other in theirs.answers)


def _compare_district(fine: SiteTally, coarse: SiteTally, atlas: Atlas) -> tuple[Where, str]:
    for place in sorted(fine.settlements):
        for parent in atlas.ancestors(place):
            if parent in coarse.districts:
                return Where.INSIDE, f"{atlas.title(place)} lies in {atlas.title(parent)}"
    distances = [
        atlas.distance_km(place, district) for place in sorted(fine.settlements) for district in coarse.districts
    ]
    if any(distance is not None and distance <= DISTRICT_KM for distance in distances):
        return Where.UNKNOWN, "a settlement and a district that may touch"
    return Where.APART, "the settlement does not lie in the district"


def _compare_districts(mine: SiteTally, theirs: SiteTally, atlas: Atlas) -> tuple[Where, str]:
    for district in sorted(mine.districts):
        if district in theirs.districts:
            return Where.INSIDE, f"both name {atlas.title(district)}"
    return Where.APART, "the districts differ"


def _starts_with(district: str, towns: set[str]) -> bool:
    return any(district == town or district.startswith(f"{town} ") for town in towns if town)


def _level(place: Place) -> Level:
    if place.kind == "line":
        return Level.BROAD
    if place.precision is PlacePrecision.SETTLEMENT or (place.precision is None and place.kind in _SETTLED_KINDS):
        return Level.SETTLEMENT
    if place.precision is PlacePrecision.DISTRICT or (place.precision is None and place.kind == "district"):
        return Level.DISTRICT
    return Level.BROAD


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return math.floor(point[0] / CELL_DEGREES), math.floor(point[1] / CELL_DEGREES)
