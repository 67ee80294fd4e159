"""Places: a neutral id, and the names that everybody uses, as equals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contactline.records.ids import PlaceId, SideId


class PlacePrecision(StrEnum):
    """What a point stands for, finest first. Never finer than a settlement: `DO NO HARM`."""

    SETTLEMENT = "settlement"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place.

    Attributes:
        type: ``name``, ``alias`` or ``former``.
        used_by: sides that use it; empty for everybody.
    """

    text: str
    type: str
    language: str
    script: str
    used_by: tuple[SideId, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place with all its names.

    Attributes:
        kind: ``village``, ``town``, ``city``, ``district``, ``region``, ``country``, ``line`` or ``feature``.
        lat, lon: degrees WGS 84 of the published centre, or ``None``.
    """

    id: PlaceId
    kind: str
    names: tuple[PlaceName, ...]
    parent: PlaceId | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    source: str

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a point needs both latitude and longitude")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not a point on earth: {self.lat}, {self.lon}")
