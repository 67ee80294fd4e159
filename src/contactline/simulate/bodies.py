"""Who speaks: two invented states with their ministries, people and press, and third parties. All names invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.simulate.line import SIDES


@dataclass(frozen=True, slots=True)
class State:
    """One of the two sides.

    Attributes:
        name, adjective, people: "Iskarda", "Iskardan", "Iskardans".
        capital: also said for its government.
        speaker: spokesperson of the ministry of defence.
        minister: of defence.
        towns: where its outlets are.
    """

    side: str
    name: str
    adjective: str
    people: str
    capital: str
    speaker: str
    minister: str
    towns: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id of the actor in the mandate."""
        return self.name.lower()

    @property
    def ministry(self) -> str:
        """Its ministry of defence."""
        return f"{self.adjective} Defence Ministry"

    @property
    def prosecutors(self) -> str:
        """Its prosecutors."""
        return f"Prosecutor General's Office of {self.name}"


STATES: Final = (
    State(
        SIDES[0],
        "Iskarda",
        "Iskardan",
        "Iskardans",
        "Tolumir",
        "Edra Falkesk",
        "Hale Quelin",
        ("Tolumir", "Vessengard", "Orlopa", "Kestrine", "Malvedo", "Ilmarene", "Sotternau", "Brunavel"),
    ),
    State(
        SIDES[1],
        "Velmora",
        "Velmoran",
        "Velmorans",
        "Harsenby",
        "Corin Tarnel",
        "Jana Skarnov",
        ("Harsenby", "Quillane", "Dorsemere", "Pelgrune", "Ostavine", "Lundrelle", "Tamsine", "Varrowby"),
    ),
)
PAPERS: Final = ("Herald", "Courier", "Gazette", "Tribune", "Observer")
WIRE_NAMES: Final = ("Compass", "Lantern", "Beacon", "Harbour", "Capstan", "Foghorn", "Pilot", "Semaphore")
WIRE_SORTS: Final = ("Wire", "News Agency", "Report", "Digest", "Newsroom")
MISSION: Final = "Line Observation Mission"
MISSION_ID: Final = "line-observation-mission"
MISSION_HEAD: Final = "Ulva Brennick"
MEDIATORS: Final = "Forum of Mediators"
RELIEF: Final = "Lantern Relief Society"
REGION: Final = "Marrow Strip"
DISTRICTS: Final = (
    ("Arventi", "Arventov"),
    ("Bolmiru", "Bolmirsk"),
    ("Cassowe", "Kassov"),
    ("Drellume", "Drellumo"),
    ("Embraske", "Embrasko"),
    ("Fostune", "Fostunik"),
    ("Gavriske", "Gavrisko"),
    ("Hollume", "Gollumo"),
)
"""Districts from west to east, with their names in each side's language."""

OUTLETS: Final = (
    *(tuple(f"{town} {paper}" for town in state.towns for paper in PAPERS) for state in STATES),
    tuple(f"{name} {sort}" for name in WIRE_NAMES for sort in WIRE_SORTS),
)
"""Names of outlets: of the first side, of the second side, of third parties; in the order of their numbers."""


def find_outlet(number: int) -> str:
    """Name of an outlet by its number over all camps."""
    size = len(OUTLETS[0])
    return OUTLETS[number // size][number % size]


def find_district(place: int, places: int) -> int:
    """The district of a place; places are numbered from west to east."""
    return place * len(DISTRICTS) // places


def make_slug(name: str) -> str:
    """A name as an id."""
    return "-".join(name.lower().replace("'", "").split())
