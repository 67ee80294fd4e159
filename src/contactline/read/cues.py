"""The words that attribute, from ``reference/lexicons/speech.csv`` and ``speakers.csv``. No side is named here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from contactline.records.claims import Act


def word_set(words: str) -> frozenset[str]:
    """Words written with spaces between them."""
    return frozenset(words.split())


def word_list(words: str) -> tuple[str, ...]:
    """Words written with spaces between them, in their order."""
    return tuple(words.split())


DETERMINERS: Final = word_set("the a an this that these those its his her their our my your")
QUANTIFIERS: Final = word_set(
    "some any several many all both each every another other most few numerous various two three four "
    "five six seven eight nine ten dozens hundreds one"
)
PRONOUNS: Final = word_set("he she it they we i you")
FIRST_PERSON: Final = word_set("we i")
AUXILIARIES: Final = word_set(
    "is are was were be been being has have had do does did will would shall should can could may might "
    "must not never n't isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't "
    "wouldn't can't cannot couldn't"
)
BE: Final = word_set("is are was were be been being isn't aren't wasn't weren't")
NEGATIONS: Final = word_set(
    "not never n't isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't "
    "can't cannot couldn't neither nor"
)
RELATIVES: Final = word_set("who which whom whose")
CLAUSE_WORDS: Final = RELATIVES | word_set(
    "that while when where because although though but if since until whereas than so what how why "
    "whether after before despite amid unless once as or nor"
)
PREPOSITIONS: Final = word_set(
    "in on at of for by with from to into over under about against between during through near along "
    "across within without towards toward among via per around like upon onto off following regarding "
    "concerning amid despite after before since inside outside behind above below"
)
INNER_PREPOSITIONS: Final = word_set("of for")
"""These go on inside the name of a speaker: "the spokesman for the Ministry of Defence"."""
TIME_WORDS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january "
    "february march april may june july august september october november december morning evening "
    "afternoon night noon midnight week month year day mon tue tues wed thu thurs fri sat sun jan feb mar "
    "apr jun jul aug sep sept oct nov dec"
)
WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight")
MONTHS: Final = word_list("january february march april may june july august september october november december")
_NOT_ADVERBS: Final = word_set(
    "family ally supply reply italy july assembly rally bully fly daily weekly monthly monopoly anomaly "
    "only jelly sicily ally hungry holy italy elderly early friendly likely deadly"
)
_ADVERBS: Final = word_set(
    "also then later earlier already again further still even just once meanwhile however moreover too "
    "now therefore thus instead yet ago soon often always nevertheless nonetheless furthermore besides "
    "hence once twice first"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of the lexicon.

    Attributes:
        lemma: the verb or noun, with its particle ("call on").
        particles: what has to follow the verb form.
        stance: ``neutral``, ``factive``, ``distanced``, ``hedged`` or ``negated``.
        takes: complements: ``clause``, ``object``, ``strict``, ``tell``, ``of``, ``to``, ``evidence``.
    """

    lemma: str
    sort: str
    particles: tuple[str, ...]
    act: Act
    stance: str
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words by form; verbs with the longest particle first.

    ``speakers`` are words for offices, bodies and groups; ``outlets`` stand in the names of outlets; ``audiences`` are
    told something without passing it on; ``monitors`` are in the names of observers, who see for themselves.
    """

    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, Cue]
    evidence: dict[str, str]
    falsity: frozenset[str]
    speakers: dict[str, frozenset[str]]
    outlets: frozenset[str]
    audiences: frozenset[str]
    monitors: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Read both lexicons once."""
    verbs: dict[str, list[Cue]] = {}
    nouns: dict[str, Cue] = {}
    evidence: dict[str, str] = {}
    falsity: set[str] = set()
    for row in _rows("speech.csv"):
        cue = _make_cue(row)
        for form in row["forms"].split():
            if cue.sort == "verb":
                verbs.setdefault(form, []).append(cue)
            elif cue.sort == "noun":
                nouns[form] = cue
            elif cue.sort == "evidence":
                evidence[form] = cue.lemma
            else:
                falsity.add(form)
    speakers: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {"outlet": set(), "audience": set(), "monitor": set()}
    for row in _rows("speakers.csv"):
        if row["sort"] in apart:
            apart[row["sort"]].add(row["word"])
        else:
            speakers.setdefault(row["word"], set()).add(row["sort"])
    ordered = {form: tuple(sorted(cues, key=lambda cue: -len(cue.particles))) for form, cues in verbs.items()}
    frozen = {word: frozenset(sorts) for word, sorts in speakers.items()}
    return Lexicon(
        verbs=ordered,
        nouns=nouns,
        evidence=evidence,
        falsity=frozenset(falsity),
        speakers=frozen,
        outlets=frozenset(apart["outlet"]),
        audiences=frozenset(apart["audience"]),
        monitors=frozenset(apart["monitor"]),
    )


def is_adverb(word: str) -> bool:
    """Whether a lower-case word is most likely an adverb."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


def _rows(name: str) -> list[dict[str, str]]:
    path = files("contactline.reference") / "lexicons" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _make_cue(row: dict[str, str]) -> Cue:
    lemma = row["lemma"]
    particles = tuple(lemma.split()[1:]) if row["sort"] == "verb" else ()
    return Cue(lemma, row["sort"], particles, Act(row["act"]), row["stance"], frozenset(row["takes"].split()))
