"""One claim in plain values, as a writer needs it, and the gold annotations of what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from contactline.records.claims import Kind
from contactline.simulate.columns import NO_CLAIM, Claims
from contactline.simulate.line import DAY, KINDS, MEANS, TARGETS, VARIANTS, ZONE_HOURS, load_line
from contactline.simulate.values import find_people, load_people, make_id
from contactline.simulate.wording import NOTHING, load_details, load_wording

LOCAL: Final = timezone(timedelta(hours=ZONE_HOURS))
_DAY_WIDTH: Final = DAY - 60


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of one incident, with the truth behind it.

    Attributes:
        root: id of the claim whose words these are; its own unless it is a copy.
        blames: index of a side, or ``None``.
        place: name as written.
        precise: the settlement itself is meant, not its surroundings.
        clock: the hour is known; else the day alone, or with ``recalled`` a month.
        details: number of the detail and whether it is paraphrased.
    """

    id: str
    root: str
    copy_of: str | None
    rewritten: bool
    incident: int
    side: int
    outlet: int
    published: datetime
    blames: int | None
    attacker: int
    kind: Kind
    target: str | None
    means: tuple[str, ...]
    place: str
    place_index: int
    precise: bool
    earliest: datetime
    latest: datetime
    clock: bool
    by_day: bool
    killed: int | None
    wounded: int | None
    names: tuple[str, ...]
    details: tuple[tuple[int, bool], ...]
    true_kind: Kind
    true_place: int
    true_time: datetime
    true_killed: int
    true_wounded: int
    happened: bool

    @property
    def middle(self) -> datetime:
        """The stated time, by the local clock."""
        return self.earliest + (self.latest - self.earliest) / 2 if self.clock else self.earliest


def tell(claims: Claims, row: int) -> Told:
    """One row in plain values."""
    earliest, latest = int(claims.earliest[row]), int(claims.latest[row])
    copy = claims.copy_of[row]
    return Told(
        id=make_id(int(claims.id[row])),
        root=make_id(int(claims.origin[row])),
        copy_of=None if copy == NO_CLAIM else make_id(int(copy)),
        rewritten=bool(claims.rewritten[row]),
        incident=int(claims.incident[row]),
        side=int(claims.side[row]),
        outlet=int(claims.outlet[row]),
        published=_make_time(int(claims.published[row])),
        blames=_known(int(claims.blames[row])),
        attacker=int(claims.true_attacker[row]),
        kind=KINDS[claims.kind[row]],
        target=None if claims.target[row] < 0 else TARGETS[claims.target[row]],
        means=tuple(weapon for bit, weapon in enumerate(MEANS) if claims.means[row] >> bit & 1),
        place=load_line().names[claims.name[row]],
        place_index=int(claims.name[row]) // (2 * VARIANTS),
        precise=bool(claims.place[row] >= 0),
        earliest=_make_time(earliest),
        latest=_make_time(latest),
        clock=latest - earliest < _DAY_WIDTH,
        by_day=latest - earliest <= _DAY_WIDTH,
        killed=_known(int(claims.killed[row])),
        wounded=_known(int(claims.wounded[row])),
        names=_find_names(claims, row),
        details=_find_details(claims, row),
        true_kind=KINDS[claims.true_kind[row]],
        true_place=int(claims.true_place[row]),
        true_time=_make_time(int(claims.true_time[row])),
        true_killed=int(claims.true_killed[row]),
        true_wounded=int(claims.true_wounded[row]),
        happened=bool(claims.happened[row]),
    )


def _find_names(claims: Claims, row: int) -> tuple[str, ...]:
    names = load_people()
    found = find_people(claims.people[row], claims.spelling[row])
    return tuple(names[person] for person in found.tolist() if person >= 0)


def _find_details(claims: Claims, row: int) -> tuple[tuple[int, bool], ...]:
    first = load_wording().details
    phrases = claims.phrases[row]
    chosen = phrases[(phrases != NOTHING) & (phrases >= first)] - first
    return tuple((int(phrase) // 2, bool(phrase % 2)) for phrase in chosen if phrase // 2 < len(load_details()))


def _known(value: int) -> int | None:
    return None if value < 0 else value


def _make_time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, LOCAL)
