"""Reports to incidents, on an invented line of contact."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from contactline.link.link import Linking, link_claims
from contactline.records.actors import ActorName, NameType
from contactline.records.claims import Act, Kind, Modality, Order, Outcome, PlaceRole, Polarity, Status
from contactline.records.incidents import Incident
from linkcases import MANDATE, NORTH, SOUTH, THIRD, at, copy_report, in_month, line, tell

N_MOD, S_MOD = ("The northern ministry", "n-mod", NORTH), ("The southern ministry", "s-mod", SOUTH)


def shelled(village: str = "Ada", day: int = 4, clock: str = "20:40", published: int = 5, side=NORTH, speaker=N_MOD):
    """One side's account of a shelling, with a denial-free body."""
    text = f"{speaker[0]} said that {village} was shelled on July {day} at {clock}."
    place = {"Ada": "ada", "Adda": "ada", "Bela": "bela", "Cora": "cora"}[village]
    return tell(
        f"Outlet of {side} {village} {day} {clock}",
        side,
        published,
        line(
            text,
            speaker=speaker,
            kind=Kind.SHELLING,
            places=[(village, place)],
            time=(f"July {day} at {clock}", at(day, clock)),
        ),
    )


def link(*pairs, previous=()) -> Linking:
    return link_claims(pairs, MANDATE, previous)


def reports_of(linking: Linking, pairs) -> list[set[int]]:
    """For each incident the numbers of its reports."""
    number = {claim.id: i for i, (_, reading) in enumerate(pairs) for claim in reading.claims}
    return [{number[claim] for claim in incident.claims} for incident in linking.incidents]


def test_both_sides_accounts_of_one_shelling_are_one_incident_whoever_is_blamed():
    pairs = [shelled(), shelled("Adda", clock="20:25", side=SOUTH, speaker=S_MOD)]
    linking = link(*pairs)
    assert reports_of(linking, pairs) == [{0, 1}]
    [incident] = linking.incidents
    assert incident.title == "Shelling at Ada / Adda, 4 July 2017"
    assert incident.kind is Kind.SHELLING
    assert incident.places == ("ada",)
    assert not incident.recalled
    assert incident.when is not None
    assert incident.when.earliest == at(4, "20:25").earliest
    assert incident.when.latest == at(4, "20:40").latest


def test_every_membership_says_why():
    linking = link(shelled(), shelled(clock="20:30", side=SOUTH, speaker=S_MOD))
    reasons = [member.reason for member in linking.incidents[0].members]
    for reason in reasons:
        assert "where: same place (+" in reason
        assert "when: clock times within half an hour (+" in reason
        assert "kind: both shelling (" in reason
    for member in linking.incidents[0].members:
        assert member.tie is not None and member.tie.partner in linking.incidents[0].claims
        assert sum(line.points for line in member.tie.ledger) == pytest.approx(member.tie.total)
    assert all(0 < member.score <= 1 for member in linking.incidents[0].members)


def test_same_place_and_day_joins_across_a_twelve_hour_slip():
    pairs = [shelled(clock="20:40"), shelled(clock="8:40", side=THIRD)]
    assert reports_of(link(*pairs), pairs) == [{0, 1}]


@pytest.mark.parametrize("other_day", [2, 3, 5, 6])
def test_near_twins_on_other_days_stay_apart(other_day):
    pairs = [shelled(published=7), shelled(day=other_day, published=7)]
    assert len(link(*pairs).incidents) == 2


def test_fire_across_midnight_is_one_incident():
    pairs = [shelled(day=4, clock="23:50"), shelled(day=5, clock="0:10")]
    assert len(link(*pairs).incidents) == 1


def test_no_chain_over_days():
    """23:50 and 0:10 are one night, but whole days on both sides must not hang on to it."""
    whole_day = [
        tell(
            f"Outlet {day}",
            NORTH,
            7,
            line(
                f"Ada was shelled on July {day}.",
                kind=Kind.SHELLING,
                places=[("Ada", "ada")],
                time=(f"July {day}", at(day)),
            ),
        )
        for day in (3, 4, 5, 6)
    ]
    linking = link(shelled(day=4, clock="23:50"), shelled(day=5, clock="0:10"), *whole_day)
    assert len(linking.incidents) >= 3
    for incident in linking.incidents:
        assert incident.when is not None
        assert (incident.when.latest - incident.when.earliest).total_seconds() <= 36 * 3600


def test_places_far_apart_stay_apart():
    assert len(link(shelled("Ada"), shelled("Cora")).incidents) == 2


def test_neighbouring_villages_at_other_hours_stay_apart():
    assert len(link(shelled("Ada", clock="9:00"), shelled("Bela", clock="18:00")).incidents) == 2


def test_two_ends_of_one_exchange_join():
    origin = tell(
        "Southern outlet",
        SOUTH,
        5,
        line(
            "Rockets were launched from Vela on July 4.",
            kind=Kind.ROCKET_ATTACK,
            places=[("Vela", "bela", PlaceRole.FROM)],
            time=("July 4", at(4)),
        ),
    )
    assert len(link(shelled("Ada"), origin).incidents) == 1


def test_answer_on_a_neighbouring_village_joins():
    answer = tell(
        "Southern outlet",
        SOUTH,
        5,
        line(
            "On July 4 the army answered with shells on Vela.",
            kind=Kind.SHELLING,
            order=Order.ANSWER,
            places=[("Vela", "bela")],
            time=("July 4", at(4)),
        ),
    )
    assert len(link(shelled("Ada"), answer).incidents) == 1


def test_a_district_covers_its_villages_but_not_others():
    district = tell(
        "Agency",
        THIRD,
        5,
        line(
            "Villages of Lowland were shelled on July 4.",
            kind=Kind.SHELLING,
            places=[("Lowland", "lowland")],
            time=("July 4", at(4)),
        ),
    )
    pairs = [shelled("Ada"), district, shelled("Cora")]
    assert sorted(map(sorted, reports_of(link(*pairs), pairs))) == [[0, 1], [2]]


def test_different_kinds_at_one_place_stay_apart():
    mine = tell(
        "Outlet",
        NORTH,
        5,
        line(
            "A shepherd stepped on a mine near Ada on July 4.",
            kind=Kind.MINE_EXPLOSION,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
        ),
    )
    assert len(link(shelled(), mine).incidents) == 2


def test_a_place_the_mandate_does_not_know_joins_by_its_name():
    def near(village, publisher):
        return tell(
            publisher,
            THIRD,
            5,
            line(
                f"Shells fell on {village} on July 4.",
                kind=Kind.SHELLING,
                places=[(village, None)],
                time=("July 4", at(4)),
            ),
        )

    pairs = [near("Zarbulak", "One"), near("Zarbulak", "Two"), near("Kirkkale", "Three")]
    linking = link(*pairs)
    assert sorted(map(sorted, reports_of(linking, pairs))) == [[0, 1], [2]]
    assert "at a place named “zarbulak”" in {incident.title.split(", ")[0][9:] for incident in linking.incidents}


def test_without_place_and_time_only_a_strong_tie_joins():
    vague = tell("Outlet", SOUTH, 5, line("There was shelling, people say.", kind=Kind.SHELLING))
    linking = link(shelled(), vague)
    assert len(linking.incidents) == 1
    [problem] = linking.problems
    assert (problem.code, problem.severity.value, problem.report) == ("claim-unlinked", "info", vague[0].id)


def test_named_victims_are_a_strong_tie():
    def loss(publisher, text, **values):
        victim = {"words": "Mara Ilova", "side": NORTH, "count": 1, "names": ["Mara Ilova"]}
        return tell(publisher, NORTH, 5, line(text, kind=Kind.KILLING, losses=[victim], **values))

    placed = loss("One", "Mara Ilova was killed at Ada.", places=[("Ada", "ada")])
    named = loss("Two", "Mara Ilova, 50, was killed by a shell.")
    pairs = [placed, named]
    linking = link(*pairs)
    assert reports_of(linking, pairs) == [{0, 1}]
    assert "names: a name or a whole sentence in common that hardly" in linking.incidents[0].members[1].reason


def test_older_events_in_the_background_stay_apart_and_are_marked():
    older = line(
        "In April 2016 heavy fighting shook the line of contact.",
        kind=Kind.ARMED_CLASH,
        time=("April 2016", in_month(4)),
        background=True,
    )
    lead = line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4)))
    pairs = [tell("One", NORTH, 5, lead, older), tell("Two", SOUTH, 6, lead, older)]
    linking = link(*pairs)
    recalled = [incident for incident in linking.incidents if incident.recalled]
    assert [incident.title for incident in recalled] == ["Armed clash, place not stated, April 2016"]
    assert reports_of(linking, pairs) == [{0, 1}, {0, 1}]
    [current] = [incident for incident in linking.incidents if not incident.recalled]
    assert current.when is not None
    assert current.when.earliest.year == 2017


def test_background_without_place_and_time_is_reported_and_not_pressed_in():
    pair = tell(
        "One",
        NORTH,
        5,
        line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
        line("The sides often shell each other.", kind=Kind.SHELLING, background=True),
    )
    linking = link(pair)
    assert len(linking.incidents[0].claims) == 1
    assert [problem.code for problem in linking.problems] == ["claim-unlinked"]


def test_talk_and_conditionals_join_but_do_not_place_an_incident():
    pair = tell(
        "Southern outlet",
        SOUTH,
        6,
        line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
        line(
            "In Cora the minister urged talks on July 6.",
            act=Act.APPEALS,
            places=[("Cora", "cora")],
            time=("July 6", at(6)),
        ),
        line(
            "If there really were losses on July 5, he regrets them.",
            act=Act.REGRETS,
            kind=Kind.KILLING,
            modality=Modality.CONDITIONAL,
            time=("July 5", at(5)),
        ),
        line("The army never shells villages.", kind=Kind.SHELLING, modality=Modality.GENERAL),
    )
    [incident] = link(pair).incidents
    assert len(incident.claims) == 4
    assert incident.places == ("ada",)
    assert incident.title.endswith("4 July 2017")


def test_timed_events_of_one_bulletin_stay_several_and_the_headline_goes_to_its_own():
    def event(clock, place=None):
        words = f"At {clock} mortars were fired{' at Adda' if place else ''}."
        places = [("Adda", "ada")] if place else []
        return line(words, kind=Kind.SHELLING, places=places, time=(f"At {clock}", at(4, clock)))

    pair = tell(
        "Southern outlet",
        SOUTH,
        5,
        event("11:30"),
        event("13:35"),
        event("19:10"),
        event("20:25", "ada"),
        event("20:48"),
        headline=line("Firing point at Adda hit", kind=Kind.SHELLING, places=[("Adda", "ada")]),
    )
    linking = link(pair, shelled(clock="20:40"))
    sizes = [len(incident.claims) for incident in linking.incidents]
    assert sorted(sizes) == [1, 1, 1, 4]
    [main] = [incident for incident in linking.incidents if len(incident.claims) == 4]
    assert pair[1].claims[0].id in main.claims


def test_events_of_one_bulletin_at_one_place_stay_several_too():
    def event(clock):
        return line(
            f"At {clock} Ada was shelled.",
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=(f"At {clock}", at(4, clock)),
        )

    pairs = [tell("One", NORTH, 5, event("9:00"), event("15:00")), shelled(clock="15:10"), shelled(clock="9:05")]
    linking = link(*pairs)
    assert sorted(len(incident.claims) for incident in linking.incidents) == [2, 2]


def test_an_earlier_day_in_the_same_village_is_another_incident():
    pair = tell(
        "Northern outlet",
        NORTH,
        7,
        line(
            "Villagers of Ada say that it was shelled on July 4.",
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
        ),
        line("It was also shelled on July 2.", kind=Kind.SHELLING, time=("July 2", at(2))),
    )
    linking = link(pair)
    assert [incident.title for incident in linking.incidents] == [
        "Shelling at Ada / Adda, 2 July 2017",
        "Shelling at Ada / Adda, 4 July 2017",
    ]


def test_a_denial_goes_with_what_it_answers_in_its_report():
    pair = tell(
        "Southern outlet",
        SOUTH,
        5,
        line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
        line("Northern media said three soldiers were killed at Cora.", kind=Kind.KILLING, places=[("Cora", "cora")]),
        line("The southern ministry denied it.", act=Act.DENIES, speaker=S_MOD, answers=1),
    )
    linking = link(pair)
    [second] = [incident for incident in linking.incidents if "cora" in incident.places]
    assert {pair[1].claims[1].id, pair[1].claims[2].id} == set(second.claims)
    assert linking.answers == ()


@pytest.mark.parametrize(("accuser", "denier"), [(N_MOD, S_MOD), (S_MOD, N_MOD)])
def test_a_denial_answers_the_other_sides_claim_across_reports(accuser, denier):
    loss = {"words": "three soldiers", "side": denier[2], "count": 3, "status": Status.MILITARY}
    said = tell(
        "One",
        accuser[2],
        5,
        line(
            f"{accuser[0]} said three soldiers were killed at Ada on July 4.",
            speaker=accuser,
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
            losses=[loss],
        ),
    )
    denied = tell(
        "Two",
        denier[2],
        5,
        line(
            f"{denier[0]} denied that three soldiers were killed at Ada on July 4.",
            speaker=denier,
            act=Act.DENIES,
            polarity=Polarity.NEGATIVE,
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
            losses=[loss],
        ),
    )
    own = shelled(side=denier[2], speaker=denier)
    linking = link(said, denied, own)
    assert linking.answers == ((denied[1].claims[0].id, said[1].claims[0].id),)


def test_a_denial_of_wounded_does_not_answer_a_claim_of_killed():
    def about(outcome, act, speaker, publisher):
        return tell(
            publisher,
            speaker[2],
            5,
            line(
                f"{speaker[0]}: two people at Ada on July 4.",
                speaker=speaker,
                act=act,
                kind=Kind.SHELLING,
                places=[("Ada", "ada")],
                time=("July 4", at(4)),
                losses=[{"words": "two people", "side": NORTH, "count": 2, "outcome": outcome}],
            ),
        )

    linking = link(about(Outcome.KILLED, Act.STATES, N_MOD, "A"), about(Outcome.WOUNDED, Act.DENIES, S_MOD, "B"))
    assert linking.answers == ()


def test_result_does_not_depend_on_the_order_of_input():
    pairs = [shelled(), shelled("Adda", clock="20:25", side=SOUTH, speaker=S_MOD), shelled(day=2), shelled("Cora")]
    results = {link(*order) for order in permutations(pairs)}
    assert len(results) == 1


def test_ids_are_the_same_in_a_second_run_and_grow_with_new_reports():
    first = link(shelled(), shelled("Cora"))
    assert link(shelled(), shelled("Cora"), previous=first.incidents) == first
    # An earlier report of the same shelling would change a content id that is made from the first claim.
    more = link(shelled(), shelled("Cora"), shelled(clock="20:30", published=4), previous=first.incidents)
    assert {incident.id for incident in more.incidents} == {incident.id for incident in first.incidents}
    assert link(shelled(), shelled("Cora"), shelled(clock="20:30", published=4)).incidents != more.incidents


def test_each_previous_id_is_given_once_when_an_incident_splits():
    first = link(shelled(), shelled(clock="20:30"), shelled("Cora"))
    claims = tuple(member for incident in first.incidents for member in incident.members)
    merged = Incident(first.incidents[0].id, "all", Kind.SHELLING, None, (), claims)
    second = link(shelled(), shelled(clock="20:30"), shelled("Cora"), previous=(merged,))
    ids = [incident.id for incident in second.incidents]
    assert len(set(ids)) == 2
    [heir] = [incident for incident in second.incidents if incident.id == merged.id]
    assert len(heir.claims) == 2


def test_a_copy_joins_its_original_and_adds_no_origin():
    pair = shelled()
    linking = link(pair, copy_report(pair, "Reprint", "copy"))
    assert len(linking.incidents) == 1
    assert [len(origin.reports) for origin in linking.origins] == [2]


def test_titles_name_no_actor():
    linking = link(shelled(), shelled("Adda", side=SOUTH, speaker=S_MOD), shelled("Cora"))
    for incident in linking.incidents:
        assert "north" not in incident.title.casefold()
        assert "south" not in incident.title.casefold()


def test_nothing_in_gives_nothing_out():
    assert link() == Linking((), (), (), ())


def test_copies_of_one_text_are_compared_once(monkeypatch):
    """A thousand copies of an agency's text cost no thousand times thousand comparisons."""
    from contactline.link import incidents

    sizes = []
    original = incidents.make_row_index
    monkeypatch.setattr(incidents, "make_row_index", lambda rows: sizes.append(len(rows)) or original(rows))
    base = tell(
        "Agency",
        THIRD,
        5,
        line(
            "On July 4 mortar rounds hit the school roof, the orchard and the road at Ada before dawn.",
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
        ),
    )
    pairs = [copy_report(base, f"Outlet {number}", str(number)) for number in range(1000)]
    [incident] = link(*pairs).incidents
    assert len(incident.claims) == 1000
    assert sizes == [1]
    assert all(member.tie is not None for member in incident.members)


LEAD = line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4)))


def test_a_glance_back_is_over_with_its_paragraph():
    def with_break(separator):
        glance = line(f"On July 2 it was shelled too.{separator}", kind=Kind.SHELLING, time=("July 2", at(2)))
        loss = {"words": "A woman", "side": NORTH, "count": 1}
        return tell("One", NORTH, 5, LEAD, glance, line("A woman was killed.", kind=Kind.KILLING, losses=[loss]))

    for separator, day in (("", 2), ("\n\n", 4)):
        pair = with_break(separator)
        [home] = [each for each in link(pair).incidents if pair[1].claims[2].id in each.claims]
        assert home.title == f"Shelling at Ada / Adda, {day} July 2017"


def test_a_vague_attack_elsewhere_without_a_time_is_no_incident_of_its_own():
    vague = line("The attack was condemned from Cora.", kind=Kind.UNSPECIFIED, places=[("Cora", "cora")])
    [incident] = link(tell("One", NORTH, 5, LEAD, vague)).incidents
    assert incident.places == ("ada",)
    assert len(incident.claims) == 2


def test_a_capital_that_may_mean_the_government_is_a_place_only_with_something_tangible():
    name = ActorName("Cora", NameType.METONYM, "en", "Latn", (), "test")
    actors = (replace(MANDATE.actors[0], names=(name,)), *MANDATE.actors[1:])
    mandate = replace(MANDATE, actors=actors)
    vague = line("Cora uses shells against villages.", kind=Kind.SHELLING, places=[("Cora", "cora")])
    hit = line("Cora was shelled on July 4.", kind=Kind.SHELLING, places=[("Cora", "cora")], time=("July 4", at(4)))
    assert len(link_claims([tell("One", NORTH, 5, LEAD, vague)], mandate).incidents) == 1
    assert len(link_claims([tell("One", NORTH, 5, LEAD, hit)], mandate).incidents) == 2


def test_the_only_settlement_that_a_report_speaks_about_is_lent_to_its_incident():
    shelled_somewhere = line("A village was shelled on July 4.", kind=Kind.SHELLING, time=("July 4", at(4)))
    talk = line("The words about Ada were called false.", places=[("Ada", "ada")])
    pairs = [shelled(), tell("Two", SOUTH, 5, shelled_somewhere, talk)]
    assert reports_of(link(*pairs), pairs) == [{0, 1}]
    both = line("Ada and Cora were spoken of.", places=[("Ada", "ada"), ("Cora", "cora")])
    pairs = [shelled(), tell("Two", SOUTH, 5, shelled_somewhere, both)]
    assert len(link(*pairs).incidents) == 2


def test_access_is_an_incident_where_nothing_else_is_told():
    refused = line(
        "Monitors were turned back at Ada on July 4.",
        kind=Kind.OBSTRUCTION,
        places=[("Ada", "ada")],
        time=("July 4", at(4)),
    )
    assert [each.title for each in link(tell("Mission", THIRD, 5, refused)).incidents] == [
        "Access or mechanism blocked at Ada / Adda, 4 July 2017"
    ]
    [incident] = link(tell("Mission", THIRD, 5, LEAD, refused)).incidents
    assert incident.kind is Kind.SHELLING
