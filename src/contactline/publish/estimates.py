"""Estimates as the page of an incident shows them: words first, then the range, then the sum line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contactline.publish.quoting import QuoteBook, Ref
from contactline.publish.view import View
from contactline.records.estimates import Calibration, Estimate, Hypothesis, Spread, WeightLine, Worth
from contactline.records.incidents import Weighing

_WIDE: Final = 320.0
"""Width of a bar's axis in the drawing."""
_QUESTIONS: Final = {"fired": "Who fired?", "fired_first": "Who fired first?"}
_LEAST_AXIS: Final = 4
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the range from ``x`` for ``width``, the inner range, and the mark in it.

    Attributes:
        words: the value in words, beside the bar.
        outside: marks of the least and the greatest reported figure; none for probabilities.
    """

    label: str
    words: str
    x: float
    width: float
    inner_x: float
    inner_width: float
    mark: float
    outside: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PartLine:
    """One origin within a line of the sum."""

    origin: str
    text: str
    alone: str
    lost: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the sum."""

    text: str
    points: str
    refs: tuple[Ref, ...]
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One estimate.

    Attributes:
        lacking: there is no number; ``text`` says why.
        balance: what positive points of the sum speak for.
        ticks: places on the axis with their words.
        changing: origins without which the picture is another one.
        steady: how many origins change nothing by themselves.
        missing: what would move it, with where to.
    """

    anchor: str
    question: str
    text: str
    lacking: bool
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    balance: str
    lines: tuple[SumLine, ...]
    total: str
    changing: tuple[str, ...]
    steady: int
    missing: tuple[str, ...]
    calibration: str
    notes: tuple[str, ...]
    model: str
    source: str


def make_estimate_lines(view: View, weighing: Weighing, book: QuoteBook) -> tuple[EstimateLine, ...]:
    """All estimates of an incident, in their order."""
    questions = {question.id: question.text for question in weighing.questions} | _QUESTIONS
    return tuple(
        _make_line(view, estimate, questions.get(estimate.question, estimate.question), book)
        for estimate in weighing.estimates
    )


def make_anchor(question: str) -> str:
    """Where the estimate on a question stands on the page."""
    return "e-" + re.sub(r"[^\w-]+", "-", question)


def _make_line(view: View, estimate: Estimate, question: str, book: QuoteBook) -> EstimateLine:
    hide, ledger = view.hide, estimate.ledger
    top = _find_top(estimate.spread) if estimate.spread else 1
    changing = tuple(hide(one.text) for one in estimate.dependences if one.changes)
    return EstimateLine(
        anchor=make_anchor(estimate.question),
        question=question,
        text=hide(estimate.text),
        lacking=estimate.basis is not None,
        bars=tuple(_make_bars(view, estimate, top)),
        ticks=_make_ticks(estimate.spread, top),
        balance=hide(ledger.balance) if ledger else "",
        lines=tuple(_make_sum_line(view, line, book) for line in ledger.lines) if ledger else (),
        total=_say_points(ledger.total) if ledger else "",
        changing=changing[:_SHOWN],
        steady=len(estimate.dependences) - len(changing),
        missing=tuple(_say_missing(view, estimate))[:_SHOWN],
        calibration=_say_calibration(estimate.calibration),
        notes=tuple(hide(note) for note in estimate.notes),
        model=estimate.model,
        source=estimate.source,
    )


# -- the drawing


def _make_bars(view: View, estimate: Estimate, top: int) -> Iterator[Bar]:
    for one in estimate.hypotheses:
        low, high = _WIDE * one.low, _WIDE * one.high
        yield Bar(
            view.hide(one.text), _say_chance(one), low, high - low, low, high - low, round(_WIDE * one.probability, 1)
        )
    spread = estimate.spread
    if spread:
        yield _make_bar(spread, top)


def _make_bar(spread: Spread, top: int) -> Bar:
    (low, high), (inner, outer) = spread.most, spread.half
    unit = _WIDE / top
    reported = tuple(round(min(value, top) * unit, 1) for value in spread.reported if value is not None)
    words = f"{spread.median:g}; {_say_between(inner, outer)} (50 %), {_say_between(low, high)} (90 %)"
    marks = [round(value * unit, 1) for value in (low, high - low, inner, outer - inner, spread.median)]
    return Bar("estimate", words, marks[0], marks[1], marks[2], marks[3], marks[4], reported)


def _find_top(spread: Spread) -> int:
    return max(_LEAST_AXIS, spread.most[1], *(value for value in spread.reported if value is not None))


def _make_ticks(spread: Spread | None, top: int) -> tuple[tuple[float, str], ...]:
    if spread is None:
        return tuple((_WIDE * share / 100, f"{share} %") for share in (0, 25, 50, 75, 100))
    step = max(1, round(top / 4))
    return tuple((round(_WIDE * value / top, 1), str(value)) for value in range(0, top + 1, step))


def _say_between(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _say_chance(one: Hypothesis) -> str:
    """The word, then the number, then its range: words first."""
    low, high = _say_percent(one.low), _say_percent(one.high)
    between = f", {low} to {high}" if low != high else ""
    return f"{one.word}: {_say_percent(one.probability)} %{between}"


def _say_percent(share: float) -> str:
    """Whole per cent; what is no certainty is never shown as one."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1.0:
        return "over 99"
    return "under 1" if rounded == 0 and share > 0.0 else f"{rounded}"


# -- the sum


def _make_sum_line(view: View, line: WeightLine, book: QuoteBook) -> SumLine:
    parts = line.parts if len(line.parts) > 1 else ()
    return SumLine(
        text=view.hide(line.text),
        points=_say_points(line.points),
        refs=book.refs(line.claims),
        parts=tuple(_make_part(view, part, book) for part in parts),
    )


def _make_part(view: View, part: Worth, book: QuoteBook) -> PartLine:
    return PartLine(
        view.hide(part.origin),
        view.hide(part.text),
        _say_points(part.alone),
        _say_points(part.lost),
        book.refs(part.claims),
    )


def _say_points(points: float) -> str:
    rounded = round(points, 1)
    return "0.0" if not rounded else f"{rounded:+.1f}".replace("-", "−")


def _say_missing(view: View, estimate: Estimate) -> Iterator[str]:
    named = view.hide(estimate.hypotheses[0].text) if estimate.hypotheses else ""
    for one in estimate.missing:
        if named:
            yield f"{view.hide(one.text)}: “{named}” would go to {_say_percent(one.low)} to {_say_percent(one.high)} %."
        else:
            yield f"{view.hide(one.text)}: the middle would go to {one.low:g} to {one.high:g}."


def _say_calibration(calibration: Calibration | None) -> str:
    if calibration is None:
        return ""
    if calibration.measured_on is None:
        return (
            f"No calibration is in force for such incidents ({calibration.stratum}): how often statements like this "
            "are right has not been measured on a real line."
        )
    return (
        f"Calibration in force ({calibration.stratum}): sums divided by {calibration.temperature:.2f}, measured on "
        f"{calibration.count} incidents whose answer is known, {calibration.measured_on.isoformat()}."
    )
