"""The model of roles and party lines as arithmetic on many incidents at once.

For a camp with origins ``o`` in role ``r``::

    P(camp | r) = 1 − κ ρ_r                                           nothing of it is here
                = ρ_r Σ_L π_r[L] Π_o f(o | L, r)                      otherwise
    f(o | L, r) = (1 − e) u (λ [c_o = L] + (1 − λ) δ_r[c_o]) + (1 − (1 − e) u) f0[c_o]

``ρ`` publishes, ``π`` line, ``λ`` follow, ``δ`` off_line, ``e`` reading error, ``f0`` background, ``κ`` capture; where
``κ`` is 0 nobody knows who is heard here, and neither silence nor speaking counts (``ρ`` is left out). ``u`` is 1, or
``unattributed`` where the origin names nobody.

The balance of a camp is 10 log10 P(camp | firing) / P(camp | victim), in decibans; owning up alone never makes it less
than silence does, so that an admission never speaks for the one who admits.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.records.rolemodels import Role, RoleModel, RoleTables, Stance

Floats = NDArray[np.float64]
Counts = NDArray[np.int16]
DECIBAN: Final = 10.0 / np.log(10.0)
"""Decibans in a natural unit of log odds."""
FIRST, SECOND, OTHERS = slice(0, 3), slice(3, 6), slice(6, 9)
"""Columns of a pattern: origins of the first side and of the second by stance, then third parties' origins that name
the first side, the second, nobody."""
MOST: Final = 3
"""Origins of one camp that say the same count as at most so many: a camp speaks with one voice, and being loud must not
decide. On simulated incidents it costs 0.0005 of Brier; without it forty outlets outweighed one by 12 decibans."""
_LEAST: Final = 1e-300


class Numbers(NamedTuple):
    """Tables as arrays, with the error that they are used with.

    Attributes:
        publishes: shape ``(4,)``.
        line, off_line: shape ``(4, 3)``.
        third, camp_background, third_background: shape ``(3,)``.
    """

    publishes: Floats
    line: Floats
    follow: float
    off_line: Floats
    third: Floats
    camp_background: Floats
    third_background: Floats
    error: float
    capture: float
    unattributed: float


def make_numbers(model: RoleModel, tables: RoleTables | None = None, error: float | None = None) -> Numbers:
    """The numbers of a model, or of other tables or another reading error under it."""
    tables = tables or model.tables
    return Numbers(
        np.array(tables.publishes),
        np.array(tables.line),
        tables.follow,
        np.array(tables.off_line),
        np.array(tables.third),
        np.array(tables.camp_background),
        np.array(tables.third_background),
        model.error if error is None else error,
        model.capture,
        model.unattributed,
    )


class Patterns(NamedTuple):
    """Distinct incidents.

    Attributes:
        camps: distinct camps, shape ``(u, 3)``: origins by stance.
        first, second: shape ``(n,)``: the row of ``camps`` of either side.
        third: shape ``(n, 3)``.
        weights: shape ``(n,)``: how many incidents are so.
        inverse: shape ``(all,)``: the pattern of each incident.
    """

    camps: Floats
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    third: Floats
    weights: Floats
    inverse: NDArray[np.int64]


_BASE: Final = MOST + 1


def find_patterns(counts: Counts, *, folded: bool = False) -> Patterns:
    """Distinct patterns of many incidents.

    Args:
        counts: shape ``(n, 9)``.
        folded: take an incident and its mirror image for one, which makes whatever is fitted blind to the names of
            the sides, to the last bit.
    """
    capped = np.minimum(counts, MOST).astype(np.int64)
    power = _BASE ** np.arange(3)
    first, second = capped[:, FIRST] @ power, capped[:, SECOND] @ power
    names = capped[:, OTHERS]
    if folded:
        mirrored = (second < first) | ((second == first) & (names[:, 1] < names[:, 0]))
        first, second = np.where(mirrored, second, first), np.where(mirrored, first, second)
        names = np.where(mirrored[:, None], names[:, [1, 0, 2]], names)
    size = _BASE**3
    keys, inverse = np.unique((first * size + second) * size + names @ power, return_inverse=True)
    weights = np.bincount(inverse.ravel(), minlength=len(keys)).astype(float)
    rest, third = keys // size, keys % size
    camps, rows = np.unique(np.concatenate([rest // size, rest % size]), return_inverse=True)
    rows = rows.ravel()
    return Patterns(
        _spread(camps), rows[: len(keys)], rows[len(keys) :], _spread(third), weights, inverse.ravel().astype(np.int64)
    )


def _spread(codes: NDArray[np.int64]) -> Floats:
    return (codes[:, None] // _BASE ** np.arange(3) % _BASE).astype(float)


def log_stances(numbers: Numbers, role: int) -> Floats:
    """Log chance of each stance under each line, shape ``(line, stance)``."""
    says = numbers.follow * np.eye(3) + (1.0 - numbers.follow) * numbers.off_line[role]
    sure = find_sureness(numbers)
    return _log(sure * says + (1.0 - sure) * numbers.camp_background)


def find_sureness(numbers: Numbers) -> Floats:
    """How far each stance of a camp counts as said, shape ``(3,)``."""
    return (1.0 - numbers.error) * np.array([1.0, 1.0, numbers.unattributed])


def log_lines(camps: Floats, numbers: Numbers, role: int) -> Floats:
    """Log chance of each line with all that is said, shape ``(camps, 3)``; silence is not counted in."""
    lines: Floats = camps @ log_stances(numbers, role).T + _log(numbers.line[role])
    return lines


def log_camps(camps: Floats, numbers: Numbers) -> Floats:
    """Log chance of each camp in each role, shape ``(camps, 4)``."""
    speaks = camps.sum(axis=1) > 0
    columns = []
    for role in Role:
        lines = log_lines(camps, numbers, role)
        top = lines.max(axis=1)
        spoken = top + np.log(np.exp(lines - top[:, None]).sum(axis=1))
        if numbers.capture > 0.0:
            spoken += _log(numbers.publishes[role])
        columns.append(np.where(speaks, spoken, np.log1p(-numbers.capture * numbers.publishes[role])))
    return np.stack(columns, axis=1)


def log_third(numbers: Numbers) -> Floats:
    """Log chance that a third party names the one that fired, the other, nobody; shape ``(3,)``."""
    return _log((1.0 - numbers.error) * numbers.third + numbers.error * numbers.third_background)


def balance_camps(camps: Floats, numbers: Numbers) -> Floats:
    """Decibans that each camp's own words give to its having fired, shape ``(camps,)``."""
    logs = log_camps(camps, numbers)
    raw = logs[:, Role.FIRING] - logs[:, Role.VICTIM]
    silent = np.log1p(-numbers.capture * numbers.publishes)
    only_owns = (camps[:, Stance.OWNS] > 0) & (camps[:, Stance.BLAMES] + camps[:, Stance.NONE] == 0)
    balances: Floats = DECIBAN * np.where(only_owns, np.maximum(raw, silent[Role.FIRING] - silent[Role.VICTIM]), raw)
    return balances


def balance_all(counts: Counts, numbers: Numbers) -> Floats:
    """Decibans for fire of the first side against fire of the second, shape ``(n,)``.

    Args:
        counts: shape ``(n, 9)``; every origin belongs to its incident.
        numbers: parameters.
    """
    found = find_patterns(counts)
    by_camp = balance_camps(found.camps, numbers)
    right, wrong, _ = log_third(numbers)
    named = (found.third[:, 0] - found.third[:, 1]) * (DECIBAN * (right - wrong))
    total: Floats = by_camp[found.first] - by_camp[found.second] + named
    return total[found.inverse]


def to_probability(decibans: Floats) -> Floats:
    """Probability from decibans of odds."""
    return 1.0 / (1.0 + 10.0 ** (-np.clip(decibans, -300.0, 300.0) / 10.0))


def _log(values: Floats) -> Floats:
    return np.log(np.maximum(values, _LEAST))
