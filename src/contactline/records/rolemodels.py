"""Parameters of the model of roles and party lines: how a camp speaks by its role in an incident, never by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType

from contactline.records.estimates import Calibration


class Stance(IntEnum):
    """What an origin of a camp says on who fired; also the line that the camp may hold. Of third parties see there."""

    BLAMES = 0
    """The other side."""
    OWNS = 1
    """Its own side fired."""
    NONE = 2
    """It tells of the incident and names nobody."""


class Role(IntEnum):
    """What a camp is in an incident under a hypothesis."""

    VICTIM = 0
    """It was fired at."""
    FIRING = 1
    FABRICATOR = 2
    """Nothing happened, and it says that the other side fired."""
    ACCUSED = 3
    """Nothing happened, and it is said to have fired."""


class Stratum(StrEnum):
    """Sorts of incidents that are calibrated apart: who speaks decides how far a probability can be trusted."""

    ONE_SIDE = "one side only"
    BOTH_SIDES = "both sides, no third party"
    THIRD = "third parties and at most one side"
    ALL = "both sides and third parties"


Three = tuple[float, float, float]
Four = tuple[Three, Three, Three, Three]


@dataclass(frozen=True, slots=True)
class RoleTables:
    """The numbers that are fitted. Every three stand in the order of :class:`Stance`, every four in that of Role.

    Attributes:
        publishes: chance that a camp says anything at all, by role.
        line: chances of the line that it holds, by role; a camp that was fired at never holds that it fired itself.
        follow: chance that an outlet follows its camp's line.
        off_line: what it says otherwise, by role.
        third: what a third party's origin says: names the side that fired, the other one, nobody.
        camp_background: what origins of camps say over all, which an origin misread or misplaced counts as.
        third_background: the same of third parties: a side, the other side, nobody.
    """

    publishes: tuple[float, float, float, float]
    line: Four
    follow: float
    off_line: Four
    third: Three
    camp_background: Three
    third_background: Three


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Tables with all that is needed to use and to judge them.

    Attributes:
        version: as it is shown; changes whenever a number does.
        about: how the numbers came about, in a sentence.
        fitted_on: the day, or ``None`` where they were set by hand.
        count: of incidents fitted on.
        seeds: of the simulator, where it made these.
        staged: prior probability that nothing happened and one side invented it; held, never fitted, never put out.
        error: chance that a stance was misread, with its range ``error_low`` to ``error_high``.
        error_source: where it was measured.
        capture: chance that a report of a camp would be here, had there been one; 0 lets silence weigh nothing.
        unattributed: how far a camp's report that names nobody counts as its choice to name nobody, 0 to 1; 0 as long
            as it is not measured how often a reader, or a report's writer, just leaves out who fired.
        captures: the same as ``capture`` for single sides by id, where it was measured apart.
        alternatives: other tables, by name, that could as well hold: they make the range of an estimate.
        calibrations: in force, by stratum.
    """

    version: str
    about: str
    tables: RoleTables
    staged: float
    error: float
    error_low: float
    error_high: float
    error_source: str
    capture: float
    unattributed: float = 0.0
    fitted_on: date | None = None
    count: int = 0
    seeds: tuple[int, ...] = ()
    captures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    alternatives: Mapping[str, RoleTables] = field(default_factory=lambda: MappingProxyType({}))
    calibrations: tuple[Calibration, ...] = ()

    def find_calibration(self, stratum: Stratum) -> Calibration:
        """The correction for a sort of incidents; one that changes nothing where none was measured."""
        for calibration in self.calibrations:
            if calibration.stratum == stratum:
                return calibration
        return Calibration(stratum)
