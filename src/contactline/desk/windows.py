"""Link rows laid into windows of time, each with a halo that it shares with the windows beside it.

A row belongs to the window of its time, its home. Near the edge it is shown to the window beside it too, so that an
incident at midnight of the last day is seen whole by both; what the two make of the rows that they share tells which
of their incidents are one (:mod:`contactline.desk.seams`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contactline.tables import LINK_SCHEMA

UNDATED: Final = -(2**31)
"""The window of rows that have no time at all."""
BEFORE: Final = 1
AFTER: Final = 2
_DAY_S: Final = 86_400
_NEVER: Final = np.iinfo(np.int64).min

WINDOW_SCHEMA: Final = pa.schema(
    [
        *LINK_SCHEMA,
        pa.field("window", pa.int32()),
        pa.field("home", pa.int32()),
        pa.field("spread", pa.int8()),
        pa.field("at", pa.int64()),
    ]
)
"""Link rows as often as a window wants to see them.

``window`` sees the row; ``home`` is where it belongs; ``spread`` says which windows beside its home see it too
(:data:`BEFORE`, :data:`AFTER`); ``at`` is its time in seconds of UTC, by which rows stand in order.
"""


@dataclass(frozen=True, slots=True)
class Windows:
    """Length of the windows and of what they share, in days."""

    days: int = 30
    halo_days: int = 3

    def lay(self, rows: pa.Table) -> pa.Table:
        """Rows of :data:`~contactline.tables.LINK_SCHEMA` as a table of :data:`WINDOW_SCHEMA`."""
        first, last = find_times(rows)
        dated = first != _NEVER
        length, halo = self.days * _DAY_S, self.halo_days * _DAY_S
        home = np.where(dated, first // length, UNDATED).astype(np.int64)
        start = home * length
        before = dated & (first - halo < start)
        # One window on: a time that goes on for months would otherwise be everywhere.
        after = dated & (np.maximum(first, last) + halo >= start + length)
        numbers = np.arange(len(home))
        index = np.concatenate([numbers, numbers[before], numbers[after]])
        window = np.concatenate([home, home[before] - 1, home[after] + 1])
        spread = (before * BEFORE + after * AFTER).astype(np.int8)
        laid = rows.cast(LINK_SCHEMA).take(pa.array(index))
        columns = [*laid.columns, _int32(window), _int32(home[index]), pa.array(spread[index]), pa.array(first[index])]
        return pa.table(columns, schema=WINDOW_SCHEMA)

    def name(self, window: int) -> str:
        """The first day of a window, as a file name."""
        if window == UNDATED:
            return "undated"
        try:
            return str(np.datetime64(window * self.days, "D"))
        except (OverflowError, ValueError):  # years of five digits, from a damaged date
            return f"window{window}"


def find_times(rows: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seconds of UTC of each row: the earliest of its first time, the latest of all; else of its publication."""
    published = _seconds(rows["published"])
    first, last = published.copy(), published.copy()
    for target, name, pick in ((first, "earliest", _pick_first), (last, "latest", _pick_most)):
        column = rows[name].combine_chunks()
        lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
        values = _seconds(column.flatten())
        starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
        has = lengths > 0
        if has.any():
            target[has] = pick(values, starts[has])
    first = np.where(first == _NEVER, published, first)
    return first, np.where(last == _NEVER, first, last)


def digest_windows(laid: pa.Table) -> dict[str, list[Any]]:
    """For each window: how many rows, how many of them at home, and a digest of them all."""
    notes: dict[str, list[Any]] = {}
    laid = laid.sort_by([("window", "ascending"), ("id", "ascending")]).combine_chunks()
    window, home = laid["window"].to_numpy(), laid["home"].to_numpy()
    edges = np.flatnonzero(np.diff(window)) + 1
    for start, end in zip([0, *edges], [*edges, len(window)], strict=True):
        if end > start:
            at_home = int((home[start:end] == window[start]).sum())
            notes[str(window[start])] = [int(end - start), at_home, _digest(laid.slice(start, end - start))]
    return notes


def _digest(table: pa.Table) -> str:
    # A copy of its own: a slice would write the whole table's buffers.
    batch = table.take(pa.array(range(table.num_rows))).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_table(batch)
    return hashlib.sha256(sink.getvalue()).hexdigest()[:20]


def _seconds(column: Any) -> NDArray[np.int64]:
    stamps = pc.cast(column, pa.timestamp("s", tz="UTC"), safe=False)
    return np.asarray(pc.fill_null(pc.cast(stamps, pa.int64()), _NEVER))


def _pick_first(values: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    return values[starts]


def _pick_most(values: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum.reduceat(values, starts)


def _int32(values: NDArray[np.int64]) -> pa.Array:
    return pa.array(np.clip(values, UNDATED, 2**31 - 1).astype(np.int32))
