"""Neutral words for places, kinds and days, the same on every page and in every sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from contactline.records.claims import Kind
from contactline.records.mandates import Side
from contactline.records.places import Place, PlaceName

KIND_PHRASES: Final[dict[Kind, str]] = {
    Kind.SHELLING: "Shelling",
    Kind.SMALL_ARMS_FIRE: "Small-arms fire",
    Kind.SNIPER_FIRE: "Sniper fire",
    Kind.CEASEFIRE_VIOLATION: "Ceasefire violation",
    Kind.ROCKET_ATTACK: "Rocket fire",
    Kind.AIR_STRIKE: "Air strike",
    Kind.DRONE_STRIKE: "Drone strike",
    Kind.SHOOTDOWN: "Aircraft shot down",
    Kind.MINE_EXPLOSION: "Mine explosion",
    Kind.EXPLOSION: "Explosion",
    Kind.GROUND_ATTACK: "Ground attack",
    Kind.ARMED_CLASH: "Armed clash",
    Kind.CAPTURE: "Capture of people",
    Kind.KILLING: "Deaths",
    Kind.MISTREATMENT: "Mistreatment of people",
    Kind.HUMAN_SHIELDING: "Military objectives among civilians",
    Kind.TERRITORY_CHANGE: "Change of control",
    Kind.CEASEFIRE: "Ceasefire",
    Kind.MONITORING: "Monitoring",
    Kind.OBSTRUCTION: "Access or mechanism blocked",
    Kind.UNSPECIFIED: "Incident",
    Kind.NONE: "Statement",
}
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # English whatever the locale of the machine


def make_place_title(place: Place, sides: Sequence[Side]) -> str:
    """The names that the two sides use, as equals: Latin script where there is one, A to Z, joined by a slash."""
    chosen = {_name_of(place, side) for side in sides} - {""}
    if not chosen:
        chosen = {place.names[0].text} if place.names else {str(place.id)}
    return " / ".join(sorted(chosen, key=lambda text: (text.casefold(), text)))


def make_day_title(first: date, last: date) -> str:
    """One day or a run of days, such as ``4 July 2017``, ``27–28 April 2016`` or ``30 June – 2 July 2017``."""
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {say_day(last)}"
    return f"{say_day(first)} – {say_day(last)}"


def make_month_title(day: date) -> str:
    """The month that a day lies in, such as ``April 2016``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def say_day(day: date) -> str:
    """``4 July 2017``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _name_of(place: Place, side: Side) -> str:
    """A side's own name for a place, or the name that everybody uses, or nothing."""
    own = [name for name in place.names if side.id in name.used_by]
    common = [name for name in place.names if not name.used_by]
    ranked = sorted(enumerate(own or common), key=lambda item: (*_rank(item[1]), item[0]))
    return ranked[0][1].text if ranked else ""


def _rank(name: PlaceName) -> tuple[bool, bool]:
    return name.script != "Latn", name.type != "name"
