"""What weighing costs: a million incidents fitted and weighed, and one incident with all that its page shows."""

from __future__ import annotations

import time

import numpy as np

from _table import Line, Row
from _weigh_fired import OURS, make_whole
from _weigh_worlds import HELD_OUT_SEEDS, make_incidents
from contactline.records.ids import THIRD, SideId
from contactline.records.rolemodels import Stance
from contactline.reference.loading import find_mandate
from contactline.weigh.estimate.estimate import estimate_voices, load_roles
from contactline.weigh.estimate.evidence import FIRED, Evidence, Voice
from contactline.weigh.estimate.fit import fit_roles
from contactline.weigh.estimate.tables import balance_all, make_numbers, to_probability

_MILLION, _QUICK = 1_000_000, 100_000
_SECONDS, _MILLISECONDS = 60.0, 5.0
_REPEATS = 20


def evaluate(quick: bool) -> list[Line]:
    """Rows on cost, in seconds of CPU."""
    count = _QUICK if quick else _MILLION
    some = make_incidents("told-by-most", 50_000, HELD_OUT_SEEDS[2]).counts
    rng = np.random.default_rng(1)
    counts = some[rng.integers(0, len(some), count)]
    spoilt = rng.random(count) < 0.2  # more distinct patterns than one world of this size has
    counts[spoilt] += rng.poisson(0.4, (int(spoilt.sum()), 9)).astype(np.int16)
    whole = make_whole(load_roles())
    start = time.process_time()
    fitted = fit_roles(counts, whole)
    to_probability(balance_all(counts, make_numbers(whole, fitted.tables)))
    spent = time.process_time() - start
    return [
        Row(
            f"who fired: {count:,} incidents fitted and weighed, CPU s",
            {OURS: spent},
            f"{fitted.patterns:,} patterns, {fitted.rounds} rounds",
            most=_SECONDS,
        ),
        Row("who fired: one incident of eight origins, CPU ms", {OURS: _time_one(8)}, most=_MILLISECONDS),
        Row("who fired: one incident of sixty origins, CPU ms", {OURS: _time_one(60)}),
    ]


def _time_one(size: int) -> float:
    mandate = find_mandate("simulated")
    sides: list[SideId] = [side.id for side in mandate.sides]
    camps = [*sides, THIRD]
    voices = tuple(
        Voice(f"o{number}", f"Origin {number}", camps[number % 3], Stance(number % 2 * 2), 0.95, ())
        for number in range(size)
    )
    evidence = Evidence((*voices[:-1], Voice("x", "X", sides[0], Stance.BLAMES, 0.8, ())), (), True)
    start = time.process_time()
    for _ in range(_REPEATS):
        estimate_voices(FIRED, evidence, mandate, load_roles())
    return 1000 * (time.process_time() - start) / _REPEATS
