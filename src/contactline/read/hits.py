"""Cue verbs in a sentence: which form stands where, with its auxiliaries, and what follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.adjuncts import COMPLEMENT_STARTS, skip_adjuncts
from contactline.read.cues import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    Cue,
    is_adverb,
    load_lexicon,
    word_set,
)
from contactline.read.friends import is_false_friend
from contactline.read.phrases import View, find_phrase, is_capital, is_quote_mark
from contactline.records.claims import Act, Modality, Polarity

_RAISING: Final = word_set(
    "continued continues began begins went goes sought seeks appeared appears seemed seems hastened "
    "rushed wants wanted used proceeded is was are were had has"
)
_UNWILLING: Final = word_set("declined declines refused refuses failed fails")
_NOT_BEFORE_VERB: Final = (
    DETERMINERS | QUANTIFIERS | PREPOSITIONS | {"'s", "media", "press", "news", "such", "no", "own"}
)
_REMARKS: Final = frozenset({"without", "while", "during", "amid", "despite", "after", "before"})
"""What begins with these only says how or when somebody spoke."""
_YES_OR_NO: Final = ("confirm", "deny", "deni")
_OBJECT_PRONOUNS: Final = word_set("them him her us me you it")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue verb in a sentence.

    Attributes:
        group: token where its auxiliaries and adverbs begin.
        index: token of the verb form.
        after: token behind the verb and its particles.
        form: ``finite``, ``base`` or ``ing``.
        negated: "did not say".
        passive: "was reported".
    """

    cue: Cue
    group: int
    index: int
    after: int
    form: str
    negated: bool
    passive: bool


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a cue: ``clause``, ``quote``, ``colon``, ``to``, ``bare`` or ``none``, from token ``first``.

    ``addressee`` is the range of the person or outlet that was told.
    """

    sort: str
    first: int
    addressee: tuple[int, int] | None = None


def find_hits(view: View) -> tuple[Hit, ...]:
    """All cue verbs of a sentence, left to right."""
    found: list[Hit] = []
    index = 0
    while index < len(view):
        hit = _hit_at(view, index)
        if hit:
            found.append(hit)
            index = hit.after
        else:
            index += 1
    return tuple(found)


def _hit_at(view: View, index: int) -> Hit | None:
    cue = _match(view, index)
    if cue is None:
        return None
    group = _group_start(view, index)
    helpers = view.lower[group:index]
    form = _form(view.lower[index], cue)
    after = index + 1 + len(cue.particles)
    passive = form == "finite" and any(word in BE for word in helpers)
    hit = Hit(cue, group, index, after, form, any(w in NEGATIONS for w in helpers), passive)
    return hit if _stands_as_verb(view, hit) and not is_false_friend(view, hit.index, hit.after, hit.cue) else None


def _match(view: View, index: int) -> Cue | None:
    for cue in load_lexicon().verbs.get(view.lower[index], ()):
        if all(view.word(index + 1 + k) == particle for k, particle in enumerate(cue.particles)):
            return cue
    return None


def _form(word: str, cue: Cue) -> str:
    head = cue.lemma.split()[0]
    if word.endswith("ing") and word != head:
        return "ing"
    return "base" if word == head and head not in {"read", "put", "hit"} else "finite"


def _group_start(view: View, index: int) -> int:
    start = index
    while start > 0:
        word = view.lower[start - 1]
        if (
            word in AUXILIARIES
            or (word == "to" and start < index + 1 and _is_raised(view, start - 1))
            or (is_adverb(word) and not view.tokens[start - 1].is_title)
        ):
            start -= 1
        else:
            break
    while start < index and is_adverb(view.lower[start]) and view.lower[start] not in {"also", "later", "earlier"}:
        if view.lower[start].endswith("ly"):
            break
        start += 1
    return start


def _is_raised(view: View, to: int) -> bool:
    return view.word(to - 1) in _RAISING


def _stands_as_verb(view: View, hit: Hit) -> bool:
    before = view.word(hit.group - 1)
    word = view.lower[hit.index]
    if before == "to":
        return False
    if hit.group == hit.index and _looks_nominal(view, hit, before):
        return False
    if hit.form == "base" and hit.group == hit.index and word != "say":
        return _is_plural(view, hit.index - 1)
    if (
        hit.form == "finite"
        and not hit.passive
        and view.word(hit.after) == "by"
        and not hit.cue.takes & {"clause", "evidence"}
    ):
        return False
    return not (hit.form == "ing" and before in DETERMINERS)


def _looks_nominal(view: View, hit: Hit, before: str) -> bool:
    word = view.lower[hit.index]
    if word in load_lexicon().evidence:
        return True
    if view.tokens[hit.index].is_title and hit.index > 0 and not is_titled(view):
        return True
    if hit.form == "ing":
        return before in DETERMINERS
    if before in _NOT_BEFORE_VERB and before not in {"this", "that", "these", "those"}:
        return not (hit.form == "finite" and word.endswith("ed") and before in {"her"})
    noun = load_lexicon().nouns.get(word)
    if noun is None:
        return False
    following = view.word(hit.after)
    if _is_adjective(before) and following in {"that", "of", "about", "claiming", "alleging", "regarding", "on"}:
        return True
    return following in {"claiming", "alleging", "saying", "about", "of", "by", "regarding"} or (
        bool(before) and before.endswith("s") and not is_capital(view, hit.group - 1)
    )


def is_titled(view: View) -> bool:
    """Whether the sentence is written like a title, most words with a capital."""
    words = [token for token in view.tokens if token.is_word]
    return sum(token.is_title for token in words) * 10 > len(words) * 6


def _is_adjective(word: str) -> bool:
    return word.endswith(
        ("ian", "ani", "ish", "ese", "eli", "iti", "stan", "new", "false", "earlier", "recent", "local", "foreign")
    )


def _is_plural(view: View, index: int) -> bool:
    word = view.word(index)
    sorts = load_lexicon().speakers.get(word, frozenset())
    if word in {"they", "we", "i", "you", "and", ","} or "plural" in sorts:
        return word != "," or False
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def find_complement(view: View, hit: Hit) -> Complement:
    """What a cue verb is followed by, adjuncts and addressee stepped over."""
    index = skip_adjuncts(view, hit.after)
    addressee = None
    if hit.cue.lemma in {
        "tell",
        "inform",
        "notify",
        "remind",
        "assure",
        "reassure",
        "warn",
        "brief",
        "alert",
        "caution",
    } and not _opens(view, index):
        addressee = _addressee(view, hit.after)
        if addressee:
            index = skip_adjuncts(view, addressee[1])
    behind = _behind_citation(view, index)
    if behind is not None:
        return Complement("clause", behind, addressee)
    that = _far_that(view, index) if "strict" not in hit.cue.takes else None
    if that is not None:
        return Complement("clause", that, addressee)
    sort = _sort(view, index)
    manner = addressee is not None and sort == "bare" and view.word(index) in PREPOSITIONS - {"of", "about", "on"}
    return Complement("none" if manner else sort, index, addressee)


def _opens(view: View, index: int) -> bool:
    return view.word(index) in COMPLEMENT_STARTS or _sort(view, index) in {"quote", "colon", "none"}


def _addressee(view: View, index: int) -> tuple[int, int] | None:
    word = view.word(index)
    if word in _OBJECT_PRONOUNS:
        return index, index + 1
    if index < len(view) and view.tokens[index].text.isupper() and len(word) > 1 and view.word(index + 1) != "'s":
        return index, index + 1
    phrase = find_phrase(view, index)
    return (phrase.first, phrase.last) if phrase else None


def _sort(view: View, index: int) -> str:
    word = view.word(index)
    if word in COMPLEMENT_STARTS:
        return "clause"
    if _opens_quotation(view, index):
        return "quote"
    if word == ":":
        return "colon"
    if word == "," and (is_quote_mark(view.word(index + 1)) or view.word(index + 1) == "that"):
        if view.word(index + 1) == "that":
            return "clause"
        return "quote" if _opens_quotation(view, index + 1) else "none"
    if word in {"", ".", ",", ";", "!", "?", "—", "–", "-", ")", "…"}:
        return "none"
    if word in _REMARKS or _cites(view, index):
        return "none"
    return "to" if word == "to" else "bare"


def _cites(view: View, index: int) -> bool:
    """“reports, referring to the ministry”, “reports with reference to the ministry”."""
    words = view.lower[index : index + 4]
    return words[:1] in {("citing",), ("quoting",)} or words[:2] == ("referring", "to") or "reference" in words[1:3]


def _opens_quotation(view: View, index: int) -> bool:
    if not is_quote_mark(view.word(index)) or not view.quoted[index]:
        return False
    return view.tokens[index].text in "“«„" or index == 0 or not view.quoted[index - 1]


def _far_that(view: View, index: int) -> int | None:
    """“told a briefing in the capital | that C”: the “that” behind a prepositional phrase."""
    if view.word(index) not in PREPOSITIONS:
        return None
    for position in range(index, min(len(view), index + 12)):
        word = view.lower[position]
        if word == "that":
            return position
        if word in {"and", "but", "or"} or (not word[0].isalnum() and word not in {"'s", "-"}):
            return None
    return None


def _behind_citation(view: View, index: int) -> int | None:
    """“reported, citing the ministry, that C”: the words behind the citation."""
    if view.word(index) != "," or view.word(index + 1) not in {"citing", "quoting", "referring", "with"}:
        return None
    for position in range(index + 2, min(len(view) - 1, index + 18)):
        if view.lower[position] == "," and view.lower[position + 1] == "that":
            return position + 1
        if view.lower[position] == "that":
            return position
    return None


def is_unwilling(view: View, hit: Hit) -> bool:
    """Whether the speaker only declines: "declined to comment", "would not confirm or | deny"."""
    if hit.cue.lemma in {"confirm", "deny"}:
        behind = view.word(hit.after) in {"or", "nor"} and view.word(hit.after + 1).startswith(_YES_OR_NO)
        before = view.word(hit.group - 1) in {"or", "nor"} and view.word(hit.group - 2).startswith(_YES_OR_NO)
        if before or (behind and hit.negated):
            return True
    return view.word(hit.group - 1) == "to" and view.word(hit.group - 2) in _UNWILLING


def is_pronoun(word: str) -> bool:
    """Whether a word is a subject pronoun."""
    return word in PRONOUNS


def find_act(hit: Hit) -> Act:
    """What the cue does, its negation counted: "did not say" declines."""
    act = hit.cue.act
    if not hit.negated:
        return act
    if act is Act.DENIES:
        return Act.STATES
    if act in {Act.STATES, Act.NOTIFIES, Act.WARNS}:
        return Act.DECLINES
    return Act.DENIES if act is Act.ADMITS else act


def find_hit_polarity(hit: Hit) -> Polarity:
    """Whether the cue negates its content."""
    denies = hit.cue.act is Act.DENIES
    negated = hit.negated and hit.cue.act in {Act.ADMITS, Act.OBSERVES, Act.FINDS}
    return Polarity.NEGATIVE if (denies and not hit.negated) or negated else Polarity.POSITIVE


def find_hit_modality(hit: Hit) -> Modality:
    """How firmly the cue holds its content; what somebody does not deny or rule out he leaves open."""
    left_open = hit.negated and hit.cue.act is Act.DENIES
    return Modality.HEDGED if left_open or hit.cue.stance == "hedged" else Modality.FACT
