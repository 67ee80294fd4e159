"""Time expressions of a stretch of text as quotes; intervals are worked out when claims are resolved."""

from __future__ import annotations

from contactline._kit.timewords import find_time_words
from contactline.read.document import Document
from contactline.records.claims import TimeMention
from contactline.records.quotes import Span, make_quote


def find_times(document: Document, scope: Span) -> tuple[TimeMention, ...]:
    """Time expressions in a scope, in order, without overlaps, each with its quote."""
    return tuple(
        TimeMention(make_quote(document.report.id, document.text, Span(start, end)))
        for start, end, _ in find_time_words(document.text, scope.start, scope.end)
    )
