"""The store for tests and one-off runs: nothing outlives the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contactline.errors import ConflictError, NotFoundError
from contactline.ports import Reading
from contactline.records.histories import IncidentChange
from contactline.records.ids import JudgementId, ReportId
from contactline.records.incidents import Incident
from contactline.records.judgements import LinkJudgement
from contactline.records.persons import PersonJudgement
from contactline.records.problems import Problem
from contactline.records.reports import Receipt, Report
from contactline.stores.hints import SAME_ID_HINT


class MemoryStore:
    """Implements :class:`contactline.ports.Store` with dictionaries."""

    def __init__(self) -> None:
        self._reports: dict[ReportId, Report] = {}
        self._receipts: list[Receipt] = []
        self._heads: dict[str, Receipt] = {}
        self._readings: dict[tuple[ReportId, str], Reading] = {}
        self._incident_runs: list[tuple[str, tuple[Incident, ...]]] = []
        self._changes: list[tuple[str, IncidentChange]] = []
        self._judgements: dict[JudgementId, LinkJudgement] = {}
        self._person_judgements: dict[JudgementId, PersonJudgement] = {}
        self._intake_problems: dict[str, tuple[Problem, ...]] = {}
        self._notes: dict[str, str] = {}

    def save_report(self, report: Report, receipt: Receipt) -> bool:
        """Keep a report and its receipt; ``False`` if that locator already gave that report."""
        head = self._heads.get(receipt.locator)
        if head is not None and head.report == report.id:
            return False
        self._reports.setdefault(report.id, report)
        self._receipts.append(receipt)
        self._heads[receipt.locator] = receipt
        return True

    def find_receipt(self, locator: str) -> Receipt | None:
        """The latest receipt of a locator."""
        return self._heads.get(locator)

    def iter_receipts(self) -> Iterator[Receipt]:
        """All receipts in the order of arrival."""
        yield from tuple(self._receipts)

    def get_report(self, report: ReportId) -> Report:
        """One report.

        Raises:
            NotFoundError: there is none with that id.
        """
        try:
            return self._reports[report]
        except KeyError:
            raise NotFoundError("there is no such report in the store", subject=report) from None

    def iter_reports(self) -> Iterator[Report]:
        """Reports in force, in the order of their ids."""
        for report in sorted({head.report for head in self._heads.values()}):
            yield self._reports[report]

    def save_reading(self, report: ReportId, settings: str, reading: Reading) -> None:
        """Keep a reading; the first one under the same settings stands."""
        self.get_report(report)
        self._readings.setdefault((report, settings), reading)

    def iter_unread(self, settings: str) -> Iterator[Report]:
        """Reports in force without a reading under these settings."""
        return (report for report in self.iter_reports() if (report.id, settings) not in self._readings)

    def iter_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under these settings."""
        for report in self.iter_reports():
            reading = self._readings.get((report.id, settings))
            if reading is not None:
                yield report.id, reading

    def iter_other_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under all other settings."""
        in_force = {head.report for head in self._heads.values()}
        for (report, name), reading in sorted(self._readings.items(), key=lambda item: item[0]):
            if name != settings and report in in_force:
                yield report, reading

    def save_incidents(
        self, settings: str, incidents: Iterable[Incident], changes: Iterable[IncidentChange] = ()
    ) -> None:
        """Keep the incidents of a linking run, and what it changed."""
        self._incident_runs.append((settings, tuple(incidents)))
        self._changes += [(settings, change) for change in changes]

    def load_incidents(self, settings: str) -> tuple[Incident, ...]:
        """The incidents of the latest linking run under these settings."""
        return next((run for name, run in reversed(self._incident_runs) if name == settings), ())

    def iter_changes(self, settings: str) -> Iterator[IncidentChange]:
        """What all linking runs under these settings changed."""
        return iter([change for name, change in self._changes if name == settings])

    def save_judgement(self, judgement: LinkJudgement) -> bool:
        """Keep a judgement for good; ``False`` if it is there already."""
        known = self._judgements.get(judgement.id)
        if known is None:
            self._judgements[judgement.id] = judgement
        elif known != judgement:
            raise ConflictError("another judgement has this id", subject=judgement.id, hint=SAME_ID_HINT)
        return known is None

    def iter_judgements(self) -> Iterator[LinkJudgement]:
        """All judgements in the order in which they were saved."""
        yield from tuple(self._judgements.values())

    def save_person_judgement(self, judgement: PersonJudgement) -> bool:
        """Keep a judgement on persons for good; ``False`` if it is there already."""
        known = self._person_judgements.setdefault(judgement.id, judgement)
        if known != judgement:
            raise ConflictError("another judgement has this id", subject=judgement.id, hint=SAME_ID_HINT)
        return known is judgement

    def iter_person_judgements(self) -> Iterator[PersonJudgement]:
        """All judgements on persons in the order in which they were saved."""
        yield from tuple(self._person_judgements.values())

    def save_intake_problems(self, locator: str, problems: Iterable[Problem]) -> None:
        """Set the problems of the latest attempt at a locator."""
        self._intake_problems[locator] = tuple(problems)

    def iter_intake_problems(self) -> Iterator[Problem]:
        """Problems of the latest attempt at every locator, in the order of locators."""
        for locator in sorted(self._intake_problems):
            yield from self._intake_problems[locator]

    def save_note(self, name: str, text: str) -> None:
        """Keep a short text under a name."""
        self._notes[name] = text

    def find_note(self, name: str) -> str | None:
        """The text kept under a name."""
        return self._notes.get(name)

    def close(self) -> None:
        """Nothing to release."""
