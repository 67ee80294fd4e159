"""The stages of a run over a large corpus: pure functions from table to tables, for whatever engine runs them.

::

    files ─ CollectFiles ─▶ reports ┬ by id ─ ReadReports ─▶ claims, rows ┬ by window ─ LinkWindow ─▶ labels ─ Finish
                           or rows  └ by id ─ CheckRows   ─▶ rows         ┘

What one record does not bear is set aside with its reason; the rest goes on.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contactline import codec
from contactline.collect.collect import collect_file, load_sidecars
from contactline.collect.collected import Collected
from contactline.collect.fields import Fields
from contactline.collect.jsonlines import collect_line
from contactline.collect.paths import FoundFile
from contactline.collect.reportlines import MOST_BYTES
from contactline.desk.onereport import note_failure, read_report
from contactline.desk.rooms import Resolver, load_room, make_reader
from contactline.desk.runjudging import lay_ends
from contactline.desk.windows import Windows, digest_windows
from contactline.errors import IntegrityError
from contactline.plugins import get_plugin
from contactline.ports import AGAIN, Engine, Made, Reader, Reading
from contactline.records.judgements import JudgedEnd, LinkJudgement
from contactline.records.linkrows import LinkRow
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report
from contactline.tables import LINK_SCHEMA, make_table

PIECE_SCHEMA: Final = pa.schema(
    [
        pa.field("kind", pa.string()),
        pa.field("path", pa.binary()),
        pa.field("locator", pa.string()),
        pa.field("sidecars", pa.list_(pa.binary())),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("group", pa.int64()),
        pa.field("digest", pa.string()),
    ]
)
"""A piece of a corpus: ``file``, ``lines`` (bytes of JSON lines) or ``rows`` (of one row group of Parquet)."""

REPORT_SCHEMA: Final = pa.schema(
    [
        pa.field("bucket", pa.int32()),
        pa.field("id", pa.string()),
        pa.field("locator", pa.string()),
        pa.field("report", pa.binary()),
    ]
)
CLAIM_SCHEMA: Final = pa.schema(
    [pa.field("id", pa.string()), pa.field("report", pa.string()), pa.field("claim", pa.binary())]
)
"""Claims as their JSON (:mod:`contactline.codec`), one row each."""
PROBLEM_SCHEMA: Final = pa.schema(
    [pa.field(name, pa.string()) for name in ("stage", "code", "severity", "message", "subject", "report")]
)
DUPLICATE_SCHEMA: Final = pa.schema([pa.field(name, pa.string()) for name in ("id", "locator", "kept")])
_ROWS_SCHEMA: Final = pa.schema([pa.field("bucket", pa.int32()), *LINK_SCHEMA, pa.field("locator", pa.string())])

MakeRows = Callable[[Report, Reading, Mandate], Sequence[LinkRow]]
Laid = tuple[Sequence[LinkRow], Sequence[JudgedEnd]]
"""Rows of a report, and where its judged claims stand among them."""
MakeJudged = Callable[[Report, Reading, Mandate, Sequence[LinkJudgement]], Laid]
_TOKEN_BITS: Final = 64
_BATCH: Final = 25_000


Tools = Callable[[Mandate], tuple[Reader, Resolver]]


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Makes a reader by its name, and the built-in resolver."""

    reader: str
    options: tuple[tuple[str, Any], ...] = ()

    def __call__(self, mandate: Mandate) -> tuple[Reader, Resolver]:
        """Both, for a mandate."""
        resolver: Resolver = load_room("contactline.resolve.resolve", "Resolver")(mandate)
        return make_reader(self.reader, dict(self.options)), resolver


_loaded: dict[tuple[str, str], tuple[Reader, Resolver]] = {}


def load_tools(tools: Tools, mandate: Mandate) -> tuple[Reader, Resolver]:
    """Reader and resolver, made once in a process: a model takes seconds to load."""
    key = (repr(tools), mandate.digest)
    if key not in _loaded:
        _loaded.clear()
        _loaded[key] = tools(mandate)
    return _loaded[key]


@dataclass(frozen=True, slots=True)
class CollectFiles:
    """Pieces of a corpus to reports, or to link rows, each with the bucket that its id falls into.

    Attributes:
        base: folder that names of files are relative to.
        buckets: of reports.
        row_buckets: of link rows.
    """

    base: Path
    buckets: int
    row_buckets: int

    def __call__(self, table: pa.Table) -> Made:
        """A table of :data:`PIECE_SCHEMA` to ``reports``, ``rows`` and ``problems``."""
        reports: list[dict[str, Any]] = []
        rows: list[pa.Table] = []
        problems: list[Problem] = []
        for piece in table.to_pylist():
            if piece["kind"] == "rows":
                self._add_rows(piece, rows, problems)
                continue
            for collected in self._iter_collected(piece):
                problems += collected.problems
                if collected.report is not None:
                    reports.append(self._make_record(collected.locator, collected.report))
        made = {
            "reports": pa.Table.from_pylist(reports, REPORT_SCHEMA),
            "rows": pa.concat_tables(rows) if rows else _ROWS_SCHEMA.empty_table(),
        }
        notes = {
            "reports": _count_buckets((record["bucket"], record["id"], record["locator"]) for record in reports),
            "rows": _count_row_buckets(made["rows"], table),
        }
        return Made({**_filled(made), **make_problems(problems)}, notes)

    def _iter_collected(self, piece: dict[str, Any]) -> Iterator[Collected]:
        path = Path(os.fsdecode(piece["path"]))
        sidecars = tuple(path.with_name(os.fsdecode(name)) for name in piece["sidecars"])
        found = FoundFile(path, piece["locator"], sidecars)
        if piece["kind"] == "file":
            yield collect_file(found, self.base)
            return
        fields, problems = load_sidecars(found, self.base)
        if not piece["start"]:  # said once, and not by every piece of the file
            yield Collected(found.locator, "", None, problems)
        yield from _iter_lines(found, fields, piece["start"], piece["end"])

    def _make_record(self, locator: str, report: Report) -> dict[str, Any]:
        bucket = find_bucket(report.id, self.buckets)
        return {"bucket": bucket, "id": report.id, "locator": locator, "report": codec.encode(report)}

    def _add_rows(self, piece: dict[str, Any], rows: list[pa.Table], problems: list[Problem]) -> None:
        subject = piece["locator"]
        try:
            table = _read_rows(Path(os.fsdecode(piece["path"])), piece["group"], piece["start"], piece["end"])
            table = table.select(LINK_SCHEMA.names).cast(LINK_SCHEMA)
        except (pa.ArrowException, OSError, KeyError, ValueError) as error:
            problems.append(_set_aside("rows-unreadable", f"rows cannot be read: {_first_line(error)}", subject))
            return
        table, bad = part_bad_rows(table, subject)
        problems += bad
        buckets = [find_bucket(id_, self.row_buckets) for id_ in table["id"].to_pylist()]
        columns = [pa.array(buckets, pa.int32()), *table.columns, pa.array([subject] * len(buckets), pa.string())]
        rows.append(pa.table(columns, schema=_ROWS_SCHEMA))


@dataclass(frozen=True, slots=True)
class ReadReports:
    """Reports of one bucket to claims and to link rows laid into windows.

    Attributes:
        tools: makes reader and resolver, once in every process.
        make_rows: from a report and its resolved claims to what linking may look at.
        make_judged: the same for a report that people judged claims of.
        judgements: in force, by report.
    """

    mandate: Mandate
    tools: Tools
    windows: Windows
    make_rows: MakeRows
    make_judged: MakeJudged | None = None
    judgements: Mapping[str, Sequence[LinkJudgement]] = field(default_factory=dict)

    def __call__(self, table: pa.Table) -> Made:
        """A table of :data:`REPORT_SCHEMA`, in the order of ids, to claims, rows, problems and duplicates."""
        kept, duplicates = part_duplicates(table, "locator")
        claims: list[dict[str, Any]] = []
        rows: list[LinkRow] = []
        ends: list[JudgedEnd] = []
        problems: list[Problem] = []
        again = 0
        engine: Engine = get_plugin("engines", "local")()
        for record, reading, made in engine.run(self._read, kept.to_pylist(), _guard):
            claims += [_make_claim(claim) for claim in reading.claims]
            rows += made[0]
            ends += made[1]
            again += reading.again
            problems += [_name_file(problem, record) for problem in reading.problems]
        laid = self.windows.lay(make_table(rows))
        tables = {"claims": pa.Table.from_pylist(claims, CLAIM_SCHEMA), "rows": laid, "duplicates": duplicates}
        tables["judged"] = lay_ends(ends, laid)
        notes = {"windows": digest_windows(laid), "reports": kept.num_rows, AGAIN: again}
        return Made({**_filled(tables), **make_problems(problems)}, notes)

    def _read(self, record: dict[str, Any]) -> tuple[dict[str, Any], Reading, Laid]:
        report = _decode(record)
        reader, resolver = load_tools(self.tools, self.mandate)
        reading = read_report(report, reader, resolver, self.mandate)
        judgements = self.judgements.get(report.id, ())
        if judgements and self.make_judged is not None:
            return record, reading, self.make_judged(report, reading, self.mandate, judgements)
        return record, reading, (self.make_rows(report, reading, self.mandate), ())


@dataclass(frozen=True, slots=True)
class CheckRows:
    """Link rows of one bucket, each id once, laid into windows.

    Attributes:
        ends: of judgements, by the claim, and so the row, that they speak of.
    """

    windows: Windows
    ends: Mapping[str, Sequence[JudgedEnd]] = field(default_factory=dict)

    def __call__(self, table: pa.Table) -> Made:
        """Rows in the order of ids to rows of :data:`~contactline.desk.windows.WINDOW_SCHEMA`."""
        kept, duplicates = part_duplicates(table, "report")
        laid = self.windows.lay(kept.select(LINK_SCHEMA.names))
        notes = {"windows": digest_windows(laid), "rows": kept.num_rows}
        ids = kept["id"].to_pylist() if self.ends else []
        judged = lay_ends((end for id_ in ids for end in self.ends.get(id_, ())), laid)
        return Made(_filled({"rows": laid, "duplicates": duplicates, "judged": judged}), notes)


def part_duplicates(table: pa.Table, order: str) -> tuple[pa.Table, pa.Table]:
    """Each id once, and the others with the place of the one that is kept: the first in the order of a column."""
    table = table.sort_by([("id", "ascending"), (order, "ascending"), ("locator", "ascending")]).combine_chunks()
    ids = table["id"].to_numpy(zero_copy_only=False)
    again = np.concatenate([[False], ids[1:] == ids[:-1]]) if len(ids) else np.zeros(0, bool)
    heads = np.maximum.accumulate(np.where(again, 0, np.arange(len(ids)))) if len(ids) else np.zeros(0, np.int64)
    others = table.filter(pa.array(again))
    kept_at = table["locator"].take(pa.array(heads[again]))
    duplicates = pa.table([others["id"], others["locator"], kept_at], schema=DUPLICATE_SCHEMA)
    return table.filter(pa.array(~again)), duplicates


def part_bad_rows(table: pa.Table, subject: str) -> tuple[pa.Table, list[Problem]]:
    """Link rows that linking can take, and problems for the others."""
    spots = ("lat", "lon", "radius_km", "place", "place_name")
    faults = (
        ("without an id", pc.fill_null(pc.equal(pc.utf8_length(table["id"]), 0), True)),
        ("without a report", pc.fill_null(pc.equal(pc.utf8_length(table["report"]), 0), True)),
        ("with places of unequal number", _differ(table, spots)),
        ("with times of unequal number", _differ(table, ("earliest", "latest"))),
    )
    good = np.ones(table.num_rows, bool)
    problems = []
    for words, mask in faults:
        bad = mask.to_numpy() & good
        good &= ~bad
        for number in np.flatnonzero(bad):
            id_ = table["id"][int(number)].as_py()
            problems.append(_set_aside("row-wrong", f"a row {words}: id “{id_}”", subject))
    return table.filter(pa.array(good)), problems


def _differ(table: pa.Table, names: Sequence[str]) -> Any:
    first, *others = (pc.fill_null(pc.list_value_length(table[name]), 0) for name in names)
    mask = pc.not_equal(first, others[0])
    for other in others[1:]:
        mask = pc.or_(mask, pc.not_equal(first, other))
    return mask


def find_bucket(id_: str, buckets: int) -> int:
    """The bucket of an id: the same wherever and whenever it is asked."""
    return zlib.crc32(id_.encode("utf-8", "surrogatepass")) % buckets


def make_problems(problems: Sequence[Problem]) -> dict[str, pa.Table]:
    """The table of problems, if there are any."""
    records = [
        {
            "stage": problem.stage,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "subject": problem.subject,
            "report": problem.report or "",
        }
        for problem in problems
    ]
    return _filled({"problems": pa.Table.from_pylist(records, PROBLEM_SCHEMA)})


def _filled(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    return {name: table for name, table in tables.items() if table.num_rows}


def _iter_lines(found: FoundFile, fields: Fields, start: int, end: int) -> Iterator[Collected]:
    """Lines that begin within a range of bytes."""
    try:
        with found.path.open("rb") as file:
            file.seek(max(0, start - 1))
            if start:
                _skip_line(file)  # the line that began before, or the line end just before ours
            while (place := file.tell()) < end and (line := file.readline(MOST_BYTES + 1)):
                locator = f"{found.locator}@{place}"
                if len(line) > MOST_BYTES:
                    _skip_line(file)
                    message = f"the line is longer than {MOST_BYTES // 1024 // 1024} MiB; the others are read"
                    yield Collected(locator, "", None, (_set_aside("line-long", message, locator),))
                elif line.strip():
                    yield collect_line(line, locator, fields)
    except OSError as error:
        problem = _set_aside("unreadable", f"cannot be read: {error.strerror}", found.locator)
        yield Collected(found.locator, "", None, (problem,))


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
        pass


def _read_rows(path: Path, group: int, start: int, end: int) -> pa.Table:
    """Rows ``start`` to ``end`` of a row group, decoded batch by batch: a group may hold a million."""
    batches, place = [], 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH, row_groups=[group], columns=LINK_SCHEMA.names):
            low, high = max(start - place, 0), min(end - place, batch.num_rows)
            if low < high:
                batches.append(batch.slice(low, high - low))
            place += batch.num_rows
            if place >= end:
                break
    return pa.Table.from_batches(batches)


def _count_buckets(records: Iterable[tuple[int, str, str]]) -> dict[str, list[int]]:
    """For each bucket the number of records, and a sum of hashes: equal for equal records however they are parted."""
    counts: dict[str, list[int]] = {}
    for bucket, id_, locator in records:
        entry = counts.setdefault(str(bucket), [0, 0])
        digest = blake2b(f"{id_}\n{locator}".encode("utf-8", "surrogatepass"), digest_size=_TOKEN_BITS // 8).digest()
        entry[0] += 1
        entry[1] = (entry[1] + int.from_bytes(digest, "little")) % (1 << _TOKEN_BITS)
    return counts


def _count_row_buckets(rows: pa.Table, pieces: pa.Table) -> dict[str, list[int]]:
    if not rows.num_rows:
        return {}
    files = dict(zip(pieces["locator"].to_pylist(), pieces["digest"].to_pylist(), strict=True))
    told = zip(rows["bucket"].to_pylist(), rows["id"].to_pylist(), rows["locator"].to_pylist(), strict=True)
    return _count_buckets((bucket, id_, f"{locator}\n{files[locator]}") for bucket, id_, locator in told)


def _guard(record: dict[str, Any], error: Exception) -> tuple[dict[str, Any], Reading, Laid]:
    return record, note_failure(_decode(record), error), ((), ())


def _decode(record: dict[str, Any]) -> Report:
    try:
        return codec.decode(record["report"], Report)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"a stored report is not what it was: {error}", subject=record["id"]) from error


def _make_claim(claim: Any) -> dict[str, Any]:
    return {"id": claim.id, "report": claim.report, "claim": codec.encode(claim)}


def _name_file(problem: Problem, record: dict[str, Any]) -> Problem:
    return problem if problem.subject else replace(problem, subject=record["locator"])


def _set_aside(code: str, message: str, subject: str) -> Problem:
    return Problem("collect", code, Severity.ERROR, message, subject)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
