"""Noun phrases and small adjuncts by rules over tokens: who stands left or right of a cue, and what to step over."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.read.cues import (
    AUXILIARIES,
    CLAUSE_WORDS,
    DETERMINERS,
    INNER_PREPOSITIONS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVES,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
    load_lexicon,
    word_set,
)
from contactline.read.document import Token
from contactline.records.quotes import Span

_MAX_PHRASE = 40
_HARD = frozenset('.,;:!?()[]“”"«»„…—–-‘-|/')
_QUOTES = frozenset('“”"«»„')
_VENUE_NOUNS = word_set(
    "statement interview tweet tweets post briefing conference meeting session speech letter message "
    "address comment comments remarks report article press_release release twitter facebook telegram "
    "television tv radio channel page website blog reporters journalists phone email e-mail call talk "
    "programme program news hearing note communique communiqué media video interview series text "
    "broadcast"
)
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


# -- left of the cue


def find_subject(view: View, end: int, floor: int = 0) -> Phrase | None:
    """The noun phrase that ends right before token ``end`` and is its subject, or nothing.

    Args:
        view: the sentence.
        end: token where the verb, its auxiliaries and adverbs begin.
        floor: no token before this one belongs to it.
    """
    last = _skip_left_adjuncts(view, end, floor)
    if last <= floor:
        return None
    if view.lower[last - 1] == ",":
        return _before_apposition(view, last - 1, floor)
    if view.lower[last - 1] == ")":
        return _before_brackets(view, last, floor)
    first = _stretch_start(view, last, floor)
    if first > floor and view.lower[first - 1] in {"after", "before", "since", "despite", "amid", "with"}:
        restart = _restart(view, first - 1, last)
        first = first if restart is None else restart
    phrase = _trim(view, first, last)
    if phrase is None and first > floor and view.lower[first - 1] in RELATIVES:
        return _before_relative(view, first - 1, last, floor)
    if phrase and first > floor and view.lower[first - 1] in {"who", "which"} and not _starts_phrase(view, first):
        return _before_relative(view, first - 1, last, floor)
    return phrase


def _skip_left_adjuncts(view: View, end: int, floor: int) -> int:
    """Step back over adverbs and days between subject and verb: "the ministry on Wednesday also"."""
    index = end
    while index > floor:
        word = view.lower[index - 1]
        if (
            (is_adverb(word) and not (is_capital(view, index - 1) and word not in {"also", "earlier", "later"}))
            or word in WEEKDAYS
            or ((word in MONTHS or word.isdigit()) and _dated(view, index - 1))
            or (word in {"on", "late", "early"} and index < end and is_time_word(view.word(index)))
        ):
            index -= 1
        else:
            break
    return index if index > floor else end


def _dated(view: View, index: int) -> bool:
    word = view.lower[index]
    around = (view.word(index - 1), view.word(index + 1))
    return (word in MONTHS and any(w.isdigit() for w in around)) or (
        word.isdigit() and any(w in MONTHS for w in around)
    )


def _stretch_start(view: View, last: int, floor: int) -> int:
    """First token of the run of words that could be one noun phrase."""
    index = last
    lexicon = load_lexicon()
    while index > floor and last - index < _MAX_PHRASE:
        word = view.lower[index - 1]
        if word == ")":
            opening = _find_left(view, index - 1, "(", floor, 8)
            if opening is None:
                break
            index = opening
            continue
        if word == "." and _is_abbreviation(view, index - 2):
            index -= 1
            continue
        if word in _HARD or word in CLAUSE_WORDS or word in AUXILIARIES or word == "with":
            break
        if word in lexicon.verbs and not _is_nominal(view, index - 1):
            break
        if word in PRONOUNS:
            return index - 1
        index -= 1
    return index


def _is_abbreviation(view: View, index: int) -> bool:
    """“Mr” and “Gen” before a stop, or an initial."""
    word = view.word(index)
    return word in _TITLES or (len(word) == 1 and word.isalpha() and view.tokens[index].is_title)


def _is_nominal(view: View, index: int) -> bool:
    """Whether a form that may be a cue verb stands as a noun or a modifier here."""
    word, before = view.lower[index], view.word(index - 1)
    if view.tokens[index].is_title and index > 0 and view.word(index - 1) != "":
        return True
    if word in load_lexicon().evidence:
        return True
    if word.endswith("ing"):
        return before in DETERMINERS
    return before in DETERMINERS | QUANTIFIERS | PREPOSITIONS | {"'s"} or word in load_lexicon().nouns


def _trim(view: View, first: int, last: int) -> Phrase | None:
    """Drop leading adverbials, conjunctions and prepositional phrases; nothing if no name is left."""
    first = _drop_leading(view, first, last)
    if first >= last:
        return None
    first = _after_conjunction(view, first, last)
    first = _after_date(view, first, last)
    if view.lower[first] in PREPOSITIONS:
        restart = _restart(view, first, last)
        if restart is None:
            return None
        first = restart
    return Phrase(first, last, last) if _names_somebody(view, first, last) else None


def _drop_leading(view: View, first: int, last: int) -> int:
    index = first
    while index < last:
        word = view.lower[index]
        if word in {"and", "but", "then", "yet", "so", "or"} or (is_adverb(word) and index < last - 1):
            index += 1
        elif word in {"on", "in", "late", "early", "by"} and _time_run(view, index, last) > index:
            index = _time_run(view, index, last)
        elif is_time_word(word) and not (word in {"may", "march"} and not _dated(view, index)) and index < last - 1:
            index = max(index + 1, _time_run(view, index, last))
            if view.word(index) == "'s":
                return first
        else:
            break
    return index


def _time_run(view: View, index: int, last: int) -> int:
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
        or (view.lower[index] == "'s" and False)
    ):
        index += 1
    named = any(is_time_word(word) for word in view.lower[begin:index])
    year = index - begin == 1 and view.lower[begin].isdigit() and len(view.lower[begin]) == 4
    return index if named or year else start


def _after_conjunction(view: View, first: int, last: int) -> int:
    """After the last "and" that joins a whole clause and not a second name."""
    for index in range(last - 1, first, -1):
        if view.lower[index] == "and":
            left = view.lower[first:index]
            if any(
                word.endswith("ed") and len(word) > 4 and not view.tokens[first + k].is_title
                for k, word in enumerate(left)
            ):
                return index + 1
    return first


def _after_date(view: View, first: int, last: int) -> int:
    """“… on the village on July 4 | Colonel Voss said”: a date in the middle parts what stands before from the name."""
    for index in range(last - 2, first, -1):
        if view.lower[index] in {"on", "in"}:
            end = _time_run(view, index, last)
            if index < end < last:
                return end
    return first


def _restart(view: View, first: int, last: int) -> int | None:
    """Where a noun phrase begins after a leading prepositional one: "In Kyiv | the ministry said"."""
    for index in range(last - 1, first + 1, -1):
        before = view.lower[index - 1]
        if before in PREPOSITIONS | DETERMINERS | QUANTIFIERS | {"and", "'s"}:
            continue
        if view.lower[index] in DETERMINERS | PRONOUNS:
            return index
        role = "person" in load_lexicon().speakers.get(view.lower[index], ())
        if role and index - first == 2 and is_capital(view, index) and is_capital(view, index - 1):
            return index
        if is_capital(view, index) and not is_capital(view, index - 1) and before[0].isalnum():
            return index
    return None


def _starts_phrase(view: View, index: int) -> bool:
    return view.lower[index] in DETERMINERS | PRONOUNS | QUANTIFIERS or is_capital(view, index)


def _names_somebody(view: View, first: int, last: int) -> bool:
    words = view.lower[first:last]
    if all(word in PRONOUNS for word in words):
        return len(words) == 1
    if len(words) == 1 and words[0] in {"this", "that", "these", "those", "such"}:
        return False
    if words[0] in {"there", "to"} or words[-1] in PREPOSITIONS | DETERMINERS | {"and"}:
        return words[-1] in {"this", "these", "those"} and len(words) == 1
    return any(word[0].isalpha() and word not in DETERMINERS | PREPOSITIONS for word in words)


def _before_relative(view: View, relative: int, last: int, floor: int) -> Phrase | None:
    """“the man who was released | said”: the phrase before the relative clause."""
    end = relative
    if end > floor and view.lower[end - 1] == ",":
        end -= 1
    if end > floor and view.lower[end - 1] in PREPOSITIONS:
        end -= 1
    if end <= floor:
        return None
    first = _stretch_start(view, end, floor)
    for index in range(end - 1, first, -1):
        if view.lower[index - 1] in PREPOSITIONS - INNER_PREPOSITIONS and view.word(index) != "'s":
            first = index
            break
    phrase = _trim(view, first, end)
    return Phrase(phrase.first, phrase.last, last) if phrase else None


def _before_apposition(view: View, comma: int, floor: int) -> Phrase | None:
    """“X Y, head of the press service, | said” and “X Y, who was there, | said”: name and apposition."""
    opening = _find_left(view, comma, ",", floor, 30)
    if opening is None or opening - floor < 1:
        return None
    inside = view.lower[opening + 1 : comma]
    if not inside or any(view.quoted[opening:comma]):
        return None
    if inside[0] in {"adding", "saying", "and", "but"}:
        return None
    relative = inside[0] in RELATIVES
    if not relative and any(word in AUXILIARIES for word in inside) and "who" not in inside:
        return None
    head = _trim(view, _stretch_start(view, opening, floor), opening)
    if head is None:
        return None
    if relative or inside[0] in PREPOSITIONS or is_adverb(inside[0]):
        return Phrase(head.first, head.last, comma + 1)
    return Phrase(head.first, comma, comma + 1)


def _before_brackets(view: View, last: int, floor: int) -> Phrase | None:
    opening = _find_left(view, last - 1, "(", floor, 10)
    if opening is None or opening <= floor:
        return None
    head = _trim(view, _stretch_start(view, opening, floor), opening)
    return Phrase(head.first, last, last) if head else None


def _find_left(view: View, index: int, mark: str, floor: int, window: int) -> int | None:
    for position in range(index - 1, max(floor, index - window) - 1, -1):
        if view.lower[position] == mark:
            return position
    return None


# -- right of the cue


def find_phrase(view: View, first: int, ceiling: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token ``first``, with a following apposition in ``outer``, or nothing."""
    limit = min(len(view), first + _MAX_PHRASE) if ceiling is None else min(ceiling, len(view))
    index = first
    while index < limit:
        if not _goes_on(view, first, index):
            break
        index += 1
    while index > first and view.lower[index - 1] in PREPOSITIONS | DETERMINERS | {"and", ","}:
        index -= 1
    if index <= first or not _names_somebody(view, first, index):
        return None
    return Phrase(first, index, _apposition_end(view, index, limit))


def _goes_on(view: View, first: int, index: int) -> bool:
    word = view.lower[index]
    before = view.word(index - 1) if index > first else ""
    if index > first and view.lower[first] in PRONOUNS:
        return False
    if word == "(":
        return view.word(index + 2) == ")" and index > first
    if word == ")":
        return view.word(index - 2) == "("
    if word in {"'s", "'"} or (word == "." and _is_abbreviation(view, index - 1)):
        return index > first
    if word == "-" or word == "/":
        return False
    if word in _HARD or word in CLAUSE_WORDS or word in AUXILIARIES:
        return False
    if word in INNER_PREPOSITIONS:
        return index > first
    if word in PREPOSITIONS or is_adverb(word) or (word in WEEKDAYS and not is_capital(view, index + 1)):
        return index == first and False
    if word == "and":
        return index > first and _joins_names(view, first, index)
    if index > first and (word in DETERMINERS | PRONOUNS) and before not in PREPOSITIONS | {"and"}:
        return False
    if word in load_lexicon().verbs and index > first and not _is_nominal(view, index):
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
    time = _time_run(view, index, len(view))
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
            word in _HARD
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
        end = _time_run(view, index, min(last, len(view)))
        if end > index:
            return view.span_of(index, end)
    return None
