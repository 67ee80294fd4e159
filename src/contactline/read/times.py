"""Time expressions of a stretch of text as quotes; intervals are worked out when claims are resolved."""

from __future__ import annotations

import re
from typing import Final

from contactline._kit.timewords import find_time_words
from contactline.read.document import Document
from contactline.records.claims import TimeMention
from contactline.records.quotes import Span, make_quote

_MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?"
_DATE: Final = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_PLACE: Final = r"[A-Z\u00c0-\u1fff][^\n:—–.]{1,60}?"
_AGENCY: Final = r"[/(\[]?(?:[A-Z][\w.'’-]*\s?){1,4}[/)\]]?"
_DATELINE: Final = re.compile(rf"\s*{_PLACE},\s+{_DATE}(?:[,.]?\s+{_AGENCY})?\s*(?:[:—–]|\s-)\s")
"""“Alkhanly, Fizuli region, July 7, Turan: The people …”: where and when the report was written."""


def find_times(document: Document, scope: Span) -> tuple[TimeMention, ...]:
    """Time expressions in a scope, in order, without overlaps, each with its quote; the day of a dateline is none."""
    opening = _find_dateline(document)
    return tuple(
        TimeMention(make_quote(document.report.id, document.text, Span(start, end)))
        for start, end, _ in find_time_words(document.text, scope.start, scope.end)
        if not opening.start <= start < opening.end
    )


def _find_dateline(document: Document) -> Span:
    """The dateline that opens the body; an empty span where none does."""
    start = document.report.body.start
    match = _DATELINE.match(document.text, start)
    return Span(start, match.end() if match else start)
