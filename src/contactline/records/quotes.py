"""Spans and quotes: the words on which a value rests, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contactline.records.ids import ReportId


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of Unicode code points in a report's fixed text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Anchor(StrEnum):
    """How surely the words stand where the quote says."""

    EXACT = "exact"
    """The words are the text's own, character by character."""
    FOLDED = "folded"
    """The words agree after folding case, accents, quotes or spaces."""
    FUZZY = "fuzzy"
    """The words were found only approximately: shown, never cited."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report. Made by :func:`make_quote` alone, so that words and place agree."""

    report: ReportId
    span: Span
    words: str
    anchor: Anchor = Anchor.EXACT

    def __post_init__(self) -> None:
        if self.anchor is Anchor.EXACT and len(self.words) != len(self.span):
            raise ValueError("an exact quote is as long as its span")


def make_quote(report: ReportId, text: str, span: Span) -> Quote:
    """Quote a span of a report's fixed text.

    Raises:
        ValueError: the span is empty or reaches past the end of the text.
    """
    if not span or span.end > len(text):
        raise ValueError(f"no words at [{span.start}, {span.end}) in a text of {len(text)} characters")
    return Quote(report, span, text[span.start : span.end])
