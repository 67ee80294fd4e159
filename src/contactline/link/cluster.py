"""Pairs to clusters: agglomeration in one total order, then moves of single rows; never chains.

Two clusters are joined when the scores of *all* pairs between them add up to more than nothing: a single near pair
cannot chain two happenings, since every stranger between them counts against it. What comes out hangs on the set of
rows and pairs alone, not on the order of arrival: pairs are taken best first, ties by the rows' ids.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled, leaf
from contactline.link.blocks import is_long
from contactline.link.columns import NO_TIME, Columns
from contactline.link.pairs import Pairs

LONGEST_MINUTES: Final = 48 * 60
"""An incident never spans more than this, unless one row alone names a longer run of days."""
WIDEST_KM: Final = 50.0
"""Nor do its points lie farther apart than this."""
SWEEPS: Final = 4
_KM_PER_DEGREE: Final = 111.2
_FAR: Final = 1 << 30


class Graph(NamedTuple):
    """Pairs from both ends: the neighbours of row ``r`` are ``other[start[r]:start[r + 1]]``."""

    start: NDArray[np.int64]
    other: NDArray[np.int32]
    points: NDArray[np.int32]


class Extent(NamedTuple):
    """Bounds of each row, and of each cluster at the place of its root: minutes and degrees."""

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    longest: NDArray[np.int32]
    south: NDArray[np.float32]
    north: NDArray[np.float32]
    west: NDArray[np.float32]
    east: NDArray[np.float32]


class Clusters(NamedTuple):
    """Clusters while they grow.

    Attributes:
        label: the cluster of each row.
        size: rows in each cluster.
        next: the next row of the same cluster, a ring.
        held: 1 for rows that a person has joined: they are never moved.
    """

    label: NDArray[np.int32]
    size: NDArray[np.int32]
    next: NDArray[np.int32]
    held: NDArray[np.int8]


def make_graph(size: int, pairs: Pairs) -> Graph:
    """The pairs of a number of rows, from both ends."""
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(pairs.one, minlength=size) + np.bincount(pairs.other, minlength=size), out=start[1:])
    graph = Graph(start, np.zeros(2 * len(pairs.one), np.int32), np.zeros(2 * len(pairs.one), np.int32))
    _fill_graph(pairs, graph, start[:-1].copy())
    return graph


@leaf
def _fill_graph(pairs: Pairs, graph: Graph, at: NDArray[np.int64]) -> None:
    """Put every pair with both of its rows; ``at`` is the next free place of each."""
    for pair in range(len(pairs.one)):
        place = at[pairs.one[pair]]
        graph.other[place], graph.points[place] = pairs.other[pair], pairs.points[pair]
        at[pairs.one[pair]] = place + 1
    for pair in range(len(pairs.one)):
        place = at[pairs.other[pair]]
        graph.other[place], graph.points[place] = pairs.one[pair], pairs.points[pair]
        at[pairs.other[pair]] = place + 1


def cluster_rows(
    columns: Columns,
    pairs: Pairs,
    miss: int,
    together: NDArray[np.int32] | None = None,
) -> NDArray[np.int32]:
    """Cluster rows by the scores of their pairs.

    Args:
        columns: the rows, in their total order.
        pairs: scored pairs; every other pair counts ``miss``. A pair that a person keeps apart has a score that
            nothing can outweigh (:data:`APART`).
        miss: centi-decibans, negative.
        together: shape ``(m, 2)``: rows that a person has joined.

    Returns:
        For each row the smallest row number of its cluster.
    """
    return cluster_graph(columns, make_graph(columns.size, pairs), rank_pairs(pairs), miss, together)


class Ranked(NamedTuple):
    """Pairs that speak for one happening, the best first; ties by the rows."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]


def rank_pairs(pairs: Pairs) -> Ranked:
    """Those pairs that score above nothing, in the order in which clusters are joined along them."""
    good = np.flatnonzero(pairs.points > 0)
    order = good[np.lexsort((pairs.other[good], pairs.one[good], -pairs.points[good]))]
    return Ranked(pairs.one[order], pairs.other[order])


def cluster_graph(
    columns: Columns, graph: Graph, ranked: Ranked, miss: int, together: NDArray[np.int32] | None = None
) -> NDArray[np.int32]:
    """What :func:`cluster_rows` does, from both forms that it brings the pairs into."""
    size = columns.size
    clusters = make_clusters(size)
    extent = make_extent(columns)
    for one, other in together if together is not None else ():
        unite(clusters, extent, clusters.label[one], clusters.label[other])
        _widen(extent, clusters.label[one])
        clusters.held[one] = clusters.held[other] = 1
    scratch = np.zeros(size, np.int64), np.zeros(size, np.int32)
    _agglomerate(clusters, extent, graph, *ranked, miss)
    for _ in range(SWEEPS):
        moved = _move_rows(clusters, extent, columns, graph, miss, *scratch)
        merged = _agglomerate(clusters, extent, graph, *ranked, miss)
        if not moved and not merged:
            break
    return _number_clusters(clusters.label)


def make_clusters(size: int) -> Clusters:
    """Every row on its own."""
    rows = np.arange(size, dtype=np.int32)
    return Clusters(rows.copy(), np.ones(size, np.int32), rows.copy(), np.zeros(size, np.int8))


_REFUSALS: Final = 1 << 16
"""Pairs of clusters that are remembered not to join: in a dense hour thousands of pairs of rows lie between them."""
APART: Final = -(10**8)
"""The score of a pair that a person keeps apart."""


def part_pairs(pairs: Pairs, apart: NDArray[np.int32]) -> Pairs:
    """The pairs with some, shape ``(m, 2)``, that a person keeps apart whatever they score."""
    if not len(apart):
        return pairs
    ends = np.sort(apart, axis=1)
    told = ends[:, 0].astype(np.int64) << 32 | ends[:, 1]
    stays = ~np.isin(pairs.one.astype(np.int64) << 32 | pairs.other, told)
    return Pairs(
        np.concatenate((pairs.one[stays], ends[:, 0])),
        np.concatenate((pairs.other[stays], ends[:, 1])),
        np.concatenate((pairs.points[stays], np.full(len(ends), APART, np.int32))),
    )


def make_extent(columns: Columns) -> Extent:
    """The bounds of all rows."""
    size = columns.size
    extent = Extent(
        np.full(size, _FAR, np.int32),
        np.full(size, -_FAR, np.int32),
        np.full(size, LONGEST_MINUTES, np.int32),
        np.full(size, 999, np.float32),
        np.full(size, -999, np.float32),
        np.full(size, 999, np.float32),
        np.full(size, -999, np.float32),
    )
    _set_extents(columns, extent)
    return extent


def _widen(extent: Extent, label: int) -> None:
    """What a person has joined is not too long or too wide."""
    extent.longest[label] = max(extent.longest[label], extent.last[label] - extent.first[label])
    extent.south[label], extent.north[label] = 999, -999
    extent.west[label], extent.east[label] = 999, -999


@leaf
def _set_extents(c: Columns, extent: Extent) -> None:
    for row in range(len(c.key)):
        set_extent(c, extent, row)


@leaf
def set_extent(c: Columns, extent: Extent, row: int) -> None:
    """Set the bounds of a row on its own."""
    extent.first[row], extent.last[row], extent.longest[row] = _FAR, -_FAR, LONGEST_MINUTES
    extent.south[row], extent.north[row], extent.west[row], extent.east[row] = 999, -999, 999, -999
    for time in range(c.times[row]):
        low, high = c.earliest[row, time], c.latest[row, time]
        if low != NO_TIME and not is_long(low, high):
            extent.first[row] = min(extent.first[row], low)
            extent.last[row] = max(extent.last[row], high)
    extent.longest[row] = max(LONGEST_MINUTES, extent.last[row] - extent.first[row])
    if c.spots[row] == 1 and c.radius[row, 0] <= 15.0 and not np.isnan(c.lat[row, 0]):
        extent.south[row] = extent.north[row] = c.lat[row, 0]
        extent.west[row] = extent.east[row] = c.lon[row, 0]


@leaf
def fits(extent: Extent, one: int, other: int) -> bool:
    """Whether two clusters together stay within the bounds of an incident."""
    first, last = min(extent.first[one], extent.first[other]), max(extent.last[one], extent.last[other])
    if last - first > max(extent.longest[one], extent.longest[other]):
        return False
    south, north = min(extent.south[one], extent.south[other]), max(extent.north[one], extent.north[other])
    if (north - south) * _KM_PER_DEGREE > WIDEST_KM:
        return False
    west, east = min(extent.west[one], extent.west[other]), max(extent.east[one], extent.east[other])
    if west > east:
        return True
    around = (east - west) * _KM_PER_DEGREE * np.cos(np.radians(south))
    return bool(around <= WIDEST_KM or around >= 300 * _KM_PER_DEGREE * np.cos(np.radians(south)))


@leaf
def unite(clusters: Clusters, extent: Extent, one: int, other: int) -> None:
    """Join two clusters under the smaller of their labels."""
    if one == other:
        return
    root, gone = min(one, other), max(one, other)
    row = gone
    while True:
        clusters.label[row] = root
        row = clusters.next[row]
        if row == gone:
            break
    clusters.next[root], clusters.next[gone] = clusters.next[gone], clusters.next[root]
    clusters.size[root] += clusters.size[gone]
    clusters.size[gone] = 0
    extent.first[root] = min(extent.first[root], extent.first[gone])
    extent.last[root] = max(extent.last[root], extent.last[gone])
    extent.longest[root] = max(extent.longest[root], extent.longest[gone])
    extent.south[root] = min(extent.south[root], extent.south[gone])
    extent.north[root] = max(extent.north[root], extent.north[gone])
    extent.west[root] = min(extent.west[root], extent.west[gone])
    extent.east[root] = max(extent.east[root], extent.east[gone])


@compiled
def _agglomerate(
    clusters: Clusters, extent: Extent, graph: Graph, one: NDArray[np.int32], other: NDArray[np.int32], miss: int
) -> int:
    """Join along the pairs, best first; returns how many joins there were."""
    joins = 0
    refused = np.full((_REFUSALS, 4), -1, np.int32)
    for pair in range(len(one)):
        mine, theirs = clusters.label[one[pair]], clusters.label[other[pair]]
        if mine == theirs or not fits(extent, mine, theirs):
            continue
        mine, theirs = min(mine, theirs), max(mine, theirs)
        memory = refused[(int(mine) * 40_503 + int(theirs)) % _REFUSALS]
        is_known = memory[0] == mine and memory[1] == theirs
        # Within one pass clusters only grow: one of the same label and size is the same.
        if is_known and memory[2] == clusters.size[mine] and memory[3] == clusters.size[theirs]:
            continue
        if _between(clusters, graph, mine, theirs, miss) > 0:
            unite(clusters, extent, mine, theirs)
            joins += 1
        else:
            memory[0], memory[1] = mine, theirs
            memory[2], memory[3] = clusters.size[mine], clusters.size[theirs]
    return joins


@leaf
def _between(clusters: Clusters, graph: Graph, one: int, other: int, miss: int) -> int:
    """The sum of the scores of all pairs between two clusters."""
    if clusters.size[one] > clusters.size[other]:
        one, other = other, one
    total, met = 0, 0
    row = one
    while True:
        for edge in range(graph.start[row], graph.start[row + 1]):
            if clusters.label[graph.other[edge]] == other:
                total += int(graph.points[edge])
                met += 1
        row = clusters.next[row]
        if row == one:
            break
    strangers = int(clusters.size[one]) * int(clusters.size[other]) - met
    return total + strangers * miss


@compiled
def _move_rows(
    clusters: Clusters,
    extent: Extent,
    c: Columns,
    graph: Graph,
    miss: int,
    total: NDArray[np.int64],
    met: NDArray[np.int32],
) -> int:
    """Move every row to the cluster that it fits best, or out on its own; returns how many moved."""
    moved = 0
    touched = np.zeros(4096, np.int32)
    for row in range(len(clusters.label)):
        first, last = graph.start[row], graph.start[row + 1]
        home = clusters.label[row]
        if clusters.held[row] or first == last:
            continue
        count = 0
        for edge in range(first, last):
            label = clusters.label[graph.other[edge]]
            if met[label] == 0:
                if count == len(touched):
                    touched = np.concatenate((touched, np.zeros(len(touched), np.int32)))
                touched[count] = label
                count += 1
            met[label] += 1
            total[label] += graph.points[edge]
        best, best_points = -1, np.int64(0)
        for label in touched[:count]:
            others = clusters.size[label] - (1 if label == home else 0)
            points = total[label] + np.int64(others - met[label]) * miss
            better = points > best_points or (points == best_points and points > 0 and label < best)
            if better and (label == home or _fits_row(clusters, extent, c, row, label)):
                best, best_points = label, points
            total[label], met[label] = 0, 0
        if best != home and not (best < 0 and clusters.size[home] == 1):
            _move(clusters, extent, c, row, home, best)
            moved += 1
    return moved


@leaf
def _fits_row(clusters: Clusters, extent: Extent, c: Columns, row: int, label: int) -> bool:
    low, high = np.int64(_FAR), np.int64(-_FAR)
    for time in range(c.times[row]):
        if c.earliest[row, time] != NO_TIME and not is_long(c.earliest[row, time], c.latest[row, time]):
            low, high = min(low, np.int64(c.earliest[row, time])), max(high, np.int64(c.latest[row, time]))
    first, last = min(np.int64(extent.first[label]), low), max(np.int64(extent.last[label]), high)
    return bool(last - first <= max(np.int64(extent.longest[label]), high - low))


@leaf
def _move(clusters: Clusters, extent: Extent, c: Columns, row: int, home: int, target: int) -> None:
    """Take a row out of its cluster and put it into another, or on its own where ``target`` is negative."""
    _take_out(clusters, extent, c, row)
    if target >= 0:
        unite(clusters, extent, row, target)


@leaf
def _take_out(clusters: Clusters, extent: Extent, c: Columns, row: int) -> None:
    """Put a row on its own; what is left of its cluster is numbered by its smallest row anew."""
    home = clusters.label[row]
    if clusters.size[home] == 1:
        return
    before = row
    smallest = len(clusters.label)
    step = clusters.next[row]
    while step != row:
        before = step
        smallest = min(smallest, step)
        step = clusters.next[step]
    rest = clusters.next[row]
    clusters.next[before] = rest
    clusters.next[row] = row
    left = clusters.size[home] - 1
    clusters.size[home] = 0
    clusters.label[row], clusters.size[row] = row, 1
    set_extent(c, extent, row)
    set_extent(c, extent, smallest)
    step = rest
    while True:
        clusters.label[step] = smallest
        step = clusters.next[step]
        if step == rest:
            break
    clusters.size[smallest] = left
    _gather_extent(clusters, extent, c, smallest, row)


@leaf
def _gather_extent(clusters: Clusters, extent: Extent, c: Columns, label: int, free: int) -> None:
    """The bounds of a cluster from its rows; the entry of ``free``, a row on its own, serves as scratch."""
    step = clusters.next[label]
    while step != label:
        set_extent(c, extent, step)
        extent.first[label] = min(extent.first[label], extent.first[step])
        extent.last[label] = max(extent.last[label], extent.last[step])
        extent.longest[label] = max(extent.longest[label], extent.longest[step])
        extent.south[label] = min(extent.south[label], extent.south[step])
        extent.north[label] = max(extent.north[label], extent.north[step])
        extent.west[label] = min(extent.west[label], extent.west[step])
        extent.east[label] = max(extent.east[label], extent.east[step])
        step = clusters.next[step]


def _number_clusters(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """The smallest row of each cluster as its number."""
    smallest = np.full(len(label), len(label), np.int32)
    np.minimum.at(smallest, label, np.arange(len(label), dtype=np.int32))
    return smallest[label]
