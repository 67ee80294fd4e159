"""Who did it and what was hit, by where the words stand around a trigger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.clauses import ACTOR_SORTS, TARGET_SORTS, Clause, clause_of, find_subject, is_passive, with_of
from contactline.read.lexicon import Found, Trigger, closed_class, line_words, relative_words, weapons
from contactline.read.means import find_weapons
from contactline.read.nounphrases import Phrase
from contactline.read.view import View
from contactline.read.wordclasses import ADVERBS, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, VERBS
from contactline.records.claims import Kind, Mention, Order, Status, Target

_LIGHT: Final = closed_class("light_verb")
_AT_TARGET: Final = frozenset({"at", "on", "upon", "against", "toward", "towards", "over"})
LEANS_ACTOR: Final = frozenset(
    {
        Kind.UNSPECIFIED,
        Kind.GROUND_ATTACK,
        Kind.CEASEFIRE_VIOLATION,
        Kind.SMALL_ARMS_FIRE,
        Kind.SNIPER_FIRE,
        Kind.ARMED_CLASH,
    }
)
_NO_TARGET: Final = frozenset({"acts", "answers", "mutual", "suppresses", "bursts", "crosses"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Actors and targets of one happening, and the construction that told."""

    actors: tuple[Mention, ...] = ()
    targets: tuple[Target, ...] = ()
    construction: str = ""


def find_roles(view: View, clauses: tuple[Clause, ...], trigger: Found[Trigger]) -> Roles:
    """Read who and what around a trigger."""
    clause = clause_of(clauses, trigger.first)
    if trigger.entry.kind is Kind.HUMAN_SHIELDING and not trigger.entry.is_verb:
        shielded = _shield_roles(view, clauses, trigger)
        if shielded:
            return shielded
    if not trigger.entry.is_verb:
        return _nominal(view, clauses, clause, trigger)
    if trigger.entry.frame == "suffers":
        return Roles(
            find_by(view, clause, trigger.last),
            make_targets(view, find_patient(view, clauses, trigger) or find_subject(view, clauses, trigger.first)),
            "suffered",
        )
    downed = _downed(view, clause, trigger)
    if downed:
        return Roles(find_by(view, clause, trigger.last), downed, "passive")
    if is_passive(view, trigger) or _is_headline_passive(view, clause, trigger):
        if trigger.entry.frame in ("fires", "uses", "launches"):
            reached = _after_preposition(view, clause, trigger.last, _AT_TARGET)
            return Roles(find_by(view, clause, trigger.last), reached, "passive")
        if trigger.entry.frame == "acts" and trigger.entry.order is not Order.ANSWER:
            return Roles(find_by(view, clause, trigger.last), (), "passive")
        hit = find_patient(view, clauses, trigger)
        return Roles(find_by(view, clause, trigger.last), _patients(view, clause, hit), "passive")
    armed = _armed_subject(view, trigger.first)
    subject = None if armed else find_subject(view, clauses, trigger.first)
    actors = (armed,) if armed else _with_partner(view, subject)
    return Roles(actors, _objects(view, clause, trigger), "active")


def _with_partner(view: View, subject: Phrase | None) -> tuple[Mention, ...]:
    """A subject, with whom "and" joins to it: "Ardelian and Kestrian forces"."""
    if subject is None:
        return ()
    own = view.mention(with_of(view, subject))
    partner = view.phrase_ending(subject.first - 1) if view.low(subject.first - 1) == "and" else None
    if partner is None or partner.before or partner.possessive or partner.sort not in ACTOR_SORTS | {"adjective"}:
        return (own,)
    leads = not view.low(partner.first - 1).isalpha() or view.low(partner.first - 1) in _CLAUSE_LEADS
    return (view.mention(partner), own) if leads and partner.status is not Status.CIVILIAN else (own,)


def _armed_subject(view: View, index: int) -> Mention | None:
    """As in "Kestrian artillery | shelled", "Ardelian drones | hit": somebody's weapons right before the verb."""
    stop = index
    while stop > 0 and (view.low(stop - 1) in AUXILIARIES or view.low(stop - 1).endswith("ly")):
        stop -= 1
    named = [hit for first in range(max(0, stop - 4), stop) if (hit := weapons().match(view.lows, first))]
    weapon = next((hit for hit in named if hit.last == stop), None)
    if weapon is None or weapon.first == 0 or not view.tokens[weapon.first - 1].is_title:
        return None
    first = weapon.first
    while first > 0 and view.tokens[first - 1].is_title and view.tokens[first - 1].is_word:
        first -= 1
    if all(any(char.isdigit() for char in token.text) for token in view.tokens[first : weapon.first]):
        return None  # "two rounds of a | D-30 howitzer": its type names nobody
    quote = view.quote(first + (view.low(first) == "the"), stop)
    return Mention(quote.words, quote) if view.low(first - 1) not in PREPOSITIONS else None


def _downed(view: View, clause: Clause, trigger: Found[Trigger]) -> tuple[Target, ...]:
    """As in "two jets | shot down", "a drone was | downed by X": a weapon that was hit, where nothing is hit behind."""
    if trigger.form != "past" or trigger.entry.frame not in ("downs", "hits"):
        return ()
    passive = is_passive(view, trigger)
    if not passive and (trigger.entry.frame == "hits" or _hits_behind(view, clause, trigger.last)):
        return ()
    stop = trigger.first
    while stop > clause.first and (view.low(stop - 1) in AUXILIARIES or view.low(stop - 1).endswith("ly")):
        stop -= 1
    weapon = next((hit for hit in find_weapons(view) if hit[1] == stop), None)
    if weapon is None:
        return ()
    first = weapon[0]
    while first > clause.first and _describes(view, first - 1):
        first -= 1
    return () if view.low(first - 1) in PREPOSITIONS else _weapon_target(view, first, stop)


def _hits_behind(view: View, clause: Clause, index: int) -> bool:
    return bool(_direct(view, clause, index) or _struck_weapon(view, clause, index))


def _struck_weapon(view: View, clause: Clause, index: int) -> tuple[Target, ...]:
    """As in "shot down | a Kestrian F-16", "hit | an enemy tank": the weapon that a verb has as its object."""
    for first, last in find_weapons(view):
        if index <= first < min(index + 6, clause.last) and all(_describes(view, i) for i in range(index, first)):
            return _weapon_target(view, index, last)
    return ()


def _longer(struck: tuple[Target, ...], direct: tuple[Target, ...]) -> tuple[Target, ...]:
    """The weapon where nothing else was found, or where what was found only begins its words: "an Xish | F-16"."""
    if len(struck) != 1 or len(direct) > 1:
        return direct or struck
    weapon, other = struck[0].mention.quote, direct[0].mention.quote if direct else None
    return struck if other is None or (weapon and weapon.span.covers(other.span)) else direct


def _describes(view: View, index: int) -> bool:
    """Whether a word may stand before a noun as its article, number or adjective."""
    word = view.low(index)
    if not view.tokens[index].is_word or word in PREPOSITIONS | AUXILIARIES | VERBS | CONJUNCTIONS | ADVERBS:
        return False
    return not any(trigger.first <= index < trigger.last for trigger in view.triggers)


def _weapon_target(view: View, first: int, last: int) -> tuple[Target, ...]:
    quote = view.quote(first, last)
    of = next((hit.entry.label for hit in relative_words().find(view.lows[first:last])), "")
    unarmed = {"civilian", "civil", "passenger", "medical", "rescue", "hobby"} & set(view.lows[first:last])
    return (Target(Mention(quote.words, quote, of=of), Status.CIVILIAN if unarmed else Status.MILITARY),)


def _is_headline_passive(view: View, clause: Clause, trigger: Found[Trigger]) -> bool:
    """As in "Village Shelled": a participle whose subject is a thing, with nothing hit behind it."""
    if trigger.form != "past" or trigger.entry.frame not in ("hits", "kills", "captures", "downs"):
        return False
    if view.low(trigger.first - 1) in AUXILIARIES:
        return False
    before = view.phrase_ending(trigger.first)
    thing = before is not None and before.sort in ("settlement", "building", "position", "vehicle", "place", "land")
    return thing and not _objects(view, clause, trigger)


def find_patient(view: View, clauses: tuple[Clause, ...], trigger: Found[Trigger]) -> Phrase | None:
    """What a passive verb says was hit: the nearest phrase to the left that no preposition governs."""
    clause = clause_of(clauses, trigger.first)
    for phrase in reversed(view.phrases_in(clause.first, trigger.first)):
        carried = view.low(phrase.first - 1).endswith("ing")  # "a bus carrying | 23 passengers"
        if phrase.sort not in TARGET_SORTS or phrase.possessive or carried:
            continue
        if phrase.before in ("", "while", "after", "as"):
            return phrase
    if clause.opener in ("which", "who", "that"):
        before = [p for p in view.phrases if p.last <= clause.first and p.sort in TARGET_SORTS]
        return before[-1] if before else None
    if clause.opener in ("but", "and", ","):
        return find_subject(view, clauses, trigger.first, civilians=True)  # "tried to advance but were thrown back"
    return None


def _patients(view: View, clause: Clause, phrase: Phrase | None) -> tuple[Target, ...]:
    """What a passive verb hit, with what "and" joins to it on the left: "positions and the village were shelled"."""
    chain = [phrase] if phrase else []
    while chain and chain[0].first > clause.first and view.low(chain[0].first - 1) in ("and", ","):
        before = view.phrase_ending(chain[0].first - 1)
        if before is None or before.sort not in TARGET_SORTS - {"name", "actor"} or before.before not in ("", "while"):
            break
        chain.insert(0, before)
    return tuple(target for link in chain for target in make_targets(view, link))


def _next_trigger(view: View, index: int) -> int:
    """Where the next happening begins: what stands behind it is its own."""
    others = (t.first for t in view.triggers if t.first >= index and t.entry.frame != "uses")
    return next(others, len(view.lows))


def find_by(view: View, clause: Clause, index: int) -> tuple[Mention, ...]:
    """Whom "by" names behind a trigger, with those that "and" adds; weapons and dates are none."""
    for place in range(index, min(index + 14, clause.last, _next_trigger(view, index))):
        word = view.low(place)
        participle = word.endswith("ing") and view.phrase_at(place) is None and place > index
        if participle or word in AUXILIARIES or word in ("–", "—", "(", ";"):
            return ()
        if word != "by":
            continue
        phrase = _first_phrase(view, place + 1)
        if phrase and phrase.possessive:
            phrase = next((p for p in view.phrases if p.first == phrase.first and p.last > phrase.last), phrase)
        if phrase and phrase.sort in ACTOR_SORTS | {"adjective"} and phrase.first < clause.last:
            return (view.mention(with_of(view, phrase)),)
    return ()


def _first_phrase(view: View, index: int) -> Phrase | None:
    """The phrase that begins here or within three words, none of them a preposition."""
    for step in range(index, index + 4):
        found = view.phrase_at(step)
        if found is not None:
            return found
        if view.low(step) in PREPOSITIONS:
            return None
    return None


def _objects(view: View, clause: Clause, trigger: Found[Trigger]) -> tuple[Target, ...]:
    frame = trigger.entry.frame
    if frame in _NO_TARGET:
        return ()
    if frame in ("fires", "uses", "launches"):
        return _after_preposition(view, clause, trigger.last, _AT_TARGET)
    direct = _direct(view, clause, trigger.last)
    if frame in ("downs", "hits"):
        direct = _longer(_struck_weapon(view, clause, trigger.last), direct)
    return direct or _after_preposition(view, clause, trigger.last, _AT_TARGET)


def _direct(view: View, clause: Clause, index: int) -> tuple[Target, ...]:
    """The phrases that begin right behind a verb, with what "and" adds."""
    found: list[Phrase] = []
    while index < clause.last:
        reach = 2 if not found else 1
        phrase = next((p for p in view.phrases if index <= p.first <= index + reach and p.last <= clause.last), None)
        if phrase is None or (phrase.before and phrase.before not in ("both",)) or phrase.sort not in TARGET_SORTS:
            break
        if found and view.low(phrase.last) in VERBS:
            break  # "abducted three farmers, | Southland said"
        found.append(with_of(view, phrase))
        index = phrase.last
        if view.low(index) not in ("and", ","):
            break
        index += 1 + (view.low(index + 1) in ("and", "the"))
        if view.low(index - 1) == "the":
            index -= 1
    return tuple(target for phrase in found for target in make_targets(view, phrase))


def _after_preposition(view: View, clause: Clause, index: int, prepositions: frozenset[str]) -> tuple[Target, ...]:
    for place in range(index, min(index + 14, clause.last, _next_trigger(view, index))):
        toward = view.lows[place : place + 4] == ("in", "the", "direction", "of")
        if not toward and view.low(place) not in prepositions:
            continue
        start = place + 4 if toward else place + 1
        found = [p for p in view.phrases if start <= p.first <= start + 1 and p.sort in TARGET_SORTS]
        if found and not (view.low(place) in ("on", "along") and _is_line(view, found[0])):
            return _chain(view, clause, found[0])
    return ()


def _is_line(view: View, phrase: Phrase) -> bool:
    """As in "on the line of contact": where, not what."""
    if any(spot.kind == "line" for spot in phrase.spots) or phrase.sort == "land":
        return True
    return any(phrase.first <= hit.first <= phrase.last for hit in line_words().find(view.lows))


def _chain(view: View, clause: Clause, phrase: Phrase) -> tuple[Target, ...]:
    """A phrase and those that "and" joins to it."""
    chain = [with_of(view, phrase)]
    while view.low(chain[-1].last) == "and" and chain[-1].last + 1 < clause.last:
        following = view.phrase_at(chain[-1].last + 1)
        if following is None or following.sort not in TARGET_SORTS:
            break
        chain.append(following)
    return tuple(target for link in chain for target in make_targets(view, link))


def make_targets(view: View, phrase: Phrase | None) -> tuple[Target, ...]:
    """A phrase as a target; its status is that of its head, or what an adjective says."""
    if phrase is None or (phrase.sort == "pronoun" and phrase.of == ""):
        return ()
    words = view.lows[phrase.first : phrase.last]
    status = phrase.status
    if {"civilian", "civilians", "residential", "peaceful"} & set(words):
        status = Status.CIVILIAN
    elif {"military", "army"} & set(words):
        status = Status.MILITARY
    return (Target(view.mention(phrase), status),)


_NOTICING: Final = closed_class("noticing_verb")
_PROVOKED: Final = frozenset(
    {"unprovoked", "renewed", "continued", "sustained", "repeated", "alleged", "targeted", "organised", "organized"}
    | {"armed", "unjustified", "coordinated", "planned", "prolonged", "combined", "intensified", "so-called"}
)
_CLAUSE_LEADS: Final = frozenset({"that", "when", "after", "while", "said", "as", "where", "before", "between", "both"})
_SHIELD_VERBS: Final = frozenset(
    {"use", "uses", "used", "using", "turn", "turns", "turned", "turning", "make", "makes", "made", "making"}
    | {"treat", "treats", "treating", "keep", "keeps", "keeping", "take", "takes", "taking", "employ", "employing"}
)


def _shield_roles(view: View, clauses: tuple[Clause, ...], trigger: Found[Trigger]) -> Roles | None:
    """As in "X uses its people as human shields", "X's practice of using …", "turning civilians into human shields"."""
    reach = range(trigger.first - 1, max(-1, trigger.first - 14), -1)
    verb = next((index for index in reach if view.low(index) in _SHIELD_VERBS), None)
    if verb is None:
        return None
    shielded = [p for p in view.phrases_in(verb + 1, trigger.first) if p.status is Status.CIVILIAN]
    targets = tuple(target for phrase in shielded[:1] for target in make_targets(view, phrase))
    if view.low(verb + 1) == "of":
        left = _left_of_noun(view, verb)
        actors = find_by(view, clause_of(clauses, trigger.first), trigger.last)
        actors = actors or ((view.mention(left),) if left and left.sort in ACTOR_SORTS | {"adjective"} else ())
        return Roles(actors, targets, "nominal")
    subject = find_subject(view, clauses, verb)
    return Roles((view.mention(with_of(view, subject)),) if subject else (), targets, "active")


# -- nominal happenings


def _nominal(view: View, clauses: tuple[Clause, ...], clause: Clause, trigger: Found[Trigger]) -> Roles:
    """As in "X's attack on Y", "the shelling of Y by X", "X shelling of Y", "launched an attack on Y"."""
    actors = find_by(view, clause, trigger.last)
    targets: tuple[Target, ...] = ()
    left = _left_of_noun(view, trigger.first)
    if left is not None:
        if left.sort in ACTOR_SORTS | {"adjective"}:
            actors = actors or (view.mention(left),)
        elif left.sort in TARGET_SORTS:
            targets = make_targets(view, left)
    behind = view.phrase_at(trigger.last + 1) or view.phrase_at(trigger.last + 2)
    if behind is not None and behind.first <= trigger.last + 2:
        link = view.low(trigger.last)
        if link == "of":
            actors, targets = _of_phrase(view, clause, trigger, behind, actors, targets)
        elif link in ("from",) and behind.sort in ("force", "actor", "position"):
            actors = actors or (view.mention(with_of(view, behind)),)
    if trigger.entry.frame == "mutual":
        actors = actors or _between(view, trigger.last)
    targets = targets or _after_preposition(view, clause, trigger.last, _AT_TARGET - {"over"})
    if not actors:
        actors = _light_subject(view, clauses, clause, trigger)
    return Roles(actors, targets, "nominal")


def _left_of_noun(view: View, index: int) -> Phrase | None:
    """The phrase right in front of an event noun, over "'s" and adjectives."""
    stop = index
    while stop > 0 and index - stop < 4 and view.phrase_ending(stop) is None:
        word = view.low(stop - 1)
        if (
            word in PREPOSITIONS
            or word in AUXILIARIES - {"'s"}
            or word in (",", "and", "the", "a", "an", "that")
            or word in VERBS
            or word in _NOTICING
            or (word.endswith("ed") and word not in _PROVOKED)
            or not (word[0].isalnum() or word == "'s")
        ):
            return None
        stop -= 1
    phrase = view.phrase_ending(stop) if stop > 0 else None
    bare = phrase is not None and view.lows[phrase.first : phrase.last] in (("military",), ("army",), ("force",))
    return None if bare else phrase


def _of_phrase(
    view: View,
    clause: Clause,
    trigger: Found[Trigger],
    behind: Phrase,
    actors: tuple[Mention, ...],
    targets: tuple[Target, ...],
) -> tuple[tuple[Mention, ...], tuple[Target, ...]]:
    """As in "shelling of the village" is hit, "provocation of the army" is done: by the sort of what stands there."""
    acts = behind.sort in ("force", "actor") and trigger.entry.kind in LEANS_ACTOR
    if acts and not actors:
        return (view.mention(with_of(view, behind)),), targets
    return actors, targets or (_chain(view, clause, behind) if behind.sort in TARGET_SORTS else ())


def _between(view: View, index: int) -> tuple[Mention, ...]:
    """As in "clashes between X and Y": both act."""
    if view.low(index) not in ("between", "with"):
        return ()
    first = view.phrase_at(index + 1)
    if first is None or first.sort not in ACTOR_SORTS | {"adjective"}:
        return ()
    second = view.phrase_at(first.last + 1) if view.low(first.last) == "and" else None
    both = (first, second) if second and second.sort in ACTOR_SORTS | {"adjective"} else (first,)
    return tuple(view.mention(phrase) for phrase in both if phrase is not None)


def _light_subject(
    view: View, clauses: tuple[Clause, ...], clause: Clause, trigger: Found[Trigger]
) -> tuple[Mention, ...]:
    """Who "launched", "staged", "committed" it."""
    for index in range(trigger.first - 1, max(clause.first, trigger.first - 9) - 1, -1):
        if view.low(index) in PREPOSITIONS - {"of", "to", "around", "about", "over", "than"} or view.low(index) == ",":
            break
        if view.low(index) in _LIGHT:
            subject = find_subject(view, clauses, index)
            return (view.mention(with_of(view, subject)),) if subject else ()
    return ()
