"""Cautions: what a reader must know about what the comparisons of an incident rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contactline.records.ids import ClaimId, ReportId, SideId
from contactline.records.incidents import Origin, Remark, RemarkKind, Version
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.given import find_given
from contactline.weigh.makers import make_day
from contactline.weigh.phrases import say_list, say_side
from contactline.weigh.said import NO, Statement

ODD_NUMBER: Final = 10_000
"""People in one incident from which on a figure is said to be odd."""
ODD_FACTOR: Final = 20
"""How many times the next smaller figure on the same question a figure is when it is said to be odd."""
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What cautions are drawn from: the statements, the reports and their publishers' sides, and the origins."""

    statements: tuple[Statement, ...]
    reports: tuple[Report, ...]
    sides: Mapping[ReportId, SideId]
    origins: tuple[Origin, ...]


def make_remarks(facts: Facts, mandate: Mandate) -> tuple[Remark, ...]:
    """All cautions on one incident, in a fixed order."""
    return (
        *_remark_basis(facts, mandate),
        *_remark_denied(facts.statements),
        *_remark_dated_ahead(facts),
        *_remark_evidence(facts.statements),
        *_remark_figures(facts.statements),
    )


def _remark_basis(facts: Facts, mandate: Mandate) -> Iterator[Remark]:
    count = len(facts.reports)
    if count == 1:
        yield Remark(RemarkKind.ONE_REPORT, "Only one report was read on this incident: nothing here is confirmed.")
    elif count > 1 and len(facts.origins) == 1:
        text = f"All {count} reports go back to one origin: they count as one, however many they are."
        yield Remark(RemarkKind.ONE_ORIGIN, text)
    read = {facts.sides.get(report.id) for report in facts.reports}
    side = next((one.id for one in mandate.sides if read == {one.id}), None)
    if count > 1 and side is not None:
        text = f"Only reports of {say_side(side, mandate)} were read: where nobody objects, nobody was heard."
        yield Remark(RemarkKind.ONE_SIDE, text)


def _remark_denied(statements: Iterable[Statement]) -> Iterator[Remark]:
    happened = [one for one in statements if one.question == "happened"]
    if happened and all(one.key == NO for one in happened):
        yield Remark(
            RemarkKind.ALL_DENIED, "All who speak of it deny that it happened; nobody states it.", _claims(happened)
        )


def _remark_dated_ahead(facts: Facts) -> Iterator[Remark]:
    """Reports from before the day that their own claims give: the date of the report, or the reading, is wrong."""
    published = {report.id: given.day for report in facts.reports if (given := find_given(report))}
    ahead = [
        one
        for one in facts.statements
        if one.question == "day" and _is_ahead(one, published.get(one.view.claim.report))
    ]
    names = sorted({one.view.outlet for one in ahead})
    if ahead:
        text = (
            f"{say_list(names, 3)} {'is' if len(names) == 1 else 'are'} dated before the day that "
            f"{'it tells' if len(names) == 1 else 'they tell'} of ({ahead[0].value}): the date of the report, or our "
            "reading of the day, is wrong."
        )
        yield Remark(RemarkKind.DATED_AHEAD, text, _claims(ahead))


def _is_ahead(statement: Statement, published: date | None) -> bool:
    time = statement.view.occurrence.time
    if published is None or time is None or time.when is None:
        return False
    return time.when.earliest.date() > published


def remark_withdrawn(versions: Iterable[Version]) -> tuple[Remark, ...]:
    """What its own speaker has since denied: it is kept in the table, and compared no more."""
    values = [
        value
        for version in versions
        for value in version.values
        if value.is_past and any(voice.withdrawn for voice in value.voices)
    ]
    if not values:
        return ()
    names = sorted({voice.name for value in values for voice in value.voices if voice.withdrawn})
    verb = "has" if len(names) == 1 else "have"
    text = f"{say_list(names, 3)} {verb} withdrawn a statement: it is kept, marked, and compared no more."
    claims = tuple(dict.fromkeys(claim for value in values for claim in value.claims))
    return (Remark(RemarkKind.WITHDRAWN, text, claims),)


# -- evidence with a date of its own


def note_evidence(statements: Sequence[Statement]) -> list[Statement]:
    """Statements, with a note at evidence that is said to be of another day than all that the others tell."""
    days = [one for one in statements if one.question == "day" and not one.view.claim.evidence]
    return [_note(one, days) if one.question == "evidence" else one for one in statements]


def _note(statement: Statement, days: Sequence[Statement]) -> Statement:
    time = statement.view.occurrence.time
    if time is None or time.when is None or not days:
        return statement
    own = make_day(statement.view, time.when)
    if any(_overlap(own, day) for day in days):
        return statement
    last = max(day.maximum or 0.0 for day in days)
    word = "after" if (own.minimum or 0.0) > last else "before"
    return replace(statement, note=f"of {own.value}, {word} the incident")


def _overlap(one: Statement, other: Statement) -> bool:
    return (one.minimum or 0.0) <= (other.maximum or 0.0) and (other.minimum or 0.0) <= (one.maximum or 0.0)


def _remark_evidence(statements: Iterable[Statement]) -> Iterator[Remark]:
    shown = [one for one in statements if one.question == "evidence" and not one.denies]
    late = [one for one in shown if "after" in one.note]
    if late:
        words = say_list(sorted({f"{one.value} {one.note}" for one in late}), 3)
        scope = "All evidence" if len(late) == len(shown) else "Some evidence"
        text = f"{scope} that is said to be shown is of a later day ({words}): it cannot show the incident itself."
        yield Remark(RemarkKind.LATER_EVIDENCE, text, _claims(late))


# -- figures that cannot be taken as they stand


def _remark_figures(statements: Iterable[Statement]) -> Iterator[Remark]:
    by_question: dict[str, list[Statement]] = {}
    for one in statements:
        if one.question.count("/") == 2 and one.minimum is not None and not one.denies:
            by_question.setdefault(one.question, []).append(one)
    odd = [one for figures in by_question.values() for one in figures if _is_odd(one, figures)]
    if odd:
        words = say_list(list(dict.fromkeys(one.value for one in odd)), 3)
        plural = len({one.value for one in odd}) > 1
        text = (
            f"The figure{'s' if plural else ''} {words} {'stand' if plural else 'stands'} in the text and "
            f"{'are' if plural else 'is'} far above what others give: a slip, an invention or a misreading. "
            "Check the quote."
        )
        yield Remark(RemarkKind.ODD_FIGURE, text, _claims(odd))


def _is_odd(one: Statement, figures: Sequence[Statement]) -> bool:
    number = one.minimum or 0.0
    others = [figure.minimum or 0.0 for figure in figures if (figure.minimum or 0.0) < number]
    return number >= ODD_NUMBER or (bool(max(others, default=0.0)) and number >= ODD_FACTOR * max(others))


def _claims(statements: Iterable[Statement]) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(one.view.claim.id for one in statements))
