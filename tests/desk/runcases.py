"""Small corpora, and small rooms for a run over them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contactline.desk.runsettings import Chain, RunSettings
from contactline.desk.stages import Tools
from contactline.link.batch import link_table
from contactline.ports import Reading
from contactline.records.claims import Kind
from contactline.records.linkrows import LinkRow, Spot, TimeSpan
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.tables import make_table
from desk.fakes import FakeReader, FakeResolver

START = datetime(2031, 5, 1, tzinfo=UTC)


def make_row(id_: str, day: float, lat: float = 40.0, *, kind: Kind = Kind.SHELLING, report: str = "") -> LinkRow:
    """A row at a place and an hour; rows of one place and hour belong together."""
    moment = START + timedelta(days=day)
    return LinkRow(
        id=id_,
        report=report or f"r-{id_}",
        published=moment + timedelta(hours=12),
        spots=(Spot(place=f"p{lat:.2f}", name=f"place {lat:.2f}", lat=lat, lon=45.0),),
        times=(TimeSpan(moment, moment + timedelta(hours=1)),),
        kinds=(kind,),
    )


def write_rows(path: Path, rows: Sequence[LinkRow], row_group_size: int = 1_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(make_table(rows), path, row_group_size=row_group_size)
    return path


def many_rows(incidents: int = 120, days: int = 90, each: int = 3) -> list[LinkRow]:
    """Incidents far apart in place, evenly in time, so that some lie on every edge of every window."""
    return [
        make_row(f"a-{number:04}-{copy}", days * number / incidents + copy / 100, 20.0 + 0.4 * (number % 100))
        for number in range(incidents)
        for copy in range(each)
    ]


def read_rows(out: Path, table: str) -> list[dict[str, object]]:
    """All rows of a table of a run, in the order of its files."""
    return [row for path in sorted((out / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def read_groups(out: Path) -> list[tuple[str, ...]]:
    """Ids by incident."""
    groups: dict[object, list[str]] = {}
    for row in read_rows(out, "memberships"):
        groups.setdefault(row["incident"], []).append(str(row["id"]))
    return sorted(tuple(sorted(ids)) for ids in groups.values())


def read_bytes(out: Path) -> dict[str, bytes]:
    """Every file that a reader of the run opens."""
    folders = (out / name for name in ("memberships", "incidents", "set-aside"))
    return {str(path.relative_to(out)): path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}


@dataclass(frozen=True)
class FakeTools:
    """A reader that a worker can make for itself."""

    def __call__(self, mandate: Mandate) -> tuple[FakeReader, FakeResolver]:
        return FakeReader(), FakeResolver(mandate)


@dataclass(frozen=True)
class DyingTools:
    """Ends its process a number of times, then works."""

    folder: Path
    times: int

    def __call__(self, mandate: Mandate) -> tuple[FakeReader, FakeResolver]:
        before = len(list(self.folder.iterdir()))
        if before < self.times and os.environ.get("CONTACTLINE_TEST_DRIVER") != str(os.getpid()):
            (self.folder / str(before)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return FakeReader(), FakeResolver(mandate)


def fake_rows(report: Report, reading: Reading, mandate: Mandate) -> Sequence[LinkRow]:
    """One row a claim, on the day of its report, at a place of its publisher's name."""
    day = (report.meta.published_on - START.date()).days if report.meta.published_on else 0
    return [
        make_row(claim.id, day, 20 + len(report.meta.publisher or ""), report=report.id) for claim in reading.claims
    ]


def make_chain(tools: Tools | None = None) -> Chain:
    return Chain(tools or FakeTools(), fake_rows, link_table)


def make_settings(out: Path, *paths: Path, engine: str = "local", **others: object) -> RunSettings:
    return RunSettings(paths=paths, out=out, engine=engine, workers=2, mandate="demo", **others)  # type: ignore[arg-type]


def write_reports(folder: Path, count: int = 12) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:02}.txt").write_text(
            f"---\npublisher: Herald {number % 3}\npublished: 2031-05-{number + 1:02}\nlanguage: en\n"
            f"headline: Report number {number}\n---\n{number + 2} people were killed, the ministry said.\n"
        )
    return folder


def write_lines(path: Path, count: int = 12) -> Path:
    lines = [
        {
            "headline": f"Report number {number}",
            "text": f"{number + 2} people were killed, the ministry said.\n",
            "publisher": f"Herald {number % 3}",
            "published": f"2031-05-{number + 1:02}",
            "language": "en",
        }
        for number in range(count)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def as_table(rows: Sequence[LinkRow]) -> pa.Table:
    return make_table(rows)
