"""Two rows compared field by field: each comparison gives a level, each level has a weight in :mod:`.model`.

Who is blamed, who speaks, which outlet and whose side are no columns, so no comparison can look at them. Differing
numbers of dead are a level of next to no weight: opponents contradict each other by nature.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import inlined, leaf
from contactline._kit.wordhash import CAPITAL, CLASS_BITS, DIGITS
from contactline.link.blocks import COARSE_KM, MOST_RADIUS_KM, is_long, pair_distance, time_gap
from contactline.link.columns import NO_TIME, Columns
from contactline.link.crowd import Crowd, count_name_bits
from contactline.records.claims import Kind
from contactline.records.kinds import FAMILIES, TALK, VAGUE


class Field(IntEnum):
    """What is compared, in the order of the ledger."""

    WHERE = 0
    WHEN = 1
    KIND = 2
    TARGET = 3
    MEANS = 4
    WORDS = 5
    TELLING = 6
    """How much the shared words tell, by their rarity."""
    NAMES = 7
    NUMBER = 8
    AREA = 9
    """How many other rows come into question around: the more, the less a nearness says."""
    PLACE = 10
    """The same for the very place and day."""
    REPORT = 11
    PUBLISHED = 12
    """How long after each other the two reports came out."""
    BEFORE = 13
    """Whether one came out before a time that is told: nobody can report what has yet to happen."""
    CAPITALS = 14
    """How alike the words are that are written with a capital, as names are."""
    FIGURES = 15
    """How alike the numbers are."""


FIELDS: Final = len(Field)
MOST_LEVELS: Final = 32
WORD_SLOTS: Final = 1024
"""Slots of a table for :func:`lay_words`: several times as many as a row has words."""

WHERE: Final = (
    "not stated",
    "same place",
    "under 1 km apart",
    "1–2 km apart",
    "2–3.5 km apart",
    "3.5–5 km apart",
    "5–7 km apart",
    "7–10 km apart",
    "10–14 km apart",
    "14–20 km apart",
    "over 20 km apart",
    "vague, under 2 km apart",
    "vague, 2–5 km apart",
    "vague, 5–10 km apart",
    "vague, 10–14 km apart",
    "vague, 14–20 km apart",
    "vague, over 20 km apart",
    "inside the area named by the other",
    "near the area named by the other",
    "outside the area named by the other",
    "same name, not in the gazetteer",
    "like name, not in the gazetteer",
    "other name, not in the gazetteer",
    "one of many scattered places",
    "places under 2 km apart",
    "places 2–5 km apart",
    "places 5–7 km apart",
    "places 7–10 km apart",
    "places 10–14 km apart",
    "places over 14 km apart",
)
WHEN: Final = (
    "not stated",
    "clock times within half an hour",
    "clock times within an hour",
    "clock times within 1½ hours",
    "clock times within 2 hours",
    "clock times within 3 hours",
    "clock times within 4½ hours",
    "clock times within 7 hours",
    "clock times within 12 hours",
    "clock times within 20 hours",
    "clock times a day apart, to within ¾ hour",
    "clock times within 36 hours",
    "clock times farther apart",
    "about twelve hours apart, as a slip of a 12-hour clock",
    "same part of the day",
    "same day",
    "days that overlap",
    "the next day or part of the day",
    "up to a day and a half apart",
    "farther apart",
    "same longer period",
    "published within three days of the other's time",
    "published within ten days of the other's time",
    "published at another time",
    "clock times a day apart, to within 1½ hours",
    "clock times a day apart, to within 2½ hours",
    "clock times a day apart, to within 4 hours",
)
KIND: Final = ("not said by one", "different", "often told of one happening", *(f"both {kind}" for kind in Kind))
TARGET: Final = ("not stated by one", "same", "different")
MEANS: Final = ("not stated by one", "same", "partly the same", "different")
WORDS: Final = (
    "too few words",
    "words alike under 3 %",
    "words alike by 3–8 %",
    "words alike by 8–13 %",
    "words alike by 13–18 %",
    "words alike by 18–25 %",
    "words alike by 25–35 %",
    "words alike by 35–50 %",
    "words alike by 50–70 %",
    "words alike by 70–88 %",
    "nearly the same words",
)
TELLING: Final = (
    "too few words",
    "shared words tell under 4 bits",
    "shared words tell 4–7 bits",
    "shared words tell 8–11 bits",
    "shared words tell 12–16 bits",
    "shared words tell 17–22 bits",
    "shared words tell 23–29 bits",
    "shared words tell 30–39 bits",
    "shared words tell 40–59 bits",
    "shared words tell 60 bits or more",
)
NAMES: Final = (
    "not named by one",
    "no name in common",
    "common names in common",
    "a name in common that few tell",
    "a name or a whole sentence in common that hardly any other tells",
    "several names or sentences in common that hardly any other tells",
)
_NAME_EDGES: Final = np.array([6.0, 8.0, 14.0])
NUMBER: Final = ("not stated by one, or none", "same number of killed or wounded", "same numbers of both", "different")
CROWD: Final = ("none or one", "2–4", "5–9", "10–19", "20–39", "40–79", "80–159", "160–319", "320–639", "640 or more")
REPORT: Final = ("of different reports", "of one report, which tells them apart")
PUBLISHED: Final = (
    "date not stated by one",
    "published within 2 hours of each other",
    "published within 6 hours of each other",
    "published within 12 hours of each other",
    "published within a day of each other",
    "published within 2 days of each other",
    "published within 3 days of each other",
    "published within a week of each other",
    "published longer apart",
)
BEFORE: Final = (
    "publication or time not stated",
    "one published more than a day before a time that is told",
    "one published 6 to 24 hours before a time that is told",
    "one published up to 6 hours before a time that is told",
    "the first published within an hour of the time that is told",
    "the first published within 6 hours of the time that is told",
    "both published later",
)
CAPITALS: Final = (
    "too few words with a capital",
    "words with a capital alike under 3 %",
    "words with a capital alike by 3–8 %",
    "words with a capital alike by 8–13 %",
    "words with a capital alike by 13–18 %",
    "words with a capital alike by 18–25 %",
    "words with a capital alike by 25–35 %",
    "words with a capital alike by 35–50 %",
    "words with a capital alike by 50–70 %",
    "words with a capital alike by 70–88 %",
    "nearly the same words with a capital",
)
FIGURES: Final = (
    "too few numbers",
    "numbers alike under 3 %",
    "numbers alike by 3–8 %",
    "numbers alike by 8–13 %",
    "numbers alike by 13–18 %",
    "numbers alike by 18–25 %",
    "numbers alike by 25–35 %",
    "numbers alike by 35–50 %",
    "numbers alike by 50–70 %",
    "numbers alike by 70–88 %",
    "nearly the same numbers",
)

LEVELS: Final[tuple[tuple[str, ...], ...]] = (
    WHERE, WHEN, KIND, TARGET, MEANS, WORDS, TELLING, NAMES, NUMBER, CROWD, ("not the very place", *CROWD), REPORT,
    PUBLISHED, BEFORE, CAPITALS, FIGURES,
)  # fmt: skip
"""Names of the levels of each field."""

_WHERE_EDGES: Final = np.array([1.0, 2.0, 3.5, 5.0, 7.0, 10.0, 14.0, 20.0])
_PLACES_EDGES: Final = np.array([2.0, 5.0, 7.0, 10.0, 14.0])
_VAGUE_EDGES: Final = np.array([2.0, 5.0, 10.0, 14.0, 20.0])
_CLOCK_EDGES: Final = np.array([30, 60, 90, 120, 180, 270, 420, 720, 1200, 1680, 2160])
_DAY_APART_EDGES: Final = np.array([45, 90, 150])
_PUBLISHED_EDGES: Final = np.array([120, 360, 720, 1440, 2880, 4320, 10080])
_BEFORE_EDGES: Final = np.array([-1440, -360, -60, 60, 360])
_WORD_EDGES: Final = np.array([0.03, 0.08, 0.13, 0.18, 0.25, 0.35, 0.5, 0.7, 0.88])
_TELLING_EDGES: Final = np.array([4.0, 8.0, 12.0, 17.0, 23.0, 30.0, 40.0, 60.0])
CROWD_EDGES: Final = np.array([2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0])
_MOST_TWICE: Final = 1280
_CROWD_LEVEL: Final = np.searchsorted(CROWD_EDGES, np.arange(_MOST_TWICE + 1) / 2, side="right").astype(np.int8)
"""The level of a crowd, by the sum of both rows' numbers: their mean doubled."""
_VAGUE_KM: Final = 3.0
_DISTRICT_KM: Final = 25.0
_CLOCK_MINUTES: Final = 180
_DAY: Final = 1440
_DAY_APART: Final = WHEN.index("clock times a day apart, to within ¾ hour")
_PART_MINUTES: Final = 9 * 60
_DAY_MINUTES: Final = 26 * 60
_NEXT_MINUTES: Final = 12 * 60
_TEN_DAYS: Final = 7 * 1440
_SLIP: Final = (11 * 60 + 15, 12 * 60 + 45)
_SCATTERED_SPOTS: Final = 4
_SCATTERED_KM: Final = 30.0
_FEWEST_TERMS: Final = 8
_FEWEST_MARKED: Final = 1
_CLASS: Final = np.uint32((1 << CLASS_BITS) - 1)
_SHIFT: Final = np.uint32(CLASS_BITS)

_KIND_LIST: Final = tuple(Kind)
_REAL_BITS: Final = np.uint32(sum(1 << n for n, kind in enumerate(_KIND_LIST) if kind not in TALK | VAGUE))
_FAMILY_BITS: Final = np.array(
    [sum(1 << n for n, kind in enumerate(_KIND_LIST) if kind in family) for family in FAMILIES], dtype=np.uint32
)


@inlined
def compare_rows(c: Columns, one: int, other: int, crowd: Crowd, out: NDArray[np.int8]) -> None:
    """Fill ``out`` (shape ``(FIELDS,)``) with the levels of a pair, but for those of words. Symmetric in the two rows.

    Args:
        c: the columns.
        one: the first row.
        other: the second row.
        crowd: round the rows.
        out: the levels.
    """
    out[0] = _where_level(c, one, other)
    out[1] = _when_level(c, one, other)
    out[2] = _kind_level(c.kinds[one], c.kinds[other])
    out[3] = _target_level(c.targets[one], c.targets[other])
    out[4] = _means_level(c.means[one], c.means[other])
    out[5] = out[6] = out[14] = out[15] = 0
    out[7] = _names_level(c, one, other, crowd)
    out[8] = _number_level(c, one, other)
    out[9] = _CROWD_LEVEL[min(crowd.area[one] + crowd.area[other], _MOST_TWICE)]
    at_place = _CROWD_LEVEL[min(crowd.place[one] + crowd.place[other], _MOST_TWICE)]
    out[10] = 1 + at_place if out[0] in (1, 2) else 0
    out[11] = 1 if c.report[one] == c.report[other] else 0
    out[12], out[13] = _publication_levels(c, one, other)


@inlined
def _bin(edges: NDArray[Any], value: float) -> int:
    """How many edges, ascending, a value has reached."""
    level = 0
    for edge in edges:
        level += not value < edge  # no early end: there is nothing to guess wrong, and all are asked at once
    return level


@inlined
def _where_level(c: Columns, one: int, other: int) -> int:
    if c.spots[one] == 0 or c.spots[other] == 0:
        return 0
    best_mine, best_theirs = _nearest_spots(c, one, other)
    best_distance = pair_distance(c, one, best_mine, other, best_theirs)
    radius = float(max(c.radius[one, best_mine], c.radius[other, best_theirs]))
    if radius > MOST_RADIUS_KM:
        return 0
    same_place = c.place[one, best_mine] != 0 and c.place[one, best_mine] == c.place[other, best_theirs]
    if same_place and radius < _DISTRICT_KM:
        return 23 if _is_scattered(c, one) or _is_scattered(c, other) else 1
    if np.isnan(c.lat[one, best_mine]) or np.isnan(c.lat[other, best_theirs]):
        return 17 if same_place else _name_level(c, one, best_mine, other, best_theirs)
    if radius > COARSE_KM:
        if best_distance <= radius:
            return 17
        return 18 if best_distance <= radius + COARSE_KM else 19
    if radius > _VAGUE_KM:
        return 11 + _bin(_VAGUE_EDGES, best_distance)
    if c.place[one, best_mine] != 0 and c.place[other, best_theirs] != 0:
        return 24 + _bin(_PLACES_EDGES, best_distance)
    return 2 + _bin(_WHERE_EDGES, best_distance)


@inlined
def _nearest_spots(c: Columns, one: int, other: int) -> tuple[int, int]:
    """The two spots of two rows that come nearest, areas counted from their edge."""
    if c.spots[one] == 1 and c.spots[other] == 1:
        return 0, 0
    best, best_mine, best_theirs = 1e9, 0, 0
    for mine in range(c.spots[one]):
        for theirs in range(c.spots[other]):
            edge = max(0.0, c.radius[one, mine] - COARSE_KM) + max(0.0, c.radius[other, theirs] - COARSE_KM)
            rank = pair_distance(c, one, mine, other, theirs) - edge
            if rank < best:
                best, best_mine, best_theirs = rank, mine, theirs
    return best_mine, best_theirs


@inlined
def _name_level(c: Columns, one: int, mine: int, other: int, theirs: int) -> int:
    if c.name[one, mine] == 0 or c.name[other, theirs] == 0:
        return 0
    if c.name[one, mine] == c.name[other, theirs]:
        return 20
    if not (np.isnan(c.lat[one, mine]) and np.isnan(c.lat[other, theirs])):
        return 22
    both = count_bits(c.bigrams[one, mine] & c.bigrams[other, theirs])
    dice = 2.0 * both / max(1, count_bits(c.bigrams[one, mine]) + count_bits(c.bigrams[other, theirs]))
    return 21 if dice >= 0.6 else 22


@inlined
def _is_scattered(c: Columns, row: int) -> bool:
    if c.spots[row] < _SCATTERED_SPOTS:
        return False
    farthest = 0.0
    for spot in range(1, c.spots[row]):
        farthest = max(farthest, pair_distance(c, row, 0, row, spot))
    return farthest > _SCATTERED_KM


@inlined
def count_bits(value: int) -> int:
    """Number of ones in a 64-bit number (SWAR)."""
    v = np.uint64(value)
    v = v - ((v >> np.uint64(1)) & np.uint64(0x5555555555555555))
    v = (v & np.uint64(0x3333333333333333)) + ((v >> np.uint64(2)) & np.uint64(0x3333333333333333))
    v = (v + (v >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    v = v + (v >> np.uint64(8))
    v = v + (v >> np.uint64(16))
    v = v + (v >> np.uint64(32))
    return int(v & np.uint64(0x7F))


@inlined
def _when_level(c: Columns, one: int, other: int) -> int:
    if c.times[one] == 0 or c.times[other] == 0:
        if _is_undated(c, one) or _is_undated(c, other):
            return 0
        gap = time_gap(c, one, other)
        return 21 if gap == 0 else 22 if gap <= _TEN_DAYS else 23
    best = 99
    best_rank = 99
    for mine in range(c.times[one]):
        for theirs in range(c.times[other]):
            level = _time_level(
                c.earliest[one, mine], c.latest[one, mine], c.earliest[other, theirs], c.latest[other, theirs]
            )
            if _WHEN_RANK[level] < best_rank:
                best_rank, best = _WHEN_RANK[level], level
    return best


_WHEN_ORDER: Final = (1, 2, 14, 3, 4, 5, 15, 6, 13, 7, 16, 8, 20, 17, 10, 24, 25, 26, 9, 18, 11, 12, 19, 0, 21, 22, 23)
_WHEN_RANK: Final = np.array([_WHEN_ORDER.index(level) for level in range(len(WHEN))])


@inlined
def _is_undated(c: Columns, row: int) -> bool:
    return bool(c.times[row] == 0 and c.published[row] == NO_TIME)


@inlined
def _time_level(low: int, high: int, other_low: int, other_high: int) -> int:
    gap = max(low, other_low) - min(high, other_high)
    if is_long(low, high) or is_long(other_low, other_high):
        return 20 if gap <= 0 else 19
    width, other_width = high - low, other_high - other_low
    if width <= _CLOCK_MINUTES and other_width <= _CLOCK_MINUTES:
        apart = abs((low + high) - (other_low + other_high)) // 2
        if gap <= 0:
            apart = min(apart, 30 + apart // 2)
        if _SLIP[0] <= apart <= _SLIP[1]:
            return 13
        level = 1 + _bin(_CLOCK_EDGES, apart)
        if level == _DAY_APART:
            finer = _bin(_DAY_APART_EDGES, abs(apart - _DAY))
            return level if finer == 0 else 23 + finer
        return level
    if gap < 0 or (gap == 0 and (width == 0 or other_width == 0)):
        widest = max(width, other_width)
        if widest <= _PART_MINUTES:
            return 14
        return 15 if widest <= _DAY_MINUTES else 16
    if gap < _NEXT_MINUTES:
        return 17
    return 18 if gap <= 2160 else 19


@inlined
def _publication_levels(c: Columns, one: int, other: int) -> tuple[int, int]:
    """How long after each other two rows came out, and the first of them after the latest beginning that is told."""
    mine, theirs = int(c.published[one]), int(c.published[other])
    if mine == NO_TIME or theirs == NO_TIME:
        return 0, 0
    near = 1 + _bin(_PUBLISHED_EDGES, abs(mine - theirs))
    one_begins, other_begins = _begins(c, one), _begins(c, other)
    if one_begins == NO_TIME or other_begins == NO_TIME:
        return near, 0
    return near, 1 + _bin(_BEFORE_EDGES, min(mine, theirs) - max(one_begins, other_begins))


@inlined
def _begins(c: Columns, row: int) -> int:
    """The first minute of the first time that dates a row; :data:`NO_TIME` where none does."""
    begins = NO_TIME
    for time in range(c.times[row]):
        if not is_long(c.earliest[row, time], c.latest[row, time]):
            first = int(c.earliest[row, time])
            begins = first if begins == NO_TIME else min(begins, first)
    return begins


@inlined
def _kind_level(mine: int, theirs: int) -> int:
    both = mine & theirs & _REAL_BITS
    if both != 0:
        level = 3
        while both & np.uint32(1) == 0:
            both = both >> np.uint32(1)
            level += 1
        return level
    if mine & _REAL_BITS == 0 or theirs & _REAL_BITS == 0:
        return 0
    for family in _FAMILY_BITS:
        if mine & family != 0 and theirs & family != 0:
            return 2
    return 1


@inlined
def _target_level(mine: int, theirs: int) -> int:
    if mine == 0 or theirs == 0:
        return 0
    return 1 if mine & theirs != 0 else 2


@inlined
def _means_level(mine: int, theirs: int) -> int:
    if mine == 0 or theirs == 0:
        return 0
    if mine == theirs:
        return 1
    return 2 if mine & theirs != 0 else 3


@inlined
def compare_words(c: Columns, one: int, other: int, crowd: Crowd, out: NDArray[np.int8]) -> None:
    """Fill ``out`` with the levels of words.

    How alike all are (cosine, each word weighed by its rarity), how much the shared ones tell, and how alike the words
    with a capital and the numbers are (cosine of TF-IDF, each counted once).
    """
    if c.termed[one] < _FEWEST_TERMS or c.termed[other] < _FEWEST_TERMS:
        return
    shared, capitals, figures, mine, theirs = 0, 0, 0, 0, 0
    while mine < c.termed[one] and theirs < c.termed[other]:
        first, second = c.terms[one, mine] >> _SHIFT, c.terms[other, theirs] >> _SHIFT
        if first == second:
            bits = int(crowd.bits[one, mine])
            shared += bits
            kind = c.terms[one, mine] & c.terms[other, theirs] & _CLASS
            if kind == CAPITAL:
                capitals += bits * bits
            elif kind == DIGITS:
                figures += bits * bits
        mine, theirs = mine + (first <= second), theirs + (second <= first)
    _fill_words(crowd, one, other, (shared, capitals, figures), out)


@inlined
def _fill_words(crowd: Crowd, one: int, other: int, shared: tuple[int, int, int], out: NDArray[np.int8]) -> None:
    both = np.sqrt(float(max(1, crowd.told[one])) * float(max(1, crowd.told[other])))
    out[5], out[6] = 1 + _bin(_WORD_EDGES, shared[0] / both), 1 + _bin(_TELLING_EDGES, float(shared[0]))
    out[14] = _marked_level(crowd, one, other, 0, shared[1])
    out[15] = _marked_level(crowd, one, other, 1, shared[2])


@inlined
def _marked_level(crowd: Crowd, one: int, other: int, kind: int, shared: int) -> int:
    mine, theirs = crowd.marked[one, kind], crowd.marked[other, kind]
    if mine < _FEWEST_MARKED or theirs < _FEWEST_MARKED:
        return 0
    return 1 + _bin(_WORD_EDGES, shared / np.sqrt(float(max(mine, shared)) * float(max(theirs, shared))))


@leaf
def lay_words(c: Columns, row: int, table: NDArray[np.uint32]) -> None:
    """Lay the words of a row into the table, so that many others can be held against them one after the other."""
    table[:] = 0
    for term in range(c.termed[row]):
        slot = int(c.terms[row, term] >> _SHIFT) % WORD_SLOTS
        while table[slot] != 0:
            slot = (slot + 1) % WORD_SLOTS
        table[slot] = c.terms[row, term]


@inlined
def compare_laid(
    c: Columns, one: int, row: int, crowd: Crowd, table: NDArray[np.uint32], out: NDArray[np.int8]
) -> None:
    """What :func:`compare_words` says of ``one`` and of ``row``, whose words lie in the table."""
    if c.termed[one] < _FEWEST_TERMS or c.termed[row] < _FEWEST_TERMS:
        return
    shared, capitals, figures = 0, 0, 0
    for term in range(c.termed[one]):
        word = c.terms[one, term]
        slot = int(word >> _SHIFT) % WORD_SLOTS
        while table[slot] != 0:
            if (table[slot] ^ word) <= _CLASS:
                bits = int(crowd.bits[one, term])
                shared += bits
                kind = table[slot] & word & _CLASS
                if kind == CAPITAL:
                    capitals += bits * bits
                elif kind == DIGITS:
                    figures += bits * bits
                break
            slot = (slot + 1) % WORD_SLOTS
    _fill_words(crowd, one, row, (shared, capitals, figures), out)


@inlined
def _names_level(c: Columns, one: int, other: int, crowd: Crowd) -> int:
    if c.named[one] == 0 or c.named[other] == 0:
        return 0
    shared, bits, mine, theirs = 0, 0, 0, 0
    while mine < c.named[one] and theirs < c.named[other]:
        first, second = c.names[one, mine], c.names[other, theirs]
        if first == second:
            shared += 1
            bits += count_name_bits(crowd, first)
        mine, theirs = mine + (first <= second), theirs + (second <= first)
    return 1 if shared == 0 else 2 + _bin(_NAME_EDGES, float(bits))


@inlined
def _number_level(c: Columns, one: int, other: int) -> int:
    same, told = 0, 0
    if c.killed[one] > 0 and c.killed[other] > 0:
        told += 1
        same += c.killed[one] == c.killed[other]
    if c.wounded[one] > 0 and c.wounded[other] > 0:
        told += 1
        same += c.wounded[one] == c.wounded[other]
    if told == 0:
        return 0
    return same if same > 0 else 3
