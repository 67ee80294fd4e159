"""The rules of weighing one by one: conduct, denials, lists, values, voices, reasons; each for both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.link.origins import find_origins
from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.claims import (
    Act,
    Claim,
    Kind,
    Mention,
    Modality,
    NumberForm,
    Order,
    PlaceRole,
    Polarity,
    Status,
)
from contactline.records.ids import THIRD, ActorId, AgreementId
from contactline.records.incidents import Incident, Membership, Result, State, Weighing
from contactline.records.mandates import Agreement
from contactline.weigh.terms import fold_term
from contactline.weigh.voices import Voices
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, copy_report, line, tell

N_MOD, S_MOD = ("The northern ministry", "n-mod", NORTH), ("The southern ministry", "s-mod", SOUTH)
BOTH = pytest.mark.parametrize(("one", "other"), [(N_MOD, S_MOD), (S_MOD, N_MOD)])
HERE = {"places": [("Ada", "ada")], "time": ("July 4", at(4))}
NAMES = {NORTH: "Northern", SOUTH: "Southern"}


def weigh(*pairs, mandate=MANDATE, origins=(), answers=()) -> Weighing:
    """All claims of the reports as one incident: linking is not what is tested here."""
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    members = tuple(Membership(id_, 1.0, "test") for id_ in claims)
    incident = Incident("i-1", "Shelling", Kind.SHELLING, None, (), members)
    reports = {report.id: report for report, _ in pairs}
    return weigh_incident(incident, claims, reports, mandate, origins, answers)


def says(speaker, text="it", *, publisher=None, side=None, published=5, **values):
    return tell(
        publisher or f"Outlet {speaker[2]} {text[:12]}",
        side or speaker[2],
        published,
        line(f"{speaker[0]} said {text}: Ada, July 4.", speaker=speaker, **{"kind": Kind.SHELLING, **HERE, **values}),
    )


def values(weighing: Weighing, question: str, side: str) -> list[tuple[str, State]]:
    [found] = [each for each in weighing.versions if (each.question, each.side) == (question, side)]
    return [(value.value, value.state) for value in found.values]


def comparison(weighing: Weighing, question: str):
    [found] = [each for each in weighing.comparisons if each.question == question]
    return found


# -- own conduct


@BOTH
def test_own_conduct_is_acknowledged_and_nothing_else_is(one, other):
    told = says(
        one,
        "troops shelled posts with mortars; two people died; a video",
        act=Act.ADMITS,
        actors=[("troops", one[2])],
        means=[("mortars", "mortar")],
        order=Order.FIRST,
        losses=[{"words": "two people", "side": other[2], "count": 2, "status": Status.MILITARY}],
        evidence=[("video", "video")],
    )
    weighing = weigh(told)
    for question in ("fired", "fired_first", "means"):
        assert values(weighing, f"{question}/{one[2]}", one[2])[0][1] is State.ADMITTED
    for question in ("happened", "day", "where", "kind", f"killed/{other[2]}/military", "evidence"):
        assert values(weighing, question, one[2])[0][1] is State.STATED


@BOTH
def test_the_same_words_about_the_other_side_are_statements(one, other):
    told = says(one, "troops fired mortars", actors=[("troops", other[2])], means=[("mortars", "mortar")])
    weighing = weigh(told)
    assert values(weighing, f"fired/{other[2]}", one[2]) == [("yes", State.STATED)]
    assert values(weighing, f"means/{other[2]}", one[2]) == [("mortar", State.STATED)]


@BOTH
def test_harm_to_the_other_sides_civilians_by_own_fire_is_acknowledged_own_losses_are_not(one, other):
    def harm(side, status, actor):
        loss = {"words": "two people", "side": side, "count": 2, "status": status}
        told = says(one, "shells hit: two people died by troops", actors=[("troops", actor)], losses=[loss])
        return values(weigh(told), f"killed/{side}/{status}", one[2])[0][1]

    assert harm(other[2], Status.CIVILIAN, one[2]) is State.ADMITTED
    assert harm(other[2], Status.CIVILIAN, other[2]) is State.STATED
    assert harm(other[2], Status.MILITARY, one[2]) is State.STATED
    assert harm(one[2], Status.MILITARY, other[2]) is State.STATED
    assert harm(one[2], Status.CIVILIAN, other[2]) is State.STATED


@BOTH
def test_who_says_that_it_answered_denies_to_have_fired_first(one, other):
    answer = says(one, "troops answered", actors=[("troops", one[2])], order=Order.ANSWER)
    accuse = says(other, "troops began", actors=[("troops", one[2])], order=Order.FIRST)
    weighing = weigh(answer, accuse)
    question = f"fired_first/{one[2]}"
    assert values(weighing, question, one[2]) == [("no, it answered", State.DENIED)]
    assert values(weighing, question, other[2]) == [("yes", State.STATED)]
    found = comparison(weighing, question)
    assert found.result is Result.CONFLICTS
    assert f"The {NAMES[one[2]]} side denies it (it says that it answered)" in found.reason or (
        f"the {NAMES[one[2]]} side denies it (it says that it answered)" in found.reason
    )


@BOTH
def test_an_answer_told_by_a_third_party_is_its_statement(one, other):
    observer = ("Observers", None, THIRD)
    told = says(observer, "troops answered", side=THIRD, actors=[("troops", one[2])], order=Order.ANSWER)
    assert values(weigh(told), f"fired_first/{one[2]}", THIRD) == [("no, it answered", State.STATED)]
    assert values(weigh(told), f"fired/{one[2]}", THIRD) == [("yes, as an answer", State.STATED)]


def test_answering_is_firing_even_where_the_kind_is_not_said():
    told = says(N_MOD, "troops answered", kind=Kind.UNSPECIFIED, actors=[("troops", NORTH)], order=Order.ANSWER)
    assert values(weigh(told), "fired/NO", NORTH) == [("yes, as an answer", State.ADMITTED)]
    first = says(N_MOD, "troops began", kind=Kind.UNSPECIFIED, actors=[("troops", NORTH)], order=Order.FIRST)
    assert values(weigh(first), "fired/NO", NORTH) == []


# -- denials


@BOTH
@pytest.mark.parametrize(
    "about",
    [
        {"losses": [{"words": "people", "side": None, "count": 3}]},
        {"actors": [("troops", "self")]},
        {"evidence": [("video", "video")]},
        {"kind": Kind.HUMAN_SHIELDING},
        {"kind": Kind.NONE},
        {"order": Order.ANSWER},
        {"text": "troops targeted people", "targets": [("people", None, Status.CIVILIAN)]},
    ],
)
def test_a_denial_of_something_else_does_not_deny_that_it_happened(one, other, about):
    about = dict(about)
    text = about.pop("text", "people troops video")
    if "actors" in about:
        about["actors"] = [("troops", one[2])]
    deny = says(one, text, act=Act.DENIES, polarity=Polarity.NEGATIVE, **about)
    weighing = weigh(deny, says(one, "shells fell", publisher="Second"))
    assert values(weighing, "happened", one[2]) == [("yes", State.STATED)]
    assert comparison(weighing, "happened").internal == ()


@BOTH
def test_a_denial_of_the_happening_itself_counts(one, other):
    weighing = weigh(says(one), says(other, "no shells fell", act=Act.DENIES, polarity=Polarity.NEGATIVE))
    assert values(weighing, "happened", other[2]) == [("no", State.DENIED)]
    assert comparison(weighing, "happened").result is Result.CONFLICTS


def test_what_most_origins_of_a_side_say_is_compared():
    yes = [says(N_MOD, f"{word} shells fell", publisher=f"Outlet {word}") for word in ("big", "small", "old")]
    no = says(("The prosecutor", "n-law", NORTH), "no shells fell", polarity=Polarity.NEGATIVE, act=Act.DENIES)
    found = comparison(weigh(*yes, no, says(S_MOD)), "happened")
    assert found.result is Result.COMPATIBLE
    assert found.internal == (NORTH,)
    assert comparison(weigh(*yes, no, says(S_MOD, "no", act=Act.DENIES)), "happened").result is Result.CONFLICTS


def test_one_voice_alone_is_not_said_to_contradict_itself():
    both = [says(N_MOD, "shells fell"), says(N_MOD, "no shells fell", act=Act.DENIES)]
    assert comparison(weigh(*both), "happened").internal == ()


def test_a_partial_denial_is_no_agreement():
    weighing = weigh(says(N_MOD), says(S_MOD, "not all of it", act=Act.PARTLY_DENIES))
    assert values(weighing, "happened", SOUTH) == [("yes", State.PARTLY_DENIED)]
    assert comparison(weighing, "happened").result is Result.COMPATIBLE


@BOTH
def test_denied_figures(one, other):
    def result(said, denied, said_form=NumberForm.EXACT, denied_form=NumberForm.EXACT):
        def loss(count, form):
            return [{"words": "people", "side": NORTH, "count": count, "form": form}]

        say = says(one, "people died", losses=loss(said, said_form))
        deny = says(other, "people died", act=Act.DENIES, losses=loss(denied, denied_form))
        return comparison(weigh(say, deny), "killed/NO/civilian").result

    assert result(3, 3) is Result.CONFLICTS
    assert result(2, 1, denied_form=NumberForm.UNSPECIFIED) is Result.CONFLICTS
    assert result(1, 1, NumberForm.UNSPECIFIED, NumberForm.UNSPECIFIED) is Result.CONFLICTS
    assert result(1, 3, said_form=NumberForm.UNSPECIFIED) is Result.COMPATIBLE
    assert result(0, 3, said_form=NumberForm.NONE) is Result.COMPATIBLE


def test_none_and_the_denial_of_any_are_one_value():
    none = {"words": "people", "side": NORTH, "form": NumberForm.NONE}
    vague = {"words": "people", "side": NORTH, "count": 0, "form": NumberForm.UNSPECIFIED}
    weighing = weigh(
        says(N_MOD, "no people died", losses=[none]),
        says(N_MOD, "people did not die", act=Act.DENIES, losses=[vague]),
    )
    assert values(weighing, "killed/NO/civilian", NORTH) == [("none", State.STATED)]


# -- law and evidence


@BOTH
def test_law_and_evidence_are_invoked_and_shown_whatever_the_clause_says(one, other):
    weighing = weigh(
        says(one, "never against human shields in a video", polarity=Polarity.NEGATIVE, law=["human shields"]),
        says(
            one,
            "no video of a human shield",
            polarity=Polarity.NEGATIVE,
            law=["a human shield"],
            evidence=[("video", "video")],
        ),
    )
    assert values(weighing, "evidence", one[2]) == [("video", State.STATED)]
    [(law, state)] = values(weighing, "law", one[2])
    assert fold_term(law) == "human shield"
    assert state is State.STATED
    assert f"{NAMES[one[2]]} side invokes human shield" in comparison(weighing, "law").reason


@BOTH
def test_who_denies_just_the_evidence_disputes_it(one, other):
    shown = says(one, "a video shows it", evidence=[("video", "video")])
    disputed = says(other, "the video is staged", act=Act.DENIES, kind=Kind.NONE, evidence=[("video", "video")])
    weighing = weigh(shown, disputed)
    assert values(weighing, "evidence", other[2]) == [("disputes: video", State.DENIED)]
    found = comparison(weighing, "evidence")
    assert found.result is Result.CONFLICTS
    assert "shows video" in found.reason
    assert "disputes video" in found.reason


def test_laws_are_one_by_their_agreement_or_their_words():
    accord = Agreement(AgreementId("truce"), "1994", "Truce of 1994", "", (), (), (), "test")
    first, reading = says(N_MOD, "the truce; norms of river law", law=["the truce", "norms of river law"])
    [claim] = reading.claims
    named = replace(claim, law=(replace(claim.law[0], agreement=AgreementId("truce")), claim.law[1]))
    again = says(N_MOD, "River laws bind", law=["River laws"])
    weighing = weigh((first, replace(reading, claims=(named,))), again, mandate=replace(MANDATE, agreements=(accord,)))
    assert sorted(words for words, _ in values(weighing, "law", NORTH)) == ["Truce of 1994", "norms of river law"]


# -- who passes words on


def relayed_by(text: str, mandate=MANDATE, **fields) -> str:
    publisher = Mention("River Post", side=NORTH)
    quote = says(N_MOD)[1].claims[0].quote
    antecedent = fields.pop("antecedent", None)
    if antecedent:
        _, reading = says((antecedent, None, NORTH))
        fields["antecedent"] = reading.claims[0].speaker.quote
    return Voices(mandate).name(Mention(text, quote, **fields), publisher)


def test_relayers_have_names():
    names = (
        ActorName("Министерство", NameType.NAME, "ru", "Cyrl", (), "test"),
        ActorName("Enemy liars", NameType.PEJORATIVE, "en", "Latn", (), "test"),
        ActorName("Northern Ministry of Defence", NameType.NAME, "en", "Latn", (), "test"),
    )
    known = Actor(ActorId("n-mod"), ActorKind.MINISTRY, NORTH, names, None, "", "test")
    mandate = replace(MANDATE, actors=(known, *MANDATE.actors[1:]))
    assert relayed_by("it", mandate, actor=ActorId("n-mod")) == "Northern Ministry of Defence"
    assert relayed_by("He", antecedent="Minister Olan Dey") == "Minister Olan Dey"
    assert relayed_by("He") == "River Post"
    assert relayed_by("the border guard") == "the border guard"
    assert relayed_by("Olan Dey, a videographer who works with the army") == "Olan Dey"
    assert len(relayed_by("the very long and winding name of an office " * 3)) <= 50


def test_a_person_and_the_body_spoken_for_are_one_voice():
    voices = Voices(MANDATE)
    quote = says(N_MOD)[1].claims[0].quote
    spokesman, ministry = (Mention("x", quote, ActorId(actor)) for actor in ("n-speaker", "n-mod"))
    assert voices.key(spokesman) == voices.key(ministry)
    assert voices.key(Mention("The Guard", quote)) == voices.key(Mention("the guard", quote))
    assert voices.key(Mention("The Guard", quote)) != voices.key(ministry)


@BOTH
def test_relayed_words_never_make_an_agreement(one, other):
    through = says(other, "shells fell", side=one[2], publisher="Relay")
    weighing = weigh(says(one), through)
    for question in ("happened", "where", "kind", "day"):
        found = comparison(weighing, question)
        assert found.result is Result.COMPATIBLE, question
        assert f"{NAMES[other[2]]} side is quoted as saying" in found.reason
    firm = weigh(says(one), through, says(other, "shells fell", publisher="Own"))
    assert comparison(firm, "happened").result is Result.AGREES


# -- values


def test_equal_intervals_are_one_time_and_the_finest_are_compared():
    late = says(N_MOD, "late", time=("July 4", at(4, "18:00", "24:00")))
    minute_less = at(4, "18:00", "23:59")
    weighing = weigh(late, says(N_MOD, "evening", time=("July 4", minute_less)))
    assert len(values(weighing, "when", NORTH)) == 1


@BOTH
def test_regions_count_only_where_nothing_finer_is_named(one, other):
    here = {"places": [("Ada", "ada"), ("Plain", "plain"), ("Lowland", "lowland")]}
    weighing = weigh(says(one, "Plain, Lowland", **here), says(other, "Plain", places=[("Plain", "plain")]))
    assert [words for words, _ in values(weighing, "where", one[2])] == ["Ada / Adda", "Alchak / Lowland"]
    assert [words for words, _ in values(weighing, "where", other[2])] == ["Duz / Plain"]
    assert comparison(weighing, "where").result is Result.COMPATIBLE
    assert "one place lies in the other" in comparison(weighing, "where").reason


def test_a_firm_region_is_not_dropped_for_a_village_that_is_only_relayed():
    weighing = weigh(
        says(N_MOD, "Plain", places=[("Plain", "plain")]),
        says(N_MOD, "Ada it is", side=SOUTH, publisher="Relay"),
    )
    assert values(weighing, "where", NORTH)[0] == ("Duz / Plain", State.STATED)


def test_from_is_said_only_where_nobody_says_that_the_place_was_hit():
    origin = says(N_MOD, places=[("Ada", "ada", PlaceRole.FROM)])
    assert values(weigh(origin), "where", NORTH) == [("from Ada / Adda", State.STATED)]
    hit = says(N_MOD, "shells fell on it")
    assert values(weigh(origin, hit), "where", NORTH) == [("Ada / Adda", State.STATED)]


def test_values_stand_in_the_order_of_their_support_and_copies_add_none():
    def figure(count, word):
        loss = {"words": "people", "side": NORTH, "count": count}
        return says(N_MOD, f"{word} people died", publisher=f"Outlet {word}", losses=[loss])

    pairs = [figure(5, "five"), figure(2, "two"), figure(2, "again two")]
    weighing = weigh(*pairs)
    assert [words for words, _ in values(weighing, "killed/NO/civilian", NORTH)] == ["2", "5"]


def test_damage_is_merged_without_articles_and_shorter_words():
    told = says(
        N_MOD,
        "A firing point, firing point, the northern firing point",
        damage=[
            ("A firing point", SOUTH, "damaged"),
            ("firing point", SOUTH, "damaged"),
            ("the northern firing point", SOUTH, "damaged"),
        ],
    )
    assert values(weigh(told), "damage/SO", NORTH) == [("northern firing point: damaged", State.STATED)]


def test_vague_figures_of_one_claim_stay_vague():
    vague = {"words": "people", "side": SOUTH, "count": 1, "form": NumberForm.UNSPECIFIED}
    told = says(N_MOD, "people and more people died", losses=[vague, vague])
    assert values(weigh(told), "killed/SO/civilian", NORTH) == [("some, number not said", State.STATED)]


def test_victims_are_not_given_a_side_by_who_fired():
    loss = {"words": "two people", "side": None, "count": 2}
    weighing = weigh(says(N_MOD, "troops: two people died", actors=[("troops", SOUTH)], losses=[loss]))
    assert values(weighing, "killed/not said/civilian", NORTH) == [("2", State.STATED)]
    assert values(weighing, "killed/NO/civilian", NORTH) == []


# -- voices of one side


@BOTH
def test_lists_and_coarse_times_are_no_contradiction(one, other):
    law = ("The prosecutor", f"{one[1][0]}-law", one[2])
    weighing = weigh(
        says(one, "mortars", time=("July 4", at(4, "20:31", "20:40")), means=[("mortars", "mortar")]),
        says(law, "Bela", time=("July 4", at(4, "20:40", about=True)), places=[("Bela", "bela")]),
        says(law, "rifles", time=("July 4", at(4)), kind=Kind.SMALL_ARMS_FIRE, means=[("rifles", "sniper rifle")]),
    )
    assert [each.question for each in weighing.comparisons if each.internal] == []


@BOTH
def test_two_clock_times_twelve_hours_apart_in_two_reports_are_shown(one, other):
    weighing = weigh(
        says(one, "late", time=("July 4", at(4, "20:40"))), says(one, "early", time=("July 4", at(4, "8:40")))
    )
    assert comparison(weighing, "when").internal == (one[2],)


# -- reasons


def test_reasons_are_one_short_sentence():
    words = "norms of a law with a very long name that nobody remembers"
    pairs = [
        says(speaker, f"{words} {number} and mortar rifles", law=[f"{words} {number}"], publisher=f"O{number}")
        for number in range(6)
        for speaker in (N_MOD, S_MOD)
    ]
    observer = says(("Observers", None, THIRD), f"{words} 9", side=THIRD, law=[f"{words} 9"])
    weighing = weigh(*pairs, observer)
    for each in weighing.comparisons:
        assert len(each.reason) <= 220, each.reason
    assert " more" in comparison(weighing, "law").reason


def test_days_are_left_out_where_all_are_one_and_kept_where_not():
    north = says(N_MOD, time=("July 4", at(4, "20:31", "20:40")))
    same = says(S_MOD, time=("July 4", at(4, "20:40", about=True)))
    assert comparison(weigh(north, same), "when").reason == (
        "The Northern side says 20:31–20:40 and the Southern side about 20:40: the times overlap."
    )
    next_day = says(S_MOD, time=("July 4", at(5, "0:10")))
    assert "on 4 July 2017" in comparison(weigh(north, next_day), "when").reason


def test_both_sides_in_one_breath_where_they_say_the_same():
    assert comparison(weigh(says(N_MOD), says(S_MOD)), "happened").reason == "Both sides say yes: they agree."


def test_third_parties_come_in_a_clause_of_their_own():
    observer = says(("Observers", None, THIRD), side=THIRD)
    found = comparison(weigh(observer), "where")
    assert found.reason == "Neither side states this. Third parties say Ada / Adda."
    assert found.result is Result.ONE_SIDE_ONLY


def test_conditional_words_state_nothing_but_invoke_law():
    told = says(N_MOD, "if so, the truce is broken", modality=Modality.CONDITIONAL, law=["the truce"])
    weighing = weigh(told)
    assert values(weighing, "happened", NORTH) == []
    assert values(weighing, "law", NORTH) == [("truce", State.STATED)]


def test_answers_across_reports_tell_what_a_bare_denial_denies():
    loss = {"words": "three soldiers", "side": SOUTH, "count": 3, "status": Status.MILITARY}
    said = says(N_MOD, "three soldiers died", losses=[loss])
    denied = says(S_MOD, "it is a lie", act=Act.DENIES, polarity=Polarity.NEGATIVE)
    claims: list[Claim] = [said[1].claims[0], denied[1].claims[0]]
    weighing = weigh(said, denied, answers=((claims[1].id, claims[0].id),))
    assert values(weighing, "killed/SO/military", SOUTH) == [("3", State.DENIED)]
    assert comparison(weighing, "killed/SO/military").result is Result.CONFLICTS
    assert values(weigh(said, denied), "killed/SO/military", SOUTH) == []


def test_a_copy_changes_neither_order_nor_reason():
    pairs = [
        says(N_MOD, "late", time=("July 4", at(4, "20:40"))),
        says(N_MOD, "early", time=("July 4", at(4, "20:20"))),
    ]
    copy = copy_report(pairs[1], "Reprint", "copy")
    readings = {report.id: reading for report, reading in [*pairs, copy]}
    origins = find_origins([report for report, _ in [*pairs, copy]], readings)
    before = weigh(*pairs, origins=find_origins([report for report, _ in pairs], readings))
    assert weigh(*pairs, copy, origins=origins).comparisons == before.comparisons
