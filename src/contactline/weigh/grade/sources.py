"""The letters of those who give a value: as the mandate's register has them, F where it has nothing."""

from __future__ import annotations

from collections.abc import Iterable

from contactline.records.actors import ActorKind
from contactline.records.claims import Claim, Mention
from contactline.records.grades import Reliability, SourceGrade, SourceLetter
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.voices import Voices


class Letters:
    """Looks sources up. A person without a row has the grade of the body that he speaks for, and nobody else's."""

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._actors = {actor.id: actor for actor in mandate.actors}
        self._voices = Voices(mandate)

    def find_letters(self, said: Iterable[tuple[Claim, Report]]) -> tuple[SourceLetter, ...]:
        """The sources of some claims, each once, by name."""
        letters = {self._find_letter(claim.speaker, report) for claim, report in said}
        return tuple(sorted(letters, key=lambda letter: (letter.name, letter.letter)))

    def _find_letter(self, speaker: Mention, report: Report) -> SourceLetter:
        publisher = Mention(report.meta.publisher or "an unnamed publisher")
        name = self._voices.name(speaker, publisher) or publisher.text
        grade = self._find_grade(speaker)
        if grade is None:
            return SourceLetter(name, Reliability.F)
        return SourceLetter(name, grade.grade, grade.reason, grade.graded_on)

    def _find_grade(self, speaker: Mention) -> SourceGrade | None:
        grade = self._mandate.find_reliability(speaker.actor)
        actor = self._actors.get(speaker.actor) if speaker.actor else None
        if grade is None and actor is not None and actor.kind is ActorKind.PERSON:
            grade = self._mandate.find_reliability(actor.parent)
        return grade
