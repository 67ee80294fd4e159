"""The first page of a dossier: what was read, the incidents, the reports, the problems, the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from contactline.publish.exports import ProblemRow
from contactline.publish.naming import SideTitle, make_place_title, make_side_title, say_kind, side_titles
from contactline.publish.phrases import count, join, say_day, say_instant, say_when
from contactline.publish.quoting import say_published
from contactline.publish.related import EpisodeLine, make_episode_lines
from contactline.publish.rows import make_problem_row
from contactline.publish.timeline import Timeline, make_timeline
from contactline.publish.view import View
from contactline.records.ids import ReportId, SideId
from contactline.records.incidents import Incident, Result
from contactline.records.reports import Report

T = TypeVar("T")

PAGE_ROWS = 400
"""Rows of one table on one page; a longer table goes on over further pages."""


@dataclass(frozen=True, slots=True)
class SideRead:
    """How much was read of one side."""

    side: SideTitle
    reports: int
    publishers: str
    languages: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One row of the incidents table. ``month`` is an element id on the first row of a month.

    ``episode`` is the element id of the dense hours that it is a hypothesis in, or empty.
    """

    id: str
    href: str
    title: str
    when: str
    where: str
    kind: str
    reports: int
    origins: int
    fit: int
    conflict: int
    one_side: int
    not_stated: int
    month: str
    episode: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row of the reports table."""

    id: str
    side: SideTitle
    publisher: str
    published: str
    title: str
    language: str
    address: str
    locator: str
    relayed_from: str
    guessed: str
    claims: int


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often one kind of problem was met."""

    code: str
    stage: str
    severity: str
    number: int
    example: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page."""

    title: str
    run: tuple[str, ...]
    read: tuple[SideRead, ...]
    unread: tuple[SideTitle, ...]
    read_only: str
    timeline: Timeline | None
    incidents: tuple[IncidentLine, ...]
    recalled: tuple[IncidentLine, ...]
    reports: tuple[ReportLine, ...]
    episodes: tuple[EpisodeLine, ...]
    problem_counts: tuple[ProblemCount, ...]
    problems: tuple[ProblemRow, ...]


def make_index_page(view: View) -> IndexPage:
    """Put the first page together."""
    current = [incident for incident in view.incidents if not incident.recalled]
    recalled = [incident for incident in view.incidents if incident.recalled]
    read = tuple(_read(view))
    lines = tuple(_incident_lines(view, current))
    parties = [line for line in read if line.side.is_party]
    return IndexPage(
        title=view.dossier.mandate.title,
        run=tuple(_run_notes(view)),
        read=read,
        unread=tuple(line.side for line in parties if not line.reports),
        read_only=join([line.side.with_article for line in read if line.reports]),
        timeline=make_timeline(view, current, _month_links(lines)),
        incidents=lines,
        recalled=tuple(_incident_lines(view, recalled)),
        reports=tuple(_report_lines(view)),
        episodes=make_episode_lines(view),
        problem_counts=tuple(_problem_counts(view)),
        problems=tuple(make_problem_row(view, problem) for problem in view.dossier.problems),
    )


def paginate(rows: Sequence[T], size: int = PAGE_ROWS) -> list[Sequence[T]]:
    """Cut a table into pages; always at least one."""
    return [rows[start : start + size] for start in range(0, len(rows), size)] or [rows]


def _run_notes(view: View) -> Iterator[str]:
    run, dossier = view.dossier.run, view.dossier
    yield (
        f"{count(len(dossier.reports), 'report')} read; {count(len(dossier.claims), 'claim')} found; "
        f"{count(len(dossier.incidents), 'incident')} proposed."
    )
    made = f" on {say_instant(run.made_at)}" if run.made_at else ""
    yield f"Made by {run.program}{made} with the reader “{run.reader.reader}” {run.reader.version}."
    if run.weights:
        yield f"Claims were linked with the weights “{run.weights}”."
    if run.mandate_choice:
        yield run.mandate_choice


def _read(view: View) -> Iterator[SideRead]:
    by_side: dict[SideId | None, list[Report]] = {}
    for report in view.reports.values():
        by_side.setdefault(view.report_sides.get(report.id), []).append(report)
    sides = [*side_titles(view)] + ([make_side_title(view, None)] if None in by_side else [])
    for side in sides:
        reports = by_side.get(side.id, [])
        days = sorted(day for day in (_day(report) for report in reports) if day)
        yield SideRead(
            side=side,
            reports=len(reports),
            publishers=_publishers(reports),
            languages=", ".join(sorted({report.meta.language for report in reports if report.meta.language})),
            since=say_day(days[0]) if days else "",
            until=say_day(days[-1]) if days else "",
        )


def _day(report: Report) -> date | None:
    return report.meta.published_at.date() if report.meta.published_at else report.meta.published_on


def _publishers(reports: Sequence[Report], most: int = 12) -> str:
    names = sorted({report.meta.publisher for report in reports if report.meta.publisher})
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _incident_lines(view: View, incidents: Sequence[Incident]) -> Iterator[IncidentLine]:
    last = ""
    anchors = {one: f"episode-{n}" for n, each in enumerate(view.dossier.episodes, start=1) for one in each.incidents}
    for incident in incidents:
        weighing = view.weighings[incident.id]
        results = Counter(comparison.result for comparison in weighing.comparisons)
        month = f"m-{incident.when.earliest:%Y-%m}" if incident.when else ""
        yield IncidentLine(
            id=incident.id,
            href=f"incident-{incident.id}.html",
            title=view.hide(incident.title),
            when=say_when(incident.when),
            where="; ".join(
                make_place_title(view, view.places[p]).short for p in incident.places[:2] if p in view.places
            ),
            kind=say_kind(incident.kind),
            reports=len({view.claims[claim].report for claim in incident.claims}),
            origins=len(weighing.origins),
            fit=results[Result.AGREES] + results[Result.COMPATIBLE],
            conflict=results[Result.CONFLICTS],
            one_side=results[Result.ONE_SIDE_ONLY],
            not_stated=results[Result.NOT_STATED],
            episode=anchors.get(incident.id, ""),
            month=month if month != last and not incident.recalled else "",
        )
        last = month


def _month_links(lines: Sequence[IncidentLine]) -> dict[str, str]:
    """Where each month begins: on this page, or on the further page that the table goes on to."""
    return {
        line.month: f"#{line.month}" if number < PAGE_ROWS else f"incidents-{number // PAGE_ROWS + 1}.html#{line.month}"
        for number, line in enumerate(lines)
        if line.month
    }


def _report_lines(view: View) -> Iterator[ReportLine]:
    locators: dict[ReportId, str] = {receipt.report: receipt.locator for receipt in view.dossier.receipts}
    claims = Counter(claim.report for claim in view.claims.values())
    for report in view.reports.values():
        meta = report.meta
        yield ReportLine(
            id=report.id,
            side=make_side_title(view, view.report_sides.get(report.id)),
            publisher=meta.publisher or "not known",
            published=say_published(report),
            title=view.headline(report),
            language=meta.language or "",
            address=view.address(report),
            locator=view.mask.hide_address(view.path(locators.get(report.id, ""))),
            relayed_from=meta.relayed_from or "",
            guessed=", ".join(meta.guessed),
            claims=claims[report.id],
        )


def _problem_counts(view: View) -> Iterator[ProblemCount]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for problem in view.dossier.problems:
        row = make_problem_row(view, problem)
        groups.setdefault((row.severity, row.stage, row.code), []).append(row.message)
    order = ("error", "warning", "info")
    for severity, stage, code in sorted(groups, key=lambda key: (order.index(key[0]), key[1], key[2])):
        messages = groups[severity, stage, code]
        yield ProblemCount(code, stage, severity, len(messages), messages[0])
