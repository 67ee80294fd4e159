"""What GUM annotates beyond trees, as tags: named persons, organisations and places, and attributions.

Names come from its entities (``Entity=`` in the last column), attributions from its discourse relations
(``Discourse=``, eRST: Zeldes et al. 2025), whose signals tell the words of source and cue.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
PROPER = ("NNP", "NNPS")
INSIDE_NAMES = frozenset(("of", "the", "and", "for", "&", "de", "al", "-", "'s", "von", "van", "bin", "."))
NO_NAMES = frozenset(("U.S.", "UK", "United", "States"))
TITLES = _split(
    "mr mrs ms dr president prime minister king queen sir lord lady senator sen governor gov general gen captain "
    "professor prof judge justice secretary chancellor pope prince princess sergeant lieutenant colonel major "
    "ambassador rep representative congressman director chairman archbishop bishop father st vice acting deputy first "
    "former afghan american"
)
EDGES = frozenset(",;:-–—.")


def find_names(row: dict[str, Any]) -> list[str]:
    """BIO tags of the names in a sentence, as UNER would tag them: the proper part of a mention, without titles."""
    spans = set()
    for first, last, kind in _iter_mentions(row["misc"]):
        if kind in KINDS and (span := _proper_part(row, first, last)):
            spans.add((*span, KINDS[kind]))
    tags = ["O"] * len(row["words"])
    for first, last, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2])):
        if all(tag == "O" for tag in tags[first : last + 1]):
            tags[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return _without_titles(row, tags)


def _iter_mentions(misc: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last word and type of each entity mention of a sentence."""
    opened: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, field in enumerate(misc):
        for entities in (part[7:] for part in field.split("|") if part.startswith("Entity=")):
            for bracket in re.findall(r"\([^()]*\)?|[^()]+\)", entities):
                group, *rest = bracket.strip("()").split("-")
                if not bracket.startswith("("):
                    if opened[group]:
                        first, kind = opened[group].pop()
                        yield first, place, kind
                elif bracket.endswith(")"):
                    yield place, place, rest[0] if rest else ""
                else:
                    opened[group].append((place, rest[0] if rest else ""))


def _proper_part(row: dict[str, Any], first: int, last: int) -> tuple[int, int] | None:
    words, xpos, governors = row["words"], row["xpos"], row["head"]
    heads = [i for i in range(first, last + 1) if not first <= governors[i] - 1 <= last]
    head = heads[0] if heads else last
    if xpos[head] not in PROPER:
        return None

    def is_name(i: int) -> bool:
        capital = words[i][:1].isupper() and xpos[i] in ("JJ", "NNS", "NN", "AFX")
        return xpos[i] in PROPER or capital or xpos[i] == "CD"

    def belongs(i: int) -> bool:
        return is_name(i) or words[i].lower() in INSIDE_NAMES or xpos[i] in ("HYPH", "SYM")

    left = right = head
    while left > first and belongs(left - 1):
        left -= 1
    while right < last and belongs(right + 1):
        right += 1
    while left < head and not is_name(left):
        left += 1
    while right > head and not is_name(right):
        right -= 1
    return left, right


def _without_titles(row: dict[str, Any], tags: list[str]) -> list[str]:
    words, xpos = row["words"], row["xpos"]
    for start in [i for i, tag in enumerate(tags) if tag == "B-PER"]:
        place = start
        while place == start or (place < len(tags) and tags[place] == "I-PER"):
            title = words[place].lower().strip(".") in TITLES or words[place] in NO_NAMES
            if not title and xpos[place] == "NNP":
                tags[place] = "B-PER"
                break
            tags[place] = "O"
            place += 1
    return tags


@dataclass(slots=True)
class Unit:
    """An elementary discourse unit: words ``start`` to ``end``, numbered from 1 through the document."""

    relation: str
    number: int
    parent: int | None
    signals: str
    start: int
    end: int = 0

    @property
    def words(self) -> set[int]:
        """Numbers of its words."""
        return set(range(self.start, self.end + 1))


def find_attributions(
    words: Sequence[Sequence[str]], misc: Sequence[Sequence[str]]
) -> list[tuple[list[str], list[int]]]:
    """For each sentence of a document BIO tags of Source, Cue and Content, and each word's attribution or -1."""
    units = _find_units(misc)
    sentence_of = [0] + [number for number, sentence in enumerate(misc) for _ in sentence]
    labels: dict[int, str] = {}
    groups: dict[int, int] = {}
    for sources, cues, contents in _iter_attributions(units, sentence_of):
        number = max(groups.values(), default=0) + 1
        for marked, label in ((contents, "Content"), (sources, "Source"), (cues, "Cue")):
            for word in marked:
                if label != "Content" or word not in labels:
                    labels[word], groups[word] = label, number
    starts = accumulate((len(sentence) for sentence in misc), initial=1)
    found = []
    for start, sentence in zip(starts, words, strict=False):
        numbers = range(start, start + len(sentence))
        grouped = [groups.get(i, -1) for i in numbers]
        found.append((_tag([labels.get(i) for i in numbers], grouped, sentence), grouped))
    return found


def _find_units(misc: Sequence[Sequence[str]]) -> dict[int, Unit]:
    units: list[Unit] = []
    fields = [field for sentence in misc for field in sentence]
    for place, field in enumerate(fields, start=1):
        for part in field.split("|"):
            if part.startswith("Discourse="):
                primary = part[10:].split(";")[0]
                if found := re.match(r"([^:]+):(\d+)(?:->(\d+))?(?::(\d+))?(?::(.*))?$", primary):
                    relation, number, parent, _, signals = found.groups()
                    units.append(Unit(relation, int(number), int(parent) if parent else None, signals or "", place))
    for unit, following in pairwise(units):
        unit.end = following.start - 1
    if units:
        units[-1].end = len(fields)
    return {unit.number: unit for unit in units}


def _iter_attributions(
    units: dict[int, Unit], sentence_of: Sequence[int]
) -> Iterator[tuple[set[int], set[int], set[int]]]:
    """Words of source, cue and content of each attribution; the content stays within the sentences of its cue."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for unit in units.values():
        if unit.parent:
            children[unit.parent].append(unit.number)
    for unit in units.values():
        if not unit.relation.startswith("attribution") or unit.parent not in units:
            continue
        sources, cues = _read_signals(unit.signals)
        cues &= unit.words
        if not cues:
            continue
        near = {sentence_of[word] for word in unit.words}
        reached, pending = set[int](), [unit.parent]
        while pending:
            number = pending.pop()
            reached.add(number)
            pending += [
                child for child in children[number] if child != unit.number and sentence_of[units[child].start] in near
            ]
        contents = {word for number in reached for word in units[number].words if sentence_of[word] in near}
        yield {word for word in sources if word < len(sentence_of)}, cues, contents - unit.words


def _read_signals(signals: str) -> tuple[set[int], set[int]]:
    sources, cues = set[int](), set[int]()
    for signal in signals.split("+"):
        kind, subtype, places = [*signal.split("-", 2), "", ""][:3]
        words = set[int]()
        for place in places.split(","):
            numbers = [int(number) for number in re.findall(r"\d+", place)]
            if len(numbers) == 2:
                words.update(range(numbers[0], numbers[1] + 1))
            else:
                words.update(numbers[:1])
        if subtype == "atsrc":
            sources |= words
        elif kind == "lex" and subtype in ("indwd", "indph", "altlex"):
            cues |= words
    return sources, cues


def _tag(labels: Sequence[str | None], groups: Sequence[int], words: Sequence[str]) -> list[str]:
    """BIO tags; punctuation at the edges of a content is none of it."""
    tags = []
    for place, label in enumerate(labels):
        follows = place > 0 and (labels[place - 1], groups[place - 1]) == (label, groups[place])
        tags.append("O" if label is None else f"{'I' if follows else 'B'}-{label}")
    for place, tag in enumerate(tags):
        inner = 0 < place < len(tags) - 1 and tags[place - 1][2:] == tags[place + 1][2:] == "Content"
        if tag[2:] == "Content" and words[place] in EDGES and not inner:
            tags[place] = "O"
    for place, tag in enumerate(tags):
        if tag[0] == "I" and (place == 0 or tags[place - 1][2:] != tag[2:]):
            tags[place] = f"B{tag[1:]}"
    return tags
