"""What linking is compared with, on the same claims in the same run: Splink, and a rule as event data sets use it.

**Splink 5** (Linacre et al., 2022; MIT licence) is optional: `pip install -r bench/requirements.txt`. DuckDB backend,
expectation maximisation without labels, connected components. It gets the same fields and nearly the same levels; place
and distance are one comparison ("joint where"), which did best when it was tried; the true share of matching pairs, and
the best of five thresholds *by the hidden truth*: that is more than anyone has who uses it.

**The rule** is after MELTT (Donnay et al., 2019): two claims match when they lie no more than 5 km apart, on one day,
and are of one kind. Clusters once as connected components, once by vote in the order of report; the better one counts.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from _link_scores import Numbers, number_labels, score_b_cubed
from _link_worlds import World

THRESHOLDS = (0.3, 0.5, 0.8, 0.9, 0.95)
RULE_KM = 5.0
_KM_PER_DEGREE = 111.2
_CELL_KM = 22.0
_CLOCK_SECONDS = 3 * 3600
_SEED = 1
_SAMPLED_PAIRS = 1e6
_PASSES = ("l.place = r.place and l.day = r.day", "l.means = r.means and l.kind = r.kind and l.target = r.target")
INSTALL = "pip install -r bench/requirements.txt"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline reached.

    Attributes:
        f1: B-cubed.
        told: the setting that did best.
        seconds: CPU time.
    """

    f1: float
    told: str
    seconds: float


class Flat:
    """The columns of a world as plain arrays: the first spot, the first time, the first kind."""

    def __init__(self, world: World) -> None:
        table = world.table
        self.ids: list[str] = world.column("id")
        self.lat = _firsts(table, "lat")
        self.lon = _firsts(table, "lon")
        self.radius = _firsts(table, "radius_km")
        self.place = [value[0] if value else "" for value in world.column("place")]
        self.kind = [value[0] if value else "" for value in world.column("kinds")]
        low, high = _seconds(table, "earliest"), _seconds(table, "latest")
        self.middle = (low + high) / 2.0
        self.day = np.floor(self.middle / 86_400.0)
        self.hour = np.where(high - low <= _CLOCK_SECONDS, self.middle / 3600.0, np.nan)


def _firsts(table: pa.Table, name: str) -> NDArray[np.float64]:
    return np.array([value[0] if value else np.nan for value in table[name].to_pylist()], dtype=float)


def _seconds(table: pa.Table, name: str) -> NDArray[np.float64]:
    values = table[name].combine_chunks()
    stamps = values.flatten().cast(pa.timestamp("s")).cast(pa.int64()).to_numpy(zero_copy_only=False)
    lengths = values.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    starts = np.cumsum(lengths) - lengths
    out = np.full(len(lengths), np.nan)
    out[lengths > 0] = stamps[starts[lengths > 0]]
    return out


# -- the rule


def try_rule(world: World) -> Baseline:
    """The rule's better clustering by the hidden truth."""
    begun = time.process_time()
    one, other = _match_by_rule(Flat(world))
    size = world.table.num_rows
    found = {"components": find_components(size, one, other), "vote": vote(size, one, other)}
    scores = {name: score_b_cubed(world.truth, labels).f1 for name, labels in found.items()}
    best = max(scores, key=lambda name: scores[name])
    return Baseline(scores[best], best, time.process_time() - begun)


def _match_by_rule(flat: Flat) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of one day and kind that lie near each other; the first of a pair came later."""
    keys = number_labels(list(zip(flat.day.tolist(), flat.kind, strict=True)))
    east = flat.lon * _KM_PER_DEGREE * np.cos(np.radians(np.nanmean(flat.lat)))
    north = flat.lat * _KM_PER_DEGREE
    parts = [_match_block(rows, east, north) for rows in _iter_blocks(keys)]
    empty = np.zeros(0, np.intp)
    return tuple(np.concatenate([part[side] for part in parts] or [empty]) for side in range(2))  # type: ignore[return-value]


def _iter_blocks(keys: Numbers) -> Iterator[NDArray[np.intp]]:
    order = np.argsort(keys, kind="stable")
    yield from np.split(order, np.cumsum(np.bincount(keys))[:-1])


def _match_block(
    rows: NDArray[np.intp], east: NDArray[np.float64], north: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    apart = np.hypot(east[rows, None] - east[None, rows], north[rows, None] - north[None, rows])
    one, other = np.nonzero(np.tril(apart <= RULE_KM, -1))
    return rows[one], rows[other]


def find_components(size: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> Numbers:
    """Connected components."""
    parent = list(range(size))

    def find(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        root, leaf = sorted((find(first), find(second)))
        parent[leaf] = root
    return number_labels([find(row) for row in range(size)])


def vote(size: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> Numbers:
    """Row by row: into the cluster with the most matches over those that do not match, if there are more of them."""
    mates: list[list[int]] = [[] for _ in range(size)]
    for later, earlier in zip(one.tolist(), other.tolist(), strict=True):
        mates[max(later, earlier)].append(min(later, earlier))
    label, sizes = [0] * size, [0] * size
    for row in range(size):
        met: dict[int, int] = {}
        for mate in mates[row]:
            met[label[mate]] = met.get(label[mate], 0) + 1
        best = max(met, key=lambda cluster: (2 * met[cluster] - sizes[cluster], -cluster), default=row)
        label[row] = best if met and 2 * met[best] > sizes[best] else row
        sizes[label[row]] += 1
    return number_labels(label)


# -- Splink


def find_splink() -> str | None:
    """Why Splink cannot be run; ``None`` where it can."""
    try:
        import duckdb  # noqa: F401
        import splink
    except ImportError:
        return INSTALL
    return None if splink.__version__.startswith("5.") else f"Splink {splink.__version__} is here; {INSTALL}"


def try_splink(world: World) -> Baseline:
    """Splink's best clustering by the hidden truth."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    begun = time.process_time()
    scores = {}
    for threshold, labels in _iter_splink(world):
        scores[threshold] = score_b_cubed(world.truth, labels).f1
    best = max(scores, key=lambda threshold: scores[threshold])
    return Baseline(scores[best], f"components at {best:g}", time.process_time() - begun)


def _iter_splink(world: World) -> Iterator[tuple[float, Numbers]]:
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.internals.blocking_rule_library import CustomRule

    rules = [
        f"l.grid_{grid} = r.grid_{grid} and l.day = r.day{shift}" for grid in (1, 2) for shift in ("", " + 1", " - 1")
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_make_comparisons(),
        blocking_rules_to_generate_predictions=[CustomRule(rule) for rule in rules],
        probability_two_random_records_match=_share_of_matches(world.truth),
        unique_id_column_name="unique_id",
        retain_matching_columns=False,
    )
    table = DuckDBAPI().register(_make_splink_table(world))
    linker = Linker(table, settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=_SEED)
    # Two passes, since a pass learns nothing of what it blocks on; of eight pairs of passes tried, these did best.
    for rule in _PASSES:
        linker.training.estimate_parameters_using_expectation_maximisation(CustomRule(rule))
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        found = {row["unique_id"]: row["cluster_id"] for row in clusters.as_record_list()}
        yield threshold, number_labels([found[row] for row in range(world.table.num_rows)])


def _share_of_matches(truth: Numbers) -> float:
    sizes = np.bincount(truth).astype(float)
    return float((sizes * (sizes - 1)).sum() / (len(truth) * (len(truth) - 1.0)))


def _make_splink_table(world: World) -> pa.Table:
    flat, table = Flat(world), world.table
    east = flat.lon * _KM_PER_DEGREE * np.cos(np.radians(np.nanmean(flat.lat)))
    north = flat.lat * _KM_PER_DEGREE
    columns = {
        "unique_id": pa.array(np.arange(table.num_rows)),
        "east": pa.array(east),
        "north": pa.array(north),
        "vague": pa.array(flat.radius > 3.0),
        "place": pa.array([place or None for place in flat.place]),
        "day": pa.array(flat.day.astype(np.int64)),
        "hour": pa.array(flat.hour, from_pandas=True),
        "kind": pa.array([kind or None for kind in flat.kind]),
        "target": pa.array([value[0] if value else None for value in world.column("targets")]),
        "means": pa.array([",".join(sorted(value)) or None for value in world.column("means")]),
        "means_list": table["means"],
        "names": table["names"],
        "killed": table["killed"],
        "wounded": table["wounded"],
        **_make_word_columns(table),
    }
    for number, shift in ((1, 0.0), (2, _CELL_KM / 2.0)):
        cells = [np.floor((axis + shift) / _CELL_KM).astype(np.int64) for axis in (east, north)]
        columns[f"grid_{number}"] = pa.array(cells[0] * 100_000 + cells[1])
    return pa.table(columns)


def _make_word_columns(table: pa.Table) -> dict[str, pa.Array]:
    """The words as a map of 256 bits, one a word: the database compares bits a hundred times faster than lists."""
    terms = table["terms"].combine_chunks()
    lengths = terms.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    rows, bits = np.repeat(np.arange(len(lengths)), lengths), terms.flatten().to_numpy(zero_copy_only=False) % _BITS
    words = np.zeros((len(lengths), _BITS // 64), np.uint64)
    np.bitwise_or.at(words, (rows, bits // 64), np.uint64(1) << (bits % 64).astype(np.uint64))
    columns = {f"words_{part}": pa.array(words[:, part], pa.uint64()) for part in range(words.shape[1])}
    return columns | {"words": pa.array(lengths)}


_BITS = 256
_KM = "sqrt((l.east - r.east)*(l.east - r.east) + (l.north - r.north)*(l.north - r.north))"
_HOURS = "abs(l.hour - r.hour)"
_BOTH, _ANY = (
    " + ".join(f"bit_count(l.words_{part} {sign} r.words_{part})" for part in range(_BITS // 64)) for sign in "&|"
)
_SHARED = f"({_BOTH}) / ({_ANY})"


def _make_comparisons() -> list[object]:
    near = [(f"l.place = r.place and {_KM} < 1", "same place")]
    near += [(f"{_KM} < {km} and not (l.vague or r.vague)", f"under {km} km") for km in (1, 2, 3.5, 5, 7, 10, 14)]
    near += [(f"{_KM} < {km}", f"vague, under {km} km") for km in (3, 7, 12, 18)]
    hours = [(f"{_HOURS} < {hours}", f"within {hours} h") for hours in (0.5, 1, 2, 3, 5)]
    words = [(f"{_SHARED} > {share}", f"share {share}") for share in (0.8, 0.5, 0.35, 0.25, 0.18, 0.1)]
    return [
        _make_comparison("place_where", None, near),
        _make_comparison(
            "time_when",
            None,
            [*hours, ("l.day = r.day and (l.hour is null or r.hour is null)", "same day"), ("l.day = r.day", "day")],
        ),
        _make_comparison("kind_same", "l.kind is null or r.kind is null", [("l.kind = r.kind", "same")]),
        _make_comparison("target_same", "l.target is null or r.target is null", [("l.target = r.target", "same")]),
        _make_comparison(
            "means_same",
            "l.means is null or r.means is null",
            [("l.means = r.means", "same"), ("list_has_any(l.means_list, r.means_list)", "partly")],
        ),
        _make_comparison(
            "names_same", "len(l.names) = 0 or len(r.names) = 0", [("list_has_any(l.names, r.names)", "shared")]
        ),
        _make_comparison("words_same", "l.words < 4 or r.words < 4", words),
        _make_comparison(
            "number_same",
            "not coalesce((l.killed > 0 and r.killed > 0) or (l.wounded > 0 and r.wounded > 0), false)",
            [("(l.killed > 0 and l.killed = r.killed) or (l.wounded > 0 and l.wounded = r.wounded)", "same")],
        ),
    ]


def _make_comparison(name: str, null: str | None, levels: list[tuple[str, str]]) -> object:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    made = [cll.CustomLevel(_suffixed(null), "not stated").configure(is_null_level=True)] if null else []
    made += [cll.CustomLevel(_suffixed(condition), label) for condition, label in levels]
    made.append(cll.ElseLevel())
    return cl.CustomComparison(output_column_name=name, comparison_levels=made)


def _suffixed(condition: str) -> str:
    """Splink names the columns of a pair ``place_l`` and ``place_r``."""
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", condition)
