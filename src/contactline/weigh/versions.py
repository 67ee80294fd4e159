"""Statements to versions: the values that one side gives on one question, each with how it is held and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import ClaimId, SideId
from contactline.records.incidents import State, Version, VersionValue
from contactline.weigh.statements import Statement

PRECEDENCE: Final = (State.ADMITTED, State.STATED, State.PARTLY_DENIED, State.DENIED, State.HEDGED)
"""Of several states of one value, or of one version, the first of these is shown: repetition never changes a state."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one side, ready to be compared.

    Attributes:
        speakers: keys of those who give it.
    """

    words: str
    key: str
    family: str
    state: State
    denies: bool
    claims: tuple[ClaimId, ...]
    speakers: frozenset[str]
    minimum: float | None
    maximum: float | None
    rank: int

    @property
    def is_firm(self) -> bool:
        """Whether somebody of the side says it without reservation."""
        return self.state is not State.HEDGED


@dataclass(frozen=True, slots=True)
class Answer:
    """All values of one side on one question."""

    question: str
    side: SideId
    state: State
    values: tuple[Value, ...]

    def to_version(self) -> Version:
        """The record that pages and files show."""
        values = tuple(
            VersionValue(value.words, value.state, value.claims, value.minimum, value.maximum) for value in self.values
        )
        return Version(self.question, self.side, self.state, values)


def make_answer(question: str, side: SideId, statements: Iterable[Statement]) -> Answer:
    """Gather one side's statements on one question; none give "not stated"."""
    groups: dict[tuple[str, bool], list[Statement]] = {}
    for statement in _drop_parts(list(statements)):
        groups.setdefault((statement[0].key, statement[0].denies), []).extend(statement)
    values = tuple(sorted((_make_value(group) for group in groups.values()), key=_sort_key))
    return Answer(question, side, _strongest([value.state for value in values]), values)


def _drop_parts(statements: list[Statement]) -> list[list[Statement]]:
    """Figures of one voice in one report: the largest is the total, smaller ones speak of parts and support it."""
    groups: dict[object, list[Statement]] = {}
    for number, statement in enumerate(statements):
        is_count = "/" in statement.question and statement.minimum is not None and statement.minimum > 0
        voice = (statement.view.claim.report, statement.view.speaker, statement.state)
        groups.setdefault(voice if is_count else number, []).append(statement)
    return [_total_first(group) for group in groups.values()]


def _total_first(group: list[Statement]) -> list[Statement]:
    return sorted(group, key=lambda statement: (-(statement.minimum or 0), statement.maximum is None))


def _make_value(statements: Sequence[Statement]) -> Value:
    first = statements[0]
    state = _strongest([statement.state for statement in statements])
    return Value(
        words=_say(first, state, statements),
        key=first.key,
        family=first.family,
        state=state,
        denies=first.denies and first.minimum != 0,
        claims=tuple(dict.fromkeys(statement.view.claim.id for statement in statements)),
        speakers=frozenset(statement.view.speaker for statement in statements),
        minimum=first.minimum,
        maximum=first.maximum,
        rank=first.rank,
    )


def _say(first: Statement, state: State, statements: Sequence[Statement]) -> str:
    """The value; a note only where everything that supports it has one."""
    if state is not State.HEDGED:
        return first.value
    notes = list(dict.fromkeys(statement.view.note for statement in statements))
    denied = f"denied: {first.value}" if first.denies and first.value not in {"no", "none"} else first.value
    return f"{denied} ({notes[0]})" if all(notes) else denied


def _strongest(states: Sequence[State]) -> State:
    return min(states, key=PRECEDENCE.index) if states else State.NOT_STATED


def _sort_key(value: Value) -> tuple[int, bool, int, float, str]:
    """Firm before hedged, affirmed before denied, the finer first, then by size and words."""
    return PRECEDENCE.index(value.state), value.denies, value.rank, value.minimum or 0.0, value.words
