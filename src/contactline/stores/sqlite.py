"""The store of one machine: a single SQLite file.

Write-ahead log with ``synchronous=NORMAL``: after a kill of the process every finished transaction is there. After a
power cut the last ones may be missing, never half there; they hold nothing that the next run does not make again from
the files. Judgements of people are no such thing, but to close the store writes the log into the file and waits for the
disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import URL, Connection, Select, Table, create_engine, event, exists, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from contactline.codec import decode, encode
from contactline.errors import ConflictError, IntegrityError, NotFoundError, StoreError
from contactline.ports import Reading
from contactline.records.histories import IncidentChange
from contactline.records.ids import ReportId
from contactline.records.incidents import Incident
from contactline.records.judgements import LinkJudgement
from contactline.records.persons import PersonJudgement
from contactline.records.problems import Problem
from contactline.records.quotes import Span
from contactline.records.reports import Receipt, Report, make_report
from contactline.stores import schema
from contactline.stores.hints import SAME_ID_HINT
from contactline.stores.schema import (
    heads,
    incident_changes,
    incident_runs,
    intake_problems,
    judgements,
    notes,
    person_judgements,
    readings,
    receipts,
    reports,
)

T = TypeVar("T")

_PAGE = 100  # rows held in memory while walking; reports may be large
_BUSY_SECONDS = 5


class SqliteStore:
    """Implements :class:`contactline.ports.Store` on a file.

    Args:
        path: the file; it is made if it is not there, its folder is not.

    Raises:
        StoreError: not our file, from a newer version, or not writable.
        ConflictError: another process holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            # One connection: the local engine reads and writes in turn, and a second one would only wait for the first.
            poolclass=StaticPool,
            connect_args={"timeout": _BUSY_SECONDS, "autocommit": sqlite3.LEGACY_TRANSACTION_CONTROL}
            if hasattr(sqlite3, "LEGACY_TRANSACTION_CONTROL")
            else {"timeout": _BUSY_SECONDS},
        )
        event.listen(self._engine, "connect", _set_up_connection)
        event.listen(self._engine, "begin", _begin)
        try:
            self._open()
        except (StoreError, ConflictError):
            self._engine.dispose()
            raise

    # -- reports

    def save_report(self, report: Report, receipt: Receipt) -> bool:
        """Keep a report and its receipt; ``False`` if that locator already gave that report."""
        with self._transaction() as connection:
            head = connection.scalar(select(heads.c.report).where(heads.c.locator == receipt.locator))
            if head == report.id:
                return False
            connection.execute(insert(reports).values(id=report.id, content=encode(report)).on_conflict_do_nothing())
            row = {"locator": receipt.locator, "report": report.id}
            number = connection.execute(insert(receipts).values(**row, content=encode(receipt))).lastrowid
            change = {"receipt": number, "report": report.id}
            connection.execute(
                insert(heads)
                .values(**row, receipt=number)
                .on_conflict_do_update(index_elements=["locator"], set_=change)
            )
        return True

    def find_receipt(self, locator: str) -> Receipt | None:
        """The latest receipt of a locator."""
        query = select(receipts.c.content).join(heads, heads.c.receipt == receipts.c.number)
        content = self._scalar(query.where(heads.c.locator == locator))
        return None if content is None else _decode(content, Receipt, locator)

    def iter_receipts(self) -> Iterator[Receipt]:
        """All receipts in the order of arrival."""
        for number, content in self._pages(receipts.c.number, select(receipts.c.number, receipts.c.content), 0):
            yield _decode(content, Receipt, f"receipt {number}")

    def get_report(self, report: ReportId) -> Report:
        """One report.

        Raises:
            NotFoundError: there is none with that id.
            IntegrityError: its stored content does not fit its id.
        """
        content = self._scalar(select(reports.c.content).where(reports.c.id == report))
        if content is None:
            raise NotFoundError("there is no such report in the store", subject=report)
        return _decode_report(content, report)

    def iter_reports(self) -> Iterator[Report]:
        """Reports in force, in the order of their ids."""
        return self._iter_reports(select(reports.c.id, reports.c.content).where(_in_force()))

    # -- readings

    def save_reading(self, report: ReportId, settings: str, reading: Reading) -> None:
        """Keep a reading; the first one under the same settings stands."""
        with self._transaction() as connection:
            if connection.scalar(select(reports.c.id).where(reports.c.id == report)) is None:
                raise NotFoundError("there is no such report in the store", subject=report)
            row = {"report": report, "settings": settings, "content": encode(reading)}
            connection.execute(insert(readings).values(**row).on_conflict_do_nothing())

    def iter_unread(self, settings: str) -> Iterator[Report]:
        """Reports in force without a reading under these settings."""
        is_read = exists().where(readings.c.report == reports.c.id, readings.c.settings == settings)
        return self._iter_reports(select(reports.c.id, reports.c.content).where(_in_force(), ~is_read))

    def iter_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under these settings."""
        query = (
            select(reports.c.id, readings.c.content)
            .join(readings, readings.c.report == reports.c.id)
            .where(readings.c.settings == settings, _in_force())
        )
        for report, content in self._pages(reports.c.id, query, ""):
            yield ReportId(report), _decode(content, Reading, f"reading of {report}")

    def iter_other_readings(self, settings: str) -> Iterator[tuple[ReportId, Reading]]:
        """Readings of the reports in force under all other settings."""
        with self._transaction() as connection:
            names = connection.scalars(select(readings.c.settings).distinct().order_by(readings.c.settings)).all()
        for name in names:
            if name != settings:
                yield from self.iter_readings(name)

    # -- incidents

    def save_incidents(
        self, settings: str, incidents: Iterable[Incident], changes: Iterable[IncidentChange] = ()
    ) -> None:
        """Keep the incidents of a linking run, and what it changed; the same ones again add nothing."""
        content, changed = encode(tuple(incidents)), tuple(changes)
        with self._transaction() as connection:
            if connection.scalar(_latest_run(settings)) != content:
                connection.execute(insert(incident_runs).values(settings=settings, content=content))
            if changed:
                connection.execute(insert(incident_changes).values(settings=settings, content=encode(changed)))

    def load_incidents(self, settings: str) -> tuple[Incident, ...]:
        """The incidents of the latest linking run under these settings."""
        content = self._scalar(_latest_run(settings))
        return () if content is None else _decode(content, tuple[Incident, ...], "incidents")

    def iter_changes(self, settings: str) -> Iterator[IncidentChange]:
        """What all linking runs under these settings changed, in the order in which it was saved."""
        table = incident_changes.c
        query = select(table.number, table.content).where(table.settings == settings)
        for number, content in self._pages(table.number, query, 0):
            yield from _decode(content, tuple[IncidentChange, ...], f"changes of incidents, number {number}")

    # -- judgements of people

    def save_judgement(self, judgement: LinkJudgement) -> bool:
        """Keep a judgement for good; ``False`` if it is there already."""
        return self._save_act(judgements, judgement.id, encode(judgement))

    def iter_judgements(self) -> Iterator[LinkJudgement]:
        """All judgements in the order in which they were saved."""
        query = select(judgements.c.number, judgements.c.content)
        for number, content in self._pages(judgements.c.number, query, 0):
            yield _decode(content, LinkJudgement, f"judgement, number {number}")

    def save_person_judgement(self, judgement: PersonJudgement) -> bool:
        """Keep a judgement on persons for good; ``False`` if it is there already."""
        return self._save_act(person_judgements, judgement.id, encode(judgement))

    def iter_person_judgements(self) -> Iterator[PersonJudgement]:
        """All judgements on persons in the order in which they were saved."""
        query = select(person_judgements.c.number, person_judgements.c.content)
        for number, content in self._pages(person_judgements.c.number, query, 0):
            yield _decode(content, PersonJudgement, f"judgement on persons, number {number}")

    def _save_act(self, table: Table, id_: str, content: bytes) -> bool:
        with self._transaction() as connection:
            known = connection.scalar(select(table.c.content).where(table.c.id == id_))
            if known is None:
                connection.execute(insert(table).values(id=id_, content=content))
        if known is not None and known != content:
            raise ConflictError("another judgement has this id", subject=id_, hint=SAME_ID_HINT)
        return known is None

    # -- problems of intake

    def save_intake_problems(self, locator: str, problems: Iterable[Problem]) -> None:
        """Set the problems of the latest attempt at a locator."""
        content = encode(tuple(problems))
        with self._transaction() as connection:
            row = insert(intake_problems).values(locator=locator, content=content)
            connection.execute(row.on_conflict_do_update(index_elements=["locator"], set_={"content": content}))

    def iter_intake_problems(self) -> Iterator[Problem]:
        """Problems of the latest attempt at every locator, in the order of locators."""
        columns = select(intake_problems.c.locator, intake_problems.c.content)
        for locator, content in self._pages(intake_problems.c.locator, columns, ""):
            yield from _decode(content, tuple[Problem, ...], f"problems of {locator}")

    # -- notes

    def save_note(self, name: str, text: str) -> None:
        """Keep a short text under a name."""
        with self._transaction() as connection:
            row = insert(notes).values(name=name, text=text)
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"text": text}))

    def find_note(self, name: str) -> str | None:
        """The text kept under a name."""
        text: str | None = self._scalar(select(notes.c.text).where(notes.c.name == name))
        return text

    # -- housekeeping

    def close(self) -> None:
        """Release the file; the write-ahead log is folded into it."""
        self._engine.dispose()

    def _open(self) -> None:
        with self._transaction() as connection:
            application = connection.exec_driver_sql("PRAGMA application_id").scalar()
            version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
            foreign = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
            if application != schema.APPLICATION and foreign:
                raise StoreError(
                    "a database of another program", subject=str(self.path), hint="Give another file with --db."
                )
            if version > schema.VERSION:
                raise StoreError(
                    f"written by a newer contactline (format {version}; this one knows {schema.VERSION})",
                    subject=str(self.path),
                    hint="Update contactline, or give another file with --db. The file was not changed.",
                )
            if version < schema.VERSION:
                schema.metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION}")
                connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _as_store_errors(self.path), self._engine.begin() as connection:
            yield connection

    def _scalar(self, query: Select[Any]) -> Any:
        with self._transaction() as connection:
            return connection.scalar(query)

    def _iter_reports(self, query: Select[Any]) -> Iterator[Report]:
        for report, content in self._pages(reports.c.id, query, ""):
            yield _decode_report(content, report)

    def _pages(self, key: Any, query: Select[Any], after: Any) -> Iterator[tuple[Any, bytes]]:
        """Rows in the order of a unique key, read page by page, so that writes may come in between."""
        while True:
            with self._transaction() as connection:
                rows = connection.execute(query.where(key > after).order_by(key).limit(_PAGE)).all()
            for row in rows:
                yield row[0], row[1]
            if len(rows) < _PAGE:
                return
            after = rows[-1][0]


def _set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below says when a transaction begins
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == schema.APPLICATION or not tables:
        # It is written into the file, so not before it is clear that the file is ours.
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _in_force() -> Any:
    return exists().where(heads.c.report == reports.c.id)


def _latest_run(settings: str) -> Select[Any]:
    newest = select(func.max(incident_runs.c.number)).where(incident_runs.c.settings == settings)
    return select(incident_runs.c.content).where(incident_runs.c.number == newest.scalar_subquery())


def _decode(content: bytes, type_: type[T], subject: str) -> T:
    try:
        return decode(content, type_)
    except msgspec.DecodeError as error:  # also what does not fit the type: ValidationError is one
        raise IntegrityError(
            f"stored content cannot be read back: {error}", subject=subject, hint="Restore the store from a copy."
        ) from error


def _decode_report(content: bytes, report: str) -> Report:
    """A stored report, its id made anew from its content.

    Raises:
        IntegrityError: somebody or something changed it.
    """
    stored = _decode(content, Report, report)
    start = stored.body.start
    trailer = tuple(Span(span.start - start, span.end - start) for span in stored.trailer if span.start >= start)
    again = make_report(stored.headline_text or None, stored.text[start : stored.body.end], stored.meta, trailer)
    if again != stored or stored.id != report:
        raise IntegrityError(
            "the stored report is not what was received", subject=report, hint="Restore the store from a copy."
        )
    return stored


@contextmanager
def _as_store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _make_error(error, path) from error


def _make_error(error: DBAPIError, path: Path) -> StoreError | ConflictError:
    reason = str(error.orig).lower()
    subject = str(path)
    if "locked" in reason or "busy" in reason:
        return ConflictError(
            "another process is writing to the store", subject=subject, hint="Wait for it to end, or give another --db."
        )
    if "not a database" in reason or "malformed" in reason:
        return StoreError(
            f"not a usable SQLite database ({error.orig})",
            subject=subject,
            hint="Give another file with --db; the file was not changed.",
        )
    if "full" in reason or "disk i/o" in reason:
        return StoreError(
            f"the disk is full or failing ({error.orig})",
            subject=subject,
            hint="Make room and run the same command again; what is stored stays.",
        )
    if "readonly" in reason or "read-only" in reason or "unable to open" in reason:
        return StoreError(
            f"cannot be written ({error.orig})",
            subject=subject,
            hint="Check that the folder exists and may be written to, or give another file with --db.",
        )
    return StoreError(f"the store failed: {error.orig}", subject=subject)
