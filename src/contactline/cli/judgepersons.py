"""``contactline judge same-person`` and ``different-person``: what a person judges about persons of the register."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from contactline.cli.printing import print_line

if TYPE_CHECKING:
    from contactline.desk.judgingpersons import PersonStanding
    from contactline.ports import Store
    from contactline.records.persons import PersonJudgement

F = TypeVar("F", bound=Callable[..., Any])

WORDS = {"together": "same person", "apart": "different persons", "withdrawn": "withdrawn"}
AGAIN = "Run contactline examine again: the register follows it from then on."


def judge_persons(store: Store, verdict: str, names: tuple[str, str], options: dict[str, Any]) -> int:
    """Judge two persons or mentions, and print what was judged."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.judgingpersons import PersonJudging
    from contactline.records.judgements import Verdict

    made = PersonJudging(store, SystemClock()).judge(Verdict(verdict), names, options["author"], options["reason"])
    print_made(made, options["as_json"])
    return 0


def withdraw_person(store: Store, name: str, options: dict[str, Any]) -> bool:
    """Withdraw a judgement on persons; ``False`` where none has this id."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.judgingpersons import PersonJudging

    made = PersonJudging(store, SystemClock()).withdraw(name, options["author"], options["reason"])
    if made is not None:
        print_made(made, options["as_json"])
    return made is not None


def list_persons(store: Store) -> tuple[PersonStanding, ...]:
    """All judgements on persons, oldest first."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.judgingpersons import PersonJudging

    return PersonJudging(store, SystemClock()).list_all()


def export_persons(store: Store, file: Path) -> int:
    """Write all judgements on persons; how many."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.judgingpersons import PersonJudging

    return PersonJudging(store, SystemClock()).export(file)


def import_persons(store: Store, file: Path) -> tuple[int, int]:
    """Take over judgements on persons; how many are new, and how many were known."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.judgingpersons import PersonJudging

    return PersonJudging(store, SystemClock()).bring(file)


def print_made(made: PersonJudgement, as_json: bool) -> None:
    """What was judged, in words or as JSON."""
    if as_json:
        print_line(json.dumps(describe(made), ensure_ascii=False, indent=2))
        return
    verdict = WORDS[made.verdict.value]
    print_line(f"{made.id}: {made.one.mention} and {made.other.mention} judged {verdict} by {made.author}.")
    print_line(AGAIN)


def print_standing(standing: PersonStanding) -> None:
    """One judgement with what became of it."""
    made = standing.judgement
    verdict = WORDS[made.verdict.value]
    print_line(f"{made.id} · {verdict} · {standing.state} · {made.made_at:%Y-%m-%d %H:%M} UTC · {made.author}")
    for anchor, words in zip((made.one, made.other), standing.words, strict=True):
        print_line(f"  {anchor.mention}  {' '.join(words.split()) or 'not read in this way any more'}")
    print_line(f"  because: {made.reason}")


def describe(made: PersonJudgement) -> dict[str, object]:
    """A judgement for scripts."""
    return {
        "id": made.id,
        "verdict": WORDS[made.verdict.value],
        "one": made.one.mention,
        "other": made.other.mention,
        "author": made.author,
        "reason": made.reason,
        "made_at": made.made_at.isoformat(),
    }
