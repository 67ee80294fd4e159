"""How right linking is on invented worlds: at three densities, beside Splink and a rule, and what each part adds.

Weights that are “refitted” come from 1,000 labelled claims of worlds with other seeds; the hidden truth of the worlds
that are measured is looked at for nothing but the scores (and, to its favour, for the threshold of Splink).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from _link_baselines import Baseline, find_splink, try_rule, try_splink
from _link_scores import Numbers, find_class_pairs, score_b_cubed, score_pairs, share_together
from _link_worlds import (
    HELD_OUT_SEEDS,
    TRAINING_SEED,
    World,
    count_candidates,
    find_ids,
    fit_model,
    link_world,
    make_world,
)
from _table import Absent, Line, Row
from contactline.link.compare import Field
from contactline.link.model import Model, find_model
from contactline.simulate.arrow import TRUTH_SCHEMA

OURS, HAND, FITTED, SPLINK, RULE = "shipped", "by hand", "refitted", "splink", "rule"
ASKED = {20.0: 95.0, 150.0: 87.0, 600.0: 79.0}
"""B-cubed F1 asked for at so many incidents a day."""
PROTOTYPE = {
    20.0: "a prototype without text 94; its Splink with EM 91",
    150.0: "85; 74",
    600.0: "77; –",
}
MOST_GAP, MOST_TWINS = 5.0, 1.0
_CLAIMS, _QUICK_CLAIMS = 20_000, 5_000
_TRAINING_CLAIMS, _QUICK_TRAINING_CLAIMS = 12_000, 4_000
_USUAL = 150.0


def evaluate(quick: bool) -> list[Line]:
    """Rows on accuracy, neutrality and ablations."""
    size = _QUICK_CLAIMS if quick else _CLAIMS
    worlds = {density: make_world(density, size, seed) for density, seed in zip(ASKED, HELD_OUT_SEEDS, strict=True)}
    labelled = _QUICK_TRAINING_CLAIMS if quick else _TRAINING_CLAIMS
    training = [make_world(density, labelled, TRAINING_SEED) for density in ASKED]
    models = {OURS: find_model("simulated"), HAND: find_model("hand"), FITTED: fit_model(training)}
    found = {
        density: {name: link_world(world.rows, model) for name, model in models.items()}
        for density, world in worlds.items()
    }
    lines: list[Line] = []
    for density, world in worlds.items():
        lines += _compare(density, world, found[density])
    world, usual = worlds[_USUAL], found[_USUAL]
    lines += [*_judge_contradictions(world, usual), _judge_twins(world, usual), _judge_neutrality(world)]
    return [*lines, *_ablate(world, training, usual[FITTED])]


def _compare(density: float, world: World, found: dict[str, Numbers]) -> list[Line]:
    name = f"{density:g} a day"
    scores = {which: score_b_cubed(world.truth, labels) for which, labels in found.items()}
    beside = {RULE: try_rule(world)}
    reason = find_splink()
    if reason is None:
        beside[SPLINK] = try_splink(world)
    values = {which: 100 * score.f1 for which, score in scores.items()}
    values |= {which: 100 * baseline.f1 for which, baseline in beside.items()}
    pairs = {which: 100 * score_pairs(world.truth, labels).f1 for which, labels in found.items()}
    lines: list[Line] = [
        Row(f"{name}: B³ F1", values, f"{PROTOTYPE[density]} | {_tell(beside)}", least=ASKED[density]),
        Row(f"{name}: B³ precision", {which: 100 * score.precision for which, score in scores.items()}),
        Row(f"{name}: B³ recall", {which: 100 * score.recall for which, score in scores.items()}),
        Row(f"{name}: pairwise F1", pairs),
        Row(f"{name}: candidates of a claim, mean", {OURS: count_candidates(world.rows)}),
        _above(name, "the rule", values, RULE),
    ]
    lines.append(
        Absent(f"{name}: B³ F1 above Splink, points", reason) if reason else _above(name, "Splink", values, SPLINK)
    )
    return lines


def _tell(beside: dict[str, Baseline]) -> str:
    return ", ".join(f"{which}: {baseline.told}" for which, baseline in beside.items())


def _above(name: str, what: str, values: dict[str, float], which: str) -> Row:
    margins = {ours: values[ours] - values[which] for ours in (OURS, HAND, FITTED)}
    return Row(f"{name}: B³ F1 above {what}, points", margins, least=0.1)


# -- what must not matter


def _judge_contradictions(world: World, found: dict[str, Numbers]) -> list[Line]:
    """Pairs of claims about one incident, neither of them a copy, that both say who did it."""
    blames = np.array([value or "" for value in world.column("blames")])
    original = np.array([value is None for value in world.column("copy_of")])
    one, other = find_class_pairs(world.truth)
    kept = original[one] & original[other] & (blames[one] != "") & (blames[other] != "")
    one, other = one[kept], other[kept]
    same = blames[one] == blames[other]
    agreeing = {which: 100 * share_together(labels, one[same], other[same]) for which, labels in found.items()}
    opposed = {which: 100 * share_together(labels, one[~same], other[~same]) for which, labels in found.items()}
    gaps = {which: agreeing[which] - opposed[which] for which in found}
    name = f"{_USUAL:g} a day: pairs of one incident together"
    return [
        Row(f"{name}, they agree on blame", agreeing, f"{int(same.sum())} pairs"),
        Row(f"{name}, they contradict", opposed, f"{int((~same).sum())} pairs"),
        Row(f"{name}, points between", gaps, most=MOST_GAP),
    ]


def _judge_twins(world: World, found: dict[str, Numbers]) -> Line:
    """Incidents alike in place, kind, weapon and target, days or years apart: how many share their main cluster."""
    incident, twin = world.table["incident"].to_numpy(), world.column("twin_of")
    numbers = dict(zip(incident.tolist(), world.truth.tolist(), strict=True))
    pairs = {
        (numbers[mine], numbers[theirs])
        for mine, theirs in zip(incident.tolist(), twin, strict=True)
        if theirs is not None and theirs in numbers
    }
    if not pairs:
        return Absent("near-twins merged", "the world has none")
    values = {}
    for which, labels in found.items():
        main = _find_main(world.truth, labels)
        values[which] = 100 * float(np.mean([main[mine] == main[theirs] for mine, theirs in pairs]))
    return Row(f"{_USUAL:g} a day: near-twins merged", values, f"{len(pairs)} pairs of incidents", most=MOST_TWINS)


def _find_main(truth: Numbers, labels: Numbers) -> NDArray[np.int64]:
    """For each incident the cluster that has most of its claims; the smallest number on a tie."""
    cells, sizes = np.unique(np.stack([truth, labels], axis=1), axis=0, return_counts=True)
    order = np.lexsort((-cells[:, 1], sizes, cells[:, 0]))
    main = np.zeros(int(truth.max()) + 1, np.int64)
    main[cells[order, 0]] = cells[order, 1]
    return main


def _judge_neutrality(world: World) -> Line:
    """Who is blamed, which outlet and whose side are dealt out anew: every claim must stay where it was."""
    rng = np.random.default_rng(1)
    table = world.table
    for name in TRUTH_SCHEMA.names:
        order = rng.permutation(table.num_rows)
        column = table.schema.get_field_index(name)
        table = table.set_column(column, table.schema.field(name), table[name].take(pa.array(order)))
    kept = [one == other for one, other in zip(find_ids(world.table), find_ids(table), strict=True)]
    return Row(
        "claims that stay where blame, outlet and side are shuffled, %", {OURS: 100 * np.mean(kept)}, least=100.0
    )


# -- what each part adds


def _ablate(world: World, training: list[World], refitted: Numbers) -> list[Line]:
    """Refitted without a part and measured without it."""
    whole = 100 * score_b_cubed(world.truth, refitted).f1
    cases = {
        "text": (_without(world, "terms"), fit_model([_without(one, "terms") for one in training])),
        "names": (_without(world, "names"), fit_model([_without(one, "names") for one in training])),
        "density": (world, fit_model(training, (Field.AREA, Field.PLACE))),
    }
    return [_ablated(name, *case, whole) for name, case in cases.items()]


def _ablated(name: str, world: World, model: Model, whole: float) -> Row:
    value = 100 * score_b_cubed(world.truth, link_world(world.rows, model)).f1
    return Row(f"{_USUAL:g} a day: B³ F1 without {name}", {FITTED: value}, f"{value - whole:+.1f}")


def _without(world: World, name: str) -> World:
    """A world whose claims all have an empty list of something."""
    field, column = world.table.schema.field(name), world.table.schema.get_field_index(name)
    empty = pa.array([[]] * world.table.num_rows, field.type)
    return World(world.table.set_column(column, field, empty), world.truth)
