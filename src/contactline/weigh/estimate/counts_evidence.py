"""What accounts say of how many were killed or wounded, ready to be weighed: figures by role, and who gives none."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from contactline.records.claims import NumberForm, Outcome, Status
from contactline.records.countmodels import CountFixed, CountRole
from contactline.records.ids import THIRD, ClaimId, SideId
from contactline.records.incidents import State
from contactline.weigh.estimate.counts_columns import OPEN, Figures
from contactline.weigh.estimate.counts_grid import HIGHEST
from contactline.weigh.estimate.counts_model import ALL_ROLES
from contactline.weigh.given import Given
from contactline.weigh.said import NOT_SAID, Statement
from contactline.weigh.views import View

COUNTED: Final = frozenset({Outcome.KILLED.value, Outcome.WOUNDED.value})
_HEDGED: Final = frozenset({State.HEDGED})
_LEFT: Final = frozenset({State.PARTLY_DENIED, State.NOT_STATED})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one origin.

    Attributes:
        low, high: people, both included; ``OPEN`` where no greatest is given.
        denied: the speaker rejects it.
        member: how far it is taken, 0 to 1: how surely it belongs to the incident, less where it is reserved.
        text: as a page prints it.
        speaker: key of the body that gives it.
        given: when it was said; ``None`` if not known.
        said: the figure as it is given, ``None`` for an open end.
        is_own: a report of the speaker's own side has it.
    """

    role: CountRole
    low: int
    high: int
    denied: bool
    origin: str
    member: float
    claim: ClaimId
    text: str
    speaker: str
    given: Given | None = None
    said: tuple[int, int | None] = (0, None)
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Voice:
    """An origin that speaks of the incident, in a role."""

    role: CountRole
    origin: str
    member: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bears on one count.

    Attributes:
        question: ``killed/SIDE/STATUS``.
        superseded: how many figures their own speakers replaced by later ones.
        beyond: how many figures lie above what the model's grid holds.
        reported: least and greatest figure, ``None`` for an open end; ``None`` where there are none.
    """

    question: str
    figures: tuple[Figure, ...]
    voices: tuple[Voice, ...]
    superseded: int = 0
    beyond: int = 0
    reported: tuple[int, int | None] | None = None


def find_evidence(
    questions: Iterable[str],
    statements: Sequence[Statement],
    views: Sequence[View],
    members: Mapping[ClaimId, float],
    fixed: CountFixed,
) -> tuple[Evidence, ...]:
    """The evidence on every question that asks how many of a known side were killed or wounded."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        said[statement.question].append(statement)
    found = []
    for question in questions:
        parts = question.split("/")
        if len(parts) == 3 and parts[0] in COUNTED and parts[1] != NOT_SAID:
            found.append(_gather(question, said[question], views, members, fixed))
    return tuple(found)


def gather_figures(told: Sequence[Evidence]) -> Figures:
    """What accounts say as columns, a group for each evidence; each needs a figure or a voice."""
    rows = []
    origins: dict[tuple[int, str], int] = {}
    for group, one in enumerate(told):
        for figure in one.figures:
            origin = origins.setdefault((group, figure.origin), len(origins))
            role = ALL_ROLES.index(figure.role)
            rows.append((group, role, origin, figure.low, figure.high, figure.denied, figure.member))
        for voice in one.voices:
            origin = origins.setdefault((group, voice.origin), len(origins))
            rows.append((group, ALL_ROLES.index(voice.role), origin, -1, -1, False, voice.member))
    return Figures(*(np.array(column) for column in zip(*rows, strict=True)))


def find_role(speaker: SideId, victims: SideId, status: str) -> CountRole:
    """Who speaks of whose losses; third parties are one role, whoever was hurt."""
    if speaker == THIRD:
        return CountRole.THIRD
    own = speaker == victims
    if status == Status.MILITARY:
        return CountRole.OWN_MILITARY if own else CountRole.ENEMY_MILITARY
    if status == Status.CIVILIAN:
        return CountRole.OWN_CIVILIAN if own else CountRole.ENEMY_CIVILIAN
    return CountRole.OWN if own else CountRole.ENEMY


def _gather(
    question: str,
    statements: Sequence[Statement],
    views: Sequence[View],
    members: Mapping[ClaimId, float],
    fixed: CountFixed,
) -> Evidence:
    _, side, status = question.split("/")
    victims = SideId(side)
    usable = [statement for statement in statements if statement.state not in _LEFT and _is_number(statement)]
    all_ = [_make_figure(statement, victims, status, members, fixed) for statement in usable]
    latest = _keep_latest(all_)
    figures = tuple(figure for figure in latest if figure.low <= HIGHEST)
    voices = {
        (find_role(view.side, victims, status), view.root): _surest(view.root, views, members)
        for view in views
        if not view.is_unreal and not view.note
    }
    return Evidence(
        question=question,
        figures=figures,
        voices=tuple(Voice(role, root, member) for (role, root), member in sorted(voices.items())),
        superseded=len(all_) - len(latest),
        beyond=len(latest) - len(figures),
        reported=_find_range([figure for figure in figures if not figure.denied]),
    )


def _is_number(statement: Statement) -> bool:
    """Whether it gives a number of people; none that is below zero or not finite is one."""
    low, high = statement.minimum, statement.maximum
    if low is None or not math.isfinite(low) or low < 0:
        return False
    return high is None or (math.isfinite(high) and high >= low)


def _surest(root: str, views: Iterable[View], members: Mapping[ClaimId, float]) -> float:
    return max(members.get(view.claim.id, 1.0) for view in views if view.root == root)


def _make_figure(
    statement: Statement,
    victims: SideId,
    status: str,
    members: Mapping[ClaimId, float],
    fixed: CountFixed,
) -> Figure:
    view = statement.view
    _, _, form = statement.key.rpartition("/")
    minimum = math.floor(statement.minimum or 0)
    maximum = None if statement.maximum is None else math.ceil(statement.maximum)
    low, high = find_interval(minimum, maximum, NumberForm(form), fixed.about)
    member = members.get(view.claim.id, 1.0) * (fixed.hedged if statement.state in _HEDGED else 1.0)
    return Figure(
        role=find_role(view.side, victims, status),
        low=low,
        high=high,
        denied=statement.denies,
        origin=view.root,
        member=member,
        claim=view.claim.id,
        text=f"denied: {statement.value}" if statement.denies else statement.value,
        speaker=f"{view.side}/{view.speaker}",
        given=view.given,
        is_own=view.is_own,
        said=(minimum, maximum),
    )


def find_interval(minimum: int, maximum: int | None, form: NumberForm, about: float) -> tuple[int, int]:
    """The people that a figure's words leave open, both ends included."""
    if form is NumberForm.UNSPECIFIED:
        return max(1, minimum), OPEN
    if maximum is None or form is NumberForm.AT_LEAST:
        return minimum, OPEN
    if form is NumberForm.NONE:
        return 0, 0
    if form is NumberForm.AT_MOST:
        return 0, maximum
    if form is NumberForm.ABOUT:
        return math.floor(minimum * (1 - about)), math.ceil(maximum * (1 + about))
    return minimum, maximum


def _keep_latest(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Of each speaker the figure that it came to last: an earlier one, or one it denies later, was taken back.

    A figure's time is that of its first appearance in a report of the speaker's own side, so that a late reprint does
    not bring back an old figure. Figures without a time are kept: nothing tells which is the later.
    """
    first: dict[str, dict[object, Given]] = defaultdict(dict)
    for figure in figures:
        if figure.given is not None and figure.is_own:
            mine = first[figure.speaker]
            known = mine.get(_key(figure))
            mine[_key(figure)] = figure.given if known is None or figure.given.is_before(known) else known
    return tuple(figure for figure in figures if not _is_replaced(figure, first[figure.speaker]))


def _is_replaced(figure: Figure, first: Mapping[object, Given]) -> bool:
    """Whether its speaker first gave another figure after the first time that it gave this one."""
    mine = first.get(_key(figure), figure.given)
    return mine is not None and any(mine.is_before(other) for key, other in first.items() if key != _key(figure))


def _key(figure: Figure) -> object:
    return figure.low, figure.high, figure.denied


def _find_range(figures: Sequence[Figure]) -> tuple[int, int | None] | None:
    if not figures:
        return None
    ends = [figure.said[1] for figure in figures]
    highest = max((end for end in ends if end is not None), default=0)
    return min(figure.said[0] for figure in figures), None if None in ends else highest
