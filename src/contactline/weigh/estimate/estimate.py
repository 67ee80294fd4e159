"""Evidence to estimates: the number with its words, range and sum, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from contactline.records.estimates import Basis, Calibration, Estimate, Hypothesis, Likelihood, find_likelihood
from contactline.records.ids import THIRD, ClaimId
from contactline.records.incidents import Origin
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import RoleModel, Stance
from contactline.reference.weighing import parse_roles
from contactline.weigh.estimate.evidence import FIRED, FIRED_FIRST, Evidence, Voice, find_evidence
from contactline.weigh.estimate.ledger import make_ledger
from contactline.weigh.estimate.sensitivity import find_dependences, find_missing
from contactline.weigh.estimate.single import Setting, find_stratum, to_probability, weigh_voices
from contactline.weigh.estimate.verdicts import Verdict, reach_verdict
from contactline.weigh.phrases import say_side
from contactline.weigh.said import Statement

_SURE: Final = 0.9
"""Origins that belong less surely than this are left out one by one to find the range."""
_DID: Final = {FIRED: "fired", FIRED_FIRST: "fired first"}
_RAISED_BY_NOBODY: Final = {FIRED: "Nobody says that anybody fired.", FIRED_FIRST: "Nobody says who fired first."}


@cache
def load_roles() -> RoleModel:
    """The model that ships."""
    return parse_roles(files("contactline.weigh.estimate").joinpath("roles.toml").read_text("utf-8"), "roles.toml")


def make_estimates(
    statements: Sequence[Statement],
    shares: Mapping[ClaimId, float],
    origins: Sequence[Origin],
    mandate: Mandate,
    model: RoleModel | None = None,
) -> tuple[Estimate, Estimate]:
    """Who fired, and who fired first.

    Args:
        statements: all of the incident.
        shares: how surely each claim belongs to it.
        origins: of its reports.
        mandate: the sides in their order; its own parameters count before those that ship.
        model: parameters to use instead of either.
    """
    model = model or mandate.weighing or load_roles()
    first, second = (
        _Estimator(question, find_evidence(question, statements, shares, origins, mandate), mandate, model).make()
        for question in (FIRED, FIRED_FIRST)
    )
    return first, second


def estimate_voices(question: str, evidence: Evidence, mandate: Mandate, model: RoleModel) -> Estimate:
    """The estimate of one question from evidence at hand."""
    return _Estimator(question, evidence, mandate, model).make()


class _Estimator:
    """Makes the estimate of one question of one incident."""

    def __init__(self, question: str, evidence: Evidence, mandate: Mandate, model: RoleModel) -> None:
        self._question = question
        self._evidence = evidence
        self._voices = evidence.voices
        self._mandate = mandate
        self._model = model
        self._sides = tuple(side.id for side in mandate.sides)
        self._setting = self._make_setting(model.error)

    def _make_setting(self, error: float, name: str = "") -> Setting:
        tables = self._model.alternatives[name] if name else self._model.tables
        captures = {side: self._model.captures.get(side, self._model.capture) for side in self._sides}
        if self._question == FIRED_FIRST:
            captures = dict.fromkeys(captures, 0.0)  # who says nothing of the order is not silent on the incident
        return Setting(tables, error, self._model.unattributed, captures)

    def make(self) -> Estimate:
        basis, why = self._find_basis()
        if basis is not None:
            return self._make(text=f"Insufficient basis. {why}", basis=basis, notes=tuple(self._iter_unheard()))
        stratum = find_stratum(self._voices, self._setting)
        calibration = self._model.find_calibration(stratum)
        verdict = self._reach(self._voices, self._setting, calibration)
        chances = [self._reach(voices, setting, calibration).probability for voices, setting in self._vary()]
        low, high = min(chances), max(chances)
        did, names = _DID[self._question], [say_side(side, self._mandate) for side in self._sides]
        other = to_probability(-verdict.decibans)
        hypotheses = tuple(
            Hypothesis(
                str(side), f"{name} {did}", chance, min(least, chance), max(most, chance), find_likelihood(chance)
            )
            for side, name, (chance, least, most) in zip(
                self._sides,
                names,
                ((verdict.probability, low, high), (other, 1.0 - high, 1.0 - low)),
                strict=True,
            )
        )
        reach = self._reach_again
        return self._make(
            text=_say_answer(hypotheses),
            hypotheses=hypotheses,
            ledger=make_ledger(self._voices, self._setting, verdict, self._mandate, did),
            dependences=find_dependences(self._voices, verdict, reach, self._mandate, did),
            missing=find_missing(self._voices, reach, self._mandate, did),
            calibration=calibration,
            notes=tuple(self._iter_notes()),
        )

    def _make(self, text: str, **values: object) -> Estimate:
        model = self._model
        return Estimate(self._question, text, model.version, model.about, **values)  # type: ignore[arg-type]

    def _find_basis(self) -> tuple[Basis | None, str]:
        did = _DID[self._question]
        speaking = [voice for voice in self._voices if voice.stance is not Stance.NONE]
        if not self._evidence.is_raised:
            return Basis.NOT_ASKED, _RAISED_BY_NOBODY[self._question]
        if not speaking:
            return Basis.NO_STANCE, (
                f"Nobody says without reservation which side {did}: what there is, is hedged, is passed on by the "
                "other side alone, or only denies."
            )
        if len({voice.root for voice in speaking}) == 1:
            return Basis.ONE_ORIGIN, f"All that says who {did} goes back to one origin."
        owning = {voice.side for voice in speaking if voice.side != THIRD and voice.stance is Stance.OWNS}
        if self._question == FIRED and len(owning) == len(self._sides):
            return Basis.BOTH_OWN, "Both sides own to fire; what is left to ask is who fired first."
        return None, ""

    def _reach(self, voices: Sequence[Voice], setting: Setting, calibration: Calibration) -> Verdict:
        return reach_verdict(weigh_voices(voices, setting).total, calibration)

    def _reach_again(self, voices: Sequence[Voice]) -> Verdict | None:
        """The verdict on other voices; ``None`` where they carry none."""
        again = _Estimator(self._question, Evidence(tuple(voices), (), True), self._mandate, self._model)
        basis, _ = again._find_basis()
        if basis is not None:
            return None
        calibration = self._model.find_calibration(find_stratum(voices, self._setting))
        return self._reach(voices, self._setting, calibration)

    def _vary(self) -> Iterator[tuple[Sequence[Voice], Setting]]:
        """Voices and settings that could as well hold."""
        model = self._model
        for name in ("", *model.alternatives):
            for error in sorted({model.error_low, model.error, model.error_high}):
                yield self._voices, self._make_setting(error, name)
        for unsure in self._voices:
            if unsure.share < _SURE:
                yield [voice for voice in self._voices if voice is not unsure], self._setting

    def _iter_notes(self) -> Iterator[str]:
        speak = {voice.side for voice in self._voices}
        silent = [side for side in self._sides if side not in speak]
        for side in silent:
            yield f"Nothing firm of {say_side(side, self._mandate)} is here on this; it may not have been asked yet."
        if not silent and THIRD not in speak:
            yield "No third party speaks of it: on such incidents the sides’ words alone settle little."
        yield from self._iter_unheard()
        if self._question == FIRED_FIRST:
            yield "Weighed as who fired is; how the sides speak of the order has not been measured apart."

    def _iter_unheard(self) -> Iterator[str]:
        if self._evidence.is_raised and self._evidence.unheard:
            yield "Without a stance that counts: " + ", ".join(self._evidence.unheard) + "."


def _say_answer(hypotheses: Sequence[Hypothesis]) -> str:
    one, other = hypotheses
    if one.word is other.word:
        return f"The accounts leave it open: {one.word} that {one.text}, and {other.word} that {other.text}."
    first, second = (one, other) if one.probability > other.probability else (other, one)
    if find_likelihood(first.low) is Likelihood.EVEN:
        return (
            f"The accounts leave it nearly open: {first.word} that {first.text}, but at the other end of its range no "
            f"more than a {Likelihood.EVEN}."
        )
    return f"On these accounts it is {first.word} that {first.text}, and {second.word} that {second.text}."
