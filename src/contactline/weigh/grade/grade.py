"""The room's second verb: every value of every answer gets its letters and its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contactline.records.claims import Claim
from contactline.records.grades import Grade
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Incident, State, Version
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.grade.chance import find_chance
from contactline.weigh.grade.interest import UNGRADED
from contactline.weigh.grade.rules import judge
from contactline.weigh.grade.sentences import say_grade
from contactline.weigh.grade.sources import Letters
from contactline.weigh.grade.witnesses import ValueBasis, Witnesses
from contactline.weigh.said import Statement
from contactline.weigh.versions import Answer


class Grader:
    """Grades the answers to an incident's questions."""

    def __init__(
        self,
        incident: Incident,
        statements: Iterable[Statement],
        claims: Mapping[ClaimId, Claim],
        reports: Mapping[ReportId, Report],
        mandate: Mandate,
    ) -> None:
        belongs = {member.claim: min(1.0, max(0.0, member.score)) for member in incident.members}
        self._witnesses = Witnesses(statements, belongs, mandate)
        self._letters = Letters(mandate)
        self._claims = claims
        self._reports = reports
        self._mandate = mandate

    def make_versions(self, row: Sequence[Answer]) -> tuple[Version, ...]:
        """The versions of one question's answers, their values graded."""
        versions = tuple(answer.to_version() for answer in row)
        if row[0].question.split("/")[0] in UNGRADED:
            return versions
        bases = self._witnesses.find_bases(row)
        return tuple(self._grade(version, found) for version, found in zip(versions, bases, strict=True))

    def _grade(self, version: Version, bases: Sequence[ValueBasis]) -> Version:
        if version.state is State.DECLINED:
            return version  # who declines to comment gives nothing that could be graded
        values = tuple(
            replace(value, grade=self._make_grade(value.claims, basis))
            for value, basis in zip(version.values, bases, strict=True)
        )
        return replace(version, values=values)

    def _make_grade(self, claims: Sequence[ClaimId], basis: ValueBasis) -> Grade | None:
        if not basis.support:
            return None
        judged = judge(basis.basis)
        said = [(self._claims[claim], self._reports[self._claims[claim].report]) for claim in claims]
        return Grade(
            sources=self._letters.find_letters(said),
            credibility=judged.credibility,
            rule=judged.rule,
            reason=say_grade(judged, basis, self._mandate),
            corroborated=round(find_chance(basis), 6),
        )
