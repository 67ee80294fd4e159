from __future__ import annotations

import pytest

from contactline.records.mandates import Mandate
from contactline.reference.loading import find_mandate
from contactline.resolve.choose import choose_mandate
from mandatefolder import mirror

HERE = [
    "The Norlandic army shelled Khorod in the Fuzan district, the Ministry of Defence of Sudmark said.",
    "Ann Keld said that Sudmarkian troops fired at Westrand. Norhaven protested.",
]
ELSEWHERE = [
    "The Ministry of Foreign Affairs of Westria and Meridian Wire reported on the weather in Berlin.",
    "Indian and Pakistani troops exchanged fire near Poonch, officials said; Russia and the United Nations reacted.",
]


@pytest.fixture(scope="module")
def installed(mandate: Mandate) -> tuple[Mandate, ...]:
    return (find_mandate("demo"), find_mandate("karabakh"), mandate)


@pytest.mark.parametrize("texts", [HERE, [mirror(text) for text in HERE]])
def test_the_mandate_whose_names_the_texts_use_is_chosen(installed: tuple[Mandate, ...], texts: list[str]) -> None:
    choice = choose_mandate(installed, texts)
    assert choice.mandate is not None
    assert choice.mandate.name == "strait"
    assert choice.scores[0][0] == "strait"
    assert len(choice.scores) == 3
    assert "“strait” fits" in choice.reason


@pytest.mark.parametrize(
    "texts", [ELSEWHERE, [], [""], ["Russian and Ukrainian forces near Donetsk, the OSCE in Kyiv said."]]
)
def test_none_is_chosen_for_another_conflict_or_for_nothing(installed: tuple[Mandate, ...], texts: list[str]) -> None:
    choice = choose_mandate(installed, texts)
    assert choice.mandate is None
    assert "No installed mandate fits" in choice.reason


def test_without_mandates_there_is_no_choice() -> None:
    assert choose_mandate((), HERE).mandate is None


def test_a_few_texts_of_the_conflict_among_many_others_do_not_decide(installed: tuple[Mandate, ...]) -> None:
    assert choose_mandate(installed, [*HERE, *ELSEWHERE * 20]).mandate is None


def test_many_long_texts_are_sampled(installed: tuple[Mandate, ...]) -> None:
    choice = choose_mandate(installed, [HERE[0] + " word" * 5000] * 450)
    assert choice.mandate is not None
    assert choice.mandate.name == "strait"
