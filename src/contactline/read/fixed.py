"""Fixed turns of attribution that no single verb carries: "quoted S as saying C", "could not be reached"."""

from __future__ import annotations

from typing import Final

from contactline.read.adjuncts import skip_adjuncts
from contactline.read.cues import AUXILIARIES, BE, word_set
from contactline.read.draft import Draft
from contactline.read.extent import clause_start
from contactline.read.phrases import Phrase, View, find_phrase
from contactline.read.subjects import find_subject
from contactline.records.claims import Act

_QUOTING: Final = word_set("quoted cited quotes cites quoting citing")
_AS: Final = word_set("saying telling stating claiming reporting confirming denying warning")
_DECLINING: Final = (
    ("declined", "to"),
    ("declines", "to"),
    ("refused", "to"),
    ("refuses", "to"),
    ("could", "not", "be", "reached"),
    ("could", "not", "immediately", "be", "reached"),
    ("was", "not", "available", "for"),
    ("were", "not", "available", "for"),
    ("did", "not", "respond"),
    ("did", "not", "immediately", "respond"),
    ("did", "not", "reply"),
    ("did", "not", "immediately", "reply"),
    ("did", "not", "comment"),
    ("did", "not", "immediately", "comment"),
    ("has", "not", "commented"),
    ("have", "not", "commented"),
    ("had", "no", "comment"),
    ("has", "no", "comment"),
    ("would", "not", "comment"),
    ("made", "no", "comment"),
    ("offered", "no", "comment"),
    ("gave", "no", "comment"),
    ("neither", "confirmed", "nor", "denied"),
    ("neither", "denied", "nor", "confirmed"),
    ("neither", "confirms", "nor", "denies"),
    ("neither", "confirm", "nor", "deny"),
    ("neither", "deny", "nor", "confirm"),
    ("not", "confirm", "or", "deny"),
    ("not", "confirm", "nor", "deny"),
    ("not", "deny", "or", "confirm"),
    ("neither", "confirming", "nor", "denying"),
)
_TO_SPEAK: Final = word_set(
    "comment confirm say discuss answer elaborate disclose provide give respond explain reveal specify "
    "identify speak deny"
)
_REACH: Final = 22


def find_quoted_as(view: View) -> list[Draft]:
    """“X quoted S as saying C” and “S was quoted (by X) as saying C”: S speaks, X passes it on."""
    found = []
    for index in range(1, len(view) - 2):
        if view.lower[index] == "as" and view.lower[index + 1] in _AS and not view.quoted[index]:
            draft = _quoted_as(view, index)
            if draft:
                found.append(draft)
    return found


def _quoted_as(view: View, index: int) -> Draft | None:
    verb = next((k for k in range(index - 1, max(-1, index - _REACH), -1) if view.lower[k] in _QUOTING), None)
    content = (skip_adjuncts(view, index + 2), _end(view))
    if verb is None:
        return None
    if view.word(verb - 1) in BE:
        speaker = find_subject(view, verb - 1)
        relay = find_phrase(view, verb + 2, index) if view.word(verb + 1) == "by" else None
    else:
        speaker, relay = find_phrase(view, verb + 1, index), find_subject(view, verb)
    if content[0] >= content[1]:
        content = _content_before(view, min(verb, relay.first if relay else verb))
    if speaker is None or content[0] >= content[1]:
        return None
    return Draft(
        phrase=speaker,
        cue=(verb, index + 2),
        content=content,
        act=Act.DENIES if view.lower[index + 1] == "denying" else Act.STATES,
        lemma="quote",
        construction="quoted-as-saying",
        relays=((relay.first, relay.last),) if relay else (),
    )


def _content_before(view: View, end: int) -> tuple[int, int]:
    """“C,” X quoted S as saying."""
    while end > 0 and view.lower[end - 1] in {",", "—", "–"}:
        end -= 1
    return clause_start(view, end), end


def find_declined(view: View) -> list[Draft]:
    """“S declined to comment”, “S could not be reached”: silence that the report speaks of."""
    found = []
    for index in range(1, len(view)):
        turn = next((t for t in _DECLINING if view.lower[index : index + len(t)] == t), None)
        if turn is None or view.quoted[index]:
            continue
        after = index + len(turn)
        if turn[-1] == "to" and view.word(after) not in _TO_SPEAK:
            continue
        speaker = _subject(view, index)
        if speaker:
            found.append(
                Draft(
                    phrase=speaker,
                    cue=(index, after),
                    content=(index, _end(view)),
                    act=Act.DECLINES,
                    lemma="decline",
                    construction="declines",
                )
            )
    return found


def _subject(view: View, index: int) -> Phrase | None:
    while index > 0 and view.lower[index - 1] in AUXILIARIES:
        index -= 1
    return find_subject(view, index)


def _end(view: View) -> int:
    last = len(view)
    while last > 0 and view.lower[last - 1] in {".", "!", "?", "…"} and not view.quoted[last - 1]:
        last -= 1
    return last
