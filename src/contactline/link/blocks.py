"""Blocks: which rows come into question for each other, without looking at all pairs.

A row is kept under a key for each of its places and days, and looks under the keys around. What counts in the end is a
rule of two rows alone (:func:`is_candidate`): near enough in place and time, both without a place on one day, or tied
by a proper name. So whether two rows meet hangs neither on who came first nor on where a cell ends, and midnight parts
nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled, inlined, leaf
from contactline.link.columns import NO_TIME, Columns

REACH_KM: Final = 14.0
"""Rows whose points lie farther apart than this (and the radii of vague ones) do not come into question."""
REACH_MINUTES: Final = 26 * 60
"""Nor do clock times farther apart than this: a day off is common, two are not."""
NEXT_MINUTES: Final = 24 * 60 - 1
"""Nor days and parts of days with more than this between them: the hour of one day and the next day still meet."""
UNDATED_MINUTES: Final = 4 * 1440
"""Nor rows without a time whose publications lie farther apart than this and :data:`PUBLISHED_BEFORE` together."""
CLOCK_MINUTES: Final = 180
"""A time no wider than this names an hour of the clock."""
COARSE_KM: Final = 15.0
"""From this radius on a place is a district or more, and is kept in a coarser grid."""
MOST_RADIUS_KM: Final = 80.0
"""A wider area than this says nothing about where."""
PUBLISHED_BEFORE: Final = 3 * 1440
"""A row without a time speaks of these minutes before its publication."""
BLOCK_LIMIT: Final = 4096
"""Rows of one key that are looked at; a denser block is cut, and counted."""
NAME_BLOCK_LIMIT: Final = 64
"""A name that more rows carry is common and ties nothing."""

_DAY: Final = 1440
_MONTH: Final = 30 * _DAY
_LONGEST_DAYS: Final = 5  # a longer run of days is a period
_MOST_PERIOD_DAYS: Final = 62
_FINE, _COARSE, _PLACE, _NAME, _NOWHERE, _TIE = 0, 1, 2, 3, 4, 5
_FINE_DEGREES: Final = 0.2
_COARSE_DEGREES: Final = 1.0
_KM_PER_DEGREE: Final = 111.2
_SLOTS: Final = 1 << 17
_MONTH_SLOT: Final = 100_000
_NO_DAY: Final = _SLOTS - 1
_FIRST_DAY: Final = 30_000
_HASH_BITS: Final = np.uint64((1 << 40) - 1)
_TIE_SLOT: Final = 90_000
_TIE_DAYS: Final = 60
_COLUMNS: Final = 4096


class Index(NamedTuple):
    """A hash table from keys to rows, in arrays; entries of one bucket form a chain.

    Attributes:
        head: number of the first entry of each bucket, or -1.
        chain: number of the next entry of the same bucket, or -1.
        key, row: of each entry.
        used: shape ``(1,)``: how many entries there are.
    """

    head: NDArray[np.int32]
    chain: NDArray[np.int32]
    key: NDArray[np.int64]
    row: NDArray[np.int32]
    used: NDArray[np.int64]


def make_index(entries: int) -> Index:
    """An empty index with room for a number of entries."""
    room = max(64, entries)
    return Index(
        head=np.full(room * 2 + 1, -1, np.int32),
        chain=np.full(room, -1, np.int32),
        key=np.zeros(room, np.int64),
        row=np.zeros(room, np.int32),
        used=np.zeros(1, np.int64),
    )


def index_rows(index: Index, columns: Columns, first: int, last: int) -> Index:
    """Put rows ``first`` to ``last - 1`` into the index; returns it, or a larger one that holds the same and more."""
    keys = np.zeros(_MOST_KEYS, np.int64)
    at = first
    while True:
        at = _add_rows(index, columns, at, last, keys)
        if at == last:
            return index
        index = _grow(index, 2 * len(index.key) + _MOST_KEYS)


def _grow(index: Index, room: int) -> Index:
    larger = make_index(room)
    used = int(index.used[0])
    larger.key[:used] = index.key[:used]
    larger.row[:used] = index.row[:used]
    larger.used[0] = used
    _chain_all(larger)
    return larger


@leaf
def _chain_all(index: Index) -> None:
    for entry in range(index.used[0]):
        bucket = index.key[entry] % len(index.head)
        index.chain[entry] = index.head[bucket]
        index.head[bucket] = entry


_MOST_KEYS: Final = 256


@compiled
def _add_rows(index: Index, c: Columns, first: int, last: int, keys: NDArray[np.int64]) -> int:
    """Add rows until all are in or there is no more room; returns the first row that is not in."""
    for row in range(first, last):
        if index.used[0] + len(keys) > len(index.key):
            return row
        count = _home_keys(c, row, keys)
        for number in range(count):
            entry = index.used[0]
            index.used[0] = entry + 1
            index.key[entry] = keys[number]
            index.row[entry] = row
            bucket = keys[number] % len(index.head)
            index.chain[entry] = index.head[bucket]
            index.head[bucket] = entry
    return last


# -- keys


@leaf
def _pack(level: int, one: int, slot: int) -> int:
    return ((level << 42) + one) * _SLOTS + slot


@leaf
def _cell_row(lat: float, degrees: float) -> int:
    return int(np.floor((lat + 90.0) / degrees))


@leaf
def _cell_column(lon: float, row: int, degrees: float) -> int:
    """Columns of a row of cells are as wide in kilometres as the rows are high, counted from the date line."""
    return int(np.floor((lon + 180.0) / _column_degrees(row, degrees)))


@leaf
def _column_degrees(row: int, degrees: float) -> float:
    middle = (row + 0.5) * degrees - 90.0
    return float(degrees / max(0.02, np.cos(np.radians(middle))))


@leaf
def _slots(c: Columns, row: int, out: NDArray[np.int64]) -> int:
    """The days (or months, for a long period) under which a row is kept."""
    count = 0
    for time in range(c.times[row]):
        first, last = c.earliest[row, time], c.latest[row, time]
        if is_long(first, last):
            count = _put_range(out, count, first // _MONTH + _MONTH_SLOT, (last - 1) // _MONTH + _MONTH_SLOT, 12)
        else:
            end = max(first, last - 1)
            count = _put_range(out, count, first // _DAY + _FIRST_DAY, end // _DAY + _FIRST_DAY, _LONGEST_DAYS + 1)
    if c.times[row] == 0 and c.published[row] != NO_TIME:
        last = c.published[row]
        count = _put_range(
            out, 0, (last - PUBLISHED_BEFORE) // _DAY + _FIRST_DAY, last // _DAY + _FIRST_DAY, _LONGEST_DAYS
        )
    if count == 0:
        out[0] = _NO_DAY
        count = 1
    return count


@leaf
def _put_range(out: NDArray[np.int64], count: int, first: int, last: int, most: int) -> int:
    for slot in range(first, min(last, first + most - 1) + 1):
        known = False
        for number in range(count):
            known = known or out[number] == slot
        if not known and count < len(out):
            out[count] = slot
            count += 1
    return count


@inlined
def is_long(earliest: int, latest: int) -> bool:
    """Whether a time is a period (a week, a month, a year) and dates nothing."""
    return latest - earliest > _LONGEST_DAYS * _DAY


@compiled
def _home_keys(c: Columns, row: int, keys: NDArray[np.int64]) -> int:
    """The keys under which a row is kept."""
    slots = np.zeros(48, np.int64)
    slot_count = _slots(c, row, slots)
    count = 0
    for spot in range(max(1, c.spots[row])):
        level, one = _home_place(c, row, spot)
        for number in range(slot_count):
            if count < len(keys) - int(c.named[row]):
                keys[count] = _pack(level, one, slots[number])
                count += 1
    for name in range(c.named[row]):
        keys[count] = _pack(_TIE, int(np.int64(c.names[row, name] & _HASH_BITS)), _tie_slot(c, row))
        count += 1
    return count


@leaf
def _home_place(c: Columns, row: int, spot: int) -> tuple[int, int]:
    if c.spots[row] == 0 or (c.radius[row, spot] > MOST_RADIUS_KM):
        return _NOWHERE, 0
    lat = c.lat[row, spot]
    if not np.isnan(lat):
        level = _COARSE if c.radius[row, spot] > COARSE_KM else _FINE
        degrees = _COARSE_DEGREES if level == _COARSE else _FINE_DEGREES
        cell = _cell_row(lat, degrees)
        return level, cell * _COLUMNS + _cell_column(c.lon[row, spot], cell, degrees)
    if c.place[row, spot] != 0:
        return _PLACE, int(np.int64(c.place[row, spot] & _HASH_BITS))
    if c.skeleton[row, spot] != 0:
        return _NAME, int(np.int64(c.skeleton[row, spot] & _HASH_BITS))
    return _NOWHERE, 0


@leaf
def _tie_slot(c: Columns, row: int) -> int:
    """Names tie rows of about two months; a row without any date is kept with the undated ones."""
    middle = middle_minute(c, row)
    if middle == NO_TIME:
        return _NO_DAY
    return _TIE_SLOT + middle // (_TIE_DAYS * _DAY)


@leaf
def middle_minute(c: Columns, row: int) -> int:
    """The middle of a row's first time; its publication where it names none; :data:`NO_TIME` without either."""
    if c.times[row] > 0:
        return int(c.earliest[row, 0] + (c.latest[row, 0] - c.earliest[row, 0]) // 2)
    return int(c.published[row])


# -- candidates


@compiled
def find_candidates(
    c: Columns, index: Index, row: int, below: int, seen: NDArray[np.int32], stamp: int, out: NDArray[np.int32]
) -> int:
    """Rows that come into question for a row.

    Args:
        c: the columns.
        index: of their keys.
        row: the row.
        below: only rows with a smaller number than this count.
        seen: shape ``(n,)``, scratch; entries equal to ``stamp`` are passed over.
        stamp: a number that was not used with ``seen`` before.
        out: room for the result; when it is full, the rest is left out.

    Returns:
        How many are in ``out``; negative where a block was cut.
    """
    slots = np.zeros(160, np.int64)
    slot_count = _near_slots(c, row, slots)
    seen[row] = stamp
    found = 0
    cut = False
    for spot in range(max(1, c.spots[row])):
        level, one = _home_place(c, row, spot)
        if level in (_FINE, _COARSE):
            reach = REACH_KM + (c.radius[row, spot] if level == _COARSE else 0.0)
            found, one_cut = _look_around(
                c, index, row, below, spot, _FINE, _FINE_DEGREES, reach, slots, slot_count, seen, stamp, out, found
            )
            wide = reach + MOST_RADIUS_KM
            found, other_cut = _look_around(
                c, index, row, below, spot, _COARSE, _COARSE_DEGREES, wide, slots, slot_count, seen, stamp, out, found
            )
            cut = cut or one_cut or other_cut
        else:
            for number in range(slot_count):
                key = _pack(level, one, slots[number])
                found, one_cut = _look(c, index, row, below, key, BLOCK_LIMIT, False, seen, stamp, out, found)
                cut = cut or one_cut
    found = _look_for_names(c, index, row, below, seen, stamp, out, found)
    return -found if cut else found


@leaf
def _look_for_names(
    c: Columns,
    index: Index,
    row: int,
    below: int,
    seen: NDArray[np.int32],
    stamp: int,
    out: NDArray[np.int32],
    found: int,
) -> int:
    slot = _tie_slot(c, row)
    for name in range(c.named[row]):
        one = int(np.int64(c.names[row, name] & _HASH_BITS))
        for shift in range(-1, 2):
            if slot == _NO_DAY and shift != 0:
                continue
            key = _pack(_TIE, one, slot + shift)
            if _count_key(index, key, NAME_BLOCK_LIMIT) <= NAME_BLOCK_LIMIT:
                found, _ = _look(c, index, row, below, key, NAME_BLOCK_LIMIT, True, seen, stamp, out, found)
    return found


@leaf
def _near_slots(c: Columns, row: int, out: NDArray[np.int64]) -> int:
    """The days around a row's times and their months; all days of a period."""
    count = 0
    for time in range(c.times[row]):
        first, last = c.earliest[row, time], c.latest[row, time]
        end = max(first, last - 1)
        if is_long(first, last):
            most = _MOST_PERIOD_DAYS
            count = _put_range(out, count, first // _DAY + _FIRST_DAY, end // _DAY + _FIRST_DAY, most)
        else:
            reach = REACH_MINUTES if last - first <= CLOCK_MINUTES else NEXT_MINUTES
            low, high = first - reach, end + reach
            most = _LONGEST_DAYS + 5
            count = _put_range(out, count, low // _DAY + _FIRST_DAY, high // _DAY + _FIRST_DAY, most)
        count = _put_range(out, count, first // _MONTH + _MONTH_SLOT, end // _MONTH + _MONTH_SLOT, 12)
    if c.times[row] == 0 and c.published[row] != NO_TIME:
        low, high = c.published[row] - PUBLISHED_BEFORE - UNDATED_MINUTES, c.published[row] + UNDATED_MINUTES
        count = _put_range(out, 0, low // _DAY + _FIRST_DAY, high // _DAY + _FIRST_DAY, 16)
        count = _put_range(out, count, low // _MONTH + _MONTH_SLOT, high // _MONTH + _MONTH_SLOT, 2)
    if count == 0:
        out[0] = _NO_DAY
        count = 1
    return count


@leaf
def _look_around(
    c: Columns,
    index: Index,
    row: int,
    below: int,
    spot: int,
    level: int,
    degrees: float,
    reach: float,
    slots: NDArray[np.int64],
    slot_count: int,
    seen: NDArray[np.int32],
    stamp: int,
    out: NDArray[np.int32],
    found: int,
) -> tuple[int, bool]:
    lat, lon = float(c.lat[row, spot]), float(c.lon[row, spot])
    high = reach / _KM_PER_DEGREE
    cut = False
    for cell in range(_cell_row(lat - high, degrees), _cell_row(lat + high, degrees) + 1):
        width = _column_degrees(cell, degrees)
        wide = reach / (_KM_PER_DEGREE * max(0.02, float(c.scale[row, spot])))
        columns = int(np.floor(360.0 / width))
        for column in range(
            int(np.floor((lon - wide + 180.0) / width)), int(np.floor((lon + wide + 180.0) / width)) + 1
        ):
            around = column % (columns + 1)
            for number in range(slot_count):
                key = _pack(level, cell * _COLUMNS + around, slots[number])
                found, one_cut = _look(c, index, row, below, key, BLOCK_LIMIT, False, seen, stamp, out, found)
                cut = cut or one_cut
    return found, cut


@leaf
def _count_key(index: Index, key: int, most: int) -> int:
    count = 0
    entry = index.head[key % len(index.head)]
    while entry >= 0 and count <= most:
        count += index.key[entry] == key
        entry = index.chain[entry]
    return count


@inlined
def _look(
    c: Columns,
    index: Index,
    row: int,
    below: int,
    key: int,
    most: int,
    tied: bool,
    seen: NDArray[np.int32],
    stamp: int,
    out: NDArray[np.int32],
    found: int,
) -> tuple[int, bool]:
    """Add the rows of one key that come into question; says whether the block was cut."""
    looked = 0
    entry = index.head[key % len(index.head)]
    while entry >= 0:
        other = index.row[entry]
        if index.key[entry] == key and other < below:
            looked += 1
            if looked > most or found >= len(out):
                return found, True
            if seen[other] != stamp and (tied or is_candidate(c, row, other)):
                seen[other] = stamp
                out[found] = other
                found += 1
        entry = index.chain[entry]
    return found, False


@inlined
def is_candidate(c: Columns, one: int, other: int) -> bool:
    """Whether two rows come into question for each other by place and time. Symmetric."""
    if _is_far_north(c, one, other):
        return False
    reach = NEXT_MINUTES
    if _is_clock(c, one) and _is_clock(c, other):
        reach = REACH_MINUTES
    elif c.times[one] == 0 and c.times[other] == 0:
        reach = UNDATED_MINUTES
    if time_gap(c, one, other) > reach:
        return False
    if c.spots[one] == 0 or c.spots[other] == 0:
        return True
    distance, margin = spot_distance(c, one, other)
    return distance <= REACH_KM + margin


@inlined
def _is_far_north(c: Columns, one: int, other: int) -> bool:
    """Whether the latitudes of two settlements alone part them: the cheapest question that most rows fail."""
    if c.spots[one] != 1 or c.spots[other] != 1 or c.radius[one, 0] > COARSE_KM or c.radius[other, 0] > COARSE_KM:
        return False
    same = c.place[one, 0] != 0 and c.place[one, 0] == c.place[other, 0]
    return not same and abs(c.lat[one, 0] - c.lat[other, 0]) * _KM_PER_DEGREE > REACH_KM


@inlined
def time_gap(c: Columns, one: int, other: int) -> int:
    """Minutes between the nearest times of two rows, 0 where they overlap or one names none."""
    if c.times[one] == 0 or c.times[other] == 0:
        first_low, first_high = _told_span(c, one)
        other_low, other_high = _told_span(c, other)
        if first_low == NO_TIME or other_low == NO_TIME:
            return 0
        return max(0, max(first_low, other_low) - min(first_high, other_high))
    if c.times[one] == 1 and c.times[other] == 1:
        low, high = max(c.earliest[one, 0], c.earliest[other, 0]), min(c.latest[one, 0], c.latest[other, 0])
        return max(0, int(low) - int(high))
    nearest = 1 << 40
    for mine in range(c.times[one]):
        for theirs in range(c.times[other]):
            low = max(c.earliest[one, mine], c.earliest[other, theirs])
            high = min(c.latest[one, mine], c.latest[other, theirs])
            nearest = min(nearest, max(0, int(low) - int(high)))
    return nearest


@inlined
def _is_clock(c: Columns, row: int) -> bool:
    return bool(c.times[row] > 0 and c.latest[row, 0] - c.earliest[row, 0] <= CLOCK_MINUTES)


@inlined
def _told_span(c: Columns, row: int) -> tuple[int, int]:
    """First and last minute that a row may speak of."""
    if c.times[row] == 0:
        if c.published[row] == NO_TIME:
            return NO_TIME, NO_TIME
        return c.published[row] - PUBLISHED_BEFORE, c.published[row]
    low, high = c.earliest[row, 0], c.latest[row, 0]
    for time in range(1, c.times[row]):
        low, high = min(low, c.earliest[row, time]), max(high, c.latest[row, time])
    return low, high


@inlined
def spot_distance(c: Columns, one: int, other: int) -> tuple[float, float]:
    """Kilometres between the nearest spots of two rows, and the radii of those where they are areas.

    The same place id is 0 km, whatever its points; a spot without a point is as near as 0 km to one of the same or a
    like name and 1000 km from all others.
    """
    if c.spots[one] == 1 and c.spots[other] == 1:  # as nearly all have; the loops below would say the same
        return pair_distance(c, one, 0, other, 0), _area(c.radius[one, 0]) + _area(c.radius[other, 0])
    best, margin = 1e9, 0.0
    for mine in range(c.spots[one]):
        for theirs in range(c.spots[other]):
            distance = pair_distance(c, one, mine, other, theirs)
            areas = _area(c.radius[one, mine]) + _area(c.radius[other, theirs])
            if distance - areas < best - margin:
                best, margin = distance, areas
    return best, margin


@inlined
def _area(radius: float) -> float:
    return float(radius) if radius > COARSE_KM else 0.0


@inlined
def pair_distance(c: Columns, one: int, mine: int, other: int, theirs: int) -> float:
    """Kilometres between two spots (equirectangular, good to a per cent within 100 km)."""
    if c.place[one, mine] != 0 and c.place[one, mine] == c.place[other, theirs]:
        return 0.0
    if np.isnan(c.lat[one, mine]) or np.isnan(c.lat[other, theirs]):
        same_skeleton = c.skeleton[one, mine] != 0 and c.skeleton[one, mine] == c.skeleton[other, theirs]
        wide = c.radius[one, mine] > MOST_RADIUS_KM or c.radius[other, theirs] > MOST_RADIUS_KM
        return 0.0 if same_skeleton or wide else 1000.0
    high = (float(c.lat[one, mine]) - float(c.lat[other, theirs])) * _KM_PER_DEGREE
    around = abs(float(c.lon[one, mine]) - float(c.lon[other, theirs]))
    if around > 180.0:
        around = 360.0 - around
    wide_km = around * _KM_PER_DEGREE * 0.5 * (float(c.scale[one, mine]) + float(c.scale[other, theirs]))
    return float(np.sqrt(high * high + wide_km * wide_km))
