"""Parameters of counts: a fit on the incidents of one store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from contactline.desk.weighing import relink_store
from contactline.errors import ConflictError, InputError, RefusedError
from contactline.ports import Store
from contactline.reference.counting import render_counts
from contactline.weigh.estimate.counts_fit import FEWEST
from contactline.weigh.estimate.counts_learning import LearntCounts, collect_counts, learn_counts
from contactline.weigh.estimate.counts_model import load_counts


def fit_counts_of_store(store: Store, file: Path, on: date, *, force: bool = False) -> LearntCounts:
    """Fit the parameters of counts on the incidents of a store, and write them to a new file.

    Args:
        store: that holds reports and readings.
        file: to write.
        on: the day.
        force: also with few figures.

    Raises:
        ConflictError: the file is there already.
        InputError: nothing was linked yet, or the file cannot be written.
        RefusedError: there are too few figures.
    """
    if file.exists():
        raise ConflictError("is there already", subject=str(file), hint="Give another name, or remove it.")
    known = relink_store(store)
    linking, mandate = known.linking, known.mandate
    start = mandate.counts or load_counts()
    evidence = collect_counts(
        linking.incidents, known.claims, known.reports, mandate, linking.origins, linking.answers, start
    )
    version = f"counts-{mandate.name} {on.isoformat()}"
    learnt = learn_counts(evidence, start, on, version, fewest=1 if force else FEWEST)
    if not (learnt.killed or learnt.wounded):
        raise RefusedError(
            "there are too few figures of killed and of wounded to fit on",
            hint=f"With fewer than {FEWEST} counts with a figure the parameters that ship say more; --force goes on.",
        )
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(render_counts(learnt.models))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", subject=str(file)) from error
    return learnt
