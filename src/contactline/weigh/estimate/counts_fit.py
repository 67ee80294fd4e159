"""Fit the count model to incidents whose true numbers nobody knows: expectation maximisation over distinct patterns.

Each round works out how likely each true number is for every pattern (Dempster, Laird and Rubin, 1977), then takes the
parameters that explain the figures best given that. What is stated for a role holds it back a little: how many people
it tells of, for each that there was, has a log-normal prior. That of third parties is held by ``strength`` such priors:
they are the anchor, without which all figures could be twice as high and nobody would know. The same figures give the
same parameters, bit by bit; nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.records.countmodels import COUNT_ROLES, CountModel, CountRole, RoleFigures
from contactline.weigh.estimate.counts_columns import FIGURE, Cases
from contactline.weigh.estimate.counts_grid import TOP, Numbers, Shape, add_table
from contactline.weigh.estimate.counts_model import find_prior
from contactline.weigh.estimate.counts_posterior import make_chances, make_figure_factors, make_voice_factors

FEWEST: Final = 200
"""Groups with a figure below which a fit is refused: the stated parameters say more."""
_ROUNDS: Final = 60
_EVERY: Final = 3
_CALM: Final = 2e-4
_WEAK: Final = 5.0
_PRIOR_STRENGTH: Final = 20.0
_ANCHOR: Final = COUNT_ROLES.index(CountRole.THIRD)
_FIGURES: Final = 50.0
"""So many figures of a role halve the variance of its bias."""
_SUREST: Final = 0.25
"""A fit never makes a bias surer than this share of what is stated: the model is not quite so itself."""
_GOLDEN: Final = (5**0.5 - 1) / 2
_STEPS: Final = 7
_LIMITS: Final = {
    "bias": (-4.0, 3.0),
    "surplus": (-6.0, 1.5),
    "size": (-1.5, 5.0),
    "counts": (-4.0, 6.0),
    "found": (-2.0, 6.0),
}
_REACH: Final = 1.0


class CountFit(NamedTuple):
    """A fitted model and how it came about.

    Attributes:
        groups: with a figure, that it was fitted on.
        rounds: until it was calm, or the most there are.
        calm: whether it came to rest.
    """

    model: CountModel
    groups: int
    rounds: int
    calm: bool


def fit_counts(cases: Cases, start: CountModel, rounds: int = _ROUNDS, fewest: int = FEWEST) -> CountFit:
    """Parameters from groups without labels, from the stated ones on.

    Returns the stated ones where there are fewer than ``fewest`` groups with a figure.
    """
    groups = _count_told(cases)
    if groups < fewest:
        return CountFit(start, groups, 0, calm=False)
    model, stated = start, find_prior(start.prior)
    for number in range(rounds):
        chances = make_chances(cases, model) * cases.times[:, None]
        weights = _add_up(cases, chances)
        before = _list_numbers(model)
        roles = list(model.roles)
        if number % _EVERY == 0 or number == rounds - 1:
            for role in range(len(COUNT_ROLES)):
                roles[role] = _fit_role(cases, weights, role, model, start)
        prior = chances.sum(axis=0) + _PRIOR_STRENGTH * stated
        prior /= prior.sum()
        model = replace(model, roles=tuple(roles), prior=replace(start.prior, knots=tuple(prior.tolist())))
        if number % _EVERY == 0 and number and np.abs(_list_numbers(model) - before).max() < _CALM:
            return CountFit(_name(model, groups), groups, number + 1, calm=True)
    return CountFit(_name(model, groups), groups, rounds, calm=False)


def _name(model: CountModel, groups: int) -> CountModel:
    about = f"Fitted without labels on {groups:,} groups with a figure, from the parameters {model.version}."
    return replace(model, version=f"{model.version}+fit", about=about)


def _count_told(cases: Cases) -> int:
    told = np.zeros(len(cases.starts), np.bool_)
    told[cases.pattern[cases.factors.rows[cases.factor, 0] == FIGURE]] = True
    return int(cases.times[told].sum())


def _list_numbers(model: CountModel) -> Numbers:
    shapes = [[*np.log([role.bias, role.surplus, role.size]).tolist(), role.counts, role.found] for role in model.roles]
    return np.array([number for shape in shapes for number in shape] + [find_prior(model.prior)[0]])


def _add_up(cases: Cases, chances: Numbers) -> Numbers:
    """How often each factor stands beside each true number; shape ``(factors, knots)``."""
    order = np.argsort(cases.factor, kind="stable")
    factor = cases.factor[order]
    first = np.flatnonzero(np.concatenate([[True], factor[1:] != factor[:-1]]))
    rows = chances[cases.pattern[order]] * cases.weight[order, None]
    sums = np.zeros((len(cases.factors), chances.shape[1]))
    sums[factor[first]] = np.add.reduceat(rows, first, axis=0)
    return sums


def _fit_role(cases: Cases, weights: Numbers, role: int, model: CountModel, stated: CountModel) -> RoleFigures:
    mine = cases.factors.rows[:, 1] == role
    told = np.flatnonzero(mine & (cases.factors.rows[:, 0] == FIGURE))
    voices = np.flatnonzero(mine & (cases.factors.rows[:, 0] != FIGURE))
    now, centre = model.roles[role], stated.roles[role]
    prior = find_prior(model.prior)
    if len(told):
        rows, counts = cases.factors.rows[told], weights[told]
        top = _find_top(rows)

        strength = model.fixed.strength if role == _ANCHOR else 1.0

        def miss(point: Numbers) -> float:
            factors = make_figure_factors(rows, add_table(_to_shape(point), top), model.fixed, prior)
            return float(_hold(point, centre, strength) - (counts * np.log(factors)).sum())

        shape = _to_shape(_search(miss, _to_point(now), tuple(_LIMITS.values())))
        now = replace(now, **shape._asdict(), sd=_find_sd(float(counts.sum()), centre.sd, is_anchor=role == _ANCHOR))
    if len(voices):
        rows_, counts_ = cases.factors.rows[voices], weights[voices]

        def miss_silence(point: Numbers) -> float:
            silent = tuple((1 / (1 + np.exp(-point))).tolist())
            factors = make_voice_factors(rows_, (silent[0], silent[1]), model.fixed, prior)
            held = 0.5 * _WEAK * ((point - _logit(np.array(centre.silent))) ** 2).sum()
            return float(held - (counts_ * np.log(factors)).sum())

        point = _search(miss_silence, _logit(np.array(now.silent)), ((-5.0, 5.0),) * 2)
        first, second = (1 / (1 + np.exp(-point))).tolist()
        now = replace(now, silent=(first, second))
    return now


def _find_top(rows: NDArray[np.int64]) -> int:
    """How far a table has to reach: figures beyond are only asked for together."""
    low, high = rows[:, 2], rows[:, 3]
    return min(TOP, max(int(np.concatenate([low, high[high < TOP] + 1]).max()), 1))


def _find_sd(figures: float, stated: float, *, is_anchor: bool) -> float:
    """How unsure a bias is after the fit. The anchor's is what is stated: no figure can tell whether it holds."""
    return stated if is_anchor else stated * max((1 + figures / _FIGURES) ** -0.5, _SUREST)


def _hold(point: Numbers, centre: RoleFigures, strength: float) -> float:
    """What moving away from the stated parameters costs."""
    gap = point - _to_point(centre)
    share = np.log(_find_share(_to_shape(point))) - np.log(_find_share(Shape(*_list_shape(centre))))
    return float(0.5 * strength * (share / centre.sd) ** 2 + 0.5 * _WEAK * (gap**2).sum())


def _find_share(shape: Shape) -> float:
    """How many people a role tells of, for each that there was."""
    return shape.counts * shape.found + (1 - shape.counts) * shape.bias


def _list_shape(role: RoleFigures) -> tuple[float, float, float, float, float]:
    return role.bias, role.surplus, role.size, role.counts, role.found


def _to_point(role: RoleFigures) -> Numbers:
    return np.array([*np.log([role.bias, role.surplus, role.size]), *_logit(np.array([role.counts, role.found]))])


def _to_shape(point: Numbers) -> Shape:
    bias, surplus, size = np.exp(point[:3]).tolist()
    counts, found = (1 / (1 + np.exp(-point[3:]))).tolist()
    return Shape(bias, surplus, size, counts, found)


def _logit(share: NDArray[np.float64]) -> Numbers:
    logit: Numbers = np.log(share / (1 - share))
    return logit


def _search(miss: Callable[[Numbers], float], point: Numbers, limits: tuple[tuple[float, float], ...]) -> Numbers:
    """A lower place near a point, one number after the other by golden section (Kiefer, 1953); never a higher one."""
    best, lowest = point.copy(), miss(point)
    for number, (least, most) in enumerate(limits):
        low, high = max(least, best[number] - _REACH), min(most, best[number] + _REACH)
        for _ in range(_STEPS):
            step = _GOLDEN * (high - low)
            left, right = high - step, low + step
            values = []
            for place in (left, right):
                tried = best.copy()
                tried[number] = place
                values.append(miss(tried))
            if values[0] <= values[1]:
                high = right
            else:
                low = left
        tried = best.copy()
        tried[number] = (low + high) / 2
        value = miss(tried)
        if value < lowest:
            best, lowest = tried, value
    return best
