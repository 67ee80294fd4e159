"""Ports: what the rooms need from outside, and what a plug-in has to offer.

Grouped by who implements them: names and readers (``resolve``, ``read``), stores (``stores``), engines (``engines``),
and the edge (clock, progress).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from contactline.records.claims import Claim
from contactline.records.histories import IncidentChange
from contactline.records.ids import ReportId
from contactline.records.incidents import Incident
from contactline.records.judgements import LinkJudgement
from contactline.records.names import NameSpot
from contactline.records.persons import PersonJudgement
from contactline.records.problems import Problem
from contactline.records.reports import Receipt, Report

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
R = TypeVar("R")


class Spotter(Protocol):
    """Finds the names that a mandate knows."""

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        """All known names in a text, in order of their place; spans are offsets into ``text``."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader (or a later stage) made of one report.

    Attributes:
        again: something outside failed (a server was down): the report is worth reading again, and this is not kept.
    """

    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    again: bool = False


class Reader(Protocol):
    """Turns a report into claims. Pure: same report and names, same claims.

    Attributes:
        name: as chosen by ``--reader`` and written to ``maker``.
        version: changes whenever the same report may give other claims.
        languages: two-letter codes it can read.
    """

    name: str
    version: str
    languages: tuple[str, ...]

    def read(self, report: Report, names: Spotter) -> Reading:
        """Read one report. Every value of every claim carries a quote of the report's fixed text."""
        ...


@runtime_checkable
class Explainer(Protocol):
    """What a reader may offer beside: why it made a claim. Others are explained by the name of the construction."""

    def explain(self, report: Report, names: Spotter, claim: Claim) -> tuple[str, ...]:
        """Sentences for a person: what in the text led to the claim, and how far it was checked.

        Args:
            report: as it was read.
            names: the same that it was read with.
            claim: one of those that the reader made of it; values may have been resolved since.
        """
        ...


class Clock(Protocol):
    """The time now, for receipts and nothing else."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Progress(Protocol):
    """Where long work says how far it is."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins, with so many items if that is known."""
        ...

    def advance(self, count: int = 1) -> None:
        """So many items of the stage are done."""
        ...

    def note(self, message: str) -> None:
        """Something that a person should see now."""
        ...


AGAIN = "again"
"""A stage's note of this name counts items for which something outside failed: the next run makes the part anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a stage makes of one table: tables by name, and notes that JSON can hold."""

    tables: Mapping[str, pa.Table]
    notes: Mapping[str, Any] = field(default_factory=dict)


class Stage(Protocol):
    """One step of a run: a pure function from table to tables that can be sent to another process (pickled)."""

    def __call__(self, table: pa.Table) -> Made:
        """The same table, in whatever process, always gives the same."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a stage's work. Its folder is made whole or not at all.

    Attributes:
        name: unique within the stage.
        out: folder that the part's tables go to, one Parquet file each, beside ``part.json``.
        digest: of what goes in and of the code; a folder made under the same digest is not made again.
        inputs: Parquet files that are the stage's table, one after the other (``map_tables``).
        key: value of the grouping column (``group_tables``).
        rows: how many rows the stage's table has to have, if that is known: nothing lost, nothing doubled.
    """

    name: str
    out: Path
    digest: str
    inputs: tuple[Path, ...] = ()
    key: int = 0
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class PartNote:
    """How a part went; kept as ``part.json`` when it went well.

    Attributes:
        rows: number of rows by table.
        notes: as the stage gave them.
        seconds: that the stage took, by the clock of the wall.
        cpu_seconds: of the processor; tells the cost where others use it too.
        peak_mb: most memory that its process has held so far, 0 where the system does not tell.
        attempts: how often it was begun in this run; 0 where it was there already.
        failure: why it is not there, in a sentence; empty when it is.
        fatal: the rest would fail too (the disk is full): the run has to stop.
    """

    name: str
    digest: str
    rows: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: int = 0
    attempts: int = 1
    failure: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which rows go together.

    Attributes:
        by: column of whole numbers; the rows of one value become one table.
        order: column that a table is sorted by, so that every engine hands over the same one.
    """

    by: str
    order: str


class Engine(Protocol):
    """Runs stage functions: over items in this process, and over tables wherever the engine has its workers.

    Use it as a context: ``with engine: …``. Whatever happens to a worker, every part comes back exactly once, done or
    with a reason, after a bounded number of attempts.
    """

    def run(self, stage: Callable[[T], R], items: Iterable[T], guard: Callable[[T, Exception], R]) -> Iterator[R]:
        """Results in the order of the items; ``guard`` turns an item's unforeseen failure into a result."""
        ...

    def map_tables(self, stage: Stage, parts: Sequence[Part]) -> Iterator[PartNote]:
        """Every part's table through the stage, in no certain order."""
        ...

    def group_tables(
        self, stage: Stage, inputs: Sequence[Path], grouping: Grouping, parts: Sequence[Part]
    ) -> Iterator[PartNote]:
        """The rows of all inputs through the stage, one table for each part's key, in no certain order.

        Args:
            stage: gets all rows that have a part's key, in the order of the grouping.
            inputs: Parquet files of one schema.
            grouping: which rows go together.
            parts: with the keys to make; rows with other keys are left out.
        """
        ...

    def __enter__(self) -> Engine:
        """Start the workers."""
        ...

    def __exit__(self, *failure: object) -> None:
        """End them."""
        ...


class Store(Protocol):
    """Keeps what was received and what was made of it. Appends; never overwrites a report or a reading.

    Every ``save_`` is one transaction: after a kill at any moment the store holds either all of it or nothing.
    """

    # -- reports

    def save_report(self, report: Report, receipt: Receipt) -> bool:
        """Keep a report and the receipt of its arrival; ``False`` if that locator already gave that report."""
        ...

    def find_receipt(self, locator: str) -> Receipt | None:
        """The latest receipt of a locator."""
        ...

    def iter_receipts(self) -> Iterator[Receipt]:
        """All receipts in the order of arrival."""
        ...

    def get_report(self, report: ReportId) -> Report:
        """One report.

        Raises:
            NotFoundError: there is none with that id.
        """
        ...

    def iter_reports(self) -> Iterator[Report]:
        """Reports in force: the latest of every locator, each once, in the order of their ids."""
        ...

    # -- readings

    def save_reading(self, report: ReportId, settings: str, reading: Reading) -> None:
        """Keep what one chain of reader, mandate and versions (``settings``, a digest) made of a report."""
        ...

    def iter_unread(self, settings: str) -> Iterator[Report]:
        """Reports in force that have no reading under these settings, in the order of their ids."""
        ...

    def iter_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under these settings, in the order of report ids."""
        ...

    def iter_other_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under all other settings."""
        ...

    # -- incidents

    def save_incidents(
        self, settings: str, incidents: Iterable[Incident], changes: Iterable[IncidentChange] = ()
    ) -> None:
        """Keep the incidents of a linking run, and what it changed; earlier ones stay in the history."""
        ...

    def load_incidents(self, settings: str) -> tuple[Incident, ...]:
        """The incidents of the latest linking run under these settings, or nothing."""
        ...

    def iter_changes(self, settings: str) -> Iterator[IncidentChange]:
        """What all linking runs under these settings changed, in the order in which it was saved."""
        ...

    # -- judgements of people

    def save_judgement(self, judgement: LinkJudgement) -> bool:
        """Keep a judgement for good; ``False`` if it is there already.

        Raises:
            ConflictError: another one has its id.
        """
        ...

    def iter_judgements(self) -> Iterator[LinkJudgement]:
        """All judgements, superseded and withdrawn ones too, in the order in which they were saved."""
        ...

    def save_person_judgement(self, judgement: PersonJudgement) -> bool:
        """Keep a judgement on persons for good; ``False`` if it is there already.

        Raises:
            ConflictError: another one has its id.
        """
        ...

    def iter_person_judgements(self) -> Iterator[PersonJudgement]:
        """All judgements on persons, superseded and withdrawn ones too, in the order in which they were saved."""
        ...

    # -- problems of intake (problems of reading live in the readings)

    def save_intake_problems(self, locator: str, problems: Iterable[Problem]) -> None:
        """Set the problems that collecting a locator met; the latest attempt counts."""
        ...

    def iter_intake_problems(self) -> Iterator[Problem]:
        """Problems of the latest attempt at every locator."""
        ...

    # -- notes of the run (which mandate was chosen)

    def save_note(self, name: str, text: str) -> None:
        """Keep a short text under a name; the latest counts."""
        ...

    def find_note(self, name: str) -> str | None:
        """The text kept under a name."""
        ...

    # -- housekeeping

    def close(self) -> None:
        """Release files and locks."""
        ...
