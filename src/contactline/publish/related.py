"""How an incident stands to others, as its page lists it, and the episode that it is part of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contactline.publish.naming import make_place_title, say_kind
from contactline.publish.phrases import count, join, say_when
from contactline.publish.view import View
from contactline.records.ids import IncidentId
from contactline.records.incidents import Episode, Incident, RelationKind

_FORWARD: Final = {
    RelationKind.ANSWER_TO: "told as an answer to",
    RelationKind.PART_OF: "part of",
    RelationKind.SAME_SERIES: "same series as",
    RelationKind.NEAR_TWIN: "not to be confused with",
}
_BACKWARD: Final = {RelationKind.ANSWER_TO: "told as answered by", RelationKind.PART_OF: "the whole of"}
"""The relations that stand with one of the two incidents only, as the other one's page says them."""
_WORDS: Final = (*_FORWARD.values(), *_BACKWARD.values())


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation: the words, the other incident, and why."""

    words: str
    title: str
    href: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """A dense stretch of hours; ``notice`` says in a sentence what that means."""

    anchor: str
    title: str
    notice: str
    when: str
    where: str
    kind: str
    reports: int
    candidates: str
    reason: str
    incidents: tuple[tuple[str, str], ...]


def make_relation_lines(view: View, incident: Incident) -> tuple[RelationLine, ...]:
    """All relations of an incident, those that stand with the other incident included, in the order of their words."""
    lines = [
        _line(view, _FORWARD[relation.kind], relation.other, relation.reason)
        for relation in incident.relations
        if relation.other in view.titles
    ]
    lines += [_line(view, _BACKWARD[kind], other, reason) for kind, other, reason in _iter_backward(view, incident)]
    return tuple(sorted(lines, key=lambda line: _WORDS.index(line.words)))


def say_relations(lines: tuple[RelationLine, ...]) -> str:
    """A sentence for the top of the page: how many relations of each kind."""
    numbers = {words: sum(1 for line in lines if line.words == words) for words in _WORDS}
    parts = [f"{words} {number}" for words, number in numbers.items() if number]
    return f"Among the other incidents it is {join(parts)}." if parts else ""


def make_episode_lines(view: View) -> tuple[EpisodeLine, ...]:
    """The episodes of a dossier."""
    return tuple(make_episode_line(view, episode) for episode in view.dossier.episodes)


def make_episode_line(view: View, episode: Episode) -> EpisodeLine:
    """One episode."""
    number = view.dossier.episodes.index(episode) + 1
    titles = tuple(
        (view.hide(view.titles[incident]), f"incident-{incident}.html")
        for incident in episode.incidents
        if incident in view.titles
    )
    return EpisodeLine(
        anchor=f"episode-{number}",
        title=view.hide(episode.title),
        notice=(
            f"{count(episode.reports, 'report')} within these hours here cannot be told apart one by one; shown as one "
            f"episode; the {count(len(titles), 'incident')} inside are hypotheses."
        ),
        when=say_when(episode.when),
        where="; ".join(make_place_title(view, view.places[p]).short for p in episode.places[:3] if p in view.places),
        kind=say_kind(episode.kind),
        reports=episode.reports,
        candidates=f"{episode.candidates:.0f}",
        reason=view.hide(episode.reason),
        incidents=titles,
    )


def _line(view: View, words: str, other: IncidentId, reason: str) -> RelationLine:
    return RelationLine(
        words=words,
        title=view.hide(view.titles[other]),
        href=f"incident-{other}.html",
        when=say_when(view.whens[other]),
        reason=view.hide(reason),
    )


def _iter_backward(view: View, incident: Incident) -> Iterator[tuple[RelationKind, IncidentId, str]]:
    for other, relation in view.related_from.get(incident.id, ()):
        if relation.kind in _BACKWARD:
            yield relation.kind, other, relation.reason
