"""Sentences of a report, and which sentences of two reports are one sentence in two wordings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from contactline._kit.folding import fold
from contactline.records.quotes import Span
from contactline.records.reports import Report

_BREAK: Final = re.compile(r"\n+|(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[\w])")
_WORD: Final = re.compile(r"\d+(?:[.:,]\d+)+|\w+(?:['’-]\w+)*")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|St|No|a\.m|p\.m|U\.[SKN]))\.$"
)
_LONGEST: Final = 400  # words; a text without full stops is compared as if it had none of its own


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its words."""

    span: Span
    words: tuple[Word, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(word.text for word in self.words)


def make_sentence(report: Report, span: Span) -> Sentence:
    """Words of a stretch of a report's text."""
    matches = _WORD.finditer(report.text, span.start, span.end)
    words = [Word(_fold(match[0]), Span(*match.span())) for match in matches]
    return Sentence(span, tuple(words[:_LONGEST]))


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else fold(word).text


def iter_sentences(report: Report) -> Iterator[Sentence]:
    """The sentences of the body that are the report's own words."""
    trailers = sorted(report.trailer)
    for span in _iter_spans(report.text, report.body):
        if not any(span.overlaps(trailer) for trailer in trailers):
            sentence = make_sentence(report, span)
            if sentence.words:
                yield sentence


def _iter_spans(text: str, body: Span) -> Iterator[Span]:
    start = body.start
    for match in _BREAK.finditer(text, body.start, body.end):
        before = text[start : match.start()]
        if "\n" not in match[0] and _ABBREVIATION.search(before):
            continue
        end = match.start() + len(match[0].rstrip())
        if text[start:end].strip():
            yield _trim(text, start, end)
        start = match.end()
    if text[start : body.end].strip():
        yield _trim(text, start, body.end)


def _trim(text: str, start: int, end: int) -> Span:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two sentences that are one in two wordings; ``None`` where the other text has no such sentence."""

    first: Sentence | None
    second: Sentence | None


def align(first: Sequence[Sentence], second: Sequence[Sentence], *, least: float) -> list[Aligned]:
    """Pair the sentences of two texts, whatever their order; equal ones are paired first and left out of the answer.

    Args:
        first: sentences of one text.
        second: sentences of the other.
        least: words that two sentences must share in their order, as a share of the shorter one's, 0 to 1.
    """
    ones, others = _drop_equal(first, second)
    ones, others = ones[:_MOST_SENTENCES], others[:_MOST_SENTENCES]
    scored = []
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            score = _likeness(one, other)
            if score >= least:
                scored.append((-score, row, column))
    rows: dict[int, int] = {}
    columns: set[int] = set()
    for _, row, column in sorted(scored):
        if row not in rows and column not in columns:
            rows[row] = column
            columns.add(column)
    pairs = [Aligned(one, others[rows[row]] if row in rows else None) for row, one in enumerate(ones)]
    return pairs + [Aligned(None, other) for column, other in enumerate(others) if column not in columns]


def _drop_equal(first: Sequence[Sentence], second: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    waiting: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for sentence in second:
        waiting[sentence.texts] += 1
    ones = []
    gone: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for sentence in first:
        if waiting[sentence.texts]:
            waiting[sentence.texts] -= 1
            gone[sentence.texts] += 1
        else:
            ones.append(sentence)
    others = []
    for sentence in second:
        if gone[sentence.texts]:
            gone[sentence.texts] -= 1
        else:
            others.append(sentence)
    return ones, others


def _likeness(one: Sentence, other: Sentence) -> float:
    first, second = one.texts, other.texts
    shorter = min(len(first), len(second))
    if shorter < _FEWEST or max(len(first), len(second)) > _MOST_LONGER * shorter:
        return 0.0
    if len(set(first) & set(second)) * 2 < shorter:
        return 0.0
    return float(LCSseq.similarity(first, second)) / shorter


_MOST_SENTENCES: Final = 200  # of each text, beside equal ones: two books would otherwise cost minutes
_FEWEST: Final = 5
_MOST_LONGER: Final = 2.5
