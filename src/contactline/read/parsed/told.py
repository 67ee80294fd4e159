"""Claims as the model's links put them together: who says it, what happened, and which values belong to it.

A claim is a pair of a voice (a cue, or the publisher) and an anchor (the words for a happening, casualties, damage, or
the cue itself). Every value is the words that the model linked to the anchor, read by the same lexicons as elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from contactline.read.analysis import Analysis, Labelled, Link, Told
from contactline.read.citations import spot_evidence, spot_law
from contactline.read.discourse import make_own_voice
from contactline.read.document import Document, Sentence
from contactline.read.parsed.confidence import CLAIM, Curves, calibrate
from contactline.read.parsed.values import ValueReader
from contactline.read.parts import Attribution, Frame
from contactline.read.speakers import SpeakerMemory
from contactline.records.claims import (
    Act,
    Casualties,
    Certainty,
    Kind,
    Mention,
    Modality,
    Occurrence,
    Order,
    Outcome,
    Polarity,
    TimeMention,
)
from contactline.records.names import NameSpot
from contactline.records.quotes import Span

_OUTCOMES: Final = frozenset(outcome.value for outcome in Outcome)
_UNNAMED: Final = 0.5
"""For a cue whose speaker the model does not find."""
_FALLBACK: Final = {"killed": Kind.KILLING}


@dataclass(frozen=True, slots=True)
class ToldClaims:
    """Attributions, the words that the claim of each stands on, and the frames of each, ready to be assembled."""

    attributions: tuple[Attribution, ...]
    anchors: tuple[Span, ...]
    pairs: tuple[tuple[int, tuple[Frame, ...]], ...]


def make_told(
    document: Document, analysis: Analysis, spots: tuple[NameSpot, ...], curves: Curves | None = None
) -> ToldClaims:
    """Attributions and frames of the claims that the model tells, in reading order."""
    return _Teller(document, analysis, spots, curves or {}).tell()


class _Teller:
    """One report while its claims are put together."""

    def __init__(self, document: Document, analysis: Analysis, spots: tuple[NameSpot, ...], curves: Curves) -> None:
        self._curves = curves
        self._document = document
        self._analysis = analysis
        self._values = ValueReader(document, analysis, spots)
        self._memory = SpeakerMemory()
        self._speakers: dict[Labelled, tuple[Mention, tuple[Mention, ...]]] = {}
        self._speaking: dict[Labelled, Link] = {}

    def tell(self) -> ToldClaims:
        for cue in self._analysis.cues:
            self._speakers[cue] = self._who(cue)
        told = sorted(self._analysis.told, key=lambda one: (one.anchor.first, one.voice.first if one.voice else -1))
        attributions = [self._attribution(one) for one in told]
        self._set_answers(told, attributions)
        pairs = tuple((number, (self._frame(one),)) for number, one in enumerate(told))
        return ToldClaims(tuple(attributions), tuple(self._values.span_of(one.anchor) for one in told), pairs)

    # -- who says it

    def _who(self, cue: Labelled) -> tuple[Mention, tuple[Mention, ...]]:
        """The speaker at a cue, and who passes it on."""
        linked = [link for link in self._analysis.speakers if link.right == cue]
        speaking = [link for link in linked if link.label == "speaks"]
        relays = tuple(self._values.mention(link.left) for link in linked if link.label == "relays")
        if not speaking:
            return make_own_voice(self._document), relays
        best = self._speaking[cue] = max(speaking, key=lambda link: link.probability)
        return self._memory.settle(self._values.mention(best.left)), relays

    def _attribution(self, told: Told) -> Attribution:
        own = make_own_voice(self._document)
        speaker, relays = self._speakers[told.voice] if told.voice else (own, ())
        sentence = self._values.sentence_of(told.anchor).span
        return Attribution(
            speaker=speaker,
            relayed_by=relays,
            act=Act(told.act),
            cue=self._values.span_of(told.voice) if told.voice else None,
            content=self._content(told, sentence),
            sentence=sentence,
            stated=self._stated(told),
            construction=self._construction(told),
        )

    def _content(self, told: Told, sentence: Span) -> Span:
        """The words attributed, as far as the model marks them; else the sentence."""
        held = [self._values.span_of(c) for c in self._analysis.contents if c.first <= told.anchor.first < c.last]
        return held[0] if held and told.voice else sentence

    def _construction(self, told: Told) -> str:
        """How voice and anchor stand to one another: the name of the construction."""
        if told.voice is None:
            return "own-voice"
        speaker, _ = self._speakers[told.voice]
        if told.voice.overlaps(told.anchor.first, told.anchor.last):
            return "cue-alone"
        if self._values.sentence_of(told.voice) != self._values.sentence_of(told.anchor):
            return "continuing-voice"
        if speaker.quote is None:
            return "cue-without-speaker"
        before = speaker.quote.span.start < self._values.span_of(told.voice).start
        if told.voice.first < told.anchor.first:
            return "subject-cue-clause" if before else "cue-subject-clause"
        return "content-subject-cue" if before else "content-cue-subject"

    def _stated(self, told: Told) -> TimeMention | None:
        """A time beside the cue that belongs to no happening."""
        stated = self._values.stated(told.voice) if told.voice else None
        if stated is None:
            return None
        taken = [self._values.span_of(link.left) for link in self._analysis.values if link.label == "Time"]
        return None if any(span.overlaps(stated.quote.span) for span in taken) else stated

    def _set_answers(self, told: list[Told], attributions: list[Attribution]) -> None:
        """A denial of the very words that somebody else is said to have used answers them."""
        for number, one in enumerate(told):
            if attributions[number].act not in (Act.DENIES, Act.PARTLY_DENIES):
                continue
            twins = (k for k, other in enumerate(told) if k != number and other.anchor == one.anchor)
            twin = next((k for k in twins if attributions[k].act not in (Act.DENIES, Act.PARTLY_DENIES)), None)
            if twin is not None:
                attributions[number] = replace(attributions[number], answers=twin)

    # -- what is said

    def _frame(self, told: Told) -> Frame:
        sentence = self._values.sentence_of(told.anchor)
        view = self._values.view(sentence)
        kind, trigger = self._kind(told)
        values = dict(self._linked(told.anchor))
        order = Order(told.order)
        occurrence = Occurrence(
            kind=kind,
            trigger=self._values.quote(trigger.first, trigger.last) if trigger else None,
            actors=tuple(self._values.mention(span) for span in values.get("Actor", ())),
            targets=tuple(self._values.target(span) for span in values.get("Target", ())),
            means=tuple(self._values.means(span) for span in values.get("Means", ())),
            places=self._values.places(values.get("Place", ()), values.get("PlaceFrom", ())),
            time=next((self._values.time(span) for span in values.get("Time", ())), None),
            order=order,
        )
        near = self._is_only(told, sentence)
        return Frame(
            span=sentence.span,
            occurrence=occurrence,
            polarity=Polarity(told.polarity),
            modality=Modality(told.modality),
            casualties=(*self._casualties(values.get("Casualties", ())), *self._untold(told, sentence)),
            damage=tuple(self._values.damage(span) for span in values.get("Damage", ())),
            evidence=spot_evidence(view) if near else (),
            law=spot_law(view) if near else (),
            presupposes_first_fire=order is Order.ANSWER and trigger is not None,
            construction="",
            confidence=calibrate(self._curves, CLAIM, self._raw(told)),
            certainty=tuple(self._certainties(told)),
        )

    def _casualties(self, spans: tuple[Labelled, ...]) -> Iterator[Casualties]:
        yield from (made for span in spans if (made := self._values.casualties(span)) is not None)

    def _untold(self, told: Told, sentence: Sentence) -> Iterator[Casualties]:
        """Casualties of a sentence that words tell and the model does not: of the happening named nearest to them."""
        inside = [one for one in self._analysis.told if sentence.first <= one.anchor.first < sentence.last]
        marked = [self._values.span_of(span) for span in self._analysis.casualties]
        for words in self._values.found_casualties(sentence):
            if any(words.casualties.quote.span.overlaps(span) for span in marked):
                continue
            nearest = min(inside, key=lambda one: abs(one.anchor.first - sentence.first - words.at))
            if nearest.anchor == told.anchor:
                yield words.casualties

    def _linked(self, anchor: Labelled) -> Iterator[tuple[str, tuple[Labelled, ...]]]:
        """Values of an anchor by role, in order, the surer of overlapping ones."""
        roles: dict[str, list[Labelled]] = {}
        for link in self._links_of(anchor):
            kept = roles.setdefault(link.label, [])
            if not any(other.overlaps(link.left.first, link.left.last) for other in kept):
                kept.append(link.left)
        if anchor in self._analysis.casualties and not any(s == anchor for s in roles.get("Casualties", ())):
            roles.setdefault("Casualties", []).append(anchor)
        for role, spans in roles.items():
            yield role, tuple(sorted(spans))

    def _links_of(self, anchor: Labelled) -> list[Link]:
        """The links of an anchor to words that can play their role, the surest first."""
        own = (
            link
            for link in self._analysis.values
            if link.right == anchor and (link.label == "Casualties") is (link.left.label in _OUTCOMES)
        )
        return sorted(own, key=lambda link: -link.probability)

    # -- how sure

    def _raw(self, told: Told) -> float:
        """The probability that the claim is there at all, with its voice."""
        return told.probability * told.anchor.probability * (self._sure_of_speaker(told) if told.voice else 1.0)

    def _sure_of_speaker(self, told: Told) -> float:
        if told.voice is None:
            return told.probability
        speaking = self._speaking.get(told.voice)
        return told.voice.probability * (speaking.probability * speaking.left.probability if speaking else _UNNAMED)

    def _certainties(self, told: Told) -> Iterator[Certainty]:
        raw = {
            "speaker": self._sure_of_speaker(told),
            "act": told.probability,
            "kind": told.anchor.probability,
            "polarity": told.probability,
            "modality": told.probability,
        }
        groups = {"places": ("Place",), "casualties": ("Casualties",)}
        for field, roles in groups.items():
            links = [link for link in self._links_of(told.anchor) if link.label in roles]
            name = field if links else f"{field}-none"
            sure = min((link.probability * link.left.probability for link in links), default=told.anchor.probability)
            yield Certainty(field, calibrate(self._curves, name, sure))
        for field, sure in raw.items():
            yield Certainty(field, calibrate(self._curves, field, sure))

    def _kind(self, told: Told) -> tuple[Kind, Labelled | None]:
        """The kind that the anchor's label tells, and the words that tell it."""
        anchor = told.anchor
        if anchor in self._analysis.events:
            return Kind(anchor.label), anchor
        if anchor in self._analysis.casualties:
            return _FALLBACK.get(anchor.label, Kind.UNSPECIFIED), None
        if anchor.label == "Damage":
            return Kind.UNSPECIFIED, None
        return Kind.NONE, None

    def _is_only(self, told: Told, sentence: Sentence) -> bool:
        """Whether a claim is the first of its sentence: evidence and law named there go with it."""
        inside = [one for one in self._analysis.told if sentence.first <= one.anchor.first < sentence.last]
        return min(inside, key=lambda one: (one.anchor.first, one.voice.first if one.voice else -1)) == told
