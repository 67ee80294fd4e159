"""Who says each stretch of a report: every sentence gets at least one attribution, in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.adjuncts import skip_adjuncts
from contactline.read.cues import DETERMINERS, PRONOUNS, load_lexicon
from contactline.read.discourse import (
    Discourse,
    Voice,
    is_monitor,
    is_outlet_mention,
    make_mention,
    make_own_voice,
    make_words,
)
from contactline.read.document import Document
from contactline.read.draft import Draft
from contactline.read.parts import Attribution
from contactline.read.performatives import calls_claim_false, find_hedge, find_performative, find_untruth
from contactline.read.phrases import Phrase, View, find_phrase, is_capital
from contactline.read.rejected import TRAILING
from contactline.read.told import find_denied, find_latest_told
from contactline.read.units import Settle, Unit, find_quotation_owners, make_units
from contactline.read.voices import find_voice, make_plain
from contactline.records.claims import Act, EvidenceMention, Mention, Modality, Part, Polarity, TimeMention
from contactline.records.names import NameSpot
from contactline.records.quotes import Span

_MIN_REST: Final = 5
_DEEPEST: Final = 6
"""So many speakers inside one another at most: real relays have two or three."""
_MONITORING: Final = {
    **dict.fromkeys(("assess", "conclude", "estimate", "identify", "verify", "evaluate", "confirm"), Act.FINDS),
    **dict.fromkeys(("note", "notice", "count", "read"), Act.OBSERVES),
}
"""What these verbs do when observers are their subject."""
_KINDS_OF_STATEMENT: Final = frozenset(
    {
        "press",
        "news",
        "official",
        "written",
        "joint",
        "video",
        "facebook",
        "twitter",
        "telegram",
        "latest",
        "earlier",
        "own",
    }
)
_BRANCHES: Final = frozenset(
    {"defence", "defense", "foreign", "interior", "internal", "affairs", "security", "national", "general", "armed"}
    | {"border", "emergency", "emergencies", "health", "press", "air", "chief", "joint", "chiefs", "information"}
)
"""What ministries and services are for: words that every country's have."""
_HEARSAY: Final = frozenset({"follow up on", "receive information", "receive reports", "receive a report"})
_OPEN_ACTS: Final = frozenset({Act.STATES, Act.DECLINES})


def find_attributions(
    document: Document, spots: tuple[NameSpot, ...], settle: Settle | None = None
) -> tuple[Attribution, ...]:
    """Find who says what.

    Args:
        document: the cut-up report.
        spots: names known to the mandate, spans in the report's fixed text, in order; may be empty.
        settle: what a parse makes of each sentence's drafts.

    Returns:
        At least one attribution for every sentence: a named speaker's, a continuing speaker's, or the publisher's own
        voice. ``answers`` are indexes into the result.
    """
    units = make_units(document, settle)
    owners = find_quotation_owners(units)
    discourse = Discourse(document, spots, tuple(spot.span.start for spot in spots))
    for number, unit in enumerate(units):
        _read_unit(discourse, units, owners, number, unit)
    return tuple(discourse.found)


# -- one sentence in its discourse


def _read_unit(
    discourse: Discourse, units: tuple[Unit, ...], owners: dict[int, tuple[int, int]], number: int, unit: Unit
) -> None:
    own = [draft for draft in unit.drafts if not draft.quoted]
    base = len(discourse.found)
    if not own:
        voice = find_voice(discourse, units, owners, number, _who)
        _add(discourse, unit, make_plain(discourse, unit, voice))
        base += 1
        _notice_subject(discourse, unit, voice)
    elif own[0].phrase and unit.view.lower[own[0].phrase.first] in PRONOUNS:
        _notice_subject(discourse, unit, None, own[0].phrase.first)
    voices = [_who(discourse, unit, draft) for draft in unit.drafts]
    _own_quotations(discourse, unit, voices, number)
    for index in range(len(unit.drafts)):
        _add(discourse, unit, _attribution(discourse, unit, index, voices, base))
    for rest in _rests(unit) if own else ():
        _add(discourse, unit, _rest(discourse, unit, rest))
    _remember_voice(discourse, unit, voices, number)
    _remember_lead(discourse, units, number)


def _notice_subject(discourse: Discourse, unit: Unit, voice: Voice | None, end: int | None = None) -> None:
    """Remember the subject of a plain sentence if it can speak, for the "they" next one."""
    if voice is not None or unit.part is Part.HEADLINE:
        return
    start = skip_adjuncts(unit.view, 0)
    phrase = find_phrase(unit.view, start + 1 if unit.view.word(start) == "," else start, end)
    if phrase is None or unit.view.lower[phrase.first] in PRONOUNS:
        return
    # without a verb list the phrase may run on: it ends with its last word for a body or an office
    heads = [k for k in range(phrase.first, phrase.last) if _may_head(unit.view, k)]
    last = heads[-1] + 1 if heads else phrase.first
    if any(token.is_title for token in unit.view.tokens[phrase.first + 1 : last]):
        discourse.memory.notice(make_mention(discourse, unit.view, (phrase.first, last)))


def _may_head(view: View, index: int) -> bool:
    word, text = view.lower[index], view.tokens[index].text
    return word in load_lexicon().speakers or word in load_lexicon().monitors or (text.isupper() and len(text) > 2)


def _add(discourse: Discourse, unit: Unit, attribution: Attribution) -> None:
    discourse.found.append(attribution)
    if attribution.act is Act.SHOWS and attribution.speaker.quote:
        discourse.shown_by = attribution.speaker


def _who(discourse: Discourse, unit: Unit, draft: Draft) -> tuple[Mention, tuple[Mention, ...]]:
    """The draft's speaker and the outlets it was told to, antecedents settled."""
    relays = tuple(make_mention(discourse, unit.view, relay) for relay in draft.relays)
    if draft.phrase is None:
        if discourse.voice and not draft.construction.startswith(("judged", "passive")):
            return discourse.voice.speaker, relays
        return make_own_voice(discourse.document), relays
    mention = make_mention(discourse, unit.view, _speaker_range(unit.view, draft.phrase))
    if draft.construction == "claim-noun" and not mention.text.lower().startswith(
        ("the ", "his ", "their ", "its ", "her ")
    ):
        return mention, relays
    if draft.construction == "evidence-shows":
        return _exhibitor(discourse, mention), relays
    mention = _with_author(discourse, unit.view, draft.phrase, mention)
    if draft.construction == "quoted-as-saying":
        mention = _with_owner(discourse, unit.view, draft, mention)
    return mention, relays


def _with_owner(discourse: Discourse, view: View, draft: Draft, mention: Mention) -> Mention:
    """“Eastmark's agency quoted the Defence Ministry”: a bare body is of the country whose agency quotes it."""
    if mention.antecedent or not draft.relays or draft.phrase is None or not _is_bare_body(view, draft.phrase):
        return mention
    first, last = draft.relays[0]
    owner = next((k for k in range(first + 1, last) if view.lower[k] == "'s" and is_capital(view, k - 1)), None)
    if owner is None:
        return mention
    return replace(mention, antecedent=make_mention(discourse, view, (first, owner)).quote)


def _is_bare_body(view: View, phrase: Phrase) -> bool:
    """“the Defence Ministry”: no word of it names a country or a person."""
    words = view.lower[phrase.first : phrase.last]
    named = [word for word in words if word not in DETERMINERS | _BRANCHES and word not in {"of", "for"}]
    return bool(named) and all(word in load_lexicon().speakers for word in named)


def _with_author(discourse: Discourse, view: View, phrase: Phrase, mention: Mention) -> Mention:
    """“An ISPR statement”, “the ministry's post”: the words stay, and the owner is their antecedent."""
    first, last = _speaker_range(view, phrase)
    end = last - 1
    if "words" not in load_lexicon().speakers.get(view.lower[end], ()) or view.tokens[end].is_title:
        return discourse.memory.settle(mention)
    while end > first and view.lower[end - 1] in _KINDS_OF_STATEMENT:
        end -= 1
    end -= 1 if view.word(end - 1) == "'s" else 0
    start = first + 1 if view.lower[first] in {"a", "an", "this"} else first
    inner = range(start, end)
    capital = any(is_capital(view, k) for k in inner)
    if not capital and not any(view.lower[k] in load_lexicon().speakers for k in inner):
        return discourse.memory.settle(mention)
    start += 1 if view.word(end) != "'s" and view.lower[start] in DETERMINERS else 0
    author = discourse.memory.settle(make_mention(discourse, view, (start, end)))
    return replace(mention, antecedent=author.quote if capital else author.antecedent or author.quote)


def _exhibitor(discourse: Discourse, mention: Mention) -> Mention:
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
    while last > first + 1 and view.lower[last - 1] in {",", ".", ";", "quoted", "cited"}:
        last -= 1
    return (first, last) if first < last else (phrase.first, phrase.last)


def _attribution(
    discourse: Discourse, unit: Unit, index: int, voices: list[tuple[Mention, tuple[Mention, ...]]], base: int
) -> Attribution:
    draft = unit.drafts[index]
    speaker, _ = voices[index]
    view = unit.view
    content = view.span_of(*draft.content)
    act, modality, polarity = _refined(discourse, view, draft, content, speaker)
    if (
        draft.parent is not None
        and modality is Modality.FACT
        and not is_outlet_mention(discourse, voices[draft.parent][0])
    ):
        modality = Modality.REPORTED
    answers = None if draft.answers is None else base + draft.answers
    if answers is None and draft.act is Act.DENIES:
        answers, content = find_denied(discourse, unit.view, draft, speaker, content)
    untrue = find_untruth(discourse.document.words(content)) if act is Act.STATES else None
    if untrue is not None:
        act, polarity, content = Act.DENIES, Polarity.NEGATIVE, Span(content.start + untrue, content.end)
    elif act is Act.STATES and answers is None and _judges_untold(discourse, unit, content):
        act, polarity, answers = Act.DENIES, Polarity.NEGATIVE, find_latest_told(discourse, speaker)
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
        construction=draft.construction if untrue is None else f"denies-{draft.construction}",
    )


def _judges_untold(discourse: Discourse, unit: Unit, content: Span) -> bool:
    """Whether words call a claim false that the sentence does not tell: else a draft of its own denies it."""
    told = any(draft.answers is not None for draft in unit.drafts)
    return not told and calls_claim_false(discourse.document.words(content))


def _vague_source(view: View, draft: Draft) -> Modality | None:
    """“according to preliminary data”: nobody speaks."""
    if draft.lemma != "according to" or draft.phrase is None:
        return None
    words = set(draft.phrase.words(view))
    if words & {"preliminary", "unconfirmed", "unverified", "initial"}:
        return Modality.HEDGED
    return Modality.REPORTED if words & {"information", "data", "reports", "rumours", "rumors"} else None


def _refined(
    discourse: Discourse, view: View, draft: Draft, content: Span, speaker: Mention
) -> tuple[Act, Modality, Polarity]:
    words = discourse.document.words(content)
    act, modality, polarity = draft.act, draft.modality, draft.polarity
    if act in _OPEN_ACTS and act is not Act.DECLINES:
        performed = find_performative(words)
        act, modality = performed.act or act, performed.modality or modality
        if act is Act.DENIES:
            polarity = Polarity.NEGATIVE
        if act is Act.REGRETS and modality is Modality.FACT and words.lower().lstrip(" “\"'").startswith("if "):
            modality = Modality.CONDITIONAL
    if act in {Act.STATES, Act.OBSERVES} and is_monitor(speaker):
        act = _MONITORING.get(draft.lemma, act)
    if modality is Modality.FACT and draft.lemma in _HEARSAY:
        modality = Modality.REPORTED
    if modality is Modality.FACT:
        cue = " ".join(view.lower[draft.cue[0] : draft.cue[1]])
        modality = find_hedge(words) or find_hedge(cue) or _vague_source(view, draft) or modality
    return act, modality, polarity


def _chain(
    discourse: Discourse, unit: Unit, index: int, voices: list[tuple[Mention, tuple[Mention, ...]]]
) -> tuple[Mention, ...]:
    """Everybody between publisher and speaker, outermost first."""
    draft = unit.drafts[index]
    chain: tuple[Mention, ...] = ()
    seen = {index}
    parent = draft.parent
    lineage: list[int] = []
    while parent is not None and parent not in seen and len(lineage) < _DEEPEST:
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
    return tuple({mention.quote.span: mention for mention in chain if mention.quote is not None}.values())


def _owner_of(discourse: Discourse, unit: Unit, draft: Draft) -> Voice | None:
    owner = discourse.owners.get(unit.quotations[draft.cue[0]])
    return owner or discourse.voice


def _own_quotations(
    discourse: Discourse, unit: Unit, voices: list[tuple[Mention, tuple[Mention, ...]]], number: int
) -> None:
    for draft, (speaker, relays) in zip(unit.drafts, voices, strict=True):
        if draft.quoted or draft.construction == "claim-noun":
            continue
        for quotation in set(unit.quotations[draft.content[0] : draft.content[1]]):
            if quotation >= 0:
                discourse.owners[quotation] = Voice(speaker, relays, unit.paragraph, number, unit.part)


def _stated(discourse: Discourse, draft: Draft) -> TimeMention | None:
    return TimeMention(make_words(discourse, draft.stated)) if draft.stated else None


def _evidence(discourse: Discourse, view: View, draft: Draft) -> tuple[EvidenceMention, ...]:
    if draft.evidence is None:
        return ()
    kinds = load_lexicon().evidence
    kind = kinds[view.lower[draft.evidence]]
    before = kinds.get(view.word(draft.evidence - 1))
    first = draft.evidence - 1 if before else draft.evidence
    after = kinds.get(view.word(draft.evidence + 1))
    last = draft.evidence + (2 if after else 1)
    return (EvidenceMention(before or kind, make_words(discourse, view.span_of(first, last))),)


def _rests(unit: Unit) -> list[tuple[int, int]]:
    """Runs of tokens that no draft of the sentence takes: what the publisher says beside the attribution."""
    taken = [False] * len(unit.view)
    for draft in unit.drafts:
        # what a trailing denial denies is told by somebody else: by the publisher, if by nobody in the sentence
        content = (0, 0) if draft.construction == TRAILING else draft.content
        trail = (draft.content[1], draft.cue[0]) if draft.construction == TRAILING else (0, 0)
        ranges = [draft.cue, content, trail, (draft.cue[1], draft.content[0]), *draft.relays]
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


def _rest(discourse: Discourse, unit: Unit, rest: tuple[int, int]) -> Attribution:
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
    discourse: Discourse, unit: Unit, voices: list[tuple[Mention, tuple[Mention, ...]]], number: int
) -> None:
    for draft, (speaker, relays) in zip(unit.drafts, voices, strict=True):
        if not draft.quoted and draft.construction != "claim-noun" and draft.parent is None:
            discourse.voice = Voice(speaker, relays, unit.paragraph, number, unit.part)
    if not unit.drafts and discourse.found and discourse.found[-1].construction == "continuing-voice":
        last = discourse.found[-1]
        discourse.voice = Voice(last.speaker, last.relayed_by, unit.paragraph, number, unit.part)


def _remember_lead(discourse: Discourse, units: tuple[Unit, ...], number: int) -> None:
    """Let whoever a line announces speak in what follows: in quotations, and after a firm cue in the next paragraph."""
    unit = units[number]
    if discourse.lead and unit.paragraph > discourse.lead.paragraph + 1:
        discourse.lead = None
    if unit.lead is None:
        return
    following = units[number + 1] if number + 1 < len(units) else None
    inside = unit.lead.colon + 1 < len(unit.view)
    opens = following is not None and following.first_quotation >= 0
    quoted = unit.view.quoted[unit.lead.colon + 1] if inside else opens
    if not unit.lead.firm and not quoted:
        return
    mention = make_mention(discourse, unit.view, _speaker_range(unit.view, unit.lead.phrase))
    mention = _with_author(discourse, unit.view, unit.lead.phrase, mention)
    voice = Voice(mention, (), unit.paragraph, number, unit.part)
    discourse.voice = voice
    # words on the same line: only their own paragraph is announced
    discourse.lead = None if quoted else replace(voice, paragraph=unit.paragraph - inside)
