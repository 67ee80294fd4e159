"""“Retaliated”: who says that somebody answered also says that the other side fired first."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.parts import Attribution, Frame
from contactline.records.claims import Act, Claim, Kind, Mention, Modality, Occurrence, Order, Polarity
from contactline.records.quotes import Quote

_NOT_SAID: Final = frozenset({Modality.FUTURE, Modality.CONDITIONAL, Modality.GENERAL, Modality.HEDGED})
_DOUBT: Final = 0.75
"""What is only presupposed is trusted less than what is said."""


def presupposes_first_fire(frame: Frame, attribution: Attribution) -> bool:
    """Whether an answer tells of a first fire: not one that is threatened, reserved as a right, or said not to be."""
    if not frame.presupposes_first_fire or frame.polarity is Polarity.NEGATIVE:
        return False
    open_ = {frame.modality, attribution.modality} & _NOT_SAID
    return not open_ and attribution.act not in {Act.THREATENS, Act.WARNS, Act.APPEALS, Act.COMMITS}


def names_first_fire(answer: Frame, frames: tuple[Frame, ...]) -> bool:
    """Whether the same words say who began: "responded to shelling by Northland's forces"."""
    if any(
        frame is not answer and frame.occurrence.order is Order.FIRST and frame.occurrence.actors for frame in frames
    ):
        return True
    return any(
        frame is not answer
        and not frame.presupposes_first_fire
        and frame.occurrence.kind not in {Kind.NONE, Kind.KILLING}
        and frame.occurrence.actors
        and not _shares_actor(frame, answer)
        for frame in frames
    )


def _shares_actor(first: Frame, second: Frame) -> bool:
    names = {mention.text.casefold() for mention in first.occurrence.actors}
    return any(mention.text.casefold() in names for mention in second.occurrence.actors)


def make_first_fire(frame: Frame, trigger: Quote) -> Frame:
    """The happening before an answer: who fired first follows from who answered, or from who speaks.

    No words name him, so the mention has none: it stands at the trigger that it is inferred from.
    """
    answering = frame.occurrence.actors[0].quote if frame.occurrence.actors else None
    opponent = Mention("", trigger, of="opponent", antecedent=answering)
    occurrence = Occurrence(
        kind=Kind.UNSPECIFIED,
        trigger=trigger,
        actors=(opponent,),
        time=frame.occurrence.time,
        order=Order.FIRST,
    )
    return replace(
        frame, occurrence=occurrence, polarity=Polarity.POSITIVE, casualties=(), damage=(), evidence=(), law=()
    )


def make_accusation(claim: Claim, construction: str) -> Claim:
    """The claim of a first fire as the accusation that it is."""
    return replace(
        claim,
        act=Act.ACCUSES,
        polarity=Polarity.POSITIVE,
        construction=f"{construction}/presupposed-first-fire",
        confidence=round(claim.confidence * _DOUBT, 2),
    )
