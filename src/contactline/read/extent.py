"""How far content reaches in a sentence, who its speaker is, and in whose words it stands."""

from __future__ import annotations

from typing import Final

from contactline.read.adjuncts import skip_adjuncts
from contactline.read.cues import AUXILIARIES, DETERMINERS, load_lexicon, word_set
from contactline.read.draft import Draft
from contactline.read.hits import Hit
from contactline.read.phrases import Phrase, View, find_phrase, is_capital, is_quote_mark
from contactline.read.subjects import find_subject

_END: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("”\"»’')")
_REMARKS: Final = word_set("without in at while as who which")


def content_end(view: View, first: int) -> int:
    """Before the final stop, unless a quotation holds it."""
    last = len(view)
    while last > first and view.lower[last - 1] in _END and not view.quoted[last - 1]:
        last -= 1
    return last


def clause_start(view: View, end: int) -> int:
    """Where the content before a postposed cue begins: the sentence, or the clause after an unquoted semicolon."""
    for index in range(end - 1, 0, -1):
        if view.lower[index - 1] == ";" and not view.quoted[index - 1]:
            return index
    return 0


def tail_end(view: View, index: int) -> int | None:
    """End of content that goes on after an inserted “S said,”; nothing if only a remark on the saying follows."""
    if view.word(index) not in {",", ";"} or index + 3 >= len(view):
        return None
    following = view.lower[index + 1]
    if following.endswith("ing") or following in _REMARKS:
        return None
    return content_end(view, index + 1)


def is_outlet(view: View, first: int, last: int) -> bool:
    """Whether the one who was told passes words on.

    So do outlets by their name, observers, acronyms and bare single names; audiences do not.
    """
    first += 1 if view.word(first) in DETERMINERS else 0
    words = view.lower[first:last]
    if load_lexicon().monitors & set(words):
        return True
    if not any(is_capital(view, k) for k in range(first, last)) or load_lexicon().audiences & set(words):
        return False
    if load_lexicon().outlets & set(words):
        return True
    person = any("person" in load_lexicon().speakers.get(word, ()) for word in words)
    return last - first == 1 and not person


def find_agent(view: View, hit: Hit) -> int | None:
    """Token of the "by" that names who did it, right behind the verb or behind adverbs, days and brackets."""
    if hit.form != "finite":
        return None
    index = skip_adjuncts(view, hit.after)
    return index if view.word(index) == "by" else None


def find_speaker(view: View, hit: Hit, earlier: list[Draft]) -> tuple[Phrase | None, bool]:
    """The subject of a cue; ``(None, True)`` where an earlier cue of the sentence has it and names nobody."""
    before = view.word(hit.group - 1)
    if hit.form == "ing" and before in {",", "and", "but", "by", "while", "without"} and hit.group == hit.index:
        return _leading_subject(view, hit, earlier)
    if before in {"and", "but", "then", "or"} or (
        before == "," and hit.group > 1 and view.word(hit.group - 2) not in _CLOSERS
    ):
        appositive = find_subject(view, hit.group) if before == "," else None
        return (appositive, False) if appositive else _leading_subject(view, hit, earlier)
    if before in {"", ":"} or is_quote_mark(before):
        return None, False
    return find_subject(view, hit.group), False


def _leading_subject(view: View, hit: Hit, earlier: list[Draft]) -> tuple[Phrase | None, bool]:
    same = [draft for draft in earlier if draft.quoted == view.quoted[hit.index]]
    if same:
        return same[-1].phrase, same[-1].phrase is None
    for index in range(hit.group):
        if view.lower[index] in AUXILIARIES and view.quoted[index] == view.quoted[hit.index]:
            subject = find_subject(view, index)
            if subject:
                return subject, False
            break
    start = skip_adjuncts(view, 0)
    start = start + 1 if view.word(start) == "," else start
    phrase = find_phrase(view, start, hit.group)
    return (_before_verb(view, phrase), False) if phrase else (None, False)


def _before_verb(view: View, phrase: Phrase) -> Phrase:
    """End a phrase before a past tense that the lexicon does not know: "The army | closed the road and said"."""
    for index in range(phrase.first + 1, phrase.last):
        word = view.lower[index]
        if (
            word.endswith("ed")
            and len(word) > 4
            and not view.tokens[index].is_title
            and view.word(index - 1) not in DETERMINERS
        ):
            return Phrase(phrase.first, index, index)
    return phrase


def find_parent(view: View, hit: Hit, speaker: Phrase | None, earlier: list[Draft]) -> int | None:
    """The draft in whose content this cue stands as somebody else's words."""
    start = speaker.first if speaker else hit.group
    for number in range(len(earlier) - 1, -1, -1):
        outer = earlier[number]
        if not outer.content[0] <= start < outer.content[1]:
            continue
        if speaker is not None and outer.phrase is not None and speaker.first == outer.phrase.first:
            return outer.parent
        if _is_coordinate(view, start):
            return outer.parent
        return number
    return None


def _is_coordinate(view: View, start: int) -> bool:
    before, earlier = view.word(start - 1), view.word(start - 2)
    return before in {"while", "whereas", ";"} or (before in {"but", "and"} and earlier == ",")
