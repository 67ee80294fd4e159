"""The shape of ``period.json``."""

from __future__ import annotations

from typing import Literal

import msgspec

Table = Literal["all", "fired", "reported", "kind", "place", "week"]


class TallyRow(msgspec.Struct, frozen=True):
    """A number of incidents and the middle 90 % of what it would be, when claims belong as surely as linking says."""

    count: int
    low: int
    high: int


class CountRow(msgspec.Struct, frozen=True):
    """One row of one table.

    ``table`` is ``all``, ``fired`` (``key``: side said to have fired, or null where nobody says), ``reported``
    (``key``: side that reports), ``kind``, ``place`` or ``week`` (``key``: its Monday). In every table but ``fired``
    and ``reported`` there is a row for each ``fired`` too: those in which that side is said to have fired.

    ``said_by`` and ``denied_by`` are incidents by side of the speaker, ``alone`` those that nobody else reports;
    null where a table has no such column. ``reports`` are by side of the publisher, "" where it is not known.
    """

    table: Table
    key: str | None
    title: str
    fired: str | None
    claimed: TallyRow
    corroborated: TallyRow
    said_by: dict[str, int] | None
    denied_by: dict[str, int] | None
    alone: int | None
    reports: dict[str, int] | None
    origins: int | None
    incidents: list[str] | None
    unsettled: int | None


class PeopleRow(msgspec.Struct, frozen=True):
    """How many people in all, estimated by itself over the incidents with a figure; ``low`` to ``high`` hold 90 %."""

    outcome: Literal["killed", "wounded"]
    side: str
    status: str
    median: float
    low: int
    high: int
    incidents: int
    text: str
    model: str


class PeriodRow(msgspec.Struct, frozen=True):
    """``period.json``: claimed and corroborated incidents; nothing in it is in an order of weight."""

    since: str | None
    until: str | None
    zone: str
    incidents: int
    left_out: int
    in_episodes: int
    rows: list[CountRow]
    totals: list[PeopleRow]
