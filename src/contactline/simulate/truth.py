"""Hidden incidents: what happened, where, when, who fired, who was hurt, what there was to see, who knows what."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from contactline.simulate.line import MEANS, MILITARY, TARGETS, THIRD, WEAPONS, Line
from contactline.simulate.parameters import Parameters
from contactline.simulate.wording import Wording

NOBODY: Final = -1
MOST_DETAILS: Final = 5
MOST_NAMES: Final = 2
_LIKE: Final = ("place", "kind", "means", "target")
"""What a near-twin shares with the incident that it is like."""


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents in the order of time, as columns.

    Attributes:
        id: running numbers.
        day: local days since the start, with the time of day as fraction.
        x, y: kilometres.
        attacker: index of the side that fired; of the accused where ``happened`` is false.
        means: bits of weapons.
        killed, wounded: true numbers.
        happened: false for an invention of the other side.
        twin_of, answer_to: id of the incident that it is like, or answers; -1 for none.
        line: for each side whom it blames, or -1 for nobody; shape ``(incidents, 2)``.
        details: numbers of details, -1 for none; shape ``(incidents, 5)``.
        knows: which of them each camp knows; shape ``(incidents, 3, 5)``.
        people: victims whose names become known, -1 for none; shape ``(incidents, 2)``.
    """

    id: NDArray[np.int64]
    day: NDArray[np.float64]
    place: NDArray[np.int16]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.int8]
    attacker: NDArray[np.int8]
    target: NDArray[np.int8]
    means: NDArray[np.int32]
    killed: NDArray[np.int32]
    wounded: NDArray[np.int32]
    happened: NDArray[np.bool_]
    twin_of: NDArray[np.int64]
    answer_to: NDArray[np.int64]
    line: NDArray[np.int8]
    details: NDArray[np.int16]
    knows: NDArray[np.bool_]
    people: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: Any) -> Self:
        """Some of them."""
        return type(self)(**{entry.name: getattr(self, entry.name)[rows] for entry in fields(self)})

    def joined(self, other: Self) -> Self:
        """These and then the others."""
        return type(self)(
            **{
                entry.name: np.concatenate([getattr(self, entry.name), getattr(other, entry.name)])
                for entry in fields(self)
            }
        )


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier incidents that new ones may be like, and that reports may recall: recent ones, and ones years before."""

    recent: Incidents | None = None
    archive: Incidents | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Which incidents to make: ids from ``first`` on, ``count`` of them, from ``start`` for ``days`` days."""

    first: int
    count: int
    start: float
    days: float


def make_incidents(
    rng: np.random.Generator, period: Period, past: Past, parameters: Parameters, line: Line, wording: Wording
) -> Incidents:
    """The incidents of a period, in the order of time."""
    day, parent = _make_times(rng, period, parameters)
    count = period.count
    place = rng.choice(len(line.weights), count, p=line.weights).astype(np.int16)
    kind = rng.choice(len(WEAPONS), count, p=parameters.numbers("incident.kinds")).astype(np.int8)
    target = rng.choice(len(TARGETS), count, p=parameters.numbers("incident.targets")).astype(np.int8)
    attacker = (rng.random(count) >= parameters.number("incident.first_side_fires")).astype(np.int8)
    answers = np.flatnonzero(parent >= 0)
    place[answers], attacker[answers] = place[parent[answers]], 1 - attacker[parent[answers]]
    happened = rng.random(count) >= parameters.number("incident.fabricated")
    means = _make_means(rng, kind, parameters)
    ids = np.arange(period.first, period.first + count)
    like: dict[str, NDArray[Any]] = {"place": place, "kind": kind, "means": means, "target": target}
    is_free = parent < 0
    is_free[parent[answers]] = False
    twin_of = _make_twins(rng, like, ids, day, past, parameters, is_free=is_free)
    killed, wounded = _make_harm(rng, happened, parameters)
    scatter = parameters.number("incident.scatter_km")
    return Incidents(
        id=ids,
        day=day,
        place=place,
        x=line.x[place] + rng.normal(0, scatter, count),
        y=line.y[place] + rng.normal(0, scatter, count),
        kind=kind,
        attacker=attacker,
        target=target,
        means=means,
        killed=killed,
        wounded=wounded,
        happened=happened,
        twin_of=twin_of,
        answer_to=np.where(parent >= 0, ids[parent], NOBODY),
        line=_make_line(rng, attacker, happened, parameters),
        **_make_details(rng, attacker, parameters, wording),
        people=_make_people(rng, killed, target, parameters),
    )


def _make_times(
    rng: np.random.Generator, period: Period, parameters: Parameters
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Times in order, and for an answer the incident that it answers."""
    count, end = period.count, period.start + period.days
    answers = int(count * parameters.number("incident.answers"))
    first = period.start + np.sort(rng.random(count - answers)) * period.days
    parent = np.sort(rng.integers(0, max(count - answers, 1), answers))
    after = first[parent] + rng.exponential(parameters.number("incident.answer_hours") / 24, answers)
    day = np.concatenate([first, np.minimum(after, np.nextafter(end, -np.inf))])
    order = np.argsort(day, kind="stable")
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    parents = np.full(count, NOBODY)
    parents[place[count - answers :]] = place[parent]
    return day[order], parents


def _make_means(rng: np.random.Generator, kind: NDArray[np.int8], parameters: Parameters) -> NDArray[np.int32]:
    bits = [np.array([1 << MEANS.index(weapon) for weapon in weapons], np.int32) for weapons in WEAPONS]
    sizes = np.array([len(row) for row in bits])
    table = np.zeros((len(bits), sizes.max()), np.int32)
    for number, row in enumerate(bits):
        table[number, : len(row)] = row
    first = table[kind, (rng.random(len(kind)) * sizes[kind]).astype(np.int64)]
    second = table[kind, (rng.random(len(kind)) * sizes[kind]).astype(np.int64)]
    has_second = rng.random(len(kind)) < parameters.number("incident.second_weapon")
    means: NDArray[np.int32] = np.where(has_second, first | second, first).astype(np.int32)
    return means


def _make_twins(
    rng: np.random.Generator,
    like: dict[str, NDArray[Any]],
    ids: NDArray[np.int64],
    day: NDArray[np.float64],
    past: Past,
    parameters: Parameters,
    *,
    is_free: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Make some incidents like an earlier one, in place; returns which, or -1."""
    count = len(day)
    chosen = is_free & (rng.random(count) < parameters.number("incident.twins"))
    of_archive = rng.random(count) < parameters.number("incident.twins_of_archive")
    draw = rng.random(count)
    twin_of = np.full(count, NOBODY)
    if past.archive is not None and len(past.archive):
        rows = np.flatnonzero(chosen & of_archive)
        models = (draw[rows] * len(past.archive)).astype(np.int64)
        _copy_rows(like, rows, past.archive, models)
        twin_of[rows] = past.archive.id[models]
        chosen &= ~of_archive
    recent = past.recent
    known = recent.day if recent is not None else np.empty(0)
    days = np.concatenate([known, day])
    nearest, farthest = parameters.numbers("incident.twin_days")
    low, high = np.searchsorted(days, day - farthest), np.searchsorted(days, day - nearest)
    rows = np.flatnonzero(chosen & (high > low))
    models = low[rows] + (draw[rows] * (high - low)[rows]).astype(np.int64)
    all_ids = np.concatenate([recent.id, ids]) if recent is not None else ids
    twin_of[rows] = all_ids[models]
    _copy_chain(like, rows, models - len(known), recent)
    return twin_of


def _copy_chain(
    like: dict[str, NDArray[Any]], rows: NDArray[np.int64], models: NDArray[np.int64], recent: Incidents | None
) -> None:
    """Copy along chains: a twin of a twin is like the first of them. Models below 0 are recent ones, from the end."""
    source = np.arange(len(like["place"]))
    source[rows] = models
    while True:
        further = np.where(source >= 0, source[np.maximum(source, 0)], source)
        if np.array_equal(further, source):
            break
        source = further
    here = rows[source[rows] >= 0]
    for values in like.values():
        values[here] = values[source[here]]
    before = rows[source[rows] < 0]
    if recent is not None and len(before):
        _copy_rows(like, before, recent, source[before] + len(recent))


def _copy_rows(
    like: dict[str, NDArray[Any]], rows: NDArray[np.int64], models: Incidents, which: NDArray[np.int64]
) -> None:
    for name in _LIKE:
        like[name][rows] = getattr(models, name)[which]


def _make_harm(
    rng: np.random.Generator, happened: NDArray[np.bool_], parameters: Parameters
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    count = len(happened)
    harm = happened & (rng.random(count) < parameters.number("incident.harm"))
    mass = 1 + (rng.random(count) < parameters.number("incident.mass_share")) * (
        parameters.number("incident.mass_factor") - 1
    )
    killed = rng.poisson(parameters.number("incident.killed_mean"), count) * mass * harm
    wounded = rng.poisson(parameters.number("incident.wounded_mean"), count) * harm
    return killed.astype(np.int32), wounded.astype(np.int32)


def _make_line(
    rng: np.random.Generator, attacker: NDArray[np.int8], happened: NDArray[np.bool_], parameters: Parameters
) -> NDArray[np.int8]:
    """Whom each side blames: roles decide, and each side's own parameters."""
    line = np.full((len(attacker), 2), NOBODY, np.int8)
    for side in (0, 1):
        draw = rng.random(len(attacker))
        accuses = parameters.numbers("blame.victim_accuses")[side]
        denies = parameters.numbers("blame.firing_denies")[side]
        admits = parameters.numbers("blame.firing_admits")[side]
        accused = parameters.numbers("blame.accused_denies")[side]
        fired = attacker == side
        to_other = np.where(fired, np.where(happened, denies, accused), np.where(happened, accuses, 1.0))
        to_itself = np.where(fired & happened, admits, 0.0)
        line[draw < to_other + to_itself, side] = side
        line[draw < to_other, side] = 1 - side
    return line


def _make_details(
    rng: np.random.Generator, attacker: NDArray[np.int8], parameters: Parameters, wording: Wording
) -> dict[str, NDArray[Any]]:
    count = len(attacker)
    shares = parameters.numbers("words.details")
    size = rng.choice(len(shares), count, p=shares)
    details = wording.pick_detail(rng.random((count, MOST_DETAILS)))
    details[np.arange(MOST_DETAILS) >= size[:, None]] = NOBODY
    victim, firing, third = parameters.numbers("words.known")
    chance = np.full((count, THIRD + 1), third)
    for side in (0, 1):
        chance[:, side] = np.where(attacker == side, firing, victim)
    knows = rng.random((count, THIRD + 1, MOST_DETAILS)) < chance[:, :, None]
    return {"details": details, "knows": knows}


def _make_people(
    rng: np.random.Generator, killed: NDArray[np.int32], target: NDArray[np.int8], parameters: Parameters
) -> NDArray[np.int32]:
    civilian, soldier = parameters.numbers("words.names_known")
    known = rng.random(len(killed)) < np.where(target == MILITARY, soldier, civilian)
    people = rng.integers(0, 1 << 30, (len(killed), MOST_NAMES)).astype(np.int32)
    people[~known[:, None] | (np.arange(MOST_NAMES) >= killed[:, None])] = NOBODY
    return people
