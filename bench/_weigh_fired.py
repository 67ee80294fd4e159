"""Who fired: how far from the truth, how sure and how often wrong, before and after linking, and what must not matter.

`fitted` is the model without labels, fitted on what is measured, as a deployment fits on its own incidents, and
calibrated on a thousand labelled claims of another seed (a twentieth of it in a quick run); `plain` the same without
calibration; `shipped` the tables that ship. Silence is counted, since all is collected here, and nothing is misread. In
the columns beside: the `majority` of all claims, naive `bayes` by role with copies counted, `ds`, `glad` and `mace` of
crowd-kit by outlet, and `true`: the same model with the simulator's own numbers, which no fit can pass by much.
Incidents that happened are scored, all of them, also those of one origin for which a page gives no number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from _table import Absent, Line, Row
from _weigh_baselines import GLAD_INCIDENTS, find_crowd_kit, make_true_model, try_bayes, try_crowd, try_majority
from _weigh_scores import Floats, Scores, score
from _weigh_worlds import HELD_OUT_SEEDS, LABELLED_SEED, REPORTS, Incidents, make_incidents, simulate_said
from contactline.records.estimates import Calibration
from contactline.records.rolemodels import RoleModel
from contactline.simulate.parameters import load_preset
from contactline.weigh.estimate.calibrate import apply_calibrations, calibrate
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.fit import fit_roles
from contactline.weigh.estimate.tables import FIRST, OTHERS, SECOND, balance_all, make_numbers, to_probability

OURS = "fitted"
COLUMNS = (OURS, "plain", "shipped", "true", "majority", "bayes", "ds", "glad", "mace")
SIMULATED = {"told-by-most": "told by most", "default": "default"}
WORLDS = {REPORTS: "reports alone", **SIMULATED}
_PROTOTYPE = "a prototype .082, majority .110, bayes .116, ds .259"
_INCIDENTS, _QUICK = 20_000, 5_000
_LABELLED = 250
"""Labelled incidents of a world: about a thousand claims."""
_BRIER, _ECE, _WRONG, _TIT = 0.082, 0.02, 3.0, 0.02
_TENTH = 2.0
NAMES = [0, 1, 3, 4, 6, 7]
"""Columns of origins that name a side."""
ON = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Answers:
    """Probabilities that the first side fired, by method, with the answers."""

    incidents: Incidents
    chances: dict[str, Floats]


def evaluate(quick: bool) -> list[Line]:
    """All rows with true clusters, and those on what must not matter."""
    lines: list[Line] = []
    for preset, name in WORLDS.items():
        answers = answer(preset, quick)
        lines += _score_world(name, answers, asked=preset == REPORTS)
        lines += _score_crowd(name, preset, quick)
        lines += [_judge_tit_for_tat(name, answers), _score_equal(name, answer(preset, quick, equal=True))]
    return [*lines, *_judge_rules(quick)]


@lru_cache(maxsize=4)
def answer(preset: str, quick: bool, *, equal: bool = False) -> Answers:
    """All methods but those of crowd-kit on one world."""
    incidents = make_incidents(preset, _QUICK if quick else _INCIDENTS, HELD_OUT_SEEDS[0], equal=equal)
    whole = make_whole(load_roles())
    plain = replace(whole, tables=fit_roles(incidents.counts, whole).tables)
    fitted = replace(plain, calibrations=calibrate_elsewhere(preset, plain, equal=equal))
    chances = {
        OURS: weigh(incidents, fitted),
        "plain": weigh(incidents, plain),
        "shipped": weigh(incidents, whole),
        "majority": try_majority(incidents),
        "bayes": try_bayes(incidents, plain),
    }
    if preset != REPORTS:
        chances["true"] = weigh(incidents, make_true_model(load_preset(preset), incidents, whole))
    return Answers(incidents, chances)


def make_whole(model: RoleModel) -> RoleModel:
    """The model as in a simulation: all is collected, nothing is misread."""
    return replace(model, capture=1.0, unattributed=1.0, error=0.0, error_low=0.0, error_high=0.0)


def weigh(incidents: Incidents, model: RoleModel) -> Floats:
    """Probabilities under a model, its calibrations applied."""
    decibans = balance_all(incidents.counts, make_numbers(model))
    return to_probability(apply_calibrations(incidents.counts, decibans, model))


def calibrate_elsewhere(preset: str, model: RoleModel, *, equal: bool) -> tuple[Calibration, ...]:
    """Calibrations on labelled incidents of another seed; few of each sort, as a deployment would have."""
    labelled = make_incidents(preset, _LABELLED, LABELLED_SEED, equal=equal)
    real = labelled.happened
    decibans = balance_all(labelled.counts, make_numbers(model))
    return calibrate(labelled.counts[real], decibans[real], labelled.first_fired[real], ON)


def _score_world(name: str, answers: Answers, *, asked: bool) -> list[Line]:
    real = answers.incidents.happened
    scores = {
        method: score(chance[real], answers.incidents.first_fired[real]) for method, chance in answers.chances.items()
    }
    title = f"who fired, {name}"
    several = real & (answers.incidents.counts[:, NAMES].sum(axis=1) > 1)
    shown = {
        method: score(chance[several], answers.incidents.first_fired[several]).brier
        for method, chance in answers.chances.items()
    }
    return [
        Row(f"{title}: Brier", pick(scores, "brier"), _PROTOTYPE if asked else "", most=_BRIER, places=4),
        Row(f"{title}: Brier where a page gives a number", shown, "several origins name a side", places=4),
        Row(f"{title}: log loss", pick(scores, "log_loss"), places=3),
        Row(f"{title}: calibration error (ECE)", pick(scores, "ece"), "of what is said", most=_ECE, places=3),
        Row(f"{title}: the same by side", pick(scores, "by_side"), "a prototype .016", places=3),
        Row(f"{title}: above 95 %, share", pick(scores, "sure", 100)),
        Row(f"{title}: above 95 %, wrong, %", pick(scores, "wrong", 100), most=_WRONG),
    ]


def _score_equal(name: str, answers: Answers) -> Line:
    """Calibration where third parties see both sides' ground alike: what is left is the model's own."""
    real = answers.incidents.happened
    known = answers.incidents.first_fired[real]
    errors = {method: score(chance[real], known).ece for method, chance in answers.chances.items()}
    return Row(f"who fired, {name}, equal access: calibration error", errors, places=3)


def pick(scores: dict[str, Scores], name: str, factor: float = 1.0) -> dict[str, float]:
    """One score of every method that has it."""
    values = {method: factor * float(getattr(each, name)) for method, each in scores.items()}
    return {method: value for method, value in values.items() if not np.isnan(value)}


def _score_crowd(name: str, preset: str, quick: bool) -> list[Line]:
    """Methods that learn how good each outlet is: where two camps contradict each other they take a side."""
    title = f"who fired, {name}"
    reason = find_crowd_kit()
    if reason:
        return [Absent(f"{title}: Brier of ds, glad, mace", reason)]
    count = _QUICK if quick else _INCIDENTS
    incidents = make_incidents(preset, count, HELD_OUT_SEEDS[0])
    said = simulate_said(preset, count, HELD_OUT_SEEDS[0])
    brier, wrong, tit = {}, {}, {}
    for method in ("ds", "glad", "mace"):
        chance, rows = try_crowd(method, said, GLAD_INCIDENTS if method == "glad" else None)
        real = incidents.happened[rows]
        scores = score(chance[real], incidents.first_fired[rows][real])
        brier[method], wrong[method] = scores.brier, 100 * scores.wrong
        open_ = find_tit_for_tat(incidents)[rows]
        tit[method] = float(chance[open_].mean())
    about = f"glad on {GLAD_INCIDENTS} incidents"
    return [
        Row(f"{title}: Brier by outlet", brier, about, places=4),
        Row(f"{title}: by outlet, above 95 %, wrong, %", wrong, about),
        Row(f"{title}: by outlet, tit for tat, mean", tit, "0 or 1: one camp is always believed", places=3),
    ]


def find_tit_for_tat(incidents: Incidents) -> np.ndarray:
    """Incidents where each camp blames the other, nobody owns up and no third party speaks."""
    counts = incidents.counts
    blame = (counts[:, 0] > 0) & (counts[:, 3] > 0)
    plain = (counts[:, 1] + counts[:, 4] == 0) & (counts[:, OTHERS].sum(axis=1) == 0)
    return blame & plain


def _judge_tit_for_tat(name: str, answers: Answers) -> Line:
    rows = find_tit_for_tat(answers.incidents)
    values = {method: float(chance[rows].mean()) for method, chance in answers.chances.items()}
    far = float(np.abs(answers.chances[OURS][rows] - 0.5).mean())
    told = f"{int(rows.sum())} incidents; {far:.3f} from even on average"
    return Row(f"who fired, {name}: tit for tat, mean", values, told, 0.5 - _TIT, 0.5 + _TIT, places=3)


def _judge_rules(quick: bool) -> list[Line]:
    answers = answer("told-by-most", quick)
    counts = answers.incidents.counts
    whole = make_whole(load_roles())
    model = replace(whole, tables=fit_roles(counts, whole).tables)
    mirrored = replace(
        answers.incidents, counts=np.concatenate([counts[:, SECOND], counts[:, FIRST], counts[:, [7, 6, 8]]], axis=1)
    )
    again = replace(whole, tables=fit_roles(mirrored.counts, whole).tables)
    swapped = np.abs(weigh(answers.incidents, model) + weigh(mirrored, again) - 1).max()
    alone = counts.copy()
    alone[:, OTHERS] = 0
    lone = replace(answers.incidents, counts=alone)
    held = weigh(lone, model)
    return [
        Row(
            "decibans that the tenth outlet of a camp adds, at most", {OURS: _find_tenth(model)}, most=_TENTH, places=2
        ),
        Row("sides exchanged, fitted anew: largest change of 1 − p", {OURS: float(swapped)}, most=1e-12, places=15),
        Row(
            "mean distance from even, third parties taken away",
            {OURS: float(np.abs(held - 0.5).mean())},
            f"with them {np.abs(answers.chances['plain'] - 0.5).mean():.3f}",
            most=float(np.abs(answers.chances["plain"] - 0.5).mean()),
            places=3,
        ),
    ]


def _find_tenth(model: RoleModel) -> float:
    """Over all stances of one camp, with and without the other camp's blame."""
    rows = []
    for stance in (0, 2):
        for other in (0, 1):
            nine = np.zeros(9, np.int16)
            nine[[stance, 3]] = 9, other
            ten = nine.copy()
            ten[stance] = 10
            rows += [nine, ten]
    decibans = balance_all(np.array(rows), make_numbers(model))
    return float(np.abs(decibans[1::2] - decibans[::2]).max())
