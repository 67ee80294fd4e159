"""Origins on the page and in the files: the tree, its list, and what copies changed."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from contactline.codec import decode, encode
from contactline.errors import IntegrityError
from contactline.publish.publish import publish
from contactline.records.dossiers import Dossier
from contactline.records.ids import SideId
from contactline.records.incidents import Change, Difference, Origin, Relay, RelayEnd, RelayKind, Variant, VariantPlace
from contactline.records.reports import Report

from .case import MAIN


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(folder: Path) -> html.HtmlElement:
    page = html.fromstring((folder / f"incident-{MAIN}.html").read_text(encoding="utf-8"))
    (found,) = page.xpath("//section[@aria-labelledby='origins']")
    return found


@pytest.fixture
def origins(out: Path) -> html.HtmlElement:
    return section(out)


def with_origin(dossier: Dossier, origin: Origin) -> Dossier:
    weighing = dossier.weighings[0]
    return replace(dossier, weighings=(replace(weighing, origins=(origin,)), *dossier.weighings[1:]))


def svg(element: html.HtmlElement) -> html.HtmlElement:
    (picture,) = element.xpath(".//*[local-name()='svg'][contains(@class, 'tree')]")
    return picture


def test_the_picture_shows_every_report_and_source_with_its_side_and_ground(origins: html.HtmlElement) -> None:
    rows = [words(text) for text in svg(origins).xpath(".//*[local-name()='text'][@x > 40]")]
    assert rows[:5] == [
        "Eastmark Defence Ministryonly named",
        "Agence Lac <b>names it",
        "Eastmark Herald · 2 Julnames it",
        "Marks Today · 2 Julshares text, direction not known, 52% shared",
        "Agence Lac · 3 Julnames it, in part",
    ]
    assert len(svg(origins).xpath(".//*[@class='named']")) == 2
    assert len(svg(origins).xpath(".//*[contains(@class, 'link')]")) == 4
    assert len(svg(origins).xpath(".//*[@class='head']")) == 2


def test_the_picture_has_a_title_and_a_description_and_its_links_lead_to_quotes(origins: html.HtmlElement) -> None:
    picture = svg(origins)
    for name in picture.get("aria-labelledby").split():
        assert picture.xpath(f"./*[@id='{name}']")[0].text_content()
    page = origins.getroottree()
    links = picture.xpath(".//*[local-name()='a']/@href")
    assert links
    assert all(page.xpath("//*[@id=$anchor]", anchor=link[1:]) for link in links)


def test_the_list_says_the_same_as_the_picture(origins: html.HtmlElement) -> None:
    items = origins.xpath(".//ul[@class='tree']//li")
    rows = svg(origins).xpath(".//*[local-name()='text'][@x > 40]")
    assert len(items) == len(rows)
    for item, row in zip(items, rows, strict=True):
        name = words(item.xpath("./bdi | ./a/bdi")[0])
        assert row.text.split(" · ")[0] == name
    depths = [len(item.xpath("ancestor::ul[@class='tree']")) for item in items]
    assert max(depths) == 4


def test_changed_words_are_marked_on_both_sides_without_colour(origins: html.HtmlElement) -> None:
    (table,) = origins.xpath(".//table[@class='variants']")
    first, second = table.xpath("./tbody/tr")
    assert [words(each) for each in first.xpath(".//del")] == ["villagers"]
    assert "which was first is not known" in words(first)
    assert "not in this text" in words(second)
    assert words(second.xpath("./td")[-1]).startswith("left outthe same in 1 more report:")


def test_names_of_children_are_hidden_in_the_tree_and_in_variants(out: Path, origins: html.HtmlElement) -> None:
    assert "Sila" not in words(origins)
    assert "▮▮▮▮" in words(origins.xpath(".//table[@class='variants']")[0])
    rows = json.loads((out / "incidents.json").read_text(encoding="utf-8"))
    (row,) = [each for each in rows if each["id"] == MAIN]
    assert "Sila" not in json.dumps(row["origins"], ensure_ascii=False)


def test_text_of_others_is_escaped(out: Path) -> None:
    text = (out / f"incident-{MAIN}.html").read_text(encoding="utf-8")
    assert "Agence Lac &lt;b&gt;" in text
    assert "Agence Lac <b>" not in text


def test_the_file_holds_relays_and_variants_with_their_quotes(out: Path, reports: dict[str, Report]) -> None:
    rows = json.loads((out / "incidents.json").read_text(encoding="utf-8"))
    (row,) = [each for each in rows if each["id"] == MAIN]
    origin = row["origins"][0]
    assert [(each["kind"], each["directed"], each["in_part"]) for each in origin["relays"]] == [
        ("names it", True, False),
        ("names it", True, False),
        ("shares text", False, False),
        ("names it", True, True),
    ]
    assert origin["relays"][0]["source"] == {"name": "Eastmark Defence Ministry", "report": None, "side": "EM"}
    assert origin["relays"][2]["share"] == 0.52
    variant = origin["variants"][0]
    assert variant["between"] == [reports["east"].id, reports["copy"].id]
    start, end = variant["changes"][0]["earlier"]["span"]
    assert reports["east"].text[start:end] == "villagers" == variant["changes"][0]["earlier"]["text"]
    assert [each["kind"] for each in origin["variants"][1]["changes"]] == ["left out"]


def test_an_origin_comes_back_whole(dossier: Dossier) -> None:
    for origin in dossier.weighings[0].origins:
        assert decode(encode(origin), Origin) == origin
    assert dossier.weighings[0].origins[0].relays


def test_a_quote_that_does_not_stand_in_its_report_stops_publishing(dossier: Dossier, tmp_path: Path) -> None:
    origin = dossier.weighings[0].origins[0]
    relay = origin.relays[1]
    assert relay.quote
    wrong = replace(relay, quote=replace(relay.quote, words="x" * len(relay.quote.words)))
    with pytest.raises(IntegrityError):
        publish(with_origin(dossier, replace(origin, relays=(wrong,))), tmp_path)
    assert not list(tmp_path.iterdir())


def test_relays_in_a_circle_neither_hang_nor_lose_a_report(dossier: Dossier, tmp_path: Path) -> None:
    origin = dossier.weighings[0].origins[0]
    one, two = (RelayEnd(f"Report {number}", report) for number, report in enumerate(origin.reports))
    circle = (
        Relay(one, two, RelayKind.NAMES, "It names it."),
        Relay(two, one, RelayKind.NAMES, "It names it too."),
    )
    publish(with_origin(dossier, replace(origin, relays=circle, variants=())), tmp_path)
    assert len(section(tmp_path).xpath(".//ul[@class='tree']//li")) == 2


def test_a_long_chain_is_cut_in_the_picture_and_whole_in_the_list(dossier: Dossier, tmp_path: Path) -> None:
    origin = dossier.weighings[0].origins[0]
    many = [RelayEnd(f"Outlet {number}", None, SideId("EM")) for number in range(70)]
    star = tuple(Relay(many[0], each, RelayKind.NAMES, "It names it.") for each in many[1:])
    publish(with_origin(dossier, replace(origin, relays=star, variants=())), tmp_path)
    found = section(tmp_path)
    assert "The drawing shows the first 60 rows" in words(found)
    assert len(found.xpath(".//ul[@class='tree']//li")) == 72
    chain = tuple(Relay(a, b, RelayKind.NAMES, "It names it.") for a, b in pairwise(many))
    other = tmp_path / "chain"
    other.mkdir()
    publish(with_origin(dossier, replace(origin, relays=chain, variants=())), other)
    assert "Outlet 39" in words(section(other))


def test_an_origin_without_relays_has_its_reports_and_no_picture(dossier: Dossier, tmp_path: Path) -> None:
    origin = dossier.weighings[0].origins[0]
    publish(with_origin(dossier, replace(origin, relays=(), variants=())), tmp_path)
    found = section(tmp_path)
    assert not found.xpath(".//*[local-name()='svg'][contains(@class, 'tree')]")
    assert len(found.xpath(".//ul[@class='tree']/li")) == 2
    assert not found.xpath(".//table[@class='variants']")


def test_records_refuse_what_says_nothing(reports: dict[str, Report]) -> None:
    end = RelayEnd("A", reports["east"].id)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Relay(end, end, RelayKind.SHARES, "x", share=1.5)
    with pytest.raises(ValueError, match="one side"):
        Change(Difference.NUMBER, None, None)
    with pytest.raises(ValueError, match="a change"):
        Variant(VariantPlace.HEADLINE, (reports["east"].id, reports["copy"].id), None, None, ())
