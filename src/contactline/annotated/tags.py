"""Turns an annotated text into a row for the trainer: words, sentences, and one list of BIO tags for each head.

Decisions, the same for all heads:

* A mark covers every word that it shares a character with.
* Of marks that overlap in one head the outermost wins and the inner ones get no span there. For contents this is what
  the trainer does with the treebank's attributions: an attribution inside a content does not part it. The inner
  speaker and cue are still tagged, in their own head; pieces of one content (``o1+o2``) are spans of their own.
* Of several labels for one mark: ``act`` takes the first claim's; ``event`` likewise; ``modality`` takes ``negated``
  first (a claim that is passed on and denied is both ``reported`` and ``negated``), then the order of
  :data:`MODALITIES`; ``arole`` takes ``Actor``, then ``Target``, then the order of :data:`ROLES`.
* Spans begin with ``B-``, also where they touch and where a sentence ends inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from contactline.annotated.links import make_links
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText, Cut
from contactline.ports import Spotter
from contactline.records.claims import Modality, Polarity, Status
from contactline.records.ids import SideId
from contactline.records.quotes import Span
from contactline.records.sides import LABELS, Sides, find_sides

MODALITIES: Final = ("negated", "conditional", "future", "general", "hedged", "reported")
ROLES: Final = ("Actor", "Target", "Means", "Place", "PlaceFrom", "Time", "Damage")
HEADS: Final = ("cue", "content", "event", "act", "modality", "cas", "arole", "status", "party")

Row = dict[str, object]
_TOLD: Final = frozenset({Status.MILITARY, Status.CIVILIAN})


class _Label(NamedTuple):
    """A label on a mark; of several on one mark the lowest ``rank`` wins, then the first."""

    mark: str
    label: str
    rank: int = 0


def make_row(text: AnnotatedText, cut: Cut, names: Spotter) -> Row:
    """The row of one text.

    Args:
        text: as parsed; marks that no line uses leave no tag.
        cut: the tokeniser that the reader will use too: sentences as lists of the spans of their words.
        names: finds the names of the conflict.

    Returns:
        ``doc``, ``conflict``, ``words``, ``spaces`` (whether one follows the word), ``sent`` (number of the word's
        sentence, from 0, the headline being one) and a list of tags under the name of every head.
    """
    sentences = cut(text.report)
    spans = [span for sentence in sentences for span in sentence]
    sent = [number for number, sentence in enumerate(sentences) for _ in sentence]
    source = text.report.text
    row: Row = {
        "doc": f"{text.conflict}/{text.name}",
        "conflict": text.conflict,
        "words": [source[span.start : span.end] for span in spans],
        "spaces": [source[span.end : span.end + 1].isspace() for span in spans],
        "sent": sent,
    }
    sides = find_sides(names.spot(source), text.report.meta.side)
    row["sides"] = [sides.number_at(span.start, span.end) for span in spans]
    row["publisher"] = sides.publisher
    for head in HEADS:
        row[head] = _tag(text, spans, sent, _iter_labels(head, text, sides))
    row["links"] = make_links(text, spans, sent)
    return row


# -- labels


def _iter_labels(head: str, text: AnnotatedText, sides: Sides) -> Iterator[_Label]:
    if head == "cas":
        yield from (_Label(entry.mark, entry.outcome.value) for entry in text.casualties)
        return
    if head == "status":
        yield from (_Label(entry.mark, entry.status.value) for entry in text.casualties if entry.status in _TOLD)
    if head == "party":
        yield from (label for entry in text.casualties for label in _party(sides, entry.mark, entry.side, 1))
    for claim in text.claims:
        match head:
            case "cue":
                yield from _cue_labels(claim)
            case "content":
                yield from (_Label(mark, "Content") for mark in claim.content)
            case "event":
                yield from (_Label(mark, claim.kind.value) for mark in claim.trigger)
            case "act":
                yield from (_Label(mark, claim.act.value.replace(" ", "_")) for mark in claim.cue)
            case "modality":
                yield from _modality_labels(claim)
            case "status":
                yield from (_Label(t.mark, t.status.value, 1) for t in claim.targets if t.mark and t.status in _TOLD)
            case "party":
                yield from (label for n in claim.iter_named() if n.mark for label in _party(sides, n.mark, n.side))
            case _:
                yield from _role_labels(claim)


def _party(sides: Sides, mark: str, side: SideId | None, rank: int = 0) -> Iterator[_Label]:
    """Whose side somebody is on: ``first``, ``second`` or ``third``, as far as the text's names number the sides."""
    number = sides.number_of(side)
    yield from (_Label(mark, label, rank) for label, own in LABELS.items() if own == number)


def _cue_labels(claim: AnnotatedClaim) -> Iterator[_Label]:
    yield from (_Label(mark, "Cue") for mark in claim.cue)
    if claim.cue and claim.speaker.mark:
        yield _Label(claim.speaker.mark, "Source", 1)


def _modality_labels(claim: AnnotatedClaim) -> Iterator[_Label]:
    label = "negated" if claim.polarity is Polarity.NEGATIVE else claim.modality.value
    if label != Modality.FACT:
        rank = MODALITIES.index(label)
        yield from (_Label(mark, label, rank) for mark in claim.trigger or claim.casualties)


def _role_labels(claim: AnnotatedClaim) -> Iterator[_Label]:
    actors = (named.mark for named in claim.actors)
    targets = (named.mark for named in claim.targets)
    groups = (actors, targets, claim.means, claim.places, claim.places_from, claim.time, claim.damage)
    for rank, (role, marks) in enumerate(zip(ROLES, groups, strict=True)):
        yield from (_Label(mark, role, rank) for mark in marks if mark)


# -- tags


def _tag(text: AnnotatedText, words: list[Span], sent: list[int], labels: Iterable[_Label]) -> list[str]:
    chosen: dict[str, _Label] = {}
    for label in labels:
        known = chosen.get(label.mark)
        if known is None or label.rank < known.rank:
            chosen[label.mark] = label
    tags = ["O"] * len(words)
    for mark in text.marks:  # outer ones come before inner ones
        if mark.id not in chosen:
            continue
        covered = [number for number, word in enumerate(words) if word.overlaps(mark.span)]
        if any(tags[number] != "O" for number in covered):
            continue
        for number in covered:
            begins = number == covered[0] or sent[number] != sent[number - 1]
            tags[number] = f"{'B' if begins else 'I'}-{chosen[mark.id].label}"
    return tags
