"""Pairs of rows with their scores: what clustering works on.

Scores are whole centi-decibans, so sums and ties are the same on every machine and in every order.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled, inlined
from contactline.link.blocks import Index, index_rows, make_index
from contactline.link.columns import Columns
from contactline.link.compare import FIELDS, WORD_SLOTS, compare_laid, compare_rows, compare_words, lay_words
from contactline.link.crowd import Candidates, Crowd, append
from contactline.link.model import Weights

_CHUNK: Final = 16_384


class Pairs(NamedTuple):
    """Pairs that did better than strangers, each once with ``one < other``; ``points`` in centi-decibans."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    points: NDArray[np.int32]


def make_row_index(columns: Columns) -> Index:
    """The index of all rows."""
    return index_rows(make_index(columns.size + columns.size // 4 + 512), columns, 0, columns.size)


def score_pairs(columns: Columns, candidates: Candidates, crowd: Crowd, weights: Weights) -> Pairs:
    """All pairs that come into question and score above :attr:`~contactline.link.model.Weights.miss`."""
    pairs = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    for first in range(0, len(columns), _CHUNK):
        made = _score_rows(columns, candidates, crowd, weights, first, min(first + _CHUNK, len(columns)))
        for array, more in zip(pairs, made, strict=True):
            append(array, more)
    return pairs


@compiled
def _score_rows(c: Columns, candidates: Candidates, crowd: Crowd, weights: Weights, first: int, last: int) -> Pairs:
    """Pairs of rows ``first`` to ``last - 1`` with earlier ones."""
    room = candidates.start[last] - candidates.start[first]
    one, other, points = np.zeros(room, np.int32), np.zeros(room, np.int32), np.zeros(room, np.int32)
    levels, words = np.zeros(FIELDS, np.int8), np.zeros(WORD_SLOTS, np.uint32)
    kept = 0
    for row in range(first, last):
        lay_words(c, row, words)
        for candidate in candidates.other[candidates.start[row] : candidates.start[row + 1]]:
            score = score_laid(c, candidate, row, crowd, weights, levels, words)
            if score > weights.miss[0]:
                one[kept], other[kept], points[kept] = candidate, row, score
                kept += 1
    return Pairs(one[:kept].copy(), other[:kept].copy(), points[:kept].copy())


@inlined
def score_pair(c: Columns, one: int, other: int, crowd: Crowd, weights: Weights, levels: NDArray[np.int8]) -> int:
    """The sum of the weights of a pair's levels in centi-decibans; fills ``levels``.

    Words cost most to compare. Where not even the same text could bring a pair above the score of strangers they are
    left out, and the pair scores no more than strangers do.
    """
    total = _sum_rows(c, one, other, crowd, weights, levels)
    if total + weights.most[0] <= weights.miss[0]:
        return total
    compare_words(c, one, other, crowd, levels)
    return total + _sum_words(weights, levels)


@inlined
def score_laid(
    c: Columns, one: int, row: int, crowd: Crowd, weights: Weights, levels: NDArray[np.int8], words: NDArray[np.uint32]
) -> int:
    """The same for ``one`` and a later ``row`` whose words are laid out in ``words``: for one row and many others."""
    total = _sum_rows(c, one, row, crowd, weights, levels)
    if total + weights.most[0] <= weights.miss[0]:
        return total
    compare_laid(c, one, row, crowd, words, levels)
    return total + _sum_words(weights, levels)


@inlined
def _sum_rows(c: Columns, one: int, other: int, crowd: Crowd, weights: Weights, levels: NDArray[np.int8]) -> int:
    compare_rows(c, one, other, crowd, levels)
    total = int(weights.prior[0])
    for field in range(FIELDS):
        total += int(weights.points[field, levels[field]])
    return total


@inlined
def _sum_words(weights: Weights, levels: NDArray[np.int8]) -> int:
    """What words weigh more than words that were not compared."""
    told = 0
    for field in (5, 6, 14, 15):
        told += int(weights.points[field, levels[field]]) - int(weights.points[field, 0])
    return told
