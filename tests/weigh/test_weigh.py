"""Versions side by side: states, columns, values and comparisons."""

from __future__ import annotations

import pytest

from contactline.link.link import link_claims
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Outcome, PlaceRole, Polarity, Status
from contactline.records.ids import THIRD
from contactline.records.incidents import Comparison, Result, State, Version, Weighing
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, copy_report, line, tell

N_MOD, S_MOD = ("The northern ministry", "n-mod", NORTH), ("The southern ministry", "s-mod", SOUTH)
BOTH = pytest.mark.parametrize(("one", "other"), [(N_MOD, S_MOD), (S_MOD, N_MOD)])
HERE = {"places": [("Ada", "ada")], "time": ("July 4", at(4))}


def weigh(*pairs) -> Weighing:
    """The weighing of the one incident that the reports make."""
    linking = link_claims(pairs, MANDATE)
    incidents = [incident for incident in linking.incidents if not incident.recalled]
    assert len(incidents) == 1, [incident.title for incident in incidents]
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {report.id: report for report, _ in pairs}
    return weigh_incident(incidents[0], claims, reports, MANDATE, linking.origins, linking.answers)


def version(weighing: Weighing, question: str, side: str) -> Version:
    [found] = [each for each in weighing.versions if (each.question, each.side) == (question, side)]
    return found


def comparison(weighing: Weighing, question: str) -> Comparison:
    [found] = [each for each in weighing.comparisons if each.question == question]
    return found


def words(weighing: Weighing, question: str, side: str) -> list[str]:
    return [value.value for value in version(weighing, question, side).values]


def says(speaker, text="shells fell there", *, publisher=None, side=None, published=5, **values):
    values = {"kind": Kind.SHELLING, **HERE, **values}
    outlet = publisher or f"Outlet {speaker[2]}"
    return tell(
        outlet,
        side or speaker[2],
        published,
        line(f"{speaker[0]} said {text}: Ada, July 4.", speaker=speaker, **values),
    )


def test_every_question_has_a_version_for_both_sides_and_third_parties():
    weighing = weigh(says(N_MOD))
    ids = [question.id for question in weighing.questions]
    assert ids == [
        *("happened", "day", "when", "where", "kind"),
        *(f"{what}/{side}" for what in ("fired", "fired_first", "means") for side in (NORTH, SOUTH)),
        *(
            f"{outcome}/{side}/{status}"
            for outcome in ("killed", "wounded")
            for side in (NORTH, SOUTH)
            for status in ("military", "civilian")
        ),
        *(f"{what}/{side}" for what in ("damage", "shielding", "intent") for side in (NORTH, SOUTH)),
        *("evidence", "law"),
    ]
    assert [(each.question, each.side) for each in weighing.versions] == [
        (id_, side) for id_ in ids for side in (NORTH, SOUTH, THIRD)
    ]
    assert [each.question for each in weighing.comparisons] == ids


def test_what_nobody_says_is_not_stated():
    weighing = weigh(says(N_MOD))
    assert version(weighing, "killed/NO/civilian", SOUTH).state is State.NOT_STATED
    assert comparison(weighing, "killed/NO/civilian") == Comparison(
        "killed/NO/civilian", Result.NOT_STATED, "Neither side states this."
    )


def test_what_one_side_leaves_out_is_named():
    found = comparison(weigh(says(N_MOD)), "where")
    assert found.result is Result.ONE_SIDE_ONLY
    assert found.reason == "The Northern side says Ada / Adda; the Southern side does not state this."


@BOTH
def test_own_fire_in_answer_is_admitted_and_the_others_is_stated(one, other):
    own = says(one, "its troops answered", actors=[("its troops", one[2])], order=Order.ANSWER)
    alleged = says(other, "the enemy fired first", actors=[("the enemy", one[2])], order=Order.FIRST)
    weighing = weigh(own, alleged)
    assert version(weighing, f"fired/{one[2]}", one[2]).state is State.ADMITTED
    assert version(weighing, f"fired/{one[2]}", other[2]).state is State.STATED
    fired = comparison(weighing, f"fired/{one[2]}")
    assert fired.result is Result.AGREES
    assert "acknowledges it" in fired.reason
    assert "says yes" in fired.reason
    assert words(weighing, f"fired_first/{one[2]}", one[2]) == ["no, it answered"]
    assert comparison(weighing, f"fired_first/{one[2]}").result is Result.CONFLICTS


@BOTH
def test_denial_against_figure_conflicts(one, other):
    loss = {"words": "three soldiers", "side": other[2], "count": 3, "status": Status.MILITARY}
    said = says(one, "three soldiers were killed", losses=[loss])
    denied = says(
        other, "it is false that three soldiers died", act=Act.DENIES, polarity=Polarity.NEGATIVE, losses=[loss]
    )
    weighing = weigh(said, denied)
    question = f"killed/{other[2]}/military"
    assert version(weighing, question, one[2]).state is State.STATED
    assert version(weighing, question, other[2]).state is State.DENIED
    found = comparison(weighing, question)
    assert found.result is Result.CONFLICTS
    assert "says 3" in found.reason
    assert "denies 3" in found.reason
    assert "Southern side denies 3" in found.reason or "Northern side denies 3" in found.reason


def test_words_of_a_side_relayed_by_the_opponent_are_never_firm():
    """A ministry refutes what media of the other side are said to have reported."""
    loss = {"words": "three soldiers", "side": SOUTH, "count": 3, "status": Status.MILITARY}
    pair = tell(
        "Southern outlet",
        SOUTH,
        5,
        line("Adda was shelled on July 4.", kind=Kind.SHELLING, places=[("Adda", "ada")], time=("July 4", at(4))),
        line(
            "Northern media claimed that three soldiers were killed, the southern ministry said.",
            speaker=("Northern media", None, NORTH),
            relays=[("the southern ministry", SOUTH)],
            kind=Kind.KILLING,
            losses=[loss],
        ),
        line("The southern ministry denied it.", speaker=S_MOD, act=Act.DENIES, answers=1),
    )
    weighing = weigh(pair)
    north = version(weighing, "killed/SO/military", NORTH)
    assert north.state is State.HEDGED
    assert [value.value for value in north.values] == ["3 (as relayed by the southern ministry)"]
    south = version(weighing, "killed/SO/military", SOUTH)
    assert south.state is State.DENIED
    assert [value.value for value in south.values] == ["3"]
    assert comparison(weighing, "killed/SO/military").result is Result.CONFLICTS


def test_the_sides_own_voice_makes_a_relayed_value_firm():
    loss = {"words": "Two villagers", "side": NORTH, "count": 2}
    relayed = says(N_MOD, "two. Two villagers died", side=SOUTH, publisher="Southern outlet", losses=[loss])
    own = says(N_MOD, "so. Two villagers died", losses=[loss])
    assert version(weigh(relayed), "killed/NO/civilian", NORTH).state is State.HEDGED
    weighing = weigh(relayed, own)
    assert version(weighing, "killed/NO/civilian", NORTH).state is State.STATED
    assert words(weighing, "killed/NO/civilian", NORTH) == ["2"]


@BOTH
def test_conditional_regret_is_neither_admission_nor_a_figure(one, other):
    regret = tell(
        "Outlet",
        one[2],
        5,
        line("Ada was shelled on July 4.", kind=Kind.SHELLING, **HERE),
        line(
            "If civilians did die, the army regrets it.",
            speaker=("the army", None, one[2]),
            act=Act.REGRETS,
            modality=Modality.CONDITIONAL,
            kind=Kind.KILLING,
            actors=[("the army", one[2])],
            losses=[{"words": "civilians", "side": other[2], "count": 1, "form": NumberForm.UNSPECIFIED}],
        ),
    )
    weighing = weigh(regret)
    for question in (f"killed/{other[2]}/civilian", f"fired/{one[2]}"):
        assert version(weighing, question, one[2]).state is State.SILENT
    assert weighing.ladder == ()


def test_no_losses_is_the_figure_none():
    none = {"words": "no losses", "side": SOUTH, "form": NumberForm.NONE, "status": Status.MILITARY}
    weighing = weigh(says(S_MOD, "it had no losses", act=Act.REPORTS_OWN_LOSS, losses=[none]))
    found = version(weighing, "killed/SO/military", SOUTH)
    assert (found.state, found.values[0].value, found.values[0].maximum) == (State.STATED, "none", 0)


def test_hedged_words_stay_hedged():
    loss = {"words": "two villagers", "side": NORTH, "count": 2}
    weighing = weigh(says(N_MOD, "two villagers may have died", modality=Modality.HEDGED, losses=[loss]))
    assert version(weighing, "killed/NO/civilian", NORTH).state is State.HEDGED


def test_victims_whose_side_nobody_says_get_a_row_of_their_own():
    loss = {"words": "Two people", "side": None, "count": 2, "status": Status.NOT_SAID}
    weighing = weigh(says(("An observer", None, THIRD), "so. Two people died", side=THIRD, losses=[loss]))
    assert words(weighing, "killed/not said/not said", THIRD) == ["2"]
    assert comparison(weighing, "killed/not said/not said").reason == ("Neither side states this. Third parties say 2.")


def test_missing_and_captured_rows_appear_only_when_stated():
    captured = {
        "words": "one soldier",
        "side": SOUTH,
        "count": 1,
        "outcome": Outcome.CAPTURED,
        "status": Status.MILITARY,
    }
    ids = [question.id for question in weigh(says(N_MOD, "it took one soldier", losses=[captured])).questions]
    assert "captured/SO/military" in ids
    assert "captured/NO/military" not in ids


def test_numbers_agree_are_compatible_or_conflict():
    def figures(north, south, north_form=NumberForm.EXACT, south_form=NumberForm.EXACT):
        losses = [
            {"words": "people", "side": NORTH, "count": count, "form": form}
            for count, form in ((north, north_form), (south, south_form))
        ]
        pairs = [says(N_MOD, "people died", losses=losses[:1]), says(S_MOD, "people died", losses=losses[1:])]
        return comparison(weigh(*pairs), "killed/NO/civilian")

    assert figures(2, 2).result is Result.AGREES
    assert figures(2, 3).result is Result.CONFLICTS
    assert figures(2, 3, north_form=NumberForm.AT_LEAST).result is Result.COMPATIBLE
    assert figures(2, 3).reason == (
        "The Northern side says 2 and the Southern side 3: the figures contradict each other."
    )


def test_the_parts_of_a_total_are_not_a_contradiction_but_two_voices_are():
    total = line(
        "Two villagers were killed at Ada on July 4.",
        kind=Kind.SHELLING,
        losses=[{"words": "Two villagers", "side": NORTH, "count": 2}],
        **HERE,
    )
    part = line(
        "A woman was killed in her yard.", kind=Kind.KILLING, losses=[{"words": "A woman", "side": NORTH, "count": 1}]
    )
    weighing = weigh(tell("Northern outlet", NORTH, 5, total, part))
    assert words(weighing, "killed/NO/civilian", NORTH) == ["2"]
    assert len(version(weighing, "killed/NO/civilian", NORTH).values[0].claims) == 2
    assert comparison(weighing, "killed/NO/civilian").internal == ()

    prosecutor = ("The prosecutor", "n-law", NORTH)
    third = says(prosecutor, "three villagers died", losses=[{"words": "three villagers", "side": NORTH, "count": 3}])
    weighing = weigh(tell("Northern outlet", NORTH, 5, total), third)
    assert sorted(words(weighing, "killed/NO/civilian", NORTH)) == ["2", "3"]
    found = comparison(weighing, "killed/NO/civilian")
    assert found.internal == (NORTH,)
    assert found.reason.endswith("Voices of the Northern side differ among themselves.")


def test_times_with_tolerance_parts_of_day_and_slips():
    def times(north, south):
        pairs = [says(N_MOD, time=("July 4", north)), says(S_MOD, time=("July 4", south))]
        return comparison(weigh(*pairs), "when")

    assert times(at(4, "20:40"), at(4, "20:40")).result is Result.AGREES
    assert times(at(4, "20:31", "20:40"), at(4, "20:40", about=True)).result is Result.AGREES
    near = times(at(4, "20:40"), at(4, "20:35"))
    assert near.result is Result.COMPATIBLE
    assert "about 5 minutes apart" in near.reason
    assert times(at(4, "20:40"), at(4, "20:00")).result is Result.COMPATIBLE
    evening = times(at(4, "20:40", about=True), at(4, "18:00", "24:00"))
    assert evening.result is Result.COMPATIBLE
    assert evening.reason == (
        "The Northern side says about 20:40 and the Southern side 18:00–24:00: the times are compatible."
    )
    slip = times(at(4, "20:40"), at(4, "8:40"))
    assert slip.result is Result.CONFLICTS
    assert "twelve hours" in slip.reason
    assert times(at(4, "20:40"), at(4, "11:00")).result is Result.CONFLICTS


def test_places_by_role_and_distance():
    def places(south, role=PlaceRole.AT):
        text = "shells. Ada, Vela, July 4"
        north = says(N_MOD, text)
        other = says(S_MOD, text, places=[("Vela", south, role)] if south == "bela" else [("Ada", south, role)])
        return comparison(weigh(north, other), "where")

    assert places("ada").result is Result.AGREES
    assert places("ada", PlaceRole.FROM).result is Result.COMPATIBLE
    near = places("bela", PlaceRole.FROM)
    assert near.result is Result.COMPATIBLE
    assert "the places lie 9 km apart" in near.reason
    assert places("lowland").result is Result.COMPATIBLE


def test_weapons_by_normal_form_and_family():
    def weapons(mine, theirs):
        pairs = [
            says(speaker, "mortars rockets", actors=[(speaker[0], SOUTH)], means=[("mortars", normal)])
            for speaker, normal in ((N_MOD, mine), (S_MOD, theirs))
        ]
        return comparison(weigh(*pairs), "means/SO").result

    assert weapons("mortar 82 mm", "mortar 82 mm") is Result.AGREES
    assert weapons("mortar 82 mm", "mortar 120 mm") is Result.COMPATIBLE
    assert weapons("mortar 82 mm", "sniper rifle") is Result.CONFLICTS


def test_two_bodies_of_one_side_that_name_other_weapons_contradict_each_other():
    mortars = says(N_MOD, "mortars were used", actors=[(N_MOD[0], SOUTH)], means=[("mortars", "mortar")])
    rifles = says(
        ("The prosecutor", "n-law", NORTH),
        "rifles were used",
        actors=[("The prosecutor", SOUTH)],
        means=[("rifles", "sniper rifle")],
    )
    found = comparison(weigh(mortars, rifles), "means/SO")
    assert found.internal == (NORTH,)
    assert [each.text for each in found.contradictions] == [
        "Within the Northern side, The northern ministry: “mortar”; The prosecutor: “sniper rifle”: the weapons differ."
    ]
    assert found.result is Result.ONE_SIDE_ONLY
    assert "says mortar and sniper rifle;" in found.reason


@BOTH
def test_denied_shielding_conflicts_with_the_accusation(one, other):
    accuse = says(one, "the enemy hides among houses", kind=Kind.HUMAN_SHIELDING, actors=[("the enemy", other[2])])
    deny = says(other, "no posts stand there", kind=Kind.HUMAN_SHIELDING, act=Act.DENIES, actors=[("posts", other[2])])
    assert comparison(weigh(accuse, deny), f"shielding/{other[2]}").result is Result.CONFLICTS


@BOTH
def test_a_habitual_denial_answers_intent_and_nothing_else(one, other):
    habit = line(
        "The army never targeted villages.",
        kind=Kind.SHELLING,
        modality=Modality.GENERAL,
        polarity=Polarity.NEGATIVE,
        actors=[("The army", other[2])],
        targets=[("villages", None, Status.CIVILIAN)],
    )
    reply = tell(
        "Outlet of the other", other[2], 5, line("Ada was shelled on July 4.", kind=Kind.SHELLING, **HERE), habit
    )
    weighing = weigh(says(one), reply)
    assert version(weighing, f"intent/{other[2]}", other[2]).state is State.DENIED
    assert version(weighing, f"fired/{other[2]}", other[2]).state is State.SILENT


def test_an_unknown_speakers_words_stand_with_their_relay_and_reservation():
    pair = says(("Somebody", None, None), side=NORTH, publisher="Northern outlet")
    found = version(weigh(pair), "where", NORTH)
    assert found.state is State.HEDGED
    assert found.values[0].value == "Ada / Adda (speaker’s side not known)"


def test_third_parties_words_through_a_party_carry_a_note():
    observer = ("The observers", None, THIRD)
    through = says(observer, side=SOUTH, publisher="Southern outlet")
    assert version(weigh(through), "where", THIRD).values[0].value == "Ada / Adda (as relayed by Southern outlet)"
    direct = says(observer, side=THIRD, publisher="Agency")
    assert version(weigh(through, direct), "where", THIRD).state is State.STATED


def test_background_of_other_events_never_enters():
    older = line(
        "In 2015 ten villagers were killed at Cora on July 1.",
        kind=Kind.KILLING,
        places=[("Cora", "cora")],
        time=("July 1", at(1)),
        losses=[{"words": "ten villagers", "side": NORTH, "count": 10}],
        background=True,
    )
    lead = line("Ada was shelled on July 4.", kind=Kind.SHELLING, **HERE)
    weighing = weigh(tell("Outlet", NORTH, 5, lead, older))
    assert version(weighing, "killed/NO/civilian", NORTH).state is State.SILENT


def test_coverage_counts_reports_origins_languages_and_days_per_side():
    pair = says(N_MOD)
    weighing = weigh(pair, copy_report(pair, "Reprint", "copy"), says(S_MOD, "Ada was fired at on July 4", published=7))
    north, south, third = weighing.coverage
    assert (len(north.reports), north.origins, north.languages) == (2, 1, ("en",))
    assert (len(south.reports), south.origins, south.until.isoformat()) == (1, 1, "2017-07-07")
    assert (third.side, third.reports, third.origins, third.until) == (THIRD, (), 0, None)
    assert [len(origin.reports) for origin in weighing.origins] == [2, 1]


def test_a_copy_changes_no_state_and_no_comparison():
    pairs = [
        says(N_MOD, "two villagers died", losses=[{"words": "two villagers", "side": NORTH, "count": 2}]),
        says(S_MOD, "it answered", actors=[("it", SOUTH)], order=Order.ANSWER, losses=[]),
    ]
    before = weigh(*pairs)
    after = weigh(*pairs, copy_report(pairs[0], "Reprint", "copy"))
    assert [(v.question, v.side, v.state) for v in after.versions] == [
        (v.question, v.side, v.state) for v in before.versions
    ]
    assert after.comparisons == before.comparisons
    assert len(after.origins) == len(before.origins)
    assert len(after.ladder) == len(before.ladder)


def test_ladder_rises_in_the_order_figures_were_given():
    def figure(count, published, publisher):
        loss = {"words": "villagers", "side": NORTH, "count": count}
        return says(N_MOD, f"{count} villagers died", published=published, publisher=publisher, losses=[loss])

    weighing = weigh(figure(3, 6, "Late"), figure(1, 4, "Early"), figure(1, 5, "Repeats"))
    assert [(rung.minimum, rung.given_at.day) for rung in weighing.ladder] == [(1, 4), (3, 6)]
    assert all(rung.speaker_side == NORTH and rung.group == NORTH for rung in weighing.ladder)


def test_every_value_rests_on_claims_of_the_incident():
    weighing = weigh(says(N_MOD), says(S_MOD))
    for each in weighing.versions:
        for value in each.values:
            assert value.claims


@BOTH
def test_only_what_a_side_owns_up_to_is_an_admission(one, other):
    """An admission names own conduct: dead civilians of the other side; own losses and enemy losses are statements."""

    def owned(side, status):
        loss = {"words": "Two people", "side": side, "count": 2, "status": status}
        pair = says(one, "so. Two people died", act=Act.ADMITS, losses=[loss])
        return version(weigh(pair), f"killed/{side}/{status}", one[2]).state

    assert owned(other[2], Status.CIVILIAN) is State.ADMITTED
    assert owned(one[2], Status.MILITARY) is State.STATED
    assert owned(one[2], Status.CIVILIAN) is State.STATED
    assert owned(other[2], Status.MILITARY) is State.STATED
    assert version(weigh(says(one, act=Act.ADMITS)), "where", one[2]).state is State.STATED


def test_the_reason_names_the_finest_times_only():
    north = says(N_MOD, time=("July 4", at(4, "20:40")))
    day = says(N_MOD, "shells fell all evening", publisher="Second outlet", time=("July 4", at(4, "18:00", "24:00")))
    south = says(S_MOD, time=("July 4", at(4, "20:35")))
    weighing = weigh(north, day, south)
    assert words(weighing, "when", NORTH) == ["20:40 on 4 July 2017", "18:00–24:00 on 4 July 2017"]
    assert comparison(weighing, "when").reason.startswith("The Northern side says 20:40 and ")


def test_a_denied_answer_does_not_deny_that_something_happened():
    silent = says(N_MOD, "nobody answered", polarity=Polarity.NEGATIVE, order=Order.ANSWER)
    assert version(weigh(silent), "happened", NORTH).state is State.SILENT
