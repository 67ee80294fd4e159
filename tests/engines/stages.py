"""Stages that the engines' tests send to workers: good ones, and ones that go wrong in every way there is."""

from __future__ import annotations

import errno
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contactline.errors import InputError, IntegrityError
from contactline.ports import Made, Part

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("key", pa.int32()),
        pa.field("at", pa.list_(pa.timestamp("s", tz="UTC"))),
        pa.field("sketch", pa.binary(4)),
        pa.field("small", pa.int16()),
    ]
)


@dataclass(frozen=True)
class Count:
    """Ids as they came, and what the table looked like."""

    def __call__(self, table: pa.Table) -> Made:
        ids = table["id"].to_pylist() if table.num_columns else []
        return Made({"ids": pa.table({"id": pa.array(ids, pa.string())})}, {"schema": str(table.schema), "ids": ids})


@dataclass(frozen=True)
class Raises:
    """Cannot bear one of its records."""

    kind: str

    def __call__(self, table: pa.Table) -> Made:
        if not pc.any(pc.equal(table["id"], "bad")).as_py():
            return Count()(table)
        if self.kind == "integrity":
            raise IntegrityError("changed", subject="a file", hint="look")
        if self.kind == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.kind == "ours":
            raise InputError("is no table", hint="Give another.")
        raise KeyError("bad")


@dataclass(frozen=True)
class Dies:
    """Ends its own process, a number of times, where one record is among its own; then it works."""

    folder: Path
    times: int

    def __call__(self, table: pa.Table) -> Made:
        if pc.any(pc.equal(table["id"], "bad")).as_py():
            before = len(list(self.folder.iterdir()))
            if before < self.times:
                (self.folder / str(before)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return Count()(table)


@dataclass(frozen=True)
class Sleeps:
    """Stands still where one record is among its own."""

    def __call__(self, table: pa.Table) -> Made:
        if pc.any(pc.equal(table["id"], "bad")).as_py():
            time.sleep(600)
        return Count()(table)


def write_parts(folder: Path, tables: dict[str, list[str]], keys: dict[str, int] | None = None) -> list[Part]:
    """One input file and one part a table of ids."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for name, ids in tables.items():
        rows = [{"id": id_, "key": (keys or {}).get(id_, 0), "at": [], "sketch": b"abcd", "small": 1} for id_ in ids]
        path = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
        parts.append(Part(name, folder / "out" / name, f"digest of {name}", (path,)))
    return parts
