"""How incidents stand to each other: answer to, part of, same series, near-twin. Each with its reason.

Every finder looks only at what lies next to an incident in place and time; no finder compares all pairs. A pair has
one relation at most, the more telling one. The rules know no side: swapping the parties swaps the words alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from contactline.link.answered import find_answered
from contactline.link.portraits import Portrait, make_portraits
from contactline.link.runs import find_runs
from contactline.link.sites import Atlas
from contactline.link.twins import find_twins
from contactline.link.wholes import find_parts
from contactline.records.claims import Claim
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import Incident, Relation, RelationKind

MOST: Final = {
    RelationKind.ANSWER_TO: 1,
    RelationKind.PART_OF: 3,
    RelationKind.SAME_SERIES: 6,
    RelationKind.NEAR_TWIN: 3,
}
"""How many relations of a kind an incident shows, the nearest in time first."""
_BOTH_WAYS: Final = frozenset({RelationKind.SAME_SERIES, RelationKind.NEAR_TWIN})
_ORDER: Final = tuple(MOST)

_Found = tuple[Portrait, Portrait, str]


def find_relations(
    incidents: Sequence[Incident], claims: Mapping[ClaimId, Claim], atlas: Atlas
) -> Mapping[IncidentId, tuple[Relation, ...]]:
    """Relations by incident. Pure; the order of ``incidents`` decides ties alone.

    “Answer to” and “part of” stand with the answer and with the part; the other two stand with both incidents.

    Args:
        incidents: in the order of their times.
        claims: at least all claims of the incidents; without background is what tells an incident.
        atlas: places, for distances, belonging and names.
    """
    portraits = make_portraits(incidents, claims, atlas)
    finders = (find_answered, find_parts, find_runs, find_twins)
    related: set[frozenset[int]] = set()
    found: defaultdict[IncidentId, list[Relation]] = defaultdict(list)
    for kind, find in zip(_ORDER, finders, strict=True):
        for one, other, reason in _choose(find(portraits, atlas), related, kind):
            found[one.incident.id].append(Relation(kind, other.incident.id, reason))
            if kind in _BOTH_WAYS:
                found[other.incident.id].append(Relation(kind, one.incident.id, reason))
    return {incident: tuple(relations) for incident, relations in found.items()}


def relate(incidents: Sequence[Incident], claims: Mapping[ClaimId, Claim], atlas: Atlas) -> tuple[Incident, ...]:
    """The incidents with their relations."""
    relations = find_relations(incidents, claims, atlas)
    return tuple(replace(incident, relations=relations.get(incident.id, ())) for incident in incidents)


def _choose(pairs: Iterable[_Found], related: set[frozenset[int]], kind: RelationKind) -> list[_Found]:
    """The nearest pairs that have no other relation yet, so many for each incident."""
    ranked = sorted(pairs, key=lambda pair: (_distance(pair), pair[0].number, pair[1].number))
    shown: Counter[int] = Counter()
    chosen = []
    for one, other, reason in ranked:
        pair = frozenset({one.number, other.number})
        counted = (one.number, other.number) if kind in _BOTH_WAYS else (one.number,)
        if len(pair) > 1 and pair not in related and all(shown[number] < MOST[kind] for number in counted):
            related.add(pair)
            shown.update(counted)
            chosen.append((one, other, reason))
    return chosen


def _distance(pair: _Found) -> float:
    one, other = pair[0].incident.when, pair[1].incident.when
    return abs((one.earliest - other.earliest).total_seconds()) if one and other else 0.0
