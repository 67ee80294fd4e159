"""What a report has told so far: whose voice may go on, who owns which quotation, which speakers were named."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from contactline.read.cues import load_lexicon
from contactline.read.document import Document
from contactline.read.parts import Attribution
from contactline.read.phrases import View
from contactline.read.speakers import SpeakerMemory
from contactline.records.claims import Mention, Part
from contactline.records.names import NameSpot
from contactline.records.quotes import Quote, Span, make_quote

_OUTLETS: Final = frozenset({"agency", "outlet"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's voice that may go on, with the paragraph and unit where it was heard last."""

    speaker: Mention
    relayed_by: tuple[Mention, ...]
    paragraph: int
    unit: int
    part: Part


@dataclass(slots=True)
class Discourse:
    """What the text so far tells; lives for the reading of one report.

    Attributes:
        starts: where the spots begin, for look-up.
        voice: who spoke last.
        lead: who announced the lines that follow.
        shown_by: who last released a recording or picture.
        owners: by number of the quotation, whose it is.
        found: the attributions so far.
    """

    document: Document
    spots: tuple[NameSpot, ...]
    starts: tuple[int, ...]
    memory: SpeakerMemory = field(default_factory=SpeakerMemory)
    voice: Voice | None = None
    lead: Voice | None = None
    shown_by: Mention | None = None
    owners: dict[int, Voice] = field(default_factory=dict)
    found: list[Attribution] = field(default_factory=list)


def make_own_voice(document: Document) -> Mention:
    """The publisher as speaker of its own words."""
    return Mention(document.report.meta.publisher or "the report")


def make_words(discourse: Discourse, span: Span) -> Quote:
    """The report's words at a span."""
    return make_quote(discourse.document.report.id, discourse.document.text, span)


def make_mention(discourse: Discourse, view: View, tokens: tuple[int, int]) -> Mention:
    """A token range of a sentence as a mention."""
    quote = make_words(discourse, view.span_of(*tokens))
    return Mention(quote.words, quote)


def find_kinds(discourse: Discourse, mention: Mention) -> frozenset[str]:
    """The actor kinds of the known names inside a mention."""
    if mention.quote is None:
        return frozenset()
    first = bisect_right(discourse.starts, mention.quote.span.start - 1)
    last = bisect_right(discourse.starts, mention.quote.span.end - 1)
    return frozenset(spot.kind for spot in discourse.spots[first:last] if spot.kind)


def is_outlet_mention(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention is an outlet, which passes words on without holding them."""
    kinds = find_kinds(discourse, mention)
    if mention.quote is None or kinds:
        return mention.quote is None or bool(kinds & _OUTLETS)
    words = set(mention.text.lower().split())
    return bool(words & {"agency", "news", "newspaper", "channel", "outlet"}) or (
        mention.text.isupper() and len(mention.text) > 1
    )


def is_monitor(mention: Mention) -> bool:
    """Whether a mention names observers, a monitoring mission or peacekeepers."""
    words = mention.text.lower().replace("(", " ").replace(")", " ").split()
    if mention.antecedent:
        words += mention.antecedent.words.lower().split()
    return bool(load_lexicon().monitors & set(words))
