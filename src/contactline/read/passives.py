"""Attributions in the passive: “T was accused of C by S”, “as reported by S”, “the mission was told that C”."""

from __future__ import annotations

from typing import Final

from contactline.read.adjuncts import skip_adjuncts
from contactline.read.draft import Draft
from contactline.read.exhibits import make_shown_by
from contactline.read.extent import content_end, find_agent, is_outlet
from contactline.read.hits import Hit, find_hit_polarity
from contactline.read.phrases import Phrase, View, find_phrase
from contactline.read.subjects import find_subject
from contactline.records.claims import Act, Modality

_TELLING: Final = frozenset({"tell", "inform", "notify", "brief"})


def make_passive(view: View, hit: Hit) -> Draft | None:
    """“S was quoted as saying C”, “C was reported by S”, “T was accused of C by S”."""
    told = _was_told(view, hit) if hit.cue.lemma in _TELLING else None
    if told:
        return told
    if hit.cue.act is Act.NOTIFIES and find_agent(view, hit) is None:
        return _notified(view, hit)
    if "evidence" in hit.cue.takes:
        return make_shown_by(view, hit)
    by = find_agent(view, hit)
    if by is None or not hit.cue.takes & {"clause", "object", "of", "strict"}:
        return None
    phrase = find_phrase(view, by + 1)
    if phrase is None:
        return None
    if view.word(hit.group - 1) == "as":
        return _as_reported_by(view, hit, phrase)
    subject = find_subject(view, hit.group)
    if subject is None or hit.cue.act not in {Act.ACCUSES, Act.CONDEMNS, Act.DENIES, Act.ADMITS, Act.STATES}:
        return None
    return Draft(
        phrase=Phrase(phrase.first, phrase.outer, phrase.outer),
        cue=(hit.group, hit.after),
        content=(subject.first, hit.group),
        act=hit.cue.act,
        polarity=find_hit_polarity(hit),
        lemma=hit.cue.lemma,
        construction="passive-by",
        quoted=view.quoted[hit.index],
    )


def _was_told(view: View, hit: Hit) -> Draft | None:
    """“The mission was told (by a resident) that C”: the resident speaks; without one the mission passes hearsay on."""
    by = find_agent(view, hit)
    source = find_phrase(view, by + 1) if by is not None else None
    told = find_subject(view, hit.group)
    start = skip_adjuncts(view, source.outer if source else hit.after)
    if told is None or view.word(start) not in {"that", "of", "about"}:
        return None
    content = (start if view.word(start) == "that" else start + 1, content_end(view, start))
    if content[0] >= content[1] or (source is None and view.word(start) != "that"):
        return None
    return Draft(
        phrase=source or told,
        cue=(hit.group, hit.after),
        content=content,
        act=Act.STATES,
        modality=Modality.FACT if source else Modality.REPORTED,
        lemma=hit.cue.lemma,
        construction="was-told",
        relays=((told.first, told.last),) if source and is_outlet(view, told.first, told.last) else (),
        quoted=view.quoted[hit.index],
    )


def _notified(view: View, hit: Hit) -> Draft | None:
    """“International bodies have been informed about C”: nobody is named who informed them."""
    content = (hit.after, content_end(view, hit.after))
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=None,
        cue=(hit.group, hit.after),
        content=content,
        act=Act.NOTIFIES,
        lemma=hit.cue.lemma,
        construction="passive-notified",
    )


def _as_reported_by(view: View, hit: Hit, phrase: Phrase) -> Draft | None:
    start = hit.group - 1
    if start == 0:
        first = phrase.last + (1 if view.word(phrase.last) == "," else 0)
        content = (first, content_end(view, first))
    else:
        content = (0, start - 1 if view.word(start - 1) == "," else start)
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=phrase,
        cue=(start, hit.after + 1),
        content=content,
        act=hit.cue.act,
        lemma=hit.cue.lemma,
        construction="as-reported-by",
    )
