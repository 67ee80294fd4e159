"""Actors: states, authorities, bodies, people and outlets, with every name and their side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contactline.records.ids import ActorId, SideId


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    AUTHORITY = "authority"
    MINISTRY = "ministry"
    MILITARY = "military"
    PROSECUTOR = "prosecutor"
    OMBUDSMAN = "ombudsman"
    PERSON = "person"
    AGENCY = "agency"
    OUTLET = "outlet"
    ORGANISATION = "organisation"
    MEDIATOR = "mediator"
    GROUP = "group"


class NameType(StrEnum):
    """What kind of name it is."""

    NAME = "name"
    ALIAS = "alias"
    ACRONYM = "acronym"
    ADJECTIVE = "adjective"
    METONYM = "metonym"
    PEOPLE = "people"
    PEJORATIVE = "pejorative"


@dataclass(frozen=True, slots=True)
class ActorName:
    """One name of an actor; ``used_by`` is empty when everybody uses it."""

    text: str
    type: NameType
    language: str
    script: str
    used_by: tuple[SideId, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks or acts.

    Attributes:
        parent: the actor it belongs to or speaks for.
        role: a person's office, as a page would print it.
    """

    id: ActorId
    kind: ActorKind
    side: SideId
    names: tuple[ActorName, ...]
    parent: ActorId | None
    role: str
    source: str
