"""Victims named around the words for them: ranks, years of birth, fathers' names, lists and sentences that name.

Works on the claims of a report when they are made, whoever made them:

1. what stands beside a person's name: the rank before it, "(born in 1987)" after it, "Elkhan oglu", "s/o Ghulam Din";
2. a name beside an age: "Kim Min-jun, a 23-year-old private"; one beside the victim: "the soldier, Arsen Davtyan, was";
3. a list after the victims: "Killed soldiers: Major R. Ibrahimov, Captain I. Huseynov";
4. a sentence that names: "They were named as …", "The dead were identified as …". It becomes a claim of its own, with
   what the claim before it says of as many people;
5. what became of a captured or missing person: "was released", "has been found".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from contactline.read.document import Document, Sentence
from contactline.read.persons import find_persons
from contactline.read.view import make_view
from contactline.records.claims import (
    Casualties,
    Claim,
    Mention,
    NumberForm,
    Outcome,
    Person,
    Polarity,
    Sequel,
    with_id,
)
from contactline.records.names import NameSpot
from contactline.records.quotes import Span, make_quote
from contactline.reference.tables import load_lexicon

SpotsIn = Callable[[Span], tuple[NameSpot, ...]]

_BEFORE: Final = 40  # characters before a name that its rank stands in
_REACH: Final = 3  # sentences between a loss and the sentence that names
_BORN: Final = re.compile(
    r"\s*,?\s*\(?\s*(?:who\s+was\s+)?(?:born|b\.)\s*(?:in|on)?\s*(?:[\w.,/-]{1,12}\s+){0,3}?(?P<year>(?:19|20)\d\d)\b\)?"
)
_NAME: Final = r"[^\W\d_a-z][\w'’-]+"
_BESIDE_AGE: Final = re.compile(rf"({_NAME}(?:\s(?:[^\W\d_]\.\s)?{_NAME}){{1,3}}),\s(?:an?\s|aged\s)?$")
_SON_OF: Final = re.compile(rf"({_NAME}(?:\s{_NAME}){{0,3}})\s[sdw]/o\s$")
_BEHIND_RANK: Final = re.compile(rf"^\s(?P<name>{_NAME}(?:\s{_NAME}){{1,3}})(?:,\s(?P<age>[1-9]\d?)(?=[,.]))?")
_BESIDE_VICTIM: Final = re.compile(
    rf"^,\s(?P<name>{_NAME}(?:\s{_NAME}){{1,3}})(?:,\s(?:aged\s)?(?P<age>[1-9]\d?))?(?=,\s|\s\()"
)
_NAMING: Final = re.compile(
    r"\b(?P<who>[\w\s-]{0,40}?)\b(?:was|were|been)\s(?:\w+ly\s)?(?:later\s)?(?:named|identified)\s(?:by\s[^,.;]{2,50}\s)?as\b"
    r"|\b(?:named|identified)\s(?P<object>(?:the|him|her|them|one|two|three|four|five)[\w\s-]{0,40}?)\sas\b"
)
_SEQUELS: Final = {
    Outcome.CAPTURED: (
        Sequel.RELEASED,
        re.compile(
            r"\b(?:was|were|been)\s(?:\w+ly\s)?(?:released|freed|handed\sover|repatriated|exchanged|returned)\b"
        ),
    ),
    Outcome.MISSING: (
        Sequel.FOUND,
        re.compile(r"\b(?:was|were|been)\s(?:\w+ly\s)?(?:found|located)\b(?!\s(?:dead|killed))"),
    ),
}
_NOT_YET: Final = re.compile(r"\b(?:not|never|no|until|unless|if|should|must|would|yet)\b[^.]{0,40}$", re.IGNORECASE)
_PRONOUNS: Final = frozenset({"they", "them", "he", "she"})
"""Not "him": whom somebody identifies is as often who did it."""
_VICTIMS: Final = re.compile(
    r"\b(?:victim|dead|deceased|killed|fallen|fatalit|martyr|wounded|injured|captured|missing)"
)
_OUTCOMES: Final = (
    (re.compile(r"\b(?:dead|deceased|killed|fallen|fatalit|martyr)", re.IGNORECASE), Outcome.KILLED),
    (re.compile(r"\b(?:wounded|injured)", re.IGNORECASE), Outcome.WOUNDED),
    (re.compile(r"\b(?:captured|captive|prisoner|detained)", re.IGNORECASE), Outcome.CAPTURED),
    (re.compile(r"\bmissing\b", re.IGNORECASE), Outcome.MISSING),
)


def name_people(document: Document, spots_in: SpotsIn, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The same claims with what the words around them say of single victims, and those that only name."""
    if not any(claim.casualties for claim in claims):
        return claims
    refined = [_refine(document, spots_in, claim) for claim in claims]
    return tuple(refined) + tuple(_iter_naming(document, spots_in, refined))


def _refine(document: Document, spots_in: SpotsIn, claim: Claim) -> Claim:
    losses = tuple(_refine_loss(document, spots_in, claim, loss) for loss in claim.casualties)
    return claim if losses == claim.casualties else replace(claim, casualties=losses)


def _refine_loss(document: Document, spots_in: SpotsIn, claim: Claim, loss: Casualties) -> Casualties:
    persons = loss.persons or _listed(document, spots_in, loss) or _beside(document, loss)
    sequel = _find_sequel(document, claim, loss)
    completed = [_complete(document, person, sequel) for person in persons]
    return replace(loss, persons=tuple(_merge(completed)))


def _merge(persons: Sequence[Person]) -> Iterator[Person]:
    """Each person once: "Kim Min-jun" beside "Kim Min-jun, a 23-year-old private"."""
    for number, person in enumerate(persons):
        others = [other for place, other in enumerate(persons) if place != number]
        fuller = [
            other
            for other in others
            if other.name == person.name and person.age is None and other.quote.span.overlaps(person.quote.span)
        ]
        if not fuller:
            yield person


# -- beside a name


def _complete(document: Document, person: Person, sequel: Sequel | None) -> Person:
    """A person with the rank, year of birth and father's name that stand at the name."""
    text, span = document.text, person.quote.span
    if not person.name and (before := _BESIDE_AGE.search(text[max(0, span.start - 60) : span.start])):
        start = max(0, span.start - 60) + before.start(1)
        span, name = Span(start, span.end), before[1]
    elif person.name and (before := _SON_OF.search(text[max(0, span.start - 60) : span.start])):
        start = max(0, span.start - 60) + before.start(1)
        name, span = text[start : span.start + len(person.name)], Span(start, span.end)
    else:
        name = person.name
    place = text.find(name, span.start, span.end) if name else -1
    rank = ""
    if place >= 0:
        after = place + len(name)
        after += name[-2:-1] in ("", " ", ".") and text[after : after + 1] == "."  # "K. G | ."
        more = _find_father(text, after)
        name, span = text[place : after + more], Span(span.start, max(span.end, after + more))
        start, rank = _find_rank(text, place)
        span = Span(min(span.start, start), span.end)
    born = _BORN.match(text, span.end) or _BORN.match(text, place + len(name) if place >= 0 else span.end)
    if born and "\n" not in born[0]:
        span = Span(span.start, max(span.end, born.end()))
    year = int(born["year"]) if born and "\n" not in born[0] else person.born
    return replace(
        person,
        name=name,
        quote=make_quote(person.quote.report, text, span),
        born=year,
        rank=rank or person.rank,
        sequel=sequel or person.sequel,
    )


def _find_rank(text: str, place: int) -> tuple[int, str]:
    """Where the rank right before a name begins, and its words; the name's own place where there is none."""
    start = max(0, place - _BEFORE)
    found = _rank_pattern().search(text[start:place])
    return (start + found.start(1), found[1]) if found else (place, "")


def _find_father(text: str, after: int) -> int:
    """How many characters of a father's name follow: " oglu", " Elkhan oglu", " s/o Ghulam Din"."""
    found = _father_pattern().match(text, after)
    return len(found[0]) if found else 0


# -- names that stand apart


def _beside(document: Document, loss: Casualties) -> tuple[Person, ...]:
    """As in "the captured soldier, Arsen Davtyan, was released": one victim, and one name right behind."""
    quote = loss.victims.quote
    if loss.maximum != 1 or quote is None:
        return ()
    after = document.text[quote.span.end : quote.span.end + 90]
    found = _BESIDE_VICTIM.match(after)
    if not found and _rank_pattern().search(f"{quote.words} "):
        found = _BEHIND_RANK.match(after)  # "the death of Sergeant | Huseyn Valiyev"
    if not found:
        return ()
    span = Span(quote.span.end + found.start("name"), quote.span.end + found.end())
    age = float(found["age"]) if found["age"] else None
    return (Person(found["name"], make_quote(quote.report, document.text, span), age),)


def _listed(document: Document, spots_in: SpotsIn, loss: Casualties) -> tuple[Person, ...]:
    """As in "Killed soldiers: Major R. Ibrahimov, Captain I. Huseynov"; as many as the number allows, two at least."""
    quote = loss.victims.quote
    if quote is None or loss.maximum == 1:
        return ()
    end = max(quote.span.end, loss.quote.span.end)
    rest = re.match(r"\s*[:–—]\s+", document.text[end : end + 5])
    sentence = _sentence_at(document, quote.span.start)
    if not rest or sentence is None or end + rest.end() >= sentence.span.end:
        return ()
    persons = _read_list(document, spots_in, Span(end + rest.end(), sentence.span.end))
    return persons if len(persons) >= 2 and _fits(loss, len(persons)) else ()


def _read_list(document: Document, spots_in: SpotsIn, span: Span) -> tuple[Person, ...]:
    view = make_view(document, spots_in(span), span)
    named: dict[str, Person] = {}
    for person in find_persons(view, 0, len(view.tokens)):
        held = named.get(person.name)
        if person.name and (held is None or held.age is None):
            named[person.name] = person
    return tuple(sorted(named.values(), key=lambda person: person.quote.span))


# -- sentences that name


def _iter_naming(document: Document, spots_in: SpotsIn, claims: Sequence[Claim]) -> Iterator[Claim]:
    told = {loss.quote.span for claim in claims for loss in claim.casualties if loss.persons}
    for number, sentence in enumerate(document.sentences):
        match = _NAMING.search(document.text, sentence.span.start, sentence.span.end)
        if not match or any(sentence.span.covers(span) and span.end > match.end() for span in told):
            continue
        list_span = Span(match.end(), sentence.span.end)
        persons = _read_list(document, spots_in, list_span) if list_span else ()
        before = document.sentences[max(0, number - _REACH) : number + 1]
        who = (match["who"] or match["object"] or "").strip().lower()
        source = _find_source(claims, before, _find_outcome(who), len(persons)) if persons else None
        if source and _is_of(who, source[1]):
            claim, loss = source
            yield _make_naming(document, claim, loss, sentence, match.start(), persons)


def _is_of(who: str, loss: Casualties) -> bool:
    """Whether words are for the victims: a pronoun, a word for victims, or the very word that the loss has for them."""
    words = re.findall(r"\w+", who)
    told = {word.removesuffix("s") for word in re.findall(r"\w+", loss.victims.text.lower()) if len(word) > 2}
    return bool(words) and (
        words[-1] in _PRONOUNS
        or _VICTIMS.search(who) is not None
        or (words[-1].removesuffix("s") in told - {"the", "and", "two", "three"})
    )


def _find_outcome(words: str) -> Outcome | None:
    return next((outcome for pattern, outcome in _OUTCOMES if pattern.search(words)), None)


def _find_source(
    claims: Sequence[Claim], before: Sequence[Sentence], outcome: Outcome | None, number: int
) -> tuple[Claim, Casualties] | None:
    """The nearest claim before that tells of so many people, unnamed as yet."""
    for sentence in reversed(before):
        for claim in claims:
            if claim.polarity is Polarity.NEGATIVE or not sentence.span.overlaps(claim.quote.span):
                continue
            for loss in claim.casualties:
                named = any(person.name for person in loss.persons)
                if not named and _fits(loss, number) and outcome in (None, loss.outcome):
                    return claim, loss
    return None


def _fits(loss: Casualties, number: int) -> bool:
    return loss.minimum <= number and (loss.maximum is None or number <= loss.maximum)


def _make_naming(
    document: Document, claim: Claim, loss: Casualties, sentence: Sentence, start: int, persons: tuple[Person, ...]
) -> Claim:
    """The claim that a naming sentence makes: same voice and happening, its own words."""
    completed = tuple(_complete(document, person, None) for person in persons)
    report = claim.report
    end = max(person.quote.span.end for person in completed)
    start = min(start, *(person.quote.span.start for person in completed))
    quote = make_quote(report, document.text, Span(max(start, sentence.span.start), end))
    first = min(person.quote.span.start for person in completed)
    words = make_quote(report, document.text, Span(first, end))
    named = replace(
        loss,
        minimum=len(persons),
        maximum=len(persons),
        form=NumberForm.EXACT,
        victims=Mention(words.words, words, of=loss.victims.of),
        quote=words,
        persons=completed,
    )
    return with_id(
        replace(
            claim,
            part=sentence.part,
            quote=quote,
            casualties=(named,),
            damage=(),
            evidence=(),
            law=(),
            answers=None,
            certainty=(),
            construction=f"{claim.construction.split('/')[0]}/named-after",
        )
    )


def _sentence_at(document: Document, offset: int) -> Sentence | None:
    return next((one for one in document.sentences if one.span.start <= offset < one.span.end), None)


def _find_sequel(document: Document, claim: Claim, loss: Casualties) -> Sequel | None:
    """What the same sentence says became of a captured or missing person since."""
    known = _SEQUELS.get(loss.outcome)
    sentence = _sentence_at(document, claim.quote.span.start)
    if known is None or sentence is None or claim.polarity is Polarity.NEGATIVE:
        return None
    found = known[1].search(document.text, sentence.span.start, sentence.span.end)
    if not found or _NOT_YET.search(document.text[sentence.span.start : found.start()]):
        return None
    return known[0]


@cache
def _rank_pattern() -> re.Pattern[str]:
    ranks = sorted({row["words"] for row in load_lexicon("ranks")}, key=lambda words: (-len(words), words))
    either = "|".join(r"\.?[\s-]".join(map(re.escape, words.split())) for words in ranks)
    return re.compile(rf"(?<![\w-])((?:{either})\.?)\s+$", re.IGNORECASE)


@cache
def _father_pattern() -> re.Pattern[str]:
    rows = load_lexicon("name_words")
    after = "|".join(sorted(row["words"] for row in rows if row["kind"] == "father after"))
    return re.compile(rf"(?:\s{_NAME})?\s(?:{after}|oğlu|qızı)\b|\s[sdw]/o\s{_NAME}(?:\s{_NAME})?", re.IGNORECASE)
