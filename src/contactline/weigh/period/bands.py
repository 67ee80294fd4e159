"""The spread of a count of incidents that are there or not, each with a probability of its own."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline.records.periods import Tally

MIDDLE: Final = 0.9
"""Share of the distribution between the two ends of a band."""
_EXACT: Final = 400
"""Uncertain events up to which the distribution is worked out exactly; beyond, its normal approximation errs by less
than one."""
_Z: Final = 1.6448536269514722


def make_tally(count: int, chances: Sequence[float]) -> Tally:
    """A count with the band that its incidents' probabilities give.

    Args:
        count: as linking stands.
        chances: of every incident or possible incident that it is one, 0 to 1, independent of one another.
    """
    sure = sum(1 for chance in chances if chance >= 1.0)
    open_ = np.array(sorted(chance for chance in chances if 0.0 < chance < 1.0))
    low, high = find_band(open_)
    return Tally(count, sure + low, sure + high)


def find_band(chances: NDArray[np.float64]) -> tuple[int, int]:
    """The 5th and the 95th percentile of a Poisson-binomial count: the least numbers that reach these shares."""
    if not len(chances):
        return 0, 0
    if len(chances) > _EXACT:
        return _approximate(chances)
    distribution = np.ones(1)
    for chance in chances:
        distribution = np.convolve(distribution, (1.0 - chance, chance))
    reached = np.cumsum(distribution)
    tail = (1.0 - MIDDLE) / 2
    low = int(np.searchsorted(reached, tail - 1e-12))
    high = int(np.searchsorted(reached, 1.0 - tail - 1e-12))
    return low, min(high, len(chances))


def _approximate(chances: NDArray[np.float64]) -> tuple[int, int]:
    mean, spread = float(chances.sum()), sqrt(float((chances * (1.0 - chances)).sum()))
    low, high = round(mean - _Z * spread), round(mean + _Z * spread)
    return max(low, 0), min(high, len(chances))
