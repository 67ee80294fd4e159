"""The engine of a cluster: Apache Spark. On one machine it is Spark's own local mode.

Parts travel as one row each; their tables are read and written by the workers, so the folder of a run has to be one
that all of them see. Rows go together by Spark's shuffle (``groupBy(…).applyInArrow``), with its spill to disk. What
comes back to the driver is one note a part.

Needs the extra ``spark`` and Java 17.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from contactline.engines.local import LocalEngine
from contactline.engines.parts import find_note, part_done, plain, raise_fatal, run_group, run_part, sort_table
from contactline.errors import InputError, IntegrityError, MissingExtraError
from contactline.ports import Grouping, Part, PartNote, Stage

try:
    from py4j.protocol import Py4JError
    from pyspark import TaskContext
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession
except ImportError:
    SparkSession = None  # said when somebody wants the engine

ATTEMPTS: Final = 3
_NOTE: Final = "note string"
_NOTES: Final = pa.schema([pa.field("note", pa.string())])


class SparkEngine(LocalEngine):
    """Implements :class:`contactline.ports.Engine`.

    Args:
        workers: threads of local mode, each with one Python worker; 0 for one a core.
        master: address of a cluster (``spark://…``, ``yarn``, ``k8s://…``); by default local mode. A session that is
            there already, as under ``spark-submit``, is used as it is.
        attempts: how often a part is begun whose worker dies.

    Raises:
        MissingExtraError: pyspark is not installed.
    """

    def __init__(self, workers: int = 0, master: str = "", attempts: int = ATTEMPTS) -> None:
        if SparkSession is None:
            raise MissingExtraError("spark", "the engine “spark”")
        self.workers = workers or os.cpu_count() or 1
        self._attempts = attempts
        self._master = master or f"local[{self.workers},{attempts}]"
        self._session: Any = None
        self._own = False

    def map_tables(self, stage: Stage, parts: Sequence[Part]) -> Iterator[PartNote]:
        """Every part's table through the stage: one row of numbers a part, sent through ``mapInArrow``."""

        def make(chosen: Sequence[Part]) -> DataFrame:
            count = len(chosen)
            return self._spark.range(0, count, 1, count).mapInArrow(_make_mapper(stage, tuple(chosen)), _NOTE)

        return self._run(parts, make)

    def group_tables(
        self, stage: Stage, inputs: Sequence[Path], grouping: Grouping, parts: Sequence[Part]
    ) -> Iterator[PartNote]:
        """The rows of all inputs through the stage, one table for each part's key, by Spark's shuffle."""
        paths = [str(path.absolute()) for path in inputs]

        def make(chosen: Sequence[Part]) -> DataFrame:
            keys = {part.key: part for part in chosen}
            schema = pq.read_schema(inputs[0])
            frame = self._spark.read.parquet(*paths)
            frame = frame.where(frame[grouping.by].isin(sorted(keys)))
            frame = frame.repartition(max(self.workers, len(keys)), grouping.by)
            return frame.groupBy(grouping.by).applyInArrow(_make_grouper(stage, keys, grouping, schema), _NOTE)

        return self._run(parts, make)

    def _run(self, parts: Sequence[Part], make: Callable[[Sequence[Part]], DataFrame]) -> Iterator[PartNote]:
        """All open parts in one job; when that fails, those that are still open each in a job of its own."""
        done, open_ = part_done(parts)
        yield from done
        if not open_:
            return
        notes, reason = self._collect(make(open_))
        for part in open_:
            note = notes.get(part.name) or find_note(part)
            if note is None and reason:
                # Whose fault it was is not told: alone, each answers for itself.
                alone, failure = self._collect(make([part]))
                note = alone.get(part.name) or self._give_up(part, failure)
            yield raise_fatal(note or PartNote(part.name, part.digest, failure="no rows came for it"))

    def _give_up(self, part: Part, reason: str) -> PartNote:
        return PartNote(part.name, part.digest, attempts=self._attempts, failure=reason)

    def _collect(self, frame: DataFrame) -> tuple[dict[str, PartNote], str]:
        """Notes by part, and why there are none.

        Raises:
            IntegrityError: a worker found that stored content is not what it was.
        """
        try:
            rows = frame.collect()  # one short note a part
        except (PySparkException, Py4JError) as error:
            return {}, _describe(error)
        notes = {}
        for row in rows:
            table = json.loads(row.note)
            if "integrity" in table:
                raise IntegrityError(table["integrity"], subject=table["subject"], hint=table["hint"])
            notes[table["name"]] = PartNote(**table)
        return notes, ""

    @property
    def _spark(self) -> Any:
        if self._session is None:
            self.__enter__()
        return self._session

    def __enter__(self) -> Self:
        """Start the session, or use the one that is there.

        Raises:
            InputError: Java is missing, or the cluster does not answer.
        """
        if self._session is not None:
            return self
        active = SparkSession.getActiveSession()
        if active is not None:
            self._session = active
            return self
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if self._master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # on one machine nobody needs to find it
        builder = SparkSession.builder.master(self._master).appName("contactline")
        for name, value in _OPTIONS.items():
            builder = builder.config(name, value)
        try:
            self._session = builder.config("spark.task.maxFailures", self._attempts).getOrCreate()
        except (PySparkException, Py4JError) as error:
            hint = "The engine “spark” needs Java 17 (Debian: openjdk-17-jre-headless), or --master of a cluster."
            raise InputError(f"Spark cannot be started: {_describe(error)}", hint=hint) from error
        self._own = True
        self._session.sparkContext.setLogLevel("OFF")  # failures come back as reasons
        return self

    def __exit__(self, *failure: object) -> None:
        """End the session, if it was started here."""
        if self._own and self._session is not None:
            self._session.stop()
        self._session, self._own = None, False


_OPTIONS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.enabled": "false",  # it would put small groups together on one worker
    "spark.python.worker.faulthandler.enabled": "false",
    "spark.driver.memory": "1g",
}


def _make_mapper(stage: Stage, parts: tuple[Part, ...]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[Any]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch["id"].to_pylist():
                note = _encode(partial(run_part, stage, parts[number]))
                yield pa.RecordBatch.from_pydict({"note": [note]}, _NOTES)

    return run


def _make_grouper(
    stage: Stage, parts: dict[int, Part], grouping: Grouping, schema: pa.Schema
) -> Callable[[tuple[Any, ...], pa.Table], pa.Table]:
    def run(key: tuple[Any, ...], table: pa.Table) -> pa.Table:
        # Spark has one kind of timestamp and one of bytes: back to what was written.
        table = sort_table(table.select(schema.names).cast(schema), grouping)
        note = _encode(partial(run_group, stage, parts[plain(key[0])], table))
        return pa.table({"note": [note]}, _NOTES)

    return run


def _encode(run: Callable[[], PartNote]) -> str:
    try:
        context = TaskContext.get()
        return json.dumps(asdict(replace(run(), attempts=1 + (context.attemptNumber() if context else 0))))
    except IntegrityError as error:
        return json.dumps({"integrity": error.what, "subject": error.subject, "hint": error.hint})


def _describe(error: Exception) -> str:
    """The last line that says something, and no page of Java."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    told = [line for line in lines if "Error" in line or "Exception" in line]
    return (told or lines or [type(error).__name__])[-1][:300]
