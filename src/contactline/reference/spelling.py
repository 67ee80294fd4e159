"""How alike two spellings of a name are, by written transliteration rules.

``lexicons/translit.csv`` says, language by language, which letters the press exchanges for which. Two views follow:

* the **key** of a spelling: all letters that rules connect, even through several steps, become one letter, and doubled
  ones become single. Equal keys are a coarse first sieve, found by a dictionary look-up;
* the **likeness** of two spellings, 0 to 1: one minus the edit distance over the longer length, where an exchange that
  one rule allows costs :data:`RULE_COST` instead of 1. Not transitive, so that *o* and *a* stay apart although *ö* may
  be written either *o* or *e*, and *ə* either *e* or *a*.

Threshold and measurement: ``docs/decisions/0004-place-spelling.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Final

from anyascii import anyascii

from contactline.reference.tables import load_lexicon

EVERY_LANGUAGE: Final = "mul"
RULE_COST: Final = 0.08
THRESHOLD: Final = 0.83
SHORTEST: Final = 4
"""Letters that a spelling needs to be compared at all; shorter ones are told apart only exactly."""
LENGTH_GAP: Final = 2
"""How many letters the lengths may differ by."""

_VOWELS: Final = "aeiouy"
_ANY_VOWEL: Final = "a"
_PARTERS: Final = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name cut into letters (digraphs such as ``kh`` are one), with its key."""

    letters: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Speller:
    """The rules of some languages, made ready. Build with :func:`make_speller`.

    Attributes:
        pairs: letters that one rule exchanges.
        classes: for each letter the one that stands for all letters connected to it.
        romanised: the first Latin variant of each letter of another script.
        units: matches one letter, the longest first.
    """

    pairs: frozenset[tuple[str, str]]
    classes: dict[str, str]
    romanised: dict[str, str]
    units: re.Pattern[str]

    def spell(self, name: str) -> Spelling:
        """Cut a name into letters. Spaces, hyphens and apostrophes do not count."""
        bare = _PARTERS.sub("", name.lower().replace("i\u0307", "i"))
        latin = "".join(self.romanised.get(char, char if _is_latin(char) else anyascii(char).lower()) for char in bare)
        letters = tuple(
            unit if unit in self.classes else anyascii(unit).lower() or unit for unit in self.units.findall(latin)
        )
        key: list[str] = []
        for letter in letters:
            class_ = self.classes.get(letter, letter)
            if not key or key[-1] != class_:
                key.append(class_)
        return Spelling(letters, "".join(key))

    def likeness(self, first: Spelling, second: Spelling) -> float:
        """How alike two spellings are, 0 to 1; 0 where the guards on first letter and length say that they are not."""
        if not first.letters or not second.letters:
            return 0.0
        if self._cost(first.letters[0], second.letters[0]) >= 1:
            return 0.0
        longest = max(len(first.letters), len(second.letters))
        if abs(len(first.letters) - len(second.letters)) > LENGTH_GAP:
            return 0.0
        return max(0.0, 1 - self._distance(first.letters, second.letters) / longest)

    def _cost(self, one: str, other: str) -> float:
        if one == other:
            return 0.0
        return RULE_COST if (one, other) in self.pairs else 1.0

    def _distance(self, first: tuple[str, ...], second: tuple[str, ...]) -> float:
        """Edit distance with cheap exchanges by rule, cheap doubling, and neighbours swapped at the price of one."""
        rows = [[float(sum(self._gap(second, j) for j in range(n))) for n in range(len(second) + 1)]]
        for i, letter in enumerate(first):
            row = [rows[i][0] + self._gap(first, i)]
            for j, other in enumerate(second):
                best = min(
                    rows[i][j] + self._cost(letter, other),
                    rows[i][j + 1] + self._gap(first, i),
                    row[j] + self._gap(second, j),
                )
                if i and j and letter == second[j - 1] and other == first[i - 1] and letter != other:
                    best = min(best, rows[i - 1][j - 1] + 1)
                row.append(best)
            rows.append(row)
        return rows[-1][-1]

    @staticmethod
    def _gap(letters: tuple[str, ...], at: int) -> float:
        """Price of a letter that the other spelling lacks: little if it only doubles the one before."""
        return RULE_COST if at and letters[at] == letters[at - 1] else 1.0


def make_speller(languages: Iterable[str]) -> Speller:
    """The rules of these languages (two-letter codes) and of the press of every language."""
    return _make_speller(tuple(sorted({*languages, EVERY_LANGUAGE})))


@cache
def _make_speller(languages: tuple[str, ...]) -> Speller:
    groups: list[tuple[str, ...]] = []
    romanised: dict[str, str] = {}
    for row in load_lexicon("translit"):
        if row["language"] not in languages:
            continue
        letter, variants = row["from"], row.words("to")
        if _is_latin(letter):
            groups.append(tuple(dict.fromkeys((letter, anyascii(letter).lower(), *variants))))
        else:
            groups.append(variants)
            romanised.setdefault(letter, variants[0])
    pairs = {pair for group in groups for pair in permutations(group, 2)}
    units = sorted({letter for group in groups for letter in group}, key=lambda letter: (-len(letter), letter))
    pattern = re.compile("|".join([*map(re.escape, units), r"\w"]))
    return Speller(frozenset(pairs), _connect(pairs, units), romanised, pattern)


def _is_latin(letters: str) -> bool:
    return all(ord(char) < 0x250 or char == "ə" for char in letters)  # 0x250: end of Latin Extended-B


def _connect(pairs: Iterable[tuple[str, str]], units: Iterable[str]) -> dict[str, str]:
    """For each letter the first, in alphabetical order, of all letters that rules connect it with.

    All vowels are one class. Consonants are connected among themselves only: a rule that exchanges a consonant and a
    vowel (*v*, *u*) would tie everything to everything.
    """
    found: dict[str, set[str]] = {unit: {unit} for unit in units if not _is_vowel(unit)}
    for one, other in pairs:
        if one in found and other in found and found[one] is not found[other]:
            merged = found[one] | found[other]
            for letter in merged:
                found[letter] = merged
    classes = {letter: min(letters, key=lambda one: (not one.isascii(), one)) for letter, letters in found.items()}
    vowels = {unit for unit in units if _is_vowel(unit)} | set(_VOWELS)
    return classes | dict.fromkeys(vowels, _ANY_VOWEL)


def _is_vowel(unit: str) -> bool:
    return anyascii(unit).lower()[:1] in _VOWELS
