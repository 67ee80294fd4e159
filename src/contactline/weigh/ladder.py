"""The casualty ladder: every figure of killed and wounded, who gave it, in the order they were given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.claims import NumberForm, Outcome
from contactline.records.ids import ReportId, SideId
from contactline.records.incidents import Rung
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.said import NOT_SAID, Statement

_OUTCOMES: Final = frozenset({Outcome.KILLED.value, Outcome.WOUNDED.value})


def make_ladder(
    statements: Iterable[Statement], reports: Mapping[ReportId, Report], mandate: Mandate
) -> tuple[Rung, ...]:
    """Rungs in the order in which figures were published; undated ones last. A repeated figure keeps its first rung."""
    rungs = [_make_rung(statement, reports, mandate) for statement in statements if _is_figure(statement)]
    first: dict[object, Rung] = {}
    for rung in sorted(rungs, key=_sort_key):
        first.setdefault(_same_figure(rung), rung)
    return tuple(first.values())


def _is_figure(statement: Statement) -> bool:
    return statement.question.split("/")[0] in _OUTCOMES and statement.minimum is not None


def _make_rung(statement: Statement, reports: Mapping[ReportId, Report], mandate: Mandate) -> Rung:
    outcome, group, status = statement.question.split("/")
    claim = statement.view.claim
    _, _, form = statement.key.rpartition("/")
    minimum, maximum = statement.minimum or 0, statement.maximum
    return Rung(
        outcome=outcome,
        group=None if group == NOT_SAID else SideId(group),
        status=status,
        minimum=int(minimum),
        maximum=None if maximum is None else int(maximum),
        form=NumberForm(form).value,
        speaker=claim.speaker.text,
        speaker_side=claim.speaker.side or statement.view.side,
        state=statement.state,
        given_at=_given_at(reports[claim.report], mandate),
        claim=claim.id,
    )


def _given_at(report: Report, mandate: Mandate) -> datetime | None:
    """The instant of publication; the beginning of the day in the mandate's zone where only the day is known."""
    if report.meta.published_at:
        return report.meta.published_at
    day = report.meta.published_on
    return datetime(day.year, day.month, day.day, tzinfo=_zone(mandate.zone)) if day else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _sort_key(rung: Rung) -> tuple[bool, float, str, str, int, str]:
    given = rung.given_at.timestamp() if rung.given_at else 0.0
    return rung.given_at is None, given, rung.outcome, rung.status, rung.minimum, rung.claim


def _same_figure(rung: Rung) -> object:
    figure = rung.outcome, rung.group, rung.status, rung.minimum, rung.maximum
    return figure, rung.speaker, rung.speaker_side, rung.state
