"""Refitting the pair model on what people judged in one deployment.

Judged pairs are few, and nobody draws them by chance: people judge what looks wrong. So the pull towards the weights
that are there is strong, and the prior, which says how common pairs of one happening are, stays where it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.link.accounts import Account, group_claims
from contactline.link.columns import find_alike, find_order, pack_rows, take_rows
from contactline.link.compare import FIELDS, LEVELS, Field
from contactline.link.constraints import iter_labelled_pairs
from contactline.link.crowd import Candidates, count_crowd
from contactline.link.fit import fit_weights, label_levels
from contactline.link.model import Model, Weights
from contactline.link.pairs import make_row_index
from contactline.link.rows import RowMaker
from contactline.link.sites import Atlas
from contactline.ports import Reading
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.reports import Report

STRENGTH: Final = 10.0
"""Of the pull towards the weights there are. A pair moves a weight that it speaks of by 10 / ln 10 / ``STRENGTH``
decibans at most, here 0.43, and by next to nothing where the weights agree with it already; a thousand pairs outweigh
the pull."""
FEWEST: Final = 20
"""Judged pairs below which a refit says more about these pairs than about others: a dozen comparisons are made of each
pair, and a weight should rest on more than one or two."""
REFITTED: Final = "+judged-"
"""In the version of weights that were refitted on judgements."""


class Lessons(NamedTuple):
    """Judged pairs of accounts, as linking compares them.

    Attributes:
        levels: shape ``(m, FIELDS)``.
        same: shape ``(m,)``: whether a pair was judged together.
        beside: judged pairs left out because they never come into question: no weight would bring them together.
    """

    levels: NDArray[np.int8]
    same: NDArray[np.bool_]
    beside: int


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight that a refit changed, in decibans, and in how many judged pairs its level stands."""

    field: str
    level: str
    before: float
    after: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Refit:
    """A refitted model, and what it was made of.

    Attributes:
        together, apart: pairs that it was fitted on.
        agreed_before, agreed_after: those of them that the weights call as they were judged.
        changes: the largest first.
    """

    model: Model
    together: int
    apart: int
    agreed_before: int
    agreed_after: int
    changes: tuple[WeightChange, ...]


def collect_lessons(
    readings: Iterable[tuple[Report, Reading]], mandate: Mandate, judgements: Iterable[LinkJudgement]
) -> Lessons:
    """What judgements in force teach about comparing accounts. Pure; no order matters.

    Args:
        readings: every report in force with its claims: how crowded it is and how common a word hangs on all of them.
        mandate: places, for distances and names.
        judgements: all that people ever judged.
    """
    atlas = Atlas(mandate)
    maker = RowMaker(mandate, atlas)
    told = [
        (account, report)
        for report, reading in readings
        for account in group_claims(report, reading.claims, atlas).accounts
    ]
    labelled = list(iter_labelled_pairs(judgements, [account for account, _ in told]))
    if not labelled:
        return Lessons(np.zeros((0, FIELDS), np.int8), np.zeros(0, np.bool_), 0)
    same = np.array([one_happening for _, _, one_happening in labelled], np.bool_)
    columns = pack_rows([maker.make_row(account, report) for account, report in told])
    places = find_order(columns)
    pairs = np.argsort(places, kind="stable")[_number_pairs([account for account, _ in told], labelled)]
    columns = take_rows(columns, places)
    # The same rows as linking counts: copies once, judged ones each for itself.
    first, lead = find_alike(columns, np.unique(pairs))
    columns, pairs = take_rows(columns, first), np.sort(lead[pairs], axis=1)
    crowd, candidates = count_crowd(columns, make_row_index(columns))
    asked = _find_asked(candidates, pairs)
    levels = label_levels(columns, crowd, pairs[asked].astype(np.int32))
    return Lessons(levels, same[asked], int((~asked).sum()))


def _number_pairs(accounts: Sequence[Account], labelled: Sequence[tuple[Account, Account, bool]]) -> NDArray[np.int64]:
    number_of = {account.claims[0].id: number for number, account in enumerate(accounts)}
    pairs = [(number_of[one.claims[0].id], number_of[other.claims[0].id]) for one, other, _ in labelled]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _find_asked(candidates: Candidates, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs come into question for linking."""
    start, other = candidates
    return np.array([one in other[start[two] : start[two + 1]] for one, two in pairs], np.bool_)


def refit_model(lessons: Lessons, start: Model, strength: float = STRENGTH) -> Refit:
    """A model drawn from ``start`` towards what people judged. There has to be a pair.

    Args:
        lessons: from :func:`collect_lessons`.
        start: weights that do not know these judgements yet.
        strength: of the pull towards ``start``, see :data:`STRENGTH`.
    """
    levels, same = lessons.levels, lessons.same
    # No lean: weights set by hand and weights that were fitted lean already.
    weights = fit_weights(levels, same, start.weights, strength, lean=0, hold_prior=True)
    together, apart = int(same.sum()), int((~same).sum())
    about = (
        f"Refitted on {together + apart} pairs of accounts that people judged ({together} together, {apart} apart) "
        f"from {start.version}, with a pull of {strength:g}."
    )
    digest = hashlib.sha256(weights.points.tobytes()).hexdigest()[:8]
    version = f"{start.version.split(REFITTED)[0]}{REFITTED}{digest}"
    return Refit(
        model=start._replace(version=version, about=about, weights=weights, curve=start.curve.carry(start.version)),
        together=together,
        apart=apart,
        agreed_before=_count_agreed(levels, same, start.weights),
        agreed_after=_count_agreed(levels, same, weights),
        changes=_find_changes(levels, start.weights, weights),
    )


def _count_agreed(levels: NDArray[np.int8], same: NDArray[np.bool_], weights: Weights) -> int:
    """Pairs that are on the side of 0 dB on which they were judged to be."""
    total = weights.prior[0] + weights.points[np.arange(FIELDS), levels].sum(axis=1)
    return int(((total > 0) == same).sum())


def _find_changes(levels: NDArray[np.int8], before: Weights, after: Weights) -> tuple[WeightChange, ...]:
    changes = [
        WeightChange(
            field=field.name.lower(),
            level=LEVELS[field][level],
            before=int(before.points[field, level]) / 100,
            after=int(after.points[field, level]) / 100,
            pairs=int((levels[:, field] == level).sum()),
        )
        for field in Field
        for level in range(len(LEVELS[field]))
        if before.points[field, level] != after.points[field, level]
    ]
    return tuple(sorted(changes, key=lambda one: -abs(one.after - one.before)))
