"""How UCDP and ACLED would call the clarity of an event, the precision of its date and place, and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.actors import Actor, ActorKind
from contactline.records.claims import Claim, Occurrence
from contactline.records.codebooks import ACLED, UCDP
from contactline.records.grades import DerivedGrade
from contactline.records.ids import THIRD, ActorId, PlaceId
from contactline.records.incidents import Incident
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.records.times import TimePrecision, When

_OF_A_DAY: Final = frozenset(
    {TimePrecision.MINUTE, TimePrecision.RANGE, TimePrecision.HOUR, TimePrecision.PART, TimePrecision.DAY}
)
_WHERE: Final = {
    "village": "settlement",
    "town": "settlement",
    "city": "settlement",
    "feature": "near a settlement",
    "district": "district",
    "region": "region",
    "line": "line or vague area",
    "country": "country",
}
"""Kinds of places to UCDP's levels, finest first."""
_ACLED_WHERE: Final = {
    "settlement": "settlement",
    "near a settlement": "part of a region",
    "district": "part of a region",
    "region": "region",
    "line or vague area": "region",
}
_SCALES: Final = ("Other", "National", "International")
_PRESS: Final = frozenset({ActorKind.AGENCY, ActorKind.OUTLET})


def derive_events(incident: Incident, claims: Sequence[Claim], mandate: Mandate) -> Iterator[DerivedGrade]:
    """Both codebooks' fields for one incident."""
    places = {place.id: place for place in mandate.places}
    told = [claim.occurrence for claim in claims if not claim.background or incident.recalled]
    days = _count_days(incident.when or _find_shortest(told))
    named = (mention.place for occurrence in told for mention in occurrence.places if mention.place)
    where, where_reason = _find_where((*incident.places, *named), places)
    date_reason = f"The accounts' times span {days} {'day' if days == 1 else 'days'}." if days else "No time is told."
    clear = _is_clear(incident, claims, places)
    clarity_reason = (
        "At least one account tells of it by itself, with its day and settlement."
        if clear
        else "No account tells of it by itself with both its day and its settlement."
    )
    clarity = "described by itself" if clear else "from a summary"
    yield DerivedGrade("ucdp", UCDP, "event_clarity", clarity, clarity_reason)
    yield DerivedGrade("ucdp", UCDP, "date_prec", _find_ucdp_date(days), date_reason)
    yield DerivedGrade("ucdp", UCDP, "where_prec", where, where_reason)
    geo = _ACLED_WHERE.get(where) if where else None
    yield DerivedGrade("acled", ACLED, "geo_precision", geo, where_reason)
    yield DerivedGrade("acled", ACLED, "time_precision", _find_acled_date(days), date_reason)
    yield _find_scale(claims, {actor.id: actor for actor in mandate.actors})


def _count_days(when: When | None) -> int | None:
    """Days that the interval touches, on the clock it was read in; midnight ends a day and begins none."""
    if when is None:
        return None
    try:
        zone = ZoneInfo(when.zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    first, last = when.earliest.astimezone(zone), when.latest.astimezone(zone)
    if last > first:
        last -= timedelta(seconds=1)
    return (last.date() - first.date()).days + 1


def _find_ucdp_date(days: int | None) -> str | None:
    return _find_level(days, ((1, "day"), (6, "2 to 6 days"), (7, "week"), (31, "month"), (366, "year")))


def _find_acled_date(days: int | None) -> str | None:
    return _find_level(days, ((1, "day"), (7, "week"), (31, "month")))


def _find_level(days: int | None, levels: Iterable[tuple[int, str]]) -> str | None:
    return next((level for most, level in levels if days is not None and days <= most), None)


def _find_where(ids: Iterable[PlaceId], places: Mapping[PlaceId, Place]) -> tuple[str | None, str]:
    """The finest place that is named, by its kind."""
    kinds = {places[id_].kind for id_ in ids if id_ in places}
    finest = next((kind for kind in _WHERE if kind in kinds), None)
    if finest is None:
        return None, "No place is told, or none that the mandate knows."
    return _WHERE[finest], f"The finest place that is named is a {finest}."


def _is_clear(incident: Incident, claims: Iterable[Claim], places: Mapping[PlaceId, Place]) -> bool:
    if incident.recalled:
        return False
    return any(_has_own_day(claim) and _has_settlement(claim, places) for claim in claims if not claim.background)


def _has_own_day(claim: Claim) -> bool:
    time = claim.occurrence.time
    return time is not None and time.when is not None and time.when.precision in _OF_A_DAY


def _has_settlement(claim: Claim, places: Mapping[PlaceId, Place]) -> bool:
    known = (places.get(mention.place) for mention in claim.occurrence.places if mention.place)
    return any(place is not None and _WHERE.get(place.kind) == "settlement" for place in known)


def _find_shortest(told: Iterable[Occurrence]) -> When | None:
    """The finest time that an account gives, where linking could not settle one for all."""
    times = [occurrence.time.when for occurrence in told if occurrence.time and occurrence.time.when]
    return min(times, key=lambda when: (when.latest - when.earliest, when.earliest), default=None)


def _find_scale(claims: Iterable[Claim], actors: Mapping[ActorId, Actor]) -> DerivedGrade:
    """Who publishes: a side's press is national, third parties' press international, bodies are other sources."""
    publishers = {
        mention.actor
        for claim in claims
        for mention in (claim.speaker, *claim.relayed_by)
        if mention.quote is None and mention.actor is not None
    }
    known = [actors[id_] for id_ in publishers if id_ in actors]
    scales = {_scale_of(actor) for actor in known}
    level = "-".join(scale for scale in _SCALES if scale in scales) or None
    reason = (
        f"Of the publishers, {len(known)} {'is' if len(known) == 1 else 'are'} known to the mandate."
        if known
        else "No publisher is known to the mandate."
    )
    return DerivedGrade("acled", ACLED, "source_scale", level, reason)


def _scale_of(actor: Actor) -> str:
    if actor.kind not in _PRESS:
        return "Other"
    return "International" if actor.side == THIRD else "National"
