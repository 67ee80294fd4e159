"""Lines that announce whose words follow: “The ministry reports:”, “Statement by the army's spokesman:”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.adjuncts import COMPLEMENT_STARTS, skip_adjuncts
from contactline.read.cues import AUXILIARIES, FIRST_PERSON, Cue, word_set
from contactline.read.draft import Draft
from contactline.read.extent import content_end, find_speaker
from contactline.read.headlines import is_set_off_speaker
from contactline.read.hits import Hit, find_hits
from contactline.read.phrases import Phrase, View, find_phrase, is_quote_mark
from contactline.records.claims import Act

_LONGEST: Final = 60
_NAME: Final = 14
_FILLERS: Final = (
    ("as", "follows"),
    ("the", "following"),
    ("in", "full"),
    ("in", "part"),
    ("below",),
    ("thus",),
    ("so",),
)
_STATEMENTS: Final = word_set(
    "statement statements communiqué communique declaration message announcement letter tweet post press release text "
    "comment comments summary update appeal"
)
_CARRIED_BY: Final = frozenset({"by", "of", "from"})
_ACTS: Final = frozenset(
    {Act.STATES, Act.NOTIFIES, Act.WARNS, Act.CONDEMNS, Act.DENIES, Act.APPEALS, Act.ACCUSES, Act.ADMITS}
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Who announces what follows.

    Attributes:
        phrase: the speaker.
        cue: tokens of the words that announce.
        colon: token of the colon.
        firm: a cue announces, so that words without quotation marks are governed too.
    """

    phrase: Phrase
    cue: tuple[int, int]
    colon: int
    firm: bool


def find_lead(view: View) -> Lead | None:
    """Who announces what follows a colon; words that are quoted themselves announce nothing.

    A cue or a bare name counts where the colon ends the line or a quotation opens behind it; "Statement by S:" counts
    with any words behind it.
    """
    colon = next((k for k in range(1, min(len(view), _LONGEST)) if view.lower[k] == ":"), None)
    if colon is None or view.quoted[colon]:
        return None
    end = colon
    while filler := next((f for f in _FILLERS if view.lower[max(0, end - len(f)) : end] == f), None):
        end -= len(filler)
    if colon + 1 == len(view) or (view.quoted[colon + 1] and is_quote_mark(view.lower[colon + 1])):
        return _by_cue(view, colon) or _by_noun(view, end, colon) or _by_name(view, colon)
    return _by_noun(view, end, colon)


def make_led(view: View, lead: Lead) -> Draft | None:
    """The words that follow the colon in the same sentence as the announced speaker's."""
    content = (lead.colon + 1, content_end(view, lead.colon + 1))
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=lead.phrase, cue=lead.cue, content=content, act=Act.STATES, lemma=":", construction="lead-colon"
    )


def _by_cue(view: View, colon: int) -> Lead | None:
    for hit in reversed(find_hits(view)):
        if hit.index >= colon or hit.passive or hit.negated or view.quoted[hit.index]:
            continue
        if not _announces(view, hit, colon):
            continue
        speaker, _ = find_speaker(view, hit, [])
        if speaker and view.lower[speaker.first] not in FIRST_PERSON:
            return Lead(speaker, (hit.group, hit.after), colon, firm=True)
    return None


def _announces(view: View, hit: Hit, colon: int) -> bool:
    """Whether nothing but adjuncts or "the following statement on …" stands between a cue and the colon."""
    between = view.lower[hit.after : colon]
    if any(word in COMPLEMENT_STARTS for word in between):
        return False
    issues = "evidence" in hit.cue.takes or hit.cue.lemma in {"read", "make"}
    if issues:
        return hit.cue.lemma == "read" or bool(_STATEMENTS & set(between[:7]))
    if hit.cue.act not in _ACTS or not _speaks(hit.cue):
        return False
    return skip_adjuncts(view, hit.after) >= colon or len(between) <= 3 or _tells(view, hit, colon)


def _speaks(cue: Cue) -> bool:
    return bool(cue.takes & {"clause", "strict", "tell", "object"})


def _tells(view: View, hit: Hit, colon: int) -> bool:
    """“told the agency on Friday:”, “commented on the situation in Harn:”."""
    if hit.cue.takes & {"tell"} or hit.cue.lemma in {"comment", "comment on"}:
        return not any(word in AUXILIARIES or word == ":" for word in view.lower[hit.after : colon])
    return False


def _by_noun(view: View, end: int, colon: int) -> Lead | None:
    """“Statement by S:”, “From the message of S:”, “S's statement in full:”."""
    for index in range(min(end, _NAME)):
        if view.lower[index] not in _STATEMENTS:
            continue
        if view.word(index - 1) == "'s" and index >= end - 1:
            phrase = find_phrase(view, 0, index - 1)
            return Lead(phrase, (index, colon), colon, firm=True) if phrase else None
        if view.word(index + 1) in _CARRIED_BY:
            phrase = find_phrase(view, index + 2, end)
            return Lead(phrase, (index, index + 2), colon, firm=True) if phrase and phrase.last >= end - 8 else None
    return None


def _by_name(view: View, colon: int) -> Lead | None:
    """“Defence Ministry:” before a quotation."""
    if colon > _NAME or not is_set_off_speaker(view, 0, colon):
        return None
    if any(hit.index < colon for hit in find_hits(view)):
        return None
    return Lead(Phrase(0, colon, colon), (colon, colon + 1), colon, firm=False)
