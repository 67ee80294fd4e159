"""The kernel of linking: a table of link rows in, a table of memberships out. The same on every engine.

What comes out hangs on the set of rows alone: not on their order, nor on how they came in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contactline.link.cluster import Graph, cluster_graph, make_graph, part_pairs, rank_pairs
from contactline.link.columns import Columns, make_columns, make_like, pack_table, put_rows, take_rows
from contactline.link.crowd import Crowd, count_crowd
from contactline.link.model import Model, load_default_model
from contactline.link.pairs import make_row_index, score_pairs
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
    return link_batches([table], model, judged)


def link_batches(
    batches: Iterable[pa.Table | pa.RecordBatch], model: Model | None = None, judged: JudgedRows | None = None
) -> pa.Table:
    """The same for rows that come batch by batch, as from a file: each batch is packed and let go."""
    model = model or load_default_model()
    columns, ids = _sort_batches(batches)
    place = {id_: row for row, id_ in enumerate(ids.to_pylist())} if judged else {}
    together, apart = (
        (_number_pairs(told, place) for told in (judged.together, judged.apart)) if judged else (None, None)
    )
    label, crowd, graph = link_columns(columns, model, together, apart)
    standing = find_standing(label, graph, int(model.weights.miss[0]))
    margin = ((standing.total - standing.rival) / 100.0).astype(np.float32)
    probability = model.curve.probabilities(margin, standing.others)
    probability[[place[id_] for id_ in (judged.rows if judged else ())]] = 1.0
    return pa.table(
        [
            ids,
            ids.take(pa.array(label)),
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
) -> tuple[NDArray[np.int32], Crowd, Graph]:
    """Cluster numbers, crowds and scored pairs of rows in their total order.

    Args:
        columns: the rows.
        model: the weights.
        together: pairs of rows that a person has joined, shape ``(m, 2)``.
        apart: pairs that a person keeps apart.
    """
    crowd, candidates = count_crowd(columns, make_row_index(columns))
    pairs = score_pairs(columns, candidates, crowd, model.weights)
    del candidates  # of a million rows each of these is a few hundred megabytes
    if apart is not None:
        pairs = part_pairs(pairs, apart)
    ranked, graph = rank_pairs(pairs), make_graph(len(columns), pairs)
    del pairs
    return cluster_graph(columns, graph, ranked, int(model.weights.miss[0]), together), crowd, graph


def sort_rows(table: pa.Table) -> tuple[Columns, list[str]]:
    """Rows in their total order, each id once: of several rows with one id the first counts."""
    columns, ids = _sort_batches([table])
    return columns, ids.to_pylist()


def _sort_batches(batches: Iterable[pa.Table | pa.RecordBatch]) -> tuple[Columns, pa.Array]:
    packed, names = [], []
    for batch in batches:
        table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        packed.append(pack_table(table))
        names += [chunk.cast(pa.string()) for chunk in table["id"].chunks]
        del table, batch
    ids = pa.concat_arrays(names) if names else pa.array([], pa.string())
    order = _order_once(packed, ids)
    place = np.full(len(ids), -1, np.int64)
    place[order] = np.arange(len(order))
    widest = max(packed, key=lambda rows: rows.dtype.itemsize, default=make_columns(0))
    columns = make_like(len(order), widest)
    del widest
    last = len(ids)
    while packed:  # from the end, so that each part is given back once it is copied
        rows = packed.pop()
        at = place[last - len(rows) : last]
        last -= len(rows)
        put_rows(columns, at[at >= 0], take_rows(rows, at >= 0))
    return columns, ids.take(pa.array(order))


def _order_once(packed: Sequence[Columns], ids: pa.Array) -> NDArray[np.int64]:
    """Which rows come after which in the total order, each id once."""
    none = make_columns(0)
    key = np.concatenate([none.key, *(rows.key for rows in packed)])
    earliest = np.concatenate([none.earliest[:, 0], *(rows.earliest[:, 0] for rows in packed)])
    first = np.unique(key, return_index=True)[1]
    if len(first) < len(ids):  # doubled ids, or two ids of one hash: the ids themselves tell
        names = list(enumerate(ids.to_pylist()))
        first = np.array(list({id_: row for row, id_ in reversed(names)}.values()), np.int64)
    first = np.sort(first)
    order: NDArray[np.int64] = first[np.lexsort((key[first], earliest[first]))]
    return order
