"""Relays: who has the words from whom, loops of quotations, and what nothing decides."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from contactline.link.link import link_claims
from contactline.link.origins import trace_origins
from contactline.records.actors import Actor, ActorKind, NameType
from contactline.records.actors import ActorName as Name
from contactline.records.claims import Kind
from contactline.records.ids import THIRD, ActorId
from contactline.records.incidents import RelayKind
from contactline.records.reports import ReportMeta, make_report
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, line, swap, tell

_STORY = (
    "Two people from a village by the river were hurt on Tuesday when shells fell on the edge of the fields, the "
    "ministry told a news conference. It said that its soldiers had answered the fire. The other side spoke of a "
    "provocation and said that no shot had been fired from its trenches before nightfall. Monitors who had been in the "
    "area until noon left before the shooting began and could not say where the first shot came from."
)


def report(publisher, body=_STORY, day=5, relayed_from=None, clock=None):
    moment = datetime(2017, 7, day, *map(int, clock.split(":")), tzinfo=UTC) if clock else None
    meta = ReportMeta(
        publisher=publisher,
        side=THIRD,
        published_on=None if clock else date(2017, 7, day),
        published_at=moment,
        relayed_from=relayed_from,
    )
    return make_report(None, body, meta)


def edges(origin):
    return [(r.source.name, r.target.name, r.kind, r.directed, r.in_part) for r in origin.relays]


def trace(*reports, mandate=MANDATE):
    return trace_origins(reports, {}, mandate)


def test_copies_hang_below_the_agency_that_they_name_although_its_text_is_not_there():
    first, second = report("A", relayed_from="Wire"), report("B", f"{_STORY} (Wire)", relayed_from="Wire")
    [origin] = trace(first, second).origins
    assert sorted(edges(origin)) == [
        ("Wire", "A", RelayKind.NAMES, True, False),
        ("Wire", "B", RelayKind.NAMES, True, False),
    ]
    assert {relay.source.report for relay in origin.relays} == {None}
    quotes = {relay.target.name: relay.quote for relay in origin.relays}
    assert quotes["A"] is None
    assert "(Wire)" in quotes["B"].words
    assert second.text[quotes["B"].span.start : quotes["B"].span.end] == quotes["B"].words


def test_the_agencys_own_text_is_the_root_where_it_was_read():
    wire, copy = report("Wire", day=4), report("B", relayed_from="Wire")
    [origin] = trace(wire, copy).origins
    [relay] = origin.relays
    assert (relay.source.report, relay.target.report) == (wire.id, copy.id)
    assert relay.share == 1.0
    assert "shares 100% of the shorter text" in relay.reason


def test_what_was_published_later_is_not_the_text_that_is_named():
    copy, wire = report("B", day=4, relayed_from="Wire"), report("Wire", day=6)
    [origin] = trace(wire, copy).origins
    assert edges(origin) == [
        ("Wire", "B", RelayKind.NAMES, True, False),
        ("Wire", "Wire", RelayKind.NAMES, True, False),
    ]
    assert [relay.source.report for relay in origin.relays] == [None, None]


def test_the_earlier_of_two_texts_is_the_source_and_of_one_time_nothing_is_claimed():
    [origin] = trace(report("A", day=4), report("B", day=5)).origins
    assert edges(origin) == [("A", "B", RelayKind.SHARES, True, False)]
    assert origin.relays[0].reason.endswith("which was published before.")
    [origin] = trace(report("A"), report("B")).origins
    assert [relay.directed for relay in origin.relays] == [False]
    assert "nothing tells which was first" in origin.relays[0].reason
    [origin] = trace(report("B", clock="10:30"), report("A", clock="9:30")).origins
    assert edges(origin) == [("A", "B", RelayKind.SHARES, True, False)]


def test_two_reports_that_name_each_other_are_a_loop_cut_at_the_earliest():
    a, b = report("A", day=4, relayed_from="B"), report("B", day=5, relayed_from="A")
    tracing = trace(b, a)
    [origin] = tracing.origins
    assert set(origin.reports) == {a.id, b.id}
    assert edges(origin) == [("A", "B", RelayKind.NAMES, True, False)]
    [problem] = tracing.problems
    assert (problem.stage, problem.code, problem.report) == ("link", "quotation-loop", a.id)
    assert "A ← B ← A" in problem.message


def test_a_loop_of_one_time_is_cut_at_the_smallest_id_whatever_the_order():
    reports = [report(name, relayed_from=other) for name, other in ("AB", "BC", "CA")]
    tracing = trace(*reports)
    head = min(each.id for each in reports)
    [problem] = tracing.problems
    assert problem.report == head
    assert len(tracing.origins[0].relays) == 2
    assert tracing == trace(*reports[::-1])


@pytest.mark.parametrize("size", [2, 3, 500])
def test_long_loops_end_and_double_nothing(size):
    reports = [
        report(f"Outlet {number}", f"{_STORY} Edition {number}.", relayed_from=f"Outlet {(number + 1) % size}")
        for number in range(size)
    ]
    start = time.process_time()
    tracing = trace(*reports)
    assert time.process_time() - start < 10
    [origin] = tracing.origins
    assert len(origin.reports) == len(set(origin.reports)) == size
    assert len(origin.relays) == size - 1
    assert [problem.code for problem in tracing.problems] == ["quotation-loop"]


def test_an_outlet_that_names_itself_is_no_loop():
    tracing = trace(report("A", relayed_from="A"), report("B", day=6, relayed_from="A"))
    assert edges(tracing.origins[0]) == [("A", "B", RelayKind.NAMES, True, False)]
    assert tracing.problems == ()


def test_a_chain_of_three_hangs_link_by_link():
    reports = [report("A", day=4), report("B", day=5, relayed_from="A"), report("C", day=6, relayed_from="B")]
    [origin] = trace(*reports).origins
    assert edges(origin) == [("A", "B", RelayKind.NAMES, True, False), ("B", "C", RelayKind.NAMES, True, False)]


def _said(publisher, speaker, day=5, side=NORTH, relays=()):
    relayed = f"{relays[0][0]} reports: " if relays else ""
    words = line(
        f"{relayed}{speaker[0]} said that shells fell on Ada on July 4.",
        speaker=speaker,
        relays=list(relays),
        kind=Kind.SHELLING,
        places=[("Ada", "ada")],
        time=("July 4", at(4)),
    )
    return tell(publisher, side, day, words)


def test_one_body_is_the_root_of_all_that_only_it_says():
    pairs = [
        _said("A", ("The ministry", "n-mod", NORTH)),
        _said("B", ("The spokesman", "n-speaker", NORTH), side=SOUTH),
    ]
    [origin] = trace_origins([pair[0] for pair in pairs], {one.id: two for one, two in pairs}, MANDATE).origins
    assert {(r.source.name, r.source.side, r.kind) for r in origin.relays} == {
        (origin.label, NORTH, RelayKind.SAME_ROOT)
    }
    assert {r.target.name for r in origin.relays} == {"A", "B"}
    assert all("said that shells fell" in r.quote.words for r in origin.relays)


WIRE = Actor(
    ActorId("wire"), ActorKind.AGENCY, THIRD, (Name("Wire", NameType.NAME, "en", "Latn", (), "test"),), None, "", "test"
)
WITH_WIRE = replace(MANDATE, actors=(*MANDATE.actors, WIRE))


def _with_wire(pair):
    """The same report with the relay that is called Wire resolved."""
    read, reading = pair
    claims = tuple(
        replace(
            claim,
            relayed_by=tuple(
                replace(each, actor=WIRE.id, side=THIRD) if each.text == "Wire" else each for each in claim.relayed_by
            ),
        )
        for claim in reading.claims
    )
    return read, replace(reading, claims=claims)


def test_a_body_quoted_by_an_agency_is_a_chain_of_two():
    pair = _with_wire(_said("A", ("the ministry", "n-mod", NORTH), relays=[("Wire", THIRD)]))
    [origin] = trace_origins([pair[0]], {pair[0].id: pair[1]}, WITH_WIRE).origins
    assert edges(origin) == [
        ("the ministry", "Wire", RelayKind.NAMES, True, False),
        ("Wire", "A", RelayKind.NAMES, True, False),
    ]
    assert origin.relays[1].quote.words == "Wire reports: the ministry said that shells fell on Ada on July 4."


def test_who_names_an_agency_for_a_part_hangs_in_its_tree_and_counts_for_itself():
    copy = report("A", relayed_from="Wire")
    digest = _with_wire(
        tell(
            "Digest",
            THIRD,
            6,
            line(
                "Wire quoted the ministry as saying that it fired.",
                speaker=("ministry", "n-mod", NORTH),
                relays=[("Wire", THIRD)],
            ),
            *(line(f"The other ministry said so {n}.", speaker=("ministry", "s-mod", SOUTH)) for n in range(3)),
        )
    )
    tracing = trace_origins([copy, digest[0]], {digest[0].id: digest[1]}, WITH_WIRE)
    assert len(tracing.origins) == 2
    home = next(origin for origin in tracing.origins if copy.id in origin.reports)
    assert ("Wire", "Digest", RelayKind.NAMES, True, True) in edges(home)
    assert digest[0].id not in home.reports


def test_a_shared_sentence_in_another_text_is_a_part_without_direction():
    other = (
        "Farmers on the other bank complained this week that they cannot reach their orchards. The harvest of apricots "
        "is late, and traders from the capital offer half of last year's price. The district promised a road by the "
        "autumn, but the bridge has been closed to carts since the flood, and nobody expects repairs before the snow. "
    )
    sentence = _STORY.split(". ")[2] + ". "
    tracing = trace(report("A", day=4), report("B", f"{other}{sentence}Nobody saw it come."))
    assert len(tracing.origins) == 2
    [relay] = tracing.origins[0].relays
    assert (relay.kind, relay.directed, relay.in_part) == (RelayKind.SHARES, False, True)
    assert relay.quote.words.startswith("The other side spoke of a provocation")


def test_a_bulletin_in_the_same_mould_of_another_day_is_no_copy():
    mould = (
        "The enemy violated the ceasefire {} times within one day, the press service of the ministry reports. Machine "
        "guns and sniper rifles were used from nameless heights. Positions were shelled {} times from the north and {} "
        "times from the south by midnight on July {}. The forces keep the situation under control along the whole line."
    )
    one = report("Ministry", mould.format(125, 30, 95, 4), day=5)
    other = report("Ministry", mould.format(78, 12, 66, 5), day=6)
    tracing = trace(one, other)
    assert len(tracing.origins) == 2
    assert [(problem.code, problem.report) for problem in tracing.problems] == [("same-mould", other.id)]
    assert len(trace(one, report("Outlet", mould.format(125, 30, 95, 4), day=6)).origins) == 1


def test_a_weighing_shows_only_what_belongs_to_its_reports():
    pairs = [
        _said("A", ("The ministry", "n-mod", NORTH)),
        _said("B", ("The ministry", "n-mod", NORTH), side=SOUTH),
    ]
    linking = link_claims(pairs, MANDATE)
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {read.id: read for read, _ in pairs}
    [incident] = linking.incidents
    whole = weigh_incident(incident, claims, reports, MANDATE, linking.origins, linking.answers)
    assert len(whole.origins[0].relays) == 2
    mine = tuple(member for member in incident.members if claims[member.claim].report == pairs[0][0].id)
    part = weigh_incident(replace(incident, members=mine), claims, reports, MANDATE, linking.origins, linking.answers)
    assert [relay.target.name for relay in part.origins[0].relays] == ["A"]


def test_exchanging_the_parties_exchanges_sides_and_nothing_else():
    pairs = [
        _said("A", ("The ministry", "n-mod", NORTH)),
        _said("B", ("The spokesman", "n-speaker", NORTH), side=SOUTH),
        _said("C", ("Their ministry", "s-mod", SOUTH), side=SOUTH),
        _said("D", ("Their speaker", "s-speaker", SOUTH), side=NORTH),
    ]
    swapped = [swap(pair) for pair in pairs]
    here = trace_origins([pair[0] for pair in pairs], {one.id: two for one, two in pairs}, MANDATE)
    there = trace_origins([pair[0] for pair in swapped], {one.id: two for one, two in swapped}, MANDATE)

    def plain(tracing):
        return [[(*edge, r.reason) for edge, r in zip(edges(o), o.relays, strict=True)] for o in tracing.origins]

    assert plain(here) == plain(there)
    mirror = {NORTH: SOUTH, SOUTH: NORTH}
    sides = [r.source.side for o in here.origins for r in o.relays]
    assert [mirror[side] for side in sides] == [r.source.side for o in there.origins for r in o.relays]
    assert NORTH in sides
    assert SOUTH in sides
