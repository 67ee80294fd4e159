"""Invented incidents to weigh: what each origin of each camp says on who fired, and the hidden answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from _weigh_reports import simulate_reports
from contactline.simulate.columns import Claims
from contactline.simulate.parameters import Parameters, load_preset
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import Settings

Ints = NDArray[np.int64]
FITTING_SEEDS = (11, 12)
"""Seeds that shipped parameters are fitted on."""
LABELLED_SEED = 13
"""Seed of the labelled incidents that a calibration is measured on."""
HELD_OUT_SEEDS = (8_001, 8_002, 8_003)
"""Seeds that no parameter was set, fitted or calibrated on."""
REPORTS = "reports"
"""The world of ``_weigh_reports.py``, which is no preset of the simulator."""
_SILENT = -1


@dataclass(frozen=True, slots=True)
class Said:
    """Claims as columns: which incident (or cluster), which camp, what stance, of which origin.

    Attributes:
        camp: 0, 1, or 2 for third parties.
        blames: index of the side that is said to have fired, or -1.
        own: whether the claim is the first of its origin.
        attacker: who fired, of each claim's true incident.
        happened: whether anything did.
        incident: true incident of each claim.
    """

    incident: Ints
    origin: Ints
    camp: Ints
    blames: Ints
    own: NDArray[np.bool_]
    outlet: Ints
    attacker: Ints
    happened: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Incidents:
    """Patterns of incidents with their answers.

    Attributes:
        counts: shape ``(n, 9)``, see ``weigh/estimate/tables.py``.
        with_copies: the same with every claim counted.
        first_fired: shape ``(n,)``.
        happened: shape ``(n,)``; answers are scored where it is true.
    """

    counts: NDArray[np.int16]
    with_copies: NDArray[np.int16]
    first_fired: NDArray[np.bool_]
    happened: NDArray[np.bool_]


def make_said(claims: Claims) -> Said:
    """What weighing looks at, of claims of the simulator; background paragraphs are left out, as on a page."""
    claims = claims.take(~claims.recalled)
    _, origin = np.unique(claims.origin, return_inverse=True)
    return Said(
        claims.incident.astype(np.int64),
        origin.ravel().astype(np.int64),
        claims.side.astype(np.int64),
        claims.blames.astype(np.int64),
        claims.origin == claims.id,
        claims.outlet.astype(np.int64),
        claims.true_attacker.astype(np.int64),
        claims.happened,
    )


@lru_cache(maxsize=4)
def simulate_said(preset: str, incidents: int, seed: int, *, equal: bool = False) -> Said:
    """A world's claims; ``equal``: third parties see both sides' ground as often."""
    if preset == REPORTS:
        made = simulate_reports(incidents, seed, equal=equal)
        return Said(**{name: getattr(made, name) for name in Said.__dataclass_fields__})
    parameters: Parameters = load_preset(preset)
    if equal:
        parameters = parameters.changed({"report.access": (1.0, 1.0)})
    settings = Settings(incidents=incidents, seed=seed, parameters=parameters)
    chunks = [make_said(chunk) for chunk in simulate_rows(settings)]
    names = Said.__dataclass_fields__
    if len(chunks) == 1:
        return chunks[0]
    settings_free: Mapping[str, NDArray[np.generic]] = {
        name: np.concatenate([getattr(chunk, name) for chunk in chunks]) for name in names if name != "origin"
    }
    sizes = np.cumsum([0, *(len(chunk.origin) for chunk in chunks[:-1])])
    origin = np.concatenate([chunk.origin + size for chunk, size in zip(chunks, sizes, strict=True)])
    return Said(origin=origin, **settings_free)  # type: ignore[arg-type]


def gather(said: Said, groups: Ints) -> Incidents:
    """Patterns by group: true incidents, or clusters. A cluster's answer is that of most of its claims.

    Args:
        said: claims.
        groups: number of each claim's group, from 0, none left out.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    with_copies = _count(groups, _find_columns(said.camp, said.blames), count)
    origins = int(said.origin.max(initial=0)) + 1
    camp_of = np.full(origins, -1)
    camp_of[said.origin[said.own]] = said.camp[said.own]
    root = camp_of[said.origin]
    column = _find_columns(np.where(root < 0, said.camp, root), said.blames)
    # one voice for each origin in a group, that of whoever said it first: a copy adds nothing, in whichever camp
    _, first = np.unique(groups * origins + said.origin, return_index=True)
    counts = _count(groups[first], column[first], count)
    fired = np.bincount(groups, weights=said.attacker == 0, minlength=count)
    real = np.bincount(groups, weights=said.happened, minlength=count)
    size = np.bincount(groups, minlength=count)
    return Incidents(counts, with_copies, 2 * fired > size, 2 * real > size)


def _find_columns(camp: Ints, blames: Ints) -> Ints:
    third = np.where(blames == _SILENT, 8, 6 + blames)
    party = np.where(blames == _SILENT, 2, np.where(blames == camp, 1, 0)) + 3 * camp
    return np.where(camp == 2, third, party).astype(np.int64)


def _count(groups: Ints, column: Ints, count: int) -> NDArray[np.int16]:
    table = np.bincount(groups * 9 + column, minlength=9 * count).reshape(count, 9)
    return table.astype(np.int16)


def find_groups(ids: NDArray[np.generic]) -> Ints:
    """Numbers from 0 for ids."""
    _, groups = np.unique(ids, return_inverse=True)
    return groups.ravel().astype(np.int64)


@lru_cache(maxsize=8)
def make_incidents(preset: str, incidents: int, seed: int, *, equal: bool = False) -> Incidents:
    """Incidents as they truly are."""
    said = simulate_said(preset, incidents, seed, equal=equal)
    return gather(said, find_groups(said.incident))
