"""Weigh an incident: set the versions side by side and say how they compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from contactline.records.claims import Claim
from contactline.records.ids import THIRD, ClaimId, ReportId, SideId
from contactline.records.incidents import Incident, Origin, Weighing
from contactline.records.mandates import Mandate
from contactline.records.publishers import find_publisher_side
from contactline.records.reports import Report
from contactline.weigh.compare import iter_comparisons
from contactline.weigh.coverage import choose_origins, make_coverage
from contactline.weigh.estimate.counting import make_count_estimates
from contactline.weigh.estimate.estimate import make_estimates
from contactline.weigh.grade.airwars import derive_airwars
from contactline.weigh.grade.events import derive_events
from contactline.weigh.grade.grade import Grader
from contactline.weigh.ladder import make_ladder
from contactline.weigh.matrix import make_matrix
from contactline.weigh.once import index_answers, index_origins
from contactline.weigh.questions import make_questions
from contactline.weigh.remarks import Facts, make_remarks, note_evidence, remark_withdrawn
from contactline.weigh.said import Statement
from contactline.weigh.silence import Silence, make_silence
from contactline.weigh.statements import Extractor
from contactline.weigh.versions import Answer, make_answer
from contactline.weigh.views import make_views


def weigh_incident(
    incident: Incident,
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    origins: tuple[Origin, ...],
    answers: tuple[tuple[ClaimId, ClaimId], ...] = (),
) -> Weighing:
    """Set the versions of one incident side by side. Pure.

    Args:
        incident: says which claims count.
        claims: at least the incident's claims and those that they answer.
        reports: at least the reports of these claims.
        mandate: sides, places, agreements.
        origins: of all reports, as linking found them.
        answers: pairs (denial, claim that it answers) across reports, as linking found them.
    """
    members = [claims[id_] for id_ in incident.claims]
    views = make_views(members, reports, mandate, find_answered(members, claims, answers), index_origins(origins))
    extractor = Extractor(mandate)
    found = [statement for view in views for statement in extractor.find_statements(view)]
    statements = note_evidence(found)
    questions = make_questions(mandate, {statement.question for statement in statements})
    grader = Grader(incident, statements, claims, reports, mandate)
    read = [reports[id_] for id_ in dict.fromkeys(claim.report for claim in members)]
    sides = _find_sides(read, members)
    known = {report: side for report, side in sides.items() if side is not None}
    silence = make_silence(statements, views, read, known)
    rows = _make_rows([question.id for question in questions], statements, mandate, silence)
    versions = tuple(version for row in rows for version in grader.make_versions(row))
    here = choose_origins(origins, read)
    shares = {member.claim: member.score for member in incident.members}
    return Weighing(
        incident=incident.id,
        questions=questions,
        versions=versions,
        comparisons=tuple(iter_comparisons(rows, mandate)),
        coverage=make_coverage(read, sides, here, mandate),
        origins=here,
        ladder=make_ladder(statements, reports, mandate),
        derived=(
            *derive_airwars(statements, versions, mandate),
            *derive_events(incident, members, mandate),
        ),
        estimates=(
            *make_estimates(statements, shares, here, mandate),
            *make_count_estimates(incident, questions, statements, views, reports, here, mandate),
        ),
        matrix=make_matrix(statements, mandate),
        remarks=(
            *make_remarks(Facts(tuple(statements), tuple(read), known, here), mandate),
            *remark_withdrawn(versions),
        ),
    )


def find_answered(
    members: Sequence[Claim], claims: Mapping[ClaimId, Claim], pairs: tuple[tuple[ClaimId, ClaimId], ...]
) -> dict[ClaimId, Claim]:
    """What each denial answers: what its own report says it does, else what linking found across reports."""
    across = index_answers(pairs)
    answered: dict[ClaimId, Claim] = {}
    for member in members:
        target = member.answers or across.get(member.id)
        if target is not None and target in claims:
            answered[member.id] = claims[target]
    return answered


def _make_rows(
    questions: Sequence[str], statements: Sequence[Statement], mandate: Mandate, silence: Silence
) -> list[tuple[Answer, Answer, Answer]]:
    """For every question the answers of side, side and third parties."""
    said: defaultdict[tuple[str, SideId], list[Statement]] = defaultdict(list)
    for statement in statements:
        said[statement.question, statement.view.side].append(statement)
    first, second = (side.id for side in mandate.sides)

    def answer(question: str, side: SideId) -> Answer:
        return silence.complete(make_answer(question, side, said.get((question, side), ())))

    return [(answer(one, first), answer(one, second), answer(one, THIRD)) for one in questions]


def _find_sides(reports: Sequence[Report], claims: Sequence[Claim]) -> dict[ReportId, SideId | None]:
    by_report: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    return {report.id: find_publisher_side(report, by_report[report.id]) for report in reports}
