"""What a speaker does by saying something, once it is known whose side speaks and whose side is spoken of.

The reader knows the words ("said", "denied"); who is accused, or whose loss is told, depends on sides. The rules are
the same for both sides. They settle claims that the reader left open (``STATES``), and correct whose loss a reader told
where the victims' sides say otherwise; the first that fits counts.

==  ======================================  ================================================  ====================
no  the claim holds                         and                                               becomes
==  ======================================  ================================================  ====================
1   speaker's side not known                                                                  states
2   speaker is a third-party mission or     positive, a fact; words of perception in the      observes
    mediator                                sentence; an occurrence
3   any other third-party speaker                                                             states
4   negative, conditional or future                                                           states
5   the publisher itself, reported          it only passes on what others say                 states
6   only the other side acts, hostile kind  positive; shielding behind people too             accuses
7   casualties of one side alone and none   positive, a fact; the own side acts               reports enemy loss,
    of civilians                                                                              reports own loss
8   only the own side acts, hostile kind    positive, a fact; a capture, a shooting down or   claims responsibility
                                            a gain of ground
9   only the own side acts, hostile kind    positive, a fact; any other kind but shielding;   admits
                                            also an answer
10  casualties, all of the own side         positive, not "none", not general                 reports own loss
11  casualties, all of the other side       positive, not "none", not general                 reports enemy loss
12  everything else                                                                           states
==  ======================================  ================================================  ====================

Hedged, reported, general, conditional and future words never become an admission or a claim of responsibility.
An answer ("returned fire") admits the own fire; that the other side began is another claim of the reader. Row 7: an
army that tells of soldiers' deaths does not own up to a harm; whose fire it was stands in the claim all the same.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from contactline.records.actors import ActorKind
from contactline.records.claims import Act, Claim, Kind, Modality, NumberForm, Polarity, Status
from contactline.records.ids import THIRD, ActorId, SideId
from contactline.records.mandates import Mandate
from contactline.reference.tables import load_lexicon
from contactline.resolve.words import split_words

PEACEFUL: Final = frozenset({Kind.CEASEFIRE, Kind.MONITORING, Kind.NONE})
GAINS: Final = frozenset({Kind.CAPTURE, Kind.SHOOTDOWN, Kind.TERRITORY_CHANGE})
_LOSSES: Final = frozenset({Act.REPORTS_OWN_LOSS, Act.REPORTS_ENEMY_LOSS})
"""Acts that a reader may tell and sides may correct: a third party has no own loss and no enemy."""
_OPEN: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE})
_OBSERVERS: Final = frozenset({ActorKind.MEDIATOR, ActorKind.ORGANISATION})


def settle_act(claim: Claim, mandate: Mandate) -> Act:
    """The act of a claim whose mentions are resolved, by the table above.

    Of acts other than ``STATES`` only that of a loss is settled anew.
    """
    side = claim.speaker.side
    if side is not None and claim.act in _LOSSES:
        return Act.STATES if side == THIRD else _settle_loss(claim, side, mandate) or claim.act
    if claim.act is not Act.STATES or side is None:
        return claim.act
    if side == THIRD:
        return Act.OBSERVES if _observes(claim, mandate) else Act.STATES
    relayed = claim.modality is Modality.REPORTED and claim.speaker.quote is None
    if claim.polarity is Polarity.NEGATIVE or claim.modality in _OPEN or relayed:
        return Act.STATES
    return _settle_fire(claim, side, mandate) or _settle_loss(claim, side, mandate) or Act.STATES


def _settle_fire(claim: Claim, side: SideId, mandate: Mandate) -> Act | None:
    occurrence = claim.occurrence
    actors = {mention.side for mention in occurrence.actors if mention.side}
    if occurrence.kind in PEACEFUL or len(actors) != 1:
        return None
    if actors == {mandate.other_side(side)}:
        return Act.ACCUSES
    if actors != {side} or claim.modality is not Modality.FACT:
        return None
    loss = _settle_loss(claim, side, mandate)
    if loss and not any(entry.status is Status.CIVILIAN for entry in claim.casualties):
        return loss
    if occurrence.kind is Kind.HUMAN_SHIELDING:
        return None  # nobody says this of their own; then the words were about somebody else's people
    return Act.CLAIMS_RESPONSIBILITY if occurrence.kind in GAINS else Act.ADMITS


def _settle_loss(claim: Claim, side: SideId, mandate: Mandate) -> Act | None:
    losses = [entry for entry in claim.casualties if entry.form is not NumberForm.NONE]
    if not losses or claim.modality is Modality.GENERAL:
        return None
    sides = {entry.victims.side for entry in losses}
    if sides == {side}:
        return Act.REPORTS_OWN_LOSS
    return Act.REPORTS_ENEMY_LOSS if sides == {mandate.other_side(side)} else None


def _observes(claim: Claim, mandate: Mandate) -> bool:
    if claim.modality is not Modality.FACT or claim.polarity is Polarity.NEGATIVE or claim.occurrence.kind is Kind.NONE:
        return False
    kinds = _kinds(mandate)
    observing = claim.speaker.actor is not None and kinds.get(claim.speaker.actor) in _OBSERVERS
    return observing and any(word.fold in _perception() for word in split_words(claim.quote.words))


@cache
def _perception() -> frozenset[str]:
    return frozenset(row["word"] for row in load_lexicon("perception"))


def _kinds(mandate: Mandate) -> dict[ActorId, ActorKind]:
    return {actor.id: actor.kind for actor in mandate.actors}
