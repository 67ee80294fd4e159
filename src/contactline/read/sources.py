"""Sources that stand beside the clause: “according to S”, “in S's words”, “citing S”, “in an interview with X”."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.adjuncts import skip_adjuncts
from contactline.read.cues import word_set
from contactline.read.draft import Draft
from contactline.read.extent import clause_start, content_end, tail_end
from contactline.read.phrases import Phrase, View, find_phrase
from contactline.records.claims import Act

_ACCORDING: Final = (
    ("according", "to"),
    ("according", "the"),
    ("in", "the", "words", "of"),
    ("in", "the", "view", "of"),
    ("in", "the", "opinion", "of"),
    ("as", "per"),
    ("per",),
)
_OWN_WORDS: Final = word_set("words view account opinion assessment version")
_RELAY: Final = (
    ("citing",),
    ("quoting",),
    ("with", "reference", "to"),
    ("with", "a", "reference", "to"),
    ("in", "reference", "to"),
    ("referring", "to"),
    ("with", "a", "link", "to"),
)


def find_according(view: View) -> list[Draft]:
    """All “according to S” and “in S's words” outside quotations."""
    found = []
    for index in range(len(view)):
        if view.quoted[index]:
            continue
        draft = _according_at(view, index)
        if draft:
            found.append(draft)
    return found


def _according_at(view: View, index: int) -> Draft | None:
    after = next((index + len(cue) for cue in _ACCORDING if view.lower[index : index + len(cue)] == cue), None)
    if after is None:
        return _in_their_words(view, index)
    if view.lower[index] == "per" and view.word(index - 1) not in {",", ""}:
        return None
    first = after - 1 if view.lower[index:after] == ("according", "the") else after
    if view.word(first) == "which" or ((view.word(first) == "him" or view.word(first) in {"her", "them"}) and False):
        return None
    phrase = _objective(view, first) or find_phrase(view, first)
    if phrase is None:
        return None
    return _around(view, index, first, phrase, "according-to")


def _objective(view: View, index: int) -> Phrase | None:
    if view.word(index) in {"him", "them"} or (view.word(index) == "her" and view.word(index + 1) in {",", "."}):
        return Phrase(index, index + 1, index + 1)
    return None


def _in_their_words(view: View, index: int) -> Draft | None:
    """“in the ministry's words, C” and “in Baku's account, C”."""
    if view.lower[index] != "in":
        return None
    phrase = find_phrase(view, index + 1, index + 12)
    if phrase is None or view.lower[phrase.last - 1] not in _OWN_WORDS or "'s" not in phrase.words(view):
        return None
    owner = Phrase(phrase.first, phrase.last - 2, phrase.last)
    return _around(view, index, index + 1, owner, "in-words-of") if owner.first < owner.last else None


def _around(view: View, index: int, first: int, phrase: Phrase, construction: str) -> Draft | None:
    """Content before or after an adverbial source."""
    end = phrase.outer
    if index == 0 or (index == 1 and view.lower[0] in {"and", "but", "also"}):
        start = end + (1 if view.word(end) == "," else 0)
        start = skip_adjuncts(view, start) if view.word(end) != "," else start
        content = (start, content_end(view, start))
    else:
        before = index - 1 if view.word(index - 1) == "," else index
        begin = clause_start(view, before)
        more = content_end(view, end) if view.word(end) == "," and view.word(index - 1) == "," else before
        tail = tail_end(view, end)
        content = (begin, tail if tail and more > before else before)
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=phrase,
        cue=(index, first),
        content=content,
        act=Act.STATES,
        lemma="according to",
        construction=construction,
    )


def with_source_behind(view: View, draft: Draft) -> Draft:
    """“APA reports, citing the ministry, that C”: the ministry speaks, APA passes it on."""
    if draft.phrase is None or draft.quoted:
        return draft
    if draft.act is not Act.STATES:
        return draft
    first, last = draft.cue[1], draft.content[0]
    if draft.construction.startswith("content"):
        last = min(len(view), first + 8)
    for index in range(first, last):
        cue = next((c for c in _RELAY if view.lower[index : index + len(c)] == c), None)
        if cue is None:
            continue
        source = find_phrase(view, index + len(cue))
        if source is None:
            return draft
        content = draft.content
        if content[0] <= index:
            start = source.outer + (1 if view.word(source.outer) == "," else 0)
            content = (
                (start, content[1]) if start < content[1] and not draft.construction.startswith("content") else content
            )
        relay = (draft.phrase.first, draft.phrase.last)
        return replace(
            draft, phrase=source, relays=(*draft.relays, relay), content=content, construction="relay-citing"
        )
    return draft
