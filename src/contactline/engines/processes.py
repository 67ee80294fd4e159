"""The engine of one machine's cores: worker processes that each do one part at a time.

Every worker has a pipe of its own, so that the one that dies is known, and with it the part that it had. That part is
begun again on a fresh worker, a bounded number of times; the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, Self

from contactline.engines.local import LocalEngine
from contactline.engines.parts import part_done, raise_fatal, run_part
from contactline.errors import IntegrityError
from contactline.ports import Part, PartNote, Stage

ATTEMPTS: Final = 3
LIMIT_S: Final = 3600.0
"""Seconds for one part. A part is a thousand reports or some ten thousand rows: minutes, so an hour is a standstill."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    stage: Stage | None = None
    part: Part | None = None
    until: float = 0.0


class ProcessEngine(LocalEngine):
    """Implements :class:`contactline.ports.Engine`; items of ``run`` stay in this process, tables go to the workers.

    Args:
        workers: processes; 0 for one a core.
        attempts: how often a part is begun whose worker dies.
        limit_s: seconds that a part may take before its worker is ended and the attempt counts as failed.
    """

    def __init__(self, workers: int = 0, attempts: int = ATTEMPTS, limit_s: float = LIMIT_S) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._attempts = attempts
        self._limit_s = limit_s
        self._idle: list[_Worker] = []

    def map_tables(self, stage: Stage, parts: Sequence[Part]) -> Iterator[PartNote]:
        """Every part's table through the stage, in the order in which they are done."""
        done, open_ = part_done(parts)
        yield from done
        waiting = deque(open_)
        begun: dict[str, int] = {}
        busy: list[_Worker] = []
        try:
            while waiting or busy:
                while waiting and len(busy) < self.workers:
                    part = waiting.popleft()
                    begun[part.name] = begun.get(part.name, 0) + 1
                    busy.append(self._begin(stage, part))
                for worker in self._wait(busy):
                    busy.remove(worker)
                    note = self._end(worker)
                    if note is None and worker.part and begun[worker.part.name] < self._attempts:
                        waiting.append(worker.part)
                        continue
                    yield raise_fatal(self._conclude(worker, note, begun))
        finally:
            for worker in busy:
                _kill(worker)

    def _begin(self, stage: Stage, part: Part) -> _Worker:
        while True:
            worker = self._idle.pop() if self._idle else _start()
            try:
                # The stage may hold a whole gazetteer: it is sent once, and parts are small.
                worker.pipe.send((None if worker.stage is stage else stage, part))
            except (BrokenPipeError, ConnectionResetError):
                _kill(worker)  # it died while it had nothing to do
                continue
            worker.stage, worker.part, worker.until = stage, part, time.monotonic() + self._limit_s
            return worker

    def _wait(self, busy: Sequence[_Worker]) -> list[_Worker]:
        """Workers that are done, dead, or out of time."""
        left = max(0.0, min(worker.until for worker in busy) - time.monotonic())
        ready = set(wait([worker.pipe for worker in busy], timeout=left))
        now = time.monotonic()
        return [worker for worker in busy if worker.pipe in ready or worker.until <= now]

    def _end(self, worker: _Worker) -> PartNote | None:
        """The note of a worker's part, or ``None`` when the worker died or was ended.

        Raises:
            IntegrityError: the worker found that stored content is not what it was.
        """
        try:
            answer = worker.pipe.recv() if worker.pipe.poll() else None
        except (EOFError, ConnectionResetError):
            answer = None
        if answer is None:
            _kill(worker)
            return None
        self._idle.append(worker)
        if isinstance(answer, IntegrityError):
            raise answer
        note: PartNote = answer
        return note

    def _conclude(self, worker: _Worker, note: PartNote | None, begun: dict[str, int]) -> PartNote:
        part = worker.part
        if part is None:
            raise RuntimeError("a worker without a part has ended one")
        if note is not None:
            return replace(note, attempts=begun[part.name])
        how = "took too long" if worker.until <= time.monotonic() else f"ended its worker ({_describe(worker)})"
        reason = f"{how}, {begun[part.name]} times; memory may be short, or one of its records may be at fault"
        return PartNote(part.name, part.digest, attempts=begun[part.name], failure=reason)

    def __enter__(self) -> Self:
        """Workers start when the first part is there for them."""
        return self

    def __exit__(self, *failure: object) -> None:
        """End all workers."""
        for worker in self._idle:
            _kill(worker)
        self._idle.clear()


def _start() -> _Worker:
    # spawn: a forked copy of a process with threads (Arrow has some) may stand still for ever.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(pipe: Connection) -> None:
    """A worker's life: a part comes, its note goes back, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the process that gives out the work
    stage: Stage | None = None
    while True:
        try:
            new, part = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        stage = new or stage
        if stage is None:
            raise RuntimeError("a part came before its stage")
        try:
            answer: PartNote | IntegrityError = run_part(stage, part)
        except IntegrityError as error:
            answer = error
        pipe.send(answer)


def _kill(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _describe(worker: _Worker) -> str:
    code = worker.process.exitcode or 0
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
