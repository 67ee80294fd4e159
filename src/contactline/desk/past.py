"""What earlier linking runs and people left behind: incidents, their history, and judgements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contactline.link.history import find_changes, find_reread, follow_claims, rename_claims
from contactline.ports import Store
from contactline.records.claims import Claim
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId
from contactline.records.incidents import Incident
from contactline.records.judgements import ClaimAnchor, LinkJudgement, Verdict, find_latest, make_anchor

_NOTE = "linked"


@dataclass(frozen=True, slots=True)
class Past:
    """What a linking run begins with.

    Attributes:
        history: the name that incidents are kept under.
        incidents: of the run before, their claims under their present ids.
        changes: all so far; the last ``new`` of them are not saved yet.
        judgements: all that people ever judged.
    """

    history: str
    incidents: tuple[Incident, ...]
    changes: tuple[IncidentChange, ...]
    new: int
    judgements: tuple[LinkJudgement, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Under which names the latest linking run kept its incidents, and its readings."""

    history: str
    settings: str


def load_past(store: Store, history: str, settings: str, claims: Sequence[Claim], at: datetime) -> Past:
    """What is kept of earlier runs. Where a better reader gave claims other ids, they are followed by their words."""
    incidents = store.load_incidents(history)
    changes = tuple(store.iter_changes(history))
    present = {claim.id for claim in claims}
    gone = {claim for incident in incidents for claim in incident.claims if claim not in present}
    renamed = follow_claims(_find_anchors(store, settings, gone), claims) if gone else {}
    reread = find_reread(changes, renamed, at)
    return Past(
        history=history,
        incidents=rename_claims(incidents, renamed) if renamed else incidents,
        changes=(*changes, *reread),
        new=len(reread),
        judgements=tuple(store.iter_judgements()),
    )


def save_run(
    store: Store,
    past: Past,
    settings: str,
    incidents: Sequence[Incident],
    judgements: Iterable[LinkJudgement],
    at: datetime,
) -> tuple[IncidentChange, ...]:
    """Keep the incidents of a run with what it changed.

    Args:
        store: where.
        past: what the run began with.
        settings: of the readings.
        incidents: what it gave.
        judgements: those that it followed; with what was withdrawn since the last change they give the reasons.
        at: when.

    Returns:
        All changes, this run's too.
    """
    told = (*judgements, *_find_withdrawn(past))
    found = find_changes(past.incidents, incidents, past.changes, at, told)
    changes = (*past.changes, *found)
    store.save_incidents(past.history, incidents, changes[len(past.changes) - past.new :])
    store.save_note(_NOTE, json.dumps([past.history, settings]))
    return changes


def _find_withdrawn(past: Past) -> list[LinkJudgement]:
    """What was withdrawn since a run last changed something: it may be why this one does."""
    since = max((change.at for change in past.changes), default=None)
    latest = [judgement for judgement in find_latest(past.judgements) if judgement.verdict is Verdict.WITHDRAWN]
    return [judgement for judgement in latest if since is None or judgement.made_at >= since]


def find_linked(store: Store) -> Linked | None:
    """What the latest linking run noted, if there was one."""
    note = store.find_note(_NOTE)
    return Linked(*json.loads(note)) if note else None


def _find_anchors(store: Store, settings: str, gone: set[ClaimId]) -> list[ClaimAnchor]:
    found: dict[ClaimId, ClaimAnchor] = {}
    for _, reading in store.iter_other_readings(settings):
        found |= {claim.id: make_anchor(claim) for claim in reading.claims if claim.id in gone}
    return list(found.values())
