"""What others make of reported numbers: simple figures, and two truth-discovery methods that trust outlets by name.

CRH (Li et al., Resolving conflicts in heterogeneous data by truth discovery and source reliability estimation, SIGMOD
2014) and GTM (Zhao and Han, A probabilistic model for estimating real-valued truth from conflicting sources, QDB 2012),
both on the logarithm of one and the figure, written here in a few lines each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDS = 25


class Told(NamedTuple):
    """Figures one a row, those of one group together: number of the group, of the outlet, and the figure."""

    group: NDArray[np.int64]
    outlet: NDArray[np.int64]
    figure: Floats
    groups: int


def estimate_simply(told: Told) -> dict[str, Floats]:
    """Median, mean, least and greatest of the distinct figures of each group."""
    order = np.lexsort((told.figure, told.group))
    group, figure = told.group[order], told.figure[order]
    new = np.ones(len(group), np.bool_)
    new[1:] = (group[1:] != group[:-1]) | (figure[1:] != figure[:-1])
    group, figure = group[new], figure[new]
    starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    sizes = np.diff(starts, append=len(group))
    middle = (figure[starts + (sizes - 1) // 2] + figure[starts + sizes // 2]) / 2
    values = {
        "median": middle,
        "mean": np.add.reduceat(figure, starts) / sizes,
        "least": figure[starts],
        "greatest": figure[starts + sizes - 1],
    }
    return {name: _spread(group[starts], value, told.groups) for name, value in values.items()}


def _spread(groups: NDArray[np.int64], values: Floats, count: int) -> Floats:
    full = np.zeros(count)
    full[groups] = values
    return full


def _sums(told: Told) -> tuple[Callable[[Any], Floats], Callable[[Any], Floats], Floats]:
    outlets = int(told.outlet.max()) + 1

    def by_group(weights: Any) -> Floats:
        return np.bincount(told.group, weights, told.groups)

    def by_outlet(weights: Any) -> Floats:
        return np.bincount(told.outlet, weights, outlets)

    return by_group, by_outlet, np.maximum(np.bincount(told.outlet, minlength=outlets), 1).astype(np.float64)


def estimate_crh(told: Told) -> Floats:
    """Weighted means; an outlet's weight falls with its distance from them."""
    by_group, by_outlet, counts = _sums(told)
    logs = np.log1p(told.figure)
    weight = np.ones(len(counts))
    means = np.zeros(told.groups)
    for _ in range(_ROUNDS):
        trust = weight[told.outlet]
        means = by_group(trust * logs) / np.maximum(by_group(trust), 1e-12)
        error = by_outlet((logs - means[told.group]) ** 2)
        weight = np.log((error.sum() + 1e-9) / (error + 1e-6)) + 1e-9
    return np.expm1(means)


def estimate_gtm(told: Told) -> tuple[Floats, NDArray[np.int64]]:
    """Means of a normal model with a bias and a variance for each outlet; with intervals of 90 %."""
    by_group, by_outlet, counts = _sums(told)
    logs = np.log1p(told.figure)
    bias, variance = np.zeros(len(counts)), np.ones(len(counts))
    means = around = np.zeros(told.groups)
    for _ in range(_ROUNDS):
        sure = 1 / variance[told.outlet]
        total = by_group(sure) + 1.0
        means = (by_group(sure * (logs - bias[told.outlet])) + logs.mean()) / total
        around = 1 / total
        bias = by_outlet(logs - means[told.group]) / counts
        bias -= np.average(bias, weights=counts)
        gap = logs - bias[told.outlet] - means[told.group]
        variance = by_outlet(gap**2 + around[told.group]) / counts + 0.01
    low, high = (means + sign * 1.645 * np.sqrt(around) for sign in (-1, 1))
    ends = np.stack([np.maximum(np.floor(np.expm1(low)), 0), np.ceil(np.expm1(high))], axis=1)
    return np.maximum(np.expm1(means), 0), ends.astype(np.int64)
