"""What a corpus is made of: files, pieces of JSON lines and of Parquet, listed in parts that are small and even."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from contactline.collect.paths import FoundFile, LeftOut, iter_files
from contactline.desk.stages import PIECE_SCHEMA
from contactline.plugins import list_plugins
from contactline.records.problems import Problem, Severity

LINES: Final = ".jsonl"
TABLES: Final = ".parquet"
_LINE_BYTES: Final = 2_500
"""Of a report as one line of JSON, roughly; only the number of parts hangs on it."""
_PIECE_ROWS: Final = 100_000


@dataclass(slots=True)
class Listing:
    """A corpus, counted while it is listed.

    Attributes:
        files: looked at.
        reports: about how many there are.
        rows: link rows, as their files say.
        problems: files that are not read, and why.
    """

    files: int = 0
    reports: int = 0
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)

    def iter_pieces(self, paths: Iterable[Path], base: Path, size: int) -> Iterator[dict[str, Any]]:
        """Pieces of about as many reports as ``size``, in the order of files."""
        for found in iter_files(paths, {*list_plugins("formats"), LINES, TABLES}, base):
            self.files += 1
            if isinstance(found, LeftOut):
                self.problems.append(found.problem)
                continue
            try:
                yield from self._part(found, size)
            except (pa.ArrowException, OSError) as error:
                reason = str(error).strip().splitlines()[0][:200]
                message = f"cannot be read: {reason}"
                self.problems.append(Problem("collect", "unreadable", Severity.ERROR, message, found.locator))

    def _part(self, found: FoundFile, size: int) -> Iterator[dict[str, Any]]:
        suffix = found.path.suffix.lower()
        if suffix == LINES:
            yield from self._part_lines(found, size * _LINE_BYTES)
        elif suffix == TABLES:
            yield from self._part_rows(found)
        else:
            self.reports += 1
            yield _make_piece("file", found, digest=_state((found.path, *found.sidecars)))

    def _part_lines(self, found: FoundFile, step: int) -> Iterator[dict[str, Any]]:
        total = found.path.stat().st_size
        state = _state((found.path, *found.sidecars))
        self.reports += total // _LINE_BYTES + 1
        for start in range(0, total, step):
            yield _make_piece("lines", found, start, min(start + step, total), digest=state)

    def _part_rows(self, found: FoundFile) -> Iterator[dict[str, Any]]:
        with pq.ParquetFile(found.path) as file:
            sizes = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
        digest = _digest_file(found.path)
        for group, rows in enumerate(sizes):
            self.rows += rows
            for start in range(0, rows, _PIECE_ROWS):
                yield _make_piece("rows", found, start, min(start + _PIECE_ROWS, rows), group, digest)


def iter_lists(pieces: Iterator[dict[str, Any]], size: int) -> Iterator[pa.Table]:
    """Pieces in tables of :data:`~contactline.desk.stages.PIECE_SCHEMA`: many files, or one piece of a large one."""
    heap: list[dict[str, Any]] = []
    for piece in pieces:
        if piece["kind"] != "file":
            yield pa.Table.from_pylist([piece], PIECE_SCHEMA)
            continue
        heap.append(piece)
        if len(heap) == size:
            yield pa.Table.from_pylist(heap, PIECE_SCHEMA)
            heap = []
    if heap:
        yield pa.Table.from_pylist(heap, PIECE_SCHEMA)


def digest_list(table: pa.Table) -> str:
    """What the pieces of a table are, and the state of their files."""
    records = [
        {**record, "path": "", "sidecars": [os.fsdecode(name) for name in record["sidecars"]]}
        for record in table.to_pylist()
    ]
    return hashlib.sha256(json.dumps(records, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _make_piece(
    kind: str, found: FoundFile, start: int = 0, end: int = 0, group: int = 0, digest: str = ""
) -> dict[str, Any]:
    return {
        "kind": kind,
        "path": os.fsencode(found.path),
        "locator": found.locator,
        "sidecars": [os.fsencode(path.name) for path in found.sidecars],
        "start": start,
        "end": end,
        "group": group,
        "digest": digest,
    }


def _state(paths: Iterable[Path]) -> str:
    """Size and time of change of files: what changes is read again."""
    states = [path.stat() for path in paths if path.exists()]
    return " ".join(f"{state.st_size}/{state.st_mtime_ns}" for state in states)


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:20]


def count_buckets(items: int, size: int) -> int:
    """A power of two of buckets that hold about ``size`` each."""
    return 1 << max(0, (max(items, 1) - 1) // size).bit_length()
