"""One suite for every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactline.errors import ConflictError, NotFoundError
from contactline.ports import Reading, Store
from contactline.records.claims import Act, Claim, Kind, Maker, Mention, Modality, Occurrence, Part, Polarity, with_id
from contactline.records.histories import ChangeKind, IncidentChange
from contactline.records.ids import ClaimId, IncidentId, JudgementId, MentionId, ReportId
from contactline.records.incidents import Incident, Membership
from contactline.records.judgements import LinkJudgement, Verdict, make_anchor
from contactline.records.persons import MentionAnchor, PersonJudgement
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Receipt, Report, ReportMeta, make_report
from contactline.stores.memory import MemoryStore
from contactline.stores.sqlite import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    make: dict[str, Callable[[], Store]] = {
        "memory": MemoryStore,
        "sqlite": lambda: SqliteStore(tmp_path / "contactline.db"),
    }
    made = make[request.param]()
    yield made
    made.close()


def report(words: str, **meta: str) -> Report:
    trailer = (Span(0, 2),)
    return make_report("Two dead in Upper Mill", f"{words} \u202e\U0001f525", ReportMeta(**meta), trailer)  # type: ignore[arg-type]


def receipt(locator: str, of: Report, earlier: Report | None = None) -> Receipt:
    received = datetime(2031, 5, 2, 12, 0, 1, 5, tzinfo=UTC)
    return Receipt(locator, of.id, "sha256:0", received, earlier.id if earlier else None)


def claim(of: Report) -> Claim:
    made = Claim(
        id=ClaimId(""),
        report=of.id,
        part=Part.HEADLINE,
        act=Act.ACCUSES,
        polarity=Polarity.POSITIVE,
        modality=Modality.HEDGED,
        speaker=Mention("the ministry", make_quote(of.id, of.text, Span(0, 3))),
        relayed_by=(Mention("Line Observer"),),
        occurrence=Occurrence(Kind.SHELLING),
        quote=make_quote(of.id, of.text, Span(0, 8)),
        maker=Maker("fake", "1"),
    )
    return with_id(made)


def problem(code: str) -> Problem:
    return Problem("collect", code, Severity.INFO, "a sentence", "a.txt", None, Span(1, 2))


ONE, TWO, THREE = report("one"), report("two"), report("three", publisher="Wire")


def test_a_report_comes_back_whole(store: Store) -> None:
    assert store.save_report(ONE, receipt("a.txt", ONE))
    assert store.get_report(ONE.id) == ONE
    assert list(store.iter_reports()) == [ONE]
    assert store.find_receipt("a.txt") == receipt("a.txt", ONE)


def test_the_mark_of_a_sensitive_report_is_kept(store: Store) -> None:
    marked = make_report(None, "A witness.", ReportMeta(sensitive=True))
    store.save_report(marked, receipt("a.txt", marked))
    assert store.get_report(marked.id).meta.sensitive
    assert [report.meta.sensitive for report in store.iter_reports()] == [True]


def test_saving_again_adds_nothing(store: Store) -> None:
    assert store.save_report(ONE, receipt("a.txt", ONE))
    assert not store.save_report(ONE, receipt("a.txt", ONE))
    assert list(store.iter_receipts()) == [receipt("a.txt", ONE)]


def test_one_report_from_two_locators(store: Store) -> None:
    assert store.save_report(ONE, receipt("a.txt", ONE))
    assert store.save_report(ONE, receipt("b.txt", ONE))
    assert list(store.iter_reports()) == [ONE]
    assert [item.locator for item in store.iter_receipts()] == ["a.txt", "b.txt"]


def test_the_latest_of_a_locator_is_in_force_and_the_earlier_is_kept(store: Store) -> None:
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_report(TWO, receipt("a.txt", TWO, ONE))
    assert list(store.iter_reports()) == [TWO]
    assert store.get_report(ONE.id) == ONE
    latest = store.find_receipt("a.txt")
    assert latest is not None
    assert latest.supersedes == ONE.id


def test_a_file_that_turns_back_is_in_force_again(store: Store) -> None:
    for item in (ONE, TWO, ONE):
        assert store.save_report(item, receipt("a.txt", item))
    assert list(store.iter_reports()) == [ONE]
    assert len(list(store.iter_receipts())) == 3


def test_a_replaced_report_stays_while_another_locator_gives_it(store: Store) -> None:
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_report(ONE, receipt("b.txt", ONE))
    store.save_report(TWO, receipt("a.txt", TWO))
    assert {item.id for item in store.iter_reports()} == {ONE.id, TWO.id}


def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.get_report(ReportId("r-none"))
    with pytest.raises(NotFoundError):
        store.save_reading(ReportId("r-none"), "s", Reading())
    assert store.find_receipt("a.txt") is None
    assert store.find_note("mandate") is None
    assert store.load_incidents("s") == ()
    assert list(store.iter_reports()) == list(store.iter_readings("s")) == list(store.iter_intake_problems()) == []


def test_readings_are_kept_by_settings(store: Store) -> None:
    for item in (ONE, TWO):
        store.save_report(item, receipt(item.id, item))
    reading = Reading((claim(ONE),), (problem("x"),))
    store.save_reading(ONE.id, "first", reading)
    assert list(store.iter_readings("first")) == [(ONE.id, reading)]
    assert list(store.iter_unread("first")) == [TWO]
    assert list(store.iter_unread("second")) == sorted((ONE, TWO), key=lambda item: item.id)


def test_a_reading_is_never_overwritten(store: Store) -> None:
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_reading(ONE.id, "s", Reading((claim(ONE),)))
    store.save_reading(ONE.id, "s", Reading())
    assert list(store.iter_readings("s")) == [(ONE.id, Reading((claim(ONE),)))]


def test_readings_of_replaced_reports_are_not_in_force(store: Store) -> None:
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_reading(ONE.id, "s", Reading())
    store.save_report(TWO, receipt("a.txt", TWO, ONE))
    assert list(store.iter_readings("s")) == []
    assert list(store.iter_unread("s")) == [TWO]


def test_readings_may_be_saved_while_walking(store: Store) -> None:
    many = [report(f"number {number}") for number in range(250)]
    for item in many:
        store.save_report(item, receipt(item.id, item))
    for item in store.iter_unread("s"):
        store.save_reading(item.id, "s", Reading())
    ids = [item for item, _ in store.iter_readings("s")]
    assert ids == sorted(item.id for item in many) == [item.id for item in store.iter_reports()]


def test_incidents_of_the_latest_run(store: Store) -> None:
    first = Incident(IncidentId("i-1"), "Shelling", Kind.SHELLING, None, (), (Membership(claim(ONE).id, 0.5, "why"),))
    second = Incident(IncidentId("i-2"), "Shelling", Kind.SHELLING, None, (), ())
    store.save_incidents("s", [first])
    store.save_incidents("other", [])
    store.save_incidents("s", [first, second])
    assert store.load_incidents("s") == (first, second)
    assert store.load_incidents("other") == ()


def test_readings_under_other_settings(store: Store) -> None:
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_report(TWO, receipt("b.txt", TWO))
    for name in ("first", "second", "third"):
        store.save_reading(ONE.id, name, Reading(problems=(problem(name),)))
    others = [(owner, reading.problems[0].code) for owner, reading in store.iter_other_readings("second")]
    assert sorted(others) == [(ONE.id, "first"), (ONE.id, "third")]
    store.save_report(TWO, receipt("a.txt", TWO, ONE))
    assert list(store.iter_other_readings("second")) == []


def change(run: int, kind: ChangeKind, other: str | None = None) -> IncidentChange:
    at = datetime(2031, 5, 2, 12, 0, run, tzinfo=UTC)
    return IncidentChange(
        run, at, kind, IncidentId("i-1"), IncidentId(other) if other else None, (claim(ONE).id,), "why"
    )


def test_changes_of_incidents_are_all_kept(store: Store) -> None:
    first, second = change(1, ChangeKind.FOUNDED), change(2, ChangeKind.MERGED_INTO, "i-2")
    store.save_incidents("s", [], [first])
    store.save_incidents("s", [])
    store.save_incidents("other", [], [change(1, ChangeKind.DISSOLVED)])
    store.save_incidents("s", [], [second])
    assert list(store.iter_changes("s")) == [first, second]
    assert list(store.iter_changes("none")) == []


def judgement(id_: str = "j-1", reason: str = "the same night") -> LinkJudgement:
    one, other = make_anchor(claim(ONE)), make_anchor(claim(TWO))
    made_at = datetime(2031, 5, 2, 12, tzinfo=UTC)
    return LinkJudgement(JudgementId(id_), Verdict.TOGETHER, one, other, "Ada", reason, made_at)


def test_judgements_are_kept_for_good(store: Store) -> None:
    assert store.save_judgement(judgement("j-2"))
    assert store.save_judgement(judgement("j-1", "\u202e\U0001f525"))
    assert not store.save_judgement(judgement("j-2"))
    assert list(store.iter_judgements()) == [judgement("j-2"), judgement("j-1", "\u202e\U0001f525")]


def test_a_judgement_is_never_altered(store: Store) -> None:
    store.save_judgement(judgement())
    with pytest.raises(ConflictError, match="another judgement") as caught:
        store.save_judgement(judgement(reason="another night"))
    assert "withdraw" in caught.value.hint
    assert list(store.iter_judgements()) == [judgement()]


def test_the_latest_problems_of_a_locator(store: Store) -> None:
    store.save_intake_problems("b.txt", [problem("b")])
    store.save_intake_problems("a.txt", [problem("old"), problem("older")])
    store.save_intake_problems("a.txt", [problem("new")])
    assert [item.code for item in store.iter_intake_problems()] == ["new", "b"]
    store.save_intake_problems("a.txt", [])
    assert [item.code for item in store.iter_intake_problems()] == ["b"]


def test_notes(store: Store) -> None:
    store.save_note("mandate", "demo")
    store.save_note("mandate", "karabakh")
    assert store.find_note("mandate") == "karabakh"


def person_judgement(id_: str = "j-9", reason: str = "the same man") -> PersonJudgement:
    of = report("two")
    ends = [MentionAnchor(MentionId(f"m-{number}"), of.id, Span(number, number + 3)) for number in (0, 5)]
    made_at = datetime(2031, 5, 3, tzinfo=UTC)
    return PersonJudgement(JudgementId(id_), Verdict.APART, ends[0], ends[1], "Ada", reason, made_at)


def test_judgements_on_persons_are_kept_for_good(store: Store) -> None:
    assert list(store.iter_person_judgements()) == []
    assert store.save_person_judgement(person_judgement("j-2"))
    assert store.save_person_judgement(person_judgement("j-1", "\u202e\U0001f525"))
    assert not store.save_person_judgement(person_judgement("j-2"))
    with pytest.raises(ConflictError, match="another judgement has this id"):
        store.save_person_judgement(person_judgement("j-2", "no"))
    assert list(store.iter_person_judgements()) == [
        person_judgement("j-2"),
        person_judgement("j-1", "\u202e\U0001f525"),
    ]
    assert list(store.iter_judgements()) == []
