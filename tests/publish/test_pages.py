from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from contactline.publish.pages import is_linkable
from contactline.publish.publish import publish
from contactline.records.dossiers import Dossier
from contactline.records.incidents import Incident, Question, Version
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Span
from contactline.records.reports import ReportMeta, make_report

from .case import EM, WM, make_dossier

PAGES = ["index.html", "incident-i-tarnok.html", "incident-i-brod.html"]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, out: Path) -> html.HtmlElement:
    return html.fromstring((out / request.param).read_text(encoding="utf-8"))


@pytest.fixture
def incident(out: Path) -> html.HtmlElement:
    return html.fromstring((out / "incident-i-tarnok.html").read_text(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def row(page: html.HtmlElement, question: str) -> list[html.HtmlElement]:
    """The cells of a row of the versions table, by its question."""
    return next(
        tr.findall("td") for tr in page.xpath("//table[@class='versions']/tbody/tr") if words(tr.find("th")) == question
    )


# -- form


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_well_formed(out: Path, name: str) -> None:
    text = (out / name).read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    # Written so that the strict XML parser takes it too, once the void elements of the head are closed.
    closed = re.sub(r"<(meta|br)([^>]*)>", r"<\1\2/>", text.removeprefix("<!DOCTYPE html>\n"))
    closed = closed.replace(" open>", ' open="">')
    root = etree.fromstring(closed.encode("utf-8"))
    assert root.get("lang") == "en"


def test_one_h1_and_no_heading_level_left_out(page: html.HtmlElement) -> None:
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_headers_with_scope_and_a_caption_or_a_named_region(page: html.HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert all(th.get("scope") in {"col", "row"} for th in table.iter("th"))
        assert table.xpath("./tbody/tr/th[@scope='row']")
        region = table.getparent()
        assert region.get("role") == "region"
        assert region.get("aria-label")
        assert region.get("tabindex") == "0", "a table that scrolls must be reachable by keyboard"


def test_ids_are_unique_and_every_inner_link_resolves(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"\S+", id_) for id_ in ids)
    targets = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(" ".join(page.xpath("//@aria-labelledby")).split()) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_links_to_other_files_resolve(out: Path, name: str) -> None:
    page = html.fromstring((out / name).read_text(encoding="utf-8"))
    for href in page.xpath("//a/@href"):
        if not href.startswith("#") and not urlsplit(href).scheme:
            assert (out / href.split("#")[0]).is_file(), href


def test_nothing_is_loaded_and_nothing_runs(page: html.HtmlElement) -> None:
    assert not page.xpath("//script|//link|//iframe|//object|//embed|//img|//form|//base|//@onclick|//@onload|//@src")
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    style = "".join(page.xpath("//style/text()"))
    assert "url(" not in style.replace("url(#hatch)", "")
    assert "@import" not in style
    for element in page.xpath("//a[starts-with(@href, 'http')]"):
        assert {"noopener", "noreferrer"} <= set(element.get("rel").split())


def test_no_red_and_no_green(page: html.HtmlElement) -> None:
    style = "".join(page.xpath("//style/text()")).lower()
    assert not re.search(r"\b(red|green|crimson|lime)\b", style)
    for colour in re.findall(r"#([0-9a-f]{6})\b", style):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
        strong_red = red > 150 and green < 90 and blue < 90
        strong_green = green > red + 40 and green > blue + 40
        assert not strong_red, colour
        assert not strong_green, colour


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_at_least_four_and_a_half(page: html.HtmlElement) -> None:
    """WCAG 2.1, 1.4.3, in the light and in the dark."""
    style = "".join(page.xpath("//style/text()"))
    themes = [
        dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6})", block)) for block in re.findall(r":root \{([^}]*)\}", style)
    ]
    themes = [theme for theme in themes if "paper" in theme and "ink" in theme]
    assert len(themes) == 2
    for theme in themes:
        for ink in ("ink", "soft", "link"):
            for ground in ("paper", "panel", "target") + (("mark",) if ink == "ink" else ()):
                light, dark = sorted((_luminance(theme[ink]), _luminance(theme[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


# -- what the reader needs to see


def test_what_a_side_leaves_out_is_said(incident: html.HtmlElement) -> None:
    east, west, third, comparison = row(incident, "Civilians killed, Eastmark side")
    assert "2" in words(east)
    assert words(west) == "○ silent as of 3 July 2031"
    assert words(third) == "○ silent as of 3 July 2031"
    assert "one side only" in words(comparison)


def test_a_side_that_others_merely_quote_has_not_stated_it_itself(dossier: Dossier, tmp_path: Path) -> None:
    def quoted(version: Version) -> Version:
        return replace(version, values=tuple(replace(value, relayed=True) for value in version.values))

    note = "not stated by this side itself; quoted by others"
    weighings = tuple(replace(w, versions=tuple(map(quoted, w.versions))) for w in dossier.weighings)
    publish(replace(dossier, weighings=weighings), tmp_path)
    page = html.fromstring((tmp_path / "incident-i-tarnok.html").read_text(encoding="utf-8"))
    east, west, third, _ = row(page, "Civilians killed, Eastmark side")
    assert [note in words(cell) for cell in (east, west, third)] == [True, False, False]


def test_what_a_side_says_itself_has_no_such_note(incident: html.HtmlElement) -> None:
    assert "quoted by others" not in words(row(incident, "Civilians killed, Eastmark side")[0])


def test_losses_have_their_rows_even_when_nobody_states_any(incident: html.HtmlElement) -> None:
    for side in ("Eastmark side", "Westmark side"):
        for people in ("civilians", "soldiers"):
            cells = row(incident, f"How many {people} of the {side} were wounded?")
            assert [words(cell)[:12] for cell in cells[:3]] == ["○ silent as "] * 3
            assert "not stated" in words(cells[3])
    questions = [words(th) for th in incident.xpath("//table[@class='versions']/tbody/tr/th")]
    assert len(questions) == len(set(questions))


def test_sides_stand_in_the_order_of_their_titles(incident: html.HtmlElement) -> None:
    heads = [words(th) for th in incident.xpath("//table[@class='versions']/thead//th")]
    assert heads == ["Question", "Eastmark side", "Westmark side", "Third parties", "Comparison"]
    assert "Order of the sides on every page: by title, A to Z" in words(incident)


def test_every_value_opens_the_words_it_rests_on(incident: html.HtmlElement) -> None:
    values = incident.xpath("//ul[@class='cell-values']/li")
    assert values
    for value in values:
        for link in value.xpath(".//a"):
            target = incident.get_element_by_id(link.get("href")[1:])
            article = target if target.tag == "article" else next(target.iterancestors("article"))
            assert article.get("tabindex") == "-1"
            assert article.find("blockquote") is not None


def test_a_value_leads_to_its_very_words(incident: html.HtmlElement) -> None:
    (link,) = row(incident, "When?")[1].xpath(".//li/a")
    mark = incident.get_element_by_id(link.get("href")[1:])
    assert mark.tag == "mark"
    assert words(mark) == "about 20:40"
    (dead, *_) = row(incident, "Military killed, Eastmark side")[1].xpath(".//li/a")
    assert words(incident.get_element_by_id(dead.get("href")[1:])) == "at least three"


def test_a_quote_shows_sentence_chain_outlet_date_and_address(incident: html.HtmlElement) -> None:
    quote = next(a for a in incident.xpath("//article") if "denied that its troops" in words(a.find("blockquote")))
    assert words(quote.find("blockquote")) == "The Westmark General Staff denied that its troops had shelled Tarnok."
    assert words(quote.xpath("./p[@class='chain']")[0]) == (
        "West Wire←Col. J. Dorr←Westmark General Staff (Westmark side) · 2 July 2031"
    )
    group = next(quote.iterancestors("section"))
    assert "relayed from Agence Lac" in words(group)
    herald = next(
        s for s in incident.xpath("//section[@class='report']") if "Eastmark Herald (Eastmark side)" in words(s)
    )
    assert herald.xpath(".//a[@href='https://herald.example/1']")


def test_denials_stand_beside_what_they_answer(incident: html.HtmlElement) -> None:
    pairs = [words(pair) for pair in incident.xpath("//div[@class='pair']")]
    assert len(pairs) == 2
    assert "denied that its troops had shelled" in pairs[0]
    assert "said Westmark forces shelled the village" in pairs[0]


def test_both_names_of_a_place_stand_side_by_side(out: Path) -> None:
    for name in PAGES[:2]:
        text = (out / name).read_text(encoding="utf-8")
        assert "Tarnok" in text
        assert "Tarnoka" in text
    page = html.fromstring((out / PAGES[1]).read_text(encoding="utf-8"))
    assert words(page.xpath("//dl[@class='facts']/dd")[1]).startswith(
        "Tarnok (Eastmark side) / Tarnoka (Westmark side)"
    )


def test_states_are_words_with_a_mark_beside_them(incident: html.HtmlElement) -> None:
    chips = incident.xpath("//span[starts-with(@class, 'chip')]")
    assert {words(chip.xpath("./span")[0]) for chip in chips} >= {"●", "◆", "◌", "—", "≠", "="}
    assert all(len(words(chip).split(maxsplit=1)) == 2 for chip in chips)


def test_the_ladder_says_the_same_in_drawing_and_table(incident: html.HtmlElement) -> None:
    panels = incident.xpath("//section[starts-with(@class, 'fig')]")
    assert [words(panel.find("h3")) for panel in panels] == [
        "Killed: civilians of the Eastmark side",
        "Killed: military of the Eastmark side",
        "Killed: military of the Westmark side",
        "Killed: people, status not said, of side not known",
    ]
    for panel in panels:
        assert panel.xpath(".//*[local-name()='svg']/@aria-label")
        assert len(panel.xpath(".//*[local-name()='svg']//*[local-name()='a']")) == len(panel.xpath(".//tbody/tr"))


def test_what_the_page_does_not_prove_and_who_made_it(page: html.HtmlElement) -> None:
    assert "What this page does not prove" in words(page)
    assert "The machine proposes, people find" in words(page)


def test_recalled_incidents_stand_apart(out: Path) -> None:
    page = html.fromstring((out / "index.html").read_text(encoding="utf-8"))
    (section,) = page.xpath("//section[@aria-labelledby='recalled']")
    assert "Mine at Brod" in words(section)
    (incidents,) = page.xpath("//section[@aria-labelledby='incidents']")
    assert "Mine at Brod" not in words(incidents)


@pytest.mark.parametrize(("read", "unread"), [(EM, "Westmark side"), (WM, "Eastmark side")])
def test_a_dossier_of_one_side_says_so_loudly(dossier: Dossier, tmp_path: Path, read: str, unread: str) -> None:
    """The same note whichever side is missing."""
    wanted = {"EM": {"Eastmark Herald", "Marks Today"}, "WM": {"West Wire"}}[read]
    reports = tuple(report for report in dossier.reports if report.meta.publisher in wanted)
    kept = {report.id for report in reports}
    claims = tuple(claim for claim in dossier.claims if claim.report in kept)
    alone = replace(dossier, reports=reports, claims=claims, incidents=(), weighings=(), problems=())
    publish(alone, tmp_path)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    side = {"EM": "Eastmark side", "WM": "Westmark side"}[read]
    (note,) = page.xpath("//div[@role='note']")
    assert words(note) == f"Only reports of the {side} were read: nothing here says what the {unread} itself states."


def test_problems_are_counted_and_shown_with_their_words(out: Path) -> None:
    page = html.fromstring((out / "index.html").read_text(encoding="utf-8"))
    (section,) = page.xpath("//section[@aria-labelledby='problems']")
    assert "side-guessed" in words(section)
    assert "may have died" in words(section)
    assert "sub/empty.txt" in words(section)


def test_the_analysts_folder_is_not_published(out: Path) -> None:
    for path in out.iterdir():
        if path.is_file():
            assert "/home/ana" not in path.read_text(encoding="utf-8"), path.name


def test_swapping_the_order_of_claims_within_a_side_changes_nothing_else(out: Path, tmp_path: Path) -> None:
    publish(make_dossier(), tmp_path)
    assert (tmp_path / PAGES[1]).read_bytes() == (out / PAGES[1]).read_bytes()


# -- hostile text


@pytest.mark.parametrize("name", ["index.html", "incident-i-tarnok.html"])
def test_markup_and_disguises_in_a_report_are_shown_not_obeyed(out: Path, name: str) -> None:
    text = (out / name).read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "⟨U+202E⟩" in text
    assert not set(text) & set("\u202e\u202a\u2066\u200b\u200e\ufeff")
    page = html.fromstring(text)
    assert not page.xpath("//b[text()='Joint Observers']")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example/a?b=1", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("file:///etc/passwd", False),
        ("//news.example", False),
        ("https://", False),
        ("https://news.example/\u202egpj.exe", False),
        ("http://[bad", False),
        ("", False),
    ],
)
def test_only_public_web_addresses_become_links(address: str, expected: bool) -> None:
    assert is_linkable(address) is expected


def test_a_dangerous_address_is_shown_as_text(out: Path) -> None:
    page = html.fromstring((out / "index.html").read_text(encoding="utf-8"))
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert "javascript:alert(1)" in words(page)


def test_months_of_a_long_run_link_to_where_their_rows_begin(many: Callable[[int], Dossier], tmp_path: Path) -> None:
    publish(many(900), tmp_path)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    links = page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert len(links) == 36 // 3 or len(links) > 10
    for link in links:
        name, anchor = link.split("#")
        other = html.fromstring((tmp_path / (name or "index.html")).read_text(encoding="utf-8"))
        assert other.xpath("//tr[@id=$anchor]", anchor=anchor), link


def test_an_incident_without_a_weighing_still_has_its_page(dossier: Dossier, tmp_path: Path) -> None:
    bare: Incident = replace(dossier.incidents[0], when=None, places=())
    publish(replace(dossier, incidents=(bare,), weighings=()), tmp_path)
    page = html.fromstring((tmp_path / f"incident-{bare.id}.html").read_text(encoding="utf-8"))
    assert "time not known" in words(page)
    assert len(page.xpath("//table[@class='versions']/tbody/tr")) == 8


# -- at a glance


def test_at_a_glance_says_what_each_side_leaves_out_in_the_same_words(incident: html.HtmlElement) -> None:
    lines = [words(line) for line in incident.xpath("//ul[@class='glance']/li")]
    assert lines[0].startswith(
        "5 reports speak of this incident (2 of the Eastmark side, 2 of the Westmark side and 1 of third parties); "
        "they go back to 3 origins."
    )
    start = "Silent as of 3 July 2031, though others speak of it: the Westmark side on "
    assert any(line.startswith(start) and "Civilians killed, Eastmark side" in line for line in lines)
    start = "Silent as of 2 July 2031, though others speak of it: the Eastmark side on "
    assert any(line.startswith(start) and "Military killed, Eastmark side" in line for line in lines)


def test_at_a_glance_names_conflicts_and_admissions(incident: html.HtmlElement) -> None:
    lines = [words(line) for line in incident.xpath("//ul[@class='glance']/li")]
    assert "The accounts conflict on “Who fired first?”. Each side names the other. see the row" in lines
    assert "Admitted by the Westmark side: “Who fired: Westmark side?”: yes, in answer. see the row" in lines
    assert "2 denials are on record. see denials" in lines


def test_every_sentence_at_a_glance_links_to_its_basis(incident: html.HtmlElement) -> None:
    for line in incident.xpath("//ul[@class='glance']/li"):
        assert line.xpath(".//a[starts-with(@href, '#')]")


def test_what_nobody_states_is_folded_into_a_list_but_for_losses(dossier: Dossier, tmp_path: Path) -> None:
    weighing = dossier.weighings[0]
    asked = Question("law", "Which law is invoked, by nobody?")
    publish(
        replace(
            dossier,
            weighings=(replace(weighing, questions=(*weighing.questions, asked)), *dossier.weighings[1:]),
        ),
        tmp_path,
    )
    page = html.fromstring((tmp_path / f"incident-{weighing.incident}.html").read_text(encoding="utf-8"))
    folded = [words(item) for item in page.xpath("//ul[@class='unstated']/li")]
    assert asked.text in folded
    table = [words(tr.find("th")) for tr in page.xpath("//table[@class='versions']/tbody/tr")]
    assert not set(folded) & set(table)
    losses = [text for text in table if text.startswith("How many") and text.endswith(("killed?", "wounded?"))]
    for side in ("Eastmark", "Westmark"):
        for who in ("civilians", "soldiers"):
            assert sum(side in text and who in text for text in losses) >= 1, (side, who)


def test_a_problem_of_a_book_long_sentence_is_shown_short_and_exported_whole(dossier: Dossier, tmp_path: Path) -> None:
    report = make_report(None, "word " * 4000, ReportMeta(publisher="Long Wire"))
    problem = Problem("read", "long", Severity.INFO, "too long", report=report.id, span=Span(0, 20_000))
    publish(replace(dossier, reports=(*dossier.reports, report), problems=(problem,)), tmp_path)
    assert "word " * 200 not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "word " * 3000 in (tmp_path / "problems.jsonl").read_text(encoding="utf-8")
