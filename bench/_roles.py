"""Roles of attacks: what a model's heads say of them, as mentions and as entities, and how entities are compared.

Five roles: individuals and organisations who attack, things and named people who are hit, weapons. Entities are sets
of names; they are scored as CEAF-REE does it (Du, Rush and Cardie, 2021): a found entity agrees with a gold one when
all of its names are among that one's; found and gold are paired one to one for the most agreement, for each text and
role; counts of all roles and texts give one F1 (micro). Names are compared without case, punctuation and articles.
Entities without names would agree with everything: there are none.
"""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np

from contactline.read.compact.decode import decode_spans, make_scheme
from contactline.read.compact.plan import make_plan
from contactline.read.compact.session import Card, Model
from contactline.read.document import Document
from contactline.records.claims import Claim, Mention, Outcome

ROLES: Final = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_GATE: Final = "doc"

Entities = dict[str, list[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How sure a mention must be; chosen on the training part.

    Attributes:
        lean: added to the score of "no role" at every word; below 0 for more mentions.
        gate: least probability that a window tells of an attack.
    """

    lean: float = 0.0
    gate: float = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A mention of a role in a text, half-open in characters."""

    start: int
    end: int
    role: str
    probability: float


# -- names


_NO_MARKS: Final = str.maketrans("", "", string.punctuation)


def normalise(words: str) -> str:
    """Without case, punctuation and articles."""
    kept = words.lower().translate(_NO_MARKS).split()
    return " ".join(word for word in kept if word not in ("a", "an", "the"))


def is_same(name: str, other: str) -> bool:
    """Whether a name is a part of the other with the same head: "guerrillas", "armed guerrillas"."""
    words, longer = name.split(), other.split()
    return set(words) <= set(longer) and (_head(words) == _head(longer) or words[-1] == longer[-1])


def _head(words: list[str]) -> str:
    """The last word before a preposition."""
    for place, word in enumerate(words[1:], 1):
        if word in ("of", "from", "in", "who", "that", "belonging", "with"):
            return words[place - 1]
    return words[-1]


# -- the metric


def count_entities(counts: Counter[str], gold: Entities, found: Entities) -> None:
    """Add one text."""
    for role in ROLES:
        ours = [entity for entity in found[role] if entity]
        agree = [[entity <= theirs for theirs in gold[role]] for entity in ours]
        counts["gold"] += len(gold[role])
        counts["found"] += len(ours)
        counts["right"] += match(agree)


def match(agree: Sequence[Sequence[bool]]) -> int:
    """The most pairs of rows and columns that agree, each used once (augmenting paths)."""
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fits in enumerate(agree[row]):
            if fits and column not in tried:
                tried.add(column)
                if column not in holder or place(holder[column], tried):
                    holder[column] = row
                    return True
        return False

    return sum(place(row, set()) for row in range(len(agree)))


# -- mentions and entities of a model


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of the role heads over a text's words.

    Attributes:
        words: first character and character after the last of each word.
        sentences: half-open ranges of words.
        roles: for each role ``[words, labels]``.
        gate: for every word the probability that its window tells of an attack.
        labels: for each role its labels.
        names: first character, character after the last, and label of the names of persons and organisations.
    """

    words: list[tuple[int, int]]
    sentences: tuple[tuple[int, int], ...]
    roles: dict[str, Any]
    gate: Any
    labels: dict[str, tuple[str, ...]]
    names: tuple[tuple[int, int, str], ...]


def read_scores(model: Model, card: Card, document: Document) -> Scores:
    """Run the model on one document."""
    plan = make_plan(document, model.split, model.limits)
    outputs = [model.runner.run(encoded) for encoded in plan.encoded]
    roles: dict[str, list[Any]] = {role: [] for role in ROLES}
    gate = []
    for window, output in zip(plan.windows, outputs, strict=True):
        own = slice(window.own_first - window.first, window.own_last - window.first)
        for role in ROLES:
            roles[role].append(output[role][own])
        sure = 1 / (1 + np.exp(-output[_GATE].reshape(-1)[0])) if _GATE in output else 1.0
        gate.append(np.full(window.own_last - window.own_first, sure))
    spans = [document.tokens[index].span for index in range(len(document.tokens))]
    entities = model.interpreter.interpret(plan, outputs).entities
    return Scores(
        [(word.start, word.end) for word in plan.words],
        plan.sentences,
        {role: np.concatenate(parts) for role, parts in roles.items()},
        np.concatenate(gate),
        {role: card.labels[role] for role in ROLES},
        tuple((spans[e.first].start, spans[e.last - 1].end, e.label) for e in entities if e.label in ("PER", "ORG")),
    )


def find_mentions(scores: Scores, settings: Settings = Settings()) -> list[Found]:
    """Mentions of all roles."""
    found = []
    for role in ROLES:
        leaning = scores.roles[role].copy()
        leaning[:, scores.labels[role].index("O")] += settings.lean
        for run in decode_spans(leaning, make_scheme(scores.labels[role]), scores.sentences):
            if scores.gate[run.first] >= settings.gate:
                place = scores.words[run.first][0], scores.words[run.last - 1][1]
                found.append(_with_name(Found(*place, role, run.probability), scores.names))
    return found


def _with_name(mention: Found, names: Iterable[tuple[int, int, str]]) -> Found:
    """A mention that holds a part of a name, with all of it; its kind has to suit the role."""
    kind = _NAMED.get(mention.role)
    for start, end, label in names:
        if label == kind and start < mention.end and mention.start < end:
            return replace(mention, start=min(start, mention.start), end=max(end, mention.end))
    return mention


_NAMED = {"Victim": "PER", "PerpInd": "PER", "PerpOrg": "ORG"}


def find_entities(text: str, mentions: Iterable[Found]) -> Entities:
    """Mentions of one role that mean the same as one entity, each by the name that is surest."""
    by_role: dict[str, list[Found]] = {role: [] for role in ROLES}
    for mention in mentions:
        by_role[mention.role].append(mention)
    return {role: _group(text, found) for role, found in by_role.items()}


def _group(text: str, mentions: list[Found]) -> list[frozenset[str]]:
    made = []
    for group in group_mentions(text, mentions):
        weights: defaultdict[str, float] = defaultdict(float)
        for mention in group:
            weights[normalise(text[mention.start : mention.end])] += mention.probability
        made.append(frozenset({max(weights, key=lambda name: (weights[name], name))}))
    return made


def group_mentions(text: str, mentions: Sequence[Found]) -> list[list[Found]]:
    """Mentions of one role by who or what they mean; those without words are left out."""
    by_name: dict[str, list[Found]] = {}
    for mention in mentions:
        if name := normalise(text[mention.start : mention.end]):
            by_name.setdefault(name, []).append(mention)
    same = _bracketed(text, mentions)
    groups: list[list[str]] = []
    for name in sorted(by_name, key=lambda name: (-len(name.split()), name)):
        group = next((g for g in groups if any(is_same(name, other) or {name, other} in same for other in g)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return [[mention for name in group for mention in by_name[name]] for group in groups]


def _bracketed(text: str, mentions: Sequence[Found]) -> list[set[str]]:
    """Names of which one explains the other: "National Liberation Army (ELN)"."""
    return [
        {normalise(text[one.start : one.end]), normalise(text[two.start : two.end])}
        for one, two in pairwise(sorted(mentions, key=lambda mention: mention.start))
        if re.fullmatch(r"\s*[(\[]\s*", text[one.end : two.start])
    ]


# -- entities of claims


_ORGANISATION: Final = re.compile(
    r"(?i)\b(?:army|front|movement|party|cartel|command|path|brigade|battalion|forces|police|guard|organi[sz]ation|"
    r"group|alliance|government|[a-z]{3,4}n)\b"
)


def is_organisation(words: str) -> bool:
    """What a reader without names takes for an organisation."""
    return _ORGANISATION.search(words) is not None


def entities_of_claims(claims: Iterable[Claim]) -> Entities:
    found: dict[str, dict[str, None]] = {role: {} for role in ROLES}

    def add(role: str, mention: Mention) -> None:
        if mention.quote is not None and (name := normalise(mention.quote.words)):
            found[role][name] = None

    for claim in claims:
        for actor in claim.occurrence.actors:
            add("PerpOrg" if is_organisation(actor.text) else "PerpInd", actor)
        for target in claim.occurrence.targets:
            add("Target", target.mention)
        for casualties in claim.casualties:
            if casualties.outcome in (Outcome.KILLED, Outcome.WOUNDED):
                for person in casualties.persons:
                    found["Victim"][normalise(person.name)] = None
        for means in claim.occurrence.means:
            found["Weapon"][normalise(means.quote.words)] = None
    return {role: [frozenset({name}) for name in names if name] for role, names in found.items()}
