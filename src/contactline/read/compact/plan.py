"""Makes a document ready for the model: words, word pieces, windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from contactline.read.compact.unnamed import unname
from contactline.read.compact.windows import USUAL, Limits, Window, make_windows
from contactline.read.compact.words import Word, case_of, find_words
from contactline.read.document import Document
from contactline.records.names import NameSpot
from contactline.records.sides import NOBODY, find_sides

_BEGIN: Final = 101
_END: Final = 102
_NO_CASE: Final = 5

Splitter = Callable[[Sequence[str]], list[tuple[int, ...]]]
"""Gives for each word its piece ids: at least one, at most twelve."""


class Encoded(NamedTuple):
    """One window for the model.

    Attributes:
        ids: piece ids, marks at both ends included.
        cases: case feature of every piece.
        sides: for every piece the number of the side that its word names; at the first mark the publisher's.
        first: for every word the place of its first piece.
    """

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    sides: tuple[int, ...]
    first: tuple[int, ...]


class Plan(NamedTuple):
    """A document made ready.

    Attributes:
        document: the document.
        words: the model's words, numbered through the whole document.
        sentences: for every sentence the half-open range of its words.
        windows: which words are seen together.
        encoded: for every window what the model gets.
    """

    document: Document
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    windows: tuple[Window, ...]
    encoded: tuple[Encoded, ...]


def make_plan(document: Document, split: Splitter, limits: Limits = USUAL, names: Sequence[NameSpot] = ()) -> Plan:
    """Plan the reading of one document; depends on its text, the names known in it, and its publisher's side."""
    words: list[Word] = []
    sentences: list[tuple[int, int]] = []
    for sentence in document.sentences:
        first = len(words)
        words += find_words(document.text, sentence.span.start, sentence.span.end)
        sentences.append((first, len(words)))
    sides = find_sides(names, document.report.meta.side)
    numbers = [sides.number_at(word.start, word.end) for word in words]
    forms = [unname(word.form, number) for word, number in zip(words, numbers, strict=True)]
    pieces = split(forms)
    cases = [case_of(form) for form in forms]
    windows = make_windows(sentences, [len(ids) for ids in pieces], limits)
    encoded = tuple(
        _encode(
            pieces[window.first : window.last],
            cases[window.first : window.last],
            numbers[window.first : window.last],
            sides.publisher,
        )
        for window in windows
    )
    return Plan(document, tuple(words), tuple(sentences), windows, encoded)


def iter_parts(plan: Plan) -> Iterator[list[tuple[int, int]]]:
    """For every window the half-open ranges of words of the sentences, or parts of one sentence, that it owns."""
    index = 0
    for window in plan.windows:
        parts = []
        while index < len(plan.sentences) and plan.sentences[index][0] < window.own_last:
            first, last = plan.sentences[index]
            parts.append((max(first, window.own_first), min(last, window.own_last)))
            if last > window.own_last:
                break
            index += 1
        yield parts


def _encode(pieces: Sequence[tuple[int, ...]], cases: Sequence[int], numbers: Sequence[int], publisher: int) -> Encoded:
    """The pieces of a window's words in one row."""
    ids = [_BEGIN]
    features = [_NO_CASE]
    sides = [publisher]
    first = []
    for split, case, number in zip(pieces, cases, numbers, strict=True):
        first.append(len(ids))
        ids += split
        features += [case] * len(split)
        sides += [number] * len(split)
    return Encoded((*ids, _END), (*features, _NO_CASE), (*sides, NOBODY), tuple(first))
