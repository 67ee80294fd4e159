"""Attributions of one sentence, before the text around it is looked at: speakers are still only words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.adjuncts import find_time, skip_adjuncts
from contactline.read.claimwords import find_claim_nouns, link_denials
from contactline.read.cues import AUXILIARIES, CLAUSE_WORDS, FIRST_PERSON, PRONOUNS, word_set
from contactline.read.draft import Draft
from contactline.read.exhibits import make_evidence_subject, make_shown, merge_evidence
from contactline.read.extent import (
    clause_start,
    content_end,
    find_agent,
    find_parent,
    find_speaker,
    is_outlet,
    tail_end,
)
from contactline.read.fixed import find_declined, find_quoted_as
from contactline.read.hits import (
    Complement,
    Hit,
    find_act,
    find_complement,
    find_hit_modality,
    find_hit_polarity,
    find_hits,
    is_unwilling,
)
from contactline.read.listeners import with_listener
from contactline.read.passives import make_passive
from contactline.read.phrases import HARD_MARKS, Phrase, View, find_phrase, is_capital, is_quote_mark
from contactline.read.rejected import link_rejected, make_rejected
from contactline.read.sources import find_according, with_source_behind
from contactline.read.subjects import find_subject
from contactline.records.claims import Act

_INVERTIBLE: Final = word_set(
    "say add write explain stress note report announce tweet state declare claim argue insist warn "
    "continue conclude reply remark emphasize emphasise underline recall comment confirm admit tell"
)
_NOT_OBJECT: Final = word_set("on for in at with from by to into over against through")
_OWN: Final = frozenset({"its", "their", "our", "own", "it", "they"})
_PARTLY: Final = frozenset({"partly", "partially"})
_NAMING: Final = frozenset({"call", "describe", "brand", "label", "term", "dub"})
_THINGS: Final = frozenset({"it", "them", "this", "that", "these"})
_MAX_DRAFTS: Final = 20
_MAX_CLAIM_NOUNS: Final = 8
"""More of either in one sentence are the sign of a list or a broken text; the first ones are kept."""
_STACK_GAP: Final = 8
_FOLLOWING: Final = frozenset({"content-subject-cue", "content-cue-subject", "according-to", "relay-citing"})
_EVIDENCE_VERBS: Final = word_set(
    "show prove confirm demonstrate reveal indicate document record capture depict establish verify"
)


def find_drafts(view: View, headline: bool) -> list[Draft]:
    """All attributions of one sentence in the order of their cues; ``parent`` and ``answers`` count in the list."""
    drafts = link_rejected(_settle(view, _in_order(view, headline)[:_MAX_DRAFTS]))
    return link_denials(view, drafts, find_claim_nouns(view)[:_MAX_CLAIM_NOUNS])


def _in_order(view: View, headline: bool) -> list[Draft]:
    found: list[Draft] = []
    for hit in find_hits(view):
        draft = _from_hit(view, hit, found, headline)
        if draft:
            found.append(draft)
    found += find_according(view)
    found += find_quoted_as(view)
    found += find_declined(view)
    return sorted(found, key=lambda draft: draft.cue[0])


def _from_hit(view: View, hit: Hit, earlier: list[Draft], headline: bool) -> Draft | None:
    rejected = make_rejected(view, hit)
    if rejected:
        return rejected
    if hit.passive or find_agent(view, hit) is not None:
        return make_passive(view, hit)
    naming = hit.form == "ing" and hit.cue.lemma in _NAMING and view.word(hit.after) in _THINGS
    if naming or is_unwilling(view, hit):
        return None
    complement = find_complement(view, hit)
    if "evidence" in hit.cue.takes:
        return make_shown(view, hit, complement, earlier)
    shown = make_evidence_subject(view, hit, complement) if hit.cue.lemma in _EVIDENCE_VERBS else None
    return shown or _inverted(view, hit) or _with_subject(view, hit, complement, earlier, headline)


def _with_subject(view: View, hit: Hit, complement: Complement, earlier: list[Draft], headline: bool) -> Draft | None:
    """The plain case: a subject before its verb, content after both or before both."""
    if _remarks_only(view, hit, complement):
        complement = replace(complement, sort="none")
    if not _accepts(view, hit, complement) or (view.quoted[hit.index] and not _is_plain_inside(hit, complement)):
        return None
    speaker, elided = find_speaker(view, hit, earlier)
    if hit.cue.takes == {"to"} and any(d.content[0] <= hit.index < d.content[1] for d in earlier):
        return None  # what somebody "wanted to avoid" inside another's words is no speech of his
    if speaker and _is_inserted_pronoun(view, complement, speaker, earlier):
        return None
    if speaker and view.word(speaker.first - 1) == "as" and complement.sort == "none":
        return _as_they_say(view, hit, speaker)
    if speaker is None and not elided:
        return _postposed(view, hit, complement, None) if hit.form == "finite" and headline else None
    if complement.sort == "none" and complement.addressee and hit.cue.act is Act.NOTIFIES:
        complement = replace(complement, first=hit.after)
    elif complement.sort == "none":
        return _postposed(view, hit, complement, speaker)
    return _preposed(view, hit, complement, speaker, earlier)


def _remarks_only(view: View, hit: Hit, complement: Complement) -> bool:
    """“C,” S said of the attack: what follows only says what the words were about."""
    about = view.word(complement.first) in _NOT_OBJECT | {"of", "about", "when", "as"}
    plain = hit.cue.act is Act.STATES and "clause" in hit.cue.takes and not hit.cue.particles
    return plain and about and complement.sort == "bare"


def _is_plain_inside(hit: Hit, complement: Complement) -> bool:
    """Inside a quotation only the plainest attributions are taken: "X says that", "X condemns"."""
    firm = {Act.ACCUSES, Act.CONDEMNS, Act.DENIES, Act.ADMITS}
    return complement.sort in {"clause", "quote", "colon"} or (complement.sort == "bare" and hit.cue.act in firm)


def _is_inserted_pronoun(view: View, complement: Complement, speaker: Phrase, earlier: list[Draft]) -> bool:
    """“published a video which, it says, shows C”: the same voice once more."""
    alone = speaker.last - speaker.first == 1 and view.lower[speaker.first] in PRONOUNS
    inside = any(d.content[0] <= speaker.first < d.content[1] and d.act is Act.SHOWS for d in earlier)
    return alone and inside and complement.sort == "none"


def _as_they_say(view: View, hit: Hit, speaker: Phrase) -> Draft | None:
    """“As S reported, C” and “C, as S reported”."""
    start = speaker.first - 1
    if start == 0:
        first = skip_adjuncts(view, hit.after)
        first += 1 if view.word(first) == "," else 0
        content = (first, content_end(view, first))
    else:
        end = start - 1 if view.word(start - 1) == "," else start
        content = (clause_start(view, end), tail_end(view, skip_adjuncts(view, hit.after)) or end)
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=speaker,
        cue=(hit.group, hit.after),
        content=content,
        act=find_act(hit),
        polarity=find_hit_polarity(hit),
        lemma=hit.cue.lemma,
        construction="as-they-say",
        quoted=view.quoted[hit.index],
    )


def _accepts(view: View, hit: Hit, complement: Complement) -> bool:
    """Whether the complement is one that the verb takes as an attribution."""
    takes = hit.cue.takes
    if complement.sort in {"quote", "colon", "none"}:
        return "clause" in takes or "strict" in takes or "tell" in takes or hit.cue.lemma in _INVERTIBLE
    if complement.sort == "clause":
        return bool(takes & {"clause", "strict", "tell", "object"})
    if complement.sort == "to":
        return bool(takes & {"to", "tell"})
    if "tell" in takes:
        return complement.addressee is not None or "clause" in takes
    if "strict" in takes or (view.word(complement.first) in _NOT_OBJECT and not hit.cue.particles):
        return False
    return bool(takes & {"clause", "object", "of"})


def _preposed(
    view: View, hit: Hit, complement: Complement, speaker: Phrase | None, earlier: list[Draft]
) -> Draft | None:
    first = complement.first + (1 if view.word(complement.first) in {",", ":"} else 0)
    last = content_end(view, first)
    if first >= last or (speaker and _is_first_person(view, speaker)):
        return None
    parent = find_parent(view, hit, speaker, earlier)
    if parent is not None and speaker and speaker.last - speaker.first == 1 and view.lower[speaker.first] in PRONOUNS:
        # "Northland declares that it condemns C": the same voice, one step further in
        speaker, parent = earlier[parent].phrase, earlier[parent].parent
    return Draft(
        phrase=speaker,
        cue=(hit.group, hit.after),
        content=(first, last),
        act=_act_here(view, hit, complement, (first, last)),
        polarity=find_hit_polarity(hit),
        modality=find_hit_modality(hit),
        lemma=hit.cue.lemma,
        construction=_construction(hit, complement),
        quoted=view.quoted[hit.index],
        parent=parent,
        relays=_told(view, complement),
        stated=find_time(view, hit.group - 4, hit.group) or find_time(view, hit.after, complement.first),
        elided=speaker is not None and speaker.last > hit.group,
    )


def _act_here(view: View, hit: Hit, complement: Complement, content: tuple[int, int]) -> Act:
    """The cue's act, settled further by what follows: "confirmed that its own …" admits."""
    if _reports_to(view, hit, complement):
        return Act.NOTIFIES
    words = view.lower[content[0] : content[1]]
    own = _OWN & set(words[: words.index("but")] if "but" in words else words)
    if hit.cue.lemma == "confirm" and own and not hit.negated:
        return Act.ADMITS
    act = find_act(hit)
    if act is Act.DENIES and _PARTLY & set(view.lower[hit.group : hit.index]):
        return Act.PARTLY_DENIES
    return act


def _reports_to(view: View, hit: Hit, complement: Complement) -> bool:
    """“reported the attack to the mediators”, “drew the attention of …”: words to a body, not to the public."""
    if hit.cue.lemma != "report" or complement.sort != "bare":
        return False
    reach = view.lower[complement.first : complement.first + 9]
    return "to" in reach and not any(word in AUXILIARIES for word in reach[: reach.index("to")])


def _construction(hit: Hit, complement: Complement) -> str:
    return f"subject-cue-{complement.sort}" if hit.form != "ing" else f"participle-{complement.sort}"


def _is_first_person(view: View, speaker: Phrase) -> bool:
    return view.lower[speaker.first] in FIRST_PERSON and speaker.last - speaker.first == 1


def _told(view: View, complement: Complement) -> tuple[tuple[int, int], ...]:
    if complement.addressee is None or not is_outlet(view, *complement.addressee):
        return ()
    return (complement.addressee,)


def _postposed(view: View, hit: Hit, complement: Complement, speaker: Phrase | None) -> Draft | None:
    """“C”, S said. / C, S said on Wednesday."""
    start = speaker.first if speaker else hit.group
    if speaker and _is_first_person(view, speaker):
        return None
    end = start
    while end > 0 and view.lower[end - 1] in {",", "—", "–", "-", ";", ":"}:
        end -= 1
    if end == 0 or (end == start and not is_quote_mark(view.word(end - 1))):
        return None
    first = clause_start(view, end)
    if first >= end:
        return None
    content_last = end + 1 if is_quote_mark(view.word(end)) else end
    last, tail = content_last, tail_end(view, complement.first)
    if tail and speaker is not None:
        last = tail
    return Draft(
        phrase=speaker,
        cue=(hit.group, hit.after),
        content=(first, last),
        act=find_act(hit),
        polarity=find_hit_polarity(hit),
        modality=find_hit_modality(hit),
        lemma=hit.cue.lemma,
        construction="content-subject-cue",
        quoted=view.quoted[hit.index],
        relays=_told(view, complement),
        stated=find_time(view, hit.after, complement.first),
    )


def _inverted(view: View, hit: Hit) -> Draft | None:
    """“C”, said S. / C, said S."""
    before = view.word(hit.group - 1)
    if hit.group != hit.index or hit.form == "ing" or hit.cue.lemma not in _INVERTIBLE or hit.index == 0:
        return None
    closes = is_quote_mark(before) or before in {",", "’"}
    if not closes or view.quoted[hit.index]:
        return None
    if before == "," and not is_quote_mark(view.word(hit.group - 2)) and find_subject(view, hit.group):
        return None
    phrase = find_phrase(view, hit.after)
    if phrase is None or not (
        is_capital(view, phrase.first)
        or view.lower[phrase.first] in {"the", "a", "an", "he", "she", "one"}
        or view.word(phrase.first + 1) == "'s"
    ):
        return None
    if view.word(phrase.last) in AUXILIARIES:
        return None
    end = hit.group - 1 if before == "," else hit.group
    first = clause_start(view, end)
    if first >= end:
        return None
    following = skip_adjuncts(view, phrase.outer)
    return Draft(
        phrase=Phrase(phrase.first, phrase.outer, phrase.outer),
        cue=(hit.group, hit.after),
        content=(first, end),
        act=find_act(hit),
        polarity=find_hit_polarity(hit),
        lemma=hit.cue.lemma,
        construction="content-cue-subject",
        stated=find_time(view, phrase.last, following),
    )


def _settle(view: View, drafts: list[Draft]) -> list[Draft]:
    drafts = merge_evidence(drafts)
    issued = {draft.content for draft in drafts if draft.construction == "issues-statement"}
    drafts = [d for d in drafts if d.content not in issued or d.construction == "issues-statement"]
    drafts = [with_listener(view, with_source_behind(view, draft)) for draft in drafts]
    return _cut_coordinates(view, _without_stacks(view, drafts))


def _without_stacks(view: View, drafts: list[Draft]) -> list[Draft]:
    """“C, S told reporters, O reports”: S speaks and O passes it on."""
    settled: list[Draft] = []
    for draft in drafts:
        inner = settled[-1] if settled else None
        if inner and draft.phrase and _is_stacked(view, inner, draft):
            relay = (draft.phrase.first, draft.phrase.last)
            settled[-1] = replace(inner, relays=(*draft.relays, relay, *inner.relays))
        else:
            settled.append(draft)
    return settled


def _is_stacked(view: View, inner: Draft, outer: Draft) -> bool:
    """Whether only a comma stands between two attributions that both follow their content."""
    if outer.phrase is None or inner.phrase is None or inner.parent is not None or outer.parent is not None:
        return False
    both = inner.construction in _FOLLOWING and outer.construction in _FOLLOWING
    between = view.lower[max(inner.cue[1], inner.phrase.last) : min(outer.phrase.first, outer.cue[0])]
    same = inner.phrase.first == outer.phrase.first
    short = between[-1:] == (",",) and len(between) <= _STACK_GAP and not HARD_MARKS & set(between[:-1])
    return both and not same and short and not CLAUSE_WORDS & set(between)


def _cut_coordinates(view: View, drafts: list[Draft]) -> list[Draft]:
    """End the content of a draft where the next cue of the same rank begins."""
    settled = list(drafts)
    for number, draft in enumerate(drafts):
        for later_number in range(number + 1, len(drafts)):
            later = drafts[later_number]
            if later.parent is not None and later.parent >= number:
                continue
            start = _first_token(later, draft)
            if draft.content[0] < start < draft.content[1] and later.content[0] >= start:
                settled[number] = replace(
                    draft, content=(draft.content[0], _strip_joint(view, draft.content[0], start))
                )
                break
    return [d for d in settled if d.content[0] < d.content[1]]


def _first_token(later: Draft, draft: Draft) -> int:
    own = later.phrase is not None and draft.phrase is not None and later.phrase.first == draft.phrase.first
    if later.phrase is None or own or later.phrase.first > later.cue[0]:
        return later.cue[0]
    return min(later.phrase.first, later.cue[0])


def _strip_joint(view: View, first: int, end: int) -> int:
    while end > first and view.lower[end - 1] in {",", "and", "but", "while", "whereas", ";", "then", "by"}:
        end -= 1
    return end
