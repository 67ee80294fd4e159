"""Reports as lines of JSON: one object a line, ``text`` and the fields that a sidecar may have."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from contactline._kit.hashing import make_digest
from contactline.collect.collected import Collected, make_completed
from contactline.collect.decode import clean_text
from contactline.collect.fields import NAMES, NOTHING, Entry, Fields, make_fields
from contactline.collect.guess import complete
from contactline.collect.problems import UnusableError, make_error
from contactline.records.problems import Problem
from contactline.records.reports import Report

_TEXT: Final = ("text", "body")
_SHOWN: Final = 80


def collect_line(line: bytes, locator: str, sidecar: Fields = NOTHING) -> Collected:
    """Read one line into a report. Keys that are no fields are left alone.

    Args:
        line: one JSON object with ``text`` (or ``body``), a headline apart or in its first line.
        locator: names file and place.
        sidecar: what holds where the line does not state it.
    """
    digest = make_digest(line)
    try:
        report, problems = _make(line, locator, sidecar)
    except UnusableError as error:
        return Collected(locator, digest, None, (error.problem,))
    return Collected(locator, digest, report, tuple(replace(problem, report=report.id) for problem in problems))


def _make(line: bytes, locator: str, sidecar: Fields) -> tuple[Report, tuple[Problem, ...]]:
    entry = _parse(line, locator)
    body = next((entry[name] for name in _TEXT if isinstance(entry.get(name), str)), None)
    if body is None:
        raise UnusableError(make_error("no-text", f"has no text under “{_TEXT[0]}”: {_show(line)}", locator))
    body, cleaned = clean_text(body, locator)
    stated, problems = make_fields(_find_entries(entry), locator)
    done = complete(body, stated.filled_from(sidecar), NOTHING, "", locator)
    if not (done.body.strip() or done.fields.headline):
        raise UnusableError(make_error("empty", "there is no text to read", locator))
    return make_completed(done), (*cleaned, *problems, *done.problems)


def _parse(line: bytes, locator: str) -> dict[str, Any]:
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"is no line of JSON ({str(error)[:_SHOWN]}): {_show(line)}"
        raise UnusableError(make_error("json-wrong", message, locator)) from error
    if not isinstance(entry, dict):
        raise UnusableError(make_error("json-wrong", f"is no JSON object: {_show(line)}", locator))
    return entry


def _find_entries(entry: dict[str, Any]) -> dict[str, Entry]:
    known = {name: entry[name] for name in NAMES if entry.get(name) is not None}
    return {name: Entry(_as_text(value), 0) for name, value in known.items()}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _show(line: bytes) -> str:
    text = line.strip().decode("utf-8", "backslashreplace")
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
