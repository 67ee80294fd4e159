"""Reports as texts, with gold annotations under a key of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any, Final

from contactline.simulate.bodies import OUTLETS, STATES, find_outlet, make_slug
from contactline.simulate.line import CAMPS, THIRD, make_place_id
from contactline.simulate.mandate import make_host
from contactline.simulate.parameters import Parameters
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import Settings
from contactline.simulate.told import Told, tell
from contactline.simulate.values import make_chance
from contactline.simulate.writing import (
    Draft,
    Share,
    load_templates,
    write_account,
    write_also,
    write_background,
    write_closing,
)

_PRESS: Final = frozenset(name for names in OUTLETS for name in names)
_SHOWN_ROOTS: Final = 50_000
"""So many reports are remembered for those that copy them."""
_BULLETIN: Final = 20
"""A bulletin takes its other incidents from so many reports before it."""


@dataclass(frozen=True, slots=True)
class SimulatedReport:
    """One report.

    Attributes:
        published: with the local clock's offset.
        relayed_from: empty where it is the publisher's own.
        truth: what nobody who examines it may see.
    """

    headline: str
    body: str
    publisher: str
    side: str
    published: str
    language: str
    relayed_from: str
    url: str
    truth: Mapping[str, Any]


def simulate_reports(settings: Settings) -> Iterator[SimulatedReport]:
    """Reports in the order of publication."""
    roots: dict[str, Told] = {}
    recent: deque[Told] = deque(maxlen=_BULLETIN)
    share = _make_share(settings.parameters)
    for claims in simulate_rows(settings):
        row = 0
        while row < len(claims):
            told, row = _date_back(tell(claims, row)), row + 1
            older = None
            if row < len(claims) and claims.recalled[row] and claims.report[row] == claims.id[row - 1]:
                older, row = tell(claims, row), row + 1
            if told.copy_of is None:
                roots[told.id] = told
                if len(roots) > _SHOWN_ROOTS:
                    del roots[next(iter(roots))]
            also = _find_also(told, recent, share.bulletins)
            if told.copy_of is None:
                recent.append(told)
            yield _make_report(told, roots.get(told.root, told), older, also, share, settings)


def _make_share(parameters: Parameters) -> Share:
    return Share(*(parameters.number(f"media.{name}") for name in ("shown", "recycled", "quoted", "bent", "bulletins")))


def _date_back(told: Told) -> Told:
    """Nobody dates an incident after the day of the report: a day too late becomes the day of the report."""
    if told.middle <= told.published:
        return told
    day = told.published.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(told, earliest=day, latest=day + timedelta(hours=23, minutes=59), clock=False, by_day=True)


def _find_also(told: Told, recent: Iterable[Told], chance: float) -> tuple[Told, ...]:
    """Other incidents of the last day that a ministry puts into one bulletin with this one."""
    rng = make_chance(told.id, "also")
    if told.copy_of is not None or told.side == THIRD or rng.random() >= chance:
        return ()
    own: dict[int, Told] = {}
    for other in recent:
        fits = other.side == told.side and told.published - other.published < timedelta(days=1)
        if fits and other.incident != told.incident:
            own[other.incident] = other
    return tuple(own.values())[-rng.randrange(1, 4) :]


def _make_report(
    told: Told, root: Told, older: Told | None, also: tuple[Told, ...], share: Share, settings: Settings
) -> SimulatedReport:
    # What is copied is the first text: the same writer with the same source of chance. A rewrite has another.
    rng = make_chance(settings.seed, told.id if told.rewritten else root.id)
    draft = Draft()
    times = {name: getattr(root, name) for name in ("earliest", "latest", "clock", "by_day")}
    write_account(
        draft, replace(told, side=root.side, outlet=root.outlet, published=root.published, **times), rng, share
    )
    voice = draft.notes["voice"]
    for other in also:
        write_also(draft, other, rng)
    publisher, host = _find_publisher(told, voice)
    source = ""
    if told.copy_of is not None:
        source = _find_publisher(root, voice)[0]
        _edit_copy(draft, source, publisher, make_chance(settings.seed, told.id, "copy"))
    if older is not None:
        write_background(draft, older, rng)
    if rng.random() < 0.3:
        write_closing(draft, rng)
    body, golds = draft.finish()
    return SimulatedReport(
        headline=draft.headline,
        body=body,
        publisher=publisher,
        side=CAMPS[told.side],
        published=told.published.isoformat(timespec="minutes"),
        language="en",
        relayed_from=source if draft.notes.get("disclosed") else "",
        url=f"https://{host}/{told.published:%Y/%m/%d}/{told.id}",
        truth=_make_truth(told, older, also, {**draft.notes, "voice": voice}, golds),
    )


def _find_publisher(told: Told, voice: str) -> tuple[str, str]:
    """The ministry itself in some cases, the mission in some, else an outlet; and the address of its site."""
    draw = make_chance(told.id).random()
    if told.copy_of is None and voice == "ministry" and draw < 0.25:
        name = STATES[told.side].ministry
    elif told.copy_of is None and voice == "mission" and draw < 0.3:
        name = "Line Observation Mission"
    else:
        name = find_outlet(told.outlet)
    return name, make_host(name)


def _edit_copy(draft: Draft, source: str, publisher: str, rng: Random) -> None:
    """Light edits: the source is named or not, and a closing paragraph may be lost."""
    draft.notes["disclosed"] = rng.random() < 0.6
    if len(draft.paragraphs) > 1 and rng.random() < 0.2:
        draft.paragraphs.pop()
    if draft.notes["disclosed"]:
        draft.begin()
        draft.add(rng.choice(load_templates()["relay"]["words"]).format(outlet=publisher, source=_say(source)))


def _say(source: str) -> str:
    return source if source in _PRESS else f"the {source}"


def _make_truth(
    told: Told, older: Told | None, also: tuple[Told, ...], notes: Mapping[str, Any], golds: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": told.id,
        "incident": told.incident,
        "recalls": None if older is None else older.incident,
        "also": [other.incident for other in also],
        "side": CAMPS[told.side],
        "outlet": make_slug(find_outlet(told.outlet)),
        "blames": None if told.blames is None else CAMPS[told.blames],
        "copy_of": told.copy_of,
        "origin": told.root,
        "rewritten": told.rewritten,
        "happened": told.happened,
        "true_kind": told.true_kind.value,
        "true_place": make_place_id(told.true_place),
        "true_time": told.true_time.isoformat(timespec="seconds"),
        "true_attacker": CAMPS[told.attacker],
        "true_killed": told.true_killed,
        "true_wounded": told.true_wounded,
        **{name: notes[name] for name in ("voice", "video", "quoted") if name in notes},
        "claims": golds,
    }
