"""Where the words of an answer stand in the text: letter by letter, else folded, never roughly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contactline._kit.folding import fold
from contactline.records.quotes import Span

_EDGES: Final = " \t\n.,;:!?\"'()[]"
"""Marks that a model likes to add or to leave out at the ends of what it copies."""


class Finder:
    """Finds words in one stretch of a report's text.

    Args:
        text: the report's.
        scope: the stretch; nothing outside it is ever found.
    """

    def __init__(self, text: str, scope: Span) -> None:
        self._text = text
        self._scope = scope
        folded = fold(text[scope.start : scope.end])
        letters: list[str] = []
        origins: list[int] = []
        for letter, origin in zip(folded.text, folded.origins, strict=False):
            if letter.isspace() and letters and letters[-1] == " ":
                continue  # a line end inside a wrapped sentence is one space
            letters.append(" " if letter.isspace() else letter)
            origins.append(origin + scope.start)
        self._folded = "".join(letters)
        self._origins = origins

    def find(self, words: str, sentence: Span, near: Span | None = None) -> Span | None:
        """The place of words: in the claim's sentence if they stand there, else where they stand nearest to it.

        Args:
            words: as the model gave them.
            sentence: of the claim.
            near: of several places in the sentence the one nearest to this.
        """
        anchor = near or sentence
        for places in (self._iter_exact(words), self._iter_folded(words)):
            found = min(places, key=lambda place: (_gap(place, sentence), _gap(place, anchor), place), default=None)
            if found:
                return found
        return None

    def _iter_exact(self, words: str) -> Iterator[Span]:
        if not words.strip(_EDGES):
            return
        start = self._text.find(words, self._scope.start, self._scope.end)
        while start >= 0:
            end = start + len(words)
            if self._is_whole(start, end) and words == words.strip():
                yield Span(start, end)
            start = self._text.find(words, start + 1, self._scope.end)

    def _iter_folded(self, words: str) -> Iterator[Span]:
        wanted = " ".join(fold(words).text.split()).strip(_EDGES)
        if not wanted:
            return
        start = self._folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            span = Span(self._origins[start], self._origins[end - 1] + 1)
            cut = self._cuts_letter(start) or self._cuts_letter(end)
            if not cut and self._is_whole(span.start, span.end):
                yield span
            start = self._folded.find(wanted, start + 1)

    def _cuts_letter(self, index: int) -> bool:
        """Whether a place in the folded text lies inside one letter of the text: "ß" is "ss"."""
        return 0 < index < len(self._origins) and self._origins[index - 1] == self._origins[index]

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no word or number is cut: "3" is not found in "30", "1,300" or "3.5"."""
        return not (_joins(self._text, start) or _joins(self._text, end))


def _joins(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place belong to one word or number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if before.isdigit() and after in ".,:":
        return text[at + 1 : at + 2].isdigit()
    return after.isdigit() and before in ".,:" and text[at - 2 : at - 1].isdigit()


def _gap(place: Span, other: Span) -> int:
    """Characters between two stretches; 0 where one holds the other or they touch."""
    return max(0, place.start - other.end, other.start - place.end)
