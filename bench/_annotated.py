"""Claims on the annotated reports of the project, with the score of `_claims.py`, for every reader that is measured.

The split `test` gives the figures; its texts are never printed. Texts of `dev` are shown on request.
"""

from __future__ import annotations

from collections import Counter

from _claims import ROOT, Count, Score, score_split
from _claims import print_errors as print_wrong
from _rows import Absent, Line, Row, Subject

LEAST = {"strict": 75.0, "denials": 85.0, "conditionals": 85.0}
_NAMES = {
    "strict": "claims: side, act, kind, polarity, place, casualties",
    "denials": "claims: denials",
    "conditionals": "claims: conditionals",
}
_LEAST_FOUND = 5
"""Constructions that a reader used less often are summed up."""


def evaluate(quick: bool, subjects: list[Subject]) -> list[Line]:
    """Strict F1 of the split test, of denials, conditionals, each conflict, and how right each construction is."""
    del quick  # the split is small
    if not ROOT.is_dir():
        return [Absent("claims: annotated reports", f"{ROOT} is absent")]
    scores = {subject.name: score_split(subject.make(), ROOT, "test") for subject in subjects}
    if not any(score.texts for score in scores.values()):
        return [Absent("claims: annotated reports", "no texts in the split test")]
    lines: list[Line] = [
        Row(f"{name}, F1", {reader: getattr(score, key).f1 for reader, score in scores.items()}, least=LEAST[key])
        for key, name in _NAMES.items()
    ]
    conflicts = sorted({name for score in scores.values() for name in score.conflicts})
    lines += [
        Row(f"claims: {name}, F1", {r: score.conflicts.get(name, Count()).f1 for r, score in scores.items()})
        for name in conflicts
    ]
    return lines + _rows_of_constructions(scores)


def _rows_of_constructions(scores: dict[str, Score]) -> list[Line]:
    """Precision: there is no gold for what made a claim."""
    counts: dict[str, dict[str, Count]] = {}
    for reader, score in scores.items():
        for name, count in score.constructions.items():
            root = name.split("/")[0].split("+")[0]
            total = counts.setdefault(root, {}).setdefault(reader, Count())
            total.found += count.found
            total.right += count.right
    often = {n for n, by in counts.items() if max(count.found for count in by.values()) >= _LEAST_FOUND}
    rest: dict[str, Count] = {}
    for name in counts.keys() - often:
        for reader, count in counts[name].items():
            total = rest.setdefault(reader, Count())
            total.found += count.found
            total.right += count.right
    order = Counter({name: sum(count.found for count in counts[name].values()) for name in often})
    shown = [(name, counts[name]) for name, _ in order.most_common()] + [("other constructions", rest)]
    return [
        Row(
            f"claims: by {name}, precision",
            {reader: 100.0 * count.right / count.found for reader, count in by.items() if count.found},
            ", ".join(f"{reader} {count.found}" for reader, count in by.items()),
        )
        for name, by in shown
    ]


def print_errors(subject: Subject, limit: int) -> None:
    """The worst texts of the split dev."""
    print(f"\nerrors of {subject.name} on the split dev")
    print_wrong(score_split(subject.make(), ROOT, "dev"), limit)
    print()
