"""The model of roles and party lines on one incident: the same sums as ``tables``, origin by origin.

Here each origin has its own probability of belonging, ``m``: its factor is ``m f + (1 − m) f0``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import THIRD, SideId
from contactline.records.rolemodels import Role, RoleTables, Stance, Stratum
from contactline.weigh.estimate.evidence import Voice
from contactline.weigh.estimate.tables import MOST

_DECIBAN: Final = 10.0 / math.log(10.0)
_LEAST: Final = 1e-300
_STANCES: Final = tuple(Stance)


@dataclass(frozen=True, slots=True)
class Setting:
    """What one incident is weighed with.

    Attributes:
        error: chance that a stance was misread.
        unattributed: how far a report that names nobody counts.
        captures: chance that a report of a side would be here, by side, the first one's before the second's.
    """

    tables: RoleTables
    error: float
    unattributed: float
    captures: Mapping[SideId, float]

    @property
    def sides(self) -> tuple[SideId, SideId]:
        """Both sides in their order."""
        first, second = self.captures
        return first, second


@dataclass(frozen=True, slots=True)
class Balance:
    """Decibans for fire of the first side against fire of the second.

    Attributes:
        camps: what the words (or the silence) of each side give, by side; the second side's already negative.
        third: of each third party's origin, in order.
    """

    camps: Mapping[SideId, float]
    third: tuple[float, ...]

    @property
    def total(self) -> float:
        """The sum; exactly the negative where the sides are exchanged."""
        return math.fsum((*self.camps.values(), *self.third))


def weigh_voices(voices: Sequence[Voice], setting: Setting) -> Balance:
    """The balance of some voices."""
    first, _ = setting.sides
    heard = find_heard(voices)
    camps = {}
    for side in setting.sides:
        points = _weigh_camp([voice for voice in heard if voice.side == side], setting, side)
        camps[side] = points if side == first else -points
    third = (weigh_third(voice, setting) if voice in heard else 0.0 for voice in voices if voice.side == THIRD)
    return Balance(camps, tuple(third))


def find_heard(voices: Sequence[Voice]) -> list[Voice]:
    """Of all that say the same for one camp the surest few: more of them are the same voice, only louder."""
    groups: dict[tuple[SideId, Stance], list[Voice]] = {}
    for voice in voices:
        groups.setdefault((voice.side, voice.stance), []).append(voice)
    return [voice for group in groups.values() for voice in sorted(group, key=lambda one: -one.share)[:MOST]]


def weigh_third(voice: Voice, setting: Setting) -> float:
    """Decibans for the first side's fire that one third party gives."""
    if voice.stance is Stance.NONE:
        return 0.0
    sure = (1.0 - setting.error) * voice.share
    right, wrong, _ = setting.tables.third
    background = setting.tables.third_background[0]
    points = _DECIBAN * math.log(_mix(sure, right, background) / _mix(sure, wrong, background))
    return points if voice.stance is Stance.BLAMES else -points


def _weigh_camp(voices: Sequence[Voice], setting: Setting, side: SideId) -> float:
    """Decibans that a camp's words give to its own fire."""
    capture, publishes = setting.captures[side], setting.tables.publishes
    silence = math.log1p(-capture * publishes[Role.FIRING]) - math.log1p(-capture * publishes[Role.VICTIM])
    if not voices:
        return _DECIBAN * silence
    said = Counter((voice.stance, voice.share) for voice in voices)
    raw = _log_camp(said, setting, capture, Role.FIRING) - _log_camp(said, setting, capture, Role.VICTIM)
    if all(stance is Stance.OWNS for stance, _ in said):
        raw = max(raw, silence)
    return _DECIBAN * raw


def _log_camp(said: Counter[tuple[Stance, float]], setting: Setting, capture: float, role: Role) -> float:
    tables = setting.tables
    lines = []
    for line in _STANCES:
        logs = [
            count * math.log(max(_chance_of(stance, line, share, setting, role), _LEAST))
            for (stance, share), count in sorted(said.items())
        ]
        lines.append(math.log(max(tables.line[role][line], _LEAST)) + math.fsum(logs))
    top = max(lines)
    spread = math.fsum(math.exp(line - top) for line in lines)
    speaks = math.log(max(tables.publishes[role], _LEAST)) if capture > 0.0 else 0.0
    return speaks + top + math.log(spread)


def _chance_of(stance: Stance, line: Stance, share: float, setting: Setting, role: Role) -> float:
    tables = setting.tables
    says = tables.follow * (stance is line) + (1.0 - tables.follow) * tables.off_line[role][stance]
    counts = setting.unattributed if stance is Stance.NONE else 1.0
    return _mix((1.0 - setting.error) * share * counts, says, tables.camp_background[stance])


def _mix(sure: float, chance: float, background: float) -> float:
    return sure * chance + (1.0 - sure) * background


def find_stratum(voices: Iterable[Voice], setting: Setting) -> Stratum:
    """The sort of incidents that this is calibrated with."""
    speak = {voice.side for voice in voices}
    both = speak.issuperset(setting.sides)
    if THIRD in speak:
        return Stratum.ALL if both else Stratum.THIRD
    return Stratum.BOTH_SIDES if both else Stratum.ONE_SIDE


def to_probability(decibans: float) -> float:
    """Probability from decibans of odds."""
    return 1.0 / (1.0 + math.exp(-max(-300.0, min(300.0, decibans)) / _DECIBAN))
