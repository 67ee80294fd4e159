"""Reports as JSON lines: one object a line, from a file or from the standard input. A damaged line costs that line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from contactline._kit.hashing import make_digest
from contactline.collect.decode import decode_bytes
from contactline.collect.fields import NAMES, Entry, Fields, make_fields
from contactline.collect.paths import STDIN
from contactline.collect.problems import UnusableError, make_error, make_warning
from contactline.records.problems import Problem

SUFFIX: Final = ".jsonl"
IGNORED: Final = frozenset({"truth", "id"})
"""Keys that are no fields: the hidden truth of simulated reports is never looked at."""
_BODY: Final = "body"
_MOST_BYTES: Final = 16 * 1024 * 1024
_GIVE_UP: Final = 20
"""So many lines without any report in them, and the file is none of reports."""
_DIGEST_LETTERS: Final = 16


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line.

    Attributes:
        locator: the file's name, and the line's ``id``; without one its number, or on the standard input, where
            numbers mean nothing the next time, the beginning of its digest.
        fields: what the line states beside the words.
        body: ``None`` where the problems say why there is none.
    """

    locator: str
    digest: str
    fields: Fields
    body: str | None
    problems: tuple[Problem, ...]


def iter_report_lines(path: Path, locator: str) -> Iterator[ReportLine]:
    """The lines of a file one by one, blank ones left out.

    Args:
        path: a file, or ``-`` for the standard input.
        locator: its name as records keep it.

    Raises:
        OSError: it cannot be read.
    """
    found = failed = 0
    seen: set[str] = set()
    with _open(path) as stream:
        for number, content in _iter_lines(stream):
            if not content.strip():
                continue
            line = _read_line(content, number, locator, numbered=path != STDIN)
            found += line.body is not None
            failed += line.body is None
            if line.locator in seen:
                line = _mark_twin(line, number)
            seen.add(line.locator)
            yield line
            if not found and failed >= _GIVE_UP:
                message = f"its first {failed} lines hold no report; the rest is not looked at"
                yield ReportLine(locator, "", Fields(), None, (make_error("no-reports", message, locator),))
                return


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    if path == STDIN:
        yield sys.stdin.buffer
        return
    with path.open("rb") as stream:
        yield stream


def _iter_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of one that is longer than any report, its beginning."""
    number = 0
    while line := stream.readline(_MOST_BYTES + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > _MOST_BYTES:
            rest = stream.readline(_MOST_BYTES + 1)
        yield number, line


def _mark_twin(line: ReportLine, number: int) -> ReportLine:
    """A second line of one id must not replace the first: both are kept, each under a name of its own."""
    where = f"{line.locator}#{number}"
    message = f"line {number} has the id of an earlier line; both are read, as two reports"
    return replace(line, locator=where, problems=(*line.problems, make_warning("id-twice", message, where)))


def _read_line(content: bytes, number: int, locator: str, *, numbered: bool) -> ReportLine:
    digest = make_digest(content.rstrip(b"\r\n"))
    own = str(number) if numbered else digest.rpartition(":")[2][:_DIGEST_LETTERS]
    where = f"{locator}#{own}"
    try:
        record, problems = _parse(content, where, number)
    except UnusableError as error:
        return ReportLine(where, digest, Fields(), None, (error.problem,))
    name = record.get("id")
    if isinstance(name, str | int) and not isinstance(name, bool) and str(name).strip():
        where = f"{locator}#{' '.join(str(name).split())[:200]}"
    body = record[_BODY]
    entries = {
        key: Entry(value if isinstance(value, str) else json.dumps(value), number)
        for key, value in record.items()
        if key not in IGNORED and key != _BODY and value is not None
    }
    fields, noted = make_fields(entries, where)
    return ReportLine(where, digest, fields, body, (*problems, *noted))


def _parse(content: bytes, where: str, number: int) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The object of a line.

    Raises:
        UnusableError: it is none, or has no body.
    """
    if len(content) > _MOST_BYTES:
        raise _damaged(where, number, f"longer than {_MOST_BYTES // 1024 // 1024} MiB")
    decoded = decode_bytes(content, where)
    try:
        record = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        raise _damaged(where, number, f"no valid JSON ({error.msg}, character {error.pos + 1})") from None
    except (RecursionError, ValueError):
        raise _damaged(where, number, "no usable JSON (nested too deep, or a number too long)") from None
    if not isinstance(record, dict):
        raise _damaged(where, number, "no JSON object of field names and values")
    body = record.get(_BODY)
    if not isinstance(body, str) or not (body.strip() or record.get("headline")):
        raise _damaged(where, number, f"without a “{_BODY}”; a line needs it, and may have {', '.join(NAMES)}")
    return record, decoded.problems


def _damaged(where: str, number: int, what: str) -> UnusableError:
    return UnusableError(make_error("line-unusable", f"line {number} is {what}; the other lines are read", where))
