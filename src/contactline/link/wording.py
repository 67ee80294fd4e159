"""The wording of a text as numbers: pairs of words that stand close together, in any order.

Two texts are compared by how many pairs of the shorter one the longer one has too. Words are left out, put in and
exchanged in a rewrite and sentences change places, but most neighbours stay neighbours. Only words of more than three
letters, or with a digit, count: that leaves out most small words of any language that is written with spaces.

Which texts to compare is found by one pair in four, chosen by its hash (Broder, "On the resemblance and containment of
documents", 1997, §4: modulo sketches, which unlike min-hash of a fixed size tell an excerpt from a whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.wordhash import hash_word, mix_bits
from contactline.records.reports import Report

REACH: Final = 3
"""How many words further the second word of a pair may stand."""
SHORTEST: Final = 24
"""Texts with fewer pairs (about ten words that count) are never copies: short sentences are alike by nature."""
_SAMPLE: Final = np.uint64(4)
_WORD: Final = re.compile(r"\w+")
_FIGURE: Final = re.compile(r"\d+(?:[.:,]\d+)*")
_SHORT_WORD: Final = 3

Pairs = NDArray[np.uint64]
"""Hashes of distinct pairs, ascending."""


def make_pairs(text: str) -> Pairs:
    """The pairs of a text."""
    hashes = np.array([hash_word(word) for word in _iter_words(text)], dtype=np.uint64)
    with np.errstate(over="ignore"):
        sums = [hashes[:-step] + hashes[step:] for step in range(1, REACH + 1) if len(hashes) > step]
    mixed: Pairs = mix_bits(np.concatenate(sums)) if sums else np.empty(0, dtype=np.uint64)
    distinct: Pairs = np.unique(mixed)
    return distinct


def _iter_words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.casefold()):
        if len(word) > _SHORT_WORD or any(char.isdigit() for char in word):
            yield word


def sample_pairs(pairs: Pairs) -> Pairs:
    """One pair in four, the same ones in every text."""
    sampled: Pairs = pairs[pairs % _SAMPLE == 0]
    return sampled


def find_repeated(samples: Iterable[Pairs]) -> Pairs:
    """The sampled pairs that more than one text has, ascending; only these can lead from one text to another."""
    every = [each for each in samples if len(each)]
    if not every:
        return np.empty(0, dtype=np.uint64)
    values, counts = np.unique(np.concatenate(every), return_counts=True)
    return values[counts > 1]


def keep_repeated(sample: Pairs, repeated: Pairs) -> list[int]:
    """Those of a text's sampled pairs that another text has too."""
    if not len(repeated):
        return []
    places = np.minimum(np.searchsorted(repeated, sample), len(repeated) - 1)
    kept: list[int] = sample[repeated[places] == sample].tolist()
    return kept


def share_of(one: Pairs, other: Pairs) -> float:
    """The share of the shorter text's pairs that the longer one has too, 0 to 1."""
    smaller = min(len(one), len(other))
    if smaller < SHORTEST:
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller


def find_figures(text: str) -> frozenset[str]:
    """All figures of a text: dates, clock times, counts, calibres."""
    return frozenset(_FIGURE.findall(text))


def own_text(report: Report) -> str:
    """The body without lines that are not the report's own words."""
    pieces = []
    start = report.body.start
    for span in sorted(report.trailer):
        pieces.append(report.text[start : max(start, span.start)])
        start = max(start, span.end)
    pieces.append(report.text[start : report.body.end])
    return " ".join(pieces)
