"""Problems are data: collected, stored and shown. Nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contactline.records.ids import ReportId
from contactline.records.quotes import Span


class Severity(StrEnum):
    """How much a problem matters to the reader of a dossier."""

    INFO = "info"
    """Something was guessed or chosen; the value stands."""
    WARNING = "warning"
    """A value is missing or left as text."""
    ERROR = "error"
    """A whole item could not be used."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be done as it should.

    Attributes:
        stage: the room that met it: ``collect``, ``read``, ``resolve``, ``link``, ``weigh``, ``publish``.
        code: short stable word for scripts, such as ``place-unknown``.
        message: one sentence for a person, with what to do next where something can be done.
        subject: file path, or other name of what it happened to.
        report: the report, if there is one already.
        span: where in the report's fixed text.
    """

    stage: str
    code: str
    severity: Severity
    message: str
    subject: str = ""
    report: ReportId | None = None
    span: Span | None = None
