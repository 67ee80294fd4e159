"""The casualty register of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contactline.desk.past import find_linked
from contactline.desk.rooms import MakeRegister, Rooms, load_room
from contactline.errors import InputError
from contactline.ports import Store
from contactline.records.claims import Claim
from contactline.records.ids import ReportId
from contactline.records.incidents import Incident
from contactline.records.persons import CasualtyRegister
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report


def make_run_register(
    rooms: Rooms,
    store: Store,
    claims: Iterable[Claim],
    reports: Mapping[ReportId, Report],
    incidents: tuple[Incident, ...],
) -> CasualtyRegister:
    """The register of a run, people's judgements followed."""
    if rooms.register is None:
        return CasualtyRegister()
    return rooms.register(claims, reports, incidents, tuple(store.iter_person_judgements()))


def iter_register_problems(register: CasualtyRegister) -> Iterator[Problem]:
    """A judgement that could not be followed is never dropped in silence."""
    for one in register.unapplied:
        message = f"The judgement {one.judgement.id} on two mentions of persons is not followed: {one.why}."
        yield Problem("weigh", "person-judgement-unapplied", Severity.WARNING, message)


def load_register(store: Store) -> CasualtyRegister:
    """The register as the latest run of a store gives it, with the judgements of now.

    Raises:
        InputError: nothing was linked yet.
    """
    linked = find_linked(store)
    if linked is None:
        raise InputError("nothing was linked in this store yet", hint="Run contactline examine first.")
    make: MakeRegister = load_room("contactline.weigh.persons.register", "make_register")
    claims = [claim for _, reading in store.iter_readings(linked.settings) for claim in reading.claims]
    reports = {report.id: report for report in store.iter_reports()}
    return make(claims, reports, store.load_incidents(linked.history), tuple(store.iter_person_judgements()))
