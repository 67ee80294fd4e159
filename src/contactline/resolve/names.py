"""The mandate's names as a look-up of folded words, with the rule by which each may be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import Final

from contactline.records.actors import NameType
from contactline.records.ids import SideId
from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span
from contactline.reference.tables import load_lexicon
from contactline.resolve.words import Word, fold_words, is_joined, split_words

_SORTS: Final = {
    NameType.NAME: SpotSort.ACTOR,
    NameType.ALIAS: SpotSort.ACTOR,
    NameType.ACRONYM: SpotSort.ACTOR,
    NameType.ADJECTIVE: SpotSort.ADJECTIVE,
    NameType.METONYM: SpotSort.METONYM,
    NameType.PEOPLE: SpotSort.PEOPLE,
    NameType.PEJORATIVE: SpotSort.PEJORATIVE,
}
_ORDER: Final = tuple(SpotSort)
_DOMAIN: Final = re.compile(r"[^\s.]+(?:\.[^\s.]+)+")
_ARTICLES: Final = frozenset({"the", "a", "an"})
_AFTER_NAME: Final = re.compile(
    r"(?:['’]s)?\s*(?::|,?\s*(?:report(?:s|ed)|inform(?:s|ed)|sa(?:ys|id)|writ(?:es|ten)|wrote|quot(?:es|ed|ing)|cit(?:es|ed|ing)|told|learn(?:s|ed)"
    r"|news agency|agency|TV|newspaper)\b)"
)


class Case(Enum):
    """How a name may be written."""

    ANY = auto()
    """In any case: names of small letters, addresses."""
    CAPITAL = auto()
    """The first word that has a capital in the name needs one in the text."""
    COMMON = auto()
    """As CAPITAL for every word, and at the beginning of a sentence only before a word of reporting: "Trend"."""
    EXACT = auto()
    """Letter by letter: acronyms."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one actor, place or agreement."""

    sort: SpotSort
    id: str
    side: SideId | None
    kind: str
    case: Case
    texts: tuple[str, ...]
    dotted: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Entries that match a stretch of words, ``[first, last)``, all the longest possible there."""

    first: int
    last: int
    entries: tuple[Entry, ...]


class NameIndex:
    """Longest-match look-up of names, built once per mandate. A text costs time in proportion to its words."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        self._longest: dict[str, int] = {}
        for name, entry in entries:
            folded = fold_words(name)
            if folded:
                self._entries.setdefault(folded, []).append(entry)
                self._longest[folded[0]] = max(self._longest.get(folded[0], 0), len(folded))

    def find(self, name: str) -> tuple[Entry, ...]:
        """Entries of exactly this name, whatever its case."""
        return tuple(self._entries.get(fold_words(name), ()))

    def iter_hits(self, text: str, words: list[Word]) -> Iterator[Hit]:
        """Names from left to right, the longest at each place, never overlapping."""
        at = 0
        while at < len(words):
            hit = self._longest_at(text, words, at)
            if hit:
                yield hit
            at = hit.last if hit else at + 1

    def _longest_at(self, text: str, words: list[Word], at: int) -> Hit | None:
        most = min(self._longest.get(words[at].fold, 0), len(words) - at)
        for count in range(most, 0, -1):
            stretch = words[at : at + count]
            entries = self._entries.get(tuple(word.fold for word in stretch))
            fitting = tuple(entry for entry in entries or () if _fits(entry, stretch, text))
            if fitting:
                return Hit(at, at + count, fitting)
        return None


def make_spots(words: list[Word], hit: Hit) -> list[NameSpot]:
    """One spot per sort of a hit, in a fixed order."""
    span = Span(words[hit.first].start, words[hit.last - 1].end)
    spots = []
    for sort in _ORDER:
        entries = [entry for entry in hit.entries if entry.sort is sort]
        if entries:
            spots.append(make_spot(span, sort, entries))
    return spots


def make_spot(span: Span, sort: SpotSort, entries: Iterable[Entry], score: float = 1.0) -> NameSpot:
    """A spot of several candidates: side and kind only where all agree."""
    entries = tuple(entries)
    sides = {entry.side for entry in entries}
    kinds = {entry.kind for entry in entries}
    return NameSpot(
        span=span,
        sort=sort,
        ids=tuple(dict.fromkeys(entry.id for entry in entries)),
        side=sides.pop() if len(sides) == 1 else None,
        kind=kinds.pop() if len(kinds) == 1 else "",
        score=score,
    )


def iter_mandate_names(mandate: Mandate) -> Iterator[tuple[str, Entry]]:
    """Every name of a mandate with its entry."""
    for actor in mandate.actors:
        for name in actor.names:
            sort = _SORTS[name.type]
            acronym = name.type is NameType.ACRONYM
            yield name.text, _entry(name.text, sort, actor.id, actor.side, actor.kind, acronym=acronym)
    for place in mandate.places:
        for place_name in place.names:
            yield place_name.text, _entry(place_name.text, SpotSort.PLACE, place.id, None, place.kind)
    for agreement in mandate.agreements:
        for text in agreement.names:
            for form in _number_forms(text):
                yield form, _entry(form, SpotSort.AGREEMENT, agreement.id, None, "")


def _entry(name: str, sort: SpotSort, id_: str, side: SideId | None, kind: str, *, acronym: bool = False) -> Entry:
    texts = tuple(word.text for word in split_words(name))
    dotted = _DOMAIN.fullmatch(name) is not None and any(len(text) > 1 for text in texts)
    return Entry(sort, id_, side, kind, _case(texts, dotted=dotted, acronym=acronym), texts, dotted)


def _case(texts: tuple[str, ...], *, dotted: bool, acronym: bool) -> Case:
    if dotted or not any(text[:1].isupper() for text in texts):
        return Case.ANY
    if acronym or (len(texts) == 1 and texts[0].isupper() and len(texts[0]) > 1):
        return Case.EXACT
    content = [text.lower() for text in texts if text.lower() not in _ARTICLES]
    if content and all(text in _common_words() for text in content):
        return Case.COMMON
    return Case.CAPITAL


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["word"] for row in load_lexicon("common_words"))


def _number_forms(name: str) -> tuple[str, ...]:
    """A name in singular and plural: "Vienna agreements", "Vienna agreement"."""
    last = name.rsplit(None, 1)[-1]
    if not last.isascii() or not last.isalpha() or last.isupper():
        return (name,)
    return (name, name.removesuffix("s")) if last.endswith("s") and not last.endswith("ss") else (name, name + "s")


def _fits(entry: Entry, stretch: list[Word], text: str) -> bool:
    joined = all(is_joined(word, before, dotted=entry.dotted) for before, word in pairwise(stretch))
    return joined and _is_written_so(entry, stretch, text)


def _is_written_so(entry: Entry, stretch: list[Word], text: str) -> bool:
    if entry.case is Case.ANY:
        return True
    if entry.case is Case.EXACT:
        return all(word.text == own for word, own in zip(stretch, entry.texts, strict=True))
    pairs = [
        (word, own)
        for word, own in zip(stretch, entry.texts, strict=True)
        if own[0].isupper() and own.lower() not in _ARTICLES
    ]
    if entry.case is Case.CAPITAL:
        return pairs[0][0].is_capital if pairs else True
    if not all(word.is_capital for word, _ in pairs):
        return False
    return not stretch[0].begins_sentence or _AFTER_NAME.match(text, stretch[-1].end) is not None
