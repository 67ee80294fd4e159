"""What a deployment's own incidents teach: parameters fitted without labels, calibrations on answers that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from contactline.records.claims import Claim
from contactline.records.ids import THIRD, ClaimId, IncidentId, ReportId, SideId
from contactline.records.incidents import Incident, Origin
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.records.rolemodels import RoleModel
from contactline.weigh.coverage import choose_origins
from contactline.weigh.estimate.calibrate import calibrate
from contactline.weigh.estimate.evidence import FIRED, find_evidence
from contactline.weigh.estimate.fit import fit_roles
from contactline.weigh.estimate.tables import Counts, balance_all, make_numbers
from contactline.weigh.once import index_origins
from contactline.weigh.statements import Extractor
from contactline.weigh.views import make_views

FEWEST: Final = 200
"""Incidents with several origins below which the shipped parameters say more than a fit."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Incidents that somebody speaks of without reservation.

    Attributes:
        incidents: their ids.
        counts: shape ``(n, 9)``: origins by camp and stance.
    """

    incidents: tuple[IncidentId, ...]
    counts: Counts

    @property
    def several(self) -> int:
        """How many have more than one origin: only these teach anything."""
        return int((self.counts.sum(axis=1) > 1).sum())


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model fitted on lessons.

    Attributes:
        rounds: of the fit.
        patterns: distinct ones.
        labelled: incidents whose answer was used.
    """

    model: RoleModel
    rounds: int
    patterns: int
    labelled: int


def collect_lessons(
    incidents: Sequence[Incident],
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    origins: tuple[Origin, ...],
) -> Lessons:
    """What each incident's origins say on who fired; incidents that are only recalled are left out."""
    known, rows = [], []
    for incident in incidents:
        counts = _count(incident, claims, reports, mandate, origins)
        if not incident.recalled and any(counts):
            known.append(incident.id)
            rows.append(counts)
    return Lessons(tuple(known), np.array(rows, np.int16).reshape(-1, 9))


def _count(
    incident: Incident,
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    origins: tuple[Origin, ...],
) -> list[int]:
    members = [claims[id_] for id_ in incident.claims]
    views = make_views(members, reports, mandate, {}, index_origins(origins))
    extractor = Extractor(mandate)
    statements = [statement for view in views for statement in extractor.find_statements(view)]
    here = choose_origins(origins, [reports[id_] for id_ in dict.fromkeys(claim.report for claim in members)])
    evidence = find_evidence(FIRED, statements, {}, here, mandate)
    camps = [*(side.id for side in mandate.sides), THIRD]
    counts = [0] * 9
    for voice in evidence.voices if evidence.is_raised else ():
        counts[3 * camps.index(voice.side) + voice.stance] += 1
    return counts


def learn(
    lessons: Lessons, start: RoleModel, answers: Mapping[IncidentId, SideId], mandate: Mandate, on: date, version: str
) -> Learnt:
    """Fit a model, and calibrate it where answers are known.

    Args:
        lessons: incidents.
        start: where to begin, and what the priors are centred on.
        answers: the side that fired, where it was established otherwise than from these accounts.
        mandate: the sides in their order.
        on: the day of the fit.
        version: name of the model.
    """
    fitted = fit_roles(lessons.counts, start)
    model = replace(
        start,
        version=version,
        about=f"Fitted without labels to {len(lessons.incidents)} incidents of this deployment, from {start.version}.",
        tables=fitted.tables,
        fitted_on=on,
        count=len(lessons.incidents),
        seeds=(),
        alternatives={start.version: start.tables, **start.alternatives},
        calibrations=(),
    )
    rows = [row for row, incident in enumerate(lessons.incidents) if incident in answers]
    first = mandate.sides[0].id
    known = np.array([answers[lessons.incidents[row]] == first for row in rows], bool)
    counts = lessons.counts[rows]
    decibans = balance_all(counts, make_numbers(model))
    model = replace(model, calibrations=calibrate(counts, decibans, known, on))
    return Learnt(model, fitted.rounds, fitted.patterns, len(rows))
