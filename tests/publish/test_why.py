"""Why linked, relations and episodes, on pages and in the exchange files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from contactline.publish.exports import make_schema
from contactline.publish.publish import publish
from contactline.publish.why import find_word
from contactline.records.dossiers import Dossier
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import LedgerLine, Membership, Relation, RelationKind, Tie

from .case import EAST_TIE, MAIN, OLD

Page = html.HtmlElement


def read(folder: Path, name: str) -> Page:
    return html.fromstring((folder / name).read_text(encoding="utf-8"))


def text(element: Page) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def main(rich_out: Path) -> Page:
    return read(rich_out, f"incident-{MAIN}.html")


def test_every_claim_says_why_it_is_here_or_where_that_is_told(main: Page) -> None:
    quotes = main.xpath("//article[@class='quote']")
    assert len(quotes) > 10
    for quote in quotes:
        assert "Why here?" in text(quote)
    targets = {link.get("href")[1:] for link in main.xpath("//p[@class='why']/a")}
    assert targets
    assert targets <= set(main.xpath("//details[@class='why']/div/@id"))


def test_the_ledger_shows_field_comparison_decibans_sums_and_partner(main: Page) -> None:
    [ledger] = [table for table in main.xpath("//table[@class='ledger']") if "times that overlap" in text(table)]
    rows = [[text(cell) for cell in row.xpath("th|td")][:3] for row in ledger.xpath("tbody/tr")]
    assert rows == [
        ["where", "both name Tarnok / Tarnoka", "+9.0"],
        ["when", "times that overlap", "+4.2"],
        ["words", "little <b>in common</b>", "−3.0"],
        ["kind", "the same", "0.0"],
    ]
    assert [text(row.xpath("td")[1]) for row in ledger.xpath("tfoot/tr")] == ["+10.2", "+23.5"]
    assert len(ledger.xpath(".//*[name()='rect']")) == 3
    [link] = ledger.xpath("caption//a")
    partner = main.xpath(f"//*[@id='{link.get('href')[1:]}']")[0]
    assert "opened fire first" in text(partner)
    assert "10 dB = ten times as likely" in text(ledger.xpath("caption")[0])


def test_the_next_best_incident_is_named_with_its_margin(main: Page) -> None:
    [why] = [each for each in main.xpath("//details[@class='why']") if "times that overlap" in text(each)]
    assert "2 dB: it could as well belong to Mine at Brod, April 2011." in text(why)
    assert f"incident-{OLD}.html" in why.xpath(".//a/@href")
    other = next(each for each in main.xpath("//details[@class='why']") if "+31.0" in text(each))
    assert "No other incident came into question." in text(other)


@pytest.mark.parametrize(
    ("score", "margin", "word"),
    [
        (0.95, None, "surely"),
        (0.9, 10.0, "surely"),
        (0.99, 9.9, "probably"),
        (0.89, 30.0, "probably"),
        (0.7, 3.0, "probably"),
        (0.99, 2.9, "perhaps"),
        (0.6, None, "perhaps"),
    ],
)
def test_the_words_follow_the_written_rule(score: float, margin: float | None, word: str) -> None:
    tie = Tie(ClaimId("c"), (), 1.0, None if margin is None else ClaimId("d"), margin)
    assert find_word(Membership(ClaimId("a"), score, "", tie)) == word


@pytest.mark.parametrize(
    ("margin", "words"),
    [(14.0, "14 dB ahead of standing by itself: clear."), (1.2, "1 dB: it could as well stand by itself.")],
)
def test_without_another_incident_the_margin_is_to_standing_alone(
    dossier: Dossier, tmp_path: Path, margin: float, words: str
) -> None:
    tie = replace(EAST_TIE, margin=margin, runner_up=None)
    members = tuple(
        replace(member, tie=tie) if member.tie == EAST_TIE else member for member in dossier.incidents[0].members
    )
    changed = replace(dossier, incidents=(replace(dossier.incidents[0], members=members), dossier.incidents[1]))
    publish(changed, tmp_path)
    assert words in text(read(tmp_path, f"incident-{MAIN}.html"))


@pytest.mark.parametrize(
    ("margin", "words"), [(12.4, "12 dB ahead of the next best incident, Mine at Brod"), (5.0, "likely, not certain")]
)
def test_a_wide_margin_is_clear_and_a_middling_one_likely(
    dossier: Dossier, tmp_path: Path, margin: float, words: str
) -> None:
    members = tuple(
        replace(member, tie=replace(EAST_TIE, margin=margin)) if member.tie == EAST_TIE else member
        for member in dossier.incidents[0].members
    )
    changed = replace(dossier, incidents=(replace(dossier.incidents[0], members=members), dossier.incidents[1]))
    publish(changed, tmp_path)
    assert words in text(read(tmp_path, f"incident-{MAIN}.html"))


def test_without_a_sum_the_reason_stands_alone(rich_out: Path) -> None:
    page = read(rich_out, f"incident-{OLD}.html")
    [why] = page.xpath("//details[@class='why']")
    assert text(why).endswith("recalled")
    assert not page.xpath("//table[@class='ledger']")
    assert "the only report" in text(page.xpath("//section[@aria-labelledby='joined']")[0])


def test_relations_stand_on_both_pages_with_their_reason(rich_out: Path, main: Page) -> None:
    lines = [text(line) for line in main.xpath("//ul[@class='relations']/li")]
    assert lines[0].startswith("not to be confused with Mine at Brod, April 2011")
    assert "Not the same because the dates lie 20 years apart" in lines[0]
    assert lines[1].startswith("told as answered by Answering fire at Tarnok")
    assert "According to <the staff> it was an answer to fire." in lines[1]
    answering = read(rich_out, "incident-i-answer.html")
    words = [text(line.xpath("b")[0]) for line in answering.xpath("//ul[@class='relations']/li")]
    assert words == ["told as an answer to", "part of"]
    assert "Among the other incidents it is told as an answer to 1 and part of 1." in text(answering)
    old = read(rich_out, f"incident-{OLD}.html")
    words = [text(line.xpath("b")[0]) for line in old.xpath("//ul[@class='relations']/li")]
    assert words == ["not to be confused with", "the whole of"]


def test_a_childs_name_is_hidden_in_reasons_of_relations_and_ledgers(rich: Dossier, tmp_path: Path) -> None:
    tie = Tie(ClaimId("c-w2"), (LedgerLine("names", "both name Sila Marrik", 6.0),), 6.0)
    members = tuple(replace(member, tie=tie) for member in rich.incidents[0].members)
    publish(replace(rich, incidents=(replace(rich.incidents[0], members=members), *rich.incidents[1:])), tmp_path)
    for path in tmp_path.iterdir():
        assert "Sila Marrik" not in path.read_text(encoding="utf-8"), path.name
    assert "both name ▮" in (tmp_path / "incidents.json").read_text(encoding="utf-8")


def test_an_episode_stands_on_the_first_page_and_on_its_incidents(rich_out: Path, main: Page) -> None:
    index = read(rich_out, "index.html")
    notice = (
        "412 reports within these hours here cannot be told apart one by one; shown as one episode; the 2 incidents"
    )
    assert notice in text(index.xpath("//tbody[@id='episode-1']")[0])
    assert notice in text(main)
    assert "index.html#episode-1" in main.xpath("//a/@href")
    hrefs = index.xpath("//tbody[@id='episode-1']//a/@href")
    assert hrefs == [f"incident-{MAIN}.html", "incident-i-answer.html"]
    assert "hypothesis in an episode" in text(index.xpath("//section[@aria-labelledby='incidents']")[0])
    assert "cannot be told apart" not in text(read(rich_out, f"incident-{OLD}.html"))


def test_the_exchange_files_carry_ledgers_relations_and_episodes(rich_out: Path) -> None:
    incidents = json.loads((rich_out / "incidents.json").read_text(encoding="utf-8"))
    jsonschema.validate(incidents, json.loads(make_schema("incidents")))
    main = next(incident for incident in incidents if incident["id"] == MAIN)
    first = next(member for member in main["members"] if member["claim"] == "c-e1")
    assert first["word"] == "perhaps"
    assert first["tie"]["ledger"][1] == {"field": "when", "text": "times that overlap", "points": 4.25}
    assert (first["tie"]["runner_up"], first["tie"]["margin"]) == ("c-c2", 2.4)
    assert main["relations"][0]["kind"] == "near-twin"
    assert main["episode"] == "Episode: shelling around Tarnok / Tarnoka, 1 July 2031"
    claims = [json.loads(line) for line in (rich_out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert next(claim for claim in claims if claim["id"] == "c-e1")["linked"]["tie"]["partner"] == "c-w2"
    episodes = json.loads((rich_out / "episodes.json").read_text(encoding="utf-8"))
    jsonschema.validate(episodes, json.loads(make_schema("episodes")))
    assert [episode["incidents"] for episode in episodes] == [[MAIN, "i-answer"]]


def test_a_dossier_refuses_relations_episodes_and_ties_that_lead_nowhere(rich: Dossier) -> None:
    main = rich.incidents[0]
    lost = Relation(RelationKind.ANSWER_TO, IncidentId("i-nowhere"), "")
    with pytest.raises(ValueError, match="i-nowhere"):
        replace(rich, incidents=(replace(main, relations=(lost,)), *rich.incidents[1:]))
    with pytest.raises(ValueError, match="i-nowhere"):
        replace(rich, episodes=(replace(rich.episodes[0], incidents=(IncidentId("i-nowhere"),)),))
    tied = replace(main.members[0], tie=replace(EAST_TIE, partner=ClaimId("c-nowhere")))
    with pytest.raises(ValueError, match="c-nowhere"):
        replace(rich, incidents=(replace(main, members=(tied, *main.members[1:])), *rich.incidents[1:]))
