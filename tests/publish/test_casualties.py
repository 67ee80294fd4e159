"""The register's page and files: every value opens its quote, no child is named, and no text breaks out."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from contactline.publish import casualties_page
from contactline.publish.publish import publish
from contactline.records.claims import Mention
from contactline.records.dossiers import Dossier, RunNote
from publish.case import make_mandate
from weigh.persons.cases import Victim, World


def dossier(world: World) -> Dossier:
    mandate = make_mandate()
    sides = [side.id for side in mandate.sides]
    claims = [
        replace(
            claim,
            casualties=tuple(
                replace(loss, victims=Mention("people", side=sides[0]) if loss.victims.side else loss.victims)
                for loss in claim.casualties
            ),
        )
        for claim in world.claims
    ]
    world.claims = claims
    return Dossier(
        mandate=mandate,
        reports=tuple(world.reports.values()),
        receipts=(),
        claims=tuple(claims),
        incidents=world.incidents(),
        weighings=(),
        problems=(),
        run=RunNote("contactline test", claims[0].maker),
        register=world.register(),
    )


def write(world: World, out: Path) -> dict[str, str]:
    publish(dossier(world), out)
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.is_file()}


def test_every_value_opens_the_words_it_rests_on(tmp_path: Path) -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk", 40, rank="Sgt"), Victim("Petro Koval", 33))
    world.tell(Victim("Іван Мельник", born=1991), publisher="Other Wire")
    page = write(world, tmp_path)["casualties.html"]
    anchors = set(re.findall(r'id="([^"]+)"', page))
    refs = re.findall(r'href="#(q\d+-\d+)"', page)
    assert refs
    assert set(refs) <= anchors
    for anchor in set(refs):
        words = re.search(rf'<mark id="{anchor}"[^>]*>([^<]+)</mark>', page)
        assert words
        assert words[1].split(" (")[0] in {"Ivan Melnyk", "Petro Koval", "Іван Мельник"}


def test_a_childs_name_is_hidden_in_every_script(tmp_path: Path) -> None:
    world = World()
    world.tell(Victim("Zahra Guliyeva", 9), Victim("Sahiba Guliyeva", 50))
    world.tell(Victim("Захра Гулиева"), publisher="Other Wire")
    files = write(world, tmp_path)
    for name, text in files.items():
        assert "Zahra" not in text, name
        assert "Захра" not in text, name
        assert "zahra" not in text.lower(), name
    (child,) = [p for p in map(json.loads, files["persons.jsonl"].splitlines()) if p["name_withheld"]]
    assert child["name"] == "Z. G."
    assert {(mention["age"], mention["age_band"]) for mention in child["mentions"]} == {(None, "5–11"), (None, None)}
    assert "Sahiba Guliyeva" in files["casualties.html"]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    world = World()
    world.tell(Victim("=HYPERLINK Petrov", 40), Victim("<b>Ivan</b> Melnyk\u202e", 30))
    files = write(world, tmp_path)
    assert "<b>Ivan" not in files["casualties.html"]
    assert "⟨U+202E⟩" in files["casualties.html"]
    rows = list(csv.DictReader(io.StringIO(files["casualties.csv"])))
    assert "'=HYPERLINK Petrov" in [row["name"] for row in rows]


def test_the_files_tell_the_same(tmp_path: Path) -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk", 40), Victim("Petro Koval", 33), figure=(2, 4))
    world.tell(Victim("I. Melnyk", 42), publisher="Other Wire")
    files = write(world, tmp_path)
    persons = [json.loads(line) for line in files["persons.jsonl"].splitlines()]
    rows = list(csv.DictReader(io.StringIO(files["casualties.csv"])))
    assert [person["id"] for person in persons] == [row["id"] for row in rows]
    for person in persons:
        for mention in person["mentions"]:
            assert mention["bond"] is None or mention["bond"]["total"] == pytest.approx(
                sum(line["points"] for line in mention["bond"]["ledger"])
            )
    tallies = [json.loads(line) for line in files["tallies.jsonl"].splitlines()]
    assert {(t["min"], t["max"]) for t in tallies if t["incident"] is None and t["status"] is None} == {(2, 4)}
    assert "2–4" in files["casualties.html"]


def test_an_empty_register_says_so(tmp_path: Path) -> None:
    world = World()
    world.tell(figure=(0, 0))
    files = write(world, tmp_path)
    assert "No report that was read tells a victim apart" in files["casualties.html"]
    assert files["persons.jsonl"] == ""
    assert files["casualties.csv"].count("\n") == 1


def test_long_registers_are_cut_into_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casualties_page, "PAGE_PERSONS", 2)
    world = World()
    world.tell(Victim("Ivan Melnyk"), Victim("Petro Koval"), Victim("Aram Petrosyan"), Victim("S. Guliyeva"))
    world.tell(Victim("Sahiba Guliyeva"), Victim("Salminaz Guliyeva"), publisher="Other Wire")
    files = write(world, tmp_path)
    assert {"casualties.html", "casualties-2.html"} <= set(files)
    for name, page in files.items():
        for target, anchor in re.findall(r'href="(casualties[^"#]*)#([^"]+)"', page):
            assert f'id="{anchor}"' in files[target], (name, target, anchor)
