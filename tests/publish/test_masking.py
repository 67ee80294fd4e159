from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.publish.children import bare_name, find_child_names
from contactline.publish.masking import MARK, Mask, age_band, initials, make_mask
from contactline.publish.pages import is_linkable
from contactline.publish.rows import make_claim_row
from contactline.publish.view import make_view
from contactline.records.claims import Casualties, Claim, Mention, NumberForm, Outcome, Person, Status
from contactline.records.dossiers import Dossier
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report

from .case import make_mandate


def mask_of(*bodies: tuple[str, list[tuple[str, float | None]]], base: Claim) -> tuple[Mask, list[Report]]:
    """A mask from bodies of reports, each with the persons that it names and their ages."""
    reports = [make_report(None, body, ReportMeta(publisher=f"Outlet {n}")) for n, (body, _) in enumerate(bodies)]
    claims = []
    for report, (body, people) in zip(reports, bodies, strict=True):
        persons = []
        for name, age in people:
            start = body.index(name)
            persons.append(Person(name, make_quote(report.id, body, Span(start, start + len(name))), age))
        loss = Casualties(
            Outcome.KILLED, Status.CIVILIAN, 1, 1, NumberForm.EXACT, Mention("x"), persons[0].quote, tuple(persons)
        )
        claims.append(replace(base, report=report.id, casualties=(loss,)))
    return make_mask(claims, reports, make_mandate()), reports


@pytest.fixture
def base(dossier: Dossier) -> Claim:
    return dossier.claims[0]


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "under 5"), (1.5, "under 5"), (4.9, "under 5"), (5, "5–11"), (12, "12–17"), (17.9, "12–17"), (18, None)],
)
def test_ages_become_bands(age: float, band: str | None) -> None:
    assert age_band(age) == band


@pytest.mark.parametrize(
    ("name", "short"), [("Sila Marrik", "S. M."), ("N.", "N."), ("Anna-Maria de Souza", "A. M. D. S."), ("", "")]
)
def test_names_become_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize("name", ["Sila Marrik", "Kim Seo-yeon", "Zəhra Quliyeva", "Аня Коваль"])
def test_a_childs_name_is_covered_in_any_case_and_order(name: str, base: Claim) -> None:
    mask, (report,) = mask_of((f"The girl {name} died.", [(name, 7)]), base=base)
    turned = " ".join(reversed(name.split()))
    for text in (f"The girl {name} died.", f"{name.upper()} DIED", f"Mourning {turned}."):
        hidden = mask.hide(text, report.id)
        assert len(hidden) == len(text)
        assert not set(name.split()) & set(hidden.replace(".", " ").split())
        assert MARK in hidden


def test_a_zero_width_character_does_not_uncover_a_name(base: Claim) -> None:
    mask, _ = mask_of(("Sila Marrik died.", [("Sila Marrik", 2)]), base=base)
    assert "Ma" not in mask.hide("Sila Ma\u200brrik died.")


def test_grown_ups_keep_their_names(base: Claim) -> None:
    body = "Olen Marrik, 51, and Sila Marrik, 2, died. Marrik worked in Brod. Little Sila was loved."
    mask, (report,) = mask_of((body, [("Olen Marrik", 51), ("Sila Marrik", 2)]), base=base)
    hidden = mask.hide(body, report.id)
    assert "Olen Marrik, 51" in hidden
    assert "Marrik worked" in hidden, "the family name alone may be the grown-up's"
    assert "Sila" not in hidden


def test_part_of_a_name_is_covered_only_where_the_child_is_named(base: Claim) -> None:
    mask, (report, other) = mask_of(
        ("Rosa Lind, 9, died. Rosa was at school.", [("Rosa Lind", 9)]),
        ("Jan Holt, 40, died.", [("Jan Holt", 40)]),
        base=base,
    )
    assert "Rosa" not in mask.hide("Rosa was at school.", report.id)
    assert mask.hide("Rosa Parks Street", other.id) == "Rosa Parks Street"


def test_a_word_of_the_language_is_no_name(base: Claim) -> None:
    body = "Rose Amber, 6, died. Smoke rose. Rose gardens burnt."
    mask, (report,) = mask_of((body, [("Rose Amber", 6)]), base=base)
    assert mask.hide("Smoke rose. Rose gardens burnt.", report.id) == "Smoke rose. Rose gardens burnt."


def test_a_name_of_unknown_age_near_a_childs_is_taken_for_the_childs(base: Claim) -> None:
    mask, (_, other) = mask_of(
        ("Zahra Guliyeva, 2, died.", [("Zahra Guliyeva", 2)]),
        ("Zehra Quliyeva died.", [("Zehra Quliyeva", None)]),
        base=base,
    )
    near = mask_of(
        ("Zahra Guliyeva, 2, died.", [("Zahra Guliyeva", 2)]),
        ("Zahra Guliyevaa died.", [("Zahra Guliyevaa", None)]),
        base=base,
    )[0]
    assert MARK in near.hide("Zahra Guliyevaa died.")
    assert mask.hide("Olen Marrik died.", other.id) == "Olen Marrik died."


def test_initials_need_no_mask(base: Claim) -> None:
    mask, (report,) = mask_of(("A girl, N., 2, died. N. was loved.", [("N.", 2)]), base=base)
    assert mask.hide("N. was loved. No.", report.id) == "N. was loved. No."


@given(st.text(max_size=60), st.text(max_size=60))
def test_hiding_never_moves_a_character(before: str, after: str) -> None:
    mask = Mask(whole=re.compile(r"(?<!\w)sila[\s'\-]+marrik(?!\w)"))
    text = f"{before} Sila Marrik {after}"
    hidden = mask.hide(text)
    assert len(hidden) == len(text)
    assert all(a in (b, MARK) for a, b in zip(hidden, text, strict=True))


# -- in what is published


def test_no_page_and_no_file_names_the_child(out: Path) -> None:
    for path in sorted(out.iterdir()):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "Sila" not in text, path.name
    assert "Olen Marrik" in (out / "incident-i-tarnok.html").read_text(encoding="utf-8")
    assert "S. M. (name withheld)" in (out / "incident-i-tarnok.html").read_text(encoding="utf-8")


def test_the_export_has_initials_a_band_and_words_of_the_same_length(out: Path) -> None:
    rows = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    row = next(row for row in rows if row["id"] == "c-e2")
    adult, child = row["casualties"][0]["persons"]
    assert (adult["name"], adult["age"], adult["name_withheld"]) == ("Olen Marrik", 51, False)
    assert (child["name"], child["age"], child["age_band"], child["name_withheld"]) == ("S. M.", None, "under 5", True)
    start, end = row["quote"]["span"]
    assert len(row["quote"]["text"]) == end - start
    assert "▮▮▮▮ ▮▮▮▮▮▮, 2" in row["quote"]["text"]


def test_titles_reasons_and_problems_are_covered_too(dossier: Dossier) -> None:
    view = make_view(dossier)
    assert view.hide("Death of Sila Marrik at Tarnok") == "Death of ▮▮▮▮ ▮▮▮▮▮▮ at Tarnok"


def test_a_child_without_a_name_has_only_the_band(dossier: Dossier) -> None:
    claim = dossier.claims[1]
    (loss,) = claim.casualties
    nameless = replace(loss.persons[1], name="")
    changed = replace(claim, casualties=(replace(loss, persons=(nameless,)),))
    view = make_view(replace(dossier, claims=tuple(changed if c.id == claim.id else c for c in dossier.claims)))
    (person,) = make_claim_row(view, changed).casualties[0].persons
    assert (person.name, person.age, person.age_band, person.name_withheld) == ("", None, "under 5", False)
    assert view.headline(view.reports[claim.report])


# -- children by the words around them


def told(headline: str | None, body: str, published: date | None = date(2017, 7, 5)) -> set[str]:
    return set(find_child_names(make_report(headline, body, ReportMeta(published_on=published))))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("The little Leyla Mammadova was killed.", {"Leyla Mammadova"}),
        ("Schoolboy Orkhan Aliyev was wounded.", {"Orkhan Aliyev"}),
        ("The child, Samir Huseynov, born in 2012, died.", {"Samir Huseynov"}),
        ("Seven-year-old Nigar was buried.", {"Nigar"}),
        ("A 7-year-old boy named Vaghinak Grigoryan died.", {"Vaghinak Grigoryan"}),
        ("A three-month-old baby, Ayan N., was hurt.", {"Ayan N."}),
        ("The children Rosa and Jan Holt were hit.", {"Rosa", "Jan Holt"}),
        ("Two schoolgirls, Hina Bibi (9) and Sana Khan, died.", {"Hina Bibi", "Sana Khan"}),
        ("Olena Koval, aged 12, was wounded.", {"Olena Koval"}),
        ("Olena Koval (12) was wounded.", {"Olena Koval"}),
        ("Olena Koval, 12, was wounded.", {"Olena Koval"}),
        ("Olena, a schoolgirl, was wounded.", {"Olena"}),
        ("Kim Seo-yeon, who was born on 3 May 2004, died.", {"Kim Seo-yeon"}),
        ("It was infant Sila Marrik\u2019s first summer.", {"Sila Marrik"}),
        ("Alk\u200bhan\u200b Dorr, 6, died.", {"Alkhan Dorr"}),
    ],
)
def test_words_that_make_somebody_a_child(body: str, names: set[str]) -> None:
    assert names <= told(None, body)


@pytest.mark.parametrize(
    "body",
    [
        "A child was killed in Tarnok.",
        "They shot a boy on Tuesday.",
        "A child, Olen Marrik said, had been hit.",
        "Olen Marrik, 51, was killed.",
        "Olen Marrik, 17,000 marks, was paid.",
        "Olen Marrik, aged 171, was killed.",
        "A 27-year-old Olen Marrik died.",
        "Olen Marrik, born in 1971, died.",
        "Snow fell on the Little Caucasus.",
        "\nThe staff praised the Boy Scouts.",
        "Child soldiers were seen. The Staff denied it.",
    ],
)
def test_words_that_make_nobody_a_child(body: str) -> None:
    assert told("Quarrel", body) == set()


def test_a_birth_year_counts_by_the_day_of_publication() -> None:
    body = "Jan Holt, born in 1999, died."
    assert told(None, body) == {"Jan Holt"}
    assert told(None, body, date(2020, 1, 1)) == set()
    assert told(None, body, None) == {"Jan Holt"}, "without a date the careful reading"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Little Leyla Mammadova", "Leyla Mammadova"),
        ("Seven-year-old Nigar", "Nigar"),
        ("Leyla\u2019s", "Leyla"),
        ("Schoolboy Orkhan Aliyev", "Orkhan Aliyev"),
        ("Olen Marrik", "Olen Marrik"),
    ],
)
def test_a_bare_name(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def masked(*reports: Report, claims: tuple[Claim, ...] = ()) -> Mask:
    return make_mask(claims, reports, make_mandate())


def test_a_child_that_no_claim_names_is_hidden_in_every_report() -> None:
    first = make_report("Little Leyla Dorr killed", "Leyla Dorr, 6, died. Leyla\u2019s brother lives.", ReportMeta())
    second = make_report("Death of Leyla", "A resident, Leyla Dorr, died. They buried Leyla.", ReportMeta())
    mask = masked(first, second)
    for report in (first, second):
        assert "Leyla" not in mask.hide(report.text, report.id)
    assert mask.hide_anywhere("Death of Leyla at Tarnok") == "Death of ▮▮▮▮▮ at Tarnok"


def test_a_headline_in_capitals_loses_the_name_and_no_more() -> None:
    report = make_report("Boy Orkhan Dorr Buried In Tarnok", "He was buried.", ReportMeta())
    assert masked(report).hide(report.text, report.id) == "Boy ▮▮▮▮▮▮ ▮▮▮▮ Buried In Tarnok\n\nHe was buried."


def test_a_speaker_and_a_place_of_the_mandate_are_no_children(base: Claim) -> None:
    report = make_report(None, "They killed a child, Col Dorr, and left. A child, Tarnok, died.", ReportMeta())
    speaking = replace(base, speaker=Mention("Spokesman Col Dorr"), casualties=())
    assert masked(report, claims=(speaking,)).whole is None


def test_a_name_with_a_role_before_it_is_the_childs(base: Claim) -> None:
    mask, (report,) = mask_of(("Little Leyla Dorr died.", [("Little Leyla Dorr", None)]), base=base)
    person = Person("Little Leyla Dorr", make_quote(report.id, report.text, Span(0, 17)))
    assert mask.covers(person)
    assert initials(person.name) == "L. D."


def test_a_single_part_of_a_childs_name_as_a_person_is_covered(base: Claim) -> None:
    mask, (report,) = mask_of(("Leyla Dorr, 6, died. Leyla was hit.", [("Leyla Dorr", 6)]), base=base)
    assert mask.covers(Person("Leyla", make_quote(report.id, report.text, Span(21, 26))))


@pytest.mark.parametrize(
    "address",
    ["https://a.example/leyla-dorr-6-killed", "https://a.example/6/Dorr_Leyla.html", "https://a.example/q?t=leyla%20x"],
)
def test_an_address_that_spells_the_name_is_masked_and_no_link(address: str) -> None:
    report = make_report(None, "Leyla Dorr, 6, died.", ReportMeta(url=address))
    hidden = masked(report).hide_address(address)
    assert "leyla" not in hidden.lower()
    assert len(hidden) == len(address)
    assert not is_linkable(hidden)
    assert is_linkable(masked(report).hide_address("https://a.example/2017/07/05"))


def test_a_first_name_is_hidden_though_a_grown_up_has_it_too(base: Claim) -> None:
    body = "Leyla Dorr, 6, died. Leyla Holt, 40, was hurt. Leyla\u2019s cousin (Leyla\u2019s age) lives."
    mask, (report,) = mask_of((body, [("Leyla Dorr", 6), ("Leyla Holt", 40)]), base=base)
    hidden = mask.hide(body, report.id)
    assert "Leyla Holt" in hidden
    assert hidden.count("Leyla") == 1
