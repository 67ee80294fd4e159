from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.ports import Reading, Spotter
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Part
from contactline.records.mandates import Mandate
from contactline.records.places import PlacePrecision
from contactline.records.problems import Problem, Severity
from contactline.reference.loading import make_open_mandate
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


# -- victims


@pytest.mark.parametrize(("attacker", "side"), [("Norlandic troops", "SU"), ("Sudmarkian troops", "NO")])
def test_victims_are_the_other_sides_where_the_claim_says_who_acted(
    resolver: Resolver, attacker: str, side: str
) -> None:
    story = Story(f"{attacker} shelled a village, killing two civilians.")
    story.claim(
        kind=Kind.SHELLING, trigger="shelled", actors=[story.mention(attacker)], losses=[story.loss("two civilians", 2)]
    )
    claims, problems = story.resolve(resolver)
    assert claims[0].casualties[0].victims.side == side
    assert "victims-side-inferred" in codes(problems)


def test_a_loss_in_answer_to_shelling_is_not_the_shelled_sides(resolver: Resolver) -> None:
    story = Story("Two soldiers were killed in response to shelling of Norlandic positions.")
    story.claim(
        kind=Kind.SHELLING,
        trigger="shelling",
        targets=[story.mention("Norlandic positions")],
        losses=[story.loss("Two soldiers", 2)],
    )
    claims, problems = story.resolve(resolver)
    assert claims[0].casualties[0].victims.side is None
    assert "victims-side-unknown" in codes(problems)


def follow(gap: str, *, order: Order = Order.NOT_STATED, start: str = "Two men died.") -> Story:
    first, second = "Sudmarkian troops shelled a village.", start
    story = Story(f"{first}{gap}{second}")
    story.claim(
        kind=Kind.SHELLING, trigger="shelled", actors=[story.mention("Sudmarkian troops")], words=first, order=order
    )
    words = "Two men" if "Two men" in second else "two men"
    story.claim(kind=Kind.UNSPECIFIED, losses=[story.loss(words, 2)], words=second)
    return story


@pytest.mark.parametrize(
    ("story", "side"),
    [
        (follow(" "), "NO"),
        (follow("\n\n"), None),
        (follow("\n\n", start="As a result two men died."), "NO"),
        (follow(" " + "Much else was said then. " * 30), None),
        (follow(" ", order=Order.ANSWER), None),
    ],
)
def test_victims_after_an_attack_in_the_same_breath(resolver: Resolver, story: Story, side: str | None) -> None:
    assert story.resolve(resolver)[0][1].casualties[0].victims.side == side


def test_the_same_figure_elsewhere_in_the_report_tells_the_side(resolver: Resolver) -> None:
    story = Story("Two Norlandic soldiers died. Much later it was said again: two soldiers died. One man died.")
    story.claim(losses=[story.loss("Two Norlandic soldiers", 2)], words="Two Norlandic soldiers died.")
    story.claim(losses=[story.loss("two soldiers", 2)], words="two soldiers died.")
    story.claim(losses=[story.loss("One man", 1)], words="One man died.")
    claims, _ = story.resolve(resolver)
    assert [claim.casualties[0].victims.side for claim in claims] == ["NO", "NO", None]


def test_no_losses_need_no_side(resolver: Resolver) -> None:
    story = Story("There were no losses.")
    story.claim(losses=[story.loss("no losses", 0, NumberForm.NONE)])
    assert "victims-side-unknown" not in codes(story.resolve(resolver)[1])


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
