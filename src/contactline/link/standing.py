"""How surely each row stands in its cluster: what holds it there, and where else it could stand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import compiled
from contactline.link.cluster import Graph


class Standing(NamedTuple):
    """One entry in each array for each row; decibans times 100.

    Attributes:
        total: the sum of the scores to all other rows of its cluster, 0 for a row on its own.
        partner: the row of its cluster that it fits best, or -1.
        runner_up: the cluster that it fits next best, or -1.
        rival: the sum of the scores to that cluster; 0, standing on its own, is always possible.
        others: how many other rows its cluster has.
    """

    total: NDArray[np.int64]
    partner: NDArray[np.int32]
    runner_up: NDArray[np.int32]
    rival: NDArray[np.int64]
    others: NDArray[np.int32]

    def margin(self, row: int) -> float:
        """Decibans by which the row fits where it is better than anywhere else."""
        return float(self.total[row] - self.rival[row]) / 100.0


def find_standing(label: NDArray[np.int32], graph: Graph, miss: int) -> Standing:
    """The standing of all rows.

    Args:
        label: the cluster of each row, as :func:`~contactline.link.cluster.cluster_rows` numbers them.
        graph: the scored pairs.
        miss: what every other pair counts.
    """
    size = len(label)
    sizes = np.bincount(label, minlength=size).astype(np.int32)
    standing = Standing(
        total=np.zeros(size, np.int64),
        partner=np.full(size, -1, np.int32),
        runner_up=np.full(size, -1, np.int32),
        rival=np.zeros(size, np.int64),
        others=sizes[label] - np.int32(1),
    )
    _fill(standing, label, sizes, graph, miss, np.zeros(size, np.int64), np.zeros(size, np.int32))
    return standing


@compiled
def _fill(
    standing: Standing,
    label: NDArray[np.int32],
    sizes: NDArray[np.int32],
    graph: Graph,
    miss: int,
    total: NDArray[np.int64],
    met: NDArray[np.int32],
) -> None:
    touched = np.zeros(65_536, np.int32)
    for row in range(len(label)):
        count = 0
        best_pair = np.int64(-(1 << 40))
        for edge in range(graph.start[row], graph.start[row + 1]):
            other = graph.other[edge]
            there = label[other]
            if met[there] == 0 and count < len(touched):
                touched[count] = there
                count += 1
            met[there] += 1
            total[there] += graph.points[edge]
            if there == label[row] and graph.points[edge] > best_pair:
                best_pair = np.int64(graph.points[edge])
                standing.partner[row] = other
        for there in touched[:count]:
            mine = there == label[row]
            points = total[there] + np.int64(sizes[there] - (1 if mine else 0) - met[there]) * miss
            if mine:
                standing.total[row] = points
            elif standing.runner_up[row] < 0 or points > standing.rival[row]:
                standing.runner_up[row], standing.rival[row] = there, points
            total[there], met[there] = 0, 0
        if standing.rival[row] < 0 or standing.runner_up[row] < 0:
            standing.rival[row] = 0
        if sizes[label[row]] == 1 and standing.total[row] == 0 and standing.runner_up[row] >= 0:
            standing.rival[row] = max(np.int64(0), standing.rival[row])
