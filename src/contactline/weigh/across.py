"""Across incidents: evidence that is said to show another day than the incident at the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from contactline.records.claims import Act, Claim
from contactline.records.ids import ClaimId, PlaceId
from contactline.records.incidents import (
    Incident,
    Remark,
    RemarkKind,
    State,
    Version,
    VersionValue,
    Weighing,
)
from contactline.records.mandates import Mandate
from contactline.records.times import TimePrecision, When
from contactline.records.titles import make_day_title

AFTER: Final = timedelta(days=14)
"""How long after an incident evidence of its place is still looked at: later it is hardly taken for the incident's."""
_LONGEST: Final = timedelta(days=3)
_FINE: Final = frozenset(
    {TimePrecision.MINUTE, TimePrecision.RANGE, TimePrecision.HOUR, TimePrecision.PART, TimePrecision.DAY}
)


def look_across(
    incidents: Sequence[Incident], weighings: Sequence[Weighing], claims: Mapping[ClaimId, Claim], mandate: Mandate
) -> tuple[Weighing, ...]:
    """Weighings, with what other incidents at the same place tell of their evidence. Pure.

    A video of one day that is put forward in a report that also speaks of an earlier day is often taken for evidence of
    the earlier one. So it stands in that one's row too, marked as of a later day: it cannot show that incident.

    Args:
        incidents: in the order of ``weighings``.
        weighings: one for each incident.
        claims: of all incidents.
        mandate: the clock's zone is that of the claims; the sides.
    """
    by_place: defaultdict[PlaceId, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.places and not incident.recalled:
            by_place[incident.places[0]].append(incident)
    shown = {incident.id: tuple(_iter_shown(incident, claims)) for incident in incidents}
    made = []
    for incident, weighing in zip(incidents, weighings, strict=True):
        reports = {claims[id_].report for id_ in incident.claims}
        others = by_place.get(incident.places[0], ()) if incident.places else ()
        late = [
            claim
            for other in others
            if other.id != incident.id and _is_soon_after(other.when, incident.when)
            for claim in shown[other.id]
            if claim.report in reports
            and _is_soon_after(claim.occurrence.time.when if claim.occurrence.time else None, incident.when)
        ]
        made.append(_add_late(weighing, late, mandate) if late and not incident.recalled else weighing)
    return tuple(made)


def _iter_shown(incident: Incident, claims: Mapping[ClaimId, Claim]) -> Iterator[Claim]:
    for id_ in incident.claims:
        claim = claims[id_]
        if claim.evidence and not claim.background and claim.act is not Act.DENIES:
            yield claim


def _is_soon_after(later: When | None, earlier: When | None) -> bool:
    """Whether one time of a day or finer begins after the other has ended, and not long after."""
    if later is None or earlier is None or later.precision not in _FINE:
        return False
    if earlier.latest - earlier.earliest > _LONGEST:
        return False
    return timedelta(0) < later.earliest - earlier.latest <= AFTER


def _add_late(weighing: Weighing, late: Sequence[Claim], mandate: Mandate) -> Weighing:
    sides = {version.side for version in weighing.versions}
    known = {side.id for side in mandate.sides}
    rows: defaultdict[tuple[object, str, str], list[Claim]] = defaultdict(list)
    for claim in late:
        side = claim.speaker.side if claim.speaker.side in known else None
        for evidence in claim.evidence:
            rows[side, evidence.kind, _say_day(claim)].append(claim)
    values = {key: _make_value(key[1], key[2], found) for key, found in rows.items() if key[0] in sides}
    versions = tuple(
        _extend(version, [value for key, value in values.items() if key[0] == version.side])
        if version.question == "evidence"
        else version
        for version in weighing.versions
    )
    words = ", ".join(sorted({f"{kind} of {day}" for _, kind, day in rows}))
    text = (
        f"Evidence that is said to show a later day at the same place ({words}) cannot show this incident, "
        "whatever it is put forward for."
    )
    remark = Remark(RemarkKind.LATER_EVIDENCE, text, tuple(dict.fromkeys(claim.id for claim in late)))
    return replace(weighing, versions=versions, remarks=(*weighing.remarks, remark))


def _say_day(claim: Claim) -> str:
    when = claim.occurrence.time.when if claim.occurrence.time else None
    return make_day_title(when.earliest.date(), when.earliest.date()) if when else ""


def _make_value(kind: str, day: str, claims: Sequence[Claim]) -> VersionValue:
    note = f"of {day}, after the incident: told of another one"
    return VersionValue(kind, State.HEDGED, tuple(dict.fromkeys(claim.id for claim in claims)), note=note)


def _extend(version: Version, values: Sequence[VersionValue]) -> Version:
    if not values:
        return version
    state = version.state if version.values else State.HEDGED
    return replace(version, values=(*version.values, *values), state=state)
