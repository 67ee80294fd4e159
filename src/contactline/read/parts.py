"""What the two halves of the rules reader hand each other: who says it (Attribution) and what is said (Frame)."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.records.claims import (
    Act,
    Casualties,
    Certainty,
    Damage,
    EvidenceMention,
    LawMention,
    Mention,
    Modality,
    Occurrence,
    Polarity,
    TimeMention,
)
from contactline.records.quotes import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of text, and what they do by saying it.

    Attributes:
        speaker: who is attributed; the report's publisher (a mention without a quote) when nobody is named.
        relayed_by: who passed it on between the publisher and the speaker, outermost first; without the publisher.
        act: the act that the cue alone tells; sides may settle it further later (``STATES`` stays open for that).
        cue: the words that attribute ("said", "according to"), or ``None`` for the publisher's own voice.
        content: what is attributed; frames are looked for in here.
        sentence: the sentence that a claim from here quotes.
        polarity, modality: what the cue lends to the content ("denied that" gives negative; "reportedly" hedged).
        answers: number (index in the same tuple) of the attribution whose content this one denies, or ``None``.
        stated: the time when it was said, as far as the words tell ("on Wednesday … refuted").
        evidence: evidence that the cue itself names ("released a video showing").
        construction: name of the rule.
    """

    speaker: Mention
    relayed_by: tuple[Mention, ...]
    act: Act
    cue: Span | None
    content: Span
    sentence: Span
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    answers: int | None = None
    stated: TimeMention | None = None
    evidence: tuple[EvidenceMention, ...] = ()
    construction: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing that a stretch of text says happened (or did not), with every value at its words. Nobody's yet.

    Attributes:
        span: the clause it was found in.
        polarity: negative when the clause itself negates ("no shots were fired").
        presupposes_first_fire: the trigger speaks of an answer ("retaliated"), so its speaker also says that the
            other side fired first.
        construction: name of the rule, such as ``active``, ``passive``, ``nominal``, ``casualties``.
        confidence: that a claim from it is right, where a model says; else ``None``.
        certainty: the same for single values.
    """

    span: Span
    occurrence: Occurrence
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    casualties: tuple[Casualties, ...] = ()
    damage: tuple[Damage, ...] = ()
    evidence: tuple[EvidenceMention, ...] = ()
    law: tuple[LawMention, ...] = ()
    presupposes_first_fire: bool = False
    construction: str = ""
    confidence: float | None = None
    certainty: tuple[Certainty, ...] = ()
