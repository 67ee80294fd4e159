"""An answer into claims: every value found in the text or left out, every claim for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from contactline.read.assemble import make_relays
from contactline.read.document import Document, Sentence
from contactline.read.llm.casualties import make_casualties, make_damage
from contactline.read.llm.chunks import Chunk
from contactline.read.llm.fields import Fields, UnusableError
from contactline.read.llm.finding import Finder
from contactline.read.llm.prompt import evidence_kinds
from contactline.read.means import find_means
from contactline.read.view import make_view
from contactline.records.claims import (
    Act,
    Claim,
    EvidenceMention,
    Kind,
    LawMention,
    Maker,
    Means,
    Mention,
    Modality,
    Occurrence,
    Order,
    PlaceMention,
    PlaceRole,
    Polarity,
    Status,
    Target,
    TimeMention,
    with_id,
)
from contactline.records.ids import ClaimId
from contactline.records.quotes import Quote, Span, make_quote

CONSTRUCTION: Final = "llm"
CONFIDENCE: Final = 0.5
"""The highest that a claim gets. A model's own word for how sure it is tells nothing, so it is not asked for."""
_DOUBT: Final = 0.1
"""Taken off for every value that was left out."""
_LEAST: Final = 0.1
_MOST_CLAIMS: Final = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim, and which other of the same answer it says that it answers."""

    claim: Claim
    answers: int | None


@dataclass(frozen=True, slots=True)
class Drop:
    """What was left out, in words, and where."""

    message: str
    span: Span
    claim: bool = False
    """Whether a whole claim was."""


class ClaimMaker:
    """Makes the claims of one chunk's answer.

    Args:
        document: the cut-up report.
        chunk: what was asked about; nothing outside it is found.
        maker: the reader and its version.
    """

    def __init__(self, document: Document, chunk: Chunk, maker: Maker) -> None:
        self._document = document
        self._chunk = chunk
        self._maker = maker
        self._finder = Finder(document.text, chunk.scope)

    def make(self, answer: Mapping[str, Any]) -> tuple[tuple[Claim, ...], tuple[Drop, ...]]:
        """The claims in the order of the text, and what was left out."""
        raws = answer["claims"]
        drops: list[Drop] = []
        if len(raws) > _MOST_CLAIMS:
            more = len(raws) - _MOST_CLAIMS
            drops.append(Drop(f"{more} claims more than {_MOST_CLAIMS} for one piece of text", self._chunk.span, True))
        drafts: dict[int, Draft] = {}
        for number, raw in enumerate(raws[:_MOST_CLAIMS]):
            try:
                fields = self._open(raw)
                drafts[number] = self._draft(fields)
                drops += [Drop(message, fields.sentence) for message in fields.dropped]
            except UnusableError as error:
                drops.append(Drop(f"a claim: {error}", self._chunk.span, True))
        drafts, repeated = _drop_repeated(drafts)
        claims = _link(drafts)
        order = sorted(claims, key=lambda claim: (claim.quote.span, _trigger_start(claim)))
        return tuple(order), (*drops, *repeated)

    def _open(self, raw: object) -> Fields:
        if not isinstance(raw, dict):
            raise UnusableError("it is no object with fields")
        numbers = {unit.number: unit for unit in self._chunk.own}
        number = raw.get("sentence")
        unit = numbers.get(number) if isinstance(number, int) else None
        if unit is None:
            raise UnusableError("it names none of the sentences that were to be read")
        return Fields(self._document, self._finder, raw, unit.span)

    def _draft(self, fields: Fields) -> Draft:
        document, raw = self._document, fields.raw
        sentence = self._sentence(fields.sentence)
        act = fields.need("act", Act)
        polarity = fields.need("polarity", Polarity)
        modality = fields.need("modality", Modality)
        trigger = fields.quoted("trigger")
        fields.near = trigger.span if trigger else None
        speaker = self._speaker(fields)
        casualties, damage = make_casualties(fields), make_damage(fields)
        claim = Claim(
            id=ClaimId(""),
            report=document.report.id,
            part=sentence.part,
            act=act,
            polarity=polarity,
            modality=modality,
            speaker=speaker,
            relayed_by=make_relays(
                document.report.meta, speaker, tuple(Mention(q.words, q) for q in fields.quotes("relayed_by"))
            ),
            occurrence=self._occurrence(fields, trigger, hurt=bool(casualties or damage)),
            quote=make_quote(document.report.id, document.text, fields.sentence),
            maker=self._maker,
            casualties=casualties,
            damage=damage,
            evidence=_make_evidence(fields),
            law=tuple(LawMention(quote) for quote in fields.quotes("law")),
            background=raw.get("background") is True,
            stated=_make_time(fields, "stated"),
            construction=CONSTRUCTION,
        )
        answers = fields.number("answers") if act in {Act.DENIES, Act.PARTLY_DENIES} else None
        doubt = _DOUBT * len(fields.dropped)
        return Draft(with_id(replace(claim, confidence=round(max(_LEAST, CONFIDENCE - doubt), 2))), answers)

    def _sentence(self, span: Span) -> Sentence:
        return next(sentence for sentence in self._document.sentences if sentence.span.overlaps(span))

    def _speaker(self, fields: Fields) -> Mention:
        """Who says it. One who does not stand in the text may not be exchanged for the publisher."""
        raw = fields.raw.get("speaker")
        if not isinstance(raw, dict):
            raise UnusableError("it does not tell who speaks")
        inner = Fields(self._document, self._finder, raw, fields.sentence, None, fields.dropped)
        if not inner.text("words"):
            return Mention(self._document.report.meta.publisher or "the report")
        speaker = inner.mention("speaker")
        if speaker is None:
            raise UnusableError(fields.dropped[-1])
        return speaker

    # -- what it is about

    def _occurrence(self, fields: Fields, trigger: Quote | None, *, hurt: bool) -> Occurrence:
        kind = (fields.choice("kind", Kind) or Kind.NONE) if trigger else Kind.NONE
        if kind is Kind.NONE and not hurt:
            return Occurrence()
        return Occurrence(
            kind=kind if kind is not Kind.NONE else Kind.UNSPECIFIED,
            trigger=trigger,
            actors=tuple(found for entry in fields.entries("actors") if (found := entry.mention("actors"))),
            targets=tuple(target for entry in fields.entries("targets") if (target := _make_target(entry))),
            means=tuple(self._make_means(quote) for quote in fields.quotes("means")),
            places=tuple(place for entry in fields.entries("places") if (place := _make_place(entry))),
            time=_make_time(fields, "time"),
            order=fields.choice("order", Order) or Order.NOT_STATED,
        )

    def _make_means(self, quote: Quote) -> Means:
        """With the lexicon's normal form, where it knows the words."""
        known = find_means(make_view(self._document, (), quote.span))
        return Means(quote, known[-1].means.normal if known else " ".join(quote.words.lower().split()))


def _make_target(entry: Fields) -> Target | None:
    mention = entry.mention("targets")
    return Target(mention, entry.choice("status", Status) or Status.NOT_SAID) if mention else None


def _make_place(entry: Fields) -> PlaceMention | None:
    quote, role = entry.quote("places", entry.text("words")), entry.choice("role", PlaceRole)
    return PlaceMention(quote, role) if quote and role else None


def _make_time(fields: Fields, name: str) -> TimeMention | None:
    quote = fields.quoted(name)
    return TimeMention(quote) if quote else None


def _make_evidence(fields: Fields) -> tuple[EvidenceMention, ...]:
    found = []
    for entry in fields.entries("evidence"):
        quote, kind = entry.quote("evidence", entry.text("words")), entry.text("kind")
        if quote and kind in evidence_kinds():
            found.append(EvidenceMention(kind, quote))
        elif quote:
            fields.dropped.append("a kind of evidence is none of the words to choose from")
    return tuple(found)


# -- claims among each other


def _drop_repeated(drafts: dict[int, Draft]) -> tuple[dict[int, Draft], list[Drop]]:
    """Each claim once. Where an answer turns one happening both ways round, nobody can tell which way it was."""
    kept: dict[ClaimId, int] = {}
    drops: list[Drop] = []
    result: dict[int, Draft] = {}
    for number, draft in drafts.items():
        first = kept.setdefault(draft.claim.id, number)
        if first == number:
            result[number] = draft
        elif _is_turned(result[first].claim, draft.claim):
            result[first] = replace(result[first], claim=_without_roles(result[first].claim))
            message = "who did it to whom: the same words were read both ways round"
            drops.append(Drop(message, draft.claim.quote.span))
        elif _values(result[first].claim) != _values(draft.claim):
            drops.append(Drop("a claim: the same one came with other values before", draft.claim.quote.span, True))
    return result, drops


def _values(claim: Claim) -> Claim:
    return replace(claim, confidence=0.0)


def _is_turned(one: Claim, other: Claim) -> bool:
    did, suffered = _places(one.occurrence.actors), _places(target.mention for target in one.occurrence.targets)
    also_did = _places(other.occurrence.actors)
    also_suffered = _places(target.mention for target in other.occurrence.targets)
    return bool(did & also_suffered or suffered & also_did)


def _places(mentions: Any) -> frozenset[str]:
    return frozenset(mention.text.casefold() for mention in mentions)


def _without_roles(claim: Claim) -> Claim:
    return replace(
        claim,
        occurrence=replace(claim.occurrence, actors=(), targets=()),
        confidence=round(max(_LEAST, claim.confidence - _DOUBT), 2),
    )


def _link(drafts: dict[int, Draft]) -> list[Claim]:
    """Denials with the claims that they answer, as far as these are there."""
    claims = []
    for number, draft in drafts.items():
        answered = drafts.get(draft.answers) if draft.answers is not None and draft.answers != number else None
        claims.append(replace(draft.claim, answers=answered.claim.id) if answered else draft.claim)
    return claims


def _trigger_start(claim: Claim) -> int:
    trigger = claim.occurrence.trigger
    return trigger.span.start if trigger else -1
