"""What a run did, for the person at the terminal and for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contactline.records.claims import Claim
from contactline.records.dossiers import Dossier
from contactline.records.ids import THIRD, ReportId, SideId
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report


@dataclass(frozen=True, slots=True)
class SideCount:
    """How much was read of one side; ``until`` is the day of its latest report."""

    side: SideId | None
    title: str
    reports: int
    claims: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What ``examine`` did.

    Attributes:
        index: the page to open first.
        mandate_choice: why this mandate, when nobody named it; empty otherwise.
        new_reports: reports that this run added.
        changed_reports: those of them that replace an earlier version of the same file.
        new_readings: reports that this run read.
        reports, claims, incidents: all that is in the dossier.
        problems: all problems of the dossier.
        files: all files of the dossier.
        weights: version of the weights that claims were linked with.
        deposited: new deposits in the vault.
    """

    index: Path
    mandate: Mandate
    mandate_choice: str
    new_reports: int
    changed_reports: int
    new_readings: int
    reports: int
    claims: int
    incidents: int
    sides: tuple[SideCount, ...]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    weights: str = ""
    deposited: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems by which a whole item could not be used."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def exit_code(self) -> int:
        """0, or 4 where an item could not be used."""
        return 4 if self.errors else 0


def count_sides(dossier: Dossier, sides: dict[ReportId, SideId | None]) -> tuple[SideCount, ...]:
    """Reports and claims of every side, in the mandate's order, third parties after the two, unknown last if any."""
    mandate = dossier.mandate
    claims = Counter(sides.get(claim.report) for claim in dossier.claims)
    counts = []
    for side in (*(side.id for side in mandate.sides), THIRD, None):
        own = [report for report in dossier.reports if sides.get(report.id) == side]
        if own or side is not None:
            counts.append(SideCount(side, mandate.side_title(side), len(own), claims[side], _latest_day(own)))
    return tuple(counts)


def find_report_sides(
    reports: Iterable[Report], claims: Iterable[Claim], mandate: Mandate
) -> dict[ReportId, SideId | None]:
    """The side of every report's publisher: as stated, else as its claims' outermost voice was resolved."""
    known = {*(side.id for side in mandate.sides), THIRD}
    sides: dict[ReportId, SideId | None] = {
        report.id: report.meta.side if report.meta.side in known else None for report in reports
    }
    for claim in claims:
        outermost = (claim.relayed_by or (claim.speaker,))[0]
        if sides.get(claim.report) is None and outermost.quote is None and outermost.side is not None:
            sides[claim.report] = outermost.side
    return sides


def _latest_day(reports: Iterable[Report]) -> date | None:
    return max((report.meta.published_on for report in reports if report.meta.published_on), default=None)
