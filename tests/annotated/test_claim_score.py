"""The claim score of ``bench/_claims.py``, on cases made by hand."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from contactline.annotated.conflict import make_mandate
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText, Named
from contactline.ports import Reading, Spotter
from contactline.records.claims import (
    Casualties,
    Claim,
    Maker,
    Mention,
    Occurrence,
    Part,
    PlaceMention,
    Target,
    with_id,
)
from contactline.records.ids import ClaimId
from contactline.records.quotes import Quote, make_quote
from contactline.records.reports import Report
from contactline.resolve.resolve import Resolver

from .samples import FACTS, SOURCE, TOML, make_conflict, make_text, write_folder


def load() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "_claims.py"
    spec = importlib.util.spec_from_file_location("bench_claims", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_claims"] = module
    spec.loader.exec_module(module)
    return module


bench: Any = load()


class Oracle:
    """A perfect reader of one text: it reads what is annotated."""

    name = "oracle"
    version = "1"
    languages = ("en",)

    def __init__(self, text: AnnotatedText) -> None:
        self.text = text

    def read(self, report: Report, names: Spotter) -> Reading:
        return Reading(tuple(with_id(self._make(claim)) for claim in self.text.claims))

    def _make(self, claim: AnnotatedClaim) -> Claim:
        marks = claim.trigger or claim.content or claim.casualties or claim.cue
        return Claim(
            id=ClaimId(""),
            report=self.text.report.id,
            part=Part.HEADLINE if claim.headline else Part.BODY,
            act=claim.act,
            polarity=claim.polarity,
            modality=claim.modality,
            speaker=self._name(claim.speaker),
            relayed_by=(),
            occurrence=Occurrence(
                kind=claim.kind,
                trigger=self._quote(claim.trigger[0]) if claim.trigger else None,
                actors=tuple(map(self._name, claim.actors)),
                targets=tuple(Target(self._name(named), named.status) for named in claim.targets),
                places=tuple(PlaceMention(self._quote(id_)) for id_ in claim.places),
            ),
            quote=self._quote(marks[0]),
            maker=Maker("oracle", "1"),
            casualties=tuple(map(self._casualties, claim.casualties)),
        )

    def _quote(self, id_: str) -> Quote:
        return make_quote(self.text.report.id, self.text.report.text, self.text.get_mark(id_).span)

    def _name(self, named: Named) -> Mention:
        if named.mark is None:
            return Mention(self.text.report.meta.publisher or "")
        return Mention(self.text.words(named.mark), self._quote(named.mark), side=named.side)

    def _casualties(self, id_: str) -> Casualties:
        line = self.text.get_casualties(id_)
        victims = Mention(self.text.words(id_), self._quote(id_), side=line.side)
        return Casualties(line.outcome, line.status, line.minimum, line.maximum, line.form, victims, self._quote(id_))


class Asis(Resolver):
    """Leaves what the oracle says as it is, but for the publisher."""

    def resolve(self, report: Report, reading: Reading) -> Reading:
        speaker, _ = self.describe_publisher(report)
        return Reading(
            tuple(claim if claim.speaker.quote else replace(claim, speaker=speaker) for claim in reading.claims)
        )


def units(text: AnnotatedText) -> list[Any]:
    return [bench.make_gold(text, claim) for claim in text.claims]


def score(text: AnnotatedText, found: list[Any]) -> Any:
    made = bench.Score()
    bench.compare(made, text, units(text), found)
    return made


def test_a_perfect_reader_is_perfect() -> None:
    text = make_text()
    mandate = make_mandate(make_conflict())
    found = bench.read_claims(Oracle(text), Asis(mandate), mandate, text)
    made = score(text, found)
    assert made.strict.f1 == 100.0
    assert (made.strict.gold, made.strict.right) == (3, 3)
    assert made.aligned.f1 == made.denials.f1 == 100.0
    assert all(count.f1 == 100.0 for count in (*made.fields.values(), *made.filled.values()))


def test_who_finds_nothing_scores_nothing() -> None:
    made = score(make_text(), [])
    assert made.strict.f1 == made.denials.f1 == 0.0
    assert made.conditionals.f1 == 100.0  # none to find, none found


@pytest.mark.parametrize(
    ("name", "value", "strict"),
    [
        ("speaker", "SM", 2),
        ("act", "states", 2),
        ("kind", "rocket_attack", 2),
        ("places", frozenset({"varna"}), 2),
        ("casualties", (), 2),
        ("polarity", "negative", 2),
        ("modality", "hedged", 3),
    ],
)
def test_one_wrong_value_is_seen_in_its_row_alone(name: str, value: object, strict: int) -> None:
    text = make_text()
    first, second, third = units(text)
    made = score(text, [first, replace(second, **{name: value}), third])
    assert made.strict.right == strict
    assert {field for field, count in made.fields.items() if count.right < 3} == {name}
    assert made.aligned.right == 3


def test_claims_are_matched_once() -> None:
    text = make_text()
    _, second, third = units(text)
    made = score(text, [second, second, third])
    assert (made.strict.right, made.strict.found) == (2, 3)


def test_a_claim_about_nothing_is_right_by_side_and_act() -> None:
    text = make_text(SOURCE.replace("kind=small_arms_fire", "kind=none").replace("trigger=e2 ", "evidence=e2 "))
    first, second, third = units(text)
    other = replace(third, places=frozenset({"varna"}), polarity="positive")
    assert score(text, [first, second, other]).strict.right == 3
    assert score(text, [first, second, replace(third, act="states")]).strict.right == 2


def test_what_only_follows_from_a_claim_is_left_out() -> None:
    text = make_text()
    mandate = make_mandate(make_conflict())

    class Deriving(Oracle):
        def read(self, report: Report, names: Spotter) -> Reading:
            claims = super().read(report, names).claims
            return Reading((*claims, replace(claims[0], construction=f"own-voice{bench.DERIVED}")))

    assert len(bench.read_claims(Deriving(text), Asis(mandate), mandate, text)) == 3


def test_the_reader_names_derived_claims_so() -> None:
    from contactline.read.firstfire import make_accusation

    text = make_text()
    claim = Oracle(text).read(text.report, None).claims[0]  # type: ignore[arg-type]
    assert make_accusation(claim, "own-voice").construction.endswith(bench.DERIVED)


def test_denials_and_conditionals_have_rows_of_their_own() -> None:
    text = make_text(
        SOURCE.replace(
            "act=accuses kind=shelling speaker=s1", "act=warns modality=conditional kind=shelling speaker=s1"
        )
    )
    first, second, third = units(text)
    made = score(text, [first, replace(second, kind="air_strike"), replace(third, places=frozenset({"tolm"}))])
    assert made.denials.f1 == 100.0
    assert (made.conditionals.gold, made.conditionals.right) == (1, 0)


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("the village of Tolm", {"tolm"}),
        ("Tolm district", {"tolm"}),
        ("Upper Tolm and Varna", {"upper", "tolm", "varna"}),
        ("Tólm's outskirts", {"tolm"}),
        ("the slope below the village", {"slope", "below"}),
        ("the village", {"the", "village"}),
        ("TOLM DISTRICT", {"tolm"}),
    ],
)
def test_places_are_compared_by_the_words_of_their_names(words: str, folded: set[str]) -> None:
    assert bench.fold_places([words]) == folded


def test_vague_numbers_are_one_value() -> None:
    text = make_text(
        SOURCE.replace("{k1 two civilians}", "{k1 dozens of civilians}").replace("k1: killed 2", "k1: killed ?")
    )
    assert units(text)[0].casualties == (("killed", "civilian", -1, None, "NL"),)


def test_claims_with_the_same_trigger_are_paired_by_their_speaker() -> None:
    text = make_text(
        f"{FACTS}---\n# A day\n\n"
        "{s1 It} {q1 denied} {s2 Varna}'s {q2 claim} of {o1 {e1 shelling}}. More.\n---\n"
        "c1: act=accuses kind=shelling speaker=s2/SM cue=q2 content=o1 trigger=e1 modality=reported\n"
        "c2: act=denies kind=shelling speaker=s1/NL cue=q1 content=o1 trigger=e1 polarity=negative answers=c1\n"
    )
    accusation, denial = units(text)
    pairs = bench.pair_by_place([accusation, denial], [denial, accusation])
    assert pairs == [(accusation, accusation), (denial, denial)]


def test_a_split_is_read_from_its_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path / "one", t01_a=SOURCE, t02_b=SOURCE.replace("act=denies", "act=lies"))
    other = write_folder(tmp_path / "two", t01_a=SOURCE)
    (other / "conflict.toml").write_text(TOML.replace('"train"', '"test"'), encoding="utf-8")
    (conflict, texts), *rest = bench.load_split(tmp_path, "train")
    assert (conflict.name, [text.name for text in texts], rest) == ("one", ["01-a"], [])
    assert "left out: " in capsys.readouterr().err


def test_texts_of_the_test_split_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["_claims.py", "--split", "test", "--errors", "5"])
    with pytest.raises(SystemExit):
        bench.main()


def test_the_whole_table_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "one", t01_a=SOURCE)
    monkeypatch.setattr(sys, "argv", ["_claims.py", "--split", "train", "--data", str(tmp_path), "--errors", "9"])
    assert bench.main() == 0
    printed = capsys.readouterr().out
    assert "strict: side, act, kind, place, casualties" in printed
    assert "strict, one" in printed
