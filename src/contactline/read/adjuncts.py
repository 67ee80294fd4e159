"""What may stand between a cue and its content: days, manners, “in a statement”, “to reporters”."""

from __future__ import annotations

from contactline.read.cues import (
    AUXILIARIES,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    is_adverb,
    word_set,
)
from contactline.read.phrases import (
    HARD_MARKS,
    View,
    is_capital,
    is_time_word,
)
from contactline.records.quotes import Span

_VENUE_NOUNS = word_set(
    "statement interview tweet tweets post briefing conference meeting session speech letter message "
    "address comment comments remarks report article press_release release twitter facebook telegram "
    "television tv radio channel page website blog reporters journalists phone email e-mail call talk "
    "programme program news hearing note communique communiqué media video interview series text "
    "broadcast condition anonymity"
)


def time_end(view: View, index: int, last: int) -> int:
    """Token after a time phrase that begins at ``index``, or ``index`` itself."""
    start = index
    while index < last and view.lower[index] in {
        "on",
        "in",
        "late",
        "early",
        "by",
        "the",
        "of",
        "earlier",
        "last",
        "this",
    }:
        index += 1
    begin = index
    while index < last and (
        is_time_word(view.lower[index])
        or view.lower[index][0].isdigit()
        or (view.lower[index] == "," and view.word(index + 1).isdigit())
        or (view.lower[index] == "of" and (is_time_word(view.word(index + 1)) or view.word(index + 1).isdigit()))
        or (
            view.lower[index] in {"and", "–", "-"} and view.word(index - 1).isdigit() and view.word(index + 1).isdigit()
        )
    ):
        index += 1
    named = any(is_time_word(word) for word in view.lower[begin:index])
    year = index - begin == 1 and view.lower[begin].isdigit() and len(view.lower[begin]) == 4
    return index if named or year else start


def is_dated(view: View, index: int) -> bool:
    """Whether a month or a number stands beside the other: part of a date."""
    word = view.lower[index]
    around = (view.word(index - 1), view.word(index + 1))
    return (word in MONTHS and any(w.isdigit() for w in around)) or (
        word.isdigit() and any(w in MONTHS for w in around)
    )


def skip_adjuncts(view: View, index: int) -> int:
    """Step over what may stand between a cue and its content: days, manners, “in a statement”, “to reporters”."""
    while index < len(view):
        step = _adjunct_end(view, index)
        if step == index:
            return index
        index = step
    return index


def _adjunct_end(view: View, index: int) -> int:
    word = view.lower[index]
    if word in {"(", "["}:
        closing = next((k for k in range(index, min(len(view), index + 10)) if view.lower[k] in {")", "]"}), None)
        return closing + 1 if closing is not None else index
    if is_adverb(word) and word not in {"first"} and not view.tokens[index].is_title:
        return index + 1
    time = time_end(view, index, len(view))
    if time > index:
        return time
    if word in {"in", "at", "on", "during", "via", "through", "over", "to", "with", "by", "from"}:
        return _venue_end(view, index)
    return index


def _venue_end(view: View, index: int) -> int:
    """After a prepositional phrase whose noun is a venue or an audience; ``index`` if it is none."""
    position = index + 1
    seen = False
    while position < min(len(view), index + 14):
        word = view.lower[position]
        if word in _VENUE_NOUNS:
            seen = True
        elif (
            word in HARD_MARKS
            or word in COMPLEMENT_STARTS
            or word in AUXILIARIES
            or (seen and word in DETERMINERS | PRONOUNS and view.word(position - 1) not in PREPOSITIONS)
        ) or (seen and _leaves_venue(view, position)):
            break
        position += 1
    return position if seen else index


def _leaves_venue(view: View, position: int) -> bool:
    """Whether a word no longer belongs to "in a statement on its website"."""
    word, before = view.lower[position], view.word(position - 1)
    inner = is_capital(view, position) or is_time_word(word) or word.isdigit() or word == "'s"
    return not inner and word not in PREPOSITIONS | DETERMINERS and before not in PREPOSITIONS | DETERMINERS


COMPLEMENT_STARTS = word_set("that how why whether if what")


def find_time(view: View, first: int, last: int) -> Span | None:
    """A day or date among some tokens: "on Wednesday", "July 5"."""
    for index in range(max(first, 0), min(last, len(view))):
        end = time_end(view, index, min(last, len(view)))
        if end > index:
            return view.span_of(index, end)
    return None
