"""The part of a very long report that is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Span
from contactline.records.reports import Report

MAX_CHARACTERS: Final = 1_000_000
"""About a long book. What is longer is a pile of reports in one file: it has no one publisher and no one day, so that
reading on would give wrong claims at the price of hours and gigabytes."""


def clip_report(report: Report, limit: int = MAX_CHARACTERS) -> Report:
    """The report up to the last line end within the limit; ids and spans are those of the whole."""
    if len(report.text) <= limit:
        return report
    end = max(report.text.rfind("\n", 0, limit), report.body.start)
    end = end if end > report.body.start else limit
    return replace(
        report,
        text=report.text[:end],
        body=Span(report.body.start, end),
        trailer=tuple(span for span in report.trailer if span.end <= end),
    )


def find_clipped(whole: Report, read: Report) -> tuple[Problem, ...]:
    """The problem of a report that was not read to its end."""
    if read is whole:
        return ()
    message = (
        f"too long for one report: its first {len(read.text):,} of {len(whole.text):,} characters are read; "
        "split the file into one for each report. The whole text is kept"
    )
    return (Problem("read", "too-long", Severity.ERROR, message, report=whole.id),)
