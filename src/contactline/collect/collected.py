"""What a file or a line gave: a report, or the problems that say why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.collect.guess import Completed
from contactline.records.problems import Problem
from contactline.records.reports import Report, ReportMeta, make_report


@dataclass(frozen=True, slots=True)
class Collected:
    """What one file, or one line, gave.

    Attributes:
        locator: the file's name as records keep it.
        digest: ``sha256:…`` of the file's bytes; empty where they could not be read.
        report: ``None`` where the problems say why there is none.
    """

    locator: str
    digest: str
    report: Report | None
    problems: tuple[Problem, ...]


def make_completed(done: Completed) -> Report:
    """The report of a document with all that could be known."""
    fields = done.fields
    meta = ReportMeta(
        publisher=fields.publisher,
        side=fields.side,
        url=fields.url,
        published_at=fields.published_at,
        published_on=fields.published_on,
        language=fields.language,
        relayed_from=fields.relayed_from,
        sensitive=bool(fields.sensitive),
        guessed=done.guessed,
    )
    return make_report(fields.headline, done.body, meta, done.trailer)
