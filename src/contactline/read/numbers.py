"""Numbers of people: digits and words, and the small words that make them a range or a bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from contactline.records.claims import NumberForm

_SMALL_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {word: number for number, word in enumerate(_SMALL_WORDS.split())}
_TENS: Final = {word: 10 * number for number, word in enumerate(_TENS_WORDS.split(), start=2)}
_BIG: Final = {"hundred": 100, "thousand": 1000}
# The lowest number that the word allows; ACLED counts "dozens" as 12 and "hundreds" as 100 in the same spirit.
_VAGUE: Final = {
    "several": 2,
    "many": 2,
    "few": 2,
    "various": 2,
    "numerous": 2,
    "multiple": 2,
    "some": 2,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
}
_OWNERS: Final = frozenset({"its", "their", "our", "his", "her", "them", "us", "whom", "the", "those", "these"})
_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_LONGEST_NUMBER: Final = 10
"""Characters: no count of people is longer, but telephone and serial numbers are."""
_PORTIONS: Final = frozenset({"half", "most", "part", "majority", "third", "quarter"})
_AT_LEAST: Final = (
    ("at", "least"),
    ("more", "than"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("as", "many", "as"),
    ("over",),
)
_AT_MOST: Final = (("up", "to"), ("at", "most"), ("no", "more", "than"), ("not", "more", "than"))
_BELOW: Final = (("fewer", "than"), ("less", "than"))
_ABOUT: Final = (
    ("about",),
    ("around",),
    ("approximately",),
    ("roughly",),
    ("some",),
    ("nearly",),
    ("almost",),
    ("an", "estimated"),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people: range of word indexes (half-open), and what it says."""

    first: int
    last: int
    minimum: int
    maximum: int | None
    form: NumberForm


def read_cardinal(words: Sequence[str], index: int) -> tuple[int, int] | None:
    """A whole number at an index: its value and the index after it. Clock times, calibres and ordinals are none."""
    if index >= len(words):
        return None
    value = _one_word(words[index])
    if value is None:
        return None
    stop = index + 1
    while stop < len(words) and words[stop] in _BIG:
        value *= _BIG[words[stop]]
        stop += 1
        rest = stop + (stop < len(words) and words[stop] == "and")
        small = _one_word(words[rest]) if rest < len(words) and not words[rest][0].isdigit() else None
        if small is not None and small < 100:
            value, stop = value + small, rest + 1
    return value, stop


def _one_word(word: str) -> int | None:
    if word in _SMALL:
        return _SMALL[word]
    if word in _TENS:
        return _TENS[word]
    tens, _, unit = word.partition("-")
    if tens in _TENS and unit in _SMALL:
        return _TENS[tens] + _SMALL[unit]
    if len(word) <= _LONGEST_NUMBER and _DIGITS.fullmatch(word):
        return int(word.replace(",", ""))
    return None


def read_quantity(words: Sequence[str], index: int) -> Quantity | None:
    """A number with the words around it that bound it: "at least three", "between 3 and 5", "both", "dozens of"."""
    if index >= len(words):
        return None
    found = (
        _between(words, index)
        or _two_bounds(words, index)
        or _bounded(words, index)
        or _ranged(words, index)
        or _vague(words, index)
        or _article(words, index)
    )
    if found and found.last + 1 < len(words) and words[found.last] == "of" and words[found.last + 1] in _OWNERS:
        alone = words[found.last + 1] in ("them", "us", "whom")
        return replace(found, last=found.last + 1 + alone)  # "three of its | servicemen", "two of them"
    return found


def _between(words: Sequence[str], index: int) -> Quantity | None:
    if words[index] not in ("between", "from"):
        return None
    low = read_cardinal(words, index + 1)
    if low is None or low[1] >= len(words) or words[low[1]] not in ("and", "to"):
        return None
    high = read_cardinal(words, low[1] + 1)
    if high is None or high[0] < low[0]:
        return None
    return Quantity(index, high[1], low[0], high[0], NumberForm.RANGE)


def _bounded(words: Sequence[str], index: int) -> Quantity | None:
    for leads, form in (
        (_AT_LEAST, NumberForm.AT_LEAST),
        (_AT_MOST, NumberForm.AT_MOST),
        (_BELOW, NumberForm.AT_MOST),
        (_ABOUT, NumberForm.ABOUT),
    ):
        for lead in leads:
            if tuple(words[index : index + len(lead)]) != lead:
                continue
            number = read_cardinal(words, index + len(lead)) or _dozen(words, index + len(lead))
            if number:
                return _bound(index, number, form, strict=lead in (("more", "than"), ("over",)), below=leads is _BELOW)
    return None


def _two_bounds(words: Sequence[str], index: int) -> Quantity | None:
    """As in "at least three and at most five", "no fewer than three but no more than five"."""
    low = _bounded(words, index)
    joined = low is not None and tuple(words[low.last : low.last + 1]) in (("and",), ("but",))
    high = _bounded(words, low.last + 1) if low and joined else None
    if low is None or high is None or (low.form, high.form) != (NumberForm.AT_LEAST, NumberForm.AT_MOST):
        return None
    if high.maximum is None or high.maximum < low.minimum:
        return None
    return Quantity(index, high.last, low.minimum, high.maximum, NumberForm.RANGE)


def _bound(index: int, number: tuple[int, int], form: NumberForm, *, strict: bool, below: bool) -> Quantity:
    value, stop = number
    if form is NumberForm.AT_LEAST:
        return Quantity(index, stop, value + strict, None, form)
    if form is NumberForm.AT_MOST:
        return Quantity(index, stop, 0, max(value - below, 0), form)
    return Quantity(index, stop, value, value, form)


def _dozen(words: Sequence[str], index: int) -> tuple[int, int] | None:
    if tuple(words[index : index + 2]) == ("a", "dozen"):
        return 12, index + 2
    if tuple(words[index : index + 2]) == ("a", "hundred"):
        return 100, index + 2
    return None


def _ranged(words: Sequence[str], index: int) -> Quantity | None:
    low = read_cardinal(words, index)
    if low is None:
        return None
    value, stop = low
    high = read_cardinal(words, stop + 1) if stop < len(words) and words[stop] in ("to", "-", "–", "or") else None
    if high and high[0] > value:
        return Quantity(index, high[1], value, high[0], NumberForm.RANGE)
    if tuple(words[stop : stop + 2]) == ("or", "more"):
        return Quantity(index, stop + 2, value, None, NumberForm.AT_LEAST)
    form = NumberForm.NONE if value == 0 else NumberForm.EXACT
    return Quantity(index, stop, value, value, form)


def _vague(words: Sequence[str], index: int) -> Quantity | None:
    start = index + (words[index] == "a")
    portion = tuple(words[start + 1 : start + 2]) == ("of",) and words[start] in _PORTIONS
    if portion:  # "half of the residents": how many of them is not for a reader to work out
        stop = start + 2 + (tuple(words[start + 2 : start + 3]) in (("the",), ("its",), ("their",)))
        whole = read_cardinal(words, stop)
        return Quantity(index, whole[1] if whole else stop, 1, None, NumberForm.UNSPECIFIED)
    if start < len(words) and words[start] in ("number", "couple", "dozen"):
        count = {"number": 2, "couple": 2, "dozen": 12}[words[start]]
        if start == index:
            return None
        of = tuple(words[start + 1 : start + 2]) == ("of",)
        if words[start] == "dozen":
            return Quantity(index, start + 1 + of, 12, 12, NumberForm.ABOUT)
        return Quantity(index, start + 2, count, None, NumberForm.UNSPECIFIED) if of else None
    if start < len(words) and words[start] in _VAGUE:
        of = start + 1 < len(words) and words[start + 1] == "of"
        counted = words[start] in ("dozens", "scores", "hundreds", "thousands")
        form = NumberForm.AT_LEAST if counted else NumberForm.UNSPECIFIED
        return Quantity(index, start + 1 + of, _VAGUE[words[start]], None, form)
    return None


def _article(words: Sequence[str], index: int) -> Quantity | None:
    word = words[index]
    if word == "both":
        return Quantity(index, index + 1, 2, 2, NumberForm.EXACT)
    if word in ("a", "an", "another"):
        return Quantity(index, index + 1, 1, 1, NumberForm.EXACT)
    if word == "any":  # in a denial or a question: whether one or many
        return Quantity(index, index + 1, 1, None, NumberForm.UNSPECIFIED)
    if word in ("no", "zero", "none"):
        return Quantity(index, index + 1, 0, 0, NumberForm.NONE)
    return None
