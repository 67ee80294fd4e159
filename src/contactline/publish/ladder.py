"""The casualty ladder: every figure as a mark, in the order it was given. The template turns these numbers into SVG.

Sides are told apart by shape and dash, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from contactline.publish.drawing import SHAPES, Tick, shape_of, short_day
from contactline.publish.estimates import make_anchor
from contactline.publish.naming import make_side_title
from contactline.publish.phrases import say_day, say_number
from contactline.publish.quoting import QuoteBook, Ref, say_mention
from contactline.publish.view import View
from contactline.records.estimates import Estimate
from contactline.records.ids import SideId
from contactline.records.incidents import Rung, State

_LEFT, _RIGHT, _STEP = 46, 24, 44
_PANEL = 132
_TOP, _BOTTOM = 26, 96
_MOST_STATEMENTS = 60


@dataclass(frozen=True, slots=True)
class Dot:
    """One statement: its place, its reach (top and bottom of a range), and what it says."""

    x: float
    y: float
    top: float
    bottom: float
    open_top: bool
    shape: str
    denied: bool
    unnumbered: bool
    label: str
    title: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Line:
    """The steps of one side."""

    path: str
    shape: str


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One line of the ladder's table."""

    given: str
    speaker: str
    side: SideId | None
    side_title: str
    figure: str
    state: State
    ref: Ref


@dataclass(frozen=True, slots=True)
class Panel:
    """One group's ladder, and what its figures amount to, in words; empty where that is not known."""

    title: str
    width: float
    height: float
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    rows: tuple[LadderRow, ...]
    left_out: int
    estimate: str = ""
    estimate_href: str = ""


def make_ladder(
    view: View, rungs: Sequence[Rung], book: QuoteBook, estimates: Sequence[Estimate] = ()
) -> tuple[Panel, ...]:
    """One panel for each outcome, group and status, in the order of their first figures."""
    by_question = {estimate.question: estimate for estimate in estimates}
    groups: dict[tuple[str, SideId | None, str], list[Rung]] = {}
    for rung in sorted(rungs, key=lambda rung: _rung_order(view, rung)):
        groups.setdefault((rung.outcome, rung.group, rung.status), []).append(rung)
    ordered = sorted(groups, key=lambda key: _group_order(view, key))
    return tuple(_panel(view, key, groups[key], book, by_question.get("/".join(map(str, key)))) for key in ordered)


def _rung_order(view: View, rung: Rung) -> tuple[datetime, int, int]:
    return (rung.given_at or datetime.max.replace(tzinfo=UTC), view.order[rung.claim], rung.minimum)


def _group_order(view: View, key: tuple[str, SideId | None, str]) -> tuple[int, str, int, str]:
    outcome, group, status = key
    outcomes = ("killed", "wounded", "missing", "captured")
    rank = outcomes.index(outcome) if outcome in outcomes else len(outcomes)
    return (rank, outcome, SHAPES.index(shape_of(view, group)), status)


def say_group(view: View, outcome: str, group: SideId | None, status: str) -> str:
    """``Killed: civilians of the Azerbaijani side``."""
    who = {"civilian": "civilians", "military": "military", "not said": "people, status not said,"}.get(status, status)
    return f"{outcome.capitalize()}: {who} of {make_side_title(view, group).with_article}"


def _panel(
    view: View,
    key: tuple[str, SideId | None, str],
    rungs: list[Rung],
    book: QuoteBook,
    estimate: Estimate | None,
) -> Panel:
    drawn = rungs[:_MOST_STATEMENTS]
    top = max((rung.maximum if rung.maximum is not None else rung.minimum for rung in drawn), default=0) or 1
    dots = tuple(_dot(view, number, rung, top, book) for number, rung in enumerate(drawn))
    return Panel(
        title=say_group(view, *key),
        width=_LEFT + _RIGHT + _STEP * len(drawn) + 30,
        height=_PANEL,
        dots=dots,
        lines=tuple(_lines(view, drawn, dots)),
        levels=tuple(
            Tick(_y(level, top), f"{level}") for level in sorted({0, top} | ({top // 2} if top % 2 == 0 else set()))
        ),
        days=tuple(_days(drawn, dots)),
        rows=tuple(_ladder_row(view, rung, book) for rung in rungs),
        left_out=len(rungs) - len(drawn),
        estimate=view.hide(estimate.text) if estimate else "",
        estimate_href=f"#{make_anchor(estimate.question)}" if estimate else "",
    )


def _y(value: float, top: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)


def _dot(view: View, number: int, rung: Rung, top: int, book: QuoteBook) -> Dot:
    highest = rung.maximum if rung.maximum is not None else rung.minimum
    middle = rung.minimum if rung.maximum is None else (rung.minimum + rung.maximum) / 2
    figure = say_number(rung.minimum, rung.maximum, rung.form)
    row = _ladder_row(view, rung, book)
    title = f"{row.given}: {row.speaker} ({row.side_title}): {figure}, {rung.state.value}"
    return Dot(
        x=_LEFT + _STEP * number + _STEP / 2,
        y=_y(middle, top),
        top=_y(highest, top),
        bottom=_y(rung.minimum, top),
        open_top=rung.maximum is None and rung.form != "unspecified",
        shape=shape_of(view, rung.speaker_side),
        denied=rung.state in {State.DENIED, State.PARTLY_DENIED},
        unnumbered=rung.form == "unspecified",
        label=_short(rung),
        title="; ".join(filter(None, (title, row.ref.unsure))),
        ref=row.ref,
    )


def _short(rung: Rung) -> str:
    if rung.form == "unspecified":
        return "?"
    if rung.maximum is None:
        return f"{rung.minimum}+"
    if rung.minimum == rung.maximum:
        return f"~{rung.minimum}" if rung.form == "about" else f"{rung.minimum}"
    return f"{rung.minimum}–{rung.maximum}"


def _lines(view: View, rungs: Sequence[Rung], dots: Sequence[Dot]) -> list[Line]:
    """Steps between the figures that one side holds; what it denies is no step."""
    lines = []
    for shape in SHAPES:
        held = [dot for dot in dots if dot.shape == shape and not dot.denied and not dot.unnumbered]
        if len(held) > 1:
            steps = [f"M{held[0].x:g} {held[0].y:g}"] + [f"H{dot.x:g}V{dot.y:g}" for dot in held[1:]]
            lines.append(Line("".join(steps), shape))
    return lines


def _days(rungs: Sequence[Rung], dots: Sequence[Dot]) -> list[Tick]:
    ticks: list[Tick] = []
    last = ""
    for rung, dot in zip(rungs, dots, strict=True):
        day = short_day(rung.given_at.date()) if rung.given_at else "undated"
        if day != last:
            ticks.append(Tick(dot.x - _STEP / 2, day))
        last = day
    return ticks


def _ladder_row(view: View, rung: Rung, book: QuoteBook) -> LadderRow:
    return LadderRow(
        given=say_day(rung.given_at.date()) if rung.given_at else "date not known",
        speaker=_say_speaker(view, rung),
        side=rung.speaker_side,
        side_title=view.dossier.mandate.side_title(rung.speaker_side),
        figure=say_number(rung.minimum, rung.maximum, rung.form),
        state=rung.state,
        ref=book.ref(rung.claim, f"{rung.outcome}/{rung.group}/{rung.status}"),
    )


def _say_speaker(view: View, rung: Rung) -> str:
    """The speaker, with the fuller name where the claim's words are short ("he", "the ministry")."""
    speaker = view.claims[rung.claim].speaker
    return say_mention(view, speaker) if speaker.text == rung.speaker else view.hide(rung.speaker)
