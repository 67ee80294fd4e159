"""Whose the victims are, where their own words do not say it but the claim or the report does.

Rules, the same for both sides; the first that fits counts, and each is told as a problem of severity ``info``:

1. "we lost two men": the speaker's; "its soldiers" in a denial, and "denied any losses": the denier's;
2. the claim names one side as hit ("shelled Xish positions, killing two"): theirs; but of those who attacked "suffering
   losses", it is the attackers';
3. the claim names one side as acting: the other's. Nobody is the victim of their own act: words for whoever acted, read
   as the victims, are passed over;
4. words that count on from other victims ("one", "another civilian", "six more") go with those just before;
5. a loss told without anybody acting follows a claim of rule 3 within :data:`SENTENCES` sentences, or within the
   paragraph and :data:`REACH` characters, or stands in the same sentence: the other side's. Where both sides acted
   there, or one answered, the words have to point to one of them ("as a result of this shelling"); words that point
   back also reach further;
6. the loss is at a place, or of the people of a village, that only one side is said to have fired at: the other side's;
7. the same words are told of one side by another claim (a denial and what it denies);
8. the same report gives the same number (of two or more) with the same outcome and status for one side only: that
   side's;
9. a headline's victims are of the side of which the body tells all such victims.

Rules 4 to 6 pass over denials, suppositions and what a named voice of the other side told. Rules 2 to 6 pass over a
loss that the words call an answer to the occurrence ("killed in response to the shelling"). A side never follows from a
place or from a publisher, and a loss of both sides is of neither alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Kind,
    Modality,
    NumberForm,
    Order,
    Part,
    Polarity,
    Status,
)
from contactline.records.ids import SideId
from contactline.records.mandates import Mandate
from contactline.records.quotes import Span
from contactline.resolve.acts import PEACEFUL
from contactline.resolve.log import Log
from contactline.resolve.pointing import (
    find_pointer,
    is_denied_own_loss,
    is_first_person,
    is_of_both,
    is_of_place,
    is_partial,
    is_possessive,
    is_suffered_by_subject,
)
from contactline.resolve.sentences import count_breaks
from contactline.resolve.settlements import find_settlements, hits_village
from contactline.resolve.words import fold_words

REACH: Final = 600
"""Characters within a paragraph before a loss within which the act that caused it is looked for."""
SENTENCES: Final = 3
"""Sentences before a loss, whatever the paragraph, within which that act is looked for."""
_VILLAGE: Final = "(a settlement)"
_MOST_BEFORE: Final = 20  # losses looked back over, to pass those of older events
_FAR: Final = 2_500  # no four sentences are longer
LEAST_FIGURE: Final = 2
"""Smallest number that tells a loss from another one by itself: single deaths are too common."""
_HARMLESS: Final = PEACEFUL | {Kind.HUMAN_SHIELDING, Kind.OBSTRUCTION, Kind.TERRITORY_CHANGE}
_CLOSE_COMBAT: Final = frozenset({Kind.GROUND_ATTACK, Kind.ARMED_CLASH, Kind.CAPTURE})
_UNREAL: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE, Modality.GENERAL})
_DENYING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_ANSWERING: Final = frozenset(
    {"response", "retaliation", "retaliatory", "reply", "answer", "revenge", "avenge", "after", "following"}
)
_Told = tuple[SideId | None, str]
_Tell = Callable[[Claim, Casualties], _Told]
_NOTHING: Final[_Told] = (None, "")


def infer_sides(claims: tuple[Claim, ...], mandate: Mandate, text: str, log: Log) -> tuple[Claim, ...]:
    """The same claims, with victims' sides where a rule above gives one; a problem says where none does."""
    if not any(claim.casualties for claim in claims):
        return claims
    inference = _Inference(claims, mandate, text, log)
    inference.fill(inference.tell_from_claim)
    inference.fill(inference.tell_from_text)
    inference.gather()
    inference.fill(inference.tell_from_figures)
    inference.fill(inference.tell_partial)
    inference.note_open()
    return tuple(inference.claims)


@dataclass(frozen=True, slots=True)
class _Attack:
    """A claim by which one of the two sides acted."""

    claim: Claim
    side: SideId
    span: Span


class _Inference:
    """Fills sides in, claim by claim in the order of the text, so that later words may lean on earlier ones."""

    def __init__(self, claims: tuple[Claim, ...], mandate: Mandate, text: str, log: Log) -> None:
        self.claims = list(claims)
        self._mandate = mandate
        self._own = {side.id for side in mandate.sides}
        self._text = text
        self._log = log
        self._order = sorted(range(len(claims)), key=lambda number: claims[number].quote.span)
        self._attacks = tuple(sorted(self._find_attacks(), key=lambda attack: attack.span))
        self._starts = [attack.span.start for attack in self._attacks]
        self._hits = self._find_hits()
        self._losses = sorted(
            (entry.quote.span.end, number, which)
            for number, claim in enumerate(claims)
            for which, entry in enumerate(claim.casualties)
        )
        self._told: dict[object, set[SideId]] = {}

    def fill(self, tell: _Tell) -> None:
        """Ask one group of rules about every loss whose side is open."""
        for number in self._order:
            claim = self.claims[number]
            if claim.casualties:
                self.claims[number] = replace(claim, casualties=tuple(self._fill_one(claim, tell)))

    def _fill_one(self, claim: Claim, tell: _Tell) -> Iterator[Casualties]:
        for entry in claim.casualties:
            is_told = entry.victims.side is not None and not self._is_agent(claim, entry)
            side, reason = _NOTHING if is_told or is_of_both(entry.quote.words) else tell(claim, entry)
            if side is None:
                yield entry
                continue
            message = f"“{entry.victims.text}”: taken as {self._mandate.side_title(side)}, {reason}"
            self._log.chosen("victims-side-inferred", message, entry.victims.quote or entry.quote)
            actor = entry.victims.actor if entry.victims.side == side else None
            yield replace(entry, victims=replace(entry.victims, side=side, actor=actor))

    def note_open(self) -> None:
        """A warning for every loss whose side stays open, once for the same words."""
        for number in self._order:
            for entry in self.claims[number].casualties:
                if entry.victims.side is None and entry.form is not NumberForm.NONE:
                    message = f"the words do not say whose “{entry.victims.text}” are; their side stays open"
                    self._log.missing("victims-side-unknown", message, entry.victims.quote or entry.quote)

    # -- groups of rules

    def tell_from_claim(self, claim: Claim, entry: Casualties) -> _Told:
        """Rules 1 to 3."""
        return _first(claim, entry, self._told_by_owner, self._told_by_act)

    def tell_from_text(self, claim: Claim, entry: Casualties) -> _Told:
        """Rules 4 to 6."""
        return _first(claim, entry, self.tell_partial, self._told_by_attack, self._told_by_hits)

    def tell_from_figures(self, claim: Claim, entry: Casualties) -> _Told:
        """Rules 7 to 9."""
        return _first(claim, entry, self._told_by_twin, self._told_by_figure, self._told_by_body)

    # -- rules 1 to 3: the claim itself

    def _told_by_owner(self, claim: Claim, entry: Casualties) -> _Told:
        side = claim.speaker.side
        if side not in self._own:
            return _NOTHING
        before = self._text[claim.quote.span.start : entry.quote.span.start]
        if is_first_person(before):
            return side, "the side of the speaker, who says “we”"
        if claim.act not in _DENYING:
            return _NOTHING
        if is_possessive(entry.victims.text) or is_denied_own_loss(before, entry.quote.words):
            return side, "the side that denies it, of whose own people the words speak"
        return _NOTHING

    def _told_by_act(self, claim: Claim, entry: Casualties) -> _Told:
        if not self._is_joined(entry, claim.occurrence.trigger.span if claim.occurrence.trigger else None):
            return _NOTHING
        acting = self._acting_side(claim)
        if acting in self._own and is_suffered_by_subject(self._text[claim.quote.span.start : entry.quote.span.end]):
            return acting, "the side that the claim says acted and suffered it"
        hit = {target.mention.side for target in claim.occurrence.targets if target.mention.side}
        if len(hit) == 1 and hit <= self._own:
            return hit.pop(), "the side that the claim says was hit"
        if hit or claim.polarity is Polarity.NEGATIVE:
            return _NOTHING
        return self._mandate.other_side(acting), "the side opposite to the one that the claim says acted"

    def _is_joined(self, entry: Casualties, trigger: Span | None) -> bool:
        """Whether no word between a loss and an act calls the loss an answer."""
        if trigger is None:
            return True
        first, second = sorted((entry.quote.span, trigger))
        between = self._text[first.end : second.start] if first.end < second.start else ""
        return not _ANSWERING & set(fold_words(between))

    def _acting_side(self, claim: Claim) -> SideId | None:
        """The one side that the claim says did harm."""
        actors = {mention.side for mention in claim.occurrence.actors if mention.side}
        return actors.pop() if claim.occurrence.kind not in _HARMLESS and len(actors) == 1 else None

    def _implied_side(self, claim: Claim) -> SideId | None:
        """The side opposite to the one that a claim says was hit, where nobody acts ("Xish positions were shelled")."""
        hit = {target.mention.side for target in claim.occurrence.targets if target.mention.side}
        if claim.occurrence.actors or claim.occurrence.kind in _HARMLESS or len(hit) != 1:
            return None
        return self._mandate.other_side(hit.pop())

    def _is_agent(self, claim: Claim, entry: Casualties) -> bool:
        """Whether the words read as the victims stand inside those for whoever acted: "Xish fire caused casualties"."""
        victims = entry.victims.quote
        if victims is None or entry.status is Status.MILITARY or self._acting_side(claim) is None:
            return False
        return any(mention.quote and mention.quote.span.overlaps(victims.span) for mention in claim.occurrence.actors)

    # -- rules 4 to 6: what stands before

    def tell_partial(self, claim: Claim, entry: Casualties) -> _Told:
        """Rule 4."""
        if not is_partial(entry.victims.text):
            return _NOTHING
        place = entry.quote.span
        before = self._find_loss_before(place, claim.background)
        if before is None:
            return _NOTHING
        owner, other = before
        span = other.quote.span
        near = count_breaks(self._text, span.end, place.start) < SENTENCES
        side = other.victims.side if near and _may_lean(claim, owner, self._own) else None
        return side, "counted on from the victims just before"

    def _find_loss_before(self, place: Span, background: bool) -> tuple[Claim, Casualties] | None:
        """The loss whose words end last before a place."""
        at = bisect_left(self._losses, (place.start, 0, 0))
        for end, number, which in reversed(self._losses[max(at - _MOST_BEFORE, 0) : at + 1]):
            owner = self.claims[number]
            if end <= place.start and owner.background == background:
                return owner, owner.casualties[which]
        return None

    def _told_by_attack(self, claim: Claim, entry: Casualties) -> _Told:
        if claim.occurrence.actors or claim.occurrence.order is Order.ANSWER:
            return _NOTHING
        pointer = find_pointer(claim.quote.words)
        place = entry.quote.span.start
        first = bisect_left(self._starts, place - _FAR)
        around = self._attacks[first : bisect_left(self._starts, place + _FAR)]
        fitting = [attack for attack in around if self._may_explain(attack, claim)]
        beside = [attack for attack in fitting if self._is_beside(attack, entry)]
        near = beside or [attack for attack in fitting if self._is_near(attack, entry)]
        is_open = len({attack.side for attack in near}) > 1 or any(_is_answer(attack) for attack in near)
        if is_open and pointer:
            near = _pointed_at(near, *pointer)
        sides = {attack.side for attack in near}
        if len(sides) == 1 and (pointer or not is_open):
            return self._mandate.other_side(sides.pop()), "the side opposite to the one said to have acted just before"
        nearest = self._find_pointed(claim, place, *pointer) if pointer and not sides else None
        if nearest is None:
            return _NOTHING
        return self._mandate.other_side(nearest.side), "the side opposite to the one whose act the words point back to"

    def _find_pointed(self, claim: Claim, place: int, noun: str, answers: bool) -> _Attack | None:
        """The nearest attack before a place that words may point back to, however far."""
        before = self._attacks[: bisect_left(self._starts, place)]
        fitting = (attack for attack in reversed(before) if self._may_explain(attack, claim))
        return next((attack for attack in fitting if _pointed_at([attack], noun, answers)), None)

    def _find_attacks(self) -> Iterator[_Attack]:
        for claim in self.claims:
            side = self._acting_side(claim) or self._implied_side(claim)
            real = claim.polarity is Polarity.POSITIVE and claim.modality not in _UNREAL
            if real and side is not None and side in self._own:
                trigger = claim.occurrence.trigger
                yield _Attack(claim, side, (trigger or claim.quote).span)

    def _may_explain(self, attack: _Attack, claim: Claim) -> bool:
        """Whether an act may be the cause of a claim's losses, as far as who tells what goes.

        A named voice of the side that acted tells its own losses rather than those that others lay at its door.
        """
        if attack.claim is claim or attack.claim.background != claim.background:
            return False
        if claim.act in _DENYING or claim.modality in _UNREAL:
            return False
        speaker, teller = claim.speaker, attack.claim.speaker
        is_accused = speaker.quote is not None and speaker.side == attack.side != teller.side
        return not is_accused and _may_lean(claim, attack.claim, self._own)

    def _is_beside(self, attack: _Attack, entry: Casualties) -> bool:
        """Whether act and loss stand in one sentence, and no word calls the loss an answer."""
        first, second = sorted((attack.span, entry.quote.span))
        if second.start - first.end > _FAR or count_breaks(self._text, min(first.end, second.start), second.start):
            return False
        return self._is_joined(entry, attack.span)

    def _is_near(self, attack: _Attack, entry: Casualties) -> bool:
        """Whether an act stands shortly before a loss."""
        end, place = attack.span.end, entry.quote.span.start
        if not 0 <= place - end <= _FAR:
            return False
        inside = place - end <= REACH and "\n" not in self._text[end:place]
        breaks = count_breaks(self._text, end, place)
        return (inside or breaks <= SENTENCES) and (breaks > 0 or self._is_joined(entry, attack.span))

    def _told_by_hits(self, claim: Claim, entry: Casualties) -> _Told:
        if entry.status is Status.MILITARY or claim.occurrence.order is Order.ANSWER or claim.occurrence.actors:
            return _NOTHING
        at_place = self._sides_of_hits(claim, find_settlements(claim, self._text))
        if len(at_place) == 1:
            return self._mandate.other_side(
                at_place.pop()
            ), "the side opposite to the only one said to have fired there"
        villages = self._sides_of_hits(claim, {_VILLAGE}) if is_of_place(entry.victims.text) else set()
        if at_place or len(villages) != 1:
            return _NOTHING
        return self._mandate.other_side(villages.pop()), "opposite to the only side said to have hit a settlement"

    def _sides_of_hits(self, claim: Claim, places: set[str]) -> set[SideId]:
        """The sides said to have fired at any of these places, as far as a claim may lean on who says so."""
        hits = (attack for place in places for attack in self._hits.get(place, ()))
        return {attack.side for attack in hits if self._may_explain(attack, claim)}

    def _find_hits(self) -> dict[str, list[_Attack]]:
        hits: dict[str, list[_Attack]] = {}
        for attack in self._attacks:
            if attack.claim.occurrence.kind in _CLOSE_COMBAT:
                continue
            places = find_settlements(attack.claim, self._text)
            for place in (*places, *([_VILLAGE] if hits_village(attack.claim, self._text) else [])):
                hits.setdefault(place, []).append(attack)
        return hits

    # -- rules 7 to 9: the same told elsewhere

    def gather(self) -> None:
        """Note of which sides words and figures are told, for rules 7 to 9."""
        for claim in self.claims:
            for entry in claim.casualties:
                side = entry.victims.side
                if side is None or entry.form is NumberForm.NONE or self._is_agent(claim, entry):
                    continue
                keys: list[object] = [_words(entry), (claim.background, *_figure(entry))]
                if claim.part is Part.BODY:
                    keys += [(claim.background, entry.outcome, status) for status in (entry.status, Status.NOT_SAID)]
                for key in keys:
                    self._told.setdefault(key, set()).add(side)

    def _only(self, key: object, reason: str) -> _Told:
        sides = self._told.get(key, set())
        return (next(iter(sides)), reason) if len(sides) == 1 else _NOTHING

    def _told_by_twin(self, _: Claim, entry: Casualties) -> _Told:
        return self._only(_words(entry), "as another claim with the same words")

    def _told_by_figure(self, claim: Claim, entry: Casualties) -> _Told:
        if entry.form is not NumberForm.EXACT or entry.minimum < LEAST_FIGURE:
            return _NOTHING
        key = (claim.background, *_figure(entry))
        return self._only(key, "the only side for which this report gives the same figure")

    def _told_by_body(self, claim: Claim, entry: Casualties) -> _Told:
        if claim.part is not Part.HEADLINE or entry.form is NumberForm.NONE:
            return _NOTHING
        key = (claim.background, entry.outcome, entry.status)
        return self._only(key, "the only side of which the body tells such victims")


def _first(claim: Claim, entry: Casualties, *rules: _Tell) -> _Told:
    for rule in rules:
        told = rule(claim, entry)
        if told[0] is not None:
            return told
    return _NOTHING


def _may_lean(claim: Claim, other: Claim, own: set[SideId]) -> bool:
    """Whether a claim may be read on from another one: not when named voices of both sides tell them."""
    voices = {c.speaker.side for c in (claim, other) if c.speaker.quote is not None and c.speaker.side in own}
    return len(voices) < 2


def _pointed_at(attacks: list[_Attack], noun: str, answers: bool) -> list[_Attack]:
    """The attacks that a noun may mean: by the word itself, else all that are answers or all that are not."""
    stem = noun[:4]
    named = [a for a in attacks if noun and a.claim.occurrence.trigger and stem in _trigger_words(a.claim)]
    if named and len({attack.side for attack in named}) == 1:
        return named
    return [attack for attack in attacks if _is_answer(attack) == answers]


def _is_answer(attack: _Attack) -> bool:
    return attack.claim.occurrence.order is Order.ANSWER


def _trigger_words(claim: Claim) -> set[str]:
    trigger = claim.occurrence.trigger
    return {word[:4] for word in fold_words(trigger.words)} if trigger else set()


def _words(entry: Casualties) -> tuple[object, ...]:
    return entry.quote.span, entry.victims.text


def _figure(entry: Casualties) -> tuple[object, ...]:
    return entry.outcome, entry.status, entry.minimum, entry.maximum, entry.form
