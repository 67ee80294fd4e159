"""Every construction has words, and two readings stand side by side with what differs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import contactline.read as room
from contactline.demo import case_folder
from contactline.read.assemble import CONFIDENCE
from contactline.read.explain import ATTRIBUTIONS, FRAMES, describe_construction, explain_claim
from contactline.read.rules import RulesReader
from contactline.read.sidebyside import describe, set_side_by_side
from contactline.records.claims import Act, Claim, Polarity
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report

FOLDER = Path(room.__file__).parent
TEXT = (
    "Ardelian forces shelled Tolm on May 2, the Kestrian ministry said. Two soldiers were killed.\n\n"
    "The Ardelian ministry denied that its forces had opened fire. They returned fire."
)
_BUILT = {"_around": -1, "Roles": 2}
"""Functions that take a construction, and as which argument."""


class NoNames:
    def spot(self, text: str) -> tuple[()]:
        return ()


def report_of(text: str = TEXT) -> Report:
    return make_report(None, text, ReportMeta(publisher="Line Observer", language="en"))


def claims_of(text: str = TEXT) -> tuple[Claim, ...]:
    return RulesReader().read(report_of(text), NoNames()).claims


# -- constructions


def written_constructions() -> Iterator[str]:
    """Texts that stand in the source where a construction is meant."""
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for value in _values(node):
                yield from (
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def _values(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.keyword) and node.arg == "construction" and not isinstance(node.value, ast.Subscript):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BUILT:
        at = _BUILT[node.func.id]
        return [node.args[at]] if len(node.args) > max(at, 0) else []
    if isinstance(node, ast.FunctionDef) and node.name == "_construction":
        return [part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value]
    if (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id in {"FURNITURE", "TRAILING"}
    ):
        return [node.value] if node.value else []
    return []


SORTS = ("clause", "quote", "colon", "bare", "to", "none")


def test_every_construction_in_the_source_has_words() -> None:
    known = {*ATTRIBUTIONS, *FRAMES}
    found = {word.strip("/") for word in written_constructions()}
    made_from_parts = {"subject-cue-", "participle-", "denies-", "+", "ing", ""}
    unknown = {word for word in found - known - made_from_parts if word.replace("-", "").isalpha()}
    assert not unknown
    assert {
        "according-to",
        "nominal",
        "posted",
        "furniture",
        "presupposed-first-fire",
    } <= found  # the search finds them
    assert {f"{lead}{sort}" for lead in ("subject-cue-", "participle-") for sort in SORTS} <= set(ATTRIBUTIONS)
    assert set(CONFIDENCE) <= set(ATTRIBUTIONS)


def test_every_construction_of_the_demo_has_words() -> None:
    with case_folder() as folder:
        texts = [
            path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".txt"}
        ]
    constructions = {claim.construction for text in texts for claim in claims_of(text)}
    assert len(constructions) > 10
    for construction in constructions:
        assert "no words for" not in " ".join(describe_construction(construction)), construction


def test_parts_of_a_construction() -> None:
    lines = describe_construction("denies-subject-cue-clause/passive+place+time")
    assert len(lines) == 5
    assert "denial" in lines[1]
    assert "passive" in lines[2]
    assert "place" in lines[3]
    assert "no words for" in describe_construction("made-up-elsewhere/strange+thing")[0]


def test_a_reader_that_cannot_explain_is_explained_by_its_words() -> None:
    lines = explain_claim(RulesReader(), report_of(), NoNames(), claims_of()[0])
    assert any("“the Kestrian ministry” [" in line for line in lines)
    assert any("“shelled” [" in line for line in lines)
    assert "Confidence 0." in lines[-1]


def test_somebody_inferred_is_said_to_be() -> None:
    accusation = next(claim for claim in claims_of() if "presupposed" in claim.construction)
    lines = explain_claim(RulesReader(), report_of(), NoNames(), accusation)
    assert any("it follows from" in line for line in lines)


# -- side by side


def changed(claim: Claim, **values: Any) -> Claim:
    return replace(claim, **values)


def test_equal_readings_do_not_differ() -> None:
    claims = claims_of()
    rows = set_side_by_side(claims, claims)
    pairs = [pair for row in rows for pair in row.pairs]
    assert len(pairs) == len(claims)
    assert all(pair.first == pair.second and not pair.differences for pair in pairs)
    assert [row.span for row in rows] == sorted(row.span for row in rows)


def test_what_differs_is_named_with_both_words() -> None:
    claims = claims_of()
    others = (changed(claims[0], act=Act.DENIES, polarity=Polarity.NEGATIVE), *claims[1:])
    pair = set_side_by_side(claims, others)[0].pairs[0]
    told = {difference.name: (difference.first, difference.second) for difference in pair.differences}
    assert told["polarity"] == ("positive", "negative")
    assert told["act"][1] == "denies"


def test_claims_of_one_reader_alone_stay() -> None:
    claims = claims_of()
    assert all(pair.second is None for row in set_side_by_side(claims, ()) for pair in row.pairs)
    assert all(pair.first is None for row in set_side_by_side((), claims) for pair in row.pairs)
    assert set_side_by_side((), ()) == ()


def test_sentences_that_one_reader_takes_together() -> None:
    report = report_of()
    claims = claims_of()[:2]
    wide = make_quote(report.id, report.text, Span(claims[0].quote.span.start, claims[1].quote.span.end))
    (row,) = set_side_by_side(claims, (changed(claims[0], quote=wide),))
    assert row.span == wide.span
    assert len(row.pairs) == 2


def test_no_claim_is_lost_or_shown_twice() -> None:
    claims = claims_of()
    rows = set_side_by_side(claims, tuple(reversed(claims[1:])))
    firsts = [pair.first.id for row in rows for pair in row.pairs if pair.first]
    seconds = [pair.second.id for row in rows for pair in row.pairs if pair.second]
    assert sorted(firsts) == sorted(claim.id for claim in claims)
    assert sorted(seconds) == sorted(claim.id for claim in claims[1:])


@pytest.mark.parametrize("number", range(4))
def test_a_claim_in_words(number: int) -> None:
    claim = claims_of()[number]
    told = {line.name: line.words for line in describe(claim)}
    assert told["act"] == claim.act.value
    assert told["who says it"].endswith("Line Observer")
    for line in describe(claim):
        assert line.words
