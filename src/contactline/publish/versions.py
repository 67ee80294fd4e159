"""The versions table: one row for each question, one cell for each side, and what is to be known beside a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contactline.publish.graderows import GradeMark, make_grade_mark
from contactline.publish.naming import SideTitle, side_titles
from contactline.publish.phrases import count, join, say_day
from contactline.publish.quoting import QuoteBook, Ref
from contactline.publish.view import View
from contactline.records.ids import ReportId, SideId
from contactline.records.incidents import (
    Comparison,
    Contradiction,
    Question,
    Result,
    State,
    Version,
    VersionValue,
    Voice,
    Weighing,
)

LOSSES: Final = frozenset({"killed", "wounded"})
"""Questions that keep their rows where nobody answers them: there silence tells."""
_MOST_VOICES: Final = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A value in a cell of the versions table, with links to its quotes.

    Attributes:
        who: in whose name it is given and since when; empty where it is the cell's only value.
        past: that it was revised or withdrawn, and when.
        note: what else is to be known, such as that evidence is of a later day.
    """

    value: str
    state: State
    refs: tuple[Ref, ...]
    who: str = ""
    past: str = ""
    note: str = ""
    grade: GradeMark | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says on one question.

    Attributes:
        only_relayed: it is merely quoted by others.
        as_of: day of the side's latest report that was read, in words.
        silent: reports of the side that leave the question out, each with the link to its quotes.
        silent_words: their number and days.
    """

    side: SideTitle
    state: State
    values: tuple[Said, ...]
    only_relayed: bool = False
    as_of: str = ""
    silent: tuple[tuple[str, str], ...] = ()
    silent_words: str = ""

    @property
    def word(self) -> str:
        """The state, with its day where it is silence: ``silent as of 7 July 2017``."""
        return f"{self.state.value} {self.as_of}" if self.state is State.SILENT and self.as_of else self.state.value


@dataclass(frozen=True, slots=True)
class InsideLine:
    """A contradiction within one side, with links to the quotes of each hand."""

    text: str
    one: tuple[Ref, ...]
    other: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One row of the versions table."""

    id: str
    anchor: str
    text: str
    cells: tuple[Cell, ...]
    result: Result
    reason: str
    internal: tuple[str, ...]
    contradictions: tuple[InsideLine, ...] = ()


def make_question_row(
    view: View, question: Question, weighing: Weighing, book: QuoteBook, hrefs: Mapping[ReportId, str]
) -> QuestionRow:
    """The row of one question.

    Args:
        view: the dossier.
        question: which.
        weighing: of the incident.
        book: the page's quotes.
        hrefs: where on the page a report's quotes begin.
    """
    versions: dict[SideId | None, Version] = {
        version.side: version for version in weighing.versions if version.question == question.id
    }
    sides = side_titles(view, (version.side for version in weighing.versions))
    cells = tuple(_cell(view, side, versions.get(side.id), book, hrefs) for side in sides)
    comparison = next((c for c in weighing.comparisons if c.question == question.id), None)
    comparison = comparison or Comparison(question.id, Result.NOT_STATED, "This question was not compared.")
    inside = {one.side for one in comparison.contradictions}
    return QuestionRow(
        id=question.id,
        anchor="v-" + re.sub(r"[^\w-]+", "-", question.id),
        text=question.text,
        cells=cells,
        result=comparison.result,
        reason=view.hide(comparison.reason),
        internal=tuple(view.dossier.mandate.side_title(side) for side in comparison.internal if side not in inside),
        contradictions=tuple(_inside(view, one, book, question.id) for one in comparison.contradictions),
    )


def is_unstated(row: QuestionRow) -> bool:
    """Whether nobody says anything on it. A side's killed and wounded keep their rows: there silence tells."""
    return not any(cell.values for cell in row.cells) and row.id.split("/")[0] not in LOSSES


def _inside(view: View, one: Contradiction, book: QuoteBook, question: str) -> InsideLine:
    return InsideLine(view.hide(one.text), book.refs(one.one, question), book.refs(one.other, question))


def _cell(view: View, side: SideTitle, version: Version | None, book: QuoteBook, hrefs: Mapping[ReportId, str]) -> Cell:
    if version is None:
        return Cell(side, State.NOT_STATED, ())
    many = len(version.values) > 1
    values = [
        Said(
            value=view.hide(value.value),
            state=value.state,
            refs=book.refs(value.claims, version.question),
            who=view.hide(_say_voices(value.voices)) if many or value.is_past else "",
            past=_say_past(value),
            note=view.hide(value.note),
            grade=make_grade_mark(view, value.grade),
        )
        for value in version.values
    ]
    silent = [
        (view.hide(view.reports[one].meta.publisher or "publisher not known"), hrefs.get(one, ""))
        for one in version.silent
    ]
    return Cell(
        side=side,
        state=version.state,
        values=tuple(values),
        only_relayed=bool(version.values) and all(value.relayed for value in version.values),
        as_of=say_day(version.as_of) if version.as_of else "",
        silent=tuple(silent) if version.values and version.state is not State.DECLINED else (),
        silent_words=_say_silent(version),
    )


def _say_silent(version: Version) -> str:
    """“is left out in 2 earlier reports, up to 5 July 2017,”."""
    if not version.silent:
        return ""
    until = f", up to {say_day(version.silent_until)}," if version.silent_until else ""
    return f"is left out in {count(len(version.silent), 'earlier report')}{until}"


def _say_voices(voices: tuple[Voice, ...]) -> str:
    named = [_say_voice(voice) for voice in voices[:_MOST_VOICES]]
    rest = len(voices) - len(named)
    return join([*named, f"{rest} more"] if rest else named)


def _say_voice(voice: Voice) -> str:
    """``the Ministry (4 July 2017)``; an outlet in its own words by its name alone."""
    return f"{voice.name} ({say_day(voice.first)})" if voice.first else voice.name


def _say_past(value: VersionValue) -> str:
    if not value.is_past:
        return ""
    days = [voice.revised_on for voice in value.voices if voice.revised_on]
    revised = f"revised on {say_day(max(days))}" if days else ""
    withdrawn = "withdrawn" if any(voice.withdrawn for voice in value.voices) else ""
    return join([word for word in (revised, withdrawn) if word])
