"""Why linked: what holds each claim in its incident, in decibans and in words.

A deciban counts as in acoustics: 10 of them say that what is compared is ten times as likely if both accounts speak of
one happening than if they do not, 20 a hundred times, −10 a tenth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.publish.exports import Word
from contactline.publish.quoting import QuoteBook, Ref
from contactline.publish.view import View
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Incident, LedgerLine, Membership, Tie

SURE: Final = 0.9
PROBABLE: Final = 2 / 3
CLEAR_DB: Final = 10.0
CLOSE_DB: Final = 3.0
"""Ten to one is 10 dB and a score of 0.9, two to one is 3 dB and two thirds: one rule in two forms."""
_BAR: Final = 56.0  # half the width of the drawing
_LEAST_SCALE: Final = 10.0


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One field of the sum; the bar begins at ``x`` and is hollow where the field speaks against."""

    field: str
    text: str
    points: str
    x: float
    width: float
    against: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """The next best incident, with a link to its page where it has one."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why one account belongs to its incident.

    Attributes:
        ref: its first claim.
        others: how many more claims belong to the same account.
        word: ``surely``, ``probably`` or ``perhaps``.
        partner: the claim that it was compared with.
        total: over all accounts of the incident; empty where nothing was added up.
        margin: how far the next best incident lies behind, in words, around the link to it.
    """

    ref: Ref
    anchor: str
    others: int
    word: str
    score: float
    reason: str
    partner: Ref | None
    rows: tuple[LedgerRow, ...]
    pair_total: str
    total: str
    margin: tuple[str, str]
    rival: Rival | None


@dataclass(frozen=True, slots=True)
class WhyNote:
    """What stands at one claim: the whole reason at an account's first claim, a pointer to it at the others."""

    why: Why
    is_first: bool
    reason: str


def make_whys(view: View, incident: Incident, book: QuoteBook) -> tuple[tuple[Why, ...], Mapping[ClaimId, WhyNote]]:
    """The reasons of all accounts in the order of their first claims, and what stands at each claim."""
    whys: list[Why] = []
    notes: dict[ClaimId, WhyNote] = {}
    alone = len({view.claims[member.claim].report for member in incident.members}) == 1
    for members in _group(view, incident):
        why = _make_why(view, incident, members, book, alone=alone)
        whys.append(why)
        for number, member in enumerate(members):
            notes[member.claim] = WhyNote(why, number == 0, view.hide(member.reason))
    return tuple(whys), notes


def find_word(member: Membership) -> Word:
    """How sure the membership is: ``surely`` from ten to one on, ``probably`` from two to one on, else ``perhaps``.

    Both have to hold: its score, and its lead before the next best incident where there is one.
    """
    margin = member.tie.margin if member.tie else None
    if member.score >= SURE and (margin is None or margin >= CLEAR_DB):
        return "surely"
    if member.score >= PROBABLE and (margin is None or margin >= CLOSE_DB):
        return "probably"
    return "perhaps"


def _group(view: View, incident: Incident) -> list[list[Membership]]:
    """Members by account: those of one report with one tie; without ties those of one report with one score."""
    ties: dict[ReportId, set[Tie]] = {}
    for member in incident.members:
        if member.tie is not None:
            ties.setdefault(view.claims[member.claim].report, set()).add(member.tie)
    groups: dict[tuple[ReportId, Tie | float], list[Membership]] = {}
    for member in sorted(incident.members, key=lambda member: view.order[member.claim]):
        report = view.claims[member.claim].report
        known = ties.get(report, set())
        key = member.tie or (next(iter(known)) if len(known) == 1 else member.score)
        groups.setdefault((report, key), []).append(member)
    return list(groups.values())


def _make_why(view: View, incident: Incident, members: Sequence[Membership], book: QuoteBook, *, alone: bool) -> Why:
    first = members[0]
    tie = next((member.tie for member in members if member.tie is not None), None)
    ref = book.ref(first.claim)
    partner = book.ref(tie.partner) if tie and tie.partner in incident.claims else None
    return Why(
        ref=ref,
        anchor=f"why{ref.number}",
        others=len(members) - 1,
        word="" if alone and tie is None else find_word(first),
        score=first.score,
        reason=view.hide(first.reason),
        partner=partner,
        rows=make_ledger_rows(view, tie.ledger) if tie else (),
        pair_total=say_points(sum(line.points for line in tie.ledger)) if tie else "",
        total=say_points(tie.total) if tie else "",
        margin=_say_margin(tie) if tie else ("", ""),
        rival=_find_rival(view, incident, tie) if tie else None,
    )


def make_ledger_rows(view: View, ledger: Sequence[LedgerLine]) -> tuple[LedgerRow, ...]:
    """The lines of a sum, each with its bar; the longest fills half the drawing."""
    scale = max([_LEAST_SCALE, *(abs(line.points) for line in ledger)])
    rows = []
    for line in ledger:
        width = round(_BAR * abs(line.points) / scale, 1)
        x = 60.0 - (width if line.points < 0 else 0.0)
        points = say_points(line.points)
        rows.append(LedgerRow(line.field, view.hide(line.text), points, round(x, 1), width, line.points < 0))
    return tuple(rows)


def say_points(points: float) -> str:
    """``+12.3``, ``−4.0``, ``0.0``: with a true minus sign, so that it is not taken for a dash."""
    rounded = round(points, 1)
    return "0.0" if not rounded else f"{rounded:+.1f}".replace("-", "−")


def _say_margin(tie: Tie) -> tuple[str, str]:
    """The words before and after the name of the next best incident."""
    if tie.margin is None:
        return "No other incident came into question.", ""
    ahead = f"{tie.margin:.0f} dB".replace("-", "−")
    beyond = "standing by itself" if tie.runner_up is None else "the next best incident,"
    if tie.margin < CLOSE_DB:
        return f"{ahead}: it could as well " + ("stand by itself" if tie.runner_up is None else "belong to"), "."
    return f"{ahead} ahead of {beyond}", ": clear." if tie.margin >= CLEAR_DB else ": likely, not certain."


def _find_rival(view: View, incident: Incident, tie: Tie) -> Rival | None:
    if tie.margin is None or tie.runner_up is None:
        return None
    other = view.incident_of.get(tie.runner_up)
    if other is None or other == incident.id:
        return Rival("another one", "")
    return Rival(view.hide(view.titles[other]), f"incident-{other}.html")
