"""What a side does not say: reports of it that are silent, up to which day, and what it declined to say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contactline.records.claims import Act
from contactline.records.ids import ReportId, SideId
from contactline.records.incidents import State
from contactline.records.reports import Report
from contactline.weigh.given import find_given
from contactline.weigh.said import DECLINED, NOT_SAID, Statement
from contactline.weigh.versions import Answer, Value, make_declined
from contactline.weigh.views import View

_WORD: Final = re.compile(r"[^\W\d_]+")
_TOPICS: Final = (
    (
        frozenset({"casualties", "losses", "victims", "dead", "deaths", "killed", "wounded", "injured", "toll"}),
        frozenset({"killed", "wounded", "victims"}),
    ),
    (frozenset({"missing", "prisoners", "captives", "captured", "hostages"}), frozenset({"missing", "captured"})),
    (frozenset({"weapon", "weapons", "weaponry", "artillery", "munitions"}), frozenset({"means"})),
    (frozenset({"damage", "destruction"}), frozenset({"damage"})),
    (
        frozenset({"video", "videos", "footage", "recording", "pictures", "evidence"}),
        frozenset({"evidence"}),
    ),
)
"""Words by which a refusal to comment says what it is about, and the questions that are meant."""
_LOSSES: Final = frozenset({"killed", "wounded", "missing", "captured"})


@dataclass(frozen=True, slots=True)
class Read:
    """A report that was read, and the day on which it was published, if that is known."""

    id: ReportId
    day: date | None


@dataclass(frozen=True, slots=True)
class Silence:
    """What is needed to tell silence: which reports of which side were read, and which questions each touches.

    Attributes:
        read: reports of each side, in the order of publication.
        touched: questions that a report says anything on, whoever is speaking.
        declined: claims of a side that it declines to comment.
    """

    read: Mapping[SideId, Sequence[Read]]
    touched: Mapping[ReportId, frozenset[str]]
    declined: Mapping[SideId, Sequence[View]]

    def complete(self, answer: Answer) -> Answer:
        """An answer with the silence around it: what the side's reports leave out, and up to which day.

        A side of which no report was read has not stated a thing; one whose reports leave it out is silent as of the
        day of the latest; one that declined to comment has declined.
        """
        reports = self.read.get(answer.side, ())
        silent = [report for report in reports if self._is_silent(report, answer)]
        declined = () if answer.values else self._decline(answer)
        state = answer.state
        if not answer.values:
            state = State.DECLINED if declined else State.SILENT if reports else State.NOT_STATED
        return replace(
            answer,
            state=state,
            declined=declined,
            as_of=_last(reports),
            silent=tuple(report.id for report in silent),
            silent_until=_last(silent),
        )

    def _is_silent(self, report: Read, answer: Answer) -> bool:
        if any(_touches(question, answer.question) for question in self.touched.get(report.id, ())):
            return False
        if not answer.values:
            return True
        first = min((voice.first for value in answer.values for voice in value.voices if voice.first), default=None)
        return first is not None and report.day is not None and report.day < first

    def _decline(self, answer: Answer) -> tuple[Value, ...]:
        statements = [
            Statement(answer.question, view, DECLINED, State.DECLINED, DECLINED)
            for view in self.declined.get(answer.side, ())
            if _covers(view, answer.question)
        ]
        return make_declined(statements)


def make_silence(
    statements: Iterable[Statement], views: Iterable[View], reports: Sequence[Report], sides: Mapping[ReportId, SideId]
) -> Silence:
    """Gather it for one incident.

    Args:
        statements: all of the incident.
        views: of all its claims.
        reports: that speak of it.
        sides: of their publishers, where known.
    """
    read: defaultdict[SideId, list[Read]] = defaultdict(list)
    for report in sorted(reports, key=_order):
        if report.id in sides:
            given = find_given(report)
            read[sides[report.id]].append(Read(report.id, given.day if given else None))
    touched: defaultdict[ReportId, set[str]] = defaultdict(set)
    for statement in statements:
        touched[statement.view.claim.report].add(statement.question)
    declined: defaultdict[SideId, list[View]] = defaultdict(list)
    for view in views:
        if view.claim.act is Act.DECLINES and not view.note:
            declined[view.side].append(view)
        elif view.is_unreal:  # “if civilians died, we regret it” states nothing, and is not silent on it either
            touched[view.claim.report] |= {f"{loss.outcome}/{NOT_SAID}/{loss.status}" for loss in view.casualties}
    return Silence(read, {report: frozenset(questions) for report, questions in touched.items()}, declined)


def _last(reports: Iterable[Read]) -> date | None:
    return max((report.day for report in reports if report.day), default=None)


def _order(report: Report) -> tuple[str, str]:
    return report.meta.published or "9999", report.id


def _touches(said: str, asked: str) -> bool:
    """Whether a report that says something on one question is not silent on the other.

    Of losses it is enough that they may be the same people: the side or the status is not said.
    """
    word, *rest = said.split("/")
    other_word, *other_rest = asked.split("/")
    if word != other_word or len(rest) != len(other_rest):
        return False
    if word in _LOSSES:
        return all(part == other or NOT_SAID in {part, other} for part, other in zip(rest, other_rest, strict=True))
    return rest == other_rest


def _covers(view: View, question: str) -> bool:
    """Whether a refusal to comment is about a question: about what its words name, or all if they name nothing."""
    word = question.split("/")[0]
    if view.claim.casualties:
        return word in {loss.outcome.value for loss in view.claim.casualties}
    if view.claim.damage:
        return word == "damage"
    said = {found.casefold() for found in _WORD.findall(view.claim.quote.words)}
    topics = [questions for words, questions in _TOPICS if words & said]
    return any(word in questions for questions in topics) if topics else True
