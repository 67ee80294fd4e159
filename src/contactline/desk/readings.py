"""Files read and nothing more: claims with their reasons, and a second reader's beside them. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contactline.config import Options
from contactline.desk.choice import Chosen, choose
from contactline.desk.clipping import clip_report
from contactline.desk.clock import QuietProgress, SystemClock
from contactline.desk.desk import Desk
from contactline.desk.examine import refuse_nothing
from contactline.desk.rooms import Rooms, load_rooms
from contactline.desk.sides import settle_side
from contactline.errors import InputError, MissingExtraError, PluginError
from contactline.plugins import get_plugin
from contactline.ports import Clock, Progress, Reading, Store
from contactline.read.explain import explain_claim
from contactline.read.sidebyside import Row, set_side_by_side
from contactline.records.claims import Maker
from contactline.records.ids import ClaimId, ReportId
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report

FALLBACK = "rules"
BESIDE_FALLBACK = "compact"


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What ``contactline read`` is asked for.

    Attributes:
        reader: its name.
        beside: name of a second reader; ``None`` for none unless ``explain`` is set, which takes a usual one.
        mandate: name or folder; ``None`` for the one that fits best.
        explain: also say why each claim was read so.
        options: of the readers, by name.
    """

    paths: tuple[Path, ...]
    reader: str
    beside: str | None = None
    mandate: str | None = None
    explain: bool = False
    options: Mapping[str, Options] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file: what the reader made of it, and the second one.

    Attributes:
        rows: both readings by sentence; with one reader its claims alone.
        why: reasons by claim, where they were asked for.
    """

    file: str
    report: Report
    reading: Reading
    beside: Reading | None
    rows: tuple[Row, ...]
    why: Mapping[ClaimId, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What was read.

    Attributes:
        beside: the second reader, if there is one.
        note: why there is none where one was wanted.
        problems: of files and of the choice of the mandate; those of readings stand with them.
    """

    mandate: Mandate
    mandate_choice: str
    reader: Maker
    beside: Maker | None
    note: str
    files: tuple[FileReading, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems by which a whole item could not be used."""
        everything = (*self.problems, *(problem for one in self.files for problem in one.reading.problems))
        return tuple(problem for problem in everything if problem.severity is Severity.ERROR)

    @property
    def exit_code(self) -> int:
        """0, or 4 where an item could not be used."""
        return 4 if self.errors else 0


def read_files(settings: ReadSettings, progress: Progress | None = None, clock: Clock | None = None) -> ReadFiles:
    """Read files in memory, on the same way that ``examine`` takes.

    Raises:
        InputError: none of the files gives a report.
        PluginError, MissingExtraError, ConfigError: a reader cannot be used.
    """
    store: Store = get_plugin("stores", "memory")()
    progress, clock = progress or QuietProgress(), clock or SystemClock()
    rooms = load_rooms(settings.reader, settings.options)
    beside, note = _load_beside(settings)
    desk = Desk(store, clock, progress, rooms)
    intake = desk.reports.collect(settings.paths)
    refuse_nothing(store, intake)
    chosen = choose(settings.mandate, store, rooms)
    readings = _read(desk, chosen)
    others = _read(Desk(store, clock, progress, beside), chosen) if beside else {}
    files = tuple(
        _make_file(settings, rooms, chosen.mandate, receipt.locator, store.get_report(receipt.report), readings, others)
        for receipt in store.iter_receipts()
    )
    return ReadFiles(
        mandate=chosen.mandate,
        mandate_choice=chosen.sentence,
        reader=Maker(rooms.reader.name, rooms.reader.version),
        beside=Maker(beside.reader.name, beside.reader.version) if beside else None,
        note=note,
        files=files,
        problems=(*intake.met, *chosen.problems),
    )


def _load_beside(settings: ReadSettings) -> tuple[Rooms | None, str]:
    """The second reader's rooms; a usual one that cannot be used is no reason to fail, but is said."""
    if settings.beside == settings.reader:
        raise InputError("a reader cannot be set beside itself", subject=f"--with {settings.beside}")
    if settings.beside:
        return load_rooms(settings.beside, settings.options), ""
    if not settings.explain:
        return None, ""
    usual = FALLBACK if settings.reader != FALLBACK else BESIDE_FALLBACK
    try:
        return load_rooms(usual, settings.options), ""
    except (PluginError, MissingExtraError) as error:
        return None, f"No second reader stands beside: {error.what}."


def _read(desk: Desk, chosen: Chosen) -> dict[ReportId, Reading]:
    digest, _ = desk.claims.read(chosen.mandate)
    return {**dict(desk.store.iter_readings(digest)), **desk.claims.passing}


def _make_file(
    settings: ReadSettings,
    rooms: Rooms,
    mandate: Mandate,
    file: str,
    report: Report,
    readings: Mapping[ReportId, Reading],
    others: Mapping[ReportId, Reading],
) -> FileReading:
    reading, beside = readings[report.id], others.get(report.id)
    why: dict[ClaimId, tuple[str, ...]] = {}
    if settings.explain:
        names = rooms.make_resolver(mandate).names
        part = clip_report(settle_side(report, mandate))
        why = {claim.id: explain_claim(rooms.reader, part, names, claim) for claim in reading.claims}
    rows = set_side_by_side(reading.claims, beside.claims if beside else ())
    return FileReading(file, report, reading, beside, rows, why)


def count_differing(rows: Sequence[Row]) -> tuple[int, int]:
    """How many pairs there are, and how many of them differ or have one claim alone."""
    pairs = [pair for row in rows for pair in row.pairs]
    return len(pairs), sum(bool(pair.differences) or pair.first is None or pair.second is None for pair in pairs)
