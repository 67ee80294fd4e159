"""Late reports: link rows that come in whatever order, window by window, with Spark's Structured Streaming.

Every window of days has keyed state: the rows that it has seen, and how they were joined. A new row is laid into its
windows as a batch run would do (``contactline.desk.windows``), its windows are linked anew by the same kernel, and what
has changed is written as a new version of the incidents that it touches. Since the kernel's result hangs on the set of
rows alone, what stands in the end is what a batch run over all rows gives, whatever the order of arrival.

A window that nothing has reached for a while leaves the state for a file; a row that comes after months finds it there.
Nothing is too late.

    python examples/streaming_link.py INBOX OUT

``INBOX`` is a folder into which ``.parquet`` files of link rows fall (``contactline simulate``, or ``rows/`` of a run).
Takes what is there, one file a micro-batch, and ends; with ``--follow`` it waits for more. Needs the extra ``spark``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.state import GroupState, GroupStateTimeout

from contactline.desk.windows import Windows
from contactline.link.batch import link_table
from contactline.tables import LINK_SCHEMA

LAID = "window int, rows binary"
CHANGE = "window int, incident string, version int, change string, members array<string>"
STATE = "rows binary, members string, version int"

Members = dict[str, list[str]]
"""Ids of the rows of each incident, by the id of its first row."""


def lay(windows: Windows) -> Any:
    """Rows of a micro-batch, packed by the windows that want to see them."""

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = pa.Table.from_batches([batch]).select(LINK_SCHEMA.names).cast(LINK_SCHEMA)
            laid = windows.lay(rows)
            for window in laid["window"].unique().to_pylist():
                seen = laid.filter(pa.compute.equal(laid["window"], window)).select(LINK_SCHEMA.names)
                columns = [pa.array([window], pa.int32()), pa.array([pack(seen)], pa.binary())]
                yield pa.RecordBatch.from_arrays(columns, names=["window", "rows"])

    return run


def link_anew(closed: Path, idle_ms: int) -> Any:
    """New rows of a window into its state, and what changes by them."""

    def run(key: tuple[Any, ...], frames: Iterator[pd.DataFrame], state: GroupState) -> Iterator[pd.DataFrame]:
        window = int(key[0])
        file = closed / f"{window}.json"
        if state.hasTimedOut:
            close(file, *state.get)
            state.remove()
            return
        rows, members, version = state.get if state.exists else reopen(file)
        known = [unpack(rows)] if rows else []
        table = pa.concat_tables([*known, *(unpack(packed) for frame in frames for packed in frame["rows"])])
        now = join(table)
        changes = list(compare(json.loads(members), now))
        state.update((pack(first_of_each(table)), json.dumps(now), version + 1))
        state.setTimeoutDuration(max(1, idle_ms))
        records = [(window, incident, version + 1, change, now.get(incident, [])) for incident, change in changes]
        yield pd.DataFrame(records, columns=["window", "incident", "version", "change", "members"])

    return run


def join(rows: pa.Table) -> Members:
    """The incidents of a window."""
    members: Members = {}
    for row in link_table(rows).select(["id", "incident"]).to_pylist():
        members.setdefault(row["incident"], []).append(row["id"])
    return {incident: sorted(ids) for incident, ids in members.items()}


def compare(before: Members, now: Members) -> Iterator[tuple[str, str]]:
    """Incidents that are new, other than before, or gone into others."""
    for incident in sorted({*before, *now}):
        if incident not in now:
            yield incident, "gone"
        elif incident not in before:
            yield incident, "new"
        elif before[incident] != now[incident]:
            yield incident, "changed"


def first_of_each(rows: pa.Table) -> pa.Table:
    """Each id once: a file that is delivered twice doubles nothing."""
    index = rows.append_column("at", pa.array(range(rows.num_rows))).group_by("id").aggregate([("at", "min")])
    return rows.take(index["at_min"].sort())


def pack(table: pa.Table) -> bytes:
    """A table as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(packed: bytes) -> pa.Table:
    """The table again."""
    return pa.ipc.open_stream(packed).read_all()


def close(file: Path, rows: bytes, members: str, version: int) -> None:
    """A window's state into files, whole or not at all."""
    file.with_suffix(".arrow").write_bytes(rows)
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"members": members, "version": version}))
    new.replace(file)


def reopen(file: Path) -> tuple[bytes, str, int]:
    """A window's state from its files, or that of a window that nobody has seen."""
    if not file.exists():
        return b"", "{}", 0
    kept = json.loads(file.read_text())
    return file.with_suffix(".arrow").read_bytes(), kept["members"], kept["version"]


def link_stream(stream: DataFrame, closed: Path, windows: Windows, idle_ms: int) -> DataFrame:
    """Changes of incidents from a stream of link rows."""
    laid = stream.mapInArrow(lay(windows), LAID)
    timeout = GroupStateTimeout.ProcessingTimeTimeout
    return laid.groupBy("window").applyInPandasWithState(link_anew(closed, idle_ms), CHANGE, STATE, "update", timeout)


def write_changes(folder: Path) -> Any:
    """One file a micro-batch, named after it: a batch that is begun again replaces its own file."""

    def run(batch: DataFrame, number: int) -> None:
        new = folder / f".{number:06d}.new"
        pq.write_table(batch.toArrow(), new)  # changes of one micro-batch, not the state
        new.replace(folder / f"{number:06d}.parquet")

    return run


def main() -> int:
    """Run over an inbox."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inbox", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--follow", action="store_true", help="wait for more, a micro-batch a minute")
    parser.add_argument("--window", type=int, default=30, help="days of a window")
    parser.add_argument("--halo", type=int, default=3, help="days beyond its edges that it sees")
    parser.add_argument("--idle", type=float, default=24.0, help="hours after which a quiet window leaves the state")
    asked = parser.parse_args()
    closed, changes = (asked.out / name for name in ("closed", "changes"))
    for folder in (closed, changes):
        folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").appName("contactline-stream")
    options = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        # Without --follow the run has to end: with states that time out there is always one more batch without data.
        "spark.sql.streaming.noDataMicroBatches.enabled": str(asked.follow).lower(),
        "spark.ui.enabled": "false",
        "spark.driver.memory": "1g",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    first = min(asked.inbox.glob("*.parquet"))
    stream = spark.readStream.schema(spark.read.parquet(str(first)).select(*LINK_SCHEMA.names).schema)
    stream = stream.option("maxFilesPerTrigger", 1).parquet(str(asked.inbox))
    windows = Windows(asked.window, asked.halo)
    writer = link_stream(stream, closed.absolute(), windows, int(asked.idle * 3_600_000)).writeStream
    writer = writer.foreachBatch(write_changes(changes)).outputMode("update")
    writer = writer.option("checkpointLocation", str((asked.out / "checkpoint").absolute()))
    writer = writer.trigger(processingTime="1 minute") if asked.follow else writer.trigger(availableNow=True)
    query = writer.start()
    query.awaitTermination()
    spark.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
