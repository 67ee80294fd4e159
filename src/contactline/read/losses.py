"""Losses that somebody suffers, tolls, lives and wounds: casualties without a verb that has victims."""

from __future__ import annotations

from typing import Final

from contactline.read.counting import (
    VICTIM_SORTS,
    CasualtyWords,
    Victims,
    count_before,
    find_quantity_before,
    is_none,
    make_casualties,
    make_victims,
    status_of,
)
from contactline.read.lexicon import Found, Word, closed_class
from contactline.read.nounphrases import Phrase
from contactline.read.numbers import Quantity, read_cardinal
from contactline.read.owners import find_loser, with_owner
from contactline.read.victims import find_left_victims, find_right_victims
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES
from contactline.records.claims import Mention, NumberForm, Outcome, Status

_SUFFER: Final = closed_class("suffering")
NEGATIONS: Final = frozenset({"no", "not", "without", "never", "neither", "nor"})
_GETTING: Final = closed_class("getting")


_ADJECTIVES: Final = frozenset(
    {
        "civil",
        "civilian",
        "considerable",
        "fatal",
        "great",
        "heavy",
        "huge",
        "human",
        "military",
        "numerous",
        "own",
        "its",
        "their",
        "our",
        "serious",
        "severe",
        "significant",
        "such",
    }
)
_NOT_SUFFERED: Final = frozenset(
    {";", ":", "that", "cause", "caused", "causing", "inflict", "inflicted", "inflicting", "resulted", "led", "for"}
    | {"about", "including", "claims", "claim", "reports", "responsibility"}
)
_RETREAT: Final = closed_class("retreating")
_SUFFERERS: Final = frozenset({"force", "actor", "adjective", "name", "group", "person", "pronoun"})
_OWN_VERBS: Final = _SUFFER - _NOT_SUFFERED - {"include", "included", "with"}


def find_losses(view: View, hit: Found[Word]) -> list[CasualtyWords]:
    """As in "suffered losses", "no casualties", "heavy losses for X", "there were no losses among the units"."""
    quantity = _read_quantity(view, hit)
    if quantity is None:
        return []
    both = is_none(quantity) and "loss" not in hit.entry.lemma  # "no casualties": nobody killed, nobody wounded
    outcomes = (Outcome.KILLED, Outcome.WOUNDED) if both else (Outcome.KILLED,)
    sufferers = _sufferers(view, hit, quantity)
    return [made for outcome in outcomes for made in make_casualties(view, hit, sufferers, outcome=outcome)]


def _read_quantity(view: View, hit: Found[Word]) -> Quantity | None:
    """How many were lost; nothing where the word does not tell of a loss that took place or did not."""
    lemma = hit.entry.lemma
    counted = find_quantity_before(view, hit.first)
    if is_none(counted):
        return Quantity(hit.first, hit.last, 0, 0, NumberForm.NONE)
    if lemma == "victim":
        return None  # "the victims", "two victims" were counted where they were told
    window = view.lows[max(0, hit.first - 8) : hit.first]
    if _is_negated(window):
        return Quantity(hit.first, hit.last, 0, 0, NumberForm.NONE)
    if counted is not None:
        return counted
    bare = hit.form == "one" and lemma not in ("casualty", "loss of life", "loss of lives")
    told = set(window) & _SUFFER or _loss_owner_right(view, hit) or _has_loss_adjective(view, hit) or " of " in lemma
    if bare or not told:
        return None
    minimum = 0 if lemma == "casualty" else 1  # casualties may all be wounded
    return Quantity(hit.first, hit.last, minimum, None, NumberForm.UNSPECIFIED)


def _sufferers(view: View, hit: Found[Word], quantity: Quantity) -> list[Victims]:
    """Who suffered them; where two sides are named and "both" did, each of them."""
    right = _loss_owner_right(view, hit)
    if right is not None and view.low(right.first) in ("both", "either"):
        sides = _two_sides(view, right)
        if sides:
            return [_sufferer(view, hit, quantity, side) for side in sides]
    return [_sufferer(view, hit, quantity, right or _loss_owner_left(view, hit))]


def _two_sides(view: View, both: Phrase) -> tuple[Phrase, ...]:
    """The two sides that a scope names, if it names exactly two."""
    named = [
        p for p in view.phrases if p != both and p.sort in ("force", "actor", "adjective", "name") and p.before != "at"
    ]
    texts = {view.mention(p).text.casefold() for p in named}
    return tuple(named) if len(named) == len(texts) == 2 else ()


def _sufferer(view: View, hit: Found[Word], quantity: Quantity, owner: Phrase | None) -> Victims:
    words = view.lows[max(0, hit.first - 3) : hit.last]
    status = status_of(words)
    if status is Status.NOT_SAID and owner:
        status = owner.status
    if owner:
        mention = view.mention(owner)
    else:
        quote = view.quote(_adjectives_before(view, hit.first), hit.last)
        mention = Mention(quote.words, quote, of=_stands_own(words))
    first = min(hit.first, quantity.first, owner.first if owner else hit.first)
    return Victims(quantity, status, mention, first, max(hit.last, owner.last if owner else hit.last))


def _adjectives_before(view: View, index: int) -> int:
    """As in "civilian | casualties", "its own heavy | losses": the words that say whose and of what sort."""
    while index > 0 and view.low(index - 1) in _ADJECTIVES:
        index -= 1
    return index


def _stands_own(words: tuple[str, ...]) -> str:
    return "own" if {"own", "our"} & set(words) else ""


def _is_negated(window: tuple[str, ...]) -> bool:
    """As in "did not suffer", "haven't had", "without"; a comma or another verb in between ends the reach."""
    for word in reversed(window):
        if word in (",", ";", "but", "that", "about", "despite"):
            return False
        if word in NEGATIONS or word.endswith("n't"):
            return True
    return False


def _has_loss_adjective(view: View, hit: Found[Word]) -> bool:
    return view.low(hit.first - 1) in _ADJECTIVES - {"own", "its", "their", "our"}


def _loss_owner_right(view: View, hit: Found[Word]) -> Phrase | None:
    if view.low(hit.last) not in ("among", "for", "of", "on", "at", "from", "by", "to", "in", "amongst"):
        return None
    phrase = view.phrase_at(hit.last + 1)
    sorts = VICTIM_SORTS | {"force", "adjective"}
    return (
        phrase
        if phrase and phrase.sort in sorts and not (phrase.sort == "name" and view.low(hit.last) == "in")
        else None
    )


def _loss_owner_left(view: View, hit: Found[Word]) -> Phrase | None:
    """Who suffers: the possessor, or the subject of a verb of suffering; whoever causes them is not meant."""
    start = _adjectives_before(view, hit.first)
    owner = view.phrase_ending(start - 1) if view.low(start - 1) in ("'s", "'") else None
    if owner is not None:
        return owner
    for phrase in reversed(view.phrases):
        between = view.lows[phrase.last : start]
        modifier = phrase.last >= start and phrase.sort not in ("adjective", "name", "actor", "force")
        suffering = view.low(start - 1) in ("bearing", "suffering", "sustaining")
        if phrase.last > hit.first or len(between) > (20 if suffering else 8) or modifier or phrase.possessive:
            continue
        if between and between[-1] == "with" and _RETREAT & set(between) and phrase.sort in _SUFFERERS:
            return phrase if not phrase.before else None
        if _NOT_SUFFERED & set(between) or not (between == () or _OWN_VERBS & set(between)):
            return None
        if phrase.sort in VICTIM_SORTS | {"force", "adjective", "pronoun"} and phrase.before in ("", "of", "among"):
            return phrase if len(between) <= 8 or not phrase.before else None
    return None


def find_tolls(view: View) -> list[CasualtyWords]:
    """As in "the death toll rose to 5", "lost 4 servicemen", "claimed the lives of two", "cost at least 200 lives"."""
    found: list[CasualtyWords] = []
    for index, word in enumerate(view.lows):
        if word == "toll" and view.low(index - 1) in ("death", "deaths", "the"):
            found += _toll(view, index)
        elif word in ("lost", "lose", "losing"):
            victims = [
                v
                for v in find_right_victims(view, index + 1)
                if "lives" not in v.mention.text and "life" not in v.mention.text
            ]
            hit = Found(index, index + 1, Word("lose", "killed", "verb"), "past")
            loser = find_loser(view, index)
            victims = [with_owner(v, loser) for v in victims]
            found += make_casualties(
                view,
                hit,
                [v for v in victims if not v.elliptic and v.quantity.form is not NumberForm.UNSPECIFIED],
                verbal=True,
            )
        elif word == "lives" and any(
            verb in view.lows[max(0, index - 7) : index]
            for verb in ("cost", "claimed", "claiming", "costing", "took", "killed")
        ):
            found += _lives(view, index)
    return found


def find_wounds(view: View) -> list[CasualtyWords]:
    """As in "received a shrapnel wound", "sustained several injuries", "received a mortal gunshot wound"."""
    found: list[CasualtyWords] = []
    for index, word in enumerate(view.lows):
        if _is_maimed(view, index):
            hit = Found(index, index + 1, Word("lose", "wounded", "verb"), "past")
            found += make_casualties(view, hit, find_left_victims(view, 0, index), verbal=True)
        if word not in _GETTING:
            continue
        reach = view.lows[index + 1 : index + 7]
        step = next((i for i, low in enumerate(reach) if low in ("wound", "wounds", "injury", "injuries")), None)
        if (
            step is None
            or set(reach[:step]) & {"no", "and", "the"}
            or _is_negated(view.lows[max(0, index - 3) : index])
        ):
            continue
        fatal = bool({"mortal", "fatal", "lethal", "deadly"} & set(reach[:step]))
        hit = Found(index, index + step + 2, Word("wound", "killed" if fatal else "wounded", "verb"), "past")
        joined = view.low(index - 1) in ("after", "while", "by")
        holder = view.phrase_ending(index) if word == "suffering" else None
        if holder and holder.sort in VICTIM_SORTS:  # "found another man | suffering from gunshot wounds"
            victims = make_victims(view, (holder,), 0)
        else:
            victims = find_left_victims(view, 0, index - joined)
        found += make_casualties(view, hit, victims, verbal=True)
    return found


_LIMBS: Final = frozenset({"leg", "legs", "arm", "arms", "limb", "limbs", "foot", "hand", "eye", "eyesight"})


def _is_maimed(view: View, index: int) -> bool:
    """As in "lost his leg"."""
    return view.low(index) in ("lost", "lose", "losing") and bool(_LIMBS & set(view.lows[index + 1 : index + 4]))


def _toll(view: View, index: int) -> list[CasualtyWords]:
    for step in range(index + 1, min(index + 9, len(view.lows))):
        if view.low(step) not in ("to", "at", "of", "reached", "is", "was"):
            continue
        number = read_cardinal(view.lows, step + 1)
        if number:
            quantity = Quantity(step + 1, number[1], number[0], number[0], NumberForm.EXACT)
            quote = view.quote(step + 1, number[1])
            victims = Victims(quantity, Status.NOT_SAID, Mention(quote.words, quote), index, number[1])
            return make_casualties(view, Found(index, index + 1, Word("toll", "killed", "noun"), "one"), [victims])
    return []


def _lives(view: View, index: int) -> list[CasualtyWords]:
    hit = Found(index, index + 1, Word("lives", "killed", "noun"), "many")
    if view.low(index + 1) == "of":
        return make_casualties(view, hit, find_right_victims(view, index + 2))
    quantity = find_quantity_before(view, index)
    return make_casualties(view, hit, [count_before(view, hit, quantity)]) if quantity else []


def find_ellipses(view: View, found: tuple[CasualtyWords, ...]) -> list[CasualtyWords]:
    """As in "Villagers had suffered losses, its own servicemen had not": the same did not befall somebody else."""
    made: list[CasualtyWords] = []
    for phrase in view.phrases:
        if view.low(phrase.last) not in AUXILIARIES or view.low(phrase.last + 1) != "not":
            continue
        earlier = [words for words in found if words.last <= phrase.first and phrase.first - words.last <= 6]
        ends = view.low(phrase.last + 2) in ("", ",", ".", ";", "and", "”", '"')
        if ends and earlier and phrase.sort in VICTIM_SORTS | {"force", "pronoun"}:
            quantity = Quantity(phrase.first, phrase.last, 0, 0, NumberForm.NONE)
            victims = Victims(quantity, phrase.status, view.mention(phrase), phrase.first, phrase.last + 2)
            hit = Found(phrase.last, phrase.last + 2, Word("not", "killed", "noun"), "one")
            outcome = earlier[-1].casualties.outcome
            made += make_casualties(view, hit, [victims], outcome=outcome)
    return made
