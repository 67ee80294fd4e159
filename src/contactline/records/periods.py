"""Period views: how many incidents were claimed, and how many of them corroborated, by whom, of what, where and when.

Counts of reports about incidents, not of incidents: what nobody reported, or nobody read here, is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contactline.records.claims import Kind
from contactline.records.estimates import Total
from contactline.records.ids import IncidentId, PlaceId, SideId


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of incidents with its band.

    Attributes:
        count: as linking stands.
        low, high: the middle 90 % of what the number would be, when each claim belongs to its incident only as surely
            as linking says, and linking keeps apart and joins as often as it does in simulation. The count may lie
            outside: a single report is often a piece of another incident.
    """

    count: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or self.count < 0:
            raise ValueError(f"not a number with its band: {self.count} ({self.low}–{self.high})")


@dataclass(frozen=True, slots=True)
class Pair:
    """Incidents of one sort: claimed, and corroborated among them."""

    claimed: Tally
    corroborated: Tally


@dataclass(frozen=True, slots=True)
class Read:
    """How much was read: reports by the side of their publisher (``None`` where it is not known), and origins."""

    reports: tuple[tuple[SideId | None, int], ...]
    origins: int

    @property
    def total(self) -> int:
        """Reports of all sides."""
        return sum(number for _, number in self.reports)


@dataclass(frozen=True, slots=True)
class DoerRow:
    """Incidents in which one side is said to have fired, by whom it is said and by whom denied.

    Attributes:
        side: who is said to have fired; ``None`` for incidents of fire in which nobody says who did.
        said_by, denied_by: incidents by side of the speaker, in the mandate's order, third parties last. What a side
            says of itself is an admission.
    """

    side: SideId | None
    pair: Pair
    said_by: tuple[tuple[SideId, int], ...]
    denied_by: tuple[tuple[SideId, int], ...]


@dataclass(frozen=True, slots=True)
class ReporterRow:
    """Incidents that one side reports.

    Attributes:
        said: it says that they happened.
        alone: nobody else does.
        denied: it says that they did not.
    """

    side: SideId
    pair: Pair
    said: int
    alone: int
    denied: int


@dataclass(frozen=True, slots=True)
class SortRow:
    """Incidents of one kind, place or week: all of them, and by whom said to have fired.

    Attributes:
        doers: for each side of the mandate, in its order.
        read: reports and origins that speak of them; of a week, the reports published in it and their origins.
    """

    pair: Pair
    doers: tuple[tuple[SideId, Pair], ...]
    read: Read
    incidents: tuple[IncidentId, ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind."""

    kind: Kind
    row: SortRow


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place, as incidents name it first; ``None`` where none is known."""

    place: PlaceId | None
    row: SortRow


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week by its Monday, in the mandate's zone; ``None`` where the week is not known.

    Attributes:
        unsettled: incidents whose time reaches into another week; they count where most of their time lies.
    """

    monday: date | None
    row: SortRow
    unsettled: int = 0


@dataclass(frozen=True, slots=True)
class PeriodView:
    """All counts of a period.

    Attributes:
        first, last: days that the period was asked for; ``None`` where it is open.
        incidents: in the period, those that are only recalled left out.
        left_out: incidents without a time that a period asked for could not place.
        in_episodes: of the incidents, how many are hypotheses inside hours too dense to tell apart.
        read: all reports that speak of the incidents.
        totals: of killed and wounded, each estimated by itself.
    """

    first: date | None
    last: date | None
    zone: str
    incidents: int
    left_out: int
    in_episodes: int
    pair: Pair
    read: Read
    doers: tuple[DoerRow, ...]
    reporters: tuple[ReporterRow, ...]
    kinds: tuple[KindRow, ...]
    places: tuple[PlaceRow, ...]
    weeks: tuple[WeekRow, ...]
    totals: tuple[Total, ...] = ()

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("a period ends after it begins")
