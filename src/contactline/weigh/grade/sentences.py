"""Why a value has its number, in a sentence: what speaks for it, then what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from contactline.records.grades import Standing
from contactline.records.ids import THIRD, SideId
from contactline.records.mandates import Mandate
from contactline.weigh.grade.rules import Evidence, Judged, Weight, Witness, count_independent
from contactline.weigh.grade.witnesses import ValueBasis
from contactline.weigh.phrases import say_list, say_side

_BEST_FIRST: Final = tuple(Standing)
_HOW: Final = {
    Standing.AGAINST_INTEREST: "against {its} own interest",
    Standing.WITNESS: "first hand",
    Standing.THIRD: "",
    Standing.OWN_KNOWLEDGE: "of {its} own people or property",
    Standing.NO_STAKE: "",
    Standing.INTERESTED: "in {its} own interest",
    Standing.AT_ODDS: "which also says otherwise",
    Standing.RESERVED: "with reservation or only as quoted by others",
}


def say_grade(judged: Judged, basis: ValueBasis, mandate: Mandate) -> str:
    """The reason for one grade."""
    known = basis.basis
    against = [witness for witness in known.against if witness.is_firm]
    parts = [
        _say_support(judged.support, known.support, mandate),
        _say_against(judged.against, against, mandate),
        _say_copies(known.support, mandate),
        "A speaker who gave it has since given another value." if basis.revised else "",
        _EVIDENCE[known.evidence],
    ]
    return " ".join(part for part in parts if part)


_EVIDENCE: Final = {
    Evidence.NONE: "",
    Evidence.NAMED: "Evidence is named for it; nobody has examined it, so it adds nothing.",
    Evidence.PASSED: "Evidence shown for it passed its checks.",
    Evidence.FAILED: "Evidence shown for it failed its checks and adds nothing.",
}


def _say_support(weight: Weight, support: Sequence[Witness], mandate: Mandate) -> str:
    if weight is Weight.RESERVED:
        return "Nobody says it without reservation."
    firm = [witness for witness in support if witness.is_firm]
    voices = _say_voices(firm, mandate)
    if count_independent(firm) > 1:
        return f"Independent voices give it: {voices}."
    if len({witness.voice for witness in firm}) > 1:
        return f"All words for it have one origin: {voices}."
    return f"Only one voice gives it: {voices}."


def _say_against(weight: Weight, against: Sequence[Witness], mandate: Mandate) -> str:
    if weight is Weight.NOTHING:
        return "Nobody contradicts it."
    return f"It is contradicted by {_say_voices(against, mandate)}."


def _say_copies(support: Sequence[Witness], mandate: Mandate) -> str:
    """That several texts of one side are one voice, where there are several."""
    for side in (side.id for side in mandate.sides):
        roots = {witness.root for witness in support if witness.voice == side and witness.is_firm}
        if len(roots) > 1:
            return f"{len(roots)} origins of {say_side(side, mandate)} count as one voice."
    return ""


def _say_voices(witnesses: Iterable[Witness], mandate: Mandate) -> str:
    """Each voice with its best standing, in the order of the sides, third parties last as a number."""
    best: dict[str, Standing] = {}
    for witness in witnesses:
        standing = best.get(witness.voice, witness.standing)
        best[witness.voice] = min(standing, witness.standing, key=_BEST_FIRST.index)
    sides = [side.id for side in mandate.sides]
    words = [f"{say_side(side, mandate)}{_how(best[side], 'its')}" for side in sides if side in best]
    thirds = [standing for voice, standing in best.items() if voice not in sides]
    if thirds:
        words.append(_say_thirds(thirds, mandate))
    return say_list(words, len(words))


def _say_thirds(standings: Sequence[Standing], mandate: Mandate) -> str:
    number = len(standings)
    name = "a third party" if number == 1 else f"{number} {say_side(SideId(THIRD), mandate)}"
    return name + _how(min(standings, key=_BEST_FIRST.index), "its" if number == 1 else "their")


def _how(standing: Standing, its: str) -> str:
    words = _HOW[standing].format(its=its)
    return f" ({words})" if words else ""
