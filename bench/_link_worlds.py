"""Invented worlds to link: claims of the simulator with their hidden truth, and what of it is labelled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from _link_scores import Numbers, number_labels
from contactline.link.batch import link_columns, link_table, sort_rows
from contactline.link.compare import Field
from contactline.link.crowd import count_crowd
from contactline.link.fit import find_pairs, fit_weights
from contactline.link.model import Model, load_default_model
from contactline.link.pairs import make_row_index
from contactline.simulate.arrow import make_table
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import make_settings
from contactline.tables import LINK_SCHEMA

LABELLED = 1_000
"""Claims whose candidates are labelled when weights are refitted."""
TRAINING_SEED = 11
HELD_OUT_SEEDS = (7_001, 7_002, 7_003)
"""Seeds that no weight was set or fitted on."""


@dataclass(frozen=True, slots=True)
class World:
    """Claims in the order of report.

    Attributes:
        table: columns of ``LINK_SCHEMA`` and the hidden truth after them.
        truth: number of each claim's incident.
    """

    table: pa.Table
    truth: Numbers

    @property
    def rows(self) -> pa.Table:
        """What linking may see."""
        return self.table.select(LINK_SCHEMA.names)

    def column(self, name: str) -> list[Any]:
        """A column as a list."""
        values: list[Any] = self.table[name].to_pylist()
        return values


@lru_cache(maxsize=12)
def make_world(per_day: float, claims: int, seed: int, preset: str = "default") -> World:
    """A world of so many claims at so many incidents a day."""
    settings = make_settings(claims=claims, seed=seed, per_day=per_day, preset=preset)
    table = pa.concat_tables([make_table(chunk) for chunk in simulate_rows(settings)]).combine_chunks()
    return World(table, number_labels(table["incident"].to_numpy()))


def find_ids(rows: pa.Table, model: Model | None = None) -> list[str]:
    """The id of each row's incident, in the order of the rows."""
    linked = link_table(rows, model)
    incident = dict(zip(linked["id"].to_pylist(), linked["incident"].to_pylist(), strict=True))
    return [incident[id_] for id_ in rows["id"].to_pylist()]


def link_world(rows: pa.Table, model: Model | None = None) -> Numbers:
    """The cluster of each row, in the order of the rows."""
    return number_labels(find_ids(rows, model))


def fit_model(worlds: list[World], left_out: tuple[Field, ...] = ()) -> Model:
    """The model that ships with its weights refitted on labelled claims, as many of each world.

    All candidate pairs of a labelled claim are labelled; nothing else of the truth is looked at.

    Args:
        worlds: to take labelled claims from.
        left_out: comparisons that shall weigh nothing.
    """
    start = load_default_model()
    levels: list[NDArray[np.int8]] = []
    same: list[NDArray[np.bool_]] = []
    rng = np.random.default_rng(TRAINING_SEED)
    for world in worlds:
        columns, ids = sort_rows(world.rows)
        place = {id_: row for row, id_ in enumerate(world.column("id"))}
        truth = world.truth[[place[id_] for id_ in ids]]
        index = make_row_index(columns)
        crowd, _ = count_crowd(columns, index)
        chosen = rng.choice(len(columns), min(LABELLED // len(worlds), len(columns)), replace=False)
        pairs, seen = find_pairs(columns, index, crowd, [int(row) for row in chosen])
        seen[:, list(left_out)] = 0
        levels.append(seen)
        same.append(truth[pairs[:, 0]] == truth[pairs[:, 1]])
    weights = fit_weights(np.concatenate(levels), np.concatenate(same), start.weights)
    for field in left_out:
        weights.points[field] = weights.points[field, 0]
    return start._replace(version=f"{start.version}+fit", about="Refitted by the benchmark.", weights=weights)


def count_candidates(rows: pa.Table) -> float:
    """How many rows come into question for a row, on average."""
    columns, _ = sort_rows(rows)
    _, crowd, _ = link_columns(columns, load_default_model())
    return float(crowd.area.mean())
