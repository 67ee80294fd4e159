"""From the margin of a membership to the probability that it is right, by a calibrated logistic curve.

What the probability says: that an account is of the happening that most accounts of its incident are of (where as many
are of another, of the one that the first of them tells). It does not say that the incident has all its accounts, nor
that anything happened. An account on its own is right by that meaning, and so are the other accounts of one text.

The margin is a sum over all other accounts of the incident, and accounts are no independent witnesses to each other:
one wrong date is wrong towards all of them. So what counts is the margin for each other account.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

_DECIBANS: Final = 10.0 / math.log(10.0)  # in a natural unit of log odds
_MOST: Final = 300.0
_ROUNDS: Final = 100
_CLOSE: Final = 1e-9
_CAREFUL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve (Platt, 1999): log odds in decibans = ``offset`` + ``slope`` · margin / other accounts.

    Attributes:
        slope: above 0, so that a larger margin never makes a membership less likely.
        calibrated: on what, how many memberships and when; empty where it is not.
    """

    slope: float
    offset: float = 0.0
    calibrated: str = ""

    def probability(self, margin: float, others: int) -> float:
        """How surely an account belongs where it stands, 0 to 1.

        Args:
            margin: decibans to the next best place.
            others: how many other accounts its incident has; with none it can stand nowhere else.
        """
        return float(self.probabilities(np.array([margin]), np.array([others]))[0])

    def probabilities(self, margin: NDArray[np.floating], others: NDArray[np.integer]) -> NDArray[np.float32]:
        """The same for many."""
        decibans = self.offset + self.slope * measure_margin(margin, others)
        probability = 1.0 / (1.0 + 10.0 ** (-np.clip(decibans, -_MOST, _MOST) / 10.0))
        return np.where(others > 0, probability, 1.0).astype(np.float32)

    def carry(self, version: str) -> Curve:
        """The curve for weights that were made of others: it was not calibrated anew."""
        return replace(self, calibrated=f"Not for these weights: taken over from {version}." if self.calibrated else "")


def measure_margin(margin: NDArray[np.floating], others: NDArray[np.integer]) -> NDArray[np.float64]:
    """Decibans of margin for each other account; less than none counts as none."""
    measured: NDArray[np.float64] = np.maximum(margin.astype(np.float64), 0.0) / np.maximum(others, 1)
    return measured


def find_right(cluster: NDArray[np.integer], truth: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which memberships are right: of the hidden incident that most rows of the cluster are of.

    Args:
        cluster: of each row, in the total order of rows: of equals the one of the first row counts.
        truth: hidden incident of each row.
    """
    cells, first, which, counts = np.unique(
        np.stack([cluster, truth], axis=1), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts, cells[:, 0]))
    _, best = np.unique(cells[order, 0], return_index=True)
    return np.isin(which.ravel(), order[best])


def fit_curve(measured: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Offset and slope by maximum likelihood (Newton's method).

    Args:
        measured: margins as :func:`measure_margin` gives them.
        right: which memberships are right; there have to be both kinds.
    """
    design = np.stack([np.ones(len(measured)), measured / _DECIBANS], axis=1)
    beta = np.zeros(2)
    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ beta, -_MOST, _MOST)))
        bend = (design * (chance * (1.0 - chance))[:, None]).T @ design + _CAREFUL * np.eye(2)
        step = np.linalg.solve(bend, design.T @ (right - chance))
        beta += step
        if np.abs(step).max() < _CLOSE:
            break
    return float(beta[0] * _DECIBANS), float(beta[1])
