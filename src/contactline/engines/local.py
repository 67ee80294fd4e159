"""The engine of one machine: one item after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from contactline.errors import IntegrityError

T = TypeVar("T")
R = TypeVar("R")


class LocalEngine:
    """Implements :class:`contactline.ports.Engine`."""

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
