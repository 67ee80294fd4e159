"""What could be known at best: the answer of one who knows how the simulator makes its numbers, parameters and all.

It takes every origin's figure as the simulator made it, by itself, and so knows more than any model of roles may: that
figures of one camp hang together in no other way than by the truth. It does not look at the other outcome's figures.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contactline.simulate.parameters import Parameters
from contactline.weigh.estimate.counts_columns import Figures
from contactline.weigh.estimate.counts_grid import FIRST, LAST

Floats = NDArray[np.float64]
_MOST = 120
_TOP = 1_200
_TINY = 1e-15
_SLIPS = 3


def make_oracle_chances(figures: Figures, groups: int, outcome: str, parameters: Parameters) -> Floats:
    """Chances of the true numbers at the model's knots; shape ``(groups, knots)``."""
    prior, idle = _make_prior(outcome, parameters)
    logs = np.tile(np.log(prior + _TINY), (groups, 1))
    told = figures.low >= 0
    for role, table in enumerate(_make_tables(parameters)):
        rows = told & (figures.role == role)
        np.add.at(logs, figures.group[rows], np.log(table + _TINY)[np.minimum(figures.low[rows], _TOP)])
    if_hurt, if_not = parameters.numbers("casualties.missing" if outcome == "killed" else "casualties.wounded_missing")
    silent, gave = (np.bincount(figures.group, each, groups) for each in (~told, told))
    hurt = silent * math.log(if_hurt) + gave * math.log(1 - if_hurt)
    calm = silent * math.log(if_not) + gave * math.log(1 - if_not)
    logs[:, 1:] += hurt[:, None]
    logs[:, 0] += np.logaddexp(math.log(1 - idle) + hurt, math.log(idle) + calm)
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    added = np.concatenate([np.zeros((groups, 1)), np.cumsum(chances, axis=1)], axis=1)
    found: Floats = added[:, np.minimum(LAST, _MOST) + 1] - added[:, np.minimum(FIRST, _MOST + 1)]
    return found


def _make_prior(outcome: str, parameters: Parameters) -> tuple[Floats, float]:
    """Chances of 0 to ``_MOST`` people, and, where there was none, that nobody was hurt in the other way either."""
    number = parameters.number
    killed, wounded = number("incident.killed_mean"), number("incident.wounded_mean")
    mean, other = (killed, wounded) if outcome == "killed" else (wounded, killed)
    harm = np.zeros(_MOST + 1)
    mass = number("incident.mass_share") if outcome == "killed" else 0.0
    factor = int(number("incident.mass_factor"))
    for people in range(_MOST + 1):
        chance = math.exp(people * math.log(mean) - mean - math.lgamma(people + 1))
        harm[people] += (1 - mass) * chance
        if people * factor <= _MOST:
            harm[people * factor] += mass * chance
    share = number("incident.harm")
    prior = share * harm / harm.sum()
    prior[0] += 1 - share
    hurt_otherwise = share * harm[0] * (1 - math.exp(-other))
    return prior, float(1 - hurt_otherwise / prior[0])


def _make_tables(parameters: Parameters) -> list[Floats]:
    """For each role the chances of figures, given the true numbers; shape ``(_TOP + 1, _MOST + 1)``."""
    others = parameters.number("casualties.others")
    shares = [parameters.numbers(f"casualties.{name}")[0] for name in ("own_military", "own_civilian")]
    counted = [_thin(share) for share in (*shares, others)]
    own_military, own_civilian, other = (_slip(_lift(table), parameters) for table in counted)
    boast = _slip(_exaggerate(counted[2], parameters), parameters)
    return [own_military, own_civilian, boast, other, other]


def _thin(share: float) -> Floats:
    table = np.zeros((_MOST + 1, _MOST + 1))
    for true in range(_MOST + 1):
        for told in range(true + 1):
            table[told, true] = math.comb(true, told) * share**told * (1 - share) ** (true - told)
    return table


def _lift(table: Floats) -> Floats:
    return np.concatenate([table, np.zeros((_TOP - _MOST, _MOST + 1))])


def _exaggerate(counted: Floats, parameters: Parameters) -> Floats:
    """A log-normal factor on what was counted, rounded."""
    middle = parameters.numbers("casualties.exaggeration_log")[0]
    spread = parameters.number("casualties.exaggeration_sd")
    rounded = np.zeros((_TOP + 1, _MOST + 1))
    rounded[0, 0] = 1.0
    edges: Any = np.log(np.arange(_TOP + 1) + 0.5)
    erf = np.vectorize(math.erf)
    for told in range(1, _MOST + 1):
        below = 0.5 * (1 + erf((edges - math.log(told) - middle) / (spread * math.sqrt(2))))
        rounded[:, told] = np.diff(below, prepend=0.0)
    return rounded @ counted


def _slip(table: Floats, parameters: Parameters) -> Floats:
    slip = parameters.number("casualties.slip") / _SLIPS
    slipped = (1 - slip * (_SLIPS - 1)) * table
    for more in range(1, _SLIPS):
        slipped[more:] += slip * table[:-more]
    return slipped
