"""Fitting the model of roles and lines without labels: expectation maximisation over distinct patterns.

Deterministic: the same incidents give the same numbers, in any order and with the sides' names exchanged. Dirichlet
priors are worth ``strength`` incidents each and keep out the mirrored solution, in which everybody confesses. What was
staged cannot be told from words: its share and how its two roles speak are held, never fitted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline.records.rolemodels import Role, RoleModel, RoleTables, Stance, Three
from contactline.weigh.estimate.tables import (
    Counts,
    Floats,
    Numbers,
    Patterns,
    find_patterns,
    find_sureness,
    log_camps,
    log_lines,
    log_stances,
    log_third,
    make_numbers,
)

_ROLE_OF: Final = np.array(
    [
        [Role.FIRING, Role.VICTIM],
        [Role.VICTIM, Role.FIRING],
        [Role.FABRICATOR, Role.ACCUSED],
        [Role.ACCUSED, Role.FABRICATOR],
    ]
)
"""Role of the first and of the second side where the first fired, the second did, the first or the second staged it."""
_STAGED_THIRD: Final = np.log([0.05, 0.05, 0.90])
_HYPOTHESES: Final = 4
_SIDES: Final = 2


@dataclass(frozen=True, slots=True)
class Fitted:
    """Tables that fit, and how that went.

    Attributes:
        tables: the numbers.
        rounds: of expectation and maximisation.
        patterns: distinct ones.
        likelihood: log likelihood of all incidents.
    """

    tables: RoleTables
    rounds: int
    patterns: int
    likelihood: float


@dataclass(slots=True)
class _Sums:
    """Expected counts of one round."""

    publishes: Floats
    line: Floats
    follow: Floats
    off_line: Floats
    third: Floats


def fit_roles(
    counts: Counts, start: RoleModel, strength: float = 20.0, rounds: int = 300, close: float = 1e-7
) -> Fitted:
    """Tables that fit incidents nobody has labelled.

    Args:
        counts: shape ``(n, 9)``: origins by camp and stance, copies collapsed.
        start: where to begin, and what the priors are centred on; gives reading error, capture and the held share of
            staged incidents too.
        strength: of the priors, in incidents.
        rounds: at most.
        close: relative gain of likelihood at which to stop.
    """
    found = find_patterns(counts, folded=True)
    prior = make_numbers(start)
    numbers = _set_backgrounds(found, prior)
    log_prior = np.log([(1 - start.staged) / 2] * 2 + [max(start.staged, 1e-12) / 2] * 2)
    before, likelihood, used = -np.inf, 0.0, 0
    while used < rounds:
        used += 1
        likelihood, shares = _expect(found, numbers, log_prior)
        numbers = _maximise(_collect(found, numbers, shares), numbers, prior, strength)
        if likelihood - before < close * abs(likelihood):
            break
        before = likelihood
    return Fitted(_make_tables(numbers), used, len(found.weights), float(likelihood))


def refit_model(counts: Counts, start: RoleModel, **changes: object) -> RoleModel:
    """A model with fitted tables; ``changes`` are its other fields, such as ``version`` and ``about``."""
    fitted = fit_roles(counts, start)
    return replace(start, tables=fitted.tables, count=len(counts), **changes)  # type: ignore[arg-type]


def _set_backgrounds(found: Patterns, prior: Numbers) -> Numbers:
    """What is said over all, smoothed by the prior; the same for both sides."""
    weights = found.weights
    camps = weights @ found.camps[found.first] + weights @ found.camps[found.second] + prior.camp_background
    third = weights @ found.third + prior.third_background
    third[:2] = third[:2].mean()
    return prior._replace(camp_background=camps / camps.sum(), third_background=third / third.sum())


def _expect(found: Patterns, numbers: Numbers, log_prior: Floats) -> tuple[float, Floats]:
    """Log likelihood, and for each pattern the expected number of incidents under each hypothesis."""
    by_camp, third = log_camps(found.camps, numbers), log_third(numbers)
    named = found.third
    logs = np.empty((len(found.weights), _HYPOTHESES))
    for number, (one, other) in enumerate(_ROLE_OF):
        says = named @ (third[[1, 0, 2]] if number else third) if number < _SIDES else named @ _STAGED_THIRD
        logs[:, number] = by_camp[found.first, one] + by_camp[found.second, other] + says + log_prior[number]
    top = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - top)
    sums = shares.sum(axis=1, keepdims=True)
    likelihood = float(found.weights @ (top[:, 0] + np.log(sums[:, 0])))
    return likelihood, shares / sums * found.weights[:, None]


def _collect(found: Patterns, numbers: Numbers, shares: Floats) -> _Sums:
    sums = _Sums(np.zeros((4, 2)), np.zeros((4, 3)), np.zeros(2), np.zeros((4, 3)), np.zeros(3))
    size = len(found.camps)
    speaks = found.camps.sum(axis=1) > 0
    for role in Role:
        by_camp = np.zeros(size)
        for number, side in np.argwhere(np.equal(_ROLE_OF, role)):
            rows = found.second if side else found.first
            by_camp += np.bincount(rows, weights=shares[:, number], minlength=size)
        _collect_silence(sums, by_camp, speaks, numbers, role)
        _collect_words(sums, found.camps, by_camp * speaks, numbers, role)
    _collect_third(sums, found, numbers, shares)
    return sums


def _collect_silence(sums: _Sums, by_camp: Floats, speaks: NDArray[np.bool_], numbers: Numbers, role: Role) -> None:
    spoke, silent = float(by_camp @ speaks), float(by_camp @ ~speaks)
    chance = numbers.publishes[role]
    missed = chance * (1 - numbers.capture) / max(1 - numbers.capture * chance, 1e-12)
    sums.publishes[role] += [spoke + silent * missed, silent * (1 - missed)]


def _collect_words(sums: _Sums, camps: Floats, weights: Floats, numbers: Numbers, role: Role) -> None:
    lines = log_lines(camps, numbers, role)
    shares = np.exp(lines - lines.max(axis=1, keepdims=True))
    shares *= (weights / shares.sum(axis=1))[:, None]
    sums.line[role] += shares.sum(axis=0)
    said = shares.T @ camps  # line × stance
    chance = np.exp(log_stances(numbers, role))
    sure = find_sureness(numbers)
    followed = said * (sure * numbers.follow * np.eye(3) / chance)
    strayed = said * (sure * (1 - numbers.follow) * numbers.off_line[role] / chance)
    sums.follow += [followed.sum(), strayed.sum()]
    sums.off_line[role] += strayed.sum(axis=0)


def _collect_third(sums: _Sums, found: Patterns, numbers: Numbers, shares: Floats) -> None:
    named = found.third
    one, other = shares[:, 0] @ named, shares[:, 1] @ named
    said = np.array([one[0] + other[1], one[1] + other[0], one[2] + other[2]])
    sums.third += said * ((1.0 - numbers.error) * numbers.third / np.exp(log_third(numbers)))


def _maximise(sums: _Sums, numbers: Numbers, prior: Numbers, strength: float) -> Numbers:
    publishes = sums.publishes + strength * np.stack([prior.publishes, 1 - prior.publishes], axis=1)
    line = sums.line + strength * prior.line
    line[[Role.VICTIM, Role.FABRICATOR], Stance.OWNS] = 0.0  # nobody's line is to own up to what another did
    follow = sums.follow + strength * np.array([prior.follow, 1 - prior.follow])
    off_line = sums.off_line + strength * prior.off_line
    off_line /= off_line.sum(axis=1, keepdims=True)
    third = sums.third + strength * prior.third
    real = np.arange(4) < Role.FABRICATOR
    heard = numbers.capture > 0.0  # else silence teaches nothing
    return numbers._replace(
        publishes=np.where(real & heard, publishes[:, 0] / publishes.sum(axis=1), prior.publishes),
        line=np.where(real[:, None], line / line.sum(axis=1, keepdims=True), prior.line),
        follow=float(follow[0] / follow.sum()),
        off_line=np.where(real[:, None], _keep_order(off_line), prior.off_line),
        third=third / third.sum(),
    )


def _keep_order(off_line: Floats) -> Floats:
    """Off the line, too, owning up is no rarer among those who fired."""
    victim, firing, owns = off_line[Role.VICTIM], off_line[Role.FIRING], Stance.OWNS
    if firing[owns] < victim[owns]:
        both = (firing[owns] + victim[owns]) / 2
        for row in (victim, firing):
            rest = 1.0 - row[owns]
            row *= (1.0 - both) / rest
            row[owns] = both
    return off_line


def _make_tables(numbers: Numbers) -> RoleTables:
    publishes, line, off_line = numbers.publishes, numbers.line, numbers.off_line
    return RoleTables(
        publishes=(float(publishes[0]), float(publishes[1]), float(publishes[2]), float(publishes[3])),
        line=(_three(line[0]), _three(line[1]), _three(line[2]), _three(line[3])),
        follow=numbers.follow,
        off_line=(_three(off_line[0]), _three(off_line[1]), _three(off_line[2]), _three(off_line[3])),
        third=_three(numbers.third),
        camp_background=_three(numbers.camp_background),
        third_background=_three(numbers.third_background),
    )


def _three(row: Floats) -> Three:
    return float(row[0]), float(row[1]), float(row[2])
