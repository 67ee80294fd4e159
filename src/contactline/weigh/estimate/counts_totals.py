"""How many in all: totals of a side over a period, estimated by themselves and never by adding incidents up.

The middle of each incident leans to none where little is said, and all incidents lean alike: their sum would be far too
low and its range far too narrow. So the total has a base rate of its own, fitted to the side's own groups, and a range
that holds what does not cancel out over incidents: how sure the base rate is, how biased
each role is, and that the model is not quite so.
It covers incidents on which somebody gives a figure, and says nothing of losses that nobody reports.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.records.countmodels import COUNT_ROLES, CountModel, CountRole, RoleFigures
from contactline.records.estimates import Total
from contactline.weigh.estimate.counts_columns import FIGURE, Cases, Figures, make_cases
from contactline.weigh.estimate.counts_evidence import Evidence, gather_figures
from contactline.weigh.estimate.counts_grid import KNOTS, Numbers
from contactline.weigh.estimate.counts_model import find_prior
from contactline.weigh.estimate.counts_posterior import make_logs, normalise, sum_logs

_ROUNDS: Final = 60
_CALM: Final = 1e-6
_STRENGTH: Final = 20.0
_FOLDS: Final = 10
_ANCHOR: Final = COUNT_ROLES.index(CountRole.THIRD)
_NORMAL_90: Final = 1.6448536269514722


class Sum(NamedTuple):
    """A total in numbers: its middle, the ends of its range of 90 %, and the mean."""

    median: float
    low: float
    high: float
    mean: float


def estimate_total(key: str, evidence: Iterable[Evidence], model: CountModel) -> Total | None:
    """The total over incidents, one evidence each, all of one side, status and outcome; ``None`` without a figure.

    Args:
        key: ``killed/SIDE/STATUS``.
        evidence: of the incidents of the period; those without a figure do not count.
        model: parameters for the outcome.
    """
    told = [one for one in evidence if one.figures]
    if not told:
        return None
    found = sum_groups(gather_figures(told), model)
    ends = (math.floor(found.low), math.ceil(found.high))
    done = key.split("/")[0]
    incidents = "one incident" if len(told) == 1 else f"{len(told):,} incidents"
    text = (
        f"About {found.median:,.0f} {done} in {incidents} with a figure; "
        f"nine tenths of the estimate: {ends[0]:,} to {ends[1]:,}. Losses that nobody gives a figure of are not in it."
    )
    return Total(key, len(told), float(round(found.median)), ends, text, model.version)


def sum_groups(figures: Figures, model: CountModel) -> Sum:
    """The total of true numbers over groups, each with a figure."""
    cases = make_cases(figures, model.fixed.shares)
    stated = find_prior(model.prior)
    logs = _sum_figures(cases, model)
    prior = _fit_prior(logs, cases.times, stated)
    mean, within = _add_up(logs, cases.times, prior)
    spread = within + _vary_prior(logs, cases, stated, mean) + _vary_bias(cases, model, prior)
    spread += (model.fixed.misfit * mean) ** 2
    if mean <= 0:
        return Sum(0.0, 0.0, 0.0, 0.0)
    log_spread = math.log1p(spread / mean**2)
    median = mean / math.exp(log_spread / 2)
    factor = math.exp(_NORMAL_90 * math.sqrt(log_spread))
    return Sum(median, median / factor, median * factor, mean)


def _sum_figures(cases: Cases, model: CountModel) -> Numbers:
    """Figures alone: that somebody gives one is why the group is here, and must not speak for it a second time."""
    logs = make_logs(cases.factors, model)
    logs[cases.factors.rows[:, 0] != FIGURE] = 0.0
    return sum_logs(cases, logs)


def _fit_prior(logs: Numbers, times: Numbers, stated: Numbers) -> Numbers:
    """How often each true number is among these groups, held to what is stated as by a few groups."""
    prior = stated
    for _ in range(_ROUNDS):
        found = times @ normalise(logs + np.log(prior)) + _STRENGTH * stated
        found /= found.sum()
        moved, prior = float(np.abs(found - prior).max()), found
        if moved < _CALM:
            break
    return np.maximum(prior, 1e-300)


def _add_up(logs: Numbers, times: Numbers, prior: Numbers) -> tuple[float, float]:
    """Mean and variance of the sum, groups being independent given the parameters."""
    chances = normalise(logs + np.log(prior))
    means = chances @ KNOTS
    variances = chances @ KNOTS**2 - means**2
    return float(times @ means), float(times @ variances)


def _vary_prior(logs: Numbers, cases: Cases, stated: Numbers, mean: float) -> float:
    """The variance from not knowing the base rate: refitted without a tenth of the groups each time (jackknife)."""
    fold_of: NDArray[np.int64] = np.arange(len(cases.pattern_of)) % _FOLDS
    squares = 0.0
    for fold in range(_FOLDS):
        kept = np.bincount(cases.pattern_of[fold_of != fold], minlength=len(cases.times)).astype(np.float64)
        total, _ = _add_up(logs, cases.times, _fit_prior(logs, kept, stated))
        squares += (total - mean) ** 2
    return squares * (_FOLDS - 1) / _FOLDS


def _vary_bias(cases: Cases, model: CountModel, prior: Numbers) -> float:
    """The variance from not knowing how biased each role is, which is the same for all groups.

    The other roles lean on third parties: if these miss more than is taken, all do.
    """
    roles, squares = model.roles, 0.0
    for number, role in enumerate(roles):
        if number != _ANCHOR and (cases.factors.rows[:, 1] == number).any():
            ends = [(*roles[:number], _move(role, sign * role.sd), *roles[number + 1 :]) for sign in (-1, 1)]
            squares += _vary(cases, model, ends, prior)
    sd = roles[_ANCHOR].sd
    return squares + _vary(cases, model, [tuple(_move(role, sign * sd) for role in roles) for sign in (-1, 1)], prior)


def _move(role: RoleFigures, by: float) -> RoleFigures:
    """A role that tells of more or fewer people; ``by`` is the logarithm of the factor."""
    factor = math.exp(by)
    return replace(role, bias=role.bias * factor, found=min(role.found * factor, (1 + role.found) / 2))


def _vary(cases: Cases, model: CountModel, ends: list[tuple[RoleFigures, ...]], prior: Numbers) -> float:
    low, high = (_add_up(_sum_figures(cases, replace(model, roles=roles)), cases.times, prior)[0] for roles in ends)
    return ((high - low) / 2) ** 2
