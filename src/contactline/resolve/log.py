"""Collects the problems of one report; the same words with the same trouble are told once."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactline._kit.folding import fold_name
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Quote
from contactline.records.reports import Report

STAGE = "resolve"


@dataclass(slots=True)
class Log:
    """Problems met so far, in the order in which they were met."""

    report: Report
    problems: list[Problem] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def missing(self, code: str, message: str, quote: Quote | None, words: str = "") -> None:
        """A value is missing or stays text."""
        self._add(code, Severity.WARNING, message, quote, words)

    def chosen(self, code: str, message: str, quote: Quote | None, words: str = "") -> None:
        """Something was chosen or assumed; the value stands."""
        self._add(code, Severity.INFO, message, quote, words)

    def _add(self, code: str, severity: Severity, message: str, quote: Quote | None, words: str) -> None:
        """Keep a problem unless one with the same code and the same words (the quote's, if none are given) is kept."""
        key = (code, fold_name(words or (quote.words if quote else "")))
        if key in self._seen:
            return
        self._seen.add(key)
        subject = self.report.meta.publisher or self.report.title
        self.problems.append(
            Problem(STAGE, code, severity, message, subject, self.report.id, quote.span if quote else None)
        )
