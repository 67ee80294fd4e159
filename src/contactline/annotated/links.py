"""How the marks of an annotated text hang together: what teaches the reader to put claims together.

A claim stands on its **anchor**: the trigger; without one the first casualties, then the first damage, then the cue.
It belongs to a **voice**: the cue that attributes it, or nobody's cue, which is the publisher's voice. So a claim is a
pair of voice and anchor with an act, a polarity, a modality and an order; a value is a pair of its mark and an anchor
with a role; a speaker is a pair of the mark that names somebody and a cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from contactline.annotated.texts import AnnotatedClaim, AnnotatedText
from contactline.records.quotes import Span

PUBLISHER: Final = -1
"""The voice of a claim that no cue attributes."""

Links = dict[str, list[list[object]]]


def make_links(text: AnnotatedText, words: Sequence[Span], sent: Sequence[int]) -> Links:
    """The links of a text.

    Args:
        text: as parsed.
        words: spans of its words.
        sent: for each word the number of its sentence.

    Returns:
        ``spans``: sentence, first and last word (half-open, counted in the sentence) of every mark that is linked;
        and by their numbers ``voices``, ``anchors``, ``values``, ``sources`` (candidates, one-item lists), ``claims``
        (voice, anchor, act, polarity, modality, order), ``arguments`` (value, anchor, role), ``speakers`` (source, cue,
        ``speaks`` or ``relays``). Marks over several sentences are left out.
    """
    places: dict[str, list[object]] = {}
    for mark in text.marks:
        place = _place(mark.span, words, sent)
        if place is not None:
            places[mark.id] = place
    numbers = {mark: number for number, mark in enumerate(places)}
    links: Links = {"spans": list(places.values())}
    links |= {name: [] for name in ("voices", "anchors", "values", "sources", "claims", "arguments", "speakers")}
    for claim in text.claims:
        _link(claim, numbers, links)
    return {name: _distinct(rows) if name != "spans" else rows for name, rows in links.items()}


def _place(span: Span, words: Sequence[Span], sent: Sequence[int]) -> list[object] | None:
    covered = [number for number, word in enumerate(words) if word.overlaps(span)]
    if not covered or sent[covered[0]] != sent[covered[-1]]:
        return None
    begin = next(number for number, sentence in enumerate(sent) if sentence == sent[covered[0]])
    return [sent[covered[0]], covered[0] - begin, covered[-1] + 1 - begin]


def _link(claim: AnnotatedClaim, numbers: dict[str, int], links: Links) -> None:
    cue = next((numbers[mark] for mark in claim.cue if mark in numbers), None)
    anchors = [mark for marks in (claim.trigger, claim.casualties, claim.damage, claim.cue) for mark in marks]
    anchor = next((numbers[mark] for mark in anchors if mark in numbers), None)
    for name, marks in (("voices", claim.cue), ("anchors", tuple(anchors))):
        links[name] += [[numbers[mark]] for mark in marks if mark in numbers]
    if cue is not None:
        for named, role in ((claim.speaker, "speaks"), *((one, "relays") for one in claim.relay)):
            if named.mark in numbers:
                links["sources"].append([numbers[named.mark]])
                links["speakers"].append([numbers[named.mark], cue, role])
    if anchor is None:
        return
    voice = PUBLISHER if cue is None else cue
    links["claims"].append(
        [voice, anchor, str(claim.act).replace(" ", "_"), str(claim.polarity), str(claim.modality), str(claim.order)]
    )
    for mark, role in _values(claim):
        if mark in numbers:
            links["values"].append([numbers[mark]])
            links["arguments"].append([numbers[mark], anchor, role])


def _values(claim: AnnotatedClaim) -> Iterator[tuple[str, str]]:
    yield from ((named.mark, "Actor") for named in claim.actors if named.mark)
    yield from ((named.mark, "Target") for named in claim.targets if named.mark)
    groups = (claim.means, claim.places, claim.places_from, claim.time, claim.casualties, claim.damage)
    for role, marks in zip(("Means", "Place", "PlaceFrom", "Time", "Casualties", "Damage"), groups, strict=True):
        yield from ((mark, role) for mark in marks)


def _distinct(rows: list[list[object]]) -> list[list[object]]:
    return [list(row) for row in dict.fromkeys(map(tuple, rows))]
