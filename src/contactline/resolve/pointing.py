"""Words by which a loss leans on what stands before it: "one more", "as a result of this shelling", "its soldiers"."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|many|a few)"
_PARTIAL: Final = re.compile(
    rf"(?i)(?:at least |about |up to |the )?(?:(?:one|{_NUMBER})|(?:the )?others?|the rest|both)$"
    rf"|(?:another|an additional|the other|a (?:second|third|fourth|fifth|further))\b"
    rf"|(?:one|{_NUMBER}) (?:more|others?|further|additional|of (?:them|these|those|whom))\b"
)
_BACK: Final = re.compile(
    r"(?i)\b(?:as a (?:direct )?(?:result|consequence)|in consequence|consequently|because of|due to"
    r"|result(?:ed|ing)? (?:of|from)|caused by|in|during|by)\s*(?:of\s+)?(?P<which>this|these|the|that|said)\s+"
    r"(?:same |latest |above |said |enemy |armed )?"
    r"(?P<noun>attacks?|shelling|bombardment|fire|firing|strikes?|provocations?|aggression|explosions?|assault|raid|blast"
    r"|retaliation|response|answer|counter-?attack|gunfire|ceasefire violations?)\b"
    r"|^\s*(?:as a (?:result|consequence)|in consequence|consequently)\b"
)
_ANSWER_NOUNS: Final = frozenset({"retaliation", "response", "answer", "counterattack", "counter-attack"})
_POSSESSIVE: Final = re.compile(r"(?i)\b(?:its|their|his|her)\b")
_OF_PLACE: Final = re.compile(
    r"(?i)\b(?:villagers?|residents?|inhabitants?|townspeople|locals?"
    r"|people (?:of|from) the (?:village|town|settlement))\b"
)
_BOTH: Final = re.compile(
    r"(?i)\b(?:both|each|either|the two|all) (?:of the )?(?:sides?|parties|armies|party)\b|\bboth\b$"
)
_SUFFERING: Final = re.compile(
    r"(?i)\b(?:suffering|sustaining|bearing|incurring)\s+(?:[\w-]+\s+){0,3}"
    r"(?:loss(?:es)?|casualt(?:y|ies)|fatalities|dead)\b[^,;:]{0,20}$"
)
_DENIED_LOSS: Final = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|dismiss(?:es|ed|ing)?)\b"
    r"(?:\s+(?:the|any|all|such|these|those|reports?|claims?|information|rumou?rs|about|of|on|that|there|were|was"
    r"|had|has|have|been|having|it|they|he|she|suffered|suffering|sustained|sustaining|lost|losing|own|its|their|heavy|major|human))*\s*$"
)
_LOSS_WORDS: Final = re.compile(
    r"(?i)(?:\b(?:any|no|such|heavy|human|military|own|further|the)\s+)*(?:loss(?:es)?|casualt(?:y|ies)|fatalit(?:y|ies))\b"
)
_WE_LOST: Final = re.compile(
    r"(?i)\b(?:we|our [\w-]+(?: [\w-]+)?)\s+(?:(?:have|has|had|did|do|also|only|not)\s+)*"
    r"(?:lost|lose|suffer(?:ed|s)?|sustain(?:ed|s)?|incur(?:red|s)?)\b[^.;:]*$"
)


def is_partial(words: str) -> bool:
    """Whether words for victims only count on from those before: "one", "another civilian", "six more"."""
    return _PARTIAL.match(words.strip()) is not None


def find_pointer(words: str) -> tuple[str, bool] | None:
    """The noun by which words point back, and whether it means an answer; ``("", False)`` for a bare "as a result"."""
    found = _BACK.search(words)
    if found is None:
        return None
    noun = (found["noun"] or "").lower()
    return noun, noun in _ANSWER_NOUNS


def is_possessive(words: str) -> bool:
    """Whether victims are somebody's by a pronoun: "seven of its soldiers"."""
    return _POSSESSIVE.search(words) is not None


def is_of_both(words: str) -> bool:
    """Whether a loss is said of both sides at once."""
    return _BOTH.search(words) is not None


def is_suffered_by_subject(words: str) -> bool:
    """Whether words up to and with a loss end in "… suffering losses": whoever acted before suffered it."""
    return _SUFFERING.search(words) is not None


def is_of_place(words: str) -> bool:
    """Whether victims are named as the people of a settlement."""
    return _OF_PLACE.search(words) is not None


def is_first_person(before: str) -> bool:
    """Whether the words up to a loss say that the speaker's own suffered it: "we lost two men"."""
    return _WE_LOST.search(before) is not None


def is_denied_own_loss(before: str, victims: str) -> bool:
    """Whether a denial speaks of losses suffered ("denied any losses"), and not of losses caused.

    Args:
        before: the words of the denial up to the loss.
        victims: the words for the loss.
    """
    return _LOSS_WORDS.match(victims) is not None and _DENIED_LOSS.search(before) is not None
