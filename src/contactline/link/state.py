"""Linking as reports arrive: a new row touches its neighbourhood only, and a refine makes the result that of a batch.

:meth:`LinkState.add` gives a new row at once to the incident that it fits best. :meth:`LinkState.refine` then clusters
the touched neighbourhoods anew, just as a batch would: rows that are tied to a new row or that it has become crowded
round, their whole incidents, and the incidents next to those.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled, leaf
from contactline.link.blocks import Index, find_candidates, index_rows, make_index
from contactline.link.cluster import Clusters, Extent, cluster_rows, fits, make_clusters, make_extent, set_extent, unite
from contactline.link.columns import Columns, find_order, make_columns, make_like, put_rows, take_rows
from contactline.link.compare import CROWD_EDGES, FIELDS, WORD_SLOTS, lay_words
from contactline.link.crowd import ROOM, Crowd, count_crowd, count_in, hear_rows, make_crowd, take_crowd, tell_row
from contactline.link.model import Model, Weights, load_default_model
from contactline.link.pairs import make_row_index, score_laid, score_pair, score_pairs

HOPS: Final = 2
"""How many steps along good pairs a refine reaches from a new row."""
_FIRST_ROOM: Final = 1024


class _Scratch(NamedTuple):
    """Arrays that every step uses and leaves clean: marks of rows, sums and counts by cluster, candidates."""

    seen: NDArray[np.int32]
    total: NDArray[np.int64]
    met: NDArray[np.int32]
    found: NDArray[np.int32]


class LinkState:
    """Rows in the order of their arrival, and the cluster of each.

    Args:
        model: the weights; by default those that ship.
    """

    def __init__(self, model: Model | None = None) -> None:
        self._model = model or load_default_model()
        self._size = 0
        self._columns = make_columns(0)
        self._dirty: list[NDArray[np.int32]] = []
        self._index = make_index(0)
        self._clusters, self._extent = make_clusters(0), make_extent(self._columns)
        self._crowd = make_crowd(self._columns)
        self._settled = np.zeros(0, np.int32)
        self._resize(make_columns(_FIRST_ROOM))

    @property
    def size(self) -> int:
        """Number of rows."""
        return self._size

    @property
    def label(self) -> NDArray[np.int32]:
        """For each row, by arrival, the number of its cluster: that of the earliest row in it."""
        return self._clusters.label[: self._size].copy()

    @property
    def columns(self) -> Columns:
        """The rows, by arrival."""
        return take_rows(self._columns, slice(0, self._size))

    def add(self, rows: Columns) -> NDArray[np.int32]:
        """Take in new rows, each into the incident that it fits best, or one of its own.

        Args:
            rows: with ids that were not there before; :meth:`knows` tells.

        Returns:
            The cluster of each new row.
        """
        first, last = self._size, self._size + len(rows)
        self._make_room(last, rows)
        put_rows(self._columns, slice(first, last), rows)
        _open_rows(self._columns, self._clusters, self._extent, first, last)
        hear_rows(self._columns, self._crowd, first, last)
        self._size = last
        self._index = index_rows(self._index, self._columns, first, last)
        _join_rows(
            self._columns,
            self._index,
            self._crowd,
            self._clusters,
            self._extent,
            self._model.weights,
            self._scratch,
            first,
            last,
        )
        self._dirty.append(np.arange(first, last, dtype=np.int32))
        return self._clusters.label[first:last].copy()

    def knows(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some keys are there already."""
        return np.isin(keys, self._columns.key[: self._size])

    def refine(self) -> NDArray[np.int32]:
        """Cluster what was touched since the last refine as a batch would.

        Returns:
            The rows whose cluster was looked at anew.
        """
        if not self._dirty:
            return np.zeros(0, np.int32)
        dirty = np.union1d(np.concatenate(self._dirty), self._find_unsettled()).astype(np.int32)
        self._dirty.clear()
        region = self._find_region(dirty)
        region = region[find_order(take_rows(self._columns, region))]
        part = take_rows(self._columns, region)
        _tell_rows(self._columns, self._crowd, region)
        crowd = take_crowd(self._crowd, region)
        _, candidates = count_crowd(part, make_row_index(part))
        pairs = score_pairs(part, candidates, crowd, self._model.weights)
        label = cluster_rows(part, pairs, int(self._model.weights.miss[0]))
        self._relabel(region, label)
        self._settled[region] = self._crowd.area[region]
        return np.sort(region)

    def _find_unsettled(self) -> NDArray[np.int64]:
        """Rows round which so many have come since they were clustered that a nearness now says less."""
        before, now = (
            np.searchsorted(CROWD_EDGES, area[: self._size], side="right") for area in (self._settled, self._crowd.area)
        )
        return np.flatnonzero(before != now)

    def _find_region(self, dirty: NDArray[np.int32]) -> NDArray[np.int32]:
        if 2 * len(dirty) >= self._size:
            return np.arange(self._size, dtype=np.int32)
        inside = np.zeros(self._size, np.int8)
        region: NDArray[np.int32] = _spread(
            self._columns,
            self._index,
            self._crowd,
            self._clusters,
            self._model.weights,
            self._scratch,
            dirty,
            inside,
            HOPS,
        )
        return region

    def _relabel(self, region: NDArray[np.int32], label: NDArray[np.int32]) -> None:
        """Set the clusters of a region; whole clusters are in it, so nothing else changes."""
        earliest = np.full(len(region), len(self._clusters.label), np.int32)
        np.minimum.at(earliest, label, region)
        _ring(self._columns, self._clusters, self._extent, region, earliest[label])

    def _make_room(self, needed: int, rows: Columns) -> None:
        is_wider = rows.dtype.itemsize > self._columns.dtype.itemsize
        if needed <= len(self._columns) and not is_wider:
            return
        room = max(needed, 2 * len(self._columns)) if needed > len(self._columns) else len(self._columns)
        self._resize(make_like(room, rows if is_wider else self._columns))

    def _resize(self, columns: Columns) -> None:
        size, room = self._size, len(columns)
        put_rows(columns, slice(0, size), take_rows(self._columns, slice(0, size)))
        clusters, extent = make_clusters(room), make_extent(columns)
        settled = np.zeros(room, np.int32)
        settled[:size] = self._settled[:size]
        self._settled = settled
        crowd = make_crowd(columns)._replace(heard=self._crowd.heard, rows=self._crowd.rows)
        if size:
            kept: list[tuple[Any, Any]] = [*zip(clusters, self._clusters, strict=True)]
            kept += [*zip(extent, self._extent, strict=True), *zip(crowd[:5], self._crowd[:5], strict=True)]
            for new, old in kept:
                if new.ndim == 1:
                    new[:size] = old[:size]
                else:
                    new[:size, : old.shape[1]] = old[:size]
        self._columns, self._clusters, self._extent, self._crowd = columns, clusters, extent, crowd
        self._scratch = _Scratch(
            np.full(room, -1, np.int32), np.zeros(room, np.int64), np.zeros(room, np.int32), np.zeros(ROOM, np.int32)
        )


@leaf
def _open_rows(c: Columns, clusters: Clusters, extent: Extent, first: int, last: int) -> None:
    for row in range(first, last):
        clusters.label[row] = clusters.next[row] = row
        clusters.size[row], clusters.held[row] = 1, 0
        set_extent(c, extent, row)


@compiled
def _join_rows(
    c: Columns,
    index: Index,
    crowd: Crowd,
    clusters: Clusters,
    extent: Extent,
    weights: Weights,
    scratch: _Scratch,
    first: int,
    last: int,
) -> None:
    levels, words = np.zeros(FIELDS, np.int8), np.zeros(WORD_SLOTS, np.uint32)
    touched = np.zeros(ROOM, np.int32)
    for row in range(first, last):
        tell_row(c, crowd, row)
        lay_words(c, row, words)
        found = find_candidates(c, index, row, row, scratch.seen, row, scratch.found)
        crowd.cut[row] = found < 0
        count_in(c, crowd, row, scratch.found, abs(found))
        count = 0
        for other in scratch.found[: abs(found)]:
            label = clusters.label[other]
            if scratch.met[label] == 0:
                touched[count] = label
                count += 1
            scratch.met[label] += 1
            score = score_laid(c, other, row, crowd, weights, levels, words)
            scratch.total[label] += max(score, np.int64(weights.miss[0]))
        best, best_points = -1, np.int64(0)
        for label in touched[:count]:
            strangers = np.int64(clusters.size[label] - scratch.met[label])
            points = scratch.total[label] + strangers * weights.miss[0]
            if points > best_points and fits(extent, row, label):
                best, best_points = label, points
            scratch.total[label], scratch.met[label] = 0, 0
        if best >= 0:
            unite(clusters, extent, row, best)


@leaf
def _tell_rows(c: Columns, crowd: Crowd, rows: NDArray[np.int32]) -> None:
    for row in rows:
        tell_row(c, crowd, row)


@compiled
def _spread(
    c: Columns,
    index: Index,
    crowd: Crowd,
    clusters: Clusters,
    weights: Weights,
    scratch: _Scratch,
    dirty: NDArray[np.int32],
    inside: NDArray[np.int8],
    hops: int,
) -> NDArray[np.int32]:
    """Rows of whole clusters within some steps along good pairs."""
    region = np.zeros(len(inside), np.int32)
    count = 0
    for row in dirty:
        count = _take_cluster(clusters, row, inside, region, count)
    levels = np.zeros(FIELDS, np.int8)
    scratch.seen[:] = -1
    begin = 0
    for _ in range(hops):
        end = count
        for number in range(begin, end):
            row = region[number]
            found = abs(find_candidates(c, index, row, len(inside), scratch.seen, row, scratch.found))
            for other in scratch.found[:found]:
                if inside[other] == 0:
                    score = score_pair(c, min(row, other), max(row, other), crowd, weights, levels)
                    if score > 0:
                        count = _take_cluster(clusters, other, inside, region, count)
        begin = end
    return region[:count].copy()


@leaf
def _take_cluster(clusters: Clusters, row: int, inside: NDArray[np.int8], region: NDArray[np.int32], count: int) -> int:
    if inside[row] != 0:
        return count
    step = row
    while True:
        inside[step] = 1
        region[count] = step
        count += 1
        step = clusters.next[step]
        if step == row:
            return count


@leaf
def _ring(
    c: Columns,
    clusters: Clusters,
    extent: Extent,
    region: NDArray[np.int32],
    earliest: NDArray[np.int32],
) -> None:
    """Form the clusters of a region: every row on its own first, then joined to the earliest of its cluster."""
    for number in range(len(region)):
        row = region[number]
        clusters.label[row] = clusters.next[row] = row
        clusters.size[row] = 1
        set_extent(c, extent, row)
    for number in range(len(region)):
        unite(clusters, extent, earliest[number], clusters.label[region[number]])
