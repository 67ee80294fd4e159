"""How many were killed and wounded in all: each total estimated by itself, over the incidents with a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from contactline.records.claims import Claim, Outcome, Status
from contactline.records.estimates import Total
from contactline.records.ids import THIRD, ClaimId, ReportId
from contactline.records.incidents import Incident, Origin
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.estimate.counts_evidence import Evidence, find_evidence
from contactline.weigh.estimate.counts_model import load_counts
from contactline.weigh.estimate.counts_totals import estimate_total
from contactline.weigh.once import index_origins
from contactline.weigh.statements import Extractor
from contactline.weigh.views import make_views
from contactline.weigh.weigh import find_answered

LEAST: Final = 10
"""Incidents with a figure from which on a total is given: of fewer the base rate is a guess, and the range says so by
spanning everything from none to many times what anybody told."""
_OUTCOMES: Final = (Outcome.KILLED, Outcome.WOUNDED)


def estimate_totals(
    incidents: Iterable[Incident],
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    origins: tuple[Origin, ...],
    answers: tuple[tuple[ClaimId, ClaimId], ...],
) -> tuple[Total, ...]:
    """Totals by outcome, side in the mandate's order, and status; none where less than ten incidents have a figure.

    Args:
        incidents: of the period, with a figure.
        claims: at least the incidents' and those that they answer.
        reports: at least those of the claims.
        mandate: its own parameters count before those that ship.
        origins: of all reports, as linking found them.
        answers: pairs (denial, claim that it answers) across reports.
    """
    models = mandate.counts or load_counts()
    questions = tuple(_iter_questions(mandate))
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for incident in incidents:
        members = [claims[id_] for id_ in incident.claims]
        views = make_views(members, reports, mandate, find_answered(members, claims, answers), index_origins(origins))
        extractor = Extractor(mandate)
        statements = [statement for view in views for statement in extractor.find_statements(view)]
        belongs = {member.claim: member.score for member in incident.members}
        for one in find_evidence(questions, statements, views, belongs, models.killed.fixed):
            evidence[one.question].append(one)
    totals = (estimate_total(one, evidence[one], models.of(one.split("/")[0])) for one in questions)
    return tuple(total for total in totals if total is not None and total.incidents >= LEAST)


def _iter_questions(mandate: Mandate) -> Iterator[str]:
    for outcome in _OUTCOMES:
        for side in (*(side.id for side in mandate.sides), THIRD):
            for status in Status:
                yield f"{outcome}/{side}/{status}"
