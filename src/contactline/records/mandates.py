"""The mandate: the deployment's own file of sides, actors, places, clocks and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contactline.records.actors import Actor
from contactline.records.countmodels import CountModels
from contactline.records.grades import SourceGrade
from contactline.records.ids import THIRD, ActorId, AgreementId, SideId
from contactline.records.places import Place
from contactline.records.rolemodels import RoleModel


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides. ``title`` is what a page calls it and what it is ordered by."""

    id: SideId
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument that reports refer to."""

    id: AgreementId
    date: str
    title: str
    form: str
    signatories: tuple[ActorId, ...]
    contested_by: tuple[ActorId, ...]
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Register:
    """Where a row of a mandate comes from."""

    id: str
    title: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """Everything a deployment says about its line of contact.

    Attributes:
        version: the compiler's own version of the folder.
        digest: ``sha256:…`` over the folder's files: two runs with the same digest resolve alike.
        zone: IANA zone of clock times that name no other.
        period: first and last day that the compilation is meant for, or ``None``.
        sides: exactly two, in the order of their titles, which is the order on every page.
        reliability: what somebody holds of a source, older rows included, in the order of actors and days.
        weighing: the deployment's own parameters of who fired; ``None`` for those that ship.
        counts: the deployment's own parameters of how many were killed or wounded; ``None`` for those that ship.
    """

    name: str
    title: str
    version: str
    digest: str
    licence: str
    note: str
    zone: str
    period: tuple[date, date] | None
    languages: tuple[str, ...]
    sides: tuple[Side, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    agreements: tuple[Agreement, ...]
    sources: tuple[Register, ...]
    reliability: tuple[SourceGrade, ...] = ()
    weighing: RoleModel | None = None
    counts: CountModels | None = None

    def __post_init__(self) -> None:
        if len(self.sides) != 2:
            raise ValueError("a mandate has exactly two sides")
        if [side.title for side in self.sides] != sorted(side.title for side in self.sides):
            raise ValueError("sides stand in the order of their titles")

    def side_title(self, side: SideId | None) -> str:
        """What a page calls a side; third parties and unknown ones too."""
        for known in self.sides:
            if known.id == side:
                return known.title
        return "Third parties" if side == THIRD else "Side not known"

    def other_side(self, side: SideId | None) -> SideId | None:
        """The opposite side, or ``None`` for third parties and unknown ones."""
        first, second = self.sides
        return {first.id: second.id, second.id: first.id}.get(side) if side else None

    def find_reliability(self, actor: ActorId | None) -> SourceGrade | None:
        """The grade of a source that is in force: its newest row."""
        rows = [row for row in self.reliability if row.actor == actor]
        return max(rows, key=lambda row: row.graded_on, default=None)
