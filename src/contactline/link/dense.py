"""Dense hours: reports of one place, day and kind so many that their incidents cannot be told apart one by one.

Where many accounts come into question for each other, the best of them is chosen by chance as often as by reason. The
incidents inside stay as hypotheses, and the unit that is worth a name is the episode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from statistics import fmean
from typing import Final

from contactline.link.portraits import find_families
from contactline.link.sites import Atlas, Level
from contactline.link.times import is_period, local_days
from contactline.records.claims import Kind
from contactline.records.ids import ClaimId, PlaceId, ReportId
from contactline.records.incidents import Episode, Incident
from contactline.records.kinds import TALK, VAGUE
from contactline.records.times import TimePrecision, When
from contactline.records.titles import KIND_PHRASES, make_day_title

MOST_CANDIDATES: Final = 150.0
"""More accounts than this in question for each account, on average, and the unit is the episode. Measured on simulated
reports: B³ F1 falls to 0.83 at 62 candidates, 0.72 at 235 and 0.60 at 872 (LINKING.md §2.1, §2.4 and §2.7 point 6)."""
CLEAR_DB: Final = 3.0
"""Decibans by which the best incident has to lead the next: less is hardly more than a coin (§2.7 point 6)."""
FEWEST_ACCOUNTS: Final = 8
"""Fewer accounts with small margins are a doubt about each of them, which its own page tells, and no episode."""
FEWEST_INCIDENTS: Final = 2
_FAMILY_WORDS: Final = (
    "Fire",
    "Fire and strikes",
    "Explosions",
    "Aircraft and drones",
    "Captures and clashes",
    "Fighting for ground",
)

_Key = tuple[object, date, int]


@dataclass(slots=True)
class _Group:
    incidents: list[Incident]
    accounts: list[ClaimId]


def find_episodes(
    incidents: Sequence[Incident],
    candidates_of: Mapping[ClaimId, int],
    margin_of: Mapping[ClaimId, float],
    report_of: Mapping[ClaimId, ReportId],
    atlas: Atlas,
) -> tuple[Episode, ...]:
    """Episodes among incidents, in the order of time. Pure; the order of ``incidents`` does not matter.

    Args:
        incidents: dated ones count; one without a date or a place that is known stays by itself.
        candidates_of: by the first claim of each account, how many other accounts came into question.
        margin_of: by the first claim of each account, decibans between its incident and the next best; accounts that
            no other incident came into question for are absent.
        report_of: the report of each claim.
        atlas: the grid of places.
    """
    groups: defaultdict[_Key, _Group] = defaultdict(lambda: _Group([], []))
    for incident in sorted(incidents, key=lambda incident: incident.id):
        key = _key(incident, atlas)
        if key is not None:
            groups[key].incidents.append(incident)
            groups[key].accounts.extend(claim for claim in incident.claims if claim in candidates_of)
    made = [
        _make(group, reason, candidates_of, report_of, atlas)
        for group in groups.values()
        if (reason := _find_reason(group, candidates_of, margin_of))
    ]
    return tuple(sorted(made, key=_in_time))


def _key(incident: Incident, atlas: Atlas) -> _Key | None:
    """Grid cell, local day and group of kinds; a place without a point stands for itself."""
    when = incident.when
    if when is None or is_period(when) or not incident.places or incident.kind in TALK:
        return None
    place = incident.places[0]
    if atlas.level(place) is Level.BROAD:
        return None
    families = find_families(incident)
    family = -1 if incident.kind in VAGUE or not families else families[0]
    return atlas.cell(place) or place, local_days(when)[0], family


def _find_reason(group: _Group, candidates_of: Mapping[ClaimId, int], margin_of: Mapping[ClaimId, float]) -> str:
    """Why these incidents cannot be told apart, in a sentence; empty where they can."""
    if len(group.incidents) < FEWEST_INCIDENTS or not group.accounts:
        return ""
    mean = fmean(candidates_of[account] for account in group.accounts)
    if mean > MOST_CANDIDATES:
        return (
            f"For each account {mean:.0f} others came into question on average, more than {MOST_CANDIDATES:.0f}: "
            "which of them speak of one happening cannot be told."
        )
    close = sum(1 for account in group.accounts if margin_of.get(account, CLEAR_DB) < CLEAR_DB)
    if len(group.accounts) >= FEWEST_ACCOUNTS and 2 * close > len(group.accounts):
        return (
            f"For {close} of {len(group.accounts)} accounts the next best incident fits almost as well "
            f"(less than {CLEAR_DB:.0f} dB behind): they could as well belong to one another's incidents."
        )
    return ""


def _make(
    group: _Group,
    reason: str,
    candidates_of: Mapping[ClaimId, int],
    report_of: Mapping[ClaimId, ReportId],
    atlas: Atlas,
) -> Episode:
    ordered = sorted(group.incidents, key=lambda incident: (_start(incident), incident.id))
    places = _rank_places(ordered)
    kind = _most(incident.kind for incident in ordered)
    when = _bound([incident.when for incident in ordered if incident.when])
    return Episode(
        title=_make_title(ordered, kind, places, when, atlas),
        kind=kind,
        when=when,
        places=places,
        incidents=tuple(incident.id for incident in ordered),
        reports=len({report_of[claim] for incident in ordered for claim in incident.claims if claim in report_of}),
        candidates=round(fmean(candidates_of[account] for account in group.accounts), 1),
        reason=reason,
    )


def _make_title(
    incidents: Sequence[Incident], kind: Kind, places: Sequence[PlaceId], when: When | None, atlas: Atlas
) -> str:
    kinds = {incident.kind for incident in incidents}
    families = find_families(incidents[0])
    words = KIND_PHRASES[kind] if len(kinds) == 1 or not families else _FAMILY_WORDS[families[0]]
    around = "at" if len(places) == 1 else "around"
    days = f", {make_day_title(*local_days(when))}" if when else ""
    return f"Episode: {words[0].lower()}{words[1:]} {around} {atlas.title(places[0])}{days}"


def _rank_places(incidents: Sequence[Incident]) -> tuple[PlaceId, ...]:
    counts: defaultdict[PlaceId, int] = defaultdict(int)
    for incident in incidents:
        counts[incident.places[0]] += 1
    return tuple(sorted(counts, key=lambda place: (-counts[place], place)))


def _most(kinds: Iterable[Kind]) -> Kind:
    counts: defaultdict[Kind, int] = defaultdict(int)
    for kind in kinds:
        counts[kind] += 1
    return min(counts, key=lambda kind: (-counts[kind], kind))


def _bound(whens: Sequence[When]) -> When | None:
    """From the first beginning to the last end; the hours that the incidents lie in."""
    if not whens:
        return None
    first, last = min(when.earliest for when in whens), max(when.latest for when in whens)
    whole_days = all(when.precision in {TimePrecision.DAY, TimePrecision.DAYS} for when in whens)
    zone = min(whens, key=lambda when: (when.earliest.astimezone(UTC), when.zone)).zone
    return When(first, last, TimePrecision.DAY if whole_days else TimePrecision.PART, zone)


def _start(incident: Incident) -> float:
    return incident.when.earliest.timestamp() if incident.when else float("inf")


def _in_time(episode: Episode) -> tuple[float, str]:
    return episode.when.earliest.timestamp() if episode.when else float("inf"), episode.title
