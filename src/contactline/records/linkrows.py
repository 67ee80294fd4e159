"""Link rows: what linking may look at of one account, and nothing else.

A row has no field for who is blamed, who speaks, which outlet publishes or whose side anybody is on: what is not there
cannot part the contradictions that weighing has to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contactline.records.claims import Kind


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as linking sees it.

    Attributes:
        place: id in the gazetteer, or empty where the name is not known there.
        name: the name as written, folded; compared where a gazetteer id is missing.
        lat, lon: degrees, or ``None`` where no point is known.
        radius_km: how far the happening may lie from the point: 0 for a settlement named as the very place.
    """

    place: str = ""
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When, as linking sees it: an interval of aware UTC instants."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One account (what one report tells as one happening), or one claim, as linking sees it.

    Attributes:
        id: content id of the account or claim.
        report: id of its report; rows of one report are told apart by it, and this is all that it is used for.
        published: when the report came out.
        spots: where; none if nothing says so.
        times: when; none if nothing says so.
        kinds: what happened; talk about agreements left out.
        targets: what was hit, as words of the lexicon (``residential``, ``school``, ``military position``).
        means: weapons in the lexicon's normal form.
        killed, wounded: people, all sides together, or ``None`` where not stated.
        names: folded proper names other than places, bodies, outlets and sides (victims, streets, schools).
        words: content words of the account's sentences, folded, without names of sides, bodies and outlets, places,
            numbers and stop words; word order kept.
        recalled: told as an older event.
    """

    id: str
    report: str
    published: datetime | None = None
    spots: tuple[Spot, ...] = ()
    times: tuple[TimeSpan, ...] = ()
    kinds: tuple[Kind, ...] = ()
    targets: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    killed: int | None = None
    wounded: int | None = None
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    recalled: bool = False
