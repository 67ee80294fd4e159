"""Variants: what copies changed, in two invented conflicts and for both parties alike."""

from __future__ import annotations

import time
from datetime import date

import pytest

from contactline.link.origins import MOST_VARIANTS, trace_origins
from contactline.link.sentences import align, iter_sentences
from contactline.ports import Reading
from contactline.records.claims import Kind
from contactline.records.ids import THIRD
from contactline.records.incidents import Difference, VariantPlace
from contactline.records.reports import ReportMeta, make_report
from linkcases import MANDATE, line, tell

RIVER = (
    "{one} of {a} shelled the mill at Ada on Tuesday evening with mortars, the ministry of {b} said. "
    "Two villagers were killed and a third was wounded when a shell hit the yard of the school, it added. "
    '"We did not open fire first," the commander of {a} told the monitors, "and we regret every death." '
    "Monitors who had been in the area until noon left before the shooting began on both banks of the river."
)
HILLS = (
    "A patrol boat of {a} rammed a trawler off the northern cape at dawn, fishermen from {b} told the coast guard. "
    "Four sailors are missing and the trawler has sunk, according to the harbour master of the island. "
    '"They were warned seven times by radio before the collision," the admiral of {a} declared on Friday. '
    "The strait has been closed to traffic since spring, and both fleets keep each other under close watch."
)
PARTIES = [("Northland", "Southland"), ("Southland", "Northland")]


def report(publisher, body, day=5, headline=None):
    meta = ReportMeta(publisher=publisher, side=THIRD, published_on=date(2017, 7, day))
    return make_report(headline, body, meta)


def variants(first, second, readings=None):
    [origin] = trace_origins([first, second], readings or {}, MANDATE).origins
    for variant in origin.variants:
        for quote in (variant.earlier, variant.later):
            if quote is not None:
                text = first.text if quote.report == first.id else second.text
                assert text[quote.span.start : quote.span.end] == quote.words
    return origin.variants


def told(found):
    return [
        (variant.where, change.kind, change.earlier and change.earlier.words, change.later and change.later.words)
        for variant in found
        for change in variant.changes
    ]


EDITS = [
    (RIVER, "Two villagers", "Three villagers", Difference.NUMBER, "Two", "Three"),
    (RIVER, "ministry of {b} said", "ministry of {b} confirmed", Difference.ACT, "said", "confirmed"),
    (RIVER, "We did not open", "We did open", Difference.NEGATION, "not", None),
    (RIVER, "were killed and", "were reportedly killed and", Difference.HEDGE, None, "reportedly"),
    (RIVER, "commander of {a}", "commander of {b}", Difference.WHO, "{a}", "{b}"),
    (HILLS, "Four sailors", "Forty sailors", Difference.NUMBER, "Four", "Forty"),
    (HILLS, "has sunk", "has allegedly sunk", Difference.HEDGE, None, "allegedly"),
    (HILLS, "were warned seven", "were never warned seven", Difference.NEGATION, None, "never"),
    (HILLS, "admiral of {a} declared", "admiral of {a} admitted", Difference.ACT, "declared", "admitted"),
    (HILLS, "patrol boat of {a}", "patrol boat of {b}", Difference.WHO, "{a}", "{b}"),
]


@pytest.mark.parametrize(("a", "b"), PARTIES)
@pytest.mark.parametrize(("text", "old", "new", "kind", "gone", "come"), EDITS)
def test_a_changed_word_of_substance_is_found_whoever_is_meant(text, old, new, kind, gone, come, a, b):
    def fill(words):
        return words and words.format(a=a, b=b, one="Forces")

    first, second = report("A", fill(text), 4), report("B", fill(text.replace(old, new)))
    [(where, found, earlier, later)] = told(variants(first, second))
    assert (found, earlier, later) == (kind, fill(gone), fill(come))
    assert where is (VariantPlace.QUOTED if "did" in old or "warned" in old else VariantPlace.SENTENCE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“", '"'),
        ("Two villagers", "2 villagers"),
        ("shelled the mill", "SHELLED the mill"),
        ("on Tuesday evening with mortars", "with mortars on Tuesday evening"),
        ("told the monitors", "told monitors"),
        ("the yard of the school", "the yard of a school"),
        ("said. ", "said.\n\n"),
        ("ministry of Southland said", "ministry of Southland stated"),
    ],
)
def test_case_order_spelling_and_style_are_no_variants(old, new):
    text = RIVER.format(a="Northland", b="Southland", one="Forces")
    assert variants(report("A", text, 4), report("B", text.replace(old, new) + " ")) == ()


def test_the_earlier_words_are_those_published_before_and_of_one_day_nobody_knows():
    text = RIVER.format(a="Northland", b="Southland", one="Forces")
    other = text.replace("Two", "Three")
    [variant] = variants(report("B", other, 4), report("A", text, 5))
    assert (variant.changes[0].earlier.words, variant.dated) == ("Three", True)
    [variant] = variants(report("B", other), report("A", text))
    assert not variant.dated


def test_copies_with_the_same_change_are_one_variant():
    text = RIVER.format(a="Northland", b="Southland", one="Forces")
    other = text.replace("Two", "Three")
    reports = [report("A", text, 4), report("B", other), report("C", f"{other} ")]
    [origin] = trace_origins(reports, {}, MANDATE).origins
    [variant] = origin.variants
    assert len(variant.also) == 1
    assert {variant.later.report, *variant.also} == {each.id for each in reports[1:]}


@pytest.mark.parametrize(
    ("one", "other", "kind", "gone", "come"),
    [
        ("Two killed in shelling of mill", "Three killed in shelling of mill", Difference.NUMBER, "Two", "Three"),
        ("Boat reportedly sunk off cape", "Boat sunk off cape", Difference.HEDGE, "reportedly", None),
        ("Ministry accuses army of fire", "Ministry confirms fire of army", Difference.ACT, "accuses", "confirms"),
        ("Army did not fire on mill", "Army did fire on mill", Difference.NEGATION, "not", None),
    ],
)
@pytest.mark.parametrize("text", [RIVER, HILLS])
def test_headlines_of_copies_that_assert_otherwise_are_drift(text, one, other, kind, gone, come):
    body = text.format(a="Northland", b="Southland", one="Forces")
    found = variants(report("A", body, 4, one), report("B", body, 5, other))
    assert told(found) == [(VariantPlace.HEADLINE, kind, gone, come)]


def test_headlines_in_other_words_that_assert_the_same_are_none():
    body = RIVER.format(a="Northland", b="Southland", one="Forces")
    assert variants(report("A", body, 4, "Mill is hit by shells"), report("B", body, 5, "Shells hit the mill")) == ()


def _with_claims(publisher, day, sentences):
    lines = [line(sentence, kind=Kind.SHELLING) for sentence in sentences]
    return tell(publisher, THIRD, day, *lines)


def test_a_sentence_with_a_claim_that_a_copy_leaves_out_is_shown_and_one_without_is_not():
    body = RIVER.format(a="Northland", b="Southland", one="Forces")
    made = report("A", body)
    sentences = [made.text[each.span.start : each.span.end] for each in iter_sentences(made)]
    whole, short = _with_claims("A", 4, sentences), _with_claims("B", 5, sentences[:2] + sentences[3:])
    readings = {one.id: two for one, two in (whole, short)}
    [(where, kind, gone, come)] = told(variants(whole[0], short[0], readings))
    assert (where, kind, come) == (VariantPlace.SENTENCE, Difference.LEFT_OUT, None)
    assert gone.startswith('"We did not open fire first,"')
    assert variants(whole[0], short[0], {whole[0].id: Reading(), short[0].id: Reading()}) == ()
    added = told(variants(_with_claims("B", 3, sentences[:2] + sentences[3:])[0], whole[0], readings))
    assert added == [(VariantPlace.SENTENCE, Difference.ADDED, None, gone)]


def test_many_copies_and_many_changes_end_soon_and_are_cut_with_a_problem():
    text = RIVER.format(a="Northland", b="Southland", one="Forces")
    first = report("A", text, 4)
    copies = [report(f"Outlet {n}", text.replace("Two", f"{n + 10}")) for n in range(MOST_VARIANTS + 40)]
    start = time.process_time()
    tracing = trace_origins([first, *copies], {}, MANDATE)
    assert time.process_time() - start < 10
    assert len(tracing.origins[0].variants) == MOST_VARIANTS
    assert [problem.code for problem in tracing.problems] == ["variants-cut"]


def test_two_very_long_texts_are_compared_in_bounded_time():
    one = report("A", " ".join(f"Word{n} stands beside word{n + 1} in sentence {n}." for n in range(3000)))
    other = report("B", " ".join(f"Word{n} lies beside word{n + 2} in sentence {n}." for n in range(3000)))
    start = time.process_time()
    pairs = align(tuple(iter_sentences(one)), tuple(iter_sentences(other)), least=0.5)
    assert time.process_time() - start < 10
    assert len(pairs) >= 200


def test_sentences_keep_their_places_and_abbreviations_do_not_end_them():
    text = "Gen. Corvel of the U.N. spoke at 8 a.m. on Monday. “It is over.” He left.\n\nA list:\nno trailer"
    made = report("A", text)
    words = [made.text[each.span.start : each.span.end] for each in iter_sentences(made)]
    assert words == [
        "Gen. Corvel of the U.N. spoke at 8 a.m. on Monday.",
        "“It is over.”",
        "He left.",
        "A list:",
        "no trailer",
    ]


def test_exchanging_the_parties_changes_nothing_else():
    def mirror(text):
        return text.replace("Northland", "_").replace("Southland", "Northland").replace("_", "Southland")

    one = RIVER.format(a="Northland", b="Southland", one="Forces")
    two = one.replace("Two", "Three").replace("not ", "").replace("commander of Northland", "commander of Southland")
    here = told(variants(report("A", one, 4), report("B", two)))
    there = told(variants(report("A", mirror(one), 4), report("B", mirror(two))))
    assert len(here) == 3
    assert [(w, k, e and mirror(e), later and mirror(later)) for w, k, e, later in here] == there
