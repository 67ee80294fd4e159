"""One report read and resolved: the same on every way that a report takes."""

from __future__ import annotations

from dataclasses import replace

from contactline import __version__
from contactline._kit.hashing import make_content_id
from contactline.desk.clipping import clip_report, find_clipped
from contactline.desk.rooms import Resolver
from contactline.desk.sides import settle_side
from contactline.ports import Reader, Reading
from contactline.records.ids import THIRD
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report


def read_report(report: Report, reader: Reader, resolver: Resolver, mandate: Mandate) -> Reading:
    """Read and resolve one report; in a language that the reader does not know it is a problem instead."""
    language = report.meta.language
    if language is not None and language not in reader.languages:
        return Reading(problems=(_make_unread(report, reader.name, reader.languages),))
    report = settle_side(report, mandate)
    part = clip_report(report)
    read = reader.read(part, resolver.names)
    reading = resolver.resolve(part, read)
    problems = (*find_clipped(report, part), *_note_side(report, mandate), *reading.problems)
    return replace(reading, problems=problems, again=read.again)


def digest_settings(reader: Reader, resolver: Resolver, mandate: Mandate) -> str:
    """What a reading depends on beside the report: another digest may mean other claims."""
    content = {
        "reader": [reader.name, reader.version],
        "mandate": mandate.digest,
        "resolver": getattr(resolver, "version", __version__),
    }
    return make_content_id("settings", 1, content)


def note_failure(report: Report, error: Exception) -> Reading:
    """The reading of a report that a stage could not bear."""
    message = f"could not be read ({type(error).__name__}: {error}); this is a mistake of the program, please report it"
    return Reading(problems=(Problem("read", "failed", Severity.ERROR, message, report=report.id),))


def _make_unread(report: Report, reader: str, languages: tuple[str, ...]) -> Problem:
    known = ", ".join(languages)
    message = (
        f"reader “{reader}” reads {known} and not “{report.meta.language}”; the report is kept, and read when one can"
    )
    return Problem("read", "language-unread", Severity.ERROR, message, report=report.id)


def _note_side(report: Report, mandate: Mandate) -> tuple[Problem, ...]:
    known = (*(side.id for side in mandate.sides), THIRD)
    side = report.meta.side
    if side is None or side in known:
        return ()
    message = f"stated side “{side}” is none of this mandate's; write one of {', '.join(known)}"
    return (Problem("resolve", "side-unknown", Severity.WARNING, message, report=report.id),)
