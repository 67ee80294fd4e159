"""How many different people an article tells killed and wounded, from casualties that are told again and again.

A reader finds casualties phrase by phrase; a later sentence repeats an earlier one in other words, tells people apart
("one of them, a boy of 15"), adds some ("two others"), or tells that somebody who was hit has died. Here a whole
article is counted: people told one by one are put together where nothing speaks against their being the same (name,
age, sex); numbers are compared by their largest; whoever was hit and is dead is dead. What the lead tells goes before
the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from contactline.read.document import Document
from contactline.records.claims import Casualties, NumberForm, Outcome

_HIT: Final = re.compile(
    r"(?i)\b(?:shot|shoots|shooting|struck|hit|hits|hitting|striking|grazed|hospitals?|condition|gunshot|bullets?)\b"
)
_EXPLICIT: Final = re.compile(r"(?i)\b(?:wounded|wounds|wounding|injured|injur(?:es|ing|y|ies)|hurt)\b")
_FURTHER: Final = re.compile(r"(?i)\b(?:others?|another|more|additional|else|second|third|fourth|fifth|sixth)\b")
_MALE: Final = re.compile(
    r"(?i)\b(?:man|men|male|boy|son|father|brother|husband|boyfriend|he|grandfather|nephew|uncle)\b"
)
_FEMALE: Final = re.compile(
    r"(?i)\b(?:woman|women|female|girl|daughter|mother|sister|wife|girlfriend|she|grandmother|niece|aunt)\b"
)
_AGE: Final = re.compile(r"(?i)\b(\d{1,2})[- ]year[- ]old|\baged? (\d{1,2})\b|, (\d{1,2}),|\((\d{1,2})\)")
_NAME: Final = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?\b")
_WORDS: Final = """
    A An The Two Three Four Five Six Seven Eight Nine Ten One Man Woman Boy Girl Police Officer Teen Teenager Child
    Mother Father Son Daughter Victim Victims Person People Men Women Another Other Toddler Student Suspect He She They
    His Her
"""
_NO_NAMES: Final = frozenset(_WORDS.split())
_MOST: Final = 50
_NEAR: Final = 40
_LEAD: Final = 7
"""Sentences, the headline among them; chosen on the first half of the incidents."""


@dataclass(slots=True)
class _Person:
    """Somebody told alone; later words may add to what is known."""

    killed: bool
    told: list[tuple[int, bool]] = field(default_factory=list)
    """Sentences that tell of somebody, and whether as killed."""
    names: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    sex: str = ""

    def may_be(self, other: _Person) -> bool:
        if any(place == at and killed != other.killed for place, killed in self.told for at, _ in other.told):
            return False  # "left a girl dead and her friend injured"
        if self.names and other.names:
            return bool(self.names & other.names)
        if self.ages and other.ages and not self.ages & other.ages:
            return False
        return not (self.sex and other.sex) or self.sex == other.sex

    def add(self, other: _Person) -> None:
        self.killed |= other.killed
        self.told += other.told
        self.names |= other.names
        self.ages |= other.ages
        self.sex = self.sex or other.sex


@dataclass(frozen=True, slots=True)
class _Told:
    """One count of one sentence."""

    sentence: int
    outcome: Outcome
    number: int
    hit: bool
    further: bool


def count_toll(document: Document, casualties: Sequence[Casualties]) -> tuple[int, int]:
    """Killed and wounded of one article, as far as its numbers are exact."""
    casualties = _distinct(_of_lead(document, casualties) or casualties)
    found = _told(document, casualties)
    people = _people(document, casualties)
    dead = sum(person.killed for person in people)
    killed = max(_largest(found, Outcome.KILLED), dead)
    explicit = max((t.number for t in found if t.outcome is Outcome.WOUNDED and not t.hit), default=0)
    further = max((t.number for t in found if t.outcome is Outcome.WOUNDED and t.hit and t.further), default=0)
    every = max((t.number for t in found if t.outcome is Outcome.WOUNDED and t.hit and not t.further), default=0)
    alive = len(people) - dead
    wounded = max(explicit, further, every - killed, alive if alive + dead > every else 0)
    return min(killed, _MOST), min(wounded, _MOST)


def _distinct(casualties: Sequence[Casualties]) -> list[Casualties]:
    """Each once: several claims may hold the same words."""
    seen: dict[tuple[Outcome, int, int], Casualties] = {}
    for one in casualties:
        quote = one.victims.quote or one.quote
        seen.setdefault((one.outcome, quote.span.start, quote.span.end), one)
    return list(seen.values())


def _of_lead(document: Document, casualties: Sequence[Casualties]) -> list[Casualties]:
    """Those of the first sentences. News tells first what it is about, then what happened elsewhere or before."""
    lead = document.sentences[:_LEAD]
    return [one for one in casualties if lead and one.quote.span.end <= lead[-1].span.end]


def _largest(found: list[_Told], outcome: Outcome) -> int:
    return max((told.number for told in found if told.outcome is outcome), default=0)


def _told(document: Document, casualties: Sequence[Casualties]) -> list[_Told]:
    """Exact numbers, those of one place added up: "a soldier and two farmers were killed"."""
    groups: dict[tuple[int, Outcome], list[Casualties]] = {}
    before: Casualties | None = None
    for one in casualties:
        if before is not None and one.victims.text.lower() in ("they", "them"):
            one = replace(one, minimum=before.minimum, maximum=before.maximum, form=before.form)
        elif one.minimum > 1 and one.form is NumberForm.EXACT:
            before = one
        if one.form in (NumberForm.EXACT, NumberForm.ABOUT) and one.outcome in (Outcome.KILLED, Outcome.WOUNDED):
            groups.setdefault((one.quote.span.end, one.outcome), []).append(one)
    return [
        _Told(
            _sentence(document, end),
            outcome,
            sum(one.minimum for one in group),
            all(_is_hit(document, one) for one in group),
            any(_FURTHER.search(one.victims.text) for one in group),
        )
        for (end, outcome), group in groups.items()
        if sum(one.minimum for one in group) > 1  # people told alone are compared one by one
    ]


def _is_hit(document: Document, casualties: Casualties) -> bool:
    """Whether the words tell of a hit and leave open what came of it."""
    words = casualties.quote.words
    victims = casualties.victims.quote
    if victims is not None and victims.span == casualties.quote.span:  # the outcome stands outside of the quote
        words = document.text[victims.span.start : victims.span.end + _NEAR]
    return _HIT.search(words) is not None and _EXPLICIT.search(words) is None


def _sentence(document: Document, end: int) -> int:
    return next((k for k, sentence in enumerate(document.sentences) if sentence.span.end >= end), 0)


def _people(document: Document, casualties: Sequence[Casualties]) -> list[_Person]:
    """People told one by one, those who may be the same put together."""
    people: list[_Person] = []
    for one in casualties:
        if one.outcome not in (Outcome.KILLED, Outcome.WOUNDED) or one.minimum != 1 or one.maximum != 1:
            continue
        new = _describe(document, one)
        known = next((p for p in people if p.names & new.names), None)
        known = known or next((p for p in reversed(people) if p.may_be(new)), None)
        if known is None and people and _KNOWN.match(one.victims.text) and not (new.names or new.told):
            known = people[-1]
        if known is None or (_FURTHER.search(one.victims.text) and not known.names & new.names):
            people.append(new)
        else:
            known.add(new)
    return people


_KIN: Final = re.compile(r"(?i)(?:his|her|their) \w")
_KNOWN: Final = re.compile(r"(?i)(?:the|he|she|him|her|his|himself|herself|this|that|one of|victim|teen)\b")
_NOUN: Final = re.compile(
    r"(?i)\b(?:man|woman|boy|girl|teen|teenager|child|toddler|student|officer|soldier|mother|father|mom|dad|son|daughter|"
    r"brother|sister|wife|husband|resident|victim|suspect|driver|baby|infant|year-old|old|male|female|friend|person)s?\b"
)


def _describe(document: Document, casualties: Casualties) -> _Person:
    words = casualties.victims.text
    person = _Person(casualties.outcome is Outcome.KILLED)
    if not _KNOWN.match(words) or _KIN.match(words):
        person.told = [(_sentence(document, casualties.quote.span.end), person.killed)]
    if not _is_titled(document, casualties):
        nouns = list(_NOUN.finditer(words))
        rest = words[nouns[-1].end() :] if nouns else words  # "victim | Sienna Owens", "Alton boy |"
        person.names = {name for name in _NAME.findall(rest) if name not in _NO_NAMES}
        for known in casualties.persons:
            person.names |= {name for name in _NAME.findall(known.name) if name not in _NO_NAMES}
    person.ages = {next(filter(None, groups)) for groups in _AGE.findall(words)}
    person.ages |= {f"{known.age:g}" for known in casualties.persons if known.age is not None}
    person.sex = "m" if _MALE.search(words) else "f" if _FEMALE.search(words) else ""
    return person


def _is_titled(document: Document, casualties: Casualties) -> bool:
    """Whether capitals tell nothing, as in a headline."""
    at = casualties.quote.span.start
    sentence = next((s for s in document.sentences if s.span.start <= at < s.span.end), None)
    long = [word for word in document.words(sentence.span).split() if len(word) > 3] if sentence else []
    return sum(word[:1].isupper() for word in long) > 0.6 * len(long)
