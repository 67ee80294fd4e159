"""Who says each stretch of a report: every sentence gets at least one attribution, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Final

from contactline.read.cues import DETERMINERS, load_lexicon
from contactline.read.document import Document, Sentence
from contactline.read.draft import Draft
from contactline.read.drafts import find_drafts
from contactline.read.headlines import find_headline_draft
from contactline.read.parts import Attribution
from contactline.read.performatives import calls_claim_false, find_hedge, find_performative
from contactline.read.phrases import Phrase, View, find_phrase, skip_adjuncts
from contactline.read.speakers import SpeakerMemory
from contactline.records.claims import Act, EvidenceMention, Mention, Modality, Part, Polarity, TimeMention
from contactline.records.names import NameSpot
from contactline.records.quotes import Quote, Span, make_quote

MAX_TOKENS: Final = 250
"""A longer "sentence" (a table, a text without stops) is read in pieces of so many tokens."""
_MIN_REST: Final = 5
_GOES_ON: Final = (("in", "particular"), ("specifically",), ("namely",), ("for", "example"), ("for", "instance"))
_OUTLETS: Final = frozenset({"agency", "outlet"})
_NEAR: Final = 12
_OPEN_ACTS: Final = frozenset({Act.STATES, Act.DECLINES})


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of a very long one, with its drafts."""

    view: View
    part: Part
    paragraph: int
    first_quotation: int
    quotations: tuple[int, ...]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    """Somebody's voice that may go on."""

    speaker: Mention
    relayed_by: tuple[Mention, ...]
    paragraph: int
    unit: int
    part: Part


@dataclass(slots=True)
class _Discourse:
    """What the text so far tells; lives for the reading of one report."""

    document: Document
    spots: tuple[NameSpot, ...]
    starts: tuple[int, ...]
    memory: SpeakerMemory = field(default_factory=SpeakerMemory)
    voice: _Voice | None = None
    shown_by: Mention | None = None
    owners: dict[int, _Voice] = field(default_factory=dict)
    found: list[Attribution] = field(default_factory=list)


def find_attributions(document: Document, spots: tuple[NameSpot, ...]) -> tuple[Attribution, ...]:
    """Find who says what.

    Args:
        document: the cut-up report.
        spots: names known to the mandate, spans in the report's fixed text, in order; may be empty.

    Returns:
        At least one attribution for every sentence: a named speaker's, a continuing speaker's, or the publisher's own
        voice. ``answers`` are indexes into the result.
    """
    units = tuple(_units(document))
    owners = _quotation_owners(units)
    discourse = _Discourse(document, spots, tuple(spot.span.start for spot in spots))
    for number, unit in enumerate(units):
        _read_unit(discourse, units, owners, number, unit)
    return tuple(discourse.found)


def make_own_voice(document: Document) -> Mention:
    """The publisher as speaker of its own words."""
    return Mention(document.report.meta.publisher or "the report")


# -- sentences


def _units(document: Document) -> list[_Unit]:
    starts = [quotation.outer.start for quotation in document.quotations]
    units = []
    for sentence in document.sentences:
        pieces = range(sentence.first, sentence.last, MAX_TOKENS)
        units += [_unit(document, sentence, k, min(sentence.last, k + MAX_TOKENS), starts) for k in pieces]
    return units


def _unit(document: Document, sentence: Sentence, first: int, last: int, starts: list[int]) -> _Unit:
    tokens = document.tokens[first:last]
    inside = [_quotation_of(document, starts, token.span.start) for token in tokens]
    whole = first == sentence.first and last == sentence.last
    span = sentence.span if whole else Span(tokens[0].span.start, tokens[-1].span.end)
    view = View(tokens, tuple(token.lower for token in tokens), tuple(_speaks(document, n) for n in inside), span)
    return _Unit(
        view=view,
        part=sentence.part,
        paragraph=sentence.paragraph,
        first_quotation=inside[0],
        quotations=tuple(inside),
        drafts=tuple(_drafts(view, sentence.part)),
    )


def _quotation_of(document: Document, starts: list[int], offset: int) -> int:
    number = bisect_right(starts, offset) - 1
    return number if number >= 0 and offset < document.quotations[number].outer.end else -1


def _speaks(document: Document, number: int) -> bool:
    return number >= 0


def _drafts(view: View, part: Part) -> list[Draft]:
    if part is Part.HEADLINE:
        set_off = find_headline_draft(view)
        if set_off:
            return [set_off]
    return find_drafts(view, part is Part.HEADLINE)


def _quotation_owners(units: tuple[_Unit, ...]) -> dict[int, tuple[int, int]]:
    """For each quotation the unit and draft that attribute it."""
    owners: dict[int, tuple[int, int]] = {}
    for number, unit in enumerate(units):
        for index, draft in enumerate(unit.drafts):
            if draft.quoted:
                continue
            for quotation in set(unit.quotations[draft.content[0] : draft.content[1]]):
                if quotation >= 0:
                    owners.setdefault(quotation, (number, index))
    return owners


# -- one sentence in its discourse


def _read_unit(
    discourse: _Discourse, units: tuple[_Unit, ...], owners: dict[int, tuple[int, int]], number: int, unit: _Unit
) -> None:
    own = [draft for draft in unit.drafts if not draft.quoted]
    base = len(discourse.found)
    if not own:
        voice = _voice_of(discourse, units, owners, number, unit)
        _add(discourse, unit, _plain(discourse, unit, voice))
        base += 1
        _notice_subject(discourse, unit, voice)
    voices = [_who(discourse, unit, draft) for draft in unit.drafts]
    _own_quotations(discourse, unit, voices, number)
    for index in range(len(unit.drafts)):
        _add(discourse, unit, _attribution(discourse, unit, index, voices, base))
    for rest in _rests(unit) if own else ():
        _add(discourse, unit, _rest(discourse, unit, rest))
    _remember_voice(discourse, unit, voices, number)


def _notice_subject(discourse: _Discourse, unit: _Unit, voice: _Voice | None) -> None:
    """Remember the subject of a plain sentence if it can speak, for the "they" of the next one."""
    if voice is not None or unit.part is Part.HEADLINE:
        return
    start = skip_adjuncts(unit.view, 0)
    phrase = find_phrase(unit.view, start + 1 if unit.view.word(start) == "," else start)
    if phrase is None:
        return
    # without a verb list the phrase may run on: it ends with its last word for a body or an office
    heads = [k for k in range(phrase.first, phrase.last) if unit.view.lower[k] in load_lexicon().speakers]
    last = heads[-1] + 1 if heads else phrase.first
    if any(token.is_title for token in unit.view.tokens[phrase.first + 1 : last]):
        discourse.memory.notice(_mention(discourse, unit.view, (phrase.first, last)))


def _add(discourse: _Discourse, unit: _Unit, attribution: Attribution) -> None:
    discourse.found.append(attribution)
    if attribution.act is Act.SHOWS and attribution.speaker.quote:
        discourse.shown_by = attribution.speaker


def _who(discourse: _Discourse, unit: _Unit, draft: Draft) -> tuple[Mention, tuple[Mention, ...]]:
    """The draft's speaker and the outlets it was told to, antecedents settled."""
    relays = tuple(_mention(discourse, unit.view, relay) for relay in draft.relays)
    if draft.phrase is None:
        if discourse.voice and not draft.construction.startswith(("judged", "passive")):
            return discourse.voice.speaker, relays
        return make_own_voice(discourse.document), relays
    mention = _mention(discourse, unit.view, _speaker_range(unit.view, draft.phrase))
    if draft.construction == "claim-noun" and not mention.text.lower().startswith(
        ("the ", "his ", "their ", "its ", "her ")
    ):
        return mention, relays
    if draft.construction == "evidence-shows":
        return _exhibitor(discourse, mention), relays
    return discourse.memory.settle(mention), relays


def _exhibitor(discourse: _Discourse, mention: Mention) -> Mention:
    """“The recording confirms …”: who released it speaks."""
    shown_by = discourse.shown_by
    if shown_by is None:
        return mention
    return replace(mention, of="same", antecedent=shown_by.antecedent or shown_by.quote)


def _speaker_range(view: View, phrase: Phrase) -> tuple[int, int]:
    """Without "a statement by" in front and punctuation behind."""
    first, last = phrase.first, phrase.last
    for index in range(first, min(last - 1, first + 6)):
        carrier = "words" in load_lexicon().speakers.get(view.lower[index], ())
        if carrier and view.word(index + 1) in {"by", "of", "from"}:
            first = index + 2
            break
        if carrier and view.word(index + 2) in {"by", "from"}:
            first = index + 3
            break
    while last > first + 1 and view.lower[last - 1] in {",", ".", ";"}:
        last -= 1
    return (first, last) if first < last else (phrase.first, phrase.last)


def _mention(discourse: _Discourse, view: View, tokens: tuple[int, int]) -> Mention:
    quote = _quote(discourse, view.span_of(*tokens))
    return Mention(quote.words, quote)


def _quote(discourse: _Discourse, span: Span) -> Quote:
    return make_quote(discourse.document.report.id, discourse.document.text, span)


def _attribution(
    discourse: _Discourse, unit: _Unit, index: int, voices: list[tuple[Mention, tuple[Mention, ...]]], base: int
) -> Attribution:
    draft = unit.drafts[index]
    speaker, _ = voices[index]
    view = unit.view
    content = view.span_of(*draft.content)
    act, modality, polarity = _refined(discourse, view, draft, content)
    if draft.parent is not None and modality is Modality.FACT and not _is_outlet(discourse, voices[draft.parent][0]):
        modality = Modality.REPORTED
    answers = None if draft.answers is None else base + draft.answers
    if answers is None and draft.act is Act.DENIES:
        answers, content = _denied_above(discourse, unit, draft, speaker, content)
    if act is Act.STATES and answers is None and calls_claim_false(discourse.document.words(content)):
        act, polarity, answers = Act.DENIES, Polarity.NEGATIVE, _latest_told(discourse, speaker)
    return Attribution(
        speaker=speaker,
        relayed_by=_chain(discourse, unit, index, voices),
        act=act,
        cue=view.span_of(*draft.cue),
        content=content,
        sentence=view.span,
        polarity=polarity,
        modality=modality,
        answers=answers,
        stated=_stated(discourse, draft),
        evidence=_evidence(discourse, view, draft),
        construction=draft.construction,
    )


def _vague_source(view: View, draft: Draft) -> Modality | None:
    """“according to preliminary data”: nobody speaks."""
    if draft.lemma != "according to" or draft.phrase is None:
        return None
    words = set(draft.phrase.words(view))
    if words & {"preliminary", "unconfirmed", "unverified", "initial"}:
        return Modality.HEDGED
    return Modality.REPORTED if words & {"information", "data", "reports", "rumours", "rumors"} else None


def _denied_above(
    discourse: _Discourse, unit: _Unit, draft: Draft, speaker: Mention, content: Span
) -> tuple[int | None, Span]:
    """“Southmark denies it”, “rejected the Northland allegations”: what an earlier sentence tells, in its words."""
    words = unit.view.lower[draft.content[0] : draft.content[1]]
    if not words or not ((words[0] in {"it", "this", "that"} and len(words) <= 3) or _names_bare_claim(words)):
        return None, content
    names = {
        token.lower
        for token in unit.view.tokens[draft.content[0] : draft.content[0] + 6]
        if token.is_title and token.lower not in DETERMINERS
    }
    for number in range(len(discourse.found) - 1, max(-1, len(discourse.found) - _NEAR), -1):
        told = discourse.found[number]
        if (
            told.speaker.quote is None
            or told.act not in {Act.STATES, Act.ACCUSES}
            or told.polarity is Polarity.NEGATIVE
        ):
            continue
        said_by = set(told.speaker.text.lower().replace("’s", "").replace("'s", "").split())
        if told.speaker.text != speaker.text and (not names or names & said_by):
            return number, told.content
    return None, content


def _names_bare_claim(words: tuple[str, ...]) -> bool:
    """Whether "the … allegations" are denied without being repeated."""
    nouns = load_lexicon().nouns
    for index, word in enumerate(words[:5]):
        if word in nouns:
            return index + 1 == len(words) or words[index + 1] in {"as", "and", ",", "on", "in", "saying", "calling"}
    return False


def _latest_told(discourse: _Discourse, speaker: Mention) -> int | None:
    """The nearest earlier claim that was spoken of as somebody else's."""
    for number in range(len(discourse.found) - 1, max(-1, len(discourse.found) - _NEAR), -1):
        told = discourse.found[number]
        if told.construction == "claim-noun" and told.speaker.text != speaker.text:
            return number
    return None


def _refined(discourse: _Discourse, view: View, draft: Draft, content: Span) -> tuple[Act, Modality, Polarity]:
    words = discourse.document.words(content)
    act, modality, polarity = draft.act, draft.modality, draft.polarity
    if act in _OPEN_ACTS and act is not Act.DECLINES:
        performed = find_performative(words)
        act, modality = performed.act or act, performed.modality or modality
        if act is Act.DENIES:
            polarity = Polarity.NEGATIVE
        if act is Act.REGRETS and modality is Modality.FACT and words.lower().lstrip(" “\"'").startswith("if "):
            modality = Modality.CONDITIONAL
    if modality is Modality.FACT:
        cue = " ".join(view.lower[draft.cue[0] : draft.cue[1]])
        modality = find_hedge(words) or find_hedge(cue) or _vague_source(view, draft) or modality
    return act, modality, polarity


def _chain(
    discourse: _Discourse, unit: _Unit, index: int, voices: list[tuple[Mention, tuple[Mention, ...]]]
) -> tuple[Mention, ...]:
    """Everybody between publisher and speaker, outermost first."""
    draft = unit.drafts[index]
    chain: tuple[Mention, ...] = ()
    seen = {index}
    parent = draft.parent
    lineage = []
    while parent is not None and parent not in seen:
        seen.add(parent)
        lineage.append(parent)
        parent = unit.drafts[parent].parent
    for number in reversed(lineage):
        chain += (*voices[number][1], voices[number][0])
    if draft.quoted:
        owner = _owner_of(discourse, unit, draft)
        if owner:
            chain = (*owner.relayed_by, owner.speaker, *chain)
    chain += voices[index][1]
    return tuple(mention for mention in chain if mention.quote is not None)


def _owner_of(discourse: _Discourse, unit: _Unit, draft: Draft) -> _Voice | None:
    owner = discourse.owners.get(unit.quotations[draft.cue[0]])
    return owner or discourse.voice


def _own_quotations(
    discourse: _Discourse, unit: _Unit, voices: list[tuple[Mention, tuple[Mention, ...]]], number: int
) -> None:
    for draft, (speaker, relays) in zip(unit.drafts, voices, strict=True):
        if draft.quoted or draft.construction == "claim-noun":
            continue
        for quotation in set(unit.quotations[draft.content[0] : draft.content[1]]):
            if quotation >= 0:
                discourse.owners[quotation] = _Voice(speaker, relays, unit.paragraph, number, unit.part)


def _stated(discourse: _Discourse, draft: Draft) -> TimeMention | None:
    return TimeMention(_quote(discourse, draft.stated)) if draft.stated else None


def _evidence(discourse: _Discourse, view: View, draft: Draft) -> tuple[EvidenceMention, ...]:
    if draft.evidence is None:
        return ()
    kinds = load_lexicon().evidence
    kind = kinds[view.lower[draft.evidence]]
    before = kinds.get(view.word(draft.evidence - 1))
    first = draft.evidence - 1 if before else draft.evidence
    after = kinds.get(view.word(draft.evidence + 1))
    last = draft.evidence + (2 if after else 1)
    return (EvidenceMention(before or kind, _quote(discourse, view.span_of(first, last))),)


def _is_outlet(discourse: _Discourse, mention: Mention) -> bool:
    if mention.quote is None:
        return True
    kinds = {spot.kind for spot in _spots_in(discourse, mention.quote.span)}
    if kinds:
        return bool(kinds & _OUTLETS)
    words = set(mention.text.lower().split())
    return bool(words & {"agency", "news", "newspaper", "channel", "outlet"}) or (
        mention.text.isupper() and len(mention.text) > 1
    )


def _spots_in(discourse: _Discourse, span: Span) -> tuple[NameSpot, ...]:
    first = bisect_right(discourse.starts, span.start - 1)
    last = bisect_right(discourse.starts, span.end - 1)
    return discourse.spots[first:last]


# -- sentences without a cue of their own


def _voice_of(
    discourse: _Discourse, units: tuple[_Unit, ...], owners: dict[int, tuple[int, int]], number: int, unit: _Unit
) -> _Voice | None:
    """Whose voice a sentence without attribution is; ``None`` for the publisher's."""
    if unit.part is Part.HEADLINE:
        return None
    mostly_quoted = sum(unit.view.quoted) * 2 > len(unit.view)
    if unit.first_quotation >= 0 or mostly_quoted:
        quotation = unit.first_quotation if unit.first_quotation >= 0 else max(unit.quotations)
        return _quoted_voice(discourse, units, owners, number, quotation, unit)
    follows = discourse.voice is not None and number - discourse.voice.unit == 1
    if follows and any(unit.view.lower[: len(cue)] == cue for cue in _GOES_ON):
        return discourse.voice
    return None


def _quoted_voice(
    discourse: _Discourse,
    units: tuple[_Unit, ...],
    owners: dict[int, tuple[int, int]],
    number: int,
    quotation: int,
    unit: _Unit,
) -> _Voice | None:
    if quotation in discourse.owners:
        return discourse.owners[quotation]
    ahead = owners.get(quotation) or _ahead_in_paragraph(units, number)
    if ahead:
        other = units[ahead[0]]
        speaker, relays = _who(discourse, other, other.drafts[ahead[1]])
        return _Voice(speaker, relays, unit.paragraph, number, unit.part)
    voice = discourse.voice
    return voice if voice and unit.paragraph - voice.paragraph <= 1 else None


def _ahead_in_paragraph(units: tuple[_Unit, ...], number: int) -> tuple[int, int] | None:
    """A later sentence of the paragraph that attributes a quotation: first the words, then who said them."""
    for later in range(number + 1, min(len(units), number + 6)):
        unit = units[later]
        if unit.paragraph != units[number].paragraph:
            return None
        for index, draft in enumerate(unit.drafts):
            if not draft.quoted and draft.construction.startswith("content") and any(q >= 0 for q in unit.quotations):
                return later, index
    return None


def _plain(discourse: _Discourse, unit: _Unit, voice: _Voice | None) -> Attribution:
    document = discourse.document
    words = document.words(unit.view.span)
    if voice is None:
        return Attribution(
            speaker=make_own_voice(document),
            relayed_by=(),
            act=Act.STATES,
            cue=None,
            content=unit.view.span,
            sentence=unit.view.span,
            modality=find_hedge(words) or Modality.FACT,
            construction="own-voice",
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


def _rests(unit: _Unit) -> list[tuple[int, int]]:
    """Runs of tokens that no draft of the sentence takes: what the publisher says beside the attribution."""
    taken = [False] * len(unit.view)
    for draft in unit.drafts:
        ranges = [draft.cue, draft.content, (draft.cue[1], draft.content[0]), *draft.relays]
        if draft.phrase:
            ranges += [(draft.phrase.first, draft.phrase.outer), (draft.phrase.last, draft.cue[0])]
        for first, last in ranges:
            for index in range(first, last):
                taken[index] = True
    for draft in unit.drafts:
        _take_venue(unit.view, draft, taken)
    runs, start = [], None
    for index, here in enumerate([*taken, True]):
        if not here and start is None:
            start = index
        elif here and start is not None:
            runs.append((start, index))
            start = None
    return [run for run in runs if sum(unit.view.tokens[k].is_word for k in range(*run)) >= _MIN_REST]


def _take_venue(view: View, draft: Draft, taken: list[bool]) -> None:
    """“… said in the evening programme of the station”: where it was said is nobody's proposition."""
    if not draft.construction.startswith("content"):
        return
    end = max(draft.cue[1], draft.phrase.outer if draft.phrase else 0)
    for index in range(end, len(view)):
        if taken[index] or view.lower[index] in {",", ";", ":"}:
            return
        taken[index] = True


def _rest(discourse: _Discourse, unit: _Unit, rest: tuple[int, int]) -> Attribution:
    return Attribution(
        speaker=make_own_voice(discourse.document),
        relayed_by=(),
        act=Act.STATES,
        cue=None,
        content=unit.view.span_of(*rest),
        sentence=unit.view.span,
        construction="own-voice-rest",
    )


def _remember_voice(
    discourse: _Discourse, unit: _Unit, voices: list[tuple[Mention, tuple[Mention, ...]]], number: int
) -> None:
    for draft, (speaker, relays) in zip(unit.drafts, voices, strict=True):
        if not draft.quoted and draft.construction != "claim-noun" and draft.parent is None:
            discourse.voice = _Voice(speaker, relays, unit.paragraph, number, unit.part)
    if not unit.drafts and discourse.found and discourse.found[-1].construction == "continuing-voice":
        last = discourse.found[-1]
        discourse.voice = _Voice(last.speaker, last.relayed_by, unit.paragraph, number, unit.part)
