"""Who listened and passes it on: “in an interview with X”, “residents whom the observers met”, “told the mission”."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.cues import word_set
from contactline.read.draft import Draft
from contactline.read.extent import is_outlet
from contactline.read.phrases import Phrase, View, find_phrase, is_capital
from contactline.read.subjects import find_subject

_INTERVIEWS: Final = frozenset(
    {
        ("interview", "with"),
        ("interview", "to"),
        ("speaking", "to"),
        ("conversation", "with"),
        ("comments", "to"),
        ("comment", "to"),
    }
)
_ASKING: Final = word_set("interviewed contacted questioned reached approached polled surveyed consulted")
_MEETING: Final = word_set("spoke spoken speaking talked talking met meeting interviewed visited contacted questioned")


def with_listener(view: View, draft: Draft) -> Draft:
    """“In an interview with X, S said C”: X passes it on, if it is an outlet."""
    if draft.quoted or draft.phrase is None or draft.relays or draft.construction == "relay-citing":
        return draft
    listener = _listener(view, draft.phrase)
    if listener:
        return replace(draft, relays=(listener,))
    for index in range(len(view) - 2):
        if view.lower[index : index + 2] not in _INTERVIEWS or view.quoted[index]:
            continue
        if draft.content[0] <= index < draft.content[1]:
            continue
        phrase = find_phrase(view, index + 2)
        if phrase and is_outlet(view, phrase.first, phrase.last):
            return replace(draft, relays=((phrase.first, phrase.last),))
    return draft


def _listener(view: View, phrase: Phrase) -> tuple[int, int] | None:
    """The body that met or asked the speaker, as far as the words around the speaker's name tell."""
    return _asked_by(view, phrase) or _after_whom(view, phrase) or _met_by(view, phrase)


def _asked_by(view: View, phrase: Phrase) -> tuple[int, int] | None:
    """“one man interviewed by the mission”."""
    for index in range(phrase.first, max(phrase.last, phrase.outer) - 2):
        if view.lower[index] in _ASKING and view.lower[index + 1] == "by":
            return _body(view, index + 2)
    return None


def _after_whom(view: View, phrase: Phrase) -> tuple[int, int] | None:
    """“residents, to whom the mission spoke, said”, “a woman whom the monitors met”."""
    for index in range(phrase.last, min(phrase.outer, phrase.last + 4)):
        if view.lower[index] == "whom":
            return _body(view, index + 1)
    return None


def _met_by(view: View, phrase: Phrase) -> tuple[int, int] | None:
    """“The mission spoke to residents who said”."""
    if view.word(phrase.last) != "who" and view.word(phrase.last + 1) != "who":
        return None
    for index in range(phrase.first - 1, max(-1, phrase.first - 3), -1):
        if view.lower[index] in _MEETING:
            subject = find_subject(view, index)
            return (subject.first, subject.last) if subject and _is_body(view, subject) else None
    return None


def _body(view: View, index: int) -> tuple[int, int] | None:
    phrase = find_phrase(view, index)
    if phrase is None or not _is_body(view, phrase):
        return None
    last = next((k for k in range(phrase.first + 1, phrase.last) if view.lower[k] in _MEETING), phrase.last)
    return phrase.first, last


def _is_body(view: View, phrase: Phrase) -> bool:
    """Whether words name somebody who may pass something on: a capital name or observers, and no pronoun."""
    return any(is_capital(view, k) for k in range(phrase.first, phrase.last)) or is_outlet(
        view, phrase.first, phrase.last
    )
