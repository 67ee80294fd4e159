"""Capitalised names of a view that no mandate knows, cut so that they may be places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contactline.read.capitals import capitals_tell
from contactline.read.lexicon import closed_class, line_words, objects, people, weapons
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, CALENDAR, NOT_NAMES, ORG_WORDS
from contactline.records.names import SpotSort

KIND_WORDS: Final = closed_class("kind_word")
SETTLEMENT_WORDS: Final = closed_class("settlement_word")
PLACE_NOUNS: Final = KIND_WORDS | SETTLEMENT_WORDS | closed_class("place_noun")
_STREET_WORDS: Final = closed_class("street_word")
_NO_PLACE: Final = closed_class("no_place")
_DEMONYM: Final = re.compile(r"(?:[ie]an|ese|stani)$")
_PARTICLES: Final = frozenset({"de", "la", "del", "al", "el", "e", "as", "ash", "es", "et", "ad", "an"})


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of capitalised words: half-open token range.

    Attributes:
        kind_word: whether the last word says what it is ("Kathua district").
        capitals_tell: whether a capital means a name here; in a headline with capitals throughout it does not.
        is_acronym: one word in capitals of at most five letters, in a text that is not in capitals.
    """

    first: int
    last: int
    kind_word: bool
    capitals_tell: bool
    is_acronym: bool


def find_name_runs(view: View, taken: tuple[tuple[int, int], ...]) -> tuple[NameRun, ...]:
    """Runs of capitalised words outside known names and the ranges given, in order."""
    blocked = {index for first, last in taken for index in range(first, last)}
    for first, last, spot in view.spots:
        if spot.sort is not SpotSort.AGREEMENT:
            blocked |= set(range(first, last))
    tell = capitals_tell(view.tokens, view.part)
    runs = []
    index = 0
    while index < len(view.tokens):
        last = _run_end(view, index, blocked)
        if last > index:
            run = _make_run(view, index, last, tell)
            runs += [run] if run else []
        index = max(last, index + 1)
    return tuple(runs)


def _run_end(view: View, index: int, blocked: set[int]) -> int:
    end = index
    while end < len(view.tokens) and end not in blocked and _is_part(view, end, inside=end > index):
        end += 1
        if view.low(end) in _PARTICLES and end + 1 < len(view.tokens) and _is_part(view, end + 1, inside=True):
            end += 1
    return end


def _is_part(view: View, index: int, *, inside: bool) -> bool:
    token = view.tokens[index]
    bare = token.text.replace("-", "").replace("'", "").replace("’", "").replace("`", "")
    if not token.is_title or not bare.isalpha() or token.lower in CALENDAR or token.lower in AUXILIARIES:
        return False
    if token.lower in PLACE_NOUNS:
        return inside
    if token.lower in NOT_NAMES | _NO_PLACE or token.lower in ORG_WORDS or token.lower in _STREET_WORDS:
        return False
    if any(trigger.first <= index < trigger.last for trigger in view.triggers):
        return False
    if people().match(view.lows, index) or weapons().match(view.lows, index) or line_words().match(view.lows, index):
        return False
    thing = objects().match(view.lows, index)
    return thing is None or thing.last - thing.first > 1


def _make_run(view: View, first: int, last: int, tell: bool) -> NameRun | None:
    """The run with the lower-case word for its kind; a kind word inside ends it."""
    inner = next((i for i in range(first, last) if view.low(i) in PLACE_NOUNS), None)
    if inner is not None:
        return NameRun(first, inner + 1, True, tell, False) if inner > first else None
    kind = is_kind_word(view.low(last))
    word = view.tokens[first].text
    acronym = last - first == 1 and word.isupper() and len(word) <= 5 and not kind
    return NameRun(first, last + kind, kind, tell, acronym)


_LOOSE: Final = frozenset({"direction", "front", "territory", "highway", "camp"})
_SEVERAL: Final = frozenset(
    {"districts", "regions", "provinces", "sectors", "oblasts", "counties", "mountains", "islands"}
)


def is_kind_word(word: str) -> bool:
    """Whether a word belongs to the name before it: "Kathua | district", but not "Goris and Kapan | districts"."""
    return word in KIND_WORDS and word not in _LOOSE and word not in _SEVERAL


def is_demonym(word: str) -> bool:
    """Whether a word ends like the name of a people or what belongs to one; names of places seldom do."""
    return _DEMONYM.search(word.lower()) is not None


def is_street(view: View, last: int) -> bool:
    """Whether a word follows that makes a name one of a street or building: "Stepanenko Street"."""
    return view.low(last) in _STREET_WORDS and view.tokens[last].is_title
