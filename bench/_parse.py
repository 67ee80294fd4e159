"""How well the parse and the names under a reader are, without any assembly.

UD English-EWT test with its gold words (governors, relations without subtypes, parts of speech, names) and as running
text, where words that the reader cuts otherwise count as wrong (F1 over words of the same characters, as in the CoNLL
shared tasks; documents are joined by spaces, as the set does not say where paragraphs end). Entities of re3d's eighth
that no training run saw: each eighth document, beginning with the fifth.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, islice, pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from _attribution import gold_spans
from _rows import Absent, Line, Row, Subject, f1, make_text
from contactline.read.analysis import ROOT, Analysis
from contactline.read.compact import plan
from contactline.read.compact.engine import CompactAnalyser
from contactline.read.compact.session import MODEL_FOLDER, Model, load_card, load_model
from contactline.read.compact.words import Word, find_words
from contactline.read.document import Document, Sentence, Token
from contactline.records.claims import Part
from contactline.records.quotes import Span

LEAST_UAS = 91.0
_QUICK = 300
_HELD_EVERY, _HELD_FIRST = 8, 4
_NAMES = frozenset({"PER", "ORG", "LOC"})
Rows = list[dict[str, Any]]


def evaluate(folder: Path, quick: bool, subjects: list[Subject], model_folder: Path | None) -> list[Line]:
    """Rows for every subject that parses; ``rules`` has no parse."""
    subject = next((s for s in subjects if isinstance(s.analyser, CompactAnalyser)), None)
    if subject is None:
        return []
    place = model_folder or MODEL_FOLDER
    model = load_model(place, load_card(place))
    lines: list[Line] = []
    ewt, domain = folder / "ud" / "ewt_test.jsonl.gz", folder / "re3d" / "re3d_train.jsonl.gz"
    if ewt.is_file():
        rows = list(islice(_rows(ewt), _QUICK if quick else None))
        lines += _measure_gold(subject.name, model, rows)
        lines += _measure_raw(subject.name, model, rows)
    else:
        lines.append(Absent("parse: UD English-EWT", f"{ewt} is absent"))
    if domain.is_file():
        lines.append(_measure_domain(subject.name, model, list(_rows(domain)), quick))
    else:
        lines.append(Absent("entities: re3d", f"{domain} is absent"))
    return lines


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _documents(rows: Rows) -> list[Rows]:
    return [list(group) for _, group in groupby(rows, key=lambda row: row["id"].rpartition("-")[0])]


# -- with gold words


def analyse_words(model: Model, sentences: Sequence[Sequence[str]]) -> Analysis:
    """The analysis of a document whose words are given: its tokens are these words."""
    words = [word for sentence in sentences for word in sentence]
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    bounds = [0, *accumulate(map(len, sentences))]
    given = [Word(start, start + len(word), word) for word, start in zip(words, starts, strict=False)]
    tokens = tuple(Token(Span(word.start, word.end), word.form, word.form.lower()) for word in given)
    cut = tuple(
        Sentence(Span(given[first].start, given[last - 1].end), Part.BODY, 0, first, last)
        for first, last in pairwise(bounds)
    )
    document = replace(
        make_text(" ".join(words)), tokens=tokens, sentences=cut, starts=tuple(word.start for word in given)
    )

    def find_given(text: str, start: int, end: int) -> list[Word]:
        del text
        return [word for word in given if start <= word.start and word.end <= end]

    with patch.object(plan, "find_words", find_given):  # the reader itself never gets words, only text
        return _run(model, plan.make_plan(document, model.split, model.limits))


def _run(model: Model, planned: plan.Plan) -> Analysis:
    return model.interpreter.interpret(planned, map(model.runner.run, planned.encoded))


def _measure_gold(reader: str, model: Model, rows: Rows) -> list[Line]:
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for document in _documents(rows):
        analysis = analyse_words(model, [row["words"] for row in document])
        offset = 0
        for row in document:
            _count_words(counts, row, analysis, offset)
            if row.get("ner"):
                found = _named(analysis, offset, offset + len(row["words"]), _NAMES)
                _count_spans(names, gold_spans(row["ner"]), found)
            offset += len(row["words"])
    total = (counts["words"] or 1) / 100
    lines: list[Line] = [
        Row("parse: EWT test, gold words, UAS", {reader: counts["uas"] / total}, least=LEAST_UAS),
        Row("parse: EWT test, gold words, LAS", {reader: counts["las"] / total}),
        Row("parse: EWT test, gold words, UPOS", {reader: counts["upos"] / total}),
    ]
    score = f1(names["right"], names["gold"], names["found"])
    return [*lines, Row("names: EWT test, person, organisation, place, exact F1", {reader: score})]


def _count_words(counts: Counter[str], row: dict[str, Any], analysis: Analysis, offset: int) -> None:
    for place, (head, relation, tag) in enumerate(zip(row["head"], row["deprel"], row["upos"], strict=True)):
        counts["words"] += 1
        ours = analysis.heads[offset + place]
        same = ours == (ROOT if head == 0 else offset + head - 1)
        counts["uas"] += same
        counts["las"] += same and _bare(analysis.deprels[offset + place]) == _bare(relation)
        counts["upos"] += analysis.upos[offset + place] == tag


def _bare(relation: str) -> str:
    return relation.partition(":")[0]


# -- as running text


def _measure_raw(reader: str, model: Model, rows: Rows) -> list[Line]:
    counts: Counter[str] = Counter()
    for document in _documents(rows):
        text, gold = _lay_out(document)
        _count_raw(counts, gold, *_parse_text(model, text))
    return [
        Row(f"parse: EWT test, running text, {name}", {reader: f1(counts[key], counts["gold"], counts["found"])})
        for name, key in (("UAS", "uas"), ("LAS", "las"), ("UPOS", "upos"))
    ]


_Node = tuple[tuple[int, int], tuple[int, int], str, str]
"""Characters of a word, characters of its head (-1, -1 for the root), relation, tag."""


def _lay_out(document: Rows) -> tuple[str, list[_Node]]:
    text, nodes = "", list[_Node]()
    for row in document:
        places = []
        for word, space in zip(row["words"], row["spaces"], strict=True):
            places.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        text += "" if text.endswith(" ") else " "
        for place, head, relation, tag in zip(places, row["head"], row["deprel"], row["upos"], strict=True):
            nodes.append((place, places[head - 1] if head else (-1, -1), _bare(relation), tag))
    return text, nodes


def _parse_text(model: Model, text: str) -> tuple[Document, Analysis]:
    """A document whose tokens are the model's own words, and its analysis."""
    document = make_text(text)
    tokens, sentences = list[Token](), list[Sentence]()
    for sentence in document.sentences:
        words = find_words(document.text, sentence.span.start, sentence.span.end)
        first = len(tokens)
        tokens += [Token(Span(word.start, word.end), word.form, word.form.lower()) for word in words]
        sentences.append(replace(sentence, first=first, last=len(tokens)))
    document = replace(
        document,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        starts=tuple(token.span.start for token in tokens),
    )
    return document, _run(model, plan.make_plan(document, model.split, model.limits))


def _count_raw(counts: Counter[str], gold: list[_Node], document: Document, analysis: Analysis) -> None:
    places = [(token.span.start, token.span.end) for token in document.tokens]
    ours = {}
    for place, above, relation, tag in zip(places, analysis.heads, analysis.deprels, analysis.upos, strict=True):
        ours[place] = (places[above] if above != ROOT else (-1, -1), _bare(relation), tag)
    counts["gold"] += len(gold)
    counts["found"] += len(places)
    for place, head, relation, tag in gold:
        if place in ours:
            our_head, our_relation, our_tag = ours[place]
            counts["uas"] += our_head == head
            counts["las"] += our_head == head and our_relation == relation
            counts["upos"] += our_tag == tag


# -- entities


def _measure_domain(reader: str, model: Model, rows: Rows, quick: bool) -> Row:
    documents = [list(group) for _, group in groupby(rows, key=lambda row: row["doc"])]
    held = documents[_HELD_FIRST::_HELD_EVERY]
    counts: Counter[str] = Counter()
    for document in held[: 10 if quick else None]:
        analysis = analyse_words(model, [row["words"] for row in document])
        offset = 0
        for row in document:
            found = _named(analysis, offset, offset + len(row["words"]), None)
            _count_spans(counts, gold_spans(row["re3d"]), found)
            offset += len(row["words"])
    score = f1(counts["right"], counts["gold"], counts["found"])
    return Row("entities: re3d held out, ten kinds, exact F1", {reader: score})


def _named(analysis: Analysis, first: int, last: int, labels: frozenset[str] | None) -> set[tuple[str, int, int]]:
    """Entities of a sentence: names, or everything else, where no labels are given."""
    return {
        (span.label, span.first - first, span.last - first)
        for span in analysis.entities
        if first <= span.first < last and ((span.label in labels) if labels else span.label not in _NAMES)
    }


def _count_spans(counts: Counter[str], gold: Iterable[object], found: Iterable[object]) -> None:
    theirs, ours = set(gold), set(found)
    counts["gold"] += len(theirs)
    counts["found"] += len(ours)
    counts["right"] += len(theirs & ours)
