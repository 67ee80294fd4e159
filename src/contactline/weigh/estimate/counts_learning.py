"""What a deployment's own incidents teach of counts: parameters fitted without labels, killed and wounded apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contactline.records.claims import Claim
from contactline.records.countmodels import CountModel, CountModels
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Incident, Origin
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.estimate.counts_columns import make_cases
from contactline.weigh.estimate.counts_evidence import Evidence, find_evidence, gather_figures
from contactline.weigh.estimate.counts_fit import FEWEST, CountFit, fit_counts
from contactline.weigh.once import index_origins
from contactline.weigh.questions import make_questions
from contactline.weigh.statements import Extractor
from contactline.weigh.views import make_views
from contactline.weigh.weigh import find_answered


@dataclass(frozen=True, slots=True)
class LearntCounts:
    """Models, and how many counts with a figure taught each outcome; 0 where it keeps what it started from."""

    models: CountModels
    killed: int
    wounded: int


def collect_counts(
    incidents: Iterable[Incident],
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    origins: tuple[Origin, ...],
    answers: tuple[tuple[ClaimId, ClaimId], ...],
    models: CountModels,
) -> Iterator[Evidence]:
    """What accounts say of the counts of each incident; incidents that are only recalled are left out."""
    extractor = Extractor(mandate)
    for incident in incidents:
        if incident.recalled:
            continue
        members = [claims[id_] for id_ in incident.claims]
        views = make_views(members, reports, mandate, find_answered(members, claims, answers), index_origins(origins))
        statements = [statement for view in views for statement in extractor.find_statements(view)]
        questions = make_questions(mandate, {statement.question for statement in statements})
        belongs = {member.claim: member.score for member in incident.members}
        ids = [question.id for question in questions]
        yield from find_evidence(ids, statements, views, belongs, models.killed.fixed)


def learn_counts(
    evidence: Iterable[Evidence], start: CountModels, on: date, version: str, fewest: int = FEWEST
) -> LearntCounts:
    """Models fitted on incidents of a deployment; an outcome with too few figures keeps what it starts from.

    Args:
        evidence: of all incidents and questions; what has neither a figure nor a voice teaches nothing.
        start: where to begin, and what the priors are centred on.
        on: the day of the fit.
        version: name of the models.
        fewest: counts with a figure that a fit needs.
    """
    known = [one for one in evidence if one.figures or one.voices]
    killed = [one for one in known if one.question.startswith("killed/")]
    wounded = [one for one in known if one.question.startswith("wounded/")]
    first, taught = _learn(killed, start.killed, on, version, fewest)
    second, taught_too = _learn(wounded, start.wounded, on, version, fewest)
    return LearntCounts(CountModels(first, second), taught, taught_too)


def _learn(evidence: list[Evidence], start: CountModel, on: date, version: str, fewest: int) -> tuple[CountModel, int]:
    if not evidence:
        return start, 0
    fit = fit_counts(make_cases(gather_figures(evidence), start.fixed.shares), start, fewest=fewest)
    if not fit.rounds:
        return start, 0
    return replace(fit.model, version=version, about=_say(fit, start, on)), fit.groups


def _say(fit: CountFit, start: CountModel, on: date) -> str:
    return f"Fitted without labels to {fit.groups:,} counts of this deployment, {on.isoformat()}, from {start.version}."
