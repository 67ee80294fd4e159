"""Airwars' grades of civilian harm, read strictly: acceptance of the harm, not of fire, confirms.

The readings that we chose between are in ``docs/decisions/0017-derived-grades.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contactline.records.claims import Outcome, Status
from contactline.records.codebooks import AIRWARS
from contactline.records.grades import Credibility, DerivedGrade, Reliability
from contactline.records.ids import THIRD, SideId
from contactline.records.incidents import State, Version
from contactline.records.mandates import Mandate
from contactline.weigh.phrases import say_list, say_side
from contactline.weigh.said import YES, Statement

_NOT_CREDIBLE = frozenset({Reliability.D, Reliability.E})
"""Airwars asks for credible sources. F is no judgement, and so no objection."""


@dataclass(frozen=True, slots=True)
class _Harm:
    """What is said of harm to one side's civilians; ``doers`` are the sides that it is laid to."""

    said: tuple[Statement, ...]
    origins: frozenset[str]
    doers: tuple[SideId, ...]
    credibility: Credibility | None


def derive_airwars(
    statements: Sequence[Statement], versions: Sequence[Version], mandate: Mandate
) -> Iterator[DerivedGrade]:
    """A grade for each side of whose civilians harm is told."""
    for side in (*(known.id for known in mandate.sides), THIRD):
        harm = _find_harm(side, statements, versions, mandate)
        if harm.said:
            level, reason = _judge(harm, mandate)
            yield DerivedGrade("airwars", AIRWARS, "grade", level, reason, side)


def _judge(harm: _Harm, mandate: Mandate) -> tuple[str, str]:
    accepting = [one.view.side for one in harm.said if one.state is State.ADMITTED]
    if accepting:
        return "confirmed", f"{say_side(accepting[0], mandate, begin=True)} accepts that it did this harm."
    if harm.credibility is Credibility.IMPROBABLE:
        return "discounted", "That civilians were hurt is graded 5, improbable."
    names = say_list([say_side(side, mandate) for side in harm.doers], len(harm.doers))
    if len(harm.doers) > 1:
        return "contested", f"The harm is laid to {names}."
    number = len(harm.origins)
    if number > 1 and harm.doers:
        return "fair", f"{number} origins tell of the harm, and it is laid to {names}, which has not accepted it."
    if number > 1:
        return "weak", f"{number} origins tell of the harm, but none says who did it."
    if number:
        return "weak", "Only one origin tells of the harm."
    return "weak", "It is told only with reservation, or only by sources graded D or E."


def _find_harm(side: SideId, statements: Iterable[Statement], versions: Iterable[Version], mandate: Mandate) -> _Harm:
    questions = {f"{outcome}/{side}/{Status.CIVILIAN}" for outcome in (Outcome.KILLED, Outcome.WOUNDED)}
    said = tuple(one for one in statements if one.question in questions and not one.denies and one.maximum != 0)
    values = [value for version in versions if version.question in questions for value in version.values]
    grades = {claim: value.grade for value in values for claim in value.claims if value.grade}
    firm = [one for one in said if one.state is not State.HEDGED]
    credible = [
        one for one in firm if (grade := grades.get(one.view.claim.id)) is None or set(grade.letters) - _NOT_CREDIBLE
    ]
    told = {value.claims: value.grade.credibility for value in values if value.grade and value.maximum != 0}
    judged = [credibility for credibility in told.values() if credibility is not Credibility.OPEN]
    return _Harm(
        said=said,
        origins=frozenset(one.view.root for one in credible),
        doers=tuple(_find_doers(side, firm, statements, mandate)),
        credibility=min(judged, default=None),
    )


def _find_doers(
    side: SideId, harm: Sequence[Statement], statements: Iterable[Statement], mandate: Mandate
) -> Iterator[SideId]:
    """The sides that the harm is laid to where it is told; else the other side, where it is said to have fired."""
    named = {actor.side for one in harm for actor in one.view.occurrence.actors if actor.side}
    sides = [known.id for known in mandate.sides]
    if not named & set(sides):
        named = {
            SideId(one.question.removeprefix("fired/"))
            for one in statements
            if one.question.startswith("fired/") and one.key == YES and one.state is not State.HEDGED
        } - {side}
    yield from (known for known in sides if known in named)
