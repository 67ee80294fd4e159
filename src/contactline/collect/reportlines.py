"""Files of JSON lines, and the standard input: many reports, one after the other. A damaged line costs that line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from contactline._kit.hashing import make_digest
from contactline.collect.collected import Collected
from contactline.collect.fields import Fields
from contactline.collect.jsonlines import collect_line
from contactline.collect.paths import STDIN
from contactline.collect.problems import make_error, make_warning

SUFFIX: Final = ".jsonl"
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one line; no report is longer."""
_GIVE_UP: Final = 20
"""So many lines without any report in them, and the file is none of reports."""
_DIGEST_LETTERS: Final = 16
_ID_LETTERS: Final = 200


def iter_lines(path: Path, locator: str, sidecar: Fields) -> Iterator[Collected]:
    """The lines of a file one by one, blank ones left out.

    A line's locator is the file's name with the line's ``id``; without one with its number or, on the standard input,
    where numbers mean nothing the next time, with the beginning of its digest.

    Args:
        path: a file, or ``-`` for the standard input.
        locator: its name as records keep it.
        sidecar: what holds where a line does not state it.

    Raises:
        OSError: it cannot be read.
    """
    found = failed = 0
    seen: set[str] = set()
    with _open(path) as stream:
        for number, line in _iter_numbered(stream):
            where = _make_locator(line, number, locator, numbered=path != STDIN)
            collected = _collect(line, number, where, sidecar, is_twin=where in seen)
            seen.add(where)
            found += collected.report is not None
            failed += collected.report is None
            yield collected
            if not found and failed >= _GIVE_UP:
                message = f"its first {failed} lines hold no report; the rest is not looked at"
                yield Collected(locator, "", None, (make_error("no-reports", message, locator),))
                return


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    if path == STDIN:
        yield sys.stdin.buffer
        return
    with path.open("rb") as stream:
        yield stream


def _iter_numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, with their numbers; of one that is longer than any report, its beginning."""
    number = 0
    while line := stream.readline(MOST_BYTES + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > MOST_BYTES:
            rest = stream.readline(MOST_BYTES + 1)
        if line.strip():
            yield number, line


def _collect(line: bytes, number: int, where: str, sidecar: Fields, *, is_twin: bool) -> Collected:
    if len(line) > MOST_BYTES:
        message = f"line {number} is longer than {MOST_BYTES // 1024 // 1024} MiB; the other lines are read"
        return Collected(where, make_digest(line), None, (make_error("line-long", message, where),))
    if not is_twin:
        return collect_line(line, where, sidecar)
    # A second line of one id must not replace the first.
    where = f"{where}#{number}"
    message = f"line {number} has the id of an earlier line; both are read, as two reports"
    collected = collect_line(line, where, sidecar)
    return replace(collected, problems=(*collected.problems, make_warning("id-twice", message, where)))


def _make_locator(line: bytes, number: int, locator: str, *, numbered: bool) -> str:
    named = _find_id(line)
    if named:
        return f"{locator}#{named}"
    digest = make_digest(line.rstrip(b"\r\n")).rpartition(":")[2]
    return f"{locator}#{number if numbered else digest[:_DIGEST_LETTERS]}"


def _find_id(line: bytes) -> str:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    named = record.get("id") if isinstance(record, dict) else None
    if not isinstance(named, str | int) or isinstance(named, bool):
        return ""
    return " ".join("".join(char if char.isprintable() else " " for char in str(named)).split())[:_ID_LETTERS]
