"""Numbers of killed and wounded: how far estimates lie from the truth, how often their ranges hold it, and the cost.

Claims of the simulator with true clusters, from seeds that nothing was set or fitted on; parameters are fitted without
labels on another seed. Scored are groups of incidents that happened in which some origin gives a figure. Two worlds:
the simulator's default, in which most figures are "none" and everybody does well; and one with losses as often told as
in the simulation that the method was first measured with (some are killed in about half of the scored groups, three
figures a group), on which the numbers asked for were set. `oracle` knows the simulator's own parameters: the best that
can be had. The reader's error is set to a hundredth, since nobody reads texts here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from _table import Line, Row
from _weigh_count_baselines import Told, estimate_crh, estimate_gtm, estimate_simply
from _weigh_oracle import make_oracle_chances
from contactline.records.countmodels import CountModel, CountRole
from contactline.records.ids import ClaimId
from contactline.simulate.line import MILITARY, THIRD
from contactline.simulate.parameters import Parameters, load_preset
from contactline.simulate.rows import simulate_incidents, simulate_rows
from contactline.simulate.settings import Settings
from contactline.weigh.estimate.counts import estimate_counts
from contactline.weigh.estimate.counts_columns import Cases, Figures, make_cases
from contactline.weigh.estimate.counts_evidence import Evidence, Figure, Voice
from contactline.weigh.estimate.counts_fit import CountFit, fit_counts
from contactline.weigh.estimate.counts_grid import HIGHEST, KNOTS
from contactline.weigh.estimate.counts_model import load_counts
from contactline.weigh.estimate.counts_posterior import MOST, Summaries, make_chances, summarise
from contactline.weigh.estimate.counts_totals import sum_groups

Floats = NDArray[np.float64]
OURS: Final = "ours"
COLUMNS: Final = (OURS, "stated", "median", "mean", "least", "greatest", "crh", "gtm", "oracle")
TRAINING_SEED: Final = 8_001
HELD_OUT_SEEDS: Final = (9_101, 9_102, 9_103)
_INCIDENTS: Final = 12_000
_MILLION: Final = 1_000_000
_REPEATS: Final = 50
_LEVELS: Final = np.arange(0.05, 0.95, 0.05)

LOSSES_TOLD: Final = {
    "incident.harm": 0.47,
    "incident.killed_mean": 3.0,
    "incident.targets": (0.70, 0.10, 0.08, 0.05, 0.02, 0.05),
    "report.mean_claims": 6.2,
    "casualties.exaggeration_sd": 0.6,
    "casualties.missing": (0.35, 0.55),
    "casualties.wounded_missing": (0.45, 0.65),
}
"""What differs from the default preset, so that losses are told as often as where the numbers asked for come from."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One world's groups: what origins say, and the truth."""

    figures: Figures
    outlet: NDArray[np.int64]
    true: Floats
    happened: NDArray[np.bool_]
    victims: NDArray[np.int8]
    military: NDArray[np.bool_]

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Incidents that happened and of which some origin gives a figure."""
        told = np.zeros(len(self.true), np.bool_)
        told[self.figures.group[self.figures.low >= 0]] = True
        return told & self.happened


def load_world(name: str) -> Parameters:
    """Parameters of one of the two worlds."""
    preset = load_preset("default")
    return preset if name == "default" else preset.changed(LOSSES_TOLD)


_KEPT: Final = ("incident", "side", "outlet", "true_attacker", "happened")


@lru_cache(maxsize=12)
def simulate_counted(name: str, outcome: str, incidents: int, seed: int) -> Counted:
    """A world's groups: origins' figures by incident and role; copies and background paragraphs are left out."""
    settings = Settings(incidents=incidents, seed=seed, parameters=load_world(name))
    names = (*_KEPT, outcome, f"true_{outcome}")
    kept: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
    for claims in simulate_rows(settings):
        rows = (claims.origin == claims.id) & ~claims.recalled
        for column, parts in kept.items():
            parts.append(getattr(claims, column)[rows])
    columns = {column: np.concatenate(parts) for column, parts in kept.items()}
    return _make_counted(columns, _find_military(settings), outcome)


def _find_military(settings: Settings) -> NDArray[np.bool_]:
    """By number of the incident, whether soldiers were hit."""
    windows = [(window.id, window.target == MILITARY) for window in simulate_incidents(settings)]
    ids, military = (np.concatenate(parts) for parts in zip(*windows, strict=True))
    by_id = np.zeros(int(ids.max()) + 1, np.bool_)
    by_id[ids] = military
    return by_id


def _make_counted(columns: dict[str, NDArray[Any]], by_id: NDArray[np.bool_], outcome: str) -> Counted:
    incidents, first, group = np.unique(columns["incident"], return_index=True, return_inverse=True)
    military = by_id[columns["incident"]]
    side, attacker = columns["side"], columns["true_attacker"]
    camp = np.where(side != attacker, 0, 2) + np.where(military, 0, 1)
    role = np.where(side == THIRD, 4, camp).astype(np.int64)
    figure = columns[outcome].astype(np.int64)
    count = len(figure)
    figures = Figures(group, role, np.arange(count), figure, figure, np.zeros(count, np.bool_), np.ones(count))
    return Counted(
        figures=figures,
        outlet=columns["outlet"].astype(np.int64),
        true=columns[f"true_{outcome}"][first].astype(np.float64),
        happened=columns["happened"][first],
        victims=(1 - attacker[first]).astype(np.int8),
        military=by_id[incidents],
    )


def load_model() -> CountModel:
    """The shipped parameters with next to no reading error: nobody reads texts here."""
    model = load_counts().killed
    return replace(model, fixed=replace(model.fixed, error=0.01, capture=1.0))


@lru_cache(maxsize=8)
def fit_world(name: str, outcome: str, incidents: int) -> CountFit:
    """Parameters fitted without labels on the training seed."""
    model = load_model()
    return fit_counts(
        make_cases(simulate_counted(name, outcome, incidents, TRAINING_SEED).figures, model.fixed.shares), model
    )


@dataclass(slots=True)
class _Scores:
    """Sums of one method over worlds."""

    miss: Floats
    true: Floats
    crps: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    mixed: NDArray[np.bool_] | None = None


def evaluate(quick: bool) -> list[Line]:
    """All rows."""
    incidents = _INCIDENTS // 3 if quick else _INCIDENTS
    lines: list[Line] = []
    for name, title in (("default", "default world"), ("told", "losses told often")):
        for outcome in ("killed", "wounded"):
            lines += _evaluate_world(name, outcome, f"{outcome}, {title}", incidents)
    lines += _evaluate_totals(incidents)
    return [*lines, *_evaluate_one(), *_evaluate_cost(100_000 if quick else _MILLION)]


def _evaluate_world(name: str, outcome: str, title: str, incidents: int) -> list[Line]:
    scores: dict[str, list[_Scores]] = {column: [] for column in COLUMNS}
    curve, worlds = [], []
    for seed in HELD_OUT_SEEDS:
        world = simulate_counted(name, outcome, incidents, seed)
        worlds.append(world)
        fitted = fit_world(name, outcome, incidents).model
        chances = _weigh(world, fitted)
        _score(scores[OURS], world, summarise(chances), chances)
        curve.append(_cover_by_level(world, chances))
        chances = _weigh(world, load_model())
        _score(scores["stated"], world, summarise(chances), chances)
        chances = make_oracle_chances(world.figures, len(world.true), outcome, load_world(name))
        _score(scores["oracle"], world, summarise(chances), chances)
        _score_baselines(scores, world)
    return _make_rows(title, scores, np.mean(curve, axis=0), asked=outcome == "killed")


def _weigh(world: Counted, model: CountModel) -> Floats:
    cases = make_cases(world.figures, model.fixed.shares)
    return make_chances(cases, model)[cases.pattern_of]


def _score(into: list[_Scores], world: Counted, found: Summaries, chances: Floats) -> None:
    kept = world.scored
    true = world.true[kept]
    low, high = found.most[kept].astype(np.float64).T
    into.append(
        _Scores(
            found.median[kept] - true, true, _crps(chances[kept], true), low, high, chances[kept].max(axis=1) < MOST
        )
    )


def _score_baselines(scores: dict[str, list[_Scores]], world: Counted) -> None:
    kept, rows = world.scored, world.figures.low >= 0
    true = world.true[kept]
    told = Told(
        world.figures.group[rows], world.outlet[rows], world.figures.low[rows].astype(np.float64), len(world.true)
    )
    simple = estimate_simply(told)
    for column, values in simple.items():
        scores[column].append(_Scores(values[kept] - true, true))
    scores["median"][-1].low, scores["median"][-1].high = simple["least"][kept], simple["greatest"][kept]
    scores["crh"].append(_Scores(estimate_crh(told)[kept] - true, true))
    means, ends = estimate_gtm(told)
    low, high = ends[kept].astype(np.float64).T
    scores["gtm"].append(_Scores(means[kept] - true, true, low=low, high=high))


def _crps(chances: Floats, true: Floats) -> Floats:
    """Of a distribution over whole numbers: the sum over them of the squared gap to the step at the truth."""
    steps = np.diff(np.append(KNOTS, HIGHEST + 1))
    gaps: Floats = (np.cumsum(chances, axis=1) - (true[:, None] <= KNOTS)) ** 2
    return gaps @ steps


def _cover_by_level(world: Counted, chances: Floats) -> Floats:
    """Cover and width of intervals at each level; shape ``(levels, 2)``."""
    kept = world.scored
    true, rows = world.true[kept], []
    for level in _LEVELS:
        low, high = summarise(chances[kept], most=float(level), half=float(level) / 2).most.T
        rows.append((np.mean((low <= true) & (true <= high)), np.mean(high - low)))
    return np.array(rows)


def _make_rows(title: str, scores: dict[str, list[_Scores]], curve: Floats, *, asked: bool) -> list[Line]:
    misses = {name: np.concatenate([one.miss for one in each]) for name, each in scores.items()}
    true = np.concatenate([one.true for one in scores[OURS]])
    some = true > 0
    mixed = np.concatenate([one.mixed for one in scores[OURS]])
    errors = {name: float(np.abs(miss).mean()) for name, miss in misses.items()}
    errors_some = {name: float(np.abs(miss[some]).mean()) for name, miss in misses.items()}
    crps = {name: _mean(each, "crps") for name, each in scores.items() if each[0].crps is not None}
    inside, widths = {}, {}
    for name, each in scores.items():
        if each[0].low is not None:
            low, high = (np.concatenate([getattr(one, end) for one in each]) for end in ("low", "high"))
            inside[name] = (low <= true) & (true <= high)
            widths[name] = float((high - low).mean())
    cover = {name: 100 * float(each.mean()) for name, each in inside.items()}
    cover_some = {name: 100 * float(each[some].mean()) for name, each in inside.items()}
    wide = {name: 100 * float(each[mixed].mean()) for name, each in inside.items()}
    range_cover = cover["median"] / 100
    enough = np.flatnonzero(curve[:, 0] >= range_cover)
    equal = float(curve[enough[0], 1]) if len(enough) else float("nan")
    beside = f"{len(true):,} groups, {100 * some.mean():.0f} % above none"
    note = "median: from least to greatest figure"
    bias = {name: float(miss[some].mean()) for name, miss in misses.items()}
    return [
        Row(f"{title}: mean error of the middle", errors, beside, most=0.46 if asked else None, places=3),
        Row(f"{title}: the same where there was anybody", errors_some, places=3),
        Row(f"{title}: bias where there was anybody", bias, places=2),
        Row(f"{title}: CRPS", crps, most=0.36 if asked else None, places=3),
        Row(f"{title}: range of 90 % holds, %", cover, note, least=88 if asked else None, most=95 if asked else None),
        Row(f"{title}: the same where there was anybody, %", cover_some),
        Row(f"{title}: the same where no number has over 90 %, %", wide, f"{100 * mixed.mean():.0f} % of the groups"),
        Row(f"{title}: width of the range", widths, places=2),
        Row(
            f"{title}: width where it holds as often as least–greatest",
            {OURS: equal, "median": widths["median"]},
            places=2,
        ),
    ]


def _mean(scores: list[_Scores], name: str) -> float:
    return float(np.concatenate([getattr(one, name) for one in scores]).mean())


def _evaluate_totals(incidents: int) -> list[Line]:
    """Totals by side and status, of each world: whether their ranges hold the truth, and what adding up would say."""
    held, misses = [], {OURS: [], "middles": [], "means": []}
    for name, outcome in (("default", "killed"), ("default", "wounded"), ("told", "killed"), ("told", "wounded")):
        model = fit_world(name, outcome, incidents).model
        for seed in HELD_OUT_SEEDS:
            world = simulate_counted(name, outcome, incidents, seed)
            found = summarise(_weigh(world, model))
            for groups in _split(world):
                true = world.true[groups].sum()
                total = sum_groups(_keep(world.figures, groups), model)
                held.append(total.low <= true <= total.high)
                values = (total.median, found.median[groups].sum(), found.mean[groups].sum())
                for column, value in zip(misses, values, strict=True):
                    misses[column].append(100 * (value / true - 1))
    beside = f"{len(held)} totals; adding up: middles of incidents / their means"
    sizes = {OURS: misses[OURS], "median": misses["middles"], "mean": misses["means"]}
    return [
        Row("totals by side and status: range of 90 % holds, %", {OURS: 100 * float(np.mean(held))}, beside),
        Row("totals: how far off, % of the truth", {name: float(np.abs(each).mean()) for name, each in sizes.items()}),
        Row("totals: bias, % of the truth", {name: float(np.mean(each)) for name, each in sizes.items()}),
    ]


def _split(world: Counted) -> list[NDArray[np.bool_]]:
    """Groups with a figure, by the victims' side and status."""
    told = np.zeros(len(world.true), np.bool_)
    told[world.figures.group[world.figures.low >= 0]] = True
    return [told & (world.victims == side) & (world.military == status) for side in (0, 1) for status in (True, False)]


def _keep(figures: Figures, groups: NDArray[np.bool_]) -> Figures:
    kept = figures.take(groups[figures.group])
    return replace(kept, group=np.unique(kept.group, return_inverse=True)[1])


def _evaluate_one() -> list[Line]:
    """Processor milliseconds for one incident: two sides, civilians and soldiers, killed and wounded, three origins."""
    figures = tuple(
        Figure(role, low, low, False, role.value, 1.0, ClaimId(role.value), str(low), role.value, None, (low, low))
        for role, low in ((CountRole.OWN_CIVILIAN, 3), (CountRole.ENEMY_CIVILIAN, 0), (CountRole.THIRD, 2))
    )
    voices = tuple(Voice(figure.role, figure.origin, 1.0) for figure in figures)
    statuses = ("civilian", "military")
    evidence = [
        Evidence(f"{outcome}/{side}/{status}", figures, voices, reported=(0, 3))
        for outcome in ("killed", "wounded")
        for side in ("one", "other")
        for status in statuses
    ]
    models = load_counts()
    estimate_counts(evidence, models, {})
    started = time.process_time()
    for _ in range(_REPEATS):
        estimate_counts(evidence, models, {})
    spent = 1000 * (time.process_time() - started) / _REPEATS
    beside = f"all {len(evidence)} counts of three origins, with what each is worth"
    return [Row("one incident estimated, CPU milliseconds", {OURS: spent}, beside, most=5)]


def _evaluate_cost(incidents: int) -> list[Line]:
    """Processor seconds to fit and weigh so many incidents; making them is not counted."""
    cases_of = simulate_counted.__wrapped__("default", "killed", incidents, HELD_OUT_SEEDS[0])
    model = load_model()
    started = time.process_time()
    cases = make_cases(cases_of.figures, model.fixed.shares)
    built = time.process_time()
    fit = fit_counts(cases, model)
    fitted = time.process_time()
    found = summarise(make_chances(cases, fit.model))
    middles = found.median[cases.pattern_of]
    done = time.process_time()
    beside = f"columns {built - started:.1f}, fit {fitted - built:.1f}, weigh {done - fitted:.1f}; {_say(cases)}"
    if len(middles) != len(cases_of.true):
        raise RuntimeError("a group was lost")
    return [Row(f"{incidents:,} groups fitted and weighed, CPU seconds", {OURS: done - started}, beside, most=60)]


def _say(cases: Cases) -> str:
    return f"{len(cases.starts):,} patterns of {len(cases.factors):,} factors"


if __name__ == "__main__":
    import sys

    from _table import print_table
    from _table import summarise as summarise_rows

    LINES = evaluate("--quick" in sys.argv)
    print_table(LINES, COLUMNS, OURS, "beside")
    sys.exit(summarise_rows("counts", LINES, OURS))
