"""Lexicons as tables of phrases: every inflected form is made once from its lemma and found by its first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Generic, TypeVar

from contactline.records.claims import Kind, Order, Status
from contactline.reference.tables import load_lexicon

E = TypeVar("E")
_VOWELS: Final = "aeiou"


@dataclass(frozen=True, slots=True)
class Found(Generic[E]):
    """A lexicon entry in a row of words: half-open range of indexes, and the form it stands in.

    ``form`` is ``base``, ``third``, ``past`` (also the participle), ``ing`` for verbs; ``one`` or ``many`` for nouns.
    """

    first: int
    last: int
    entry: E
    form: str


class PhraseTable(Generic[E]):
    """Phrases by their first word, the longest first."""

    __slots__ = ("_by_first",)

    def __init__(self, phrases: Iterable[tuple[str, E, str]]) -> None:
        grouped: dict[str, dict[tuple[str, ...], tuple[E, str]]] = {}
        for words, entry, form in phrases:
            parts = tuple(words.split())
            grouped.setdefault(parts[0], {}).setdefault(parts, (entry, form))
        self._by_first = {
            first: tuple(sorted(((parts, *found) for parts, found in entries.items()), key=lambda row: -len(row[0])))
            for first, entries in grouped.items()
        }

    def match(self, words: Sequence[str], index: int) -> Found[E] | None:
        """The longest phrase that begins at an index of lower-case words."""
        for parts, entry, form in self._by_first.get(words[index], ()):
            stop = index + len(parts)
            if tuple(words[index:stop]) == parts:
                return Found(index, stop, entry, form)
        return None

    def find(self, words: Sequence[str]) -> Iterator[Found[E]]:
        """All phrases in a row of words, left to right, the longest at each place, without overlaps."""
        index = 0
        while index < len(words):
            found = self.match(words, index)
            if found:
                yield found
            index = found.last if found else index + 1


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a happening. ``frame`` says how its actor and target stand to it; see ``triggers.csv``."""

    lemma: str
    is_verb: bool
    kind: Kind
    order: Order
    frame: str


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon's normal form and the group that decides what fire with it is called."""

    normal: str
    group: str


@dataclass(frozen=True, slots=True)
class Noun:
    """Somebody or something that can be hit; ``sort`` is ``person``, ``group``, ``force``, ``position`` and so on."""

    lemma: str
    status: Status
    sort: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word with one label, such as an outcome, a kind of evidence or a modality; ``pos`` is its part of speech."""

    lemma: str
    label: str
    pos: str = ""


def inflect_noun(lemma: str) -> str:
    """The plural by rule: "post" → "posts", "army" → "armies", "trench" → "trenches"."""
    head, _, last = lemma.rpartition(" ")
    if last.endswith(("s", "x", "z", "ch", "sh")):
        plural = last + "es"
    elif last.endswith("y") and last[-2:-1] not in _VOWELS:
        plural = last[:-1] + "ies"
    else:
        plural = last + "s"
    return f"{head} {plural}" if head else plural


def inflect_verb(lemma: str) -> dict[str, tuple[str, ...]]:
    """All forms of a verb or of a phrase that begins with one: ``base``, ``third``, ``past``, ``ing``."""
    head, _, rest = lemma.partition(" ")
    whole = _irregular().get(lemma)
    forms = whole or _irregular().get(head) or _regular(head)
    if whole or not rest:
        return forms
    return {form: tuple(f"{word} {rest}" for word in words) for form, words in forms.items()}


def _regular(verb: str) -> dict[str, tuple[str, ...]]:
    third = inflect_noun(verb)
    if verb.endswith("e"):
        past, ing = verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        past, ing = verb[:-1] + "ied", verb + "ing"
    else:
        past, ing = verb + "ed", verb + "ing"
    return {"base": (verb,), "third": (third,), "past": (past,), "ing": (ing,)}


@cache
def _irregular() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        row["lemma"]: {
            "base": (row["lemma"],),
            "third": (row["third"],),
            "past": tuple(dict.fromkeys((row["past"] + "|" + row["participle"]).split("|"))),
            "ing": tuple(row["ing"].split("|")),
        }
        for row in load_lexicon("irregulars")
    }


def _verb_phrases(lemma: str, entry: E) -> Iterator[tuple[str, E, str]]:
    forms = inflect_verb(lemma)
    for form in ("past", "base", "third", "ing"):  # "hit" and "hurt" are read as past forms
        for word in forms[form]:
            yield word, entry, form


def _noun_phrases(lemma: str, plural: str, entry: E) -> Iterator[tuple[str, E, str]]:
    yield lemma, entry, "many" if plural == "-" else "one"
    if plural != "-":
        yield plural or inflect_noun(lemma), entry, "many"


@cache
def verb_triggers() -> PhraseTable[Trigger]:
    """Verbs and verb phrases that name a happening."""
    return PhraseTable(_trigger_phrases("verb"))


@cache
def noun_triggers() -> PhraseTable[Trigger]:
    """Nouns that name a happening."""
    return PhraseTable(_trigger_phrases("noun"))


def _trigger_phrases(pos: str) -> Iterator[tuple[str, Trigger, str]]:
    for row in load_lexicon("triggers"):
        if row["pos"] != pos or not row["kind"]:
            continue
        order = Order(row["order"]) if row["order"] else Order.NOT_STATED
        trigger = Trigger(row["words"], pos == "verb", Kind(row["kind"]), order, row["frame"])
        if pos == "verb":
            yield from _verb_phrases(row["words"], trigger)
        else:
            yield from _noun_phrases(row["words"], _plural_before_of(row["words"]), trigger)


def _plural_before_of(lemma: str) -> str:
    """As in "violation of the ceasefire" → "violations of the ceasefire"; empty where the end takes it."""
    head, of, rest = lemma.partition(" of ")
    return f"{inflect_noun(head)}{of}{rest}" if of else ""


@cache
def weapons() -> PhraseTable[Weapon]:
    """Weapons by name."""
    return PhraseTable(
        phrase
        for row in load_lexicon("weapons")
        for phrase in _noun_phrases(row["words"], "", Weapon(row["normal"], row["group"]))
    )


@cache
def designations() -> dict[str, Weapon]:
    """Prefixes of weapon designations, upper case: "TR" of "TR-107"."""
    return {row["prefix"]: Weapon(row["normal"], row["group"]) for row in load_lexicon("designations")}


@cache
def people() -> PhraseTable[Noun]:
    """People and forces."""
    return PhraseTable(_nouns("people"))


@cache
def objects() -> PhraseTable[Noun]:
    """Things that can be hit."""
    return PhraseTable(_nouns("objects"))


def _nouns(lexicon: str) -> Iterator[tuple[str, Noun, str]]:
    for row in load_lexicon(lexicon):
        noun = Noun(row["words"], Status(row["status"]), row["sort"])
        yield from _noun_phrases(row["words"], row["plural"], noun)


@cache
def outcomes() -> PhraseTable[Word]:
    """Words for what became of people."""
    return PhraseTable(_labelled("outcomes", "outcome"))


@cache
def damages() -> PhraseTable[Word]:
    """Words for damage."""
    return PhraseTable(_labelled("damage", "level"))


def _labelled(lexicon: str, column: str) -> Iterator[tuple[str, Word, str]]:
    for row in load_lexicon(lexicon):
        word = Word(row["words"], row[column], row["pos"])
        if row["pos"] in ("verb", "intransitive"):
            yield from _verb_phrases(row["words"], word)
        elif row["pos"] == "adjective":
            yield row["words"], word, "one"
        else:
            yield from _noun_phrases(row["words"], "", word)


@cache
def evidence_words() -> PhraseTable[Word]:
    """Words for evidence."""
    return PhraseTable(_plain_nouns("evidence", "kind"))


@cache
def law_words() -> PhraseTable[Word]:
    """Legal terms and instruments."""
    return PhraseTable(_plain_nouns("law", "sort"))


def _plain_nouns(lexicon: str, column: str) -> Iterator[tuple[str, Word, str]]:
    for row in load_lexicon(lexicon):
        yield from _noun_phrases(row["words"], _plural_before_of(row["words"]), Word(row["words"], row[column]))


@cache
def modality_words() -> PhraseTable[Word]:
    """Words that say how a proposition is held."""
    return PhraseTable((row["words"], Word(row["words"], row["modality"]), "one") for row in load_lexicon("modality"))


@cache
def relative_words() -> PhraseTable[Word]:
    """Words that name somebody by his stand to the speaker: "the enemy", "our"."""
    return PhraseTable(
        phrase
        for row in load_lexicon("relative")
        for phrase in _noun_phrases(row["words"], "", Word(row["words"], row["of"]))
    )


@cache
def line_words() -> PhraseTable[Word]:
    """Common words for lines and zones between sides."""
    return PhraseTable(
        phrase
        for row in load_lexicon("lines")
        for phrase in _noun_phrases(row["words"], "", Word(row["words"], "line"))
    )


@cache
def closed_class(name: str) -> frozenset[str]:
    """The words of a closed class, such as ``preposition``; see ``closed.csv``."""
    return frozenset(word for row in load_lexicon("closed") if row["class"] == name for word in row.words("words"))
