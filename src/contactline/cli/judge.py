"""``contactline judge``: what a person judges about linking."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from contactline.cli.dossierstore import open_store, store_options
from contactline.cli.judgepersons import describe as describe_person
from contactline.cli.judgepersons import export_persons, import_persons, judge_persons, list_persons, withdraw_person
from contactline.cli.judgepersons import print_standing as print_person_standing
from contactline.cli.printing import make_table, print_line
from contactline.config import load_settings

if TYPE_CHECKING:
    from contactline.desk.judging import Chronicle, Judging, Standing
    from contactline.desk.refitting import Refitted
    from contactline.ports import Store
    from contactline.records.judgements import LinkJudgement

F = TypeVar("F", bound=Callable[..., Any])

_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
_PERSONS: Final = click.option("--persons", is_flag=True, help="Judgements on persons instead of those on claims.")
_SHOWN_CHANGES: Final = 15
_AGAIN: Final = "Run contactline examine again: the dossier follows it from then on."


def _act_options(command: F) -> F:
    """Who judges, and why: no act without both."""
    reason = click.option("--reason", required=True, metavar="WORDS", help="Why; shown in the dossier.")
    author = click.option(
        "--author",
        required=True,
        envvar="CONTACTLINE_AUTHOR",
        metavar="NAME",
        help="Who judges, by the name to show in the dossier. By default what CONTACTLINE_AUTHOR holds.",
    )
    return reason(author(command))


@contextmanager
def _open(config: Path | None, db: Path | None, out: Path | None) -> Iterator[Judging]:
    with open_store(config, db, out) as store:
        yield _make_judging(store)


def _make_judging(store: Store) -> Judging:
    from contactline.desk.clock import SystemClock
    from contactline.desk.judging import Judging

    return Judging(store, SystemClock())


@click.group()
def judge() -> None:
    """Correct what the program proposes: judge claims together or apart, and persons the same or different.

    Withdraw, list, carry to other stores, refit the weights.
    """


@judge.command()
@click.argument("one")
@click.argument("other")
@_act_options
@store_options
@_JSON
@click.pass_obj
def together(config: Path | None, /, one: str, other: str, **options: Any) -> int:
    """Judge that ONE and OTHER speak of one happening.

    Both are ids of claims (their beginnings will do), or of incidents, whose first claims are then meant.
    """
    return _judge(config, "together", (one, other), options)


@judge.command()
@click.argument("one")
@click.argument("other")
@_act_options
@store_options
@_JSON
@click.pass_obj
def apart(config: Path | None, /, one: str, other: str, **options: Any) -> int:
    """Judge that the claims ONE and OTHER speak of two happenings."""
    return _judge(config, "apart", (one, other), options)


def _judge(config: Path | None, verdict: str, names: tuple[str, str], options: dict[str, Any]) -> int:
    from contactline.records.judgements import Verdict

    with _open(config, options["db"], options["out"]) as judging:
        made = judging.judge(Verdict(verdict), names, options["author"], options["reason"])
    _print_made(made, options["as_json"])
    return 0


@judge.command("same-person")
@click.argument("one")
@click.argument("other")
@_act_options
@store_options
@_JSON
@click.pass_obj
def same_person(config: Path | None, /, one: str, other: str, **options: Any) -> int:
    """Judge that ONE and OTHER are the same person.

    Both are ids of persons of the casualty register, or of single mentions (their beginnings will do).
    """
    with open_store(config, options["db"], options["out"]) as store:
        return judge_persons(store, "together", (one, other), options)


@judge.command("different-person")
@click.argument("one")
@click.argument("other")
@_act_options
@store_options
@_JSON
@click.pass_obj
def different_person(config: Path | None, /, one: str, other: str, **options: Any) -> int:
    """Judge that ONE and OTHER are two different persons.

    To part a person that the program took two for, name two of the mentions that stand under it.
    """
    with open_store(config, options["db"], options["out"]) as store:
        return judge_persons(store, "apart", (one, other), options)


@judge.command()
@click.argument("judgement")
@_act_options
@store_options
@_JSON
@click.pass_obj
def withdraw(config: Path | None, /, judgement: str, **options: Any) -> int:
    """Withdraw a JUDGEMENT: nothing is judged of its two claims or persons any more. It stays on record."""
    with open_store(config, options["db"], options["out"]) as store:
        if withdraw_person(store, judgement, options):
            return 0
    with _open(config, options["db"], options["out"]) as judging:
        made = judging.withdraw(judgement, options["author"], options["reason"])
    _print_made(made, options["as_json"])
    return 0


@judge.command("list")
@store_options
@_JSON
@click.pass_obj
def list_(config: Path | None, /, db: Path | None, out: Path | None, as_json: bool) -> int:
    """List all judgements, oldest first, superseded and withdrawn ones too."""
    with _open(config, db, out) as judging:
        standings = judging.list_all()
    with open_store(config, db, out) as store:
        persons = list_persons(store)
    if as_json:
        listed = [{**_describe(one.judgement), "state": one.state} for one in standings]
        _print_json(listed + [{**describe_person(one.judgement), "state": one.state} for one in persons])
        return 0
    for standing in standings:
        _print_standing(standing)
    for person in persons:
        print_person_standing(person)
    if not standings and not persons:
        print_line("No judgement was made yet.")
    return 0


@judge.command()
@click.argument("file", type=click.Path(path_type=Path))
@_PERSONS
@store_options
@click.pass_obj
def export(config: Path | None, /, file: Path, persons: bool, db: Path | None, out: Path | None) -> int:
    """Write all judgements to FILE, one JSON object a line."""
    with open_store(config, db, out) as store:
        number = export_persons(store, file) if persons else _make_judging(store).export(file)
    print_line(f"{file}: {number} {'judgement' if number == 1 else 'judgements'}")
    return 0


@judge.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_PERSONS
@store_options
@click.pass_obj
def import_(config: Path | None, /, file: Path, persons: bool, db: Path | None, out: Path | None) -> int:
    """Take over the judgements of a FILE that export wrote. Doing it twice adds nothing."""
    with open_store(config, db, out) as store:
        new, known = import_persons(store, file) if persons else _make_judging(store).bring(file)
    print_line(f"{new} new, {known} already here.{f' {_AGAIN}' if new else ''}")
    return 0


@judge.command()
@click.argument("incident")
@store_options
@_JSON
@click.pass_obj
def history(config: Path | None, /, incident: str, db: Path | None, out: Path | None, as_json: bool) -> int:
    """Tell what became of an INCIDENT: merged, split, restored; earlier ids lead to the one of today."""
    with _open(config, db, out) as judging:
        chronicle = judging.tell_history(incident)
    if as_json:
        _print_json(_describe_history(chronicle))
    else:
        _print_history(chronicle)
    return 0


@judge.command()
@click.option(
    "--weights-out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Weights to write, TOML."
)
@click.option(
    "--weights",
    metavar="hand|simulated|FILE",
    help="Weights to begin with. By default those that examine takes.",
)
@click.option(
    "--strength",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.01, 100_000.0),
    metavar="X",
    help="Pull towards the weights to begin with: a judged pair moves a weight by 4.3 / X decibans at most.",
)
@click.option("--force", is_flag=True, help="Also with fewer than 20 judged pairs, or from weights refitted before.")
@store_options
@_JSON
@click.pass_obj
def refit(
    config: Path | None,
    /,
    weights_out: Path,
    weights: str | None,
    strength: float,
    force: bool,
    db: Path | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Refit the weights of linking on the judgements in force, and write them to a new file.

    People judge what looks wrong, and not much of it; so the pull towards the weights to begin with is strong, and how
    common pairs of one happening are is not learnt. With the pull of 10 a judged pair moves a weight by 0.43 decibans
    at most, and hardly at all where the weights agree with it already.
    """
    from contactline.desk.judging import open_store
    from contactline.desk.refitting import refit_weights

    known = load_settings(config, Path.cwd()).examine
    with open_store(db or (known.db if out is None else None), out or known.out) as store:
        done = refit_weights(store, weights_out, weights or known.weights, strength, force=force)
    if as_json:
        _print_json(_describe_refit(done))
    else:
        _print_refit(done)
    return 0


# -- words


def _print_refit(done: Refitted) -> None:
    made = done.refit
    number = made.together + made.apart
    print_line(f"{done.file}: “{made.model.version}”, from “{done.start}”")
    print_line(f"{number} judged {'pair' if number == 1 else 'pairs'}: {made.together} together, {made.apart} apart")
    if done.beside:
        print_line(f"{done.beside} more never come into question: no weight can join them.")
    print_line(f"The weights agreed with {made.agreed_before} of them before, and do with {made.agreed_after} now.")
    rows = [
        (f"{one.field}: {one.level}", f"{one.before:+.2f}", f"{one.after:+.2f}", str(one.pairs))
        for one in made.changes[:_SHOWN_CHANGES]
    ]
    print_line()
    print_line(make_table(("Changed most", "dB before", "dB now", "Pairs"), rows))
    print_line()
    print_line(f"To link with them: contactline examine … --weights {done.file}")


def _describe_refit(done: Refitted) -> dict[str, object]:
    made = done.refit
    return {
        "file": str(done.file),
        "version": made.model.version,
        "about": made.model.about,
        "start": done.start,
        "strength": done.strength,
        "together": made.together,
        "apart": made.apart,
        "beside": done.beside,
        "agreed_before": made.agreed_before,
        "agreed_after": made.agreed_after,
        "changes": [
            {
                "field": one.field,
                "level": one.level,
                "before": one.before,
                "after": one.after,
                "pairs": one.pairs,
            }
            for one in made.changes
        ],
    }


def _print_made(made: LinkJudgement, as_json: bool) -> None:
    if as_json:
        _print_json(_describe(made))
        return
    print_line(f"{made.id}: {made.one.claim} and {made.other.claim} judged {made.verdict.value} by {made.author}.")
    print_line(_AGAIN)


def _print_standing(standing: Standing) -> None:
    made = standing.judgement
    print_line(
        f"{made.id} · {made.verdict.value} · {standing.state} · {made.made_at:%Y-%m-%d %H:%M} UTC · {made.author}"
    )
    for anchor, words in zip((made.one, made.other), standing.words, strict=True):
        print_line(f"  {anchor.claim}  {_shorten(words) or 'not read in this way any more'}")
    print_line(f"  because: {made.reason}")


def _print_history(chronicle: Chronicle) -> None:
    if chronicle.today is None:
        print_line(f"{chronicle.asked} is no longer held: none of its claims is in an incident.")
    elif chronicle.today == chronicle.asked:
        print_line(f"{chronicle.asked}: {chronicle.title}")
    else:
        print_line(f"{chronicle.asked} is now part of {chronicle.today}: {chronicle.title}")
    for change in chronicle.changes:
        other = f" {change.other}" if change.other else ""
        size = f"{len(change.claims)} {'claim' if len(change.claims) == 1 else 'claims'}"
        link = " from" if other and change.kind.value in {"grown", "restored"} else ""
        print_line(
            f"  run {change.run}, {change.at:%Y-%m-%d}: {change.incident} {change.kind.value}{link}{other} ({size})"
        )
        print_line(f"    {change.reason}")


def _describe(made: LinkJudgement) -> dict[str, object]:
    return {
        "id": made.id,
        "verdict": made.verdict.value,
        "one": made.one.claim,
        "other": made.other.claim,
        "author": made.author,
        "reason": made.reason,
        "made_at": made.made_at.isoformat(),
    }


def _describe_history(chronicle: Chronicle) -> dict[str, object]:
    return {
        "incident": chronicle.asked,
        "today": chronicle.today,
        "title": chronicle.title,
        "changes": [
            {
                "run": change.run,
                "at": change.at.isoformat(),
                "kind": change.kind.value,
                "incident": change.incident,
                "other": change.other,
                "claims": list(change.claims),
                "reason": change.reason,
            }
            for change in chronicle.changes
        ],
    }


def _shorten(words: str, width: int = 90) -> str:
    words = " ".join(words.split())
    return words if len(words) <= width else f"{words[: width - 1]}…"


def _print_json(value: object) -> None:
    print_line(json.dumps(value, ensure_ascii=False, indent=2))
