"""Calibration after linking: one temperature for each sort of incidents, on incidents whose answer is known."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline.records.estimates import Calibration
from contactline.records.rolemodels import RoleModel, Stratum
from contactline.weigh.estimate.tables import DECIBAN, FIRST, OTHERS, SECOND, Counts, Floats

FEWEST: Final = 30
"""Labelled incidents of a sort below which nothing is measured."""
STRATA: Final = tuple(Stratum)
_HALVINGS: Final = 60


def find_strata(counts: Counts) -> NDArray[np.int64]:
    """The number of each incident's sort in :data:`STRATA`.

    Args:
        counts: shape ``(n, 9)``.
    """
    both = (counts[:, FIRST].sum(axis=1) > 0) & (counts[:, SECOND].sum(axis=1) > 0)
    third = counts[:, OTHERS].sum(axis=1) > 0
    with_third = np.where(both, STRATA.index(Stratum.ALL), STRATA.index(Stratum.THIRD))
    without = np.where(both, STRATA.index(Stratum.BOTH_SIDES), STRATA.index(Stratum.ONE_SIDE))
    return np.where(third, with_third, without)


def find_temperature(decibans: Floats, first_fired: NDArray[np.bool_]) -> float:
    """The temperature, at least 1, under which known answers are most probable.

    Args:
        decibans: for the first side, shape ``(n,)``.
        first_fired: the answers, shape ``(n,)``.
    """
    logits, known = decibans / DECIBAN, first_fired.astype(float)

    def slope(inverse: float) -> float:  # of the log likelihood, falling in the inverse temperature
        return float(logits @ (known - 1.0 / (1.0 + np.exp(-np.clip(logits * inverse, -500, 500)))))

    low, high = 0.02, 1.0
    if slope(high) >= 0.0:
        return 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0.0 else (low, middle)
    return 1.0 / ((low + high) / 2)


def calibrate(counts: Counts, decibans: Floats, first_fired: NDArray[np.bool_], on: date) -> tuple[Calibration, ...]:
    """A correction for every sort of incidents of which enough are known.

    Args:
        counts: shape ``(n, 9)``, as linking left them.
        decibans: what the model makes of them, shape ``(n,)``.
        first_fired: the answers, shape ``(n,)``.
        on: the day of measuring.
    """
    strata = find_strata(counts)
    made = []
    for number, stratum in enumerate(STRATA):
        rows = strata == number
        if rows.sum() >= FEWEST:
            temperature = find_temperature(decibans[rows], first_fired[rows])
            made.append(Calibration(stratum, temperature, on, int(rows.sum())))
    return tuple(made)


def apply_calibrations(counts: Counts, decibans: Floats, model: RoleModel) -> Floats:
    """Decibans after the corrections in force."""
    divisors = np.array([model.find_calibration(stratum).temperature for stratum in STRATA])
    corrected: Floats = decibans / divisors[find_strata(counts)]
    return corrected
