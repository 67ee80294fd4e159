"""Attributions that only headlines have: "Ministry: C", "C - Ministry"."""

from __future__ import annotations

from contactline.read.cues import AUXILIARIES, load_lexicon
from contactline.read.draft import Draft
from contactline.read.phrases import Phrase, View, is_capital
from contactline.records.claims import Act

_DASHES = frozenset({"-", "–", "—", "|"})
_MAX_SPEAKER = 9


def find_headline_draft(view: View) -> Draft | None:
    """The speaker set off by a colon or dash at either end of a headline, or nothing."""
    for index in range(1, len(view) - 1):
        word = view.lower[index]
        if view.quoted[index] or word not in _DASHES | {":"}:
            continue
        if word in _DASHES and not _spaced(view, index):
            continue
        draft = _front(view, index) if word == ":" else None
        draft = draft or _back(view, index)
        if draft:
            return draft
    return None


def _spaced(view: View, index: int) -> bool:
    return view.tokens[index].span.start > view.tokens[index - 1].span.end


def _front(view: View, index: int) -> Draft | None:
    if index > _MAX_SPEAKER or len(view) - index < 4 or not is_set_off_speaker(view, 0, index):
        return None
    return _draft(Phrase(0, index, index), (index, index + 1), (index + 1, len(view)))


def _back(view: View, index: int) -> Draft | None:
    if len(view) - index - 1 > _MAX_SPEAKER or index < 3 or not is_set_off_speaker(view, index + 1, len(view)):
        return None
    return _draft(Phrase(index + 1, len(view), len(view)), (index, index + 1), (0, index))


def _draft(phrase: Phrase, cue: tuple[int, int], content: tuple[int, int]) -> Draft:
    return Draft(phrase=phrase, cue=cue, content=content, act=Act.STATES, lemma=":", construction="headline-colon")


def is_set_off_speaker(view: View, first: int, last: int) -> bool:
    """Whether tokens are a name with a role, body or acronym among its words and no verb."""
    words = view.lower[first:last]
    if any(word in AUXILIARIES for word in words) or not any(is_capital(view, k) for k in range(first, last)):
        return False
    role = any(word in load_lexicon().speakers for word in words)
    acronym = any(token.text.isupper() and len(token.text) in range(2, 8) for token in view.tokens[first:last])
    return role or acronym
