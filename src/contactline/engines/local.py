"""The engine of one process: one item, or one part, after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self, TypeVar

from contactline.errors import IntegrityError
from contactline.ports import Grouping, Part, PartNote, Stage

T = TypeVar("T")
R = TypeVar("R")


class LocalEngine:
    """Implements :class:`contactline.ports.Engine`.

    Args:
        workers: taken for the sake of the others; there is one.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = 1

    def run(self, stage: Callable[[T], R], items: Iterable[T], guard: Callable[[T, Exception], R]) -> Iterator[R]:
        """Results in the order of the items, each as soon as it is there."""
        for item in items:
            try:
                result = stage(item)
            except IntegrityError:
                raise
            # One of the two places where this is legal: one report that a stage cannot bear must not end the run of
            # the other ten thousand. The guard turns it into a stored problem.
            except Exception as error:  # noqa: BLE001
                result = guard(item, error)
            yield result

    def map_tables(self, stage: Stage, parts: Sequence[Part]) -> Iterator[PartNote]:
        """Every part's table through the stage, in the order of the parts."""
        # Inside, here and below: per-item work needs no Arrow.
        from contactline.engines.parts import part_done, raise_fatal, run_part

        done, open_ = part_done(parts)
        yield from done
        for part in open_:
            yield raise_fatal(run_part(stage, part))

    def group_tables(
        self, stage: Stage, inputs: Sequence[Path], grouping: Grouping, parts: Sequence[Part]
    ) -> Iterator[PartNote]:
        """The rows of all inputs through the stage, one table for each part's key; sorted on disk between."""
        from contactline.engines.grouping import group_on_disk

        return group_on_disk(self, stage, inputs, grouping, parts)

    def __enter__(self) -> Self:
        """Nothing to start."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Nothing to end."""
