"""The crowd round each row, and how common each word is: what makes a nearness or a shared word say more or less."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled, inlined, leaf
from contactline._kit.wordhash import CLASS_BITS, DIGITS
from contactline.link.blocks import BLOCK_LIMIT, Index, find_candidates, spot_distance
from contactline.link.columns import Columns

VERY_PLACE_KM: Final = 1.0
"""Nearer than this two points are one place."""
ROOM: Final = 4 * BLOCK_LIMIT
"""Rows that come into question for one row, at most."""
_HEARD_SLOTS: Final = 1 << 20
_MOST_BITS: Final = 20
_CHUNK: Final = 16_384
_UNHEARD: Final = 1000
_CLASS: Final = (1 << CLASS_BITS) - 1


class Crowd(NamedTuple):
    """How crowded it is round each row, and how common words are.

    Attributes:
        area: number of rows that come into question for a row.
        place: those of them that name the very place.
        cut: 1 where a block was too dense to be looked at whole.
        bits: how much each word of a row tells, by its rarity; shape ``(n, T)``, beside ``Columns.terms``.
        told: the sum of these.
        marked: the sum of their squares over the words with a capital and over the numbers,
            those left out that no other row has; shape ``(n, 2)``.
        heard: rows that have a word, counted by the word's hash; a few words share a count.
        rows: shape ``(1,)``: rows counted in ``heard``.
    """

    area: NDArray[np.int32]
    place: NDArray[np.int32]
    cut: NDArray[np.int8]
    bits: NDArray[np.uint8]
    told: NDArray[np.int32]
    marked: NDArray[np.int32]
    heard: NDArray[np.int32]
    rows: NDArray[np.int64]


def make_crowd(columns: Columns) -> Crowd:
    """Nobody round anybody, and no word heard."""
    size = len(columns)
    return Crowd(
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int8),
        np.zeros((size, columns.terms.shape[1]), np.uint8),
        np.zeros(size, np.int32),
        np.zeros((size, DIGITS), np.int32),
        np.zeros(_HEARD_SLOTS, np.int32),
        np.zeros(1, np.int64),
    )


def take_crowd(crowd: Crowd, rows: NDArray[Any]) -> Crowd:
    """The crowd round some rows; words stay as common as they are among all."""
    return crowd._replace(
        area=crowd.area[rows],
        place=crowd.place[rows],
        cut=crowd.cut[rows],
        bits=crowd.bits[rows],
        told=crowd.told[rows],
        marked=crowd.marked[rows],
    )


class Candidates(NamedTuple):
    """For each row the earlier rows that come into question: ``other[start[r]:start[r + 1]]``."""

    start: NDArray[np.int64]
    other: NDArray[np.int32]


def count_crowd(columns: Columns, index: Index) -> tuple[Crowd, Candidates]:
    """Count for every row how many come into question and how common its words are; returns these rows too."""
    crowd = make_crowd(columns)
    hear_rows(columns, crowd, 0, len(columns))
    start = np.zeros(len(columns) + 1, np.int64)
    seen = np.full(len(columns), -1, np.int32)
    other = np.zeros(0, np.int32)
    for first in range(0, len(columns), _CHUNK):
        append(other, _count(columns, index, first, min(first + _CHUNK, len(columns)), seen, start, crowd))
    np.cumsum(start, out=start)
    return crowd, Candidates(start, other)


def append(array: NDArray[Any], more: NDArray[Any]) -> None:
    """Lengthen an array in its place, of which no view may exist; parts joined at the end would be there twice."""
    size = len(array)
    array.resize(size + len(more), refcheck=False)
    array[size:] = more


@leaf
def hear_rows(c: Columns, crowd: Crowd, first: int, last: int) -> None:
    """Count the words of rows ``first`` to ``last - 1``."""
    crowd.rows[0] += last - first
    for row in range(first, last):
        for term in range(c.termed[row]):
            crowd.heard[_word_slot(c.terms[row, term])] += 1
        for name in range(c.named[row]):
            crowd.heard[_name_slot(c.names[row, name])] += 1


@leaf
def tell_row(c: Columns, crowd: Crowd, row: int) -> None:
    """Set how much the words of a row tell."""
    told = 0
    crowd.marked[row] = 0
    for term in range(c.termed[row]):
        bits = _count_word_bits(crowd, c.terms[row, term])
        crowd.bits[row, term] = bits
        told += bits
        kind = int(c.terms[row, term]) & _CLASS
        if kind != 0 and crowd.heard[_word_slot(c.terms[row, term])] > 1:
            crowd.marked[row, kind - 1] += bits * bits
    crowd.told[row] = told


@inlined
def _word_slot(term: int) -> int:
    return int((term >> np.uint32(CLASS_BITS)) % np.uint32(_HEARD_SLOTS))


@inlined
def _name_slot(name: int) -> int:
    return int((name >> np.uint64(32)) % np.uint64(_HEARD_SLOTS))


@inlined
def count_name_bits(crowd: Crowd, name: int) -> int:
    """How much a name tells: as a word does, among a thousand rows more, for a name is rare by itself."""
    return _count_bits(crowd.rows[0] + _UNHEARD, crowd.heard[_name_slot(name)])


@leaf
def _count_word_bits(crowd: Crowd, term: int) -> int:
    """How much a word tells: the whole part of log2 (rows / rows that have it), at most 20 bits."""
    return _count_bits(crowd.rows[0], crowd.heard[_word_slot(term)])


@inlined
def _count_bits(rows: int, heard: int) -> int:
    times_rarer = rows // max(1, heard)
    bits = 0
    while times_rarer > 1 and bits < _MOST_BITS:
        times_rarer //= 2
        bits += 1
    return bits


@compiled
def _count(
    c: Columns,
    index: Index,
    first: int,
    last: int,
    seen: NDArray[np.int32],
    start: NDArray[np.int64],
    crowd: Crowd,
) -> NDArray[np.int32]:
    """Count rows ``first`` to ``last - 1``; returns their candidates one row after the other, numbers in ``start``."""
    out = np.zeros(ROOM, np.int32)
    kept, room = 0, np.zeros(4096, np.int32)
    for row in range(first, last):
        found = find_candidates(c, index, row, row, seen, row, out)
        crowd.cut[row] = found < 0
        found = abs(found)
        count_in(c, crowd, row, out, found)
        tell_row(c, crowd, row)
        while kept + found > len(room):
            room = np.concatenate((room, np.zeros(len(room), np.int32)))
        room[kept : kept + found] = out[:found]
        kept += found
        start[row + 1] = found
    return room[:kept].copy()


@inlined
def count_in(c: Columns, crowd: Crowd, row: int, candidates: NDArray[np.int32], count: int) -> None:
    """Count a row into the crowd of its candidates, and them into its own."""
    for other in candidates[:count]:
        very = c.spots[row] > 0 and c.spots[other] > 0 and spot_distance(c, row, other)[0] < VERY_PLACE_KM
        crowd.area[row] += 1
        crowd.area[other] += 1
        crowd.place[row] += very
        crowd.place[other] += very
