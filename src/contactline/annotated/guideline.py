"""The guideline's rules on acts: which act goes with which speaker, kind, polarity, modality and casualties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contactline.annotated.conflict import Conflict
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText, CasualtyLine
from contactline.records.claims import Act, Kind, Modality, Polarity
from contactline.records.ids import THIRD, SideId

_PEACEFUL: Final = frozenset({Kind.CEASEFIRE, Kind.MONITORING, Kind.NONE})
_GAINS: Final = frozenset({Kind.CAPTURE, Kind.SHOOTDOWN, Kind.TERRITORY_CHANGE})
_BY_ROW: Final = frozenset({Act.ACCUSES, Act.CLAIMS_RESPONSIBILITY, Act.REPORTS_OWN_LOSS, Act.REPORTS_ENEMY_LOSS})
"""Acts that no cue gives but the rows for plain cues alone."""
_LOSSES: Final = frozenset({Act.REPORTS_OWN_LOSS, Act.REPORTS_ENEMY_LOSS})
_UNHELD: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE})


def iter_act_mistakes(text: AnnotatedText, claim: AnnotatedClaim, conflict: Conflict) -> Iterator[tuple[str, bool]]:
    """What the guideline excludes in one claim: message, and whether it is only a warning."""
    yield from ((message, False) for message in _iter_mistakes(text, claim, conflict))
    yield from ((message, True) for message in _iter_doubts(claim, conflict))


def _iter_mistakes(text: AnnotatedText, claim: AnnotatedClaim, conflict: Conflict) -> Iterator[str]:
    yield from _check_row_one(claim)
    yield from _check_row_two(claim)
    yield from _check_denial(claim)
    yield from _check_actors(claim, conflict)
    yield from _check_losses(text, claim, conflict)


def _check_row_one(claim: AnnotatedClaim) -> Iterator[str]:
    if claim.speaker.side == THIRD and claim.act in _BY_ROW:
        yield f"a third party's act is observes, finds or states (row 1), not {claim.act}"
    if claim.act is Act.OBSERVES and claim.speaker.side != THIRD:
        yield "observes is for missions and mediators (third); use the rows from 2 on"


def _check_row_two(claim: AnnotatedClaim) -> Iterator[str]:
    if claim.act not in _BY_ROW:
        return
    if claim.polarity is Polarity.NEGATIVE:
        yield f"{claim.act} with polarity=negative: a plain negative is states, an answer to somebody denies (row 2)"
    if claim.modality in _UNHELD:
        yield f"{claim.act} with modality={claim.modality}: that is states, unless the cue gives another act (row 2)"


def _check_denial(claim: AnnotatedClaim) -> Iterator[str]:
    if claim.act is Act.DENIES and claim.kind is not Kind.NONE and claim.polarity is Polarity.POSITIVE:
        yield "a denial of an occurrence needs polarity=negative"


def _check_actors(claim: AnnotatedClaim, conflict: Conflict) -> Iterator[str]:
    speaker, other = claim.speaker.side, conflict.other(claim.speaker.side)
    sides = _sides(claim)
    if claim.act is Act.ACCUSES:
        if claim.kind in _PEACEFUL:
            yield f"accuses needs a hostile kind, not {claim.kind} (row 3)"
        if speaker in conflict.side_ids and speaker in sides:
            yield "accuses, but the speaker's own side acts too: that is states (row 7), or admits (row 5)"
    if claim.act in {Act.ADMITS, Act.CLAIMS_RESPONSIBILITY} and other in sides:
        yield f"{claim.act}, but the other side acts: row 5 is for one's own acts alone"
    if claim.act is Act.CLAIMS_RESPONSIBILITY and claim.kind not in _GAINS:
        yield "claims responsibility is for a capture, shootdown or gain of ground; other armed acts are admits (row 5)"


def _check_losses(text: AnnotatedText, claim: AnnotatedClaim, conflict: Conflict) -> Iterator[str]:
    if claim.act not in _LOSSES:
        return
    entries = _entries(text, claim)
    if not claim.casualties:
        yield f"{claim.act} needs cas=…; damage alone is states (rows 4 and 6)"
    elif entries and all(entry.maximum == 0 for entry in entries):
        yield f"{claim.act} with no losses: “no losses” is states (row 6)"
    wanted = claim.speaker.side if claim.act is Act.REPORTS_OWN_LOSS else conflict.other(claim.speaker.side)
    for entry in entries:
        if wanted and entry.side not in {wanted, None}:
            yield f"{claim.act}, but {entry.mark} is of {entry.side}; rows 4 and 6 want losses of {wanted} alone"
    if claim.act is Act.REPORTS_OWN_LOSS and conflict.other(claim.speaker.side) in _sides(claim):
        yield "the other side acts: that is accuses, also when casualties are told (row 3)"


def _iter_doubts(claim: AnnotatedClaim, conflict: Conflict) -> Iterator[str]:
    if claim.act is Act.ACCUSES and not claim.actors:
        yield "accuses without an actor; mark who is said to act, or see rows 6 and 7"
    plain = claim.polarity is Polarity.POSITIVE and claim.modality not in {*_UNHELD, Modality.GENERAL}
    other = conflict.other(claim.speaker.side)
    if claim.act is Act.STATES and plain and other and _sides(claim) == {other} and claim.kind not in _PEACEFUL:
        yield "states, but only the other side acts: row 3 makes it accuses"
    if claim.act is Act.OBSERVES and claim.kind is Kind.NONE:
        yield "observes with kind=none: what is observed is an occurrence"


def _sides(claim: AnnotatedClaim) -> set[SideId | None]:
    return {actor.side for actor in claim.actors}


def _entries(text: AnnotatedText, claim: AnnotatedClaim) -> list[CasualtyLine]:
    return [entry for entry in text.casualties if entry.mark in claim.casualties]
