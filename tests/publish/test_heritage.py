"""What people judged, what changed, and where earlier ids lead."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from contactline.errors import RefusedError
from contactline.publish.publish import publish
from contactline.records.dossiers import Dossier
from contactline.records.histories import ChangeKind, IncidentChange
from contactline.records.ids import ClaimId, IncidentId, JudgementId
from contactline.records.judgements import LinkJudgement, Verdict, make_anchor

from .case import MAIN, OLD
from .test_pages import words

EARLIER, GONE = IncidentId("i-earlier"), IncidentId("i-gone")


def judged(dossier: Dossier) -> Dossier:
    """The case after people worked on it: two claims joined, two kept apart; one incident merged, one dissolved."""
    claims = {claim.id: claim for claim in dossier.claims}
    main, old = (next(one for one in dossier.incidents if one.id == id_) for id_ in (MAIN, OLD))
    first, second, elsewhere = (make_anchor(claims[id_]) for id_ in (*main.claims[:2], old.claims[0]))
    at = datetime(2031, 7, 5, 9, 30, tzinfo=UTC)

    def change(run: int, kind: ChangeKind, incident: IncidentId, other: IncidentId | None = None) -> IncidentChange:
        return IncidentChange(run, at, kind, incident, other, main.claims[:1], "A <i>reason</i>.")

    return replace(
        dossier,
        judgements=(
            LinkJudgement(JudgementId("j-1"), Verdict.TOGETHER, first, second, "Ada", "one <b>night</b> \u202e", at),
            LinkJudgement(JudgementId("j-2"), Verdict.APART, first, elsewhere, "Bo", "another year", at),
        ),
        changes=(
            change(1, ChangeKind.FOUNDED, MAIN),
            change(2, ChangeKind.SPLIT_FROM, OLD, MAIN),
            change(3, ChangeKind.MERGED_INTO, EARLIER, MAIN),
            change(4, ChangeKind.SHRUNK, MAIN),
            change(4, ChangeKind.DISSOLVED, GONE),
            change(5, ChangeKind.GROWN, MAIN),
        ),
    )


@pytest.fixture
def made(dossier: Dossier, tmp_path: Path) -> Path:
    publish(judged(dossier), tmp_path)
    return tmp_path


def page(folder: Path, incident: str) -> html.HtmlElement:
    return html.fromstring((folder / f"incident-{incident}.html").read_text(encoding="utf-8"))


def section(folder: Path, incident: str) -> html.HtmlElement:
    [found] = page(folder, incident).xpath("//section[@aria-labelledby='heritage']")
    return found


def test_a_page_says_what_people_judged(made: Path) -> None:
    told = words(section(made, MAIN))
    assert "Joined by a person: [6, 7]. Ada, 5 July 2031: one <b>night</b> ⟨U+202E⟩" in told
    assert "Kept apart by a person: [6] from Mine at Brod" in told
    [link] = section(made, MAIN).xpath(".//li[contains(., 'Kept apart')]/a[starts-with(@href, 'incident-')]")
    assert link.get("href") == f"incident-{OLD}.html"
    assert "Kept apart by a person" in words(section(made, OLD))
    assert "Joined by a person" not in words(section(made, OLD))


def test_a_page_says_what_changed_and_leaves_routine_out(made: Path) -> None:
    lines = [words(li) for li in section(made, MAIN).xpath("./ul[last()]/li")]
    assert len(lines) == 3
    assert "was split from it" in lines[0]
    assert f"{EARLIER} was merged into it. A <i>reason</i>." in lines[1]
    assert "1 claim left it and is in none" in lines[2]
    assert f"Earlier ids that lead here: {EARLIER}." in words(section(made, MAIN))
    assert "It was split from" in words(section(made, OLD))


def test_earlier_addresses_do_not_die(made: Path) -> None:
    moved = page(made, EARLIER)
    assert "is now part of another incident" in words(moved.find(".//h1"))
    [link] = moved.xpath("//p[@class='lede']/a")
    assert link.get("href") == f"incident-{MAIN}.html"
    assert (made / link.get("href")).is_file()
    gone = page(made, GONE)
    assert "is no longer held" in words(gone.find(".//h1"))
    for one in (moved, gone):
        assert not one.xpath("//script")
        assert next(h.tag for h in one.xpath("//h1|//h2|//h3")) == "h1"


def test_an_address_that_leads_nowhere_any_more_is_removed(made: Path, dossier: Dossier) -> None:
    files = publish(dossier, made)
    assert not (made / f"incident-{EARLIER}.html").exists()
    assert all(path.is_file() for path in files)


def test_exports_carry_judgements_and_history(made: Path) -> None:
    rows = {row["id"]: row for row in json.loads((made / "incidents.json").read_text(encoding="utf-8"))}
    assert [one["id"] for one in rows[MAIN]["judgements"]] == ["j-1", "j-2"]
    assert [one["id"] for one in rows[OLD]["judgements"]] == ["j-2"]
    assert rows[MAIN]["judgements"][0]["author"] == "Ada"
    assert rows[MAIN]["earlier_ids"] == [EARLIER]
    assert [one["kind"] for one in rows[MAIN]["history"]] == ["split from", "merged into", "shrunk"]


def test_where_nothing_was_judged_and_nothing_changed_there_is_no_section(out: Path) -> None:
    assert not page(out, MAIN).xpath("//*[@id='heritage']")


def test_children_stay_hidden_in_reasons(dossier: Dossier, tmp_path: Path) -> None:
    name = next(
        person.name
        for claim in dossier.claims
        for loss in claim.casualties
        for person in loss.persons
        if person.age is not None and person.age < 18
    )
    made = judged(dossier)
    told = replace(made.judgements[0], reason=f"both name {name}", author=f"friend of {name}")
    changed = replace(made.changes[1], reason=f"A person judged: “{name}”.")
    publish(replace(made, judgements=(told,), changes=(changed, *made.changes[2:])), tmp_path)
    for file in tmp_path.iterdir():
        assert name not in file.read_text(encoding="utf-8"), file.name


def test_an_odd_id_in_the_history_is_refused(dossier: Dossier, tmp_path: Path) -> None:
    made = judged(dossier)
    odd = replace(made.changes[-2], incident=IncidentId("../x"))
    with pytest.raises(RefusedError):
        publish(replace(made, changes=(odd,)), tmp_path)


def test_a_judgement_needs_its_claims(dossier: Dossier, many: Callable[[int], Dossier]) -> None:
    made = judged(dossier)
    lost = replace(made.judgements[0], one=replace(made.judgements[0].one, claim=ClaimId("c-none")))
    with pytest.raises(ValueError, match="no such claim"):
        replace(made, judgements=(lost,))
