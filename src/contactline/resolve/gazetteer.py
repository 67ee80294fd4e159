"""The mandate's places by spelling: which place words mean, exactly, by rule or by likeness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from contactline.records.ids import PlaceId
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.reference.spelling import SHORTEST, THRESHOLD, Spelling, make_speller
from contactline.reference.tables import load_lexicon
from contactline.resolve.words import fold_words

KEY_CUTOFF: Final = 75.0
"""rapidfuzz ratio (0 to 100) of two keys below which the likeness is not worth computing."""
TIE: Final = 0.02
"""Candidates whose likeness differs by no more than this are all kept."""
_MOST_CANDIDATES: Final = 40


@dataclass(frozen=True, slots=True)
class Match:
    """Places that words may mean. ``score`` is 1.0 for a known name; ``name`` is the mandate's name that fits."""

    ids: tuple[PlaceId, ...]
    score: float
    name: str


@dataclass(frozen=True, slots=True)
class _Stem:
    """A place name without its kind word ("Fuzuli" of "Fuzuli district", where ``cut`` is true)."""

    text: str
    spelling: Spelling
    place: Place
    cut: bool


@cache
def place_words() -> dict[str, frozenset[str]]:
    """Words such as "village" or "district", folded, with the kinds of place that they go with."""
    return {fold_words(row["word"])[0]: frozenset(row.words("kinds")) for row in load_lexicon("place_words")}


class Gazetteer:
    """Finds places by spelling. Built once per mandate; look-ups are remembered."""

    def __init__(self, mandate: Mandate) -> None:
        languages = {name.language for place in mandate.places for name in place.names}
        self._speller = make_speller(languages | set(mandate.languages))
        self.places = {place.id: place for place in mandate.places}
        self._stems: dict[tuple[str, ...], list[_Stem]] = {}
        self._keys: dict[str, list[_Stem]] = {}
        for place in mandate.places:
            for name in place.names:
                self._add(place, name.text)
        self._key_list = list(self._keys)
        self._find = lru_cache(maxsize=16384)(self._find_uncached)

    def _add(self, place: Place, name: str) -> None:
        folded = fold_words(name)
        kept = [number for number, word in enumerate(folded) if place.kind not in place_words().get(word, ())]
        words = tuple(folded[number] for number in kept)
        if not words:
            return
        originals = name.split()
        text = " ".join(originals[number] for number in kept) if len(originals) == len(folded) else name
        stem = _Stem(text, self._speller.spell(text), place, len(kept) < len(folded))
        self._stems.setdefault(words, []).append(stem)
        self._keys.setdefault(stem.spelling.key, []).append(stem)

    def exact(self, words: str, kinds: frozenset[str] = frozenset()) -> tuple[PlaceId, ...]:
        """Places with exactly this name (kind words apart), of some kinds if any are given."""
        stems = self._stems.get(fold_words(words), ())
        return _ids(stem.place for stem in stems if not kinds or stem.place.kind in kinds)

    def alike(self, words: str, kinds: frozenset[str] = frozenset()) -> Match | None:
        """The places whose name is spelt most like these words, or ``None`` below the threshold.

        Args:
            words: a name without kind words, as the text writes it.
            kinds: kinds of place that the text allows; empty for all.
        """
        return self._find(words, kinds)

    def _find_uncached(self, words: str, kinds: frozenset[str]) -> Match | None:
        spelling = self._speller.spell(words)
        if len(spelling.letters) < SHORTEST or not spelling.key:
            return None
        scored = [
            (self._speller.likeness(spelling, stem.spelling), stem)
            for stem in self._near(spelling)
            if len(stem.spelling.letters) >= SHORTEST and (not kinds or stem.place.kind in kinds)
        ]
        if not kinds:  # without the word "district" the town is meant, if there is one
            scored = [pair for pair in scored if not pair[1].cut] or scored
        best = max((score for score, _ in scored), default=0.0)
        if best < THRESHOLD:
            return None
        kept = sorted(((s, stem) for s, stem in scored if s >= best - TIE), key=lambda pair: (-pair[0], pair[1].text))
        return Match(_ids(stem.place for _, stem in kept), min(best, 0.99), kept[0][1].text)

    def _near(self, spelling: Spelling) -> Iterable[_Stem]:
        """Names with the same key, and names whose key is near it."""
        yield from self._keys.get(spelling.key, ())
        near = process.extract(
            spelling.key, self._key_list, scorer=fuzz.ratio, score_cutoff=KEY_CUTOFF, limit=_MOST_CANDIDATES
        )
        for key, _, _ in near:
            if key != spelling.key:
                yield from self._keys[key]

    def ancestors(self, place: PlaceId) -> tuple[PlaceId, ...]:
        """Parents of a place, the nearest first."""
        found: list[PlaceId] = []
        parent = self.places[place].parent
        while parent:
            found.append(parent)
            parent = self.places[parent].parent
        return tuple(found)


def _ids(places: Iterable[Place]) -> tuple[PlaceId, ...]:
    return tuple(dict.fromkeys(place.id for place in places))
