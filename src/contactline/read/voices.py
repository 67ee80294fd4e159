"""Whose voice a sentence without a cue of its own is: a quotation's, an announced speaker's, or the publisher's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from contactline.read.discourse import Discourse, Voice, make_own_voice
from contactline.read.draft import Draft
from contactline.read.parts import Attribution
from contactline.read.performatives import find_hedge, find_performative
from contactline.read.units import Unit
from contactline.records.claims import Act, Mention, Modality, Part, Polarity

_GOES_ON: Final = (("in", "particular"), ("specifically",), ("namely",), ("for", "example"), ("for", "instance"))
FURNITURE: Final = "furniture"
"""The construction of what nobody claims: captions, bylines, buttons."""
_AHEAD: Final = 6

Speakers = Callable[[Discourse, Unit, Draft], tuple[Mention, tuple[Mention, ...]]]
"""Who speaks in a draft, and the outlets it was told to."""


def find_voice(
    discourse: Discourse, units: tuple[Unit, ...], owners: dict[int, tuple[int, int]], number: int, who: Speakers
) -> Voice | None:
    """Whose voice a sentence without attribution is; ``None`` for the publisher's."""
    unit = units[number]
    if unit.part is Part.HEADLINE or unit.furniture:
        return None
    mostly_quoted = sum(unit.view.quoted) * 2 > len(unit.view)
    if unit.first_quotation >= 0 or mostly_quoted:
        quotation = unit.first_quotation if unit.first_quotation >= 0 else max(unit.quotations)
        return _quoted_voice(discourse, units, owners, number, quotation, who)
    if discourse.lead and unit.paragraph - discourse.lead.paragraph <= 1:
        return discourse.lead
    follows = discourse.voice is not None and number - discourse.voice.unit == 1
    if follows and any(unit.view.lower[: len(cue)] == cue for cue in _GOES_ON):
        return discourse.voice
    return None


def _quoted_voice(
    discourse: Discourse,
    units: tuple[Unit, ...],
    owners: dict[int, tuple[int, int]],
    number: int,
    quotation: int,
    who: Speakers,
) -> Voice | None:
    unit = units[number]
    if quotation in discourse.owners:
        return discourse.owners[quotation]
    ahead = owners.get(quotation) or _ahead_in_paragraph(units, number)
    if ahead:
        other = units[ahead[0]]
        speaker, relays = who(discourse, other, other.drafts[ahead[1]])
        return Voice(speaker, relays, unit.paragraph, number, unit.part)
    voice = discourse.voice
    return voice if voice and unit.paragraph - voice.paragraph <= 1 else None


def _ahead_in_paragraph(units: tuple[Unit, ...], number: int) -> tuple[int, int] | None:
    """A later sentence of the paragraph that attributes a quotation: first the words, then who said them."""
    for later in range(number + 1, min(len(units), number + _AHEAD)):
        unit = units[later]
        if unit.paragraph != units[number].paragraph:
            return None
        for index, draft in enumerate(unit.drafts):
            if not draft.quoted and draft.construction.startswith("content") and any(q >= 0 for q in unit.quotations):
                return later, index
    return None


def make_plain(discourse: Discourse, unit: Unit, voice: Voice | None) -> Attribution:
    """The attribution of a whole sentence to a voice that goes on, or to the publisher."""
    words = discourse.document.words(unit.view.span)
    if voice is None:
        return Attribution(
            speaker=make_own_voice(discourse.document),
            relayed_by=(),
            act=Act.STATES,
            cue=None,
            content=unit.view.span,
            sentence=unit.view.span,
            modality=find_hedge(words) or Modality.FACT,
            construction=FURNITURE if unit.furniture else "own-voice",
        )
    performed = find_performative(words)
    act = performed.act or Act.STATES
    return Attribution(
        speaker=voice.speaker,
        relayed_by=voice.relayed_by,
        act=act,
        cue=None,
        content=unit.view.span,
        sentence=unit.view.span,
        polarity=Polarity.NEGATIVE if act is Act.DENIES else Polarity.POSITIVE,
        modality=performed.modality or find_hedge(words) or Modality.FACT,
        construction="continuing-voice",
    )
