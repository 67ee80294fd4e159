"""Names of persons: who is named as a victim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz import fuzz

from contactline._kit.folding import fold_name
from contactline.records.incidents import Result
from contactline.weigh.algebra.verdicts import Verdict

_SAME_WORD: Final = 80.0
"""rapidfuzz ratio of two folded parts of a name: transliterations of one name differ by a letter or two."""
_AGES_APART: Final = 2.0
"""Years by which two ages of one person may differ: birth years are turned into ages, and rounded."""


class NameFit(IntEnum):
    """How two names stand to each other, best first."""

    SAME = 0
    PERHAPS = 1
    """A part is the same or may be: a surname that changed, an initial, a name that only one of them gives."""
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A person as one side names it.

    Attributes:
        name: as written; only initials where no more is known.
        age: in years.
        outcome: what is said to have become of the person.
        denies: the speaker says that it is not so.
    """

    name: str
    age: float | None = None
    outcome: str = ""
    denies: bool = False


def compare_persons(mine: Sequence[Named], theirs: Sequence[Named]) -> Verdict:
    """Compare who is named.

    One person with two outcomes, or named and denied: conflict. The same persons: agrees. Else compatible: that one
    side names somebody whom the other does not excludes nothing.
    """
    same = [(one, other) for one in mine for other in theirs if fit_names(one, other) is NameFit.SAME]
    if any(one.denies != other.denies for one, other in same):
        return Result.CONFLICTS, "one denies what the other says of a person"
    if any(one.outcome and other.outcome and one.outcome != other.outcome for one, other in same):
        return Result.CONFLICTS, "of one person they say that different things became of it"
    matched = len({one for one, _ in same}), len({other for _, other in same})
    if matched == (len(set(mine)), len(set(theirs))):
        return Result.AGREES, "both name the same"
    if same:
        return Result.COMPATIBLE, "some of the names are the same"
    if any(fit_names(one, other) is NameFit.PERHAPS for one in mine for other in theirs):
        return Result.COMPATIBLE, "the names may be variants of one another"
    return Result.COMPATIBLE, "each names others; the lists do not exclude each other"


def fit_names(one: Named, other: Named) -> NameFit:
    """How two names fit. Symmetric; a name that is all initials is never more than perhaps another full name."""
    if one.age is not None and other.age is not None and abs(one.age - other.age) > _AGES_APART:
        return NameFit.OTHER
    first, second = fold_name(one.name).split(), fold_name(other.name).split()
    if not first or not second:
        return NameFit.OTHER
    if sorted(first) == sorted(second):
        return NameFit.SAME
    shorter, longer = sorted((first, second), key=lambda parts: (len(parts), parts))
    fits = [max(_fit_words(word, other_word) for other_word in longer) for word in shorter]
    if len(shorter) == len(longer) > 1 and all(fit == _FULL for fit in fits) and _is_covered(longer, shorter):
        return NameFit.SAME
    return NameFit.PERHAPS if any(fits) else NameFit.OTHER


_FULL: Final = 2
_INITIAL: Final = 1


def _fit_words(one: str, other: str) -> int:
    """2 for the same word or a spelling of it, 1 for an initial and its word, 0 for others."""
    one, other = one.strip("."), other.strip(".")
    if min(len(one), len(other)) <= 1:
        return _INITIAL if one[:1] == other[:1] else 0
    return _FULL if fuzz.ratio(one, other) >= _SAME_WORD else 0


def _is_covered(words: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(_fit_words(word, other) == _FULL for other in others) for word in words)
