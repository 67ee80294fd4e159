"""How many were killed and injured, as a reader's claims tell it of a whole article of gun-violence news.

The incident's gold is the final count, while an article may be an early one, or tell of several incidents: not all can
be right. Rules for finding and counting were made on the first half of the incidents; the figures are of the second.
The baselines are computed in the same run: the pair of numbers that is most frequent, and the largest number before
"killed" and before "injured".
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from _rows import Absent, Line, Row, Subject, make_text
from _toll import count_toll
from contactline.read.casualties import find_casualties
from contactline.read.document import Document
from contactline.read.view import make_view
from contactline.records.claims import Casualties

LEAST = 70.0
_QUICK = 100
_NAIVE = tuple(
    re.compile(rf"(?i)(\d+|one|two|three|four|five|six)\s+(?:\w+\s+){{0,3}}(?:{words})")
    for words in ("killed|dead|died", "wounded|injured|hurt")
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def evaluate(folder: Path, quick: bool, subjects: list[Subject]) -> list[Line]:
    """Rows of both numbers right, and of each."""
    path = folder / "gva" / "incidents_dev.jsonl.gz"
    if not path.is_file():
        return [Absent("casualties: GVA", f"{path} is absent")]
    hits: Counter[tuple[str, str]] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for title, text, gold in iter_articles(path, unseen=True, limit=_QUICK if quick else None):
        document = make_text(text, title or None)
        pairs[gold] += 1
        found = {"naive": tuple(_largest(pattern, document.text) for pattern in _NAIVE)}
        found["finder"] = count_toll(document, find_all(document))
        for subject in subjects:
            casualties = [one for claim in subject.read_claims(document) for one in claim.casualties]
            found[subject.name] = count_toll(document, casualties)
        for name, (killed, injured) in found.items():
            hits[name, "both"] += (killed, injured) == gold
            hits[name, "killed"] += killed == gold[0]
            hits[name, "injured"] += injured == gold[1]
    total = (pairs.total() or 1) / 100
    majority = pairs.most_common(1)[0][1] / total if pairs else 0.0
    beside = f"majority {majority:.1f}, naive pattern {hits['naive', 'both'] / total:.1f}"
    alone = dict.fromkeys((subject.name for subject in subjects), hits["finder", "both"] / total)
    return [
        Row("casualties: GVA unseen half, both right, the finder's alone", alone, "no reader's claims in between"),
        *_rows_of(subjects, hits, total, beside),
    ]


def find_all(document: Document) -> list[Casualties]:
    """What the rules for casualties find in each sentence, whoever says it and whatever claim it would go to."""
    views = (make_view(document, (), sentence.span) for sentence in document.sentences)
    return [words.casualties for view in views for words in find_casualties(view)]


def _rows_of(subjects: list[Subject], hits: Counter[tuple[str, str]], total: float, beside: str) -> list[Line]:
    return [
        Row(
            f"casualties: GVA unseen half, {name} right",
            {subject.name: hits[subject.name, key] / total for subject in subjects},
            beside if key == "both" else "",
            least=LEAST if key == "both" else None,
        )
        for name, key in (("killed and injured both", "both"), ("killed", "killed"), ("injured", "injured"))
    ]


def iter_articles(path: Path, *, unseen: bool, limit: int | None) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Title, text and numbers of each article of one half of the incidents."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        incidents = [json.loads(line) for line in lines]
    middle = len(incidents) // 2
    for incident in (incidents[middle:] if unseen else incidents[:middle])[:limit]:
        gold = incident["num_killed"], incident["num_injured"]
        for article in incident["documents"]:
            yield article["title"] or "", article["content"], gold


def _largest(pattern: re.Pattern[str], text: str) -> int:
    numbers = (match.group(1).lower() for match in pattern.finditer(text))
    values = [_WORDS.get(number) or int(number) for number in numbers if number in _WORDS or len(number) < 3]
    return max(values, default=0)
