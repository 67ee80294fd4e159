"""What became of a person over time, and what reports say differently of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from contactline._kit.folding import fold_name
from contactline.records.claims import Status
from contactline.records.ids import SideId
from contactline.records.incidents import State
from contactline.records.persons import Fate, PersonMention
from contactline.weigh.persons.names import Likeness, compare_parts
from contactline.weigh.persons.score import Candidate, years_apart

STAGES: Final = {
    Fate.WOUNDED: 1,
    Fate.MISSING: 1,
    Fate.CAPTURED: 2,
    Fate.RELEASED: 3,
    Fate.FOUND: 3,
    Fate.KILLED: 4,
}
"""A course goes up: a wounded person may die, a missing one turn out captured. Going down is a conflict."""


def find_fates(mentions: Iterable[PersonMention]) -> tuple[Fate, ...]:
    """The latest stage that is told; with it whatever reports published later, and not before it, still say lower down.

    Denied words count for nothing here.
    """
    told = [
        (mention.given_at.timestamp() if mention.given_at else None, said.fate)
        for mention in mentions
        for said in mention.said
        if said.state is not State.DENIED
    ]
    if not told:
        return ()
    top = max(STAGES[fate] for _, fate in told)
    highest = {fate for _, fate in told if STAGES[fate] == top}
    since = min((at for at, fate in told if fate in highest and at is not None), default=None)
    day = 86_400  # news of the same day cross each other
    later = {
        fate for at, fate in told if fate not in highest and since is not None and at is not None and at > since + day
    }
    return tuple(sorted(highest | later, key=lambda fate: (-STAGES[fate], fate.value)))


def find_sides(mentions: Iterable[PersonMention]) -> tuple[SideId, ...]:
    """Sides that anybody says, in alphabetical order."""
    return tuple(sorted({said.side for mention in mentions for said in mention.said if said.side is not None}))


def find_statuses(mentions: Iterable[PersonMention]) -> tuple[Status, ...]:
    """Civilian, military or both, as anybody says."""
    found = {said.status for mention in mentions for said in mention.said} - {Status.NOT_SAID}
    return tuple(sorted(found, key=lambda status: status.value))


def find_conflicts(
    group: Sequence[Candidate], fates: Sequence[Fate], sides: Sequence[SideId], statuses: Sequence[Status]
) -> Iterator[str]:
    """Sentences on what reports say differently."""
    if len(fates) > 1:
        yield f"What became of the person: {' / '.join(fate.value for fate in fates)}."
    ages = _differing_ages(group)
    if ages:
        yield f"Age or year of birth: {' / '.join(ages)}."
    names = _differing_names(group)
    if names:
        yield f"Name: {' / '.join(names)}".rstrip(".") + "."
    if len(statuses) > 1:
        yield "Civilian or soldier: both are said."
    if len(sides) > 1:
        yield f"Whose side: {' / '.join(sides)}."
    denied = any(said.state is State.DENIED for item in group for said in item.mention.said)
    if denied and fates:
        yield "A report denies what others say."


def _differing_ages(group: Sequence[Candidate]) -> list[str]:
    apart = any(
        years_apart(a, b) > 0 for one, other in combinations(group, 2) for a in one.born for b in other.born
    ) or any(years_apart(item.born[0], item.born[1]) > 0 for item in group if len(item.born) > 1)
    if not apart:
        return []
    said = {f"{item.age:g}" for item in group if item.age is not None}
    said |= {f"born {item.mention.born}" for item in group if item.mention.born is not None}
    return sorted(said)


def _differing_names(group: Sequence[Candidate]) -> list[str]:
    """Names of which some word has no counterpart, however spelled."""
    names = {fold_name(item.mention.name): item for item in sorted(group, key=lambda item: item.mention.id)}
    found: set[str] = set()
    for one, other in combinations((item for item in names.values() if item.name.parts), 2):
        few, many = sorted((one.name.parts, other.name.parts), key=len)
        if any(all(compare_parts(part, its) is Likeness.DIFFERS for its in many) for part in few):
            found |= {one.mention.name, other.mention.name}
    return sorted(found)
