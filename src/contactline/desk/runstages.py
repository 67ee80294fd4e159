"""Where a run keeps its work, and how one of its stages went."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pyarrow.parquet as pq

from contactline.ports import Part, PartNote, Progress

_NAMES: Final = {"collect": "Collecting", "read": "Reading", "rows": "Checking", "link": "Linking", "finish": "Writing"}


@dataclass(frozen=True, slots=True)
class FailedPart:
    """A part that could not be made: what it is of, after how many attempts, and why."""

    stage: str
    part: str
    attempts: int
    reason: str


@dataclass(slots=True)
class StageDone:
    """How a stage went.

    Attributes:
        parts: all of them.
        kept: those that an earlier run had made.
        retried: those that had to be begun again.
        failed: those that could not be made.
        seconds: of the whole stage, as the clock of the wall goes.
        cpu_seconds: of the processor, for the stage function alone, summed over the parts that this run made.
        peak_mb: most memory that a worker held.
    """

    name: str
    parts: int = 0
    kept: int = 0
    retried: int = 0
    failed: list[FailedPart] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: int = 0
    notes: dict[str, PartNote] = field(default_factory=dict)

    def count(self, table: str) -> int:
        """Rows of a table in all parts."""
        return sum(note.rows.get(table, 0) for note in self.notes.values())

    def add_notes(self, name: str) -> int:
        """The sum of a number that the parts have noted."""
        return sum(int(note.notes.get(name, 0)) for note in self.notes.values())


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folder ``work`` of a run: one folder a stage, one folder a part in it."""

    path: Path

    def stage(self, name: str) -> Path:
        """The folder of a stage."""
        return self.path / name

    def find_tables(self, stages: Iterable[str], name: str, done: Mapping[str, StageDone]) -> list[Path]:
        """The files of one table of all parts that stages have made, in order."""
        paths = (
            self.path / stage / note.name / f"{name}.parquet"
            for stage in stages
            for note in sorted(done[stage].notes.values(), key=lambda note: note.name)
            if note.rows.get(name)
        )
        return list(paths)

    def remove_others(self, stage: str, parts: Iterable[Part]) -> None:
        """Remove what earlier runs made and this corpus does not have any more."""
        folder = self.path / stage
        names = {part.name for part in parts}
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True)


def conduct(name: str, parts: list[Part], notes: Iterator[PartNote], progress: Progress) -> StageDone:
    """Run a stage to its end and count how it went."""
    done = StageDone(name, parts=len(parts))
    progress.stage(_NAMES[name], len(parts))
    began = perf_counter()
    for note in notes:
        progress.advance()
        done.retried += note.attempts > 1
        if note.failure:
            done.failed.append(FailedPart(name, note.name, note.attempts, note.failure))
            progress.note(f"{name} {note.name}: {note.failure}")
            continue
        done.notes[note.name] = note
        done.kept += note.attempts == 0
        if note.attempts:
            done.cpu_seconds += note.cpu_seconds
            done.peak_mb = max(done.peak_mb, note.peak_mb)
    done.seconds = perf_counter() - began
    return done


def make_digest_of(*content: Any) -> str:
    """A digest of JSON-ready values."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def iter_records(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Rows of Parquet files one by one, within the memory of one batch."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(1_000):
                yield from batch.to_pylist()
