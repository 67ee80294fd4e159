from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Kind,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Order,
    Polarity,
    Status,
)
from contactline.records.ids import ActorId, SideId
from contactline.records.mandates import Mandate
from contactline.resolve.acts import settle_act
from resolve.claims import Story

STORY = Story("They heard and fired; two were killed.")
OTHER = {"NO": "SU", "SU": "NO"}


def make(
    speaker: str | None,
    actor: str | None = None,
    victims: str | None = None,
    *,
    kind: Kind = Kind.SHELLING,
    modality: Modality = Modality.FACT,
    polarity: Polarity = Polarity.POSITIVE,
    order: Order = Order.NOT_STATED,
    form: NumberForm = NumberForm.EXACT,
    act: Act = Act.STATES,
) -> Claim:
    base = Story("They heard and fired; two were killed.").claim(act=act, modality=modality, polarity=polarity)
    number = 0 if form is NumberForm.NONE else 2
    loss = STORY.loss("two", number, form)
    losses: tuple[Casualties, ...] = ()
    if victims:
        losses = (replace(loss, victims=replace(loss.victims, side=SideId(victims))),)
    actors = (Mention("They", STORY.quote("They"), side=SideId(actor)),) if actor else ()
    return replace(
        base,
        speaker=replace(base.speaker, side=SideId(speaker) if speaker else None),
        occurrence=Occurrence(kind=kind, actors=actors, order=order),
        casualties=losses,
    )


@pytest.mark.parametrize("side", ["NO", "SU"])
class TestTable:
    """Every row of the table, for both sides."""

    def settle(self, mandate: Mandate, claim: Claim) -> Act:
        return settle_act(claim, mandate)

    def test_other_sides_fire_is_an_accusation(self, mandate: Mandate, side: str) -> None:
        assert settle_act(make(side, OTHER[side]), mandate) is Act.ACCUSES
        assert settle_act(make(side, OTHER[side], modality=Modality.HEDGED), mandate) is Act.ACCUSES
        assert settle_act(make(side, OTHER[side], side), mandate) is Act.ACCUSES

    def test_own_fire_is_an_admission_also_as_an_answer(self, mandate: Mandate, side: str) -> None:
        assert settle_act(make(side, side), mandate) is Act.ADMITS
        assert settle_act(make(side, side, order=Order.ANSWER), mandate) is Act.ADMITS

    def test_own_fire_that_costs_soldiers_reports_them_and_harm_to_civilians_is_admitted(
        self, mandate: Mandate, side: str
    ) -> None:
        for order in (Order.ANSWER, Order.FIRST, Order.NOT_STATED):
            blow = make(side, side, OTHER[side], order=order)
            assert settle_act(blow, mandate) is Act.REPORTS_ENEMY_LOSS
            civilians = tuple(replace(entry, status=Status.CIVILIAN) for entry in blow.casualties)
            assert settle_act(replace(blow, casualties=civilians), mandate) is Act.ADMITS
            assert settle_act(make(side, side, side, order=order), mandate) is Act.REPORTS_OWN_LOSS
            hedged = make(side, side, OTHER[side], order=order, modality=Modality.HEDGED)
            assert settle_act(hedged, mandate) is not Act.ADMITS

    def test_shielding_by_the_other_side_is_an_accusation(self, mandate: Mandate, side: str) -> None:
        for modality in (Modality.FACT, Modality.GENERAL, Modality.HEDGED):
            claim = make(side, OTHER[side], kind=Kind.HUMAN_SHIELDING, modality=modality)
            assert settle_act(claim, mandate) is Act.ACCUSES
        assert settle_act(make("third", side, kind=Kind.HUMAN_SHIELDING), mandate) is Act.STATES
        assert settle_act(make(side, side, kind=Kind.HUMAN_SHIELDING), mandate) is Act.STATES

    def test_who_only_passes_words_on_neither_accuses_nor_admits(self, mandate: Mandate, side: str) -> None:
        for actor in (side, OTHER[side]):
            relayed = make(side, actor, OTHER[actor], modality=Modality.REPORTED)
            assert relayed.speaker.quote is None
            assert settle_act(relayed, mandate) is Act.STATES
        named = make(side, OTHER[side], modality=Modality.REPORTED)
        named = replace(named, speaker=replace(named.speaker, quote=STORY.quote("They")))
        assert settle_act(named, mandate) is Act.ACCUSES  # the words of whoever is quoted

    def test_own_gains_are_claims_of_responsibility(self, mandate: Mandate, side: str) -> None:
        for kind in (Kind.SHOOTDOWN, Kind.CAPTURE, Kind.TERRITORY_CHANGE):
            assert settle_act(make(side, side, kind=kind), mandate) is Act.CLAIMS_RESPONSIBILITY

    def test_losses_are_told_by_whose_they_are(self, mandate: Mandate, side: str) -> None:
        assert settle_act(make(side, None, side), mandate) is Act.REPORTS_OWN_LOSS
        assert settle_act(make(side, None, OTHER[side]), mandate) is Act.REPORTS_ENEMY_LOSS
        assert settle_act(make(side, None, "third"), mandate) is Act.STATES
        assert settle_act(make(side, None, side, form=NumberForm.NONE), mandate) is Act.STATES

    @pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.FACT])
    def test_only_a_fact_is_an_admission(self, mandate: Mandate, side: str, modality: Modality) -> None:
        for kind in Kind:
            settled = settle_act(make(side, side, kind=kind, modality=modality), mandate)
            assert settled not in {Act.ADMITS, Act.CLAIMS_RESPONSIBILITY}

    def test_what_is_denied_conditional_or_to_come_stays_a_statement(self, mandate: Mandate, side: str) -> None:
        for actor in (side, OTHER[side]):
            assert settle_act(make(side, actor, polarity=Polarity.NEGATIVE), mandate) is Act.STATES
            assert settle_act(make(side, actor, modality=Modality.CONDITIONAL), mandate) is Act.STATES
            assert settle_act(make(side, actor, modality=Modality.FUTURE), mandate) is Act.STATES

    def test_peaceful_kinds_accuse_nobody(self, mandate: Mandate, side: str) -> None:
        for kind in (Kind.NONE, Kind.CEASEFIRE, Kind.MONITORING):
            assert settle_act(make(side, OTHER[side], kind=kind), mandate) is Act.STATES

    def test_acts_that_the_words_told_stay(self, mandate: Mandate, side: str) -> None:
        for act in Act:
            if act is not Act.STATES:
                assert settle_act(make(side, OTHER[side], act=act), mandate) is act


def test_both_sides_acting_is_nobodys_accusation(mandate: Mandate) -> None:
    claim = make("NO", "NO")
    both = (*claim.occurrence.actors, replace(claim.occurrence.actors[0], side=SideId("SU")))
    assert settle_act(replace(claim, occurrence=replace(claim.occurrence, actors=both)), mandate) is Act.STATES


def test_a_speaker_of_no_known_side_only_states(mandate: Mandate) -> None:
    assert settle_act(make(None, "NO", "SU"), mandate) is Act.STATES


def test_third_parties_observe_first_hand_or_state(mandate: Mandate) -> None:
    claim = make("third", "NO")
    mission = replace(claim, speaker=replace(claim.speaker, actor=ActorId("mission")))
    wire = replace(claim, speaker=replace(claim.speaker, actor=ActorId("wire")))
    assert settle_act(mission, mandate) is Act.OBSERVES
    assert settle_act(wire, mandate) is Act.STATES
    assert settle_act(replace(mission, modality=Modality.REPORTED), mandate) is Act.STATES
    assert settle_act(replace(mission, quote=STORY.quote("two were killed")), mandate) is Act.STATES


sides = st.sampled_from([None, "NO", "SU", "third"])


@given(
    speaker=sides,
    actor=sides,
    victims=sides,
    kind=st.sampled_from(list(Kind)),
    modality=st.sampled_from(list(Modality)),
    polarity=st.sampled_from(list(Polarity)),
)
def test_swapping_the_sides_changes_no_act(
    mandate: Mandate,
    speaker: str | None,
    actor: str | None,
    victims: str | None,
    kind: Kind,
    modality: Modality,
    polarity: Polarity,
) -> None:
    def settled(*names: str | None) -> Act:
        return settle_act(make(*names, kind=kind, modality=modality, polarity=polarity), mandate)

    swapped = [OTHER.get(name or "", name) for name in (speaker, actor, victims)]
    assert settled(speaker, actor, victims) is settled(*swapped)
