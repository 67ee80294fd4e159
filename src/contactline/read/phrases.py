"""Noun phrases and small adjuncts by rules over tokens: who stands left or right of a cue, and what to step over."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.read.cues import (
    AUXILIARIES,
    CLAUSE_WORDS,
    DETERMINERS,
    INNER_PREPOSITIONS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
    load_lexicon,
    word_set,
)
from contactline.read.document import Token
from contactline.records.quotes import Span

MAX_PHRASE = 40
HARD_MARKS = frozenset('.,;:!?()[]“”"«»„…—–-‘-|/')
_QUOTES = frozenset('“”"«»„')
_POINTERS = frozenset({"this", "that", "these", "those", "such", "any", "every", "each", "other", "another", "no"})
_TITLES = word_set("mr mrs ms dr gen lt col maj capt sgt st prof rev sen rep gov brig adm cmdr pres amb hon jr sr")


@dataclass(frozen=True, slots=True)
class View:
    """One sentence as the rules see it.

    Attributes:
        tokens: its tokens.
        lower: their lower-case forms.
        quoted: for each token whether it stands in a quotation, marks included.
    """

    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    quoted: tuple[bool, ...]
    span: Span

    def __len__(self) -> int:
        return len(self.tokens)

    def span_of(self, first: int, last: int) -> Span:
        """The characters from token ``first`` to before token ``last``."""
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def word(self, index: int) -> str:
        """Lower-case token, or the empty string outside the sentence."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A range of tokens that names somebody: ``[first, last)``; ``outer`` reaches over appositions and clauses."""

    first: int
    last: int
    outer: int

    def words(self, view: View) -> tuple[str, ...]:
        """Its lower-case tokens."""
        return view.lower[self.first : self.last]


def is_time_word(word: str) -> bool:
    """Whether a word belongs to a day or date."""
    return word in TIME_WORDS


def is_quote_mark(word: str) -> bool:
    """Whether a token is a double quotation mark."""
    return word in _QUOTES


def is_capital(view: View, index: int) -> bool:
    """Whether a token begins with a capital and is not merely a function word at the start."""
    if not 0 <= index < len(view):
        return False
    word = view.lower[index]
    return view.tokens[index].is_title and word not in DETERMINERS | PRONOUNS | PREPOSITIONS | CLAUSE_WORDS


def is_abbreviation(view: View, index: int) -> bool:
    """“Mr” and “Gen” before a stop, or an initial."""
    word = view.word(index)
    return word in _TITLES or (len(word) == 1 and word.isalpha() and view.tokens[index].is_title)


def is_nominal(view: View, index: int) -> bool:
    """Whether a form that may be a cue verb stands as a noun or a modifier here."""
    word, before = view.lower[index], view.word(index - 1)
    if view.tokens[index].is_title and index > 0:
        return True
    if index == 0 and word == load_lexicon().verbs[word][0].lemma.split()[0]:
        return True  # "State media", "Press reports": a base form that opens a sentence has no subject
    if word in load_lexicon().evidence:
        return True
    if word.endswith("ing"):
        return before in DETERMINERS
    return before in DETERMINERS | QUANTIFIERS | PREPOSITIONS | {"'s"} or word in load_lexicon().nouns


def names_somebody(view: View, first: int, last: int) -> bool:
    """Whether tokens can name a speaker: a word that is no mere pointer, not cut off in the middle."""
    words = view.lower[first:last]
    if all(word in PRONOUNS for word in words):
        return len(words) == 1
    if len(words) == 1 and words[0] in _POINTERS:
        return False
    if words[0] in {"there", "to", "according"} or words[-1] in PREPOSITIONS | DETERMINERS | {"and"}:
        return words[-1] in {"this", "these", "those"} and len(words) == 1
    return any(word[0].isalpha() and word not in DETERMINERS | PREPOSITIONS for word in words)


# -- right of the cue


def find_phrase(view: View, first: int, ceiling: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token ``first``, with a following apposition in ``outer``, or nothing."""
    limit = min(len(view), first + MAX_PHRASE) if ceiling is None else min(ceiling, len(view))
    index = first
    while index < limit:
        if not _goes_on(view, first, index):
            break
        index += 1
    while index > first and view.lower[index - 1] in PREPOSITIONS | DETERMINERS | {"and", ","}:
        index -= 1
    if index <= first or not names_somebody(view, first, index):
        return None
    index = _list_end(view, first, index, limit)
    return Phrase(first, index, _apposition_end(view, index, limit))


def _list_end(view: View, first: int, index: int, limit: int) -> int:
    """After “the U.S., Russian and French mediators”, whose first adjective alone looks like a whole name."""
    end = index
    while view.word(end) == "," and is_capital(view, end + 1):
        end += 2
    if end == index or view.word(end) != "and" or not is_capital(view, end + 1):
        return index
    head = end + 2
    while head < limit and view.tokens[head].is_word and view.lower[head] not in AUXILIARIES | PREPOSITIONS:
        if "plural" in load_lexicon().speakers.get(view.lower[head], ()):
            return head + 1
        head += 1
    return index


def _goes_on(view: View, first: int, index: int) -> bool:
    word = view.lower[index]
    before = view.word(index - 1) if index > first else ""
    if index > first and view.lower[first] in PRONOUNS:
        return False
    if word == "(":
        return view.word(index + 2) == ")" and index > first
    if word == ")":
        return view.word(index - 2) == "("
    if word in {"'s", "'"} or (word == "." and is_abbreviation(view, index - 1)):
        return index > first
    if word == "-" or word == "/":
        return False
    if word in HARD_MARKS or word in CLAUSE_WORDS or word in AUXILIARIES:
        return False
    if word in INNER_PREPOSITIONS:
        return index > first
    if word in PREPOSITIONS or is_adverb(word) or (word in WEEKDAYS and not is_capital(view, index + 1)):
        return index == first and False
    if word == "and":
        return index > first and _joins_names(view, first, index)
    if index > first and (word in DETERMINERS | PRONOUNS) and before not in PREPOSITIONS | {"and"}:
        return False
    if word in load_lexicon().verbs and index > first and not is_nominal(view, index):
        return False
    return not (index > first and word == "told")


def _joins_names(view: View, first: int, index: int) -> bool:
    following = view.word(index + 1)
    if is_capital(view, index + 1) and is_capital(view, index - 1):
        return True
    return following in DETERMINERS and not any(w in PREPOSITIONS for w in view.lower[first:index]) and False


def _apposition_end(view: View, index: int, limit: int) -> int:
    """After ", a spokesman for the army" that follows a name, up to a comma or the end; else ``index``."""
    if view.word(index) != ",":
        return index
    begin = index + 1
    word = view.word(begin)
    roles = any("person" in load_lexicon().speakers.get(w, ()) for w in view.lower[begin : begin + 6])
    if not (
        word in {"who", "which"}
        or (roles and (word in {"a", "an", "the"} or "person" in load_lexicon().speakers.get(word, ())))
    ):
        return index
    for position in range(begin, limit):
        here = view.lower[position]
        if here in {",", ".", ";", "—", "–"}:
            return position
        if here in _QUOTES or (here in AUXILIARIES and word not in {"who", "which"}):
            return index
    return limit if limit == len(view) else index
