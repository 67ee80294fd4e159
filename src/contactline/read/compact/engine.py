"""The analyser ``compact``: one small model that reads every report offline, on one core, without torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

from contactline.read.analysis import Analysis
from contactline.read.compact.plan import make_plan
from contactline.read.compact.session import MODEL_FOLDER, Model, load_card, load_model
from contactline.read.document import Document
from contactline.records.names import NameSpot

Named = tuple[Document, Sequence[NameSpot]]

BATCH: Final = 16
"""Documents that are in work together."""


class CompactAnalyser:
    """Implements :class:`contactline.read.analysis.Analyser`. Loads the weights on first use; threads may share it.

    Args:
        folder: of the model; by default the one that comes with the package.
        threads: windows read at the same time; by default as many as this process has cores. Changes the speed alone.
        model: a model that is loaded already, for tests.

    Raises:
        PluginError: the folder is not complete.
        IntegrityError: ``model.json`` is damaged; on first use: another file is.
    """

    name = "compact"

    def __init__(self, folder: Path | None = None, threads: int | None = None, model: Model | None = None) -> None:
        self._folder = folder or MODEL_FOLDER
        self._threads = threads or _count_cores()
        self._model = model
        self._loading = threading.Lock()
        card = None if model else load_card(self._folder)
        self.version = card.version if card else "0"
        self.curves: Mapping[str, tuple[float, ...]] = card.curves if card else {}

    def analyse(self, document: Document, names: Sequence[NameSpot] = ()) -> Analysis:
        """Analyse one document, all of it however long."""
        (analysis,) = self.analyse_named(((document, names),))
        return analysis

    def analyse_many(self, documents: Iterable[Document], batch: int = BATCH) -> Iterator[Analysis]:
        """As :meth:`analyse_named` where no names are known."""
        return self.analyse_named(((document, ()) for document in documents), batch)

    def analyse_named(self, documents: Iterable[Named], batch: int = BATCH) -> Iterator[Analysis]:
        """Analyses in the order of the documents, each the same as from :meth:`analyse`.

        Args:
            documents: with the names known in each; taken as they are needed.
            batch: how many are in work together; changes the speed and the memory alone.
        """
        model = self._load()
        waiting = iter(documents)
        with ThreadPoolExecutor(self._threads) as pool:
            while some := list(islice(waiting, batch)):
                yield from self._analyse_some(model, some, pool)

    def _analyse_some(self, model: Model, some: list[Named], pool: ThreadPoolExecutor) -> Iterator[Analysis]:
        plans = [make_plan(document, model.split, model.limits, names) for document, names in some]
        windows = [window for plan in plans for window in plan.encoded]
        run_all = map if self._threads == 1 or len(windows) == 1 else pool.map
        # One window a run: then no number depends on which windows happen to be read together.
        outputs = iter(run_all(model.runner.run, windows))
        for plan in plans:
            yield model.interpreter.interpret(plan, islice(outputs, len(plan.windows)))

    def _load(self) -> Model:
        with self._loading:
            if self._model is None:
                self._model = load_model(self._folder, load_card(self._folder))
            return self._model


def _count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
