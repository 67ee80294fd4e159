"""Figures of many incidents as columns, and the distinct patterns among them: what is alike is worked out once.

A group is one incident's losses of one side, of soldiers or of civilians, killed or wounded. Its evidence is a set of
factors, each with a weight: a figure that a role gives, a role that gives one, a role that speaks and gives none. A
factor is a row of the columns ``kind`` to ``member``; two groups with the same factors are the same to the model.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from contactline._kit.wordhash import mix_bits
from contactline.records.countmodels import COUNT_ROLES, CountRole
from contactline.weigh.estimate.counts_grid import TOP

Integers = NDArray[np.int64]

FIGURE: Final = 0
GIVEN: Final = 1
SILENT: Final = 2
MEMBER_STEPS: Final = 20
"""Membership is told in twentieths."""
MOST_VOICES: Final = 10
OPEN: Final = TOP
"""The upper end of "at least"."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What origins say of groups, one row each.

    Attributes:
        group: running number of the group.
        role: index into ``ALL_ROLES``.
        origin: number of the origin; copies have one.
        low, high: the figure, both ends included; below zero for an origin that speaks and gives none.
        denied: the speaker rejects the figure.
        member: how surely the account belongs to the incident, 0 to 1.
    """

    group: Integers
    role: Integers
    origin: Integers
    low: Integers
    high: Integers
    denied: NDArray[np.bool_]
    member: NDArray[np.float64]

    def take(self, rows: Any) -> Self:
        """Some of them."""
        return type(self)(**{entry.name: getattr(self, entry.name)[rows] for entry in fields(self)})


@dataclass(frozen=True, slots=True)
class Factors:
    """Distinct factors: columns ``kind``, ``role``, ``low``, ``high``, ``denied``, ``member``; shape ``(factors, 6)``.

    Of ``GIVEN`` and ``SILENT``, ``low`` is the number of origins that speak.
    """

    rows: Integers

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Cases:
    """Groups by their patterns.

    Attributes:
        pattern_of: of each group.
        times: how many groups have each pattern.
        starts: the first entry of each pattern; entries lie pattern by pattern, each has at least one.
        factor, weight: of each entry.
    """

    factors: Factors
    pattern_of: Integers
    times: NDArray[np.float64]
    starts: Integers
    factor: Integers
    weight: NDArray[np.float64]

    @property
    def pattern(self) -> Integers:
        """The pattern of each entry."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.factor)))


def make_cases(figures: Figures, shares: tuple[float, float]) -> Cases:
    """Groups 0 to the greatest, by their patterns. Every group needs a row.

    A camp speaks with one voice: equal figures of several of its origins are one figure, and its figures together are
    ``1 + share × (figures − 1)`` witnesses, each with its share of the origins. Third parties have no common voice:
    theirs are ``1 + share × (origins − 1)``. Roles that reach us through one origin alone share its weight.

    Args:
        figures: what origins say.
        shares: of a camp's further figures, and of third parties' further origins.
    """
    entries = [_weigh_figures(figures, shares), _find_voices(figures)]
    group = np.concatenate([entry[0] for entry in entries])
    rows = np.concatenate([entry[1] for entry in entries])
    weight = np.concatenate([entry[2] for entry in entries])
    unique, factor = _unique_rows(rows)
    order = np.lexsort((weight, factor, group))
    return _find_patterns(Factors(unique), group[order], factor[order], weight[order])


_THIRD: Final = COUNT_ROLES.index(CountRole.THIRD)


def _unique_rows(rows: Integers) -> tuple[Integers, Integers]:
    """Like ``np.unique`` over rows; by one packed key, which is many times faster."""
    key = np.zeros(len(rows), np.int64)
    for column, size in zip(rows.T, (3, 8, TOP + 2, TOP + 2, 2, MEMBER_STEPS + 1), strict=True):
        key = key * size + column
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], inverse


def _weigh_figures(figures: Figures, shares: tuple[float, float]) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """Each group's distinct figures by role."""
    told = replace(figures, low=np.minimum(figures.low, TOP), high=np.minimum(figures.high, TOP))
    told = told.take((figures.low >= 0) & (figures.high >= figures.low))
    member = _to_steps(told.member)
    order = np.lexsort((-member, told.origin, told.denied, told.high, told.low, told.role, told.group))
    told, member = told.take(order), member[order]
    new_figure = _starts(told.group, told.role, told.low, told.high, told.denied)
    new_origin = new_figure | _starts(told.origin)
    first = np.flatnonzero(new_figure)
    number = np.cumsum(new_figure) - 1
    origins = np.bincount(number, new_origin, len(first))
    surest = np.maximum.reduceat(member, first) if len(first) else member
    one = told.take(first)
    camp = np.cumsum(_starts(one.group, one.role)) - 1
    kinds, carriers = np.bincount(camp), np.bincount(camp, origins)
    further = np.where(one.role == _THIRD, shares[1] * (carriers[camp] - 1), shares[0] * (kinds[camp] - 1))
    weight = origins / carriers[camp] * (1 + further) * _find_standing(told, number, camp)
    rows = np.stack([np.full(len(first), FIGURE), one.role, one.low, one.high, one.denied, surest], axis=1)
    return one.group, rows.astype(np.int64), np.round(weight, 9)


def _find_standing(told: Figures, number: Integers, camp: Integers) -> NDArray[np.float64]:
    """For each distinct figure what its role counts for: less where all of it reaches us through others' origins.

    A text that quotes both sides is one origin. Of its roles each counts in part, unless the role has an origin that
    speaks for it alone.

    Args:
        told: rows of figures, those of one figure together.
        number: of the figure of each row.
        camp: of each figure.
    """
    order = np.lexsort((told.role, told.origin, told.group))
    sorted_ = told.take(order)
    new_text = _starts(sorted_.group, sorted_.origin)
    text = np.cumsum(new_text) - 1
    roles = np.bincount(text, new_text | _starts(sorted_.role))
    share = np.empty(len(order))
    share[order] = 1 / roles[text]
    standing = np.zeros(int(camp.max()) + 1 if len(camp) else 0)
    np.maximum.at(standing, camp[number], share)
    return standing[camp]


def _find_voices(figures: Figures) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """Which roles speak in each group, by how many origins, and whether they give a figure.

    Who only denies one gives none and is not silent either: the denial speaks for itself.
    """
    member = _to_steps(figures.member)
    order = np.lexsort((figures.origin, figures.role, figures.group))
    ordered, member = figures.take(order), member[order]
    new_camp = _starts(ordered.group, ordered.role)
    first = np.flatnonzero(new_camp)
    number = np.cumsum(new_camp) - 1
    voices = np.bincount(number, new_camp | _starts(ordered.origin), len(first)).astype(np.int64)
    given = np.bincount(number, (ordered.low >= 0) & ~ordered.denied, len(first)) > 0
    denied = np.bincount(number, (ordered.low >= 0) & ordered.denied, len(first)) > 0
    surest = np.maximum.reduceat(member, first) if len(first) else member
    nothing = np.zeros(len(first), np.int64)
    kind = np.where(given, GIVEN, SILENT)
    rows = [kind, ordered.role[first], np.minimum(voices, MOST_VOICES), nothing, nothing, surest]
    kept = given | ~denied
    return ordered.group[first][kept], np.stack(rows, axis=1)[kept], np.ones(int(kept.sum()))


def _starts(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Where any of the columns differs from the row before."""
    count = len(columns[0])
    new = np.zeros(count, np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def _to_steps(member: NDArray[np.float64]) -> Integers:
    return np.rint(np.clip(member, 0, 1) * MEMBER_STEPS).astype(np.int64)


def _find_patterns(factors: Factors, group: Integers, factor: Integers, weight: NDArray[np.float64]) -> Cases:
    """Groups with equal entries are told by the sum of their entries' mixed bits, 64 of them."""
    first = np.flatnonzero(_starts(group))
    bits = mix_bits(mix_bits(factor.astype(np.uint64)) ^ weight.view(np.uint64))
    sums = np.add.reduceat(bits, first) if len(first) else bits
    _, chosen, pattern_of, times = np.unique(sums, return_index=True, return_inverse=True, return_counts=True)
    sizes = np.diff(first, append=len(group))[chosen]
    starts = np.cumsum(sizes) - sizes
    rows = np.repeat(first[chosen] - starts, sizes) + np.arange(int(sizes.sum()))
    return Cases(factors, pattern_of, times.astype(np.float64), starts, factor[rows], weight[rows])
