"""Who says what, measured on PolNeAR: source, cue and content spans, exact and overlapping.

Each row of the corpus is a passage; attributions are counted as spans of one label. Only attributions naming a source
in the text count (the publisher's own voice is no span). Content that an inserted "S said" parts in two is compared
without it.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from _rows import Absent, Line, Row, Subject, make_text
from contactline.read.analysis import Analysis
from contactline.read.document import Document
from contactline.read.parts import Attribution
from contactline.records.quotes import Span

PUBLISHED = {
    "Source": "rules 10.7, CRF 50.6, BERT 83.2",
    "Cue": "rules 22.8, CRF 53.4, BERT 75.3",
    "Content": "rules 5.6, CRF 28.6, BERT 72.9",
}
"""On PolNeAR's test part, exact F1 in per cent, trained on its training part: as published."""
LEAST = {"Source": 50.6, "Cue": 53.4, "Content": 28.6}
"""The CRF's figures, which the issue on the reading engine asks for."""
_QUICK_ROWS = 150
_UNSEEN_STEP = 8
"""Every eighth passage of the training part stays unread by whoever writes rules, who sees its figures alone."""
_NO_SPACE_BEFORE = frozenset(".,;:!?)”’'")

Labelled = tuple[str, int, int]
Finder = Callable[[Document], tuple[Attribution, ...]]
Analyse = Callable[[Document], Analysis | None]


def evaluate(folder: Path, quick: bool, subjects: list[Subject]) -> list[Line]:
    """F1 in per cent for each label, exact and overlapping.

    Args:
        folder: the bench folder that holds ``polnear/dev.jsonl.gz`` and ``polnear/train.jsonl.gz``.
        quick: only the first 150 passages of the development part, and none of the unseen ones.
        subjects: the readers to measure.
    """
    dev, train = (folder / "polnear" / f"{part}.jsonl.gz" for part in ("dev", "train"))
    if not dev.exists():
        return [Absent("attribution: PolNeAR", f"{dev} is absent")]
    lines = _measure("attribution: PolNeAR dev,", islice(_rows(dev), _QUICK_ROWS if quick else None), subjects)
    if train.exists() and not quick:
        lines += _measure("attribution: PolNeAR, unseen,", islice(_rows(train), 0, None, _UNSEEN_STEP), subjects)
    return lines


def _measure(name: str, passages: Iterable[dict[str, list[str]]], subjects: list[Subject]) -> list[Line]:
    counts: dict[str, Counter[tuple[str, str, str]]] = {subject.name: Counter() for subject in subjects}
    for row in passages:
        gold = set(gold_spans(row["attr"]))
        for subject in subjects:
            found = predict(row["words"], subject.find_attributions, subject.analyse)
            _count(counts[subject.name], gold, set(found))
    return [
        Row(
            f"{name} {label.lower()}, {match} F1",
            {subject.name: _f1(counts[subject.name], label, match) for subject in subjects},
            PUBLISHED[label] if match == "exact" else "",
            least=LEAST[label] if match == "exact" else None,
        )
        for label in LEAST
        for match in ("exact", "overlap")
    ]


def _rows(path: Path) -> Iterator[dict[str, list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def gold_spans(tags: list[str]) -> list[Labelled]:
    """Labelled token ranges of a BIO sequence."""
    spans: list[Labelled] = []
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        if label and tag != f"I-{label}":
            spans.append((label, start, index))
            label = ""
        if tag.startswith("B-"):
            start, label = index, tag[2:]
    return spans


def predict(words: list[str], find: Finder, analyse: Analyse = lambda document: None) -> list[Labelled]:
    """Labelled token ranges of our attributions, on the corpus's own tokens and in its manner.

    Where an analyser labels a source or a cue and no attribution has one, the label counts as it is: with what an
    assembly leaves out this was the best of some ways of joining the two on the development part.

    The corpus keeps one layer (what is quoted inside another's words has no span of its own), counts "that" to the
    content, and takes words of one speaker that go on over sentences as one span.
    """
    text, starts = _join(words)
    document = make_text(text)
    told = [a for a in find(document) if a.speaker.quote is not None or a.cue is not None]
    outer = [a for a in told if not any(_is_inside(a, other) for other in told)]
    spans: list[Labelled] = []
    for group in _grouped(outer):
        spans += _labelled(group[0], starts)
        for more in group[1:]:
            spans += [span for span in _labelled(more, starts) if span[0] != "Source" or more.cue]
        spans = _merged(spans)
    with_that = [_with_that(span, words) for span in spans]
    with_that += [
        span for span in _own_labels(document, analyse, starts) if not any(_clash(span, s) for s in with_that)
    ]
    return list(dict.fromkeys(with_that))


def _own_labels(document: Document, analyse: Analyse, starts: list[int]) -> list[Labelled]:
    """Sources and cues that the analyser itself labels."""
    analysis = analyse(document)
    if analysis is None:
        return []
    tokens = document.tokens
    labelled = [("Source", span) for span in analysis.sources] + [("Cue", span) for span in analysis.cues]
    ranges = [
        (label, *_tokens(Span(tokens[span.first].span.start, tokens[span.last - 1].span.end), starts))
        for label, span in labelled
    ]
    return [span for span in ranges if span[1] < span[2]]


def _clash(one: Labelled, two: Labelled) -> bool:
    return one[0] == two[0] and _meet(one, two)


def _is_inside(attribution: Attribution, other: Attribution) -> bool:
    place = attribution.cue or attribution.content
    return other is not attribution and other.cue is not None and other.content.covers(place)


def _grouped(attributions: list[Attribution]) -> list[list[Attribution]]:
    """Attributions with those that only go on with the same voice."""
    groups: list[list[Attribution]] = []
    for attribution in attributions:
        goes_on = attribution.cue is None and groups and groups[-1][0].speaker.text == attribution.speaker.text
        if goes_on:
            groups[-1].append(attribution)
        else:
            groups.append([attribution])
    return groups


def _merged(spans: list[Labelled]) -> list[Labelled]:
    """Contents that touch as one."""
    made: list[Labelled] = []
    for span in spans:
        if made and made[-1][0] == span[0] == "Content" and made[-1][2] == span[1]:
            made[-1] = ("Content", made[-1][1], span[2])
        else:
            made.append(span)
    return made


def _with_that(span: Labelled, words: list[str]) -> Labelled:
    label, first, last = span
    return (label, first - 1, last) if label == "Content" and first and words[first - 1].lower() == "that" else span


def _labelled(attribution: Attribution, starts: list[int]) -> list[Labelled]:
    spans: list[Labelled] = []
    source = attribution.speaker.quote.span if attribution.speaker.quote else None
    if source and attribution.cue is not None:
        spans.append(("Source", *_tokens(source, starts)))
    if attribution.cue:
        spans.append(("Cue", *_tokens(attribution.cue, starts)))
    contents = _parts(attribution.content, attribution.cue, source)
    spans += [("Content", *_tokens(content, starts)) for content in contents]
    return [span for span in spans if span[1] < span[2]]


def _parts(content: Span, cue: Span | None, source: Span | None) -> list[Span]:
    """Content without an inserted "S said"."""
    inserted = [span for span in (cue, source) if span and content.covers(span)]
    if not inserted or (source and not content.covers(source)):
        return [content]
    first, last = min(s.start for s in inserted), max(s.end for s in inserted)
    return [
        part
        for part in (Span(content.start, max(content.start, first - 2)), Span(min(content.end, last + 2), content.end))
        if part
    ]


def _tokens(span: Span, starts: list[int]) -> tuple[int, int]:
    inside = [index for index, start in enumerate(starts) if span.start <= start < span.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _join(words: list[str]) -> tuple[str, list[int]]:
    """Running text and the offset of each word; straight double quotes are opened and closed in turn."""
    text, starts, inside = "", [], False
    for word in words:
        glued = word in _NO_SPACE_BEFORE or word in {"’s", "'s", "n't", "n’t"} or text.endswith(("“", "("))
        if word in {'"', "``", "''"}:
            inside = not inside
            word = "“" if inside else "”"
            glued = not inside or text.endswith("(")
        elif word in {"“", "”"}:
            inside = word == "“"
            glued = word == "”"
        if text and not glued:
            text += " "
        starts.append(len(text))
        text += word
    return text, starts


def _count(counts: Counter[tuple[str, str, str]], gold: set[Labelled], found: set[Labelled]) -> None:
    for label in LEAST:
        ours = {span for span in found if span[0] == label}
        theirs = {span for span in gold if span[0] == label}
        counts[label, "exact", "right"] += len(ours & theirs)
        counts[label, "exact", "right-found"] += len(ours & theirs)
        counts[label, "overlap", "right"] += sum(any(_meet(a, b) for b in ours) for a in theirs)
        counts[label, "overlap", "right-found"] += sum(any(_meet(a, b) for b in theirs) for a in ours)
        for match in ("exact", "overlap"):
            counts[label, match, "gold"] += len(theirs)
            counts[label, match, "found"] += len(ours)


def _meet(one: Labelled, two: Labelled) -> bool:
    return one[1] < two[2] and two[1] < one[2]


def _f1(counts: Counter[tuple[str, str, str]], label: str, match: str) -> float:
    recall = counts[label, match, "right"] / max(1, counts[label, match, "gold"])
    precision = counts[label, match, "right-found"] / max(1, counts[label, match, "found"])
    return round(200 * precision * recall / max(1e-9, precision + recall), 1)
