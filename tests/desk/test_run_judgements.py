"""What people judge holds in a run: on every engine, within windows and across them, and is told where it cannot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from contactline import codec
from contactline.codec import encode
from contactline.desk.run import run_corpus
from contactline.desk.runsettings import Chain
from contactline.desk.runsummary import RunSummary
from contactline.desk.windows import Windows
from contactline.errors import InputError
from contactline.link.batch import link_table
from contactline.link.judged import make_judged_rows
from contactline.link.rows import make_rows
from contactline.records.claims import Claim, Kind
from contactline.records.ids import ClaimId, JudgementId, ReportId
from contactline.records.judgements import ClaimAnchor, LinkJudgement, Verdict, make_anchor
from contactline.records.quotes import Span
from desk.runcases import (
    FakeTools,
    make_chain,
    make_row,
    make_settings,
    many_rows,
    read_bytes,
    read_groups,
    read_rows,
    write_rows,
)
from engines.sparks import find_reason, show_tests_to_workers

NO_SPARK = find_reason()
SPARK = pytest.param("spark", marks=pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK))
TOGETHER, APART, WITHDRAWN = Verdict.TOGETHER, Verdict.APART, Verdict.WITHDRAWN
REAL = Chain(FakeTools(), make_rows, link_table, make_judged=make_judged_rows)


def anchor(row: str) -> ClaimAnchor:
    return ClaimAnchor(ClaimId(row), ReportId(f"r-{row}"), Span(0, 5), Kind.SHELLING)


def judge(number: int, verdict: Verdict, one: str | Claim, other: str | Claim) -> LinkJudgement:
    ends = [anchor(end) if isinstance(end, str) else make_anchor(end) for end in (one, other)]
    made_at = datetime(2026, 5, 2, tzinfo=UTC) + timedelta(minutes=number)
    return LinkJudgement(JudgementId(f"j-{number:04}"), verdict, *ends, "Ada", "I was there", made_at)


def write_judgements(folder: Path, judgements: Sequence[LinkJudgement]) -> Path:
    file = folder / "judged.jsonl"
    file.write_bytes(b"".join(encode(one) + b"\n" for one in judgements))
    return file


def run(folder: Path, judgements: Sequence[LinkJudgement], out: str = "out", **others: object) -> RunSummary:
    """A run over the folder ``in``."""
    file = write_judgements(folder, judgements)
    chain = others.pop("chain", None) or make_chain()
    settings = make_settings(folder / out, folder / "in", judgements=file, **others)
    return run_corpus(settings, chain=chain)  # type: ignore[arg-type]


def groups(folder: Path, out: str = "out") -> list[set[str]]:
    return [set(group) for group in read_groups(folder / out)]


def find(folder: Path, row: str, out: str = "out") -> set[str]:
    [found] = [group for group in groups(folder, out) if row in group]
    return found


def read_reasons(folder: Path, out: str = "out") -> list[tuple[str, str]]:
    lines = (folder / out / "set-aside" / "judgements.jsonl").read_text().splitlines()
    return [(record["code"], record["message"]) for record in map(json.loads, lines)]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """120 incidents of three rows each over 90 days; each is three quarters of a day after the one before."""
    write_rows(tmp_path / "in" / "rows.parquet", many_rows(), row_group_size=100)
    return tmp_path


HERE = [f"a-0004-{copy}" for copy in range(3)]
FAR = [f"a-0100-{copy}" for copy in range(3)]  # 72 days later
MIDDLE = [f"a-0050-{copy}" for copy in range(3)]
CASES = [
    judge(1, APART, HERE[0], HERE[2]),
    judge(2, TOGETHER, HERE[0], FAR[1]),
    judge(3, TOGETHER, "a-0020-0", "a-0021-0"),
    judge(4, TOGETHER, MIDDLE[0], FAR[2]),
]


def test_judgements_hold_within_a_window_and_across_them(rows: Path) -> None:
    summary = run(rows, CASES)
    assert {HERE[0], *FAR, *MIDDLE} <= find(rows, HERE[0])
    assert find(rows, HERE[0]).isdisjoint({HERE[2]})
    assert "a-0021-0" in find(rows, "a-0020-0")
    assert (summary.judgements, summary.judgements_not, summary.exit_code) == (4, 0, 0)
    assert (summary.rows, len(groups(rows))) == (360, summary.incidents)
    members = [row for group in groups(rows) for row in group]
    assert len(members) == len(set(members)) == 360
    listed = {row["incident"]: row["size"] for row in read_rows(rows / "out", "incidents")}
    assert sorted(listed.values()) == sorted(len(group) for group in groups(rows))  # type: ignore[type-var]


def test_a_judged_row_stands_surely(rows: Path) -> None:
    run(rows, CASES)
    sure = {str(row["id"]): row["probability"] for row in read_rows(rows / "out", "memberships")}
    assert {sure[row] for row in (HERE[0], HERE[2], FAR[1], "a-0020-0", MIDDLE[0])} == {1.0}
    assert 0.5 < sure["a-0060-0"] < 1.0  # type: ignore[operator]


@pytest.mark.parametrize("engine", ["processes", SPARK])
def test_the_same_bytes_on_every_engine(engine: str, rows: Path) -> None:
    show_tests_to_workers()
    run(rows, [*CASES, judge(5, TOGETHER, "a-0001-0", "gone")])
    run(rows, [*CASES, judge(5, TOGETHER, "a-0001-0", "gone")], "other", engine=engine)
    assert read_bytes(rows / "out") == read_bytes(rows / "other")


def test_the_order_of_judgements_does_not_matter(rows: Path) -> None:
    run(rows, CASES)
    run(rows, CASES[::-1], "other")
    assert read_bytes(rows / "out") == read_bytes(rows / "other")


def test_apart_holds_on_the_two_sides_of_a_seam(tmp_path: Path) -> None:
    edge = 30 * 747  # a window begins on this day of the epoch
    start = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=edge) - datetime(2031, 5, 1, tzinfo=UTC)).days
    early, late = [make_row(f"e{n}", start - 0.05 + n / 100) for n in range(2)], [make_row("z", start + 0.02)]
    write_rows(tmp_path / "in" / "rows.parquet", [*early, *late])
    run(tmp_path, [])
    assert groups(tmp_path) == [{"e0", "e1", "z"}]
    run(tmp_path, [judge(1, APART, "e0", "z")])
    assert find(tmp_path, "e0").isdisjoint({"z"})


def test_what_is_not_there_is_told_and_the_run_goes_on(rows: Path) -> None:
    plain = run_corpus(make_settings(rows / "plain", rows / "in"), chain=make_chain())
    summary = run(rows, [judge(1, TOGETHER, "a-0001-0", "gone"), judge(2, APART, "lost", "gone")])
    assert (summary.judgements, summary.judgements_not, summary.incidents) == (0, 2, plain.incidents)
    assert groups(rows) == groups(rows, "plain")
    assert [code for code, _ in read_reasons(rows)] == ["judgement-lost"] * 2
    assert "r-gone is no longer among the reports" in read_reasons(rows)[0][1]


def test_what_contradicts_is_settled_by_the_written_rule(rows: Path) -> None:
    one, two, three = "a-0001-0", "a-0050-0", "a-0100-0"
    acts = [judge(1, TOGETHER, one, two), judge(2, TOGETHER, two, three), judge(3, APART, one, three)]
    summary = run(rows, acts)
    assert three in find(rows, two)
    assert find(rows, one).isdisjoint({two, three})
    assert (summary.judgements, summary.judgements_not) == (2, 1)
    assert [code for code, _ in read_reasons(rows)] == ["judgement-outweighed"]


def test_withdrawn_is_as_never_judged_and_only_what_is_judged_is_made_anew(rows: Path) -> None:
    run(rows, [])
    before = read_bytes(rows / "out")
    again = run(rows, [judge(1, TOGETHER, HERE[0], "a-0005-0")])
    link = next(stage for stage in again.stages if stage.name == "link")
    assert 0 < link.kept < link.parts
    assert read_bytes(rows / "out") != before
    run(rows, [judge(1, TOGETHER, HERE[0], "a-0005-0"), judge(2, WITHDRAWN, HERE[0], "a-0005-0")])
    assert read_bytes(rows / "out") == before


def test_incidents_torn_between_judgements_are_told(tmp_path: Path) -> None:
    """Near 0 k stands with g, far off h stands with f; a person says g with f, and k apart from h."""
    far = 200.0
    told = [make_row("k", 0.0), make_row("g", 0.01), make_row("h", far), make_row("f", far + 0.01)]
    write_rows(tmp_path / "in" / "rows.parquet", told)
    summary = run(tmp_path, [judge(1, TOGETHER, "g", "f"), judge(2, APART, "k", "h")])
    assert find(tmp_path, "k").isdisjoint({"h"})
    assert summary.judgements_not == 1
    assert [code for code, _ in read_reasons(tmp_path)] == ["judgement-outweighed"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_judged_holds_and_nothing_is_lost_or_doubled(seed: int, tmp_path: Path) -> None:
    """Dense rows in short windows, judged by chance: near and far, again and against each other."""
    dice = Random(seed)  # noqa: S311 - cases, no secrets
    told = [make_row(f"d{n:02}", dice.uniform(0, 12), 40 + dice.choice((0.0, 0.05, 0.1))) for n in range(40)]
    write_rows(tmp_path / "in" / "rows.parquet", told)
    names = [row.id for row in told]
    acts = [judge(n, dice.choice(list(Verdict)), *dice.sample(names, 2)) for n in range(14)]
    summary = run(tmp_path, acts, windows=Windows(3, 1))
    members = [row for group in groups(tmp_path) for row in group]
    assert sorted(members) == sorted(names)
    incident = {row: number for number, group in enumerate(groups(tmp_path)) for row in group}
    latest = {act.pair: act for act in acts}
    in_force = [act for act in latest.values() if act.verdict is not WITHDRAWN]
    broken = [
        act for act in in_force if (incident[act.one.claim] == incident[act.other.claim]) is (act.verdict is APART)
    ]
    assert len(broken) <= summary.judgements_not
    assert all(act.verdict is TOGETHER for act in broken)


def test_a_file_with_mistakes_is_refused(rows: Path) -> None:
    (rows / "bad.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(InputError, match="no judgements"):
        run_corpus(make_settings(rows / "out", rows / "in", judgements=rows / "bad.jsonl"), chain=make_chain())


# -- reports


def write_report(folder: Path, name: str, text: str, day: int) -> None:
    (folder / "in").mkdir(exist_ok=True)
    head = f"---\npublisher: Herald {name}\npublished: 2031-05-{day:02}\nlanguage: en\nheadline: Number {name}\n---\n"
    (folder / "in" / f"{name}.txt").write_text(head + text)


def read_claims(out: Path) -> dict[str, Claim]:
    """Claims by their words."""
    claims = (codec.decode(row["claim"], Claim) for row in read_rows(out, "claims"))  # type: ignore[arg-type]
    return {claim.quote.words: claim for claim in claims}


@pytest.mark.parametrize("engine", ["local", "processes", SPARK])
def test_claims_of_reports_are_found_wherever_they_stand_in_their_accounts(engine: str, tmp_path: Path) -> None:
    show_tests_to_workers()
    write_report(tmp_path, "a", "2 people were killed, the ministry said. 3 men were killed, it added.\n", 2)
    write_report(tmp_path, "b", "7 women were killed, the mayor said. 8 boys were killed, he added.\n", 20)
    run(tmp_path, [], chain=REAL)
    claims = read_claims(tmp_path / "out")
    two, three, seven, eight = (next(one for words, one in claims.items() if f"{n} " in words) for n in (2, 3, 7, 8))
    assert read_groups(tmp_path / "out") == sorted([(two.id,), (seven.id,)])
    acts = [judge(1, APART, two, three), judge(2, TOGETHER, three, eight)]
    summary = run(tmp_path, acts, chain=REAL, engine=engine)
    assert (summary.judgements, summary.judgements_not) == (2, 0)
    assert {three.id, seven.id} == find(tmp_path, three.id)
    assert find(tmp_path, two.id) == {two.id}


def test_a_claim_that_another_reader_names_otherwise_is_found_by_its_words(tmp_path: Path) -> None:
    write_report(tmp_path, "a", "2 people were killed, the ministry said.\n", 2)
    write_report(tmp_path, "b", "7 women were killed, the mayor said.\n", 20)
    run(tmp_path, [], chain=REAL)
    one, other = (replace(claim, id=ClaimId(f"{claim.id}-old")) for claim in read_claims(tmp_path / "out").values())
    summary = run(tmp_path, [judge(1, TOGETHER, one, other)], chain=REAL)
    assert (summary.judgements, len(groups(tmp_path))) == (1, 1)
