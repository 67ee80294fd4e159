"""The kernel of linking: a table of link rows in, a table of memberships out. The same on every engine.

What comes out hangs on the set of rows alone: not on their order, nor on how they came in batches.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contactline.link.cluster import cluster_rows, make_graph
from contactline.link.columns import Columns, pack_table
from contactline.link.crowd import Crowd, count_crowd
from contactline.link.model import Model, load_default_model
from contactline.link.pairs import Pairs, make_row_index, score_pairs
from contactline.link.standing import find_standing

LINKED_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("incident", pa.string(), nullable=False),
        pa.field("probability", pa.float32()),
        pa.field("margin", pa.float32()),
        pa.field("candidates", pa.int32()),
        pa.field("cut", pa.bool_()),
    ]
)
"""One row for each distinct id of the input, in the total order.

``incident``: id of the first row of its incident; ``probability``: that it belongs there; ``margin``: decibans to the
next best place; ``candidates``: how many rows came into question; ``cut``: there were too many to look at all.
"""


def link_table(table: pa.Table, model: Model | None = None) -> pa.Table:
    """Join link rows into incidents.

    Args:
        table: of :data:`contactline.tables.LINK_SCHEMA`; further columns are not looked at. Of several rows with one id
            the first counts.
        model: the weights; by default those that ship.

    Returns:
        A table of :data:`LINKED_SCHEMA`.
    """
    model = model or load_default_model()
    columns, ids = sort_rows(table)
    label, crowd, pairs = link_columns(columns, model)
    standing = find_standing(label, make_graph(len(columns), pairs), int(model.weights.miss[0]))
    margin = ((standing.total - standing.rival) / 100.0).astype(np.float32)
    names = np.asarray(ids, dtype=object)
    return pa.table(
        [
            pa.array(ids, pa.string()),
            pa.array(names[label], pa.string()),
            pa.array((1.0 / (1.0 + 10.0 ** (-model.slope * margin / 10.0))).astype(np.float32)),
            pa.array(margin),
            pa.array(crowd.area),
            pa.array(crowd.cut.astype(bool)),
        ],
        schema=LINKED_SCHEMA,
    )


def link_columns(columns: Columns, model: Model) -> tuple[NDArray[np.int32], Crowd, Pairs]:
    """Cluster numbers, crowds and scored pairs of rows in their total order."""
    index = make_row_index(columns)
    crowd = count_crowd(columns, index)
    pairs = score_pairs(columns, index, crowd, model.weights)
    return cluster_rows(columns, pairs, int(model.weights.miss[0])), crowd, pairs


def sort_rows(table: pa.Table) -> tuple[Columns, list[str]]:
    """Rows in the total order of their keys (ids where keys are equal), each id once."""
    columns = pack_table(table)
    ids = table["id"].to_pylist()
    order = np.argsort(columns.key, kind="stable")
    keys = columns.key[order]
    doubled = np.flatnonzero(keys[1:] == keys[:-1])
    if len(doubled):
        order = _drop_doubles(order, keys, ids)
    return columns[order], [ids[row] for row in order]


def _drop_doubles(order: NDArray[np.int64], keys: NDArray[np.uint64], ids: list[str]) -> NDArray[np.int64]:
    ranked = sorted(range(len(order)), key=lambda place: (keys[place], ids[order[place]], order[place]))
    first = {ids[order[place]]: place for place in reversed(ranked)}
    return order[[place for place in ranked if first[ids[order[place]]] == place]]
