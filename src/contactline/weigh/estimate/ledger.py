"""The sum behind a number, line by line, in decibans."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from contactline.records.estimates import Ledger, WeightLine, Worth
from contactline.records.ids import THIRD, ClaimId, SideId
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import Stance
from contactline.weigh.estimate.evidence import Voice
from contactline.weigh.estimate.single import Setting, find_heard, weigh_third, weigh_voices
from contactline.weigh.estimate.tables import MOST
from contactline.weigh.estimate.verdicts import CAP, Verdict
from contactline.weigh.phrases import say_side

_SAYS: Final = {
    Stance.BLAMES: ("names the other side", "name the other side"),
    Stance.OWNS: ("owns to it", "own to it"),
    Stance.NONE: ("names nobody", "name nobody"),
}


def make_ledger(voices: Sequence[Voice], setting: Setting, verdict: Verdict, mandate: Mandate, did: str) -> Ledger:
    """The ledger of a verdict.

    Args:
        voices: that it rests on.
        setting: parameters.
        verdict: what is said.
        mandate: names of the sides.
        did: what is asked of either, such as ``fired``.
    """
    lines = [WeightLine("Before anything is heard: neither side is presumed", 0.0)]
    lines += [_make_camp(side, voices, setting, mandate) for side in setting.sides]
    heard = find_heard(voices)
    third = [voice for voice in voices if voice.side == THIRD]
    lines += [_make_third(voice, setting, mandate, did, is_heard=voice in heard) for voice in third]
    lines += _iter_corrections(verdict, math.fsum(line.points for line in lines))
    first, second = (say_side(side, mandate) for side in setting.sides)
    total = math.fsum(line.points for line in lines)
    return Ledger(f"that {first} {did}, against that {second} did", tuple(lines), total)


def _make_camp(side: SideId, voices: Sequence[Voice], setting: Setting, mandate: Mandate) -> WeightLine:
    own = [voice for voice in voices if voice.side == side]
    points = weigh_voices(own, setting).camps[side]
    name = say_side(side, mandate)
    if not own:
        return WeightLine(f"{name}: nothing of it is here", points)
    parts = tuple(_find_worth(voice, own, setting, side) for voice in own)
    return WeightLine(f"{name}: {_count(own)}", points, _labels(own), _claims(own), parts)


def _count(voices: Sequence[Voice]) -> str:
    counts = Counter(voice.stance for voice in voices)
    said = ", ".join(f"{counts[stance]} {_SAYS[stance][counts[stance] != 1]}" for stance in Stance if counts[stance])
    return f"{said}; more than {MOST} that say the same count as {MOST}" if max(counts.values()) > MOST else said


def _find_worth(voice: Voice, own: Sequence[Voice], setting: Setting, side: SideId) -> Worth:
    whole, nothing = (weigh_voices(some, setting).camps[side] for some in (own, []))
    without = weigh_voices([other for other in own if other is not voice], setting).camps[side]
    alone = weigh_voices([voice], setting).camps[side] - nothing
    return Worth(voice.label, voice.claims, _say_share(voice, _SAYS[voice.stance][0]), alone, whole - without)


def _say_share(voice: Voice, text: str) -> str:
    return text if voice.share >= 1.0 else f"{text}; belongs here with {100 * voice.share:.0f} %"


def _make_third(voice: Voice, setting: Setting, mandate: Mandate, did: str, *, is_heard: bool) -> WeightLine:
    first, second = setting.sides
    named = {Stance.BLAMES: say_side(first, mandate), Stance.OWNS: say_side(second, mandate)}.get(voice.stance)
    text = f"{voice.label}, a third party, " + (f"says that {named} {did}" if named else "names nobody")
    if not is_heard:
        text += f"; more than {MOST} that say the same count as {MOST}"
    points = weigh_third(voice, setting) if is_heard else 0.0
    return WeightLine(_say_share(voice, text), points, (voice.label,), voice.claims)


def _iter_corrections(verdict: Verdict, so_far: float) -> Iterator[WeightLine]:
    """What the calibration and the cap take away; the lines then add up to what is said."""
    if verdict.corrected != verdict.raw:
        yield WeightLine("Calibration: such sums have proved too firm", verdict.corrected - so_far)
        so_far = verdict.corrected
    if verdict.decibans != verdict.corrected:
        text = f"No calibration is in force: nothing is said beyond {CAP:g} decibans"
        yield WeightLine(text, verdict.decibans - so_far)


def _labels(voices: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(voice.label for voice in voices))


def _claims(voices: Sequence[Voice]) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(claim for voice in voices for claim in voice.claims))
