"""From factors to chances: how likely each true number is, and what a page says of it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.records.countmodels import COUNT_ROLES, CountFixed, CountModel
from contactline.weigh.estimate.counts_columns import FIGURE, GIVEN, MEMBER_STEPS, Cases, Factors
from contactline.weigh.estimate.counts_grid import (
    ADDED_BROAD,
    FIRST,
    KNOTS,
    LAST,
    LEAST,
    Numbers,
    Shape,
    load_added,
    sum_rows,
)
from contactline.weigh.estimate.counts_model import ALL_ROLES, MIXED, find_prior

_SLACK: Final = 1e-9
_SHORT: Final = 0.1


def make_logs(factors: Factors, model: CountModel) -> Numbers:
    """The logarithm of each factor at each knot; shape ``(factors, knots)``."""
    values = np.ones((len(factors), len(KNOTS)))
    for number in range(len(COUNT_ROLES)):
        _fill_role(values, factors.rows, np.flatnonzero(factors.rows[:, 1] == number), model, number)
    for role, pair in MIXED.items():
        rows = np.flatnonzero(factors.rows[:, 1] == ALL_ROLES.index(role))
        if len(rows):
            halves = np.ones((2, *values.shape))
            for half, number in zip(halves, pair, strict=True):
                _fill_role(half, factors.rows, rows, model, number)
            values[rows] = halves.mean(axis=0)[rows]
    return np.log(values)


def _fill_role(
    values: Numbers, factors: NDArray[np.int64], rows: NDArray[np.int64], model: CountModel, role: int
) -> None:
    """Put the factors of some rows in, as those of one role."""
    entry, prior = model.roles[role], find_prior(model.prior)
    told = rows[factors[rows, 0] == FIGURE]
    if len(told):
        shape = Shape(entry.bias, entry.surplus, entry.size, entry.counts, entry.found)
        values[told] = make_figure_factors(factors[told], load_added(shape), model.fixed, prior)
    voices = rows[factors[rows, 0] != FIGURE]
    if len(voices):
        values[voices] = make_voice_factors(factors[voices], entry.silent, model.fixed, prior)


def make_figure_factors(rows: NDArray[np.int64], added: Numbers, fixed: CountFixed, prior: Numbers) -> Numbers:
    """Chances of one role's figures at each knot, with what may have been misread and what may not belong here.

    ``m (1 − e) f(y | K) + (1 − m) f(y) + m e h(y)``: ``m`` that the account is of this incident, ``e`` that the number
    was misread, ``f(y)`` over all incidents, ``h`` broad.

    Args:
        rows: of the factors, all of one role.
        added: the role's table, added up.
        fixed: parameters.
        prior: of the knots.
    """
    low, high = rows[:, 2], rows[:, 3]
    said, read = sum_rows(added, low, high), sum_rows(ADDED_BROAD, low, high)
    denied = rows[:, 4] == 1
    said[denied], read[denied] = 1 - np.minimum(said[denied], 1 - LEAST), 1 - np.minimum(read[denied], 1 - LEAST)
    member = (rows[:, 5] / MEMBER_STEPS)[:, None]
    elsewhere = (said @ prior)[:, None]
    factors: Numbers = member * ((1 - fixed.error) * said + fixed.error * read) + (1 - member) * elsewhere
    return np.maximum(factors, LEAST)


def make_voice_factors(
    rows: NDArray[np.int64], silent: tuple[float, float], fixed: CountFixed, prior: Numbers
) -> Numbers:
    """Chances that a role that speaks gives a figure, or none, at each knot."""
    none = 1 - fixed.capture * (1 - np.where(KNOTS == 0, *silent))
    voices = 1 + fixed.share * (rows[:, 2] - 1)
    quiet = none[None, :] ** voices[:, None]
    said = np.where((rows[:, 0] == GIVEN)[:, None], 1 - quiet, quiet)
    member = (rows[:, 5] / MEMBER_STEPS)[:, None]
    factors: Numbers = member * said + (1 - member) * (said @ prior)[:, None]
    return np.maximum(factors, LEAST)


def make_chances(cases: Cases, model: CountModel) -> Numbers:
    """How likely each true number is for each pattern; shape ``(patterns, knots)``, rows add up to 1."""
    return normalise(sum_logs(cases, make_logs(cases.factors, model)) + np.log(find_prior(model.prior)))


def sum_logs(cases: Cases, logs: Numbers) -> Numbers:
    """The factors of each pattern together, without the prior; shape ``(patterns, knots)``."""
    summed: Numbers = np.add.reduceat(logs[cases.factor] * cases.weight[:, None], cases.starts, axis=0)
    return summed


def normalise(logs: Numbers) -> Numbers:
    """Chances from their logarithms, row by row."""
    chances: Numbers = np.exp(logs - logs.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return chances


class Summaries(NamedTuple):
    """What is said of each row of chances; numbers of people, ends included.

    Attributes:
        half, most: intervals of about 50 % and 90 %; shape ``(rows, 2)``.
        holds: what the two hold in fact; shape ``(rows, 2)``.
        any: the chance that there was anybody.
    """

    median: Numbers
    mean: Numbers
    half: NDArray[np.int64]
    most: NDArray[np.int64]
    holds: Numbers
    any: Numbers


HALF: Final = 0.5
MOST: Final = 0.9


def summarise(chances: Numbers, half: float = HALF, most: float = MOST) -> Summaries:
    """Medians, means and intervals."""
    added = np.concatenate([np.zeros((len(chances), 1)), np.cumsum(chances, axis=1)], axis=1)
    middle = find_median(added)
    outer, outer_holds = find_nearest(added, middle, most)
    inner, inner_holds = find_nearest(added, middle, half)
    inner = np.stack([np.maximum(inner[:, 0], outer[:, 0]), np.minimum(inner[:, 1], outer[:, 1])], axis=1)
    return Summaries(
        median=KNOTS[middle],
        mean=chances @ KNOTS,
        half=np.stack([FIRST[inner[:, 0]], LAST[inner[:, 1]]], axis=1),
        most=np.stack([FIRST[outer[:, 0]], LAST[outer[:, 1]]], axis=1),
        holds=np.stack([inner_holds, outer_holds], axis=1),
        any=1 - chances[:, 0],
    )


def find_median(added: Numbers) -> NDArray[np.int64]:
    """Index of the median's knot, from chances added up with a zero before."""
    found: NDArray[np.int64] = np.minimum((added[:, 1:] < HALF - _SLACK).sum(axis=1), len(KNOTS) - 1)
    return found


def find_nearest(added: Numbers, middle: NDArray[np.int64], level: float) -> tuple[NDArray[np.int64], Numbers]:
    """Of the likeliest intervals round the median, one of each length, the one whose odds are nearest to a level's.

    The shortest interval that holds *at least* 90 % holds a good deal more where one number has most of the chance
    (98 % covered at 90 % asked, when this was measured). Nearest is meant in odds: 98 % is farther from 90 % than 80 %
    is, and less than that is never taken for it. Of two as near, the longer one is taken.

    Returns:
        Indices of the first and last knots, shape ``(rows, 2)``, and what the intervals hold, shape ``(rows,)``.
    """
    count = len(added)
    best, holds = np.zeros((count, 2), np.int64), np.zeros(count)
    gap = np.full(count, np.inf)
    open_ = np.arange(count)
    for length in range(1, len(KNOTS) + 1):
        masses = added[open_, length:] - added[open_, :-length]
        place = np.arange(masses.shape[1]) - middle[open_, None]
        masses[(place > 0) | (place <= -length)] = -1.0
        first = masses.argmax(axis=1)
        mass = masses[np.arange(len(open_)), first]
        away = np.where(mass < level - _SHORT, np.inf, np.abs(_to_log_odds(mass) - _to_log_odds(level)))
        nearer = away <= gap[open_] + _SLACK
        rows = open_[nearer]
        best[rows] = np.stack([first, first + length - 1], axis=1)[nearer]
        holds[rows], gap[rows] = mass[nearer], away[nearer]
        open_ = open_[mass < level - _SLACK]
        if not len(open_):
            break
    return best, holds


def _to_log_odds(share: Any) -> Any:
    limited = np.clip(share, LEAST, 1 - LEAST)
    return np.log(limited / (1 - limited))
