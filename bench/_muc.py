"""Attacks in news of 1989 to 1991, MUC-3/4: roles, casualties, how sure the perpetrator is, types of incident.

The texts of TST1 and TST2, 200 of them, not quite half about no attack. Roles are entities with the names that the text
has for them (`_roles.py`); humans count there when they are named, as that gold holds no others. Slots are those of
the answer keys (`_templates.py`). Published figures are of TST3 and TST4, the same kind of texts: of 1992's systems the
median and the best.

The texts came in lower case. What is read is their text with the case that words have in the treebanks beside them, as
people write it. How sure a mention must be was chosen on texts of the training part, and so were all other rules.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _roles import (
    ROLES,
    Entities,
    Found,
    Scores,
    Settings,
    count_entities,
    entities_of_claims,
    find_entities,
    find_mentions,
    normalise,
    read_scores,
)
from _rows import Absent, Line, Row, Subject, f1, make_text
from _templates import CONFIDENCE, EFFECT, NUMBER, SlotScore, count_types, load_keys, make_response, score_text
from contactline.read.compact.engine import CompactAnalyser
from contactline.read.compact.session import MODEL_FOLDER, load_card, load_model
from contactline.read.document import Document
from contactline.records.claims import Claim

LEAST = 50.0
PUBLISHED = "GRIT 54.5, TempGen 57.8"
KEYS = ("corpora/tst1/key-tst1.v7.gz", "corpora/tst2/key-tst2.v4.gz")
SLOT_ROWS = (
    (NUMBER, "human targets, number", "median 28, best 60.3", 28.0),
    (EFFECT, "human targets, what became of them", "median 30, best 56.8", 30.0),
    (CONFIDENCE, "how sure the perpetrator is", "medians 14.6/19.5, best 33.7/48.2", 19.5),
)
_QUICK = 40


def evaluate(folder: Path, quick: bool, subjects: list[Subject], model_folder: Path | None) -> list[Line]:
    """Rows of CEAF-REE, of the slots, and of incident types."""
    muc = folder / "muc"
    texts, gold = muc / "dev.json.gz", muc / "roles_dev.jsonl.gz"
    if not (texts.is_file() and gold.is_file()):
        return [Absent("roles of attacks: MUC TST1+TST2", f"{texts} or {gold.name} is absent")]
    give_case = make_caser(folder / "ud")
    rows = load_texts(texts, gold)[: _QUICK if quick else None]
    keys = {name: key for path in KEYS if (muc / path).is_file() for name, key in load_keys(muc / path).items()}
    tallies = {subject.name: Tally() for subject in subjects}
    finders = {subject.name: make_finder(subject, model_folder) for subject in subjects}
    for name, text, entities in rows:
        document = make_text(give_case(text))
        for subject in subjects:
            found = finders[subject.name](document)
            tally = tallies[subject.name]
            count_entities(tally.entities, entities, found.entities)
            if name in keys:
                response = make_response(document, found.claims, found.mentions) if found.relevant else []
                score_text(tally.slots, keys[name], response)
                count_types(tally.types, keys[name], response)
    return _make_rows(tallies, bool(keys))


@dataclass(slots=True)
class Tally:
    """What is counted of one reader."""

    entities: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    slots: dict[str, SlotScore] = field(default_factory=dict)


def _make_rows(tallies: dict[str, Tally], keyed: bool) -> list[Line]:
    roles = {name: f1(t.entities["right"], t.entities["gold"], t.entities["found"]) for name, t in tallies.items()}
    lines: list[Line] = [
        Row("attacks: roles, MUC TST1+TST2, CEAF-REE micro F1", roles, PUBLISHED, least=LEAST),
    ]
    if not keyed:
        return [*lines, Absent("attacks: slots, MUC TST1+TST2", "the keys are absent")]
    lines += [
        Row(f"attacks: {name}, F1", {r: t.slots[slot].f1 for r, t in tallies.items()}, beside, least=least)
        for slot, name, beside, least in SLOT_ROWS
    ]
    types = {name: f1(t.types["right"], t.types["gold"], t.types["found"]) for name, t in tallies.items()}
    every = next(iter(tallies.values())).types
    beside = f"always “attack” {f1(every['attack'], every['gold'], every['texts']):.1f}"
    return [*lines, Row("attacks: types of incident of a text, F1", types, beside)]


# -- texts and gold


def load_texts(texts: Path, gold: Path) -> list[tuple[str, str, Entities]]:
    """Names, texts and their entities by role, in the order of the file."""
    entities = {row["doc"]: _gold_of(row["gold"]) for row in iter_rows(gold)}
    return [(row["docid"], row["doctext"], entities[row["docid"]]) for row in iter_rows(texts)]


def iter_rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _gold_of(roles: dict[str, list[list[tuple[str, int]]]]) -> Entities:
    return {role: [frozenset(normalise(words) for words, _ in entity) for entity in roles[role]] for role in ROLES}


def make_caser(treebanks: Path) -> Callable[[str], str]:
    """Gives a lower-cased text the case that words have inside the sentences of the treebanks; unknown words are names.

    Sentences end where the set has a wide gap, paragraphs at a wider one. Offsets stay those of the text.
    """
    seen: Counter[str] = Counter()
    for path in sorted(treebanks.glob("*open_train.jsonl.gz")) + sorted(treebanks.glob("ewt_train.jsonl.gz")):
        for row in iter_rows(path):
            seen.update(row["words"][1:])

    def give(found: re.Match[str]) -> str:
        word = found.group()
        title = word[:1].upper() + word[1:]
        return title if found.start() == 0 or seen[word] <= seen[title] else word

    def give_case(text: str) -> str:
        cased = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", give, text)
        cased = re.sub(r"(?<=[.!?\"] )\s+\w|(?<=[.!?] )\w", lambda found: found.group().upper(), cased)
        return re.sub(r" {4}", "  \n\n", cased)

    return give_case


# -- entities of a reader


@dataclass(frozen=True, slots=True)
class Findings:
    """What a reader finds in a text; ``relevant`` where nothing tells that it is about no attack."""

    entities: Entities
    claims: tuple[Claim, ...]
    mentions: Sequence[Found] = ()
    relevant: bool = True


def make_finder(subject: Subject, model_folder: Path | None) -> Callable[[Document], Findings]:
    """What finds it all."""
    if isinstance(subject.analyser, CompactAnalyser):
        place = model_folder or MODEL_FOLDER
        card = load_card(place)
        if all(role in card.labels for role in ROLES):
            model = load_model(place, card)
            return lambda document: _find_with(subject, read_scores(model, card, document), document)

    def find(document: Document) -> Findings:
        claims = subject.read_claims(document)
        return Findings(entities_of_claims(claims), claims)

    return find


def _find_with(subject: Subject, scores: Scores, document: Document) -> Findings:
    mentions = find_mentions(scores)
    relevant = bool(len(scores.gate)) and float(scores.gate.max()) >= Settings().gate
    return Findings(find_entities(document.text, mentions), subject.read_claims(document), mentions, relevant)
