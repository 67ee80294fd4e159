"""Scores of clusterings: B-cubed (Bagga and Baldwin, 1998) and pairwise, from the sizes of what two of them share."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2.0 * self.precision * self.recall / both if both else 0.0


def number_labels(labels: Sequence[Hashable] | NDArray[Any]) -> Numbers:
    """Labels of any kind as numbers from 0."""
    if isinstance(labels, np.ndarray) and labels.dtype != object:
        return np.unique(labels, return_inverse=True)[1].ravel().astype(np.int64)
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


def score_b_cubed(truth: Numbers, found: Numbers, mask: NDArray[np.bool_] | None = None) -> Score:
    """How much of an item's cluster belongs to its class and how much of its class is in its cluster, on average.

    Args:
        truth: class of each item, numbers from 0.
        found: cluster of each item, numbers from 0.
        mask: items that are counted; the others still make clusters impure.
    """
    which, shared = _count_shared(truth, found)
    both = shared[which].astype(float)
    precision, recall = both / np.bincount(found)[found], both / np.bincount(truth)[truth]
    if mask is not None:
        precision, recall = precision[mask], recall[mask]
    if not len(precision):
        return Score(0.0, 0.0)
    return Score(float(precision.mean()), float(recall.mean()))


def score_pairs(truth: Numbers, found: Numbers) -> Score:
    """Pairs of items that are together in both, of those that are together in one."""
    _, shared = _count_shared(truth, found)
    both, in_truth, in_found = (_count_pairs(sizes) for sizes in (shared, np.bincount(truth), np.bincount(found)))
    return Score(both / in_found if in_found else 0.0, both / in_truth if in_truth else 0.0)


def _count_shared(truth: Numbers, found: Numbers) -> tuple[NDArray[np.intp], Numbers]:
    """For each item the number of its cell of the table of both, and the size of each cell."""
    cells = truth * (int(found.max(initial=0)) + 1) + found
    _, which, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    return which.ravel(), sizes


def _count_pairs(sizes: NDArray[Any]) -> int:
    wide = sizes.astype(np.int64)
    return int((wide * (wide - 1) // 2).sum())


def share_together(found: Numbers, one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
    """Which share of some pairs is together; 0 where there are no pairs."""
    return float((found[one] == found[other]).mean()) if len(one) else 0.0


def find_class_pairs(truth: Numbers, most: int = 40) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of items of one class, each once; of a larger class the first ``most`` items."""
    order = np.argsort(truth, kind="stable")
    one: list[NDArray[np.intp]] = []
    other: list[NDArray[np.intp]] = []
    sizes = np.bincount(truth)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(truth)) - starts[truth[order]]
    for step in range(1, most):
        mine = np.flatnonzero(place + step < np.minimum(sizes, most)[truth[order]])
        if not len(mine):
            break
        one.append(order[mine])
        other.append(order[mine + step])
    empty = np.zeros(0, np.intp)
    return np.concatenate(one or [empty]), np.concatenate(other or [empty])
