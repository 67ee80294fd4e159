"""Persons of the casualty register who are children: all spellings of their names are to be hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contactline.publish.children import names_a_child
from contactline.records.ids import PersonId
from contactline.records.persons import CasualtyRegister, PersonMention

_ADULT: Final = 18  # Convention on the Rights of the Child, article 1


def find_children(register: CasualtyRegister) -> Mapping[PersonId, tuple[str, ...]]:
    """Names as written, by person, of everybody whom any mention makes a child.

    So a report that gives the name in another script, without the age, does not give away what others withhold.
    """
    return {
        person.id: tuple(dict.fromkeys(mention.name for mention in person.mentions if mention.name))
        for person in register.persons
        if any(is_child(mention) for mention in person.mentions)
    }


def is_child(mention: PersonMention) -> bool:
    """Whether an age, a year of birth or the words at the name make the person a child."""
    if mention.age is not None and mention.age < _ADULT:
        return True
    if mention.born is not None:
        return mention.given_at is None or mention.given_at.year - mention.born <= _ADULT
    return mention.age is None and names_a_child(mention.name)
