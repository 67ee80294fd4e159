"""In what standing a statement is made: whose interest it serves, and whether the speaker can know it himself.

All rules go by role (own conduct, own loss, the other side's loss), never by a side's name.
"""

from __future__ import annotations

from typing import Final

from contactline.records.claims import Act, Outcome, Status
from contactline.records.grades import Standing
from contactline.records.ids import THIRD, SideId
from contactline.records.incidents import State
from contactline.records.mandates import Mandate
from contactline.weigh.said import NO, Statement

UNGRADED: Final = frozenset({"evidence", "law"})
"""Questions whose values are acts of speech: that a video was shown is no matter of credibility."""
_CONDUCT: Final = frozenset({"fired", "fired_first", "force", "means", "shielding", "intent"})
_LOSSES: Final = frozenset(outcome.value for outcome in Outcome)
_FIRST_HAND: Final = frozenset({Act.OBSERVES, Act.FINDS})


def find_standing(statement: Statement, mandate: Mandate) -> Standing:
    """The standing of one statement on its question."""
    view = statement.view
    if statement.state is State.HEDGED:
        return Standing.RESERVED
    if view.side == THIRD or mandate.other_side(view.side) is None:
        return Standing.WITNESS if view.claim.act in _FIRST_HAND else Standing.THIRD
    topic, _, rest = statement.question.partition("/")
    if topic in _CONDUCT:
        return _judge_conduct(statement, own=rest == view.side)
    if topic in _LOSSES or topic == "damage":
        side, _, status = rest.partition("/")
        return _judge_harm(statement, status, own=side == view.side, others=side == mandate.other_side(view.side))
    if topic == "victims":
        return Standing.OWN_KNOWLEDGE if rest == view.side else Standing.NO_STAKE
    if topic == "happened":
        return _judge_happening(statement, mandate.other_side(view.side))
    return Standing.NO_STAKE


def _judge_conduct(statement: Statement, *, own: bool) -> Standing:
    """Who fired, first, with what, from where, and why: blame serves the other side, and clearing oneself one's own."""
    blames = not statement.denies and statement.key != NO
    return Standing.AGAINST_INTEREST if blames == own else Standing.INTERESTED


def _judge_harm(statement: Statement, status: str, *, own: bool, others: bool) -> Standing:
    if statement.state is State.ADMITTED:
        return Standing.AGAINST_INTEREST
    if statement.denies or statement.maximum == 0:
        return Standing.INTERESTED  # nobody was hurt: by us, or among us
    if own:
        return Standing.AGAINST_INTEREST if status == Status.MILITARY else Standing.OWN_KNOWLEDGE
    if others and (status in {Status.MILITARY, ""} or _blames(statement.view.side, statement)):
        return Standing.INTERESTED
    return Standing.NO_STAKE


def _judge_happening(statement: Statement, other: SideId | None) -> Standing:
    """That something happened is told to accuse, to own up, or with no stake that shows."""
    view = statement.view
    if statement.denies:
        return Standing.INTERESTED
    sides = {actor.side for actor in view.occurrence.actors}
    if view.side in sides or view.is_admission:
        return Standing.AGAINST_INTEREST
    if view.claim.act is Act.REPORTS_OWN_LOSS:
        return Standing.OWN_KNOWLEDGE
    return Standing.INTERESTED if other in sides else Standing.NO_STAKE


def _blames(side: SideId, statement: Statement) -> bool:
    """Whether the other side's own people are named as those who did it."""
    sides = {actor.side for actor in statement.view.occurrence.actors if actor.side}
    return bool(sides) and side not in sides
