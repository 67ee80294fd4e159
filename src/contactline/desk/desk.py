"""The façade: what can be done with one store, in groups named after what they handle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from contactline import __version__
from contactline.collect.collect import iter_collected
from contactline.collect.collected import Collected
from contactline.desk.clipping import clip_report
from contactline.desk.onereport import digest_settings, note_failure, read_report
from contactline.desk.output import replace_files
from contactline.desk.past import load_past, save_run
from contactline.desk.persons import iter_register_problems, make_run_register
from contactline.desk.rooms import Rooms
from contactline.desk.sides import settle_side
from contactline.ports import Clock, Progress, Reading, Store
from contactline.records.claims import Claim, Maker
from contactline.records.dossiers import Dossier, RunNote
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Episode, Incident, Origin, Weighing
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.periods import PeriodView
from contactline.records.problems import Problem
from contactline.records.reports import Receipt, Report

_PASSING = frozenset({"missing"})  # a mistyped path is no file whose state would be worth remembering


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: files looked at, reports that are new, those of them that replace an earlier version.

    ``passing`` are problems that belong to this run alone; the others are in the store.
    """

    files: int = 0
    new: int = 0
    changed: int = 0
    passing: tuple[Problem, ...] = ()
    met: tuple[Problem, ...] = ()
    """All problems of this run's files, in the order of the files."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Incidents with the claims that they join, answers across reports filled in."""

    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]
    reports: tuple[Report, ...]
    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...]
    answers: tuple[tuple[ClaimId, ClaimId], ...] = ()
    """Pairs of a denial and the claim that it answers, across reports."""
    episodes: tuple[Episode, ...] = ()
    judgements: tuple[LinkJudgement, ...] = ()
    changes: tuple[IncidentChange, ...] = ()


class Desk:
    """Wires rooms, a store and a mandate.

    Attributes:
        reports: files in.
        claims: reports read and resolved.
        incidents: claims linked, incidents weighed.
        dossiers: pages out.
    """

    def __init__(self, store: Store, clock: Clock, progress: Progress, rooms: Rooms) -> None:
        self.store = store
        self.clock = clock
        self.progress = progress
        self.rooms = rooms
        self.reports = ReportDesk(store, clock, progress)
        self.claims = ClaimDesk(self)
        self.incidents = IncidentDesk(self)
        self.dossiers = DossierDesk(self)


class ReportDesk:
    """Files in: each is stored as soon as it is read, so that an interrupted run loses at most the file at hand."""

    def __init__(self, store: Store, clock: Clock, progress: Progress) -> None:
        self._store = store
        self._clock = clock
        self._progress = progress

    def collect(self, paths: Iterable[Path], base: Path | None = None) -> Intake:
        """Read files and folders into the store."""
        self._progress.stage("Collecting", None)
        files = new = changed = 0
        passing: list[Problem] = []
        met: list[Problem] = []
        for collected in iter_collected(paths, base):
            files += 1
            earlier = self._store.find_receipt(collected.locator)
            if self._save(collected, earlier):
                new += 1
                changed += earlier is not None
            met += collected.problems
            lasting = [problem for problem in collected.problems if problem.code not in _PASSING]
            passing += [problem for problem in collected.problems if problem.code in _PASSING]
            self._store.save_intake_problems(collected.locator, lasting)
            self._progress.advance()
        return Intake(files, new, changed, tuple(passing), tuple(met))

    def _save(self, collected: Collected, earlier: Receipt | None) -> bool:
        if collected.report is None:
            return False
        receipt = Receipt(
            locator=collected.locator,
            report=collected.report.id,
            digest=collected.digest,
            received_at=self._clock.now(),
            supersedes=earlier.report if earlier else None,
        )
        return self._store.save_report(collected.report, receipt)


class ClaimDesk:
    """Reports read and resolved; what was read once under the same settings is not read again.

    Attributes:
        passing: readings of this run that are not kept, since something outside failed: the next run tries again.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.passing: dict[ReportId, Reading] = {}

    def read(self, mandate: Mandate) -> tuple[str, int]:
        """Read every report in force that has no reading yet.

        Returns:
            The digest of the settings that the readings are kept under, and how many reports were read.
        """
        rooms, store, progress = self._desk.rooms, self._desk.store, self._desk.progress
        resolver = rooms.make_resolver(mandate)
        settings = digest_settings(rooms.reader, resolver, mandate)
        progress.stage("Reading", None)

        def stage(report: Report) -> tuple[Report, Reading]:
            return report, read_report(report, rooms.reader, resolver, mandate)

        count = 0
        for report, reading in rooms.engine.run(stage, store.iter_unread(settings), _guard):
            if reading.again:
                self.passing[report.id] = reading
            else:
                store.save_reading(report.id, settings, reading)
            progress.advance()
            count += 1
        return settings, count


class IncidentDesk:
    """Claims linked to incidents."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def link(self, mandate: Mandate, settings: str) -> Linked:
        """Link all claims that were made under the settings; earlier incidents lend their ids."""
        store = self._desk.store
        self._desk.progress.stage("Linking", None)
        pairs = tuple((settle_side(report, mandate), reading) for report, reading in self._iter_pairs(settings))
        history = f"mandate {mandate.name}"  # not the settings: a better reader shall not rename every incident
        clipped = ((clip_report(report), reading) for report, reading in pairs)
        present = [claim for _, reading in pairs for claim in reading.claims]
        now = self._desk.clock.now()
        past = load_past(store, history, settings, present, now)
        rooms = self._desk.rooms
        linking = rooms.link(clipped, mandate, past.incidents, past.judgements, past.changes, model=rooms.model)
        changes = save_run(store, past, settings, linking.incidents, linking.judgements, now)
        answers = dict(reversed(linking.answers))  # of several claims that it answers the first
        claims = tuple(_with_answer(claim, answers.get(claim.id)) for _, reading in pairs for claim in reading.claims)
        problems = tuple(problem for _, reading in pairs for problem in reading.problems)
        return Linked(
            incidents=linking.incidents,
            claims=claims,
            reports=tuple(report for report, _ in pairs),
            origins=linking.origins,
            problems=problems + linking.problems,
            answers=linking.answers,
            episodes=linking.episodes,
            judgements=linking.judgements,
            changes=changes,
        )

    def _iter_pairs(self, settings: str) -> Iterator[tuple[Report, Reading]]:
        store, passing = self._desk.store, self._desk.claims.passing
        kept = (report for report in store.iter_reports() if report.id not in passing)
        for report, (owner, reading) in zip(kept, store.iter_readings(settings), strict=True):
            if report.id != owner:
                raise RuntimeError(f"the reading of {owner} came for {report.id}")
            yield report, reading
        for report_id, reading in passing.items():
            yield store.get_report(report_id), reading


class DossierDesk:
    """Incidents weighed and published."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def make(
        self,
        linked: Linked,
        mandate: Mandate,
        intake: Intake,
        mandate_choice: str,
        period: tuple[date | None, date | None] = (None, None),
    ) -> Dossier:
        """Weigh every incident, count those of the period, and put together all that is published."""
        rooms, store = self._desk.rooms, self._desk.store
        claims = {claim.id: claim for claim in linked.claims}
        reports = {report.id: report for report in linked.reports}
        self._desk.progress.stage("Weighing", len(linked.incidents))
        weighings = []
        for incident in linked.incidents:
            weighings.append(rooms.weigh(incident, claims, reports, mandate, linked.origins, linked.answers))
            self._desk.progress.advance()
        register = make_run_register(rooms, store, linked.claims, reports, linked.incidents)
        if rooms.look_across is not None:
            weighings = list(rooms.look_across(linked.incidents, weighings, claims, mandate))
        receipts = tuple(_latest(store.iter_receipts()))
        return Dossier(
            mandate=mandate,
            reports=linked.reports,
            receipts=receipts,
            claims=linked.claims,
            incidents=linked.incidents,
            weighings=tuple(weighings),
            problems=(
                *intake.passing,
                *store.iter_intake_problems(),
                *_name_files(linked.problems, receipts),
                *iter_register_problems(register),
            ),
            run=RunNote(
                program=f"contactline {__version__}",
                reader=Maker(rooms.reader.name, rooms.reader.version),
                mandate_choice=mandate_choice,
                weights=rooms.model.version if rooms.model else "",
            ),
            episodes=linked.episodes,
            judgements=linked.judgements,
            changes=linked.changes,
            register=register,
            period=self._count(linked, weighings, mandate, period),
        )

    def _count(
        self, linked: Linked, weighings: list[Weighing], mandate: Mandate, period: tuple[date | None, date | None]
    ) -> PeriodView | None:
        count = self._desk.rooms.count
        if count is None:
            return None
        claims = {claim.id: claim for claim in linked.claims}
        reports = {report.id: report for report in linked.reports}
        return count(
            linked.incidents,
            weighings,
            claims,
            reports,
            mandate,
            linked.episodes,
            period,
            linked.origins,
            linked.answers,
        )

    def publish(self, dossier: Dossier, out: Path, *, keep_text: bool) -> tuple[Path, ...]:
        """Write the dossier into its folder.

        Returns:
            All of its files.
        """
        self._desk.progress.stage("Writing", None)
        return replace_files(out, lambda folder: self._desk.rooms.publish(dossier, folder, keep_text=keep_text))


def _name_files(problems: Iterable[Problem], receipts: Iterable[Receipt]) -> Iterator[Problem]:
    """Problems of a report name its file: later rooms know the report alone."""
    files = {receipt.report: receipt.locator for receipt in receipts}
    for problem in problems:
        file = files.get(problem.report) if problem.report and not problem.subject else None
        yield replace(problem, subject=file) if file else problem


def _guard(report: Report, error: Exception) -> tuple[Report, Reading]:
    return report, note_failure(report, error)


def _with_answer(claim: Claim, answers: ClaimId | None) -> Claim:
    return claim if claim.answers is not None or answers is None else replace(claim, answers=answers)


def _latest(receipts: Iterable[Receipt]) -> Iterator[Receipt]:
    """The receipts in force: one for each locator, in the order of locators."""
    heads = {receipt.locator: receipt for receipt in receipts}
    return (heads[locator] for locator in sorted(heads))
