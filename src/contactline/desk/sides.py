"""The side that a report's metadata state, in the mandate's own word for it."""

from __future__ import annotations

from dataclasses import replace

from contactline._kit.folding import fold_name
from contactline.records.actors import ActorKind, NameType
from contactline.records.ids import THIRD, SideId
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.reference.countries import find_country

_TELLING = frozenset({NameType.NAME, NameType.ALIAS, NameType.ACRONYM, NameType.ADJECTIVE, NameType.PEOPLE})


def settle_side(report: Report, mandate: Mandate) -> Report:
    """The report with its side as the mandate's id, where its user wrote the side's title or its state's name.

    The id and the text of the report stay; a word that means no side or several stays too.
    """
    stated = report.meta.side
    side = find_side(stated, mandate) if stated else None
    return replace(report, meta=replace(report.meta, side=side)) if side and side != stated else report


def find_side(word: str, mandate: Mandate) -> SideId | None:
    """The one side that a word means: its id, its title, or a name, adjective or people of its state."""
    folded = fold_name(word.strip())
    country = find_country(word)
    found = {side.id for side in mandate.sides if folded in {fold_name(side.id), fold_name(side.title)}}
    found |= {side.id for side in mandate.sides if country and side.id == country.code}
    found |= {side for side, names in _state_names(mandate) if folded in names}
    if folded == THIRD:
        return THIRD
    return found.pop() if len(found) == 1 else None


def _state_names(mandate: Mandate) -> list[tuple[SideId, set[str]]]:
    own = {side.id for side in mandate.sides}
    return [
        (actor.side, {fold_name(name.text) for name in actor.names if name.type in _TELLING})
        for actor in mandate.actors
        if actor.side in own and actor.kind in {ActorKind.STATE, ActorKind.AUTHORITY} and actor.parent is None
    ]
