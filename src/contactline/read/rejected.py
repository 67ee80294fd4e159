"""Denials that trail what they deny: “C, a claim rejected by S”, “…, which S denied”, “…; S denies”."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.cues import AUXILIARIES, DETERMINERS, is_adverb, load_lexicon
from contactline.read.draft import Draft
from contactline.read.extent import clause_start, find_agent
from contactline.read.hits import Hit
from contactline.read.phrases import Phrase, View, find_phrase
from contactline.records.claims import Act, Polarity

TRAILING: Final = "trailing-denial"
_REACH: Final = 14
_JOINTS: Final = frozenset({"but", "while", "though", "although", "and", "whereas"})
_STOPS: Final = frozenset({"", ".", ",", ";", "!", "as"})


def make_rejected(view: View, hit: Hit) -> Draft | None:
    """The denial that a cue of denying makes of the words before it in the sentence, or nothing."""
    if hit.cue.act is not Act.DENIES or hit.negated or view.quoted[hit.index]:
        return None
    mark = _find_mark(view, hit)
    after = _open(view, mark, hit) if mark is not None else None
    if mark is None or after is None:
        return None
    phrase = _denier(view, hit, after, finite=view.lower[mark] == ";" or view.lower[mark + 1] in _JOINTS)
    content = (clause_start(view, mark), mark)
    if phrase is None or content[0] >= content[1]:
        return None
    return Draft(
        phrase=phrase,
        cue=(hit.group, hit.after),
        content=content,
        act=Act.DENIES,
        polarity=Polarity.NEGATIVE,
        lemma=hit.cue.lemma,
        construction=TRAILING,
    )


def _find_mark(view: View, hit: Hit) -> int | None:
    for index in range(hit.group - 1, max(0, hit.group - _REACH), -1):
        if view.lower[index] in {",", ";", "—", "–"}:
            return index
    return None


def _open(view: View, mark: int, hit: Hit) -> int | None:
    """Token behind "which", "a claim (that)" or a joint; nothing for another opening."""
    index = mark + 1
    word = view.word(index)
    if word == "which":
        return index + 1
    if word in DETERMINERS:
        noun = next((k for k in range(index + 1, min(index + 4, hit.group + 1)) if _is_claim(view, k)), None)
        if noun is None:
            return None
        return noun + (2 if view.word(noun + 1) in {"which", "that"} else 1)
    if word in _JOINTS:
        return index + 1
    return index if view.lower[mark] == ";" else None


def _is_claim(view: View, index: int) -> bool:
    return view.lower[index] in load_lexicon().nouns


def _denier(view: View, hit: Hit, after: int, *, finite: bool) -> Phrase | None:
    by = find_agent(view, hit)
    if by is not None:
        between = view.lower[after : hit.index]
        bare = not finite and all(word in AUXILIARIES or is_adverb(word) for word in between)
        return find_phrase(view, by + 1) if bare else None
    phrase = find_phrase(view, after, hit.group)
    ends = view.word(hit.after) in _STOPS
    return phrase if phrase and ends and phrase.last == hit.group else None


def link_rejected(drafts: list[Draft]) -> list[Draft]:
    """Tie each trailing denial to the attribution that it follows: that one ends before it and is what it answers."""
    linked = list(drafts)
    for number, draft in enumerate(drafts):
        if draft.construction != TRAILING:
            continue
        told = next((k for k in range(number - 1, -1, -1) if _is_told(linked[k], draft)), None)
        if told is None:
            continue
        first, last = linked[told].content
        linked[told] = replace(linked[told], content=(first, min(last, draft.content[1])))
        linked[number] = replace(draft, content=linked[told].content, answers=told, parent=None)
    return linked


def _is_told(told: Draft, denial: Draft) -> bool:
    return told.act is not Act.DENIES and denial.content[0] <= told.content[0] < denial.content[1]
