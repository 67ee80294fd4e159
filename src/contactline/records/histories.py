"""How incidents came to be what they are: founded, grown, merged, split; and where an earlier id leads today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from contactline.records.ids import ClaimId, IncidentId


class ChangeKind(StrEnum):
    """What became of an incident in a linking run."""

    FOUNDED = "founded"
    GROWN = "grown"
    """It gained claims; ``other`` says from which incident, where they were in one."""
    SHRUNK = "shrunk"
    """It lost claims that are now in no incident."""
    MERGED_INTO = "merged into"
    """It is no longer one of its own; ``other`` holds (most of) its claims."""
    SPLIT_FROM = "split from"
    """It is new; its claims (or most of them) were in ``other``, which goes on."""
    DISSOLVED = "dissolved"
    """It is no longer one of its own, and none holds its claims."""
    RESTORED = "restored"
    """It is one of its own again, under its earlier id."""
    REREAD = "reread"
    """Out of force before and after; another reading gave its claims other ids."""


RETIRING: Final = frozenset({ChangeKind.MERGED_INTO, ChangeKind.DISSOLVED})
ROUTINE: Final = frozenset({ChangeKind.FOUNDED, ChangeKind.GROWN, ChangeKind.REREAD})
"""What every dossier has plenty of, and no page lists."""


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """One change of one incident.

    Attributes:
        run: counts the linking runs that changed something, from 1.
        at: aware UTC of that run.
        other: the other incident concerned, if any.
        claims: the claims that moved.
        reason: why, in a sentence.
    """

    run: int
    at: datetime
    kind: ChangeKind
    incident: IncidentId
    other: IncidentId | None
    claims: tuple[ClaimId, ...]
    reason: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("at needs a zone")
        if self.other == self.incident:
            raise ValueError("an incident cannot come from itself")


def find_redirects(changes: Iterable[IncidentChange]) -> Mapping[IncidentId, IncidentId | None]:
    """Where ids lead that are no longer in force: to the incident of today, or to none.

    Every step leads to an incident that outlived that run, so that the next step is a later one: there is no loop.
    """
    last: dict[IncidentId, IncidentChange] = {}
    for change in sorted(changes, key=lambda change: change.run):
        if change.kind in RETIRING or change.kind in {ChangeKind.RESTORED, ChangeKind.FOUNDED, ChangeKind.SPLIT_FROM}:
            last[change.incident] = change
    return {incident: _follow(change, last) for incident, change in last.items() if change.kind in RETIRING}


def _follow(change: IncidentChange, last: Mapping[IncidentId, IncidentChange]) -> IncidentId | None:
    while change.other is not None:
        onward = last.get(change.other)
        if onward is None or onward.kind not in RETIRING or onward.run <= change.run:
            return change.other
        change = onward
    return None


def find_earlier_ids(incident: IncidentId, redirects: Mapping[IncidentId, IncidentId | None]) -> tuple[IncidentId, ...]:
    """Ids that lead to an incident today."""
    return tuple(sorted(earlier for earlier, today in redirects.items() if today == incident))
