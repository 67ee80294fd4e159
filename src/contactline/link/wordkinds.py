"""What a changed word would change: a number, who, whether, how surely. Everything else is style.

By lists: numbers, negation, hedges, and the verbs of speech with the act that each performs. By what was read: words
that a claim of the report quotes as its speaker, actor, victim, place, time or weapon. A name is a word with a capital
inside a sentence. The lists are English; figures, names and what was read hold for every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from contactline.link.sentences import Sentence, Word
from contactline.records.claims import Claim, Mention
from contactline.records.incidents import Difference
from contactline.records.quotes import Quote, Span
from contactline.reference.tables import load_lexicon

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS: Final = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS: Final = {word: str(number) for number, word in enumerate(_SMALL.split())} | {
    word: str(10 * number) for number, word in enumerate(_TENS.split(), start=3)
}
_VAGUE: Final = frozenset("dozen dozens scores hundred hundreds thousand thousands several many few".split())  # noqa: SIM905
_NEGATIONS: Final = frozenset("no not never none nobody neither nor without".split())  # noqa: SIM905 - one line
_ROUGH: Final = frozenset("about around approximately roughly nearly almost least most claimed".split())  # noqa: SIM905
_ENDING: Final = re.compile(r"(?:['’]s|ing|ed|es|s)$")
_SHORT: Final = 3
_CAPITALS: Final = 0.6


def key_of(word: Word) -> str:
    """What is the same in "two" and "2", in "shells" and "shelled"."""
    text = "-".join(_NUMBERS.get(part, part) for part in word.text.split("-"))
    if text != word.text:
        return text
    return _ENDING.sub("", text) if len(text) > _SHORT else text


def act_of(word: str) -> tuple[str, str] | None:
    """The act that a verb of speech performs, and how it stands to what is said: "claims" is not "confirms"."""
    return _acts().get(word)


@cache
def _acts() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("speech"):
        if row["sort"] != "verb":
            continue
        for form in row.words("forms"):
            found.setdefault(form, (row["act"], row["stance"]))
    return found


@cache
def _hedges() -> frozenset[str]:
    words = {row["words"] for row in load_lexicon("modality") if row["modality"] == "hedged"}
    return frozenset(word for word in words if " " not in word) | _ROUGH


class Kinds:
    """Kinds of the words of one report.

    Args:
        text: its fixed text.
        claims: what was read from it.
    """

    def __init__(self, text: str, claims: Iterable[Claim]) -> None:
        self._text = text
        self._values = sorted(
            {(quote.span, kind) for claim in claims for kind, quote in _iter_values(claim) if quote},
            key=lambda value: (len(value[0]), value[0], value[1]),
        )

    def find(self, sentence: Sentence, *, names: bool = True) -> list[Difference | None]:
        """The kind of every word of a sentence; ``None`` for words that change nothing.

        Args:
            sentence: one of the report.
            names: whether a capital alone makes a name.
        """
        words = sentence.words
        values = [value for value in self._values if value[0].overlaps(sentence.span)]
        titled = sum(self._text[word.span.start].isupper() for word in words) > _CAPITALS * len(words)
        return [self._find(word, values, named=names and not titled and at > 0) for at, word in enumerate(words)]

    def _find(self, word: Word, values: Sequence[tuple[Span, Difference]], *, named: bool) -> Difference | None:
        kind = next((kind for span, kind in values if span.covers(word.span)), None)
        text = word.text
        if _is_number(text):
            return kind if kind in {Difference.WHEN, Difference.MEANS} else Difference.NUMBER
        if text in _NEGATIONS or text.endswith(("n't", "n’t")):
            return Difference.NEGATION
        if text in _hedges():
            return Difference.HEDGE
        if act_of(text) is not None:
            return Difference.ACT
        if len(text) <= _SHORT:
            return None
        if kind is None and named and self._text[word.span.start].isupper():
            return Difference.WHO
        return kind


def _is_number(text: str) -> bool:
    parts = text.split("-")
    return any(char.isdigit() for char in text) or any(part in _NUMBERS or part in _VAGUE for part in parts)


def _iter_values(claim: Claim) -> Iterator[tuple[Difference, Quote | None]]:
    occurrence = claim.occurrence
    who: list[Mention] = [claim.speaker, *claim.relayed_by, *occurrence.actors]
    who += [target.mention for target in occurrence.targets] + [loss.victims for loss in claim.casualties]
    yield from ((Difference.WHO, mention.quote) for mention in who)
    yield from ((Difference.WHO, person.quote) for loss in claim.casualties for person in loss.persons)
    yield (Difference.WHAT, occurrence.trigger)
    yield from ((Difference.WHAT, damage.quote) for damage in claim.damage)
    yield from ((Difference.WHERE, place.quote) for place in occurrence.places)
    yield from ((Difference.MEANS, means.quote) for means in occurrence.means)
    yield (Difference.WHEN, occurrence.time.quote if occurrence.time else None)
