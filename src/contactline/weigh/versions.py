"""Statements to versions: the values that one side gives on one question, each with how it is held and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from contactline.records.claims import NumberForm
from contactline.records.ids import ClaimId, ReportId, SideId
from contactline.records.incidents import State, Version, VersionValue, Voice
from contactline.weigh.revisions import Past, ValueKey, find_past
from contactline.weigh.said import ANSWERED, BROAD, IN_ANSWER, NO, YES, Statement
from contactline.weigh.views import View

PRECEDENCE: Final = (
    State.ADMITTED,
    State.STATED,
    State.PARTLY_DENIED,
    State.DENIED,
    State.HEDGED,
    State.DECLINED,
)
"""Of several states of one value, or of one version, the first of these is shown: repetition never changes a state."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one side, ready to be compared.

    Attributes:
        words: as a page prints it, with a note where it is only relayed.
        plain: the same without notes.
        speakers: keys of those who give it.
        roots: keys of the origins that give it.
        most: how often at most one report gives it; copies add nothing to it.
        within: of a place, the places that it lies in.
        is_relayed: all who give it are only quoted by somebody else.
        voices: who gives it, where and since when.
        names: of the speakers, by their keys.
        reports: that have it in a speaker's name, by the speaker's key.
        outlets: those of the speakers who are outlets in their own words.
        note: what is to be known beside it.
        age, outcome: of a person.
    """

    words: str
    plain: str
    key: str
    family: str
    state: State
    denies: bool
    claims: tuple[ClaimId, ...]
    speakers: frozenset[str]
    minimum: float | None
    maximum: float | None
    rank: int
    within: frozenset[str]
    can_be_broad: bool
    roots: frozenset[str]
    most: int
    is_relayed: bool
    voices: tuple[Voice, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    reports: Mapping[str, frozenset[ReportId]] = field(default_factory=dict)
    outlets: frozenset[str] = frozenset()
    note: str = ""
    age: float | None = None
    outcome: str = ""

    @property
    def is_past(self) -> bool:
        """Whether all who gave it have given another value since, or taken it back."""
        return all(voice.revised_on or voice.withdrawn for voice in self.voices) and bool(self.voices)

    @property
    def support(self) -> tuple[int, int]:
        """How many origins give it, and how often at most one report does."""
        return len(self.roots), self.most

    @property
    def is_firm(self) -> bool:
        """Whether somebody of the side says it without reservation."""
        return self.state is not State.HEDGED


@dataclass(frozen=True, slots=True)
class Answer:
    """All values of one side on one question.

    Attributes:
        declined: that the side declined to say anything, where it gives no value.
        as_of: day of the latest report of the side that was read on the incident; ``None`` where none was.
        silent: reports of the side that say nothing on the question, before it first says something.
        silent_until: day of the latest of these.
    """

    question: str
    side: SideId
    state: State
    values: tuple[Value, ...]
    declined: tuple[Value, ...] = ()
    as_of: date | None = None
    silent: tuple[ReportId, ...] = ()
    silent_until: date | None = None

    @property
    def leading(self) -> tuple[Value, ...]:
        """The values that count in a comparison: what stands, what is said firmly; or all where nothing is."""
        standing = tuple(value for value in self.values if not value.is_past) or self.values
        return tuple(value for value in standing if value.is_firm) or standing

    def to_version(self) -> Version:
        """The record that pages and files show."""
        values = tuple(
            VersionValue(
                value.words,
                value.state,
                value.claims,
                value.minimum,
                value.maximum,
                value.is_relayed,
                voices=value.voices,
                note=value.note,
            )
            for value in (self.values or self.declined)
        )
        return Version(self.question, self.side, self.state, values, self.as_of, self.silent, self.silent_until)


def make_answer(question: str, side: SideId, statements: Iterable[Statement]) -> Answer:
    """Gather one side's statements on one question; none give "not stated"."""
    groups: dict[tuple[str, bool], list[Statement]] = {}
    for part in _drop_parts(list(statements)):
        groups.setdefault((part[0].key, part[0].denies), []).extend(part)
    _absorb(groups)
    past = find_past(groups)
    values = _drop_broad([_make_value(group, past) for group in groups.values()])
    standing = [value for value in values if not value.is_past] or values
    return Answer(question, side, _strongest([one.state for one in standing]), tuple(sorted(values, key=_sort_key)))


def make_declined(statements: Sequence[Statement]) -> tuple[Value, ...]:
    """The one value that stands for "declined to comment"; none without statements."""
    return (_make_value(statements, {}),) if statements else ()


def _absorb(groups: dict[tuple[str, bool], list[Statement]]) -> None:
    """A term that is the end of one other, fuller term is that one: “military post” beside “northern military post”."""
    if _NONE in groups and _ANY_DENIED in groups:
        groups[_NONE] += groups.pop(_ANY_DENIED)  # who denies any says that there were none
    for key, denies in sorted(groups):
        if groups[key, denies][0].question.split("/")[0] not in _TERMS:
            return
        fuller = [other for other in groups if other[1] == denies and other[0].endswith(f" {key}")]
        if len(fuller) == 1:
            groups[fuller[0]] += groups.pop((key, denies))


_NONE: Final = (f"0/0/{NumberForm.NONE}", False)
_ANY_DENIED: Final = (f"some/{NumberForm.UNSPECIFIED}", True)
_TERMS: Final = frozenset({"damage", "law"})
_BROADENING: Final = frozenset({"where", "force"})


def _drop_broad(values: Sequence[Value]) -> list[Value]:
    """Without countries, regions and lines where a settlement or district is named at least as firmly."""
    return [value for value in values if value.rank != BROAD or not value.can_be_broad or not _has_finer(value, values)]


def _has_finer(value: Value, values: Iterable[Value]) -> bool:
    return any(other.rank < value.rank and (other.is_firm or not value.is_firm) for other in values)


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


def _make_value(statements: Sequence[Statement], past: Mapping[tuple[ValueKey, str], Past]) -> Value:
    """One value of all statements with one key; the words that most of them use."""
    first = statements[0]
    key = first.key, first.denies
    state = _strongest([statement.state for statement in statements])
    plain = _choose_words(statements)
    reports = Counter(statement.view.claim.report for statement in statements)
    return Value(
        words=_say(plain, first, state, statements),
        plain=plain,
        key=first.key,
        family=first.family if len({statement.family for statement in statements}) == 1 else "at",
        state=state,
        denies=first.denies and first.minimum != 0,
        claims=tuple(dict.fromkeys(statement.view.claim.id for statement in statements)),
        speakers=frozenset(statement.view.speaker for statement in statements),
        minimum=_find_minimum(statements),
        maximum=first.maximum,
        rank=min(statement.rank for statement in statements),
        within=first.within,
        can_be_broad=first.question.split("/")[0] in _BROADENING,
        roots=frozenset(statement.view.root for statement in statements),
        most=max(reports.values()),
        is_relayed=all(statement.view.note for statement in statements),
        voices=_make_voices(statements, {voice: found for (mine, voice), found in past.items() if mine == key}),
        names={statement.view.speaker: statement.view.voice for statement in reversed(statements)},
        reports=_group_reports(statements),
        outlets=frozenset(one.view.speaker for one in statements if one.view.claim.speaker.quote is None),
        note=first.note if all(statement.note == first.note for statement in statements) else "",
        age=first.age,
        outcome=first.outcome,
    )


def _group_reports(statements: Iterable[Statement]) -> dict[str, frozenset[ReportId]]:
    found: dict[str, set[ReportId]] = {}
    for statement in statements:
        found.setdefault(statement.view.speaker, set()).add(statement.view.claim.report)
    return {speaker: frozenset(reports) for speaker, reports in found.items()}


def _make_voices(statements: Iterable[Statement], past: Mapping[str, Past]) -> tuple[Voice, ...]:
    """Who gives a value: bodies, persons, outlets; those named by most reports first."""
    said: dict[str, list[View]] = {}
    for statement in statements:
        said.setdefault(statement.view.speaker, []).append(statement.view)
    made = [
        (len({view.claim.report for view in views}), _make_voice(views, past.get(key))) for key, views in said.items()
    ]
    return tuple(voice for _, voice in sorted(made, key=lambda pair: (-pair[0], pair[1].name)))


def _make_voice(views: Sequence[View], past: Past | None) -> Voice:
    days = [view.given.day for view in views if view.given]
    names = Counter(view.voice for view in views)
    return Voice(
        name=min(names, key=lambda name: (-names[name], name)),
        outlets=tuple(sorted({view.outlet for view in views})),
        first=min(days, default=None),
        last=max(days, default=None),
        revised_on=past.day if past and not past.withdrawn else None,
        withdrawn=past.withdrawn if past else False,
    )


def _find_minimum(statements: Sequence[Statement]) -> float | None:
    """The least number; of vague figures the one that says most. “None” stays none, whoever denies any beside it."""
    known = [statement.minimum for statement in statements if statement.minimum is not None]
    return max(known) if known and statements[0].maximum is None else statements[0].minimum


def _choose_words(statements: Sequence[Statement]) -> str:
    """The most common words; of a place, “from …” only where nobody says that it was hit."""
    if statements[0].minimum is not None:
        return statements[0].value  # of a figure the total comes first
    if statements[0].key == YES:
        firm = {one.value for one in statements if one.state is not State.HEDGED} or {one.value for one in statements}
        return IN_ANSWER if firm == {IN_ANSWER} else YES
    pool = [statement for statement in statements if statement.family != "from"] or statements
    counts = Counter(statement.value for statement in pool)
    return min(counts, key=lambda words: (-len(words.split()), -counts[words], words.swapcase()))


def _say(plain: str, first: Statement, state: State, statements: Sequence[Statement]) -> str:
    """The value; a note only where everything that supports it has one."""
    if state is not State.HEDGED:
        return plain
    notes = list(dict.fromkeys(statement.view.note for statement in statements))
    denied = f"denied: {plain}" if first.denies and plain not in {NO, ANSWERED, "none"} else plain
    return f"{denied} ({notes[0]})" if all(notes) else denied


def _strongest(states: Sequence[State]) -> State:
    return min(states, key=PRECEDENCE.index) if states else State.NOT_STATED


def _sort_key(value: Value) -> tuple[bool, bool, bool, int, int, int, float, str]:
    """What stands before what was revised, firm before hedged, affirmed before denied; then by support and fineness."""
    origins, times = value.support
    return (
        value.is_past,
        not value.is_firm,
        value.denies,
        -origins,
        value.rank,
        -times,
        value.minimum or 0.0,
        value.words,
    )
