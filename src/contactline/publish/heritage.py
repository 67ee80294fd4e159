"""What people judged of an incident's links, and what changed: merged, split, under which earlier ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contactline.publish.phrases import count, say_day
from contactline.publish.quoting import QuoteBook, Ref
from contactline.publish.view import View
from contactline.records.histories import ChangeKind, IncidentChange, find_earlier_ids
from contactline.records.ids import IncidentId
from contactline.records.incidents import Incident
from contactline.records.judgements import LinkJudgement, Verdict

_SELF: Final = {
    ChangeKind.MERGED_INTO: "It was merged into",
    ChangeKind.SPLIT_FROM: "It was split from",
    ChangeKind.RESTORED: "It became one of its own again",
    ChangeKind.DISSOLVED: "It was dissolved",
}
_OTHER: Final = {
    ChangeKind.MERGED_INTO: ("", "was merged into it"),
    ChangeKind.SPLIT_FROM: ("", "was split from it"),
    ChangeKind.RESTORED: ("", "became one of its own again; its claims had been here"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """The page of an incident, of today or of once."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One judgement: which quotes, of which other incident, by whom, when and why."""

    words: str
    refs: tuple[Ref, ...]
    other: Link | None
    author: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change, the words around the link to the other incident."""

    day: str
    before: str
    other: Link | None
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heritage:
    """All of it. ``earlier`` are ids that lead here."""

    judged: tuple[JudgedLine, ...]
    changes: tuple[ChangeLine, ...]
    earlier: tuple[IncidentId, ...]


@dataclass(frozen=True, slots=True)
class MovedPage:
    """What stands at the address of an incident that is no longer one of its own."""

    id: IncidentId
    today: Link | None
    changes: tuple[ChangeLine, ...]


def make_heritage(view: View, incident: Incident, book: QuoteBook) -> Heritage:
    """What a page says of one incident; all empty where nothing was judged and nothing changed."""
    return Heritage(
        judged=tuple(_judged(view, incident, book)),
        changes=tuple(_changes(view, incident.id)),
        earlier=find_earlier_ids(incident.id, view.redirects),
    )


def iter_moved_pages(view: View) -> Iterator[MovedPage]:
    """A page for every id that was once in force."""
    for id_, today in sorted(view.redirects.items()):
        if id_ not in view.titles:
            yield MovedPage(id_, _link(view, today) if today else None, tuple(_changes(view, id_)))


def find_judgements(view: View, incident: Incident) -> list[LinkJudgement]:
    """Judgements on at least one claim of an incident, oldest first."""
    mine = {judgement.id: judgement for claim in incident.claims for judgement in view.judgements_of.get(claim, ())}
    return sorted(mine.values(), key=lambda judgement: (judgement.made_at, judgement.id))


def _judged(view: View, incident: Incident, book: QuoteBook) -> Iterator[JudgedLine]:
    members = set(incident.claims)
    for judgement in find_judgements(view, incident):
        here = [claim for claim in (judgement.one.claim, judgement.other.claim) if claim in members]
        there = next((claim for claim in (judgement.one.claim, judgement.other.claim) if claim not in members), None)
        other = view.incident_of.get(there) if there else None
        yield JudgedLine(
            words="Joined" if judgement.verdict is Verdict.TOGETHER else "Kept apart",
            refs=tuple(book.ref(claim) for claim in here),
            other=_link(view, other) if other else None,
            author=view.hide(judgement.author),
            day=say_day(judgement.made_at.date()),
            reason=view.hide(judgement.reason),
        )


def _changes(view: View, incident: IncidentId) -> Iterator[ChangeLine]:
    for change in view.changes_of.get(incident, ()):
        day, reason = say_day(change.at.date()), view.hide(change.reason)
        if change.incident != incident:
            before, after = _OTHER[change.kind]
            yield ChangeLine(day, before, _link(view, change.incident), after, reason)
        elif change.kind is ChangeKind.SHRUNK:
            text = (
                f"{count(len(change.claims), 'claim')} left it and {'is' if len(change.claims) == 1 else 'are'} in none"
            )
            yield ChangeLine(day, text, None, "", reason)
        else:
            yield _say_self(view, change, day, reason)


def _say_self(view: View, change: IncidentChange, day: str, reason: str) -> ChangeLine:
    before = _SELF[change.kind]
    if change.other and change.kind is ChangeKind.RESTORED:
        before += "; its claims had been in"
    return ChangeLine(day, before, _link(view, change.other) if change.other else None, "", reason)


def _link(view: View, incident: IncidentId) -> Link:
    """Today's page by title and id (the parts of one incident may bear one title), an earlier id by itself."""
    title = view.titles.get(incident)
    return Link(f"{view.hide(title)} ({incident})" if title else incident, f"incident-{incident}.html")
