"""Progress on the error stream, where somebody is there to see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contactline.ports import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """Progress while the context lasts; silent when asked to be, and when the error stream is no terminal."""
    from contactline.desk.clock import QuietProgress

    if quiet or not sys.stderr.isatty():
        yield QuietProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _BarProgress(bars)


class _BarProgress:
    """Implements :class:`contactline.ports.Progress` with one bar a stage."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""
        if self._task is not None:
            done = self._bars.tasks[-1].completed
            self._bars.update(self._task, total=done, completed=done)
        self._task = self._bars.add_task(name, total=total)

    def advance(self, count: int = 1) -> None:
        """So many items are done."""
        if self._task is not None:
            self._bars.advance(self._task, count)

    def note(self, message: str) -> None:
        """Something that a person should see now."""
        self._bars.console.print(message, markup=False, highlight=False)
