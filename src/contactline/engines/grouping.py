"""Rows put together by key on the disk of one machine, in two passes, each within bounded memory.

The first pass sorts heaps of inputs by key and writes one file a key; the second hands each key's files to the stage.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from contactline.engines.parts import SortByKey, find_spooled, make_spool, part_done, sort_table
from contactline.ports import Grouping, Made, Part, PartNote, Stage


class Mapper(Protocol):
    """The half of an engine that this needs."""

    def map_tables(self, stage: Stage, parts: Sequence[Part]) -> Iterator[PartNote]:
        """Every part's table through the stage."""
        ...


@dataclass(frozen=True, slots=True)
class Sorted:
    """A stage that gets its rows in the order of the grouping."""

    stage: Stage
    grouping: Grouping

    def __call__(self, table: pa.Table) -> Made:
        """The inner stage's tables."""
        return self.stage(sort_table(table, self.grouping))


def group_on_disk(
    engine: Mapper, stage: Stage, inputs: Sequence[Path], grouping: Grouping, parts: Sequence[Part]
) -> Iterator[PartNote]:
    """Implements ``group_tables`` of :class:`contactline.ports.Engine` by two runs of ``map_tables``."""
    done, open_ = part_done(parts)
    yield from done
    if not open_:
        return
    folder = open_[0].out.parent / ".sorting"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        spool = make_spool(inputs, folder)
        keys = frozenset(part.key for part in open_)
        failures = [note.failure for note in engine.map_tables(SortByKey(grouping.by, keys), spool) if note.failure]
        if failures:
            reason = f"its rows could not be put together: {failures[0]}"
            yield from (PartNote(part.name, part.digest, failure=reason) for part in open_)
            return
        ready = [replace(part, inputs=find_spooled(spool, part.key)) for part in open_]
        yield from engine.map_tables(Sorted(stage, grouping), ready)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
