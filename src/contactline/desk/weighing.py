"""Parameters of weighing: those in force, and a fit on the incidents of one store."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from contactline.desk.choice import choose
from contactline.desk.clipping import clip_report
from contactline.desk.past import find_linked
from contactline.desk.rooms import Linking, load_rooms
from contactline.desk.sides import settle_side
from contactline.errors import ConflictError, InputError, RefusedError
from contactline.ports import Store
from contactline.records.claims import Claim
from contactline.records.ids import ClaimId, IncidentId, ReportId, SideId
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.reference.loading import find_mandate
from contactline.reference.weighing import render_roles
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.learning import FEWEST, Learnt, Lessons, collect_lessons, learn

if TYPE_CHECKING:
    from contactline.records.rolemodels import RoleModel


def find_model(mandate: str | None) -> RoleModel:
    """The parameters in force under a mandate; those that ship without one.

    Raises:
        InputError: there is no such mandate.
        MandateError: it has mistakes.
    """
    known = find_mandate(mandate) if mandate else None
    return (known.weighing if known else None) or load_roles()


def fit_model(store: Store, file: Path, labels: Path | None, on: date, *, force: bool = False) -> Learnt:
    """Fit the parameters on the incidents of a store, and write them to a new file.

    Args:
        store: that holds reports and readings.
        file: to write.
        labels: CSV with the columns ``incident`` and ``side``: who fired, where it was established otherwise.
        on: the day.
        force: also with few incidents.

    Raises:
        ConflictError: the file is there already.
        InputError: nothing was linked yet, the labels cannot be used, or the file cannot be written.
        RefusedError: there are too few incidents.
    """
    if file.exists():
        raise ConflictError("is there already", subject=str(file), hint="Give another name, or remove it.")
    known = relink_store(store)
    mandate, origins = known.mandate, known.linking.origins
    lessons = collect_lessons(known.linking.incidents, known.claims, known.reports, mandate, origins)
    if lessons.several < FEWEST and not force:
        raise RefusedError(
            f"{lessons.several} incidents with several origins are too few to fit on",
            hint=f"With fewer than {FEWEST} the parameters that ship say more; --force goes on all the same.",
        )
    answers = _read_labels(labels, lessons, mandate) if labels else {}
    start = mandate.weighing or load_roles()
    learnt = learn(lessons, start, answers, mandate, on, f"roles-{mandate.name} {on.isoformat()}")
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(render_roles(learnt.model))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", subject=str(file)) from error
    return learnt


@dataclass(frozen=True, slots=True)
class Relinked:
    """All that a store holds, linked anew."""

    linking: Linking
    claims: Mapping[ClaimId, Claim]
    reports: Mapping[ReportId, Report]
    mandate: Mandate


def relink_store(store: Store) -> Relinked:
    """Everything is linked anew under the judgements in force; nothing of it is kept.

    Raises:
        InputError: nothing was linked yet.
    """
    linked = find_linked(store)
    if linked is None:
        raise InputError("nothing was linked in this store yet", hint="Run contactline examine first.")
    rooms = load_rooms("rules")
    mandate = choose(None, store, rooms).mandate
    pairs = [
        (settle_side(store.get_report(report), mandate), reading)
        for report, reading in store.iter_readings(linked.settings)
    ]
    clipped = ((clip_report(report), reading) for report, reading in pairs)
    previous, changes = store.load_incidents(linked.history), tuple(store.iter_changes(linked.history))
    linking = rooms.link(clipped, mandate, previous, tuple(store.iter_judgements()), changes)
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {report.id: report for report, _ in pairs}
    return Relinked(linking, claims, reports, mandate)


def _read_labels(path: Path, lessons: Lessons, mandate: Mandate) -> dict[IncidentId, SideId]:
    """Answers by incident.

    Raises:
        InputError: a row names no incident with accounts, or no side; the first one is told.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read: {error}", subject=str(path)) from error
    known, sides = set(lessons.incidents), {side.id for side in mandate.sides}
    answers = {}
    for line, row in enumerate(rows, 2):
        incident, side = IncidentId((row.get("incident") or "").strip()), SideId((row.get("side") or "").strip())
        if side not in sides:
            hint = f"Each row holds an incident's id and {' or '.join(sorted(sides))}."
            raise InputError(f"line {line}: “{side}” is not a side", subject=str(path), hint=hint)
        if incident in known:  # of others nobody says anything that could be calibrated
            answers[incident] = side
    if not answers:
        raise InputError("no row names an incident that accounts speak of", subject=str(path))
    return answers
