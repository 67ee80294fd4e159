"""Clauses of a view, found by the small words between them; and who stands where in a clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.lexicon import Found, Trigger, closed_class, outcomes, weapons
from contactline.read.nounphrases import Phrase
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, BE, PREPOSITIONS, VERBS
from contactline.records.claims import Status

_HARD: Final = frozenset({";", ":", "—"})
_HABITS: Final = closed_class("habit_noun")
_LEADS: Final = frozenset({"by", "while", "after", "before", "when", "and", "then", "thus", "also", "in"})
RESPONSE_CUES: Final = (
    ("in", "response", "to"),
    ("in", "retaliation", "for"),
    ("in", "retaliation", "to"),
    ("in", "reply", "to"),
    ("in", "answer", "to"),
    ("in", "reaction", "to"),
)
_SUBORDINATE: Final = closed_class("subordinate")
_RESULT: Final = closed_class("result")
ACTOR_SORTS: Final = frozenset({"force", "actor", "name", "person", "group", "pronoun"})
TARGET_SORTS: Final = frozenset(
    {
        "force",
        "person",
        "group",
        "position",
        "building",
        "vehicle",
        "equipment",
        "settlement",
        "land",
        "place",
        "name",
        "actor",
        "couple",
    }
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Half-open token range, and the word that opens it."""

    first: int
    last: int
    opener: str


def cut_clauses(view: View) -> tuple[Clause, ...]:
    """Cut a view into clauses, in order, without gaps."""
    cuts = [0]
    openers = {0: view.low(0)}
    verbs = _verb_places(view)
    for index in range(1, len(view.lows)):
        bare_comma = index - 1 == cuts[-1] and view.low(index - 1) == ","
        if not bare_comma and _opens_clause(view, index, verbs):
            cuts.append(index)
            openers[index] = view.low(index) if view.low(index) != "," else view.low(index + 1)
    ends = [*cuts[1:], len(view.lows)]
    return tuple(Clause(first, last, openers[first]) for first, last in zip(cuts, ends, strict=True))


def is_response(view: View, index: int) -> bool:
    """Whether "in response to" and the like begin here."""
    return any(view.lows[index : index + len(cue)] == cue for cue in RESPONSE_CUES)


def _verb_places(view: View) -> frozenset[int]:
    """Tokens that begin a finite verb, as far as the lexicons tell."""
    places = {index for index, word in enumerate(view.lows) if word in AUXILIARIES and word != "'s"}
    places |= {trigger.first for trigger in view.triggers if trigger.entry.is_verb}
    places |= {hit.first for hit in outcomes().find(view.lows) if hit.entry.pos in ("verb", "intransitive")}
    return frozenset(places)


def _opens_clause(view: View, index: int, verbs: frozenset[int]) -> bool:
    word = view.low(index)
    if word == "in" and is_response(view, index):
        return True  # what stands before is the answer
    if word in _HARD:
        return True
    if word in _SUBORDINATE:
        return _is_subordinate(view, index, verbs)
    if word in _RESULT:
        named = any(trigger.first == index and not trigger.entry.is_verb for trigger in view.triggers)
        before = view.low(index - 1)
        return (
            not named
            and before not in AUXILIARIES
            and before not in ("of", "for", "by", "the", "a", "at", "from", "to", "without")
        )
    if word == "and" and _is_timed(view, index + 1, verbs):
        return True
    if word == "and" or (word == "," and view.low(index + 1) not in ("and", "")):
        return _begins_finite(view, index + 1, verbs)
    return False


def _is_timed(view: View, index: int, verbs: frozenset[int]) -> bool:
    """As in "and | at 21:05 two rounds fell": a second happening with a clock time of its own."""
    if view.low(index) != "at":
        return False
    index += 1 + (view.low(index + 1) in ("about", "around", "approximately"))
    return view.low(index)[:1].isdigit() and any(place in verbs for place in range(index + 1, index + 12))


def _is_subordinate(view: View, index: int, verbs: frozenset[int]) -> bool:
    word = view.low(index)
    if word in ("after", "before", "since", "as", "until"):
        return _begins_finite(view, index + 1, verbs)
    if word == "that":
        return view.phrase_at(index) is None
    return not (word == "when" and view.low(index + 1) == "asked")


def _begins_finite(view: View, index: int, verbs: frozenset[int]) -> bool:
    """Whether a subject with its verb, or a verb alone, begins here."""
    if index in verbs:
        return True
    phrase = view.phrase_at(index) or view.phrase_at(index + 1)
    if phrase is None:
        return False
    position = phrase.last
    while view.low(position) in ("also", "then", "reportedly", "immediately", "again"):
        position += 1
    if view.low(position) in ("of", "from", "in"):
        inner = view.phrase_at(position + 1)
        position = inner.last if inner else position
    return position in verbs


def clause_of(clauses: tuple[Clause, ...], index: int) -> Clause:
    """The clause that holds a token."""
    return next((clause for clause in clauses if clause.first <= index < clause.last), clauses[-1])


def is_passive(view: View, trigger: Found[Trigger]) -> bool:
    """As in "was shelled", "being shelled", "shelled by"; not "has shelled"."""
    if trigger.form != "past":
        return False
    index = trigger.first - 1
    while index >= 0 and (view.low(index).endswith("ly") or view.low(index) in ("also", "not", "then", "again")):
        index -= 1
    agent = view.low(trigger.last) == "by" and not view.low(trigger.last + 1).endswith("ing")
    return view.low(index) in BE or agent or _is_projectile(view, trigger, index)


def _is_projectile(view: View, trigger: Found[Trigger], index: int) -> bool:
    """As in "rockets fired from the village", "rounds – mostly fired from the east"."""
    if trigger.entry.frame not in ("fires", "launches"):
        return False
    while index > 0 and not view.low(index)[:1].isalnum():
        index -= 1
    named = list(weapons().find(view.lows[max(0, index - 4) : index + 1]))
    return bool(named) and named[-1].last == min(5, index + 1)


def find_subject(view: View, clauses: tuple[Clause, ...], index: int, *, civilians: bool = False) -> Phrase | None:
    """Who stands before a verb as its subject: in the clause, as antecedent of "which", or shared over "and".

    The subject of a participle or infinitive is whose habit it is ("X's practice of using"), the subject of the main
    clause before it ("X opened fire, hitting"), or that of the one behind it ("By firing, X violated").
    """
    clause = clause_of(clauses, index)
    if _is_preposed(view, clause, index):
        behind = _subject_to_the_right(view, clauses, clauses.index(clause), index)
        if behind is not None:
            return behind
    found = _habit_owner(view, index) or _nearest_left(view, clause.first, index, civilians=civilians)
    if found:
        return found
    if clause.opener in ("which", "who", "that", "whose"):
        return _nearest_left(view, 0, clause.first, any_governor=True)
    position = clauses.index(clause)
    joined = clause.opener in ("and", ",", "but") or clause.opener in _RESULT or view.low(clause.first) in ("and", ",")
    if position and (joined or _is_participle(view, clause, index)):
        found = _main_subject(view, clauses[: position + 1], civilians=civilians)
    if found is None and _is_participle(view, clause, index):
        return _subject_to_the_right(view, clauses, position, index)
    return found


def _habit_owner(view: View, index: int) -> Phrase | None:
    """As in "X's | practice of using", "X's | refusal to establish"."""
    stop = index - 1
    while view.low(stop).endswith("ly"):
        stop -= 1
    if view.low(stop) not in ("of", "to", "at") or view.low(stop - 1) not in _HABITS:
        return None
    stop -= 1
    while (
        stop > 0
        and view.low(stop - 1).isalpha()
        and view.low(stop - 1) in ("continuous", "constant", "official", "old")
    ):
        stop -= 1
    stop -= view.low(stop - 1) in ("'s", "'")
    owner = view.phrase_ending(stop)
    return owner if owner and owner.sort in ACTOR_SORTS | {"adjective", "place"} else None


def _is_participle(view: View, clause: Clause, index: int) -> bool:
    """Whether a verb in -ing opens its clause, over "by", "while" and adverbs."""
    if not view.low(index).endswith("ing"):
        return False
    before = view.lows[clause.first : index]
    return all(word in _LEADS or word.endswith("ly") or not word[0].isalnum() for word in before) or (
        len(before) < 12 and any(word in ("by", "while") for word in before[:2])
    )


def _is_preposed(view: View, clause: Clause, index: int) -> bool:
    """Whether a participle opens what somebody said, so that nothing before it is its subject: “Hiding behind …”."""
    quoted = any(word in ("“", '"') for word in view.lows[max(0, index - 3) : index])
    if quoted and view.low(index).endswith("ing"):
        return view.low(index - 1) in ("“", '"') or _is_lead(view.lows[index - 1])
    return view.low(clause.first) == "that" and _is_participle(view, clause, index)


def _is_lead(word: str) -> bool:
    return word in _LEADS or word.endswith("ly")


def _main_subject(view: View, clauses: tuple[Clause, ...], *, civilians: bool) -> Phrase | None:
    """The subject of the clause before the last: that of its verb, else its last phrase that can act."""
    before = clauses[-2]
    verbs = [t for t in view.triggers if before.first <= t.first < before.last and t.entry.is_verb]
    main = next((t for t in verbs if t.form != "ing"), verbs[0] if verbs else None)
    if main is None:
        found = _nearest_left(view, before.first, clauses[-1].first, civilians=civilians)
    elif is_passive(view, main):
        return _nearest_left(view, before.first, main.first, civilians=True)
    else:
        return find_subject(view, clauses[:-1], main.first, civilians=civilians)
    if found is None and len(clauses) > 2:
        return _main_subject(view, clauses[:-1], civilians=civilians)
    return found


def _subject_to_the_right(view: View, clauses: tuple[Clause, ...], position: int, index: int) -> Phrase | None:
    """As in "Grossly violating the truce, X opened fire", "By hiding behind its people X violates the law"."""
    limit = clauses[min(position + 1, len(clauses) - 1)].last
    for phrase in view.phrases_in(index + 1, limit):
        acts = phrase.sort in ACTOR_SORTS and phrase.status is not Status.CIVILIAN and not phrase.possessive
        if acts and not phrase.before and _precedes_verb(view, phrase.last):
            return phrase
    return None


def _precedes_verb(view: View, index: int) -> bool:
    while view.low(index).endswith("ly") or view.low(index) in ("also", "then", "again"):
        index += 1
    word = view.low(index)
    if (
        word in AUXILIARIES - {"'s"}
        or word in VERBS
        or any(t.first == index and t.entry.is_verb for t in view.triggers)
    ):
        return True
    return len(word) > 3 and word.endswith(("s", "ed")) and word not in PREPOSITIONS


def _nearest_left(
    view: View, first: int, index: int, *, any_governor: bool = False, civilians: bool = False
) -> Phrase | None:
    """The nearest phrase that can act and is not inside a prepositional phrase."""
    for phrase in reversed(view.phrases_in(first, index)):
        if phrase.sort not in ACTOR_SORTS or phrase.possessive:
            continue
        if phrase.status is Status.CIVILIAN and not civilians:
            continue  # civilians are hit; who fires stands further left
        if phrase.before == "of":
            owner = view.phrase_ending(phrase.first - 1)
            if owner and owner.sort in ACTOR_SORTS and not owner.before:
                return join(owner, phrase)
            continue
        if any_governor or phrase.before in ("", "as", "than", "since", "after", "before", "while"):
            return phrase
    return None


def join(owner: Phrase, phrase: Phrase) -> Phrase:
    """As in "units" and "the Armenian armed forces" of "units of the Armenian armed forces" as one."""
    return Phrase(
        owner.first,
        phrase.last,
        phrase.head,
        phrase.sort,
        owner.status,
        owner.of or phrase.of,
        owner.spots + phrase.spots,
        phrase.possessive,
        owner.before,
        owner.plural,
    )


def with_of(view: View, phrase: Phrase) -> Phrase:
    """A phrase with the "of" phrase that belongs to it."""
    if view.low(phrase.last) != "of" or phrase.sort not in ("force", "position", "group", "person"):
        return phrase
    inner = view.phrase_at(phrase.last + 1)
    return join(phrase, inner) if inner and inner.sort in ("force", "actor", "name", "adjective") else phrase
