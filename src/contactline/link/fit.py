"""Refitting the pair model on labelled pairs: a simulator's hidden truth, or a deployment's own judgements.

Regularised logistic regression (maximum a posteriori, Gaussian prior round the weights that are there), by Newton's
method; afterwards weights that must not rise along a comparison are pooled (isotonic regression, Ayer et al. 1955).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.jit import leaf
from contactline.link.blocks import Index, find_candidates
from contactline.link.columns import Columns
from contactline.link.compare import FIELDS, MOST_LEVELS, compare_rows, compare_words
from contactline.link.crowd import Crowd
from contactline.link.model import MONOTONE, Weights, make_weights

_NAT: Final = 10.0 / np.log(10.0)  # decibans in a natural unit of log odds
_CENTI: Final = 100.0
_ROUNDS: Final = 100
_CLOSE: Final = 1e-4
LEAN: Final = 350
"""Centi-decibans added to a fitted prior: pairs are not independent, and clusters of pairs that are right one by one
come out too small. B³ F1 on the seeds that weights are fitted on is best at 2 to 4 dB, at 20 to 600 incidents a day."""
_ROOM: Final = 16_384


def find_pairs(
    columns: Columns, index: Index, crowd: Crowd, rows: Sequence[int]
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """All candidate pairs of some rows with their levels.

    Returns:
        Row numbers, shape ``(m, 2)``, and levels, shape ``(m, FIELDS)``.
    """
    seen = np.full(len(columns), -1, np.int32)
    out = np.zeros(_ROOM, np.int32)
    found = []
    for row in rows:
        count = abs(find_candidates(columns, index, row, len(columns), seen, row, out))
        found.append(np.stack([np.full(count, row, np.int32), out[:count]], axis=1))
    pairs = np.concatenate(found)
    return pairs, label_levels(columns, crowd, pairs)


def label_levels(columns: Columns, crowd: Crowd, pairs: NDArray[np.int32]) -> NDArray[np.int8]:
    """The levels of pairs of rows, whichever row of a pair is named first.

    Args:
        columns: rows in their total order.
        crowd: round them.
        pairs: row numbers, shape ``(m, 2)``.

    Returns:
        Levels, shape ``(m, FIELDS)``.
    """
    levels = np.zeros((len(pairs), FIELDS), np.int8)
    _fill(columns, np.sort(pairs, axis=1), crowd, levels)
    return levels


@leaf
def _fill(c: Columns, pairs: NDArray[np.int32], crowd: Crowd, out: NDArray[np.int8]) -> None:
    for number in range(len(pairs)):
        one, other = pairs[number, 0], pairs[number, 1]
        compare_rows(c, one, other, crowd, out[number])
        compare_words(c, one, other, crowd, out[number])


def fit_weights(
    levels: NDArray[np.int8],
    same: NDArray[np.bool_],
    start: Weights,
    strength: float = 0.02,
    lean: int = LEAN,
    *,
    hold_prior: bool = False,
) -> Weights:
    """Weights that fit labelled pairs, drawn towards those that are there.

    Args:
        levels: shape ``(m, FIELDS)``.
        same: shape ``(m,)``: whether a pair tells of one happening.
        start: the weights to begin with and to keep to where the pairs say little.
        strength: of the pull towards ``start``, per squared natural unit; a level seen in few pairs stays where it is.
        lean: centi-decibans added to the prior; 0 where ``start`` leans already.
        hold_prior: leave the prior where it is: pairs that were not drawn by chance say nothing about it.

    Returns:
        Monotone weights; ``miss`` is unchanged.
    """
    patterns, inverse = np.unique(levels, axis=0, return_inverse=True)
    counts = np.bincount(inverse.ravel()).astype(float)
    hits = np.bincount(inverse.ravel(), weights=same.astype(float)).astype(float)
    seen = np.zeros((FIELDS, MOST_LEVELS))
    for field in range(FIELDS):
        seen[field] = np.bincount(patterns[:, field], weights=counts, minlength=MOST_LEVELS)
    centre = np.concatenate([[start.prior[0]], start.points.ravel()]) / _CENTI / _NAT
    used = np.flatnonzero(np.concatenate([[not hold_prior], seen.ravel() > 0]))
    held = float(centre[0]) if hold_prior else 0.0
    beta = centre.copy()
    beta[used] = _fit(_make_design(patterns, used), counts, hits, centre[used], strength, held)
    points = (beta[1:] * _NAT * _CENTI).reshape(FIELDS, MOST_LEVELS)
    _make_monotone(points, seen)
    prior = round(float(beta[0] * _NAT * _CENTI)) + lean
    return make_weights(np.round(points).astype(np.int32), prior, int(start.miss[0]))


def _make_design(patterns: NDArray[np.int8], used: NDArray[np.int64]) -> NDArray[np.float64]:
    """A column for the prior and each level, as far as they are used: 1 where a pattern has it."""
    place = np.full(1 + FIELDS * MOST_LEVELS, -1)
    place[used] = np.arange(len(used))
    design = np.zeros((len(patterns), len(used)))
    if place[0] >= 0:
        design[:, place[0]] = 1.0
    rows = np.arange(len(patterns))
    for field in range(FIELDS):
        design[rows, place[1 + field * MOST_LEVELS + patterns[:, field].astype(np.int64)]] = 1.0
    return design


def _fit(
    matrix: NDArray[np.float64],
    counts: NDArray[np.float64],
    hits: NDArray[np.float64],
    centre: NDArray[np.float64],
    strength: float,
    held: float,
) -> NDArray[np.float64]:
    beta = centre.copy()

    def rate(beta: NDArray[np.float64]) -> float:
        score = held + matrix @ beta
        pull = strength / 2.0 * ((beta - centre) ** 2).sum()
        return float(hits @ score - counts @ np.logaddexp(0.0, score) - pull)

    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-(held + matrix @ beta)))
        slope = matrix.T @ (hits - counts * chance) - strength * (beta - centre)
        bend = (matrix * (counts * chance * (1.0 - chance))[:, None]).T @ matrix
        step = np.linalg.solve(bend + strength * np.eye(len(centre)), slope)
        # Where all pairs lie far on the wrong side the curve is flat and Newton's step far too long: go a part of it.
        while rate(beta + step) < rate(beta) and np.abs(step).max() > _CLOSE:
            step /= 2.0
        beta += step
        if np.abs(step).max() <= _CLOSE:
            break
    return beta


def _make_monotone(points: NDArray[np.float64], seen: NDArray[np.float64]) -> None:
    for field, runs in MONOTONE.items():
        for run in runs:
            levels = list(run)
            points[field, levels] = _pool(points[field, levels], seen[field, levels] + 1.0)


def _pool(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest sequence that never rises: neighbours that do are given their weighted mean."""
    blocks: list[list[float]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append([float(value), float(weight), 1])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            value_two, weight_two, length_two = blocks.pop()
            value_one, weight_one, length_one = blocks.pop()
            both = weight_one + weight_two
            blocks.append([(value_one * weight_one + value_two * weight_two) / both, both, length_one + length_two])
    return np.concatenate([np.full(int(length), value) for value, _, length in blocks])
