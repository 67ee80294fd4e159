"""A second world to weigh, without places and times: reports alone, as the method was first measured on them.

The numbers that the project asks of itself come from it. It is not the package's simulator and shares no code with it:
every camp that speaks has one report at least and others by chance, whatever the other camp does; a firing camp owns up
less often where civilians were hit; some outlets stray from their camp's line more than others; a fifth of the copies
looks like a report of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STAGED, CIVILIAN = 0.06, 0.30
_SPEAKS = {"victim": 0.93, "firing": 0.55, "fabricator": 1.0, "accused": 0.40}
_ACCESS = (0.20, 0.45)
"""Third parties see fire by the first side, by the second: the ground of one side is harder to reach."""
_EVEN = (0.325, 0.325)
_MORE, _FOLLOW, _COPIED, _UNNOTICED = 1.4, 0.90, 0.30, 0.20
_OUTLETS = 15
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reports:
    """Claims as columns; see ``_weigh_worlds.Said``."""

    incident: Ints
    origin: Ints
    camp: Ints
    blames: Ints
    own: NDArray[np.bool_]
    outlet: Ints
    attacker: Ints
    happened: NDArray[np.bool_]


@dataclass(slots=True)
class _Parts:
    """Columns of one camp's reports, before they are put together."""

    incident: Ints
    camp: Ints
    blames: Ints
    outlet: Ints


def simulate_reports(incidents: int, seed: int, *, equal: bool = False) -> Reports:
    """Reports of some incidents; those that nobody reports are in none.

    Args:
        incidents: hidden ones.
        seed: another seed is another war.
        equal: third parties see both sides' ground as often.
    """
    rng = np.random.default_rng(seed)
    attacker = rng.integers(0, 2, incidents)
    happened = rng.random(incidents) >= STAGED
    civil = rng.random(incidents) < CIVILIAN
    camps = [_speak(rng, camp, attacker, happened, civil) for camp in (0, 1)]
    originals = _join([*camps, _observe(rng, attacker, happened, equal=equal)])
    copies = _copy(rng, originals)
    origin = np.concatenate([np.arange(len(originals.incident)), copies[0]])
    own = np.concatenate([np.ones(len(originals.incident), bool), copies[1]])
    both = _join([originals, copies[2]])
    return Reports(
        both.incident,
        origin,
        both.camp,
        both.blames,
        own,
        both.outlet,
        attacker[both.incident],
        happened[both.incident],
    )


def _speak(
    rng: np.random.Generator, camp: int, attacker: Ints, happened: NDArray[np.bool_], civil: NDArray[np.bool_]
) -> _Parts:
    """One camp: whether it speaks, its line (whom it blames, or -1), and its outlets on it or off it."""
    count, fired = len(attacker), attacker == camp
    role = np.where(happened, np.where(fired, "firing", "victim"), np.where(fired, "accused", "fabricator"))
    chance = np.vectorize(_SPEAKS.get)(role)
    speaks = rng.random(count) < chance
    denies, owns = np.where(civil, 0.55, 0.35), np.where(civil, 0.05, 0.28)
    to_other = np.select([role == "victim", role == "firing", role == "fabricator"], [0.90, denies, 0.95], 0.5)
    to_itself = np.where(role == "firing", owns, 0.0)
    draw = rng.random(count)
    line = np.where(draw < to_other, 1 - camp, np.where(draw < to_other + to_itself, camp, -1))
    row = np.repeat(np.arange(count), np.where(speaks, 1 + rng.poisson(_MORE, count), 0))
    outlet = np.minimum((rng.pareto(1.1, len(row)) * 2).astype(np.int64), _OUTLETS - 1)
    strays = 0.02 + 0.10 * (outlet % 5 == 0)
    names = rng.random(len(row)) < 0.5
    true = np.where(rng.random(len(row)) < 0.7, attacker[row], 1 - camp)
    off = np.where(names, true, -1)
    blames = np.where(rng.random(len(row)) < _FOLLOW - strays, line[row], off)
    return _Parts(row, np.full(len(row), camp), blames, outlet)


def _observe(rng: np.random.Generator, attacker: Ints, happened: NDArray[np.bool_], *, equal: bool) -> _Parts:
    """Third parties where they have access; they are seldom wrong and mostly name nobody."""
    count = len(attacker)
    access = np.array(_EVEN if equal else _ACCESS)[attacker]
    sees = rng.random(count) < np.where(happened, access, 0.02)
    row = np.repeat(np.arange(count), np.where(sees, 1 + (rng.random(count) < 0.4), 0))
    draw = rng.random(len(row))
    blames = np.where(draw < 0.38, attacker[row], np.where(draw < 0.41, 1 - attacker[row], -1))
    return _Parts(row, np.full(len(row), 2), blames, rng.integers(0, 6, len(row)))


def _copy(rng: np.random.Generator, originals: _Parts) -> tuple[Ints, NDArray[np.bool_], _Parts]:
    """Copies inside a camp: their origins, which of them pass for reports of their own, and what they say."""
    size = len(originals.incident)
    copied = (rng.random(size) < _COPIED) & (originals.camp < 2)
    of = np.repeat(np.arange(size), np.where(copied, 1 + rng.integers(0, 3, size), 0))
    unnoticed = rng.random(len(of)) < _UNNOTICED
    origin = np.where(unnoticed, size + np.arange(len(of)), of)
    parts = _Parts(originals.incident[of], originals.camp[of], originals.blames[of], rng.integers(0, _OUTLETS, len(of)))
    return origin, unnoticed, parts


def _join(parts: list[_Parts]) -> _Parts:
    columns: list[Any] = [
        np.concatenate([getattr(part, name) for part in parts]) for name in ("incident", "camp", "blames", "outlet")
    ]
    return _Parts(*columns)
