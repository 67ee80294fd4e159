"""One part of a stage's work, the same on every engine: read, run, write whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contactline.engines.local import LocalEngine
from contactline.errors import ContactlineError, IntegrityError, StoreError
from contactline.ports import AGAIN, Grouping, Made, Part, PartNote, Stage

NOTE_NAME: Final = "part.json"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_SPOOL_BYTES: Final = 32_000_000
"""Parquet bytes that are sorted at a time: some 200 MB in memory."""


def run_part(stage: Stage, part: Part) -> PartNote:
    """Read a part's inputs and run the stage over them; failures become the note's reason.

    Raises:
        IntegrityError: stored content is not what it was.
    """
    return _guarded(_Job(stage, part, None))


def run_group(stage: Stage, part: Part, table: pa.Table) -> PartNote:
    """The same over a table that is there already.

    Raises:
        IntegrityError: stored content is not what it was.
    """
    return _guarded(_Job(stage, part, table))


def part_done(parts: Iterable[Part]) -> tuple[list[PartNote], list[Part]]:
    """Notes of the parts that are there already, and the parts that are still to be made."""
    done, open_ = [], []
    for part in parts:
        note = find_note(part)
        if note is None:
            open_.append(part)
        else:
            done.append(replace(note, attempts=0, name=part.name))
    return done, open_


def find_note(part: Part) -> PartNote | None:
    """The note of a part that was made whole under the same digest."""
    try:
        note = PartNote(**json.loads((part.out / NOTE_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return note if note.digest == part.digest and not note.notes.get(AGAIN) else None


def read_tables(inputs: Sequence[Path]) -> pa.Table:
    """Parquet files of one schema, one after the other; no files give a table without columns."""
    if not inputs:
        return pa.table({})
    return pa.concat_tables([pq.read_table(path, partitioning=None) for path in inputs])


def sort_table(table: pa.Table, grouping: Grouping) -> pa.Table:
    """A table in the order of its grouping, in one piece."""
    return table.sort_by(grouping.order).combine_chunks()


def make_spool(inputs: Sequence[Path], folder: Path) -> list[Part]:
    """Parts that sort a stage's inputs by key, each as many of them as fit into memory."""
    heaps: list[list[Path]] = []
    room = 0
    for path in inputs:
        size = path.stat().st_size
        if not heaps or size > room:
            heaps.append([])
            room = _SPOOL_BYTES
        heaps[-1].append(path)
        room -= size
    return [Part(f"{n:06d}", folder / f"{n:06d}", "spool", tuple(heap)) for n, heap in enumerate(heaps)]


@dataclass(frozen=True, slots=True)
class SortByKey:
    """A stage that sets the rows of every key apart, as one table a key."""

    by: str
    keys: frozenset[int]

    def __call__(self, table: pa.Table) -> Made:
        """One table for each key that occurs."""
        table = table.sort_by(self.by)
        keys = table[self.by].to_numpy()
        counts = pc.value_counts(table[self.by]).to_pylist()
        tables, start = {}, 0
        for key, count in sorted((entry["values"], entry["counts"]) for entry in counts):
            if key in self.keys:
                tables[name_key(key)] = table.slice(start, count)
            start += count
        if start != len(keys):
            raise RuntimeError(f"{len(keys)} rows came in and {start} were sorted")
        return Made(tables)


def name_key(key: int) -> str:
    """The name of a key's table."""
    return f"key{key}"


def find_spooled(spool: Sequence[Part], key: int) -> tuple[Path, ...]:
    """The files that hold a key's rows after sorting."""
    paths = (part.out / f"{name_key(key)}.parquet" for part in spool)
    return tuple(path for path in paths if path.exists())


def peak_megabytes() -> int:
    """The most memory that this process has held; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


def raise_fatal(note: PartNote) -> PartNote:
    """The note, unless the run has to stop.

    Raises:
        StoreError: the disk is full, or may not be written.
    """
    if note.fatal:
        raise StoreError(note.failure, hint="Make room and run the same command again; what is done stays done.")
    return note


@dataclass(frozen=True, slots=True)
class _Job:
    stage: Stage
    part: Part
    table: pa.Table | None


def _guarded(job: _Job) -> PartNote:
    (note,) = LocalEngine().run(_work, [job], _fail)
    return note


def _work(job: _Job) -> PartNote:
    part = job.part
    began, cpu = time.perf_counter(), time.process_time()
    table = job.table if job.table is not None else read_tables(part.inputs)
    if part.rows is not None and table.num_rows != part.rows:
        raise IntegrityError(
            f"{table.num_rows} rows came in where {part.rows} were written",
            subject=str(part.out),
            hint="A file of an earlier stage was changed or lost. Remove the folder “work” and run again.",
        )
    made = job.stage(table)
    note = PartNote(
        name=part.name,
        digest=part.digest,
        rows={name: made.tables[name].num_rows for name in sorted(made.tables)},
        notes=dict(made.notes),
        seconds=round(time.perf_counter() - began, 3),
        cpu_seconds=round(time.process_time() - cpu, 3),
        peak_mb=peak_megabytes(),
    )
    _write(part, made, note)
    return note


def _fail(job: _Job, error: Exception) -> PartNote:
    fatal = isinstance(error, OSError) and error.errno in _FULL
    if isinstance(error, ContactlineError):
        reason = error.diagnostics()
    elif fatal:
        reason = f"{job.part.out}: cannot be written: {error.strerror}"  # type: ignore[attr-defined]
    else:
        reason = f"{type(error).__name__}: {error}"
    return PartNote(job.part.name, job.part.digest, failure=reason, fatal=fatal)


def _write(part: Part, made: Made, note: PartNote) -> None:
    """All files beside their place, then into it at once: a kill at any moment leaves the whole or nothing."""
    new = part.out.with_name(f".{part.out.name}.{os.getpid()}-{uuid4().hex[:8]}")
    new.mkdir(parents=True)
    try:
        for name, table in made.tables.items():
            pq.write_table(table, new / f"{name}.parquet", compression="zstd")
        (new / NOTE_NAME).write_text(json.dumps(asdict(note), sort_keys=True), encoding="utf-8")
        _put(new, part)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _put(new: Path, part: Part) -> None:
    while True:
        try:
            new.rename(part.out)
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise
            if find_note(part) is not None:
                return  # a second attempt at the same part came first, with the same content
            old = part.out.with_name(f".old-{part.out.name}.{uuid4().hex[:8]}")
            part.out.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        else:
            return


def plain(value: Any) -> Any:
    """A key as Arrow or Spark hands it over, as a Python value."""
    return value.as_py() if hasattr(value, "as_py") else value
