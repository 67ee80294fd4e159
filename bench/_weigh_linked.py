"""Who fired, end to end: claims are linked by what ships, weighed by cluster, and scored claim by claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from _link_worlds import World, link_world, make_world
from _table import Line, Row
from _weigh_baselines import make_true_model, try_bayes, try_majority
from _weigh_fired import ON, OURS, SIMULATED, make_whole, pick, weigh
from _weigh_scores import Floats, score
from _weigh_worlds import HELD_OUT_SEEDS, LABELLED_SEED, Incidents, Said, find_groups, gather
from contactline.link.model import find_model
from contactline.records.estimates import Calibration
from contactline.records.rolemodels import RoleModel
from contactline.simulate.line import CAMPS
from contactline.simulate.parameters import load_preset
from contactline.weigh.estimate.calibrate import calibrate
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.fit import fit_roles
from contactline.weigh.estimate.tables import balance_all, make_numbers

_CLAIMS, _QUICK = 100_000, 20_000
_LABELLED = 1_000
_BRIER = 0.138
_PROTOTYPE = "a prototype .138, majority .145"
_PER_DAY = 150.0


def evaluate(quick: bool) -> list[Line]:
    """Rows with our clusters, with true ones and with none, on both worlds."""
    size = _QUICK if quick else _CLAIMS
    return [line for preset, name in SIMULATED.items() for line in _evaluate_world(preset, name, size)]


def _evaluate_world(preset: str, name: str, size: int) -> list[Line]:
    world, labelled = (make_world(_PER_DAY, count, seed, preset) for count, seed in _list_worlds(size))
    said, groups = make_said(world)
    whole = make_whole(load_roles())
    incidents = gather(said, groups)
    plain = replace(whole, tables=fit_roles(incidents.counts, whole).tables)
    fitted = replace(plain, calibrations=_calibrate(labelled, plain))
    chances = {
        OURS: weigh(incidents, fitted),
        "plain": weigh(incidents, plain),
        "shipped": weigh(incidents, whole),
        "majority": try_majority(incidents),
        "bayes": try_bayes(incidents, plain),
    }
    known = said.attacker[said.happened] == 0
    scores = {method: score(chance[groups][said.happened], known) for method, chance in chances.items()}
    title = f"who fired, {name}, linked"
    divided = ", ".join(f"{one.stratum} {one.temperature:.2f} ({one.count})" for one in fitted.calibrations)
    return [
        Row(f"{title}: Brier by claim", pick(scores, "brier"), _PROTOTYPE, most=_BRIER, places=4),
        Row(f"{title}: calibration error (ECE)", pick(scores, "ece"), "of what is said", places=3),
        Row(f"{title}: above 95 %, share", pick(scores, "sure", 100)),
        Row(f"{title}: above 95 %, wrong, %", pick(scores, "wrong", 100), f"temperatures: {divided}"),
        Row(f"{title}: Brier by claim, true clusters", _score_true(preset, said, whole), places=4),
        Row(f"{title}: Brier by claim, none linked", _score_unlinked(said, plain), places=4),
    ]


def _list_worlds(size: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (size, HELD_OUT_SEEDS[1]), (max(4 * _LABELLED, size // 5), LABELLED_SEED)


def make_said(world: World) -> tuple[Said, np.ndarray]:
    """What weighing looks at, with the cluster of each claim; background paragraphs are linked and left out here."""
    clusters = link_world(world.rows, find_model("simulated"))
    keep = ~np.array(world.column("recalled"))
    sides = {name: number for number, name in enumerate(CAMPS)} | {None: -1}

    def number(name: str) -> np.ndarray:
        return np.array([sides[value] for value in world.column(name)], np.int64)[keep]

    def code(name: str) -> np.ndarray:
        return find_groups(np.array(world.column(name)))[keep]

    said = Said(
        world.truth[keep].astype(np.int64),
        code("origin"),
        number("side"),
        number("blames"),
        np.array([value is None for value in world.column("copy_of")])[keep],
        code("outlet"),
        number("true_attacker"),
        np.array(world.column("happened"))[keep],
    )
    return said, find_groups(clusters[keep])


def _calibrate(labelled: World, model: RoleModel) -> tuple[Calibration, ...]:
    """On the clusters of a thousand labelled claims of another seed."""
    said, groups = make_said(labelled)
    incidents = gather(said, groups)
    chosen = np.random.default_rng(LABELLED_SEED).choice(len(groups), min(_LABELLED, len(groups)), replace=False)
    chosen = chosen[said.happened[chosen]]
    counts, decibans = incidents.counts, balance_all(incidents.counts, make_numbers(model))
    rows = groups[chosen]
    return calibrate(counts[rows], decibans[rows], said.attacker[chosen] == 0, ON)


def _score_true(preset: str, said: Said, whole: RoleModel) -> dict[str, float]:
    groups = find_groups(said.incident)
    incidents = gather(said, groups)
    models = {
        "plain": replace(whole, tables=fit_roles(incidents.counts, whole).tables),
        "true": make_true_model(load_preset(preset), incidents, whole),
    }
    return {method: _score(incidents, groups, said, model) for method, model in models.items()}


def _score_unlinked(said: Said, model: RoleModel) -> dict[str, float]:
    groups = np.arange(len(said.incident))
    return {"plain": _score(gather(said, groups), groups, said, model)}


def _score(incidents: Incidents, groups: np.ndarray, said: Said, model: RoleModel) -> float:
    chance: Floats = weigh(incidents, model)[groups]
    return score(chance[said.happened], said.attacker[said.happened] == 0).brier
