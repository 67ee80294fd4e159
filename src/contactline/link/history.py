"""What a linking run changes: pure comparison of the incidents before it and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from contactline.records.claims import Claim
from contactline.records.histories import RETIRING, ChangeKind, IncidentChange, find_redirects
from contactline.records.ids import ClaimId, IncidentId, ReportId
from contactline.records.incidents import Incident
from contactline.records.judgements import ClaimAnchor, LinkJudgement, Verdict, find_anchored

_BEGINNING = frozenset({ChangeKind.FOUNDED, ChangeKind.SPLIT_FROM, ChangeKind.RESTORED})


@dataclass(slots=True)
class LastRun:
    """What the last run that changed an incident did to it.

    Attributes:
        run: its number.
        began: the incident was not in force before it.
        moved: claims moved between it and another incident.
        came: the claims that it gained.
        went: the claims that it lost.
    """

    run: int
    began: bool = False
    moved: bool = False
    came: set[ClaimId] = field(default_factory=set)
    went: set[ClaimId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lineage:
    """What the changes so far say of ids.

    Attributes:
        given: every id that was ever given, in the order in which it was first given.
        held: for every incident that is out of force, in the order in which they went, the claims that it held last:
            what gives it back its id.
        heir: where these ids lead today.
        last: for every incident the last run that changed it.
    """

    given: tuple[IncidentId, ...]
    held: dict[IncidentId, frozenset[ClaimId]]
    heir: Mapping[IncidentId, IncidentId | None]
    last: Mapping[IncidentId, LastRun]

    def find_merged(self) -> Mapping[IncidentId, set[ClaimId]]:
        """For incidents the claims that came to them by mergers: undoing these takes them away again."""
        merged: defaultdict[IncidentId, set[ClaimId]] = defaultdict(set)
        for incident, heir in self.heir.items():
            if heir is not None:
                merged[heir] |= self.held[incident]
        return merged

    def iter_before(self, previous: Sequence[Incident]) -> Iterator[tuple[int, IncidentId, frozenset[ClaimId]]]:
        """Claims that incidents held before a run moved some between them, with that run: what undoing it brings back.

        Of those in force only the last run that changed them counts. One that only brought new claims brings nothing
        back: what such an incident was at first is less of it than what it became.
        """
        in_force = {incident.id for incident in previous}
        for gone, held in self.held.items():
            if gone not in in_force:
                yield self.last[gone].run, gone, held
        for incident in previous:
            last = self.last.get(incident.id)
            if last is not None and last.moved and not last.began:
                yield last.run, incident.id, frozenset(incident.claims) - last.came | last.went


def make_lineage(changes: Sequence[IncidentChange]) -> Lineage:
    """Fold changes, oldest first."""
    given: dict[IncidentId, None] = {}
    held: dict[IncidentId, frozenset[ClaimId]] = {}
    last: dict[IncidentId, LastRun] = {}
    for change in changes:
        given[change.incident] = None
        claims = frozenset(change.claims)
        if change.kind is ChangeKind.REREAD:
            if change.incident in held:
                held[change.incident] |= claims
            continue
        _note(change, last)
        if change.kind in RETIRING:
            held[change.incident] = claims
            continue
        if change.kind in _BEGINNING:
            held.pop(change.incident, None)
        loser = change.incident if change.kind is ChangeKind.SHRUNK else change.other
        if loser in held and last[loser].run == change.run:
            held[loser] |= claims  # of those that are out of force a part may go another way than most
    return Lineage(tuple(given), held, find_redirects(changes), last)


def _note(change: IncidentChange, last: dict[IncidentId, LastRun]) -> None:
    for incident in (change.incident, change.other):
        if incident is not None and (incident not in last or last[incident].run != change.run):
            last[incident] = LastRun(change.run)
    mine = last[change.incident]
    mine.began |= change.kind in _BEGINNING
    if change.other is None:
        (mine.went if change.kind is ChangeKind.SHRUNK else mine.came).update(change.claims)
        return
    theirs = last[change.other]
    giver, taker = (mine, theirs) if change.kind is ChangeKind.MERGED_INTO else (theirs, mine)
    giver.went.update(change.claims)
    taker.came.update(change.claims)
    giver.moved = taker.moved = True


def next_run(changes: Sequence[IncidentChange]) -> int:
    """The number of the run that comes after these changes."""
    return max((change.run for change in changes), default=0) + 1


def find_changes(
    previous: Sequence[Incident],
    incidents: Sequence[Incident],
    changes: Sequence[IncidentChange],
    at: datetime,
    judgements: Sequence[LinkJudgement] = (),
) -> tuple[IncidentChange, ...]:
    """What became of every incident; nothing where nothing changed.

    Args:
        previous: incidents of the run before, their claims under their present ids.
        incidents: those of this run.
        changes: all earlier changes.
        at: aware UTC of this run.
        judgements: the latest on every two claims, withdrawn ones too; they give the reasons.
    """
    return tuple(_Comparison(previous, incidents, changes, at, judgements).iter_changes())


class _Comparison:
    def __init__(
        self,
        previous: Sequence[Incident],
        incidents: Sequence[Incident],
        changes: Sequence[IncidentChange],
        at: datetime,
        judgements: Sequence[LinkJudgement],
    ) -> None:
        self._run, self._at = next_run(changes), at
        self._known = {change.incident for change in changes}
        self._before = {incident.id: incident for incident in previous}
        self._after = {incident.id: incident for incident in incidents}
        self._from = _owners(previous)
        self._to = _owners(incidents)
        self._judged: defaultdict[ClaimId, list[LinkJudgement]] = defaultdict(list)
        for judgement in judgements:
            self._judged[judgement.one.claim].append(judgement)
            self._judged[judgement.other.claim].append(judgement)

    def iter_changes(self) -> Iterator[IncidentChange]:
        for incident in self._before.values():
            yield from self._retire(incident)
        for incident in self._after.values():
            if incident.id in self._before:
                yield from self._grow(incident, None)
            else:
                yield from self._found(incident)

    def _retire(self, incident: Incident) -> Iterator[IncidentChange]:
        lost = tuple(claim for claim in incident.claims if claim not in self._to)
        if incident.id not in self._after:
            yield self._end(incident)
            if len(lost) == len(incident.claims):
                return
        if lost:
            yield self._make(ChangeKind.SHRUNK, incident.id, None, lost, "These claims are in no incident now.")

    def _end(self, incident: Incident) -> IncidentChange:
        heir = _most(self._to[claim] for claim in incident.claims if claim in self._to)
        if heir is None:
            return self._make(ChangeKind.DISSOLVED, incident.id, None, incident.claims, "None of its claims is linked.")
        moved = tuple(claim for claim in incident.claims if self._to.get(claim) == heir)
        reason = self._find_judged(moved, self._after[heir].claims, Verdict.TOGETHER)
        return self._make(ChangeKind.MERGED_INTO, incident.id, heir, moved, reason or "Linking takes them for one now.")

    def _found(self, incident: Incident) -> Iterator[IncidentChange]:
        known = incident.id in self._known
        source = _most(self._from[claim] for claim in incident.claims if claim in self._from)
        if source is None:
            kind = ChangeKind.RESTORED if known else ChangeKind.FOUNDED
            yield self._make(kind, incident.id, None, incident.claims, "Linking began it with these claims.")
            return
        moved = tuple(claim for claim in incident.claims if self._from.get(claim) == source)
        rest = [claim for claim in self._before[source].claims if self._to.get(claim) != incident.id]
        reason = self._find_judged(moved, rest, Verdict.APART, Verdict.WITHDRAWN)
        kind = ChangeKind.RESTORED if known else ChangeKind.SPLIT_FROM
        yield self._make(kind, incident.id, source, moved, reason or "Linking takes them for two now.")
        yield from self._grow(incident, source)

    def _grow(self, incident: Incident, but: IncidentId | None) -> Iterator[IncidentChange]:
        """Claims that it gained, by where they were; those of incidents that merged into it stand with these."""
        gained: defaultdict[IncidentId | None, list[ClaimId]] = defaultdict(list)
        for claim in incident.claims:
            source = self._from.get(claim)
            if source is None or source not in {incident.id, but}:
                gained[source].append(claim)
        for source, claims in gained.items():
            if source is not None and self._is_heir(source, incident.id):
                continue
            reason = "New claims fit it." if source is None else "These claims fit it better now."
            told = self._find_judged(claims, incident.claims, Verdict.TOGETHER)
            yield self._make(ChangeKind.GROWN, incident.id, source, tuple(claims), told or reason)

    def _is_heir(self, gone: IncidentId, incident: IncidentId) -> bool:
        if gone in self._after:
            return False
        return incident == _most(self._to[claim] for claim in self._before[gone].claims if claim in self._to)

    def _find_judged(self, moved: Iterable[ClaimId], others: Iterable[ClaimId], *verdicts: Verdict) -> str:
        """What a person judged between the claims that moved and the others: the latest, or nothing."""
        ours, theirs = set(moved), set(others)
        found = [
            judgement
            for claim in ours
            for judgement in self._judged[claim]
            if judgement.verdict in verdicts and judgement.pair & (theirs - ours)
        ]
        return say_judged(max(found, key=lambda one: (one.made_at, one.id))) if found else ""

    def _make(
        self,
        kind: ChangeKind,
        incident: IncidentId,
        other: IncidentId | None,
        claims: tuple[ClaimId, ...],
        reason: str,
    ) -> IncidentChange:
        return IncidentChange(self._run, self._at, kind, incident, other, claims, reason)


def say_judged(judgement: LinkJudgement) -> str:
    """What a person judged, in a sentence: ``A person (Ada) judged these together: “the same night”.``."""
    words = {
        Verdict.TOGETHER: "judged these together",
        Verdict.APART: "judged these apart",
        Verdict.WITHDRAWN: "withdrew a judgement on these",
    }
    return f"A person ({judgement.author}) {words[judgement.verdict]}: “{judgement.reason}”."


# -- reading again


def follow_claims(anchors: Iterable[ClaimAnchor], claims: Iterable[Claim]) -> Mapping[ClaimId, ClaimId]:
    """For claims that another reading made, the present claims at the same words; those without one are left out."""
    by_report: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    found = {anchor.claim: find_anchored(anchor, by_report[anchor.report]) for anchor in anchors}
    return {claim: now.id for claim, now in found.items() if now is not None}


def rename_claims(incidents: Iterable[Incident], renamed: Mapping[ClaimId, ClaimId]) -> tuple[Incident, ...]:
    """Incidents of an earlier run with their claims under their present ids; a claim belongs to the first only."""
    taken: set[ClaimId] = set()
    result = []
    for incident in incidents:
        members = []
        for member in incident.members:
            claim = renamed.get(member.claim, member.claim)
            if claim not in taken:
                taken.add(claim)
                members.append(replace(member, claim=claim))
        result.append(replace(incident, members=tuple(members)))
    return tuple(result)


def find_reread(
    changes: Sequence[IncidentChange], renamed: Mapping[ClaimId, ClaimId], at: datetime
) -> tuple[IncidentChange, ...]:
    """That claims have other ids now, for every incident out of force: it gets its id back by its claims."""
    run, reason = next_run(changes), "Another reading gave these claims other ids."
    found = []
    for incident, claims in sorted(make_lineage(changes).held.items()) if renamed else ():
        now = dict.fromkeys(renamed[claim] for claim in sorted(claims) if claim in renamed)
        if now:
            found.append(IncidentChange(run, at, ChangeKind.REREAD, incident, None, tuple(now), reason))
    return tuple(found)


def _owners(incidents: Iterable[Incident]) -> dict[ClaimId, IncidentId]:
    return {claim: incident.id for incident in incidents for claim in incident.claims}


def _most(owners: Iterable[IncidentId]) -> IncidentId | None:
    counts: dict[IncidentId, int] = {}
    for owner in owners:
        counts[owner] = counts.get(owner, 0) + 1
    return min(counts, key=lambda owner: (-counts[owner], owner)) if counts else None
