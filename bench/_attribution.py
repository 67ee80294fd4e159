"""Who says what, measured on PolNeAR: source, cue and content spans, exact and overlapping.

Each row of the corpus is a passage; attributions are counted as spans of one label. Only attributions naming a source
in the text count (the publisher's own voice is no span). Content that an inserted "S said" parts in two is compared
without it.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from contactline.read.attribution import find_attributions
from contactline.read.document import make_document
from contactline.read.parts import Attribution
from contactline.records.quotes import Span
from contactline.records.reports import ReportMeta, make_report

BASELINES = {"Source": 10.7, "Cue": 22.8, "Content": 5.6}
"""Hand rules on PolNeAR's test part, exact F1 in per cent, as published with the corpus."""
_QUICK_ROWS = 150
_UNSEEN_STEP = 8
"""Every eighth passage of the training part stays unread by whoever writes rules, who sees its figures alone."""
_NO_SPACE_BEFORE = frozenset(".,;:!?)”’'")

Labelled = tuple[str, int, int]


def evaluate(folder: Path, quick: bool) -> list[tuple[str, float, float]]:
    """F1 in per cent for each label, exact and overlapping.

    Args:
        folder: the bench folder that holds ``polnear/dev.jsonl.gz`` and ``polnear/train.jsonl.gz``.
        quick: only the first 150 passages of the development part, and none of the unseen ones.

    Returns:
        Rows of metric, value and baseline (0 where none is published); nothing if the corpus is absent.
    """
    dev, train = (folder / "polnear" / f"{part}.jsonl.gz" for part in ("dev", "train"))
    rows: list[tuple[str, float, float]] = []
    if dev.exists():
        rows += _measure("PolNeAR", islice(_rows(dev), _QUICK_ROWS if quick else None))
    if train.exists() and not quick:
        rows += _measure("PolNeAR, not used for tuning:", islice(_rows(train), 0, None, _UNSEEN_STEP))
    return rows


def _measure(name: str, passages: Iterable[dict[str, list[str]]]) -> list[tuple[str, float, float]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in passages:
        _count(counts, set(gold_spans(row["attr"])), set(predict(row["words"])))
    return [
        (f"{name} {label.lower()} {match} F1", _f1(counts, label, match), baseline if match == "exact" else 0.0)
        for label, baseline in BASELINES.items()
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


def predict(words: list[str]) -> list[Labelled]:
    """Labelled token ranges of our attributions, on the corpus's own tokens."""
    text, starts = _join(words)
    document = make_document(make_report(None, text, ReportMeta()))
    spans: list[Labelled] = []
    for attribution in find_attributions(document, ()):
        if attribution.speaker.quote is None and attribution.cue is None:
            continue
        spans += _labelled(attribution, starts)
    return spans


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
    for label in BASELINES:
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
