"""Origins: copies, relays and common roots."""

from __future__ import annotations

from datetime import date

from contactline.link.origins import find_origins
from contactline.link.wording import SHORTEST, make_pairs
from contactline.ports import Reading
from contactline.records.claims import Kind
from contactline.records.ids import THIRD
from contactline.records.reports import ReportMeta, make_report
from linkcases import MANDATE, NORTH, SOUTH, at, line, tell

_STORY = (
    "Two people from a village by the river were hurt on Tuesday when shells fell on the edge of the fields, the "
    "ministry told a news conference. It said that its soldiers had answered the fire. The other side spoke of a "
    "provocation and said that no shot had been fired from its trenches before nightfall. Monitors who had been in the "
    "area until noon left before the shooting began and could not say where the first shot came from."
)
_OTHER = (
    "Farmers on the other bank complained this week that they cannot reach their orchards. The harvest of apricots is "
    "late, and traders from the capital offer half of last year's price. The district promised a road by the autumn, "
    "but the bridge has been closed to carts since the flood, and nobody expects repairs before the snow melts again."
)


def report(publisher, body, published=5, relayed_from=None, side=THIRD):
    meta = ReportMeta(publisher=publisher, side=side, published_on=date(2017, 7, published), relayed_from=relayed_from)
    return make_report(None, body, meta)


def groups(*reports, readings=None):
    origins = find_origins(reports, readings or {}, MANDATE)
    names = {each.id: each.meta.publisher for each in reports}
    return [{names[id_] for id_ in origin.reports} for origin in origins], origins


def test_every_report_is_in_exactly_one_origin():
    found, origins = groups(report("A", _STORY), report("B", _OTHER))
    assert sorted(map(sorted, found)) == [["A"], ["B"]]
    assert {origin.reason for origin in origins} == {"No other report shares its words or its root."}


def test_a_lightly_edited_reprint_is_no_second_origin():
    edited = "In a new headline paragraph, the outlet sums up. " + _STORY.replace("a village by the river", "a hamlet")
    found, [origin] = groups(report("A", _STORY, 4), report("B", edited))
    assert found == [{"A", "B"}]
    assert origin.label == "A"
    assert origin.reason.startswith("A and B share ")
    assert origin.reason.endswith("% of the shorter text.")


def test_an_excerpt_inside_a_longer_text_is_found():
    found, _ = groups(report("A", _STORY, 4), report("B", f"{_OTHER} {_STORY}"))
    assert found == [{"A", "B"}]


def test_a_few_common_phrases_are_not_a_copy():
    shared = "Monitors who had been in the area until noon left."
    found, _ = groups(report("A", f"{_STORY}"), report("B", f"{_OTHER} {shared}"))
    assert len(found) == 2


def test_one_agency_alone_is_not_one_origin_but_with_some_shared_text_it_is():
    third = _STORY[: len(_STORY) // 3] + " " + _OTHER
    parted = "The agency's man saw smoke. " + _OTHER
    same_agency, _ = groups(report("A", _STORY, relayed_from="Wire"), report("B", parted, relayed_from="Wire"))
    assert len(same_agency) == 2
    shared, [origin] = groups(report("A", _STORY, relayed_from="Wire"), report("B", third, relayed_from="Wire"))
    assert shared == [{"A", "B"}]
    assert origin.label == "Wire"
    assert "name Wire as where it comes from" in origin.reason
    no_agency, _ = groups(report("A", _STORY), report("B", third))
    assert len(no_agency) == 2


def test_publisher_and_relay_of_it_are_tied_by_name_only_within_a_day():
    third = _STORY[: len(_STORY) // 3] + " " + _OTHER
    near, _ = groups(report("Wire", _STORY, 4), report("B", third, 5, relayed_from="Wire"))
    assert near == [{"Wire", "B"}]
    late, _ = groups(report("Wire", _STORY, 4), report("B", third, 9, relayed_from="Wire"))
    assert len(late) == 2


def _root(publisher, speaker, published=5, side=NORTH, text="shells fell on Ada on July 4"):
    return tell(
        publisher,
        side,
        published,
        line(
            f"{speaker[0]} of {publisher} said that {text}.",
            speaker=speaker,
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
        ),
    )


def test_accounts_of_one_ministry_on_one_day_have_one_root_whoever_speaks_for_it():
    pairs = [
        _root("A", ("The ministry", "n-mod", NORTH)),
        _root("B", ("The spokesman", "n-speaker", NORTH), side=SOUTH),
    ]
    readings = {report.id: reading for report, reading in pairs}
    found, [origin] = groups(*(report for report, _ in pairs), readings=readings)
    assert found == [{"A", "B"}]
    assert origin.side == NORTH
    assert "both give only the account of" in origin.reason
    assert "published on 5 July 2017" in origin.reason


def test_other_days_other_bodies_and_unnamed_officials_are_other_roots():
    pairs = [
        _root("A", ("The ministry", "n-mod", NORTH)),
        _root("B", ("The ministry", "n-mod", NORTH), published=6),
        _root("C", ("The prosecutor", "n-law", NORTH)),
        _root("D", ("An official", None, NORTH)),
        _root("E", ("An official", None, NORTH)),
    ]
    readings = {report.id: reading for report, reading in pairs}
    found, _ = groups(*(report for report, _ in pairs), readings=readings)
    assert len(found) == 5


def test_a_report_with_a_voice_of_its_own_has_no_common_root():
    own = line("Our correspondent saw shells fall on Ada on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")])
    ministry = ("The ministry", "n-mod", NORTH)
    said = line("The ministry said that Ada was hit.", speaker=ministry, kind=Kind.SHELLING, places=[("Ada", "ada")])
    pairs = [tell("A", NORTH, 5, own, said), _root("B", ministry)]
    readings = {report.id: reading for report, reading in pairs}
    assert len(groups(*(report for report, _ in pairs), readings=readings)[0]) == 2


def test_order_of_reports_does_not_matter():
    reports = [report("A", _STORY, 4), report("B", f"{_STORY} More."), report("C", _OTHER)]
    assert find_origins(reports, {}) == find_origins(reports[::-1], {})


def test_short_and_empty_texts_are_never_copies():
    found, _ = groups(report("A", "Fire was opened."), report("B", "Fire was opened.", 6), report("C", ""))
    assert len(found) == 3
    assert len(make_pairs("one two three four")) < SHORTEST


def test_many_copies_are_compared_with_the_first_not_with_each_other(monkeypatch):
    from contactline.link import copies

    calls = 0
    original = copies.share_of

    def counted(*args):
        nonlocal calls
        calls += 1
        return original(*args)

    monkeypatch.setattr(copies, "share_of", counted)
    reports = [report(f"Outlet {number}", f"{_STORY} Edition {number}.") for number in range(400)]
    [origin] = find_origins(reports, {})
    assert len(origin.reports) == 400
    assert calls <= 400 * 3
    assert "and 396 more in the same way" in origin.reason


def test_readings_may_be_missing():
    [origin] = find_origins([report("A", _STORY, side=None)], {})
    assert origin.side is None
    [origin] = find_origins([report("A", _STORY, side=SOUTH)], {report("A", _STORY).id: Reading()})
    assert origin.side == SOUTH
