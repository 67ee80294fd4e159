"""The grid of true numbers, and how likely a figure is at each of its knots."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_SINGLE: Final = 40
_STEPS: Final = 28
HIGHEST: Final = 1_000
"""The most people that one incident is thought to have hurt."""
TOP: Final = 1_200
"""Figures above are read as "at least" this."""


def _make_knots() -> Numbers:
    far = np.round(np.geomspace(_SINGLE + 2, HIGHEST, _STEPS))
    return np.concatenate([np.arange(_SINGLE + 1, dtype=np.float64), far])


KNOTS: Final = _make_knots()
"""True numbers of people: every one up to 40, then in steps of about an eighth up to 1,000."""
_EDGES: Final = np.concatenate([[-0.5], (KNOTS[1:] + KNOTS[:-1]) / 2, [HIGHEST + 0.5]])
FIRST: Final = np.ceil(_EDGES[:-1]).astype(np.int64)
LAST: Final = np.concatenate([FIRST[1:] - 1, [HIGHEST]])
"""The numbers that a knot stands for, both included."""
WIDTHS: Final = (LAST - FIRST + 1).astype(np.float64)
_FIGURES: Final = np.arange(TOP + 1, dtype=np.float64)
_LOG_STEPS: Final = np.log(_FIGURES[1:])
LEAST: Final = 1e-12
"""No chance is less."""


def _make_log_choices() -> Numbers:
    """Logarithms of the binomial coefficients; minus infinity where more are counted than there were."""
    steps = np.concatenate([[0.0], np.cumsum(_LOG_STEPS[:_SINGLE])])
    whole, part = np.arange(_SINGLE + 1)[None, :], np.arange(_SINGLE + 1)[:, None]
    logs = steps[whole] - steps[part] - steps[np.maximum(whole - part, 0)]
    choices: Numbers = np.where(part <= whole, logs, -np.inf)
    return choices


def _make_broad() -> Numbers:
    chances: Numbers = (_FIGURES + 1) ** -1.5
    chances /= chances.sum()
    return chances


BROAD: Final = _make_broad()
"""What a number that was read wrongly may be: small ones more often, any up to the top."""


_LOG_CHOICES: Final = _make_log_choices()


class Shape(NamedTuple):
    """What decides a role's table; see ``RoleModel``."""

    bias: float
    surplus: float
    size: float
    counts: float
    found: float


def make_table(shape: Shape, top: int = TOP) -> Numbers:
    """Chances of figures 0 to ``top``; shape ``(top + 1, knots)``.

    A figure is counted with one chance, and then binomial, else negative binomial with mean ``bias × K + surplus``.
    The last row holds all figures from ``top`` on.
    """
    mean, size = shape.bias * KNOTS + shape.surplus, shape.size
    figures = _FIGURES[: top + 1]
    rising = np.concatenate([[0.0], np.cumsum(np.log(size + figures[:-1]) - _LOG_STEPS[:top])])
    logs = rising[:, None] + figures[:, None] * np.log(mean / (size + mean)) - size * np.log1p(mean / size)
    table: Numbers = (1 - shape.counts) * np.exp(logs)
    table += shape.counts * _make_counted(shape.found, top)
    table[top] = np.maximum(1.0 - table[:top].sum(axis=0), LEAST)
    return table


def _make_counted(found: float, top: int) -> Numbers:
    """Each person is found with a chance: binomial up to 40, beyond evenly from the share found to the whole."""
    table = np.zeros((top + 1, len(KNOTS)))
    rows = min(top, _SINGLE) + 1
    missed = np.maximum(KNOTS[: _SINGLE + 1] - _FIGURES[:rows, None], 0)
    logs = _LOG_CHOICES[:rows] + _FIGURES[:rows, None] * np.log(found) + missed * np.log1p(-found)
    table[:rows, : _SINGLE + 1] = np.exp(logs)
    low, high = np.floor(found * FIRST[_SINGLE + 1 :]), LAST[_SINGLE + 1 :]
    figures = _FIGURES[: top + 1, None]
    table[:, _SINGLE + 1 :] = ((figures >= low) & (figures <= high)) / (high - low + 1)
    return table


def add_table(shape: Shape, top: int = TOP) -> Numbers:
    """A table added up from the first figure on, with a row of zeros before; shape ``(top + 2, knots)``."""
    return np.concatenate([np.zeros((1, len(KNOTS))), np.cumsum(make_table(shape, top), axis=0)])


@lru_cache(maxsize=32)
def load_added(shape: Shape) -> Numbers:
    """The whole table of a shape, added up; kept, since one incident after the other asks for the same few."""
    return add_table(shape)


def sum_rows(added: Numbers, low: NDArray[np.int64], high: NDArray[np.int64]) -> Numbers:
    """Chances of figures from ``low`` to ``high``, both included, from an added-up table; ``(len(low), columns)``."""
    top = len(added) - 2
    sums: Numbers = added[np.minimum(high, top) + 1] - added[np.minimum(low, top)]
    return np.maximum(sums, LEAST)


ADDED_BROAD: Final = np.concatenate([[0.0], np.cumsum(BROAD)])[:, None]
