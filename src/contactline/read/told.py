"""What a denial answers when it does not repeat it: “Southmark denies it”, “rejected the Northland allegations”."""

from __future__ import annotations

from typing import Final

from contactline.read.cues import DETERMINERS, load_lexicon
from contactline.read.discourse import Discourse
from contactline.read.draft import Draft
from contactline.read.phrases import View
from contactline.records.claims import Act, Mention, Polarity
from contactline.records.quotes import Span

_NEAR: Final = 12
"""So many attributions back: a bare denial stands near what it denies."""


def find_denied(
    discourse: Discourse, view: View, draft: Draft, speaker: Mention, content: Span
) -> tuple[int | None, Span]:
    """The attribution of an earlier sentence that a bare denial answers, with its content as the denied words."""
    words = view.lower[draft.content[0] : draft.content[1]]
    if not words or not ((words[0] in {"it", "this", "that"} and len(words) <= 3) or _names_bare_claim(words)):
        return None, content
    names = {
        token.lower
        for token in view.tokens[draft.content[0] : draft.content[0] + 6]
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


def find_latest_told(discourse: Discourse, speaker: Mention) -> int | None:
    """The nearest earlier claim that was spoken of as somebody else's."""
    for number in range(len(discourse.found) - 1, max(-1, len(discourse.found) - _NEAR), -1):
        told = discourse.found[number]
        if told.construction == "claim-noun" and told.speaker.text != speaker.text:
            return number
    return None


def _names_bare_claim(words: tuple[str, ...]) -> bool:
    """Whether "the … allegations" are denied without being repeated."""
    nouns = load_lexicon().nouns
    for index, word in enumerate(words[:5]):
        if word in nouns:
            return index + 1 == len(words) or words[index + 1] in {"as", "and", ",", "on", "in", "saying", "calling"}
    return False
