"""What a speaker does in the quoted words themselves: "we regret", "we will answer", "we call on …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contactline.records.claims import Act, Modality

_SELF: Final = (
    r"(?:we|i|our \w+|(?:the |our )?(?:\w+ ){0,3}(?:army|armed forces|forces|troops|military|units|country|side)"
    r"(?: of \w+)?)"
)
_WILL: Final = r"(?:will|shall|'ll|would|may|is going to|are going to|reserves?|is ready to|are ready to|intends? to)"
_PATTERNS: Final = (
    (Act.REGRETS, r"\b(?:we|i)\b[^.;]{0,40}\b(?:regrets?|condolences|apologi[sz]e|sorry|sympathy)\b"),
    (
        Act.THREATENS,
        rf"\b{_SELF}\b[^.;:]{{0,60}}\b{_WILL}\b[^.;]{{0,90}}"
        r"\b(?:respon[ds]\w*|retaliat\w*|answer\w*|punish\w*|revenge|avenge\w*|strike back|crush\w*|countermeasures?"
        r"|right to (?:self[- ])?(?:defen[cs]e|protect\w*|defend)|defend (?:itself|themselves|ourselves))\b",
    ),
    (
        Act.THREATENS,
        r"\b(?:response|answer|retaliation|reply)\b[^.;]{0,60}\b(?:will|may|shall|would)\b[^.;]{0,20}\bbe\b",
    ),
    (
        Act.THREATENS,
        r"\b(?:will|would|shall|is going to|are going to) (?:\w+ ){0,2}"
        r"(?:pay (?:for\b|dearly|(?:a |the |an )?(?:\w+ ){0,2}price)|be (?:severely |\w+ly )?(?:punished|crushed)"
        r"|be dealt (?:\w+ ){0,3}blows?|face (?:\w+ )?(?:consequences|punishment))",
    ),
    (
        Act.THREATENS,
        r"\b(?:will|would|shall|won['’]t|cannot|can) (?:not |never )?(?:leave|go|remain|stay|pass|be left)\b[^.;]{0,60}"
        r"\b(?:unanswered|unpunished|without (?:an? |any )?(?:\w+ )?(?:response|answer|reply|punishment))\b",
    ),
    (
        Act.THREATENS,
        r"\b(?:it|they|he|she) (?:will|would|shall) (?:\w+ ){0,2}"
        r"(?:respond|retaliate|strike back|hit back|avenge|punish)\b"
        r"(?! to (?:\w+ ){0,2}(?:questions?|requests?|quer(?:y|ies)|letters?|calls?|proposals?|invitations?|appeals?))",
    ),
    (Act.DENIES, r"\b(?:we|i) (?:\w+ )?(?:deny|refute|reject|dismiss)\b"),
    (Act.CONDEMNS, r"\b(?:we|i) (?:\w+ )?(?:condemn|deplore|denounce)\b"),
    (Act.APPEALS, r"\b(?:we|i) (?:\w+ ){0,2}(?:call (?:on|upon|for)|urge|appeal|demand|ask|request|invite)\b"),
    (
        Act.APPEALS,
        r"\b(?<!\bwe )(?<!\bi )(?:must|should|has to|have to|needs? to|ought to) (?:\w+ly |\w+ and \w+ly )?"
        r"(?:stop|cease|end|halt|withdraw|pull back|refrain|desist|abandon|put an end|respect|observe|comply|abide|"
        r"return to|release|hand over)\b",
    ),
    (Act.COMMITS, r"\bwe (?:\w+ ){0,2}(?:are committed|remain committed|pledge|undertake|promise)\b"),
    (Act.COMMITS, r"\bwe (?:will|shall) (?:\w+ )?(?:observe|respect|honou?r|abide|comply|adhere)\b"),
    (Act.ADMITS, r"\bwe (?:\w+ )?(?:admit|acknowledge|concede)\b"),
    (Act.CLAIMS_RESPONSIBILITY, r"\b(?:we|i) (?:\w+ )?(?:claim|take|accept) (?:\w+ )?responsibility\b"),
)
_COMPILED: Final = tuple((act, re.compile(pattern, re.IGNORECASE)) for act, pattern in _PATTERNS)
_CONDITION: Final = re.compile(r"(?:^|[\s“\"'(])(?:if|should it|in case|provided that|in the event)\b", re.IGNORECASE)
_HEARSAY: Final = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|according to unconfirmed|unconfirmed reports|"
    r"(?:is|are|was|were) (?:said|reported|alleged|claimed) to|"
    r"according to (?:\w+ )?(?:reports|information|data|rumou?rs)|"
    r"it (?:is|was|has been) (?:said|reported|alleged|claimed) that)\b",
    re.IGNORECASE,
)
_MAYBE: Final = re.compile(
    r"\b(?:may|might|could) (?:\w+ )?have\b|\b(?:possibly|presumably|apparently|likely|"
    r"(?:is|are|was|were) (?:believed|thought|feared|understood) to)\b",
    re.IGNORECASE,
)
_LEFT_OPEN: Final = re.compile(
    r"(?:\b(?:not|never|cannot|neither|nor)|n['’]t) (?:\w+ ){0,2}"
    r"(?:rul(?:e|es|ed|ing) out|exclud(?:e|es|ed|ing)|den(?:y|ied|ying))\b",
    re.IGNORECASE,
)
"""What is not ruled out, or not denied, is not said to have happened."""
_UNTRUTH: Final = re.compile(
    r"[\s“\"'(]*(?:that )?(?:it|this) (?:is|was|'s|would be) (?:simply |absolutely |just |entirely )?"
    r"(?:not (?:true|the case|correct|so)|untrue|false|incorrect|wrong|a lie|nonsense) that\b",
    re.IGNORECASE,
)
_JUDGED: Final = re.compile(
    r"(?:\b(?:the|this|these|such|those|their|its|his)|\b\w+(?:['’]s|s['’])) (?:\w+ )?"
    r"(?:claims?|allegations?|reports?|accusations?|information|news|rumou?rs?)\b[^.;]{0,30}"
    r"\b(?:is|are|was|were|be|been|does not|do not|did not)\b[^.;]{0,40}"
    r"\b(?:false|untrue|baseless|groundless|unfounded|fake|fabricated|lies?|disinformation|misinformation|absurd|nonsense|"
    r"invented|slander|inaccurate|not true|correspond to|nothing to do with)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Performed:
    """The act and modality that the words themselves carry; ``None`` where they carry none."""

    act: Act | None
    modality: Modality | None


def find_performative(words: str) -> Performed:
    """Look for an act performed in somebody's own words. Only the first 2,000 characters are looked at."""
    words = words[:_LONGEST]
    act = next((act for act, pattern in _COMPILED if pattern.search(words)), None)
    if act is Act.THREATENS:
        return Performed(act, Modality.FUTURE)
    if act is None:
        return Performed(None, None)
    return Performed(act, Modality.CONDITIONAL if _CONDITION.search(words) else None)


def calls_claim_false(words: str) -> bool:
    """Whether somebody's words call a claim false without repeating it: "the reports are fake"."""
    return bool(_JUDGED.search(words[:_LONGEST]))


def find_hedge(words: str) -> Modality | None:
    """``REPORTED`` for hearsay words, ``HEDGED`` for words of doubt, else ``None``."""
    words = words[:_LONGEST]
    if _HEARSAY.search(words):
        return Modality.REPORTED
    return Modality.HEDGED if _MAYBE.search(words) or _LEFT_OPEN.search(words) else None


def find_untruth(words: str) -> int | None:
    """Where the clause begins that words call untrue ("it is not true that | C"), if they open so."""
    match = _UNTRUTH.match(words[:_LONGEST])
    return match.end() if match else None
