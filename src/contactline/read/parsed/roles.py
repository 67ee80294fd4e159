"""Who did it and what was hit, read off the dependency tree around a trigger."""

from __future__ import annotations

from typing import Final

from contactline.read.clauses import ACTOR_SORTS, TARGET_SORTS, with_of
from contactline.read.lexicon import Found, Trigger, closed_class, weapons
from contactline.read.nounphrases import Phrase
from contactline.read.parsed.trees import Tree
from contactline.read.roles import LEANS_ACTOR, Roles, make_targets
from contactline.read.view import View
from contactline.records.claims import Mention, Order, Status, Target

_LIGHT: Final = closed_class("light_verb")
_AT: Final = frozenset({"at", "on", "upon", "against", "toward", "towards", "over", "onto", "into", "in direction of"})
_FIRING: Final = frozenset({"fires", "uses", "launches"})
_AIMLESS: Final = frozenset({"acts", "answers", "mutual", "suppresses", "bursts", "crosses"})
_ACTING: Final = ACTOR_SORTS | {"adjective"}


def find_parsed_roles(view: View, tree: Tree, found: Found[Trigger]) -> Roles:
    """Actors and targets of a trigger by the tree alone; empty where the tree does not tell.

    Args:
        view: the stretch.
        tree: its tree.
        found: the trigger, as token range with its entry.
    """
    top = tree.top(found.first, found.last)
    if not found.entry.is_verb:
        return _nominal(view, tree, found, top)
    if found.entry.frame == "suffers":
        return Roles(_agents(view, tree, top), _hit(view, tree, tree.subject(top)), "suffered")
    if tree.is_passive(top):
        return _passive(view, tree, found, top)
    return Roles(_subjects(view, tree, top), _objects(view, tree, found, top), "active")


def _passive(view: View, tree: Tree, found: Found[Trigger], top: int) -> Roles:
    actors = _agents(view, tree, top)
    if found.entry.frame in _FIRING:
        return Roles(actors or _owner_of_arms(view, tree, top), _aimed(view, tree, found, top), "passive")
    if found.entry.frame == "acts" and found.entry.order is not Order.ANSWER:
        return Roles(actors, (), "passive")
    return Roles(actors, _hit(view, tree, tree.patient(top)), "passive")


def _owner_of_arms(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    """As in "rounds fired from positions of X": whoever holds where it came from."""
    origin = next((k for k in tree.dependents(top, "obl", "nmod") if tree.case_of(k) == "from"), None)
    if origin is None:
        return ()
    held = phrase_at(view, tree, origin)
    if held is None or held.sort not in ("force", "position", "actor"):
        return ()
    return (view.mention(with_of(view, held)),) if held.spots or held.of else ()


def _agents(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    agent = tree.agent(top)
    return _mentions(view, tree, agent) if agent is not None else ()


def _subjects(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    subject = tree.subject(top)
    return _mentions(view, tree, subject) if subject is not None else ()


def _mentions(view: View, tree: Tree, index: int) -> tuple[Mention, ...]:
    """A noun and those that "and" joins to it, as far as they can act."""
    made = (actor_at(view, tree, at) for at in tree.joined(index))
    return tuple(mention for mention in made if mention is not None)


def actor_at(view: View, tree: Tree, index: int) -> Mention | None:
    """Who acts at a noun: its phrase, or whose weapons they are ("Kestrian artillery shelled")."""
    phrase = phrase_at(view, tree, index)
    if phrase is not None and phrase.sort in _ACTING and not phrase.possessive:
        return None if phrase.status is Status.CIVILIAN else view.mention(with_of(view, phrase))
    armed = any(hit.first <= index < hit.last for hit in weapons().find(view.lows))
    owner = next(iter(tree.dependents(index, "nmod:poss", "amod", "compound", "nmod")), None)
    held = phrase_at(view, tree, owner) if owner is not None and (armed or phrase is not None) else None
    if held is None or held.sort not in _ACTING | {"place"} or owner is None:
        return None
    first, last = min(held.first, index), max(held.last, index + 1)
    if last - first > _LONG:
        return view.mention(held)
    quote = view.quote(first + (view.low(first) == "the"), last)
    return Mention(quote.words, quote, of=held.of)


_LONG: Final = 8


def phrase_at(view: View, tree: Tree, index: int | None) -> Phrase | None:
    """The noun phrase that holds a token; the longest one, and of a numeral or "one of" what it counts."""
    if index is None:
        return None
    holding = [phrase for phrase in view.phrases if phrase.first <= index < phrase.last]
    if holding:
        return max(holding, key=lambda phrase: phrase.last - phrase.first)
    if tree.tags[index] in ("NUM", "DET") or view.low(index) in ("units", "number", "group", "part", "elements"):
        inner = next((k for k in tree.dependents(index, "nmod") if tree.case_of(k) == "of"), None)
        return phrase_at(view, tree, inner)
    return None


# -- what was hit


def _objects(view: View, tree: Tree, found: Found[Trigger], top: int) -> tuple[Target, ...]:
    frame = found.entry.frame
    if frame in _AIMLESS:
        return ()
    if frame in _FIRING:
        return _aimed(view, tree, found, top)
    direct = next((k for k in tree.dependents(top, "obj") if not found.first <= k < found.last), None)
    return _hit(view, tree, direct) or _aimed(view, tree, found, top)


def _aimed(view: View, tree: Tree, found: Found[Trigger], top: int) -> tuple[Target, ...]:
    """What stands behind "at", "on", "against", on the trigger's head or on a noun inside it."""
    for holder in (top, *(i for i in range(found.first, found.last) if i != top)):
        for kid in tree.dependents(holder, "obl", "nmod"):
            if tree.case_of(kid) in _AT:
                hit = _hit(view, tree, kid)
                if hit:
                    return hit
    return ()


def _hit(view: View, tree: Tree, index: int | None) -> tuple[Target, ...]:
    if index is None:
        return ()
    targets: tuple[Target, ...] = ()
    for at in tree.joined(index):
        phrase = phrase_at(view, tree, at)
        if phrase is not None and phrase.sort in TARGET_SORTS:
            targets += make_targets(view, with_of(view, phrase))
    return targets


# -- nouns


def _nominal(view: View, tree: Tree, found: Found[Trigger], top: int) -> Roles:
    """As in "X's attack on Y", "the shelling of Y by X", "X shelling", "X carried out an attack"."""
    actors = _agents(view, tree, top) or _possessor(view, tree, top)
    targets = _aimed(view, tree, found, top)
    of = next((k for k in tree.dependents(top, "nmod") if tree.case_of(k) == "of"), None)
    if of is not None:
        held = phrase_at(view, tree, of)
        acts = held is not None and held.sort in ("force", "actor") and found.entry.kind in LEANS_ACTOR
        if acts and not actors:
            actors = _mentions(view, tree, of)
        elif not acts:
            targets = targets or _hit(view, tree, of)
    if found.entry.frame == "mutual":
        actors = actors or _between(view, tree, top)
    if not actors:
        actors = _from_verb(view, tree, top)
    return Roles(actors, targets, "nominal")


def _possessor(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    """As in "X's attack", "its shelling", "an Xish attack", "X army attack"."""
    for kid in tree.dependents(top, "nmod:poss", "amod", "compound"):
        phrase = phrase_at(view, tree, kid)
        if phrase is not None and phrase.sort in _ACTING and phrase.status is not Status.CIVILIAN:
            return (view.mention(phrase),)
    return ()


def _between(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    for kid in tree.dependents(top, "nmod", "obl"):
        if tree.case_of(kid) in ("between", "with"):
            return _mentions(view, tree, kid)
    return ()


def _from_verb(view: View, tree: Tree, top: int) -> tuple[Mention, ...]:
    """Who "launched", "staged", "committed" it, or by whom it "was carried out"."""
    verb, rel = tree.heads[top], tree.rels[top]
    if verb < 0 or tree.tags[verb] != "VERB":
        return ()
    if rel == "nsubj:pass":
        return _agents(view, tree, verb)
    light = view.low(verb) in _LIGHT
    if rel == "obj" and light:
        return _agents(view, tree, verb) if tree.is_passive(verb) else _subjects(view, tree, verb)
    if rel == "obl" and light and tree.case_of(top) == "with":
        return _subjects(view, tree, verb)
    return ()
