"""Names are one name in any script, order and spelling, and two where a sound or a letter more makes them two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.weigh.persons.names import Likeness, compare_parts, cut_name, sieve_key


def nearest(one: str, other: str) -> list[str]:
    """For each word of one name the nearest word of the other."""
    order = list(Likeness)
    return [
        min((compare_parts(part, its) for its in cut_name(other).parts), key=order.index).value
        for part in cut_name(one).parts
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sahiba Guliyeva", "Сахиба Гулиева"),
        ("Sahiba Guliyeva", "Səhibə Quliyeva"),
        ("Narek Harutyunyan", "Նարեկ Հարությունյան"),
        ("Narek Harutyunyan", "Нарек Арутюнян"),
        ("Giorgi Kavtaradze", "გიორგი ქავთარაძე"),
        ("Mohammad Karim", "محمد كريم"),
        ("Serhii Kovalenko", "Сергей Коваленко"),
        ("Oleksandr Shevchuk", "Alexander Shevchuk"),
        ("Đorđe Petrović", "Djordje Petrovic"),
        ("Vahan Ghazaryan", "Vahan Kazarian"),
        ("Abdul Rahman Khan", "Abdulrahman Khan"),
        ("Huseyn Mammadov", "Гусейн Мамедов"),
    ],
)
def test_one_name_in_two_scripts(one: str, other: str) -> None:
    assert set(nearest(one, other)) <= {"the same", "spelled otherwise", "another language's form"}
    keys = [sorted(map(sieve_key, cut_name(name).parts)) for name in (one, other)]
    assert keys[0] == keys[1]  # else the two would never be compared across incidents


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aram", "Arman"),
        ("Ivan Melnyk", "Iryna Melnyk"),
        ("Davit Sargsyan", "Tigran Sargsyan"),
        ("Usman Akram", "Imran Akram"),
        ("S. Guliyeva", "Z. Guliyeva"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert nearest(one, other)[0] == "differs"


def test_initials_fit_in_any_language() -> None:
    assert nearest("E. Sidorov", "Yevgeny Sidorov")[0] == "initial"
    assert nearest("Х. Мамедов", "Huseyn Mammadov")[0] == "initial"
    assert nearest("Q. Aliyev", "Gurban Aliyev")[0] == "initial"


def test_a_womans_surname_is_not_a_mans() -> None:
    assert nearest("Aliyev", "Aliyeva") == ["man's and woman's form"]
    assert nearest("Шевчук", "Shevchuk") == ["the same"]


def test_ranks_particles_and_fathers() -> None:
    name = cut_name("Lt. Col. Rashidov Ulvi Elkhan oglu")
    assert [part.text for part in name.parts] == ["rashidov", "ulvi"]
    assert (name.surname, name.father and name.father.text) == (0, "elkhan")
    name = cut_name("Sidorov Ivan Petrovich")
    assert ([part.text for part in name.parts], name.father and name.father.text) == (["sidorov", "ivan"], "petrovich")
    name = cut_name("Muhammad Riaz s/o Ghulam Din")
    assert ([part.text for part in name.parts], name.father and name.father.text) == (["muhammad", "riaz"], "ghulam")
    assert cut_name("Private").parts[0].text == "private"  # a name of nothing but a rank stays
    assert cut_name("").parts == ()
    assert cut_name("?!").parts == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_is_symmetric_and_bears_anything(one: str, other: str) -> None:
    for part in cut_name(one).parts:
        for its in cut_name(other).parts:
            assert compare_parts(part, its) is compare_parts(its, part)
