"""Problems as this room words them."""

from __future__ import annotations

from contactline.records.problems import Problem, Severity


class UnusableError(Exception):
    """A file that cannot become a report; carries the problem to keep. Never leaves this room."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def make_info(code: str, message: str, subject: str) -> Problem:
    """Something was guessed, chosen or left out on purpose."""
    return Problem("collect", code, Severity.INFO, message, subject)


def make_warning(code: str, message: str, subject: str) -> Problem:
    """A value is missing or could not be used."""
    return Problem("collect", code, Severity.WARNING, message, subject)


def make_error(code: str, message: str, subject: str) -> Problem:
    """A whole file could not be used."""
    return Problem("collect", code, Severity.ERROR, message, subject)
