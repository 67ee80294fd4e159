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
from contactline.link.compare import FIELDS, compare_rows, compare_words
from contactline.link.crowd import Candidates, Crowd
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
    starts = range(0, len(columns), _CHUNK)
    parts = [
        _score_rows(columns, candidates, crowd, weights, first, min(first + _CHUNK, len(columns))) for first in starts
    ]
    none = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    one, other, points = (np.concatenate([part[number] for part in (none, *parts)]) for number in range(3))
    return Pairs(one, other, points)


@compiled
def _score_rows(c: Columns, candidates: Candidates, crowd: Crowd, weights: Weights, first: int, last: int) -> Pairs:
    """Pairs of rows ``first`` to ``last - 1`` with earlier ones."""
    room = candidates.start[last] - candidates.start[first]
    one, other, points = np.zeros(room, np.int32), np.zeros(room, np.int32), np.zeros(room, np.int32)
    levels = np.zeros(FIELDS, np.int8)
    kept = 0
    for row in range(first, last):
        for candidate in candidates.other[candidates.start[row] : candidates.start[row + 1]]:
            score = score_pair(c, candidate, row, crowd, weights, levels)
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
    compare_rows(c, one, other, crowd, levels)
    total = int(weights.prior[0])
    for field in range(FIELDS):
        total += weights.points[field, levels[field]]
    if total + weights.most[0] <= weights.miss[0]:
        return total
    words, telling = compare_words(c, one, other, crowd)
    levels[5], levels[6] = words, telling
    added = weights.points[5, words] + weights.points[6, telling]
    return int(total + added - weights.points[5, 0] - weights.points[6, 0])
