"""Incidents of neighbouring windows that are one, found from the rows that both windows have seen.

Two incidents at a seam are one when each shares more rows with the other than with any third: so none is ever joined
to two, and nothing chains. Equal numbers are decided by the smallest id among the shared rows. A row stays with the
incident that its own window put it into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(slots=True)
class Agreement:
    """How far windows agree about the rows that they share; B-cubed (Bagga and Baldwin, 1998), summed over seams.

    Attributes:
        rows: shared rows, counted once a seam.
        forward: sum over rows of the share of the one window's incident that the other keeps together.
        backward: the same the other way.
    """

    rows: int = 0
    forward: float = 0.0
    backward: float = 0.0

    def add(self, before: NDArray[np.int64], after: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
        """Add a seam's table of counts, given by its cells that are not empty."""
        square = counts.astype(np.float64) ** 2
        self.rows += int(counts.sum())
        self.forward += float((square / np.bincount(before, counts)[before]).sum())
        self.backward += float((square / np.bincount(after, counts)[after]).sum())

    @property
    def f1(self) -> float | None:
        """Between 0 and 1; ``None`` where no row is shared."""
        if not self.rows:
            return None
        first, second = self.forward / self.rows, self.backward / self.rows
        return 2 * first * second / (first + second)


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a window has of one incident at home: how many rows, the first of them in order, and the last time."""

    size: int
    at: int
    id: str
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is known of one window at its seams.

    Attributes:
        number: windows are numbered in order of time; neighbours differ by one.
        onward: labels whose incident goes on in the next window, with the label there.
        clusters: what the window has at home, for all labels that go on, have come from before, or are judged.
        judged: groups of rows that people judged, by the label of their incident at home.
    """

    number: int
    onward: Mapping[str, str]
    clusters: Mapping[str, Cluster]
    judged: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """One window's label for an incident that is at home in more windows than one.

    Attributes:
        whole: the whole incident.
        owner: its first row is at home in this window, which therefore lists it.
    """

    label: str
    whole: Cluster
    owner: bool


Chain = tuple[tuple[int, str, Cluster | None], ...]
"""An incident through windows in order: number, label, and what is at home there."""


JoinChains = Callable[[list[tuple[Chain, frozenset[int]]]], list[Chain]]
"""Chains that hold judged groups to chains, those of one group put together."""


def match_seam(
    before: pa.Table,
    after: pa.Table,
    agreement: Agreement,
    is_apart: Callable[[str, str], bool] | None = None,
) -> dict[str, str]:
    """The incidents of a window that are one with an incident of the next, as labels of both.

    Args:
        before: ``id`` and ``label`` of the shared rows as the earlier window sees them.
        after: the same as the later one sees them.
        agreement: counts how far the two agree.
        is_apart: whether people judged apart what two incidents of the windows hold.
    """
    both = before.join(after, "id", join_type="inner", right_suffix="_after").sort_by("id").combine_chunks()
    if not both.num_rows:
        return {}
    left, right = (both[name].combine_chunks().dictionary_encode() for name in ("label", "label_after"))
    # Each cell is known by the first, that is the smallest, id among the rows that it counts.
    cells, first, counts = _count_cells(np.asarray(left.indices), np.asarray(right.indices), len(right.dictionary))
    rows, columns = cells // len(right.dictionary), cells % len(right.dictionary)
    agreement.add(rows, columns, counts)
    if is_apart is not None:
        names = [one.dictionary.to_pylist() for one in (left, right)]
        apart = (is_apart(names[0][row], names[1][column]) for row, column in zip(rows, columns, strict=True))
        kept = ~np.fromiter(apart, bool, len(rows))
        rows, columns, counts, first = rows[kept], columns[kept], counts[kept], first[kept]
    best_right, best_left = _find_best(rows, counts, first), _find_best(columns, counts, first)
    return {
        left.dictionary[int(row)].as_py(): right.dictionary[int(column)].as_py()
        for cell, (row, column) in enumerate(zip(rows, columns, strict=True))
        if best_right[row] == cell == best_left[column]
    }


def iter_merged(windows: Iterable[Window], join: JoinChains | None = None) -> Iterator[tuple[int, list[Merged]]]:
    """For each window its labels of incidents that are at home in several, in the order of windows.

    Only chains that reach the window at hand, and what they wait for, are held; chains with judged rows, and what waits
    for them, to the end.

    Args:
        windows: in order of their numbers.
        join: puts chains of judged rows together, however far apart their windows are.
    """
    open_: dict[str, Chain] = {}
    judged: dict[tuple[int, str], frozenset[int]] = {}
    parked: list[tuple[Chain, frozenset[int]]] = []
    waiting: dict[int, list[Merged]] = {}
    for window in windows:
        waiting[window.number] = []
        arriving, open_ = open_, {}
        arriving = {label: chain for label, chain in arriving.items() if chain[-1][0] == window.number - 1}
        judged |= {(window.number, label): groups for label, groups in window.judged.items()}
        for label in sorted({*arriving, *window.onward, *window.judged}):
            chain = (*arriving.get(label, ()), (window.number, label, window.clusters.get(label)))
            if label in window.onward:
                open_[window.onward[label]] = chain
            elif groups := _find_groups(chain, judged):
                parked.append((chain, groups))
            else:
                _merge(chain, waiting)
        held = [*open_.values(), *(chain for chain, _ in parked)]
        reached = min((chain[0][0] for chain in held), default=window.number + 1)
        for number in sorted(number for number in waiting if number < reached):
            yield number, waiting.pop(number)
    parked += [(chain, _find_groups(chain, judged)) for chain in open_.values()]
    for chain in join(parked) if join else [chain for chain, _ in parked]:
        _merge(chain, waiting)
    yield from sorted(waiting.items())


def _find_groups(chain: Chain, judged: Mapping[tuple[int, str], frozenset[int]]) -> frozenset[int]:
    empty: frozenset[int] = frozenset()
    return empty.union(*(judged.get((number, label), empty) for number, label, _ in chain)) if judged else empty


def _merge(chain: Chain, waiting: Mapping[int, list[Merged]]) -> None:
    parts = [(cluster, number, label) for number, label, cluster in chain if cluster is not None and cluster.size]
    if len(parts) < 2:
        return  # at home in one window alone: its own label says all
    first, owner, listed = min(parts, key=lambda part: (part[0].at, part[0].id))
    whole = Cluster(sum(part.size for part, _, _ in parts), first.at, first.id, max(part.last for part, _, _ in parts))
    for _, number, label in parts:
        waiting[number].append(Merged(label, whole, (number, label) == (owner, listed)))


def _count_cells(
    left: NDArray[np.int32], right: NDArray[np.int32], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    flat = left.astype(np.int64) * width + right
    cells, first, counts = np.unique(flat, return_index=True, return_counts=True)
    return cells, first.astype(np.int64), counts.astype(np.int64)


def _find_best(group: NDArray[np.int64], counts: NDArray[np.int64], first: NDArray[np.int64]) -> dict[int, int]:
    """For each group its cell with most rows; of equals the one whose first row comes first."""
    order = np.lexsort((first, -counts, group))
    starts = np.flatnonzero(np.concatenate([[True], np.diff(group[order]) != 0]))
    return {int(group[order[start]]): int(order[start]) for start in starts}
