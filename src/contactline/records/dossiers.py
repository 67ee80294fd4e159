"""The dossier: everything that one run publishes, complete in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from contactline.records.claims import Claim, Maker
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId, IncidentId, ReportId
from contactline.records.incidents import Episode, Incident, Weighing
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.periods import PeriodView
from contactline.records.persons import NOBODY, CasualtyRegister
from contactline.records.problems import Problem
from contactline.records.reports import Receipt, Report


@dataclass(frozen=True, slots=True)
class RunNote:
    """How a dossier came about.

    Attributes:
        program: name and version of the program, such as ``contactline 0.1.0``.
        reader: the reader that made the claims.
        mandate_choice: one sentence when the mandate was chosen by the program and not named by a person.
        made_at: aware time of the run. Leave it ``None`` where a second run must give the same bytes.
        weights: version of the weights that claims were linked with.
    """

    program: str
    reader: Maker
    mandate_choice: str = ""
    made_at: datetime | None = None
    weights: str = ""

    def __post_init__(self) -> None:
        if self.made_at is not None and self.made_at.tzinfo is None:
            raise ValueError("made_at needs a zone")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one run publishes. Every id that a record mentions is resolved by another record in here.

    Attributes:
        reports: the reports in force.
        claims: all claims of these reports, resolved.
        weighings: at most one for each incident.
        problems: of all stages, intake included.
        episodes: dense hours; an incident is in at most one.
        judgements: of people, as far as linking follows them, their claims under their present ids.
        changes: what became of incidents in the runs so far.
        register: persons told apart among victims, and tallies.
        period: counts over all incidents, or over those of the days asked for.
    """

    mandate: Mandate
    reports: tuple[Report, ...]
    receipts: tuple[Receipt, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    weighings: tuple[Weighing, ...]
    problems: tuple[Problem, ...]
    run: RunNote
    episodes: tuple[Episode, ...] = ()
    judgements: tuple[LinkJudgement, ...] = ()
    changes: tuple[IncidentChange, ...] = ()
    register: CasualtyRegister = NOBODY
    period: PeriodView | None = None

    def __post_init__(self) -> None:
        reports = {report.id for report in self.reports}
        claims = {claim.id for claim in self.claims}
        _check_claims(self.claims, reports)
        incidents = {incident.id for incident in self.incidents}
        for incident in self.incidents:
            _check_known(f"incident {incident.id}", incident.claims, claims)
            _check_known(f"ties of incident {incident.id}", _iter_tied(incident), claims)
            _check_incidents(f"relations of {incident.id}", (one.other for one in incident.relations), incidents)
        for episode in self.episodes:
            _check_incidents(f"episode “{episode.title}”", episode.incidents, incidents)
        for judgement in self.judgements:
            _check_known(f"judgement {judgement.id}", judgement.pair, claims)
        _check_weighings(self.incidents, self.weighings, claims)
        _check_known("casualty register", _iter_registered(self.register), claims)


def _check_claims(claims: tuple[Claim, ...], reports: set[ReportId]) -> None:
    for claim in claims:
        if claim.report not in reports:
            raise ValueError(f"claim {claim.id} rests on a report that is not in the dossier: {claim.report}")


def _check_weighings(incidents: tuple[Incident, ...], weighings: tuple[Weighing, ...], claims: set[ClaimId]) -> None:
    known = {incident.id for incident in incidents}
    seen = set()
    for weighing in weighings:
        if weighing.incident not in known or weighing.incident in seen:
            raise ValueError(f"a weighing needs an incident of its own: {weighing.incident}")
        seen.add(weighing.incident)
        for version in weighing.versions:
            for value in version.values:
                _check_known(f"{version.question} of incident {weighing.incident}", value.claims, claims)
        _check_known(f"ladder of incident {weighing.incident}", (rung.claim for rung in weighing.ladder), claims)


def _iter_tied(incident: Incident) -> Iterator[ClaimId]:
    for member in incident.members:
        if member.tie is not None:
            yield member.tie.partner
            if member.tie.runner_up is not None:
                yield member.tie.runner_up


def _iter_registered(register: CasualtyRegister) -> Iterator[ClaimId]:
    yield from (said.claim for person in register.persons for mention in person.mentions for said in mention.said)
    yield from (claim for tally in register.tallies for claim in tally.claims)


def _check_incidents(where: str, ids: Iterable[IncidentId], incidents: set[IncidentId]) -> None:
    for incident in ids:
        if incident not in incidents:
            raise ValueError(f"{where}: no such incident in the dossier: {incident}")


def _check_known(where: str, ids: Iterable[ClaimId], claims: set[ClaimId]) -> None:
    for claim in ids:
        if claim not in claims:
            raise ValueError(f"{where}: no such claim in the dossier: {claim}")
