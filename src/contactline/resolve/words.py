"""Words of a text as the spotter sees them: folded, without possessive endings, with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contactline._kit.folding import INVISIBLE, fold_name

_HIDDEN: Final = re.escape("".join(sorted(INVISIBLE)))  # may stand inside a word without being seen
_WORD: Final = re.compile(rf"[^\W_]+(?:['’ʼ{_HIDDEN}]+[^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"['’ʼ][sS]$")
_DOTTED: Final = re.compile(r"\.\s?")
_ENDS: Final = re.compile(r"[.!?:…]|\n\s*\n")
_JOINERS: Final = re.compile(rf"[\s\-‐‑–'’.+/{_HIDDEN}]{{0,4}}")  # what may stand between two words of one name

CALENDAR: Final = frozenset(
    name.lower()
    for name in (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    )
)
"""Months and days of the week."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. Offsets are those of the text; ``before`` is what stands between it and the word before."""

    start: int
    end: int
    text: str
    fold: str
    before: str
    possessive: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, or is in a script that has none."""
        return not self.text[0].islower()

    @property
    def begins_sentence(self) -> bool:
        """Whether it stands first, after an end mark, or on a new paragraph (as far as one look tells)."""
        return self.start == 0 or _ENDS.search(self.before) is not None


@lru_cache(maxsize=65536)
def fold_word(text: str) -> str:
    """A word folded for comparison; remembered, because texts repeat themselves."""
    return fold_name(text)


def split_words(text: str) -> list[Word]:
    """All words of a text in order."""
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        raw, start = match.group(), match.start()
        ending = _POSSESSIVE.search(raw)
        core = raw[: ending.start()] if ending and ending.start() else raw
        fold = fold_word(core)
        gap = text[before:start]
        before = start + len(core)
        if fold:
            words.append(Word(start, before, core, fold, gap, core is not raw))
    return words


def fold_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, cut like a text."""
    return tuple(word.fold for word in split_words(name))


def is_joined(word: Word, before: Word, *, dotted: bool) -> bool:
    """Whether a word may belong to the same name as the one before it.

    Args:
        word: the later word.
        before: the earlier word.
        dotted: whether the name itself has a full stop there ("news.am").
    """
    gap = word.before.removeprefix("'s").removeprefix("’s")
    if dotted:
        return gap == "."
    if _DOTTED.fullmatch(gap):
        return len(before.text) <= 2  # an initial, or "St."
    return _JOINERS.fullmatch(gap) is not None and "." not in gap and "\n\n" not in gap
