"""What a claim says on each question: claims to statements, question by question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from contactline.records.claims import (
    Act,
    Casualties,
    Kind,
    Means,
    Mention,
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
from contactline.records.places import Place, PlacePrecision
from contactline.records.times import TimePrecision, When
from contactline.records.titles import KIND_PHRASES, make_place_title
from contactline.reference.tables import load_lexicon
from contactline.weigh.makers import find_forces, find_persons, make_clock, make_day, make_figure
from contactline.weigh.said import ANSWERED, BROAD, DISPUTES, IN_ANSWER, NO, NOT_SAID, YES, Statement
from contactline.weigh.terms import fold_term, strip_article, weapon_family
from contactline.weigh.views import View
from contactline.weigh.voices import Voices

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
BROAD_KINDS: Final = frozenset({"region", "country", "line"})
_PLACE_RANKS: Final = {PlacePrecision.DISTRICT: 1, PlacePrecision.REGION: BROAD, PlacePrecision.COUNTRY: BROAD}
_PARENTS_LIMIT: Final = 8  # a loop of parents in a mandate must not hang the run


class Extractor:
    """Finds the statements of a view. Holds what the mandate says, so that rules are small functions."""

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._places = {place.id: place for place in mandate.places}
        self._actors = {actor.id: actor for actor in mandate.actors}
        self._voices = Voices(mandate)
        self._agreements = {agreement.id: agreement.title for agreement in mandate.agreements}
        self._rules: tuple[Callable[[View], Iterator[Statement]], ...] = (
            self._happened,
            self._when,
            self._where,
            self._kind,
            self._fired,
            self._fired_first,
            self._forces,
            self._means,
            self._casualties,
            self._victims,
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
        kind = view.occurrence.kind
        if view.is_unreal or kind is Kind.HUMAN_SHIELDING or (kind in TALK and not view.casualties):
            return
        if view.denies and not self._denies_occurrence(view):
            return
        if view.casualties and all(entry.form is NumberForm.NONE for entry in view.casualties):
            return
        yield _yes_no("happened", view)

    def _denies_occurrence(self, view: View) -> bool:
        """Whether a denial is of the happening itself, and not of losses, an answer, a doer, a video or an intent."""
        other = view.answered
        if other is not None and other.occurrence.kind not in {view.occurrence.kind, Kind.NONE}:
            return False
        about_else = (
            view.casualties or view.damage or view.claim.evidence or view.occurrence.order is not Order.NOT_STATED
        )
        return not (about_else or self._sides_of(view) or _is_about_intent(view))

    def _when(self, view: View) -> Iterator[Statement]:
        """The day, and the time of day where it is told."""
        when = _time_of(view)
        if when is None or view.denies or not self._is_physical(view):
            return
        rank = _TIME_RANKS.get(when.precision)
        if rank is None:
            return
        yield make_day(view, when)
        if rank <= _TIME_RANKS[TimePrecision.PART]:
            questions = [f"fired_at/{side}" for side in self._sides_of(view)] if self._is_fire(view) else []
            for question in ("when", *questions):
                yield make_clock(question, view, when, rank)

    def _where(self, view: View) -> Iterator[Statement]:
        if view.denies or not self._is_physical(view):
            return
        for mention in view.occurrence.places:
            place = self._places.get(mention.place) if mention.place else None
            name = make_place_title(place, self._mandate.sides) if place else mention.quote.words
            origin = mention.role is PlaceRole.FROM
            yield Statement(
                "where",
                view,
                f"from {name}" if origin else name,
                view.state,
                key=str(mention.place or f"“{mention.quote.words.casefold()}”"),
                family="from" if origin else "at",
                rank=_place_rank(place),
                within=frozenset(self._iter_parents(place)),
            )

    def _iter_parents(self, place: Place | None) -> Iterator[str]:
        for _ in range(_PARENTS_LIMIT):
            if place is None or place.parent is None:
                return
            yield str(place.parent)
            place = self._places.get(place.parent)

    def _kind(self, view: View) -> Iterator[Statement]:
        kind = view.occurrence.kind
        if view.denies or not self._is_physical(view) or kind in VAGUE or kind in TALK:
            return
        yield Statement("kind", view, KIND_PHRASES[kind], view.state, kind.value)

    # -- who

    def _fired(self, view: View) -> Iterator[Statement]:
        """Who says that a side answered fire says that it fired: of one's own side that is an admission."""
        if self._is_fire(view):
            answer = view.occurrence.order is Order.ANSWER and not view.denies
            for side in self._sides_of(view):
                said = _own_act(f"fired/{side}", view, side)
                yield replace(said, value=IN_ANSWER) if answer else said

    def _fired_first(self, view: View) -> Iterator[Statement]:
        """Who calls its own fire an answer denies to have fired first; told by others, it is what they say."""
        order = view.occurrence.order
        if order is Order.NOT_STATED or not self._is_physical(view):
            return
        for side in self._sides_of(view):
            question = f"fired_first/{side}"
            if order is Order.FIRST:
                yield _own_act(question, view, side)
            elif not view.denies:
                own = view.side == side and view.state is State.STATED
                state = State.DENIED if own else view.state
                yield Statement(question, view, ANSWERED, state, NO, denies=own)

    def _forces(self, view: View) -> Iterator[Statement]:
        if self._is_fire(view) and not view.denies:
            for side in self._sides_of(view):
                yield from find_forces(f"force/{side}", view, side, self._actors, self._voices)

    def _means(self, view: View) -> Iterator[Statement]:
        if not self._is_physical(view):
            return
        for side in self._sides_of(view):
            for means in view.occurrence.means:
                yield _means(f"means/{side}", view, means, side)

    # -- losses

    def _victims(self, view: View) -> Iterator[Statement]:
        if not view.is_unreal:
            for entry in view.casualties:
                yield from find_persons(f"victims/{self._victims_side(view, entry) or NOT_SAID}", view, entry)

    def _casualties(self, view: View) -> Iterator[Statement]:
        if view.is_unreal:
            return
        groups: dict[str, list[Casualties]] = {}
        for entry in view.casualties:
            side = self._victims_side(view, entry) or NOT_SAID
            groups.setdefault(f"{entry.outcome}/{side}/{entry.status}", []).append(entry)
        for question, entries in groups.items():
            _, side, status = question.split("/")
            owned = status == Status.CIVILIAN and self._owns_harm(view, side)
            yield make_figure(question, view, entries, owned=owned)

    def _damage(self, view: View) -> Iterator[Statement]:
        if view.is_unreal:
            return
        for damage in view.damage:
            side = damage.target.side or self._targets_side(view) or NOT_SAID
            owned = damage.status is not Status.MILITARY and self._owns_harm(view, side)
            value = f"{strip_article(damage.target.text)}: {damage.level}"
            state = State.ADMITTED if owned else view.state
            yield Statement(f"damage/{side}", view, value, state, fold_term(value), denies=view.denies)

    def _owns_harm(self, view: View, side: str) -> bool:
        """Whether harm to the other side is told as done by one's own; its military losses are a boast, if anything."""
        if view.state is not State.STATED or side == view.side or side != self._mandate.other_side(view.side):
            return False
        return view.is_admission or self._sides_of(view) == (view.side,)

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
        if not _is_said_or_general(view) or view.occurrence.kind in TALK or not _is_about_intent(view):
            return
        for side in self._sides_of(view):
            yield _own_act(f"intent/{side}", view, side)

    def _evidence(self, view: View) -> Iterator[Statement]:
        for evidence in view.claim.evidence:
            yield _show("evidence", view, evidence.kind, evidence.kind)

    def _law(self, view: View) -> Iterator[Statement]:
        for law in view.claim.law:
            title = self._agreements.get(law.agreement, "") if law.agreement else ""
            value = title or " ".join(strip_article(law.quote.words).split())
            yield _show("law", view, value, str(law.agreement) if title else fold_term(value))

    # -- small questions

    def _sides_of(self, view: View) -> tuple[SideId, ...]:
        """Sides of those who acted, each once; third parties have no column of their own among the questions."""
        known = {side.id for side in self._mandate.sides}
        found = (actor.side or self._viewpoint(view, actor) for actor in view.occurrence.actors)
        return tuple(dict.fromkeys(side for side in found if side in known))

    def _viewpoint(self, view: View, actor: Mention) -> SideId | None:
        """The side that “our military” or “the enemy” means, of a speaker whose side only the column tells."""
        if view.claim.speaker.side is not None:
            return None
        return {"own": view.side, "opponent": self._mandate.other_side(view.side)}.get(actor.of)

    def _is_physical(self, view: View) -> bool:
        return not view.is_unreal and (view.occurrence.kind not in TALK or bool(view.casualties))

    def _is_fire(self, view: View) -> bool:
        """Whether somebody is said to have fired: by the kind, by a weapon that is named, or as an answer to fire."""
        kind = view.occurrence.kind
        if view.is_unreal or kind in _NO_FIRE:
            return False
        return kind in _FIRE or bool(view.occurrence.means) or view.occurrence.order is Order.ANSWER


def _yes_no(question: str, view: View) -> Statement:
    value = NO if view.denies else YES
    return Statement(question, view, value, view.state, value, denies=view.denies)


def _own_act(question: str, view: View, actor: SideId) -> Statement:
    """Yes or no; what a side says of its own conduct is an admission, whether it calls it so or not."""
    value = NO if view.denies else YES
    return Statement(question, view, value, _own_state(view, actor), value, denies=view.denies)


def _own_state(view: View, actor: SideId) -> State:
    admitted = view.side == actor and view.state is State.STATED and not view.denies
    return State.ADMITTED if admitted else view.state


def _show(question: str, view: View, value: str, key: str) -> Statement:
    """Something shown or invoked, whatever the clause around it says, unless the speaker disputes just that."""
    disputed = view.claim.act is Act.DENIES and view.claim.occurrence.kind in TALK and not view.casualties
    relayed = bool(view.note) or view.claim.modality is Modality.REPORTED
    state = State.HEDGED if relayed else State.DENIED if disputed else State.STATED
    words = f"{DISPUTES}{value}" if disputed else value
    return Statement(question, view, words, state, key, denies=disputed)


def _time_of(view: View) -> When | None:
    return view.occurrence.time.when if view.occurrence.time else None


def _place_rank(place: Place | None) -> int:
    """How fine a place is; a name that the mandate does not know is taken for a village's."""
    if place is None:
        return 0
    if place.kind in BROAD_KINDS:
        return BROAD
    return _PLACE_RANKS.get(place.precision, 0) if place.precision else 0


def _means(question: str, view: View, means: Means, actor: SideId) -> Statement:
    state = _own_state(view, actor)
    family = weapon_family(means.normal)
    return Statement(question, view, means.normal, state, means.normal, family=family, denies=view.denies)


def _is_said_or_general(view: View) -> bool:
    """Whether it is a statement about the incident, or the general one that such a thing is never (or always) done."""
    return not view.is_unreal or view.claim.modality is Modality.GENERAL


def _is_about_intent(view: View) -> bool:
    """Whether it is about aiming at civilians."""
    civil = any(target.status is Status.CIVILIAN for target in view.occurrence.targets)
    civil = civil or any(entry.status is Status.CIVILIAN for entry in view.casualties)
    return civil and bool(_intent_words().search(view.claim.quote.words))


@cache
def _intent_words() -> re.Pattern[str]:
    words = (re.escape(row["words"]) for row in load_lexicon("intent"))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
