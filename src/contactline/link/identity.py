"""Ids of incidents that stay the same from run to run, and come back when a merger is undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contactline._kit.hashing import make_content_id
from contactline.link.history import Lineage, make_lineage
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import Incident

_VERSION = 1


def choose_ids(
    groups: Sequence[Sequence[ClaimId]], previous: Sequence[Incident], history: Sequence[IncidentChange] = ()
) -> tuple[IncidentId, ...]:
    """An id for each group of claims, in their order; every id is given once.

    Groups that are just what incidents are, or were before the last run that moved claims between them, have the ids
    of these: a run that undoes another gives all ids back, unless claims were reread or these incidents changed in
    between. Elsewhere the previous incident with which a group shares the most claims lends its id; claims that came
    to it by a merger count after its own, the incident first given after the others. A group that is left gets back
    the id of an incident that had merged or dissolved, if it holds most of its claims. What is still left gets a
    content id from its first claim (or from a later one, should that id ever have been given).

    Args:
        groups: claim ids of each new incident, earliest claim first.
        previous: incidents of the run before.
        history: all changes before this run, oldest first.
    """
    lineage = make_lineage(history)
    given: dict[int, IncidentId] = {}
    _deal(_return(groups, previous, lineage), given)
    _deal(_inherit(groups, previous, lineage), given)
    _deal(_restore(groups, given, previous, lineage), given)
    taken = set(given.values()) | {incident.id for incident in previous} | set(lineage.given)
    ids: list[IncidentId] = []
    for number, claims in enumerate(groups):
        chosen = given.get(number) or _make_free_id(claims, taken)
        taken.add(chosen)
        ids.append(chosen)
    return tuple(ids)


def _return(
    groups: Sequence[Sequence[ClaimId]], previous: Sequence[Incident], lineage: Lineage
) -> Iterator[tuple[IncidentId, int]]:
    """Ids of incidents that are, or were, just a group: where no later run changed the incidents of its claims."""
    owner = {claim: incident.id for incident in previous for claim in incident.claims}
    number_of = {frozenset(claims): number for number, claims in enumerate(groups)}
    for incident in previous:
        if (number := number_of.get(frozenset(incident.claims))) is not None:
            yield incident.id, number
    for run, former, claims in sorted(lineage.iter_before(previous), key=lambda before: (-before[0], before[1])):
        if (number := number_of.get(claims)) is None:
            continue
        owners = {owner[claim] for claim in claims if claim in owner}
        if all(one not in lineage.last or lineage.last[one].run <= run for one in owners):
            yield former, number


def _inherit(
    groups: Sequence[Sequence[ClaimId]], previous: Sequence[Incident], lineage: Lineage
) -> Iterator[tuple[IncidentId, int]]:
    owner = {claim: incident.id for incident in previous for claim in incident.claims}
    age = {incident: number for number, incident in enumerate(lineage.given)}
    merged = lineage.find_merged()
    overlaps: list[tuple[int, int, int, IncidentId, int]] = []
    for number, claims in enumerate(groups):
        shared = Counter(owner[claim] for claim in claims if claim in owner)
        own = Counter(owner[c] for c in claims if c in owner and c not in merged.get(owner[c], ()))
        overlaps += [(-own[one], -count, age.get(one, len(age)), one, number) for one, count in shared.items()]
    yield from ((incident, number) for *_, incident, number in sorted(overlaps))


def _restore(
    groups: Sequence[Sequence[ClaimId]], given: Mapping[int, IncidentId], previous: Sequence[Incident], lineage: Lineage
) -> Iterator[tuple[IncidentId, int]]:
    """Ids out of force, for groups that hold more than half of their claims; on a tie what went last comes back."""
    in_force = {incident.id for incident in previous}
    former: dict[ClaimId, list[IncidentId]] = {}
    for incident, held in lineage.held.items():
        for claim in held if incident not in in_force else ():
            former.setdefault(claim, []).append(incident)
    shares = [Counter(one for claim in claims for one in former.get(claim, ())) for claims in groups]
    total: Counter[IncidentId] = Counter()
    for share in shares:
        total.update(share)
    latest = {incident: number for number, incident in enumerate(reversed(lineage.held))}
    wanted = [
        (-count, latest[incident], incident, number)
        for number, share in enumerate(shares)
        if number not in given
        for incident, count in share.items()
        if 2 * count > total[incident]
    ]
    yield from ((incident, number) for *_, incident, number in sorted(wanted))


def _deal(wanted: Iterable[tuple[IncidentId, int]], given: dict[int, IncidentId]) -> None:
    """Each id to the first that wants it, each group the first that it gets; what is given stays so."""
    used = set(given.values())
    for incident, number in wanted:
        if number not in given and incident not in used:
            given[number] = incident
            used.add(incident)


def _make_free_id(claims: Sequence[ClaimId], taken: set[IncidentId]) -> IncidentId:
    """An id that nobody has: a split must not take the id that its other half keeps."""
    for claim in claims:
        made = IncidentId(make_content_id("i", _VERSION, {"claim": claim}))
        if made not in taken:
            return made
    return IncidentId(make_content_id("i", _VERSION, {"claims": list(claims), "taken": len(taken)}))
