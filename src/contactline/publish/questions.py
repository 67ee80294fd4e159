"""Rows that every incident page has, whether anybody answers them or not.

A death that a side leaves out must be seen to be left out: so each side's killed and wounded have their rows always.
"""

from __future__ import annotations

from dataclasses import replace

from contactline.records.ids import THIRD
from contactline.records.incidents import Comparison, Incident, Question, Result, State, Version, Weighing
from contactline.records.mandates import Mandate

_OUTCOMES = ("killed", "wounded")
_STATUSES = {"civilian": "civilians", "military": "soldiers"}


def complete_weighing(mandate: Mandate, incident: Incident, weighing: Weighing | None) -> Weighing:
    """Add what nobody stated: rows for killed and wounded, and “not stated” where a side has no version."""
    weighing = weighing or Weighing(incident.id, (), (), (), (), (), ())
    if not incident.recalled:
        weighing = replace(weighing, questions=(*weighing.questions, *_missing_questions(mandate, weighing)))
    return replace(
        weighing,
        versions=(*weighing.versions, *_missing_versions(mandate, weighing)),
        comparisons=(*weighing.comparisons, *_missing_comparisons(weighing)),
    )


def _missing_questions(mandate: Mandate, weighing: Weighing) -> list[Question]:
    asked = {frozenset(question.id.split("/")) for question in weighing.questions}
    return [
        Question(f"{outcome}/{side.id}/{status}", f"How many {words} of the {side.title} were {outcome}?")
        for outcome in _OUTCOMES
        for status, words in _STATUSES.items()
        for side in mandate.sides
        if frozenset((outcome, side.id, status)) not in asked
    ]


def _missing_versions(mandate: Mandate, weighing: Weighing) -> list[Version]:
    given = {(version.question, version.side) for version in weighing.versions}
    sides = [*(side.id for side in mandate.sides), THIRD]
    until = {line.side: line.until for line in weighing.coverage}
    return [
        Version(question.id, side, State.SILENT if until.get(side) else State.NOT_STATED, as_of=until.get(side))
        for question in weighing.questions
        for side in sides
        if (question.id, side) not in given
    ]


def _missing_comparisons(weighing: Weighing) -> list[Comparison]:
    compared = {comparison.question for comparison in weighing.comparisons}
    answered = {version.question for version in weighing.versions if version.values}
    return [
        Comparison(question.id, Result.NOT_STATED, "Nobody states anything on this.")
        for question in weighing.questions
        if question.id not in compared and question.id not in answered
    ]
