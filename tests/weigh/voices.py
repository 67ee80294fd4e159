"""Voices for tests of the model of roles and lines: who says what, without texts."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from contactline.records.estimates import Estimate
from contactline.records.ids import THIRD, SideId
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import RoleModel, Stance
from contactline.weigh.estimate.estimate import estimate_voices, load_roles
from contactline.weigh.estimate.evidence import FIRED, Evidence, Voice
from linkcases import MANDATE, NORTH, SOUTH

BLAMES, OWNS, NONE = Stance.BLAMES, Stance.OWNS, Stance.NONE
SURE = replace(load_roles(), error=0.0, error_low=0.0, error_high=0.0, capture=1.0, unattributed=1.0)
"""The model that ships, with nothing misread and everything collected: where its numbers are largest."""
_number = count()


def voice(side: SideId, stance: Stance, share: float = 1.0, root: str = "") -> Voice:
    """One origin; of third parties ``BLAMES`` names the north and ``OWNS`` the south."""
    key = root or f"origin {next(_number)}"
    return Voice(key, key, side, stance, share, ())


def voices(north: tuple[int, int, int], south: tuple[int, int, int], third: tuple[int, int, int]) -> list[Voice]:
    """As many origins of each camp as the counts say: blame, own fire, nobody."""
    groups = ((NORTH, north), (SOUTH, south), (THIRD, third))
    return [
        voice(side, stance)
        for side, counts in groups
        for stance, number in zip(Stance, counts, strict=True)
        for _ in range(number)
    ]


def mirror(said: list[Voice]) -> list[Voice]:
    """The same with the sides exchanged, as every word in it is."""
    other = {NORTH: SOUTH, SOUTH: NORTH, THIRD: THIRD}
    named = {BLAMES: OWNS, OWNS: BLAMES, NONE: NONE}
    return [
        replace(one, side=other[one.side], stance=named[one.stance] if one.side == THIRD else one.stance)
        for one in said
    ]


def estimate(said: list[Voice], model: RoleModel = SURE, question: str = FIRED, mandate: Mandate = MANDATE) -> Estimate:
    """The estimate of these voices."""
    return estimate_voices(question, Evidence(tuple(said), (), True), mandate, model)


def north_fired(said: list[Voice], model: RoleModel = SURE) -> float:
    """The probability that the north fired."""
    return estimate(said, model).hypotheses[0].probability


def ratio(said: list[Voice], model: RoleModel = SURE) -> float:
    """Decibans for fire of the north."""
    ledger = estimate(said, model).ledger
    if ledger is None:
        raise ValueError("these voices carry no number")
    return ledger.total
