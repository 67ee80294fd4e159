"""Guesses what an actor is from its name, for mandates whose writers list names alone."""

from __future__ import annotations

import re
from typing import Final

from contactline.records.actors import ActorKind
from contactline.reference.countries import find_country

_KINDS: Final[tuple[tuple[str, ActorKind], ...]] = (
    (r"prosecut\w*|investigative committee|attorney general|state attorney", ActorKind.PROSECUTOR),
    (r"ombuds\w*|rights commissioner|commissioner for (?:human )?rights", ActorKind.OMBUDSMAN),
    (r"(?:news|press|wire) (?:agency|service)|newswire|wire", ActorKind.AGENCY),
    (
        r"news|daily|times|tv|radio|channel|gazette|herald|media|telegraph|tribune|online|journal|voice|courier|"
        r"observer|chronicle|dispatch|press|paper|newspaper|review|\w+ post$",
        ActorKind.OUTLET,
    ),
    (r"ministry|minister's office|foreign office", ActorKind.MINISTRY),
    (
        r"army|armies|armed forces|forces?|brigades?|battalions?|regiments?|divisions?|corps|troops|staff|"
        r"navy|rangers|marines|air arm|company|guards?|militia|military|command|"
        r"joint chiefs|air force|units?|artillery|gunners|wing|fighters",
        ActorKind.MILITARY,
    ),
    (
        r"police|governments?|council|president\w*|parliament|administration|authorit\w+|directorate|municipality|"
        r"(?:security|emergency|intelligence|border|state) service|public relations|bureau|department|embassy",
        ActorKind.AUTHORITY,
    ),
    (
        r"united nations|red cross|red crescent|trust|committee|hospital|foundation|association|union|doctors|"
        r"institute|centre|center|society|desk|watch",
        ActorKind.ORGANISATION,
    ),
    (
        r"mission|monitors?|monitoring|observers?|observation|mechanism|peacekeep\w+|co-chairs|mediators?|board|commission|group",
        ActorKind.MEDIATOR,
    ),
    (r"agency", ActorKind.AGENCY),
)
"""Words of a name, most telling first, and what it then names."""
_RANKS: Final = re.compile(
    r"(?i:^(?:[\w-]+ ){0,3}(?:lieutenant|major|brigadier|colonel|general|captain|sergeant|corporal|private|commander|"
    r"admiral|marshal|president|minister|spokesman|spokeswoman|spokesperson|ambassador|governor|judge|prosecutor|dr|mr|"
    r"mrs|ms|sheikh)\.? )(?=[A-Z])"
)
_PERSON: Final = re.compile(r"[A-Z][\w'’-]*\.?(?: (?:al-|ibn |bin |de |von |la |van )?[A-Z][\w'’-]*\.?){0,4}")
"""Up to five capitalised words; without a rank, at least two."""


def drop_rank(name: str) -> str:
    """A person's name without the rank or office before it; any other name as it is."""
    return _RANKS.sub("", name)


def guess_kind(name: str) -> ActorKind:
    """What an actor is: a rank before a name makes a person, else a body's word tells, else a state, else the form."""
    bare = drop_rank(name)
    if bare != name and _PERSON.fullmatch(bare) and "'s " not in bare and _kind_by_word(bare) is None:
        return ActorKind.PERSON
    kind = _kind_by_word(name)
    if kind is not None:
        return kind
    if find_country(name) or re.match(r"(?:republic|kingdom) of\b", name.casefold()):
        return ActorKind.STATE
    return ActorKind.PERSON if " " in name and name[:4] != "The " and _PERSON.fullmatch(name) else ActorKind.GROUP


def _kind_by_word(name: str) -> ActorKind | None:
    folded = name.casefold()
    return next((kind for words, kind in _KINDS if re.search(rf"\b(?:{words})\b", folded)), None)
