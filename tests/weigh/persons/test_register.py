"""Who is one person, and why; what stays open; what people judge."""

from __future__ import annotations

import random

import pytest

from contactline.records.claims import Modality, Outcome, Sequel, Status
from contactline.records.ids import MentionId
from contactline.records.judgements import Verdict
from contactline.records.persons import CasualtyRegister, Fate
from weigh.persons.cases import NORTH, SOUTH, Victim, World, judge


def mention_of(register: CasualtyRegister, name: str, number: int = 0) -> MentionId:
    found = [m for person in register.persons for m in person.mentions if m.name == name]
    return sorted(found, key=lambda m: (m.given_at is None, m.given_at, m.report))[number].id


def test_one_person_in_four_scripts() -> None:
    world = World()
    for name in ("Sahiba Guliyeva", "Сахиба Гулиева", "Səhibə Quliyeva", "S. Guliyeva"):
        world.tell(Victim(name, 50))
    person = world.person()
    assert (len(person.mentions), len(person.bonds), person.conflicts) == (4, 3, ())
    for bond in person.bonds:
        assert bond.total == pytest.approx(sum(line.points for line in bond.ledger))
        assert bond.total >= 10


def test_a_list_names_each_person_once() -> None:
    world = World()
    world.tell(Victim("Rashad Aliyev", 19), Victim("Rashid Aliyev", 19))
    world.tell(Victim("Rashad Aliyev", 19), Victim("Rashid Aliyev", 19))
    assert world.names() == [["Rashad Aliyev"] * 2, ["Rashid Aliyev"] * 2]


def test_initials_that_fit_two_are_left_to_a_person() -> None:
    world = World()
    world.tell(Victim("Sahiba Guliyeva"), Victim("Salminaz Guliyeva"))
    world.tell(Victim("S. Guliyeva"), publisher="Other Wire")
    register = world.register()
    assert len(register.persons) == 3
    assert [doubt.reason for doubt in register.doubts] == ["it fits another person as well, who is not the same"] * 2
    (tally,) = [t for t in register.tallies if t.incident and t.status is None]
    assert (tally.minimum, tally.maximum) == (2, 3)


def test_an_age_may_decide_between_two() -> None:
    world = World()
    world.tell(Victim("Sahiba Guliyeva", 50), Victim("Salminaz Guliyeva", 71))
    world.tell(Victim("S. Guliyeva", 71), publisher="Other Wire")
    assert world.names() == [["S. Guliyeva", "Salminaz Guliyeva"], ["Sahiba Guliyeva"]]


def test_a_surname_may_change_where_the_rest_fits() -> None:
    world = World()
    world.tell(Victim("Sahiba Guliyeva", 50))
    world.tell(Victim("Sahiba Allahverdiyeva", 50))
    person = world.person()
    assert person.conflicts == ("Name: Sahiba Allahverdiyeva / Sahiba Guliyeva.",)
    world = World()
    world.tell(Victim("Rashad Guliyev", 50))
    world.tell(Victim("Rashad Allahverdiyev", 50))
    assert len(world.names()) == 2  # a man's does not


def test_two_ages_are_shown_and_not_resolved() -> None:
    world = World()
    world.tell(Victim("Narek Harutyunyan", 19))
    world.tell(Victim("Narek Harutyunyan", 21))
    assert world.person().conflicts == ("Age or year of birth: 19 / 21.",)


def test_an_age_and_a_year_of_birth_that_fit_are_no_conflict() -> None:
    world = World()
    world.tell(Victim("Narek Harutyunyan", 19))
    world.tell(Victim("Нарек Арутюнян", born=2012))
    assert world.person().conflicts == ()


def test_wounded_then_died_is_one_course() -> None:
    world = World()
    world.tell(Victim("Vahe Hakobyan", 20, outcome=Outcome.WOUNDED))
    world.tell(Victim("Vahe Hakobyan", 20), incident="i-2", day=12)
    person = world.person()
    assert (person.fates, person.conflicts) == ((Fate.KILLED,), ())
    assert {t.fate: (t.minimum, t.maximum) for t in world.register().tallies if not t.incident and not t.status} == {
        Fate.KILLED: (1, 1),
        Fate.WOUNDED: (0, 1),
    }


def test_captured_then_released_and_missing_then_found() -> None:
    world = World()
    world.tell(Victim("Arsen Baghdasaryan", outcome=Outcome.CAPTURED, status=Status.MILITARY))
    world.tell(
        Victim("Arsen Baghdasaryan", outcome=Outcome.CAPTURED, status=Status.MILITARY, sequel=Sequel.RELEASED),
        published=30,
    )
    assert world.person().fates == (Fate.RELEASED,)
    world = World()
    world.tell(Victim("Gor Martirosyan", outcome=Outcome.MISSING, sequel=Sequel.FOUND))
    assert world.person().fates == (Fate.FOUND,)


def test_alive_after_all_is_a_conflict() -> None:
    world = World()
    world.tell(Victim("Vahe Hakobyan"), published=1)
    world.tell(Victim("Vahe Hakobyan", outcome=Outcome.WOUNDED), published=4)
    person = world.person()
    assert person.fates == (Fate.KILLED, Fate.WOUNDED)
    assert person.conflicts == ("What became of the person: killed / wounded.",)
    killed, wounded = (next(t for t in world.register().tallies if t.fate is fate) for fate in person.fates)
    assert (killed.told_apart, wounded.told_apart) == ((0, 1), (0, 1))


def test_nobody_is_killed_twice() -> None:
    world = World()
    world.tell(Victim("Ivan Kovalenko"))
    world.tell(Victim("Ivan Kovalenko"), incident="i-2", day=400)
    register = world.register()
    assert (len(register.persons), len(register.doubts)) == (2, 0)


def test_a_common_name_of_two_incidents_stays_open() -> None:
    world = World()
    world.tell(Victim("Ivan Kovalenko", outcome=Outcome.WOUNDED))
    world.tell(Victim("Ivan Kovalenko", outcome=Outcome.WOUNDED), incident="i-2", day=400)
    (doubt,) = world.register().doubts
    assert -6 <= doubt.bond.total < 10
    period = next(t for t in world.register().tallies if t.incident is None)
    assert (period.minimum, period.maximum) == (1, 2)


def test_denied_and_supposed_victims() -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk"), denied=True)
    world.tell(Victim("Petro Koval"), modality=Modality.CONDITIONAL)
    person = world.person()
    assert (person.mentions[0].name, person.fates) == ("Ivan Melnyk", ())
    assert world.register().tallies == ()


def test_the_order_of_reports_changes_nothing() -> None:
    world = World()
    for name in ("Sahiba Guliyeva", "S. Guliyeva", "Salminaz Guliyeva", "Сахиба Гулиева", "Guliyeva S.", "Zahra"):
        world.tell(Victim(name), Victim("Rashad Aliyev", 30))
    expected = world.register()
    for seed in range(4):
        random.Random(seed).shuffle(world.claims)  # noqa: S311 - no secrets
        assert world.register() == expected


def test_swapping_the_sides_swaps_the_register_and_nothing_else() -> None:
    def tell(one: object, other: object) -> CasualtyRegister:
        world = World()
        world.tell(Victim("Sahiba Guliyeva", 50, side=one), figure=(1, 3))  # type: ignore[arg-type]
        world.tell(Victim("Narek Petrosyan", 20, side=other, status=Status.MILITARY))  # type: ignore[arg-type]
        return world.register()

    first, second = tell(NORTH, SOUTH), tell(SOUTH, NORTH)
    swap = {NORTH: SOUTH, SOUTH: NORTH}
    assert {(t.fate, swap[t.side], t.status, t.minimum, t.maximum) for t in first.tallies if t.side} == {
        (t.fate, t.side, t.status, t.minimum, t.maximum) for t in second.tallies
    }
    assert [p.mentions[0].name for p in first.persons] == [p.mentions[0].name for p in second.persons]


def test_another_single_name_is_another_person() -> None:
    world = World()
    world.tell(Victim("Zahra", 2), Victim("", 50))
    world.tell(Victim("Sahiba Guliyeva"), publisher="Other Wire")
    doubts = [doubt.bond.total for doubt in world.register().doubts]
    assert len(doubts) == 1  # with the one who has no name, and not with Zahra


# -- people's judgements


def split_world() -> World:
    world = World()
    world.tell(Victim("Sahiba Guliyeva", 50))
    world.tell(Victim("Sahiba Guliyeva", 50), publisher="Other Wire")
    world.tell(Victim("Zeynab Huseynova", 33), publisher="Third Wire")
    return world


def test_a_judgement_wins_over_every_sum() -> None:
    world = split_world()
    register = world.register()
    one, other = (mention_of(register, "Sahiba Guliyeva", number) for number in (0, 1))
    third = mention_of(register, "Zeynab Huseynova")
    apart = judge(register, Verdict.APART, one, other)
    assert len(world.names(apart)) == 3
    joined = judge(register, Verdict.TOGETHER, one, third)
    assert world.names(joined) == [["Sahiba Guliyeva", "Sahiba Guliyeva", "Zeynab Huseynova"]]
    (person,) = world.register(joined).persons
    assert [bond.judgement for bond in person.bonds].count(joined.id) == 1


def test_the_later_judgement_and_the_direct_one_win() -> None:
    world = split_world()
    register = world.register()
    one, other = (mention_of(register, "Sahiba Guliyeva", number) for number in (0, 1))
    third = mention_of(register, "Zeynab Huseynova")
    apart, again = judge(register, Verdict.APART, one, other), judge(register, Verdict.TOGETHER, one, other, 2)
    assert len(world.names(apart, again)) == 2
    withdrawn = judge(register, Verdict.WITHDRAWN, one, other, 3)
    assert len(world.names(apart, withdrawn)) == 2
    chain = (
        judge(register, Verdict.TOGETHER, one, third, 4),
        judge(register, Verdict.TOGETHER, third, other, 5),
        judge(register, Verdict.APART, one, other, 6),
    )
    made = world.register(*chain)
    assert [item.judgement.id for item in made.unapplied] == ["j-4"]  # the oldest of the two gives way
    assert len(made.judgements) == 2
    assert world.register(*reversed(chain)) == made


def test_a_judgement_on_words_that_are_gone_is_told() -> None:
    world = split_world()
    register = world.register()
    one, other = (mention_of(register, "Sahiba Guliyeva", number) for number in (0, 1))
    apart = judge(register, Verdict.APART, one, other)
    world.claims = world.claims[1:]
    (lost,) = world.register(apart).unapplied
    assert lost.judgement == apart
