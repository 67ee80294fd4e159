"""Words with the form of a cue that do not attribute: “confirmed dead”, “claimed 12 lives”, “Tuesday saw clashes”."""

from __future__ import annotations

from typing import Final

from contactline.read.cues import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    TIME_WORDS,
    Cue,
    is_adverb,
    load_lexicon,
    word_set,
)
from contactline.read.phrases import View, is_capital, is_quote_mark
from contactline.records.claims import Act

_STATES_OF: Final = word_set(
    "dead missing killed wounded injured captured alive safe lost destroyed hurt unharmed unhurt responsible"
)
_TOLL: Final = word_set("life lives victims")
_DOUBTFUL: Final = word_set(
    "allege report claim state suspect expect fear estimate purport announce declare propose plan intend threaten "
    "confirm admit perceive acknowledge promise pledge"
)
"""Their participles often only colour a noun: "an alleged incursion", "reported strikes", "confirmed cases"."""
_SENSES: Final = word_set("see witness record hear feel register")
_DATED: Final = word_set("day days week weeks month months year years night decade century war conflict season")
_OPENS_OBJECT: Final = DETERMINERS | QUANTIFIERS | PRONOUNS | PREPOSITIONS | AUXILIARIES
_BOTH: Final = word_set(
    "calls claims reports charges notes comments remarks demands appeals requests orders plans aims answers replies "
    "accounts broadcasts posts shares issues records documents shows demand call claim report charge note comment "
    "remark appeal request order plan aim answer reply account broadcast post share issue record document show "
    "warnings details detail fears hopes worries doubts questions challenges"
)
"""Forms that are nouns as often as verbs; as verbs they need a subject that can speak."""
_TO_BE: Final = {("to", "be"), ("to", "remain"), ("not", "to", "be"), ("not", "to")}
_TRADING: Final = word_set(
    "trade trades traded trading exchange exchanges exchanged exchanging swap swaps swapped swapping"
)
"""What is traded is a noun: "A, B trade charges"."""
_WARNING_OF: Final = word_set(
    "shot shots fire volley volleys burst bursts round rounds strike strikes flare flares siren sirens signal signals "
    "sign signs system systems time message messages broadcast broadcasts"
)
"""Behind "warning" these make a thing and no speech: "warning shots"."""
_ANSWERING: Final = frozenset({"respond", "answer", "reply"})
_WILL: Final = frozenset({"will", "would", "shall", "'ll"})
_CRIMES: Final = word_set("commit undertake")


def is_false_friend(view: View, index: int, after: int, cue: Cue) -> bool:
    """Whether a cue form at ``index``, ending before ``after``, does not attribute here."""
    lemma = cue.lemma.split()[0]
    following = view.word(after)
    if following in _STATES_OF and view.lower[index].endswith("ed"):
        return True
    if lemma == "claim" and _TOLL & set(view.lower[after : after + 7]) and "that" not in view.lower[after : after + 7]:
        return True
    if lemma == "say" and following == "to" and view.word(after + 1) in {"be", "have"}:
        return view.word(index - 1) not in AUXILIARIES
    if lemma in _SENSES and cue.act is Act.OBSERVES and not _can_perceive(view, index):
        return True
    if view.lower[index] == "warning" and following in _WARNING_OF:
        return True
    if lemma in _ANSWERING and set(view.lower[max(0, index - 3) : index]) & _WILL and following != "that":
        return True  # "would respond if …" is a deed to come
    if lemma == "identify" and view.word(index - 1) == "," and following in {"as", "by"}:
        return True
    if lemma == "request" and following == "anonymity":
        return True
    if lemma in {"ask", "request"} and _TO_BE & {view.lower[after : after + 2], view.lower[after : after + 3]}:
        return True  # "asked not to be named"
    if lemma == "refer" and view.lower[index].endswith("ing") and view.word(index - 1) not in AUXILIARIES:
        return True  # "Agency reports, referring to the ministry" cites
    return (
        _colours_a_noun(view, index, after, lemma)
        or (lemma in _CRIMES and not _undertakes(view, after))
        or (view.lower[index] in _BOTH and (_is_traded(view, index) or _is_compound_noun(view, index, after)))
    )


def _colours_a_noun(view: View, index: int, after: int, lemma: str) -> bool:
    """“the latest alleged violation”: a participle right before a bare noun, with nobody before it who could speak."""
    if lemma not in _DOUBTFUL or not view.lower[index].endswith("ed") or view.word(index - 1) in AUXILIARIES:
        return False
    following = view.word(after)
    bare = following[:1].isalpha() and following not in _OPENS_OBJECT | TIME_WORDS and not is_adverb(following)
    if not bare or following in {"that", "how", "why", "what"} or is_capital(view, after):
        return False
    return not _may_speak(view, index - 1)


def _may_speak(view: View, index: int) -> bool:
    """Whether a token can end the name of a speaker."""
    word = view.word(index)
    while index > 0 and is_adverb(word):
        index -= 1
        word = view.word(index)
    if word in PRONOUNS | AUXILIARIES or word in load_lexicon().speakers:
        return True
    return is_capital(view, index) or is_quote_mark(word) or word in {")", ",", "and", "who"}


def _can_perceive(view: View, index: int) -> bool:
    """Whether somebody with eyes stands before a verb of perception: no day, place or thing."""
    first = max(0, index - 14)
    before = [k for k in range(first, index) if view.lower[k][:1].isalnum()]
    words = [view.lower[k] for k in before]
    if not words or set(words) & set(load_lexicon().speakers) or set(words) & (PRONOUNS | load_lexicon().monitors):
        return True
    if words[-1] in TIME_WORDS | _DATED:
        return False
    named = [k for k in before[-6:] if is_capital(view, k)]
    acronym = any(view.tokens[k].text.isupper() and len(view.tokens[k].text) > 1 for k in named)
    return acronym or words[-1] in AUXILIARIES | {"who", "and"} or (len(named) > 1 and view.word(named[0] - 1) != "in")


def _undertakes(view: View, after: int) -> bool:
    """“committed itself to”, “undertook to”, “undertook that”: a promise and no deed."""
    words = view.lower[after : after + 3]
    return bool(words) and (words[0] in {"to", "that", "not"} or words[0] in {"itself", "themselves", "ourselves"})


def _is_compound_noun(view: View, index: int, after: int) -> bool:
    """“phone calls to”, “the police report on”, “international calls for”."""
    if view.word(after) in {"that", ",", ":"} or is_quote_mark(view.word(after)):
        return False
    before = view.word(index - 1)
    if before == "further":
        return True
    if not before or before in PRONOUNS or is_adverb(before):
        return False
    in_phrase = _after_determiner(view, index)
    adjective = before.endswith(("ional", "ial", "ical", "ous", "ive", "phone", "ent", "ish", "ese", "ian", "ful"))
    return (in_phrase and _is_singular_head(view, index)) or (adjective and before not in load_lexicon().speakers)


def _is_traded(view: View, index: int) -> bool:
    """“Northland and Southmark traded claims that”: two who say different things, and no name ends with “traded”."""
    return view.word(index - 1) in _TRADING and not _after_determiner(view, index - 1)


def _after_determiner(view: View, index: int) -> bool:
    return any(view.word(index - k) in {"a", "an", "this", "that", "its", "their", "his", "the"} for k in (1, 2, 3))


def _is_singular_head(view: View, index: int) -> bool:
    """Whether "report" after a singular word is its noun ("the police report on") and not its verb."""
    word, before = view.lower[index], view.word(index - 1)
    return (
        not word.endswith("s") and not before.endswith("s") and "plural" not in load_lexicon().speakers.get(before, ())
    )
