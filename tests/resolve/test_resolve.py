from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.ports import Reading, Spotter
from contactline.records.claims import Act, Kind, Modality, Part
from contactline.records.mandates import Mandate
from contactline.records.places import PlacePrecision
from contactline.records.problems import Problem, Severity
from contactline.reference.open_mandate import make_open_mandate
from contactline.resolve.resolve import Resolver
from resolve.claims import Story, codes


def place_of(resolver: Resolver, text: str, words: str) -> tuple[str | None, list[str]]:
    story = Story(text)
    story.claim(places=[words], kind=Kind.SHELLING)
    claims, problems = story.resolve(resolver)
    return claims[0].occurrence.places[0].place, [code for code in codes(problems) if code.startswith("place")]


# -- places


@pytest.mark.parametrize(
    ("text", "words", "place", "problems"),
    [
        ("It fell in Westrand.", "Westrand", "westrand", []),
        ("It fell in the village of Xarlıqcə.", "Xarlıqcə", "xarliq", []),
        ("It fell in the village of Khorod.", "Khorod", "xarliq", []),
        ("It fell in the village of Kharligja.", "Kharligja", "xarliq", ["place-spelling"]),
        ("It fell there, Kharligja village.", "Kharligja village", "xarliq", ["place-spelling"]),
        ("It fell in Berlin.", "Berlin", None, ["place-unknown"]),
        ("It fell in Oakford.", "Oakford", None, ["place-ambiguous"]),
        ("It fell in Oakford, Westrand district.", "Oakford", "oakford-west", ["place-ambiguous"]),
        ("It fell in the village of Oakford in Fuzan district.", "Oakford", "oakford-east", ["place-ambiguous"]),
        ("It fell in Oakford near Fuzan.", "Oakford", "oakford-east", ["place-ambiguous"]),
        ("It fell in the Fuzan district.", "Fuzan district", "east-district", []),
        ("It fell in Fuzan.", "Fuzan", "fuzan", []),
        (
            "It fell in Oakford village of Westrand district.",
            "Oakford village of Westrand district",
            "oakford-west",
            ["place-ambiguous"],
        ),
    ],
)
def test_places(resolver: Resolver, text: str, words: str, place: str | None, problems: list[str]) -> None:
    assert place_of(resolver, text, words) == (place, problems)


def test_homonyms_far_from_any_parent_follow_the_other_places_of_the_report(resolver: Resolver) -> None:
    far = "It fell in Lurma. " + "Nothing else was said about that for a long while. " * 5
    assert place_of(resolver, far + "Khorod was hit too.", "Lurma") == ("lurma-east", ["place-ambiguous"])
    assert place_of(resolver, far + "Velyke Pole was hit too.", "Lurma") == ("lurma-west", ["place-ambiguous"])
    assert place_of(resolver, far + "Khorod and Velyke Pole were hit too.", "Lurma") == (None, ["place-ambiguous"])


def test_only_the_mandates_own_points_are_given(resolver: Resolver) -> None:
    story = Story("It fell in Khorod, in the Westrand district, at the line of contact.")
    story.claim(places=["Khorod", "Westrand district", "line of contact"], kind=Kind.SHELLING)
    village, district, line = story.resolve(resolver)[0][0].occurrence.places
    assert (village.lat, village.lon, village.precision) == (61.1, 44.1, PlacePrecision.SETTLEMENT)
    assert (district.place, district.lat, district.precision) == ("west-district", None, None)
    assert (line.place, line.lat) == ("line", None)


def test_the_message_of_a_spelling_names_what_was_chosen(resolver: Resolver) -> None:
    story = Story("It fell in the village of Kharligja.")
    story.claim(places=["Kharligja"], kind=Kind.SHELLING)
    problem = next(p for p in story.resolve(resolver)[1] if p.code == "place-spelling")
    assert problem.severity is Severity.INFO
    assert problem.span == story.quote("Kharligja").span
    assert "Khorod / Xarlıqcə" in problem.message  # names of both parties, in the order of the alphabet
    assert "likeness 0." in problem.message


# -- times


def test_clock_times_take_the_day_told_before_in_the_text_whatever_the_order_of_claims(resolver: Resolver) -> None:
    story = Story(
        "On June 8 fire was opened. At 20:40 it stopped. On June 9 at 10:15 it began anew, and at 11:00 it ceased."
    )
    for words in ("11:00", "On June 9 at 10:15", "At 20:40", "On June 8"):
        story.claim(time=words)
    claims, problems = story.resolve(resolver)
    times = [claim.occurrence.time for claim in claims]
    assert [time.when.earliest.isoformat()[5:16] if time and time.when else None for time in times] == [
        "06-09T11:00",
        "06-09T10:15",
        "06-08T20:40",
        "06-08T00:00",
    ]
    assert [p.code for p in problems if p.code.startswith("time")] == ["time-assumed", "time-assumed"]


def test_a_claim_about_the_future_looks_ahead(resolver: Resolver) -> None:
    story = Story("Talks follow on Friday.")
    story.claim(time="on Friday", modality=Modality.FUTURE)
    time = story.resolve(resolver)[0][0].occurrence.time
    assert time is not None
    assert time.when is not None
    assert time.when.earliest.date().isoformat() == "2020-06-12"


def test_an_impossible_time_stays_text_with_its_place(resolver: Resolver) -> None:
    story = Story("It fell on February 30.")
    story.claim(time="on February 30")
    claims, problems = story.resolve(resolver)
    assert claims[0].occurrence.time is not None
    assert claims[0].occurrence.time.when is None
    problem = next(p for p in problems if p.code == "time-impossible")
    assert (problem.severity, problem.span) == (Severity.WARNING, story.quote("on February 30").span)


# -- law


def test_an_agreement_is_named_or_left_open(resolver: Resolver) -> None:
    story = Story("It breaks the Harbour agreement and international law.")
    story.claim(law="the Harbour agreement")
    story.claim(law="international law")
    claims, _ = story.resolve(resolver)
    assert [claim.law[0].agreement for claim in claims] == ["harbour", None]


@pytest.mark.parametrize(
    ("words", "agreement"),
    [
        ("the Harbour and Eastgate agreements", None),
        ("the Eastgate and Harbour agreements", None),
        ("the Harbour agreement and its annexes", "harbour"),
        ("the Lakeside agreements", "lakeside"),
        ("the 1949 Geneva Conventions", None),
    ],
)
def test_a_phrase_that_names_several_agreements_is_none_of_them(
    resolver: Resolver, words: str, agreement: str | None
) -> None:
    story = Story(f"It breaks {words}.")
    story.claim(law=words)
    claims, problems = story.resolve(resolver)
    assert claims[0].law[0].agreement == agreement
    assert not [problem for problem in problems if "agreement" in problem.code or "law" in problem.code]


# -- told once


def test_a_spelling_and_a_choice_among_homonyms_are_told_once_per_report(resolver: Resolver) -> None:
    story = Story(
        "It fell in the village of Kharligja. Kharligja village was hit. The Kharligja village burns. "
        "It fell in Oakford, Westrand district. In the village of Oakford, Westrand district, it was quiet."
    )
    for words in (
        "village of Kharligja",
        "Kharligja village",
        "The Kharligja village",
        "Oakford",
        "village of Oakford",
    ):
        story.claim(places=[words], kind=Kind.SHELLING)
    claims, problems = story.resolve(resolver)
    assert [claim.occurrence.places[0].place for claim in claims] == ["xarliq"] * 3 + ["oakford-west"] * 2
    assert codes(problems).count("place-spelling") == 1
    assert codes(problems).count("place-ambiguous") == 1


@pytest.mark.parametrize("words", ["respond", "day", "retaliatory fire"])
def test_words_that_name_nobody_stay_text_in_silence(resolver: Resolver, words: str) -> None:
    story = Story(f"They had to {words}, and again to {words}, it said.")
    for _ in range(2):
        story.claim(actors=[story.mention(words, "opponent")], kind=Kind.SHELLING)
    claims, problems = story.resolve(resolver)
    assert [claim.occurrence.actors[0].text for claim in claims] == [words] * 2
    assert "actor-unknown" not in codes(problems)


def test_a_time_that_gives_nothing_is_told_once(resolver: Resolver) -> None:
    story = Story("It went on by day, and day after day.")
    story.claim(time="day")
    story.claim(time="day after day")
    story.claim(time="day")
    _, problems = story.resolve(resolver)
    assert [p.message for p in problems if p.code == "time-unresolved"].count("the words “day” give no time") == 1


# -- the whole


def test_acts_are_settled_after_victims(resolver: Resolver) -> None:
    story = Story("The Norlandic army said that Sudmarkian troops fired. Two men were killed, it said.")
    story.claim(
        "The Norlandic army",
        kind=Kind.SHELLING,
        actors=[story.mention("Sudmarkian troops")],
        words="The Norlandic army said that Sudmarkian troops fired.",
    )
    story.claim(
        story.mention("it", "same", antecedent="The Norlandic army"),
        kind=Kind.UNSPECIFIED,
        losses=[story.loss("Two men", 2)],
        words="Two men were killed, it said.",
    )
    claims, _ = story.resolve(resolver)
    assert [claim.act for claim in claims] == [Act.ACCUSES, Act.REPORTS_OWN_LOSS]


def test_ids_order_and_words_stay_and_earlier_problems_are_kept(resolver: Resolver) -> None:
    story = Story("Somebody near Berlin said that Norland fired on Friday.")
    story.claim("Somebody", places=["Berlin"], time="on Friday", actors=[story.mention("Norland")], kind=Kind.SHELLING)
    story.claim("Somebody", places=["Berlin"])
    earlier = Problem("read", "x", Severity.INFO, "kept")
    before = Reading(tuple(story.claims), (earlier,))
    after = resolver.resolve(story.report, before)
    assert [claim.id for claim in after.claims] == [claim.id for claim in before.claims]
    assert all(
        new.quote == old.quote and new.part is Part.BODY for new, old in zip(after.claims, before.claims, strict=True)
    )
    assert after.problems[0] is earlier
    assert codes(after.problems).count("place-unknown") == 1  # the same words are told once
    assert all(problem.report == story.report.id for problem in after.problems[1:])
    assert after == resolver.resolve(story.report, before)


def test_resolving_twice_changes_nothing_more(resolver: Resolver) -> None:
    story = Story(
        "The Norlandic army said that two Sudmarkian soldiers were killed near Oakford in Fuzan district on Friday."
    )
    story.claim(
        "The Norlandic army", places=["Oakford"], time="on Friday", losses=[story.loss("two Sudmarkian soldiers", 2)]
    )
    once = resolver.resolve(story.report, Reading(tuple(story.claims)))
    again = resolver.resolve(story.report, replace(once, problems=()))
    assert again.claims == once.claims


def test_the_open_mandate_takes_sides_from_metadata_alone() -> None:
    mandate: Mandate = make_open_mandate(["A", "B"])
    resolver = Resolver(mandate)
    names: Spotter = resolver.names
    assert names.spot("Norland fired") == ()
    story = Story("Norland fired at Oakford at 20:40.", publisher="Herald", side="A")
    story.claim(places=["Oakford"], time="at 20:40", actors=[story.mention("Norland")], kind=Kind.SHELLING)
    claims, problems = story.resolve(resolver)
    assert claims[0].speaker.side == "A"
    assert claims[0].occurrence.actors[0].side is None
    assert {"place-unknown", "actor-unknown"} <= set(codes(problems))
    assert claims[0].occurrence.time is not None
    assert claims[0].occurrence.time.when is not None
    assert claims[0].occurrence.time.when.zone == "UTC"
