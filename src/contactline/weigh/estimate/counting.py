"""An incident's counts: from its statements to an estimate for every question of how many were killed or wounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from contactline.records.estimates import Estimate
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Incident, Origin, Question
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.estimate.counts import estimate_counts
from contactline.weigh.estimate.counts_evidence import find_evidence
from contactline.weigh.estimate.counts_model import load_counts
from contactline.weigh.said import Statement
from contactline.weigh.views import View


def make_count_estimates(
    incident: Incident,
    questions: Iterable[Question],
    statements: Sequence[Statement],
    views: Sequence[View],
    reports: Mapping[ReportId, Report],
    origins: Iterable[Origin],
    mandate: Mandate,
) -> tuple[Estimate, ...]:
    """Estimates in the order of the questions; a question without a figure gets the reason why there is no number.

    Args:
        incident: says how surely each claim belongs to it.
        questions: all of the incident; those that ask for no count of a known side are passed over.
        statements: all of the incident.
        views: all of the incident; who speaks and gives no figure is silent.
        reports: at least those of the views' claims.
        origins: of the incident's reports.
        mandate: its own parameters count before those that ship.
    """
    models = mandate.counts or load_counts()
    members: dict[ClaimId, float] = {member.claim: member.score for member in incident.members}
    ids = [question.id for question in questions]
    evidence = find_evidence(ids, statements, views, members, models.killed.fixed)
    return estimate_counts(evidence, models, _label_roots(views, origins, reports))


def _label_roots(
    views: Iterable[View], origins: Iterable[Origin], reports: Mapping[ReportId, Report]
) -> dict[str, str]:
    """The label of each root, told apart where two are alike; of a report without an origin its publisher."""
    of_report: dict[ReportId, str] = {}
    seen: Counter[str] = Counter()
    for origin in origins:
        seen[origin.label] += 1
        label = origin.label if seen[origin.label] == 1 else f"{origin.label} ({seen[origin.label]})"
        of_report |= dict.fromkeys(origin.reports, label)
    labels: dict[str, str] = {}
    for view in views:
        report = view.claim.report
        labels.setdefault(view.root, of_report.get(report) or reports[report].meta.publisher or str(report))
    return labels
