"""The kernel of linking: a table of link rows in, a table of memberships out. The same on every engine.

What comes out hangs on the set of rows alone: not on their order, nor on how they came in batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contactline.link.cluster import cluster_rows, make_graph, part_pairs
from contactline.link.columns import Columns, find_order, pack_table, take_rows
from contactline.link.crowd import Crowd, count_crowd
from contactline.link.model import Model, load_default_model
from contactline.link.pairs import Pairs, make_row_index, score_pairs
from contactline.link.standing import find_standing
from contactline.records.judgements import JudgedRows

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

``incident``: id of the first row of its incident; ``probability``: that it belongs there
(:mod:`contactline.link.curve`); ``margin``: decibans to the
next best place; ``candidates``: how many rows came into question; ``cut``: there were too many to look at all.
"""


def link_table(table: pa.Table, model: Model | None = None, judged: JudgedRows | None = None) -> pa.Table:
    """Join link rows into incidents.

    Args:
        table: of :data:`contactline.tables.LINK_SCHEMA`; further columns are not looked at. Of several rows with one id
            the first counts.
        model: the weights; by default those that ship.
        judged: what people judged of these rows; it wins over every score, and a row of it stands where it does surely.

    Returns:
        A table of :data:`LINKED_SCHEMA`.
    """
    model = model or load_default_model()
    columns, ids = sort_rows(table)
    place = {id_: row for row, id_ in enumerate(ids)} if judged else {}
    together, apart = (
        (_number_pairs(told, place) for told in (judged.together, judged.apart)) if judged else (None, None)
    )
    label, crowd, pairs = link_columns(columns, model, together, apart)
    standing = find_standing(label, make_graph(len(columns), pairs), int(model.weights.miss[0]))
    margin = ((standing.total - standing.rival) / 100.0).astype(np.float32)
    probability = model.curve.probabilities(margin, standing.others)
    probability[[place[id_] for id_ in (judged.rows if judged else ())]] = 1.0
    names = np.asarray(ids, dtype=object)
    return pa.table(
        [
            pa.array(ids, pa.string()),
            pa.array(names[label], pa.string()),
            pa.array(probability),
            pa.array(margin),
            pa.array(crowd.area),
            pa.array(crowd.cut.astype(bool)),
        ],
        schema=LINKED_SCHEMA,
    )


def _number_pairs(told: Sequence[tuple[str, str]], place: Mapping[str, int]) -> NDArray[np.int32]:
    return np.array([(place[one], place[other]) for one, other in told], np.int32).reshape(-1, 2)


def link_columns(
    columns: Columns,
    model: Model,
    together: NDArray[np.int32] | None = None,
    apart: NDArray[np.int32] | None = None,
) -> tuple[NDArray[np.int32], Crowd, Pairs]:
    """Cluster numbers, crowds and scored pairs of rows in their total order.

    Args:
        columns: the rows.
        model: the weights.
        together: pairs of rows that a person has joined, shape ``(m, 2)``.
        apart: pairs that a person keeps apart.
    """
    index = make_row_index(columns)
    crowd, candidates = count_crowd(columns, index)
    pairs = score_pairs(columns, candidates, crowd, model.weights)
    del candidates, index
    if apart is not None:
        pairs = part_pairs(pairs, apart)
    return cluster_rows(columns, pairs, int(model.weights.miss[0]), together), crowd, pairs


def sort_rows(table: pa.Table) -> tuple[Columns, list[str]]:
    """Rows in their total order, each id once: of several rows with one id the first counts."""
    columns = pack_table(table)
    ids = table["id"].to_pylist()
    _, first = np.unique(columns.key, return_index=True)
    if len(first) < len(ids):  # doubled ids, or two ids of one hash: the ids themselves tell
        first = np.sort(np.array(list({id_: row for row, id_ in reversed(list(enumerate(ids)))}.values()), np.int64))
        columns, ids = take_rows(columns, first), [ids[row] for row in first]
    order = find_order(columns)
    return take_rows(columns, order), [ids[row] for row in order]
