from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.resolve.spotter import MandateSpotter
from mandatefolder import MIRROR, mirror


def found(spotter: MandateSpotter, text: str) -> dict[tuple[str, str], NameSpot]:
    return {(text[spot.span.start : spot.span.end], spot.sort.value): spot for spot in spotter.spot(text)}


def ids(spotter: MandateSpotter, text: str, words: str, sort: SpotSort) -> tuple[str, ...]:
    spot = found(spotter, text).get((words, sort.value))
    return spot.ids if spot else ()


@pytest.mark.parametrize(
    ("text", "words", "sort", "expected"),
    [
        ("Norland fired.", "Norland", SpotSort.ACTOR, ("norland",)),
        ("NORLAND FIRED", "NORLAND", SpotSort.ACTOR, ("norland",)),
        ("Norland fired.", "Norland", SpotSort.PLACE, ("norland",)),
        ("a Norlandic post", "Norlandic", SpotSort.ADJECTIVE, ("norland",)),
        ("The Sudmarkians left.", "Sudmarkians", SpotSort.PEOPLE, ("sudmark",)),
        ("Sudhaven denies it.", "Sudhaven", SpotSort.METONYM, ("sudmark",)),
        ("Sudhaven denies it.", "Sudhaven", SpotSort.PLACE, ("sudhaven",)),
        ("the Norlandic intruders", "Norlandic intruders", SpotSort.PEJORATIVE, ("norland",)),
        ("Ann Keld said", "Ann Keld", SpotSort.ACTOR, ("ann-keld",)),
        ("NAP reports", "NAP", SpotSort.ACTOR, ("nap",)),
        ("under the Harbour agreement", "Harbour agreement", SpotSort.AGREEMENT, ("harbour",)),
        ("under the Harbour agreements", "Harbour agreements", SpotSort.AGREEMENT, ("harbour",)),
        ("at the line of contact", "line of contact", SpotSort.PLACE, ("line",)),
        ("Норхавен, Велике Поле", "Велике Поле", SpotSort.PLACE, ("velyke",)),
        ("Velyke-Pole", "Velyke-Pole", SpotSort.PLACE, ("velyke",)),
        ("in Oakford", "Oakford", SpotSort.PLACE, ("oakford-west", "oakford-east")),
    ],
)
def test_names_of_every_sort_are_found(
    spotter: MandateSpotter, text: str, words: str, sort: SpotSort, expected: tuple[str, ...]
) -> None:
    assert ids(spotter, text, words, sort) == expected


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("the Norlandic Defence Ministry said", "no-mod"),
        ("the Norlandic Defense Ministry said", "no-mod"),
        ("the Ministry of Defense of Norland said", "no-mod"),
        ("the Ministry of Defence of the Republic of Norland said", "no-mod"),
        ("the Defence Ministry of Norland said", "no-mod"),
        ("Norland's Defense Ministry said", "no-mod"),
        ("Norland’s Defence Ministry said", "no-mod"),
        ("the Norlandic MoD said", "no-mod"),
        ("the MFA of Norland said", "no-mfa"),
        ("the Norlandic Defnese Ministry said", "no-mod"),
        ("the Norlandic Foreign Ministry said", "no-mfa"),
        ("the Ministry of Foreign Affairs of Norland said", "no-mfa"),
        ("the Prosecutor General's Office of Norland said", "no-pgo"),
        ("Norland's Prosecutor General’s Office said", "no-pgo"),
        ("the Norlandic army fired", "no-army"),
        ("the Norlandic armed forces fired", "no-army"),
        ("Norlandic troops fired", "no-army"),
        ("the army of Norland fired", "no-army"),
        ("Norland's military fired", "no-army"),
        ("the Norlandic press reported", "no-media"),
        ("Norhaven's Foreign Ministry said", "no-mfa"),
    ],
)
@pytest.mark.parametrize("swap", [False, True])
def test_bodies_are_put_together_from_owner_and_kind(spotter: MandateSpotter, text: str, body: str, swap: bool) -> None:
    text = mirror(text) if swap else text
    body = body.replace("no-", "su-") if swap else body
    spots = [spot for spot in spotter.spot(text) if spot.sort is SpotSort.ACTOR and len(spot.ids) == 1]
    assert [spot.ids for spot in spots] == [(body,)]
    assert spots[0].side == ("SU" if swap else "NO")
    words = text[spots[0].span.start : spots[0].span.end]
    assert words.split()[0] in text.split()[:2]
    assert spots[0].score == (0.9 if "Defnese" in text else 1.0)


def test_a_body_without_an_owner_may_be_anybodys(spotter: MandateSpotter) -> None:
    spot = found(spotter, "The Foreign Ministry said")["Foreign Ministry", "actor"]
    assert set(spot.ids) == {"no-mfa", "su-mfa", "we-mfa"}
    assert spot.side is None
    assert found(spotter, "troops and the army and the press") == {}


def test_an_unknown_body_of_a_known_owner_leaves_the_adjective(spotter: MandateSpotter) -> None:
    spots = found(spotter, "Westrian troops passed; the Norlandic navy sailed")
    assert spots["Westrian", "adjective"].side == "third"
    assert spots["Norlandic", "adjective"].side == "NO"
    assert len(spots) == 2


@pytest.mark.parametrize(
    "text",
    [
        "they herald a new time",
        "Herald of a new time, he went on",  # begins a sentence, and no word of reporting follows
        "a nap in the afternoon",
        "Nap time",
        "norland",
        "Sudhavenish",
        "the Keld family",
        "Nor land",
        "Norland's",  # the name itself is found, without the ending
    ],
)
def test_ordinary_words_are_no_names(spotter: MandateSpotter, text: str) -> None:
    assert (
        all(spot.ids == ("norland",) for spot in spotter.spot(text)) if text == "Norland's" else not spotter.spot(text)
    )


@pytest.mark.parametrize("text", ["Herald reports that", "Herald: the army", "according to the Herald", "Herald said"])
def test_an_outlet_named_by_a_common_word_is_found_where_it_reports(spotter: MandateSpotter, text: str) -> None:
    assert ids(spotter, text, "Herald", SpotSort.ACTOR) == ("herald",)


@pytest.mark.parametrize(("text", "expected"), [("herald.no writes", True), ("Herald. No change", False)])
def test_an_address_needs_its_full_stop(spotter: MandateSpotter, text: str, expected: bool) -> None:
    assert bool([spot for spot in spotter.spot(text) if spot.ids == ("herald",)]) is expected


def test_names_do_not_reach_over_sentences_or_commas(spotter: MandateSpotter) -> None:
    assert not found(spotter, "He saw Ann. Keld was there").get(("Ann. Keld", "actor"))
    assert not [spot for spot in spotter.spot("Ann, Keld") if spot.sort is SpotSort.ACTOR]


def test_agreements_named_together_are_both_found(spotter: MandateSpotter) -> None:
    text = "to carry out the Harbour and Lakeside agreements"
    spots = found(spotter, text)
    assert spots["Harbour", "agreement"].ids == ("harbour",)
    assert spots["Lakeside agreements", "agreement"].ids == ("lakeside",)
    assert not [spot for spot in spotter.spot("the Harbour and the weather") if spot.sort is SpotSort.AGREEMENT]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("in the village of Kharligja", "Kharligja", "xarliq"),
        ("near Harliqca and further", "Harliqca", "xarliq"),
        ("the Xarliqca village", "Xarliqca", "xarliq"),
        ("villages of Lurma and Kharlighja", "Kharlighja", "xarliq"),
        ("shelled Fizan and left", "Fizan", "fuzan"),
        ("in Velyka Pole", "Velyka Pole", "velyke"),
        ("from Velike Pole", "Velike Pole", "velyke"),
        ("in the Fuzan raion", "Fuzan raion", "east-district"),
        ("in the Fizan district", "Fizan", "east-district"),
    ],
)
def test_places_are_found_in_variant_spellings_where_a_place_is_meant(
    spotter: MandateSpotter, text: str, words: str, place: str
) -> None:
    assert ids(spotter, text, words, SpotSort.PLACE) == (place,)


@pytest.mark.parametrize(
    "text",
    [
        "Kharligja said no",  # no word around says that a place is meant
        "near kharligja",  # small letters
        "in the Kharligja programme",  # an article without the kind of place
        "in the Xarliqca district",  # the mandate knows only a village of that name
        "in Berlin",
        "in Fuz",  # too short to compare
        "on Friday in July",
    ],
)
def test_words_like_a_place_are_not_taken_for_one_elsewhere(spotter: MandateSpotter, text: str) -> None:
    assert not [spot for spot in spotter.spot(text) if spot.sort is SpotSort.PLACE]


def test_a_variant_scores_below_one_and_a_known_name_scores_one(spotter: MandateSpotter) -> None:
    assert 0.8 < found(spotter, "near Kharligja")["Kharligja", "place"].score < 1
    assert found(spotter, "near Xarlıqcə")["Xarlıqcə", "place"].score == 1


def test_the_plural_kind_word_tells_districts_from_towns_in_a_list(spotter: MandateSpotter) -> None:
    text = "in the Westrand and Fuzan districts"
    assert ids(spotter, text, "Westrand", SpotSort.PLACE) == ("west-district",)
    assert ids(spotter, "in Westrand and in Fuzan", "Westrand", SpotSort.PLACE) == ("westrand",)


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("the Alkhanlou village", "Alkhanlou", "alxanli"),
        ("in the Djebrayil district", "Djebrayil", "jabrayil-district"),
        ("the Fuzouli raion", "Fuzouli", "fuzuli-district"),
        ("in Khocavend", "Khocavend", "martuni-nk"),
        ("near Garakhanbayli", "Garakhanbayli", "qaraxanbeyli"),
    ],
)
def test_the_rules_also_fit_the_shipped_names(karabakh: MandateSpotter, text: str, words: str, place: str) -> None:
    assert ids(karabakh, text, words, SpotSort.PLACE) == (place,)


def test_side_by_side_sources_of_trouble_in_the_shipped_names(karabakh: MandateSpotter) -> None:
    text = "Trend lines rise. A news conference. Report of the army. The Talysh district."
    assert not karabakh.spot(text)


WORDS = [
    *MIRROR,
    "army",
    "Ministry",
    "of",
    "Defence",
    "the",
    "Defense",
    "troops",
    "and",
    "in",
    "village",
    "Harbour",
    ".",
    ",",
]
ORDER = ("NO", "SU")


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_swapping_the_sides_swaps_the_spots(spotter: MandateSpotter, words: list[str]) -> None:
    words = [word for word in words if word not in {"Westrand", "Füzan"}]
    text = " ".join(words)

    def shape(text: str, swap: bool) -> list[tuple[int, str, object, float]]:
        sides = {"NO": "SU", "SU": "NO"} if swap else {}
        starts = {}
        offset = 0
        for number, word in enumerate(text.split(" ")):
            starts[offset] = number
            offset += len(word) + 1
        return [
            (starts[spot.span.start], spot.sort.value, sides.get(str(spot.side), spot.side), spot.score)
            for spot in spotter.spot(text)
        ]

    assert shape(text, swap=False) == shape(mirror(text), swap=True)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_gives_spans_inside_it_in_order(spotter: MandateSpotter, text: str) -> None:
    spots = spotter.spot(text)
    assert all(0 <= spot.span.start < spot.span.end <= len(text) for spot in spots)
    assert [spot.span.start for spot in spots] == sorted(spot.span.start for spot in spots)
    assert all(spot.ids for spot in spots)


def test_time_grows_with_the_text_and_not_faster(mandate: Mandate) -> None:
    spotter = MandateSpotter(mandate)
    text = "The Norlandic army shelled Kharligja near Oakford on Tuesday, the Ministry of Defence of Sudmark said. "

    def seconds(count: int) -> float:
        before = time.process_time()
        spotter.spot(text * count)
        return time.process_time() - before

    seconds(20)
    small, large = min(seconds(50), seconds(51)), min(seconds(500), seconds(501))
    assert large < 30 * small  # ten times the text; quadratic would be a hundred times


def test_the_empty_mandate_finds_nothing_and_does_not_fail() -> None:
    from contactline.reference.open_mandate import make_open_mandate

    assert MandateSpotter(make_open_mandate()).spot("Norland fired at the village of Kharligja") == ()
