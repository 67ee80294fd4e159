"""Two invented conflicts for tests of relations: the river line of ``linkcases``, and a ridge of other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contactline.link.relations import relate
from contactline.link.sites import Atlas
from contactline.ports import Reading
from contactline.records.claims import Claim, Kind, PlaceRole
from contactline.records.ids import IncidentId, PlaceId, SideId
from contactline.records.incidents import Incident, Membership, Relation, RelationKind
from contactline.records.mandates import Mandate, Side
from contactline.records.places import Place, PlaceName, PlacePrecision
from contactline.records.reports import Report
from contactline.records.times import TimePrecision, When
from linkcases import MANDATE, Line, line, tell


def _place(id_: str, kind: str, parent: str | None, lat: float, lon: float, *names: str) -> Place:
    precision = PlacePrecision.DISTRICT if kind == "district" else PlacePrecision.SETTLEMENT
    written = tuple(PlaceName(name, "name", "en", "Latn", (), "test") for name in names)
    return Place(PlaceId(id_), kind, written, PlaceId(parent) if parent else None, lat, lon, precision, "test")


RIDGE = replace(
    MANDATE,
    name="ridge",
    title="Ridge line, invented",
    zone="Asia/Kolkata",
    sides=(Side(SideId("LO"), "Lower side"), Side(SideId("UP"), "Upper side")),
    actors=(),
    places=(
        _place("mandi", "village", "poonch", 33.80, 74.20, "Mandi Kot"),
        _place("krishna", "village", "poonch", 33.82, 74.27, "Krishna Ghat"),  # 7 km from Mandi Kot
        _place("tangdar", "village", "kupwara", 34.40, 73.85, "Tangdar"),  # 74 km
        _place("poonch", "district", None, 33.78, 74.10, "Poonch"),
        _place("kupwara", "district", None, 34.50, 74.00, "Kupwara"),
        _place("mandi-2", "village", "kupwara", 34.60, 73.90, "Mandikot"),  # another village of nearly the same name
    ),
)
RIVER = replace(
    MANDATE, places=(*MANDATE.places, _place("ada-2", "village", "upland", 40.85, 47.05, "Adda"))
)  # a second Adda, 94 km from the first


@dataclass(frozen=True)
class World:
    """One conflict: its mandate, sides, and the places that tests name."""

    mandate: Mandate
    sides: tuple[SideId, SideId]
    village: tuple[str, str]
    near: tuple[str, str]
    far: tuple[str, str]
    district: tuple[str, str]
    homonym: tuple[str, str]
    year: int
    month: int

    def day(self, day: int, clock: str | None = None, *, days: int = 1, month: int = 0, year: int = 0) -> When:
        """A day, a run of days, or a clock time of a day."""
        zone = self.mandate.zone
        start = datetime(year or self.year, month or self.month, day, tzinfo=ZoneInfo(zone))
        if clock is None:
            precision = TimePrecision.DAY if days == 1 else TimePrecision.DAYS
            return When(start, start + timedelta(days=days), precision, zone)
        moment = start + timedelta(hours=int(clock.split(":")[0]), minutes=int(clock.split(":")[1]))
        return When(moment, moment, TimePrecision.MINUTE, zone)

    def fire(self, when: When, place: tuple[str, str] | None = None, kind: Kind = Kind.SHELLING, **values: Any) -> Line:
        """One sentence that tells of fire at a place; ``words`` are put at its end."""
        name, id_ = place or self.village
        words = values.pop("words", "")
        date_words = f"on day {when.earliest:%Y-%m-%d %H:%M}"
        text = f"Fire at {name} {date_words}{' ' + words if words else ''}."
        return line(text, kind=kind, places=[(name, id_, PlaceRole.AT)], time=(date_words, when), **values)

    def report(self, number: int, side: int, *lines: Line) -> tuple[Report, Reading]:
        """A report of one side's outlet."""
        return tell(f"Outlet {number}", self.sides[side], 28, *lines)

    def link(self, *pairs: tuple[Report, Reading]) -> tuple[Incident, ...]:
        """Incidents with their relations, in the order of time.

        Every sentence with a time is an incident of its own, and sentences without one go on about it: what is to be
        joined is another question.
        """
        claims = [claim for _, reading in pairs for claim in reading.claims]
        groups: list[list[Claim]] = []
        for claim in claims:
            groups.append([claim]) if claim.occurrence.time else groups[-1].append(claim)
        incidents = sorted(map(_make_incident, groups), key=lambda incident: (incident.when.earliest, incident.id))
        return relate(incidents, {claim.id: claim for claim in claims}, Atlas(self.mandate))


def _make_incident(claims: Sequence[Claim]) -> Incident:
    first = claims[0].occurrence
    return Incident(
        id=IncidentId(f"i-{claims[0].id}"),
        title="",
        kind=first.kind,
        when=first.time.when if first.time else None,
        places=tuple(mention.place for mention in first.places if mention.place),
        members=tuple(Membership(claim.id, 1.0, "") for claim in claims),
    )


WORLDS = (
    World(
        RIVER,
        (SideId("NO"), SideId("SO")),
        ("Ada", "ada"),
        ("Bela", "bela"),
        ("Cora", "cora"),
        ("Lowland", "lowland"),
        ("Adda", "ada-2"),
        2017,
        7,
    ),
    World(
        RIDGE,
        (SideId("UP"), SideId("LO")),
        ("Mandi Kot", "mandi"),
        ("Krishna Ghat", "krishna"),
        ("Tangdar", "tangdar"),
        ("Poonch", "poonch"),
        ("Mandikot", "mandi-2"),
        2014,
        10,
    ),
)


def relations(incidents: Sequence[Incident], kind: RelationKind | None = None) -> list[tuple[int, int, Relation]]:
    """All relations as (number of the incident, number of the other one, relation)."""
    number = {incident.id: position for position, incident in enumerate(incidents)}
    return [
        (number[incident.id], number[relation.other], relation)
        for incident in incidents
        for relation in incident.relations
        if kind is None or relation.kind is kind
    ]


def kinds_of(incidents: Sequence[Incident]) -> set[RelationKind]:
    """Which kinds of relations there are at all."""
    return {relation.kind for incident in incidents for relation in incident.relations}
