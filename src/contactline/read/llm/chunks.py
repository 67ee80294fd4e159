"""A long report in pieces that a model can answer for, cut where paragraphs or sentences end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.document import Document
from contactline.records.quotes import Span

BEFORE: Final = 3
"""Sentences in front of a chunk that are shown with it, so that "he" and "the ministry" can be understood."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a piece of one that alone is longer than a chunk.

    Attributes:
        number: counted through the report from 1, as the model sees it.
        sentence: index in the document's sentences.
    """

    number: int
    span: Span
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is sent in one request: ``own`` units to read, after some that stand ``before`` them."""

    own: tuple[Unit, ...]
    before: tuple[Unit, ...] = ()

    @property
    def span(self) -> Span:
        """From the first to the last of the units to read."""
        return Span(self.own[0].span.start, self.own[-1].span.end)

    @property
    def scope(self) -> Span:
        """All that was shown."""
        return Span((self.before or self.own)[0].span.start, self.own[-1].span.end)


def make_chunks(document: Document, limit: int) -> tuple[Chunk, ...]:
    """Cut a report: every sentence in exactly one chunk, chunks of at most ``limit`` characters."""
    units = _make_units(document, limit)
    chunks = []
    first = 0
    while first < len(units):
        last = _find_end(units, first, limit)
        chunks.append(_make_chunk(units, first, last))
        first = last
    return tuple(chunks)


def split_chunk(chunk: Chunk) -> tuple[Chunk, ...]:
    """A chunk in two, or nothing where it is a single sentence."""
    if len(chunk.own) == 1:
        return ()
    middle = (len(chunk.own) + 1) // 2
    first = Chunk(chunk.own[:middle], chunk.before)
    return first, Chunk(chunk.own[middle:], (*chunk.before, *first.own)[-BEFORE:])


def _make_chunk(units: tuple[Unit, ...], first: int, last: int) -> Chunk:
    return Chunk(units[first:last], units[max(0, first - BEFORE) : first])


def _find_end(units: tuple[Unit, ...], first: int, limit: int) -> int:
    """Where a chunk ends: at the last paragraph end of its second half, else at the last sentence that fits."""
    room, last = limit, first
    while last < len(units) and (last == first or len(units[last].span) <= room):
        room -= len(units[last].span)
        last += 1
    if last == len(units):
        return last
    half = first + (last - first + 1) // 2
    ends = [index for index in range(half, last + 1) if units[index - 1].paragraph != units[index].paragraph]
    return max((end for end in ends if end > first), default=last)


def _make_units(document: Document, limit: int) -> tuple[Unit, ...]:
    units: list[Unit] = []
    for index, sentence in enumerate(document.sentences):
        for span in _pieces(document.text, sentence.span, limit):
            units.append(Unit(len(units) + 1, span, index, sentence.paragraph))
    return tuple(units)


def _pieces(text: str, span: Span, limit: int) -> list[Span]:
    """A sentence that is too long, cut between words; text without spaces is cut anywhere."""
    pieces = []
    start = span.start
    while span.end - start > limit:
        space = text.rfind(" ", start + 1, start + limit)
        end = space if space > 0 else start + limit
        pieces.append(Span(start, end))
        start = end
    return [*pieces, Span(start, span.end)]
