"""Silence, refusals, figures given anew, retractions, and input that is thin or odd: the right words for each."""

from __future__ import annotations

import pytest

from contactline.link.origins import find_origins
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Polarity, Status
from contactline.records.ids import THIRD
from contactline.records.incidents import RemarkKind, Result, State
from linkcases import NORTH, SOUTH, at, copy_report, line, tell

from .test_rules import BOTH, N_MOD, S_MOD, comparison, says, weigh


def version(weighing, question, side):
    [found] = [each for each in weighing.versions if (each.question, each.side) == (question, side)]
    return found


def dead(speaker, count, published, side=None, **values):
    loss = {"words": "people", "side": side or speaker[2], "count": count}
    word = f"{count} people died, it says on {published}"
    return says(speaker, word, published=published, publisher=f"Outlet {word}", losses=[loss], **values)


def kinds(weighing):
    return [remark.kind for remark in weighing.remarks]


# -- over time


@BOTH
def test_a_figure_given_anew_by_its_speaker_is_revised_and_no_contradiction(one, other):
    weighing = weigh(dead(one, 1, 4), dead(one, 2, 6), dead(other, 2, 7, side=one[2]))
    found = version(weighing, f"killed/{one[2]}/civilian", one[2])
    assert [(value.value, value.is_past) for value in found.values] == [("2", False), ("1", True)]
    [old] = found.values[1].voices
    assert (old.first.day, old.revised_on.day, old.withdrawn) == (4, 6, False)
    compared = comparison(weighing, f"killed/{one[2]}/civilian")
    assert compared.internal == ()
    assert compared.result is Result.AGREES


def test_figures_of_one_day_and_of_other_speakers_are_not_revised():
    prosecutor = ("The prosecutor", "n-law", NORTH)
    same_day = weigh(dead(N_MOD, 1, 4), dead(N_MOD, 2, 4))
    assert not any(value.is_past for value in version(same_day, "killed/NO/civilian", NORTH).values)
    apart = weigh(dead(N_MOD, 1, 4), dead(prosecutor, 2, 6))
    assert not any(value.is_past for value in version(apart, "killed/NO/civilian", NORTH).values)
    assert comparison(apart, "killed/NO/civilian").internal == (NORTH,)


def test_an_opponent_cannot_revise_a_sides_figure():
    weighing = weigh(dead(N_MOD, 1, 4), _relayed(5, 6))
    values = version(weighing, "killed/NO/civilian", NORTH).values
    assert [value.is_past for value in values] == [False, False]


def _relayed(count, published):
    loss = {"words": "people", "side": NORTH, "count": count}
    text = line(f"{N_MOD[0]} said {count} people died.", speaker=N_MOD, kind=Kind.SHELLING, losses=[loss])
    return tell("Southern outlet", SOUTH, published, text)


@BOTH
def test_what_its_speaker_denies_later_is_withdrawn(one, other):
    taken_back = dead(one, 2, 6, act=Act.DENIES, polarity=Polarity.NEGATIVE)
    weighing = weigh(dead(one, 2, 4), taken_back)
    assert RemarkKind.WITHDRAWN in kinds(weighing)
    assert RemarkKind.WITHDRAWN not in kinds(weigh(dead(one, 2, 4), dead(one, 3, 6)))
    found = version(weighing, f"killed/{one[2]}/civilian", one[2])
    assert [(value.state, value.is_past) for value in found.values] == [(State.DENIED, False), (State.STATED, True)]
    assert found.values[1].voices[0].withdrawn
    assert found.state is State.DENIED


# -- silence


@BOTH
def test_silence_is_dated_and_is_not_the_same_as_nothing_read(one, other):
    first = says(one, "shells fell", publisher="Early", published=5)
    weighing = weigh(first, dead(one, 2, 7))
    found = version(weighing, f"killed/{one[2]}/civilian", one[2])
    assert found.silent == (first[0].id,)
    assert (found.as_of.day, found.silent_until.day) == (7, 5)
    wounded = version(weighing, f"wounded/{one[2]}/civilian", one[2])
    assert (wounded.state, wounded.as_of.day, len(wounded.silent)) == (State.SILENT, 7, 2)
    unread = version(weighing, f"wounded/{one[2]}/civilian", other[2])
    assert (unread.state, unread.as_of, unread.silent) == (State.NOT_STATED, None, ())


def test_a_figure_without_a_side_or_status_is_no_silence():
    vague = {"words": "people", "side": None, "count": 2, "status": Status.NOT_SAID}
    weighing = weigh(says(N_MOD, "people died", losses=[vague], published=5), dead(N_MOD, 2, 7))
    assert version(weighing, "killed/NO/civilian", NORTH).silent == ()


@BOTH
def test_who_declines_to_comment_has_declined(one, other):
    declines = line(f"{one[0]} declined to comment.", speaker=one, act=Act.DECLINES)
    report = tell("Observer", THIRD, 6, declines)
    weighing = weigh(says(other), report)
    found = version(weighing, "where", one[2])
    assert (found.state, [value.value for value in found.values]) == (State.DECLINED, ["declined to comment"])
    compared = comparison(weighing, "where")
    assert compared.result is Result.ONE_SIDE_ONLY
    assert "declined to comment" in compared.reason


@BOTH
@pytest.mark.parametrize(
    ("topic", "about"),
    [("on casualties", "killed"), ("on the weapons used", "means"), ("on the footage", "evidence")],
)
def test_a_refusal_covers_what_it_names_and_nothing_else(one, other, topic, about):
    declines = line(f"{one[0]} declined to comment {topic}.", speaker=one, act=Act.DECLINES)
    weighing = weigh(dead(other, 2, 5, side=one[2]), says(other), tell("Observer", THIRD, 6, declines))
    states = {each.question.split("/")[0]: each.state for each in weighing.versions if each.side == one[2]}
    assert states["where"] is not State.DECLINED
    assert {word for word, state in states.items() if state is State.DECLINED} <= {about, "wounded", "victims"}
    if about == "killed":
        assert states["killed"] is State.DECLINED


# -- thin or odd input


def test_one_report_alone_is_confirmed_by_nothing():
    assert kinds(weigh(says(N_MOD))) == [RemarkKind.ONE_REPORT]


def test_forty_copies_are_one_origin_and_one_side():
    first = says(N_MOD, "shells fell on the village in the night and nobody slept there at all until the morning came")
    pairs = [first, *(copy_report(first, f"Copy {number}", f"{number}") for number in range(39))]
    origins = find_origins([report for report, _ in pairs], {report.id: reading for report, reading in pairs})
    weighing = weigh(*pairs, origins=origins)
    assert kinds(weighing) == [RemarkKind.ONE_ORIGIN, RemarkKind.ONE_SIDE]
    assert "All 40 reports go back to one origin" in weighing.remarks[0].text


def test_where_everybody_denies_nobody_states():
    deny = {"act": Act.DENIES, "polarity": Polarity.NEGATIVE}
    weighing = weigh(says(N_MOD, "no shells fell", **deny), says(S_MOD, "no shells fell", **deny))
    assert RemarkKind.ALL_DENIED in kinds(weighing)
    assert comparison(weighing, "happened").result is Result.AGREES
    assert "deny" in comparison(weighing, "happened").reason


def test_a_report_dated_before_its_event_is_told():
    weighing = weigh(says(N_MOD, published=2), says(S_MOD))
    [remark] = [each for each in weighing.remarks if each.kind is RemarkKind.DATED_AHEAD]
    assert "dated before the day that it tells of (4 July 2017)" in remark.text
    assert remark.claims


def test_evidence_of_a_later_day_is_marked():
    shown = {"evidence": [("video", "video")], "time": ("July 4", at(6))}
    weighing = weigh(says(N_MOD), says(S_MOD, "a video shows it", **shown))
    [value] = version(weighing, "evidence", SOUTH).values
    assert value.note == "of 6 July 2017, after the incident"
    [remark] = [each for each in weighing.remarks if each.kind is RemarkKind.LATER_EVIDENCE]
    assert remark.text.startswith("All evidence that is said to be shown is of a later day")


@pytest.mark.parametrize(("count", "odd"), [(3, False), (60, True), (1_000_000, True)])
def test_a_figure_far_above_all_others_is_told(count, odd):
    weighing = weigh(dead(N_MOD, 2, 5), dead(S_MOD, count, 5, side=NORTH))
    assert (RemarkKind.ODD_FIGURE in kinds(weighing)) is odd


def test_open_and_hedged_figures_never_agree_with_firm_ones():
    vague = {"words": "people", "side": NORTH, "count": 1, "form": NumberForm.AT_LEAST}
    hedged = says(S_MOD, "people may have died", losses=[vague], modality=Modality.HEDGED)
    assert comparison(weigh(dead(N_MOD, 1, 5), hedged), "killed/NO/civilian").result is Result.COMPATIBLE


# -- voices of one side


@BOTH
def test_a_resident_who_says_that_nobody_answered_contradicts_the_ministry(one, other):
    answered = says(one, "troops answered", actors=[("troops", one[2])], order=Order.ANSWER)
    resident = line(
        "Our soldiers did not answer, a woman said.",
        speaker=("a woman", None, None),
        kind=Kind.SHELLING,
        polarity=Polarity.NEGATIVE,
        actors=[("Our soldiers", one[2])],
        order=Order.ANSWER,
    )
    weighing = weigh(says(other), answered, tell("Outlet of the place", one[2], 7, resident))
    [found] = comparison(weighing, f"fired/{one[2]}").contradictions
    assert found.side == one[2]
    assert "yes, as an answer" in found.text
    assert "a woman: “no”" in found.text


def test_an_outlet_that_retells_a_body_is_no_voice_against_it():
    north = [
        line(
            "The northern ministry said rockets fell.",
            speaker=N_MOD,
            kind=Kind.SHELLING,
            actors=[("The northern ministry", SOUTH)],
            means=[("rockets", "rocket")],
        ),
        line("Their mortars fired.", kind=Kind.SHELLING, actors=[("Their", SOUTH)], means=[("mortars", "mortar")]),
    ]
    assert comparison(weigh(tell("Outlet", NORTH, 5, *north)), "means/SO").internal == ()


def test_figures_of_people_whose_side_is_not_said_may_be_of_other_people():
    prosecutor = ("The prosecutor", "n-law", NORTH)

    def told(speaker, count):
        loss = {"words": "people", "side": None, "count": count}
        return says(speaker, f"{count} people died", losses=[loss], publisher=f"Outlet {count}")

    assert comparison(weigh(told(N_MOD, 1), told(prosecutor, 2)), "killed/not said/civilian").internal == ()


# -- sources against sources


@BOTH
def test_sources_stand_against_sources_and_copies_are_marked(one, other):
    first = says(one, "shells fell on the village in the night and nobody slept there until the morning came")
    weighing = weigh(first, says(other, "no shells fell", act=Act.DENIES, polarity=Polarity.NEGATIVE))
    matrix = weighing.matrix
    assert {source.side for source in matrix.sources} == {NORTH, SOUTH}
    [cell] = matrix.cells
    assert cell.conflicts == ("happened",)
    assert not cell.same_origin


def test_what_an_opponent_relays_is_no_word_in_the_matrix():
    through = says(N_MOD, "shells fell", side=SOUTH, publisher="Relay")
    names = [source.name for source in weigh(through, says(S_MOD)).matrix.sources]
    assert names == ["The southern ministry"]
