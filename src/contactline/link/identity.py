"""Ids of incidents that stay the same from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from contactline._kit.hashing import make_content_id
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import Incident

_VERSION = 1


def choose_ids(groups: Sequence[Sequence[ClaimId]], previous: Sequence[Incident]) -> tuple[IncidentId, ...]:
    """An id for each group of claims, in their order; every id is given once.

    The previous incident with which a group shares the most claims lends its id; what is left gets a content id from
    its first claim (or from a later one, should that id be taken).

    Args:
        groups: claim ids of each new incident, earliest claim first.
        previous: incidents of the run before.
    """
    inherited = _inherit(groups, previous)
    taken = set(inherited.values()) | {incident.id for incident in previous}
    ids: list[IncidentId] = []
    for number, claims in enumerate(groups):
        chosen = inherited.get(number) or _make_free_id(claims, taken)
        taken.add(chosen)
        ids.append(chosen)
    return tuple(ids)


def _inherit(groups: Sequence[Sequence[ClaimId]], previous: Sequence[Incident]) -> Mapping[int, IncidentId]:
    owner = {claim: incident.id for incident in previous for claim in incident.claims}
    overlaps: list[tuple[int, IncidentId, int]] = []
    for number, claims in enumerate(groups):
        shared = Counter(owner[claim] for claim in claims if claim in owner)
        overlaps += [(-count, incident, number) for incident, count in shared.items()]
    given: dict[int, IncidentId] = {}
    used: set[IncidentId] = set()
    for _, incident, number in sorted(overlaps):
        if number not in given and incident not in used:
            given[number] = incident
            used.add(incident)
    return given


def _make_free_id(claims: Sequence[ClaimId], taken: set[IncidentId]) -> IncidentId:
    """An id that nobody has: a split must not take the id that its other half keeps."""
    for claim in claims:
        made = IncidentId(make_content_id("i", _VERSION, {"claim": claim}))
        if made not in taken:
            return made
    return IncidentId(make_content_id("i", _VERSION, {"claims": list(claims), "taken": len(taken)}))
