"""Rows of every set as documents of sentences, each sentence with whatever tags somebody gave it."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from heads import HEADS, ROLES

Row = dict[str, Any]

HELD_OUT_EVERY = 8
"""One re3d document in so many is kept for measuring."""


@dataclass(slots=True)
class Sentence:
    """One sentence.

    Args:
        words: as written.
        tags: labels of the words for each head that somebody annotated.
        governors: 1-based word that each word hangs on, 0 for the root; None without a tree.
        relations: dependency relation of each word; None without a tree.
        guessed: words in the case they may have had, where the set gives lower case only.
        sides: for every word the number of the side that it names; None where no names are known.
    """

    words: list[str]
    tags: dict[str, list[str]] = field(default_factory=dict)
    governors: list[int] | None = None
    relations: list[str] | None = None
    guessed: list[str] | None = None
    sides: list[int] | None = None


@dataclass(slots=True)
class Document:
    """Consecutive sentences.

    Args:
        source: the set that they come from.
        sentences: in the order of the text.
        gate: whether the roles of attacks were annotated, so that the gate can learn.
        links: how marks hang together, as ``contactline annotated export`` writes it.
        publisher: number of the publisher's side, 0 for none.
    """

    source: str
    sentences: list[Sentence]
    gate: bool = False
    links: dict[str, Any] | None = None
    publisher: int = 0


def iter_rows(path: Path) -> Iterator[Row]:
    """Rows of a file of JSON lines, packed or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_treebank(folder: Path, name: str) -> list[Document]:
    """A treebank's part, documents apart, with trees, tags and names; GUM's with attributions.

    Raises:
        ValueError: the attribution rows are not those of the treebank.
    """
    rows = list(iter_rows(folder / "ud" / f"{name}.jsonl.gz"))
    attributions: Sequence[Row | None] = [None] * len(rows)
    if name.startswith("gumopen"):
        attributions = list(iter_rows(folder / "ud" / f"{name.replace('open', 'attr')}.jsonl.gz"))
    documents = []
    for _, group in groupby(zip(rows, attributions, strict=True), key=lambda pair: _document_of(pair[0])):
        documents.append(Document(name, [_treebank_sentence(row, attribution) for row, attribution in group]))
    return documents


def _document_of(row: Row) -> str:
    return re.sub(r"-\d+$", "", row["id"])


def _treebank_sentence(row: Row, attribution: Row | None) -> Sentence:
    tags = {"upos": row["upos"], "xpos": row["xpos"]}
    if row.get("ner"):
        tags["ner"] = row["ner"]
    if attribution is not None:
        if attribution["words"] != row["words"]:
            raise ValueError(f"{row['id']}: the attribution row has other words; build both from one commit")
        tags["cue"], tags["content"] = split_attribution(attribution["attr"], attribution["grp"])
    return Sentence(row["words"], tags, row["head"], row["deprel"])


def split_attribution(tags: Sequence[str], groups: Sequence[int]) -> tuple[list[str], list[str]]:
    """Tags of sources and cues, and tags of contents, from one sequence that holds all three.

    An attribution inside a content interrupts the content's tags, as one sequence must; the gap is closed. A cue of
    the same attribution ("…, he said, …") is no part of its content and stays a gap.
    """
    cues = [tag if tag[2:] in ("Source", "Cue") else "O" for tag in tags]
    contents = [tag if tag[2:] == "Content" else "O" for tag in tags]
    inside: int | None = None
    for place, tag in enumerate(tags):
        if tag[2:] != "Content":
            continue
        if inside is not None and place - inside > 1 and groups[inside] == groups[place]:
            gap = range(inside + 1, place)
            if all(tags[i] != "O" and groups[i] != groups[place] for i in gap):
                for i in (*gap, place):
                    contents[i] = "I-Content"
        inside = place
    return cues, contents


def load_names(folder: Path, name: str) -> list[Document]:
    """A set of names, one document for the whole file: it does not part its texts."""
    rows = iter_rows(folder / "ner" / f"{name}.jsonl.gz")
    return [Document(name, [Sentence(row["words"], {"ner": row["ner"]}) for row in rows])]


def load_domain(folder: Path) -> tuple[list[Document], list[Document]]:
    """re3d's documents to train on and those held out, spread over its publishers."""
    rows = iter_rows(folder / "re3d" / "re3d_train.jsonl.gz")
    documents = [
        Document("re3d", [Sentence(row["words"], {"dom": row["re3d"]}) for row in group])
        for _, group in groupby(rows, key=lambda row: row["doc"])
    ]
    held = documents[HELD_OUT_EVERY // 2 :: HELD_OUT_EVERY]
    kept = {id(document) for document in held}
    return [document for document in documents if id(document) not in kept], held


def load_attacks(folder: Path, name: str) -> list[Document]:
    """MUC's texts with the roles of attacks."""
    return [
        Document("muc", list(_sentences(row, ROLES)), gate=True)
        for row in iter_rows(folder / "muc" / f"{name}.jsonl.gz")
    ]


def load_reports(path: Path) -> list[Document]:
    """Our own annotated reports: ``words``, ``sent`` and a list of tags, or null, under any head's name."""
    names = [head.name for head in HEADS]
    return [
        Document("reports", list(_sentences(row, names)), links=row.get("links"), publisher=row.get("publisher", 0))
        for row in iter_rows(path)
    ]


def _sentences(row: Row, names: Iterable[str]) -> Iterator[Sentence]:
    given = [name for name in names if row.get(name) is not None]
    for _, group in groupby(range(len(row["words"])), key=row["sent"].__getitem__):
        places = list(group)
        sentence = Sentence([row["words"][i] for i in places], {name: [row[name][i] for i in places] for name in given})
        if "sides" in row:
            sentence.sides = [row["sides"][i] for i in places]
        yield sentence


def guess_case(documents: Iterable[Document], seen: Iterable[Document]) -> None:
    """Give lower-cased documents the case that their words have in ``seen``; unseen words count as names.

    MUC came in capitals and was lower-cased. Heads that only it teaches shall also work on text as people write it.
    """
    counts: Counter[str] = Counter()
    for document in seen:
        for sentence in document.sentences:
            counts.update(sentence.words[1:])
    for document in documents:
        for sentence in document.sentences:
            sentence.guessed = [_guess(word, place, counts) for place, word in enumerate(sentence.words)]


def _guess(word: str, place: int, counts: Mapping[str, int]) -> str:
    title = word[:1].upper() + word[1:]
    return title if place == 0 or counts[word] <= counts[title] else word
