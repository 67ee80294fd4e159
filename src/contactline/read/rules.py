"""The ``rules`` reader: no model, no dependency, the fallback that is always there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from contactline.ports import Reading, Spotter
from contactline.read.assemble import assemble
from contactline.read.attribution import find_attributions
from contactline.read.background import find_background
from contactline.read.carried import carry_evidence
from contactline.read.document import Document, make_document
from contactline.read.frames import find_frames
from contactline.read.parts import Frame
from contactline.read.people import name_people
from contactline.read.places import find_places
from contactline.read.times import find_times
from contactline.read.units import MAX_TOKENS
from contactline.records.claims import Claim, Maker, PlaceMention, PlaceRole, TimeMention
from contactline.records.names import NameSpot
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Span
from contactline.records.reports import Report

FrameFinder = Callable[[Document, tuple[NameSpot, ...], Span], tuple[Frame, ...]]
_MAX_LONG_SENTENCES: Final = 20
"""Problems of one kind that are listed one by one; more are summed up."""


class RulesReader:
    """Reads English by written rules over tokens and sentences.

    Args:
        frames: what finds occurrences in a stretch of text; another one for tests.
    """

    name = "rules"
    version = "2"
    languages = ("en",)

    def __init__(self, frames: FrameFinder = find_frames) -> None:
        self._frames = frames

    def read(self, report: Report, names: Spotter) -> Reading:
        """Read one report. Never fails for what the text says: what is not understood gives no claim or a problem."""
        document = make_document(report)
        if not document.tokens:
            return make_empty_reading(report)
        spots = names.spot(report.text)
        spots_in = make_spots_in(spots)
        claims = assemble(
            document,
            find_attributions(document, spots),
            lambda scope: self._frames(document, spots_in(scope), scope),
            Maker(self.name, self.version),
            find_background(document, spots),
            lambda scope: find_setting(document, spots_in(scope), scope),
        )
        claims = name_people(document, spots_in, claims)
        claims = carry_evidence(document, claims)
        return Reading(claims, make_problems(document, claims))


def make_spots_in(spots: tuple[NameSpot, ...]) -> Callable[[Span], tuple[NameSpot, ...]]:
    """What finds the names that begin in a stretch of text, among names in order of their place."""
    starts = tuple(spot.span.start for spot in spots)

    def spots_in(scope: Span) -> tuple[NameSpot, ...]:
        return spots[bisect_left(starts, scope.start) : bisect_left(starts, scope.end)]

    return spots_in


def find_setting(
    document: Document, spots: tuple[NameSpot, ...], scope: Span
) -> tuple[tuple[PlaceMention, ...], TimeMention | None]:
    """Where and when, as a stretch of the text names it."""
    times = find_times(document, scope)
    places = find_places(document, spots, scope)
    return tuple(p for p in places if p.role is PlaceRole.AT), times[0] if times else None


def make_empty_reading(report: Report) -> Reading:
    """What is made of a report without words."""
    return Reading(problems=(_problem(report, "no-text", Severity.WARNING, "The report has no words to read."),))


def make_problems(document: Document, claims: tuple[Claim, ...]) -> tuple[Problem, ...]:
    """What a person should know about how a report was read."""
    report = document.report
    problems = list(_language_problems(report))
    long = [s.span for s in document.sentences if s.last - s.first > MAX_TOKENS]
    problems += [
        _problem(
            report,
            "long-sentence",
            Severity.INFO,
            f"A sentence of more than {MAX_TOKENS} words was read in pieces; what spans two pieces may be missed.",
            span,
        )
        for span in long[:_MAX_LONG_SENTENCES]
    ]
    if len(long) > _MAX_LONG_SENTENCES:
        more = len(long) - _MAX_LONG_SENTENCES
        problems.append(
            _problem(report, "long-sentence", Severity.INFO, f"{more} more very long sentences were read in pieces.")
        )
    if not claims:
        problems.append(
            _problem(report, "no-claims", Severity.INFO, "No claim was found in this report; read it by eye.")
        )
    return tuple(problems)


def _language_problems(report: Report) -> tuple[Problem, ...]:
    language = report.meta.language
    if language in {None, *RulesReader.languages}:
        return ()
    message = f"The report is marked as “{language}”; the reader knows English only and may have misread it."
    return (_problem(report, "language-unread", Severity.WARNING, message),)


def _problem(report: Report, code: str, severity: Severity, message: str, span: Span | None = None) -> Problem:
    return Problem("read", code, severity, message, report=report.id, span=span)
