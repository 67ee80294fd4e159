"""Which two states stand against each other in a set of texts, if the texts say so clearly.

Counted is how often a state's name or adjective stands right before a word for armed forces or for fire ("Xish troops",
"X's army", "Xish shelling"), at most :data:`MOST_PER_TEXT` times per text. Two states are proposed when

1. each is counted at least :data:`LEAST` times,
2. the second of them at least :data:`MARGIN` times as often as the third, and
3. at least :data:`LEAST_TOGETHER` sentence names both together with a word for fire.

The same for all states; equal counts are put in the order of the codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.reference.countries import Country, load_countries
from contactline.reference.tables import load_lexicon

LEAST: Final = 3
MARGIN: Final = 2.0
LEAST_TOGETHER: Final = 1
MOST_PER_TEXT: Final = 10
_WORD: Final = re.compile(r"[^\W_]+(?:\.(?=[^\W_]\b))?")
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{2}[.!?])\s+|\n+")
_POSSESSIVE: Final = frozenset({"s"})
_REACH: Final = 2  # "Xish regular army": one word may stand between


@dataclass(frozen=True, slots=True)
class Opponents:
    """Two states in the order of their codes, with how often each was counted."""

    first: Country
    second: Country
    counts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Named:
    """A state named by words ``[first, last)`` of a sentence."""

    country: Country
    last: int


def find_opponents(texts: Iterable[str]) -> Opponents | None:
    """The two states that the texts set against each other, by the rule above, or ``None``."""
    counts: Counter[str] = Counter()
    together: Counter[frozenset[str]] = Counter()
    for text in texts:
        own: Counter[str] = Counter()
        for sentence in _SENTENCE.split(text):
            _count(sentence, own, together)
        counts.update({code: min(count, MOST_PER_TEXT) for code, count in own.items()})
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    if len(ranked) < 2 or not _is_clear([counts[code] for code in ranked]):
        return None
    pair = sorted(ranked[:2])
    if together[frozenset(pair)] < LEAST_TOGETHER:
        return None
    first, second = (next(country for country in load_countries() if country.code == code) for code in pair)
    return Opponents(first, second, (counts[first.code], counts[second.code]))


def _is_clear(counts: list[int]) -> bool:
    third = counts[2] if len(counts) > 2 else 0
    return counts[1] >= LEAST and counts[1] >= MARGIN * third


def _count(sentence: str, own: Counter[str], together: Counter[frozenset[str]]) -> None:
    words = _WORD.findall(sentence)
    folded = [fold_name(word) for word in words]
    named = list(_iter_named(words, folded))
    if not named:
        return
    for one in named:
        after = [word for word in folded[one.last : one.last + _REACH + 1] if word not in _POSSESSIVE][:_REACH]
        own[one.country.code] += any(word in _armed() for word in after)
    codes = sorted({one.country.code for one in named})
    if len(codes) > 1 and any(word in _hostile() for word in folded):
        together.update(frozenset({one, other}) for one in codes for other in codes if one < other)


def _iter_named(words: list[str], folded: list[str]) -> Iterator[_Named]:
    """States by name, adjective or people, the longest words at each place; written with a capital."""
    at = 0
    while at < len(words):
        count = 0
        if not words[at][0].islower():
            for count in range(min(_longest(), len(words) - at), 0, -1):
                country = _names().get(tuple(folded[at : at + count]))
                if country is not None and (folded[at] not in _acronyms() or words[at].isupper()):
                    yield _Named(country, at + count)
                    break
            else:
                count = 0
        at += max(count, 1)


@cache
def _names() -> dict[tuple[str, ...], Country]:
    return {
        tuple(fold_name(word) for word in _WORD.findall(name)): country
        for country in load_countries()
        for name in (country.name, *country.other_names, *country.adjectives, *country.peoples)
    }


@cache
def _acronyms() -> frozenset[str]:
    """Names that count only in capitals: "US", and not "Us"."""
    return frozenset(fold_name(name) for country in load_countries() for name in country.other_names if name.isupper())


@cache
def _longest() -> int:
    return max(map(len, _names()))


@cache
def _armed() -> frozenset[str]:
    """Words for armed people, forces, positions, weapons and fire, in singular and plural."""
    rows = [row for name in ("people", "objects") for row in load_lexicon(name) if row["status"] == "military"]
    words = [row["words"] for row in (*rows, *load_lexicon("weapons"))]
    return frozenset(form for word in words for form in _forms(word)) | _hostile() | {"forces", "side", "artillery"}


@cache
def _hostile() -> frozenset[str]:
    """Single words that say that somebody fired or attacked."""
    peaceful = {"none", "ceasefire", "monitoring", "obstruction"}
    words = {row["words"] for row in load_lexicon("triggers") if row["kind"] not in peaceful}
    return frozenset(form for word in words if " " not in word for form in _inflect(fold_name(word)))


def _inflect(word: str) -> tuple[str, ...]:
    """A word with the endings that it may have as a noun or verb, and its irregular forms."""
    stem = word.removesuffix("e")
    return (*_forms(word), f"{stem}ed", f"{stem}ing", *_irregulars().get(word, ()))


@cache
def _irregulars() -> dict[str, tuple[str, ...]]:
    rows = load_lexicon("irregulars")
    return {row["lemma"]: tuple(f for cell in row.cells.values() for f in cell.split("|") if f) for row in rows}


def _forms(word: str) -> tuple[str, ...]:
    last = fold_name(word.split()[-1])
    return (last, last + "s")
