"""Scores of probabilities: how far from the truth, how well calibrated, how often wrong when sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BINS = 20
SURE = 0.45
"""Distance from even beyond which a statement is above 95 %."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of probabilities that the first side fired.

    Attributes:
        ece: expected calibration error of what is said, whichever side it names: of statements made with some
            probability as many should be right (Guo et al., 2017); twenty bins that hold equally many incidents.
        by_side: the same of the first side's probability. It holds too what no model that knows no side can know: that
            third parties see one side's ground more often, so that their absence speaks for fire by the other.
        sure: share of incidents with a statement above 95 %.
        wrong: share of these that are wrong; nan where there are none.
    """

    brier: float
    log_loss: float
    ece: float
    by_side: float
    sure: float
    wrong: float


def score(probability: Floats, first_fired: Bools) -> Scores:
    """Scores of one method."""
    known = first_fired.astype(float)
    safe = np.clip(probability, 1e-4, 1 - 1e-4)
    sure = np.abs(probability - 0.5) > SURE
    wrong = (probability > 0.5) != first_fired
    return Scores(
        brier=float(np.mean((probability - known) ** 2)),
        log_loss=float(-np.mean(known * np.log(safe) + (1 - known) * np.log(1 - safe))),
        ece=_find_error(np.maximum(probability, 1 - probability), (probability > 0.5) == first_fired),
        by_side=_find_error(probability, first_fired),
        sure=float(sure.mean()),
        wrong=float(wrong[sure].mean()) if sure.any() else float("nan"),
    )


def _find_error(probability: Floats, known: Bools) -> float:
    off = sum(len(rows) * abs(said - true) for rows, said, true in find_bins(probability, known))
    return float(off) / max(len(known), 1)


def find_bins(
    probability: Floats, first_fired: Bools, bins: int = BINS
) -> list[tuple[NDArray[np.int64], float, float]]:
    """Bins of equal mass, a value never split over two: their rows, what was said on average, and what was true."""
    order = np.argsort(probability, kind="stable")
    values = probability[order]
    edges = np.searchsorted(values, values[(np.arange(1, bins) * len(values)) // bins])
    parts = [rows for rows in np.split(order, np.unique(edges)) if len(rows)]
    return [(rows, float(probability[rows].mean()), float(first_fired[rows].mean())) for rows in parts]
