from __future__ import annotations

import time
from pathlib import Path

from contactline.engines.processes import ProcessEngine
from engines.stages import Count, Sleeps, write_parts

TWO = {"a": ["1"], "b": ["bad"]}


def test_a_part_that_stands_still_is_given_up(tmp_path: Path) -> None:
    began = time.monotonic()
    with ProcessEngine(2, attempts=2, limit_s=3.0) as engine:
        notes = {note.name: note for note in engine.map_tables(Sleeps(), write_parts(tmp_path, TWO))}
    assert notes["a"].failure == ""
    assert "took too long, 2 times" in notes["b"].failure
    assert time.monotonic() - began < 60


def test_workers_end_with_the_engine(tmp_path: Path) -> None:
    engine = ProcessEngine(2)
    with engine:
        list(engine.map_tables(Count(), write_parts(tmp_path, TWO)))
        processes = [worker.process for worker in engine._idle]
        assert processes
    assert not [process for process in processes if process.is_alive()]


def test_workers_are_kept_between_stages(tmp_path: Path) -> None:
    with ProcessEngine(1) as engine:
        list(engine.map_tables(Count(), write_parts(tmp_path / "1", TWO)))
        (first,) = engine._idle
        list(engine.map_tables(Count(), write_parts(tmp_path / "2", TWO)))
        assert engine._idle == [first]


def test_a_worker_that_died_idle_is_replaced(tmp_path: Path) -> None:
    with ProcessEngine(1) as engine:
        list(engine.map_tables(Count(), write_parts(tmp_path / "1", TWO)))
        engine._idle[0].process.kill()
        engine._idle[0].process.join()
        notes = list(engine.map_tables(Count(), write_parts(tmp_path / "2", TWO)))
    assert [note.failure for note in notes] == ["", ""]
