"""The shapes of the casualty register's files: ``persons.jsonl`` and ``tallies.jsonl``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from contactline.publish.exportbase import Count, Interval, LedgerRow, Span

Outcome = Literal["killed", "wounded", "missing", "captured", "released", "found"]
Range = Annotated[list[int], msgspec.Meta(min_length=2, max_length=2, description="fewest and most")]


class BondRow(msgspec.Struct, frozen=True):
    """Why a mention is held to be of one person with another mention; ``ledger`` adds up to ``total``.

    With a ``judgement`` a person decided, and the lines only tell what the rules would say.
    """

    other: str
    total: float
    ledger: list[LedgerRow]
    judgement: str | None


class SaidRow(msgspec.Struct, frozen=True):
    """What one claim says of the person."""

    claim: str
    fate: Outcome
    state: Literal["stated", "hedged", "denied"]
    side: str | None
    status: Literal["military", "civilian", "not said"]
    incident: str | None
    recalled: bool


class PersonMentionRow(msgspec.Struct, frozen=True):
    """One place in a report that speaks of the person; ``bond`` is null at the first.

    Of a child: initials, no age or year of birth, and the band of the age.
    """

    id: str
    report: str
    span: Span
    text: str
    name: str
    age: float | None
    age_band: str | None
    born: int | None
    rank: str | None
    given_at: Interval | None
    said: Annotated[list[SaidRow], msgspec.Meta(min_length=1)]
    bond: BondRow | None


class DoubtRow(msgspec.Struct, frozen=True):
    """Another person of the register who may be the same: for somebody to judge."""

    person: str
    mention: str
    other_mention: str
    total: float
    reason: str
    ledger: list[LedgerRow]


class RegisterRow(msgspec.Struct, frozen=True):
    """One line of ``persons.jsonl``: mentions that seem to speak of one person. A hypothesis."""

    id: str
    name: str | None
    name_withheld: bool
    also_written: list[str]
    fates: list[Outcome]
    sides: list[str]
    statuses: list[str]
    conflicts: list[str]
    incidents: list[str]
    mentions: list[PersonMentionRow]
    possibly: list[DoubtRow]


class TallyRow(msgspec.Struct, frozen=True):
    """One line of ``tallies.jsonl``: how many people at least and at most; ``incident`` is null for the whole period.

    ``status`` is null where civilians, soldiers and those of whom it is not said are taken together; ``max`` where a
    figure has an open end; ``figures`` where nobody gives a number.
    """

    incident: str | None
    fate: Outcome
    side: str | None
    status: Literal["military", "civilian"] | None
    min: Count
    max: Count | None
    told_apart: Range
    figures_min: Count | None
    figures_max: Count | None
    reason: str
    claims: list[str]
