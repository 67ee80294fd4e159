"""The table of information credibility: what speaks for a value against what speaks against it.

After the Admiralty system (A–F, 1–6). Its words leave room; what we read into them is
``docs/decisions/0016-credibility.md``. The table is symmetric: it knows standings, not sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from contactline.records.grades import Credibility, Standing


class Weight(IntEnum):
    """How much speaks for or against a value, least first."""

    NOTHING = 0
    RESERVED = 1
    """Hedged words, hearsay, words that only an opponent relays, words since replaced by their own speaker."""
    INTERESTED = 2
    """Own interest; or contradiction by a voice that is at odds with itself."""
    GROUNDED = 3
    STRONG = 4
    CONFIRMED = 5
    """Two or more independent voices."""


class Evidence(StrEnum):
    """What is shown for a value, and what checking it gave."""

    NONE = "none"
    NAMED = "named, not examined"
    PASSED = "passed its checks"
    FAILED = "failed its checks"


_WEIGHTS: Final = {
    Standing.RESERVED: Weight.RESERVED,
    Standing.INTERESTED: Weight.INTERESTED,
    Standing.AT_ODDS: Weight.INTERESTED,
    Standing.NO_STAKE: Weight.GROUNDED,
    Standing.OWN_KNOWLEDGE: Weight.GROUNDED,
    Standing.THIRD: Weight.GROUNDED,
    Standing.WITNESS: Weight.STRONG,
    Standing.AGAINST_INTEREST: Weight.STRONG,
}


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who gives or contradicts a value.

    Attributes:
        voice: a side's id; of third parties the origin. Whatever one side says in how many texts ever is one voice.
        root: the origin of the words; copies share one, and one origin never makes two independent voices.
        standing: at this value.
    """

    voice: str
    root: str
    standing: Standing

    @property
    def weight(self) -> Weight:
        """What the standing weighs alone."""
        return _WEIGHTS[self.standing]

    @property
    def is_firm(self) -> bool:
        """Whether it is said without reservation."""
        return self.standing is not Standing.RESERVED


@dataclass(frozen=True, slots=True)
class Basis:
    """All that bears on one value."""

    support: tuple[Witness, ...]
    against: tuple[Witness, ...] = ()
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True)
class Judged:
    """What the table gives: the grade and the row and column that gave it."""

    credibility: Credibility
    support: Weight
    against: Weight

    @property
    def rule(self) -> str:
        """Name of the rule that fired, such as ``strong/interested``."""
        return f"{self.support.name}/{self.against.name}".lower()


_ONE, _TWO, _THREE, _FOUR, _FIVE, _SIX = (
    Credibility.CONFIRMED,
    Credibility.PROBABLE,
    Credibility.POSSIBLE,
    Credibility.DOUBTFUL,
    Credibility.IMPROBABLE,
    Credibility.OPEN,
)
_COLUMNS: Final = (Weight.NOTHING, Weight.INTERESTED, Weight.GROUNDED, Weight.STRONG, Weight.CONFIRMED)
_ROWS: Final = {
    # What speaks for it; against it: nothing, interested, grounded, strong, confirmed.
    Weight.RESERVED: (_SIX, _SIX, _FIVE, _FIVE, _FIVE),
    Weight.INTERESTED: (_SIX, _SIX, _FOUR, _FOUR, _FIVE),
    Weight.GROUNDED: (_THREE, _THREE, _FOUR, _FOUR, _FIVE),
    Weight.STRONG: (_TWO, _TWO, _THREE, _THREE, _FOUR),
    Weight.CONFIRMED: (_ONE, _TWO, _THREE, _THREE, _THREE),
}
TABLE: Final = {
    (row, column): grade for row, grades in _ROWS.items() for column, grade in zip(_COLUMNS, grades, strict=True)
}
"""(for, against) to the grade. Down every column grades only get better, but for the sixes, which judge nothing."""


def judge(basis: Basis) -> Judged:
    """The credibility of one value, by the table. Pure, and blind to who is which side.

    Raises:
        ValueError: nobody gives the value.
    """
    if not basis.support:
        raise ValueError("a value that nobody gives has no grade")
    support = _add_evidence(weigh_witnesses(basis.support), basis.evidence)
    against = weigh_witnesses(witness for witness in basis.against if witness.is_firm)
    return Judged(TABLE[support, against], support, against)


def weigh_witnesses(witnesses: Iterable[Witness]) -> Weight:
    """The best standing among them, or confirmed where two independent voices speak firmly."""
    known = list(witnesses)
    firm = [witness for witness in known if witness.is_firm]
    if count_independent(firm) > 1:
        return Weight.CONFIRMED
    return max((witness.weight for witness in firm or known), default=Weight.NOTHING)


def count_independent(witnesses: Iterable[Witness]) -> int:
    """How many independent voices there are: no more than voices, and no more than origins."""
    known = list(witnesses)
    return min(len({witness.voice for witness in known}), len({witness.root for witness in known}))


def _add_evidence(weight: Weight, evidence: Evidence) -> Weight:
    """Evidence that passed its checks lifts by one step, but makes no second voice; evidence merely named does not."""
    if evidence is not Evidence.PASSED or weight >= Weight.STRONG:
        return weight
    return Weight(weight + 1)
