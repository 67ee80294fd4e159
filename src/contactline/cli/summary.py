"""The summary of a run, for a person or as JSON."""

from __future__ import annotations

import json
from collections import Counter

from contactline.cli.printing import make_table, print_error, print_line
from contactline.desk.summary import Examined
from contactline.errors import ContactlineError, IntegrityError
from contactline.records.problems import Problem, Severity

_SHOWN_ERRORS = 20


def print_summary(examined: Examined, *, quiet: bool) -> None:
    """Counts, sides and the page to open on the standard output; items that could not be used on the error stream."""
    if not quiet:
        print_line(_counts(examined))
        print_line(_new(examined))
        if examined.deposited:
            print_line(f"{examined.deposited} file{'s' * (examined.deposited != 1)} kept in the vault before reading")
        print_line()
        rows = [
            (side.title, str(side.reports), str(side.claims), side.until.isoformat() if side.until else "–")
            for side in examined.sides
        ]
        print_line(make_table(("Side", "Reports", "Claims", "Until"), rows))
        print_line()
        print_line(f"Mandate   {examined.mandate.title} ({examined.mandate.name})")
        if examined.mandate_choice:
            print_line(f"          {examined.mandate_choice}")
        print_line(f"Dossier   {examined.index}")
    _print_errors(examined.errors)


def print_json(examined: Examined) -> None:
    """The same as one JSON object."""
    severities = Counter(problem.severity.value for problem in examined.problems)
    print_line(
        json.dumps(
            {
                "index": str(examined.index),
                "mandate": examined.mandate.name,
                "mandate_choice": examined.mandate_choice,
                "weights": examined.weights,
                "reports": examined.reports,
                "new_reports": examined.new_reports,
                "changed_reports": examined.changed_reports,
                "new_readings": examined.new_readings,
                "deposited": examined.deposited,
                "claims": examined.claims,
                "incidents": examined.incidents,
                "sides": [
                    {
                        "side": side.side,
                        "title": side.title,
                        "reports": side.reports,
                        "claims": side.claims,
                        "until": side.until.isoformat() if side.until else None,
                    }
                    for side in examined.sides
                ],
                "problems": {severity.value: severities[severity.value] for severity in Severity},
                "errors": [
                    {
                        "stage": problem.stage,
                        "code": problem.code,
                        "subject": problem.subject,
                        "message": problem.message,
                    }
                    for problem in examined.errors
                ],
                "exit_code": examined.exit_code,
            }
        )
    )


def print_refusal(error: ContactlineError | IntegrityError) -> None:
    """Why nothing was done, as one JSON object."""
    reason = {"kind": type(error).__name__, "message": error.diagnostics()}
    print_line(json.dumps({"error": reason, "exit_code": error.exit_code}))


def _counts(examined: Examined) -> str:
    severities = Counter(problem.severity for problem in examined.problems)
    words = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))
    problems = ", ".join(_count(severities[severity], word) for severity, word in words)
    numbers = ((examined.reports, "report"), (examined.claims, "claim"), (examined.incidents, "incident"))
    return f"{', '.join(_count(number, word) for number, word in numbers)}; problems: {problems}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _new(examined: Examined) -> str:
    changed = f" ({examined.changed_reports} of them changed)" if examined.changed_reports else ""
    return f"{_count(examined.new_reports, 'new report')}{changed}, {examined.new_readings} read in this run"


def _print_errors(errors: tuple[Problem, ...]) -> None:
    for problem in errors[:_SHOWN_ERRORS]:
        print_error(f"{problem.subject or problem.stage}: {problem.message}")
    if len(errors) > _SHOWN_ERRORS:
        print_error(f"… and {len(errors) - _SHOWN_ERRORS} more, in problems.jsonl")
