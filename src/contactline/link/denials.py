"""Denials across reports: which claim of the other side a denial answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from contactline.records.claims import Act, Claim, Polarity
from contactline.records.ids import ClaimId, ReportId
from contactline.records.kinds import TALK
from contactline.records.mandates import Mandate

_DENYING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_ANSWERED_LIMIT: Final = 8  # copies of one accusation beyond this add nothing to "what does this deny?"


def find_answers(
    claims: Sequence[Claim], mandate: Mandate, origin_of: Mapping[ReportId, int]
) -> tuple[tuple[ClaimId, ClaimId], ...]:
    """Pairs (denial, what it answers) among the claims of one incident.

    A denial that its own report already ties to a claim is left as it is. Of copies of one text only the first counts.

    Args:
        claims: claims of one incident, earliest first.
        mandate: says who is the other side.
        origin_of: number of each report's origin.
    """
    said = _index_claims(claims, origin_of)
    pairs: list[tuple[ClaimId, ClaimId]] = []
    for denial in claims:
        other = mandate.other_side(denial.speaker.side)
        if denial.act not in _DENYING or denial.answers is not None or other is None:
            continue
        answered = _find_answered(denial, said, other)
        pairs += [(denial.id, claim) for claim in answered if claim != denial.id]
    return tuple(pairs)


def _find_answered(denial: Claim, said: Mapping[Hashable, Sequence[ClaimId]], other: str) -> Iterable[ClaimId]:
    found: dict[ClaimId, None] = {}
    for subject in _subjects(denial):
        for claim in said.get((other, subject), ()):
            found.setdefault(claim)
    return list(found)[:_ANSWERED_LIMIT]


def _index_claims(claims: Sequence[Claim], origin_of: Mapping[ReportId, int]) -> Mapping[Hashable, Sequence[ClaimId]]:
    said: defaultdict[Hashable, list[ClaimId]] = defaultdict(list)
    seen: set[Hashable] = set()
    for claim in claims:
        if claim.act in _DENYING or claim.polarity is Polarity.NEGATIVE or claim.speaker.side is None:
            continue
        for subject in _subjects(claim):
            key = (claim.speaker.side, subject)
            once = (key, origin_of.get(claim.report))
            if once not in seen and len(said[key]) < _ANSWERED_LIMIT:
                seen.add(once)
                said[key].append(claim.id)
    return said


def _subjects(claim: Claim) -> Iterator[Hashable]:
    """What a claim is about, as keys that a denial of it shares: losses by outcome and side, or a kind by its actor."""
    if claim.casualties:
        for casualty in claim.casualties:
            yield "loss", casualty.outcome, casualty.victims.side
        return
    if claim.damage:
        for damage in claim.damage:
            yield "damage", damage.target.side
        return
    if claim.occurrence.kind not in TALK:
        sides = dict.fromkeys(actor.side for actor in claim.occurrence.actors if actor.side)
        for side in sides:
            yield "kind", claim.occurrence.kind, side
        if not sides:
            yield "kind", claim.occurrence.kind, None
