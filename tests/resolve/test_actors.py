from __future__ import annotations

import pytest

from contactline.records.claims import Kind, Mention, Modality
from contactline.resolve.resolve import Resolver
from mandatefolder import mirror
from resolve.claims import Story, codes

SIDES = {"NO": "SU", "SU": "NO"}


def who(resolver: Resolver, text: str, words: str, **more: str) -> tuple[str | None, str | None]:
    """Actor and side of a speaker named by these words in a text."""
    story = Story(text, **more)  # type: ignore[arg-type]
    story.claim(words)
    claims, _ = story.resolve(resolver)
    return claims[0].speaker.actor, claims[0].speaker.side


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("text", "words", "actor", "side"),
    [
        ("Norland said so.", "Norland", "norland", "NO"),
        ("The Ministry of Defence of Norland said so.", "The Ministry of Defence of Norland", "no-mod", "NO"),
        ("Norland's Defence Ministry spokesman said so.", "Norland's Defence Ministry spokesman", "no-mod", "NO"),
        (
            "Norlandic Defence Ministry spokeswoman Ann Keld said.",
            "Norlandic Defence Ministry spokeswoman Ann Keld",
            "ann-keld",
            "NO",
        ),
        ("Norlandic officials said so.", "Norlandic officials", None, "NO"),
        ("A Norlandic village council said so.", "A Norlandic village council", None, "NO"),
        ("Norlandic media said so.", "Norlandic media", "no-media", "NO"),
        ("Norhaven said so.", "Norhaven", "norland", "NO"),
        ("Norland's president said so.", "Norland's president", None, "NO"),
        ("The Norlanders said so.", "The Norlanders", "norland", "NO"),
        ("The agency NAP said so.", "NAP", "nap", "NO"),
        ("Norlandic forces in Sudmark said so.", "Norlandic forces in Sudmark", "no-army", "NO"),
        (
            "An officer of the Norlandic army near Füzan said so.",
            "An officer of the Norlandic army near Füzan",
            "no-army",
            "NO",
        ),
        (
            "Eva Lin, who works with Norland's Defence Ministry, said so.",
            "Eva Lin, who works with Norland's Defence Ministry",
            None,
            "NO",
        ),
    ],
)
def test_names_tell_actor_and_side(
    resolver: Resolver, text: str, words: str, actor: str | None, side: str, swap: bool
) -> None:
    if not swap:
        assert who(resolver, text, words) == (actor, side)
        return
    got_actor, got_side = who(resolver, mirror(text), mirror(words))
    assert got_side == SIDES[side]
    assert (got_actor is None) == (actor is None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Residents of Oakford said so.", "Residents of Oakford"),
        ("A villager in Norland said so.", "A villager in Norland"),
        ("Ostrava Relief said so.", "Ostrava Relief"),
        ("Norlandic and Sudmarkian forces said so.", "Norlandic and Sudmarkian forces"),
        ("Norlandic and the ethnic Sudmarkian troops said so.", "Norlandic and the ethnic Sudmarkian troops"),
        ("Sudmarkian and the ethnic Norlandic troops said so.", "Sudmarkian and the ethnic Norlandic troops"),
    ],
)
def test_no_side_follows_from_a_place_or_from_both_sides_at_once(resolver: Resolver, text: str, words: str) -> None:
    story = Story(text)
    story.claim(words)
    claims, problems = story.resolve(resolver)
    assert (claims[0].speaker.actor, claims[0].speaker.side) == (None, None)
    spans = [problem.span for problem in problems if problem.code == "actor-unknown"]
    named = words.startswith(("Ostrava", "Norlandic", "Sudmarkian"))  # villagers and residents are nobody in particular
    assert spans == [claims[0].speaker.quote.span] * named if claims[0].speaker.quote else False


@pytest.mark.parametrize("swap", [False, True])
def test_relative_words_are_seen_from_the_speaker(resolver: Resolver, swap: bool) -> None:
    text = "The Norlandic army said that the enemy fired at our posts, and that they answered."
    story = Story(mirror(text) if swap else text)
    story.claim(
        "The Sudmarkian army" if swap else "The Norlandic army",
        kind=Kind.SHELLING,
        actors=[story.mention("the enemy", "opponent")],
        targets=[story.mention("our posts", "own")],
    )
    claims, _ = story.resolve(resolver)
    own = "SU" if swap else "NO"
    occurrence = claims[0].occurrence
    assert occurrence.actors[0].side == SIDES[own]
    assert occurrence.targets[0].mention.side == own


def test_the_opponent_of_whoever_is_named_is_not_the_speakers(resolver: Resolver) -> None:
    story = Story("The Norlandic army said that Sudmarkian troops retaliated.")
    story.claim(
        "The Norlandic army",
        kind=Kind.UNSPECIFIED,
        actors=[story.mention("retaliated", "opponent", antecedent="Sudmarkian troops")],
    )
    claims, _ = story.resolve(resolver)
    assert claims[0].occurrence.actors[0].side == "NO"


def test_a_third_party_has_no_opponent(resolver: Resolver) -> None:
    story = Story("The Strait Monitoring Mission said that the enemy fired at our posts.")
    story.claim(
        "The Strait Monitoring Mission",
        kind=Kind.SHELLING,
        actors=[story.mention("the enemy", "opponent")],
        targets=[story.mention("our posts", "own")],
    )
    claims, problems = story.resolve(resolver)
    assert claims[0].speaker.side == "third"
    assert claims[0].occurrence.actors[0].side is None
    assert claims[0].occurrence.targets[0].mention.side is None
    assert "actor-unknown" in codes(problems)


@pytest.mark.parametrize(("publisher", "side"), [("Herald", "SU"), ("Courier", "NO"), ("Meridian Wire", None)])
def test_a_name_for_the_enemy_means_the_other_side_of_whoever_uses_it(
    resolver: Resolver, publisher: str, side: str | None
) -> None:
    story = Story("The post was hit by the enemy.", publisher=publisher)
    story.claim(actors=[story.mention("the enemy")], kind=Kind.SHELLING)
    claims, _ = story.resolve(resolver)
    assert claims[0].occurrence.actors[0].side == side


def test_its_is_nobodys_when_both_sides_were_named_before(resolver: Resolver) -> None:
    one = Story("The Norlandic army said that its posts were hit.")
    one.claim("The Norlandic army", targets=[one.mention("its posts", "own")], kind=Kind.SHELLING)
    both = Story("The Norlandic army said that Sudmark uses its villages as a shield.")
    both.claim("The Norlandic army", targets=[both.mention("its villages", "own")], kind=Kind.SHELLING)
    assert one.resolve(resolver)[0][0].occurrence.targets[0].mention.side == "NO"
    assert both.resolve(resolver)[0][0].occurrence.targets[0].mention.side is None


def test_short_forms_go_back_to_the_full_name(resolver: Resolver) -> None:
    text = (
        "Norlandic Defence Ministry spokeswoman Eva Lin spoke. Lin said so. The Sudmarkian Foreign Ministry answered. "
        "The ministry said more. Ann Keld spoke. Keld went on. The Foreign Ministry repeated it."
    )
    story = Story(text)
    story.claim("Norlandic Defence Ministry spokeswoman Eva Lin")
    story.claim(story.mention("Lin", nth=1))
    story.claim("The ministry")
    story.claim(story.mention("Keld", nth=1))
    story.claim("The Foreign Ministry")
    story.claim(story.mention("The ministry", "same", antecedent="Norlandic Defence Ministry"))
    claims, problems = story.resolve(resolver)
    assert [(claim.speaker.actor, claim.speaker.side) for claim in claims] == [
        ("no-mod", "NO"),
        ("no-mod", "NO"),
        ("su-mfa", "SU"),
        ("ann-keld", "NO"),
        ("su-mfa", "SU"),
        ("no-mod", "NO"),
    ]
    assert "actor-unknown" not in codes(problems)


@pytest.mark.parametrize(("publisher", "actor"), [("Herald", "no-mod"), ("Courier", "su-mod"), ("Meridian Wire", None)])
def test_a_bare_ministry_is_that_of_the_publishers_side_and_said_to_be_assumed(
    resolver: Resolver, publisher: str, actor: str | None
) -> None:
    story = Story("The Defence Ministry said so.", publisher=publisher)
    story.claim("The Defence Ministry")
    claims, problems = story.resolve(resolver)
    assert claims[0].speaker.actor == actor
    assert ("actor-assumed" in codes(problems)) == (actor is not None)
    assert ("actor-unknown" in codes(problems)) == (actor is None)


def test_a_surname_alone_is_the_one_person_of_the_mandate_and_said_to_be_assumed(resolver: Resolver) -> None:
    story = Story("Torv told reporters. Hansen agreed.")
    story.claim("Torv")
    story.claim("Hansen")
    claims, problems = story.resolve(resolver)
    assert [claim.speaker.actor for claim in claims] == ["bel-torv", None]
    assert codes(problems) == ["actor-assumed", "actor-unknown"]


def test_an_owner_before_a_list_of_bodies_owns_them_all(resolver: Resolver) -> None:
    story = Story("Norland’s defence and foreign ministries spoke. Norland's army and Foreign Ministry spoke.")
    story.claim("Norland’s defence and foreign ministries")
    story.claim("Foreign Ministry")
    claims, _ = story.resolve(resolver)
    assert [(claim.speaker.actor, claim.speaker.side) for claim in claims] == [(None, "NO"), ("no-mfa", "NO")]


# -- publishers


@pytest.mark.parametrize(
    ("more", "actor", "side"),
    [
        ({"publisher": "Herald"}, "herald", "NO"),
        ({"publisher": "The Herald"}, "herald", "NO"),
        ({"publisher": "Herald News"}, "herald", "NO"),
        ({"publisher": None, "url": "https://en.herald.no/2020/1?x=1"}, "herald", "NO"),
        ({"publisher": "Somebody", "url": "http://www.courier.su/a"}, "courier", "SU"),
        ({"publisher": "Somebody", "side": "SU"}, None, "SU"),
        ({"publisher": "Meridian Wire"}, "wire", "third"),
        ({"publisher": "Somebody"}, None, None),
        ({"publisher": "Somebody", "side": "elsewhere"}, None, None),
        ({"publisher": None, "url": "http://[broken"}, None, None),
        ({"publisher": None}, None, None),
    ],
)
def test_publishers_are_known_by_name_or_address(
    resolver: Resolver, more: dict[str, str], actor: str | None, side: str | None
) -> None:
    mention, problems = resolver.describe_publisher(Story("Words.", **more).report)  # type: ignore[arg-type]
    assert (mention.actor, mention.side) == (actor, side)
    assert mention.quote is None
    assert ("publisher-unknown" in codes(problems)) == (side is None)


def test_what_the_user_states_of_the_side_wins_with_a_problem(resolver: Resolver) -> None:
    mention, problems = resolver.describe_publisher(Story("Words.", publisher="Herald", side="SU").report)
    assert (mention.actor, mention.side) == ("herald", "SU")
    assert codes(problems) == ["publisher-side-conflict"]


def test_relays_without_a_quote_are_the_publisher_or_the_agency_named(resolver: Resolver) -> None:
    story = Story("It was shelled.", publisher="Herald", relayed_from="SAP")
    story.claim(Mention("Herald"), via=[Mention("SAP"), Mention("Unheard Of")])
    claims, _ = story.resolve(resolver)
    assert (claims[0].speaker.actor, claims[0].speaker.side) == ("herald", "NO")
    assert (claims[0].relayed_by[0].actor, claims[0].relayed_by[0].side) == ("sap", "SU")
    assert claims[0].relayed_by[1].actor == "herald"  # unknown words without a place in the text mean the publisher


def test_a_statement_is_of_whoever_is_named_with_it(resolver: Resolver) -> None:
    story = Story("A statement by the Norlandic Foreign Ministry says so.")
    story.claim("A statement", via=[Mention("Meridian Wire"), story.mention("the Norlandic Foreign Ministry")])
    claims, problems = story.resolve(resolver)
    assert (claims[0].speaker.actor, claims[0].speaker.side) == ("no-mfa", "NO")
    assert "actor-assumed" in codes(problems)


@pytest.mark.parametrize(("modality", "side"), [(Modality.FACT, "NO"), (Modality.REPORTED, None)])
def test_a_report_that_somebody_denies_is_not_their_own(
    resolver: Resolver, modality: Modality, side: str | None
) -> None:
    story = Story("Norland denies a report of three dead.")
    story.claim("report", via=[story.mention("Norland")], modality=modality)
    claims, _ = story.resolve(resolver)
    assert claims[0].speaker.side == side


def test_a_preposition_alone_ties_no_words_to_a_body(resolver: Resolver) -> None:
    story = Story("The Ministry of Defence of Norland spoke of the line of contact.")
    story.claim("line of contact")
    assert story.resolve(resolver)[0][0].speaker.side is None
