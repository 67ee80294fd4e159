from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.publish.masking import MARK, Mask, age_band, initials, make_mask
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
    assert view.mask.whole is None
