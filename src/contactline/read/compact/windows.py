"""Cuts a report into windows that the model can see at once, so that every word is owned by exactly one of them.

Words are numbered through the whole report. A window is a run of whole sentences. Its first one or two may be
*context*: sentences of the window before, seen again so that the new ones do not stand without what was said just
before.

A sentence is owned by the first window that holds it. There it has the whole window before it; in the next one it would
have a sentence or nothing before it. In reports it is what comes before (who speaks, of which day and place) that a
sentence needs.

A sentence longer than a window is cut into overlapping windows of words. Each word is owned by the window in which it
stands farther from a cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

_MARKS: Final = 2


class Limits(NamedTuple):
    """How much a window may hold; a model is best run with what it was trained with.

    Attributes:
        pieces: most word pieces, with the two marks at the window's ends; from 64 to 512.
        sentences: most sentences that a window owns.
        context_pieces: most pieces of context before a window's own sentences, and on each side of a cut in a sentence.
        context_sentences: most sentences of context.
    """

    pieces: int = 384
    sentences: int = 384
    context_pieces: int = 64
    context_sentences: int = 2


USUAL: Final = Limits()


class Window(NamedTuple):
    """Half-open ranges of word numbers: what is seen and, inside it, what is owned."""

    first: int
    last: int
    own_first: int
    own_last: int


def make_windows(
    sentences: Sequence[tuple[int, int]], pieces: Sequence[int], limits: Limits = USUAL
) -> tuple[Window, ...]:
    """Cut a report up; depends on nothing but its words.

    Args:
        sentences: half-open ranges of words, one after the other from 0 to the number of words, none empty.
        pieces: for every word how many pieces it has, from 1 to 12.
        limits: how much a window may hold.

    Returns:
        Windows in the order of the text; their own ranges follow each other without gap or overlap.
    """
    before = [0, *accumulate(pieces)]
    windows: list[Window] = []
    index = 0
    while index < len(sentences):
        first, last = sentences[index]
        if before[last] - before[first] > limits.pieces - _MARKS:
            windows += _cut(first, last, before, limits)
            index += 1
        else:
            start = _context(sentences, index, before, limits)
            index = _fill(sentences, index, before[start], before, limits)
            last = sentences[index - 1][1]
            windows.append(Window(start, last, first, last))
    return tuple(windows)


def _context(sentences: Sequence[tuple[int, int]], index: int, before: Sequence[int], limits: Limits) -> int:
    """The first word of the context of a window that begins with a sentence: as far back as the limits allow."""
    first, last = sentences[index]
    most = min(limits.context_pieces, limits.pieces - _MARKS - (before[last] - before[first]))
    start = first
    for earlier, _ in reversed(sentences[max(0, index - limits.context_sentences) : index]):
        if before[first] - before[earlier] > most:
            break
        start = earlier
    return start


def _fill(sentences: Sequence[tuple[int, int]], index: int, pieces: int, before: Sequence[int], limits: Limits) -> int:
    """The sentence after the last that fits into a window before whose first word there are so many pieces."""
    stop = min(index + limits.sentences, len(sentences))
    while index < stop and before[sentences[index][1]] - pieces <= limits.pieces - _MARKS:
        index += 1
    return index


def _cut(first: int, last: int, before: Sequence[int], limits: Limits) -> list[Window]:
    """Windows over the words of one sentence that does not fit."""
    room = limits.pieces - _MARKS
    margin = min(limits.context_pieces, room // 4)
    windows: list[Window] = []
    own = start = first
    while (end := _reach(start, last, before, room)) < last:
        cut = max(own + 1, _back(end, own, before, margin))
        windows.append(Window(start, end, own, cut))
        own, start = cut, max(start + 1, _back(cut, first, before, margin))
    return [*windows, Window(start, last, own, last)]


def _reach(start: int, last: int, before: Sequence[int], room: int) -> int:
    """The word after the last that fits into a window that begins with a word."""
    end = start + 1
    while end < last and before[end + 1] - before[start] <= room:
        end += 1
    return end


def _back(end: int, least: int, before: Sequence[int], pieces: int) -> int:
    """The earliest word, no earlier than ``least``, from which at most so many pieces lie before the word ``end``."""
    word = end
    while word > least and before[end] - before[word - 1] <= pieces:
        word -= 1
    return word
