"""Statements to evidence: what each origin of each camp says on who fired, by its firmest words, once.

A stance is counted only where it is said without reservation: hedged words and those that only the other side passes on
have none. A side that denies its own fire, in whole or in part, and accuses nobody has none either: every side in every
role denies, and what that is worth has not been measured. Who owns to have fired back owns to have fired.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import THIRD, ClaimId, ReportId, SideId
from contactline.records.incidents import Origin, State
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import Stance
from contactline.weigh.said import ANSWERED, YES, Statement

FIRED: Final = "fired"
FIRED_FIRST: Final = "fired_first"
_FIRM: Final = frozenset({State.STATED, State.ADMITTED})


@dataclass(frozen=True, slots=True)
class Voice:
    """What one origin says for one camp.

    Attributes:
        root: key of the origin.
        label: of the origin, as pages name it.
        side: the camp, or ``third``.
        stance: of third parties ``BLAMES`` is the first side and ``OWNS`` the second.
        share: probability that it belongs to the incident.
        claims: those that the stance rests on.
    """

    root: str
    label: str
    side: SideId
    stance: Stance
    share: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that bears on a question.

    Attributes:
        voices: in the order in which the incident has them.
        unheard: labels of origins that speak of it, but without a stance that counts.
        is_raised: whether anybody speaks of fire (of its order) at all.
    """

    voices: tuple[Voice, ...]
    unheard: tuple[str, ...]
    is_raised: bool


def find_evidence(
    question: str,
    statements: Sequence[Statement],
    shares: Mapping[ClaimId, float],
    origins: Sequence[Origin],
    mandate: Mandate,
) -> Evidence:
    """The voices on one question.

    Args:
        question: ``fired`` or ``fired_first``.
        statements: all of the incident.
        shares: how surely each claim belongs to it.
        origins: of its reports.
        mandate: the sides in their order.
    """
    labels = _label_roots(statements, origins)
    raised = [statement for statement in statements if statement.question.split("/")[0] == question]
    groups: dict[tuple[str, SideId], list[Statement]] = {}
    for statement in raised if question == FIRED_FIRST else statements:
        view = statement.view
        if not view.is_unreal:
            groups.setdefault((view.root, view.side), []).append(statement)
    voices: list[Voice] = []
    unheard: list[str] = []
    for (root, side), said in groups.items():
        stance, claims = _find_stance(question, side, said, mandate)
        if stance is None:
            unheard.append(labels[root])
            continue
        share = max(shares.get(claim, 1.0) for claim in claims)
        voices.append(Voice(root, labels[root], side, stance, share, claims))
    known = {voice.label for voice in voices}
    left = tuple(label for label in dict.fromkeys(unheard) if label not in known)
    return Evidence(tuple(voices), left, bool(raised))


def _label_roots(statements: Iterable[Statement], origins: Sequence[Origin]) -> dict[str, str]:
    """The label of each root, told apart where two are alike."""
    of_report: dict[ReportId, str] = {}
    seen: dict[str, int] = {}
    for origin in origins:
        seen[origin.label] = seen.get(origin.label, 0) + 1
        label = origin.label if seen[origin.label] == 1 else f"{origin.label} ({seen[origin.label]})"
        of_report |= dict.fromkeys(origin.reports, label)
    labels: dict[str, str] = {}
    for statement in statements:
        view = statement.view
        labels.setdefault(view.root, of_report.get(view.claim.report, str(view.claim.report)))
    return labels


def _find_stance(
    question: str, side: SideId, said: Sequence[Statement], mandate: Mandate
) -> tuple[Stance | None, tuple[ClaimId, ...]]:
    """The stance of one origin for one camp, and the claims that it rests on."""
    first, second = (known.id for known in mandate.sides)
    on_it = [statement for statement in said if statement.question.split("/")[0] == question]
    one, other = _name(question, first, on_it), _name(question, second, on_it)
    if side == THIRD:
        if bool(one) != bool(other):
            return (Stance.BLAMES, _claims(one)) if one else (Stance.OWNS, _claims(other))
        if one and other:
            return Stance.NONE, _claims([*one, *other])
    else:
        own, theirs = (one, other) if side == first else (other, one)
        if own or theirs:  # who owns up to fire and accuses too has owned up
            return (Stance.OWNS, _claims(own)) if own else (Stance.BLAMES, _claims(theirs))
    if on_it and not (one or other):
        return None, ()  # denied or hedged alone
    told = [s for s in said if s.question == "happened" and s.key == YES and s.state in _FIRM]
    return (Stance.NONE, _claims(told)) if told else (None, ())


def _name(question: str, actor: SideId, said: Sequence[Statement]) -> list[Statement]:
    """Statements that this side did it; of the order also those in which the other side only answers."""
    named = [s for s in said if s.question == f"{question}/{actor}" and s.key == YES and s.state in _FIRM]
    if question == FIRED:
        return named
    return named + [s for s in said if s.question != f"{question}/{actor}" and _answers(s)]


def _answers(statement: Statement) -> bool:
    """Whether fire is called an answer, so that the other side's came first."""
    firm = statement.state in _FIRM or statement.state is State.DENIED  # own fire called an answer denies the first
    return statement.value == ANSWERED and firm


def _claims(statements: Sequence[Statement]) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(statement.view.claim.id for statement in statements))
