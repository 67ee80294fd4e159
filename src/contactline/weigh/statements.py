"""What a claim says on each question: claims to statements, question by question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from contactline.records.claims import (
    Act,
    Casualties,
    Kind,
    Means,
    Modality,
    NumberForm,
    Order,
    PlaceRole,
    Status,
)
from contactline.records.ids import SideId
from contactline.records.incidents import State
from contactline.records.kinds import TALK, VAGUE
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.records.times import TimePrecision, When
from contactline.records.titles import KIND_PHRASES, make_place_title
from contactline.reference.tables import load_lexicon
from contactline.weigh.phrases import say_number, say_when
from contactline.weigh.views import View

_FIRE: Final = frozenset(
    {
        Kind.SHELLING,
        Kind.SMALL_ARMS_FIRE,
        Kind.SNIPER_FIRE,
        Kind.ROCKET_ATTACK,
        Kind.AIR_STRIKE,
        Kind.DRONE_STRIKE,
        Kind.SHOOTDOWN,
    }
)
_NO_FIRE: Final = TALK | {Kind.MINE_EXPLOSION, Kind.HUMAN_SHIELDING, Kind.MISTREATMENT, Kind.CAPTURE}
_TIME_RANKS: Final = {
    TimePrecision.MINUTE: 0,
    TimePrecision.RANGE: 0,
    TimePrecision.HOUR: 0,
    TimePrecision.PART: 1,
    TimePrecision.DAY: 2,
    TimePrecision.DAYS: 3,
}
_BROAD_KINDS: Final = frozenset({"region", "country", "line"})
_BROAD: Final = 10  # sorts places that say little behind all others
_CALIBRE: Final = re.compile(r"\s*\d[\d.,]*\s*-?\s*(?:mm|cm)\b.*$")
YES: Final = "yes"
NO: Final = "no"
NOT_SAID: Final = "not said"


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer of one claim to one question.

    Attributes:
        value: as a page prints it, without notes.
        key: what makes two values the same: a place id, a weapon, ``yes``, a number.
        family: what makes two values kin: a weapon group, a kind.
        minimum, maximum: people, or seconds since 1970 for times.
        rank: how fine a time is, 0 the finest.
    """

    question: str
    view: View
    value: str
    state: State
    key: str
    family: str = ""
    minimum: float | None = None
    maximum: float | None = None
    rank: int = 0

    @property
    def denies(self) -> bool:
        """Whether it rejects the value."""
        return self.view.denies


class Extractor:
    """Finds the statements of a view. Holds what the mandate says, so that rules are small functions."""

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._places = {place.id: place for place in mandate.places}
        self._rules: tuple[Callable[[View], Iterator[Statement]], ...] = (
            self._happened,
            self._when,
            self._where,
            self._kind,
            self._fired,
            self._fired_first,
            self._means,
            self._casualties,
            self._damage,
            self._shielding,
            self._intent,
            self._evidence,
            self._law,
        )

    def find_statements(self, view: View) -> tuple[Statement, ...]:
        """All that a view states, on whichever question."""
        return tuple(statement for rule in self._rules for statement in rule(view))

    # -- what, when, where

    def _happened(self, view: View) -> Iterator[Statement]:
        occurrence = view.occurrence
        if view.is_unreal or (occurrence.kind in TALK and not view.casualties):
            return
        if view.denies and (view.casualties or view.damage or occurrence.order is not Order.NOT_STATED):
            return  # it denies losses, damage or an answer, not that something happened
        if view.denies and self._sides_of(view):
            return  # it denies who did it
        if occurrence.kind is Kind.HUMAN_SHIELDING:
            return
        if view.casualties and all(entry.form is NumberForm.NONE for entry in view.casualties):
            return
        yield _yes_no("happened", view)

    def _when(self, view: View) -> Iterator[Statement]:
        when = _time_of(view)
        if when is None or view.denies or not self._is_physical(view):
            return
        rank = _TIME_RANKS.get(when.precision)
        if rank is None:
            return
        value = say_when(when)
        first, last = when.earliest.timestamp(), when.latest.timestamp()
        key = f"{first:.0f}/{last:.0f}"
        yield Statement("when", view, value, view.state, key, minimum=first, maximum=last, rank=rank)

    def _where(self, view: View) -> Iterator[Statement]:
        if view.denies or not self._is_physical(view):
            return
        for mention in view.occurrence.places:
            place = self._places.get(mention.place) if mention.place else None
            name = make_place_title(place, self._mandate.sides) if place else mention.quote.words
            origin = mention.role is PlaceRole.FROM
            value = f"from {name}" if origin else name
            key = str(mention.place or f"“{mention.quote.words.casefold()}”")
            rank = int(origin) + (_BROAD if place and place.kind in _BROAD_KINDS else 0)
            yield Statement("where", view, value, view.state, key, family=_place_family(place), rank=rank)

    def _kind(self, view: View) -> Iterator[Statement]:
        kind = view.occurrence.kind
        if view.denies or not self._is_physical(view) or kind in VAGUE or kind in TALK:
            return
        yield Statement("kind", view, KIND_PHRASES[kind], view.state, kind.value)

    # -- who

    def _fired(self, view: View) -> Iterator[Statement]:
        if self._is_fire(view):
            for side in self._sides_of(view):
                yield _own_act(f"fired/{side}", view, side)

    def _fired_first(self, view: View) -> Iterator[Statement]:
        order = view.occurrence.order
        if order is Order.NOT_STATED or not self._is_physical(view):
            return
        for side in self._sides_of(view):
            question = f"fired_first/{side}"
            if order is Order.FIRST:
                yield _own_act(question, view, side)
            elif not view.denies:
                yield Statement(question, view, "no, it answered", view.state, NO)

    def _means(self, view: View) -> Iterator[Statement]:
        if not self._is_physical(view):
            return
        for side in self._sides_of(view):
            for means in view.occurrence.means:
                yield _means(f"means/{side}", view, means)

    # -- losses

    def _casualties(self, view: View) -> Iterator[Statement]:
        if view.is_unreal:
            return
        groups: dict[str, list[Casualties]] = {}
        for entry in view.casualties:
            side = self._victims_side(view, entry) or NOT_SAID
            groups.setdefault(f"{entry.outcome}/{side}/{entry.status}", []).append(entry)
        for question, entries in groups.items():
            _, side, status = question.split("/")
            owned = view.is_admission and (status == Status.CIVILIAN or side == view.side)
            yield _number(question, view, entries, owned=owned)

    def _damage(self, view: View) -> Iterator[Statement]:
        if view.is_unreal:
            return
        for damage in view.damage:
            side = damage.target.side or self._targets_side(view) or NOT_SAID
            value = f"{damage.target.text}: {damage.level}"
            yield Statement(f"damage/{side}", view, value, view.state, value.casefold())

    def _victims_side(self, view: View, entry: Casualties) -> SideId | None:
        if entry.victims.side:
            return entry.victims.side
        if view.claim.act is Act.REPORTS_OWN_LOSS:
            return view.claim.speaker.side
        if view.claim.act is Act.REPORTS_ENEMY_LOSS:
            return self._mandate.other_side(view.claim.speaker.side)
        return self._targets_side(view)

    def _targets_side(self, view: View) -> SideId | None:
        """The side of what was hit, if the claim names only one."""
        sides = {target.mention.side for target in view.occurrence.targets if target.mention.side}
        return sides.pop() if len(sides) == 1 else None

    # -- allegations, evidence, law

    def _shielding(self, view: View) -> Iterator[Statement]:
        if view.occurrence.kind is not Kind.HUMAN_SHIELDING or not _is_said_or_general(view):
            return
        for side in self._sides_of(view):
            yield _own_act(f"shielding/{side}", view, side)

    def _intent(self, view: View) -> Iterator[Statement]:
        if not _is_said_or_general(view) or view.occurrence.kind in TALK or not _names_civilians(view):
            return
        if not _intent_words().search(view.claim.quote.words):
            return
        for side in self._sides_of(view):
            yield _yes_no(f"intent/{side}", view)

    def _evidence(self, view: View) -> Iterator[Statement]:
        for evidence in view.claim.evidence:
            yield Statement("evidence", view, evidence.kind, view.state, evidence.kind)

    def _law(self, view: View) -> Iterator[Statement]:
        agreements = {agreement.id: agreement.title for agreement in self._mandate.agreements}
        for law in view.claim.law:
            title = agreements.get(law.agreement, "") if law.agreement else ""
            value = title or law.quote.words
            yield Statement("law", view, value, view.state, value.casefold())

    # -- small questions

    def _sides_of(self, view: View) -> tuple[SideId, ...]:
        """Sides of those who acted, each once; third parties have no column of their own among the questions."""
        known = {side.id for side in self._mandate.sides}
        return tuple(dict.fromkeys(actor.side for actor in view.occurrence.actors if actor.side in known))

    def _is_physical(self, view: View) -> bool:
        return not view.is_unreal and (view.occurrence.kind not in TALK or bool(view.casualties))

    def _is_fire(self, view: View) -> bool:
        """Whether somebody is said to have fired: by the kind, or because a weapon is named."""
        kind = view.occurrence.kind
        return not view.is_unreal and (kind in _FIRE or (kind not in _NO_FIRE and bool(view.occurrence.means)))


def _yes_no(question: str, view: View) -> Statement:
    value = NO if view.denies else YES
    return Statement(question, view, value, view.state, value)


def _own_act(question: str, view: View, actor: SideId) -> Statement:
    """Yes or no; what a side says of its own fire is an admission, whether it calls it so or not."""
    value = NO if view.denies else YES
    admitted = view.side == actor and view.state is State.STATED and not view.denies
    return Statement(question, view, value, State.ADMITTED if admitted else view.state, value)


def _time_of(view: View) -> When | None:
    return view.occurrence.time.when if view.occurrence.time else None


def _place_family(place: Place | None) -> str:
    return str(place.parent) if place and place.parent else ""


def _means(question: str, view: View, means: Means) -> Statement:
    return Statement(question, view, means.normal, view.state, means.normal, family=weapon_family(means.normal))


def _number(question: str, view: View, entries: Iterable[Casualties], *, owned: bool) -> Statement:
    """One figure of a claim that may count its people in several words.

    Args:
        question: id of the question.
        view: the claim.
        entries: its figures on that question.
        owned: the speaker owns up to them: own losses, or civilians. Losses of the other army are a boast, if anything.
    """
    minimum, maximum, form = add_figures(list(entries))
    denied = view.denies and form is not NumberForm.NONE
    state = view.state
    if form is NumberForm.NONE and state is State.DENIED and view.claim.act is not Act.DENIES:
        state = State.STATED  # “no losses” is a figure: none
    if owned:
        state = State.ADMITTED
    value = say_number(minimum, maximum, form)
    key = f"{'not ' if denied else ''}{minimum}/{maximum}/{form}"
    return Statement(question, view, value, state, key, minimum=minimum, maximum=maximum)


def add_figures(entries: list[Casualties]) -> tuple[int, int | None, NumberForm]:
    """People in one claim whose words count them several times or in parts.

    "Two residents, a woman and a girl" is two; "a woman and a girl" is two; of "two killed, one of them a girl" and
    "two soldiers and an officer killed" the words alone do not tell which is meant: two to three.
    """
    if len(entries) == 1:
        return entries[0].minimum, entries[0].maximum, entries[0].form
    largest = max(entries, key=lambda entry: entry.minimum)
    rest = sum(entry.minimum for entry in entries) - largest.minimum
    if any(entry.maximum is None for entry in entries):
        return largest.minimum, None, NumberForm.AT_LEAST
    if largest.minimum == 1:
        return largest.minimum + rest, largest.minimum + rest, NumberForm.EXACT
    top = largest.maximum or largest.minimum
    if rest == largest.minimum or rest == 0:
        return largest.minimum, top, largest.form
    return largest.minimum, top + rest, NumberForm.RANGE


def _is_said_or_general(view: View) -> bool:
    """Whether it is a statement about the incident, or the general one that such a thing is never (or always) done."""
    return not view.is_unreal or view.claim.modality is Modality.GENERAL


def _names_civilians(view: View) -> bool:
    hit = any(target.status is Status.CIVILIAN for target in view.occurrence.targets)
    return hit or any(entry.status is Status.CIVILIAN for entry in view.casualties)


@cache
def _intent_words() -> re.Pattern[str]:
    words = (re.escape(row["words"]) for row in load_lexicon("intent"))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@cache
def _weapon_groups() -> dict[str, str]:
    return {row["normal"]: row["group"] for row in load_lexicon("weapons")}


def weapon_family(normal: str) -> str:
    """The group that the lexicon puts a weapon in; without a row its name without the calibre."""
    groups = _weapon_groups()
    plain = _CALIBRE.sub("", normal)
    return groups.get(normal) or groups.get(plain) or plain
