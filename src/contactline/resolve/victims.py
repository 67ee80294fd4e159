"""Whose the victims are, where their own words do not say it but the claim or the one before does.

Rules, the same for both sides; the first that fits counts, and each is told as a problem of severity ``info``:

1. the claim names one side as hit ("shelled Xish positions, killing two"): theirs;
2. the claim names one side as acting: the other's;
3. a loss told without anybody acting follows, by the same speaker and shortly after, a claim of rule 2: the other's.
   Not over a paragraph's end, unless the words tie it back ("As a result"), and not when an answer or an act of the
   opposite side stands there too;
4. the same report gives the same number (of two or more) with the same outcome and status for one side only: that
   side's.

None counts for a loss that the words call an answer to the occurrence ("killed in response to the shelling"), and none
looks at places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from contactline.records.claims import Casualties, Claim, NumberForm, Order, Polarity
from contactline.records.ids import SideId
from contactline.records.mandates import Mandate
from contactline.resolve.acts import PEACEFUL
from contactline.resolve.log import Log
from contactline.resolve.words import fold_words

REACH: Final = 500
"""Characters before a loss within which the act that caused it is looked for."""
_ANSWERING: Final = frozenset(
    {"response", "retaliation", "retaliatory", "reply", "answer", "revenge", "after", "following"}
)
LEAST_FIGURE: Final = 2
"""Smallest number that tells a loss from another one by itself: single deaths are too common."""
_TIES_BACK: Final = re.compile(
    r"(?i)(?:as a (?:result|consequence)|in consequence|consequently|because of (?:this|the)|due to (?:this|the)"
    r"|the (?:attack|shelling|fire|strike|bombardment|provocation|explosion)\b|this (?:attack|shelling|fire|strike)\b)"
)
_Told = tuple[SideId | None, str]
_SidesByFigure = Mapping[tuple[object, ...], frozenset[SideId]]
_Tell = Callable[[Casualties], _Told]
_NOTHING: Final[_Told] = (None, "")


def infer_sides(claims: tuple[Claim, ...], mandate: Mandate, text: str, log: Log) -> tuple[Claim, ...]:
    """The same claims, with victims' sides where a rule above gives one; a problem says where none does."""
    inference = _Inference(mandate, text, log)
    first = tuple(inference.by_claim(claim) for claim in claims)
    ordered = sorted(first, key=_start)
    second = tuple(inference.by_context(claim, ordered) for claim in first)
    sides = _sides_by_figure(second)
    return tuple(inference.by_number(claim, sides) for claim in second)


@dataclass(frozen=True, slots=True)
class _Inference:
    mandate: Mandate
    text: str
    log: Log

    def by_claim(self, claim: Claim) -> Claim:
        """Rules 1 and 2."""
        return self._fill(claim, lambda entry: self._told_in(claim, entry))

    def by_context(self, claim: Claim, ordered: list[Claim]) -> Claim:
        """Rule 3; ``ordered`` by their place in the text."""
        if claim.occurrence.actors or claim.occurrence.order is Order.ANSWER:
            return claim
        return self._fill(claim, lambda _: self._told_before(claim, ordered))

    def by_number(self, claim: Claim, sides: _SidesByFigure) -> Claim:
        """Rule 4, and the problem for what stays open."""
        filled = self._fill(claim, lambda entry: self._told_elsewhere(entry, sides))
        for entry in filled.casualties:
            if entry.victims.side is None and entry.form is not NumberForm.NONE:
                message = f"the words do not say whose “{entry.victims.text}” are; their side stays open"
                self.log.missing("victims-side-unknown", message, entry.victims.quote or entry.quote)
        return filled

    def _fill(self, claim: Claim, tell: _Tell) -> Claim:
        if all(entry.victims.side for entry in claim.casualties):
            return claim
        return replace(claim, casualties=tuple(self._fill_one(entry, tell) for entry in claim.casualties))

    def _fill_one(self, entry: Casualties, tell: _Tell) -> Casualties:
        if entry.victims.side is not None:
            return entry
        side, reason = tell(entry)
        if side is None:
            return entry
        message = f"“{entry.victims.text}”: taken as {self.mandate.side_title(side)}, {reason}"
        self.log.chosen("victims-side-inferred", message, entry.victims.quote or entry.quote)
        return replace(entry, victims=replace(entry.victims, side=side))

    def _told_in(self, claim: Claim, entry: Casualties) -> _Told:
        if not self._is_joined(claim, entry):
            return _NOTHING
        own = {side.id for side in self.mandate.sides}
        hit = {target.mention.side for target in claim.occurrence.targets if target.mention.side}
        if len(hit) == 1 and hit <= own:
            return hit.pop(), "the side that the claim says was hit"
        attacker = None if hit else self._attacker(claim)
        return self.mandate.other_side(attacker), "the side opposite to the one that the claim says acted"

    def _is_joined(self, claim: Claim, entry: Casualties) -> bool:
        trigger = claim.occurrence.trigger
        if trigger is None:
            return True
        first, second = sorted((entry.quote.span, trigger.span))
        between = self.text[first.end : second.start] if first.end < second.start else ""
        return not _ANSWERING & set(fold_words(between))

    def _attacker(self, claim: Claim) -> SideId | None:
        """The one side that the claim says acted."""
        actors = {mention.side for mention in claim.occurrence.actors if mention.side}
        acts = claim.polarity is Polarity.POSITIVE and claim.occurrence.kind not in PEACEFUL
        return actors.pop() if acts and len(actors) == 1 else None

    def _told_before(self, claim: Claim, ordered: list[Claim]) -> _Told:
        start = claim.quote.span.start
        paragraph = self.text.rfind("\n", 0, start)
        first = start - REACH if self._is_tied_back(claim) else max(start - REACH, paragraph)
        near = [
            other
            for other in ordered[bisect_left(ordered, first, key=_start) : bisect_left(ordered, start, key=_start)]
            if other.part is claim.part
            and other.background == claim.background
            and other.speaker.side == claim.speaker.side
            and other.occurrence.kind not in PEACEFUL
        ]
        attackers = {attacker for other in near if (attacker := self._attacker(other))}
        if len(attackers) != 1 or any(other.occurrence.order is Order.ANSWER for other in near):
            return _NOTHING
        return self.mandate.other_side(attackers.pop()), "the side opposite to the one said to have acted just before"

    def _is_tied_back(self, claim: Claim) -> bool:
        return _TIES_BACK.match(claim.quote.words) is not None

    def _told_elsewhere(self, entry: Casualties, sides: _SidesByFigure) -> _Told:
        found = sides.get(_figure(entry), frozenset())
        if len(found) != 1 or entry.form is not NumberForm.EXACT or entry.minimum < LEAST_FIGURE:
            return _NOTHING
        return next(iter(found)), "the only side for which this report gives the same figure"


def _sides_by_figure(claims: tuple[Claim, ...]) -> _SidesByFigure:
    found: dict[tuple[object, ...], frozenset[SideId]] = {}
    for claim in claims:
        for entry in claim.casualties:
            if entry.victims.side:
                key = _figure(entry)
                found[key] = found.get(key, frozenset()) | {entry.victims.side}
    return found


def _start(claim: Claim) -> int:
    return claim.quote.span.start


def _figure(entry: Casualties) -> tuple[object, ...]:
    return entry.outcome, entry.status, entry.minimum, entry.maximum, entry.form
