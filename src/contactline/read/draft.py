"""One attribution of one sentence, as token ranges; the draft from which an :class:`Attribution` is made."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.read.phrases import Phrase
from contactline.records.claims import Act, Modality, Polarity
from contactline.records.quotes import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """Token ranges are half-open and count from the sentence's first token.

    Attributes:
        phrase: who speaks; ``None`` for whoever the text around tells.
        cue, content: token ranges.
        relays: token ranges of outlets that were told or that cite, outermost first.
        parent: index (in the sentence's drafts) of the draft in whose content this one stands.
        answers: index of the draft whose content this one denies.
        evidence: token of the evidence noun.
        quoted: the cue stands inside a quotation.
        elided: the speaker stands elsewhere in the sentence ("… and added").
    """

    phrase: Phrase | None
    cue: tuple[int, int]
    content: tuple[int, int]
    act: Act
    lemma: str
    construction: str
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    relays: tuple[tuple[int, int], ...] = ()
    parent: int | None = None
    answers: int | None = None
    evidence: int | None = None
    stated: Span | None = None
    quoted: bool = False
    elided: bool = False
